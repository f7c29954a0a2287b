"""Ratings after one viewing, coaching notes, and the end of a review: by keys, on a real clip."""

import csv
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton

from bwc_review.domain.remark import NoteKind, ReasonKind
from bwc_review.domain.tag import Rating, ReviewState
from bwc_review.domain.time import Moment
from bwc_review.domain.viewing import RunEnd
from bwc_review.services.bootstrap import create_study, open_study
from bwc_review.ui.pages.review.side import COACHING, RATINGS, TAGS
from tests.helpers.clips import ClipShelf
from tests.ui.test_review import CTRL, RATE, SHIFT, Desk, coding, desk, moment, study  # noqa: F401 - fixtures

FRAMES = 45


@pytest.fixture(scope="session")
def clip_study(tmp_path_factory: pytest.TempPathFactory, clips: ClipShelf) -> Path:
    """The folder of a study with one clip of a second and a half: it can be watched whole."""
    base = tmp_path_factory.mktemp("closing")
    footage = base / "footage"
    footage.mkdir()
    shutil.copy(clips(frames=FRAMES, rate=RATE, gop=30, size=(320, 240), audio=False), footage / "call.mp4")
    (footage / "manifest.csv").write_text("file,code,recorded_at\ncall.mp4,K7Q2,2025-02-18T20:41:10-06:00\n")
    with create_study(str(base / "study"), "Spring course", "lead") as made:
        made.library.import_paths([footage], footage / "manifest.csv")
    return base / "study"


def contrast(one: QColor, other: QColor) -> float:
    """Contrast of two colours as WCAG 2 measures it, from 1 to 21."""
    lights: list[float] = []
    for colour in (one, other):
        parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]]
        lights.append(0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2])
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def ratings(at: Desk) -> dict[str, Rating]:
    return {rating.item_id: rating for rating in at.study.reviewing.ratings(at.review.id)}


def excuse(at: Desk, why: str = "Watched with the group.") -> None:
    """Say why it is rated without a whole viewing."""
    at.keys("e", with_=CTRL)
    link(at, "Rate anyway…").click()
    at.types(why)
    at.keys(Qt.Key.Key_Return)


def rate_all(at: Desk) -> None:
    excuse(at)
    for _ in range(at.page.side.ratings.item_count):
        at.keys("3")
        at.keys(Qt.Key.Key_Down)


def link(at: Desk, text: str) -> QPushButton:
    """The button with that text, wherever it is on the page."""
    found = [made for made in at.page.findChildren(QPushButton) if made.text() == text and made.isVisible()]
    assert found, f"There is no button “{text}”."
    return found[0]


class TestViewing:
    def test_playing_is_logged_with_its_speed_and_its_end(self, coding: Desk) -> None:  # noqa: F811
        coding.keys("+")
        coding.keys(" ")
        coding.waits(lambda: coding.page.player.transport.is_playing)
        coding.waits(lambda: not coding.page.player.transport.is_playing)
        coding.page.closing.recorder.keep()
        coding.waits(lambda: coding.study.viewing.runs(coding.review.id))
        [run] = coding.study.viewing.runs(coding.review.id)
        assert (run.speed_percent, run.ended_by, run.viewer) == (125, RunEnd.END, coding.review.reviewer)
        assert (run.span.start, run.span.end) == (Moment(0), moment(FRAMES))

    def test_a_clip_may_be_watched_before_the_review_is_begun(self, desk: Desk) -> None:  # noqa: F811
        desk.keys(" ")
        desk.waits(lambda: desk.page.player.transport.is_playing)
        desk.waits(lambda: not desk.page.player.transport.is_playing)
        desk.starts()
        assert desk.page.side.ratings.viewing.words == "Watched in one go at normal speed"

    def test_stepping_and_seeking_while_paused_is_no_viewing(self, coding: Desk) -> None:  # noqa: F811
        coding.goes(20)
        coding.keys(Qt.Key.Key_End)
        assert coding.page.closing.recorder.runs == []

    def test_a_seek_or_another_speed_while_playing_begins_another_run(self, coding: Desk) -> None:  # noqa: F811
        transport = coding.page.player.transport
        coding.keys(" ")
        coding.waits(lambda: transport.shown is not None and transport.shown >= moment(12))
        transport.seek(moment(0))
        coding.waits(lambda: transport.shown is not None and transport.shown < moment(12))
        coding.waits(lambda: transport.shown is not None and transport.shown >= moment(12))
        transport.set_speed(200)
        coding.waits(lambda: not transport.is_playing)
        runs = coding.page.closing.recorder.runs
        assert [(run.ended_by, run.speed_percent) for run in runs] == [
            (RunEnd.SEEK, 100),
            (RunEnd.SPEED, 100),
            (RunEnd.END, 200),
        ]

    def test_what_was_watched_is_kept_when_the_window_closes(self, coding: Desk) -> None:  # noqa: F811
        transport = coding.page.player.transport
        review_id, bridge = coding.review.id, coding.window.bridge
        location = bridge.study.store.location
        coding.keys(" ")
        coding.waits(lambda: transport.shown is not None and transport.shown >= moment(12))
        bridge.close_study()
        with open_study(location, "auditor") as again:
            [run] = again.viewing.runs(review_id)
            assert run.span.end >= moment(12)
            assert again.auditing.chain_fault() is None


class TestRatings:
    def test_they_wait_for_one_viewing_that_a_key_starts(self, coding: Desk) -> None:  # noqa: F811
        card = coding.page.side.ratings.viewing
        coding.keys("e", with_=CTRL)
        assert not card.is_open
        assert "Watch 0:00 to 0:02 at normal speed without stopping." in card.words
        coding.keys("4")
        assert ratings(coding) == {}
        assert "Rate anyway" in coding.said[-1].text
        coding.keys(Qt.Key.Key_Return)
        coding.waits(lambda: card.is_open)
        assert card.words == "Watched in one go at normal speed"
        coding.keys("4")
        assert [rating.value for rating in ratings(coding).values()] == [4]

    def test_a_key_asks_why_they_are_given_without_one(self, coding: Desk) -> None:  # noqa: F811
        coding.keys("e", with_=CTRL | SHIFT)
        coding.types("Watched with the group.")
        coding.keys(Qt.Key.Key_Return)
        coding.keys("4")
        assert [rating.value for rating in ratings(coding).values()] == [4]
        coding.keys("e", with_=CTRL | SHIFT)  # nothing is wanted any more: the page keeps the keys
        assert QApplication.focusWidget() is coding.page

    def test_a_reason_opens_them_and_is_kept(self, coding: Desk) -> None:  # noqa: F811
        coding.keys("e", with_=CTRL)
        excuse(coding, " ")
        assert "Say why" in coding.said[-1].text
        excuse(coding)
        assert "Watched with the group." in coding.page.side.ratings.viewing.words
        assert [reason.kind for reason in coding.study.viewing.reasons(coding.review.id)] == [ReasonKind.VIEWING]
        coding.keys("2")
        assert len(ratings(coding)) == 1

    def test_digits_answer_and_arrows_move(self, coding: Desk) -> None:  # noqa: F811
        excuse(coding)
        coding.keys("e", with_=CTRL)
        assert coding.page.side.tab == RATINGS
        coding.keys("4")
        coding.keys(Qt.Key.Key_Down)
        coding.keys("2")
        coding.keys("3")
        assert [rating.value for rating in ratings(coding).values()] == [4, 3]
        coding.keys("z", with_=CTRL)
        assert [rating.value for rating in ratings(coding).values()] == [4, 2]
        assert coding.stored == []
        coding.keys("r", with_=CTRL)
        coding.keys("2")
        assert [tag.behaviour_id for tag in coding.stored] == ["cr.ask_wellbeing"]

    def test_a_chosen_tag_is_linked_as_evidence_and_leads_back_to_it(self, coding: Desk) -> None:  # noqa: F811
        excuse(coding)
        coding.goes(20)
        coding.keys("w")
        (tag,) = coding.stored
        coding.keys("e", with_=CTRL)
        coding.keys("l", with_=CTRL)
        assert "first" in coding.said[-1].text
        coding.keys("4")
        coding.keys("l", with_=CTRL)
        [rating] = ratings(coding).values()
        assert rating.evidence == (tag.id,)
        row = coding.page.side.ratings.current
        assert row is not None
        assert row.spoken.startswith("Crisis recognition: 4. ")
        assert row.evidence_texts == ["0:01  Paraphrases or sums up"]
        coding.keys(Qt.Key.Key_Home)
        coding.waits(lambda: coding.page.player.transport.shown == Moment(0))
        link(coding, row.evidence_texts[0]).click()
        coding.waits(lambda: coding.page.player.transport.shown == moment(20))
        coding.keys(Qt.Key.Key_Delete)
        assert row.evidence_texts == ["A tag that was removed"]
        coding.keys("z", with_=CTRL)
        coding.keys("z", with_=CTRL)
        assert [rating.evidence for rating in ratings(coding).values()] == [()]

    def test_counts_of_tags_are_hidden_until_all_is_rated(self, coding: Desk) -> None:  # noqa: F811
        tabs = coding.page.side.tabs
        coding.keys("w", "q")
        assert tabs.tabText(TAGS) == "Tags"
        rate_all(coding)
        assert tabs.tabText(TAGS) == "Tags 2"

    def test_the_tags_offered_are_those_of_the_items_dimension_first(self, coding: Desk) -> None:  # noqa: F811
        coding.keys("2", "w")
        excuse(coding)
        pane = coding.page.side.ratings
        coding.keys("e", with_=CTRL)
        coding.keys("3")
        row = pane.current
        assert row is not None
        row.menu.aboutToShow.emit()
        offered = [action.text() for action in row.menu.actions() if action.text()]
        assert offered == ["0:00  Asks about condition or need", "0:00  Paraphrases or sums up"]
        row.menu.actions()[0].trigger()
        assert len(ratings(coding)[row.item.id].evidence) == 1


class TestCoaching:
    def test_notes_are_written_at_the_frame_on_the_screen(self, coding: Desk) -> None:  # noqa: F811
        coding.goes(20)
        coding.keys("s", with_=CTRL | SHIFT)
        assert coding.page.side.tab == COACHING
        coding.types("Uses his first name.")
        coding.keys(Qt.Key.Key_Return)
        coding.keys("c", with_=CTRL | SHIFT)
        coding.types("Wait for the answer.")
        coding.keys(Qt.Key.Key_Return)
        notes = coding.study.coaching.notes(coding.review.id)
        assert {(note.kind, note.text, note.at) for note in notes} == {
            (NoteKind.STRENGTH, "Uses his first name.", moment(20)),
            (NoteKind.FOCUS, "Wait for the answer.", moment(20)),
        }
        assert coding.stored == []
        coding.keys("z", with_=CTRL)
        assert coding.page.side.coaching.texts == ["Uses his first name."]
        coding.keys("z", with_=CTRL | SHIFT)
        assert len(coding.page.side.coaching.texts) == 2

    def test_an_empty_note_is_refused_where_it_is_written(self, coding: Desk) -> None:  # noqa: F811
        coding.keys("s", with_=CTRL | SHIFT)
        coding.keys(Qt.Key.Key_Return)
        assert "Write what is seen" in coding.said[-1].text
        assert coding.study.coaching.notes(coding.review.id) == ()

    def test_notes_are_changed_removed_and_handed_on(self, coding: Desk, tmp_path: Path) -> None:  # noqa: F811
        pane = coding.page.side.coaching
        coding.keys("s", with_=CTRL | SHIFT)
        coding.types("Calm voice.")
        coding.keys(Qt.Key.Key_Return)
        [note] = coding.study.coaching.notes(coding.review.id)
        pane.change_requested.emit(note.id, NoteKind.FOCUS, "Slower still.")
        assert pane.texts == ["Slower still."]
        coding.page.closing.export_notes(tmp_path / "notes.csv")
        coding.waits(lambda: (tmp_path / "notes.csv").exists() and coding.said[-1].text.startswith("Wrote 1"))
        with (tmp_path / "notes.csv").open(newline="") as file:
            assert [row["note"] for row in csv.DictReader(file)] == ["Slower still."]
        pane.remove_requested.emit(note.id)
        assert pane.texts == []


class TestSubmitting:
    def test_a_whole_review_is_locked_by_one_key_and_that_can_be_taken_back(self, coding: Desk) -> None:  # noqa: F811
        coding.keys("w")
        rate_all(coding)
        coding.keys(Qt.Key.Key_Return, with_=CTRL)
        coding.waits(lambda: coding.review.state is ReviewState.SUBMITTED)
        coding.keys("r", with_=CTRL)
        coding.keys("q")
        assert len(coding.stored) == 1
        assert coding.said[-1].text.startswith("This review is locked: nothing was tagged.")
        coding.keys("z", with_=CTRL)
        coding.waits(lambda: coding.review.state is ReviewState.DRAFT)
        coding.keys("q")
        assert len(coding.stored) == 2

    def test_a_locked_review_can_be_read_level_by_level(self, coding: Desk) -> None:  # noqa: F811
        rate_all(coding)
        coding.keys(Qt.Key.Key_Return, with_=CTRL)
        coding.waits(lambda: coding.review.state is ReviewState.SUBMITTED)
        coding.page.side.show_tab(RATINGS)
        row = coding.page.side.ratings.current
        assert row is not None
        levels = [made for made in row.findChildren(QPushButton) if made.text().isdigit()]
        assert [made.isChecked() for made in levels] == [False, False, True, False, False]
        [other, chosen] = [made.grab().toImage() for made in levels[1:3]]
        edge = chosen.pixelColor(chosen.width() // 2, 0)
        assert contrast(edge, chosen.pixelColor(4, chosen.height() // 2)) >= 3
        assert contrast(edge, other.pixelColor(other.width() // 2, 0)) >= 3
        assert [made.text() for made in row.findChildren(QPushButton) if made.isVisible()] == ["1", "2", "3", "4", "5"]
        assert not row.findChild(QComboBox).isVisible()
        coding.window.registry.action("review.look_up").trigger()  # looking a text up goes on to work
        coding.keys("w")
        assert coding.page.card.isVisible()

    def test_what_is_open_is_listed_ended_and_excused(self, coding: Desk) -> None:  # noqa: F811
        finish = coding.page.side.finish
        coding.keys("u")
        coding.keys(Qt.Key.Key_Return, with_=CTRL)
        coding.waits(lambda: coding.page.side.is_finishing)
        assert finish.words == ["A state is still open", "5 ratings are not given"]
        assert not finish.submit.isEnabled()
        link(coding, "End with the clip").click()
        coding.waits(lambda: finish.submit.isEnabled())
        assert coding.stored[0].end == moment(FRAMES)
        finish.confirm()
        assert "Say why" in coding.said[-1].text
        finish.field(ReasonKind.RATINGS).setFocus()
        coding.types("No sound.")
        coding.keys(Qt.Key.Key_Return)
        coding.waits(lambda: coding.review.state is ReviewState.SUBMITTED)
        assert [reason.text for reason in coding.study.viewing.reasons(coding.review.id)] == ["No sound."]
        assert not coding.page.side.is_finishing

    def test_open_states_are_ended_and_the_review_locked_by_enter_alone(self, coding: Desk) -> None:  # noqa: F811
        rate_all(coding)
        coding.keys("r", with_=CTRL)
        coding.keys("u")
        coding.keys(Qt.Key.Key_Return, with_=CTRL)
        coding.waits(lambda: coding.page.side.is_finishing)
        assert QApplication.focusWidget() is link(coding, "End with the clip")
        coding.keys(Qt.Key.Key_Return)
        coding.waits(lambda: coding.page.side.finish.submit.isEnabled())
        assert coding.stored[0].end == moment(FRAMES)
        coding.keys(Qt.Key.Key_Return)
        coding.waits(lambda: coding.review.state is ReviewState.SUBMITTED)

    def test_the_page_has_the_keys_once_the_review_is_locked(self, coding: Desk) -> None:  # noqa: F811
        coding.keys(Qt.Key.Key_Return, with_=CTRL)
        coding.waits(lambda: coding.page.side.is_finishing)
        coding.types("No sound.")
        coding.keys(Qt.Key.Key_Return)
        coding.waits(lambda: coding.review.state is ReviewState.SUBMITTED)
        assert QApplication.focusWidget() is coding.page
        before = coding.page.side.tab
        coding.keys(Qt.Key.Key_Right)  # a second on, and not the next tab
        assert coding.page.side.tab == before

    def test_a_locked_review_is_not_offered_to_go_on_with(self, coding: Desk) -> None:  # noqa: F811
        def heads() -> list[str]:
            coding.page.side.menu.aboutToShow.emit()
            again = next(act for act in coding.page.side.menu.actions() if act.text().startswith("Start another"))
            again.trigger()
            words = [made.text() for made in coding.page.side.start.findChildren(QLabel) if made.isVisible()]
            return [word for word in words if word in ("Go on with", "Look at")]

        begun = coding.review
        assert heads() == ["Go on with"]
        coding.study.submitting.submit(begun.id, {ReasonKind.RATINGS: "No sound."})
        coding.page.open_recording(coding.recording_id)
        coding.waits(lambda: coding.review.state is ReviewState.SUBMITTED)
        assert heads() == ["Look at"]

    def test_escape_leaves_the_review_as_it_is(self, coding: Desk) -> None:  # noqa: F811
        coding.keys(Qt.Key.Key_Return, with_=CTRL)
        coding.waits(lambda: coding.page.side.is_finishing)
        coding.keys(Qt.Key.Key_Escape)
        assert not coding.page.side.is_finishing
        assert coding.review.state is ReviewState.DRAFT
        coding.keys("w")
        assert len(coding.stored) == 1

    def test_reopening_asks_why_and_shows_it_afterwards(self, coding: Desk) -> None:  # noqa: F811
        coding.study.submitting.submit(coding.review.id, {ReasonKind.RATINGS: "No sound."})
        coding.page.open_recording(coding.recording_id)
        coding.waits(lambda: coding.review.state is ReviewState.SUBMITTED)
        coding.keys(Qt.Key.Key_Return, with_=CTRL | SHIFT)
        coding.keys(Qt.Key.Key_Return)
        assert coding.review.state is ReviewState.SUBMITTED
        coding.types("The first words were missed.")
        coding.keys(Qt.Key.Key_Return)
        coding.waits(lambda: coding.review.state is ReviewState.DRAFT)
        assert "The first words were missed." in coding.page.side.remark
        coding.waits(lambda: coding.page.side.pad.isEnabled())
