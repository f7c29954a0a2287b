# SPDX-License-Identifier: GPL-3.0-or-later
"""Loads a screenplay and speaks it, so that every time in it is known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from simfilm.model import FPS, Clip, lay_out, load_clip
from simfilm.voices import RATE, Signal, mouth_track, speak_all


@dataclass
class Production:
    """A clip with all its times, and its spoken lines."""

    clip: Clip
    speech: dict[str, Signal]

    @property
    def mouths(self) -> dict[str, Signal]:
        """Mouth movement of every line."""
        return {ident: mouth_track(signal, FPS) for ident, signal in self.speech.items()}


def prepare(folder: Path, name: str) -> Production:
    """Read and speak one screenplay."""
    clip = load_clip(folder / f"{name}.yaml")
    speech = speak_all(clip)
    lay_out(clip, {ident: signal.size / RATE for ident, signal in speech.items()})
    return Production(clip, speech)
