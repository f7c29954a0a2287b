"""The clock while sound plays: the device's own. Without a device, or when it stops moving, the machine's."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Protocol

from bwc_review.domain.clip import SourceClip
from bwc_review.domain.compare import Hearing, Side
from bwc_review.domain.time import START, US_PER_S, Moment, TimeRange
from bwc_review.media.sound_reader import CHANNELS, RATE_HZ
from bwc_review.ui.playback.clock import MonotonicClock
from bwc_review.ui.playback.sound_mix import SoundMix, has_track

BYTES_PER_SAMPLE = 4 * CHANNELS
_STALLED_S = 2.0  # devices need up to a second before they move for the first time
_RETRY_S = 1.0
_TURN_SAMPLES = RATE_HZ // 20  # so soon another speed is heard: the feed has made it ready by then
_JOIN_SAMPLES = RATE_HZ // 10
_STEADY_S = 0.5  # so long a device must have kept pace with the machine before the picture follows it
_PACE_SAMPLES = RATE_HZ // 20


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

    def flush(self) -> None:
        """Be silent now: forget what was pulled and is not heard yet, if the device can do that."""
        ...

    def close(self) -> None:
        """Let go of the device."""
        ...


Pull = Callable[[int], bytes]
Opener = Callable[[Pull], Output | None]


@dataclass(frozen=True, slots=True)
class _Leg:
    """A part of a run at one speed: from sample `place` of the run on, which lies at a moment."""

    place: int
    at: Moment
    speed_percent: int


@dataclass(frozen=True, slots=True)
class _Run:
    """Playing from a moment on.

    Attributes:
        legs: Its parts; the last one goes on.
        first: Number of the device's sample with which it begins; None while its sound is being made ready.
        is_joined: True if the clock ran before its first sample, and does not wait for it.
    """

    legs: tuple[_Leg, ...]
    first: int | None = None
    is_joined: bool = False

    def moment(self, place: int) -> Moment:
        """Where sample `place` of the run lies."""
        leg = next((leg for leg in reversed(self.legs) if leg.place <= place), self.legs[0])
        return leg.at.shifted((place - leg.place) * US_PER_S * leg.speed_percent // (RATE_HZ * 100))


class SoundClock:
    """Plays the sound of one or several recordings and tells where they are.

    The device is kept open and fed with silence between runs, because it is slow to begin: it starts to move with the
    first recording that has sound, and from then on a run begins within its buffer's length. When it is lost the
    machine's clock goes on, and once there is a device again the sound joins in without a jump in time.

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
        self._mix: SoundMix | None = None
        self._run: _Run | None = None
        self._given = 0
        self._stood_at = START
        self._moved = (0, 0.0)
        self._fallback_percent = 0
        self._tried_s = float("-inf")
        self._paced: tuple[int, float] | None = None
        self.volume = 1.0
        self.is_muted = False

    @property
    def has_sound(self) -> bool:
        """True if there is sound to hear and a device to hear it from."""
        output = self._output
        return self._mix is not None and output is not None and output.is_alive and self._fallback_percent <= 0

    @property
    def is_heard(self) -> bool:
        """True while the device leads: what is played is heard."""
        return self._run is not None and self._run.first is not None

    def open(self, sources: Sequence[SourceClip]) -> None:
        """Make a recording's sound ready, if it has any; open the device if it is not open."""
        duration_us = sum(source.clip.facts.duration_us for source in sources)
        self.open_sides([sources], [Side(TimeRange(START, Moment(duration_us)), START)])

    def open_sides(self, recordings: Sequence[Sequence[SourceClip]], sides: Sequence[Side]) -> None:
        """Make the sound of several recordings ready that lie on one axis; the first is heard."""
        self.close_recording()
        if any(has_track(sources) for sources in recordings):
            mix = SoundMix(recordings, sides)
            with self._lock:
                self._mix = mix
            self._ensure_output()

    def set_sides(self, sides: Sequence[Side]) -> None:
        """Lay them differently on the axis, from the next start on."""
        if self._mix is not None:
            self._mix.sides = tuple(sides)

    def set_hearing(self, hearing: Hearing) -> None:
        """Hear these sides from now on."""
        if self._mix is not None:
            self._mix.hearing = hearing

    def set_gain(self, side: int, gain: float) -> None:
        """Make one side louder or softer; 1 is as it was recorded."""
        if self._mix is not None:
            self._mix.gains[side] = gain

    def close_recording(self) -> None:
        """Let go of the recordings; the device stays open."""
        self.stop()
        with self._lock:
            mix, self._mix = self._mix, None
        if mix is not None:
            mix.close()

    def close(self) -> None:
        """Let go of recordings and device."""
        self.close_recording()
        self._close_output()

    def start(self, at: Moment, speed_percent: int) -> None:
        """Run from `at`: as soon as the device plays it, or at once without one. Backwards there is nothing to hear."""
        self.stop()
        if self._mix is not None:
            self._ensure_output()
        if self._mix is None or self._output is None or speed_percent < 0:
            self._fall_back(at, speed_percent)
            return
        self._mix.start(at, speed_percent)
        self._moved = (self._output.played, self._read_s())
        with self._lock:
            self._run = _Run((_Leg(0, at, speed_percent),))

    def turn(self, speed_percent: int) -> None:
        """Go on at another speed; what the device has taken already is still heard at the speed before."""
        with self._lock:
            run, given = self._run, self._given
        if run is None or run.first is None or speed_percent < 0 or self._mix is None:
            self.start(self.now(), speed_percent)
            return
        legs = run.legs
        place = max(given - run.first + _TURN_SAMPLES, legs[0].place)
        if place <= legs[-1].place:
            place, legs = legs[-1].place, legs[:-1]
        at = run.moment(place)
        self._mix.turn(place, at, speed_percent)
        with self._lock:
            self._run = replace(run, legs=(*legs, _Leg(place, at, speed_percent)))

    def stop(self) -> None:
        """Stand still, in silence."""
        self._stood_at = self.now()
        self._fallback.stop()
        self._fallback_percent = 0
        with self._lock:
            was_heard, self._run = self._run is not None, None
        if self._mix is not None:
            self._mix.stop()
        if self._output is not None and was_heard:
            self._output.flush()

    def now(self) -> Moment:
        """Where it is."""
        if self._fallback_percent:
            self._rejoin()
        if self._fallback_percent:
            return self._fallback.now()
        with self._lock:
            run = self._run
        output = self._output
        if run is None or output is None:
            return self._stood_at
        heard = 0 if run.first is None else output.played - run.first
        at = run.moment(heard if run.is_joined else max(0, heard))
        if self._has_stalled(output):
            with self._lock:
                self._run = None
            self._close_output()
            self._fall_back(at, run.legs[-1].speed_percent)
        return at

    def pull(self, count: int) -> bytes:
        """The next `count` samples for the device; called by it, perhaps from its own thread."""
        with self._lock:
            mix, run = self._mix, self._run
            if run is not None and run.first is None and mix is not None and mix.is_ready:
                run = self._run = replace(run, first=self._given)
            place = self._given
            self._given += count
        if mix is None or run is None or run.first is None:
            return bytes(count * BYTES_PER_SAMPLE)
        return mix.pull(place - run.first, count, 0.0 if self.is_muted else self.volume).tobytes()

    def _ensure_output(self) -> None:
        if self._output is not None and not self._output.is_alive:
            self._close_output()
        if self._output is None:
            self._tried_s = self._read_s()
            self._given = 0
            self._paced = None
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
        self._fallback_percent = speed_percent
        self._fallback.start(at, speed_percent)

    def _rejoin(self) -> None:
        """Let the sound join in where the machine's clock is, once there is a device that moves."""
        mix, speed_percent = self._mix, self._fallback_percent
        if mix is None or speed_percent < 0:
            return
        if self._output is None or not self._output.is_alive:
            if self._read_s() - self._tried_s >= _RETRY_S:
                self._ensure_output()
            return
        played = self._output.played
        if not self._keeps_pace(played):
            return
        at, first = self._fallback.now(), self._given + _JOIN_SAMPLES
        begin = at.shifted((first - played) * US_PER_S * speed_percent // (RATE_HZ * 100))
        mix.start(begin, speed_percent)
        self._moved = (played, self._read_s())
        self._fallback.stop()
        self._fallback_percent = 0
        with self._lock:
            self._run = _Run((_Leg(0, begin, speed_percent),), first, is_joined=True)

    def _keeps_pace(self, played: int) -> bool:
        """True once the device moves as time does.

        A sound server that has just come up takes a little at once, and then nothing for up to two seconds.
        """
        now_s = self._read_s()
        if self._paced is not None:
            before, since_s = self._paced
            if abs(played - before - (now_s - since_s) * RATE_HZ) <= _PACE_SAMPLES:
                return now_s - since_s >= _STEADY_S
        self._paced = (played, now_s) if played else None
        return False
