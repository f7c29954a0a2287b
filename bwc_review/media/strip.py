"""Small pictures along a whole clip, made in one go: key frames where there are enough, else frames in between."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from time import monotonic

from av.video.frame import VideoFrame

from bwc_review.domain.clip import ClipFacts, FrameTable
from bwc_review.domain.progress import CancelToken, Progress, Report, silent
from bwc_review.domain.strip import Strip
from bwc_review.domain.time import US_PER_S, Moment
from bwc_review.media.frame_reader import FrameReader
from bwc_review.media.probe import Turn
from bwc_review.media.thumbnails import jpeg

SIDE = 320  # pixels of the longer side
_QUALITY = 6
MOST_PICTURES = 240
FIRST_PICTURES = 24
_LEAST_STEP_US = US_PER_S
_PART_S = 0.5

Part = Callable[[Strip], None]


def no_part(_: Strip) -> None:
    """Tell nobody."""


def chosen_frames(table: FrameTable) -> list[int]:
    """Numbers of the frames that the strip shows: at most `MOST_PICTURES`, a second apart or more.

    A key frame is taken in place of a frame if it lies less than a step before it: it is decoded by itself.
    """
    step_us = max(_LEAST_STEP_US, -(-table.end_us // MOST_PICTURES))
    chosen: list[int] = []
    for at_us in range(0, table.end_us, step_us):
        index = table.index_at(Moment(at_us))
        key = table.key_before(index)
        is_near = table.start(index) - table.start(key) < step_us
        taken = key if is_near else index
        if not chosen or taken > chosen[-1]:
            chosen.append(taken)
    return chosen


def first_frames(table: FrameTable) -> list[int]:
    """Those of the chosen frames that are decoded by themselves, thinned out to `FIRST_PICTURES`: quickly read."""
    keys = [index for index in chosen_frames(table) if table.key_before(index) == index]
    step = -(-len(keys) // FIRST_PICTURES) or 1
    return keys[::step]


def read_first_strip(
    path: Path, facts: ClipFacts, table: FrameTable, cancel: CancelToken, part: Part = no_part
) -> Strip:
    """A few pictures along the whole clip, shown until the strip is there; arguments and errors as `read_strip`."""
    return _read(path, facts, table, first_frames(table), silent, cancel, part)


def read_strip(
    path: Path, facts: ClipFacts, table: FrameTable, report: Report, cancel: CancelToken, part: Part = no_part
) -> Strip:
    """The strip of a clip; what cannot be decoded is left out.

    Args:
        path: The media file.
        facts: Its facts.
        table: Its frame table.
        report: Told the pictures that were read.
        cancel: Stops it.
        part: Given what is known so far, now and then.

    Raises:
        InputError, EnvironmentFault: The file cannot be opened.
        Cancelled: The user stopped the job.
    """
    return _read(path, facts, table, chosen_frames(table), report, cancel, part)


def _read(
    path: Path,
    facts: ClipFacts,
    table: FrameTable,
    wanted: Sequence[int],
    report: Report,
    cancel: CancelToken,
    part: Part,
) -> Strip:
    across, down = facts.display_size
    width = round(SIDE * min(1.0, across / max(1, down)))
    turn = Turn(facts.rotation_deg, facts.is_mirrored)
    starts_us: list[int] = []
    pictures: list[bytes] = []
    told_at = monotonic() - _PART_S  # the first picture is told at once
    with closing(FrameReader(path, facts, table)) as reader:
        for index, picture in _pictures(reader, table, wanted, cancel):
            starts_us.append(table.start(index).us)
            pictures.append(jpeg(picture, facts.sample_aspect_ratio, turn, width, _QUALITY))
            report(Progress(len(pictures), len(wanted), "Reading small pictures"))
            if monotonic() - told_at > _PART_S:
                part(Strip(tuple(starts_us), tuple(pictures), table.end_us))
                told_at = monotonic()
    return Strip(tuple(starts_us), tuple(pictures), table.end_us)


def _pictures(
    reader: FrameReader, table: FrameTable, wanted: Sequence[int], cancel: CancelToken
) -> Iterator[tuple[int, VideoFrame]]:
    for index in wanted:
        ahead = reader.next_index
        if ahead is None or ahead > index or table.key_before(index) > ahead:
            reader.start_at(index)
        found = _found(reader, index, cancel)
        if found is not None:
            yield index, found


def _found(reader: FrameReader, index: int, cancel: CancelToken) -> VideoFrame | None:
    """The frame with that number, or None if it cannot be decoded."""
    while reader.next_index is not None and reader.next_index <= index:
        cancel.raise_if_cancelled()
        decoded = reader.read()
        if decoded is not None and decoded.index >= index:
            return decoded.picture if decoded.index == index else None
    return None
