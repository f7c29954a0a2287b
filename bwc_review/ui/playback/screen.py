"""Puts the pictures of one pane of a transport onto a picture widget, with their read-outs."""

from datetime import datetime, timedelta

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from bwc_review.domain.time import START, US_PER_S, Moment, review_text
from bwc_review.media.levels import levelled
from bwc_review.media.picture_frame import Frame
from bwc_review.ui.playback.transport import Transport
from bwc_review.ui.widgets.levels import Levels
from bwc_review.ui.widgets.picture import PictureWidget

_AWAY = "The file of this clip is away or was changed"
_MOST_PIXELS = 3840 * 2400  # of a zoomed picture; the largest screens have no more


def image_of(frame: Frame) -> QImage:
    """The frame as an image that shares its memory: keep the frame as long as the image."""
    return QImage(frame.pixels, frame.width, frame.height, frame.stride, QImage.Format.Format_RGB32)


def _levelled(image: QImage, levels: Levels) -> QImage:
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    size = plain.width(), plain.height()
    frame = Frame(0, START, *size, plain.bytesPerLine(), memoryview(plain.constBits()))
    return image_of(levelled(frame, levels.table)).copy()  # a copy owns its memory


def away_text(distance_us: int) -> str:
    """What stands where a recording has no picture: how far it is to its start (negative), or since its end."""
    tenths = abs(distance_us) * 10 // US_PER_S
    away_s = f"{tenths / 10:.1f} s"
    return f"Starts in {away_s}" if distance_us < 0 else f"Ended {away_s} ago"


class Screen(QObject):
    """Joins a pane and its widget; pictures come in the widget's size."""

    def __init__(self, transport: Transport, picture: PictureWidget, pane: int = 0) -> None:
        super().__init__(picture)
        self._transport = transport
        self._picture = picture
        self._pane = pane
        self._frame: Frame | None = None
        self._small: tuple[Moment, QImage] | None = None
        self._recorded_at: datetime | None = None
        transport.frame_changed.connect(self._show)
        transport.moved.connect(self._count)
        transport.failed.connect(self._name_lost)
        transport.recovered.connect(self._show_again)
        picture.box_changed.connect(self._set_box)
        picture.levels_changed.connect(self._show_levels)

    def show_clock(self, recorded_at: datetime | None) -> None:
        """Say when the recording began, for the wall-clock; None if it is not known or not to be seen from now on."""
        self._recorded_at = recorded_at
        if self._frame is not None and not self._picture.image.isNull():
            self._read_out(self._frame)

    def show_preview(self, start: Moment, image: QImage) -> None:
        """Show the small picture of the frame that starts there until the frame itself has come."""
        self._frame, self._small = None, (start, image)
        levels = self._picture.levels
        shown = image if levels.is_neutral else _levelled(image, levels)
        self._picture.show_preview(shown, review_text(start))

    def _set_box(self, width: int, height: int) -> None:
        """Ask for pictures of that size; when zoomed in for no larger ones than the clip has."""
        if self._picture.view.is_zoomed:
            width, height = self._bounded(width, height)
        self._transport.set_box(self._pane, width, height)

    def _bounded(self, width: int, height: int) -> tuple[int, int]:
        panes = self._transport.panes
        sources = panes[self._pane].sources if self._pane < len(panes) else ()
        sizes = [source.clip.facts.display_size for source in sources]
        if sizes:
            zoom = self._picture.view.zoom
            width = max(round(width / zoom), min(width, max(size[0] for size in sizes)))
            height = max(round(height / zoom), min(height, max(size[1] for size in sizes)))
        scale = min(1.0, (_MOST_PIXELS / (width * height)) ** 0.5)
        return round(width * scale), round(height * scale)

    def _show(self, pane: int, frame: Frame | None) -> None:
        if pane != self._pane:
            return
        self._frame, self._small = frame, None
        if frame is None:
            return  # the plate follows with `moved`
        self._paint(frame)
        self._read_out(frame)

    def _read_out(self, frame: Frame) -> None:
        self._picture.show_read_outs(review_text(frame.moment), f"Frame {frame.index:,}", self._clock(frame.moment))

    def _paint(self, frame: Frame) -> None:
        levels = self._picture.levels
        shown = frame if levels.is_neutral else levelled(frame, levels.table)
        self._picture.show_image(image_of(shown), shown)

    def _show_levels(self) -> None:
        if self._small is not None:
            self.show_preview(*self._small)
        elif self._frame is not None and not self._picture.image.isNull():
            self._paint(self._frame)

    def _name_lost(self, _fault: object) -> None:
        """Beside others that go on being moved an old picture would belong to another moment than theirs."""
        panes = self._transport.panes
        if len(panes) > 1 and self._pane < len(panes) and panes[self._pane].fault is not None:
            self._picture.show_plate(_AWAY)

    def _show_again(self) -> None:
        if self._frame is not None and self._pane < len(self._transport.panes) and self._picture.image.isNull():
            self._paint(self._frame)

    def _count(self) -> None:
        distance_us = self._transport.distance_us(self._pane) if self._frame is None else 0
        if distance_us:
            self._picture.show_plate(away_text(distance_us))

    def _clock(self, moment: Moment) -> str:
        if self._recorded_at is None:
            return ""
        return (self._recorded_at + timedelta(microseconds=moment.us)).strftime("%H:%M:%S")
