"""Reels for tests: sources from files, excerpts by frame, films read back picture by picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from bwc_review.domain.clip import Clip, SourceClip
from bwc_review.domain.ids import ClipId, RecordingId, ReelId, new_id
from bwc_review.domain.people import Phase
from bwc_review.domain.progress import CancelToken, silent
from bwc_review.domain.reel import Caption, Excerpt, Item, Reel, Rendered, Selection
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.media.examine import examine
from bwc_review.media.render_film import FilmPlan
from bwc_review.media.render_job import render
from bwc_review.media.render_plan import plan
from tests.helpers.frames import read_frame_number

SMALL = (640, 360)


def source_of(path: Path) -> SourceClip:
    """The file as an imported clip. Its hash is left out: renders do not need it."""
    found = examine(path, silent, CancelToken())
    clip = Clip(ClipId(new_id()), path, path.stat().st_size, "0" * 64, found.facts, found.faults)
    return SourceClip(clip, found.table)


@dataclass
class Studio:
    """Collects recordings and renders reels of them."""

    sources: dict[RecordingId, Sequence[SourceClip]] = field(default_factory=dict)

    def recording(self, *paths: Path) -> RecordingId:
        """A recording of these files, end to end."""
        recording_id = RecordingId(new_id())
        self.sources[recording_id] = [source_of(path) for path in paths]
        return recording_id

    def excerpt(self, recording_id: RecordingId, first: int, after: int, **more: Any) -> Excerpt:
        """The frames ``[first, after)`` of a recording of one file."""
        table = self.sources[recording_id][0].table
        return Excerpt(recording_id, TimeRange(table.start(first), table.end(after - 1)), **more)

    def reel(self, *items: Item, rate: Fraction | int = 30, size: tuple[int, int] = SMALL, **more: Any) -> Reel:
        """A small reel."""
        more = {"title": "A reel", "selection": Selection.RANDOM, "fade_us": 200_000} | more
        width, height = size
        return Reel(ReelId(new_id()), items=items, rate=Fraction(rate), width=width, height=height, **more)

    def plan(self, reel: Reel) -> FilmPlan:
        """The plan of a reel of these recordings."""
        return plan(reel, self.sources)

    def render(self, reel: Reel, output: Path) -> Rendered:
        """The finished film."""
        return render(reel, self.sources, output, silent, CancelToken())


def span(start_us: int, end_us: int) -> TimeRange:
    """A range from plain numbers."""
    return TimeRange(Moment(start_us), Moment(end_us))


def caption(start_us: int, end_us: int, text: str) -> Caption:
    """A caption from plain numbers."""
    return Caption(span(start_us, end_us), text)


def labelled(phase: Phase, label: str) -> dict[str, Any]:
    """Keywords of an excerpt."""
    return {"phase": phase, "label": label}


def pictures(path: Path, start: int, end: int) -> Iterator[np.ndarray]:
    """The grey pictures ``[start, end)`` of a film, counted by decoding from its beginning."""
    with av.open(str(path)) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number >= end:
                return
            if number >= start:
                yield frame.to_ndarray(format="gray")


def numbers(path: Path, film: FilmPlan, item_index: int, side_index: int = 0) -> list[int]:
    """The frame numbers that one side of an item shows, in every picture of it while it is live."""
    item = film.items[item_index]
    side = item.sides[side_index]
    box = side.picture
    region = (box.x, box.y, box.width, box.height)
    live = pictures(path, item.start + side.delay, item.start + side.end)
    return [read_frame_number(picture, region) for picture in live]


def sound(path: Path) -> np.ndarray:
    """The sound of a film: (2, samples), -1 to 1, beginning with the first picture."""
    blocks: list[np.ndarray] = []
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            at = round((frame.pts or 0) * frame.time_base * 48_000)
            block = frame.to_ndarray()
            blocks.append(block[:, max(0, -at) :])
    return np.concatenate(blocks, axis=1)
