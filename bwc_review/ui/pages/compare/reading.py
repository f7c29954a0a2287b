"""What the compare page needs from the study, read off the GUI thread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bwc_review.domain.clip import SourceClip
from bwc_review.domain.coding_choices import CodingChoices
from bwc_review.domain.coding_preferences import CodingPreferences
from bwc_review.domain.ids import RecordingId
from bwc_review.domain.rubric import Rubric, Valence
from bwc_review.domain.tag import Review, Tag
from bwc_review.services.bootstrap import Study
from bwc_review.ui.models.pair_clips import Coded, PairClip
from bwc_review.ui.widgets.pair_timeline import LaneMark


@dataclass(frozen=True, slots=True)
class SideRead:
    """One side of a pair.

    Attributes:
        sources: Its files with their frame tables.
        coded: What each reviewer tagged in it.
        marks: Each reviewer's tags as a lane shows them.
    """

    sources: Sequence[SourceClip]
    coded: tuple[Coded, ...]
    marks: Mapping[str, Sequence[LaneMark]]

    def marks_of(self, reviewer: str) -> Sequence[LaneMark]:
        """That reviewer's tags; all tags if nobody is named."""
        if reviewer:
            return self.marks.get(reviewer, ())
        return [mark for marks in self.marks.values() for mark in marks]


def read_clips(study: Study) -> tuple[PairClip, ...]:
    """All recordings by code name."""
    return tuple(
        PairClip(
            id=row.recording.id,
            code=row.recording.code,
            call=row.call_type_name,
            officer=row.officer.pseudonym if row.officer else "",
            phase=row.phase,
            duration_us=row.recording.duration_us,
            is_open_case=row.recording.is_open_case,
        )
        for row in study.library.rows()
    )


def read_side(study: Study, recording_id: RecordingId) -> SideRead:
    """The files of a recording, and what each reviewer tagged in it.

    Raises:
        ReviewError: The study cannot be read.
    """
    coded: list[Coded] = []
    marks: dict[str, list[LaneMark]] = {}
    for review in study.reviewing.reviews(recording_id):
        rubric, tags = study.reviewing.rubric_of(review), study.reviewing.tags(review.id)
        preferences = study.preferences.of(review.reviewer) or CodingPreferences()
        coded.append(_coded(review, rubric, tags, preferences.choices(rubric.id)))
        marks.setdefault(review.reviewer, []).extend(_marks(rubric, tags))
    return SideRead(study.library.sources(recording_id), tuple(coded), marks)


def _coded(review: Review, rubric: Rubric, tags: Sequence[Tag], choices: CodingChoices) -> Coded:
    firsts: dict[str, Tag] = {}
    for tag in tags:
        if tag.behaviour_id not in firsts or tag.start < firsts[tag.behaviour_id].start:
            firsts[tag.behaviour_id] = tag
    names = {behaviour.id: behaviour.name for behaviour in rubric.behaviours}
    landmarks = frozenset(
        behaviour.id
        for behaviour in rubric.behaviours
        if not behaviour.is_state and behaviour.valence is Valence.NEUTRAL
    )
    return Coded(
        review.reviewer,
        (review.rubric_id, review.rubric_version),
        names,
        {behaviour_id: tag.start for behaviour_id, tag in firsts.items()},
        landmarks,
        {behaviour_id: choices.around(tag) for behaviour_id, tag in firsts.items()},
    )


def _marks(rubric: Rubric, tags: Sequence[Tag]) -> list[LaneMark]:
    places = {dimension.id: place for place, dimension in enumerate(rubric.dimensions)}
    behaviours = {behaviour.id: behaviour for behaviour in rubric.behaviours}
    return [
        LaneMark(found.name, tag.start, tag.end, found.valence, places[found.dimension])
        for tag in tags
        if (found := behaviours.get(tag.behaviour_id)) is not None
    ]
