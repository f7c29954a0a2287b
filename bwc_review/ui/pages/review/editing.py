"""Changes to the chosen tags by keys: in place in the table, by single frames, split, merge, removal."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bwc_review.domain.errors import InputError
from bwc_review.domain.tag import Tag
from bwc_review.domain.tag_shape import TagChange, merge_states, next_like, split_state
from bwc_review.domain.time import Moment
from bwc_review.ui.commands.tagging import Tagging
from bwc_review.ui.models.tag_cells import Column
from bwc_review.ui.models.tag_edits import changed
from bwc_review.ui.models.tag_table import TagTable
from bwc_review.ui.pages.review.player import Player
from bwc_review.ui.pages.review.selection import Selection
from bwc_review.ui.pages.review.side import TAGS, Side
from bwc_review.ui.widgets.timeline_drag import moved


class Editing:
    """Works on whatever tags are chosen; without one it does nothing."""

    def __init__(self, table: TagTable, tagging: Tagging, selection: Selection, player: Player, side: Side) -> None:
        self._table = table
        self._tagging = tagging
        self._selection = selection
        self._player = player
        self._side = side

    def edit(self, column: Column) -> None:
        """Edit a cell of the tag in hand in place."""
        if self._selection.tag_id is not None:
            self._side.show_tab(TAGS)
            self._side.tag_list.edit_cell(self._selection.tag_id, column)

    def remove(self) -> None:
        """Remove the tags that are selected."""
        chosen = self._selection.tag_ids
        if chosen:
            self._tagging.remove(chosen)

    def nudge(self, frames: int, *, is_end: bool) -> None:
        """Move the onsets, or the ends, by frames; the picture shows the edge of the tag in hand."""
        if is_end:
            self._reshape(lambda tag: replace(tag, end=self._stepped(tag.end, frames)), is_sought=False)
        else:
            self._reshape(lambda tag: replace(tag, start=self._player.stepped(tag.start, frames)))

    def move(self, frames: int) -> None:
        """Move whole tags by frames; none moves if one of them would leave the clip."""
        tags, table = self._selection.tags, self._player.timeline.board.frames
        held = self._table.find(self._selection.tag_id)
        if held is None:
            return
        by_us = self._player.stepped(held.start, frames) - held.start
        last_us = table.start(len(table) - 1).us
        first, last = min(tag.start for tag in tags), max(tag.start for tag in tags)
        end = max(tag.end or tag.start for tag in tags)
        if first.us + by_us >= 0 and last.us + by_us <= last_us and end.us + by_us <= table.end_us:
            self._reshape(lambda tag: moved(tag, by_us, table))

    def put_edge(self, *, is_end: bool) -> None:
        """Let the chosen tags begin, or end, at the frame on the screen."""
        shown = self._player.transport.shown
        if shown is None:
            return
        if is_end:
            is_state = self._is_state
            self._reshape(lambda tag: replace(tag, end=shown) if is_state(tag) else tag, is_sought=False)
        else:
            self._reshape(lambda tag: replace(tag, start=shown))

    def split(self) -> None:
        """Split the chosen states at the frame on the screen; without one the only state that runs there."""
        shown = self._player.transport.shown
        if shown is None:
            return
        states = [tag for tag in self._selection.tags if self._is_state(tag)]
        running = [tag for tag in states or self._table.tags if self._runs(tag, shown)]
        if not states and len(running) > 1:
            self._refuse("Several states run here: choose the one to split.")
        elif not running:
            self._refuse("No chosen state runs here: go to a frame inside the state to split it.")
        else:
            pieces = [split_state(tag, shown) for tag in running]
            second = [after for piece in pieces for before, after in piece if before is None and after is not None]
            if self._tagging.change_all([change for piece in pieces for change in piece], "Split") is not None:
                self._selection.select([tag.id for tag in second])

    def merge(self) -> None:
        """Join the chosen states, or the chosen one with the next of its kind."""
        tags = self._selection.tags
        if len(tags) == 1:
            following = next_like(tags[0], self._table.tags)
            tags += [following] if following is not None else []
        if not tags:
            return
        try:
            changes = merge_states(tags)
        except InputError as error:
            self._tagging.failed.emit(error)
            return
        if self._tagging.change_all(changes, "Merge") is not None:
            self._selection.mark(self._table.find(tags[0].id))

    def change(self, changes: Sequence[TagChange], verb: str = "Change") -> None:
        """Make changes that were asked for elsewhere, as one step."""
        self._tagging.change_all(changes, verb)

    def _reshape(self, edit: Callable[[Tag], Tag], *, is_sought: bool = True) -> None:
        """Change the times of all chosen tags as one step, and show the onset of the one in hand."""
        changes = changed(self._selection.tags, edit)
        if not changes or self._tagging.change_all(changes, "Move") is None:
            return
        held = self._table.find(self._selection.tag_id)
        if held is not None and is_sought:
            self._player.transport.seek(held.start)

    def _stepped(self, end: Moment | None, frames: int) -> Moment | None:
        return self._player.stepped(end, frames) if end is not None else None

    def _runs(self, tag: Tag, moment: Moment) -> bool:
        is_inside = tag.start < moment and (tag.end is None or moment < tag.end)
        return is_inside and self._is_state(tag)

    def _is_state(self, tag: Tag) -> bool:
        return self._table.behaviour(tag).is_state

    def _refuse(self, sentence: str) -> None:
        self._tagging.failed.emit(InputError("tag.split", sentence))
