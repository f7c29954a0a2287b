"""Renders reels: looks at the sources, plans, draws, encodes item by item, joins, verifies, and only then renames."""

import shutil
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bwc_review.domain.clip import Clip, SourceClip
from bwc_review.domain.errors import EnvironmentFault, InputError
from bwc_review.domain.ids import ClipId, RecordingId
from bwc_review.domain.progress import CancelToken, Progress, Report, part_of
from bwc_review.domain.reel import Reel, Rendered
from bwc_review.media import cards, encode_progress
from bwc_review.media.expected_pictures import ExpectedPictures
from bwc_review.media.render_faults import ffmpeg_fault, output_fault
from bwc_review.media.render_film import FilmPlan, ItemPlan, Look
from bwc_review.media.render_graph import (
    item_arguments,
    join_arguments,
    pieces_list,
    strip_list,
    strip_list_name,
)
from bwc_review.media.render_plan import plan
from bwc_review.media.source_look import look_at
from bwc_review.media.verify import verify

_PARTIAL = ".partial"
_SUFFIX = ".mp4"
_PIECES = "pieces.ffconcat"
_LAST_SHARE = 20  # joining and checking are one part in so many of the work
_IDLE_S = 600


def render(
    reel: Reel,
    sources: Mapping[RecordingId, Sequence[SourceClip]],
    output: Path,
    report: Report,
    cancel: CancelToken,
) -> Rendered:
    """Render a reel to an MP4 file; a file that is already there is replaced only by a finished, verified film.

    Args:
        reel: What to show.
        sources: The files of every recording in it, in order.
        output: Where to; its folder must exist.
        report: Told the pictures done, over the whole film.
        cancel: Asked all the time.

    Raises:
        InputError: An excerpt cannot be shown, a source was changed, or the output's name will not do.
        EnvironmentFault: A source cannot be read, the folder cannot be written, the disk is full, ffmpeg is missing or
            fails, or the finished film is not what was asked for.
        Cancelled: The user stopped the job; nothing was kept.
    """
    cancel.raise_if_cancelled()
    film = plan(reel, sources)
    clips = _used_clips(film)
    _check_output(output, clips)
    film = replace(film, looks=_looks(clips, cancel))
    pictures = film.picture_count
    total = pictures + max(1, pictures // _LAST_SHARE)
    with _workshop(output) as (folder, partial), ExpectedPictures(film, cancel) as expected:
        try:
            _encode(film, folder, expected, total, report, cancel)
            _join(film, folder, partial, total, report, cancel)
        except OSError as error:
            raise output_fault(error, output, film, folder) from error
        checked = verify(film, partial, folder, expected, part_of(report, pictures, total - pictures, total), cancel)
        cancel.raise_if_cancelled()
        try:
            partial.replace(output)
        except OSError as error:
            raise output_fault(error, output, film, folder) from error
    report(Progress(total, total, "Reel finished"))
    return Rendered(
        path=output,
        frame_count=checked.frame_count,
        duration_us=checked.duration_us,
        width=film.canvas.width,
        height=film.canvas.height,
        sha256=checked.sha256,
        items=checked.items,
    )


def sweep_partials(folder: Path, idle_s: float = _IDLE_S) -> tuple[Path, ...]:
    """Delete what renders that never ended have left in a folder, and say what that was.

    Args:
        folder: Where reels are written.
        idle_s: Leave what was changed less than so many seconds ago: another window may be at work on it.
    """
    gone: list[Path] = []
    if not folder.is_dir():
        return ()
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.suffix == _PARTIAL and _is_workshop(path):
            newest = max((inner.stat().st_mtime for inner in (path, *path.iterdir())), default=0.0)
        elif path.is_file() and path.name.endswith(_PARTIAL + _SUFFIX):
            newest = path.stat().st_mtime
        else:
            continue
        if time.time() - newest >= idle_s:
            _remove(path)
            gone.append(path)
    return tuple(gone)


def _used_clips(film: FilmPlan) -> list[Clip]:
    """Every file that the film shows something of, once each."""
    parts = (part for item in film.items for side in item.sides for part in side.track.parts)
    return list({part.source.clip.id: part.source.clip for part in parts}.values())


def _looks(clips: Sequence[Clip], cancel: CancelToken) -> dict[ClipId, Look]:
    looks: dict[ClipId, Look] = {}
    for clip in clips:
        cancel.raise_if_cancelled()
        looks[clip.id] = look_at(clip)
    return looks


def _check_output(output: Path, clips: Sequence[Clip]) -> None:
    if output.suffix.lower() != _SUFFIX:
        raise InputError("reel.suffix", f"“{output.name}” is not the name of an MP4 file. Let it end in .mp4.")
    if output.is_dir():
        raise InputError("reel.folder", f"“{output.name}” is a folder. Give the reel a name of its own.")
    if not output.parent.is_dir():
        raise EnvironmentFault(
            "output.no_folder", f"The folder “{output.parent.name}” is not there. Make it or choose another one."
        )
    if output.exists() and any(clip.path.exists() and output.samefile(clip.path) for clip in clips):
        raise InputError(
            "reel.over_source", f"“{output.name}” is a clip of this reel. Originals are never written over."
        )


@contextmanager
def _workshop(output: Path) -> Generator[tuple[Path, Path]]:
    """A folder for the pieces and the name of the unfinished film, both beside the output and both gone afterwards."""
    folder = output.with_name(output.stem + _PARTIAL)
    partial = output.with_name(output.stem + _PARTIAL + _SUFFIX)
    try:
        _remove(folder)
        folder.mkdir()
    except OSError as error:
        raise output_fault(error, output) from error
    try:
        yield folder, partial
    finally:
        _remove(folder)
        partial.unlink(missing_ok=True)


def _is_workshop(folder: Path) -> bool:
    """True if all that a folder holds are pieces of ours."""
    return all(path.is_file() and path.name.startswith(("item", _PIECES)) for path in folder.iterdir())


def _remove(path: Path) -> None:
    if path.is_dir() and _is_workshop(path):
        shutil.rmtree(path)
    elif path.is_file():
        path.unlink()


def _encode(
    film: FilmPlan, folder: Path, expected: ExpectedPictures, total: int, report: Report, cancel: CancelToken
) -> None:
    done = 0
    for item in film.items:
        cancel.raise_if_cancelled()
        text = f"Rendering {item.text}"
        report(Progress(done, total, text))
        cards.draw(item.sheets, folder)
        if item.strip is not None:
            (folder / strip_list_name(item)).write_text(strip_list(item, film.rate), encoding="utf-8")
        arguments = item_arguments(film, item, _video(item), _sound(item))
        expected.begin(item)
        _run(arguments, film, folder, part_of(report, done, item.total, total), item.total, text, cancel)
        done += item.total


def _join(film: FilmPlan, folder: Path, partial: Path, total: int, report: Report, cancel: CancelToken) -> None:
    cancel.raise_if_cancelled()
    report(Progress(film.picture_count, total, "Joining the items"))
    (folder / _PIECES).write_text(pieces_list(film, [_video(item) for item in film.items]), encoding="utf-8")
    sounds = [_sound(item) for item in film.items]
    arguments = join_arguments(film, _PIECES, sounds, str(partial.absolute()))
    _run(arguments, film, folder, lambda _: None, 0, "Joining the items", cancel)


def _run(
    arguments: Sequence[str],
    film: FilmPlan,
    folder: Path,
    report: Report,
    pictures: int,
    text: str,
    cancel: CancelToken,
) -> None:
    ended = encode_progress.run(
        arguments, folder, lambda done: report(Progress(min(done, pictures), pictures, text)), cancel
    )
    if ended.exit_code != 0:
        raise ffmpeg_fault(ended, text, film, folder)


def _video(item: ItemPlan) -> str:
    return f"item{item.index:03d}.mp4"


def _sound(item: ItemPlan) -> str:
    return f"item{item.index:03d}.pcm"
