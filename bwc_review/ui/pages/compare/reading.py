"""What the compare page needs from the study, read off the GUI thread."""

from bwc_review.domain.ids import RecordingId
from bwc_review.domain.rubric import Valence
from bwc_review.domain.tag import Review
from bwc_review.domain.time import Moment
from bwc_review.services.bootstrap import Study
from bwc_review.ui.models.pair_clips import Coded, PairClip


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


def read_coded(study: Study, recording_id: RecordingId) -> tuple[Coded, ...]:
    """What each reviewer tagged in a recording."""
    return tuple(_coded(study, review) for review in study.reviewing.reviews(recording_id))


def _coded(study: Study, review: Review) -> Coded:
    rubric = study.reviewing.rubric_of(review)
    firsts: dict[str, Moment] = {}
    for tag in study.reviewing.tags(review.id):
        if tag.behaviour_id not in firsts or tag.start < firsts[tag.behaviour_id]:
            firsts[tag.behaviour_id] = tag.start
    names = {behaviour.id: behaviour.name for behaviour in rubric.behaviours}
    landmarks = frozenset(
        behaviour.id
        for behaviour in rubric.behaviours
        if not behaviour.is_state and behaviour.valence is Valence.NEUTRAL
    )
    return Coded(review.reviewer, (review.rubric_id, review.rubric_version), names, firsts, landmarks)
