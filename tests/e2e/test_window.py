"""The real window under a virtual screen: a reviewer tags by keys and the program is killed; nothing is lost."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bwc_review.domain.progress import CancelToken, silent
from bwc_review.services.bootstrap import create_study, open_study
from tests.helpers.clips import ClipShelf

pytestmark = [pytest.mark.window, pytest.mark.slow]
ROOT = Path(__file__).parents[2]


def tagged_until_killed(study: Path) -> list[tuple[str, int, int | None]]:
    """Run the session under Xvfb; the tags that the window had acknowledged when it was killed."""
    server = shutil.which("xvfb-run")
    assert server is not None, "The window's test needs Debian's xvfb."
    command = [
        server,
        "-a",
        "-s",
        "-screen 0 1440x900x24",
        sys.executable,
        "-m",
        "tests.e2e.tagging_session",
        str(study),
    ]
    environment = os.environ | {"QT_QPA_PLATFORM": "xcb", "PYTHONUNBUFFERED": "1"}
    finished = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=200
    )
    assert "Traceback" not in finished.stderr, finished.stderr
    blocks = finished.stdout.split("--\n")
    assert len(blocks) == 5, finished.stdout + finished.stderr
    tags: list[tuple[str, int, int | None]] = []
    for line in blocks[-2].splitlines():
        code, start, end = line.split()
        tags.append((code, int(start), None if end == "-" else int(end)))
    return tags


def test_every_tag_that_the_window_acknowledged_is_there_after_a_kill(tmp_path: Path, clips: ClipShelf) -> None:
    folder = tmp_path / "study"
    with create_study(str(folder), "Window", "Reviewer A") as study:
        path = clips(".mp4", frames=240, size=(640, 360))
        imported = study.library.import_paths([path], None, silent, CancelToken())
        assert len(imported.imported) == 1
        study.rubrics.install("deesc-core")

    acknowledged = tagged_until_killed(folder)

    with open_study(str(folder), "Reviewer A") as study:
        (row,) = study.library.rows()
        (source,) = study.library.sources(row.recording.id)
        (review,) = study.reviewing.reviews(row.recording.id)
        kept = [
            (tag.behaviour_id, tag.start.us, tag.end.us if tag.end else None) for tag in study.reviewing.tags(review.id)
        ]
        assert sorted(kept) == sorted(acknowledged)
        codes = ["os.cover", "os.distance", "sj.agitation", "tc.introduce", "tc.shout"]
        assert [code for code, *_ in sorted(kept)] == codes
        cover, _, agitation, _, shout = sorted(study.reviewing.tags(review.id), key=lambda tag: tag.behaviour_id)
        assert cover.end is not None
        assert cover.end - cover.start > 1_000_000  # one state, whatever the system repeated meanwhile
        assert agitation.level == 3
        assert (shout.actor, shout.confidence, shout.modifiers) == ("O2", 1, (("safety", "yes"),))
        assert shout.note == "two people speak"
        starts = set(source.table.starts_us)
        assert all(start in starts for _, start, _ in kept)
        assert study.auditing.verify(silent, CancelToken()).chain_fault is None
