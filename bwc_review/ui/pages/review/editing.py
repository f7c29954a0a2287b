"""Changes to the chosen tag by keys: in place in the table, by single frames, removal."""

from dataclasses import replace

from bwc_review.ui.commands.tagging import Tagging
from bwc_review.ui.models.tag_table import Column, TagTable
from bwc_review.ui.pages.review.player import Player
from bwc_review.ui.pages.review.selection import Selection
from bwc_review.ui.pages.review.side import TAGS, Side


class Editing:
    """Works on whatever tag is chosen; without one it does nothing."""

    def __init__(self, table: TagTable, tagging: Tagging, selection: Selection, player: Player, side: Side) -> None:
        self._table = table
        self._tagging = tagging
        self._selection = selection
        self._player = player
        self._side = side

    def edit(self, column: Column) -> None:
        """Edit a cell of the chosen tag in place."""
        if self._selection.tag_id is not None:
            self._side.show_tab(TAGS)
            self._side.tag_list.edit_cell(self._selection.tag_id, column)

    def remove(self) -> None:
        """Remove the tags that are selected."""
        chosen = self._selection.tag_ids
        if chosen:
            self._tagging.remove(chosen)

    def nudge(self, frames: int, *, is_end: bool) -> None:
        """Move the onset, or the end, by frames; the picture shows the new onset."""
        tag = self._table.find(self._selection.tag_id)
        if tag is None:
            return
        if not is_end:
            moved = replace(tag, start=self._player.stepped(tag.start, frames))
            if self._tagging.change(tag, moved) is not None:
                self._player.transport.seek(moved.start)
        elif tag.end is not None:
            self._tagging.change(tag, replace(tag, end=self._player.stepped(tag.end, frames)))
