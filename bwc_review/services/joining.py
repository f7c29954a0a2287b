"""Joining recordings end to end and parting them again, as long as nobody has reviewed them."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bwc_review.domain.clip import Recording
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import RecordingId, new_id
from bwc_review.services.code_names import TakenCodes, new_code
from bwc_review.services.ports import UnitOfWork


def join(work: UnitOfWork, recording_ids: Sequence[RecordingId]) -> Recording:
    """Make recordings into one, in this order; the first keeps its code name and what is known of it.

    Raises:
        InputError: There are fewer than two, one comes twice, or one has a review: its tags would lose their place.
    """
    if len(set(recording_ids)) < 2 or len(set(recording_ids)) < len(recording_ids):
        raise InputError("recording.few", "Name two or more different clips to join, in their order in time.")
    recordings = [work.recordings.get(recording_id) for recording_id in recording_ids]
    for recording in recordings:
        _check_unreviewed(work, recording)
    first, *others = recordings
    joined = replace(first, segments=tuple(segment for recording in recordings for segment in recording.segments))
    for other in others:
        work.recordings.remove(other.id)
    work.recordings.put(joined)
    details = {"code": first.code, "with": [other.code for other in others]}
    work.audit.record("recording.join", f"recording:{first.id}", details)
    return joined


def split(work: UnitOfWork, recording_id: RecordingId, chance: random.Random | None = None) -> tuple[Recording, ...]:
    """Make each file of a recording a recording of its own; the first keeps the code name.

    Raises:
        InputError: It has one file only, or a review: its tags would lose their place.
    """
    recording = work.recordings.get(recording_id)
    if len(recording.segments) == 1:
        raise InputError("recording.single", f"{recording.code} is one file: there is nothing to split.")
    _check_unreviewed(work, recording)
    parts: list[Recording] = []
    offset = timedelta()
    for place, segment in enumerate(recording.segments):
        at = recording.recorded_at + offset if recording.recorded_at is not None else None
        part = replace(recording, segments=(segment,), recorded_at=at)
        if place:
            code = new_code(TakenCodes(work), chance or random.SystemRandom())
            part = replace(part, id=RecordingId(new_id()), code=code)
        work.recordings.put(part)
        parts.append(part)
        offset += timedelta(microseconds=segment.duration_us)
    details = {"code": recording.code, "into": [part.code for part in parts]}
    work.audit.record("recording.split", f"recording:{recording.id}", details)
    return tuple(parts)


def _check_unreviewed(work: UnitOfWork, recording: Recording) -> None:
    if work.reviews.of_recording(recording.id):
        message = f"{recording.code} has been reviewed as it is: its tags would lose their place. Leave it so."
        raise InputError("recording.reviewed", message, recording=str(recording.id))
