"""A number painted into a picture as black and white blocks, and read back from any array.

The mark is a grid of 12 by 8 units. Outermost a black margin, then a white ring, inside it four rows of eight cells:
the first row is always the same (it tells black from white and up from down), the other three hold 18 bits of
number and 6 bits of check sum. All places are shares of the picture, so scaling, odd pixel shapes and turning
keep the mark where it belongs. It survives a quarter of the size and x264 at crf 28.
"""

from dataclasses import dataclass

import cv2
import numpy as np

UNITS_WIDE, UNITS_HIGH = 12, 8
LEFT, TOP, WIDE, HIGH = 0.14, 0.20, 0.72, 0.60  # of the picture
LARGEST = (1 << 18) - 1
SYNC = (1, 0, 1, 1, 0, 0, 1, 0)
DARK, LIGHT = 30, 225
_LEAST_CONTRAST = 20


class NoFrameNumber(AssertionError):
    """There is no readable number where one was looked for."""


@dataclass(frozen=True)
class Region:
    """A part of a larger picture, in pixels: where a clip is shown whole."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Found:
    """A number found in a picture; `region` is where its clip is shown, `turn_deg` how far it stands off upright."""

    number: int
    region: Region
    turn_deg: int


def paint_number(luma: np.ndarray, number: int) -> None:
    """Paint `number` into a grey picture of shape (height, width), in place."""
    assert 0 <= number <= LARGEST
    height, width = luma.shape
    xs = [round(width * (LEFT + WIDE * unit / UNITS_WIDE)) for unit in range(UNITS_WIDE + 1)]
    ys = [round(height * (TOP + HIGH * unit / UNITS_HIGH)) for unit in range(UNITS_HIGH + 1)]
    luma[ys[0] : ys[-1], xs[0] : xs[-1]] = DARK
    luma[ys[1] : ys[-2], xs[1] : xs[-2]] = LIGHT
    for row, cells in enumerate(_cells(number)):
        for column, bit in enumerate(cells):
            place = slice(ys[row + 2], ys[row + 3]), slice(xs[column + 2], xs[column + 3])
            luma[place] = LIGHT if bit else DARK


def read_frame_number(picture: np.ndarray, region: Region | tuple[float, float, float, float] | None = None) -> int:
    """The number in a picture (grey, RGB, BGR or with alpha; uint8), or in the clip shown in `region` of it.

    Raises:
        NoFrameNumber: There is none, it stands upside down, or two pictures are blended.
    """
    grey = _grey(picture)
    if region is None:
        region = Region(0, 0, grey.shape[1], grey.shape[0])
    elif isinstance(region, tuple):
        region = Region(*region)
    xs = [region.x + region.width * (LEFT + WIDE * (column + 2.5) / UNITS_WIDE) for column in range(8)]
    ys = [region.y + region.height * (TOP + HIGH * (row + 2.5) / UNITS_HIGH) for row in range(4)]
    reach_x = region.width * WIDE / UNITS_WIDE * 0.22
    reach_y = region.height * HIGH / UNITS_HIGH * 0.22
    values = np.array([[_level(grey, x, y, reach_x, reach_y) for x in xs] for y in ys])
    return _number(values)


def find_frame_numbers(picture: np.ndarray) -> list[Found]:
    """All numbers in a picture wherever they are and however they are turned, from left to right, then down."""
    grey = _grey(picture)
    found: dict[tuple[int, int], Found] = {}
    for level in (60, 90, 128, 160):
        _, sharp = cv2.threshold(grey, level, 255, cv2.THRESH_BINARY)
        outlines, _ = cv2.findContours(sharp, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        for outline in outlines:
            x, y, width, height = cv2.boundingRect(outline)
            if min(width, height) < 12:
                continue
            item = _read_ring(grey, x, y, width, height)
            if item is not None:
                found.setdefault((round(item.region.x / 8), round(item.region.y / 8)), item)
    return _distinct(sorted(found.values(), key=lambda item: (item.region.x, item.region.y)))


def _read_ring(grey: np.ndarray, x: int, y: int, width: int, height: int) -> Found | None:
    for turn in (0, 90, 180, 270):
        wide, high = (UNITS_WIDE, UNITS_HIGH) if turn % 180 == 0 else (UNITS_HIGH, UNITS_WIDE)
        left, top, share_x, share_y = (LEFT, TOP, WIDE, HIGH) if turn % 180 == 0 else (TOP, LEFT, HIGH, WIDE)
        unit_x, unit_y = width / (wide - 2), height / (high - 2)
        full_x, full_y = unit_x * wide / share_x, unit_y * high / share_y
        region = Region(x - unit_x - full_x * left, y - unit_y - full_y * top, full_x, full_y)
        try:
            return Found(_read_turned(grey, region, turn), region, turn)
        except NoFrameNumber:
            continue
    return None


def _read_turned(grey: np.ndarray, region: Region, turn_deg: int) -> int:
    """Read a region of which the picture was turned clockwise by `turn_deg`."""
    if turn_deg == 0:
        return read_frame_number(grey, region)
    height, width = grey.shape
    upright = np.rot90(grey, turn_deg // 90)  # rot90 turns anticlockwise
    x, y, w, h = region.x, region.y, region.width, region.height
    turned = {
        90: Region(y, width - x - w, h, w),
        180: Region(width - x - w, height - y - h, w, h),
        270: Region(height - y - h, x, h, w),
    }[turn_deg]
    return read_frame_number(upright, turned)


def _distinct(items: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for item in items:
        near = any(
            abs(item.region.x - other.region.x) < item.region.width / 2
            and abs(item.region.y - other.region.y) < item.region.height / 2
            for other in kept
        )
        if not near:
            kept.append(item)
    return kept


def _grey(picture: np.ndarray) -> np.ndarray:
    if picture.ndim == 3:
        picture = picture[:, :, :3].mean(axis=2)
    return np.ascontiguousarray(picture.astype(np.uint8, copy=False))


def _level(grey: np.ndarray, x: float, y: float, reach_x: float, reach_y: float) -> float:
    height, width = grey.shape
    left, right = round(x - reach_x), round(x + reach_x)
    top, bottom = round(y - reach_y), round(y + reach_y)
    if left < 0 or top < 0 or left >= width or top >= height:
        raise NoFrameNumber("the mark would lie outside the picture")
    return float(np.median(grey[top : max(bottom, top + 1), left : max(right, left + 1)]))


def _number(values: np.ndarray) -> int:
    sync = np.array(SYNC, dtype=bool)
    light, dark = values[0][sync], values[0][~sync]
    if light.min() - dark.max() < _LEAST_CONTRAST:
        raise NoFrameNumber("the first row of the mark is not there")
    low, high = float(np.median(dark)), float(np.median(light))
    shares = (values[1:].reshape(-1) - low) / (high - low)
    if np.any((shares > 0.35) & (shares < 0.65)):
        raise NoFrameNumber("cells are neither black nor white: two pictures are blended, or the mark is blurred")
    bits = [int(share > 0.5) for share in shares]
    number, check = _whole(bits[:18]), _whole(bits[18:])
    if check != _check_sum(number):
        raise NoFrameNumber(f"the check sum of {number} is wrong")
    return number


def _cells(number: int) -> list[tuple[int, ...]]:
    bits = _bits(number, 18) + _bits(_check_sum(number), 6)
    return [SYNC, *(tuple(bits[start : start + 8]) for start in (0, 8, 16))]


def _bits(value: int, count: int) -> list[int]:
    return [value >> place & 1 for place in reversed(range(count))]


def _whole(bits: list[int]) -> int:
    return int("".join(map(str, bits)), 2)


def _check_sum(number: int) -> int:
    """Remainder modulo a prime below 64: every change of one bit, and of most neighbours, is seen."""
    return (number * 7 + 23) % 61
