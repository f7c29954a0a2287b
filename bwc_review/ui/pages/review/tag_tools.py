"""Everything that the page does with tags that are there: choose, edit, move, split, merge, find, look at."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from bwc_review.domain.ids import TagId
from bwc_review.domain.time import TimeRange
from bwc_review.ui.bridge.settings import UserSettings
from bwc_review.ui.commands.registry import Command, Registry
from bwc_review.ui.commands.tagging import Tagging
from bwc_review.ui.models.tag_cells import Column
from bwc_review.ui.models.tag_table import Change, TagTable
from bwc_review.ui.pages.review import commands, tag_commands
from bwc_review.ui.pages.review.editing import Editing
from bwc_review.ui.pages.review.player import Player
from bwc_review.ui.pages.review.selection import Selection
from bwc_review.ui.pages.review.side import TAGS, Side

_MENU = (
    (commands.EDIT, commands.NOTE, tag_commands.CHANGE),
    (tag_commands.ONSET_HERE, tag_commands.END_HERE, tag_commands.SPLIT, tag_commands.MERGE),
    (tag_commands.ZOOM_TAG, commands.TRANSPORT.loop, tag_commands.FILM),
    (commands.DELETE,),
)


class TagTools:
    """Ties table, lanes and picture to one selection, and gives their commands to the registry.

    Attributes:
        selection: What is chosen.
        editing: Changes to it.
        look_actions: Commands that need a review.
        change_actions: Commands that need one that is not locked.
    """

    def __init__(
        self,
        page: QWidget,
        registry: Registry,
        settings: UserSettings,
        tagging: Tagging,
        table: TagTable,
        player: Player,
        side: Side,
    ) -> None:
        """Make it and connect everything.

        Args:
            page: Hears the keys.
            registry: Where the commands go.
            settings: Keeps the columns of the table, and what is switched on.
            tagging: Stores the changes.
            table: The tags.
            player: Picture and timeline.
            side: Has the table.
        """
        self._page = page
        self._registry = registry
        self._settings = settings
        self._table = table
        self._player = player
        self._side = side
        self.selection = Selection(table, player, side.tag_list)
        self.editing = Editing(table, tagging, self.selection, player, side)
        self.look_actions = self._add_looks()
        self.change_actions = self._add_changes()
        self._connect(tagging)
        side.tag_list.show_columns(settings.value("review/columns"))

    def keep_settings(self) -> None:
        """Keep how the table and the timeline are used."""
        self._settings.keep("review/columns", self._side.tag_list.columns)

    def follow(self, changes: Sequence[Change]) -> None:
        """Show stored changes in lanes and selection."""
        self._player.timeline.change_tags(changes)
        self.selection.follow(changes)
        self._side.tag_pane.show_chosen(self.selection.tags)

    def leave(self) -> bool:
        """Let go of what is dragged; false if nothing is."""
        return self._player.timeline.cancel()

    def _add_looks(self) -> list[QAction]:
        select, timeline, pane = self.selection, self._player.timeline, self._side.tag_pane
        slots = {
            tag_commands.SELECT_ALL: select.select_all,
            tag_commands.FILTER: lambda: self._in_tab(lambda: pane.filter_bar.words.setFocus()),
            tag_commands.SHOW_ALL: pane.filter_bar.clear,
            tag_commands.ZOOM_FRAMES: timeline.show_frames,
            tag_commands.ZOOM_TAG: self._show_chosen,
        }
        actions = self._add(slots)
        for command, is_later in tag_commands.EXTENDS:
            actions += self._add({command: lambda is_later=is_later: select.extend(is_later=is_later)})
        self._add_switch(tag_commands.FOLLOW, lambda is_on: timeline.set_following(is_following=is_on))
        self._add_switch(tag_commands.SNAP, lambda is_on: timeline.set_snapping(is_snapping=is_on))
        return actions

    def _add_changes(self) -> list[QAction]:
        editing, pane = self.editing, self._side.tag_pane
        slots = {
            commands.NOTE: lambda: editing.edit(Column.NOTE),
            commands.DELETE: editing.remove,
            tag_commands.ONSET_HERE: lambda: editing.put_edge(is_end=False),
            tag_commands.END_HERE: lambda: editing.put_edge(is_end=True),
            tag_commands.SPLIT: editing.split,
            tag_commands.MERGE: editing.merge,
            tag_commands.CHANGE: lambda: self._in_tab(pane.form.begin),
            tag_commands.REPLACE: lambda: self._in_tab(pane.replace_bar.begin),
        }
        actions = self._add(slots)
        for command, is_end, frames in commands.NUDGES:
            actions += self._add({command: lambda is_end=is_end, frames=frames: editing.nudge(frames, is_end=is_end)})
        for command, frames in tag_commands.MOVES:
            actions += self._add({command: lambda frames=frames: editing.move(frames)})
        return actions

    def _add(self, slots: Mapping[Command, Callable[..., object]]) -> list[QAction]:
        return [self._registry.add(command, slot, self._page) for command, slot in slots.items()]

    def _add_switch(self, command: Command, slot: Callable[[bool], None]) -> None:
        """A switch that is on at first and stays as the user left it."""

        def switch(is_on: bool) -> None:
            slot(is_on)
            self._settings.keep(command.id.replace(".", "/"), "on" if is_on else "off")

        self._registry.add(command, switch, self._page).setChecked(
            self._settings.value(command.id.replace(".", "/"), "on") == "on"
        )

    def _connect(self, tagging: Tagging) -> None:
        timeline, pane = self._player.timeline, self._side.tag_pane
        self.selection.changed.connect(lambda: pane.show_chosen(self.selection.tags))
        timeline.tags_moved.connect(lambda changes: self.editing.change(changes, "Move"))
        timeline.tag_opened.connect(self._open_tag)
        timeline.menu_requested.connect(self._show_menu)
        pane.list.menu_requested.connect(self._show_menu)
        pane.change_requested.connect(self.editing.change)
        pane.filtered.connect(self.selection.keep)
        pane.left.connect(lambda: self._page.setFocus(Qt.FocusReason.OtherFocusReason))
        self._table.edit_requested.connect(tagging.change)

    def _in_tab(self, act: Callable[[], object]) -> None:
        self._side.show_tab(TAGS)
        act()

    def _open_tag(self, tag_id: TagId) -> None:
        self.selection.mark(self._table.find(tag_id))
        self.editing.edit(Column.NOTE)

    def _show_chosen(self) -> None:
        tags = self.selection.tags
        if tags:
            end = max(tag.end or tag.start for tag in tags)
            self._player.timeline.show_span(TimeRange(tags[0].start, end))

    def _show_menu(self, at: QPoint) -> None:
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for group in _MENU:
            for command in group:
                menu.addAction(self._registry.action(command.id))
            menu.addSeparator()
        menu.popup(at)
