"""What is done to whole files of made clips: matrices written, streams joined, other tracks put beside the picture."""

import struct
import subprocess
from collections.abc import Sequence
from pathlib import Path

import av
import imageio_ffmpeg

_MATRIX_AFTER_TYPE = 40  # bytes from a track header's type to its matrix: ISO/IEC 14496-12, 8.3.2, version 0
_ONE, _ONE_2_30 = 1 << 16, 1 << 30


def mirrored_matrix(rotation_deg: int) -> bytes:
    """The display matrix that flips left to right, then turns clockwise."""
    cos, sin = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[rotation_deg]
    a, b, c, d = -cos, -sin, -sin, cos
    return struct.pack(">9i", a * _ONE, b * _ONE, 0, c * _ONE, d * _ONE, 0, 0, 0, _ONE_2_30)


def write_display_matrix(path: Path, matrix: bytes) -> None:
    """Put a display matrix into the header of each picture track of an mp4 or mov file."""
    data = bytearray(path.read_bytes())
    place = data.find(b"tkhd")
    while place >= 0:
        start = place + 4 + _MATRIX_AFTER_TYPE
        if any(data[start + 36 : start + 44]):  # only pictures have a width and a height
            data[start : start + 36] = matrix
        place = data.find(b"tkhd", place + 4)
    path.write_bytes(data)


def joined(parts: Sequence[Path], target: Path) -> Path:
    """Transport streams one after the other, their packets copied into the container of the target's suffix."""
    whole = target.with_name(f"{target.stem}-joined.ts")
    whole.write_bytes(b"".join(part.read_bytes() for part in parts))
    with av.open(str(whole)) as source, av.open(str(target), "w") as made:
        stream = source.streams.video[0]
        copy = made.add_stream_from_template(stream)
        first: int | None = None
        for packet in source.demux(stream):
            if packet.dts is None or packet.pts is None:  # the empty packet at the end
                continue
            first = packet.pts if first is None else first  # the muxer's delay, the same in all parts
            packet.pts, packet.dts = packet.pts - first, packet.dts - first
            packet.stream = copy
            made.mux(packet)
    whole.unlink()
    return target


def with_extras(path: Path) -> Path:
    """The same clip with a cover picture and a track of data (time code, as cameras write it) beside it."""
    original = path.with_name(f"{path.stem}-plain{path.suffix}")
    path.rename(original)
    cover = ["-f", "lavfi", "-i", "color=white:size=640x640:duration=0.04:rate=25"]
    tracks = ["-map", "1:v", "-map", "0", "-c", "copy", "-c:v:0", "mjpeg", "-disposition:v:0", "attached_pic"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(original), *cover, *tracks]
    subprocess.run([*command, "-timecode", "10:00:00:00", str(path)], check=True)
    original.unlink()
    return path
