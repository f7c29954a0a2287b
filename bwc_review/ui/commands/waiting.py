"""Changes that the disk did not take: they wait, in their order, and are stored as soon as it does."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from PySide6.QtCore import QObject, QTimer, Signal

from bwc_review.domain.changes import Applied
from bwc_review.domain.errors import EnvironmentFault, ReviewError

# What passes: room is made, a share comes back, another program lets go. A read-only folder does not pass by waiting.
_PASSING = frozenset(
    {
        "study.busy",
        "study.disk_full",
        "study.disk",
        "study.too_large",
        "study.gone",
        "study.cannot_open",
        "study.connection",
    }
)
RETRY_MS = 3_000
# The window stands still while it waits for another program's lock, so it waits briefly and comes again.
FIRST_WAIT_S, LATER_WAIT_S = 1.0, 0.1

Work = Callable[[], Applied]
Patience = Callable[[float], AbstractContextManager[None]]


class WaitingChanges(QObject):
    """Stores changes one after the other; none is dropped because the disk was not there for a while.

    Signals:
        stored: The `Applied` of a change, and whether it had waited.
        refused: The `ReviewError` for which a change was not made and will not be made.
        stuck: The `EnvironmentFault` for which changes wait, and how many.
        freed: How many changes have waited, now that all of them are stored or refused.
    """

    stored = Signal(object, bool)
    refused = Signal(object)
    stuck = Signal(object, int)
    freed = Signal(int)

    def __init__(self, patience: Patience, parent: QObject | None = None) -> None:
        """Make it.

        Args:
            patience: Within the block it gives, this thread waits no longer than so many seconds for other writers.
            parent: Qt parent.
        """
        super().__init__(parent)
        self._patience = patience
        self._waiting: list[Work] = []
        self._freed_count = 0
        self._told: tuple[str, int] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.retry)

    @property
    def count(self) -> int:
        """Changes that wait."""
        return len(self._waiting)

    def run(self, work: Work) -> Applied | None:
        """Make a change, after those that wait; None if it was refused or waits now."""
        if self._waiting:
            self._waiting.append(work)
            self.retry()
            return None
        return self._try(work, FIRST_WAIT_S, has_waited=False)

    def retry(self) -> None:
        """Try to store what waits, in its order, until the disk refuses again."""
        self._timer.stop()
        while self._waiting:
            before = len(self._waiting)
            work = self._waiting.pop(0)
            self._try(work, LATER_WAIT_S, has_waited=True)
            if len(self._waiting) == before:
                return
            self._freed_count += 1
        if self._freed_count:
            count, self._freed_count, self._told = self._freed_count, 0, None
            self.freed.emit(count)

    def forget(self) -> None:
        """The study is closed: what was never stored was never told to be."""
        self._timer.stop()
        self._waiting.clear()
        self._freed_count, self._told = 0, None

    def _try(self, work: Work, patience_s: float, *, has_waited: bool) -> Applied | None:
        try:
            with self._patience(patience_s):
                applied = work()
        except ReviewError as error:
            if isinstance(error, EnvironmentFault) and error.code in _PASSING:
                self._waiting.insert(0, work)
                self._timer.start(RETRY_MS)
                self._tell_stuck(error)
            else:
                self.refused.emit(error)
            return None
        self.stored.emit(applied, has_waited)
        return applied

    def _tell_stuck(self, error: EnvironmentFault) -> None:
        """Say it once, not with every attempt: other sentences are not pushed aside."""
        told = (error.code, len(self._waiting))
        if told != self._told:
            self._told = told
            self.stuck.emit(error, len(self._waiting))
