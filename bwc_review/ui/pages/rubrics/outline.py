"""The parts of a rubric as a tree: what stands where, and where something is to be mended."""

from collections import Counter
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFont, QIcon
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem

from bwc_review.domain.rubric import Rubric
from bwc_review.services.rubric_rules import Problem
from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.icons import icon

Part = tuple[str, int]
"""Name of the rubric's list and index; ``("head", 0)`` for the rubric's own head."""
HEAD: Part = ("head", 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the tree."""

    depth: int
    part: Part | None
    text: str
    key: str = ""


class Outline(QTreeWidget):
    """Chooses the part that the form shows.

    Signals:
        chosen: The part.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setAccessibleName("Parts of the rubric")
        self.setRootIsDecorated(False)
        self.setIndentation(16)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, self.header().ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, self.header().ResizeMode.ResizeToContents)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._shape: list[tuple[int, Part | None]] = []
        self._items: list[QTreeWidgetItem] = []
        self.currentItemChanged.connect(self._tell)

    @property
    def part(self) -> Part:
        """The part that is chosen."""
        item = self.currentItem()
        found = item.data(0, Qt.ItemDataRole.UserRole) if item is not None else None
        return tuple(found) if found else HEAD

    def choose(self, part: Part) -> None:
        """Choose a part and bring it into view."""
        for item in self._items:
            found = item.data(0, Qt.ItemDataRole.UserRole)
            if found and tuple(found) == part:
                self.setCurrentItem(item)
                self.scrollToItem(item)

    def show_rubric(self, rubric: Rubric, problems: tuple[Problem, ...]) -> None:
        """Show a rubric's parts; the chosen one stays if it is still there."""
        lines = _lines(rubric)
        counts = Counter(part_of(problem) for problem in problems)
        shape = [(line.depth, line.part) for line in lines]
        if shape != self._shape:
            self._build(lines)
            self._shape = shape
        for item, line in zip(self._items, lines, strict=True):
            count = counts[line.part] if line.part else 0
            words = f"{count} to mend" if count else ""
            item.setText(0, line.text)
            item.setText(1, f"{line.key}  " if line.key else "")
            item.setIcon(0, icon("triangle-alert", "warning_text") if count else QIcon())
            item.setToolTip(0, f"{line.text}: {words}" if words else line.text)
            name = f"{line.text}, key {line.key}" if line.key else line.text
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{name}, {words}" if words else name)

    def _build(self, lines: list[Line]) -> None:
        part = self.part
        with QSignalBlocker(self):
            self.clear()
            self._items = []
            parents: list[QTreeWidget | QTreeWidgetItem] = [self]
            for line in lines:
                del parents[line.depth + 1 :]
                item = QTreeWidgetItem(parents[line.depth])
                item.setData(0, Qt.ItemDataRole.UserRole, line.part)
                if line.part is None:
                    item.setFlags(Qt.ItemFlag.ItemIsEnabled)
                    item.setFont(0, fonts.font(current().small_px, QFont.Weight.DemiBold))
                self._items.append(item)
                parents.append(item)
            self.expandAll()
            self.choose(part)
            if self.currentItem() is None:
                self.choose(HEAD)

    def _tell(self, item: QTreeWidgetItem | None) -> None:
        if item is not None and item.data(0, Qt.ItemDataRole.UserRole):
            self.chosen.emit(self.part)


def _lines(rubric: Rubric) -> list[Line]:
    lines = [Line(0, HEAD, "About the rubric"), Line(0, None, "Dimensions and behaviours")]
    known = {one.id for one in rubric.dimensions}
    for place, dimension in enumerate(rubric.dimensions):
        lines.append(Line(1, ("dimensions", place), dimension.name or dimension.id))
        lines += [
            Line(2, ("behaviours", index), one.name or one.id, one.key or "")
            for index, one in enumerate(rubric.behaviours)
            if one.dimension == dimension.id
        ]
    lines += [
        Line(1, ("behaviours", index), one.name or one.id, one.key or "")
        for index, one in enumerate(rubric.behaviours)
        if one.dimension not in known
    ]
    lines.append(Line(0, None, "Ratings"))
    lines += [Line(1, ("ratings", place), one.name or one.id) for place, one in enumerate(rubric.ratings)]
    lines.append(Line(0, None, "Profiles"))
    return lines + [Line(1, ("profiles", place), one.title or one.id) for place, one in enumerate(rubric.profiles)]


def part_of(problem: Problem) -> Part:
    """The part in which a problem lies."""
    place = problem.place
    if len(place) > 1 and place[0] in ("dimensions", "behaviours", "ratings", "profiles"):
        return str(place[0]), int(place[1])
    return HEAD
