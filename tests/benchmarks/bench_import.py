"""Import against hashing alone, the frame table of an hour, thumbnails: on tiled, really encoded video.

python -m tests.benchmarks.bench_import --json
"""

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import av
import imageio_ffmpeg

from bwc_review.domain.progress import CancelToken, silent
from bwc_review.domain.time import Moment
from bwc_review.media.examine import examine
from bwc_review.media.intake import hash_and_examine
from bwc_review.media.packets import read_packets
from bwc_review.media.reading_limits import ReadingLimits
from bwc_review.media.thumbnails import thumbnail
from tests.benchmarks.rows import Row, against, alone, interleaved, say
from tests.conftest import footage_folder

RUNS = 3
SECONDS = 10
IMPORT_AIM = 1.5
TABLE_AIM = 2.0
THUMBNAIL_AIM = 1.0


def base_clip(path: Path, *, b_frames: int, bitrate: str) -> Path:
    """Ten seconds of 1080p30 as a body-worn camera codes it: moving, noisy, a key frame each second, with sound."""
    picture = "testsrc2=size=1920x1080:rate=30,noise=alls=12:allf=t"
    sources = ["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", "anoisesrc=r=48000:a=0.1", "-t", str(SECONDS)]
    coding = ["-c:v", "libx264", "-preset", "ultrafast", "-bf", str(b_frames), "-g", "30", "-c:a", "aac", "-ac", "1"]
    ffmpeg(*sources, *coding, "-b:v", bitrate, "-maxrate", bitrate, "-bufsize", bitrate, str(path))
    return path


def tiled(source: Path, target: Path, times: int) -> Path:
    """The clip end to end `times` times, packet by packet, without a seam in the picture's times."""
    with av.open(str(source)) as given, av.open(str(target), "w") as made:
        kept = {stream.index: made.add_stream_from_template(stream) for stream in given.streams}
        packets = [packet for packet in given.demux() if packet.size]
        first = {index: min(p.dts for p in packets if p.stream_index == index) for index in kept}
        packets = [p for p in packets if (p.dts - first[p.stream_index]) * p.time_base < SECONDS]
        stamps = [(packet.pts, packet.dts) for packet in packets]
        for turn in range(times):
            for packet, (pts, dts) in zip(packets, stamps, strict=True):
                shift = round(turn * SECONDS / packet.time_base)
                copy = _copied(packet, kept[packet.stream_index])
                copy.pts, copy.dts = pts + shift, dts + shift
                made.mux(copy)
    return target


def _copied(packet: Any, stream: Any) -> Any:
    copy = av.Packet(bytes(packet))
    copy.stream, copy.time_base, copy.duration = stream, packet.time_base, packet.duration
    copy.is_keyframe = packet.is_keyframe
    return copy


def reference_hash() -> tuple[str, Callable[[Path], object]]:
    """The system's own program for SHA-256, by name, and how it is run."""
    for name in ("sha256sum", "shasum"):
        program = shutil.which(name)
        if program is not None:
            command = [program] if name == "sha256sum" else [program, "-a", "256"]
            return name, partial(_run_hash, command)
    return "hashlib", in_process


def _run_hash(command: list[str], path: Path) -> None:
    subprocess.run([*command, str(path)], check=True, stdout=subprocess.DEVNULL)


def in_process(path: Path) -> str:
    """SHA-256 by the standard library alone."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def import_rows(path: Path, what: str) -> list[Row]:
    """Hashing and examining together against hashing alone, by another program and by the standard library."""
    name, hashed = reference_hash()
    ours, theirs, library = interleaved(
        RUNS,
        lambda: hash_and_examine(path, silent, CancelToken()),
        lambda: hashed(path),
        lambda: in_process(path),
    )
    size = f"{path.stat().st_size / 1e6:.0f} MB {what}"
    return [
        against(f"import of {size}", ours, "s", f"{name} alone", theirs, IMPORT_AIM),
        against(f"import of {size} ", ours, "s", "hashlib alone, in process", library, None),
    ]


def table_rows(path: Path, what: str) -> list[Row]:
    """The frame table of an hour, and the whole examination, against FFmpeg reading the picture's packets through."""
    table, whole, reference = interleaved(
        RUNS,
        lambda: read_packets(path, ReadingLimits(path.stat().st_size, CancelToken()), silent),
        lambda: examine(path, silent, CancelToken()),
        lambda: ffmpeg("-i", str(path), "-map", "0:v", "-c", "copy", "-f", "null", "-"),
    )
    size = f"{path.stat().st_size / 1e6:.0f} MB"
    name = "ffmpeg -c copy -f null"
    return [
        against(f"frame times of an hour of 1080p, {what} ({size})", table, "s", name, reference, TABLE_AIM),
        against(f"examination of an hour of 1080p, {what} ({size})", whole, "s", name, reference, None),
    ]


def thumbnail_rows(path: Path, folder: Path) -> list[Row]:
    """A thumbnail in the middle of an hour, half a second behind a key frame, against FFmpeg doing the same."""
    ours, reference = interleaved(
        RUNS,
        lambda: thumbnail(path, Moment(1_800_500_000), 320),
        lambda: ffmpeg("-ss", "1800.5", "-i", str(path), "-frames:v", "1", "-s", "320x180", str(folder / "t.jpg")),
    )
    return [against("thumbnail at 30:00.500 of an hour of 1080p", ours, "s", "ffmpeg -ss", reference, THUMBNAIL_AIM)]


def ffmpeg(*arguments: str) -> None:
    """Run FFmpeg and wait for it."""
    program = imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run([program, "-v", "error", "-y", *arguments], check=True, stdin=subprocess.DEVNULL)


def footage_rows() -> list[Row]:
    """The longest real clip, if the footage is here."""
    folder = footage_folder()
    if folder is None:
        return []
    path = folder / "media" / "timing" / "long_362s_30fps_1080p.mp4"
    (spent,) = interleaved(RUNS, lambda: examine(path, silent, CancelToken()))
    return [alone("examination of long_362s_30fps_1080p.mp4 (two minutes of silence are listened to)", spent, "s")]


def main() -> None:
    """Make the clips, measure, print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plain = base_clip(folder / "plain.mp4", b_frames=0, bitrate="6M")
        reordered = base_clip(folder / "reordered.mp4", b_frames=2, bitrate="6M")
        thin = base_clip(folder / "thin.mp4", b_frames=0, bitrate="1M")
        rows = [
            *import_rows(tiled(plain, folder / "import.mp4", 40), "MP4"),
            *import_rows(tiled(reordered, folder / "import-b.mp4", 40), "MP4 with B-frames"),
            *import_rows(tiled(plain, folder / "import.mkv", 40), "MKV"),
        ]
        hour = tiled(thin, folder / "hour.mp4", 360)
        rows += table_rows(hour, "from the index")
        rows += thumbnail_rows(hour, folder)
        rows += table_rows(tiled(thin, folder / "hour.mkv", 360), "read through")
        rows += footage_rows()
    say(rows)


if __name__ == "__main__":
    main()
