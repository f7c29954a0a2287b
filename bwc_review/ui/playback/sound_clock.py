"""The clock while sound plays: the device's own. Without a device, or when it stops moving, the machine's."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Protocol

import numpy as np

from bwc_review.domain.clip import SourceClip
from bwc_review.domain.time import US_PER_S, Moment
from bwc_review.media.sound_reader import CHANNELS, RATE_HZ
from bwc_review.ui.playback.clock import MonotonicClock
from bwc_review.ui.playback.sound_feed import SoundFeed

BYTES_PER_SAMPLE = 4 * CHANNELS
_STALLED_S = 2.0  # devices need up to a second before they move for the first time


class Output(Protocol):
    """A sound device that pulls what it plays."""

    @property
    def played(self) -> int:
        """Samples that were heard so far."""
        ...

    @property
    def is_alive(self) -> bool:
        """False once the device has failed or gone."""
        ...

    def close(self) -> None:
        """Let go of the device."""
        ...


Pull = Callable[[int], bytes]
Opener = Callable[[Pull], Output | None]


@dataclass(frozen=True, slots=True)
class _Run:
    """Playing from a moment on.

    Attributes:
        at: Where it begins.
        speed_percent: How fast.
        first: Number of the device's sample with which it begins; None while its sound is being made ready.
    """

    at: Moment
    speed_percent: int
    first: int | None = None


class SoundClock:
    """Plays a recording's sound and tells where it is.

    The device is kept open and fed with silence between runs, because it is slow to begin: it starts to move with the
    first recording that has sound, and from then on a run begins within its buffer's length.

    Attributes:
        volume: From 0 to 1.
        is_muted: True for silence; the clock goes on.
    """

    def __init__(
        self,
        open_output: Opener,
        fallback: MonotonicClock | None = None,
        read_s: Callable[[], float] = monotonic,
    ) -> None:
        """Make a clock without a recording.

        Args:
            open_output: Opens the device, given what it pulls from; gives None if there is none.
            fallback: The clock without a device.
            read_s: Seconds from any fixed point, to see that the device has stopped moving.
        """
        self._open_output = open_output
        self._fallback = fallback or MonotonicClock()
        self._read_s = read_s
        self._lock = threading.Lock()
        self._output: Output | None = None
        self._feed: SoundFeed | None = None
        self._run: _Run | None = None
        self._given = 0
        self._gain = 0.0
        self._stood_at = Moment(0)
        self._moved = (0, 0.0)
        self._is_fallback = False
        self.volume = 1.0
        self.is_muted = False

    @property
    def has_sound(self) -> bool:
        """True if there is sound to hear and a device to hear it from."""
        return self._feed is not None and self._output is not None

    def open(self, sources: Sequence[SourceClip]) -> None:
        """Make a recording's sound ready, if it has any; open the device if it is not open."""
        self.close_recording()
        if any(source.clip.facts.sound is not None for source in sources):
            self._feed = SoundFeed(sources)
            self._ensure_output()

    def close_recording(self) -> None:
        """Let go of the recording; the device stays open."""
        self.stop()
        feed, self._feed = self._feed, None
        if feed is not None:
            feed.close()

    def close(self) -> None:
        """Let go of recording and device."""
        self.close_recording()
        self._close_output()

    def start(self, at: Moment, speed_percent: int) -> None:
        """Run from `at`: as soon as the device plays it, or at once without one."""
        self.stop()
        if self._feed is not None:
            self._ensure_output()
        if self._feed is None or self._output is None or speed_percent < 0:  # backwards there is nothing to hear
            self._fall_back(at, speed_percent)
            return
        self._feed.start(at, speed_percent)
        self._moved = (self._output.played, self._read_s())
        with self._lock:
            self._run = _Run(at, speed_percent)

    def stop(self) -> None:
        """Stand still, in silence."""
        self._stood_at = self.now()
        self._fallback.stop()
        self._is_fallback = False
        with self._lock:
            self._run = None
        if self._feed is not None:
            self._feed.stop()

    def now(self) -> Moment:
        """Where it is."""
        if self._is_fallback:
            return self._fallback.now()
        with self._lock:
            run = self._run
        if run is None or self._output is None:
            return self._stood_at
        heard = 0 if run.first is None else max(0, self._output.played - run.first)
        at = run.at.shifted(heard * US_PER_S * run.speed_percent // (RATE_HZ * 100))
        if self._has_stalled(self._output):
            with self._lock:
                self._run = None
            self._close_output()
            self._fall_back(at, run.speed_percent)
        return at

    def pull(self, count: int) -> bytes:
        """The next `count` samples for the device; called by it, perhaps from its own thread."""
        with self._lock:
            feed, run = self._feed, self._run
            if run is not None and run.first is None and feed is not None and feed.is_ready:
                run = self._run = replace(run, first=self._given)
            place = self._given
            self._given += count
        if feed is None or run is None or run.first is None:
            self._gain = 0.0
            return bytes(count * BYTES_PER_SAMPLE)
        wanted = 0.0 if self.is_muted else self.volume
        ramp = np.linspace(self._gain, wanted, count, dtype=np.float32)[:, None]  # no clicks at the edges
        self._gain = wanted
        return (feed.pull(place - run.first, count) * ramp).astype(np.float32).tobytes()

    def _ensure_output(self) -> None:
        if self._output is not None and not self._output.is_alive:
            self._close_output()
        if self._output is None:
            self._given = 0
            self._output = self._open_output(self.pull)

    def _close_output(self) -> None:
        output, self._output = self._output, None
        if output is not None:
            output.close()

    def _has_stalled(self, output: Output) -> bool:
        played, now_s = output.played, self._read_s()
        if played != self._moved[0]:
            self._moved = (played, now_s)
        return not output.is_alive or now_s - self._moved[1] > _STALLED_S

    def _fall_back(self, at: Moment, speed_percent: int) -> None:
        self._is_fallback = True
        self._fallback.start(at, speed_percent)
