"""Content notes: what somebody should know before a recording is played, and where they may start instead."""

from collections.abc import Iterable
from dataclasses import replace

from bwc_review.domain.changes import Changes, Touched
from bwc_review.domain.content_note import ContentFlag, ContentNote
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import RecordingId
from bwc_review.domain.time import Moment
from bwc_review.services.ports import Store, UnitOfWork


class ContentNoting:
    """Reads and writes content notes.

    Attributes:
        actor: Who acts, as the log will say.
    """

    def __init__(self, store: Store, actor: str) -> None:
        self._store = store
        self.actor = actor

    def of(self, recording_id: RecordingId) -> ContentNote:
        """The note of a recording; an empty one if there is none."""
        with self._store.reading() as work:
            return work.content_notes.of(recording_id)

    def warning(self, recording_id: RecordingId) -> ContentNote:
        """The note as it is shown before the first picture.

        Where nobody has said where one may start instead, that is the first contact as this actor has tagged it:
        other reviewers' tags would tell what they saw.
        """
        with self._store.reading() as work:
            note = work.content_notes.of(recording_id)
            if note.skip_to is not None or not note.needs_warning:
                return note
            return replace(note, skip_to=_first_contact(work, recording_id, self.actor))

    def put(self, note: ContentNote) -> ContentNote:
        """Keep a note; one that says nothing takes it away. The note as it was before.

        Raises:
            InputError: There is no such recording, or it ends before the place to start from.
        """
        with self._store.writing(self.actor) as work:
            recording = work.recordings.get(note.recording_id)
            if note.skip_to is not None and not 0 <= note.skip_to.us < recording.duration_us:
                raise InputError("content.skip_to", "The clip ends before that.", field="skip_to")
            before = work.content_notes.of(note.recording_id)
            if before != note:
                put_note(work, replace(note, note=note.note.strip()))
                work.commit()
        return before

    def changes(self, note: ContentNote) -> Changes:
        """What other pages look at again after a note was put."""
        return Changes.of(Touched.CLIPS, note.recording_id)


def put_note(work: UnitOfWork, note: ContentNote) -> None:
    """Keep a note inside a transaction, and log what changed; not its words, which may tell too much."""
    before = work.content_notes.of(note.recording_id)
    work.content_notes.put(note)
    details = {"before": _facts(before), "after": _facts(note)}
    work.audit.record("recording.content", f"recording:{note.recording_id}", details)


def put_flags(work: UnitOfWork, recording_id: RecordingId, flags: Iterable[ContentFlag]) -> bool:
    """Set a recording's flags inside a transaction; none leave them as they are. True if that changed something."""
    before = work.content_notes.of(recording_id)
    after = replace(before, flags=frozenset(flags))
    if not after.flags or after == before:
        return False
    put_note(work, after)
    return True


def flags_of(codes: Iterable[str]) -> frozenset[ContentFlag]:
    """Flags by their codes.

    Raises:
        InputError: One of them is unknown.
    """
    known = {flag.value: flag for flag in ContentFlag}
    found: set[ContentFlag] = set()
    for code in codes:
        if code not in known:
            raise InputError("content.flag", f"“{code}” is no content flag. Use {', '.join(known)}.", flag=code)
        found.add(known[code])
    return frozenset(found)


def _facts(note: ContentNote) -> dict[str, object]:
    return {
        "flags": [flag.value for flag in ContentFlag if flag in note.flags],
        "skip_to_us": note.skip_to.us if note.skip_to is not None else None,
        "note": bool(note.note),
    }


def _first_contact(work: UnitOfWork, recording_id: RecordingId, actor: str) -> Moment | None:
    starts: list[Moment] = []
    for review in work.reviews.of_recording(recording_id):
        zero = work.rubrics.get(review.rubric_id, review.rubric_version).zero
        if review.reviewer == actor and zero is not None:
            starts += [tag.start for tag in work.reviews.tags(review.id) if tag.behaviour_id == zero]
    return min(starts, default=None)
