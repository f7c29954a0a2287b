"""Work off the GUI thread whose results come back on it."""

import threading
from collections import deque
from collections.abc import Callable
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from bwc_review.domain.errors import ReviewError

T = TypeVar("T")
Failed = Callable[[ReviewError], None]


class Delivery(QObject):
    """Calls functions on the GUI thread, in the order in which any thread handed them in."""

    _handed_in = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._handed_in.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def call(self, owner: QObject, work: Callable[[], None]) -> None:
        """Call `work` on the GUI thread soon, unless its owner is gone by then."""
        if shiboken6.isValid(self):
            self._handed_in.emit(owner, work)

    def _call(self, owner: QObject, work: Callable[[], None]) -> None:
        if shiboken6.isValid(owner):
            work()


class Reader:
    """One thread that reads while the window stays awake; the thread starts with the first read.

    Errors that carry a sentence go to `failed`; any other is a bug and is raised again on the GUI thread, where the
    outermost handler shows it.
    """

    def __init__(self, delivery: Delivery, name: str) -> None:
        self._delivery = delivery
        self._name = name
        self._waiting: deque[Callable[[], None]] = deque()
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None
        self._is_closed = False
        self._is_busy = False
        self._generation = 0

    def read(self, owner: QObject, work: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None:
        """Do `work` on the reader's thread; its result goes to `done` on the GUI thread, unless `owner` is gone."""
        generation = self._generation

        def deliver(call: Callable[[], None]) -> None:
            self._delivery.call(owner, lambda: call() if generation == self._generation else None)

        def run() -> None:
            try:
                result = work()
            except ReviewError as error:
                kept = error
                deliver(lambda: failed(kept))
            except Exception as error:  # noqa: BLE001 - an outermost loop: the bug is raised on the GUI thread
                deliver(raiser(error))
            else:
                deliver(lambda: done(result))

        with self._wake:
            if self._is_closed:
                return
            self._waiting.append(run)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
            self._wake.notify_all()

    def forget(self) -> None:
        """Let the running read finish and forget what waits; none of them is delivered any more."""
        with self._wake:
            self._generation += 1
            self._waiting.clear()
            self._wake.wait_for(lambda: not self._is_busy)

    def close(self) -> None:
        """Forget everything and end the thread; later reads are not begun."""
        self.forget()
        with self._wake:
            self._is_closed = True
            self._wake.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._waiting or self._is_closed)
                if self._is_closed:
                    return
                work = self._waiting.popleft()
                self._is_busy = True
            work()
            with self._wake:
                self._is_busy = False
                self._wake.notify_all()


def raiser(error: Exception) -> Callable[[], None]:
    """A function that raises `error` where it is called."""

    def throw() -> None:
        raise error

    return throw
