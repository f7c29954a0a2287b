"""As a blinded reviewer: no page tells the file, the officer, the date or the phase; masks, queue, stop point."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QAction, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from bwc_review.domain.blinding import Guess, MaskBox
from bwc_review.domain.remark import ReasonKind
from bwc_review.domain.tag import ReviewState
from bwc_review.domain.time import Moment
from bwc_review.services.assigning import PlanWish
from bwc_review.services.bootstrap import Study, open_study
from bwc_review.ui.bridge.settings import UserSettings
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.frame.window import MainWindow
from bwc_review.ui.pages.review.page import ReviewPage
from tests.ui.filled_study import PRE, filled_folder  # noqa: F401 - a fixture

REVIEWER = "Reviewer C"
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
# File names, officer, calls, days, times and the other reviewer of the filled study: nowhere, not even out of sight.
SECRETS = re.compile(
    r"before\.mp4|after\.mp4|cedar|\bS-[12]\b|2025-0[29]|18 feb|23 sep|20:41|19:52|welfare|reviewer a\b", re.IGNORECASE
)
# Words for phases stand in lists and headings of the pages that are out of sight; none may be seen.
PHASES = re.compile(r"\bpre\b|\bpost\b|pre-training|post-training", re.IGNORECASE)
# Words of the window itself, which are the same for every clip.
KNOWN = ("&Before the training", "&After the training")


class Blinded:
    """A blinded reviewer at the window."""

    def __init__(self, bot: QtBot, window: MainWindow, study: Study) -> None:
        self.bot = bot
        self.window = window
        self.study = study

    @property
    def review(self) -> ReviewPage:
        page = self.window.page("review")
        assert isinstance(page, ReviewPage)
        return page

    def waits(self, is_so: object) -> None:
        self.bot.waitUntil(lambda: bool(is_so()))  # pyright: ignore[reportCallIssue]

    def opens(self, code: str) -> None:
        self.window.open_recording(self.study.library.by_code(code).id)
        self.waits(lambda: self.review.player.transport.shown is not None and self.review.side.start.isVisible())

    def keys(self, key: Qt.Key | str, with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, with_)


@pytest.fixture
def study(tmp_path: Path, filled_folder: Path) -> Study:  # noqa: F811
    shutil.copytree(filled_folder, tmp_path / "study")
    return open_study(str(tmp_path / "study"), REVIEWER)


@pytest.fixture
def blinded(qtbot: QtBot, dark: QApplication, study: Study) -> Iterator[Blinded]:
    settings = UserSettings()
    settings.actor = REVIEWER
    settings.is_blinded = True
    bridge = StudyBridge(settings)
    window = MainWindow(bridge)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    bridge.adopt(study)
    yield Blinded(qtbot, window, study)
    window.close()


def texts(root: QWidget) -> Iterator[str]:
    """Everything that a widget and those in it show, say or describe, whether in front or behind."""
    for widget in (root, *root.findChildren(QWidget)):
        yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.statusTip())
        yield from (widget.windowTitle(), str(getattr(widget, "_text", "")))
        if isinstance(widget, QLabel | QLineEdit):
            yield widget.text()
        elif hasattr(widget, "text") and callable(widget.text):
            yield str(widget.text())
        if isinstance(widget, QComboBox):
            yield from (widget.itemText(place) for place in range(widget.count()))
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from cells(widget.model())
        yield from (part for action in widget.actions() for part in action_texts(action))


def action_texts(action: QAction) -> tuple[str, str]:
    return action.text(), action.toolTip()


def cells(model: QAbstractItemModel) -> Iterator[str]:
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            yield from (str(model.index(row, column).data(role) or "") for role in roles)


def leaks(root: QWidget, study_folder: str) -> set[str]:
    found = {text.replace(study_folder, "") for text in texts(root) if text not in KNOWN}
    in_sight = {text.replace(study_folder, "") for text in shown_texts(root)}
    return {text for text in found if SECRETS.search(text)} | {text for text in in_sight if PHASES.search(text)}


@pytest.mark.parametrize("page", ["library", "review", "compare", "present", "audit", "rubrics", "settings"])
def test_no_page_tells_what_is_hidden(blinded: Blinded, page: str) -> None:
    library = blinded.window.page("library")
    blinded.waits(lambda: library.model.rowCount() > 0)  # pyright: ignore[reportAttributeAccessIssue]
    library.choose(blinded.study.library.by_code(PRE).id)  # pyright: ignore[reportAttributeAccessIssue]
    blinded.window.show_page(page)
    if page == "review":
        blinded.opens(PRE)
        blinded.review.side.start.begin()
        blinded.review.player.transport.seek(Moment(500_000))
    blinded.bot.wait(300)
    assert leaks(blinded.window, blinded.study.store.location) == set()


def test_searching_finds_nothing_by_what_is_hidden(blinded: Blinded) -> None:
    library = blinded.window.page("library")
    blinded.waits(lambda: library.model.rowCount() > 0)  # pyright: ignore[reportAttributeAccessIssue]
    search = blinded.window.top_bar.search
    for words in ("Cedar", "before", "welfare", "2025"):
        search.clear()
        QTest.keyClicks(search, words)
        assert not [hit for hit in search.hits() if PRE in hit], words
    search.clear()
    QTest.keyClicks(search, PRE)
    assert [hit for hit in search.hits() if PRE in hit]


def test_the_sheet_of_keys_and_the_jobs_tell_nothing_either(blinded: Blinded) -> None:
    blinded.opens(PRE)
    blinded.window.show_keys()
    blinded.window.show_jobs()
    assert leaks(blinded.window, blinded.study.store.location) == set()
    blinded.window.show_jobs()
    blinded.window.show_keys()


def test_what_a_blinded_reviewer_was_shown_as_lead_is_gone(blinded: Blinded) -> None:
    blinded.window.bridge.set_blinded(False)
    for page in ("library", "compare", "present", "audit", "review"):
        blinded.window.show_page(page)
        blinded.bot.wait(200)
    blinded.window.open_recording(blinded.study.library.by_code(PRE).id)
    blinded.waits(lambda: blinded.review.player.transport.shown is not None)
    blinded.window.bridge.set_blinded(True)
    blinded.waits(lambda: blinded.review.side.start.isVisible())
    for page in ("library", "compare", "present", "audit", "review"):
        blinded.window.show_page(page)
        blinded.bot.wait(200)
        found = set(shown_texts(blinded.window))
        assert {text for text in found if SECRETS.search(text) or PHASES.search(text)} == set(), page


def shown_texts(root: QWidget) -> Iterator[str]:
    for widget in root.findChildren(QWidget):
        if widget.isVisible():
            own = [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
            if hasattr(widget, "text") and callable(widget.text):
                own.append(str(widget.text()))
            if isinstance(widget, QAbstractItemView) and widget.model() is not None:
                own += cells(widget.model())
            yield from (text for text in own if text not in KNOWN)


def pixels(image: QImage) -> np.ndarray:
    found = image.convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(found.constBits(), np.uint8).reshape(found.height(), found.bytesPerLine())
    return lines[:, : found.width() * 3].reshape(found.height(), found.width(), 3).copy()  # found owns the memory


def test_the_burned_in_clock_is_covered_in_the_picture_and_in_the_library(blinded: Blinded) -> None:
    recording = blinded.study.library.by_code(PRE)
    blinded.study.blinding.set_masks(recording.id, (MaskBox(0.25, 0.25, 0.5, 0.5),))
    blinded.opens(PRE)
    picture = blinded.review.player.picture
    shown = picture.picture_rect()
    middle = picture.grab().toImage()
    ratio = picture.devicePixelRatioF()
    centre = middle.pixelColor(round(shown.center().x() * ratio), round(shown.center().y() * ratio))
    assert centre == QColor("black")
    library = blinded.window.page("library")
    asked = (recording.id, Moment(0), 160)
    blinded.waits(lambda: library.thumbnails.picture(*asked))  # pyright: ignore[reportAttributeAccessIssue]
    small = pixels(library.thumbnails.picture(*asked).toImage())  # pyright: ignore[reportAttributeAccessIssue]
    height, width, _ = small.shape
    assert small[height // 2 - 4 : height // 2 + 4, width // 2 - 4 : width // 2 + 4].max() == 0
    assert small.max() > 0
    blinded.window.bridge.set_blinded(False)
    blinded.waits(lambda: library.thumbnails.picture(*asked))  # pyright: ignore[reportAttributeAccessIssue]
    assert picture.masks == ()


def test_the_queue_opens_one_clip_after_the_other_with_its_rubric(blinded: Blinded) -> None:
    plan = PlanWish("Autumn", "deesc-core", (REVIEWER,), profile="lite", double_percent=0, seed=1)
    blinded.study.assigning.assign(plan)
    codes = [item.code for item in blinded.study.assigning.queue(REVIEWER)]
    page = blinded.review
    blinded.window.show_page("review")
    blinded.waits(lambda: page.blinds.queue.isVisible())
    assert [words.partition(":")[0] for words in page.blinds.queue.words] == codes
    assert all(words.endswith("waiting") for words in page.blinds.queue.words)
    blinded.keys("n", CTRL | SHIFT)
    blinded.waits(lambda: page.player.transport.shown is not None and page.side.start.isVisible())
    blinded.keys(Qt.Key.Key_Return)
    assert page.review is not None
    assert (page.review.recording_id, page.review.profile) == (blinded.study.library.by_code(codes[0]).id, "lite")
    blinded.study.submitting.submit(page.review.id, dict.fromkeys(ReasonKind, "Test."))
    blinded.keys("n", CTRL | SHIFT)
    blinded.waits(lambda: page.side.start.isVisible())
    assert blinded.study.assigning.queue(REVIEWER)[-1].code == codes[0]


def test_the_phase_is_asked_before_the_lock_and_any_answer_will_do(blinded: Blinded) -> None:
    blinded.opens(PRE)
    page = blinded.review
    page.side.start.begin()
    assert page.review is not None
    blinded.keys(Qt.Key.Key_Return, CTRL)
    blinded.waits(lambda: page.side.is_finishing)
    assert "Which phase do you think?" in page.side.finish.words
    page.side.finish.field(ReasonKind.RATINGS).setText("Sound is missing.")
    page.side.finish.confirm()
    assert page.review.state is ReviewState.DRAFT
    question = page.closing.question
    assert question is not None
    question.buttons[Guess.UNKNOWN].click()
    page.side.finish.confirm()
    blinded.waits(lambda: page.review is not None and page.review.state is ReviewState.SUBMITTED)
    given = blinded.study.blinding.guess_of(page.review.id)
    assert given is not None
    assert given.guess is Guess.UNKNOWN


def test_playback_ends_before_the_first_hands_on_where_the_plan_says_so(blinded: Blinded) -> None:
    recording = blinded.study.library.by_code(PRE)
    blinded.study.blinding.set_stop(recording.id, Moment(1_000_000))
    plan = PlanWish("Autumn", "deesc-core", (REVIEWER,), double_percent=0, is_stopped=True)
    blinded.study.assigning.assign(plan)
    blinded.opens(PRE)
    transport = blinded.review.player.transport
    assert transport.extent.end == Moment(1_000_000)
    transport.seek(Moment(1_900_000))
    blinded.waits(lambda: not transport.is_busy)
    assert transport.shown is not None
    assert transport.shown < Moment(1_000_000)


def test_those_who_take_part_are_blinded_when_they_open_the_study_and_leaving_it_is_logged(
    blinded: Blinded, qtbot: QtBot
) -> None:
    bridge = blinded.window.bridge
    location = blinded.study.store.location
    blinded.study.assigning.assign(PlanWish("Autumn", "deesc-core", (REVIEWER,), double_percent=0))
    bridge.set_blinded(False)
    assert blinded.study.auditing.log(1)[0].action == "blinding.leave"
    bridge.close_study()
    bridge.open(location)
    blinded.waits(lambda: bridge.is_open and bridge.is_blinded)


def test_nothing_is_shown_before_it_is_known_who_takes_part(blinded: Blinded) -> None:
    bridge, location = blinded.window.bridge, blinded.study.store.location
    blinded.study.assigning.assign(PlanWish("Autumn", "deesc-core", (REVIEWER,), double_percent=0))
    bridge.set_blinded(False)
    bridge.close_study()
    library = blinded.window.page("library")
    seen: list[str] = []
    library.model.modelReset.connect(lambda: seen.extend(cells(library.model)))  # pyright: ignore[reportAttributeAccessIssue]
    bridge.open(location)
    blinded.waits(lambda: bridge.is_open and library.model.rowCount() > 0)  # pyright: ignore[reportAttributeAccessIssue]
    blinded.bot.wait(100)
    assert PRE in seen
    assert {text for text in seen if SECRETS.search(text) or PHASES.search(text)} == set()
    assert "assigned to you" in blinded.window.status.text


def test_another_name_does_not_open_anothers_review(blinded: Blinded) -> None:
    blinded.opens(PRE)
    start = blinded.review.side.start
    start.reviewer.setFocus()
    QTest.keyClicks(start.reviewer, "Reviewer A")
    assert start.reviewer.text() == REVIEWER
    start.start_requested.emit("deesc-core", "1.0.0", "Reviewer A", "")
    blinded.waits(lambda: blinded.review.review)
    assert blinded.review.review is not None
    assert (blinded.review.review.reviewer, blinded.review.table.tags) == (REVIEWER, [])
    blinded.window.bridge.set_blinded(False)
    blinded.waits(lambda: not start.reviewer.isReadOnly() or not start.isVisible())


def test_trouble_with_a_file_does_not_tell_its_name(blinded: Blinded, qtbot: QtBot) -> None:
    folder = blinded.study.library.sources(blinded.study.library.by_code(PRE).id)[0].clip.path.parent
    said: list[str] = []
    blinded.window.bridge.said.connect(lambda told: said.append(told.text))
    files = sorted(folder.glob("*.mp4"))
    hidden = folder.parent / "elsewhere"
    folder.rename(hidden)
    try:
        blinded.window.open_recording(blinded.study.library.by_code(PRE).id)
        blinded.waits(lambda: any("not there" in text for text in said))
        blinded.waits(lambda: blinded.window.bridge.jobs.is_idle)
        blinded.window.show_jobs()
        assert files
        assert leaks(blinded.window, blinded.study.store.location) == set()
        assert not [text for text in said if SECRETS.search(text)]
        assert any(text.startswith("The clip’s file is not there any more.") for text in said)
    finally:
        hidden.rename(folder)


def test_what_was_said_to_the_lead_is_gone_with_the_role(blinded: Blinded, tmp_path: Path) -> None:
    bridge, library = blinded.window.bridge, blinded.window.page("library")
    bridge.set_blinded(False)
    blinded.window.show_page("library")
    blinded.waits(lambda: library.model.rowCount() > 0)  # pyright: ignore[reportAttributeAccessIssue]
    broken = tmp_path / "Officer Cedar 2025-02-18.mp4"
    broken.write_bytes(b"no film")
    library.importing.start([broken])  # pyright: ignore[reportAttributeAccessIssue]
    blinded.waits(lambda: library.notice.isVisible() and bridge.jobs.is_idle)  # pyright: ignore[reportAttributeAccessIssue]
    blinded.window.show_jobs()
    assert any(SECRETS.search(text) for text in shown_texts(blinded.window))
    bridge.set_blinded(True)
    blinded.waits(lambda: not library.notice.isVisible())  # pyright: ignore[reportAttributeAccessIssue]
    found = {text.replace(blinded.study.store.location, "") for text in shown_texts(blinded.window)}
    assert {text for text in found if SECRETS.search(text)} == set()
    assert blinded.window.status.text == ""
    for name in ("import_files", "import_folder", "import_manifest", "import_records", "assign", "plans"):
        assert not blinded.window.registry.action(f"library.{name}").isEnabled()


def test_a_clip_that_is_shown_in_part_has_no_other_length_and_no_later_picture(blinded: Blinded) -> None:
    recording = blinded.study.library.by_code(PRE)
    library = blinded.window.page("library")
    library.choose(recording.id)  # pyright: ignore[reportAttributeAccessIssue]
    blinded.waits(lambda: library.details.code == PRE)  # pyright: ignore[reportAttributeAccessIssue]
    blinded.study.blinding.set_stop(recording.id, Moment(400_000))
    blinded.study.assigning.assign(PlanWish("Autumn", "deesc-core", (REVIEWER,), double_percent=0, is_stopped=True))
    asked: list[Moment] = []
    picture = library.thumbnails.picture  # pyright: ignore[reportAttributeAccessIssue]
    library.thumbnails.picture = lambda *wish: asked.append(wish[1]) if wish[0] == recording.id else picture(*wish)  # pyright: ignore[reportAttributeAccessIssue]
    library.reload()  # pyright: ignore[reportAttributeAccessIssue]
    item = lambda: library.model.item_at(library.model.row_of(recording.id))  # noqa: E731  # pyright: ignore[reportAttributeAccessIssue]
    blinded.waits(lambda: library.model.rowCount() > 0 and item().duration_us == 400_000)  # pyright: ignore[reportAttributeAccessIssue]
    asked.clear()
    library.choose(recording.id)  # pyright: ignore[reportAttributeAccessIssue]
    library.thumbnails.ready.emit(recording.id)  # before the details were read anew  # pyright: ignore[reportAttributeAccessIssue]
    blinded.window.grab()
    blinded.waits(lambda: library.details.code == PRE and asked)  # pyright: ignore[reportAttributeAccessIssue]
    blinded.bot.wait(300)
    assert max(asked) < Moment(400_000)
    queue = {item.code: item.duration_us for item in blinded.study.assigning.queue(REVIEWER)}
    assert queue[PRE] == 400_000
    told: list[str] = []
    blinded.window.bridge.said.connect(lambda said: told.append(said.text))
    blinded.opens(PRE)
    blinded.opens("M3X9")
    in_part = lambda: [text for text in told if "up to a point" in text]  # noqa: E731 - one line, used twice
    blinded.waits(lambda: len(in_part()) == 2)
    assert in_part() == [told[0]] * 2
    assert not [text for text in told if "hands-on" in text]


def test_the_cover_stays_over_the_clock_however_close_one_looks(blinded: Blinded) -> None:
    recording = blinded.study.library.by_code(PRE)
    blinded.study.blinding.set_masks(recording.id, (MaskBox(0.0, 0.0, 1.0, 1.0),))
    blinded.opens(PRE)
    for _ in range(4):
        blinded.window.registry.action("picture.closer").trigger()
    blinded.window.registry.action("picture.look_left").trigger()
    picture = blinded.review.player.picture
    small = pixels(picture.grab(picture.rect().adjusted(40, 60, -40, -60)).toImage())
    assert (small.max(axis=2) <= 60).mean() > 0.97


def test_the_lead_sets_where_blinded_playback_stops(blinded: Blinded) -> None:
    blinded.window.bridge.set_blinded(False)
    blinded.window.open_recording(blinded.study.library.by_code(PRE).id)
    page = blinded.review
    blinded.waits(lambda: page.player.transport.shown is not None)
    page.player.transport.seek(Moment(1_000_000))
    blinded.waits(lambda: page.player.transport.shown == Moment(1_000_000))
    blinded.window.registry.action("review.stop_point").trigger()
    blinded.waits(lambda: blinded.study.blinding.stop(blinded.study.library.by_code(PRE).id))
    stop = blinded.study.blinding.stop(blinded.study.library.by_code(PRE).id)
    assert stop is not None
    assert stop.at == Moment(1_000_000)
