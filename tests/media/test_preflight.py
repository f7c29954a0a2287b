"""Faults: what is unusual about a clip is said in one plain sentence; a plain clip has none."""

import subprocess
from pathlib import Path

import imageio_ffmpeg
import pytest

from bwc_review.domain.clip import Examination, Fault, FaultCode
from bwc_review.domain.progress import CancelToken, silent
from bwc_review.media.examine import examine
from tests.helpers.clips import KINDS, ClipShelf
from tests.helpers.frames import ClipSpec, make_clip


def examined(path: Path) -> Examination:
    return examine(path, silent, CancelToken())


def codes(path: Path) -> list[FaultCode]:
    return [fault.code for fault in examined(path).faults]


def the_fault(path: Path, code: FaultCode) -> Fault:
    (fault,) = [fault for fault in examined(path).faults if fault.code is code]
    return fault


EXPECTED: dict[str, list[FaultCode]] = {
    "vfr": [FaultCode.VARIABLE_RATE],
    "vfr_b_frames": [FaultCode.VARIABLE_RATE],
    "start_offset": [FaultCode.START_OFFSET],
    "edit_list": [FaultCode.EDIT_LIST],
    "edit_list_mov": [FaultCode.EDIT_LIST],
    "rotated_90": [FaultCode.ROTATED],
    "rotated_180": [FaultCode.ROTATED],
    "rotated_270": [FaultCode.ROTATED],
    "mirrored": [FaultCode.ROTATED],
    "mirrored_90": [FaultCode.ROTATED],
    "mirrored_180": [FaultCode.ROTATED],
    "mirrored_270": [FaultCode.ROTATED],
    "size_change": [FaultCode.NO_SOUND, FaultCode.HEADER_MISMATCH],
    "size_change_mkv": [FaultCode.NO_SOUND, FaultCode.HEADER_MISMATCH],
    "size_change_ts": [FaultCode.NO_SOUND, FaultCode.HEADER_MISMATCH],
    "wide_pixels": [FaultCode.NON_SQUARE_PIXELS],
    "narrow_pixels": [FaultCode.NON_SQUARE_PIXELS],
    "no_sound": [FaultCode.NO_SOUND],
    "late_sound": [FaultCode.LATE_SOUND],
    "silent_start": [FaultCode.SILENT_START],
    "short_sound": [FaultCode.SHORT_SOUND],
    "interlaced": [FaultCode.INTERLACED],
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_clip_has_its_fault_and_no_other(clips: ClipShelf, kind: str) -> None:
    assert codes(clips.kind(kind)) == EXPECTED.get(kind, [])


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("late_sound", "The sound starts 2.0 s after the picture."),
        ("short_sound", "The sound ends 3.0 s before the picture."),
        ("silent_start", "The first 6.0 s of the sound are digital silence (pre-event buffer)."),
        ("no_sound", "The clip has no sound."),
        ("edit_list", "7 frames before the start are cut off by the file's edit list and are not shown."),
        ("start_offset", "The file's own clock shows 10.0 s at the first frame; here it is 00:00.000."),
        ("rotated_90", "The picture is turned clockwise by 90° to show it upright, as the file asks."),
        ("wide_pixels", "Pixels are not square: the stored 320 × 240 are shown as 427 × 240."),
        (
            "vfr",
            "The frame rate varies: 43.5 % of the gaps between frames differ from the usual 33.3 ms (16.7 to 66.7 ms).",
        ),
    ],
)
def test_the_sentence_has_the_numbers(clips: ClipShelf, kind: str, sentence: str) -> None:
    assert [fault.text for fault in examined(clips.kind(kind)).faults] == [sentence]


def test_a_pre_event_buffer_without_sound_is_named(clips: ClipShelf) -> None:
    path = clips(frames=320, rate=10, audio_delay=30.0)
    assert the_fault(path, FaultCode.LATE_SOUND).text == "The sound starts 30.0 s after the picture (pre-event buffer)."


def test_a_pre_event_buffer_of_silence_is_measured(clips: ClipShelf) -> None:
    path = clips(frames=320, rate=10, silence=30.0)
    text = the_fault(path, FaultCode.SILENT_START).text
    assert text == "The first 30.0 s of the sound are digital silence (pre-event buffer)."


def test_a_short_silence_at_the_start_is_nothing_unusual(clips: ClipShelf) -> None:
    assert codes(clips(frames=320, rate=10, silence=2.0)) == []


def test_a_track_of_nothing_but_silence_is_said(clips: ClipShelf) -> None:
    path = clips(silence=60.0)
    assert the_fault(path, FaultCode.SILENT_START).text == "The sound track holds nothing but digital silence."


def test_two_minutes_of_silence_are_enough_to_listen_to(clips: ClipShelf) -> None:
    path = clips(frames=130, rate=1, silence=129.0, sample_rate=8000)
    text = the_fault(path, FaultCode.SILENT_START).text
    assert text == "At least the first 120 s of the sound are digital silence."


@pytest.mark.parametrize("audio_codec", ["pcm_s16le", "pcm_mulaw", "pcm_alaw", "pcm_u8", "aac", "ac3", "libmp3lame"])
def test_silence_is_silence_in_every_sample_format(tmp_path: Path, audio_codec: str) -> None:
    source = make_clip(tmp_path / "s.mov", frames=70, rate=10, silence=6.0, audio_codec="pcm_s16le")
    path = tmp_path / "coded.mov"
    ffmpeg("-i", source, "-c:v", "copy", "-c:a", audio_codec, path)
    silent_us = examined(path).details["silent_start_us"]
    assert abs(silent_us - 6_000_000) < 60_000


def test_dropped_frames_are_counted_and_found(tmp_path: Path, clips: ClipShelf) -> None:
    path = tmp_path / "dropped.mp4"
    ffmpeg("-i", clips.kind("cfr_30"), "-vf", "select='not(between(n,20,22)+eq(n,40))'", "-fps_mode", "passthrough",
           "-c:a", "copy", path)  # fmt: skip
    text = the_fault(path, FaultCode.MISSING_FRAMES).text
    assert text == "4 frames are missing in between; the longest hold is 0.13 s at 00:00.633."
    assert examined(path).facts.is_variable_rate


def test_damage_is_found_counted_and_said_with_what_was_checked(clips: ClipShelf) -> None:
    path = clips.damaged()
    found = examined(path)
    assert the_fault(path, FaultCode.BROKEN_PACKETS).text == "1 frame cannot be shown (all frames were checked)."
    assert found.facts.frame_count == 59
    assert found.details["lost_frames"] == 1


def test_damage_that_is_shown_is_said_too(clips: ClipShelf) -> None:
    text = the_fault(clips.damaged(".ts", b_frames=2), FaultCode.BROKEN_PACKETS).text
    assert text == "1 frame is shown with damage (all frames were checked)."


def test_damage_in_a_long_clip_is_found_at_its_key_frames(
    clips: ClipShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bwc_review.media.decode_check._FULL_PIXELS", 1)
    path = _with_a_broken_key_frame(clips(frames=300, gop=30), tmp_path)
    found = examined(path)
    assert "(all frames were checked)" in the_fault(path, FaultCode.BROKEN_PACKETS).text
    assert found.details["is_fully_decoded"]  # a suspicion is looked into


def test_a_long_healthy_clip_is_only_sampled(clips: ClipShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bwc_review.media.decode_check._FULL_PIXELS", 1)
    found = examined(clips(frames=300, gop=30))
    assert found.faults == ()
    assert found.details["decoded_frames"] == 16
    assert not found.details["is_fully_decoded"]


@pytest.mark.parametrize("keep", [0.5, 0.7, 0.9])
def test_a_cut_off_file_is_imported_with_what_it_has(clips: ClipShelf, keep: float) -> None:
    path = clips.truncated(keep=keep, frames=300)
    found = examined(path)
    assert 300 * (keep - 0.2) < found.facts.frame_count < 300 * (keep + 0.1)
    text = the_fault(path, FaultCode.TRUNCATED).text
    assert text.startswith("The file is cut short: ")
    assert text.endswith("Copy it again.")
    assert " of 300 frames are missing" in text


def test_a_cut_off_matroska_file_is_known_by_its_header(clips: ClipShelf) -> None:
    path = clips.truncated(".mkv", frames=300)
    assert the_fault(path, FaultCode.TRUNCATED).text.endswith("of the 10.0 s that it promises. Copy it again.")


def test_few_key_frames_are_said(clips: ClipShelf) -> None:
    text = the_fault(clips(frames=70, rate=10, gop=600), FaultCode.SPARSE_KEYFRAMES).text
    assert text == "Key frames are up to 7.0 s apart (at 00:00.000), so jumping there takes longer."


def test_a_wrong_suffix_is_said_and_does_no_harm(clips: ClipShelf, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(clips.kind("mpeg4_avi").read_bytes())
    assert the_fault(path, FaultCode.WRONG_SUFFIX).text == "The file is named “.mp4” but is an AVI file."
    assert examined(path).facts.frame_count == 60


@pytest.mark.parametrize("name", ["clip.MP4", "clip.bin", "clip"])
def test_unknown_and_capital_suffixes_are_no_fault(clips: ClipShelf, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(clips.kind("cfr_30").read_bytes())
    assert codes(path) == []


def test_a_header_that_promises_other_frames_is_said(clips: ClipShelf, tmp_path: Path) -> None:
    path = tmp_path / "count.avi"
    data = bytearray(clips.kind("mjpeg_avi").read_bytes())
    place = data.index(b"strh") + 8 + 32  # the stream header's length field (AVI RIFF reference)
    assert int.from_bytes(data[place : place + 4], "little") == 60
    data[place : place + 4] = (75).to_bytes(4, "little")
    path.write_bytes(data)
    text = the_fault(path, FaultCode.HEADER_MISMATCH).text
    assert text == "The header promises 75 frames; the file holds 60."


def test_a_change_of_size_within_the_file_is_said(clips: ClipShelf, tmp_path: Path) -> None:
    path = tmp_path / "sizes.ts"
    second = clips(".ts", size=(640, 480), start_offset=2.0, audio=False)
    path.write_bytes(clips(".ts", audio=False).read_bytes() + second.read_bytes())
    text = the_fault(path, FaultCode.HEADER_MISMATCH).text
    assert text == "The picture changes its size within the file: 320 × 240, 640 × 480."


def test_a_clock_that_jumps_back_is_said(clips: ClipShelf, tmp_path: Path) -> None:
    path = tmp_path / "again.ts"
    path.write_bytes(clips(".ts", audio=False, start_offset=60.0).read_bytes() + clips(".ts", audio=False).read_bytes())
    found = examined(path)
    assert found.facts.frame_count == 60
    text = the_fault(path, FaultCode.UNRELIABLE_TIMES).text
    assert "60 frames left out because the file's clock jumps there" in text


def test_sound_that_cannot_be_decoded_is_said(clips: ClipShelf, tmp_path: Path) -> None:
    path = tmp_path / "unknown.mov"
    path.write_bytes(clips.kind("mov_g711").read_bytes().replace(b"alaw", b"zzzz"))
    found = examined(path)
    assert found.facts.sound is None
    assert [fault.code for fault in found.faults] == [FaultCode.UNDECODABLE_SOUND]


def test_several_tracks_are_said_with_the_one_that_is_used(clips: ClipShelf, tmp_path: Path) -> None:
    path = tmp_path / "two.mkv"
    ffmpeg("-i", clips.kind("cfr_30"), "-i", clips(size=(640, 480)), "-map", "0", "-map", "1", "-c", "copy",
           "-disposition", "0", path)  # fmt: skip
    assert the_fault(path, FaultCode.SEVERAL_VIDEO_STREAMS).text == (
        "The file has 2 picture tracks; the one with 640 × 480 pixels is used."
    )
    assert the_fault(path, FaultCode.SEVERAL_SOUND_STREAMS).text == (
        "The file has 2 sound tracks; the one in stream 1 is used."
    )


def test_the_worst_comes_first(clips: ClipShelf) -> None:
    assert codes(clips.damaged(audio=False, rotation=90)) == [
        FaultCode.BROKEN_PACKETS,
        FaultCode.MISSING_FRAMES,
        FaultCode.NO_SOUND,
        FaultCode.ROTATED,
    ]


def test_details_hold_the_counts(clips: ClipShelf) -> None:
    spec = ClipSpec(**KINDS["edit_list"][1])
    details = examined(clips.kind("edit_list")).details
    assert details["shown_frames"] == spec.frames
    assert details["hidden_frames"] == spec.hidden_frames
    assert details["packets"] == spec.frames + spec.hidden_frames
    assert (details["picture_index"], details["sound_index"]) == (0, 1)


def ffmpeg(*arguments: str | Path) -> None:
    program = imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run([program, "-v", "error", "-y", *map(str, arguments)], check=True, stdin=subprocess.DEVNULL)


def _with_a_broken_key_frame(source: Path, folder: Path) -> Path:
    """A copy in which the last key frame is noise."""
    import av

    with av.open(str(source)) as container:
        keys = [packet for packet in container.demux(video=0) if packet.is_keyframe and packet.size]
        place, size = keys[-1].pos, keys[-1].size
    assert place is not None
    data = bytearray(source.read_bytes())
    data[place + 40 : place + size] = bytes(255 - byte for byte in data[place + 40 : place + size])
    path = folder / "broken-key.mp4"
    path.write_bytes(data)
    return path
