"""Bringing media files into a study: each is hashed, examined, named and committed on its own."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from bwc_review.domain.changes import Changes, Touched
from bwc_review.domain.clip import Clip, Examination, Recording, Segment
from bwc_review.domain.errors import Cancelled, InputError, ReviewError
from bwc_review.domain.ids import ClipId, IncidentId, OfficerId, RecordingId, new_id
from bwc_review.domain.progress import CancelToken, Progress, Report, part_of
from bwc_review.services import chunks, file_names
from bwc_review.services.code_names import TakenCodes, new_code
from bwc_review.services.content_noting import put_flags
from bwc_review.services.footage import video_files
from bwc_review.services.manifest import Described, read_described
from bwc_review.services.ports import Media, Store, UnitOfWork


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not imported.

    Attributes:
        path: The file.
        message: Why, in one sentence.
    """

    path: Path
    message: str


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did.

    Attributes:
        imported: New recordings, in the order of the files.
        known: Recordings whose file was in the study already.
        refused: Files that were not taken, with the reason.
        joined: File names of each new recording that was made of several files, in order, by its id.
        changes: The ids touched.
    """

    imported: tuple[Recording, ...]
    known: tuple[Recording, ...]
    refused: tuple[Refusal, ...]
    joined: Mapping[RecordingId, tuple[str, ...]]
    changes: Changes


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A file that was read whole."""

    clip: Clip
    examination: Examination


@dataclass
class _Tally:
    imported: list[Recording] = field(default_factory=list[Recording])
    known: list[Recording] = field(default_factory=list[Recording])
    refused: list[Refusal] = field(default_factory=list[Refusal])
    joined: dict[RecordingId, tuple[str, ...]] = field(default_factory=dict[RecordingId, tuple[str, ...]])
    changes: Changes = field(default_factory=Changes)

    def result(self) -> ImportResult:
        return ImportResult(
            tuple(self.imported), tuple(self.known), tuple(self.refused), dict(self.joined), self.changes
        )


class Importing:
    """One import into a study."""

    def __init__(self, store: Store, media: Media, actor: str, chance: random.Random | None = None) -> None:
        self._store = store
        self._media = media
        self._actor = actor
        self._chance = chance or random.SystemRandom()

    def run(
        self,
        paths: Sequence[Path],
        manifest: Path | None,
        report: Report,
        cancel: CancelToken,
        *,
        is_joining: bool = True,
    ) -> ImportResult:
        """Import files, and the video files in folders.

        Chunks of one recording are joined end to end (see `chunks`). A file whose bytes are in the study already is
        never imported twice. A file that cannot be used does not stop the others. Each recording is committed on its
        own, so a stop keeps what was finished.

        Args:
            paths: Files and folders; if there are none, the files that the manifest names.
            manifest: CSV that describes files; rows about files that are not among `paths` are left alone.
            report: Told the bytes read.
            cancel: Stops the import.
            is_joining: False to let every file be a recording of its own.

        Raises:
            InputError: The manifest breaks a rule or names somebody who is not in the study; nothing is imported.
            EnvironmentFault: A path is not there, or the study cannot be written; finished recordings stay.
            Cancelled: The import was stopped; the message and facts say what was kept.
        """
        described: Mapping[Path, Described] = {}
        if manifest is not None:
            with self._store.reading() as work:
                described = read_described(manifest, work)
        files = video_files(paths or [about.path for about in described.values()])
        if not files:
            raise InputError("import.nothing", "There is no video file to import. Choose files, or a folder with some.")
        tally = _Tally()
        groups = chunks.groups(files, described) if is_joining else tuple((file,) for file in files)
        try:
            self._take_all(groups, described, tally, report, cancel)
        except Cancelled:
            raise _stopped(tally, len(files)) from None
        return tally.result()

    def _take_all(
        self,
        groups: Sequence[Sequence[Path]],
        described: Mapping[Path, Described],
        tally: _Tally,
        report: Report,
        cancel: CancelToken,
    ) -> None:
        sizes = {path: path.stat().st_size for group in groups for path in group}
        total, done = sum(sizes.values()), 0
        for group in groups:
            arrivals: dict[str, _Arrival] = {}
            for path in group:
                cancel.raise_if_cancelled()
                arrival = self._read(path, tally, part_of(report, done, sizes[path], total), cancel)
                if arrival is not None:
                    # The same bytes twice in one group are one file.
                    arrivals.setdefault(arrival.clip.sha256, arrival)
                done += sizes[path]
                report(Progress(done, total, path.name))
            for run in chunks.runs([arrival.clip for arrival in arrivals.values()], described):
                self._take([arrivals[clip.sha256] for clip in run], described, tally)

    def _read(self, path: Path, tally: _Tally, report: Report, cancel: CancelToken) -> _Arrival | None:
        try:
            digest, examination = self._media.intake(path, report, cancel)
        except Cancelled:
            raise
        except ReviewError as error:
            tally.refused.append(Refusal(path, error.message))
            return None
        size = path.stat().st_size
        clip = Clip(ClipId(new_id()), path, size, digest, examination.facts, examination.faults)
        return _Arrival(clip, examination)

    def _take(self, run: Sequence[_Arrival], described: Mapping[Path, Described], tally: _Tally) -> None:
        """Take in files that follow one another: what is new in a row becomes one recording."""
        with self._store.writing(self._actor) as work:
            fresh: list[_Arrival] = []
            for arrival in run:
                existing = work.clips.by_sha256(arrival.clip.sha256)
                recording = None if existing is None else work.recordings.by_clip(existing.id)
                if existing is None or recording is None:
                    fresh.append(arrival)
                    continue
                self._add(work, fresh, described, tally)
                fresh = []
                path = arrival.clip.path
                self._meet_again(work, existing, recording, path, described.get(path.resolve()), tally)
            self._add(work, fresh, described, tally)
            work.commit()

    def _add(
        self, work: UnitOfWork, run: Sequence[_Arrival], described: Mapping[Path, Described], tally: _Tally
    ) -> None:
        if not run:
            return
        clips = [arrival.clip for arrival in run]
        abouts = [found for clip in clips if (found := described.get(clip.path.resolve())) is not None]
        code = next((about.code for about in abouts if about.code), "")
        if code and work.recordings.by_code(code) is not None:
            message = f"Another clip of this study already has the code name {code}. Change it in the manifest."
            tally.refused += [Refusal(clip.path, message) for clip in clips]
            return
        recording = Recording(
            id=RecordingId(new_id()),
            code=code or new_code(TakenCodes(work), self._chance),
            segments=tuple(Segment(clip.id, clip.facts.duration_us) for clip in clips),
            recorded_at=file_names.recorded_at(clips[0].path.name),
        )
        for about in reversed(abouts):  # the first file's row has the last word
            recording = _described(recording, about)
        for arrival in run:
            work.clips.add(arrival.clip, arrival.examination.table)
        work.recordings.put(recording)
        details = {"code": recording.code, **_file_facts(clips), **_facts(recording)}
        work.audit.record("recording.import", f"recording:{recording.id}", details)
        put_flags(work, recording.id, (flag for about in abouts for flag in about.content))
        tally.imported.append(recording)
        if len(clips) > 1:
            tally.joined[recording.id] = tuple(clip.path.name for clip in clips)
        tally.changes |= Changes.of(Touched.CLIPS, recording.id)

    def _meet_again(
        self,
        work: UnitOfWork,
        clip: Clip,
        recording: Recording,
        path: Path,
        about: Described | None,
        tally: _Tally,
    ) -> None:
        """A file that is known may have moved, and the manifest may tell more about it than before."""
        after = _described(recording, about)
        is_moved = path != clip.path and not clip.path.exists()
        is_flagged = about is not None and put_flags(work, recording.id, about.content)
        if after != recording:
            work.recordings.put(after)
            details = {"before": _facts(recording), "after": _facts(after)}
            work.audit.record("recording.describe", f"recording:{recording.id}", details)
        if is_moved:
            work.clips.relocate(clip.id, path)
            details = {"before": str(clip.path), "after": str(path)}
            work.audit.record("clip.relocate", f"clip:{clip.id}", details)
        if is_moved or is_flagged or after != recording:
            tally.changes |= Changes.of(Touched.CLIPS, recording.id)
        earlier = [found.id for found in (*tally.imported, *tally.known)]
        if recording.id not in earlier:
            tally.known.append(after)


def _file_facts(clips: Sequence[Clip]) -> dict[str, object]:
    """What the log keeps of a recording's files: plain values of the only one, lists of several."""
    faults = [fault.code for clip in clips for fault in clip.faults]
    names, sizes, digests = [clip.path.name for clip in clips], [clip.size for clip in clips], [c.sha256 for c in clips]
    if len(clips) == 1:
        return {"file": names[0], "size": sizes[0], "sha256": digests[0], "faults": faults}
    return {"file": names, "size": sizes, "sha256": digests, "faults": list(dict.fromkeys(faults))}


def _described(recording: Recording, about: Described | None) -> Recording:
    if about is None:
        return recording
    return replace(
        recording,
        recorded_at=about.recorded_at or recording.recorded_at,
        officer_id=about.officer_id or recording.officer_id,
        incident_id=about.incident_id or recording.incident_id,
        is_open_case=recording.is_open_case if about.is_open_case is None else about.is_open_case,
    )


def _facts(recording: Recording) -> dict[str, object]:
    def text(value: datetime | OfficerId | IncidentId | None) -> str | None:
        return None if value is None else str(value)

    return {
        "recorded_at": recording.recorded_at.isoformat() if recording.recorded_at else None,
        "officer": text(recording.officer_id),
        "incident": text(recording.incident_id),
        "is_open_case": recording.is_open_case,
    }


def _stopped(tally: _Tally, count: int) -> Cancelled:
    kept = len(tally.imported)
    text = "nothing was" if not kept else "1 clip was" if kept == 1 else f"{kept} clips were"
    message = f"Stopped: {text} imported, of {count} {'file' if count == 1 else 'files'}. What was imported is kept."
    if not kept:
        message = "Stopped: nothing was imported."
    return Cancelled(message, imported=[recording.code for recording in tally.imported], changes=tally.changes)
