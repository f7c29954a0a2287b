"""Undo and redo as the window offers them: the changes to the review that is open, as far back as its log goes."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bwc_review.domain.errors import EnvironmentFault, InputError, ReviewError
from bwc_review.domain.undo import Step

if TYPE_CHECKING:
    from bwc_review.domain.changes import Applied
    from bwc_review.domain.ids import ReviewId
    from bwc_review.domain.undo import Trail
    from bwc_review.ui.bridge.study import StudyBridge

# With so few steps left the next page of the log is read, so that a key held down never has to wait.
_FEW = 60
# Refused for the whole review, not for this step: once the review is open again it can be undone.
_KEPT = frozenset({"review.locked", "review.reopen_reason"})


class UndoHistory(QObject):
    """What can be undone and redone in one review by whoever works here.

    The log holds it all; here are the newest steps. Earlier ones are read as they are needed, off the GUI thread.

    Attributes:
        review_id: The review; None while none is open.

    Signals:
        changed: Something else can be undone or redone now.
        applied: The `Applied` of an undo or redo, and the words for it.
        refused: The `ReviewError` for which nothing was undone or redone.
    """

    changed = Signal()
    applied = Signal(object, str)
    refused = Signal(object)

    def __init__(self, bridge: "StudyBridge") -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self.review_id: ReviewId | None = None
        self._done: list[Step] = []
        self._taken_back: list[Step] = []
        self._trail: Trail | None = None
        self._is_reading = False
        self._changes_seen = 0

    @property
    def can_undo(self) -> bool:
        """True if there is something to undo."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """True if there is something to redo."""
        return bool(self._taken_back)

    @property
    def undo_text(self) -> str:
        """What is undone next; empty if nothing."""
        return self._done[-1].label if self._done else ""

    @property
    def redo_text(self) -> str:
        """What is redone next; empty if nothing."""
        return self._taken_back[-1].label if self._taken_back else ""

    def open(self, review_id: "ReviewId | None") -> None:
        """Offer the changes to another review, or to the same as its log is now; None to offer nothing."""
        if review_id != self.review_id or review_id is None:
            self._done, self._taken_back = [], []
            self.review_id = review_id
            self.changed.emit()
        self._trail = None
        self._changes_seen += 1
        self._read()

    def push(self, applied: "Applied") -> None:
        """A new change was stored: it is undone next, and nothing can be redone any more."""
        self._note(applied, self._done)
        self._taken_back.clear()
        self.changed.emit()

    def undo(self) -> None:
        """Take back the last change."""
        self._move(self._done, self._taken_back, "Undone")

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._move(self._taken_back, self._done, "Redone")

    def _move(self, steps: list[Step], others: list[Step], verb: str) -> None:
        if not steps:
            return
        step = steps[-1]
        try:
            applied = self._bridge.study.history.take_back(step.seq)
        except ReviewError as error:
            self._refuse(steps, step, verb, error)
            return
        steps.pop()
        self._note(applied, others)
        self.changed.emit()
        self.applied.emit(applied, f"{verb}: {step.label}")
        if len(self._done) < _FEW:
            self._read()

    def _refuse(self, steps: list[Step], step: Step, verb: str, error: ReviewError) -> None:
        if isinstance(error, EnvironmentFault) or error.code in _KEPT:
            self.refused.emit(error)  # the step stays: it can be tried again
            return
        steps.pop()
        self._changes_seen += 1
        self.changed.emit()
        self.refused.emit(InputError(error.code, f"“{step.label}” cannot be {verb.lower()}. {error.message}"))

    def _note(self, applied: "Applied", steps: list[Step]) -> None:
        self._changes_seen += 1
        if applied.undo.undoes is not None:
            steps.append(Step(applied.undo.undoes, applied.undo.label))

    def _read(self) -> None:
        """Read the log's end, or a page further back if that is here already."""
        later, review_id = self._trail, self.review_id
        if self._is_reading or review_id is None or (later is not None and later.is_whole):
            return
        self._is_reading = True
        seen, history = self._changes_seen, self._bridge.study.history
        self._bridge.read(
            self,
            lambda: history.trail(review_id, later),
            lambda trail: self._take(trail, later, seen),
            self._give_up,
        )

    def _take(self, trail: "Trail", later: "Trail | None", seen: int) -> None:
        self._is_reading = False
        if later is None and seen != self._changes_seen:
            self._read()  # something was done while the log's end was read
            return
        if later is not self._trail:
            return
        self._trail = trail
        if later is None:
            self._done, self._taken_back = [*trail.done], [*trail.taken_back]
        else:
            self._done = [*trail.done[: len(trail.done) - len(later.done)], *self._done]
        self.changed.emit()

    def _give_up(self, error: ReviewError) -> None:
        self._is_reading = False
        self._bridge.tell_error(error)

    def forget(self) -> None:
        """The study was closed: reads that were asked for are not answered any more."""
        self._is_reading = False
        self.open(None)
