"""Decoded pictures as Qt paints them, without copying."""

from PySide6.QtGui import QImage

from bwc_review.media.picture_frame import Frame


def image_of(frame: Frame) -> QImage:
    """The frame as an image that shares its memory: keep the frame as long as the image."""
    return QImage(frame.pixels, frame.width, frame.height, frame.stride, QImage.Format.Format_RGB32)
