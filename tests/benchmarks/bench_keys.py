"""Keys and clicks that 60 scripted events take on the real review page, beside BORIS.

python -m tests.benchmarks.bench_keys --json
"""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bwc_review.domain.progress import CancelToken, silent
from bwc_review.domain.time import Moment
from bwc_review.services.bootstrap import create_study
from bwc_review.ui.app import application
from bwc_review.ui.bridge.settings import UserSettings
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.frame.window import MainWindow
from bwc_review.ui.pages.review.page import ReviewPage
from bwc_review.ui.theme.apply import apply_theme
from bwc_review.ui.theme.tokens import DARK
from tests.benchmarks.rows import Row, against, alone, say
from tests.helpers.coding_script import (
    END,
    LEVEL,
    MODIFIED,
    POINT,
    RATE,
    START,
    Count,
    boris_count,
    code,
    script,
    subject_changes,
)
from tests.helpers.frames import make_clip

REVIEWER = "Reviewer A"
FRAMES = 2_400  # four times as long as the script: a slow machine comes to the end as well
BORIS = "BORIS 9.15.0 at its best, by its own key handling"
AIMS = {"point": (30, 1.0), "state": (10, 2.0), "level change": (10, 1.0), "point with a modifier": (10, 2.0)}


def wait_for(app: QApplication, is_so: Callable[[], object]) -> None:
    """Run the event loop until something is true."""
    until = time.monotonic() + 60
    while not is_so():
        app.processEvents()
        if time.monotonic() > until:
            raise TimeoutError


def count_ours(folder: Path) -> tuple[Count, int]:
    """Code the script while its clip plays; what that took, and how many tags are on the disk."""
    clip = make_clip(folder / "clip.mp4", frames=FRAMES, rate=RATE, gop=60, size=(320, 180), audio=False)
    study = create_study(str(folder / "study"), "Benchmark", REVIEWER)
    study.library.import_paths([clip], None, silent, CancelToken())
    (row,) = study.library.rows()
    review = study.reviewing.start(row.recording.id, "deesc-core")
    app = application()
    apply_theme(app, DARK)
    settings = UserSettings()
    settings.actor = REVIEWER
    bridge = StudyBridge(settings)
    window = MainWindow(bridge)
    window.resize(1440, 900)
    window.show()
    bridge.adopt(study)
    window.open_recording(row.recording.id)
    page = window.page("review")
    assert isinstance(page, ReviewPage)
    transport = page.player.transport
    wait_for(app, lambda: page.review is not None and transport.shown is not None)
    QTest.keyClick(page, " ")
    last = Moment(-1)

    def reached(frame: int) -> None:
        nonlocal last
        earliest = max(last, Moment((frame - 1) * 1_000_000 // RATE))
        wait_for(app, lambda: transport.shown is not None and transport.shown > earliest)
        last = transport.shown or last

    found = code(page, script(), reached, lambda: transport.is_playing)
    stored = len(study.reviewing.tags(review.id))
    window.close()
    return found, stored


def rows_of(ours: Count, stored: int) -> list[Row]:
    """Keys for each kind of event, and all together beside BORIS."""
    theirs, subjects = boris_count(script()), subject_changes(script())
    kinds = {"point": (POINT,), "state": (START, END), "level change": (LEVEL,), "point with a modifier": (MODIFIED,)}
    found: list[Row] = []
    for name, parts in kinds.items():
        events, aim = AIMS[name]
        keys, reference = (sum(count.by_kind[part] for part in parts) for count in (ours, theirs))
        found.append(alone(f"keys for a {name}", keys / events, "keys", aim))
        found.append(alone(f"keys for a {name}, {BORIS}", reference / events, "keys"))
    found.append(against("keys for 60 events", ours.keys, "keys", BORIS, theirs.keys, 1.0))
    who, with_subjects = f"{BORIS}, with a focal subject as here", theirs.keys + subjects
    found.append(against("keys for 60 events with who shows them", ours.keys, "keys", who, with_subjects, 1.0))
    found.append(alone("Shift, Ctrl and Alt held for them", ours.held, "keys"))
    found.append(alone("clicks for 60 events", ours.clicks, "clicks", 0))
    found.append(alone("dialogs for 60 events", ours.dialogs, "", 0))
    found.append(alone("pauses forced by 60 events", ours.pauses, "", 0))
    found.append(alone(f"dialogs and pauses for 60 events, {BORIS}", theirs.dialogs, ""))
    found.append(alone("events of 60 that are not on the disk", 60 - stored, "", 0))
    return found


def main() -> None:
    """Count and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["BWC_REVIEW_HOME"] = str(folder / "home")
        say(rows_of(*count_ours(folder)))


if __name__ == "__main__":
    main()
