"""Fixture `clips`: made clips by description, each made once a session; and the kinds that tests run through."""

import hashlib
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.frames import NTSC, ClipSpec, damage, make_clip, truncate

KINDS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "cfr_15": (".mp4", {"rate": 15}),
    "cfr_24": (".mp4", {"rate": 24}),
    "cfr_25": (".mp4", {"rate": 25}),
    "cfr_2997": (".mp4", {"rate": NTSC}),
    "cfr_30": (".mp4", {"rate": 30}),
    "cfr_50": (".mp4", {"rate": 50}),
    "cfr_60": (".mp4", {"rate": 60}),
    "vfr": (".mp4", {"vfr": True, "frames": 70}),
    "vfr_b_frames": (".mp4", {"vfr": True, "frames": 130, "b_frames": 2, "gop": 60}),
    "b_frames_gop_60": (".mp4", {"frames": 150, "b_frames": 2, "gop": 60}),
    "open_gop": (".mp4", {"frames": 120, "b_frames": 3, "gop": 30, "open_gop": True}),
    "open_gop_mkv": (".mkv", {"frames": 120, "b_frames": 3, "gop": 30, "open_gop": True}),
    "open_gop_ts": (".ts", {"frames": 120, "b_frames": 3, "gop": 30, "open_gop": True}),
    "open_gop_hevc": (".mkv", {"codec": "hevc", "frames": 120, "b_frames": 3, "gop": 30, "open_gop": True}),
    "open_gop_hevc_ts": (".ts", {"codec": "hevc", "frames": 120, "b_frames": 3, "gop": 30, "open_gop": True}),
    "size_change": (".mp4", {"frames": 80, "later_size": (480, 270), "audio": False, "b_frames": 2}),
    "size_change_mkv": (".mkv", {"frames": 80, "later_size": (240, 320), "audio": False}),
    "size_change_ts": (".ts", {"frames": 80, "later_size": (640, 360), "audio": False, "b_frames": 2}),
    "ten_bit": (".mp4", {"deep": True, "b_frames": 2}),
    "ten_bit_hevc": (".mkv", {"deep": True, "codec": "hevc"}),
    "cover_and_data": (".mp4", {"extras": True}),
    "start_offset": (".mp4", {"start_offset": 10.0}),
    "edit_list": (".mp4", {"hidden_frames": 7, "b_frames": 2}),
    "edit_list_mov": (".mov", {"hidden_frames": 7}),
    "rotated_90": (".mp4", {"rotation": 90}),
    "rotated_180": (".mp4", {"rotation": 180}),
    "rotated_270": (".mp4", {"rotation": 270}),
    "mirrored": (".mp4", {"mirrored": True}),
    "mirrored_90": (".mov", {"mirrored": True, "rotation": 90}),
    "mirrored_180": (".mp4", {"mirrored": True, "rotation": 180}),
    "mirrored_270": (".mp4", {"mirrored": True, "rotation": 270}),
    "wide_pixels": (".mp4", {"sar": Fraction(4, 3)}),
    "narrow_pixels": (".mp4", {"sar": Fraction(2, 3)}),
    "no_sound": (".mp4", {"audio": False}),
    "late_sound": (".mp4", {"frames": 120, "audio_delay": 2.0}),
    "silent_start": (".mp4", {"frames": 300, "silence": 6.0}),
    "short_sound": (".mp4", {"frames": 120, "audio_length": 1.0}),
    "mjpeg_avi": (".avi", {"codec": "mjpeg", "audio_codec": "pcm_s16le", "rate": 15}),
    "mpeg4_avi": (".avi", {"codec": "mpeg4"}),
    "hevc": (".mp4", {"codec": "hevc", "b_frames": 2}),
    "vp8_webm": (".webm", {"codec": "vp8"}),
    "vp9_webm": (".webm", {"codec": "vp9"}),
    "mkv": (".mkv", {"b_frames": 2}),
    "mov_g711": (".mov", {"audio_codec": "pcm_alaw", "sample_rate": 8000}),
    "mov": (".mov", {}),
    "ts": (".ts", {"b_frames": 2}),
    "m2ts": (".m2ts", {"b_frames": 2}),
    "mpeg_ps": (".mpg", {"codec": "mpeg2", "rate": 25, "b_frames": 2}),
    "3gp": (".3gp", {"size": (176, 144)}),
    "fragmented": (".mp4", {"fragmented": True}),
    "interlaced": (".mp4", {"interlaced": True}),
    "portrait": (".mp4", {"size": (240, 320)}),
}


class ClipShelf:
    """Makes clips into one folder and remembers them by their description."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made: dict[str, Path] = {}

    def __call__(self, suffix: str = ".mp4", **spec: Any) -> Path:
        """The clip that `ClipSpec(**spec)` describes, in the container of that suffix."""
        key = f"{suffix} {ClipSpec(**spec)}"
        if key not in self._made:
            name = hashlib.sha256(key.encode()).hexdigest()[:12] + suffix
            self._made[key] = make_clip(self.folder / name, **spec)
        return self._made[key]

    def kind(self, name: str, **more: Any) -> Path:
        """One of `KINDS`, with changes."""
        suffix, spec = KINDS[name]
        return self(suffix, **{**spec, **more})

    def spec(self, name: str, **more: Any) -> ClipSpec:
        """What the clip of that kind is like."""
        return ClipSpec(**{**KINDS[name][1], **more})

    def damaged(self, suffix: str = ".mp4", *, at: float = 0.5, length: int = 400, **spec: Any) -> Path:
        """A clip with noise in its middle."""
        source = self(suffix, **spec)
        target = source.with_name(f"damaged-{at}-{length}-{source.name}")
        return target if target.exists() else damage(source, target, at=at, length=length)

    def truncated(self, suffix: str = ".mp4", *, keep: float = 0.6, **spec: Any) -> Path:
        """A clip of which the rest is missing."""
        source = self(suffix, **spec)
        target = source.with_name(f"truncated-{keep}-{source.name}")
        return target if target.exists() else truncate(source, target, keep=keep)


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> ClipShelf:
    """Made clips: `clips(".mkv", frames=90)`, `clips.kind("vfr")`, `clips.damaged()`. Never write to them."""
    return ClipShelf(tmp_path_factory.mktemp("clips"))
