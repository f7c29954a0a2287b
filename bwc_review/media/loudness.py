"""Loudness after EBU R 128: the K-weighting of ITU-R BS.1770 and its short-term window of three seconds."""

from fractions import Fraction

import numpy as np
from av import error as av_error
from av.audio.frame import AudioFrame
from av.filter import Graph
from numpy.typing import NDArray

from bwc_review.media.sound_reader import RATE_HZ

STEPS_PER_S = 10
SHORT_TERM_STEPS = 3 * STEPS_PER_S
_STEP = RATE_HZ // STEPS_PER_S
_OFFSET_DB = -0.691  # BS.1770: makes a full-scale sine of 997 Hz in one channel read -3.01
# BS.1770-4, tables 1 and 2: the head's shelf and the low cut, for 48 kHz.
_SHELF = "b0=1.53512485958697:b1=-2.69169618940638:b2=1.19839281085285:a0=1:a1=-1.69065929318241:a2=0.73248077421585"
_LOW_CUT = "b0=1:b1=-2:b2=1:a0=1:a1=-1.99004745483398:a2=0.99007225036621"


class LoudnessMeter:
    """Takes sound in pieces and gives its energy in steps of a tenth of a second."""

    def __init__(self, layout: str) -> None:
        """Make it for ``mono`` or ``stereo``."""
        self._layout = layout
        self._graph = Graph()
        base = Fraction(1, RATE_HZ)
        source = self._graph.add_abuffer(sample_rate=RATE_HZ, format="fltp", layout=layout, time_base=base)
        weights = [self._graph.add("biquad", f"{stage}:r=f64") for stage in (_SHELF, _LOW_CUT)]
        self._graph.link_nodes(source, *weights, self._graph.add("abuffersink")).configure()
        self._place = 0

    def energies(self, samples: NDArray[np.float32]) -> NDArray[np.float64]:
        """Mean square of the weighted samples, summed over the channels, for each tenth of a second.

        Args:
            samples: (channels, count) at 48 kHz; count is a whole number of tenths of a second.
        """
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples), "fltp", self._layout)
        frame.sample_rate, frame.pts, frame.time_base = RATE_HZ, self._place, Fraction(1, RATE_HZ)
        self._place += samples.shape[1]
        self._graph.push(frame)
        weighted = np.concatenate(self._pulled(), axis=1)
        return np.square(weighted, dtype=np.float64).reshape(len(weighted), -1, _STEP).mean(axis=2).sum(axis=0)

    def _pulled(self) -> list[NDArray[np.float32]]:
        pieces: list[NDArray[np.float32]] = []
        while True:
            try:
                made = self._graph.pull()
            except (av_error.BlockingIOError, av_error.EOFError):
                return pieces
            if isinstance(made, AudioFrame):
                pieces.append(made.to_ndarray().astype(np.float32, copy=False))


def short_term_lufs(energies: NDArray[np.float64]) -> NDArray[np.float64]:
    """Short-term loudness, of the three seconds around the middle of each step; at the ends of what there is.

    Args:
        energies: As `LoudnessMeter` gives them, one for each tenth of a second.
    """
    sums = np.concatenate(([0.0], np.cumsum(energies)))
    places = np.arange(len(energies))
    first = np.maximum(0, places - SHORT_TERM_STEPS // 2)
    end = np.minimum(len(energies), places + SHORT_TERM_STEPS // 2)
    means = np.maximum(sums[end] - sums[first], 0) / np.maximum(end - first, 1)
    with np.errstate(divide="ignore"):
        return _OFFSET_DB + 10 * np.log10(means)
