"""The manual, shown in the window's own look."""

from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QFont,
    QKeySequence,
    QShortcut,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from bwc_review import paths
from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.icons import icon
from bwc_review.ui.widgets.buttons import tool_button
from bwc_review.ui.widgets.labels import label, rule

INDEX = "index.md"
_SIZE = QSize(980, 720)
_ICONS = {
    INDEX: "book-open",
    "reviewing.md": "clapperboard",
    "study.md": "library",
    "comparing.md": "columns-2",
    "reels.md": "presentation",
    "auditing.md": "shield-check",
    "safety.md": "undo-2",
    "keys.md": "keyboard",
    "command-line.md": "list",
}
_HEADING_PX = {1: 24, 2: 18, 3: 15}
_LINE_PERCENT = 138.0
_ROW = 34


class Manual(QTextBrowser):
    """One page of the manual at a time; links inside stay inside, others go to the system's browser.

    Signals:
        page_shown: File name of the page.
    """

    page_shown = Signal(str)

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self.setOpenLinks(False)
        self.setAccessibleName("Manual")
        self.setObjectName("manual")
        self.document().setDocumentMargin(32)
        self.anchorClicked.connect(self.follow)
        self.historyChanged.connect(self._take_page)
        self._dress()

    @property
    def page(self) -> str:
        """File name of the page that is shown; empty before the first."""
        return self.source().fileName()

    def follow(self, link: QUrl) -> None:
        """Follow a link."""
        if link.scheme() in ("http", "https", "mailto"):
            QDesktopServices.openUrl(link)
            return
        target = self.source().resolved(link)
        if (self._folder / target.fileName()).is_file():
            self.show_page(target.fileName())

    def show_page(self, name: str) -> None:
        """Show a page by its file name."""
        if name != self.page:
            self.setSource(QUrl.fromLocalFile(str(self._folder / name)), QTextDocument.ResourceType.MarkdownResource)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self.page:
            place = self.verticalScrollBar().value()
            self.reload()
            style(self.document())
            self.verticalScrollBar().setValue(place)

    def _take_page(self) -> None:
        style(self.document())
        self.page_shown.emit(self.page)

    def _dress(self) -> None:
        self.setStyleSheet("QTextBrowser { border: none; border-radius: 0; padding: 0; }")
        self.document().setDefaultFont(fonts.font(current().body_px + 1))


def style(document: QTextDocument) -> None:
    """Give a page its type sizes, its air, and tables in the colours of the theme."""
    block = document.begin()
    while block.isValid():
        _style_block(block)
        block = block.next()
    theme = current()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            form = frame.format().toTableFormat()
            form.setBorder(1)
            form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            form.setBorderBrush(theme.colour("line"))
            form.setBorderCollapse(True)
            form.setCellSpacing(0)
            form.setCellPadding(7)
            form.setTopMargin(theme.s)
            form.setBottomMargin(theme.l)
            frame.setFormat(form)


def _style_block(block: QTextBlock) -> None:
    theme, level = current(), block.blockFormat().headingLevel()
    cursor = QTextCursor(block)
    form = QTextBlockFormat()
    form.setLineHeight(_LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    is_code = _is_code(block)
    in_table = bool(cursor.currentTable())
    form.setTopMargin(0 if in_table or is_code else {0: 0, 1: 0, 2: theme.xl}.get(level, theme.l))
    form.setBottomMargin(0 if in_table or is_code else theme.xs if block.textList() else theme.s)
    if is_code:
        form.setBackground(theme.colour("sunken"))
        form.setLeftMargin(theme.s)
        form.setBottomMargin(0 if _is_code(block.next()) else theme.m)
    cursor.mergeBlockFormat(form)
    if level:
        words = QTextCharFormat()
        words.setFont(fonts.font(_HEADING_PX.get(level, theme.body_px), QFont.Weight.DemiBold))
        cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        cursor.mergeCharFormat(words)


def _is_code(block: QTextBlock) -> bool:
    return block.isValid() and block.blockFormat().hasProperty(QTextBlockFormat.Property.BlockCodeFence.value)


class HelpViewer(QWidget):
    """Shows the pages of resources/help in a window of its own; made with the main window as parent."""

    def __init__(self, parent: QWidget | None = None, folder: Path | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("BWC Review manual")
        self.setAccessibleName("Manual")
        self.resize(_SIZE)
        self._folder = folder or paths.resources() / "help"
        self.manual = Manual(self._folder)
        self.contents = QListWidget()
        self.contents.setAccessibleName("Contents")
        self.contents.setProperty("area", "clear")
        self.contents.setIconSize(QSize(16, 16))
        self.back = tool_button("chevron-left", "Back (Alt+Left)", self.manual.backward)
        self.forward = tool_button("chevron-right", "Forward (Alt+Right)", self.manual.forward)
        self.home = tool_button("book-open", "Contents (Alt+Home)", lambda: self.show_page(INDEX))
        self._heading = label("", "title")
        self._fill_contents()
        self._lay_out()
        self._connect()
        self.show_page(INDEX)
        self.manual.setFocus()

    def show_page(self, name: str) -> None:
        """Show a page by its file name, such as ``reels.md``."""
        self.manual.show_page(name)

    def titles(self) -> list[str]:
        """What the list of contents shows."""
        return [self.contents.item(row).text() for row in range(self.contents.count())]

    def _fill_contents(self) -> None:
        names = [name for name in _ICONS if (self._folder / name).is_file()]
        names += sorted(path.name for path in self._folder.glob("*.md") if path.name not in _ICONS)
        for name in names:
            item = QListWidgetItem(icon(_ICONS.get(name, "file-text"), "muted"), title_of(self._folder / name))
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setSizeHint(QSize(0, _ROW))
            self.contents.addItem(item)

    def _mark(self, name: str) -> None:
        for row in range(self.contents.count()):
            item = self.contents.item(row)
            if item.data(Qt.ItemDataRole.UserRole) == name:
                self.contents.blockSignals(True)
                self.contents.setCurrentRow(row)
                self.contents.blockSignals(False)
                self._heading.setText(item.text())

    def _choose(self, row: int) -> None:
        if row >= 0:
            self.show_page(str(self.contents.item(row).data(Qt.ItemDataRole.UserRole)))

    def _connect(self) -> None:
        self.contents.currentRowChanged.connect(self._choose)
        self.manual.page_shown.connect(self._mark)
        self.manual.backwardAvailable.connect(self.back.setEnabled)
        self.manual.forwardAvailable.connect(self.forward.setEnabled)
        self.back.setEnabled(False)
        self.forward.setEnabled(False)
        for key, slot in (
            ("Alt+Left", self.manual.backward),
            ("Alt+Right", self.manual.forward),
            ("Alt+Home", lambda: self.show_page(INDEX)),
            ("Esc", self.close),
        ):
            QShortcut(QKeySequence(key), self, slot)

    def _lay_out(self) -> None:
        theme = current()
        bar = QHBoxLayout()
        bar.setContentsMargins(theme.m, theme.s, theme.m, theme.s)
        bar.setSpacing(theme.xs)
        for item in (self.back, self.forward, self.home):
            bar.addWidget(item)
        bar.addSpacing(theme.s)
        bar.addWidget(self._heading, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.contents)
        split.addWidget(self.manual)
        split.setStretchFactor(1, 1)
        split.setSizes([230, 750])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(rule())
        column.addWidget(split, 1)


def title_of(path: Path) -> str:
    """The first heading of a page; its file name if it has none."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            title = line.removeprefix("# ").removeprefix("BWC Review: ").strip()
            return title[:1].upper() + title[1:]
    return path.stem
