"""What the pictures of a film that are checked must show: read from the sources while the film is still encoded.

Decoding the sources a second time is the larger part of the checking. ffmpeg leaves the processors idle now and then
(it starts, ends, writes); done in that time, it costs the user little.
"""

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from bwc_review.domain.clip import FaultCode, SourceClip
from bwc_review.domain.progress import CancelToken
from bwc_review.media.likeness import Small, small, window_of
from bwc_review.media.render_film import FilmPlan, ItemPlan, Look, PictureCheck
from bwc_review.media.render_layout import Box, fitted
from bwc_review.media.source_pictures import source_pictures

_NEIGHBOURS = (-4, -3, -2, -1, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """What one picture of the film must show.

    Attributes:
        window: The part of the film that is compared.
        wanted: The chosen source frame in that window.
        beside: The frames so many steps before (negative) or after it.
    """

    window: Box
    wanted: Small
    beside: Mapping[int, Small]


class ExpectedPictures:
    """Reads the chosen frames of a film's items and those beside them, on a thread of its own."""

    def __init__(self, film: FilmPlan, cancel: CancelToken) -> None:
        """Read nothing yet.

        Args:
            film: Whose pictures will be checked.
            cancel: Asked between frames.
        """
        self._film = film
        self._cancel = cancel
        self._pool = ThreadPoolExecutor(1, "expected-pictures")
        self._found: dict[tuple[int, bool, Box], Future[Expected | None]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def begin(self, item: ItemPlan) -> None:
        """Start reading for an item's checks."""
        for check in item.checks:
            if check.source is not None:
                self._begin(check, check.source)

    def of(self, check: PictureCheck, source: SourceClip) -> Expected | None:
        """What a check must show; waits for it. None if nothing can be decoded there.

        Raises:
            InputError, EnvironmentFault: The source cannot be read.
            Cancelled: The user stopped the job.
        """
        return self._begin(check, source).result()

    def _begin(self, check: PictureCheck, source: SourceClip) -> "Future[Expected | None]":
        place = check.picture, check.is_first, check.box
        if place not in self._found:
            self._found[place] = self._pool.submit(self._read, check, source)
        return self._found[place]

    def _read(self, check: PictureCheck, source: SourceClip) -> Expected | None:
        table, facts = source.table, source.clip.facts
        faults = {fault.code for fault in source.clip.faults}
        # Without times to rely on, the reader that we compare with may be a frame off itself.
        steps = () if FaultCode.UNRELIABLE_TIMES in faults else _NEIGHBOURS
        beside = [check.index + step for step in steps if 0 <= check.index + step < len(table)]
        matrix = self._film.looks.get(source.clip.id, Look()).matrix
        # What a decoder makes of damage depends on where it began.
        entry = check.entry if FaultCode.BROKEN_PACKETS in faults else None
        decoded = source_pictures(source, [check.index, *beside], matrix, entry, self._cancel)
        # Where a damaged frame cannot be decoded, the one before stays on the screen.
        shown = max((index for index in decoded if index <= check.index), default=None)
        if shown is None:
            return None
        inner = fitted(facts.display_size, check.box)
        window = _common(inner, check.window)
        cuts = {index: small(window_of(whole, inner, window)) for index, whole in decoded.items()}
        return Expected(window, cuts[shown], {index - shown: cut for index, cut in cuts.items() if index != shown})


def _common(one: Box, other: Box) -> Box:
    left, top = max(one.x, other.x), max(one.y, other.y)
    right = min(one.x + one.width, other.x + other.width)
    bottom = min(one.y + one.height, other.y + other.height)
    return Box(left, top, right - left, bottom - top) if right > left and bottom > top else one
