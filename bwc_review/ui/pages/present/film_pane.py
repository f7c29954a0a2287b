"""One file that left the study: what it is, what was checked in it, and what to do with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from bwc_review.domain.reel import SELECTION_TEXTS
from bwc_review.ui.models.export_films import SELECTION_WORDS, ExportItem, Shown
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.facts import Facts, Hash
from bwc_review.ui.widgets.labels import label, rule
from bwc_review.ui.widgets.notice import Notice, Sign


class FilmPane(QFrame):
    """Shows the chosen file.

    Signals:
        open_asked: Open the file with the system's own program.
        folder_asked: Open the folder that it is in.
    """

    open_asked = Signal()
    folder_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("area", "pane")
        self.setMinimumWidth(340)
        self.setMinimumHeight(120)
        self.setAccessibleName("Chosen file")
        self.item: ExportItem | None = None
        self.facts = Facts()
        self.verdict = ""
        self._scroll = QScrollArea()
        self._scroll.setAccessibleName("Chosen film")
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.warning = Notice()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.warning)
        column.addWidget(self._scroll)
        self.show_item(None)

    def show_item(self, item: ExportItem | None) -> None:
        """Show a file, or nothing."""
        theme = current()
        self.item, self.verdict = item, ""
        self.warning.hide()
        inner = QWidget()
        inner.setProperty("area", "clear")
        column = QVBoxLayout(inner)
        column.setContentsMargins(theme.l, theme.l, theme.l, theme.l)
        column.setSpacing(theme.m)
        if item is None:
            column.addWidget(label("File", "title"))
            column.addWidget(label("Choose a file to see what is in it and what was checked.", "muted", wraps=True))
        else:
            self._fill(column, item)
        column.addStretch(1)
        self._scroll.setWidget(inner)

    def say_changed(self, sentence: str) -> None:
        """Warn that the file is not what was written."""
        self.warning.say(sentence, "warning")

    def _fill(self, column: QVBoxLayout, item: ExportItem) -> None:
        head = QHBoxLayout()
        head.setSpacing(current().m)
        head.addWidget(label(item.title, "title", wraps=True), 1)
        head.addLayout(self._buttons(item))
        column.addLayout(head)
        if item.film is not None:
            column.addLayout(self._verdict(item.film))
        self.facts = Facts()
        self.facts.add("File", item.path.name)
        self.facts.add("Folder", str(item.path.parent))
        if item.film is not None:
            self.facts.add("Length", f"{item.length} · {item.film.frame_count:,} frames")
            self.facts.add("Clips", ", ".join(item.film.clips))
            self.facts.add("Clips chosen", SELECTION_WORDS[item.film.selection])
        self.facts.add("Made", f"{item.made_at.astimezone():%Y-%m-%d %H:%M} by {item.made_by}")
        column.addWidget(self.facts)
        column.addWidget(Hash("SHA-256 when it was written", item.sha256))
        if item.film is not None:
            column.addWidget(rule())
            column.addWidget(label("Its second card says", "section"))
            column.addWidget(label(SELECTION_TEXTS[item.film.selection], "muted", wraps=True))

    def _buttons(self, item: ExportItem) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current().s)
        tip = "Open it with this computer's own program"
        outside = button("Open", self.open_asked.emit, icon_name="external-link", tooltip=tip)
        outside.setEnabled(item.is_there)
        folder = button("Open folder", self.folder_asked.emit, icon_name="folder-open")
        folder.setEnabled(item.path.parent.is_dir())
        row.addWidget(outside)
        row.addWidget(folder)
        if not item.is_there:
            outside.setToolTip("The file is no longer where it was written")
        return row

    def _verdict(self, film: Shown) -> QHBoxLayout:
        if film.is_right:
            self.verdict = f"Verified: all {film.item_count} items start and end on the chosen frame."
        else:
            self.verdict = "An item of this film does not start or end on the chosen frame."
        row = QHBoxLayout()
        row.setSpacing(current().s)
        row.addWidget(Sign("success" if film.is_right else "error"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(self.verdict, "success" if film.is_right else "error", wraps=True), 1)
        return row
