"""Reading a clip's sound once, second by second: peaks, loudness, speech, and stretches without any."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from bwc_review.domain.clip import ClipFacts
from bwc_review.domain.progress import CancelToken, Progress, Report
from bwc_review.domain.time import US_PER_S, Moment, TimeRange
from bwc_review.domain.waveform import (
    FULL,
    LOUDNESS_STEP_US,
    NO_LEVEL,
    PEAK_STEP_US,
    SILENCE,
    STEPS_PER_DB,
    GapKind,
    SoundGap,
    Waveform,
)
from bwc_review.media import loudness, speech
from bwc_review.media.sound_check import SILENT
from bwc_review.media.sound_reader import RATE_HZ, SoundReader

Samples = NDArray[np.float32]  # (channels, count)
Codes = NDArray[np.uint8]
Flags = NDArray[np.bool_]
Part = Callable[[Waveform], None]
_BINS = US_PER_S // PEAK_STEP_US  # a second
_BIN = RATE_HZ // _BINS
_LEAST_GAP_US = {GapKind.LATE: 500_000, GapKind.MUTED: 1_000_000, GapKind.MISSING: 100_000}
_HEARD_TOGETHER = 10  # seconds: the detector is quicker with many steps at once
_PART_S = 0.5  # between two parts told


def no_part(_: Waveform) -> None:
    """Tell nobody."""


def read_waveform(path: Path, facts: ClipFacts, report: Report, cancel: CancelToken, part: Part = no_part) -> Waveform:
    """The sound of a clip. It is decoded once; what is kept meanwhile is a second of it and some bytes for each.

    Args:
        path: The media file.
        facts: Its facts.
        report: Told the seconds that were read.
        cancel: Stops it.
        part: Given what is known so far, now and then.

    Raises:
        InputError, EnvironmentFault: The file cannot be opened.
        Cancelled: The user stopped the job.
    """
    if facts.sound is None:
        return Waveform(b"", b"", (), (), facts.duration_us, has_track=False)
    layout = "mono" if facts.sound.channels == 1 else "stereo"
    total = -(-facts.duration_us // US_PER_S)
    levels = _Levels(layout, facts.duration_us)
    told_at = monotonic()
    with closing(SoundReader(path, facts)) as reader:
        for samples, is_there in _seconds(reader.placed(layout), 1 if layout == "mono" else 2, total):
            cancel.raise_if_cancelled()
            levels.add(samples, is_there)
            report(Progress(levels.count, total, "Reading the sound"))
            if monotonic() - told_at > _PART_S:
                part(levels.waveform())
                told_at = monotonic()
    return levels.waveform(is_whole=True)


def _seconds(blocks: Iterator[tuple[int, Samples]], channels: int, total: int) -> Iterator[tuple[Samples, Flags]]:
    """The sound in whole seconds from the clip's first picture on, with the steps of 10 ms in which there is any."""
    second, window, is_there = 0, np.zeros((channels, RATE_HZ), np.float32), np.zeros(_BINS, np.bool_)
    for start, samples in blocks:
        while samples.shape[1] and second < total:
            place = start - second * RATE_HZ
            if place < 0:
                start, samples = start - place, samples[:, -place:]
                continue
            if place >= RATE_HZ:
                yield window, is_there
                second, window, is_there = second + 1, np.zeros_like(window), np.zeros_like(is_there)
                continue
            count = min(samples.shape[1], RATE_HZ - place)
            window[:, place : place + count] = samples[:, :count]
            is_there[place // _BIN : -(-(place + count) // _BIN)] = True
            start, samples = start + count, samples[:, count:]
        if second >= total:
            return
    if is_there.any():
        yield window, is_there


class _Levels:
    """What is kept of the seconds that were read."""

    def __init__(self, layout: str, duration_us: int) -> None:
        self._duration_us = duration_us
        self._meter = loudness.LoudnessMeter(layout)
        self._detector = speech.SpeechDetector()
        self._peaks: list[Samples] = []
        self._is_there: list[Flags] = []
        self._energies: list[NDArray[np.float64]] = []
        self._likely: list[NDArray[np.float32]] = [np.zeros(0, np.float32)]
        self._unheard: list[Samples] = []

    @property
    def count(self) -> int:
        """Seconds that were read."""
        return len(self._peaks)

    def add(self, samples: Samples, is_there: Flags) -> None:
        """Take one second."""
        self._peaks.append(np.abs(samples).reshape(len(samples), _BINS, _BIN).max(axis=(0, 2)))
        self._is_there.append(is_there)
        self._energies.append(self._meter.energies(samples))
        self._unheard.append(samples)
        if len(self._unheard) >= _HEARD_TOGETHER:
            self._listen()

    def waveform(self, *, is_whole: bool = False) -> Waveform:
        """What is known so far; once it is whole, the rest of the clip has no sound."""
        if is_whole:
            self._listen()
        bins = -(-self._duration_us // PEAK_STEP_US)
        peaks = _whole(self._peaks, bins if is_whole else 0)
        is_there = _whole(self._is_there, bins if is_whole else 0).astype(np.bool_)
        peaks, is_there = peaks[:bins], is_there[:bins]
        steps = -(-self._duration_us // LOUDNESS_STEP_US)
        lufs = loudness.short_term_lufs(_whole(self._energies, 0))[:steps]
        has_level = np.repeat(np.bool_(True), len(lufs))
        for step in range(len(lufs)):
            has_level[step] = is_there[step * 10 : step * 10 + 10].any()
        return Waveform(
            peaks=_codes(_decibels(peaks), is_there).tobytes(),
            loudness=_codes(lufs, has_level).tobytes(),
            speech=tuple(self._spans(speech.speech_steps(np.concatenate(self._likely)), speech.STEP_US)),
            gaps=tuple(self._gaps(peaks, is_there)),
            duration_us=self._duration_us,
        )

    def _listen(self) -> None:
        if self._unheard:
            self._likely.append(self._detector.probabilities(np.concatenate(self._unheard, axis=1)))
            self._unheard = []

    def _gaps(self, peaks: NDArray[np.float64], is_there: Flags) -> Iterator[SoundGap]:
        is_silent = peaks <= SILENT
        heard = np.flatnonzero(~is_silent)
        begin = int(heard[0]) if len(heard) else 0
        kinds = [(GapKind.LATE, [(0, begin)] if begin else [])]
        is_later = np.arange(len(peaks)) >= begin
        kinds.append((GapKind.MUTED, speech.runs(is_silent & is_there & is_later)))
        kinds.append((GapKind.MISSING, speech.runs(~is_there & is_later)))
        found = [
            SoundGap(span, kind)
            for kind, spans in kinds
            for span in self._spans(spans, PEAK_STEP_US)
            if span.duration_us >= _LEAST_GAP_US[kind]
        ]
        yield from sorted(found, key=lambda gap: gap.span.start)

    def _spans(self, places: list[tuple[int, int]], step_us: int) -> Iterator[TimeRange]:
        for first, end in places:
            start_us, end_us = first * step_us, min(end * step_us, self._duration_us)
            if start_us < end_us:
                yield TimeRange(Moment(start_us), Moment(end_us))


def _whole(
    pieces: "list[NDArray[np.float32]] | list[Flags] | list[NDArray[np.float64]]", least: int
) -> NDArray[np.float64]:
    """The pieces as one array, filled up with zeros to a length."""
    whole = np.concatenate([*pieces, np.zeros(0)]).astype(np.float64)
    return np.concatenate([whole, np.zeros(max(0, least - len(whole)))])


def _decibels(levels: NDArray[np.float64]) -> NDArray[np.float64]:
    with np.errstate(divide="ignore"):
        return 20 * np.log10(levels)


def _codes(decibels: NDArray[np.float64], is_there: Flags) -> Codes:
    codes = np.clip(FULL + np.rint(np.maximum(decibels, -200) * STEPS_PER_DB), SILENCE, FULL).astype(np.uint8)
    return np.where(is_there, codes, NO_LEVEL).astype(np.uint8)
