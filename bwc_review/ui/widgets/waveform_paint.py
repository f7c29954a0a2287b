"""The sound as a band of the timeline: peaks, speech, loudness, and where nothing is to be heard."""

from math import ceil

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from bwc_review.domain.time import Moment, length_text
from bwc_review.domain.waveform import (
    FULL,
    LOUDNESS_STEP_US,
    NO_LEVEL,
    PEAK_STEP_US,
    STEPS_PER_DB,
    GapKind,
    SoundGap,
    Waveform,
)
from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.timeline_geometry import Geometry

HEIGHT = 46
_SPEECH_PX = 4
_TOP_PX = 3
_QUIETEST_LUFS, _LOUDEST_LUFS = -60.0, 0.0
_GAP_WORDS = {GapKind.LATE: "No sound yet", GapKind.MUTED: "Silent", GapKind.MISSING: "No sound"}
_LEAST_WORDS_PX = 90.0

Codes = NDArray[np.uint8]


class Pyramid:
    """Levels in ever coarser steps, so that any stretch of time is drawn from about as many as there are pixels."""

    def __init__(self, codes: Codes) -> None:
        self._levels = [codes]
        while len(self._levels[-1]) > 1:
            last = self._levels[-1]
            even = np.append(last, NO_LEVEL) if len(last) % 2 else last
            self._levels.append(even.reshape(-1, 2).max(axis=1))

    def columns(self, edges: NDArray[np.float64]) -> Codes:
        """The largest code between each edge and the next.

        Args:
            edges: Places in steps, rising, one more than columns; beyond the ends there is nothing.
        """
        width = (edges[-1] - edges[0]) / max(1, len(edges) - 1)
        depth = min(len(self._levels) - 1, max(0, int(np.floor(np.log2(max(1.0, width))))))
        codes, size = self._levels[depth], 1 << depth
        first = np.floor(edges[:-1] / size).astype(np.int64)
        last = np.maximum(first, np.ceil(edges[1:] / size).astype(np.int64) - 1)
        found = np.zeros(len(first), np.uint8)
        for shift in range(int((last - first).max(initial=0)) + 1):
            place = first + shift
            is_there = (place <= last) & (place >= 0) & (place < len(codes))
            found[is_there] = np.maximum(found[is_there], codes[place[is_there]])
        return found


class WaveformBand:
    """Paints the sound of a recording; it has no height while there is none to show."""

    title = "Sound: peaks, thicker where somebody speaks, and short-term loudness (EBU R 128) as a line"
    short_title = "Sound"

    def __init__(self) -> None:
        self._waveform: Waveform | None = None
        self._peaks = self._speech = self._loudness = Pyramid(np.zeros(0, np.uint8))
        self._is_whole = False
        self._trouble = ""

    @property
    def height(self) -> int:
        """Height in device-independent pixels."""
        return HEIGHT if self._waveform is not None else 0

    @property
    def waveform(self) -> Waveform | None:
        """What is shown."""
        return self._waveform

    def show(self, waveform: Waveform | None, *, is_whole: bool, trouble: str = "") -> None:
        """Show another sound, or as much of it as is known.

        Args:
            waveform: The sound; None for no band at all.
            is_whole: True if nothing more will come.
            trouble: What is said where nothing is known, in place of that it is being read.
        """
        self._waveform, self._is_whole, self._trouble = waveform, is_whole, trouble
        if waveform is not None:
            self._peaks = Pyramid(np.frombuffer(waveform.peaks, np.uint8))
            self._loudness = Pyramid(np.frombuffer(waveform.loudness, np.uint8))
            self._speech = Pyramid(_speech_flags(waveform))

    def words(self, us: float) -> str:
        """What is heard at a moment, for the tooltip."""
        waveform, at_us = self._waveform, int(us)
        if waveform is None:
            return ""
        if not waveform.has_track:
            return "This clip has no sound."
        gap = waveform.gap_at(at_us)
        if gap is not None:
            return _gap_words(gap)
        if at_us >= waveform.known_us:
            return ""
        peak, loudness = waveform.peak_db(at_us), waveform.loudness_lufs(at_us)
        lines = ["Speech" if waveform.is_speech(at_us) else "No speech found"]
        if peak is not None:
            lines.append(f"Peak {peak:.0f} dBFS")
        if loudness is not None:
            lines.append(f"Loudness {loudness:.0f} LUFS, short-term (EBU R 128)")
        return "\n".join(lines)

    def paint(self, painter: QPainter, geometry: Geometry, box: QRectF) -> None:
        """Paint the part that lies in a box."""
        theme, waveform = current(), self._waveform
        painter.fillRect(box, theme.colour("sunken"))
        if waveform is None:
            return
        if not waveform.has_track:
            _paint_words(painter, box, "This clip has no sound")
        else:
            self._paint_unknown(painter, geometry, box, waveform)
            self._paint_peaks(painter, geometry, box)
            for gap in waveform.gaps:
                _paint_gap(painter, geometry, box, gap)
            self._paint_loudness(painter, geometry, box)
        painter.setPen(theme.colour("line"))
        painter.drawLine(box.bottomLeft() - QPointF(0, 0.5), box.bottomRight() - QPointF(0, 0.5))

    def _paint_peaks(self, painter: QPainter, geometry: Geometry, box: QRectF) -> None:
        ratio = painter.device().devicePixelRatioF()
        columns, rows = ceil(box.width() * ratio), round((box.height() - _SPEECH_PX - _TOP_PX) * ratio)
        edges = _edges(geometry, box, columns) / PEAK_STEP_US
        heights = _HEIGHTS[self._peaks.columns(edges)] * rows / 2
        is_speech = self._speech.columns(edges) > 0
        image = np.zeros((round(box.height() * ratio), columns), np.uint32)
        from_middle = np.abs(np.arange(rows) + 0.5 - rows / 2)[:, None]
        plain, voiced = _ink("muted", 150), _ink("accent_text", 255)
        top = round(_TOP_PX * ratio)
        inks = np.where(is_speech, voiced, plain).astype(np.uint32)
        image[top : top + rows] = np.where(from_middle < heights[None], inks[None], 0)
        bar = round((_SPEECH_PX - 1) * ratio)
        image[-bar - round(ratio) : -round(ratio)] = np.where(is_speech, voiced, 0)[None]
        height, width = image.shape
        shown = QImage(image.data, width, height, 4 * width, QImage.Format.Format_ARGB32)
        painter.drawImage(QRectF(box.left(), box.top(), width / ratio, height / ratio), shown)

    def _paint_loudness(self, painter: QPainter, geometry: Geometry, box: QRectF) -> None:
        step = 2.0
        count = max(1, int(box.width() / step))
        codes = self._loudness.columns(_edges(geometry, box, count) / LOUDNESS_STEP_US)
        lufs = (codes.astype(np.float64) - FULL) / STEPS_PER_DB
        share = np.clip((lufs - _QUIETEST_LUFS) / (_LOUDEST_LUFS - _QUIETEST_LUFS), 0, 1)
        heights = box.bottom() - _SPEECH_PX - share * (box.height() - _SPEECH_PX - _TOP_PX)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        run: list[QPointF] = []
        for place, (code, height) in enumerate(zip(codes.tolist(), heights.tolist(), strict=True)):
            if code == NO_LEVEL:
                _draw_run(painter, run)
                run = []
            else:
                run.append(QPointF(box.left() + (place + 0.5) * step, height))
        _draw_run(painter, run)

    def _paint_unknown(self, painter: QPainter, geometry: Geometry, box: QRectF, waveform: Waveform) -> None:
        left = max(box.left(), geometry.x(waveform.known_us))
        right = min(box.right(), geometry.x(waveform.duration_us))
        if (not self._is_whole or self._trouble) and right - left > _LEAST_WORDS_PX:
            rest = QRectF(left, box.top(), right - left, box.height())
            _paint_words(painter, rest, self._trouble or "Reading the sound…")


def _speech_flags(waveform: Waveform) -> Codes:
    flags = np.zeros(len(waveform.peaks), np.uint8)
    for span in waveform.speech:
        flags[span.start.us // PEAK_STEP_US : -(-span.end.us // PEAK_STEP_US)] = 1
    return flags


def _heights() -> NDArray[np.float64]:
    """Share of the half height for each code: the square root of the amplitude, so that quiet sound is seen too."""
    heights = 10 ** ((np.arange(256) - FULL) / STEPS_PER_DB / 40)
    heights[:2] = 0
    return heights


_HEIGHTS = _heights()


def _edges(geometry: Geometry, box: QRectF, columns: int) -> NDArray[np.float64]:
    first, last = geometry.us(box.left()), geometry.us(box.right())
    return np.linspace(first, last, columns + 1)


def _ink(token: str, alpha: int) -> np.uint32:
    colour = current().colour(token)
    return np.uint32(alpha << 24 | colour.red() << 16 | colour.green() << 8 | colour.blue())


def _draw_run(painter: QPainter, run: list[QPointF]) -> None:
    """Draw a line that is seen on any ground: on a broader one in the colour of the band."""
    if len(run) > 1:
        line, theme = QPolygonF(run), current()
        for token, width in (("sunken", 3.6), ("text", 1.3)):
            painter.setPen(QPen(theme.colour(token), width))
            painter.drawPolyline(line)


def _gap_words(gap: SoundGap) -> str:
    if gap.kind is GapKind.LATE:
        return f"The sound begins at {_clock(gap.span.end)}: before it the camera recorded none."
    if gap.kind is GapKind.MUTED:
        return f"Digital silence from {_clock(gap.span.start)} to {_clock(gap.span.end)}: muted or taken out."
    return f"No sound from {_clock(gap.span.start)} to {_clock(gap.span.end)}: the track has none here."


def _clock(moment: Moment) -> str:
    return length_text(moment.us)


def _paint_gap(painter: QPainter, geometry: Geometry, box: QRectF, gap: SoundGap) -> None:
    left, right = max(box.left(), geometry.x(gap.span.start.us)), min(box.right(), geometry.x(gap.span.end.us))
    if right <= left:
        return
    theme = current()
    rect = QRectF(left, box.top(), max(1.0, right - left), box.height())
    hatch = QColor(theme.colour("line_strong"))
    hatch.setAlpha(110)
    painter.fillRect(rect, QBrush(hatch, Qt.BrushStyle.BDiagPattern))
    painter.setPen(QPen(theme.colour("line_strong"), 1))
    painter.drawLine(rect.topRight(), rect.bottomRight())
    if rect.width() >= _LEAST_WORDS_PX:
        _paint_words(painter, rect, _GAP_WORDS[gap.kind])


def _paint_words(painter: QPainter, box: QRectF, text: str) -> None:
    theme = current()
    font = fonts.font(theme.small_px)
    width = QFontMetricsF(font).horizontalAdvance(text) + 16
    ground = QRectF(box.center().x() - width / 2, box.center().y() - 10, width, 20)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("sunken"))
    painter.drawRoundedRect(ground, 4, 4)
    painter.setFont(font)
    painter.setPen(theme.colour("muted"))
    painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, text)
