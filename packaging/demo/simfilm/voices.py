# SPDX-License-Identifier: GPL-3.0-or-later
"""Synthetic speech: espeak-ng voices shaped into calm, firm and shouted delivery."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, resample_poly, sosfilt

from simfilm.model import Clip, Line, Voice

RATE = 48000
ESPEAK_RATE = 22050
WAV_HEADER = 44
Signal = NDArray[np.float64]


@dataclass(frozen=True)
class Tone:
    """A manner of speaking, relative to the speaker's calm voice."""

    rate: float
    pitch: int
    level_db: float
    bright_db: float
    drive: float


TONES = {
    "soft": Tone(0.84, -10, -5.0, -6.0, 0.0),
    "calm": Tone(0.90, -5, -1.5, -3.0, 0.0),
    "plain": Tone(1.00, 0, 1.0, 0.0, 0.4),
    "tense": Tone(1.06, 8, 4.0, 2.5, 1.0),
    "firm": Tone(1.03, 6, 5.5, 4.0, 1.4),
    "shout": Tone(1.07, 20, 10.0, 8.0, 2.6),
    "yell": Tone(1.13, 30, 12.5, 10.0, 3.4),
}


def _espeak(text: str, voice: Voice, tone: Tone) -> Signal:
    command = [
        "espeak-ng", "-v", voice.name,
        "-s", str(round(voice.rate * tone.rate)),
        "-p", str(int(np.clip(voice.pitch + tone.pitch, 0, 99))),
        "-a", "100", "--stdout", text,
    ]  # fmt: skip
    wav = subprocess.run(command, check=True, capture_output=True).stdout
    samples = np.frombuffer(wav[WAV_HEADER:], dtype="<i2").astype(np.float64) / 32768.0
    return np.asarray(resample_poly(samples, RATE // 150, ESPEAK_RATE // 150))


def _trim(signal: Signal, threshold: float = 0.006) -> Signal:
    loud = np.flatnonzero(np.abs(signal) > threshold)
    if loud.size == 0:
        return signal
    return signal[max(0, loud[0] - 240) : loud[-1] + 960]


def band(signal: Signal, low: float, high: float, order: int = 2) -> Signal:
    """Band-pass filter."""
    sos = butter(order, [low, high], btype="bandpass", fs=RATE, output="sos")
    return np.asarray(sosfilt(sos, signal))


def lowpass(signal: Signal, cutoff: float, order: int = 2) -> Signal:
    """Low-pass filter."""
    return np.asarray(sosfilt(butter(order, cutoff, fs=RATE, output="sos"), signal))


def highpass(signal: Signal, cutoff: float, order: int = 2) -> Signal:
    """High-pass filter."""
    sos = butter(order, cutoff, btype="highpass", fs=RATE, output="sos")
    return np.asarray(sosfilt(sos, signal))


def _tilt(signal: Signal, gain_db: float) -> Signal:
    """Raise or lower everything above about 1.5 kHz."""
    return signal + (10 ** (gain_db / 20) - 1) * highpass(signal, 1500, 1)


def _even_out(signal: Signal, strength: float) -> Signal:
    """Lift quiet syllables, as a raised voice does."""
    envelope = np.sqrt(lowpass(signal**2, 12.0, 1).clip(1e-7))
    return signal * (envelope / envelope.max()).clip(0.05) ** (-strength)


def speak(line: Line, voice: Voice) -> Signal:
    """One line as dry sound whose RMS is 0.1 for a plain voice one metre away."""
    tone = TONES[line.tone]
    dry = _trim(_espeak(line.text, voice, tone))
    dry = _tilt(highpass(dry, 110), tone.bright_db)
    if tone.drive > 0:
        dry = _even_out(dry, 0.12 * tone.drive)
        dry = np.tanh(dry / np.abs(dry).max() * (1.0 + tone.drive)) / (1.0 + 0.3 * tone.drive)
    active = dry[np.abs(dry) > 0.02 * np.abs(dry).max()]
    dry *= 0.1 / np.sqrt(np.mean(active**2)) * 10 ** (tone.level_db / 20)
    fade = np.minimum(1.0, np.arange(dry.size) / 240)
    return np.asarray(dry * fade * fade[::-1])


def speak_all(clip: Clip) -> dict[str, Signal]:
    """Every line of a clip, by its identifier."""
    return {line.ident: speak(line, clip.cast[line.who]) for line in clip.lines}


def mouth_track(signal: Signal, fps: int) -> Signal:
    """How far the mouth is open, 0 to 1, for each video frame of one line."""
    step = RATE // fps
    frames = max(1, -(-signal.size // step))
    padded = np.pad(signal, (0, frames * step - signal.size))
    level = np.sqrt(np.mean(padded.reshape(frames, step) ** 2, axis=1))
    return np.asarray((level / (np.percentile(level, 90) + 1e-9)).clip(0, 1) ** 0.8)
