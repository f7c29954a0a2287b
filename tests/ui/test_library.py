"""The library: model, filters, view, details, imports, blinding."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from bwc_review.domain.clip import Fault, FaultCode
from bwc_review.domain.errors import EnvironmentFault
from bwc_review.domain.ids import OfficerId, RecordingId, TrainingId, new_id
from bwc_review.domain.people import Phase, TrainingRecord
from bwc_review.ui.bridge.study import Said, StudyBridge
from bwc_review.ui.frame.window import MainWindow
from bwc_review.ui.models.clip import ClipFilter, ClipItem, Column, Status, faults_text, reviews_text
from bwc_review.ui.models.clip_table import ITEM_ROLE, ClipTable
from bwc_review.ui.pages.library import LibraryPage
from bwc_review.ui.pages.library_details import size_text
from bwc_review.ui.pages.library_import import imported_text
from bwc_review.ui.pages.phase_dialog import PhaseDialog
from bwc_review.ui.pages.phase_words import phase_reason
from bwc_review.ui.pages.records_dialog import RecordsDialog
from bwc_review.ui.widgets.labels import ElidedLabel
from tests.ui.conftest import Until

RATE = Fault(FaultCode.VARIABLE_RATE, "The frame rate changes.")
TURNED = Fault(FaultCode.ROTATED, "The picture is turned.")
DAY = datetime(2025, 2, 11, 20, 0, tzinfo=UTC)


def item(code: str, **fields: object) -> ClipItem:
    given: dict[str, object] = {
        "id": RecordingId(new_id()),
        "code": code,
        "call": "Welfare check",
        "phase": Phase.PRE,
        "duration_us": 312_000_000,
        "recorded_at": DAY,
        "officer": "Cedar",
        "review_count": 0,
        "tag_count": 0,
        **fields,
    }
    return ClipItem(**given)  # pyright: ignore[reportArgumentType] - fields of a test


ITEMS = (
    item("K7Q2", file_words="Axon_Body_4.mp4 25-1003"),
    item("A3Q6", call="Domestic dispute", phase=Phase.POST, officer="Maple", review_count=2, tag_count=61),
    item("M3X9", call="", phase=Phase.NONE, recorded_at=None, officer="", faults=(RATE, TURNED)),
    item("D6Q6", faults=(TURNED,), is_open_case=True, duration_us=3_700_000_000),
)


def codes(model: ClipTable) -> list[str]:
    return [model.item_at(row).code for row in range(model.rowCount())]


class TestModel:
    @pytest.fixture
    def model(self, qtmodeltester: ModelTester) -> ClipTable:
        made = ClipTable()
        qtmodeltester.check(made)
        made.set_items(ITEMS)
        return made

    def test_it_keeps_the_rules_of_models(self, model: ClipTable, qtmodeltester: ModelTester) -> None:
        model.set_filter(ClipFilter(text="q6"))
        model.sort(Column.LENGTH, Qt.SortOrder.DescendingOrder)
        model.set_items(ITEMS[:2])
        model.set_filter(ClipFilter())
        model.set_items(())
        assert model.rowCount() == 0
        qtmodeltester.check(model, force_py=True)

    @pytest.mark.parametrize(
        ("column", "order"),
        [
            (Column.CLIP, ["A3Q6", "D6Q6", "K7Q2", "M3X9"]),
            (Column.CALL, ["A3Q6", "D6Q6", "K7Q2", "M3X9"]),
            (Column.PHASE, ["D6Q6", "K7Q2", "A3Q6", "M3X9"]),
            (Column.LENGTH, ["A3Q6", "K7Q2", "M3X9", "D6Q6"]),
            (Column.RECORDED, ["A3Q6", "D6Q6", "K7Q2", "M3X9"]),
            (Column.OFFICER, ["D6Q6", "K7Q2", "A3Q6", "M3X9"]),
            (Column.REVIEWS, ["D6Q6", "K7Q2", "M3X9", "A3Q6"]),
            (Column.FAULTS, ["M3X9", "D6Q6", "A3Q6", "K7Q2"]),
        ],
    )
    def test_it_sorts_by_every_column(self, model: ClipTable, column: Column, order: list[str]) -> None:
        model.sort(column)
        assert codes(model) == order
        model.sort(column, Qt.SortOrder.DescendingOrder)
        assert codes(model) == order[::-1]
        assert str(model.headerData(column, Qt.Orientation.Horizontal)).endswith(" ↓")

    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            (ClipFilter(text="Q6 dom"), ["A3Q6"]),
            (ClipFilter(text="axon 1003"), ["K7Q2"]),
            (ClipFilter(text="maple"), ["A3Q6"]),
            (ClipFilter(phase=Phase.PRE), ["D6Q6", "K7Q2"]),
            (ClipFilter(call=""), ["M3X9"]),
            (ClipFilter(call="Welfare check"), ["D6Q6", "K7Q2"]),
            (ClipFilter(status=Status.UNREVIEWED), ["D6Q6", "K7Q2", "M3X9"]),
            (ClipFilter(status=Status.REVIEWED), ["A3Q6"]),
            (ClipFilter(status=Status.FAULTY), ["M3X9"]),
            (ClipFilter(status=Status.OPEN_CASE), ["D6Q6"]),
            (ClipFilter(text="nothing at all"), []),
        ],
    )
    def test_it_filters(self, model: ClipTable, wanted: ClipFilter, found: list[str]) -> None:
        model.set_filter(wanted)
        assert codes(model) == found
        assert not wanted.is_empty
        assert model.total == 4

    def test_a_chosen_row_stays_chosen_while_it_is_sorted(self, model: ClipTable) -> None:
        from PySide6.QtCore import QPersistentModelIndex

        kept = QPersistentModelIndex(model.index(0, 0))
        assert kept.data() == "A3Q6"
        model.sort(Column.LENGTH, Qt.SortOrder.DescendingOrder)
        assert (kept.data(), kept.row()) == ("A3Q6", 3)

    def test_news_of_the_same_rows_touch_cells_only(self, model: ClipTable, qtbot: QtBot) -> None:
        with qtbot.waitSignal(model.dataChanged), qtbot.assertNotEmitted(model.modelReset):
            model.set_items([replace(ITEMS[0], tag_count=5), *ITEMS[1:]])
        assert model.item(ITEMS[0].id) == replace(ITEMS[0], tag_count=5)

    def test_cells_have_words_tooltips_and_alignment(self, model: ClipTable) -> None:
        row = model.row_of(ITEMS[2].id)
        assert row is not None
        assert model.index(row, Column.FAULTS).data() == "Variable rate +1"
        tip = model.index(row, Column.FAULTS).data(Qt.ItemDataRole.ToolTipRole)
        assert tip == "The frame rate changes.\nThe picture is turned."
        assert model.index(row, Column.RECORDED).data() == ""
        assert model.index(row, Column.LENGTH).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
        assert model.index(row, 0).data(ITEM_ROLE) is ITEMS[2]
        assert model.row_of(RecordingId(new_id())) is None

    def test_calls_are_offered_by_name_with_the_unknown_last(self, model: ClipTable) -> None:
        assert model.calls == ["Domestic dispute", "Welfare check", ""]

    def test_ten_thousand_rows_are_sorted_and_filtered(self, model: ClipTable) -> None:
        model.set_items([item(f"C{number:05d}", duration_us=number) for number in range(10_000)])
        model.sort(Column.LENGTH, Qt.SortOrder.DescendingOrder)
        assert model.item_at(0).code == "C09999"
        model.set_filter(ClipFilter(text="c0999"))
        assert model.rowCount() == 10


@pytest.mark.parametrize(
    ("reviews", "tags", "text"),
    [(0, 0, "Not reviewed"), (1, 1, "1 review · 1 tag"), (2, 61, "2 reviews · 61 tags")],
)
def test_reviews_are_told_in_words(reviews: int, tags: int, text: str) -> None:
    assert reviews_text(reviews, tags) == text


@pytest.mark.parametrize("code", list(FaultCode))
def test_every_fault_has_short_words(code: FaultCode) -> None:
    words = faults_text([Fault(code, "Sentence.")])
    assert 4 < len(words) <= 18
    assert "_" not in words


@pytest.mark.parametrize(
    ("size", "text"), [(17, "17 bytes"), (3_020_000, "3.02 MB"), (5_000, "5 kB"), (12_340_000_000, "12.3 GB")]
)
def test_sizes_are_told_as_people_read_them(size: int, text: str) -> None:
    assert size_text(size) == text


class TestPhaseReason:
    COURSE = TrainingRecord(
        TrainingId(new_id()), OfficerId(new_id()), "Crisis course", date(2025, 5, 16), date(2025, 5, 12)
    )

    @pytest.mark.parametrize(
        ("phase", "day", "sentence"),
        [
            (Phase.PRE, date(2025, 2, 7), "Recorded 2025-02-07, 94 days before this officer’s course (Crisis course)."),
            (Phase.PRE, date(2025, 5, 11), "Recorded 2025-05-11, 1 day before this officer’s course (Crisis course)."),
            (
                Phase.POST,
                date(2025, 5, 26),
                "Recorded 2025-05-26, 10 days after this officer’s course (Crisis course).",
            ),
        ],
    )
    def test_it_counts_the_days(self, phase: Phase, day: date, sentence: str) -> None:
        assert phase_reason(phase, day, True, [self.COURSE], is_override=False) == sentence

    def test_during_the_course(self) -> None:
        said = phase_reason(Phase.DURING, date(2025, 5, 13), True, [self.COURSE], is_override=False)
        assert "during this officer’s course (Crisis course, 2025-05-12 to 2025-05-16)" in said

    @pytest.mark.parametrize(
        ("day", "has_officer", "trainings", "is_override", "part"),
        [
            (None, False, [], False, "No officer is known"),
            (None, True, [COURSE], False, "The day of the recording is not known"),
            (date(2025, 1, 1), True, [], False, "no training record"),
            (date(2025, 1, 1), True, [COURSE], True, "Set by hand"),
        ],
    )
    def test_what_is_missing_is_said(
        self, day: date | None, has_officer: bool, trainings: list[TrainingRecord], is_override: bool, part: str
    ) -> None:
        assert part in phase_reason(Phase.NONE, day, has_officer, trainings, is_override=is_override)


class TestPage:
    @pytest.fixture
    def page(self, window: MainWindow, coded_study: Path, until: Until) -> LibraryPage:
        window.open_study(str(coded_study))
        until(lambda: window.page_name == "library")
        found = window.page("library")
        assert isinstance(found, LibraryPage)
        until(lambda: found.model.rowCount() == 3)
        return found

    def test_the_first_clip_is_chosen_and_its_details_shown(self, page: LibraryPage, until: Until) -> None:
        until(lambda: page.details.file.words())
        assert page.chosen is not None
        assert page.chosen.code == "A3Q6"
        assert "A3Q6-0.mp4" in page.details.file.words()
        assert "No officer is known" in page.details.reason

    def test_details_follow_the_arrow_keys(self, page: LibraryPage, qtbot: QtBot, until: Until) -> None:
        qtbot.keyClick(page.view, Qt.Key.Key_Down)
        until(lambda: "K7Q2-1.mp4" in page.details.file.words())
        qtbot.keyClick(page.view, Qt.Key.Key_Down)
        until(lambda: "Reviewer A" in page.details.reviews.words())
        assert "0 tags, draft\nSample" in page.details.reviews.words()

    def test_enter_asks_for_review(self, page: LibraryPage, qtbot: QtBot) -> None:
        heard: list[object] = []
        page.open_requested.disconnect()
        page.open_requested.connect(heard.append)
        page.window().activateWindow()
        page.view.setFocus()
        qtbot.keyClick(page.view, Qt.Key.Key_Return)
        page.view.doubleClicked.emit(page.view.currentIndex())
        assert page.chosen is not None
        assert heard == [page.chosen.id] * 2

    def test_words_filter_as_they_are_typed(self, page: LibraryPage, qtbot: QtBot) -> None:
        qtbot.keyClicks(page.filters.words, "k7")
        assert codes(page.model) == ["K7Q2"]
        assert page.filters.count_text == "1 of 3 clips"
        page.registry.action("library.clear").trigger()
        assert page.filters.count_text == "3 clips"
        assert page.chosen is not None
        assert page.chosen.code == "K7Q2"

    def test_choosers_filter(self, page: LibraryPage) -> None:
        page.filters.phase.setCurrentIndex(page.filters.phase.findText("Post"))
        assert page.model.rowCount() == 0
        page.filters.clear()
        page.filters.status.setCurrentIndex(page.filters.status.findText("Reviewed"))
        assert codes(page.model) == ["M3X9"]
        assert [page.filters.call.itemText(place) for place in range(page.filters.call.count())] == [
            "All calls",
            "Call not known",
        ]

    def test_a_click_on_a_heading_sorts_and_a_second_turns_it(self, page: LibraryPage) -> None:
        heads = page.view.horizontalHeader()
        heads.sectionClicked.emit(int(Column.LENGTH))
        assert codes(page.model) == ["M3X9", "K7Q2", "A3Q6"]
        heads.sectionClicked.emit(int(Column.LENGTH))
        assert codes(page.model) == ["A3Q6", "K7Q2", "M3X9"]

    def test_a_blinded_reviewer_sees_code_names_only(
        self, page: LibraryPage, bridge: StudyBridge, until: Until
    ) -> None:
        bridge.set_blinded(True)
        until(lambda: page.model.rowCount() > 2 and page.model.item_at(2).review_count == 0)
        hidden = [column for column in Column if page.view.isColumnHidden(column)]
        assert {Column.CALL, Column.PHASE, Column.RECORDED, Column.OFFICER} <= set(hidden)
        assert all(found.recorded_at is None and not found.file_words for found in page.model.items())
        until(lambda: page.details.file.words() == "Length\n0:42")
        assert page.filters.phase.isHidden()
        bridge.set_blinded(False)
        until(lambda: page.model.item_at(2).review_count == 1)

    def test_a_phase_is_set_with_a_reason(self, page: LibraryPage, qtbot: QtBot, until: Until) -> None:
        until(lambda: page.details.file.words())
        page.details.phase_asked.emit()
        dialog = page.window().findChild(PhaseDialog)
        assert dialog is not None
        assert not dialog.go.isEnabled()
        dialog.phase.setCurrentIndex(dialog.phase.findText("Post"))
        qtbot.keyClicks(dialog.reason, "Trained elsewhere")
        dialog.go.click()
        until(lambda: page.model.item_at(0).phase is Phase.POST)
        until(lambda: "Set by hand" in page.details.reason)

    def test_a_closed_study_leaves_nothing_pending(self, page: LibraryPage, bridge: StudyBridge) -> None:
        page.model.modelReset.emit()
        assert page.is_reading_soon
        bridge.close_study()
        assert not page.is_reading_soon
        assert page.details.code == ""

    def test_a_study_without_clips_teaches_how_to_import(
        self, window: MainWindow, empty_study: Path, tmp_path: Path, until: Until
    ) -> None:
        window.bridge.create(str(tmp_path / "fresh"), "Fresh")
        until(lambda: window.page_name == "library")
        page = window.page("library")
        assert isinstance(page, LibraryPage)
        until(lambda: page.filters.isHidden())
        assert page.details.isHidden()


class TestImport:
    @pytest.fixture
    def page(self, window: MainWindow, tmp_path: Path, until: Until) -> LibraryPage:
        window.bridge.create(str(tmp_path / "fresh"), "Fresh")
        until(lambda: window.page_name == "library")
        found = window.page("library")
        assert isinstance(found, LibraryPage)
        return found

    def test_a_dropped_folder_is_imported_and_refusals_are_told(
        self, page: LibraryPage, footage_folder: Path, until: Until, said: list[Said]
    ) -> None:
        drop(page, [footage_folder])
        assert page.importing.is_running
        assert page.strip.isVisible()
        until(lambda: page.notice.isVisible())
        assert page.notice.text == "Imported 2 clips. 1 was refused."
        assert page.notice.details.startswith("broken.mp4: ")
        assert not page.strip.isVisible()
        until(lambda: page.model.rowCount() == 2)
        assert said[-1].text == page.notice.text
        until(lambda: page.thumbnails.picture(*wish(page)) is not None)

    def test_the_keyboard_begins_with_the_import_and_goes_on_in_the_table(
        self, page: LibraryPage, footage_folder: Path, until: Until
    ) -> None:
        until(lambda: page.first is not page.view)
        focused = page.window().focusWidget()
        assert focused is not None
        assert focused.accessibleName() == "Import files"
        drop(page, [footage_folder])
        until(lambda: page.model.rowCount() == 2)
        assert page.window().focusWidget() is page.view

    def test_clips_come_into_sight_while_a_long_import_goes_on(
        self, page: LibraryPage, footage_folder: Path, until: Until
    ) -> None:
        page.bridge.study.library.import_paths([footage_folder])
        assert page.model.rowCount() == 0
        page.importing.moved_on.emit()
        until(lambda: page.model.rowCount() == 2)

    def test_a_long_file_name_is_shortened_in_its_middle(
        self, page: LibraryPage, footage_folder: Path, tmp_path: Path, until: Until
    ) -> None:
        name = f"Axon_Body_4_{'0123456789' * 5}_part_1.mp4"
        clip = next(found for found in footage_folder.iterdir() if found.name != "broken.mp4")
        shutil.copy(clip, tmp_path / name)
        page.importing.start([tmp_path / name])
        until(lambda: name in page.details.file.words())
        shown = next(made for made in page.details.file.findChildren(ElidedLabel) if made.text == name)
        until(lambda: shown.toolTip() == name)
        assert shown.mapTo(page.details, QPoint(shown.width(), 0)).x() < page.details.width()

    def test_a_small_picture_whose_study_is_away_stays_away(
        self, page: LibraryPage, footage_folder: Path, until: Until, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(_: object) -> None:
            raise EnvironmentFault("study.gone", "The study's folder is no longer where it was.")

        bridge, asked = page.bridge, list[object]()
        drop(page, [footage_folder])
        until(lambda: page.model.rowCount() == 2)
        wanted = wish(page)
        monkeypatch.setattr(bridge.study.blinding, "masks", lambda one: (asked.append(one), away(one)))
        bridge.set_blinded(True)
        page.thumbnails.forget()
        assert page.thumbnails.picture(*wanted) is None
        until(lambda: asked)
        page.thumbnails.forget()  # waits for the thread, whose faults would fail the test
        assert page.thumbnails.picture(*wanted) is None

    def test_a_stopped_import_says_what_was_kept(self, page: LibraryPage, footage_folder: Path, until: Until) -> None:
        page.importing.start([footage_folder])
        page.strip.stop.click()
        until(lambda: page.notice.isVisible())
        assert page.notice.text.startswith("Stopped")
        assert not page.importing.is_running

    def test_an_import_of_nothing_is_an_error_in_words(self, page: LibraryPage, tmp_path: Path, until: Until) -> None:
        (tmp_path / "bare").mkdir()
        page.importing.start([tmp_path / "bare"])
        until(lambda: page.notice.isVisible())
        assert page.notice.text.startswith("There is no video file to import.")

    def test_a_wrong_manifest_names_line_and_column(self, page: LibraryPage, tmp_path: Path, until: Until) -> None:
        manifest = tmp_path / "manifest.csv"
        manifest.write_text("file,colour\nx.mp4,red\n")
        drop(page, [manifest])
        until(lambda: page.notice.isVisible())
        assert "manifest.csv" in page.notice.text
        assert "colour" in page.notice.text

    def test_two_manifests_at_once_are_not_taken(self, page: LibraryPage, tmp_path: Path) -> None:
        drop(page, [tmp_path / "a.csv", tmp_path / "b.csv"])
        assert "one manifest at a time" in page.notice.text

    def test_records_come_in_from_their_files(self, page: LibraryPage, tmp_path: Path, until: Until) -> None:
        officers = tmp_path / "officers.csv"
        officers.write_text("pseudonym,badge,unit\nCedar,4711,North\n")
        page.registry.action("library.import_records").trigger()
        dialog = page.window().findChild(RecordsDialog)
        assert dialog is not None
        assert not dialog.go.isEnabled()
        dialog.fields["officers"].setText(str(officers))
        dialog.go.click()
        until(lambda: page.notice.isVisible())
        assert page.notice.text == "Imported 1 officer, 0 training records, 0 calls."

    def test_files_without_a_row_are_told_and_not_logged(self, page: LibraryPage, tmp_path: Path, until: Until) -> None:
        entries = page.bridge.study.auditing.head().seq
        officers, manifest = tmp_path / "officers.csv", tmp_path / "manifest.csv"
        officers.write_text("pseudonym,badge,unit\n")
        manifest.write_text("file,code\n")
        page.registry.action("library.import_records").trigger()
        dialog = page.window().findChild(RecordsDialog)
        assert dialog is not None
        dialog.fields["officers"].setText(str(officers))
        dialog.go.click()
        until(lambda: "officers.csv has a header and no row under it" in page.notice.text)
        drop(page, [manifest])
        until(lambda: "manifest.csv has a header and no row under it" in page.notice.text)
        assert page.bridge.study.auditing.head().seq == entries

    def test_a_read_only_study_cannot_import(self, page: LibraryPage) -> None:
        page.bridge.study.store.is_read_only = True
        page.bridge.opened.emit()
        assert not page.registry.action("library.import_files").isEnabled()


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        ((1, 0, 0), "Imported 1 clip."),
        ((0, 1, 0), "No new clips. 1 was in the study already."),
        ((8, 2, 16), "Imported 8 clips. 2 were in the study already. 16 were refused."),
    ],
)
def test_what_an_import_did_is_told_in_one_line(counts: tuple[int, int, int], text: str) -> None:
    assert imported_text(*counts) == text


def test_a_manifest_for_clips_that_are_there_says_what_it_did() -> None:
    words = "No new clips. 4 in the study already now have what the manifest says of them."
    assert imported_text(0, 4, 0, has_manifest=True) == words


def drop(page: LibraryPage, paths: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(5, 5).toPoint(), action, data, buttons, keys)
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(page, QDropEvent(QPointF(5, 5), action, data, buttons, keys))


def wish(page: LibraryPage) -> tuple[RecordingId, object, int]:
    from bwc_review.ui.pages.library_rows import poster

    found = page.model.item_at(0)
    return found.id, poster(found.duration_us), 128
