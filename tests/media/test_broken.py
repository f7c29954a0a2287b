"""Broken and hostile files: each gets an honest answer, in a process of its own, within bounds of time and memory."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from bwc_review.domain.clip import FaultCode

pytestmark = pytest.mark.footage

LONGEST_S = 20
MOST_BYTES = 1 << 30
CHILD = """
import json, resource, sys
from pathlib import Path
from bwc_review.domain.errors import ReviewError
from bwc_review.domain.progress import CancelToken, silent
from bwc_review.media.intake import hash_and_examine
try:
    _, found = hash_and_examine(Path(sys.argv[1]), silent, CancelToken())
    answer = {"frames": found.facts.frame_count, "faults": [fault.code for fault in found.faults],
              "sentences": [fault.text for fault in found.faults]}
except ReviewError as error:
    answer = {"refused": error.code, "sentences": [error.message]}
answer["peak_kib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps(answer))
"""


@dataclass(frozen=True)
class Imported:
    """Taken, with these faults and so many frames."""

    frames: int
    faults: tuple[FaultCode, ...] = ()


@dataclass(frozen=True)
class Refused:
    """Not taken, for this reason."""

    code: str


F = FaultCode
EXPECTED: dict[str, Imported | Refused] = {
    "afl_h264_bad_ptr_800m.mp4": Refused("media.no_index"),
    "afl_h264_call_stack_overflow.mp4": Refused("media.no_tracks"),
    "dashcamigo_novatek_wrong_format.TS": Refused("media.codec"),
    "decord_corrupted.mp4": Imported(49, (F.BROKEN_PACKETS, F.MISSING_FRAMES, F.NO_SOUND)),
    "exiftool_M2TS_headeronly.mts": Refused("media.no_frames"),
    "exiftool_Pentax_headeronly.avi": Refused("media.no_frames"),
    "exiftool_QuickTime_headeronly.mov": Refused("media.no_frames"),
    "exiftool_RIFF_headeronly.avi": Refused("media.no_frames"),
    "gradio_avi_dropped_frame.avi": Imported(150, (F.MISSING_FRAMES, F.SILENT_START, F.HEADER_MISMATCH)),
    "hachoir_panasonic_hmc151_8k.MTS": Refused("media.no_frames"),
    "hachoir_pentax_headeronly.mov": Refused("media.no_frames"),
    "mapillary_text_named_hello.mp4": Refused("media.text"),
    "media3_audio_only.mp4": Refused("media.no_picture"),
    "media3_aux_tracks_zero_timescale.mp4": Imported(1, (F.UNRELIABLE_TIMES, F.NO_SOUND)),
    "media3_invalid_nalu.mp4": Imported(29, (F.BROKEN_PACKETS, F.MISSING_FRAMES, F.NO_SOUND)),
    "media3_malformed_free_box.mp4": Refused("media.no_index"),
    "media3_partially_fragmented.mp4": Imported(30, (F.HEADER_MISMATCH,)),
    "media3_sideloaded_no_moov_track.mp4": Refused("media.no_index"),
    "media3_vvc_unsupported_codec.mp4": Imported(120, (F.NO_SOUND,)),  # FFmpeg decodes VVC since version 7
    "moviepy_failing_audio.mp4": Imported(280, (F.SPARSE_KEYFRAMES,)),
    "moviepy_zero_byte_result.webm": Refused("media.empty"),
    "mp4parse_chunk_out_of_range.mp4": Refused("media.broken"),
    "mp4parse_no_timescale.mp4": Imported(
        170, (F.BROKEN_PACKETS, F.UNRELIABLE_TIMES, F.MISSING_FRAMES, F.NO_SOUND, F.BAD_ROTATION)
    ),
    "pymediainfo_sample_broken.mkv": Refused("media.broken"),
}


def test_every_broken_file_is_in_the_table(footage: Path) -> None:
    assert {path.name for path in (footage / "broken").iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_broken_file_gets_an_honest_answer(footage: Path, name: str) -> None:
    pytest.importorskip("resource")
    command = [sys.executable, "-c", CHILD, str(footage / "broken" / name)]
    done = subprocess.run(command, capture_output=True, timeout=LONGEST_S, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    answer = json.loads(done.stdout)
    assert answer["peak_kib"] * 1024 < MOST_BYTES
    assert all(sentence.endswith(".") and len(sentence) > 20 for sentence in answer["sentences"])
    expected = EXPECTED[name]
    if isinstance(expected, Refused):
        assert answer.get("refused") == expected.code
        assert len(answer["sentences"]) == 1
    else:
        assert (answer.get("frames"), tuple(answer.get("faults", ()))) == (expected.frames, expected.faults)
