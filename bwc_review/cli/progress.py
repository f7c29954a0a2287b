"""Running a job in the foreground: a progress bar on a terminal, and Ctrl+C as a request to stop."""

import signal
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from bwc_review.cli.options import Session
from bwc_review.domain.progress import CancelToken, Progress, Report, silent

T = TypeVar("T")


def run(session: Session, title: str, work: Callable[[Report, CancelToken], T]) -> T:
    """Do the work here and now. The first Ctrl+C asks it to stop, a second one ends the program at once."""
    token = CancelToken()
    with _stopping(token), _bar(session, title) as report:
        return work(report, token)


@contextmanager
def _stopping(token: CancelToken) -> Generator[None]:
    if threading.current_thread() is not threading.main_thread():  # only the main thread may set signal handlers
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        if token.is_cancelled:
            signal.default_int_handler(number, frame)
        token.cancel()

    numbers = (signal.SIGINT, signal.SIGTERM)
    earlier = [signal.signal(number, stop) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, earlier, strict=True):
            signal.signal(number, handler)


@contextmanager
def _bar(session: Session, title: str) -> Generator[Report]:
    if session.as_json or not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Bar(
        *columns, TextColumn("{task.fields[doing]}", markup=False), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task(title, total=None, doing="")

        def report(progress: Progress) -> None:
            bar.update(task, completed=progress.done, total=progress.total or None, doing=progress.text)

        yield report
