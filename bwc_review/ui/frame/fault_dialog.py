"""What the user sees when the program itself is at fault: a report that can be copied, and a way to go on."""

import platform
import traceback
from types import TracebackType

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from bwc_review import __version__
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.labels import label


def report_text(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """The program's and the system's versions, and where it happened."""
    head = (
        f"BWC Review {__version__} · Python {platform.python_version()} · PySide6 {pyside_version} · "
        f"{platform.system()} {platform.release()} {platform.machine()}"
    )
    return f"{head}\n\n{''.join(traceback.format_exception(kind, error, trace))}"


class FaultDialog(QDialog):
    """Says that the fault is ours and that no tag is lost."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("The program has failed")
        self.resize(640, 420)
        self.report = report
        theme = current()
        text = QPlainTextEdit(report)
        text.setReadOnly(True)
        text.setAccessibleName("Report")
        text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._copy = button("Copy report", self._copy_report, kind="primary", icon_name="copy")
        row = QHBoxLayout()
        row.addWidget(label("It may name files: read it before you send it.", "muted"), 1)
        row.addWidget(self._copy)
        row.addWidget(button("Keep working", self.accept))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.xl, theme.xl, theme.xl, theme.l)
        column.setSpacing(theme.m)
        column.addWidget(label("Something in the program went wrong", "title"))
        sentence = "Your tags are safe: each is saved as it is set. Please send the report below to whoever looks after"
        column.addWidget(label(f"{sentence} this program, then keep working, or start the program again.", wraps=True))
        column.addWidget(text, 1)
        column.addLayout(row)

    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText(self.report)
        self._copy.setText("Copied")
