"""The audit page: the log, its filters, verification, the tag report, and the way down to the frames."""

import re
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from bwc_review.domain.audit import GENESIS, AuditEntry
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.models.audit_log import Column, LogFilter, LogTable
from bwc_review.ui.models.audit_tags import review_table, tag_table
from bwc_review.ui.models.audit_words import Area, action_words, area_of, changes_of, subject_words
from bwc_review.ui.pages.audit.page import AuditPage
from bwc_review.ui.pages.audit.report_dialog import ReportDialog
from bwc_review.ui.pages.audit.tags_view import read_reviews
from tests.ui.filled_study import (  # noqa: F401 - fixtures
    POST,
    PRE,
    REVIEWER,
    bridge,
    filled_folder,
    folder,
    registry,
    until,
)


@pytest.fixture
def page(qtbot: QtBot, bridge: StudyBridge, registry: Registry) -> AuditPage:  # noqa: F811
    made = AuditPage(bridge, registry)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    made.shown()
    until(qtbot, lambda: made.log.table.is_complete and made.log.table.entries and made.tags.reviews.rows)
    until(qtbot, lambda: "each as it was written" in made.state.log.sentence)
    return made


def entry(seq: int = 1, action: str = "tag.add", actor: str = "Reviewer A", **details: object) -> AuditEntry:
    at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    return AuditEntry(seq, at, actor, action, "tag:1", details, None, GENESIS, "f" * 64)


class TestWords:
    def test_a_known_action_is_told_in_plain_words(self) -> None:
        assert action_words(entry(action="reel.export")) == "Rendered a reel"

    def test_an_action_of_a_later_version_is_still_readable(self) -> None:
        assert action_words(entry(action="tag.lock_all")) == "Tag lock all"
        assert area_of(entry(action="tag.lock_all")) is Area.TAGS

    def test_a_change_shows_only_the_fields_that_differ_before_and_after(self) -> None:
        before = {"id": "1", "review_id": "2", "behaviour_id": "tc.paraphrase", "start": 12_400_000, "note": ""}
        edit = {
            "before": {**before, "is": "tag"},
            "after": {**before, "is": "tag", "start": 13_100_000, "note": "Calm"},
        }
        (change,) = changes_of(entry(action="tag.change", label="Change", edits=[edit]))
        assert change.heading == "Tag changed"
        assert [(line.name, line.before, line.after) for line in change.lines] == [
            ("Start", "00:12.400", "00:13.100"),
            ("Note", "Nothing", "Calm"),
        ]

    def test_a_removed_tag_keeps_its_fields_as_before(self) -> None:
        edit = {"before": {"is": "tag", "behaviour_id": "tc.paraphrase", "start": 0}, "after": None}
        (change,) = changes_of(entry(action="tag.remove", edits=[edit]))
        assert change.heading == "Tag removed"
        assert change.lines[0].before == "tc.paraphrase"

    def test_a_phase_set_by_hand_names_the_reason(self) -> None:
        told = entry(action="recording.phase", before=None, after="post", reason="Course was moved")
        assert subject_words(told) == "To post: Course was moved"
        assert changes_of(told)[0].lines[0].before == "By the records"

    def test_the_hash_of_a_file_is_shown_in_groups_and_found_whole(self) -> None:
        digest = "0123456789abcdef" * 4
        told = entry(action="report.tags", file="report.pdf", sha256=digest)
        assert changes_of(told)[0].lines[-1].after.startswith("01234567 89abcdef")
        assert LogFilter(text=digest).takes(told)


class TestModels:
    def test_the_log_table_is_a_sound_model_while_it_fetches(self, qtmodeltester: ModelTester) -> None:
        table = LogTable()
        asked: list[object] = []
        table.wanted.connect(asked.append)
        qtmodeltester.check(table)
        table.begin(is_newest_first=True)
        assert not table.canFetchMore(table.index(-1, -1)), "the first page is on its way"
        table.append([entry(seq) for seq in (9, 8, 7)], is_last=False)
        assert table.canFetchMore(table.index(-1, -1))
        table.fetchMore(table.index(-1, -1))
        table.fetchMore(table.index(-1, -1))
        assert asked == [7], "further entries are asked for once, from where the last page ended"
        table.append([entry(6)], is_last=True)
        assert not table.canFetchMore(table.index(-1, -1))
        assert [table.index(row, Column.NUMBER).data() for row in range(4)] == ["9", "8", "7", "6"]

    def test_the_tables_of_reviews_and_tags_are_sound_models(
        self,
        qtmodeltester: ModelTester,
        bridge: StudyBridge,  # noqa: F811
    ) -> None:
        reviews, tags = review_table(), tag_table()
        reviews.set_rows(read_reviews(bridge.study))
        tags.set_rows(bridge.study.reporting.tag_reports([PRE])[0].tags)
        for table in (reviews, tags):
            qtmodeltester.check(table)
            for column in range(table.columnCount()):
                table.sort(column, Qt.SortOrder.DescendingOrder)
                qtmodeltester.check(table)

    def test_a_filter_takes_area_person_and_every_word(self) -> None:
        told = entry(label="Add Paraphrases at 00:12.400")
        assert LogFilter(Area.TAGS, "Reviewer A", "paraphrases 12.4").takes(told)
        assert not LogFilter(Area.CLIPS).takes(told)
        assert not LogFilter(actor="lead").takes(told)
        assert not LogFilter(text="paraphrases distance").takes(told)


class TestLog:
    def test_the_newest_entry_stands_first_and_is_shown_whole(self, page: AuditPage) -> None:
        numbers = [found.seq for found in page.log.table.entries]
        assert numbers == sorted(numbers, reverse=True)
        assert page.log.pane.entry == page.log.table.entries[0]
        assert page.log.table.entries[0].action == "undo"
        assert page.log.view.hasFocus() or page.first is page.log.view

    def test_a_click_on_the_number_turns_the_order_and_keeps_every_entry(self, page: AuditPage, qtbot: QtBot) -> None:
        count = len(page.log.table.entries)
        page.log.view.horizontalHeader().sectionClicked.emit(Column.NUMBER)
        until(qtbot, lambda: len(page.log.table.entries) == count)
        assert [found.seq for found in page.log.table.entries] == list(range(1, count + 1))
        assert page.log.table.headerData(0, Qt.Orientation.Horizontal) == "Entry ↑"

    def test_filters_ask_the_whole_log_and_can_be_cleared(self, page: AuditPage, qtbot: QtBot) -> None:
        page.log.area.setCurrentIndex(page.log.area.findData(Area.CLIPS))
        until(qtbot, lambda: page.log.table.is_complete)
        assert {found.action for found in page.log.table.entries} == {"recording.import"}
        page.log.reset_button.click()
        until(qtbot, lambda: page.log.table.is_complete and len(page.log.table.entries) > 2)
        until(qtbot, lambda: page.log.actor.findText("lead") > 0)

    def test_an_entry_names_behaviours_beside_their_codes(self, page: AuditPage, qtbot: QtBot) -> None:
        row = next(row for row, found in enumerate(page.log.table.entries) if "behaviour_id" in str(found.details))
        page.log.view.choose(row)
        until(
            qtbot,
            lambda: any(
                re.fullmatch(r"[A-Z].+ \([a-z]+\.[a-z_]+\)", word.text()) for word in page.log.pane.findChildren(QLabel)
            ),
        )

    def test_an_entry_names_the_clip_and_officer_behind_an_id(self, page: AuditPage, qtbot: QtBot) -> None:
        study = page.bridge.study
        row = next(row for row in study.library.rows() if row.officer is not None)
        assert row.officer is not None
        with study.store.writing("lead") as work:
            facts = {"before": {"officer": None}, "after": {"officer": str(row.officer.id)}}
            work.audit.record("recording.describe", f"recording:{row.recording.id}", facts)
            work.commit()
        page.log.load_actors()
        page.log.load()
        subject = f"Clip {row.recording.code}"
        until(qtbot, lambda: page.log.table.index(0, Column.SUBJECT).data() == subject)
        page.log.view.choose(0)
        words = lambda: [made.text() for made in page.log.pane.findChildren(QLabel)]  # noqa: E731 - once
        until(qtbot, lambda: subject in words() and any(row.officer.pseudonym in word for word in words()))
        qtbot.keyClicks(page.log.search, f"described {row.recording.code}")
        until(qtbot, lambda: [found.action for found in page.log.table.entries] == ["recording.describe"])

    def test_typing_finds_entries_by_word(self, page: AuditPage, qtbot: QtBot) -> None:
        page.registry.action("audit.find").trigger()
        qtbot.keyClicks(page.log.search, "before.mp4")
        until(qtbot, lambda: [found.action for found in page.log.table.entries] == ["recording.import"])
        assert page.log.count.text() == "1 entry"

    def test_arrow_keys_walk_the_log(self, page: AuditPage, qtbot: QtBot) -> None:
        qtbot.keyClick(page.log.view, Qt.Key.Key_Down)
        assert page.log.pane.entry == page.log.table.entries[1]
        qtbot.keyClick(page.log.view, Qt.Key.Key_End)
        assert page.log.pane.entry == page.log.table.entries[-1]

    def test_an_undo_leads_to_what_it_takes_back(self, page: AuditPage, qtbot: QtBot) -> None:
        undo = page.log.table.entries[0]
        assert undo.undoes is not None
        page.log.pane.entry_asked.emit(undo.undoes)
        assert page.log.pane.entry is not None
        assert page.log.pane.entry.seq == undo.undoes

    def test_an_entry_outside_the_filter_can_still_be_shown(self, page: AuditPage, qtbot: QtBot) -> None:
        page.log.area.setCurrentIndex(page.log.area.findData(Area.CLIPS))
        until(qtbot, lambda: page.log.table.is_complete)
        page.log.show_entry(1)
        until(qtbot, lambda: page.log.pane.entry is not None and page.log.pane.entry.seq == 1)

    def test_the_log_is_closed_to_a_blinded_reviewer(self, page: AuditPage) -> None:
        page.bridge.set_blinded(True)
        assert not page.log.view.isVisible()
        page.bridge.set_blinded(False)
        assert page.log.view.isVisible()

    def test_the_page_forgets_a_study_that_is_closed(self, page: AuditPage) -> None:
        page.bridge.close_study()
        assert not page.log.table.entries
        assert not page.tags.reviews.rows
        assert page.state.log.sentence == "Not verified yet"


class TestVerify:
    def test_an_untouched_study_is_found_unchanged(self, page: AuditPage, qtbot: QtBot) -> None:
        page.registry.action("audit.verify").trigger()
        assert page.strip.isVisible()
        assert not page.registry.action("audit.verify").isEnabled()
        until(qtbot, lambda: not page.job.is_busy)
        assert "Nothing has changed" in page.notice.text
        assert page.state.media.sentence == "2 files, every byte as imported"
        assert page.registry.action("audit.verify").isEnabled()

    def test_a_changed_entry_of_the_log_is_named(self, page: AuditPage, folder: Path, qtbot: QtBot) -> None:  # noqa: F811
        _tamper(folder / "study.db")
        page.verify()
        until(qtbot, lambda: not page.job.is_busy)
        assert page.notice.text.startswith("Found a fault. Log: Entry 3 is not what was written.")
        assert "Entry 3" in page.state.log.sentence

    def test_a_clip_that_is_gone_is_named(self, page: AuditPage, tmp_path: Path, qtbot: QtBot) -> None:
        with page.bridge.study.store.writing("test") as work:
            clip = work.clips.all()[0]
            work.clips.relocate(clip.id, tmp_path / "gone.mp4")
            work.audit.record("test.move", "clip", {})
            work.commit()
        page.verify()
        until(qtbot, lambda: not page.job.is_busy)
        assert "gone.mp4 is not in its folder" in page.notice.text
        assert page.state.media.sentence == "1 of 2 files not as imported"

    def test_a_verification_can_be_stopped(self, page: AuditPage, qtbot: QtBot) -> None:
        page.verify()
        page.strip.stop.click()
        until(qtbot, lambda: not page.job.is_busy)
        assert page.notice.text.startswith("Stopped.") or "Nothing has changed" in page.notice.text


class TestReport:
    def test_the_dialog_wants_a_form_and_a_folder(self, qtbot: QtBot, tmp_path: Path) -> None:
        dialog = ReportDialog(tmp_path, None)
        qtbot.addWidget(dialog)
        for box in dialog.formats.values():
            box.setChecked(False)
        assert not dialog.write.isEnabled()
        dialog.formats["csv"].setChecked(True)
        with qtbot.waitSignal(dialog.chosen) as chosen:
            dialog.write.click()
        assert chosen.args == [tmp_path, ("csv",)]

    def test_the_report_is_written_and_recorded(self, page: AuditPage, tmp_path: Path, qtbot: QtBot) -> None:
        page.write_report(tmp_path / "out", ("csv", "json"))
        until(qtbot, lambda: not page.job.is_busy)
        assert sorted(path.suffix for path in (tmp_path / "out").iterdir()) == [".csv", ".json"]
        assert page.open_folder.isVisible()
        until(qtbot, lambda: page.log.table.entries and page.log.table.entries[0].action == "report.tags")


class TestTags:
    def test_a_review_then_a_tag_shows_its_frame_and_the_rubric_text(self, page: AuditPage, qtbot: QtBot) -> None:
        page.registry.action("audit.tags").trigger()
        _choose_review(page, POST, qtbot)
        assert [row.behaviour.id for row in page.tags.tags.rows] == ["an.first_contact", "tc.paraphrase"]
        page.tags.tag_view.choose(0)
        until(qtbot, lambda: not page.tags.pane.still.image.isNull())
        assert page.tags.pane.facts.values["Start"].startswith("00:00.800 · frame 20 of after.mp4")
        assert page.tags.pane.facts.values["Reviewer"] == REVIEWER

    def test_enter_on_a_tag_leads_to_the_review_page(self, page: AuditPage, qtbot: QtBot) -> None:
        page.show_part(1)
        _choose_review(page, PRE, qtbot)
        page.tags.tag_view.choose(1)
        with qtbot.waitSignal(page.open_tag) as opened:
            qtbot.keyClick(page.tags.tag_view, Qt.Key.Key_Return)
        recording_id, review_id, tag_id = opened.args
        study = page.bridge.study
        assert recording_id == study.library.by_code(PRE).id
        assert tag_id in {tag.id for tag in study.reviewing.tags(review_id)}

    def test_the_search_narrows_the_reviews(self, page: AuditPage) -> None:
        page.tags.search.setText(PRE.lower())
        assert [item.code for item in page.tags.reviews.rows] == [PRE]
        page.tags.search.setText("nobody")
        assert not page.tags.reviews.rows
        assert not page.tags.tags.rows


def _choose_review(page: AuditPage, code: str, qtbot: QtBot) -> None:
    codes = [item.code for item in page.tags.reviews.rows]
    page.tags.review_view.choose(codes.index(code))
    until(qtbot, lambda: code in page.tags.heading.text())


def _tamper(database: Path) -> None:
    connection = sqlite3.connect(database)
    try:
        names = connection.execute("select name from sqlite_master where type = 'trigger'").fetchall()
        for (name,) in names:
            connection.execute(f"drop trigger {name}")
        connection.execute("update audit_log set actor = 'nobody' where seq = 3")
        connection.commit()
    finally:
        connection.close()
