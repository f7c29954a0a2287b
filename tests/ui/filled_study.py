"""A real study for the pages' tests: two clips that carry their frame numbers, one before and one after a course."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from bwc_review.domain.time import Moment
from bwc_review.services.bootstrap import create_study, open_study
from bwc_review.ui.bridge.settings import UserSettings
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.commands.registry import Registry
from tests.helpers.clips import ClipShelf

PRE, POST = "K7Q2", "M3X9"
REVIEWER = "Reviewer A"
_MANIFEST = f"""file,code,recorded_at,officer,incident,case_open
before.mp4,{PRE},2025-02-18T20:41:10-06:00,Officer Cedar,S-1,no
after.mp4,{POST},2025-09-23T19:52:40-05:00,Officer Cedar,S-2,no
"""
_TRAINING = "officer,course,started_on,completed_on\nOfficer Cedar,De-escalation,2025-05-12,2025-05-14\n"
_INCIDENTS = "number,occurred_on,call_type\nS-1,2025-02-18,welfare_check\nS-2,2025-09-23,welfare_check\n"


@pytest.fixture(scope="session")
def filled_folder(tmp_path_factory: pytest.TempPathFactory, clips: ClipShelf) -> Path:
    """The folder of a filled study, made once; tests work on copies of it."""
    base = tmp_path_factory.mktemp("filled")
    footage = base / "footage"
    footage.mkdir()
    shutil.copy(clips.kind("cfr_30"), footage / "before.mp4")
    shutil.copy(clips.kind("cfr_25"), footage / "after.mp4")
    tables = {"manifest": _MANIFEST, "officers": "pseudonym\nOfficer Cedar\n", "training": _TRAINING}
    for name, text in {**tables, "incidents": _INCIDENTS}.items():
        (base / f"{name}.csv").write_text(text)
    shutil.copy(base / "manifest.csv", footage / "manifest.csv")
    with create_study(str(base / "study"), "Spring course", "lead") as study:
        study.records.import_csv(base / "officers.csv", base / "training.csv", base / "incidents.csv")
        study.library.import_paths([footage], footage / "manifest.csv")
        for code, first_us in ((PRE, 500_000), (POST, 800_000)):
            review = study.reviewing.start(study.library.by_code(code).id, "deesc-core", reviewer=REVIEWER)
            study.reviewing.press(review.id, "an.first_contact", Moment(first_us))
            study.reviewing.press(review.id, "tc.paraphrase", Moment(first_us + 300_000))
        applied = study.reviewing.press(review.id, "os.distance", Moment(100_000))
        study.reviewing.apply(applied.undo)
    return base / "study"


@pytest.fixture
def folder(tmp_path: Path, filled_folder: Path) -> Path:
    """A copy of the filled study."""
    return Path(shutil.copytree(filled_folder, tmp_path / "study"))


@pytest.fixture
def bridge(qtbot: QtBot, folder: Path) -> Iterator[StudyBridge]:
    """A bridge with the copy open, acted in by “auditor”."""
    made = StudyBridge(UserSettings())
    made.adopt(open_study(str(folder), "auditor"))
    yield made
    made.shut_down()


@pytest.fixture
def registry(bridge: StudyBridge) -> Registry:
    """An empty registry."""
    return Registry()


def until(qtbot: QtBot, happened: Callable[[], object]) -> None:
    """Run the event loop until a function is true."""
    qtbot.waitUntil(lambda: bool(happened()))
