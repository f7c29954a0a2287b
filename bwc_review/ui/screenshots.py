"""Pictures of every page in every theme, from the demo study: ``python -m bwc_review.ui.screenshots FOLDER``."""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from bwc_review import paths
from bwc_review.domain.ids import RecordingId, ReviewId, TagId
from bwc_review.domain.tag import ReviewState
from bwc_review.services.bootstrap import Study
from bwc_review.services.demo import DemoMaking
from bwc_review.services.jobs import JobState
from bwc_review.ui import app
from bwc_review.ui.bridge.settings import UserSettings
from bwc_review.ui.frame.window import MainWindow
from bwc_review.ui.pages.library import LibraryPage
from bwc_review.ui.pages.present.page import PresentPage
from bwc_review.ui.theme.apply import apply_theme
from bwc_review.ui.theme.tokens import THEMES

SIZE = (1440, 900)
_ACTOR = "Reviewer A"
_PATIENCE_S = 60.0
_CALM_MS = 900
_SCENE = "tc.reassure"  # in the demo a moment at which everybody is in the picture
_PARTS_BEFORE_A_PAIR, _INTO_THE_PAIR_US = 3, 12_000_000
_AT_WORK = (JobState.QUEUED, JobState.RUNNING)


def main(arguments: list[str] | None = None) -> int:
    """Take the pictures; the user's own settings are neither read nor changed.

    Args:
        arguments: As on the command line; None for the program's own.

    Returns:
        The exit code: 0.
    """
    parser = argparse.ArgumentParser(prog="python -m bwc_review.ui.screenshots", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--study", type=Path, help="a demo study that is there already; one is made otherwise")
    parser.add_argument("--theme", choices=list(THEMES), help="only this theme")
    parser.add_argument("--scale", type=int, default=1, help="2 for pictures of twice the size")
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bwc-review-") as home:
        os.environ[paths.HOME_VARIABLE] = home
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        study = options.study or DemoMaking(Path(home) / "demo-study", _ACTOR).run().folder
        for theme in [options.theme] if options.theme else list(THEMES):
            Photographer(options.folder, theme, options.scale).run(study)
    return 0


class Photographer:
    """Walks through the window in one theme."""

    def __init__(self, folder: Path, theme: str, scale: int = 1) -> None:
        self._folder = folder
        self._theme = theme
        self._scale = scale
        qt = app.application()
        settings = UserSettings()
        settings.actor = _ACTOR
        settings.theme = THEMES[theme]
        apply_theme(qt, settings.theme)
        self._window: MainWindow = app.make_window(settings)
        self._window.resize(*SIZE)
        self._window.show()

    def run(self, study: Path) -> None:
        """Take every picture and close the window."""
        window = self._window
        self._take("welcome")
        window.open_study(str(study))
        library = self._library_with_clips()
        last = library.model.item_at(library.model.rowCount() - 1)
        library.choose(last.id)
        wait_until(lambda: library.details.code == last.code)
        self._take("library")
        window.registry.action("library.grid").trigger()
        self._take("library-grid")
        window.registry.action("library.grid").trigger()
        window.show_keys()
        self._take("keys")
        window.show_keys()
        library.filters.words.setText("no such clip")
        self._take("library-nothing-found")
        library.filters.clear()
        window.bridge.set_blinded(True)
        self._take("library-blinded")
        window.bridge.set_blinded(False)
        self._library_with_clips()
        self._take_review(library)
        for name in ("compare", "present", "audit", "rubrics", "settings"):
            window.show_page(name)
            if name == "present" and window.bridge.study.exporting.films():
                self._show_a_pair()
            self._take(name)
        window.close()
        wait(0)

    def _take_review(self, library: LibraryPage) -> None:
        """Pictures of a review that is being worked on, at a tag in its middle, with film and sound read."""
        window = self._window
        scene = _scene(window.bridge.study)
        if scene is None:
            window.open_recording(library.model.item_at(0).id)
            self._take("review")
            return
        window.show_tag(*scene)
        wait(_CALM_MS)
        wait_until(lambda: not any(job.state in _AT_WORK for job in window.bridge.jobs.jobs))
        for name, action in (("review-tags", "review.show_tags"), ("review", "review.show_pad")):
            window.registry.action(action).trigger()
            self._take(name)

    def _show_a_pair(self) -> None:
        """Let the newest film be read, and go past its cards to the first pair."""
        page = self._window.page("present")
        if not isinstance(page, PresentPage):
            message = "Present is not the page of films."
            raise TypeError(message)
        wait_until(lambda: page.player.path is not None)
        for _ in range(_PARTS_BEFORE_A_PAIR):
            self._window.registry.action("present.next").trigger()
        page.player.transport.move(_INTO_THE_PAIR_US)

    def _library_with_clips(self) -> LibraryPage:
        wait_until(lambda: self._window.page_name == "library")
        page = self._window.page("library")
        if not isinstance(page, LibraryPage):
            message = "The library is not the library page."
            raise TypeError(message)
        wait_until(lambda: page.model.rowCount() > 0)
        return page

    def _take(self, name: str) -> None:
        wait(_CALM_MS)
        picture = photograph(self._window, self._scale)
        picture.save(str(self._folder / f"{name}-{self._theme}.png"))


def _scene(study: Study) -> tuple[RecordingId, ReviewId, TagId] | None:
    """A tag of a review, which is open if any is; None in a study without tags."""
    reviews = [review for row in study.library.rows() for review in study.reviewing.reviews(row.recording.id)]
    for review in sorted(reviews, key=lambda found: found.state is not ReviewState.DRAFT):
        points = [tag for tag in study.reviewing.tags(review.id) if tag.end is None]
        if points:
            tag = next((tag for tag in points if tag.behaviour_id == _SCENE), points[0])
            return review.recording_id, review.id, tag.id
    return None


def photograph(widget: QWidget, scale: int) -> QPixmap:
    """A picture of a widget with what floats over it, `scale` times its size."""
    picture = QPixmap(widget.size() * scale)
    picture.setDevicePixelRatio(scale)
    widget.render(picture)
    return picture


def wait(span_ms: int) -> None:
    """Let the window work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(span_ms, loop.quit)
    loop.exec()
    QApplication.sendPostedEvents()


def wait_until(condition: Callable[[], bool]) -> None:
    """Let the window work until something is true.

    Raises:
        TimeoutError: It did not become true in a minute.
    """
    end_s = time.monotonic() + _PATIENCE_S
    while not condition():
        if time.monotonic() > end_s:
            message = "The window did not get ready for its picture."
            raise TimeoutError(message)
        wait(20)


if __name__ == "__main__":
    sys.exit(main())
