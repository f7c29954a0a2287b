"""The disk is away, full or locked while somebody tags: it is told, what was pressed waits, and nothing is lost."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from sqlalchemy import event

from bwc_review.domain.blinding import Guess
from bwc_review.domain.remark import ReasonKind
from bwc_review.domain.tag import ReviewState
from bwc_review.domain.time import Moment
from bwc_review.ui.bridge.study import Tone
from bwc_review.ui.commands import waiting
from tests.ui.test_review import CTRL, Desk, clip_study, coding, desk, moment, study  # noqa: F401 - fixtures

pytestmark = pytest.mark.usefixtures("impatient")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program's lock is waited for only briefly; what waits is tried again only when the test says so."""
    monkeypatch.setattr(waiting, "FIRST_WAIT_S", 0.01)
    monkeypatch.setattr(waiting, "LATER_WAIT_S", 0.01)
    monkeypatch.setattr(waiting, "RETRY_MS", 3_600_000)


def place_of(coding: Desk) -> Path:  # noqa: F811
    return Path(coding.study.store.location)


@contextmanager
def locked(coding: Desk) -> Iterator[None]:  # noqa: F811
    """Another program writes to the study."""
    with closing(sqlite3.connect(place_of(coding) / "study.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def lost(coding: Desk) -> Iterator[None]:  # noqa: F811
    """The study's folder is not there."""
    place = place_of(coding)
    place.rename(place.with_name("lost"))
    yield
    place.with_name("lost").rename(place)


@contextmanager
def full(coding: Desk) -> Iterator[None]:  # noqa: F811
    """The study's file cannot grow."""
    engine = coding.study.store.engine  # pyright: ignore[reportAttributeAccessIssue] - the store's own
    most = [1]

    def limit(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {most[0]}")

    event.listen(engine, "checkout", limit)
    yield
    most[0] = 1_000_000


@pytest.mark.parametrize(
    ("trouble", "words"),
    [(locked, "Another program is writing"), (lost, "no longer where it was"), (full, "is full")],
)
def test_what_was_pressed_waits_with_its_frame_and_is_stored_in_its_order(
    coding: Desk,  # noqa: F811
    trouble: object,
    words: str,
) -> None:
    coding.goes(10)
    coding.keys("w")
    before = coding.stored
    note = "x" * 400_000
    with trouble(coding):  # pyright: ignore[reportCallIssue, reportUnknownVariableType] - one of the three above
        if trouble is full:
            tag = before[0]
            coding.page.tagging.change(tag, type(tag)(**{**_fields(tag), "note": note}))
        else:
            coding.goes(20)
            coding.keys("q")
        said = coding.said[-1]
        assert said.tone is Tone.ERROR
        assert words in said.text
        assert said.text.endswith("1 change waits and is stored as soon as possible.")
        assert coding.page.tagging.waiting_count == 1
        coding.goes(30)
        coding.keys("u")
        assert coding.page.tagging.waiting_count == 2
        assert coding.said[-1].text.endswith("2 changes wait and are stored as soon as possible.")
        assert coding.window.status.again_button.isVisible()
    coding.goes(40)
    # What was watched is written beside it, and may hold the study longer than is waited here.
    coding.waits(lambda: coding.window.status.again_button.click() or coding.page.tagging.waiting_count == 0)
    assert coding.said[-1].text == "The 2 changes that waited are stored."
    assert coding.window.status.again_button.isHidden()
    assert ("os.distance", moment(30)) in {(tag.behaviour_id, tag.start) for tag in coding.stored}
    assert set(coding.page.table.tags) == set(coding.stored)
    coding.keys("z", with_=CTRL)
    coding.keys("z", with_=CTRL)
    assert coding.stored == before


def _fields(tag: object) -> dict[str, object]:
    return {name: getattr(tag, name) for name in tag.__slots__}  # pyright: ignore[reportAttributeAccessIssue] - a tag


def test_the_next_key_tries_again_before_it_is_stored_itself(coding: Desk) -> None:  # noqa: F811
    coding.goes(10)
    with locked(coding):
        coding.keys("w")
        assert coding.stored == []
    coding.goes(20)
    coding.keys("q")
    assert [(tag.behaviour_id, tag.start) for tag in coding.stored] == [
        ("tc.paraphrase", moment(10)),
        ("tc.introduce", moment(20)),
    ]


def test_it_is_tried_again_without_anybody_asking(coding: Desk, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setattr(waiting, "RETRY_MS", 1)
    with lost(coding):
        coding.keys("w")
        assert coding.page.tagging.waiting_count == 1
    coding.waits(lambda: coding.page.tagging.waiting_count == 0)
    assert [tag.start for tag in coding.stored] == [Moment(0)]
    assert coding.said[-1].text == "The change that waited is stored."


def test_what_waits_and_is_then_refused_is_told_and_the_rest_goes_on(coding: Desk) -> None:  # noqa: F811
    coding.goes(10)
    coding.keys("w")
    (tag,) = coding.stored
    with locked(coding):
        coding.keys("w")
        coding.goes(20)
        coding.keys("q")
    coding.page.tagging.retry()
    assert [found.behaviour_id for found in coding.stored] == ["tc.paraphrase", "tc.introduce"]
    assert coding.stored[0] == tag


def test_undo_that_the_disk_refuses_can_be_tried_again(coding: Desk) -> None:  # noqa: F811
    coding.keys("w")
    with lost(coding):
        coding.keys("z", with_=CTRL)
        assert coding.said[-1].tone is Tone.ERROR
        assert coding.window.bridge.history.can_undo
    coding.keys("z", with_=CTRL)
    assert coding.stored == []


def test_a_study_that_becomes_read_only_is_told_and_nothing_waits(coding: Desk) -> None:  # noqa: F811
    coding.study.store.is_read_only = True
    coding.keys("w")
    assert "read-only" in coding.said[-1].text
    assert coding.page.tagging.waiting_count == 0
    coding.study.store.is_read_only = False
    coding.keys("w")
    assert len(coding.stored) == 1


def test_a_share_that_was_lost_and_found_is_gone_on_with(coding: Desk, tmp_path: Path) -> None:  # noqa: F811
    coding.keys("w")
    place = place_of(coding)
    shutil.copytree(place, tmp_path / "server")
    place.rename(tmp_path / "lost")
    coding.goes(20)
    coding.keys("q")
    assert coding.page.tagging.waiting_count == 1
    shutil.copytree(tmp_path / "server", place)
    coding.window.status.again_button.click()
    assert [tag.start for tag in coding.stored] == [Moment(0), moment(20)]


@pytest.mark.parametrize("trouble", [locked, lost])
def test_ratings_and_notes_wait_like_tags_and_are_stored_once(coding: Desk, trouble: object) -> None:  # noqa: F811
    side = coding.page.side
    with trouble(coding):  # pyright: ignore[reportCallIssue, reportUnknownVariableType] - one of the two above
        side.ratings.viewing.excused.emit("The sound is missing.")
        assert coding.said[-1].tone is Tone.ERROR
        assert not side.ratings.viewing.is_open
    side.ratings.viewing.excused.emit("The sound is missing.")
    assert side.ratings.viewing.is_open
    with trouble(coding):  # pyright: ignore[reportCallIssue, reportUnknownVariableType] - as above
        coding.keys("e", with_=CTRL)
        coding.keys("3")
        coding.window.registry.action("review.strength").trigger()
        coding.types("Steps back.")
        coding.keys(Qt.Key.Key_Return)
        coding.keys(Qt.Key.Key_Return)
        assert coding.page.tagging.waiting_count == 2
        assert coding.said[-1].text.endswith("2 changes wait and are stored as soon as possible.")
    coding.window.status.again_button.click()
    assert [rating.value for rating in coding.study.reviewing.ratings(coding.review.id)] == [3]
    assert [note.text for note in coding.study.coaching.notes(coding.review.id)] == ["Steps back."]
    assert side.coaching.texts == ["Steps back."]
    assert side.ratings.answered_count == 1


@pytest.mark.parametrize("trouble", [locked, lost])
def test_a_submission_waits_with_its_guess_and_locks_once_the_disk_is_there(
    coding: Desk,  # noqa: F811
    trouble: object,
) -> None:
    coding.window.bridge.set_blinded(True)
    coding.waits(lambda: coding.page.review is not None)
    coding.keys("w")
    coding.keys(Qt.Key.Key_Return, with_=CTRL)
    coding.waits(lambda: coding.page.side.is_finishing)
    coding.page.side.finish.field(ReasonKind.RATINGS).setText("No sound.")
    question = coding.page.closing.question
    assert question is not None
    question.buttons[Guess.POST].click()
    with trouble(coding):  # pyright: ignore[reportCallIssue, reportUnknownVariableType] - one of the two above
        coding.page.side.finish.confirm()
        assert coding.page.tagging.waiting_count == 1
        assert coding.said[-1].text.endswith("1 change waits and is stored as soon as possible.")
        assert not coding.page.side.is_finishing
    coding.window.status.again_button.click()
    coding.waits(lambda: coding.review.state is ReviewState.SUBMITTED)
    given = coding.study.blinding.guess_of(coding.review.id)
    assert given is not None
    assert given.guess is Guess.POST
    coding.window.registry.action("review.reopen").trigger()
    with trouble(coding):  # pyright: ignore[reportCallIssue, reportUnknownVariableType] - as above
        coding.types("The first words were missed.")
        coding.keys(Qt.Key.Key_Return)
        assert coding.page.tagging.waiting_count == 1
    coding.window.status.again_button.click()
    coding.waits(lambda: coding.review.state is ReviewState.DRAFT)
    assert coding.study.auditing.chain_fault() is None


def test_closing_tries_once_more(coding: Desk) -> None:  # noqa: F811
    review_id = coding.review.id
    with locked(coding):
        coding.keys("w")
    stored: list[int] = []
    coding.window.bridge.closed.connect(lambda: stored.append(coding.page.tagging.waiting_count))
    location = coding.study.store.location
    coding.window.bridge.close_study()
    assert stored == [0]
    with closing(sqlite3.connect(Path(location) / "study.db")) as connection:
        statement = "SELECT count(*) FROM tags WHERE review_id = ?"
        assert connection.execute(statement, (review_id.hex,)).fetchone() == (1,)


@pytest.mark.parametrize("is_quitting", [True, False])
def test_what_waits_is_asked_about_before_it_is_lost(
    coding: Desk,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    is_quitting: bool,
) -> None:
    asked: list[str] = []

    def answer(box: QMessageBox) -> int:
        asked.append(box.text())
        button = next(one for one in box.buttons() if (one.text() == "Quit without it") == is_quitting)
        monkeypatch.setattr(QMessageBox, "clickedButton", lambda _box: button)
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    with lost(coding):
        coding.keys("w")
        coding.window.registry.action("study.close").trigger()
        assert asked == ["1 change still waits for the disk. If you quit now, what waits is lost."]
        assert coding.window.bridge.is_open is not is_quitting
    coding.window.registry.action("study.close").trigger()
    assert len(asked) == 1
    assert not coding.window.bridge.is_open
