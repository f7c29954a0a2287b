"""Puts the pictures of one pane of a transport onto a picture widget, with their read-outs."""

from datetime import datetime, timedelta

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from bwc_review.domain.time import Moment, review_text
from bwc_review.media.picture_frame import Frame
from bwc_review.ui.playback.transport import Transport
from bwc_review.ui.widgets.picture import PictureWidget


def image_of(frame: Frame) -> QImage:
    """The frame as an image that shares its memory: keep the frame as long as the image."""
    return QImage(frame.pixels, frame.width, frame.height, frame.stride, QImage.Format.Format_RGB32)


class Screen(QObject):
    """Joins a pane and its widget; pictures come in the widget's size.

    Attributes:
        recorded_at: When the recording began, for the wall-clock read-out; None if it is not known or not to be seen.
    """

    def __init__(self, transport: Transport, picture: PictureWidget, pane: int = 0) -> None:
        super().__init__(picture)
        self._transport = transport
        self._picture = picture
        self._pane = pane
        self.recorded_at: datetime | None = None
        transport.frame_changed.connect(self._show)
        picture.box_changed.connect(lambda width, height: transport.set_box(pane, width, height))

    def _show(self, pane: int, frame: Frame | None) -> None:
        if pane != self._pane:
            return
        if frame is None:
            self._picture.show_plate("No picture at this moment.")
            return
        self._picture.show_image(image_of(frame), frame)
        self._picture.show_read_outs(review_text(frame.moment), f"Frame {frame.index:,}", self._clock(frame.moment))

    def _clock(self, moment: Moment) -> str:
        if self.recorded_at is None:
            return ""
        return (self.recorded_at + timedelta(microseconds=moment.us)).strftime("%H:%M:%S")
