"""Who works here: another name is asked about before it is taken, logged, and never changes a study that is open."""

import pytest
from pytestqt.qtbot import QtBot

from bwc_review.domain.errors import EnvironmentFault
from bwc_review.services.assigning import PlanWish
from bwc_review.services.bootstrap import Study, open_study
from bwc_review.services.naming import Naming
from bwc_review.ui.bridge.settings import MAX_NAMES, UserSettings
from bwc_review.ui.bridge.study import Said, StudyBridge
from bwc_review.ui.frame.window import MainWindow
from bwc_review.ui.models.audit_words import Area, action_words, area_of, changes_of, subject_words
from bwc_review.ui.pages.name_dialog import NameDialog
from bwc_review.ui.pages.settings import SettingsPage
from tests.services.conftest import Shelf
from tests.ui.conftest import Until

A, B = "Reviewer A", "Reviewer B"


class Desk:
    """Reviewer A at the window, with clips assigned."""

    def __init__(self, window: MainWindow, study: Study) -> None:
        self.window = window
        self.study = study
        self.said: list[Said] = []
        window.bridge.said.connect(self.said.append)

    @property
    def page(self) -> SettingsPage:
        if self.window.page_name != "settings":
            self.window.show_page("settings")
        page = self.window.page("settings")
        assert isinstance(page, SettingsPage)
        return page

    @property
    def question(self) -> NameDialog:
        asked = self.page.asked
        assert asked is not None
        return asked

    def types(self, name: str) -> None:
        self.page.name.setText(name)
        self.page.name.editingFinished.emit()

    def logged(self) -> list[tuple[str, str]]:
        return [(change.before, change.after) for change in self.window.bridge.study.naming.changes()]


@pytest.fixture
def desk(window: MainWindow, study: Study, shelf: Shelf) -> Desk:
    shelf.rubric()
    shelf.recording("K7Q2")
    study.assigning.assign(PlanWish("Autumn", "sample", (A,), double_percent=0))
    location = study.store.location
    study.close()
    window.bridge.settings.actor = A
    opened = open_study(location, A)
    window.bridge.adopt(opened)
    return Desk(window, opened)


def test_a_reviewer_is_asked_before_another_name_is_taken(desk: Desk) -> None:
    desk.types(B)
    words = [line.text() for line in desk.question.lines]
    assert any("assignments stay under Reviewer A" in line for line in words)
    assert any("Reviewer A reviews blinded" in line for line in words)
    assert any("log keeps" in line for line in words)
    desk.page.name.editingFinished.emit()
    assert len(desk.window.findChildren(NameDialog)) == 1
    desk.question.reject()
    assert (desk.window.bridge.settings.actor, desk.page.name.text(), desk.logged()) == (A, A, [])


def test_a_name_that_is_taken_is_in_the_log_and_the_open_study_goes_on_under_the_old_one(desk: Desk) -> None:
    bridge = desk.window.bridge
    desk.types(B)
    desk.question.go.click()
    assert (bridge.settings.actor, bridge.actor, desk.page.name.text()) == (B, A, B)
    assert desk.logged() == [(A, B)]
    assert desk.page.name_note.text() == "Used from the next time that a study is opened. The log keeps the change."
    entry = bridge.study.auditing.log(1)[0]
    assert (action_words(entry), subject_words(entry), area_of(entry)) == (
        "Worked on under another name",
        "Reviewer A is now Reviewer B",
        Area.REVIEWS,
    )
    lines = {line.name: (line.before, line.after) for line in changes_of(entry)[0].lines}
    assert lines["Name"] == (A, B)
    assert lines["Plans"] == ("", "Autumn")


def test_the_change_is_told_once_not_again_when_the_study_is_opened(desk: Desk, until: Until) -> None:
    bridge, location = desk.window.bridge, desk.study.store.location
    desk.types(B)
    desk.question.go.click()
    bridge.close_study()
    bridge.open(location)
    until(lambda: bridge.is_open)
    assert (bridge.actor, desk.logged()) == (B, [(A, B)])


def test_a_name_changed_while_no_study_was_open_is_logged_when_it_is_opened(desk: Desk, until: Until) -> None:
    bridge, location = desk.window.bridge, desk.study.store.location
    bridge.close_study()
    desk.types(B)
    assert (bridge.actor, desk.page.name_note.text()) == (B, "Kept.")
    bridge.open(location)
    until(lambda: bridge.is_open)
    assert desk.logged() == [(A, B)]
    until(lambda: "last opened by Reviewer A, now by Reviewer B" in desk.window.status.text)


def test_what_could_not_be_logged_at_opening_is_told_and_tried_again(
    desk: Desk, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    bridge, location = desk.window.bridge, desk.study.store.location
    bridge.close_study()
    bridge.settings.actor = B

    def refuse(*_: object) -> bool:
        raise EnvironmentFault("study.disk_full", "The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(Naming, "change", refuse)
        bridge.open(location)
        until(lambda: bridge.is_open)
        until(lambda: "could not be logged. The disk is full." in desk.window.status.text)
        bridge.close_study()
    bridge.open(location)
    until(lambda: bridge.is_open)
    assert desk.logged() == [(A, B)]


def test_a_name_that_cannot_be_logged_is_not_taken(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bool:
        raise EnvironmentFault("study.disk_full", "The disk is full.")

    for method in ("change", "part"):
        with monkeypatch.context() as patch:
            patch.setattr(Naming, method, refuse)
            desk.types(B)
            if method == "change":
                desk.question.go.click()
        assert desk.window.bridge.settings.actor == A
        assert desk.page.name_note.text() == "The name stays. The disk is full."
        assert desk.page.name.text() == A


def test_a_name_that_the_study_does_not_know_is_changed_without_a_question(
    window: MainWindow, study: Study, until: Until
) -> None:
    window.bridge.settings.actor = "lead"
    window.bridge.adopt(study)
    desk = Desk(window, study)
    desk.types("M. Reyes")
    assert (desk.page.asked, window.bridge.settings.actor, desk.logged()) == (None, "M. Reyes", [])


def test_the_check_of_a_draw_names_who_became_somebody_else(desk: Desk, until: Until, qtbot: QtBot) -> None:
    desk.types(B)
    desk.question.go.click()
    desk.window.show_page("library")
    library = desk.window.page("library")
    desk.window.bridge.set_blinded(False)
    library.assigning.show_plans()  # pyright: ignore[reportAttributeAccessIssue]
    until(lambda: library.assigning.plans is not None)  # pyright: ignore[reportAttributeAccessIssue]
    dialog = library.assigning.plans  # pyright: ignore[reportAttributeAccessIssue]
    dialog.cards[0].check.click()
    until(lambda: "became" in dialog.cards[0].found.text())
    assert "Reviewer A, then blinded, became Reviewer B" in dialog.cards[0].found.text()
    dialog.reject()


def test_names_of_studies_are_kept_up_to_a_limit_and_a_wrong_file_counts_as_none(bridge: StudyBridge) -> None:
    settings = UserSettings()
    for number in range(MAX_NAMES + 3):
        settings.keep_name(f"/studies/{number}", A)
    assert len(settings.names) == MAX_NAMES
    assert f"/studies/{MAX_NAMES + 2}" in settings.names
    settings.keep("studies/names", "[1]")
    assert settings.names == {}
