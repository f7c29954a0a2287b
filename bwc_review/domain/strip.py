"""Small pictures of a clip at even distances, each with the frame that it shows."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from bwc_review.domain.time import Moment


@dataclass(frozen=True, slots=True)
class Strip:
    """Pictures in the order of time.

    Attributes:
        starts_us: Start of the frame that each picture shows; rising.
        pictures: JPEG files, upright and with square pixels.
        duration_us: Length of the clip or recording.
    """

    starts_us: tuple[int, ...]
    pictures: tuple[bytes, ...]
    duration_us: int

    def nearest(self, moment: Moment) -> int | None:
        """Number of the picture closest to a moment; None if there is none."""
        if not self.starts_us:
            return None
        after = min(bisect_right(self.starts_us, moment.us), len(self.starts_us) - 1)
        before = max(0, after - 1)
        return min((before, after), key=lambda place: abs(self.starts_us[place] - moment.us))

    def before(self, later: "Strip") -> "Strip":
        """The same, followed by those pictures of another strip that come after its own."""
        place = bisect_right(later.starts_us, self.starts_us[-1]) if self.starts_us else 0
        return Strip(self.starts_us + later.starts_us[place:], self.pictures + later.pictures[place:], self.duration_us)

    def until(self, end_us: int) -> "Strip":
        """The same as far as somebody may see."""
        count = bisect_left(self.starts_us, end_us)
        return Strip(self.starts_us[:count], self.pictures[:count], min(end_us, self.duration_us))


def joined(parts: Sequence[Strip]) -> Strip:
    """The strips of files that lie end to end, on one axis."""
    starts_us: list[int] = []
    pictures: list[bytes] = []
    offset_us = 0
    for part in parts:
        starts_us += [offset_us + start for start in part.starts_us]
        pictures += part.pictures
        offset_us += part.duration_us
    return Strip(tuple(starts_us), tuple(pictures), offset_us)
