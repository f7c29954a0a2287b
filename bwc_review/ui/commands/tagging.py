"""Changes to tags and ratings from the window: stored first, then shown, and offered to be undone."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject, Signal

from bwc_review.domain.changes import Applied, Edit
from bwc_review.domain.coding import usual_actor
from bwc_review.domain.errors import ReviewError
from bwc_review.domain.ids import ReviewId, TagId
from bwc_review.domain.rubric import Behaviour
from bwc_review.domain.tag import Rating, Tag
from bwc_review.domain.time import Moment
from bwc_review.services.review_profiles import switch_profile
from bwc_review.services.reviewing import Reviewing
from bwc_review.ui.commands.waiting import WaitingChanges

_DONE = {
    "Tag": "Tagged",
    "Start": "Started",
    "End": "Ended",
    "Switch": "Switched",
    "Add": "Added",
    "Change": "Changed",
    "Move": "Moved",
    "Split": "Split",
    "Merge": "Merged",
    "Remove": "Removed",
    "Rate": "Rated",
    "Submit": "Submitted",
    "Show": "Shown:",
    "Reopen": "Reopened",
}


class Tagging(QObject):
    """Makes changes to one review.

    Nothing is told that is not on the disk, and what fails leaves everything as it was.

    Attributes:
        review_id: The review that presses go to; None if none is open.

    Signals:
        done: A list of `Edit` that was just stored, and the `Changes` for other pages.
        said: What was done, in words, and whether Undo takes it back.
        failed: The `ReviewError` for which nothing was done.
        stuck: Why changes wait, and how many, in words. They are stored once the disk allows it, or by `retry`.
    """

    done = Signal(object, object)
    said = Signal(str, bool)
    failed = Signal(object)
    stuck = Signal(str)

    def __init__(
        self, reviewing: Callable[[], Reviewing], offer_undo: Callable[[Applied], None], parent: QObject | None = None
    ) -> None:
        """Make it for whichever study is open.

        Args:
            reviewing: Gives the open study's service.
            offer_undo: Is told what was done, so that it can be taken back.
            parent: Qt parent.
        """
        super().__init__(parent)
        self._reviewing = reviewing
        self._offer_undo = offer_undo
        self.review_id: ReviewId | None = None
        self._waiting = WaitingChanges(lambda seconds: reviewing().waiting_at_most(seconds), self)
        self._waiting.stored.connect(self._take)
        self._waiting.refused.connect(self.failed)
        self._waiting.stuck.connect(self._tell_stuck)
        self._waiting.freed.connect(self._tell_freed)

    @property
    def waiting_count(self) -> int:
        """Changes that wait for the disk."""
        return self._waiting.count

    def retry(self) -> None:
        """Try to store what waits."""
        self._waiting.retry()

    def forget(self) -> None:
        """The study is about to be closed: try once more, then let go of what waits."""
        self._waiting.retry()
        self._waiting.forget()

    def press(
        self,
        behaviour: Behaviour,
        at: Moment,
        *,
        actor: str | None = None,
        level: int | None = None,
        modifiers: Iterable[tuple[str, str]] = (),
        speed_percent: int = 100,
        compensation_us: int = 0,
    ) -> Applied | None:
        """Do what a behaviour's key does at the frame on the screen; None if it was refused.

        Args:
            behaviour: What was seen or heard.
            at: The moment of the frame that is shown.
            actor: Who; the usual one for the behaviour if None.
            level: Level of a state that has levels.
            modifiers: Name and choice.
            speed_percent: Playback speed now; 0 while paused.
            compensation_us: How much earlier than that frame it was seen.
        """
        review_id = self.review_id
        if review_id is None:
            return None
        who = actor or usual_actor(behaviour)
        return self._run(
            lambda: self._reviewing().press(
                review_id,
                behaviour.id,
                at,
                actor=who,
                level=level,
                modifiers=modifiers,
                speed_percent=speed_percent,
                compensation_us=compensation_us,
            )
        )

    def change(self, before: Tag, after: Tag) -> Applied | None:
        """Replace a tag."""
        return self._run(lambda: self._reviewing().change(before, after))

    def change_all(self, changes: Sequence[tuple[Tag | None, Tag | None]], verb: str = "Change") -> Applied | None:
        """Replace, add and take away tags together, as one step of the undo stack."""
        return self._run(lambda: self._reviewing().change_all(changes, verb)) if changes else None

    def remove(self, tag_ids: Iterable[TagId]) -> Applied | None:
        """Take tags away together."""
        return self._run(lambda: self._reviewing().remove(tag_ids))

    def rate(self, rating: Rating) -> Applied | None:
        """Answer a rating item."""
        return self._run(lambda: self._reviewing().rate(rating))

    def switch_profile(self, profile: str | None) -> Applied | None:
        """Show other behaviours in the review; None for all of them."""
        review_id = self.review_id
        if review_id is None:
            return None
        return self._run(lambda: switch_profile(self._reviewing(), review_id, profile))

    def do(self, work: Callable[[], Applied]) -> Applied | None:
        """Do any other change that a service makes; None if it was refused."""
        return self._run(work)

    def follow_undo(self, applied: Applied, words: str) -> None:
        """Something was undone or redone: tell it like any other change."""
        self._tell(applied, words, can_undo=words.startswith("Redone"))

    def _run(self, work: Callable[[], Applied]) -> Applied | None:
        return self._waiting.run(work)

    def _take(self, applied: Applied, _has_waited: bool) -> None:
        self._offer_undo(applied)
        self._tell(applied, _done_words(applied.undo.label), can_undo=True)

    def _tell_stuck(self, error: ReviewError, count: int) -> None:
        waits = "1 change waits and is" if count == 1 else f"{count} changes wait and are"
        self.stuck.emit(f"{error.message} {waits} stored as soon as possible.")

    def _tell_freed(self, count: int) -> None:
        words = "The change that waited is stored." if count == 1 else f"The {count} changes that waited are stored."
        self.said.emit(words, True)

    def _tell(self, applied: Applied, words: str, *, can_undo: bool) -> None:
        self.done.emit(edits_of(applied), applied.changes)
        self.said.emit(words, can_undo)


def edits_of(applied: Applied) -> list[Edit]:
    """What was done, in the order in which it was done."""
    return [edit.inverse for edit in reversed(applied.undo.edits)]


def _done_words(label: str) -> str:
    verb, _, rest = label.partition(" ")
    return f"{_DONE.get(verb, verb)} {rest}"
