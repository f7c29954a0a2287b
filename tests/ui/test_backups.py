"""Backups in the window: made behind one's back, listed, put back; and what is said after a crash."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from bwc_review.domain.backup import BackupKind
from bwc_review.domain.errors import EnvironmentFault
from bwc_review.services.assigning import PlanWish
from bwc_review.services.bootstrap import Study, open_study
from bwc_review.ui.frame.window import MainWindow
from bwc_review.ui.pages.backups_dialog import BackupsDialog
from bwc_review.ui.pages.welcome import WelcomePage
from tests.store.killing import starting
from tests.store.tagging import tag_and_die
from tests.ui.conftest import Until


@pytest.fixture
def open_window(window: MainWindow, coded_study: Path) -> MainWindow:
    """The window with a study open."""
    window.bridge.adopt(open_study(str(coded_study), "lead"))
    return window


def change(study: Study) -> None:
    with study.store.writing("lead") as work:
        work.settings.put("mood", "calm")
        work.audit.record("test.mood", "study", {})
        work.commit()


def dialog_of(window: MainWindow) -> BackupsDialog:
    dialog = window.findChild(BackupsDialog)
    assert dialog is not None
    return dialog


def shown_rows(dialog: BackupsDialog) -> list[list[str]]:
    table = dialog.table
    return [
        [item.text() if (item := table.item(row, column)) else "" for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def test_a_backup_is_made_behind_the_reviewer_s_back_when_it_is_due(open_window: MainWindow, until: Until) -> None:
    study = open_window.bridge.study
    assert open_window.keepers is not None
    keeper, _ = open_window.keepers
    keeper.look()
    keeper.look()
    until(lambda: keeper.is_idle)
    assert len(study.backups.all()) == 1
    keeper.look()
    until(lambda: keeper.is_idle)
    assert len(study.backups.all()) == 1
    open_window.status.show_saved(study.backups.all()[0].made_at)
    assert open_window.bridge.jobs.jobs == ()


def test_a_backup_that_cannot_be_made_is_told(
    open_window: MainWindow, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise EnvironmentFault("study.disk_full", "The disk is full.")

    monkeypatch.setattr(open_window.bridge.study.store, "back_up", refuse)
    assert open_window.keepers is not None
    open_window.keepers[0].look()
    until(lambda: open_window.status.text == "The hourly backup was not made. The disk is full.")


def test_a_study_is_put_back_from_the_file_menu_and_nothing_is_lost(open_window: MainWindow, until: Until) -> None:
    bridge = open_window.bridge
    open_window.registry.action("study.backups").trigger()
    dialog = dialog_of(open_window)
    until(lambda: dialog.notice.isVisible())
    assert not dialog.restore.isEnabled()
    dialog.now.click()
    until(lambda: dialog.table.rowCount() == 1)
    until(lambda: dialog.now.isEnabled())
    (row,) = shown_rows(dialog)
    assert row[-1] == "regular"
    entries = bridge.study.auditing.head().seq
    change(bridge.study)
    dialog.restore.click()
    until(lambda: bridge.is_open and open_window.status.text.startswith("Restored the backup of "))
    assert open_window.status.text.endswith("What was there until now is kept as a backup of its own.")
    assert bridge.study.auditing.head().seq == entries + 1
    kept, made = bridge.study.backups.all()
    assert (kept.kind, kept.entry_count, made.entry_count) == (BackupKind.BEFORE_RESTORE, entries + 1, entries)


def test_a_recent_study_s_backups_are_shown_from_the_welcome_page(
    window: MainWindow, coded_study: Path, until: Until
) -> None:
    with open_study(str(coded_study), "lead") as study:
        study.backups.make()
        (study.backups.make().path).write_bytes(b"damaged")
    window.bridge.settings.remember(str(coded_study), "Spring course")
    page = window.page("welcome")
    assert isinstance(page, WelcomePage)
    page.shown()
    tips = {made.toolTip(): made for made in page.recent_rows()[0].findChildren(QToolButton)}
    next(made for tip, made in tips.items() if tip.startswith("Backups")).click()
    dialog = dialog_of(window)
    until(lambda: dialog.table.rowCount() == 2)
    assert [row[-1] for row in shown_rows(dialog)] == ["cannot be read", "regular"]
    assert dialog.now.isHidden()
    assert not dialog.restore.isEnabled()
    dialog.table.selectRow(1)
    QTest.keyClick(dialog.restore, Qt.Key.Key_Return)  # Enter presses a button, as Space does
    until(lambda: window.page_name == "library")
    assert window.status.text.startswith("Restored the backup of ")


class TestBlindedReviewer:
    @pytest.fixture
    def location(self, coded_study: Path) -> str:
        with open_study(str(coded_study), "lead") as study:
            study.assigning.assign(PlanWish("Autumn", "sample", ("Reviewer A",), double_percent=0))
            study.backups.make()
        return str(coded_study)

    def test_they_see_copies_without_counts_and_cannot_put_one_back(
        self, window: MainWindow, location: str, until: Until
    ) -> None:
        window.bridge.settings.actor = "Reviewer A"
        page = window.page("welcome")
        assert isinstance(page, WelcomePage)
        page.show_backups(location, "Spring course")
        dialog = dialog_of(window)
        until(lambda: dialog.table.rowCount() == 1)
        assert [dialog.table.isColumnHidden(column) for column in range(6)] == [False, True, True, True, False, False]
        assert not dialog.restore.isEnabled()
        assert "for the study lead" in dialog.notice.text
        dialog.reject()

    def test_in_the_open_study_the_role_of_lead_allows_it(
        self, window: MainWindow, location: str, until: Until
    ) -> None:
        bridge = window.bridge
        bridge.settings.actor = "Reviewer A"
        bridge.open(location)
        until(lambda: bridge.is_open)
        assert bridge.is_blinded
        bridge.set_blinded(False)
        window.registry.action("study.backups").trigger()
        dialog = dialog_of(window)
        until(lambda: dialog.table.rowCount() == 1)
        dialog.restore.click()
        until(lambda: bridge.is_open and window.status.text.startswith("Restored the backup of "))
        entry = bridge.study.auditing.log(1)[0]
        assert (entry.action, entry.details["was_blinded"]) == ("study.restore", True)


def test_what_cannot_be_restored_is_told_in_the_dialog(
    window: MainWindow, coded_study: Path, until: Until, tmp_path: Path
) -> None:
    with open_study(str(coded_study), "lead") as study:
        study.backups.make()
        page = window.page("welcome")
        assert isinstance(page, WelcomePage)
        page.show_backups(str(coded_study), "")
        dialog = dialog_of(window)
        until(lambda: dialog.table.rowCount() == 1)
        dialog.restore.click()
        until(lambda: dialog.notice.isVisible())
        assert "open in another window or program" in dialog.notice.text
        assert dialog.restore.isEnabled()
    dialog.reject()


def test_running_jobs_keep_a_study_from_being_put_back(open_window: MainWindow, until: Until) -> None:
    open_window.bridge.study.backups.make()
    open_window.registry.action("study.backups").trigger()
    dialog = dialog_of(open_window)
    until(lambda: dialog.table.rowCount() == 1)

    def wait(_report: object, cancel: object) -> None:
        while True:
            cancel.raise_if_cancelled()  # pyright: ignore[reportAttributeAccessIssue] - a token

    job = open_window.bridge.submit(dialog, "Wait", wait, lambda _: None)
    dialog.restore.click()
    assert dialog.notice.text.startswith("Jobs are still running")
    assert open_window.bridge.is_open
    job.cancel()
    job.wait()
    dialog.reject()


def test_after_a_crash_the_status_line_says_what_is_there(window: MainWindow, coded_study: Path, until: Until) -> None:
    process = starting().Process(target=tag_and_die, args=(str(coded_study), 0))
    process.start()
    process.join()
    process.close()
    window.open_study(str(coded_study))
    until(lambda: window.status.text.startswith("The program ended without closing this study."))


def test_a_study_that_can_only_be_read_is_not_backed_up(window: MainWindow, coded_study: Path) -> None:
    found = open_study(str(coded_study), "lead")
    found.store.is_read_only = True
    window.bridge.adopt(found)
    window.registry.action("study.backups").trigger()
    dialog = dialog_of(window)
    assert dialog.now.isHidden()
    dialog.reject()
    assert window.bridge.is_open
