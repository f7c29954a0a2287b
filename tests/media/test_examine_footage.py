"""Real footage: what is measured agrees with what the index of the footage says was measured by other means."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import pytest

from bwc_review.domain.clip import Examination, FaultCode
from bwc_review.domain.progress import CancelToken, silent
from bwc_review.domain.time import us_from_pts
from bwc_review.media.examine import examine
from tests.conftest import footage_folder

pytestmark = pytest.mark.footage

_ROW = re.compile(r"^\| (media/\S+\.(?!txt)\w+) \| \d+ \| [^|]* \| ([^|]*\d+x\d+[^|]*) \|", re.MULTILINE)
# Where another track is shown, or where the container states a rate that its frames do not have.
OTHER_TRACK = {"media/speech/nasa_2v2a2s.mp4"}
WRONG_RATE = {"media/timing/keyframes_every_10.mkv"}


@dataclass(frozen=True)
class Row:
    """What the index says about a file."""

    path: str
    codec: str
    size: tuple[int, int]
    pixel_format: str
    rate: float
    packets: int
    shown: int
    keys: int
    odd_gaps_percent: float
    rotation_deg: int
    pixel_ratio: Fraction
    has_sound: bool


def _row(path: str, facts: str) -> Row:
    def found(pattern: str, default: str) -> str:
        match = re.search(pattern, facts)
        return match[1] if match else default

    width, height = found(r" (\d+x\d+)", "").split("x")
    packets = int(found(r"pkts (\d+)", "0"))
    return Row(
        path=path,
        codec=found(r"; (\w+)/\S+ \d+x\d+", ""),
        size=(int(width), int(height)),
        pixel_format=found(r"\d+x\d+ (\w+)", ""),
        rate=float(found(r"r/([\d.]+)avg", "0")),
        packets=packets,
        shown=int(found(r"decodes to (\d+)", str(packets))),
        keys=int(found(r"keys (\d+)", "0")),
        odd_gaps_percent=float(found(r"VFR ([\d.]+)%", "0")),
        rotation_deg=-int(found(r"display rotation (-?\d+)", "0")) % 360,
        pixel_ratio=Fraction(found(r"SAR (\d+:\d+)", "1:1").replace(":", "/")),
        has_sound="audio none" not in facts,
    )


def _rows() -> list[Row]:
    folder = footage_folder()
    if folder is None:
        return []
    return [_row(path, facts) for path, facts in _ROW.findall((folder / "INDEX.md").read_text(encoding="utf-8"))]


@cache
def _examined(path: Path) -> Examination:
    return examine(path, silent, CancelToken())


def test_the_index_lists_the_footage(footage: Path) -> None:
    listed = {row.path for row in _rows()}
    there = {path.relative_to(footage).as_posix() for path in (footage / "media").rglob("*") if path.is_file()}
    assert {path for path in there if not path.endswith((".txt", ".wav"))} == listed
    assert len(listed) > 40


@pytest.mark.parametrize("row", [row for row in _rows() if row.path not in OTHER_TRACK], ids=lambda row: row.path)
def test_facts_agree_with_the_index(footage: Path, row: Row) -> None:
    found = _examined(footage / row.path)
    facts = found.facts
    assert facts.codec == row.codec
    assert (facts.width, facts.height) == row.size
    assert facts.pixel_format == row.pixel_format
    assert facts.frame_count == len(found.table) == row.shown
    assert found.details["packets"] == row.packets
    assert row.path in WRONG_RATE or float(facts.rate) == pytest.approx(row.rate, rel=0.015)
    assert 100 * found.details["odd_gaps"] / max(1, found.details["gaps"]) == pytest.approx(
        row.odd_gaps_percent, abs=0.05
    )
    assert facts.is_variable_rate is (row.odd_gaps_percent > 0)
    assert facts.rotation_deg == row.rotation_deg
    assert facts.sample_aspect_ratio == row.pixel_ratio
    assert (facts.sound is not None) is row.has_sound
    hidden_keys = row.keys - found.details["key_frames"]
    assert 0 <= hidden_keys <= found.details["hidden_frames"]


@pytest.mark.parametrize(
    "name",
    [
        "containers/av1_aac.mp4",
        "containers/canon_mjpeg_15fps_pcm.avi",
        "containers/flower_cc0_fragmented.mp4",
        "containers/h264.ts",
        "containers/prores.mov",
        "interlaced/sony_avchd_1080i.mts",
        "phone/android_slowmo_vfr.mp4",
        "phone/gopher_vfr_portrait.mp4",
        "phone/iphone_hvc1_rot90_3mebx.mov",
        "phone/rot180_vfr_10fps.mp4",
        "speech/grid_bbaf2n.mpg",
        "street/quad_cctv_head_turns.mov",
        "timing/burned_timecode_30fps.mp4",
        "timing/firstpts_10s.mp4",
        "timing/iibbibb_editlist_1fps.mp4",
        "timing/keyframes_every_10.mkv",
        "timing/numbered_30fps_blue.webm",
        "timing/numbered_30fps_red.mkv",
        "timing/preroll_60fps_66x50.mov",
    ],
)
def test_the_table_is_the_times_at_which_frames_really_show(footage: Path, name: str) -> None:
    path = footage / "media" / name
    found = _examined(path)
    with av.open(str(path)) as container:
        shown = sorted(frame.pts for frame in container.decode(video=0) if frame.pts is not None)
    facts = found.facts
    assert list(found.table.starts_us) == [us_from_pts(pts - facts.first_pts, facts.time_base) for pts in shown]
    assert facts.first_pts == shown[0]


def test_of_two_default_pictures_the_larger_is_shown(footage: Path) -> None:
    found = _examined(footage / "media" / "speech" / "nasa_2v2a2s.mp4")
    assert (found.facts.width, found.facts.height, found.facts.frame_count) == (480, 270, 390)
    assert found.facts.rate == Fraction(30000, 1001)
    assert {fault.code for fault in found.faults} >= {
        FaultCode.SEVERAL_VIDEO_STREAMS,
        FaultCode.SEVERAL_SOUND_STREAMS,
    }


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("pov/gopro_max_walk.mp4", set()),
        ("pov/dashcam_highway_25fps.mp4", {FaultCode.SILENT_START}),
        ("phone/gopher_vfr_portrait.mp4", {FaultCode.VARIABLE_RATE}),
        ("phone/rot180_vfr_10fps.mp4", {FaultCode.VARIABLE_RATE, FaultCode.ROTATED}),
        ("timing/preroll_60fps_66x50.mov", {FaultCode.NO_SOUND, FaultCode.EDIT_LIST}),
        ("timing/firstpts_10s.mp4", {FaultCode.NO_SOUND, FaultCode.START_OFFSET, FaultCode.NON_SQUARE_PIXELS}),
        (
            "timing/long_362s_30fps_1080p.mp4",
            {FaultCode.SHORT_SOUND, FaultCode.SILENT_START, FaultCode.SPARSE_KEYFRAMES},
        ),
        ("street/marathon_singlekey.mp4", {FaultCode.NO_SOUND, FaultCode.SPARSE_KEYFRAMES}),
        ("interlaced/sony_avchd_1080i.mts", {FaultCode.INTERLACED}),
    ],
)
def test_faults_of_real_footage_are_those_that_it_has(footage: Path, name: str, codes: set[FaultCode]) -> None:
    assert {fault.code for fault in _examined(footage / "media" / name).faults} == codes
