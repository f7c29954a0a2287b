"""What a window would show of a transport, and a hand on its clock."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from pytestqt.qtbot import QtBot

from bwc_review.domain.compare import SharedTimeline, Side
from bwc_review.domain.time import START, Moment
from bwc_review.media.picture_frame import Frame
from bwc_review.ui.playback.clock import MonotonicClock
from bwc_review.ui.playback.transport import Transport
from tests.helpers.frames import read_frame_number
from tests.helpers.playing import HandClock, source_of

PATIENCE_MS = 20_000


class Screen:
    """What a window would show, and a hand on the clock."""

    def __init__(self, bot: QtBot) -> None:
        self.bot = bot
        self.hand = HandClock()
        self.transport = Transport(MonotonicClock(self.hand))
        self.frames: dict[int, Frame | None] = {}
        self.history: list[tuple[int, Frame | None]] = []
        self.told: list[Moment] = []
        for place in range(4):
            self.transport.set_box(place, 320, 240)
        self.transport.frame_changed.connect(self._take)
        self.transport.frame_shown.connect(self.told.append)

    def number(self, pane: int = 0) -> int:
        frame = self.frames[pane]
        assert frame is not None
        return read_frame_number(frame.array)

    def _take(self, pane: int, frame: Frame | None) -> None:
        self.frames[pane] = frame
        self.history.append((pane, frame))

    def story(self, pane: int = 0) -> list[int | None]:
        """The numbers of all pictures that a pane has shown, in order."""
        shown = [frame for place, frame in self.history if place == pane]
        return [None if frame is None else read_frame_number(frame.array) for frame in shown]

    def passes(self, us: int) -> None:
        """Let time pass on the clock that runs, and wait until the picture that is due then is on every screen."""
        self.waits_for(self._runs)
        self.hand.turn(us)
        self.waits_for(lambda: self._runs() and (not self.transport.is_playing or self.is_exact))

    def _runs(self) -> bool:
        """False while the clock is held, because a picture that was asked for is not there yet."""
        return not self.transport._is_waiting

    def waits_for(self, is_so: Callable[[], bool]) -> None:
        self.bot.waitUntil(is_so, timeout=PATIENCE_MS)

    def shows(self, number: int, pane: int = 0) -> None:
        """Wait until the pane shows frame `number` of its clip."""
        seen: Frame | None = None

        def is_so() -> bool:
            nonlocal seen
            is_new, seen = self.frames.get(pane) is not seen, self.frames.get(pane)
            return is_new and seen is not None and self.number(pane) == number

        self.waits_for(is_so)

    def open(self, *paths: Path) -> Transport:
        self.transport.open([[source_of(path)] for path in paths])
        self.waits_for(lambda: self.transport.shown == START)
        return self.transport

    def open_sides(self, *sides: tuple[Path, int, Fraction | int]) -> Transport:
        """Open clips side by side: each with the moment in microseconds that lies at 0, and its rate."""
        sources = [source_of(path) for path, _, _ in sides]
        laid = [
            Side(source.table.range, Moment(anchor_us), Fraction(rate))
            for source, (_, anchor_us, rate) in zip(sources, sides, strict=True)
        ]
        self.transport.open([[source] for source in sources], SharedTimeline(tuple(laid)))
        self.waits_for(lambda: self.is_exact)
        return self.transport

    @property
    def numbers(self) -> list[int | None]:
        """The number in each pane's picture; None where there is none."""
        shown = [self.frames.get(place) for place in range(len(self.transport.panes))]
        return [None if frame is None else read_frame_number(frame.array) for frame in shown]

    @property
    def due(self) -> list[int | None]:
        """The frame that each pane ought to show at the transport's position."""
        position, due = self.transport.position, list[int | None]()
        for place, (pane, side) in enumerate(zip(self.transport.panes, self.transport.sides, strict=True)):
            away = self.transport.distance_us(place) != 0
            due.append(None if away else pane.table.index_at(side.local(position)))
        return due

    @property
    def is_exact(self) -> bool:
        """True if every pane shows the frame of its own time."""
        return self.numbers == self.due


def at(index: int, rate: Fraction | int = 30) -> Moment:
    """Start of a frame in a clip of that rate."""
    return Moment(round(index * 1_000_000 / Fraction(rate)))
