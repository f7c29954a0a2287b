"""A whole review on the real page with nothing but keys: begin, watch, tag, correct, take back, rate, lock."""

# ruff: noqa: F811 - fixtures of the review page are imported by their names

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from bwc_review.domain.progress import CancelToken, silent
from bwc_review.domain.tag import ReviewState
from bwc_review.services.bootstrap import open_study
from bwc_review.ui.pages.review.side import RATINGS
from tests.helpers.clips import ClipShelf
from tests.ui.one_clip import one_clip_study
from tests.ui.test_review import ALT, CTRL, RATE, REVIEWER, SHIFT, Desk, desk, moment, study  # noqa: F401 - fixtures

FRAMES = 150


class MouseWatch(QObject):
    """Sees every press of a mouse button on a widget."""

    def __init__(self) -> None:
        super().__init__()
        self.presses = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        self.presses += event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget)
        return False


@pytest.fixture
def mouse(qapp: QApplication) -> Iterator[MouseWatch]:
    watch = MouseWatch()
    qapp.installEventFilter(watch)
    yield watch
    qapp.removeEventFilter(watch)


@pytest.fixture(scope="session")
def clip_study(tmp_path_factory: pytest.TempPathFactory, clips: ClipShelf) -> Path:
    """The folder of a study with one clip of five seconds."""
    clip = clips(frames=FRAMES, rate=RATE, gop=30, size=(320, 240), audio=False)
    return one_clip_study(tmp_path_factory.mktemp("whole"), clip)


def watches(desk: Desk) -> None:
    """Watch what the ratings wait for, in one go at normal speed, to the end."""
    transport = desk.page.player.transport
    desk.keys("p", with_=CTRL)
    desk.waits(lambda: transport.is_playing)
    desk.waits(lambda: not transport.is_playing)


def tags_what_is_seen(desk: Desk) -> None:
    """A point while it plays, then with the picture at rest a state, levels and a point with all its second keys."""
    desk.keys(Qt.Key.Key_Space)
    desk.waits(lambda: desk.page.player.transport.position > moment(3))
    desk.keys("q")
    assert desk.page.player.transport.is_playing
    desk.keys(Qt.Key.Key_Space)
    desk.goes(20)
    desk.keys("u")
    desk.keys("1", with_=SHIFT)
    desk.goes(40)
    desk.keys("3", with_=SHIFT)
    desk.keys("z")
    desk.keys("2", "c", "s", with_=ALT)
    desk.keys("2", with_=ALT | SHIFT)
    desk.keys(Qt.Key.Key_F2)
    desk.types("two people speak at once")
    desk.keys(Qt.Key.Key_Return, Qt.Key.Key_Escape)
    desk.goes(60)
    desk.keys("u")


def test_a_whole_review_takes_only_keys(desk: Desk, mouse: MouseWatch) -> None:
    desk.keys(Qt.Key.Key_Return)  # begin it
    tags_what_is_seen(desk)
    found = {tag.behaviour_id: tag for tag in desk.stored}
    shout = found["tc.shout"]
    assert (shout.start, shout.actor, shout.modifiers, shout.confidence) == (moment(40), "O2", (("safety", "no"),), 1)
    assert (shout.is_heard_only, shout.note) == (True, "two people speak at once")
    assert (found["os.distance"].start, found["os.distance"].end) == (moment(20), moment(60))
    assert [tag.level for tag in desk.stored if tag.behaviour_id == "sj.agitation"] == [1, 3]

    desk.keys(Qt.Key.Key_Up)  # correct one: the tag before the playhead, two frames later
    desk.waits(lambda: desk.page.player.transport.shown == moment(40))
    before = desk.stored
    desk.keys(Qt.Key.Key_Right, Qt.Key.Key_Right, with_=ALT)
    corrected = desk.stored
    assert corrected != before
    desk.keys("z", "z", with_=CTRL)
    assert desk.stored == before
    desk.keys("z", "z", with_=CTRL | SHIFT)
    assert desk.stored == corrected

    desk.goes(85)  # the level that is still open ends here
    desk.keys("6")
    desk.keys(Qt.Key.Key_Return)
    assert all(tag.end is not None for tag in desk.stored if tag.behaviour_id == "sj.agitation")
    watches(desk)
    desk.keys("e", with_=CTRL)
    assert desk.page.side.tab == RATINGS
    for value in "34455"[: desk.page.side.ratings.item_count]:
        desk.keys(value)
        desk.keys(Qt.Key.Key_Down)
    assert len(desk.study.reviewing.ratings(desk.review.id)) == desk.page.side.ratings.item_count

    desk.keys(Qt.Key.Key_Return, with_=CTRL)
    desk.waits(lambda: desk.page.side.is_finishing or desk.review.state is ReviewState.SUBMITTED)
    if desk.page.side.is_finishing:  # stretches without a tag want a word
        desk.types("Nothing else happens in them.")
        desk.keys(Qt.Key.Key_Return)
    desk.waits(lambda: desk.review.state is ReviewState.SUBMITTED)
    kept, review = desk.stored, desk.review
    desk.keys("w")
    assert desk.stored == kept
    assert mouse.presses == 0

    folder = desk.study.store.location
    desk.window.bridge.close_study()
    with open_study(str(folder), REVIEWER) as again:
        assert list(again.reviewing.tags(review.id)) == kept
        assert again.reviewing.review(review.id).state is ReviewState.SUBMITTED
        assert again.auditing.verify(silent, CancelToken()).chain_fault is None
