"""Does a picture of a film show this source frame, or rather one of its neighbours? Numbers only.

Pictures are compared small (240 pixels wide at most), which averages sensor noise and coding away. A neighbour wins
only where it differs from the wanted frame by more than noise, and only if it fits there clearly better; where
neighbours look alike (a static view) they cannot be told apart and none wins.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from bwc_review.media.render_layout import Box

Grey = NDArray[np.uint8]

_WIDEST = 240
_LEAST_CORRELATION = 0.8
_LARGEST_MEAN_SQUARE = 60.0  # of 255: flat pictures have no correlation to speak of
_NOISE_SHARES = 4.0
_LEAST_LEVELS = 4.0
_LEAST_PIXELS = 24
_CLEARLY = 0.67
_MAD_TO_SIGMA = 1.4826  # for normal noise


def shows(found: Grey, wanted: Grey, others: Sequence[Grey]) -> bool:
    """True if `found` is the picture `wanted` and none of `others` fits clearly better.

    Args:
        found: A part of the film, (height, width), 0 to 255.
        wanted: The frame that it must show, cut and scaled alike.
        others: Frames beside it, cut and scaled alike.
    """
    seen, right = _small(found), _small(wanted)
    return _is_alike(seen, right) and not any(_fits_better(seen, right, _small(other)) for other in others)


def window_of(picture: Grey, box: Box, window: Box) -> Grey:
    """The part of a picture that a window of the film shows, if the whole picture fills `box` of the film."""
    left, top = window.x - box.x, window.y - box.y
    scaled = cv2.resize(picture, (box.width, box.height), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(scaled[top : top + window.height, left : left + window.width]).astype(np.uint8)


def _small(picture: Grey) -> NDArray[np.float32]:
    height, width = picture.shape
    scale = min(1.0, _WIDEST / width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(picture.astype(np.float32), size, interpolation=cv2.INTER_AREA).astype(np.float32)


def _is_alike(seen: NDArray[np.float32], right: NDArray[np.float32]) -> bool:
    """True if the two could be the same scene: equal up to coding, or alike up to brightness and contrast."""
    if float(np.mean((seen - right) ** 2)) <= _LARGEST_MEAN_SQUARE:
        return True
    spread = float(seen.std()) * float(right.std())
    covariance = float(((seen - float(seen.mean())) * (right - float(right.mean()))).mean())
    return spread > 0 and covariance / spread >= _LEAST_CORRELATION


def _fits_better(seen: NDArray[np.float32], right: NDArray[np.float32], other: NDArray[np.float32]) -> bool:
    """True if `other` is clearly nearer to `seen`, at the pixels where it differs from `right` by more than noise."""
    apart = np.abs(right - other)
    noise = _MAD_TO_SIGMA * float(np.median(apart))
    moved = apart > _NOISE_SHARES * noise + _LEAST_LEVELS
    if np.count_nonzero(moved) < _LEAST_PIXELS:
        return False
    to_right = float(np.mean((seen[moved] - right[moved]) ** 2))
    to_other = float(np.mean((seen[moved] - other[moved]) ** 2))
    return to_other < _CLEARLY * to_right
