"""Sound made ready ahead of the device by a thread of its own; whoever pulls never waits."""

import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from bwc_review.domain.clip import SourceClip
from bwc_review.domain.errors import ReviewError
from bwc_review.domain.time import US_PER_S, Moment
from bwc_review.media.sound_reader import CHANNELS, RATE_HZ, Samples, SoundReader

_AHEAD = RATE_HZ  # a second
_READY = RATE_HZ // 10
_CLOSE_S = 0.3  # longer only hangs a thread in a dead drive, for which the window does not wait


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be made: sound from a moment on, at a speed, numbered from `place` on."""

    at: Moment
    speed_percent: Fraction
    place: int = 0


class SoundFeed:
    """The sound of one recording, whose files lie end to end.

    A run starts at a moment and has a speed; its samples are numbered from 0.
    """

    def __init__(self, sources: Sequence[SourceClip]) -> None:
        """Start the thread.

        Args:
            sources: The recording's files in order.
        """
        self._sources = tuple(sources)
        self._wake = threading.Condition()
        self._wish: _Wish | None = None
        self._kept: deque[tuple[int, Samples]] = deque()
        self._made = 0
        self._is_ended = True
        self._is_closed = False
        self._thread = threading.Thread(target=self._run, name="sound", daemon=True)
        self._thread.start()

    @property
    def is_ready(self) -> bool:
        """True once enough of the run is there to begin with."""
        with self._wake:
            return self._wish is None and (self._is_ended or self._buffered() >= _READY)

    def start(self, at: Moment, speed_percent: Fraction) -> None:
        """Begin a run; the one before is forgotten."""
        with self._wake:
            self._wish = _Wish(at, speed_percent)
            self._forget()
            self._wake.notify()

    def turn(self, cut: int, at: Moment, speed_percent: Fraction) -> None:
        """Go on from `at` at another speed, from sample `cut` of the run on; what comes before it stays as it is."""
        with self._wake:
            self._wish = _Wish(at, speed_percent, cut)
            kept = [(start, samples[: cut - start]) for start, samples in self._kept if start < cut]
            self._kept = deque(kept)
            self._made = cut
            self._wake.notify()

    def stop(self) -> None:
        """End the run."""
        with self._wake:
            self._wish = None
            self._forget()

    def close(self) -> None:
        """End the thread and let go of the files."""
        with self._wake:
            self._is_closed = True
            self._wake.notify()
        self._thread.join(_CLOSE_S)

    def pull(self, first: int, count: int) -> Samples:
        """Samples of the run from number `first` on; silence where there are none (yet). Earlier ones are let go."""
        pulled = np.zeros((count, CHANNELS), np.float32)
        with self._wake:
            while self._kept and self._kept[0][0] + len(self._kept[0][1]) <= first:
                self._kept.popleft()
            for start, samples in self._kept:
                begin, end = max(first, start), min(first + count, start + len(samples))
                if begin >= end:
                    break
                pulled[begin - first : end - first] = samples[begin - start : end - start]
            self._wake.notify()
        return pulled

    def _run(self) -> None:
        while (wish := self._next_run()) is not None:
            with suppress(ReviewError):  # the picture's decoder tells it; without sound there is silence
                self._make(wish.at, wish.speed_percent, wish.place)
            with self._wake:
                self._is_ended = True

    def _next_run(self) -> _Wish | None:
        with self._wake:
            self._wake.wait_for(lambda: self._wish is not None or self._is_closed)
            if self._is_closed:
                return None
            wish, self._wish = self._wish, None
            self._is_ended = False
            return wish

    def _make(self, at: Moment, speed_percent: Fraction, place: int) -> None:
        offset_us = 0
        for source in self._sources:
            end_us = offset_us + source.clip.facts.duration_us
            if at.us < end_us:
                begin_us = max(0, at.us - offset_us)
                length_us = source.clip.facts.duration_us - begin_us
                if not self._make_part(source, begin_us, speed_percent, place):
                    return
                place += round(length_us * RATE_HZ * 100 / (US_PER_S * speed_percent))
            offset_us = end_us

    def _make_part(self, source: SourceClip, begin_us: int, speed_percent: Fraction, place: int) -> bool:
        """Make the sound of one file; false if another run was wished for."""
        length_us = source.clip.facts.duration_us - begin_us
        left = round(length_us * RATE_HZ * 100 / (US_PER_S * speed_percent))
        reader = SoundReader(source.clip.path, source.clip.facts)
        try:
            reader.start_at(begin_us, speed_percent)
            while left > 0 and self._has_room():
                samples = reader.read()
                if samples is None:
                    return True
                samples = samples[:left]
                if not self._keep(place, samples):
                    return False
                place += len(samples)
                left -= len(samples)
            return left <= 0
        finally:
            reader.close()

    def _has_room(self) -> bool:
        """Wait until more sound is wanted; false if another run is."""
        with self._wake:
            self._wake.wait_for(lambda: self._is_disturbed() or self._buffered() < _AHEAD)
            return not self._is_disturbed()

    def _keep(self, place: int, samples: Samples) -> bool:
        with self._wake:
            if self._is_disturbed():
                return False
            self._kept.append((place, samples))
            self._made = place + len(samples)
            return True

    def _is_disturbed(self) -> bool:
        return self._is_closed or self._wish is not None or self._is_ended

    def _buffered(self) -> int:
        return self._made - self._kept[0][0] if self._kept else 0

    def _forget(self) -> None:
        self._kept.clear()
        self._made = 0
        self._is_ended = True
