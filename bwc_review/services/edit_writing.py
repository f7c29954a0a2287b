"""How an edit is written: only onto what is still as the edit expects it, and only into a review that is not locked."""

from datetime import datetime, timedelta

from bwc_review.domain.changes import Changes, Edit, Editable, Operation, Touched
from bwc_review.domain.errors import InputError, StaleEdit
from bwc_review.domain.ids import ReviewId
from bwc_review.domain.remark import CoachingNote
from bwc_review.domain.tag import Rating, Review, ReviewState, Tag
from bwc_review.services.ports import UnitOfWork

UNDO_OF_SUBMIT = timedelta(minutes=10)
"""So long a submission can simply be taken back; later a review is opened again with a reason."""


def check_draft(review: Review) -> None:
    """See that a review can be changed.

    Raises:
        InputError: It is locked.
    """
    if review.state is not ReviewState.DRAFT:
        message = "This review is submitted and locked. Its tags and ratings can no longer be changed."
        raise InputError("review.locked", message, review=str(review.id), state=review.state.value)


def check_reopening(work: UnitOfWork, operation: Operation, now: datetime) -> None:
    """See that a locked review is opened again only by taking back what was done just now.

    Raises:
        InputError: It needs a reason.
    """
    if not any(_is_opening(edit) for edit in operation.edits):
        return
    undone = next(work.audit.entries(operation.undoes - 1, 1)) if operation.undoes is not None else None
    if undone is None or now - undone.at > UNDO_OF_SUBMIT:
        minutes = UNDO_OF_SUBMIT // timedelta(minutes=1)
        message = f"This review was submitted more than {minutes} minutes ago. Reopen it and say why."
        raise InputError("review.reopen_reason", message, field="reason")


def write_edit(work: UnitOfWork, edit: Edit) -> Changes:
    """Write one edit.

    Raises:
        InputError: The review is locked, or something would move to another one.
        StaleEdit: The value is no longer what the edit expects.
    """
    subject = edit.subject
    if isinstance(subject, Review):
        return _write_review(work, edit, subject)
    review = work.reviews.get(subject.review_id)
    check_draft(review)
    if edit.before is not None and _review_id(edit.before) != review.id:
        raise InputError("edit.moved", "A tag stays in its review. Add it to the other one instead.")
    touched = Changes.of(Touched.REVIEWS, review.id)
    if isinstance(subject, Tag):
        _write_tag(work, edit, subject)
        return touched | Changes.of(Touched.TAGS, subject.id)
    if isinstance(subject, CoachingNote):
        _write_note(work, edit, subject)
        return touched | Changes.of(Touched.NOTES, subject.id)
    _write_rating(work, edit, subject)
    return touched | Changes.of(Touched.RATINGS, subject.id)


def _write_tag(work: UnitOfWork, edit: Edit, subject: Tag) -> None:
    _check_current(work.reviews.find_tag(subject.id), edit)
    if isinstance(edit.after, Tag):
        work.reviews.put_tag(edit.after)
    else:
        work.reviews.remove_tag(subject.id)


def _write_rating(work: UnitOfWork, edit: Edit, subject: Rating) -> None:
    _check_current(work.reviews.find_rating(subject.id), edit)
    if isinstance(edit.after, Rating):
        work.reviews.put_rating(edit.after)
    else:
        work.reviews.remove_rating(subject.id)


def _write_note(work: UnitOfWork, edit: Edit, subject: CoachingNote) -> None:
    _check_current(work.remarks.find_note(subject.id), edit)
    if isinstance(edit.after, CoachingNote):
        work.remarks.put_note(edit.after)
    else:
        work.remarks.remove_note(subject.id)


def _write_review(work: UnitOfWork, edit: Edit, review: Review) -> Changes:
    _check_current(work.reviews.find(review.id), edit)
    if isinstance(edit.after, Review):
        work.reviews.put(edit.after)
    elif _holds_anything(work, review.id):
        raise InputError("review.not_empty", "This review holds tags or ratings, so it cannot be taken away.")
    else:
        work.viewings.forget_review(review.id)
        work.reviews.remove(review.id)
    return Changes.of(Touched.REVIEWS, review.id)


def _holds_anything(work: UnitOfWork, review_id: ReviewId) -> bool:
    coded = work.reviews.tags(review_id) or work.reviews.ratings(review_id)
    return bool(coded or work.remarks.notes(review_id) or work.remarks.reasons(review_id))


def _check_current(current: Editable | None, edit: Edit) -> None:
    if current != edit.before:
        raise StaleEdit(id=str(edit.subject.id))


def _is_opening(edit: Edit) -> bool:
    before, after = edit.before, edit.after
    if not isinstance(before, Review) or not isinstance(after, Review):
        return False
    return before.state is not ReviewState.DRAFT and after.state is ReviewState.DRAFT


def _review_id(value: Editable) -> ReviewId:
    return value.id if isinstance(value, Review) else value.review_id
