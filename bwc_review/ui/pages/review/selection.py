"""The one chosen tag: table, lanes and picture follow each other."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from bwc_review.domain.ids import TagId
from bwc_review.domain.tag import Tag
from bwc_review.ui.models.tag_table import Change, TagTable
from bwc_review.ui.pages.review.player import Player
from bwc_review.ui.pages.review.tag_list import TagList

_PASSED_US = 1_500_000  # while playing, the chosen tag counts as the place from which one goes on for so long


class Selection(QObject):
    """Choosing a tag anywhere shows its first frame; setting one by its key only marks it.

    Signals:
        chosen: The `Tag` that is chosen now, or None.
    """

    chosen = Signal(object)

    def __init__(self, table: TagTable, player: Player, tag_list: TagList) -> None:
        super().__init__(player)
        self._table = table
        self._player = player
        self._list = tag_list
        self._tag_id: TagId | None = None
        tag_list.tag_chosen.connect(self.choose)
        player.timeline.tag_clicked.connect(lambda tag_id: self.choose(table.find(tag_id)))

    @property
    def tag_id(self) -> TagId | None:
        """Id of the chosen tag."""
        return self._tag_id

    @property
    def tag_ids(self) -> list[TagId]:
        """Ids of all tags that are selected in the table, the chosen one among them."""
        several = [tag.id for tag in self._list.chosen]
        return several if self._tag_id in several else [self._tag_id] if self._tag_id is not None else []

    def choose(self, tag: Tag | None) -> None:
        """Choose a tag, and show its first frame."""
        self.mark(tag)
        if tag is not None:
            self._player.transport.seek(tag.start)

    def mark(self, tag: Tag | None) -> None:
        """Choose a tag; the picture stays."""
        self._tag_id = tag.id if tag is not None else None
        self._list.mark(tag)
        self._player.timeline.select(self._tag_id)
        self.chosen.emit(tag)

    def clear(self) -> None:
        """Choose none."""
        self.mark(None)

    def go(self, *, is_later: bool) -> None:
        """Choose the next tag, or the one before: from the chosen one, or from where the player is."""
        transport = self._player.transport
        if not transport.is_open:
            return
        passed_us = _PASSED_US if transport.is_playing else 0
        tag = self._table.find(self._tag_id)
        if tag is not None and 0 <= transport.position - tag.start <= passed_us:
            here = self._table.row_of(tag)
            row = here + (1 if is_later else -1) if here is not None else None
        else:
            row = self._table.next_row(transport.position.us, is_later=is_later)
        if row is not None and 0 <= row < self._table.rowCount():
            self.choose(self._table.tag_at(row))

    def follow(self, changes: Sequence[Change]) -> None:
        """Stored changes: a tag that is gone is chosen no longer, one that has moved is marked where it is."""
        for before, after in changes:
            if before is not None and before.id == self._tag_id:
                self.mark(after)
