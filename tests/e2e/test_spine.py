"""The main job on real footage: import, tag, reel, report; and the finished film read back frame by frame."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bwc_review.services.bootstrap import open_study
from tests.helpers.clips import ClipShelf
from tests.helpers.frames import find_frame_numbers, pictures_of

pytestmark = [pytest.mark.footage, pytest.mark.slow]

FOOTAGE = (
    "media/pov/gopro_max_walk.mp4",  # h264, first person, data tracks
    "media/phone/london_street_hevc_vfr.mp4",  # hevc, variable rate, odd size
    "media/street/quad_cctv_head_turns.mov",  # mpeg4 in mov
    "media/containers/canon_mjpeg_15fps_pcm.avi",  # mjpeg in avi, PCM sound
    "media/phone/rot180_vfr_10fps.mp4",  # turned, variable rate
    "media/street/marathon_singlekey.mp4",  # no sound, one key frame
    "media/containers/h264.ts",  # transport stream with a start offset
    "media/containers/flower_cc0.webm",  # vp8
    "media/timing/keyframes_every_10.mkv",  # mkv, AC-3
    "media/interlaced/sony_avchd_1080i.mts",  # interlaced
)
MADE = (
    "cfr_2997",
    "b_frames_gop_60",
    "vfr",
    "rotated_90",
    "no_sound",
    "vp9_webm",
    "3gp",
    "hevc",
    "start_offset",
    "mjpeg_avi",
)


def run(*words: str, study: Path, expected: int = 0) -> dict:
    """Run the command line as its users do, in a process of its own, and read its JSON."""
    command = [sys.executable, "-m", "bwc_review", *words, "--study", str(study), "--as", "Reviewer A", "--json"]
    finished = subprocess.run(command, capture_output=True, text=True, check=False, timeout=280)
    assert finished.returncode == expected, finished.stdout + finished.stderr
    assert "Traceback" not in finished.stderr
    return json.loads(finished.stdout)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory, footage: Path, clips: ClipShelf) -> Path:
    """A study with the real clips and the made ones, each with a code that says what it is."""
    folder = tmp_path_factory.mktemp("spine")
    manifest = folder / "clips.csv"
    rows = [f"{footage / name},R{index}" for index, name in enumerate(FOOTAGE)]
    rows += [f"{clips.kind(kind, frames=60)},M-{kind.replace('_', '-')}" for kind in MADE]
    manifest.write_text("file,code\n" + "\n".join(rows) + "\n", encoding="utf-8")
    made = folder / "study"
    run("study", "new", str(made), "--title", "Spine", study=made)
    paths = [row.rsplit(",", 1)[0] for row in rows]
    run("import", *paths, "--manifest", str(manifest), study=made)
    return made


def tag_lines(codes: list[str], at: str) -> str:
    shared = "Reviewer A,deesc-core,1.0.0"
    return "".join(f"{code},{shared},{behaviour},{at}\n" for code in codes for behaviour in ("an.first_contact",))


def test_every_clip_is_imported_tagged_filmed_and_reported(study: Path, tmp_path: Path) -> None:
    listed = {clip["code"] for clip in run("clips", "list", study=study)}
    codes = [f"R{index}" for index in range(len(FOOTAGE))] + [f"M-{kind.replace('_', '-')}" for kind in MADE]
    assert listed == set(codes)

    tags = tmp_path / "tags.csv"
    tags.write_text("clip,reviewer,rubric,rubric_version,behaviour,start\n" + tag_lines(codes, "0.2"), encoding="utf-8")
    run("tags", "import", str(tags), study=study)

    reel = tmp_path / "reel.yaml"
    singles = "".join(f'- single: {{clip: {code}, from: "0", to: "0.5", captions: tags}}\n' for code in codes[:10])
    pairs = "".join(
        f"- pair: {{pre: {left}, post: {right}, align: an.first_contact, before: 0.2, after: 0.4, captions: none}}\n"
        for left, right in zip(codes[0:10:2], codes[1:10:2], strict=True)
    )
    reel.write_text(
        f"schema: reel/1\ntitle: Spine\nselection: {{method: purposive}}\nsize: 1280x720\nitems:\n{singles}{pairs}",
        encoding="utf-8",
    )
    film = run("reel", "build", str(reel), "-o", str(tmp_path / "film.mp4"), study=study)
    assert (tmp_path / "film.mp4").stat().st_size > 100_000
    assert all(item["is_first_right"] and item["is_last_right"] for item in film["items"])

    run("report", "tags", "-o", str(tmp_path / "reports"), "--format", "pdf,xlsx,csv,json", study=study)
    tree = json.loads((tmp_path / "reports" / "tag-report.json").read_text(encoding="utf-8"))
    assert {review["clip"] for review in tree["reviews"]} == set(codes)
    assert run("audit", "verify", study=study)["is_clean"]


@pytest.mark.parametrize("kind", MADE)
def test_the_finished_film_starts_and_ends_on_the_chosen_frames(kind: str, study: Path, tmp_path: Path) -> None:
    code = f"M-{kind.replace('_', '-')}"
    with open_study(str(study), "Reviewer A") as opened:
        (source,) = opened.library.sources(opened.library.by_code(code).id)
    starts = source.table.starts_us
    first, last = 17, 43
    reel = tmp_path / "reel.yaml"
    begin, end = starts[first] / 1e6, starts[last + 1] / 1e6
    reel.write_text(
        "schema: reel/1\ntitle: T\nselection: {method: purposive}\nsize: 1280x720\nitems:\n"
        f'- single: {{clip: {code}, from: "{begin:.6f}", to: "{end:.6f}", captions: none, label: ""}}\n',
        encoding="utf-8",
    )
    output = tmp_path / "film.mp4"
    film = run("reel", "build", str(reel), "-o", str(output), study=study)
    item = film["items"][-1]
    seen: list[int] = []
    for index, picture in enumerate(pictures_of(output)):
        if item["start_frame"] <= index < item["end_frame"]:
            seen += [found.number for found in find_frame_numbers(picture)]
    assert seen[0] == first
    assert seen[-1] == last
    assert seen == sorted(seen)
