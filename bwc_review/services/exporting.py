"""Reels: from a written plan to a finished, checked and recorded film."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bwc_review.domain.clip import Clip, SourceClip
from bwc_review.domain.errors import EnvironmentFault, InputError
from bwc_review.domain.export import Export
from bwc_review.domain.ids import ClipId, ExportId, RecordingId, new_id
from bwc_review.domain.progress import CancelToken, Report, silent
from bwc_review.domain.reel import Reel, Rendered
from bwc_review.services.clock import utc_now
from bwc_review.services.films import EXPORT_ACTION, Film, read_films
from bwc_review.services.frames import Frames
from bwc_review.services.library import Library
from bwc_review.services.ports import Media, Store, UnitOfWork

if TYPE_CHECKING:
    from bwc_review.services.reel_yaml import ReelSpec


class Exporting:
    """Makes films.

    Attributes:
        actor: Who acts, as the log will say.
    """

    def __init__(
        self,
        store: Store,
        library: Library,
        frames: Frames,
        media: Media,
        actor: str,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._library = library
        self._frames = frames
        self._media = media
        self._clock = clock
        self.actor = actor

    def read_reel(self, path: Path) -> Reel:
        """Read a reel file and look up its clips, anchors and captions in the study.

        A pair that is aligned on a behaviour meets at the first such tag of each side, in the named reviewer's review
        or in the only one there is. Spans are clamped to the recording and widened to whole frames.

        Raises:
            InputError: The file breaks a rule, or names a clip, behaviour or reviewer that is not in the study.
            EnvironmentFault: The file cannot be read.
        """
        # The YAML reader takes long to load, and a window that opens a study does not need it.
        from bwc_review.services.reel_yaml import load_reel

        return self.resolve(load_reel(path))

    def resolve(self, spec: "ReelSpec") -> Reel:
        """Look up a reel's clips, anchors and captions in the study, as `read_reel` does for one in a file.

        Raises:
            InputError: It names a clip, behaviour or reviewer that is not in the study, or a time outside its clip.
        """
        from bwc_review.services.reel_resolving import ReelResolver

        with self._store.reading() as work:
            return ReelResolver(work, self._library, self._frames).resolve(spec)

    def build(
        self,
        reel: Reel,
        output: Path,
        report: Report = silent,
        cancel: CancelToken | None = None,
        *,
        is_open_case_allowed: bool = False,
    ) -> Rendered:
        """Render a reel, check the finished film and record it with its hash.

        An earlier file of that name is replaced only once the new one is finished and right.

        Args:
            reel: What to render.
            output: The film; its suffix is ``.mp4``.
            report: Told how far it is.
            cancel: Stops the job.
            is_open_case_allowed: True to take recordings of open cases too; the log keeps it.

        Raises:
            InputError: A recording belongs to an open case, or the output would overwrite a clip.
            EnvironmentFault: ffmpeg or a file is missing, the disk is full, or the study cannot be written.
            Cancelled: The job was stopped; no file was left.
        """
        if self._store.is_read_only:
            message = "This study can only be read here, so a film could not be recorded in its log."
            raise EnvironmentFault("study.read_only", message)
        with self._store.reading() as work:
            open_cases = _open_cases(work, reel)
            _check_output(work, output)
        if open_cases and not is_open_case_allowed:
            codes = ", ".join(open_cases)
            message = f"The case behind {codes} is open. Leave such clips out, or allow open cases for this film."
            raise InputError("reel.open_case", message, clips=open_cases)
        recordings = dict.fromkeys(excerpt.recording_id for excerpt in reel.excerpts)
        sources = {recording_id: self._library.sources(recording_id) for recording_id in recordings}
        rendered = self._media.render(reel, sources, output, report, cancel or CancelToken())
        self._record(reel, rendered, tuple(recordings), open_cases)
        return rendered

    def exports(self) -> tuple[Export, ...]:
        """Every file that left the study, as it was recorded."""
        with self._store.reading() as work:
            return tuple(work.exports.all())

    def films(self) -> tuple[Film, ...]:
        """Every reel that was rendered, newest first, with what was checked in it."""
        with self._store.reading() as work:
            return read_films(work)

    def footage(self, film: Path, cancel: CancelToken | None = None) -> SourceClip:
        """A finished film as something to play, with its hash as it is now; nothing is stored.

        Raises:
            InputError: It is no film any more.
            EnvironmentFault: It is not there or cannot be read.
            Cancelled: The job was stopped.
        """
        digest, found = self._media.intake(film, silent, cancel or CancelToken())
        return SourceClip(
            Clip(ClipId(new_id()), film, film.stat().st_size, digest, found.facts, found.faults), found.table
        )

    def _record(
        self, reel: Reel, rendered: Rendered, recordings: tuple[RecordingId, ...], open_cases: list[str]
    ) -> None:
        sources = (f"reel:{reel.id}", *(f"recording:{recording_id}" for recording_id in recordings))
        path = rendered.path.absolute()
        export = Export(ExportId(new_id()), "reel", path, rendered.sha256, sources, self._clock(), self.actor)
        with self._store.writing(self.actor) as work:
            work.reels.put(reel)
            work.exports.add(export)
            details = {
                "title": reel.title,
                "selection": reel.selection,
                "file": path.name,
                "sha256": rendered.sha256,
                "frames": rendered.frame_count,
                "duration_us": rendered.duration_us,
                "clips": [work.recordings.get(recording_id).code for recording_id in recordings],
                "open_cases": open_cases,
                "verified_items": [
                    [item.index, item.start_frame, item.end_frame, item.is_first_right, item.is_last_right]
                    for item in rendered.items
                ],
            }
            work.audit.record(EXPORT_ACTION, f"export:{export.id}", details)
            work.commit()


def _open_cases(work: UnitOfWork, reel: Reel) -> list[str]:
    found = [work.recordings.get(excerpt.recording_id) for excerpt in reel.excerpts]
    return sorted({recording.code for recording in found if recording.is_open_case})


def _check_output(work: UnitOfWork, output: Path) -> None:
    """A link to a clip, or another spelling of its path, is that clip too."""
    if output.exists() and any(clip.path.exists() and clip.path.samefile(output) for clip in work.clips.all()):
        message = f"{output.name} is a clip of this study. Originals are never overwritten: choose another name."
        raise InputError("reel.output_is_clip", message, path=str(output))
