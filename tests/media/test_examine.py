"""Examining: refusals in one sentence, progress, stopping, and hashing at its side."""

import hashlib
import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from bwc_review.domain.errors import Cancelled, EnvironmentFault, InputError
from bwc_review.domain.progress import CancelToken, Progress, silent
from bwc_review.media.decode_check import DecodeCheck
from bwc_review.media.examine import examine
from bwc_review.media.intake import hash_and_examine
from tests.helpers.clips import ClipShelf
from tests.helpers.frames import make_clip


def refused(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        examine(path, silent, CancelToken())
    return caught.value


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "code", "words"),
    [
        ("empty.mp4", b"", "media.empty", "The file is empty (0 bytes)."),
        ("notes.mp4", b"Officer arrived at 10:02.\n", "media.text", "This is a text file, not a video."),
        ("umlauts.avi", "Grüße\r\n".encode() * 900, "media.text", "This is a text file, not a video."),
        ("excel.mp4", "Beamter;Größe\r\n".encode("latin-1"), "media.text", "This is a text file, not a video."),
        ("page.mp4", b"<html><body>Sign in</body></html>", "media.text", "This is a text file, not a video."),
        ("report.mp4", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "media.not_video", "This is a PDF document, not a video."),
        ("photo.mp4", b"\xff\xd8\xff\xe0\x00\x10JFIF", "media.not_video", "a still picture (JPEG)"),
        ("export.mp4", b"PK\x03\x04\x14\x00", "media.not_video", "a ZIP archive"),
        ("noise.mp4", bytes([7, 0, 200, 13] * 500), "media.unknown", "It reads MP4, MOV, MKV, AVI"),
        ("riff.avi", b"RIFF\x00\x00\x00\x00AVI \x00", "media.broken", "The start of the file is damaged"),
        ("head.mkv", b"\x1a\x45\xdf\xa3\x01\x02", "media.broken", "The start of the file is damaged"),
        ("head.mp4", b"\x00\x00\x00\x10ftypisom\x00\x00\x02\x00", "media.no_index", "no index (“moov”)"),
        ("huge.mp4", b"\x00\x00\x00\x01mdat" + b"\xff" * 40, "media.no_index", "no index (“moov”)"),
        (
            "large-box.mp4",
            b"\x00\x00\x00\x01free" + (24).to_bytes(8) + b"\0" * 8 + b"\0\0\0\x08mdat",
            "media.no_index",
            "moov",
        ),
        ("empty-index.mp4", b"\x00\x00\x00\x08moov" + b"\x00" * 40, "media.no_tracks", "neither a picture nor a sound"),
    ],
)
def test_what_is_no_clip_is_refused_with_the_reason(
    tmp_path: Path, name: str, data: bytes, code: str, words: str
) -> None:
    error = refused(written(tmp_path, name, data))
    assert error.code == code
    assert words in error.message


def test_a_recording_that_was_never_closed_is_refused(tmp_path: Path, clips: ClipShelf) -> None:
    source = clips("." + "mp4")
    data = source.read_bytes()
    moov = data.index(b"moov") - 4
    size = int.from_bytes(data[moov : moov + 4])
    assert refused(written(tmp_path, "open.mp4", data[:moov] + data[moov + size :])).code == "media.no_index"


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".wav"])
def test_sound_without_a_picture_is_refused(tmp_path: Path, clips: ClipShelf, suffix: str) -> None:
    path = tmp_path / f"sound{suffix}"
    codec = "pcm_s16le" if suffix == ".wav" else "copy"
    ffmpeg("-i", clips.kind("cfr_30"), "-vn", "-c:a", codec, path)
    assert refused(path).message == "This file has sound but no picture."


def test_a_codec_that_is_not_known_is_refused(tmp_path: Path, clips: ClipShelf) -> None:
    path = written(tmp_path, "new.mp4", clips.kind("cfr_30").read_bytes().replace(b"avc1", b"zzzz"))
    error = refused(path)
    assert error.code == "media.codec"
    assert "H.264 MP4" in error.message


def test_a_header_without_pictures_is_refused(tmp_path: Path, clips: ClipShelf) -> None:
    data = clips.kind("cfr_30").read_bytes()
    mdat = data.index(b"mdat") + 4
    assert refused(written(tmp_path, "head.mp4", data[:mdat])).code == "media.no_frames"


def test_a_picture_that_would_fill_the_memory_is_refused(
    tmp_path: Path, clips: ClipShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bwc_review.media.opening._MOST_PIXELS", 320 * 240 - 1)
    error = refused(clips.kind("cfr_30"))
    assert error.code == "media.too_large"
    assert "320 × 240" in error.message


def test_playlists_are_not_followed(tmp_path: Path, clips: ClipShelf) -> None:
    clip = clips.kind("ts")
    playlist = f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{clip}\n#EXT-X-ENDLIST\n"
    script = f"ffconcat version 1.0\nfile '{clip}'\n"
    for name, text in (
        ("list.m3u8", playlist),
        ("list.mp4", playlist),
        ("join.ffconcat", script),
        ("join.mp4", script),
    ):
        assert refused(written(tmp_path, name, text.encode())).code == "media.text"


@pytest.mark.parametrize("name", ["concat:a|b.mp4", "clip %d.mp4", "Übung – 1.mp4", "-y.mp4", 'a\'b "c".mp4'])
def test_odd_file_names_are_only_names(tmp_path: Path, clips: ClipShelf, name: str) -> None:
    path = written(tmp_path, name, clips.kind("cfr_30").read_bytes())
    assert examine(path, silent, CancelToken()).facts.frame_count == 60


@pytest.mark.skipif(sys.platform != "linux", reason="file names of bytes are Linux's own")
def test_a_name_that_is_no_text_is_refused(tmp_path: Path, clips: ClipShelf) -> None:
    name = os.fsdecode(b"clip-\xff.mp4")
    path = written(tmp_path, name, clips.kind("cfr_30").read_bytes())
    assert refused(path).code == "media.name"


@pytest.mark.parametrize(
    ("name", "code"), [("missing.mp4", "file.missing"), (".", "file.is_folder"), ("clip.mp4/x.mp4", "file.missing")]
)
def test_a_file_that_is_not_there_is_the_environments_fault(tmp_path: Path, name: str, code: str) -> None:
    written(tmp_path, "clip.mp4", b"x")
    with pytest.raises(EnvironmentFault) as caught:
        examine(tmp_path / name, silent, CancelToken())
    assert caught.value.code == code


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.mp4"
    os.mkfifo(path)
    with pytest.raises(EnvironmentFault) as caught:
        examine(path, silent, CancelToken())
    assert caught.value.code == "file.not_plain"


def test_a_path_can_be_relative(clips: ClipShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    path = clips.kind("cfr_30")
    monkeypatch.chdir(path.parent)
    assert examine(Path(path.name), silent, CancelToken()).facts.frame_count == 60


@pytest.mark.parametrize("kind", ["cfr_30", "mkv"])
def test_progress_rises_to_the_end(clips: ClipShelf, kind: str) -> None:
    steps: list[Progress] = []
    examine(clips.kind(kind), steps.append, CancelToken())
    done = [step.done for step in steps]
    assert done == sorted(done)
    assert steps[-1].fraction == 1.0
    assert all(step.text for step in steps)


@pytest.mark.parametrize("kind", ["cfr_30", "mkv"])
def test_it_stops_when_asked(clips: ClipShelf, kind: str) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        examine(clips.kind(kind), silent, cancel)


def test_reading_is_given_up_when_far_more_comes_than_the_file_holds(
    clips: ClipShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = clips(".mkv", frames=300, audio=False)
    monkeypatch.setattr("bwc_review.media.reading_limits._MOST_PASSES", 0)
    monkeypatch.setattr("bwc_review.media.reading_limits._SLACK_BYTES", path.stat().st_size // 2)
    monkeypatch.setattr("bwc_review.media.examine.check_decoding", lambda *_: DecodeCheck([(320, 240)], times=[0]))
    found = examine(path, silent, CancelToken())
    assert 50 < found.facts.frame_count < 250
    assert any("Reading was given up" in fault.text for fault in found.faults)


def test_ffmpeg_says_nothing_on_the_terminal(clips: ClipShelf) -> None:
    code = (
        "import sys; from pathlib import Path; from bwc_review.domain.progress import CancelToken, silent;"
        "from bwc_review.media.examine import examine; examine(Path(sys.argv[1]), silent, CancelToken())"
    )
    done = subprocess.run([sys.executable, "-c", code, str(clips.damaged(b_frames=2))], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")


def test_tracks_that_appear_on_the_way_do_no_harm(clips: ClipShelf, tmp_path: Path) -> None:
    more = tmp_path / "more.ts"
    ffmpeg("-i", clips(".ts", start_offset=2.0), "-map", "0:v", *["-map", "0:a"] * 6, "-c", "copy", "-copyts", more)
    path = written(tmp_path, "both.ts", clips(".ts").read_bytes() + more.read_bytes())
    assert examine(path, silent, CancelToken()).facts.frame_count > 110


# Side by side with hashing


def test_hash_and_examination_come_together(clips: ClipShelf) -> None:
    path = clips.kind("vfr")
    digest, examination = hash_and_examine(path, silent, CancelToken())
    assert digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert examination == examine(path, silent, CancelToken())


def test_progress_is_told_in_the_callers_thread(clips: ClipShelf) -> None:
    threads: set[str] = set()
    hash_and_examine(clips.kind("cfr_30"), lambda _: threads.add(threading.current_thread().name), CancelToken())
    assert threads == {threading.current_thread().name}


def test_a_refusal_is_told_not_the_stopped_hashing(tmp_path: Path) -> None:
    path = written(tmp_path, "noise.mp4", np.random.default_rng(1).bytes(64 << 20))
    with pytest.raises(InputError) as caught:
        hash_and_examine(path, silent, CancelToken())
    assert caught.value.code == "media.unknown"


def test_stopping_stops_both(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "clip.mkv")
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        hash_and_examine(path, silent, cancel)
    assert threading.active_count() == 1 or not [t for t in threading.enumerate() if t.name.startswith("examine")]


def test_a_file_that_is_being_copied_is_not_taken(tmp_path: Path, clips: ClipShelf) -> None:
    path = written(tmp_path, "copying.mp4", clips.kind("cfr_30").read_bytes())

    def grow(_: Progress) -> None:
        with path.open("ab") as file:
            file.write(b"more")

    cancel = CancelToken()
    path.write_bytes(path.read_bytes() + bytes(40 << 20))
    with pytest.raises(EnvironmentFault) as caught:
        hash_and_examine(path, grow, cancel)
    assert caught.value.code == "file.changed"


def ffmpeg(*arguments: str | Path) -> None:
    import imageio_ffmpeg

    program = imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run([program, "-v", "error", "-y", *map(str, arguments)], check=True, stdin=subprocess.DEVNULL)
