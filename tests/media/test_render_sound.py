"""The film's sound: on time, from the right side, as long as the pictures, never clipped."""

import subprocess
from fractions import Fraction
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest

from bwc_review.domain.reel import Excerpt, Pair, Rendered, Single, Sound
from bwc_review.domain.time import Moment
from tests.helpers.clips import ClipShelf
from tests.helpers.frames import NTSC
from tests.helpers.reels import Studio, sound, span

TINY = (320, 180)
RATE_HZ = 48_000
LOW_HZ, HIGH_HZ = 440.0, 1500.0


def level(samples: np.ndarray, tone_hz: float) -> float:
    """Amplitude of a tone in a stretch of one channel."""
    phase = np.exp(-2j * np.pi * tone_hz * np.arange(len(samples)) / RATE_HZ)
    return float(2 * abs(np.mean(samples * phase)))


def onset_s(samples: np.ndarray) -> float:
    """When a stretch of one channel becomes loud."""
    return float(np.argmax(np.abs(samples) > 0.1) / RATE_HZ)


def of_item(made: Rendered, index: int, rate: Fraction) -> np.ndarray:
    """The sound of one item, (2, samples)."""
    check = made.items[index]
    start, end = (round(at * RATE_HZ / rate) for at in (check.start_frame, check.end_frame))
    return sound(made.path)[:, start:end]


def rendered(studio: Studio, tmp_path: Path, *items: Single | Pair, rate: Fraction = Fraction(30)) -> Rendered:
    return studio.render(studio.reel(*items, rate=rate, size=TINY), tmp_path / "reel.mp4")


@pytest.mark.parametrize(
    ("suffix", "spec", "sounds_at_s"),
    [
        (".mp4", {"silence": 1.5}, 1.5),
        (".mp4", {"audio_delay": 1.5}, 1.5),
        (".mp4", {"silence": 1.5, "start_offset": 10.0}, 1.5),
        (".mp4", {"silence": 1.5, "hidden_frames": 7, "b_frames": 2}, 1.5),
        (".mkv", {"silence": 1.5, "channels": 2}, 1.5),
        (".ts", {"silence": 1.5, "b_frames": 2}, 1.5),
        (".mov", {"silence": 1.5, "audio_codec": "pcm_alaw", "sample_rate": 8000}, 1.5),
        (".webm", {"silence": 1.5, "codec": "vp8"}, 1.5),
        (".avi", {"silence": 1.5, "codec": "mjpeg", "audio_codec": "pcm_s16le"}, 1.5),
        (".mpg", {"silence": 1.5, "codec": "mpeg2", "rate": 25}, 1.5),
    ],
)
def test_a_sound_is_heard_with_its_picture(
    clips: ClipShelf, tmp_path: Path, suffix: str, spec: dict[str, object], sounds_at_s: float
) -> None:
    studio = Studio()
    recording = studio.recording(clips(suffix, frames=90, gop=15, **spec))
    made = rendered(studio, tmp_path, Single(Excerpt(recording, span(1_200_000, 2_000_000))))
    heard = of_item(made, 2, Fraction(30))
    assert abs(onset_s(heard[0]) - (sounds_at_s - 1.2)) < 0.012


def test_a_sound_keeps_its_strength_and_is_on_both_loudspeakers(clips: ClipShelf, tmp_path: Path) -> None:
    studio = Studio()
    recording = studio.recording(clips(frames=150, gop=25))
    heard = of_item(rendered(studio, tmp_path, Single(studio.excerpt(recording, 90, 120))), 2, Fraction(30))
    assert [round(level(channel, LOW_HZ), 2) for channel in heard] == [0.25, 0.25]


@pytest.mark.parametrize(
    ("chosen", "levels"),
    [
        (Sound.PRE, {(0, LOW_HZ): 0.25, (1, LOW_HZ): 0.25, (0, HIGH_HZ): 0, (1, HIGH_HZ): 0}),
        (Sound.POST, {(0, LOW_HZ): 0, (1, LOW_HZ): 0, (0, HIGH_HZ): 0.25, (1, HIGH_HZ): 0.25}),
        (Sound.BOTH, {(0, LOW_HZ): 0.17, (1, LOW_HZ): 0.08, (0, HIGH_HZ): 0.08, (1, HIGH_HZ): 0.17}),
        (Sound.NONE, {(0, LOW_HZ): 0, (1, LOW_HZ): 0, (0, HIGH_HZ): 0, (1, HIGH_HZ): 0}),
    ],
)
def test_the_chosen_side_is_heard(
    clips: ClipShelf, tmp_path: Path, chosen: Sound, levels: dict[tuple[int, float], float]
) -> None:
    studio = Studio()
    pre, post = studio.recording(clips(frames=60)), studio.recording(clips(frames=60, tone_hz=HIGH_HZ))
    pair = Pair(studio.excerpt(pre, 0, 60), studio.excerpt(post, 0, 60), Moment(0), Moment(0), chosen)
    heard = of_item(rendered(studio, tmp_path, pair), 2, Fraction(30))
    found = {(channel, tone): level(heard[channel], tone) for channel, tone in levels}
    assert found == pytest.approx(levels, abs=0.012)


def test_a_side_without_sound_is_silent_beside_the_other(clips: ClipShelf, tmp_path: Path) -> None:
    studio = Studio()
    pre, post = studio.recording(clips(frames=60, audio=False)), studio.recording(clips(frames=60))
    pair = Pair(studio.excerpt(pre, 0, 60), studio.excerpt(post, 0, 60), Moment(0), Moment(0), Sound.BOTH)
    heard = of_item(rendered(studio, tmp_path, pair), 2, Fraction(30))
    assert level(heard[1], LOW_HZ) > level(heard[0], LOW_HZ) > 0.05


def test_a_side_is_heard_when_it_begins_and_no_longer_than_it_lasts(clips: ClipShelf, tmp_path: Path) -> None:
    studio = Studio()
    pre, post = studio.recording(clips(frames=60)), studio.recording(clips(frames=60, tone_hz=HIGH_HZ))
    pair = Pair(studio.excerpt(pre, 0, 15), studio.excerpt(post, 0, 60), Moment(0), Moment(600_000), Sound.PRE)
    heard = of_item(rendered(studio, tmp_path, pair), 2, Fraction(30))[0]
    assert abs(onset_s(heard) - 0.6) < 0.015
    assert abs(onset_s(heard[::-1]) - (2.0 - 1.1)) < 0.015


def test_cards_dips_and_muted_clips_are_silent(clips: ClipShelf, tmp_path: Path) -> None:
    studio = Studio()
    recording = studio.recording(clips(frames=60))
    excerpt = studio.excerpt(recording, 10, 40)
    made = rendered(studio, tmp_path, Single(excerpt), Single(excerpt, is_heard=False), Single(excerpt))
    whole = sound(made.path)
    loud = np.flatnonzero(np.abs(whole[0]) > 0.02) / RATE_HZ * 30
    heard = [(check.start_frame, check.end_frame) for check in (made.items[2], made.items[4])]
    margin = 1.5
    assert all(any(start - margin <= at <= end + margin for start, end in heard) for at in loud)
    assert level(of_item(made, 3, Fraction(30))[0], LOW_HZ) < 0.002


def test_nothing_drifts_over_many_items(clips: ClipShelf, tmp_path: Path) -> None:
    """At 29.97 a picture has no whole number of samples; what is rounded must not add up."""
    studio = Studio()
    recording = studio.recording(clips(rate=NTSC, frames=90, silence=1.0))
    items = [Single(Excerpt(recording, span(800_000, 1_400_000 + 33_367 * place))) for place in range(8)]
    made = rendered(studio, tmp_path, *items, rate=NTSC)
    onsets = [onset_s(of_item(made, 2 + place, NTSC)[0]) for place in range(8)]
    assert max(onsets) - min(onsets) < 0.002
    end = made.frame_count * RATE_HZ / NTSC
    assert abs(sound(made.path).shape[1] - end) <= 1024


def test_a_sound_that_ended_before_the_excerpt_is_silence(clips: ClipShelf, tmp_path: Path) -> None:
    studio = Studio()
    recording = studio.recording(clips(frames=120, audio_length=1.0))
    ended, ending = studio.excerpt(recording, 60, 90), studio.excerpt(recording, 24, 54)
    made = rendered(studio, tmp_path, Single(ended), Single(ending))
    assert level(of_item(made, 2, Fraction(30))[0], LOW_HZ) < 0.002
    last = of_item(made, 3, Fraction(30))[0]
    assert level(last[:9000], LOW_HZ) > 0.2
    assert level(last[12_000:], LOW_HZ) < 0.002


def test_sound_runs_on_into_the_next_file_and_past_a_silent_one(clips: ClipShelf, tmp_path: Path) -> None:
    studio = Studio()
    recording = studio.recording(
        clips(frames=30), clips(frames=30, audio=False), clips(".mkv", frames=30, tone_hz=HIGH_HZ)
    )
    made = rendered(studio, tmp_path, Single(Excerpt(recording, span(500_000, 3_000_000))))
    heard = of_item(made, 2, Fraction(30))[0]
    thirds = [heard[2400:22_000], heard[26_000:70_000], heard[74_000:118_000]]
    assert [(level(part, LOW_HZ) > 0.2, level(part, HIGH_HZ) > 0.2) for part in thirds] == [
        (True, False),
        (False, False),
        (False, True),
    ]


def test_two_loud_sides_together_do_not_clip(tmp_path: Path) -> None:
    loud = []
    for name, tone in (("pre.mov", 400), ("post.mov", 401)):
        path = tmp_path / name
        sources = ["-f", "lavfi", "-i", "testsrc=s=320x180:r=30:d=2"]
        sources += ["-f", "lavfi", "-i", f"aevalsrc='sin(2*PI*{tone}*t)|sin(2*PI*{tone}*t)':s=48000:d=2"]
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *sources, "-c:v", "libx264"]
        subprocess.run([*command, "-pix_fmt", "yuv420p", "-c:a", "pcm_s16le", str(path)], check=True)
        loud.append(path)
    studio = Studio()
    pre, post = (studio.recording(path) for path in loud)
    pair = Pair(studio.excerpt(pre, 0, 60), studio.excerpt(post, 0, 60), Moment(0), Moment(0), Sound.BOTH)
    heard = of_item(rendered(studio, tmp_path, pair), 2, Fraction(30))[0][4800:]
    assert 0.95 < np.abs(heard).max() < 1.02
    assert level(heard, 3 * 400.5) < 0.01  # clipping would sound as a third harmonic
