"""The study's recordings: import, list, look at, verify."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bwc_review.domain.changes import Changes, Touched
from bwc_review.domain.clip import Clip, Recording, SourceClip
from bwc_review.domain.errors import InputError, ReviewError
from bwc_review.domain.ids import ClipId, IncidentId, OfficerId, RecordingId, ReviewId
from bwc_review.domain.people import Incident, Officer, Phase, TrainingRecord, derived_phase
from bwc_review.domain.progress import CancelToken, Progress, Report, part_of, silent
from bwc_review.domain.tag import Review
from bwc_review.domain.time import Moment
from bwc_review.services import joining
from bwc_review.services.frames import Frames
from bwc_review.services.importing import Importing, ImportResult
from bwc_review.services.ports import Media, Store, UnitOfWork
from bwc_review.services.thumbnail_cache import ThumbnailCache


@dataclass(frozen=True, slots=True)
class ClipRow:
    """A recording as lists show it.

    Attributes:
        recording: The recording.
        clips: Its files in order.
        officer: The wearer, if known.
        incident: The call, if known.
        call_type_name: Name of the kind of call; empty if not known.
        phase: The phase that was set by hand, else the one that follows from the records.
        review_count: Number of reviews.
        tag_count: Number of tags in all reviews.
    """

    recording: Recording
    clips: tuple[Clip, ...]
    officer: Officer | None
    incident: Incident | None
    call_type_name: str
    phase: Phase
    review_count: int
    tag_count: int


@dataclass(frozen=True, slots=True)
class ClipCheck:
    """Whether a file is still what was imported.

    Attributes:
        recording: The recording that the file belongs to.
        clip: The file as it was imported.
        is_intact: True if every byte is the same.
        message: One sentence that says so, or what is wrong.
    """

    recording: Recording
    clip: Clip
    is_intact: bool
    message: str


@dataclass(frozen=True, slots=True)
class _Around:
    """What the rows of a list need beside the recordings themselves, read once for all of them."""

    clips: Mapping[ClipId, Clip]
    officers: Mapping[OfficerId, Officer]
    trainings: Mapping[OfficerId, Sequence[TrainingRecord]]
    incidents: Mapping[IncidentId, Incident]
    call_types: Mapping[str, str]
    reviews: Mapping[RecordingId, Sequence[Review]]
    tag_counts: Mapping[ReviewId, int]


class Library:
    """Recordings and their files.

    Attributes:
        actor: Who acts, as the log will say.
    """

    def __init__(self, store: Store, media: Media, frames: Frames, actor: str) -> None:
        self._store = store
        self._media = media
        self._frames = frames
        self._thumbnails = ThumbnailCache(store.folder, media)
        self.actor = actor

    def import_paths(
        self,
        paths: Sequence[Path],
        manifest: Path | None = None,
        report: Report = silent,
        cancel: CancelToken | None = None,
        *,
        is_joining: bool = True,
    ) -> ImportResult:
        """Bring files, and the video files in folders, into the study; see `importing.Importing.run`."""
        importing = Importing(self._store, self._media, self.actor)
        return importing.run(paths, manifest, report, cancel or CancelToken(), is_joining=is_joining)

    def join(self, recording_ids: Sequence[RecordingId]) -> Recording:
        """Make recordings into one, end to end; see `joining.join`."""
        with self._store.writing(self.actor) as work:
            joined = joining.join(work, recording_ids)
            work.commit()
        return joined

    def split(self, recording_id: RecordingId) -> tuple[Recording, ...]:
        """Make each file of a recording a recording of its own; see `joining.split`."""
        with self._store.writing(self.actor) as work:
            parts = joining.split(work, recording_id)
            work.commit()
        return parts

    def rows(self) -> tuple[ClipRow, ...]:
        """All recordings by code."""
        with self._store.reading() as work:
            around = _read_around(work)
            return tuple(_row(recording, around) for recording in work.recordings.all())

    def row(self, recording_id: RecordingId) -> ClipRow:
        """One recording."""
        with self._store.reading() as work:
            recording = work.recordings.get(recording_id)
            return _row(recording, _read_around_one(work, recording))

    def by_code(self, code: str) -> Recording:
        """The recording with that code name; small letters will do.

        Raises:
            InputError: There is none.
        """
        wanted = code.strip()
        with self._store.reading() as work:
            found = work.recordings.by_code(wanted) or work.recordings.by_code(wanted.upper())
        if found is None:
            message = f"There is no clip “{code}” in this study. “clips list” shows their code names."
            raise InputError("clip.unknown_code", message, clip=code)
        return found

    def sources(self, recording_id: RecordingId) -> tuple[SourceClip, ...]:
        """The recording's files in order, each with its frame table."""
        with self._store.reading() as work:
            recording = work.recordings.get(recording_id)
            return tuple(
                SourceClip(work.clips.get(part.clip_id), self._frames.table(part.clip_id, work))
                for part in recording.segments
            )

    def frame_start(self, recording_id: RecordingId, moment: Moment) -> Moment:
        """Start of the frame on the screen at `moment`."""
        with self._store.reading() as work:
            return self._frames.start_at(work.recordings.get(recording_id), moment, work)

    def thumbnail(self, recording_id: RecordingId, moment: Moment, width: int) -> bytes:
        """A small JPEG picture of the frame at `moment`, kept for the next time.

        Raises:
            EnvironmentFault: The file is gone.
        """
        with self._store.reading() as work:
            recording = work.recordings.get(recording_id)
            clip_id, local = recording.locate(moment)
            clip = work.clips.get(clip_id)
            start = self._frames.table(clip_id, work).at(local)
        return self._thumbnails.get(clip, start, width)

    def override_phase(self, recording_id: RecordingId, phase: Phase | None, reason: str) -> Changes:
        """Set a phase against the records, or go back to them with None; the log keeps the reason.

        Raises:
            InputError: No reason is given.
        """
        if not reason.strip():
            raise InputError("phase.reason", "Say why the phase differs from the training records.", field="reason")
        with self._store.writing(self.actor) as work:
            recording = work.recordings.get(recording_id)
            work.recordings.put(replace(recording, phase_override=phase))
            details = {"before": recording.phase_override, "after": phase, "reason": reason.strip()}
            work.audit.record("recording.phase", f"recording:{recording_id}", details)
            work.commit()
        return Changes.of(Touched.CLIPS, recording_id)

    def verify(
        self, codes: Iterable[str] | None = None, report: Report = silent, cancel: CancelToken | None = None
    ) -> tuple[ClipCheck, ...]:
        """Read every byte of the recordings' files again and compare with what was imported.

        Args:
            codes: Code names; None for all recordings.
            report: Told the bytes read.
            cancel: Stops the job.

        Raises:
            InputError: There is no recording with one of the codes.
            Cancelled: The job was stopped.
        """
        token = cancel or CancelToken()
        chosen = None if codes is None else [self.by_code(code) for code in dict.fromkeys(codes)]
        with self._store.reading() as work:
            recordings = work.recordings.all() if chosen is None else chosen
            parts = [(found, work.clips.get(part.clip_id)) for found in recordings for part in found.segments]
        total, done, checks = sum(clip.size for _, clip in parts), 0, list[ClipCheck]()
        for recording, clip in parts:
            token.raise_if_cancelled()
            problem = self._problem(clip, part_of(report, done, clip.size, total), token)
            checks.append(ClipCheck(recording, clip, not problem, problem or "Every byte is as it was imported."))
            done += clip.size
            report(Progress(done, total, f"Verified {recording.code}"))
        return tuple(checks)

    def _problem(self, clip: Clip, report: Report, cancel: CancelToken) -> str:
        name = clip.path.name
        if not clip.path.is_file():
            return f"{name} is not in its folder any more. Put it back, or import it again from where it is now."
        size = clip.path.stat().st_size
        if size != clip.size:
            return f"{name} has {size:,} bytes; it had {clip.size:,} when it was imported."
        try:
            digest = self._media.sha256(clip.path, report, cancel)
        except ReviewError as error:
            if cancel.is_cancelled:
                raise
            return error.message
        return "" if digest == clip.sha256 else f"The content of {name} has changed since it was imported."


def phase_of(recording: Recording, trainings: Sequence[TrainingRecord]) -> Phase:
    """The phase set by hand, else the one that follows from the recording's local day and its officer's training."""
    if recording.phase_override is not None:
        return recording.phase_override
    day: date | None = recording.recorded_at.date() if recording.recorded_at else None
    return derived_phase(day, trainings)


def _row(recording: Recording, around: _Around) -> ClipRow:
    officer = around.officers.get(recording.officer_id) if recording.officer_id else None
    incident = around.incidents.get(recording.incident_id) if recording.incident_id else None
    reviews = around.reviews.get(recording.id, ())
    return ClipRow(
        recording=recording,
        clips=tuple(around.clips[part.clip_id] for part in recording.segments),
        officer=officer,
        incident=incident,
        call_type_name=around.call_types.get(incident.call_type, incident.call_type) if incident else "",
        phase=phase_of(recording, around.trainings.get(officer.id, ()) if officer else ()),
        review_count=len(reviews),
        tag_count=sum(around.tag_counts.get(review.id, 0) for review in reviews),
    )


def _read_around(work: UnitOfWork) -> _Around:
    trainings: dict[OfficerId, list[TrainingRecord]] = {}
    for record in work.people.trainings():
        trainings.setdefault(record.officer_id, []).append(record)
    reviews: dict[RecordingId, list[Review]] = {}
    for review in work.reviews.all():
        reviews.setdefault(review.recording_id, []).append(review)
    return _Around(
        clips={clip.id: clip for clip in work.clips.all()},
        officers={officer.id: officer for officer in work.people.officers()},
        trainings=trainings,
        incidents={incident.id: incident for incident in work.people.incidents()},
        call_types={kind.code: kind.name for kind in work.people.call_types()},
        reviews=reviews,
        tag_counts=work.reviews.tag_counts(),
    )


def _read_around_one(work: UnitOfWork, recording: Recording) -> _Around:
    officer = work.people.officer(recording.officer_id) if recording.officer_id else None
    incident = work.people.incident(recording.incident_id) if recording.incident_id else None
    reviews = work.reviews.of_recording(recording.id)
    return _Around(
        clips={part.clip_id: work.clips.get(part.clip_id) for part in recording.segments},
        officers={officer.id: officer} if officer else {},
        trainings={officer.id: work.people.trainings(officer.id)} if officer else {},
        incidents={incident.id: incident} if incident else {},
        call_types={kind.code: kind.name for kind in work.people.call_types()},
        reviews={recording.id: reviews},
        tag_counts={review.id: work.reviews.tag_count(review.id) for review in reviews},
    )
