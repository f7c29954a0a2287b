"""Every page by keyboard alone, with a name for everything that can be used."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice, pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QPushButton,
    QScrollBar,
    QStyleOptionComboBox,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from bwc_review.ui.bridge.study import StudyBridge, Tone
from bwc_review.ui.frame.window import MainWindow
from bwc_review.ui.pages.page import Page
from bwc_review.ui.theme.apply import apply_theme
from bwc_review.ui.theme.contrast import contrast
from bwc_review.ui.theme.tokens import THEMES
from bwc_review.ui.widgets.buttons import Chooser
from bwc_review.ui.widgets.labels import ElidedLabel
from bwc_review.ui.widgets.pad_row import PadRow
from bwc_review.ui.widgets.picture import PictureWidget
from bwc_review.ui.widgets.timeline import Timeline
from tests.ui.filled_study import PRE, bridge, filled_folder, folder, until  # noqa: F401 - fixtures

PAGES = ("welcome", "library", "review", "compare", "present", "audit", "rubrics", "settings")
USED = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)


@pytest.fixture
def window(bridge: StudyBridge, qtbot: QtBot) -> Iterator[MainWindow]:  # noqa: F811
    made = MainWindow(bridge)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    yield made
    made.close()


@pytest.fixture
def themed(
    request: pytest.FixtureRequest,
    qapp: QApplication,
    bridge: StudyBridge,  # noqa: F811
    qtbot: QtBot,
) -> Iterator[MainWindow]:
    """A window in the theme that the test asks for."""
    apply_theme(qapp, request.param)
    made = MainWindow(bridge)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    yield made
    made.close()


def show(window: MainWindow, name: str, qtbot: QtBot) -> Page:
    """Show a page with something on it: a clip under review, the editor with a draft."""
    if name == "review":
        study = window.bridge.study
        recording_id = study.library.by_code(PRE).id
        (review,) = study.reviewing.reviews(recording_id)
        window.show_tag(recording_id, review.id, study.reviewing.tags(review.id)[0].id)
        page = window.page(name)
        until(qtbot, lambda: page.player.transport.shown is not None and page.review)  # pyright: ignore[reportAttributeAccessIssue]
        return page
    window.show_page(name)
    page = window.page(name)
    if name == "library":
        until(qtbot, lambda: page.model.rowCount() == 2)  # pyright: ignore[reportAttributeAccessIssue]
        page.choose(page.model.item_at(0).id)  # pyright: ignore[reportAttributeAccessIssue]
        until(qtbot, lambda: page.details.code)  # pyright: ignore[reportAttributeAccessIssue]
    if name == "rubrics":
        until(qtbot, lambda: page.shelf.model.rowCount())  # pyright: ignore[reportAttributeAccessIssue]
        window.registry.action("rubrics.version").trigger()
        until(qtbot, lambda: page.session.is_draft)  # pyright: ignore[reportAttributeAccessIssue]
    qtbot.wait(1)
    return page


def is_inside(widget: QWidget) -> bool:
    """True for what belongs to a larger widget that has the name: the line of a spin box, the list of a chooser."""
    parent = widget.parentWidget()
    if isinstance(widget, QScrollBar | QMenuBar):
        return True
    if isinstance(widget, QLineEdit) and isinstance(parent, QAbstractSpinBox | QComboBox):
        return True
    if parent is not None and isinstance(parent.parentWidget(), QComboBox):
        return True
    if widget.objectName().startswith("qt_"):
        return True
    if isinstance(parent, QAbstractItemView) or type(parent).__name__ in ("QComboBoxPrivateContainer", "QHeaderView"):
        return True
    return isinstance(widget, QAbstractButton) and isinstance(parent, QLineEdit)


def name_of(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface is not None else ""


def path_of(widget: QWidget) -> str:
    names: list[str] = []
    found: QWidget | None = widget
    while found is not None and len(names) < 4:
        names.append(type(found).__name__)
        found = found.parentWidget()
    return " in ".join(names) + f" ({widget.toolTip()!r})"


def takes_focus(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled() and widget.isVisible()


@pytest.mark.parametrize("name", PAGES)
def test_everything_that_can_be_used_has_a_name(window: MainWindow, name: str, qtbot: QtBot) -> None:
    page = show(window, name, qtbot)
    frame = [window.top_bar, window.status, window._rail]
    widgets = [widget for root in (page, *frame) for widget in (root, *root.findChildren(QWidget))]
    used = [
        widget
        for widget in widgets
        if (isinstance(widget, USED) or takes_focus(widget))
        and not isinstance(widget, QLabel)
        and not is_inside(widget)
    ]
    assert len(used) > 5
    nameless = sorted({path_of(widget) for widget in used if not name_of(widget) and widget is not page})
    assert nameless == []


@pytest.mark.parametrize("name", PAGES)
def test_tab_reaches_every_control_and_comes_back(window: MainWindow, name: str, qtbot: QtBot) -> None:
    page = show(window, name, qtbot)
    wanted = {
        widget
        for widget in page.findChildren(QWidget)
        if takes_focus(widget) and not is_inside(widget) and widget.focusProxy() is None and widget.visibleRegion()
    }
    page.take_focus()
    seen: list[QWidget] = []
    focused = QApplication.focusWidget()
    while focused is not None and focused not in seen:
        seen.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
    assert focused is not None
    round_trip = seen[seen.index(focused) :]
    reached = {*round_trip, *(widget.focusProxy() for widget in round_trip)}
    # Of buttons that exclude one another Tab reaches the one that is chosen, and the arrow keys the others.
    missed = {
        path_of(widget)
        for widget in wanted - reached
        if not (isinstance(widget, QAbstractButton) and widget.group() is not None)
        and not isinstance(widget, QAbstractScrollArea)
    }
    assert missed == set(), "\n".join(path_of(widget) for widget in round_trip)
    qtbot.keyClick(focused, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is round_trip[-1]


def test_what_is_painted_by_hand_says_what_it_shows(window: MainWindow, qtbot: QtBot) -> None:
    page = show(window, "review", qtbot)
    painted = page.findChildren(PictureWidget) + page.findChildren(Timeline) + page.findChildren(PadRow)
    assert {type(widget) for widget in painted} == {PictureWidget, Timeline, PadRow}
    for widget in painted:
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface.text(QAccessible.Text.Name)
        assert interface.text(QAccessible.Text.Description), path_of(widget)


def test_what_happens_is_said_by_a_screen_reader_wherever_the_focus_is(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[tuple[str, bool]] = []

    def keep(event: QAccessibleAnnouncementEvent) -> None:
        said.append((event.message(), event.politeness() is QAccessible.AnnouncementPoliteness.Assertive))

    window.bridge.tell("Nobody listens yet.")
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", keep)
    window.bridge.tell("Tagged Asks an open question at 00:01.000")
    window.bridge.tell("Tagged Asks an open question at 00:01.000")
    window.bridge.tell("The disk is full.", Tone.ERROR)
    window.bridge.tell("")
    assert said == [("Tagged Asks an open question at 00:01.000", False), ("The disk is full.", True)]


def cut(window: MainWindow) -> list[str]:
    """What is in sight and has less room than its words need, or lies over its neighbour."""
    found: list[str] = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.visibleRegion().isEmpty() or isinstance(widget, ElidedLabel):
            continue
        if isinstance(widget, QLabel) and widget.text() and not widget.wordWrap() and "<" not in widget.text():
            needed = max(widget.fontMetrics().horizontalAdvance(line) for line in widget.text().splitlines())
            if needed > widget.contentsRect().width():
                found.append(f"{widget.text()!r} needs {needed}, has {widget.contentsRect().width()}")
        elif isinstance(widget, QPushButton) and widget.text() and widget.width() < widget.minimumSizeHint().width():
            found.append(f"{widget.text()!r} needs {widget.minimumSizeHint().width()}, has {widget.width()}")
    for bar in (window.top_bar, window.page("library").filters):  # pyright: ignore[reportAttributeAccessIssue]
        parts = bar.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        shown = sorted((part for part in parts if part.isVisible()), key=lambda part: part.x())
        for left, right in pairwise(shown):
            if left.geometry().right() >= right.x():
                found.append(f"{path_of(left)} lies over {path_of(right)}")
    return found


def _is_empty(found: list[str]) -> None:
    """Say what was found once waiting has not helped: texts that have just come are laid out a moment later."""
    assert found == []


@pytest.mark.parametrize("size", [(960, 540), (1440, 900)], ids=["200 %", "100 %"])
@pytest.mark.parametrize("name", PAGES)
def test_no_words_are_cut_however_little_room_there_is(
    dark: QApplication,
    bridge: StudyBridge,  # noqa: F811
    name: str,
    size: tuple[int, int],
    qtbot: QtBot,
) -> None:
    window = MainWindow(bridge)
    qtbot.addWidget(window)
    window.resize(*size)
    with qtbot.waitExposed(window):
        window.show()
    window.page("library")
    show(window, name, qtbot)
    until(qtbot, lambda: not window.page(name).isHidden() and window.bridge.jobs.is_idle)
    QApplication.sendPostedEvents()
    assert window.menus.width() >= window.menus.sizeHint().width()
    qtbot.waitUntil(lambda: _is_empty(cut(window)))
    window.close()


def test_a_list_is_as_wide_as_its_longest_choice(dark: QApplication, qtbot: QtBot) -> None:
    chooser = Chooser("Role")
    qtbot.addWidget(chooser)
    chooser.addItems(["Lead", "Blinded reviewer: code names only"])
    chooser.setCurrentIndex(1)
    chooser.resize(chooser.sizeHint())
    chooser.show()
    option = QStyleOptionComboBox()
    chooser.initStyleOption(option)
    assert chooser._room(option) >= option.fontMetrics.horizontalAdvance("Blinded reviewer: code names only")


def seen_change(window: MainWindow, widget: QWidget) -> int:
    """Pixels that tell, at 2:1 or more, that a widget has the keyboard."""
    around = QRect(widget.mapTo(window, QPoint()), widget.size()).adjusted(-3, -3, 3, 3).intersected(window.rect())
    focused = window.grab(around).toImage()
    widget.clearFocus()
    QApplication.sendPostedEvents()
    bare = window.grab(around).toImage()
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    changed = (
        (focused.pixelColor(x, y), bare.pixelColor(x, y))
        for x in range(focused.width())
        for y in range(focused.height())
        if focused.pixel(x, y) != bare.pixel(x, y)
    )
    return sum(contrast(one, other) >= 2 for one, other in islice(changed, 1_500))


@pytest.mark.parametrize("themed", THEMES.values(), ids=list(THEMES), indirect=True)
@pytest.mark.parametrize("name", ["review", "audit", "rubrics", "settings"])
def test_one_sees_where_the_keyboard_is(themed: MainWindow, name: str, qtbot: QtBot) -> None:
    window = themed
    page = show(window, name, qtbot)
    page.take_focus()
    unseen: list[str] = []
    met: set[QWidget] = set()
    for _ in range(60):
        QTest.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
        if widget is None or widget in met:
            break
        met.add(widget)
        # The whole page has the keyboard while nothing in it has: its keys work then.
        if widget is not page and page.isAncestorOf(widget) and seen_change(window, widget) < 20:
            unseen.append(path_of(widget))
    assert len(met) > 4
    assert unseen == []


@pytest.mark.parametrize("themed", THEMES.values(), ids=list(THEMES), indirect=True)
@pytest.mark.parametrize("name", ["library", "review", "rubrics", "settings"])
def test_words_on_the_screen_can_be_read(themed: MainWindow, name: str, qtbot: QtBot) -> None:
    window = themed
    show(window, name, qtbot)
    QApplication.sendPostedEvents()
    picture = window.grab().toImage()
    found: list[str] = []
    count = 0
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, QLabel | QPushButton) or not widget.isEnabled() or len(widget.text()) < 3:
            continue
        sight = widget.visibleRegion().boundingRect()
        if not widget.isVisible() or sight.height() < 12 or sight.width() < 12:
            continue
        place = QRect(widget.mapTo(window, sight.topLeft()), sight.size()).intersected(picture.rect())
        inks = Counter(
            picture.pixel(x, y)
            for x in range(place.left(), place.right())
            for y in range(place.top() + 2, place.bottom() - 1)
        )
        ground = QColor(inks.most_common(1)[0][0])
        best = max((contrast(QColor(ink), ground) for ink, times in inks.items() if times >= 3), default=1.0)
        count += 1
        if best < 4.5:
            found.append(f"{widget.text()!r} at {best:.2f}")
    assert count > 3
    assert found == []
