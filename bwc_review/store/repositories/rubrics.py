"""Rubric versions."""

from collections.abc import Sequence

from bwc_review.domain.errors import EnvironmentFault, InputError
from bwc_review.domain.rubric import Rubric
from bwc_review.store.mapping.reviews import rubric_row, rubric_value
from bwc_review.store.schema import ReviewRow, RubricRow
from bwc_review.store.transaction import Transaction


class SqlRubrics:
    """Installed rubric versions, stored whole with their content hash."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, rubric: Rubric) -> None:
        """Keep a rubric version; one that is there already with the same content is left as it is.

        Raises:
            InputError: The study has this version with other content.
        """
        known = self._row(rubric.id, rubric.version)
        if known is None:
            self._transaction.add(rubric_row(rubric))
        elif known.content_hash != rubric.content_hash:
            name = f"{rubric.id} {rubric.version}"
            message = f"The study has another text of {name}. A changed rubric needs a new version number."
            raise InputError("rubric.frozen", message, rubric=rubric.id, version=rubric.version)

    def replace(self, rubric: Rubric) -> None:
        """Give a version that no review uses another text.

        Raises:
            InputError: A review uses it.
        """
        is_version = (RubricRow.id == rubric.id) & (RubricRow.version == rubric.version)
        used = (ReviewRow.rubric_id == rubric.id) & (ReviewRow.rubric_version == rubric.version)
        if self._transaction.row(ReviewRow, used) is not None:
            message = f"A review uses {rubric.id} {rubric.version}: its text stays. Give the new text a new version."
            raise InputError("rubric.frozen", message, rubric=rubric.id, version=rubric.version)
        row = rubric_row(rubric)
        values = {"title": row.title, "content": row.content, "content_hash": row.content_hash}
        self._transaction.change(RubricRow, is_version, **values)

    def get(self, rubric_id: str, version: str) -> Rubric:
        """The rubric with that id and version.

        Raises:
            InputError: The study has none.
        """
        found = self.find(rubric_id, version)
        if found is None:
            message = f"The rubric {rubric_id} {version} is not in this study. Install it first."
            raise InputError("rubric.unknown", message, rubric=rubric_id, version=version)
        return found

    def find(self, rubric_id: str, version: str) -> Rubric | None:
        """The rubric with that id and version, or None."""
        row = self._row(rubric_id, version)
        return _intact(row) if row is not None else None

    def all(self) -> Sequence[Rubric]:
        """All versions, by id and rising version."""
        return sorted((_intact(row) for row in self._transaction.rows(RubricRow)), key=_order)

    def _row(self, rubric_id: str, version: str) -> RubricRow | None:
        return self._transaction.row(RubricRow, RubricRow.id == rubric_id, RubricRow.version == version)


def _intact(row: RubricRow) -> Rubric:
    rubric = rubric_value(row)
    if rubric.content_hash != row.content_hash:
        message = f"The text of the rubric {row.id} {row.version} in this study is not what was installed."
        raise EnvironmentFault("study.damaged", message, rubric=row.id, version=row.version)
    return rubric


def _order(rubric: Rubric) -> tuple[str, list[tuple[int, str]]]:
    """1.9 before 1.10, and 1.9.0-beta before 1.9.0."""
    return rubric.id, [(int(part), "") if part.isdecimal() else (-1, part) for part in rubric.version.split(".")]
