"""Does a picture of a film show this source frame, or rather one of its neighbours? Numbers only.

Pictures are compared small (240 pixels wide at most), which averages sensor noise and coding away. A neighbour wins
only if it differs from the wanted frame by more than noise, and fits clearly better; where neighbours look alike (a
static view) they cannot be told apart and none wins. That matters: in a dark static view a codec may well carry the
grain of one frame into the next.
"""

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from bwc_review.media.render_layout import Box

Grey = NDArray[np.uint8]
Small = NDArray[np.float32]

_WIDEST = 240
_LEAST_CORRELATION = 0.8
_LARGEST_MEAN_SQUARE = 60.0  # of 255: flat pictures have no correlation to speak of
_NOISE_SHARES = 4.0
_LEAST_LEVELS = 8.0
_LEAST_PIXELS = 24
_CLEARLY = 0.67
_CLEARLY_IN_PART = 0.4  # a codec may leave a few changing pixels as they were
_MOVED = 1.6
_LEAST_MOVED = 1.0
_LEAST_BRIGHTER = 3.0
_MAD_TO_SIGMA = 1.4826  # for normal noise


def shows(found: Grey, wanted: Small, beside: Mapping[int, Small]) -> bool:
    """True if `found` is the picture `wanted` and none beside it fits clearly better.

    Args:
        found: A part of the film, (height, width), 0 to 255.
        wanted: The frame that it must show, cut alike and made `small`.
        beside: The frames so many steps before (negative) or after it, likewise.
    """
    seen = small(found)
    noise = _noise(wanted, beside)
    return _is_alike(seen, wanted) and not any(_fits_better(seen, wanted, other, noise) for other in beside.values())


def small(picture: Grey) -> Small:
    """The picture as it is compared."""
    height, width = picture.shape
    scale = min(1.0, _WIDEST / width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(picture.astype(np.float32), size, interpolation=cv2.INTER_AREA).astype(np.float32)


def window_of(picture: Grey, box: Box, window: Box) -> Grey:
    """The part of a picture that a window of the film shows, if the whole picture fills `box` of the film."""
    left, top = window.x - box.x, window.y - box.y
    scaled = cv2.resize(picture, (box.width, box.height), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(scaled[top : top + window.height, left : left + window.width]).astype(np.uint8)


def _is_alike(seen: Small, right: Small) -> bool:
    """True if the two could be the same scene: equal up to coding, or alike up to brightness and contrast."""
    if _apart(seen, right) <= _LARGEST_MEAN_SQUARE:
        return True
    spread = float(seen.std()) * float(right.std())
    covariance = float(((seen - float(seen.mean())) * (right - float(right.mean()))).mean())
    return spread > 0 and covariance / spread >= _LEAST_CORRELATION


def _noise(right: Small, others: Mapping[int, Small]) -> float | None:
    """Mean square between two frames that noise alone makes; None if there are not enough frames to tell.

    What moves grows with the distance in time, noise does not: the line through one and two steps, at none.
    """
    near = {step: _apart(right, other) for step, other in others.items()}
    found = [max(0.0, 2 * near[step] - near[2 * step]) for step in (-1, 1) if step in near and 2 * step in near]
    return max(found, default=None)


def _fits_better(seen: Small, right: Small, other: Small, noise: float | None) -> bool:
    """True if `other` is clearly nearer to `seen`, as a whole or at the pixels where something moved."""
    has_moved = noise is not None and _apart(right, other) > _MOVED * noise + _LEAST_MOVED
    is_brighter = abs(float(right.mean()) - float(other.mean())) > _LEAST_BRIGHTER
    if has_moved or is_brighter:
        return _apart(seen, other) < _CLEARLY * _apart(seen, right)
    change = np.abs(right - other)
    grain = _MAD_TO_SIGMA * float(np.median(change))
    moved = change > _NOISE_SHARES * grain + _LEAST_LEVELS
    if np.count_nonzero(moved) < _LEAST_PIXELS:
        return False
    return _apart(seen[moved], other[moved]) < _CLEARLY_IN_PART * _apart(seen[moved], right[moved])


def _apart(one: Small, other: Small) -> float:
    return float(((one - other) ** 2).mean())
