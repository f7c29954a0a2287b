"""Clips that are played beside a pair: which they are, and the dialog that adds one."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from bwc_review.domain.ids import RecordingId
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.models.pair_clips import PairClip, pair_table
from bwc_review.ui.pages.compare.commands import ADD, REMOVE
from bwc_review.ui.pages.page import Page
from bwc_review.ui.theme.icons import icon
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.dialog import lay_out_dialog
from bwc_review.ui.widgets.rows_view import RowsView

_PAIR, _MOST = 2, 2


class ExtraClips(QObject):
    """Up to two clips of any phase beside a pair.

    Signals:
        changed: One was added or taken away.
    """

    changed = Signal()

    def __init__(self, registry: Registry, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._all: tuple[PairClip, ...] = ()
        self._chosen: list[PairClip] = []
        self._pair: tuple[PairClip, ...] = ()
        self.dialog: AddClipDialog | None = None
        self._add = registry.add(ADD, self.ask, page)
        self._remove = registry.add(REMOVE, lambda: self.remove(_PAIR + len(self._chosen) - 1), page)
        self._mark()

    def set_clips(self, clips: Sequence[PairClip]) -> None:
        """These are the study's clips now; those that were added stay if they are among them."""
        self._all = tuple(clips)
        by_id = {clip.id: clip for clip in clips}
        self._chosen = [by_id[clip.id] for clip in self._chosen if clip.id in by_id]
        self._pair = ()
        self._mark()

    def beside(self, *pair: PairClip) -> tuple[PairClip, ...]:
        """The pair with what stands beside it; a clip that has become a side of the pair no longer does."""
        self._pair = pair
        ids = {clip.id for clip in pair}
        self._chosen = [clip for clip in self._chosen if clip.id not in ids]
        self._mark()
        return (*pair, *self._chosen)

    def ask(self) -> None:
        """Ask which clip to add."""
        taken = {clip.id for clip in (*self._pair, *self._chosen)}
        self.dialog = AddClipDialog(self._all, taken, self._page.window())
        self.dialog.chosen.connect(self.add)
        self.dialog.finished.connect(lambda _result: self._page.take_focus())
        self.dialog.open()

    def add(self, clip: PairClip) -> None:
        """Play a clip beside the others."""
        if len(self._chosen) < _MOST:
            self._chosen.append(clip)
            self._mark()
            self.changed.emit()

    def remove(self, side: int) -> None:
        """Take the clip of a side away."""
        place = side - _PAIR
        if 0 <= place < len(self._chosen):
            del self._chosen[place]
            self._mark()
            self.changed.emit()

    def _mark(self) -> None:
        taken = len(self._pair) + len(self._chosen)
        self._add.setEnabled(bool(self._pair) and len(self._chosen) < _MOST and len(self._all) > taken)
        self._remove.setEnabled(bool(self._chosen))


class AddClipDialog(QDialog):
    """Lists the study's clips but those that are on the page; words narrow the list, Enter adds.

    Signals:
        chosen: The `PairClip`.
    """

    chosen = Signal(object)

    def __init__(self, clips: Sequence[PairClip], taken: Collection[RecordingId], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Add a clip")
        self.resize(620, 480)
        self._clips = tuple(clip for clip in clips if clip.id not in taken)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find: call, code, officer")
        self.search.setAccessibleName("Find a clip to add")
        self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setClearButtonEnabled(True)
        self.table = pair_table(has_phase=True)
        self.view = RowsView("Clips to add", self.table)
        self.view.set_widths(80, 90, 200, 120, 70, stretch=2)
        self.go = button("Add clip", self._choose, kind="primary")
        self.go.setDefault(True)
        self._lay_out()
        self.search.textChanged.connect(self._filter)
        self.view.row_opened.connect(lambda _row: self._choose())
        self.view.row_chosen.connect(lambda row: self.go.setEnabled(row >= 0))
        self._filter("")
        self.search.setFocus()

    def _filter(self, text: str) -> None:
        self.table.set_rows([clip for clip in self._clips if clip.matches(text)])
        if self.table.rows:
            self.view.choose(0)
        self.go.setEnabled(bool(self.table.rows))

    def _choose(self) -> None:
        row = self.view.row
        if row >= 0:
            self.chosen.emit(self.table.row_at(row))
            self.accept()

    def _lay_out(self) -> None:
        words = "It meets the others at its own first tag of the kind that they are aligned on, else at its start."
        lay_out_dialog(self, "Add a clip beside these", words, self.search, self.view, go=self.go)
