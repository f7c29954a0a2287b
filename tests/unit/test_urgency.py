"""How urgent a thread's work is: kept for each thread on Linux, and nowhere else."""

import os
import sys
import threading
from collections.abc import Callable

import pytest

from bwc_review import urgency
from bwc_review.services.jobs import JobQueue
from bwc_review.urgency import Urgency

ON_LINUX = sys.platform == "linux"


def niceness() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id() if ON_LINUX else 0)


def in_a_thread(work: Callable[[], int]) -> int:
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()
    thread.join()
    return found[0]


def taken(wanted: Urgency) -> int:
    urgency.take(wanted)
    return niceness()


def test_only_the_thread_that_asks_gives_way() -> None:
    before = niceness()
    assert in_a_thread(lambda: taken(Urgency.AHEAD)) == (min(19, before + Urgency.AHEAD) if ON_LINUX else before)
    assert niceness() == before


def test_it_is_counted_from_what_the_program_is() -> None:
    def twice() -> int:
        urgency.take(Urgency.BACKGROUND)
        return taken(Urgency.BACKGROUND)

    before = niceness()
    assert in_a_thread(twice) == (min(19, before + 2 * Urgency.BACKGROUND) if ON_LINUX else before)


def test_what_a_thread_starts_gives_way_with_it() -> None:
    before, jobs = niceness(), JobQueue()
    job = jobs.submit("Ask", lambda _report, _cancel: in_a_thread(niceness))
    assert job.wait(60)
    assert job.result == (min(19, before + Urgency.BACKGROUND) if ON_LINUX else before)
    assert jobs.close()


def test_elsewhere_the_program_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    before = niceness()
    monkeypatch.setattr(sys, "platform", "darwin")
    assert in_a_thread(lambda: taken(Urgency.BACKGROUND)) == before
    assert before == niceness()
