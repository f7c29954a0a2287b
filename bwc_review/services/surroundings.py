"""Where a study's clips lie: in its folder, beside it, elsewhere, or still with the study that this one is a copy of.

A study keeps the whole path of each clip, so a copy of its folder goes on playing the files of the original. Clips that
were copied with it are found at the same place within or beside the copy, and taken once every byte is the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bwc_review.domain.changes import Changes, Touched
from bwc_review.domain.clip import Clip
from bwc_review.domain.errors import ReviewError
from bwc_review.domain.progress import CancelToken, Progress, Report, part_of, silent
from bwc_review.services.footage import video_files
from bwc_review.services.ports import Media, Store, UnitOfWork

DATABASE = "study.db"
_DEEPEST = 5
"""A clip is looked for under its name and up to four folders above it, the longest way first."""


class ClipPlace(StrEnum):
    """Where a clip's file lies, seen from the study."""

    INSIDE = "inside"
    BESIDE = "beside"
    ELSEWHERE = "elsewhere"
    OTHER_STUDY = "other_study"


@dataclass(frozen=True, slots=True)
class Stray:
    """A clip that lies elsewhere, though a file of its name and size lies with the study.

    Attributes:
        clip: The clip.
        code: Code name of its recording.
        found: The files, the likeliest first; none of them has been read yet.
    """

    clip: Clip
    code: str
    found: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """How the clips of a study lie.

    Attributes:
        strays: Clips for which there is a file with the study that may be the same.
        of_others: Clips that lie in the folder of another study, with nothing like them here.
    """

    strays: tuple[Stray, ...]
    of_others: tuple[Clip, ...]

    @property
    def text(self) -> str:
        """One sentence on clips of another study; empty if there are none."""
        if not self.of_others:
            return ""
        return f"{_count(len(self.of_others), 'clip is', 'clips are')} played from the folder of another study"

    @property
    def folder(self) -> Path | None:
        """Where the first of them lies."""
        return self.of_others[0].path.parent if self.of_others else None


@dataclass(frozen=True, slots=True)
class Moved:
    """A clip that is played from elsewhere now."""

    code: str
    before: Path
    after: Path


@dataclass(frozen=True, slots=True)
class TakenUp:
    """What came of taking clips from where they lie with the study.

    Attributes:
        moved: Clips whose file was the same in every byte.
        refused: A sentence for each clip whose file was not, or could not be read.
        changes: The recordings touched.
    """

    moved: tuple[Moved, ...]
    refused: tuple[str, ...]
    changes: Changes


class Surroundings:
    """Looks where clips lie, and takes those that came with a copied study.

    Attributes:
        actor: Who acts, as the log will say.
    """

    def __init__(self, store: Store, media: Media, actor: str) -> None:
        self._store = store
        self._media = media
        self.actor = actor

    def place(self, clip: Clip) -> ClipPlace:
        """Where a clip's file lies, seen from the study."""
        folder = self._store.folder
        if clip.path.is_relative_to(folder):
            return ClipPlace.INSIDE
        for above in list(clip.path.parents)[:_DEEPEST]:
            if (above / DATABASE).is_file():  # through a link it may be this study all the same
                return ClipPlace.INSIDE if folder.is_dir() and above.samefile(folder) else ClipPlace.OTHER_STUDY
        is_beside = not _is_root(folder.parent) and clip.path.is_relative_to(folder.parent)
        return ClipPlace.BESIDE if is_beside else ClipPlace.ELSEWHERE

    def survey(self) -> Survey:
        """See how the clips lie. No file is opened; a study on a server has no surroundings."""
        if "://" in self._store.location:
            return Survey((), ())
        strays: list[Stray] = []
        of_others: list[Clip] = []
        with self._store.reading() as work:
            codes = _codes(work)
            clips = work.clips.all()
        for clip in clips:
            place = self.place(clip)
            found = () if place is ClipPlace.INSIDE else self._candidates(clip, place)
            if found:
                strays.append(Stray(clip, codes.get(clip.id, ""), found))
            elif place is ClipPlace.OTHER_STUDY:
                of_others.append(clip)
        return Survey(tuple(strays), tuple(of_others))

    def take_up(
        self, folder: Path | None = None, report: Report = silent, cancel: CancelToken | None = None
    ) -> TakenUp:
        """Read the files that lie with the study, or in a folder, and play clips from those that are the same.

        Each clip is committed on its own, so a stop keeps what was finished.

        Args:
            folder: Where to look for the clips' files, by their size; None for the study's own surroundings.
            report: Told the bytes read.
            cancel: Stops it.

        Raises:
            EnvironmentFault: The folder is not there, or the study cannot be written.
            Cancelled: It was stopped.
        """
        token = cancel or CancelToken()
        strays = self.survey().strays if folder is None else self._in_folder(folder)
        total, done = sum(stray.clip.size for stray in strays), 0
        moved, refused, changes = list[Moved](), list[str](), Changes()
        for stray in strays:
            token.raise_if_cancelled()
            told = part_of(report, done, stray.clip.size, total)
            path, problem = self._same(stray, told, token)
            if path is None:
                refused.append(problem)
            else:
                changes |= self._move(stray, path)
                moved.append(Moved(stray.code, stray.clip.path, path))
            done += stray.clip.size
            report(Progress(done, total, stray.code))
        return TakenUp(tuple(moved), tuple(refused), changes)

    def _candidates(self, clip: Clip, place: ClipPlace) -> tuple[Path, ...]:
        bases = [self._store.folder]
        if place is not ClipPlace.BESIDE and not _is_root(self._store.folder.parent):
            bases.append(self._store.folder.parent)
        parts = clip.path.parts[1:]
        lengths = range(min(_DEEPEST, len(parts)), 0, -1)
        tried = (base.joinpath(*parts[-length:]) for base in bases for length in lengths)
        return tuple(path for path in dict.fromkeys(tried) if _may_be(path, clip))

    def _in_folder(self, folder: Path) -> tuple[Stray, ...]:
        by_size: defaultdict[int, list[Path]] = defaultdict(list)
        for path in video_files([folder]):
            by_size[path.stat().st_size].append(path)
        with self._store.reading() as work:
            codes = _codes(work)
            clips = work.clips.all()
        found = ((clip, _likeliest(by_size[clip.size], clip)) for clip in clips)
        return tuple(Stray(clip, codes.get(clip.id, ""), paths) for clip, paths in found if paths)

    def _same(self, stray: Stray, report: Report, cancel: CancelToken) -> tuple[Path | None, str]:
        problem = ""
        for path in stray.found:
            try:
                if self._media.sha256(path, report, cancel) == stray.clip.sha256:
                    return path, ""
                problem = f"{stray.code}: {path.name} in {path.parent} is another file than was imported."
            except ReviewError as error:
                cancel.raise_if_cancelled()
                problem = f"{stray.code}: {error.message}"
        return None, problem

    def _move(self, stray: Stray, path: Path) -> Changes:
        with self._store.writing(self.actor) as work:
            work.clips.relocate(stray.clip.id, path)
            details = {"before": str(stray.clip.path), "after": str(path)}
            work.audit.record("clip.relocate", f"clip:{stray.clip.id}", details)
            recording = work.recordings.by_clip(stray.clip.id)
            work.commit()
        return Changes() if recording is None else Changes.of(Touched.CLIPS, recording.id)


def _codes(work: UnitOfWork) -> Mapping[object, str]:
    return {part.clip_id: recording.code for recording in work.recordings.all() for part in recording.segments}


def _likeliest(paths: Sequence[Path], clip: Clip) -> tuple[Path, ...]:
    """Files that are not the clip's own, those of its name first; none if its own is among them."""
    if clip.path in paths:
        return ()
    return tuple(sorted(paths, key=lambda path: path.name != clip.path.name))


def _may_be(path: Path, clip: Clip) -> bool:
    try:
        if path.stat().st_size != clip.size or not path.is_file():
            return False
        return not (clip.path.exists() and path.samefile(clip.path))
    except OSError:
        return False


def _is_root(folder: Path) -> bool:
    return folder == folder.parent


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def folders_of(paths: Iterable[Path]) -> str:
    """The folders of files, each once, for a sentence."""
    return ", ".join(dict.fromkeys(str(path.parent) for path in paths))
