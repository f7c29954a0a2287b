"""A clip's sound, read once: levels, loudness against FFmpeg's meter, speech against a reference, gaps."""

import re
import subprocess
import wave
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest

from bwc_review.domain.errors import Cancelled
from bwc_review.domain.progress import CancelToken, Progress, silent
from bwc_review.domain.waveform import GapKind, Waveform
from bwc_review.media.examine import examine
from bwc_review.media.loudness import LoudnessMeter, short_term_lufs
from bwc_review.media.sound_reader import RATE_HZ
from bwc_review.media.speech import STEP_US, SpeechDetector, _weights, speech_steps
from bwc_review.media.waveform import read_waveform
from tests.helpers.clips import ClipShelf


def waveform(path: Path) -> Waveform:
    return read_waveform(path, examine(path, silent, CancelToken()).facts, silent, CancelToken())


def gaps(found: Waveform) -> list[tuple[GapKind, float, float]]:
    return [(gap.kind, gap.span.start.us / 1e6, gap.span.end.us / 1e6) for gap in found.gaps]


def tone(seconds: float, level: float, channels: int = 2, hz: float = 997) -> np.ndarray:
    wave_of = level * np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE_HZ)) / RATE_HZ)
    return np.repeat(wave_of[None], channels, axis=0).astype(np.float32)


def probabilities(samples: np.ndarray) -> np.ndarray:
    detector = SpeechDetector()
    pieces = [detector.probabilities(samples[:, at : at + RATE_HZ]) for at in range(0, samples.shape[1], RATE_HZ)]
    return np.concatenate(pieces)


def test_a_clip_without_sound_says_so(clips: ClipShelf) -> None:
    found = waveform(clips.kind("no_sound"))
    assert not found.has_track
    assert (found.peaks, found.gaps, found.known_us) == (b"", (), found.duration_us)


def test_sound_that_begins_late_is_marked(clips: ClipShelf) -> None:
    found = waveform(clips.kind("late_sound"))
    (kind, start_s, end_s), *rest = gaps(found)
    assert (kind, start_s, rest) == (GapKind.LATE, 0, [])
    assert end_s == pytest.approx(2, abs=0.05)
    assert found.peak_db(1_000_000) is None
    assert found.peak_db(3_000_000) is not None


def test_a_silent_start_is_late_sound_too(clips: ClipShelf) -> None:
    (kind, start_s, end_s), *_ = gaps(waveform(clips.kind("silent_start")))
    assert (kind, start_s) == (GapKind.LATE, 0)
    assert end_s == pytest.approx(6, abs=0.1)


def test_sound_that_ends_early_is_missing_from_there(clips: ClipShelf) -> None:
    found = gaps(waveform(clips.kind("short_sound")))
    assert found[-1][0] is GapKind.MISSING
    assert found[-1][1] == pytest.approx(1, abs=0.1)
    assert found[-1][2] == pytest.approx(4, abs=0.01)


def test_a_muted_stretch_is_marked(clips: ClipShelf, tmp_path: Path) -> None:
    path = tmp_path / "muted.mp4"
    muted = "volume=0:enable='between(t,3,6)'"
    source = str(clips(frames=300))
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", source, "-c:v", "copy", "-af", muted]
    subprocess.run([*command, str(path)], check=True)
    (kind, start_s, end_s), *rest = gaps(waveform(path))
    assert (kind, rest) == (GapKind.MUTED, [])
    assert (start_s, end_s) == (pytest.approx(3, abs=0.1), pytest.approx(6, abs=0.1))


@pytest.mark.parametrize("kind", ["mov_g711", "start_offset", "edit_list", "mjpeg_avi", "ts", "vp8_webm"])
def test_levels_cover_the_whole_clip_in_every_container(clips: ClipShelf, kind: str) -> None:
    found = waveform(clips.kind(kind))
    assert len(found.peaks) == -(-found.duration_us // 10_000)
    assert len(found.loudness) >= len(found.peaks) // 10 - 10
    middle = found.peak_db(found.duration_us // 2)
    assert middle is not None
    assert -40 < middle <= 0


def test_parts_come_while_it_is_read_and_it_can_be_stopped(clips: ClipShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bwc_review.media.waveform._PART_S", 0.0)
    path = clips.kind("silent_start")
    facts = examine(path, silent, CancelToken()).facts
    parts: list[Waveform] = []
    steps: list[Progress] = []
    whole = read_waveform(path, facts, steps.append, CancelToken(), parts.append)
    assert [part.known_us for part in parts] == [second * 1_000_000 for second in range(1, 11)]
    assert whole.peaks.startswith(parts[4].peaks)
    assert steps[-1].fraction == 1
    stopped = CancelToken()
    stopped.cancel()
    with pytest.raises(Cancelled):
        read_waveform(path, facts, silent, stopped)


def test_a_sine_of_full_scale_reads_as_the_standard_says() -> None:
    """BS.1770: 997 Hz at 0 dBFS in one channel is -3.01 LUFS, in two 0.00."""
    for channels, expected in ((1, -3.01), (2, 0.0)):
        meter = LoudnessMeter("mono" if channels == 1 else "stereo")
        energies = np.concatenate([meter.energies(tone(1, 1.0, channels)) for _ in range(6)])
        assert short_term_lufs(energies)[30] == pytest.approx(expected, abs=0.05)


def test_short_term_loudness_is_that_of_ffmpegs_meter(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    level = np.repeat(10 ** (-np.array([20, 35, 12, 50, 25, 30, 18, 40]) / 20), RATE_HZ)
    samples = (rng.normal(0, 1, (2, len(level))) * level * 0.3).clip(-1, 1).astype(np.float32)
    path = tmp_path / "noise.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, RATE_HZ, 0, "NONE", ""))
        file.writeframes((samples.T * 32767).astype("<i2").tobytes())
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostats", "-i", str(path), "-af", "ebur128", "-f", "null", "-"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    meant = {round(float(at), 1): float(lufs) for at, lufs in re.findall(r" t: *([\d.]+) .*? S: *(-?[\d.]+)", said)}
    meter = LoudnessMeter("stereo")
    energies = np.concatenate([meter.energies(samples[:, at : at + RATE_HZ]) for at in range(0, len(level), RATE_HZ)])
    ours = short_term_lufs(energies)
    # FFmpeg's value at t is of the three seconds before it, ours of those around the middle.
    compared = {at: ours[round(at * 10) - 15] for at in meant if 3.0 <= at <= 7.5}
    assert len(compared) > 40
    assert max(abs(meant[at] - value) for at, value in compared.items()) < 0.2


def test_silence_steady_noise_and_tones_are_no_speech() -> None:
    rng = np.random.default_rng(3)
    noise = (rng.normal(0, 0.05, (1, 4 * RATE_HZ))).astype(np.float32)
    for samples in (np.zeros((2, 4 * RATE_HZ), np.float32), noise, tone(4, 0.3), tone(4, 0.3, hz=200)):
        assert speech_steps(probabilities(samples)) == []


def test_pieces_of_any_length_give_the_same_as_one() -> None:
    samples = np.random.default_rng(9).normal(0, 0.1, (1, 2 * RATE_HZ)).astype(np.float32)
    whole = SpeechDetector().probabilities(samples)
    detector = SpeechDetector()
    pieces = [detector.probabilities(samples[:, at : at + 900]) for at in range(0, samples.shape[1], 900)]
    assert np.allclose(np.concatenate(pieces), whole, atol=1e-5)
    assert len(whole) == 2 * 1_000_000 // STEP_US


def test_short_pauses_belong_to_speech_and_clicks_do_not() -> None:
    likely = np.zeros(100, np.float32)
    likely[10:30], likely[35:50] = 0.9, 0.8  # a pause of five steps
    likely[60:64] = 0.9  # too short
    likely[70:90] = 0.4  # never sure
    assert speech_steps(likely) == [(10, 50)]


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.bin"
    path.write_bytes(bytes(64))
    with pytest.raises(ValueError, match="not the speech detector's"):
        _weights(path)


@pytest.mark.footage
def test_two_speakers_are_found_where_the_reference_has_them(footage: Path) -> None:
    """Measured in steps of 10 ms: precision 0.987, recall 0.989."""
    with wave.open(str(footage / "media/speech/two_speakers_30s.wav")) as file:
        mono = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768
    meant, found = np.zeros(3000, np.bool_), np.zeros(3000, np.bool_)
    for line in (footage / "annotations/other/two_speakers_30s.rttm").read_text().splitlines():
        start, length = map(float, line.split()[3:5])
        meant[round(start * 100) : round((start + length) * 100)] = True
    for first, end in speech_steps(probabilities(np.repeat(mono, 3)[None])):
        found[round(first * 3.2) : round(end * 3.2)] = True
    both = (meant & found).sum()
    assert both / found.sum() > 0.97
    assert both / meant.sum() > 0.97


@pytest.mark.footage
def test_street_noise_is_no_speech(footage: Path) -> None:
    for name in ("phone/london_street_hevc_vfr.mp4", "pov/gopro_max_walk.mp4"):
        assert waveform(footage / "media" / name).speech == ()


@pytest.mark.footage
def test_a_track_of_digital_silence_is_muted_from_end_to_end(footage: Path) -> None:
    found = waveform(footage / "media/pov/dashcam_highway_25fps.mp4")
    ((kind, start_s, end_s),) = gaps(found)
    assert (kind, start_s, end_s) == (GapKind.MUTED, 0, found.duration_us / 1e6)
