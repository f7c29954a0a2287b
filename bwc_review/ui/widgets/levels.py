"""Brightness, contrast and gamma of the picture on the screen; files and reels are never touched by them."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.uint8]  # (256,)
_MIDDLE = 127.5


@dataclass(frozen=True, slots=True)
class Levels:
    """How the picture is shown.

    Attributes:
        brightness: Added, in per cent of white, from -100 to 100.
        contrast: Spread around middle grey, in per cent, from -100 (all grey) to 100 (three times).
        gamma_percent: 100 is as recorded; 220 lifts the shadows as night footage needs; from 25 to 400.
    """

    brightness: int = 0
    contrast: int = 0
    gamma_percent: int = 100

    @property
    def is_neutral(self) -> bool:
        """True if the picture is shown as recorded."""
        return self == NEUTRAL

    @property
    def table(self) -> Table:
        """What each of 256 levels of a channel becomes: gamma first, then contrast, then brightness."""
        return _table(self)


NEUTRAL = Levels()
NIGHT = Levels(brightness=4, contrast=12, gamma_percent=220)


@lru_cache(maxsize=64)
def _table(levels: Levels) -> Table:
    value = 255 * (np.arange(256) / 255) ** (100 / levels.gamma_percent)
    spread = 1 + levels.contrast / 100 if levels.contrast < 0 else 1 + levels.contrast / 50
    value = (value - _MIDDLE) * spread + _MIDDLE + levels.brightness * 2.55
    table = np.clip(np.rint(value), 0, 255).astype(np.uint8)
    table.setflags(write=False)
    return table
