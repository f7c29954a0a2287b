# SPDX-License-Identifier: GPL-3.0-or-later
"""Encodes pictures and sound into the finished MP4, small enough to ship."""

from __future__ import annotations

import subprocess
from pathlib import Path

from simfilm.model import FPS, Clip

VIDEO_KBPS = {"library_before": 195, "library_after": 165, "domestic_before": 190, "domestic_after": 158}
AUDIO_KBPS = 36
# A key frame every two seconds keeps seeking quick.
KEY_FRAMES = 2 * FPS


def _video_options(clip: Clip, work: Path, number: int, preset: str) -> list[str]:
    return [
        "-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p",
        "-c:v", "libx264", "-preset", preset, "-tune", "animation", "-profile:v", "high", "-level:v", "3.1",
        "-b:v", f"{VIDEO_KBPS[clip.name]}k", "-pass", str(number),
        "-passlogfile", str(work / f"{clip.name}.pass"),
        "-g", str(KEY_FRAMES), "-keyint_min", str(FPS), "-flags", "+cgop", "-bf", "6", "-refs", "5",
        "-x264-params", "aq-mode=3:aq-strength=0.8:rc-lookahead=60:open-gop=0",
        "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709",
    ]  # fmt: skip


def make(clip: Clip, work: Path, out: Path, draft: bool = False) -> None:
    """Encode one clip in two passes."""
    preset = "medium" if draft else "slow"
    pictures, sound, target = work / f"{clip.name}.mkv", work / f"{clip.name}.wav", out / clip.file
    start = ["ffmpeg", "-y", "-loglevel", "error", "-i", str(pictures)]
    subprocess.run([*start, *_video_options(clip, work, 1, preset), "-an", "-f", "null", "-"], check=True)
    finish = [
        "-i", str(sound), "-map", "0:v", "-map", "1:a", *_video_options(clip, work, 2, preset),
        "-c:a", "aac", "-b:a", f"{AUDIO_KBPS}k", "-ac", "1",
        "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact",
        "-movflags", "+faststart", str(target),
    ]  # fmt: skip
    subprocess.run([*start, *finish], check=True)
    print(f"{target.name}: {target.stat().st_size / 1e6:.2f} MB, {clip.duration:.2f} s")
