"""Bringing media files into a study: each is hashed, examined, named and committed on its own."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import accumulate
from pathlib import Path

from bwc_review.domain.changes import Changes, Touched
from bwc_review.domain.clip import Clip, Examination, Recording, Segment
from bwc_review.domain.errors import Cancelled, InputError, ReviewError
from bwc_review.domain.ids import ClipId, IncidentId, OfficerId, RecordingId, new_id
from bwc_review.domain.progress import CancelToken, Progress, Report, part_of
from bwc_review.services import file_names
from bwc_review.services.code_names import new_code
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
        changes: The ids touched.
    """

    imported: tuple[Recording, ...]
    known: tuple[Recording, ...]
    refused: tuple[Refusal, ...]
    changes: Changes


@dataclass
class _Tally:
    imported: list[Recording] = field(default_factory=list[Recording])
    known: list[Recording] = field(default_factory=list[Recording])
    refused: list[Refusal] = field(default_factory=list[Refusal])
    changes: Changes = field(default_factory=Changes)

    def result(self) -> ImportResult:
        return ImportResult(tuple(self.imported), tuple(self.known), tuple(self.refused), self.changes)


class Importing:
    """One import into a study."""

    def __init__(self, store: Store, media: Media, actor: str, chance: random.Random | None = None) -> None:
        self._store = store
        self._media = media
        self._actor = actor
        self._chance = chance or random.SystemRandom()

    def run(self, paths: Sequence[Path], manifest: Path | None, report: Report, cancel: CancelToken) -> ImportResult:
        """Import files, and the video files in folders.

        A file whose bytes are in the study already is never imported twice. A file that cannot be used does not stop
        the others. Each recording is committed on its own, so a stop keeps what was finished.

        Args:
            paths: Files and folders; if there are none, the files that the manifest names.
            manifest: CSV that describes files; rows about files that are not among `paths` are left alone.
            report: Told the bytes read.
            cancel: Stops the import.

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
        ends = list(accumulate(file.stat().st_size for file in files))
        try:
            for path, start, end in zip(files, [0, *ends], ends, strict=False):
                cancel.raise_if_cancelled()
                part = part_of(report, start, end - start, ends[-1])
                self._take(path, described.get(path.resolve()), tally, part, cancel)
                report(Progress(end, ends[-1], path.name))
        except Cancelled:
            raise _stopped(tally, len(files)) from None
        return tally.result()

    def _take(self, path: Path, about: Described | None, tally: _Tally, report: Report, cancel: CancelToken) -> None:
        try:
            digest, examination = self._media.intake(path, report, cancel)
        except ReviewError as error:
            if cancel.is_cancelled:
                raise
            tally.refused.append(Refusal(path, error.message))
            return
        clip = Clip(ClipId(new_id()), path, path.stat().st_size, digest, examination.facts, examination.faults)
        with self._store.writing(self._actor) as work:
            existing = work.clips.by_sha256(digest)
            recording = None if existing is None else work.recordings.by_clip(existing.id)
            if existing is not None and recording is not None:
                self._meet_again(work, existing, recording, path, about, tally)
            else:
                self._add(work, clip, examination, about, tally)

    def _add(
        self, work: UnitOfWork, clip: Clip, examination: Examination, about: Described | None, tally: _Tally
    ) -> None:
        code = about.code if about else ""
        if code and work.recordings.by_code(code) is not None:
            message = f"Another clip of this study already has the code name {code}. Change it in the manifest."
            tally.refused.append(Refusal(clip.path, message))
            return
        recording = _described(
            Recording(
                id=RecordingId(new_id()),
                code=code or new_code(_TakenCodes(work), self._chance),
                segments=(Segment(clip.id, clip.facts.duration_us),),
                recorded_at=file_names.recorded_at(clip.path.name),
            ),
            about,
        )
        work.clips.add(clip, examination.table)
        work.recordings.put(recording)
        details = {
            "code": recording.code,
            "file": clip.path.name,
            "size": clip.size,
            "sha256": clip.sha256,
            "faults": [fault.code for fault in clip.faults],
            **_facts(recording),
        }
        work.audit.record("recording.import", f"recording:{recording.id}", details)
        work.commit()
        tally.imported.append(recording)
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
        if after != recording:
            work.recordings.put(after)
            details = {"before": _facts(recording), "after": _facts(after)}
            work.audit.record("recording.describe", f"recording:{recording.id}", details)
        if is_moved:
            work.clips.relocate(clip.id, path)
            details = {"before": str(clip.path), "after": str(path)}
            work.audit.record("clip.relocate", f"clip:{clip.id}", details)
        if is_moved or after != recording:
            work.commit()
            tally.changes |= Changes.of(Touched.CLIPS, recording.id)
        earlier = [found.id for found in (*tally.imported, *tally.known)]
        if recording.id not in earlier:
            tally.known.append(after)


class _TakenCodes:
    """The code names of a study, asked one at a time: a study may hold many thousands."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def __contains__(self, code: object) -> bool:
        return self._work.recordings.by_code(str(code)) is not None


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
