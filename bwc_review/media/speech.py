"""Where somebody speaks: the Silero voice activity detector, run on numpy.

The weights are the published ones, unchanged (MIT licence, resources/licences/silero_vad.txt): a short Fourier
transform as a fixed convolution, four convolutions, one LSTM cell, one output. Only the cell depends on what came
before, so all else is done for many steps at once; that makes it ten times faster than the package that brings the
same weights with a run-time of its own, and works wherever numpy does.

It tells voices from silence, wind, traffic and most music. Voices from a radio or a television are voices to it.
Nothing is recognised: neither who speaks nor what is said.
"""

import struct
from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import lru_cache
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from bwc_review import paths
from bwc_review.media.sound_reader import RATE_HZ

STEP_US = 32_000
_RATE_HZ = 16_000
_DECIMATION = RATE_HZ // _RATE_HZ
_STEP = 512  # samples at 16 kHz, 32 ms
_CONTEXT = 64  # samples of the step before
_WINDOW, _HOP = 256, 128
_BINS = _WINDOW // 2 + 1
_HIDDEN = 128
_STRIDES = (1, 2, 2, 1)

_BEGINS, _ENDS = 0.5, 0.35  # probabilities, as the detector's makers advise
_SHORTEST_STEPS = 5  # 160 ms: shorter ones are clicks
_PAUSE_STEPS = 7  # pauses of at most 224 ms belong to the speech around them

_FILE = "silero_vad_v6.2.0.bin"
_MAGIC = 0x67676D6C
_HEADER_INTS = 22  # version, sizes of step, context and layers; none of them varies within one file
_HALF = 1

Floats = NDArray[np.float32]


class SpeechDetector:
    """Takes sound in pieces and says for each step of 32 ms how likely somebody speaks."""

    def __init__(self) -> None:
        self._weights = _weights(paths.resources() / "models" / _FILE)
        self._left = np.zeros(0, np.float32)
        self._context = np.zeros(_CONTEXT, np.float32)
        self._hidden = np.zeros(_HIDDEN, np.float32)
        self._cell = np.zeros(_HIDDEN, np.float32)

    def probabilities(self, samples: Floats) -> Floats:
        """From 0 to 1 for each step that is complete now.

        Args:
            samples: (channels, count) at 48 kHz; count is a multiple of three.
        """
        mono = samples.mean(axis=0).reshape(-1, _DECIMATION).mean(axis=1)
        whole = np.concatenate([self._left, mono])
        count = len(whole) // _STEP
        self._left = whole[count * _STEP :]
        if not count:
            return np.zeros(0, np.float32)
        steps = whole[: count * _STEP].reshape(count, _STEP)
        before = np.concatenate([self._context[None], steps[:-1, -_CONTEXT:]])
        self._context = steps[-1, -_CONTEXT:]
        with _one_thread():
            return self._remembered(self._encoded(np.concatenate([before, steps], axis=1)))

    def _encoded(self, steps: Floats) -> Floats:
        """What each step by itself tells: (count, 128)."""
        padded = np.pad(steps, ((0, 0), (0, _CONTEXT)), "reflect")
        windows = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW, axis=1)[:, ::_HOP]
        waves = windows.reshape(-1, _WINDOW) @ self._weights["stft"].reshape(-1, _WINDOW).T
        found = np.hypot(waves[:, :_BINS], waves[:, _BINS:]).reshape(len(steps), -1, _BINS)
        for layer, stride in enumerate(_STRIDES):
            weight, bias = self._weights[f"encoder.{layer}.weight"], self._weights[f"encoder.{layer}.bias"]
            spread = np.pad(found, ((0, 0), (1, 1), (0, 0)))
            views = np.lib.stride_tricks.sliding_window_view(spread, weight.shape[2], axis=1)[:, ::stride]
            count, length = views.shape[:2]
            flat = views.reshape(count * length, -1) @ weight.reshape(len(weight), -1).T + bias
            found = np.maximum(flat, 0).reshape(count, length, -1)
        return found[:, 0]

    def _remembered(self, encoded: Floats) -> Floats:
        """What each step tells after all before it: probabilities."""
        weights = self._weights
        inputs = encoded @ weights["rnn.weight_ih"].T + weights["rnn.bias_ih"] + weights["rnn.bias_hh"]
        recurrent, hidden, cell = weights["rnn.weight_hh"], self._hidden, self._cell
        states = np.empty((len(encoded), _HIDDEN), np.float32)
        for step, given in enumerate(inputs):
            gates = recurrent @ hidden + given
            opened = _sigmoid(gates)
            cell = opened[128:256] * cell + opened[:128] * np.tanh(gates[256:384])
            hidden = opened[384:] * np.tanh(cell)
            states[step] = hidden
        self._hidden, self._cell = hidden, cell
        return _sigmoid(np.maximum(states, 0) @ weights["out.weight"].reshape(-1) + weights["out.bias"])


def speech_steps(probabilities: Floats) -> list[tuple[int, int]]:
    """First step and end of each stretch of speech.

    A stretch begins where the probability is over one half and goes on while it is over 0.35; short pauses are
    closed, then what is too short is left out.
    """
    spans: list[tuple[int, int]] = []
    for first, end in runs(probabilities >= _ENDS):
        sure = np.flatnonzero(probabilities[first:end] >= _BEGINS)
        if not len(sure):
            continue
        begin = first + int(sure[0])
        if spans and begin - spans[-1][1] <= _PAUSE_STEPS:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((begin, end))
    return [(first, end) for first, end in spans if end - first >= _SHORTEST_STEPS]


def runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First place and end of each run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return [(int(first), int(end)) for first, end in edges.reshape(-1, 2)]


def _one_thread() -> AbstractContextManager[object]:
    """Keep linear algebra on this thread.

    The products are small: shared out among threads these wait for each other at every step, on a busy machine for
    five times as long as the work takes.
    """
    limit = _pools().limit(limits=1, user_api="blas")  # pyright: ignore[reportUnknownMemberType] - has no annotations
    return cast("AbstractContextManager[object]", limit)


@lru_cache(maxsize=1)
def _pools() -> ThreadpoolController:
    return ThreadpoolController()


def _sigmoid(values: Floats) -> Floats:
    return (1 / (1 + np.exp(-values))).astype(np.float32)


@lru_cache(maxsize=1)
def _weights(path: Path) -> Mapping[str, Floats]:
    """The arrays in the file, by name.

    For each the file has: how many dimensions, the length of its name, 1 for half or 0 for single precision, the
    dimensions from the innermost on, the name, the numbers; whole numbers take four bytes, low byte first.
    """
    content = path.read_bytes()
    magic, title = struct.unpack_from("<2i", content)
    if magic != _MAGIC:
        message = f"{path.name} is not the speech detector's file."
        raise ValueError(message)
    place = 8 + title + 4 * _HEADER_INTS
    found: dict[str, Floats] = {}
    while place < len(content):
        dimensions, name_length, kind = struct.unpack_from("<3i", content, place)
        place += 12
        shape = struct.unpack_from(f"<{dimensions}i", content, place)[::-1]
        place += 4 * dimensions
        name = content[place : place + name_length].decode()
        place += name_length
        coded = np.dtype("<f2" if kind == _HALF else "<f4")
        count = int(np.prod(shape))
        numbers = np.frombuffer(content, coded, count, place).astype(np.float32)
        found[_short(name)] = numbers.reshape(shape)
        place += count * coded.itemsize
    return found


def _short(name: str) -> str:
    for long, short in (
        ("_model.", ""),
        ("stft.forward_basis_buffer", "stft"),
        (".reparam_conv", ""),
        ("decoder.rnn", "rnn"),
        ("decoder.decoder.2", "out"),
    ):
        name = name.replace(long, short)
    return name
