"""The job queue: its workers, states, cancel, faults of the program, a bounded end."""

import threading
from collections.abc import Iterator

import pytest

from bwc_review.domain.errors import Cancelled, EnvironmentFault
from bwc_review.domain.progress import CancelToken, Progress, Report
from bwc_review.services.jobs import AnyJob, JobQueue, JobState

WAIT_S = 20.0


class Told:
    """Remembers what the queue told, with the thread that told it."""

    def __init__(self) -> None:
        self.states: list[tuple[str, JobState]] = []
        self.progress: list[Progress] = []
        self.threads: set[str] = set()

    def __call__(self, job: AnyJob) -> None:
        self.states.append((job.title, job.state))
        self.threads.add(threading.current_thread().name)
        if job.progress is not None:
            self.progress.append(job.progress)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def queue(told: Told) -> Iterator[JobQueue]:
    queue = JobQueue(told)
    yield queue
    assert queue.close(WAIT_S)


def until_cancelled(entered: threading.Event):
    def work(report: Report, cancel: CancelToken) -> None:
        entered.set()
        cancel._event.wait(WAIT_S)
        cancel.raise_if_cancelled()

    return work


def test_a_job_that_returns_is_done_with_its_result(queue: JobQueue) -> None:
    job = queue.submit("Count", lambda report, cancel: 42)
    assert job.wait(WAIT_S)
    assert (job.state, job.result, job.error) == (JobState.DONE, 42, None)


def test_jobs_run_one_after_the_other_in_the_order_they_came(queue: JobQueue) -> None:
    order: list[int] = []
    jobs = [queue.submit(str(n), lambda report, cancel, n=n: order.append(n)) for n in range(20)]
    assert all(job.wait(WAIT_S) for job in jobs)
    assert order == list(range(20))


def test_what_fills_a_cache_runs_beside_the_other_jobs_and_these_beside_it(queue: JobQueue) -> None:
    read, rendered = threading.Event(), threading.Event()
    jobs = [
        queue.submit("Render", lambda report, cancel: read.wait(WAIT_S)),
        queue.submit("Read", lambda report, cancel: read.set() or rendered.wait(WAIT_S), is_expendable=True),
        queue.submit("Render", lambda report, cancel: rendered.set()),
    ]
    assert all(job.wait(WAIT_S) for job in jobs)
    assert [job.result for job in jobs[:2]] == [True, True]


def test_watchers_are_told_each_state_and_never_on_the_callers_thread_while_it_runs(
    queue: JobQueue, told: Told
) -> None:
    job = queue.submit("Import", lambda report, cancel: None)
    assert job.wait(WAIT_S)
    assert queue.close(WAIT_S)
    assert JobState.RUNNING in [state for _, state in told.states]
    assert told.states[-1] == ("Import", JobState.DONE)
    assert "jobs" in told.threads


def test_progress_reaches_the_job(queue: JobQueue) -> None:
    job = queue.submit("Hash", lambda report, cancel: report(Progress(3, 4, "Reading")))
    assert job.wait(WAIT_S)
    assert job.progress == Progress(3, 4, "Reading")


def test_progress_alone_is_told_at_most_every_interval_but_the_end_always() -> None:
    told, now_s = Told(), [0.0]

    def work(report: Report, cancel: CancelToken) -> None:
        for done in range(1, 101):
            now_s[0] += 0.001
            report(Progress(done, 100))

    queue = JobQueue(told, clock=lambda: now_s[0])
    assert queue.submit("Hash", work).wait(WAIT_S)
    assert queue.close(WAIT_S)
    assert len(told.progress) < 10
    assert Progress(100, 100) in told.progress


def test_a_running_job_stops_when_cancelled(queue: JobQueue) -> None:
    entered = threading.Event()
    job = queue.submit("Render", until_cancelled(entered))
    assert entered.wait(WAIT_S)
    assert not job.is_finished
    job.cancel()
    assert job.is_cancel_requested
    assert job.wait(WAIT_S)
    assert job.state is JobState.CANCELLED
    assert isinstance(job.error, Cancelled)
    assert not job.is_bug


def test_a_waiting_job_that_is_cancelled_never_starts(queue: JobQueue) -> None:
    entered, ran = threading.Event(), threading.Event()
    first = queue.submit("Render", until_cancelled(entered))
    second = queue.submit("Report", lambda report, cancel: ran.set())
    second.cancel()
    first.cancel()
    assert second.wait(WAIT_S)
    assert second.state is JobState.CANCELLED
    assert not ran.is_set()


def test_a_full_disk_fails_the_job_with_its_sentence_and_is_not_a_bug(queue: JobQueue) -> None:
    def work(report: Report, cancel: CancelToken) -> None:
        raise EnvironmentFault("disk.full", "The disk is full.")

    job = queue.submit("Render", work)
    assert job.wait(WAIT_S)
    assert (job.state, str(job.error), job.is_bug) == (JobState.FAILED, "The disk is full.", False)
    assert job.traceback_text == ""


def test_a_fault_of_the_program_fails_the_job_with_its_traceback_and_the_next_still_runs(queue: JobQueue) -> None:
    broken = queue.submit("Render", lambda report, cancel: 1 // 0)
    after = queue.submit("Report", lambda report, cancel: "fine")
    assert after.wait(WAIT_S)
    assert (broken.state, broken.is_bug) == (JobState.FAILED, True)
    assert "ZeroDivisionError" in broken.traceback_text
    assert after.result == "fine"


def test_closing_cancels_what_runs_and_what_waits(told: Told) -> None:
    queue, entered = JobQueue(told), threading.Event()
    running = queue.submit("Render", until_cancelled(entered))
    waiting = queue.submit("Report", lambda report, cancel: None)
    assert entered.wait(WAIT_S)
    assert queue.close(WAIT_S)
    assert [running.state, waiting.state] == [JobState.CANCELLED, JobState.CANCELLED]
    assert not any(thread.name == "jobs" for thread in threading.enumerate())


def test_closing_does_not_wait_for_ever_for_a_job_that_hangs() -> None:
    queue, release, entered = JobQueue(), threading.Event(), threading.Event()

    def hang(report: Report, cancel: CancelToken) -> None:
        entered.set()
        release.wait(WAIT_S)

    job = queue.submit("Hang", hang)
    assert entered.wait(WAIT_S)
    assert not queue.close(0.01)
    release.set()
    assert job.wait(WAIT_S)
    assert queue.close(WAIT_S)


def test_a_closed_queue_takes_no_work_and_closing_it_unused_is_harmless() -> None:
    queue = JobQueue()
    assert queue.close()
    with pytest.raises(RuntimeError, match="closed"):
        queue.submit("Late", lambda report, cancel: None)


def test_finished_jobs_stay_listed_until_they_are_swept(queue: JobQueue) -> None:
    job = queue.submit("Count", lambda report, cancel: 1)
    assert job.wait(WAIT_S)
    assert queue.jobs == (job,)
    assert queue.is_idle
    queue.sweep()
    assert queue.jobs == ()
