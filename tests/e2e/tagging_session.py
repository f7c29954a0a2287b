"""A reviewer at the real window, for `test_window`: opens a clip, plays, tags by keys, and is killed in the middle.

Run as ``python -m tests.e2e.tagging_session STUDY``. Prints a line for each tag that the window has acknowledged.
"""

import os
import signal
import subprocess
import sys

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bwc_review.domain.coding_choices import Target, TargetChoice
from bwc_review.domain.tag import Tag
from bwc_review.ui import app
from bwc_review.ui.bridge.settings import UserSettings
from bwc_review.ui.pages.library import LibraryPage
from bwc_review.ui.pages.review.page import ReviewPage
from bwc_review.ui.screenshots import wait_until
from bwc_review.ui.theme.apply import apply_theme

HOLD_US = 1_500_000  # longer than it takes until the X server repeats a key


def main() -> None:
    """Tag, say what is on the disk, and die without a goodbye."""
    qt = app.application()
    settings = UserSettings()
    settings.actor = "Reviewer A"
    apply_theme(qt, settings.theme)
    window = app.make_window(settings)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window), "The window did not get the keyboard."
    window.open_study(sys.argv[1])
    wait_until(lambda: window.page_name == "library")
    library = window.page("library")
    assert isinstance(library, LibraryPage)
    wait_until(lambda: library.model.rowCount() == 1)
    library.choose(library.model.item_at(0).id)
    QTest.keyClick(library.view, Qt.Key.Key_Return)
    wait_until(lambda: window.page_name == "review")
    page = window.page("review")
    assert isinstance(page, ReviewPage)
    wait_until(lambda: page.side.start.isVisible())
    page.start_review("deesc-core", "1.0.0", "Reviewer A", "")
    wait_until(lambda: page.review is not None)
    wait_until(lambda: page.player.transport.shown is not None)
    tag(page)
    code_with_hands(page)
    os.kill(os.getpid(), signal.SIGKILL)


def tag(page: ReviewPage) -> None:
    """A point while the clip plays, then a state from one paused frame to another."""
    QTest.keyClick(page, Qt.Key.Key_Space)
    wait_until(lambda: page.player.transport.position.us > 300_000)
    QTest.keyClick(page, Qt.Key.Key_Q)
    acknowledged(page, 1)
    QTest.keyClick(page, Qt.Key.Key_Space)
    QTest.keyClick(page, Qt.Key.Key_U)
    acknowledged(page, 2)
    before = page.player.transport.position
    QTest.keyClick(page, Qt.Key.Key_Period)
    wait_until(lambda: page.player.transport.position > before)
    QTest.keyClick(page, Qt.Key.Key_U)
    wait_until(lambda: all(item.end is not None for item in page.table.tags if item.behaviour_id == "os.distance"))
    acknowledged(page, 2)


def code_with_hands(page: ReviewPage) -> None:
    """Keys that come from the X server: a level, second keys, a note, and a state while its key is held down."""
    settings = page.bridge.coding
    held = settings.choices("deesc-core").having(Target("os.cover"), TargetChoice(is_held=True))
    settings.keep_choices("deesc-core", held)
    hands("key", "shift+3")
    wait_until(lambda: [item.level for item in page.table.tags if item.behaviour_id == "sj.agitation"] == [3])
    hands("key", "z")
    wait_until(lambda: len(page.table.tags) == 4)
    hands("key", "alt+1", "alt+c", "alt+shift+2")
    wait_until(lambda: (shout(page).actor, shout(page).confidence, bool(shout(page).modifiers)) == ("O2", 1, True))
    hands("key", "F2")
    hands("type", "--delay", "20", "two people speak")
    hands("key", "Return", "Escape")
    wait_until(lambda: shout(page).note == "two people speak")
    hands("key", "space")
    wait_until(lambda: page.player.transport.is_playing)
    hands("keydown", "i")
    begun = page.player.transport.position
    wait_until(lambda: page.player.transport.position - begun > HOLD_US)
    hands("keyup", "i")
    wait_until(lambda: [item.end is None for item in page.table.tags if item.behaviour_id == "os.cover"] == [False])
    hands("key", "space")
    acknowledged(page, 5)


def shout(page: ReviewPage) -> Tag:
    """The tag of the shouted command, as the window shows it."""
    return next(item for item in page.table.tags if item.behaviour_id == "tc.shout")


def hands(*words: str) -> None:
    """Let xdotool press keys: what arrives has passed through the X server, with its repeats."""
    subprocess.run(["xdotool", *words], check=True, timeout=20)


def acknowledged(page: ReviewPage, count: int) -> None:
    """Wait until the window shows so many tags, and tell the test what they are."""
    wait_until(lambda: len(page.table.tags) == count)
    for item in page.table.tags:
        print(item.behaviour_id, item.start.us, item.end.us if item.end else "-", flush=True)
    print("--", flush=True)


if __name__ == "__main__":
    main()
