"""The study lead at the window: sharing clips out, and covering what is burned into the picture."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bwc_review.domain.blinding import PRESETS, MaskBox
from bwc_review.services.assigning import PlanWish
from bwc_review.services.bootstrap import Study
from bwc_review.ui.bridge.settings import UserSettings
from bwc_review.ui.bridge.study import Said, StudyBridge
from bwc_review.ui.frame.window import MainWindow
from bwc_review.ui.pages.assign_dialog import AssignDialog
from bwc_review.ui.pages.library import LibraryPage
from bwc_review.ui.pages.plans_dialog import PlansDialog
from bwc_review.ui.pages.review.mask_dialog import MaskDialog, rounded
from bwc_review.ui.pages.review.page import ReviewPage
from tests.ui.filled_study import PRE, filled_folder, folder  # noqa: F401 - fixtures
from tests.ui.test_blinding import study  # noqa: F401 - a fixture


class Lead:
    """A study lead at the window."""

    def __init__(self, bot: QtBot, window: MainWindow, study: Study) -> None:  # noqa: F811
        self.bot = bot
        self.window = window
        self.study = study
        self.said: list[Said] = []
        window.bridge.said.connect(self.said.append)

    @property
    def library(self) -> LibraryPage:
        page = self.window.page("library")
        assert isinstance(page, LibraryPage)
        return page

    @property
    def review(self) -> ReviewPage:
        page = self.window.page("review")
        assert isinstance(page, ReviewPage)
        return page

    def waits(self, is_so: object) -> None:
        self.bot.waitUntil(lambda: bool(is_so()))  # pyright: ignore[reportCallIssue]

    def asks(self) -> AssignDialog:
        self.waits(lambda: self.library.model.rowCount() > 0)
        self.window.registry.action("library.assign").trigger()
        self.waits(lambda: self.library.assigning.dialog)
        dialog = self.library.assigning.dialog
        assert dialog is not None
        return dialog

    def masks(self) -> MaskDialog:
        self.window.open_recording(self.study.library.by_code(PRE).id)
        self.waits(lambda: self.review.player.transport.shown is not None)
        self.window.registry.action("review.masks").trigger()
        self.waits(lambda: self.review.blinds.dialog)
        dialog = self.review.blinds.dialog
        assert dialog is not None
        return dialog


@pytest.fixture
def lead(qtbot: QtBot, dark: object, study: Study) -> Iterator[Lead]:  # noqa: F811
    settings = UserSettings()
    settings.actor = "lead"
    bridge = StudyBridge(settings)
    window = MainWindow(bridge)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    bridge.adopt(study)
    yield Lead(qtbot, window, study)
    window.close()


class TestAssigning:
    def test_clips_are_shared_out_as_it_is_asked(self, lead: Lead) -> None:
        dialog = lead.asks()
        assert dialog.names == ["Reviewer A"]
        assert "second reviewer" in dialog.hint
        assert not dialog.go.isEnabled()
        dialog.reviewers.setText("Reviewer B, Reviewer C, Reviewer B")
        dialog.title.setText("Autumn")
        dialog.seed.setText("x")
        assert "whole number" in dialog.hint
        dialog.seed.setText("12")
        assert dialog.go.isEnabled()
        dialog.least.setValue(1)
        dialog.stops.setChecked(True)
        dialog.go.click()
        lead.waits(lambda: lead.study.assigning.plans())
        lead.waits(
            lambda: lead.said and lead.said[-1].text.startswith("Assigned 2 clips in 4 reviews: “Autumn”, seed 12")
        )
        [plan] = lead.study.assigning.plans()
        assert (plan.seed, plan.double_percent, plan.is_stopped, plan.profile) == (12, 20, True, None)
        assert {found.assignment.reviewer for found in lead.study.assigning.list()} == {"Reviewer B", "Reviewer C"}

    def test_only_what_the_library_shows_may_be_assigned(self, lead: Lead) -> None:
        lead.waits(lambda: lead.library.model.rowCount() > 0)
        lead.library.filters.words.setText(PRE)
        lead.waits(lambda: lead.library.model.rowCount() == 1)
        dialog = lead.asks()
        assert dialog.clips.itemText(1) == f"Only {PRE}"
        dialog.clips.setCurrentIndex(1)
        dialog.share.setValue(0)
        dialog.profile.setCurrentIndex(1)
        dialog.choose()
        lead.waits(lambda: lead.study.assigning.list())
        [found] = lead.study.assigning.list()
        assert (found.code, found.plan.profile) == (PRE, "lite")

    def test_without_reviewers_there_is_no_draw(self, lead: Lead) -> None:
        dialog = lead.asks()
        dialog.reviewers.setText(" , ")
        assert dialog.hint == "Name at least one reviewer."
        dialog.reject()

    def test_a_blinded_reviewer_assigns_nothing(self, lead: Lead) -> None:
        assert lead.library.assigning is not None
        lead.window.bridge.set_blinded(True)
        assert not lead.window.registry.action("library.assign").isEnabled()


class TestPlans:
    def shows(self, lead: Lead) -> PlansDialog:
        lead.waits(lambda: lead.library.model.rowCount() > 0)
        lead.window.registry.action("library.plans").trigger()
        lead.waits(lambda: lead.library.assigning.plans)
        dialog = lead.library.assigning.plans
        assert dialog is not None
        return dialog

    def test_a_plan_shows_how_far_each_reviewer_is_and_is_taken_back(self, lead: Lead) -> None:
        lead.study.assigning.assign(PlanWish("Autumn", "deesc-core", ("B", "C"), seed=1, least_doubles=1))
        [card] = self.shows(lead).cards
        assert card.lines == ["B: 0 of 2 submitted", "C: 0 of 2 submitted"]
        assert not card.unblind.isEnabled()
        card.withdraw.click()
        lead.waits(lambda: not lead.study.assigning.plans())

    def test_the_draw_is_made_again_and_compared(self, lead: Lead) -> None:
        lead.study.assigning.assign(PlanWish("Autumn", "deesc-core", ("B", "C"), seed=1, least_doubles=1))
        lead.study.assigning.assign(
            PlanWish("Winter", "deesc-core", ("B", "C"), None, None, (PRE,), 9, least_doubles=0)
        )
        winter, autumn = self.shows(lead).cards
        autumn.check.click()
        lead.waits(autumn.found.isVisible)
        assert autumn.found.text() == "✓ “Autumn” drawn again with seed 1 from 2 clips: the same assignments."
        assert not winter.found.isVisible()

    def test_unblinding_before_the_lock_is_a_choice_of_its_own(self, lead: Lead) -> None:
        lead.study.assigning.assign(PlanWish("Autumn", "deesc-core", ("B",), seed=1, double_percent=0))
        item = lead.study.assigning.queue("B")[0]
        lead.study.reviewing.start(item.recording_id, "deesc-core", reviewer="B")
        [card] = self.shows(lead).cards
        assert card.lines == ["B: 0 of 2 submitted, 1 begun"]
        assert card.withdraw.isHidden()
        card.reason.setText("The course begins.")
        assert not card.unblind.isEnabled()
        card.early.setChecked(True)
        card.unblind.click()
        lead.waits(lambda: lead.study.assigning.plans()[0].unblinded_at)
        lead.waits(lambda: any("is unblinded" in told.text for told in lead.said))
        lead.library.assigning.plans = None
        [again] = self.shows(lead).cards
        assert again.reason.parent() is None

    def test_without_plans_it_says_what_to_do(self, lead: Lead) -> None:
        dialog = self.shows(lead)
        assert dialog.cards == []
        dialog.reject()


class TestMasks:
    def test_a_box_is_drawn_with_the_mouse_and_kept(self, lead: Lead) -> None:
        dialog = lead.masks()
        assert dialog.boxes == PRESETS["top-right"]
        dialog.remove.click()
        assert dialog.boxes == ()
        assert dialog.preset.currentText() == "Nothing is burned in"
        picture = dialog.canvas.picture()
        begin = picture.topLeft().toPoint() + QPoint(1, 1)
        end = picture.center().toPoint()
        QTest.mousePress(dialog.canvas, Qt.MouseButton.LeftButton, pos=begin)
        QTest.mouseMove(dialog.canvas, end)
        QTest.mouseRelease(dialog.canvas, Qt.MouseButton.LeftButton, pos=end)
        [box] = dialog.boxes
        assert (box.x, box.y, box.width, box.height) == pytest.approx((0, 0, 0.5, 0.5), abs=0.02)
        dialog.keep()
        recording = lead.study.library.by_code(PRE)
        lead.waits(lambda: lead.study.blinding.masks(recording.id) == (box,))
        assert lead.study.blinding.mask_set(recording.id).scope.startswith("recording:")

    def test_a_strip_is_chosen_changed_in_figures_and_shared_by_the_camera(self, lead: Lead) -> None:
        dialog = lead.masks()
        dialog.preset.setCurrentIndex(dialog.preset.findData("bottom"))
        dialog.preset.activated.emit(dialog.preset.currentIndex())
        assert dialog.boxes == PRESETS["bottom"]
        dialog.fields["Width"].setValue(40)
        assert dialog.boxes == (MaskBox(0.0, 0.88, 0.4, 0.12),)
        dialog.for_camera.setChecked(True)
        dialog.keep()
        recording = lead.study.library.by_code(PRE)
        lead.waits(lambda: lead.study.blinding.mask_set(recording.id).scope.startswith("camera:"))
        lead.waits(lambda: "The masks are kept." in [told.text for told in lead.said])
        lead.window.bridge.set_blinded(True)
        picture = lead.review.player.picture
        lead.waits(lambda: [mask.width for mask in picture.masks] == [pytest.approx(0.4)])

    def test_a_click_draws_nothing_and_another_box_can_be_chosen(self, lead: Lead) -> None:
        dialog = lead.masks()
        QTest.mouseClick(dialog.canvas, Qt.MouseButton.LeftButton, pos=dialog.canvas.picture().center().toPoint())
        assert len(dialog.boxes) == 1
        dialog.canvas.drawn.emit(rounded(0.2, 0.2, 0.1, 0.1))
        dialog.list.activated.emit(0)
        assert dialog.fields["Left"].value() == 50
        dialog.reject()


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ((0.9, 0.9, 0.5, 0.5), (0.9, 0.9, 0.1, 0.1)),
        ((-1, 2, 0, 0), (0, 0.99, 0.01, 0.01)),
        ((0, 0, 1, 1), (0, 0, 1, 1)),
    ],
)
def test_a_box_is_brought_inside_the_picture(
    given: tuple[float, float, float, float], wanted: tuple[float, float, float, float]
) -> None:
    box = rounded(*given)
    assert (box.x, box.y, box.width, box.height) == pytest.approx(wanted)
