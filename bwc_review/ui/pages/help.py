"""The manual, shown in the window's own look."""

from PySide6.QtWidgets import QWidget


class HelpViewer(QWidget):
    """Shows the pages of resources/help; made with the main window as parent and shown as a window of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Manual")
