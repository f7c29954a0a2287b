"""Version, licences, and what the program does not claim."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from bwc_review import __version__, paths
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.labels import label

_WHAT = (
    "Play body-worn camera clips, tag moments with de-escalation behaviours against a rubric, and show pre- and "
    "post-training clips side by side. Review is formative: it ranks nobody."
)


class AboutDialog(QDialog):
    """A dialog with the licences of everything that ships in the window."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("About BWC Review")
        self.resize(620, 460)
        theme = current()
        licences = QPlainTextEdit(_licences())
        licences.setReadOnly(True)
        licences.setAccessibleName("Licences")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.xl, theme.xl, theme.xl, theme.l)
        column.setSpacing(theme.m)
        column.addWidget(label(f"BWC Review {__version__}", "display"))
        column.addWidget(label(_WHAT, wraps=True))
        column.addWidget(label("Free software under the GNU General Public License, version 3 or later.", "muted"))
        column.addWidget(licences, 1)
        column.addWidget(button("Close", self.accept), 0, Qt.AlignmentFlag.AlignRight)


def _licences() -> str:
    files = sorted((paths.resources() / "licences").glob("*.txt"))
    return "\n\n\n".join(path.read_text(encoding="utf-8").strip() for path in files)
