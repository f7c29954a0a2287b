"""A decoder or a transport under a test's hand: it waits for pictures, never for time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from bwc_review.domain.clip import Clip, Examination, SourceClip
from bwc_review.domain.ids import ClipId, new_id
from bwc_review.domain.progress import CancelToken, silent
from bwc_review.media.decoder import Decoder
from bwc_review.media.examine import examine
from bwc_review.media.picture_frame import Frame

PATIENCE_S = 60.0


@lru_cache(maxsize=128)
def examined(path: Path) -> Examination:
    """What examining a made clip tells; such a clip never changes."""
    return examine(path, silent, CancelToken())


class Watched:
    """A decoder with a bell that rings when it has something new.

    Attributes:
        decoder: The decoder.
        examination: What examining its file told.
        rings: How often the bell rang.
    """

    def __init__(
        self, path: Path, box: tuple[int, int] = (320, 240), examination: Examination | None = None, **options: int
    ) -> None:
        self.examination = examination or examined(path)
        self.rings = 0
        self._bell = threading.Event()
        table = self.examination.table
        self.decoder = Decoder(path, self.examination.facts, table, box, on_frame=self._ring, **options)

    def frame(self) -> Frame:
        """The picture last asked for."""
        while True:
            self._bell.clear()
            found = self.decoder.exact()
            if found is not None:
                return found
            if self.decoder.fault is not None:
                raise self.decoder.fault
            assert self._bell.wait(PATIENCE_S), "the decoder fell silent"

    def next_back(self, shown: int) -> Frame:
        """While playing backwards: the picture before the one on the screen, however long it takes."""
        while True:
            self._bell.clear()
            found = self.decoder.newest_back(shown - 1, shown)
            if found is not None:
                return found
            if self.decoder.fault is not None:
                raise self.decoder.fault
            assert self._bell.wait(PATIENCE_S), "the decoder fell silent"

    def _ring(self) -> None:
        self.rings += 1
        self._bell.set()

    def sought(self, index: int, toward: int = -1) -> Frame:
        """Seek, and wait for the picture."""
        self.decoder.seek(index, toward)
        return self.frame()


@contextmanager
def watched(
    path: Path, box: tuple[int, int] = (320, 240), examination: Examination | None = None, **options: int
) -> Iterator[Watched]:
    """A decoder that is open on `path`, and closed afterwards; `examination` if that of another file is wanted."""
    made = Watched(path, box, examination, **options)
    made.decoder.open()
    try:
        yield made
    finally:
        made.decoder.close()


def source_of(path: Path) -> SourceClip:
    """A made clip as the library gives it."""
    found = examined(path)
    clip = Clip(ClipId(new_id()), path, path.stat().st_size, "0" * 64, found.facts, found.faults)
    return SourceClip(clip, found.table)


class HandClock:
    """Nanoseconds that only the test turns."""

    def __init__(self) -> None:
        self.ns = 0

    def __call__(self) -> int:
        return self.ns

    def turn(self, us: int) -> None:
        """Let so many microseconds pass."""
        self.ns += us * 1000
