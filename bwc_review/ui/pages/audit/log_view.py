"""The log with its filters, and the chosen entry beside it."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from bwc_review.domain.audit import AuditEntry
from bwc_review.domain.errors import ReviewError
from bwc_review.services.bootstrap import Study
from bwc_review.services.log_pages import LogPage
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.models.audit_log import LogFilter, LogTable
from bwc_review.ui.models.audit_words import NO_NAMES, Area, names_of
from bwc_review.ui.pages.audit.entry_pane import WIDTH, EntryPane
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.icons import icon
from bwc_review.ui.widgets.buttons import Chooser, button
from bwc_review.ui.widgets.labels import label
from bwc_review.ui.widgets.rows_view import RowsView

PAGE_SIZE = 200
_TYPING_MS = 200
_EVERYBODY = "Everybody"


class LogView(QWidget):
    """Fetches entries off the GUI thread as they are needed.

    Signals:
        failed: An error's sentence.
    """

    failed = Signal(str)

    def __init__(self, bridge: StudyBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._asked = 0  # answers to earlier questions are dropped
        self._is_newest_first = True
        self._names: Mapping[str, str] = NO_NAMES
        self.table = LogTable(self)
        self.table.wanted.connect(self._fetch)
        self.view = RowsView("Log", self.table)
        self.view.set_widths(76, 176, 104, 172, 240, 92, stretch=4)
        self.view.horizontalHeader().sectionClicked.connect(self._turn)
        self.view.row_chosen.connect(self._show_row)
        self.pane = EntryPane()
        self.pane.entry_asked.connect(self.show_entry)
        self.search = QLineEdit()
        self.area = Chooser("Kind of entry")
        self.actor = Chooser("Who")
        self.count = label("", "muted")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.load)
        self._lay_out()

    @property
    def wanted(self) -> LogFilter:
        """The filter as it is set."""
        actor = self.actor.currentText()
        return LogFilter(
            Area(self.area.currentData()), "" if actor == _EVERYBODY else actor, self.search.text().strip()
        )

    def load(self) -> None:
        """Read the log again from its newest (or first) entry, and who acts in it."""
        self._typing.stop()
        self._asked += 1
        self.table.begin(is_newest_first=self._is_newest_first)
        self.reset_button.setVisible(not self.wanted.is_empty)
        self._fetch(None)

    def load_actors(self) -> None:
        """Read who acts in the log, and what its codes and ids are called."""
        study = self._bridge.study
        self._bridge.read(self, study.auditing.actors, self._take_actors, self._tell)
        self._bridge.read(
            self, lambda: (names_of(study.rubrics.installed()), id_names(study)), self._take_names, self._tell
        )

    def refresh(self) -> None:
        """Read the log again and stay at the chosen entry if it is among the newest."""
        chosen = self.pane.entry
        self.load()
        if chosen is not None:
            self.pane.show_entry(chosen)

    def clear(self) -> None:
        """Forget the study."""
        self._typing.stop()
        self._asked += 1
        self.table.clear()
        self.pane.show_entry(None)
        self.count.setText("")
        self.reset()

    def reset(self) -> None:
        """Take all filters away."""
        self.search.clear()
        self.area.setCurrentIndex(0)
        self.actor.setCurrentIndex(0)

    def stop(self) -> None:
        """The page goes off the screen."""
        self._typing.stop()

    def show_entry(self, seq: int) -> None:
        """Show an entry by its number, whether or not it is in the list."""
        for row, entry in enumerate(self.table.entries):
            if entry.seq == seq:
                self.view.choose(row)
                return
        study = self._bridge.study
        self._bridge.read(
            self,
            lambda: study.auditing.page(lambda entry: entry.seq == seq, seq + 1, limit=1),
            lambda page: self._show_lone(seq, page),
            self._tell,
        )

    def _show_lone(self, seq: int, page: LogPage) -> None:
        if page.entries and page.entries[0].seq == seq:
            self.view.clearSelection()
            self.pane.show_entry(page.entries[0])
        else:
            self.failed.emit(f"The log has no entry {seq:,}. Verify the study to find out more.")

    def _fetch(self, beyond: int | None) -> None:
        if not self._bridge.is_open:
            return
        study, wanted, names, asked = self._bridge.study, self.wanted, self._names, self._asked
        is_newest_first = self._is_newest_first
        self._bridge.read(
            self,
            lambda: study.auditing.page(
                lambda entry: wanted.takes(entry, names), beyond, limit=PAGE_SIZE, is_newest_first=is_newest_first
            ),
            lambda page: self._take(asked, page),
            self._tell,
        )

    def _take(self, asked: int, page: LogPage) -> None:
        if asked != self._asked:
            return
        self.table.append(page.entries, is_last=page.is_last)
        count = len(self.table.entries)
        more = "" if page.is_last else " so far"
        self.count.setText(f"{count:,} {'entry' if count == 1 else 'entries'}{more}")
        if count and self.view.row < 0 and self.pane.entry is None:
            self.view.choose(0)

    def _take_actors(self, actors: tuple[str, ...]) -> None:
        chosen = self.actor.currentText()
        self.actor.blockSignals(True)
        self.actor.clear()
        self.actor.addItems([_EVERYBODY, *actors])
        self.actor.setCurrentIndex(max(0, self.actor.findText(chosen)))
        self.actor.blockSignals(False)

    def _take_names(self, found: tuple[Mapping[str, str], Mapping[str, str]]) -> None:
        codes, self._names = found
        self.table.set_names(self._names)
        self.pane.set_names(codes, self._names)

    def _tell(self, error: ReviewError) -> None:
        self.table.append((), is_last=True)
        self.failed.emit(error.message)

    def _show_row(self, row: int) -> None:
        if row >= 0:
            entry: AuditEntry = self.table.entry_at(row)
            self.pane.show_entry(entry)

    def _turn(self, section: int) -> None:
        if section == 0:
            self.turn()

    def turn(self) -> None:
        """List the log from its other end."""
        self._is_newest_first = not self._is_newest_first
        self.load()

    def _lay_out(self) -> None:
        theme = current()
        self.search.setPlaceholderText("Find in the log: a name, a behaviour, a file, a hash")
        self.search.setAccessibleName("Find in the log")
        self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setClearButtonEnabled(True)
        for area in Area:
            self.area.addItem(area.value, area)
        self.actor.addItem(_EVERYBODY)
        self.reset_button = button("Clear filters", self.reset, kind="quiet")
        self.reset_button.hide()
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.area.currentIndexChanged.connect(lambda _index: self._filter_changed())
        self.actor.currentIndexChanged.connect(lambda _index: self._filter_changed())
        bar = QHBoxLayout()
        bar.setContentsMargins(theme.l, theme.s, theme.l, theme.s)
        bar.setSpacing(theme.s)
        bar.addWidget(self.search, 1)
        bar.addWidget(self.area)
        bar.addWidget(self.actor)
        bar.addWidget(self.reset_button)
        bar.addWidget(self.count)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.view, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.pane)
        split.setStretchFactor(0, 1)
        split.setSizes([900, WIDTH])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)

    def _filter_changed(self) -> None:
        if self._bridge.is_open:
            self.load()


def id_names(study: Study) -> dict[str, str]:
    """What is behind the ids in the log: clips, reviews, officers and calls, as readers know them."""
    with study.store.reading() as work:
        codes = {recording.id: recording.code for recording in work.recordings.all()}
        names = {str(key): f"Clip {code}" for key, code in codes.items()}
        names |= {str(officer.id): officer.pseudonym for officer in work.people.officers()}
        names |= {str(incident.id): incident.number for incident in work.people.incidents()}
        for review in work.reviews.all():
            names[str(review.id)] = f"Review of {codes[review.recording_id]} by {review.reviewer}"
    return names
