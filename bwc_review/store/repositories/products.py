"""What is made from a study: reels and exports; and the study's settings."""

from collections.abc import Sequence

from bwc_review.domain.errors import InputError
from bwc_review.domain.export import Export
from bwc_review.domain.ids import ReelId
from bwc_review.domain.reel import Reel
from bwc_review.store.mapping.products import export_row, export_value, reel_row, reel_value
from bwc_review.store.schema import ExportRow, ReelRow, SettingRow
from bwc_review.store.transaction import Transaction


class SqlReels:
    """Reels, stored whole."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def put(self, reel: Reel) -> None:
        """Keep a reel, new or changed."""
        self._transaction.put(reel_row(reel))

    def get(self, reel_id: ReelId) -> Reel:
        """The reel with that id.

        Raises:
            InputError: The study has none.
        """
        row = self._transaction.row(ReelRow, ReelRow.id == reel_id)
        if row is None:
            raise InputError("reel.unknown", "This reel is not in the study.", reel=str(reel_id))
        return reel_value(row)

    def all(self) -> Sequence[Reel]:
        """All reels, by title."""
        return [reel_value(row) for row in self._transaction.rows(ReelRow, order_by=[ReelRow.title, ReelRow.id])]


class SqlExports:
    """Files that left the study."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, export: Export) -> None:
        """Keep note of an export."""
        self._transaction.add(export_row(export))

    def all(self) -> Sequence[Export]:
        """All exports, oldest first."""
        exports = [export_value(row) for row in self._transaction.rows(ExportRow, order_by=[ExportRow.id])]
        return sorted(exports, key=lambda export: export.made_at)


class SqlSettings:
    """The study's own settings: text by name."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, name: str, default: str = "") -> str:
        """The setting of that name, or the default."""
        row = self._transaction.row(SettingRow, SettingRow.name == name)
        return row.value if row is not None else default

    def put(self, name: str, value: str) -> None:
        """Keep a setting, new or changed."""
        self._transaction.put(SettingRow(name=name, value=value))
