"""The clips that benchmarks play, made by FFmpeg: what a body-worn camera writes, as the aims name it."""

import subprocess
from pathlib import Path

import imageio_ffmpeg

RATE = 30
GOP = 60


def ffmpeg(*arguments: str | Path) -> None:
    """Run FFmpeg."""
    subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *map(str, arguments)], check=True)


def camera_clip(path: Path, length_s: int = 30, crf: int = 23) -> Path:
    """1080p30 H.264: key frame every 60 frames, two B-frames, moving pictures, no sound."""
    picture = f"testsrc2=size=1920x1080:rate={RATE}:duration={length_s}"
    coding = ["-c:v", "libx264", "-preset", "veryfast", "-crf", str(crf), "-g", str(GOP), "-keyint_min", str(GOP)]
    ffmpeg("-f", "lavfi", "-i", picture, *coding, "-sc_threshold", "0", "-bf", "2", path)
    return path


def repeated(source: Path, target: Path, times: int) -> Path:
    """The same packets so many times over: a long clip in no time."""
    ffmpeg("-stream_loop", str(times - 1), "-i", source, "-c", "copy", target)
    return target
