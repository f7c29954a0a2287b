"""The sound of one clip from any moment on, also where the track changes or breaks on the way."""

from pathlib import Path

import numpy as np

from bwc_review.media.sound_reader import RATE_HZ, Samples, SoundReader
from tests.helpers.clips import ClipShelf
from tests.helpers.frames import make_clip
from tests.helpers.playing import examined


def heard(path: Path, at_us: int = 0, speed_percent: int = 100) -> Samples:
    """All that is heard from a moment on."""
    reader = SoundReader(path, examined(path).facts)
    reader.start_at(at_us, speed_percent)
    blocks = []
    while (block := reader.read()) is not None:
        blocks.append(block)
    reader.close()
    return np.concatenate(blocks)


def tone_hz(samples: Samples) -> float:
    """The strongest tone."""
    spectrum = np.abs(np.fft.rfft(samples[:, 0] * np.hanning(len(samples))))
    return float(np.argmax(spectrum)) * RATE_HZ / len(samples)


def test_a_track_that_goes_from_mono_to_stereo_on_the_way_is_heard_to_its_end(tmp_path: Path) -> None:
    parts = [
        make_clip(tmp_path / f"{number}.ts", frames=60, start_offset=1.0 + 2 * number, channels=1 + number, tone_hz=hz)
        for number, hz in enumerate((400.0, 900.0))
    ]
    path = tmp_path / "both.ts"
    path.write_bytes(b"".join(part.read_bytes() for part in parts))
    samples = heard(path)
    assert abs(tone_hz(samples[RATE_HZ // 2 : RATE_HZ]) - 400) < 5
    assert abs(tone_hz(samples[3 * RATE_HZ : 3 * RATE_HZ + RATE_HZ // 2]) - 900) < 5


def test_sound_with_noise_in_its_packets_is_heard_on(clips: ClipShelf) -> None:
    for suffix in (".mpg", ".ts", ".mkv"):
        codec = "mpeg2" if suffix == ".mpg" else "h264"
        path = clips.damaged(suffix, codec=codec, rate=25, frames=75, at=0.4, length=600)
        samples = heard(path)
        assert len(samples) > 2 * RATE_HZ
        assert abs(tone_hz(samples[: RATE_HZ // 2]) - 440) < 5
