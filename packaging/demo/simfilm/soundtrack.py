# SPDX-License-Identifier: GPL-3.0-or-later
"""Mixes the sound of one clip: speech in a room, footsteps, ambience, beeps, radio."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import numpy as np
from scipy.io import wavfile
from scipy.ndimage import maximum_filter1d, uniform_filter1d
from scipy.signal import fftconvolve

from simfilm.acting import Script
from simfilm.model import CAMERA, FPS, Line, Voice
from simfilm.production import Production
from simfilm.voices import RATE, Signal, band, highpass, lowpass, speak

LOUDNESS = {"before": -18.2, "after": -19.8}
CEILING = 10 ** (-1.6 / 20)
REVERB = {"library": 0.75, "house": 0.36}
# The AAC encoder smears sound backwards by up to one block; start just after the buffer.
START_GUARD = 0.06
STEP = 0.74


def _db(value: float) -> float:
    return float(10 ** (value / 20))


def _room(seconds: float, rng: np.random.Generator) -> Signal:
    """Impulse response of a room: a few early echoes and a decaying tail."""
    size = int(seconds * 1.2 * RATE)
    t = np.arange(size) / RATE
    tail = lowpass(rng.normal(size=size), 4200, 1) * 10 ** (-3 * t / seconds)
    tail[: int(0.012 * RATE)] = 0
    for delay, level in ((0.007, 0.9), (0.013, -0.6), (0.019, 0.5), (0.029, -0.45)):
        tail[int(delay * RATE * (1 + seconds))] += 3.0 * level
    return np.asarray(tail / np.sqrt(np.sum(tail**2)))


class Mixer:
    """Adds sounds to one clip's track."""

    def __init__(self, production: Production) -> None:
        self._clip = production.clip
        self._speech = production.speech
        self._script = Script(production.clip, production.mouths)
        self._rng = np.random.default_rng(11)
        self.track = np.zeros(round(self._clip.duration * RATE))
        self._echo = _room(REVERB[self._clip.stage], self._rng)

    def put(self, sound: Signal, at: float, gain: float = 1.0) -> None:
        """Add a sound, cut to the clip and never into the silent buffer."""
        if at < self._clip.buffer_s:
            return
        first = round(at * RATE)
        last = min(first + sound.size, self.track.size)
        if last > first:
            self.track[first:last] += sound[: last - first] * gain

    def _distance(self, line: Line) -> float:
        t = (line.start + line.end) / 2
        here, there = (self._script.paths[who].at(t) for who in (CAMERA, line.who))
        return float(np.linalg.norm(here - there))

    def _voices(self) -> None:
        for line in self._clip.lines:
            dry = self._speech[line.ident]
            if line.who == CAMERA:
                near, wet = dry + 0.35 * lowpass(dry, 350, 1), 0.10
                gain = 1.05
            else:
                distance = max(0.8, self._distance(line))
                near = lowpass(dry, max(3500.0, 14000 - 1600 * distance), 1)
                wet = 0.16 + 0.05 * distance
                gain = 1.15 / distance**0.62
            room = fftconvolve(dry, self._echo)
            self.put(near, line.start, gain)
            self.put(room, line.start, gain * wet)

    def _footstep(self) -> Signal:
        size = int(0.16 * RATE)
        t = np.arange(size) / RATE
        thump = np.sin(2 * np.pi * (95 + 25 * self._rng.random()) * t) * np.exp(-t * 38)
        scuff = band(self._rng.normal(size=size), 300, 2400) * np.exp(-t * 55)
        hard = 0.5 if self._clip.stage == "house" else 0.22
        return np.asarray((thump * 0.8 + scuff * hard) * 0.05)

    def _steps(self) -> None:
        for who, path in self._script.paths.items():
            walked = 0.0
            last = path.at(0.0)
            for frame in range(1, self._clip.frame_count):
                t = frame / FPS
                place = path.at(t)
                walked += float(np.linalg.norm(place - last))
                last = place
                if walked > STEP * 0.9:
                    walked = 0.0
                    away = float(np.linalg.norm(place - self._script.paths[CAMERA].at(t)))
                    level = 0.9 if who == CAMERA else 0.8 / max(1.0, away)
                    self.put(self._footstep(), t, level)

    def _television(self, size: int) -> Signal:
        """A muffled voice from the television: speech no one can make out."""
        voice = Voice("en-us+m2", 150, 40)
        words = Line(
            "tv", "TV", "and now the weather for the rest of the week, with some rain later on.", "plain", [], None, 0
        )
        babble = speak(words, voice)[::-1]
        muffled = lowpass(lowpass(babble, 420, 3), 900, 2)
        return np.asarray(np.tile(muffled, size // muffled.size + 1)[:size])

    def _ambience(self) -> None:
        size = self.track.size - round((self._clip.buffer_s + START_GUARD) * RATE)
        air = lowpass(self._rng.normal(size=size), 160, 1) * 1.4 + lowpass(self._rng.normal(size=size), 900, 2) * 0.25
        t = np.arange(size) / RATE
        swell = 1 + 0.2 * np.sin(2 * np.pi * 0.11 * t)
        hum = np.sin(2 * np.pi * 120 * t) + 0.4 * np.sin(2 * np.pi * 240 * t)
        bed = air * swell * 0.010 + hum * 0.0007
        if self._clip.stage == "house":
            bed = bed * 0.55 + self._television(size) * 0.11
        bed += highpass(self._rng.normal(size=size), 3000, 1) * 0.0007
        fade = np.minimum(1, np.arange(size) / (0.25 * RATE))
        self.put(bed * fade * fade[::-1], self._clip.buffer_s + START_GUARD)

    def _beep(self, pitch: float, length: float) -> Signal:
        t = np.arange(int(length * RATE)) / RATE
        edge = np.minimum(1, np.minimum(t, length - t) / 0.006)
        return np.asarray((np.sin(2 * np.pi * pitch * t) + 0.2 * np.sin(4 * np.pi * pitch * t)) * edge)

    def _radio(self, at: float) -> None:
        """A radio call, played backwards so that it holds no words."""
        call = Line("radio", "R", "Unit twelve, copy, show us on scene.", "plain", [], None, 0)
        talk = band(np.tanh(speak(call, Voice("en-us+m4", 190, 45))[::-1] * 9), 500, 2400)
        hiss = band(self._rng.normal(size=talk.size + int(0.3 * RATE)), 700, 2600) * 0.25
        hiss[: talk.size] += talk
        self.put(self._beep(1100, 0.09), at - 0.12, 0.012)
        self.put(hiss, at, 0.014)

    def _noise_burst(self, length: float, low: float, high: float) -> Signal:
        size = int(length * RATE)
        shape = np.sin(np.pi * np.linspace(0, 1, size)) ** 1.5
        return band(self._rng.normal(size=size), low, high) * shape

    def _effects(self) -> None:
        for k in range(2):
            self.put(self._beep(2050, 0.13), self._clip.buffer_s + START_GUARD + 0.02 + 0.32 * k, 0.055)
        bursts = {
            "rustle": (0.45, 400, 5000, 0.10),
            "chair": (0.5, 180, 900, 0.06),
            "sofa": (0.6, 90, 700, 0.08),
            "door": (0.35, 80, 600, 0.12),
        }
        for cue in self._clip.cues:
            if cue.kind == "sound" and cue.value == "radio":
                self._radio(cue.start)
            elif cue.kind == "sound":
                length, low, high, gain = bursts[str(cue.value)]
                self.put(self._noise_burst(length, low, high), cue.start, gain)

    def mix(self) -> Signal:
        """The whole track, before its loudness is set."""
        self._voices()
        self._steps()
        self._ambience()
        self._effects()
        return self.track


def limit(track: Signal) -> Signal:
    """Hold peaks under the ceiling without audible pumping."""
    reach = int(0.004 * RATE)
    peak = maximum_filter1d(np.abs(track), 2 * reach + 1)
    gain = np.minimum(1.0, CEILING / np.maximum(peak, 1e-9))
    gain = -maximum_filter1d(-gain, 4 * reach + 1)
    return track * uniform_filter1d(gain, 2 * reach + 1)


def loudness(path: Path) -> float:
    """Integrated loudness of a sound file, in LUFS."""
    command = ["ffmpeg", "-hide_banner", "-nostats", "-i", str(path), "-af", "ebur128", "-f", "null", "-"]
    report = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", report)[-1])


def _write(track: Signal, path: Path) -> None:
    wavfile.write(path, RATE, (track * 32767).round().astype(np.int16))


def make(production: Production, path: Path) -> None:
    """Write the finished sound of a clip."""
    track = Mixer(production).mix()
    finished = track
    gain = 1.0
    for _ in range(4):
        finished = limit(track * gain)
        _write(finished, path)
        gain *= _db(LOUDNESS[production.clip.phase] - loudness(path))
    silent = round(production.clip.buffer_s * RATE)
    if np.any(finished[:silent]):
        raise RuntimeError("the buffer is not silent")
    print(f"{path.name}: {loudness(path):.1f} LUFS, peak {np.abs(finished).max():.2f}")
