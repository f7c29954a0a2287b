"""The library: every clip of the study, found by words, phase, call and status, with its details beside it."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QPixmap
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSplitter, QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from bwc_review.domain.changes import Changes, Touched
from bwc_review.domain.clip import Recording
from bwc_review.domain.ids import RecordingId
from bwc_review.domain.people import Phase
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.bridge.thumbnails import Thumbnails
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.models.clip import ClipFilter, ClipItem
from bwc_review.ui.models.clip_table import ClipTable
from bwc_review.ui.pages.library_assigning import LibraryAssigning
from bwc_review.ui.pages.library_commands import COMMANDS, CONTENT, GRID, REVIEW, SPLIT
from bwc_review.ui.pages.library_content import ask_content
from bwc_review.ui.pages.library_delegate import PICTURE
from bwc_review.ui.pages.library_details import WIDTH, DetailsPane
from bwc_review.ui.pages.library_filters import FilterRow
from bwc_review.ui.pages.library_grid import PICTURE_WIDTH, ClipGrid
from bwc_review.ui.pages.library_import import ClipImport
from bwc_review.ui.pages.library_rows import ClipDetails, poster, read_details, read_items
from bwc_review.ui.pages.library_table import ClipView
from bwc_review.ui.pages.page import Page
from bwc_review.ui.pages.phase_dialog import PhaseDialog
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.icons import icon
from bwc_review.ui.widgets.buttons import action_button, button
from bwc_review.ui.widgets.empty_state import EmptyState
from bwc_review.ui.widgets.job_strip import JobStrip
from bwc_review.ui.widgets.notice import Notice

_DETAILS_MS = 40
_LARGE = 640
_EMPTY, _NO_MATCH, _TABLE, _LOADING = range(4)
_NEWS = frozenset({Touched.CLIPS, Touched.PEOPLE, Touched.REVIEWS, Touched.TAGS, Touched.STUDY})


class LibraryPage(Page):
    """The table, its filters, the details pane and imports."""

    def __init__(self, bridge: StudyBridge, registry: Registry) -> None:
        super().__init__(bridge, registry)
        self.setAcceptDrops(True)
        self.model = ClipTable(self)
        self.thumbnails = Thumbnails(bridge)
        self.thumbnails.ready.connect(self._picture_came)
        self.view = ClipView(self.model, self._small_picture)
        self.grid = ClipGrid(self.model, self._tile_picture, self.view.selectionModel())
        self.views = QStackedWidget()
        self.views.addWidget(self.view)
        self.views.addWidget(self.grid)
        self.filters = FilterRow()
        self.details = DetailsPane()
        self.notice = Notice()
        self.strip = JobStrip()
        self.assigning = LibraryAssigning(bridge, registry, self, self.model.shown_codes)
        self.importing = ClipImport(bridge, self, self.strip, self.notice)
        self._shown_id: RecordingId | None = None
        self._details: ClipDetails | None = None
        self._is_stale = self._has_split = self._wants_focus = False
        self._details_timer = QTimer(self)
        self._details_timer.setSingleShot(True)
        self._details_timer.setInterval(_DETAILS_MS)
        self._details_timer.timeout.connect(self._read_details)
        self._add_commands()
        self._lay_out()
        self._connect()
        if bridge.is_open:
            self._opened()

    def shown(self) -> None:
        """Read again what was changed on other pages."""
        if self._is_stale:
            self.reload()

    def find(self, text: str) -> Sequence[tuple[str, object]]:
        """Clips for the search field."""
        found = (item for item in self.model.items() if item.matches(text))
        return [(f"{item.code} · {item.call}" if item.call else item.code, item.id) for item in islice(found, 6)]

    def reload(self) -> None:
        """Read the rows again, off the GUI thread."""
        self._is_stale = False
        study, is_blinded = self.bridge.study, self.bridge.is_blinded
        self.bridge.read(self, lambda: read_items(study, is_blinded=is_blinded), self._show_items)

    def choose(self, recording_id: RecordingId) -> None:
        """Select a clip, if it is shown."""
        row = self.model.row_of(recording_id)
        if row is not None:
            index = self.model.index(row, 0)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.view.selectionModel().setCurrentIndex(index, flags)
            self.view.scrollTo(index)
            self.grid.scrollTo(index)

    @property
    def is_reading_soon(self) -> bool:
        """True while the details of a new choice are about to be read."""
        return self._details_timer.isActive()

    @property
    def chosen(self) -> ClipItem | None:
        """The clip under the keyboard's focus."""
        index = self.view.currentIndex()
        return self.model.item_at(index.row()) if index.isValid() else None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.bridge.is_open and not self.bridge.is_blinded and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.importing.drop(paths)

    def _opened(self) -> None:
        self._shown_id = None
        self._wants_focus = True
        self.notice.hide()
        self._follow_blinding()

    def _closed(self) -> None:
        self._shown_id = self._details = None
        self.details.clear()
        self.model.set_items(())
        self._stack.setCurrentIndex(_LOADING)
        self._details_timer.stop()  # last: emptying the model has started it

    def _show_items(self, items: Sequence[ClipItem]) -> None:
        kept, was_empty = self.chosen, self._stack.currentIndex() == _EMPTY
        focused = QApplication.focusWidget()
        is_free = focused is None or self.isAncestorOf(focused)
        self.model.set_items(items)
        self.filters.set_calls(self.model.calls)
        self._show_count()
        self._keep_chosen(kept)
        self._details_timer.start()
        if self.isVisible() and (self._wants_focus or (was_empty and is_free and self.model.total)):
            self._wants_focus = False
            self.take_focus()

    def _show_count(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        self.filters.show_count(shown, total)
        self._stack.setCurrentIndex(_EMPTY if not total else _NO_MATCH if not shown else _TABLE)
        self.first = self.views.currentWidget() if total else self._begin
        self.filters.setVisible(bool(total))
        self.details.setVisible(bool(total))
        if total and not self._has_split:
            self._has_split = True
            self._split.setSizes([max(1, self.width() - WIDTH), WIDTH])

    def _apply_filter(self, wanted: ClipFilter) -> None:
        kept = self.chosen
        self.model.set_filter(wanted)
        self._show_count()
        self._keep_chosen(kept)

    def _keep_chosen(self, kept: ClipItem | None) -> None:
        """After the rows have changed choose the same clip again, else the first."""
        if kept is not None:
            self.choose(kept.id)
        if not self.view.selectionModel().hasSelection() and self.model.rowCount():
            self.choose(self.model.item_at(0).id)

    def _follow_changes(self, changes: Changes, _initiator: object) -> None:
        if not any(kind in _NEWS for kind, _ in changes.ids):
            return
        if self.isVisible():
            self.reload()
        else:
            self._is_stale = True

    def _follow_blinding(self) -> None:
        self.filters.set_blinded(self.bridge.is_blinded)
        self.view.set_blinded(self.bridge.is_blinded)
        self.grid.set_blinded(self.bridge.is_blinded)
        self.details.clear()
        self.notice.hide()  # it may name what was imported
        if self.bridge.is_blinded:
            self._closed()  # at once: the rows without what is hidden come a moment later
        if self.bridge.is_open:
            can_import = not self.bridge.study.store.is_read_only and not self.bridge.is_blinded
            for command in COMMANDS[:4]:
                self.registry.action(command.id).setEnabled(can_import)
            self.reload()

    def _current_changed(self, current_index: QModelIndex, _before: QModelIndex) -> None:
        if current_index.isValid():
            self._details_timer.start()

    def _read_details(self) -> None:
        item = self.chosen
        self._shown_id = item.id if item else None
        if item is None or not self.bridge.is_open:
            self.details.clear()
            return
        study, recording_id, is_blinded = self.bridge.study, item.id, self.bridge.is_blinded
        self.bridge.read(self, lambda: read_details(study, recording_id, is_blinded=is_blinded), self._show_details)

    def _show_details(self, details: ClipDetails) -> None:
        if details.row.recording.id != self._shown_id or not self.bridge.is_open:
            return  # the choice has moved on meanwhile
        self._details = details
        can_write = not self.bridge.study.store.is_read_only
        self.details.show_details(details, is_blinded=self.bridge.is_blinded, can_write=can_write)
        self._show_large_picture()

    def _small_picture(self, item: ClipItem) -> QPixmap | None:
        return self.thumbnails.picture(item.id, poster(item.duration_us), PICTURE.width() * 2)

    def _tile_picture(self, item: ClipItem) -> QPixmap | None:
        return self.thumbnails.picture(item.id, poster(item.duration_us), PICTURE_WIDTH)

    def _show_grid(self, is_grid: bool) -> None:
        before, shown = (self.view, self.grid) if is_grid else (self.grid, self.view)
        had_focus = before.hasFocus()
        self.views.setCurrentWidget(shown)
        self.first = shown
        if had_focus:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
        shown.scrollTo(self.view.currentIndex())
        self._grid_button.setIcon(icon("list" if is_grid else "layout-grid", "muted"))
        self.bridge.settings.keep("library/view", "grid" if is_grid else "table")

    def _show_large_picture(self) -> None:
        item = self.chosen  # what is known of it may be newer than the details
        if item is not None and item.id == self._shown_id:
            picture = self.thumbnails.picture(item.id, poster(item.duration_us), _LARGE)
            self.details.picture.set_picture(picture)

    def _picture_came(self, recording_id: RecordingId) -> None:
        self.model.touch(recording_id)
        if recording_id == self._shown_id:
            self._show_large_picture()

    def _review(self) -> None:
        item = self.chosen
        if item is not None:
            self.open_requested.emit(item.id)

    def _show_folder(self) -> None:
        if self._details is not None:
            folder = self._details.row.clips[0].path.parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _ask_phase(self) -> None:
        if self._details is not None:
            recording = self._details.row.recording
            dialog = PhaseDialog(recording.code, recording.phase_override, self.window())
            dialog.chosen.connect(lambda phase, reason: self._set_phase(recording.id, phase, reason))
            dialog.open()

    def _ask_content(self) -> None:
        ask_content(self.bridge, self._details, self, self.reload)

    def _set_phase(self, recording_id: RecordingId, phase: Phase | None, reason: str) -> None:
        study = self.bridge.study

        def done(changes: Changes) -> None:
            self.bridge.announce(changes, self)
            self.bridge.tell("Phase set. The log has the reason.")

        self.bridge.read(self, lambda: study.library.override_phase(recording_id, phase, reason), done)

    def _split_clip(self) -> None:
        item, study = self.chosen, self.bridge.study

        def done(parts: tuple[Recording, ...]) -> None:
            self.bridge.announce(Changes.of(Touched.CLIPS, *(part.id for part in parts)), None)
            self.bridge.tell(f"Split into {', '.join(part.code for part in parts)}.")

        if item is not None:
            self.bridge.read(self, lambda: study.library.split(item.id), done)

    def _ask_records(self) -> None:
        from bwc_review.ui.pages.records_dialog import RecordsDialog

        dialog = RecordsDialog(self.window())
        dialog.chosen.connect(self.importing.start_records)
        dialog.open()

    def _add_commands(self) -> None:
        self.registry.add(CONTENT, self._ask_content, self)
        slots = (
            self.importing.ask_files,
            self.importing.ask_folder,
            self.importing.ask_manifest,
            self._ask_records,
            self.filters.words.setFocus,
            self.filters.clear,
        )
        for command, slot in zip(COMMANDS, slots, strict=True):
            self.registry.add(command, slot, self)
        self.registry.add(REVIEW, self._review, self.views)
        self.registry.add(SPLIT, self._split_clip, self)
        self.registry.add(GRID, self._show_grid, self)

    def _connect(self) -> None:
        bridge = self.bridge
        bridge.opened.connect(self._opened)
        bridge.closed.connect(self._closed)
        bridge.changed.connect(self._follow_changes)
        bridge.blinding_changed.connect(lambda _on: self._follow_blinding())
        self.filters.changed.connect(self._apply_filter)
        for view in (self.view, self.grid):
            view.doubleClicked.connect(lambda _index: self._review())
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self.model.modelReset.connect(self._details_timer.start)
        self.details.review_asked.connect(self._review)
        self.details.phase_asked.connect(self._ask_phase)
        self.details.folder_asked.connect(self._show_folder)
        self.details.content_asked.connect(self._ask_content)
        self.importing.moved_on.connect(lambda: self.reload() if bridge.is_open else None)

    def _lay_out(self) -> None:
        theme = current()
        action = self.registry.action
        self._grid_button = action_button(action("library.grid"), has_text=False)
        self.filters.add_end(self._grid_button)
        self.filters.add_end(action_button(action("library.import_folder"), has_text=False))
        self.filters.add_end(action_button(action("library.import_files"), kind="primary"))
        top = QWidget()
        head = QVBoxLayout(top)
        head.setContentsMargins(theme.l, theme.m, theme.l, theme.m)
        head.setSpacing(theme.m)
        head.addWidget(self.filters)
        head.addWidget(self.notice)
        head.addWidget(self.strip)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self._stacked(), 1)
        self._split = split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(self.details)
        split.setStretchFactor(0, 1)
        split.setCollapsible(0, False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(split)
        self.first = self.view
        action("library.grid").setChecked(self.bridge.settings.value("library/view") == "grid")

    def _stacked(self) -> QWidget:
        """What fills the page: the clips, or why there are none."""
        stacked = QWidget()
        self._stack = QStackedLayout(stacked)
        self._stack.addWidget(self._empty())
        self._stack.addWidget(
            EmptyState(
                "search",
                "No clip matches",
                "No clip of this study holds all of that. Take a filter away, or show all clips.",
                button("Show all clips", self.filters.clear),
            )
        )
        self._stack.addWidget(self.views)
        self._stack.addWidget(QWidget())
        self._stack.setCurrentIndex(_LOADING)
        return stacked

    def _empty(self) -> EmptyState:
        action = self.registry.action
        self._begin = action_button(action("library.import_files"), kind="primary")
        return EmptyState(
            "file-video",
            "No clips yet",
            "Import body-worn camera files, or drop them here. Each is hashed and checked, and read where it is: "
            "originals are never changed.",
            self._begin,
            action_button(action("library.import_folder")),
            action_button(action("library.import_records")),
        )
