"""The sounds of one recording or of several sides of a timeline, as one run of samples."""

from collections.abc import Sequence

import numpy as np

from bwc_review.domain.clip import SourceClip
from bwc_review.domain.compare import Hearing, Side
from bwc_review.domain.time import US_PER_S, Moment
from bwc_review.media.sound_reader import CHANNELS, RATE_HZ, Samples
from bwc_review.ui.playback.sound_feed import SoundFeed


class SoundMix:
    """Every side's sound at its place in the run, as loud in each ear as is wanted.

    Attributes:
        sides: How the sides lie on the axis; used from the next start on.
        hearing: What is heard of each.
        gains: How much louder each is than it was recorded; 1 is as it was.
    """

    def __init__(self, recordings: Sequence[Sequence[SourceClip]], sides: Sequence[Side]) -> None:
        """Make the sound of each recording ready, if it has any.

        Args:
            recordings: The files of each, in order.
            sides: How they lie on the axis.
        """
        self.sides = tuple(sides)
        self.hearing = Hearing.solo(len(self.sides), 0)
        self.gains = [1.0] * len(self.sides)
        self._feeds = [SoundFeed(sources) if has_track(sources) else None for sources in recordings]
        self._offsets = [0] * len(self.sides)
        self._levels = np.zeros((len(self.sides), CHANNELS, CHANNELS), np.float32)

    def close(self) -> None:
        """Let go of the files."""
        for feed in self._feeds:
            if feed is not None:
                feed.close()

    @property
    def is_ready(self) -> bool:
        """True once enough of the run is there to begin with."""
        return all(feed is None or feed.is_ready for feed in self._feeds)

    def start(self, at: Moment, speed_percent: int) -> None:
        """Begin a run at a moment of the axis."""
        for place in range(len(self.sides)):
            self._begin(place, at, speed_percent, 0)

    def turn(self, cut: int, at: Moment, speed_percent: int) -> None:
        """Go on at another speed from sample `cut` of the run on, which lies at that moment."""
        for place, (feed, side) in enumerate(zip(self._feeds, self.sides, strict=True)):
            own_cut = cut - self._offsets[place]
            if feed is not None and own_cut > 0 and side.distance_us(at) == 0:
                feed.turn(own_cut, side.local(at), speed_percent * side.rate)
            else:
                self._begin(place, at, speed_percent, cut)

    def stop(self) -> None:
        """End the run."""
        for feed in self._feeds:
            if feed is not None:
                feed.stop()
        self.hush()

    def hush(self) -> None:
        """The next sound rises from silence: no click."""
        self._levels[:] = 0

    def pull(self, first: int, count: int, volume: float) -> Samples:
        """Samples of the run from number `first` on, at that volume from 0 to 1."""
        mixed = np.zeros((count, CHANNELS), np.float32)
        ramp = np.linspace(0, 1, count, dtype=np.float32)[:, None]
        for place, feed in enumerate(self._feeds):
            if feed is None:
                continue
            before, wanted = self._levels[place].copy(), self._wanted(place, volume)
            self._levels[place] = wanted
            samples = feed.pull(first - self._offsets[place], count)
            mixed += samples @ before if np.array_equal(before, wanted) else _faded(samples, before, wanted, ramp)
        return np.clip(mixed, -1, 1)

    def _begin(self, place: int, at: Moment, speed_percent: int, cut: int) -> None:
        feed, side = self._feeds[place], self.sides[place]
        if feed is None:
            return
        distance_us = side.distance_us(at)
        if distance_us > 0:
            feed.stop()
            return
        self._offsets[place] = cut + round(-distance_us * RATE_HZ * 100 / (US_PER_S * speed_percent))
        local = side.range.start if distance_us < 0 else max(side.range.start, side.local(at))
        feed.start(local, speed_percent * side.rate)

    def _wanted(self, place: int, volume: float) -> Samples:
        left, right = (level * self.gains[place] * volume for level in self.hearing.levels[place])
        if self.hearing.is_split(place):
            return np.array([[left / 2, right / 2]] * CHANNELS, np.float32)
        return np.array([[left, 0], [0, right]], np.float32)


def has_track(sources: Sequence[SourceClip]) -> bool:
    """True if any of a recording's files has sound."""
    return any(source.clip.facts.sound is not None for source in sources)


def _faded(samples: Samples, before: Samples, wanted: Samples, ramp: Samples) -> Samples:
    faded = (samples @ before) * (1 - ramp) + (samples @ wanted) * ramp
    return faded.astype(np.float32, copy=False)
