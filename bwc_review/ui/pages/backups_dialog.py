"""The dated copies of a study: what is in each, make one now, put one back."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bwc_review.domain.backup import Backup, BackupKind
from bwc_review.domain.errors import ReviewError
from bwc_review.ui.bridge.study import StudyBridge, Tone
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.labels import label
from bwc_review.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from bwc_review.services.backups import Restored

_HEADS = ("Made", "Tags", "Reviews", "Log entries", "Size", "Why")
_WHY = {
    BackupKind.DATED: "regular",
    BackupKind.BEFORE_UPDATE: "before an update",
    BackupKind.BEFORE_RESTORE: "before a restore",
}
_WHAT = (
    "While there are changes, a copy is made every hour and checked page by page. Kept are all of the last day, then "
    "one for each of 7 days, 4 weeks and 12 months."
)
_PROMISE = "Restoring loses nothing: the study as it is now becomes a backup of its own, at the top of this list."
_HIDDEN = (1, 2, 3)  # how much all reviewers have tagged, reviewed and done
_LEAD_ONLY = (
    "Restoring puts the work of every reviewer back, so it is for the study lead. If that is you: open the study, "
    "switch the role at the top right to lead, which the log keeps, and come back here."
)
_NONE = "There are no backups yet. The first one is made soon after the first change."


class BackupsDialog(QDialog):
    """Shows the copies of one study, whether it is open or not."""

    def __init__(self, bridge: StudyBridge, location: str, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Backups")
        self.setMinimumSize(760, 480)
        self._bridge = bridge
        self._location = location
        self._backups: Sequence[Backup] = ()
        self._told = ""
        self._is_hidden = False
        self.notice = Notice()
        self.table = QTableWidget(0, len(_HEADS))
        self.now = button("Back up now", self._make, tooltip="Make a copy of the study as it is at this moment")
        self.restore = button("Restore this backup", self._restore, kind="primary")
        self._lay_out(title)
        bridge.opened.connect(self._say_restored)
        self._read()

    @property
    def _is_open(self) -> bool:
        return self._bridge.is_open and self._bridge.study.store.location == self._location

    def _read(self) -> None:
        location, actor, is_open = self._location, self._bridge.actor, self._is_open
        is_blinded = self._bridge.is_blinded

        def look() -> tuple[Sequence[Backup], bool]:
            from bwc_review.services.bootstrap import backups_of, is_blinded_in

            # In an open study the role says it: whoever has left the blinding there is in the log.
            return backups_of(location), is_blinded or (not is_open and is_blinded_in(location, actor))

        self._bridge.read(self, look, self._show, self._tell)

    def _show(self, found: tuple[Sequence[Backup], bool]) -> None:
        self._backups, self._is_hidden = found
        backups = self._backups
        for column in _HIDDEN:
            self.table.setColumnHidden(column, self._is_hidden)
        self.table.setRowCount(len(backups))
        for row, backup in enumerate(backups):
            for column, text in enumerate(_cells(backup)):
                cell = QTableWidgetItem(text)
                cell.setToolTip(backup.path.name)
                self.table.setItem(row, column, cell)
        if backups:
            self.table.selectRow(0)
        if not backups:
            self.notice.say(_NONE, "plain")
        elif self._is_hidden:
            self.notice.say(_LEAD_ONLY, "plain")
        self._follow()

    def _follow(self) -> None:
        chosen = self._chosen()
        self.restore.setEnabled(chosen is not None and chosen.is_readable and not self._is_hidden)
        self.now.setVisible(self._is_open and not self._bridge.study.store.is_read_only)

    def _chosen(self) -> Backup | None:
        row = self.table.currentRow()
        return self._backups[row] if 0 <= row < len(self._backups) else None

    def _make(self) -> None:
        study = self._bridge.study
        self.now.setEnabled(False)
        self.notice.hide()
        self._bridge.submit(self, "Back up the study", study.backups.make, self._made, self._tell)

    def _made(self, _backup: Backup) -> None:
        self.now.setEnabled(True)
        self._read()

    def _restore(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        if self._is_open and not self._bridge.jobs.is_idle:
            self.notice.say("Jobs are still running in this study. Stop them first, then restore.", "warning")
            return
        location, name, actor, is_lead = self._location, chosen.path.name, self._bridge.actor, self._is_open
        if self._is_open:
            self._bridge.close_study()
        self.restore.setEnabled(False)

        def work() -> "Restored":
            from bwc_review.services.bootstrap import restore_backup

            return restore_backup(location, name, actor, is_lead=is_lead)

        self._bridge.read(self, work, self._restored, self._tell)

    def _restored(self, restored: "Restored") -> None:
        kept = " What was there until now is kept as a backup of its own." if restored.kept else ""
        self._told = f"Restored the backup of {_when(restored.backup)}.{kept}"
        self._bridge.open(self._location, self._tell)

    def _say_restored(self) -> None:
        if self._told:
            self._bridge.tell(self._told, Tone.SUCCESS)
            self.accept()

    def _tell(self, error: ReviewError) -> None:
        self.notice.say(error.message, "error")
        self.now.setEnabled(True)
        self._follow()

    def _lay_out(self, title: str) -> None:
        theme, table = current(), self.table
        table.setHorizontalHeaderLabels(_HEADS)
        table.setAccessibleName("Backups")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.currentCellChanged.connect(lambda *_: self._follow())
        table.cellDoubleClicked.connect(lambda *_: self.restore.setFocus())
        row = QHBoxLayout()
        row.addWidget(self.now)
        row.addStretch(1)
        row.addWidget(button("Close", self.reject))
        row.addWidget(self.restore)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.xl, theme.xl, theme.xl, theme.l)
        column.setSpacing(theme.m)
        column.addWidget(label(f"Backups of {title or 'this study'}", "display", wraps=True))
        column.addWidget(label(_WHAT, "muted", wraps=True))
        column.addWidget(self.notice)
        column.addWidget(table, 1)
        column.addWidget(label(_PROMISE, "small", wraps=True))
        column.addLayout(row)
        self._follow()


def _cells(backup: Backup) -> tuple[str, ...]:
    size = f"{backup.byte_count / 1e6:,.1f} MB"
    if not backup.is_readable:
        return (_when(backup), "–", "–", "–", size, "cannot be read")
    counts = (backup.tag_count, backup.review_count, backup.entry_count or 0)
    return (_when(backup), *(f"{count:,}" for count in counts), size, _WHY[backup.kind])


def _when(backup: Backup) -> str:
    return f"{backup.made_at.astimezone():%a %d %b %Y, %H:%M}"
