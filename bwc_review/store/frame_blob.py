"""Frame tables as compact bytes: gaps between frames instead of times, packed.

An hour at a constant 30 frames a second (108,000 frames) takes a few hundred bytes, at a variable rate some 100 kB.
"""

import struct
import sys
import zlib
from array import array
from itertools import accumulate, chain
from operator import sub

from bwc_review.domain.clip import FrameTable
from bwc_review.domain.errors import EnvironmentFault

_HEADER = struct.Struct("<BqQQ")
_FORMAT = 1


def packed(table: FrameTable) -> bytes:
    """The table as bytes."""
    header = _HEADER.pack(_FORMAT, table.end_us, len(table.starts_us), len(table.keys))
    return header + zlib.compress(_gaps(table.starts_us) + _gaps(table.keys), 6)


def unpacked(content: bytes) -> FrameTable:
    """The table that `packed` made into these bytes.

    Raises:
        EnvironmentFault: The bytes are not what was written.
    """
    try:
        kind, end_us, frames, keys = _HEADER.unpack_from(content)
        numbers = array("q", zlib.decompress(content[_HEADER.size :]))
    except (struct.error, zlib.error, ValueError) as error:
        raise _damaged() from error
    if kind != _FORMAT or len(numbers) != frames + keys:
        raise _damaged()
    if sys.byteorder == "big":
        numbers.byteswap()
    return FrameTable(array("q", accumulate(numbers[:frames])), array("q", accumulate(numbers[frames:])), end_us)


def _gaps(numbers: "array[int]") -> bytes:
    gaps = array("q", chain(numbers[:1], map(sub, numbers[1:], numbers)))
    if sys.byteorder == "big":
        gaps.byteswap()
    return gaps.tobytes()


def _damaged() -> EnvironmentFault:
    message = "A clip's frame table cannot be read. The study's file is damaged: go back to a copy in “backups”."
    return EnvironmentFault("study.damaged", message)
