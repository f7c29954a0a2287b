"""Operations as audit entries: what they are called, what they are about, and their edits without loss."""

from collections.abc import Mapping, Sequence
from typing import cast

from bwc_review.domain.audit import AuditEntry
from bwc_review.domain.changes import Edit, Operation
from bwc_review.domain.errors import InputError
from bwc_review.domain.remark import CoachingNote
from bwc_review.domain.tag import Rating, Review, ReviewState
from bwc_review.store import codec

_STATE_VERBS = {
    ReviewState.DRAFT: "reopen",
    ReviewState.SUBMITTED: "submit",
    ReviewState.ADJUDICATED: "adjudicate",
}
# Which edit names an operation of several: a review's before a tag's, a new tag's before one that it ended.
_RANKS = ("review.", "tag.add", "tag.remove", "tag.change", "rating.", "note.")


def action_of(operation: Operation) -> str:
    """Dotted verb of a new operation, such as ``tag.add`` or ``review.submit``."""
    actions = [_edit_action(edit) for edit in operation.edits]
    named = min(actions, key=lambda action: next(rank for rank, start in enumerate(_RANKS) if action.startswith(start)))
    # Who codes begins with an empty review; one that comes with its tags was coded elsewhere.
    return "review.import" if named == "review.start" and len(actions) > 1 else named


def subject_of(operation: Operation) -> str:
    """Kind and id of the one thing that is edited; of the review if there are several."""
    first = operation.edits[0].subject
    if len(operation.edits) == 1:
        return f"{codec.kind_of(first)}:{first.id}"
    return f"review:{first.id if isinstance(first, Review) else first.review_id}"


def details_of(operation: Operation) -> Mapping[str, object]:
    """The operation's label and edits as JSON values."""
    return {"label": operation.label, "edits": codec.plain(operation.edits)}


def operation_of(entry: AuditEntry) -> Operation:
    """The operation that an entry recorded.

    Raises:
        InputError: The entry records something else.
        EnvironmentFault: The entry is not what was written.
    """
    if set(entry.details) != {"label", "edits"}:
        message = f"Entry {entry.seq} of the log is not a change that can be undone."
        raise InputError("audit.not_an_operation", message, seq=entry.seq)
    edits = codec.restored(tuple[Edit, ...], cast("codec.Json", entry.details["edits"]))
    return Operation(str(entry.details["label"]), edits, entry.undoes)


def _edit_action(edit: Edit) -> str:
    before, after = edit.before, edit.after
    if isinstance(edit.subject, Review):
        return f"review.{_review_verb(cast('Sequence[Review | None]', (before, after)))}"
    if isinstance(edit.subject, Rating):
        return "rating.remove" if after is None else "rating.put"
    if isinstance(edit.subject, CoachingNote):
        return "note.remove" if after is None else "note.add" if before is None else "note.change"
    if after is None:
        return "tag.remove"
    return "tag.add" if before is None else "tag.change"


def _review_verb(edit: Sequence[Review | None]) -> str:
    before, after = edit
    if before is None:
        return "start"
    if after is None:
        return "remove"
    return "change" if before.state is after.state else _STATE_VERBS[after.state]
