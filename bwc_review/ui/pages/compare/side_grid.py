"""Where the sides of a comparison stand: two or three in a row, four in two rows."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from bwc_review.domain.people import Phase
from bwc_review.ui.pages.compare.side import SideView
from bwc_review.ui.theme.apply import current

PAIR, MOST = 2, 4
_LEAST, _FOUR = QSize(200, 112), QSize(160, 56)  # pictures in the smallest window


class SideGrid(QWidget):
    """The sides; those of the pair are always seen.

    Attributes:
        views: All sides, seen or not.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.views = (
            SideView(Phase.PRE, parent=self),
            SideView(Phase.POST, parent=self),
            SideView(Phase.NONE, "Third", self),
            SideView(Phase.NONE, "Fourth", self),
        )
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(current().m)
        for view in self.views:  # all of one width, whatever their heads want
            view.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.arrange(PAIR)

    def arrange(self, count: int) -> None:
        """Show so many sides."""
        columns = PAIR if count == MOST else count
        for place, view in enumerate(self.views):
            self._grid.removeWidget(view)
            view.setVisible(place < count)
            view.picture.setMinimumSize(_FOUR if count == MOST else _LEAST)
            if place < count:
                self._grid.addWidget(view, place // columns, place % columns)
        for column in range(MOST):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for row in range(PAIR):
            self._grid.setRowStretch(row, 1 if row * columns < count else 0)
