"""Jobs and reads through the bridge, the ring, and the queue's pane."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QThread
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from bwc_review.domain.changes import Changes, Touched
from bwc_review.domain.errors import EnvironmentFault, InputError
from bwc_review.domain.ids import new_id
from bwc_review.domain.progress import CancelToken, Progress, Report
from bwc_review.services.jobs import JobQueue, JobState
from bwc_review.ui.bridge.delivery import Delivery
from bwc_review.ui.bridge.study import Said, StudyBridge, Tone
from bwc_review.ui.frame.job_pane import JobPane, job_text
from bwc_review.ui.frame.window import MainWindow
from bwc_review.ui.widgets.progress_ring import ProgressRing
from tests.ui.conftest import Until


class Work:
    """Reports half and waits until it is let go or cancelled."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.begun = threading.Event()

    def __call__(self, report: Report, cancel: CancelToken) -> str:
        report(Progress(1, 2, "Halfway"))
        self.begun.set()
        while not self.gate.wait(0.005):
            cancel.raise_if_cancelled()
        return "made"


@pytest.fixture
def work() -> Work:
    return Work()


class TestBridge:
    def test_a_result_comes_back_on_the_gui_thread(self, bridge: StudyBridge, work: Work, until: Until) -> None:
        heard: list[tuple[str, bool]] = []
        bridge.submit(bridge, "Make", work, lambda text: heard.append((text, is_gui_thread())))
        work.gate.set()
        until(lambda: heard)
        assert heard == [("made", True)]

    def test_an_error_becomes_a_sentence_on_the_status_line(
        self, bridge: StudyBridge, said: list[Said], until: Until
    ) -> None:
        def fail(_report: Report, _cancel: CancelToken) -> None:
            raise EnvironmentFault("disk.full", "The disk is full.")

        bridge.submit(bridge, "Make", fail, lambda _: None)
        until(lambda: said)
        assert said == [Said("The disk is full.", Tone.ERROR)]

    def test_a_cancelled_job_is_no_error(self, bridge: StudyBridge, work: Work, said: list[Said], until: Until) -> None:
        job = bridge.submit(bridge, "Make", work, lambda _: None)
        job.cancel()
        until(lambda: said)
        assert (job.state, said[0].tone) == (JobState.CANCELLED, Tone.PLAIN)

    def test_a_bug_reaches_the_outermost_handler(self, bridge: StudyBridge, until: Until) -> None:
        def fail(_report: Report, _cancel: CancelToken) -> None:
            raise ZeroDivisionError

        with capture_exceptions() as caught:
            bridge.submit(bridge, "Make", fail, lambda _: None)
            bridge.read(bridge, lambda: 1 // 0, lambda _: None)
            until(lambda: len(caught) == 2)
        assert {kind for kind, _, _ in caught} == {ZeroDivisionError}

    def test_nothing_is_delivered_to_an_owner_that_is_gone(self, bridge: StudyBridge, work: Work, until: Until) -> None:
        import shiboken6

        owner, heard = QObject(), list[str]()
        job = bridge.submit(owner, "Make", work, heard.append)
        shiboken6.delete(owner)
        work.gate.set()
        after = list[str]()
        bridge.submit(bridge, "Then", lambda _report, _cancel: "then", after.append)
        until(lambda: after)
        assert (job.state, heard) == (JobState.DONE, [])

    def test_reads_are_delivered_in_order_and_their_errors_are_told(
        self, bridge: StudyBridge, said: list[Said], until: Until
    ) -> None:
        heard: list[int] = []

        def refuse() -> int:
            raise InputError("x", "That is not a clip.")

        for number in range(3):
            bridge.read(bridge, lambda number=number: number, heard.append)
        bridge.read(bridge, refuse, heard.append)
        until(lambda: said)
        assert heard == [0, 1, 2]
        assert said[0].text == "That is not a clip."

    def test_reads_of_a_closed_study_are_not_delivered(
        self, bridge: StudyBridge, coded_study: Path, until: Until
    ) -> None:
        bridge.open(str(coded_study))
        until(lambda: bridge.is_open)
        heard: list[int] = []
        for _ in range(20):
            bridge.read(bridge, lambda: len(bridge.study.library.rows()), heard.append)
        bridge.close_study()
        done: list[int] = []
        bridge.read(bridge, lambda: 1, done.append)
        until(lambda: done)
        assert heard == []
        with pytest.raises(RuntimeError, match="No study is open"):
            _ = bridge.study

    def test_closing_a_study_stops_its_jobs(
        self, bridge: StudyBridge, coded_study: Path, work: Work, until: Until
    ) -> None:
        bridge.open(str(coded_study))
        until(lambda: bridge.is_open)
        job = bridge.submit(bridge, "Make", work, lambda _: None)
        assert work.begun.wait(30)
        bridge.close_study()
        assert job.state is JobState.CANCELLED

    def test_changes_are_announced_with_who_made_them(self, bridge: StudyBridge) -> None:
        heard: list[tuple[object, object]] = []
        bridge.changed.connect(lambda changes, who: heard.append((changes, who)))
        changes = Changes.of(Touched.TAGS, new_id())
        bridge.announce(changes, bridge)
        bridge.announce(Changes())
        assert heard == [(changes, bridge)]

    def test_work_is_called_back_from_any_thread(self, bridge: StudyBridge, until: Until) -> None:
        heard: list[bool] = []
        thread = threading.Thread(target=lambda: bridge.after(lambda: heard.append(is_gui_thread())))
        thread.start()
        thread.join()
        until(lambda: heard)
        assert heard == [True]

    def test_a_delivery_that_is_gone_takes_nothing(self, dark: QApplication) -> None:
        import shiboken6

        delivery, owner = Delivery(), QObject()
        shiboken6.delete(delivery)
        delivery.call(owner, lambda: pytest.fail("It was called."))


class TestPane:
    @pytest.fixture
    def host(self, dark: QApplication, qtbot: QtBot) -> QWidget:
        made = QWidget()
        made.resize(900, 600)
        qtbot.addWidget(made)
        made.show()
        return made

    def test_a_job_is_stopped_from_its_row(self, window: MainWindow, work: Work, until: Until) -> None:
        job = window.bridge.submit(window, "Render reel", work, lambda _: None)
        until(lambda: window.top_bar.ring.fraction == 0.5)
        window.show_jobs()
        row = window.job_pane.row(job)
        assert row.detail == "50% · Halfway"
        row.stop.click()
        assert row.detail == "Stopping…"
        until(lambda: job.is_finished and row.detail.startswith("Stopped"))
        assert window.top_bar.ring.count == 0
        assert row.stop.isHidden()
        window.job_pane.clear_finished()
        assert window.bridge.jobs.jobs == ()
        window.show_jobs()
        assert not window.job_pane.isVisible()

    def test_how_a_job_stands_is_told_in_words(self, work: Work) -> None:
        queue = JobQueue()
        first = queue.submit("First", work)
        second = queue.submit("Second", lambda _report, _cancel: None)
        assert work.begun.wait(30)
        assert (job_text(first), job_text(second)) == ("50% · Halfway", "Waiting")
        work.gate.set()
        assert second.wait(30)
        assert (job_text(first), job_text(second)) == ("Done", "Done")
        bug = queue.submit("Bug", lambda _report, _cancel: 1 // 0)
        refused = queue.submit("Refused", refuse)
        assert refused.wait(30)
        assert job_text(bug).startswith("The program failed here.")
        assert job_text(refused) == "ffmpeg is missing."
        queue.close()

    def test_the_pane_teaches_while_it_is_empty(self, host: QWidget, qtbot: QtBot) -> None:
        queue = JobQueue()
        pane = JobPane(queue, host)
        anchor = QWidget(host)
        anchor.setGeometry(850, 10, 30, 30)
        pane.show_under(anchor)
        assert pane.geometry().right() < host.width()
        qtbot.keyClick(pane, Qt.Key.Key_Escape)
        assert not pane.isVisible()


class TestRing:
    def test_it_turns_only_while_the_share_is_unknown_and_it_is_seen(self, dark: QApplication, qtbot: QtBot) -> None:
        ring = ProgressRing()
        qtbot.addWidget(ring)
        ring.set_jobs(1, None)
        assert not ring.is_turning
        ring.show()
        assert ring.is_turning
        ring.set_jobs(2, 0.25)
        assert not ring.is_turning
        assert "25% done" in ring.toolTip()
        ring.set_jobs(1, None)
        ring.hide()
        assert not ring.is_turning
        ring.set_jobs(0, None)
        assert ring.accessibleName() == "No jobs"

    def test_it_paints_how_far_the_job_is(self, dark: QApplication, qtbot: QtBot) -> None:
        ring = ProgressRing()
        qtbot.addWidget(ring)
        ring.resize(ring.sizeHint())
        shares = [lit(ring, share) for share in (0.1, 0.5, 0.9)]
        assert shares == sorted(shares)
        assert shares[0] < shares[2]


def lit(ring: ProgressRing, fraction: float) -> int:
    ring.set_jobs(1, fraction)
    image = ring.grab().toImage()
    return sum(
        1 for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).saturation() > 60
    )


def refuse(_report: Report, _cancel: CancelToken) -> None:
    raise EnvironmentFault("ffmpeg.missing", "ffmpeg is missing.")


def is_gui_thread() -> bool:
    app = QApplication.instance()
    return app is not None and QThread.currentThread() is app.thread()
