"""A slim line under a picture: how far it is, and where its parts begin."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from bwc_review.domain.time import START, Moment, review_text
from bwc_review.ui.theme.apply import current

_HEIGHT, _LINE, _LINE_UNDER_HAND, _KNOB, _EDGE = 22, 6, 8, 14, 10
_GAP = 2.0


class SeekLine(QWidget):
    """Click or drag to go somewhere; parts are divided by gaps.

    Signals:
        seek_requested: A moment was clicked, or the hand has let go there.
        scrub_requested: The hand drags over this moment.
    """

    seek_requested = Signal(object)
    scrub_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._duration_us = 0
        self._position = START
        self._parts: tuple[Moment, ...] = ()
        self._is_scrubbing = self._is_under_hand = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setAccessibleName("Where the film is")

    def show_film(self, duration_us: int, parts: Sequence[Moment] = ()) -> None:
        """Show another film, by its length and the starts of its parts."""
        self._duration_us, self._parts = duration_us, tuple(parts)
        self.set_position(START)

    def set_position(self, moment: Moment) -> None:
        """It is here now."""
        self._position = moment
        self.setAccessibleDescription(review_text(moment))
        self.update()

    def part_at(self, moment: Moment) -> int:
        """Number of the part that a moment lies in, from 1; 0 if the film has no parts."""
        return sum(start <= moment for start in self._parts)

    @property
    def part_count(self) -> int:
        """How many parts there are."""
        return len(self._parts)

    def sizeHint(self) -> QSize:
        return QSize(480, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, _HEIGHT)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            moment = self._moment(event.pos().x())
            part = f"\nPart {self.part_at(moment)} of {self.part_count}" if self._parts else ""
            QToolTip.showText(event.globalPos(), f"{review_text(moment)}{part}" if self._duration_us else "", self)
            return True
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self._is_under_hand = event.type() == QEvent.Type.Enter
            self.update()
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._duration_us:
            self._is_scrubbing = True
            self.seek_requested.emit(self._moment(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_scrubbing:
            self.scrub_requested.emit(self._moment(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._is_scrubbing:
            self._is_scrubbing = False
            self.seek_requested.emit(self._moment(event.position().x()))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        height = _LINE_UNDER_HAND if self._is_under_hand or self._is_scrubbing else _LINE
        top, here = (self.height() - height) / 2, self._x(self._position.us)
        for start, end in self._stretches():
            left, right = self._x(start), self._x(end) - (_GAP if end < self._duration_us else 0)
            painter.setBrush(theme.colour("line_strong"))
            painter.drawRoundedRect(QRectF(left, top, max(1.0, right - left), height), 2, 2)
            if here > left:
                painter.setBrush(theme.colour("accent"))
                painter.drawRoundedRect(QRectF(left, top, max(1.0, min(here, right) - left), height), 2, 2)
        if self._duration_us:
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(QPointF(here, self.height() / 2), _KNOB / 2, _KNOB / 2)

    def _stretches(self) -> list[tuple[int, int]]:
        edges = sorted({0, self._duration_us, *(start.us for start in self._parts if start.us < self._duration_us)})
        return list(pairwise(edges)) or [(0, 1)]

    def _x(self, us: int) -> float:
        return _EDGE + (self.width() - 2 * _EDGE) * us / max(1, self._duration_us)

    def _moment(self, x: float) -> Moment:
        share = (x - _EDGE) / max(1, self.width() - 2 * _EDGE)
        return Moment(round(max(0.0, min(share, 1.0)) * self._duration_us))
