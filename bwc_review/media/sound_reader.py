"""A clip's sound from any moment on, as samples for the device, slower or faster with its pitch kept."""

from collections.abc import Generator, Iterator
from contextlib import ExitStack, suppress
from fractions import Fraction
from pathlib import Path

import numpy as np
from av import error as av_error
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container.input import InputContainer
from av.filter import Graph
from numpy.typing import NDArray

from bwc_review.domain.clip import ClipFacts
from bwc_review.domain.time import US_PER_S
from bwc_review.media.opening import ignore_others, opened, sound_of, time_base_of

RATE_HZ = 48_000
CHANNELS = 2
Samples = NDArray[np.float32]  # (count, CHANNELS), from -1 to 1
_BLOCK = RATE_HZ // 10
_PRE_ROLL_S = Fraction(1, 4)  # coded sound needs some packets before it is right
_JITTER = RATE_HZ // 50  # smaller steps in time stamps are rounding, not gaps
_MOST_ERRORS = 200
# Half of atempo's window, 2048 samples at 48 kHz: by so much what it gives is ahead of what went in.
_TEMPO_LEAD_US = 1024 * US_PER_S // RATE_HZ


class SoundReader:
    """Reads the sound track of one clip. Used by one thread."""

    def __init__(self, path: Path, facts: ClipFacts) -> None:
        """Open the clip.

        Raises:
            InputError, EnvironmentFault: It cannot be opened.
        """
        self._stack = ExitStack()
        self._container: InputContainer = self._stack.enter_context(opened(path))
        self._stream: AudioStream | None = sound_of(self._container)
        if self._stream is not None:
            ignore_others(self._container, self._stream)
        # Where the clip's first picture lies on the file's own clock.
        self._zero_s = facts.first_pts * facts.time_base
        self._blocks: Generator[Samples] | None = None

    def close(self) -> None:
        """Let go of the file."""
        self._blocks = None
        self._stack.close()

    def start_at(self, at_us: int, speed_percent: Fraction | int) -> None:
        """Go to a moment of the clip; `read` gives what is heard from there on at that speed."""
        lead_us = 0 if speed_percent == 100 else _TEMPO_LEAD_US
        self._blocks = self._stretched(self._from(at_us - lead_us), speed_percent)

    def read(self) -> Samples | None:
        """The next samples, a tenth of a second or so; None after the end of the track."""
        return next(self._blocks, None) if self._blocks is not None else None

    def placed(self, layout: str) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """All of the track as it comes from the decoder, without silence put in.

        Args:
            layout: ``mono`` or ``stereo``.

        Yields:
            Number of the first sample, counted from the clip's first picture and negative before it, and the samples
            (channels, count) at `RATE_HZ`.
        """
        resampler = AudioResampler("fltp", layout, RATE_HZ)
        for frame in self._frames(0):
            for made in resampler.resample(frame):
                if made.pts is not None and made.time_base is not None:
                    yield (
                        round((made.pts * made.time_base - self._zero_s) * RATE_HZ),
                        made.to_ndarray().astype(np.float32, copy=False),
                    )

    def _from(self, at_us: int) -> Generator[Samples]:
        """Samples from a moment on, without a gap: silence stands where the track has none."""
        place = round(at_us * RATE_HZ / US_PER_S)
        is_first = True
        for start, samples in self._placed(at_us):
            gap = start - place
            if is_first or abs(gap) > _JITTER:
                yield from _silence(gap)
                place += max(0, gap)
                samples = samples[max(0, -gap) :]
            if len(samples):
                is_first = False
                place += len(samples)
                yield samples

    def _placed(self, at_us: int) -> Iterator[tuple[int, Samples]]:
        """Decoded blocks with the number of their first sample, counted from the clip's first picture."""
        resampler, shape = AudioResampler("flt", "stereo", RATE_HZ), None
        for frame in self._frames(at_us):
            if shape != (shape := (frame.format.name, frame.layout.name, frame.sample_rate)):
                resampler = AudioResampler("flt", "stereo", RATE_HZ)  # it takes one kind of sound only
            with suppress(av_error.FFmpegError):  # nonsense in a broken packet
                for made in resampler.resample(frame):
                    if made.pts is not None and made.time_base is not None:
                        start_s = made.pts * made.time_base - self._zero_s
                        yield round(start_s * RATE_HZ), _samples(made)

    def _frames(self, at_us: int) -> Iterator[AudioFrame]:
        stream = self._stream
        if stream is None:
            return
        goal_s = self._zero_s + Fraction(at_us, US_PER_S) - _PRE_ROLL_S
        errors = 0
        if not (self._sought(stream, goal_s) or self._sought(stream, self._zero_s)):
            return
        packets = self._container.demux(stream)
        while errors < _MOST_ERRORS:
            try:
                packet = next(packets, None)
                if packet is None:
                    return
                yield from packet.decode()
            except IndexError:  # PyAV stumbles over packets of tracks that appeared on the way
                errors += 1
                packets = self._container.demux(stream)
            except av_error.FFmpegError:
                errors += 1

    def _sought(self, stream: AudioStream, goal_s: Fraction) -> bool:
        """Go to a moment on the file's own clock; false if the container refuses, as some do before their start."""
        try:
            self._container.seek(round(goal_s / time_base_of(stream)), stream=stream)
        except av_error.FFmpegError:
            return False
        return True

    def _stretched(self, blocks: Generator[Samples], speed_percent: Fraction | int) -> Generator[Samples]:
        if speed_percent == 100:
            yield from blocks
            return
        graph = _tempo(speed_percent)
        place = 0
        for block in blocks:
            frame = AudioFrame.from_ndarray(np.ascontiguousarray(block).reshape(1, -1), "flt", "stereo")
            frame.sample_rate, frame.pts, frame.time_base = RATE_HZ, place, Fraction(1, RATE_HZ)
            place += len(block)
            graph.push(frame)
            yield from _pulled(graph)
        graph.push(None)
        yield from _pulled(graph)


def _silence(count: int) -> Iterator[Samples]:
    while count > 0:
        yield np.zeros((min(count, _BLOCK), CHANNELS), np.float32)
        count -= _BLOCK


def _tempo(speed_percent: Fraction | int) -> Graph:
    """FFmpeg's atempo, which takes factors from 0.5 on: slower speeds are made of several steps."""
    graph = Graph()
    nodes = [graph.add_abuffer(sample_rate=RATE_HZ, format="flt", layout="stereo", time_base=Fraction(1, RATE_HZ))]
    left = float(speed_percent) / 100
    while left < 0.5:
        nodes.append(graph.add("atempo", "0.5"))
        left /= 0.5
    nodes.append(graph.add("atempo", f"{left:.6f}"))
    nodes.append(graph.add("aformat", f"sample_fmts=flt:channel_layouts=stereo:sample_rates={RATE_HZ}"))
    nodes.append(graph.add("abuffersink"))
    graph.link_nodes(*nodes).configure()
    return graph


def _pulled(graph: Graph) -> Iterator[Samples]:
    while True:
        try:
            frame = graph.pull()
        except (av_error.BlockingIOError, av_error.EOFError):
            return
        if isinstance(frame, AudioFrame):
            yield _samples(frame)


def _samples(frame: AudioFrame) -> Samples:
    return frame.to_ndarray().astype(np.float32, copy=False).reshape(-1, CHANNELS)
