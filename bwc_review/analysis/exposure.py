"""The time over which a review counts: from first contact to the end of the encounter, less what was not codable.

After domain rules 1 and 2 of the project's rubrics: rates are over the exposure less time that is not codable, and a
behaviour is codable only while what it needs (sound, picture, either or both) is there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bwc_review.domain.rubric import Modality, Rubric
from bwc_review.domain.tag import Tag
from bwc_review.domain.time import START, Moment, TimeRange, covered_us, subtract, union

NO_AUDIO, NO_VIDEO = "cod.audio", "cod.video"


@dataclass(frozen=True, slots=True)
class Exposure:
    """The time that counts in one review.

    Attributes:
        range: From its start to its end, codable or not.
        is_start_tagged: True if the rubric's starting behaviour was tagged; else the clip's own start was taken.
        is_end_tagged: True if the rubric's ending behaviour was tagged; else the clip's own end was taken.
        no_audio: What of the range has no usable sound, merged and sorted.
        no_video: What of the range has no usable picture, merged and sorted.
    """

    range: TimeRange
    is_start_tagged: bool
    is_end_tagged: bool
    no_audio: tuple[TimeRange, ...]
    no_video: tuple[TimeRange, ...]

    def codable(self, modality: Modality) -> list[TimeRange]:
        """What of the exposure can be coded for behaviours of that modality."""
        return subtract([self.range], self._holes(modality))

    def codable_us(self, modality: Modality = Modality.BOTH) -> int:
        """Microseconds that can be coded; by default with both sound and picture."""
        return covered_us(self.codable(modality))

    def _holes(self, modality: Modality) -> list[TimeRange]:
        if modality is Modality.AUDIO:
            return list(self.no_audio)
        if modality is Modality.VIDEO:
            return list(self.no_video)
        if modality is Modality.BOTH:
            return [*self.no_audio, *self.no_video]
        return intersections(self.no_audio, self.no_video)


def exposure_of(rubric: Rubric, tags: Iterable[Tag], duration_us: int) -> Exposure:
    """The exposure of a review of a clip that is `duration_us` long.

    It starts at the first tag of the rubric's `zero` behaviour and ends at the last tag of its `end` behaviour after
    that; where there is none, at the clip's start and end.
    """
    known = list(tags)
    starts = [tag.start for tag in known if tag.behaviour_id == rubric.zero]
    start = min(starts, default=START)
    ends = [tag.start for tag in known if tag.behaviour_id == rubric.end and tag.start > start]
    span = TimeRange(start, max(ends, default=Moment(max(duration_us, start.us))))

    def spans(behaviour_id: str) -> tuple[TimeRange, ...]:
        found = union([tag.span(duration_us) for tag in known if tag.behaviour_id == behaviour_id])
        return tuple(intersections(found, [span]))

    return Exposure(span, bool(starts), bool(ends), spans(NO_AUDIO), spans(NO_VIDEO))


def intersections(some: Sequence[TimeRange], others: Sequence[TimeRange]) -> list[TimeRange]:
    """What is covered by both, merged and sorted."""
    shared = [one.intersection(other) for one in some for other in others]
    return union([span for span in shared if span is not None])


def is_within(moment: Moment, ranges: Iterable[TimeRange]) -> bool:
    """True if one of the ranges holds the moment."""
    return any(moment in span for span in ranges)
