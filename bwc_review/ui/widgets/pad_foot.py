"""The foot of the rubric pad: what the next key can choose, or what a behaviour means."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.labels import ElidedLabel, label
from bwc_review.ui.widgets.pad_row import paint_cap

HEIGHT, LOW = 192, 152
_CHOICE, _LOW_CHOICE = 21, 18
_FEW = 3  # beside so many choices there is room for a paragraph
_MOST_LINES = 6  # more choices stand in two columns
_MOST_CHOICES = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that a key chooses.

    Attributes:
        value: Given back when it is chosen.
        key: The key, as its cap shows it.
        text: What it is.
        is_current: True if it holds now.
    """

    value: object
    key: str
    text: str
    is_current: bool = False


class ChoiceLine(QAbstractButton):
    """A choice on one line; a click does what the key does."""

    def __init__(self, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = choice
        self.set_low(is_low=False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(choice.text)
        self.setAccessibleDescription(f"Key {choice.key}")
        self.setToolTip(choice.text)

    def set_low(self, *, is_low: bool) -> None:
        """Take less height, or as much as is usual."""
        self.setFixedHeight(_LOW_CHOICE if is_low else _CHOICE)

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = current()
        painter = QPainter(self)
        if self.underMouse():
            painter.fillRect(self.rect(), theme.colour("hover"))
        cap_font = fonts.tabular(11, QFont.Weight.DemiBold)
        width = max(24.0, QFontMetricsF(cap_font).horizontalAdvance(self.choice.key) + 12)
        paint_cap(painter, QRectF(0, 1, width, self.height() - 2), self.choice.key, is_strong=self.choice.is_current)
        weight = QFont.Weight.DemiBold if self.choice.is_current else QFont.Weight.Normal
        font = fonts.font(theme.small_px, weight)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        room = QRectF(width + 8, 0, self.width() - width - 8, self.height())
        shown = QFontMetricsF(font).elidedText(self.choice.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)


class PadFoot(QFrame):
    """Never changes its height while the window keeps its own, so that nothing jumps while the clip plays.

    Signals:
        chosen: Value of the choice that was clicked.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current()
        self._is_low = False
        self.setFixedHeight(HEIGHT)
        self._title = ElidedLabel("", "text", theme.body_px)
        self._title.set_weight(QFont.Weight.DemiBold)
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._hint = label("", "small")
        self._aside = ElidedLabel("", "muted", theme.small_px)  # the hint in a low foot: beside the title
        self._aside.hide()
        self._body = label("", "small", wraps=True)
        self._body.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._lines: list[ChoiceLine] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.s)
        self._grid.setVerticalSpacing(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.m, theme.s, theme.m, theme.s)
        column.setSpacing(2)
        first = QHBoxLayout()
        first.setSpacing(theme.m)
        first.addWidget(self._title, 0, Qt.AlignmentFlag.AlignLeft)
        first.addWidget(self._aside, 1)
        column.addLayout(first)
        column.addWidget(self._hint)
        column.addLayout(self._grid)
        column.addWidget(self._body, 1)

    @property
    def title(self) -> str:
        """What it is about."""
        return self._title.text

    @property
    def hint(self) -> str:
        """The line under the title."""
        return self._hint.text()

    @property
    def text(self) -> QLabel:
        """The words under the title."""
        return self._body

    @property
    def choices(self) -> Sequence[Choice]:
        """What can be chosen now."""
        return [line.choice for line in self._lines]

    def show_words(self, title: str, hint: str, body: str) -> None:
        """Show a title, a line under it and a paragraph."""
        self._clear()
        self._title.set_text(title)
        self._hint.setText(hint)
        self._aside.set_text(hint)
        self._show_hint()
        self._body.setText(body)

    def show_choices(self, title: str, hint: str, choices: Sequence[Choice], body: str = "") -> None:
        """Show what the next key can choose, and below it a paragraph if there is room for one."""
        self.show_words(title, hint, body if len(choices) <= _FEW else "")
        for choice in choices[:_MOST_CHOICES]:
            line = ChoiceLine(choice)
            line.clicked.connect(lambda _on=False, value=choice.value: self.chosen.emit(value))
            self._lines.append(line)
        self._place_lines()

    def set_low(self, *, is_low: bool) -> None:
        """Leave more room for the behaviours in a low window: lower lines, and the hint beside the title."""
        if is_low != self._is_low:
            self._is_low = is_low
            self.setFixedHeight(LOW if is_low else HEIGHT)
            self._show_hint()
            self._place_lines()

    def _show_hint(self) -> None:
        self._hint.setVisible(bool(self.hint) and not self._is_low)
        self._aside.setVisible(self._is_low)

    def _place_lines(self) -> None:
        columns = 1 if len(self._lines) <= _MOST_LINES else 2
        for place, line in enumerate(self._lines):
            line.set_low(is_low=self._is_low)
            self._grid.addWidget(line, place // columns, place % columns)

    def _clear(self) -> None:
        for line in self._lines:
            self._grid.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = []
