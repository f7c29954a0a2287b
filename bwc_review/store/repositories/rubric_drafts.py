"""Rubrics while they are written, and example clips."""

from collections.abc import Sequence

from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import DraftId, RecordingId
from bwc_review.domain.rubric_draft import ExampleClip, RubricDraft
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.store.codec import dumps, loads
from bwc_review.store.schema import RubricDraftRow, RubricExampleRow
from bwc_review.store.transaction import Transaction


class SqlRubricDrafts:
    """Drafts, stored whole."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def put(self, draft: RubricDraft) -> None:
        """Keep a draft, new or changed."""
        self._transaction.put(RubricDraftRow(id=draft.id, content=dumps(draft)))

    def get(self, draft_id: DraftId) -> RubricDraft:
        """The draft with that id.

        Raises:
            InputError: The study has none.
        """
        found = self.find(draft_id)
        if found is None:
            message = "This draft is not in the study any more: it was published or thrown away."
            raise InputError("rubric.unknown_draft", message, draft=str(draft_id))
        return found

    def find(self, draft_id: DraftId) -> RubricDraft | None:
        """The draft with that id, or None."""
        row = self._transaction.row(RubricDraftRow, RubricDraftRow.id == draft_id)
        return None if row is None else loads(RubricDraft, row.content)

    def all(self) -> Sequence[RubricDraft]:
        """All drafts, the last changed first."""
        drafts = [loads(RubricDraft, row.content) for row in self._transaction.rows(RubricDraftRow)]
        return sorted(drafts, key=lambda draft: draft.changed_at, reverse=True)

    def remove(self, draft_id: DraftId) -> None:
        """Take a draft away."""
        self._transaction.remove(RubricDraftRow, RubricDraftRow.id == draft_id)


class SqlRubricExamples:
    """Example clips of rubric versions."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def of(self, rubric_id: str, version: str) -> Sequence[ExampleClip]:
        """Example clips of a version, in the order put."""
        rows = self._transaction.rows(
            RubricExampleRow,
            RubricExampleRow.rubric_id == rubric_id,
            RubricExampleRow.rubric_version == version,
            order_by=[RubricExampleRow.position],
        )
        return [
            ExampleClip(
                row.owner,
                row.level,
                RecordingId(row.recording_id),
                TimeRange(Moment(row.start_us), Moment(row.end_us)),
            )
            for row in rows
        ]

    def put(self, rubric_id: str, version: str, examples: Sequence[ExampleClip]) -> None:
        """Let these be the example clips of a version that is in the study."""
        self._transaction.remove(
            RubricExampleRow, RubricExampleRow.rubric_id == rubric_id, RubricExampleRow.rubric_version == version
        )
        rows = [
            RubricExampleRow(
                rubric_id=rubric_id,
                rubric_version=version,
                position=position,
                owner=example.owner,
                level=example.level,
                recording_id=example.recording_id,
                start_us=example.span.start.us,
                end_us=example.span.end.us,
            )
            for position, example in enumerate(examples)
        ]
        self._transaction.put_many(rows)
