"""Small pictures of a recording in order, to be found by their time."""

from PySide6.QtGui import QImage

from bwc_review.domain.strip import Strip
from bwc_review.domain.time import Moment


class SmallFilm:
    """Gives the small picture that is nearest to a moment."""

    def __init__(self) -> None:
        self._strip: Strip | None = None
        self._read: tuple[int, QImage] | None = None

    def show(self, strip: Strip | None) -> None:
        """Take more of a strip; None before another one, for no pictures at all."""
        self._strip, self._read = strip, None

    def nearest(self, moment: Moment) -> tuple[Moment, QImage] | None:
        """The small picture closest to a moment, with the start of its frame; None if there is none."""
        place = self._strip.nearest(moment) if self._strip is not None else None
        if self._strip is None or place is None:
            return None
        if self._read is None or self._read[0] != place:  # a slow hand asks for the same one again and again
            self._read = place, QImage.fromData(self._strip.pictures[place])
        image = self._read[1]
        return (Moment(self._strip.starts_us[place]), image) if not image.isNull() else None
