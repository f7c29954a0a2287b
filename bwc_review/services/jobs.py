"""A queue of long jobs off the window's thread; it knows nothing of Qt."""

import threading
import time
import traceback
from collections import deque
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID

from bwc_review import urgency
from bwc_review.domain.errors import Cancelled, ReviewError
from bwc_review.domain.ids import new_id
from bwc_review.domain.progress import CancelToken, Progress, Report
from bwc_review.urgency import Urgency

T = TypeVar("T")

# Watchers redraw at most this often for progress alone; changes of state are always told.
PROGRESS_INTERVAL_S = 0.05
_JOBS, _AHEAD = "jobs", "jobs-ahead"


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Generic[T]):
    """A piece of work in the queue. Read it from any thread; only the queue changes it.

    Attributes:
        id: Names the job.
        title: What it does, in sentence case.
        state: Where it stands.
        progress: The last step told; None before the first.
        result: What the work returned, once it is done.
        error: What stopped it, once it failed or was cancelled.
        traceback_text: Where a fault of the program lies; empty for any other end.
        is_expendable: True if nothing is lost when it is stopped: it fills a cache.
    """

    def __init__(self, title: str, work: Callable[[Report, CancelToken], T], *, is_expendable: bool = False) -> None:
        self.id: UUID = new_id()
        self.title = title
        self.is_expendable = is_expendable
        self.state = JobState.QUEUED
        self.progress: Progress | None = None
        self.result: T | None = None
        self.error: Exception | None = None
        self.traceback_text = ""
        self._work = work
        self._token = CancelToken()
        self._finished = threading.Event()

    def cancel(self) -> None:
        """Ask the job to stop; a job that still waits never starts."""
        self._token.cancel()

    @property
    def is_cancel_requested(self) -> bool:
        """True once somebody asked the job to stop."""
        return self._token.is_cancelled

    @property
    def is_finished(self) -> bool:
        """True once the job is done, failed or cancelled."""
        return self._finished.is_set()

    @property
    def is_bug(self) -> bool:
        """True if the program is at fault, not the input and not the machine."""
        return self.error is not None and not isinstance(self.error, ReviewError)

    def wait(self, timeout_s: float | None = None) -> bool:
        """Block until the job is finished; False if that took longer than the timeout."""
        return self._finished.wait(timeout_s)

    def run(self, report: Report, started: Callable[[], None]) -> None:
        """Do the work on the calling thread and keep how it ended. Nothing that the work raises gets out."""
        try:
            self._token.raise_if_cancelled()
            self.state = JobState.RUNNING
            started()
            self.result = self._work(report, self._token)
            self.state = JobState.DONE
        except Cancelled as error:
            self.error, self.state = error, JobState.CANCELLED
        except ReviewError as error:
            self.error, self.state = error, JobState.FAILED
        except Exception as error:  # noqa: BLE001 - the outermost loop of a worker: a bug must reach the user as a report
            self.error, self.state = error, JobState.FAILED
            self.traceback_text = traceback.format_exc()
        self._finished.set()


AnyJob = Job[Any]


class JobQueue:
    """Runs jobs one after the other on a worker thread of its own, and beside them, likewise, what is expendable.

    So a film is not kept waiting by the previews of a clip, nor these by a film.

    `on_change` is called with the job, on a worker thread, when a job starts, moves on and ends (and on the caller's
    thread when it is queued). It must be quick and must not raise.
    """

    def __init__(
        self,
        on_change: Callable[[AnyJob], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._on_change = on_change
        self._clock = clock
        self._waiting: dict[str, deque[AnyJob]] = {_JOBS: deque(), _AHEAD: deque()}
        self._workers: dict[str, threading.Thread] = {}
        self._jobs: list[AnyJob] = []
        self._wake = threading.Condition()
        self._is_closed = False

    @property
    def jobs(self) -> tuple[AnyJob, ...]:
        """Jobs that wait or run, and finished ones not yet swept away; oldest first."""
        with self._wake:
            return tuple(self._jobs)

    @property
    def is_idle(self) -> bool:
        """True if no job waits or runs whose work would be lost."""
        return all(job.is_finished or job.is_expendable for job in self.jobs)

    def submit(self, title: str, work: Callable[[Report, CancelToken], T], *, is_expendable: bool = False) -> Job[T]:
        """Put work behind what waits of its kind; what is expendable may be stopped without asking.

        Raises:
            RuntimeError: The queue is closed.
        """
        job = Job(title, work, is_expendable=is_expendable)
        with self._wake:
            if self._is_closed:
                message = "The job queue is closed."
                raise RuntimeError(message)
            self._jobs.append(job)
            lane = _AHEAD if is_expendable else _JOBS
            self._waiting[lane].append(job)
            if lane not in self._workers:
                # A daemon: a job that hangs in foreign code must not keep the program from ending.
                worker = threading.Thread(target=self._run, args=(self._waiting[lane],), name=lane, daemon=True)
                self._workers[lane] = worker
                worker.start()
            self._wake.notify_all()
        self._tell(job)
        return job

    def sweep(self) -> None:
        """Forget finished jobs."""
        with self._wake:
            self._jobs = [job for job in self._jobs if not job.is_finished]

    def close(self, timeout_s: float = 5.0) -> bool:
        """Cancel everything and wait for the workers to end; False if one did not in time."""
        with self._wake:
            self._is_closed = True
            for job in self._jobs:
                job.cancel()
            self._wake.notify_all()
            workers = list(self._workers.values())
        end_s = time.monotonic() + timeout_s
        for worker in workers:
            worker.join(max(0.0, end_s - time.monotonic()))
        return not any(worker.is_alive() for worker in workers)

    def _run(self, waiting: deque[AnyJob]) -> None:
        urgency.take(Urgency.BACKGROUND)
        while True:
            with self._wake:
                self._wake.wait_for(lambda: waiting or self._is_closed)
                if not waiting:
                    return
                job = waiting.popleft()
            job.run(self._reporter(job), lambda job=job: self._tell(job))
            self._tell(job)

    def _reporter(self, job: AnyJob) -> Report:
        last_told_s = float("-inf")

        def report(progress: Progress) -> None:
            nonlocal last_told_s
            job.progress = progress
            now_s = self._clock()
            if now_s - last_told_s >= PROGRESS_INTERVAL_S or progress.fraction == 1.0:
                last_told_s = now_s
                self._tell(job)

        return report

    def _tell(self, job: AnyJob) -> None:
        if self._on_change is not None:
            self._on_change(job)
