"""One transaction with all repositories on it."""

from collections.abc import Callable

from sqlalchemy import Connection

from bwc_review.store.audit import SqlAuditLog
from bwc_review.store.repositories.blinding import SqlAssignments, SqlBlinding
from bwc_review.store.repositories.clips import SqlClips, SqlRecordings
from bwc_review.store.repositories.content_notes import SqlContentNotes
from bwc_review.store.repositories.people import SqlPeople
from bwc_review.store.repositories.products import SqlExports, SqlReels, SqlSettings
from bwc_review.store.repositories.remarks import SqlRemarks, SqlViewings
from bwc_review.store.repositories.reviews import SqlReviews
from bwc_review.store.repositories.rubric_drafts import SqlRubricDrafts, SqlRubricExamples
from bwc_review.store.repositories.rubrics import SqlRubrics
from bwc_review.store.transaction import Transaction


class SqlUnitOfWork:
    """One transaction; leaving its `with` block without `commit` takes everything back.

    Attributes:
        clips: Media files.
        recordings: Recordings.
        people: Officers, training records, incidents and call types.
        rubrics: Rubric versions.
        drafts: Rubrics that are being written.
        examples: Example clips of rubric versions.
        content_notes: Content notes of recordings.
        reviews: Reviews, tags and ratings.
        viewings: Runs of playing.
        remarks: Coaching notes and reasons.
        assignments: Plans and assignments.
        blinding: Masks, stop points and guesses.
        reels: Reels.
        exports: Files that left the study.
        settings: The study's own settings.
        audit: The log.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        actor: str,
        is_writing: bool,
        before_commit: Callable[[], None],
        after_commit: Callable[[int, str], None] = lambda _seq, _digest: None,
    ) -> None:
        self._connection = connection
        self._after_commit = after_commit
        self._before_commit = before_commit
        self._transaction = Transaction(connection, is_writing=is_writing)
        self.clips = SqlClips(self._transaction)
        self.recordings = SqlRecordings(self._transaction)
        self.people = SqlPeople(self._transaction)
        self.rubrics = SqlRubrics(self._transaction)
        self.drafts = SqlRubricDrafts(self._transaction)
        self.examples = SqlRubricExamples(self._transaction)
        self.content_notes = SqlContentNotes(self._transaction)
        self.reviews = SqlReviews(self._transaction)
        self.viewings = SqlViewings(self._transaction)
        self.remarks = SqlRemarks(self._transaction)
        self.assignments = SqlAssignments(self._transaction)
        self.blinding = SqlBlinding(self._transaction)
        self.reels = SqlReels(self._transaction)
        self.exports = SqlExports(self._transaction)
        self.settings = SqlSettings(self._transaction)
        self.audit = SqlAuditLog(self._transaction, actor)

    def commit(self) -> None:
        """Keep everything that was changed since the last commit.

        Raises:
            RuntimeError: The unit of work is for reading, or something was changed without an audit record: a bug.
        """
        if not self._transaction.is_writing:
            message = "A unit of work for reading was asked to commit."
            raise RuntimeError(message)
        if self._transaction.change_count and not self.audit.record_count:
            message = f"{self._transaction.change_count} changes were to be committed without an audit record."
            raise RuntimeError(message)
        self._before_commit()
        self._connection.commit()
        if self.audit.last is not None:
            self._after_commit(self.audit.last.seq, self.audit.last.hash)
        self._transaction.change_count = self.audit.record_count = 0
