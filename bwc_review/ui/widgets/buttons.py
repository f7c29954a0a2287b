"""Buttons: verbs with a kind, icons with a tooltip, and a chooser with a visible arrow."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QPushButton,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolButton,
    QWidget,
)

from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.icons import icon, paint_icon

_ALONE = QSize(16, 16)
_WITH_TEXT = QSize(20, 16)
_EDGE = 2
_INKS = {"primary": "on_accent", "danger": "on_danger", "link": "accent_text"}


class _Button(QPushButton):
    """A push button that Enter presses as Space does, while it has the focus and never otherwise."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


def button(
    text: str,
    slot: Callable[[], object] | None = None,
    *,
    kind: str = "",
    icon_name: str = "",
    tooltip: str = "",
    parent: QWidget | None = None,
) -> QPushButton:
    """A push button; `kind` is primary, danger, quiet, link or empty."""
    made = _Button(text, parent)
    if kind:
        made.setProperty("kind", kind)
    if icon_name:
        made.setIcon(icon(icon_name, _INKS.get(kind, "muted")))
        made.setIconSize(_WITH_TEXT if made.text() else _ALONE)
    if tooltip:
        made.setToolTip(tooltip)
    if slot is not None:
        made.clicked.connect(lambda _checked=False: slot())
    made.setAutoDefault(False)
    return made


def action_button(
    action: QAction, *, kind: str = "", has_text: bool = True, parent: QWidget | None = None
) -> QPushButton:
    """A push button that does what an action does and follows its state and tooltip."""
    made = button(action.text().replace("&", "") if has_text else "", action.trigger, kind=kind, parent=parent)
    made.setIcon(
        icon(action.icon().name(), _INKS.get(kind, "muted")) if kind and action.icon().name() else action.icon()
    )
    made.setIconSize(_WITH_TEXT if made.text() else _ALONE)
    made.setAccessibleName(action.text().replace("&", "").removesuffix("…"))

    def follow() -> None:
        made.setEnabled(action.isEnabled())
        made.setToolTip(action.toolTip())

    action.changed.connect(follow)
    follow()
    return made


def tool_button(
    icon_name: str,
    tooltip: str,
    slot: Callable[[], object] | None = None,
    *,
    size_px: int = 18,
    token: str = "muted",
    parent: QWidget | None = None,
) -> QToolButton:
    """A button that is only an icon; the tooltip is its name for screen readers too."""
    made = QToolButton(parent)
    made.setIcon(icon(icon_name, token))
    made.setIconSize(QSize(size_px, size_px))
    made.setToolTip(tooltip)
    made.setAccessibleName(tooltip)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if slot is not None:
        made.clicked.connect(lambda _checked=False: slot())
    return made


class Chooser(QComboBox):
    """A drop-down list whose arrow is drawn in the theme's colours; what does not fit ends in an ellipsis."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if self.sizeAdjustPolicy() is QComboBox.SizeAdjustPolicy.AdjustToContents:
            # The style forgets the padding beside the arrow: the longest choice would end in an ellipsis.
            option = QStyleOptionComboBox()
            self.initStyleOption(option)
            option.rect = QRect(QPoint(), hint)
            texts = (self.itemText(place) for place in range(self.count()))
            widest = max((option.fontMetrics.horizontalAdvance(text) for text in texts), default=0)
            hint += QSize(max(0, widest + _EDGE - self._room(option)), 0)
        return hint

    def _room(self, option: QStyleOptionComboBox) -> int:
        kind, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        return self.style().subControlRect(kind, option, field, self).width() - _EDGE

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        kind, room = QStyle.ComplexControl.CC_ComboBox, self._room(option)
        option.currentText = option.fontMetrics.elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)
        painter = QStylePainter(self)
        painter.drawComplexControl(kind, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        token = "muted" if self.isEnabled() else "line_strong"
        spot = QRectF(self.width() - 22, self.height() / 2 - 7, 14, 14)
        paint_icon(painter, spot, "chevron-down", getattr(current(), token))
