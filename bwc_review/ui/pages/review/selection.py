"""The one selection: table, lanes and picture follow each other."""

from collections.abc import Collection, Iterable, Sequence

from PySide6.QtCore import QObject, Signal

from bwc_review.domain.ids import TagId
from bwc_review.domain.tag import Tag
from bwc_review.ui.models.tag_table import Change, TagTable
from bwc_review.ui.pages.review.player import Player
from bwc_review.ui.pages.review.tag_list import TagList

_PASSED_US = 1_500_000  # while playing, the tag in hand counts as the place from which one goes on for so long


class Selection(QObject):
    """Any number of tags, one of them in hand.

    Choosing a tag anywhere shows its first frame; setting one by its key only marks it.

    Signals:
        chosen: The `Tag` in hand now, or None.
        changed: The tags that are selected, or what they hold, are others now.
    """

    chosen = Signal(object)
    changed = Signal()

    def __init__(self, table: TagTable, player: Player, tag_list: TagList) -> None:
        super().__init__(player)
        self._table = table
        self._player = player
        self._list = tag_list
        self._tag_id: TagId | None = None
        self._ids: frozenset[TagId] = frozenset()
        self._anchor: TagId | None = None
        tag_list.selection_requested.connect(self._choose_in_table)
        player.timeline.selection_requested.connect(self.select)

    @property
    def tag_id(self) -> TagId | None:
        """Id of the tag in hand."""
        return self._tag_id

    @property
    def tag_ids(self) -> list[TagId]:
        """Ids of all tags that are selected, the one in hand among them, by onset."""
        return [tag.id for tag in self.tags]

    @property
    def tags(self) -> list[Tag]:
        """The tags that are selected, by onset."""
        found = [tag for tag in map(self._table.find, self._ids) if tag is not None]
        return sorted(found, key=lambda tag: (tag.start.us, tag.id.int))

    def select(self, tag_ids: Collection[TagId], current: TagId | None = None) -> None:
        """Select these; the picture stays. Without a tag in hand it is the first of them."""
        self._ids = frozenset(tag_ids)
        if current not in self._ids:
            current = next(iter(self.tag_ids), None)
        if len(self._ids) < 2 or self._anchor not in self._ids:
            self._anchor = current
        self._tag_id = current
        self._show()

    def choose(self, tag: Tag | None) -> None:
        """Select one tag, and show its first frame."""
        self.mark(tag)
        if tag is not None:
            self._player.transport.seek(tag.start)

    def mark(self, tag: Tag | None) -> None:
        """Select one tag; the picture stays."""
        self.select([tag.id] if tag is not None else [])

    def clear(self) -> None:
        """Select none."""
        self.mark(None)

    def select_all(self) -> None:
        """Select all tags that the table shows."""
        self.select([self._table.tag_at(row).id for row in range(self._table.rowCount())], self._tag_id)

    def go(self, *, is_later: bool) -> None:
        """Choose the next tag, or the one before: from the one in hand, or from where the player is."""
        row = self._next_row(is_later=is_later)
        if row is not None:
            self.choose(self._table.tag_at(row))

    def extend(self, *, is_later: bool) -> None:
        """Select as far as the next tag in the table, or the one before."""
        anchor, tag = self._row(self._anchor), self._row(self._tag_id)
        if anchor is None or tag is None:
            self.go(is_later=is_later)
            return
        goal = max(0, min(tag + (1 if is_later else -1), self._table.rowCount() - 1))
        first, last = sorted((anchor, goal))
        reached = self._table.tag_at(goal)
        self.select([self._table.tag_at(row).id for row in range(first, last + 1)], reached.id)
        self._player.transport.seek(reached.start)

    def follow(self, changes: Sequence[Change]) -> None:
        """Stored changes: tags that are gone leave it, those that moved are marked where they are."""
        gone: set[TagId] = set()
        is_touched = False
        for before, after in changes:
            if before is not None and before.id in self._ids:
                is_touched = True
                gone |= {before.id} if after is None else set()
        if is_touched:
            self.select(self._ids - gone, None if self._tag_id in gone else self._tag_id)

    def keep(self, shown: Iterable[TagId]) -> None:
        """Keep only those of the selection that are in `shown`: the others are hidden now."""
        # The table has begun anew, so that what is left must be marked there again.
        self.select(self._ids.intersection(shown), self._tag_id)

    def _choose_in_table(self, tag_ids: Collection[TagId], current: TagId | None) -> None:
        is_other = current != self._tag_id
        self.select(tag_ids, current)
        tag = self._table.find(self._tag_id)
        if is_other and tag is not None:
            self._player.transport.seek(tag.start)

    def _show(self) -> None:
        tag = self._table.find(self._tag_id)
        self._list.mark(self.tags, tag)
        self._player.timeline.select(self._ids, self._tag_id)
        self.chosen.emit(tag)
        self.changed.emit()

    def _next_row(self, *, is_later: bool) -> int | None:
        transport = self._player.transport
        if not transport.is_open:
            return None
        passed_us = _PASSED_US if transport.is_playing else 0
        tag = self._table.find(self._tag_id)
        here = self._row(self._tag_id)
        if tag is not None and here is not None and 0 <= transport.position - tag.start <= passed_us:
            row = here + (1 if is_later else -1)
            return row if 0 <= row < self._table.rowCount() else None
        return self._table.next_row(transport.position.us, is_later=is_later)

    def _row(self, tag_id: TagId | None) -> int | None:
        tag = self._table.find(tag_id)
        return self._table.row_of(tag) if tag is not None else None
