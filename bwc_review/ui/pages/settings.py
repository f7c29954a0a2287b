"""Settings: the look, who works here, how they code, and every key."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from bwc_review.domain.errors import ReviewError
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.pages.name_dialog import NameDialog
from bwc_review.ui.pages.page import Page
from bwc_review.ui.pages.settings_coding import CodingPane
from bwc_review.ui.pages.settings_comfort import ComfortPane
from bwc_review.ui.pages.settings_keys import KeyTable
from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.tokens import THEMES, Theme
from bwc_review.ui.widgets.buttons import Chooser, button
from bwc_review.ui.widgets.labels import label, rule

_WIDTH = 720
_BLINDED = (
    "A blinded reviewer sees code names: no phase, date, officer or call. It keeps a review fair; it is not a lock."
)


class ThemeCard(QAbstractButton):
    """A small picture of a theme, painted in that theme's own colours."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setText(theme.title)
        self.setAccessibleName(f"{theme.title} theme")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(168, 118)

    def paintEvent(self, event: QPaintEvent) -> None:
        now, shown = current(), self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = self.rect().adjusted(2, 2, -2, -26)
        painter.setPen(QPen(now.colour("line_strong"), 1))
        painter.setBrush(shown.colour("surface"))
        painter.drawRoundedRect(card, 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shown.colour("raised"))
        painter.drawRect(card.left() + 2, card.top() + 4, 22, card.height() - 8)
        for line, (token, width) in enumerate((("text", 70), ("muted", 96), ("faint", 54))):
            painter.setBrush(shown.colour(token))
            painter.drawRoundedRect(card.left() + 36, card.top() + 16 + line * 13, width, 5, 2, 2)
        painter.setBrush(shown.colour("accent"))
        painter.drawRoundedRect(card.left() + 36, card.bottom() - 25, 40, 13, 3, 3)
        painter.setBrush(shown.colour("post"))
        painter.drawRoundedRect(card.left() + 82, card.bottom() - 25, 30, 13, 6, 6)
        if self.isChecked() or self.hasFocus():
            painter.setPen(QPen(now.colour("focus" if self.hasFocus() else "accent_text"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(card.adjusted(-1, -1, 1, 1), 7, 7)
        if self.hasFocus():
            words = self.rect().adjusted(1, self.height() - 22, -1, -1)
            painter.drawRoundedRect(words, 5, 5)
        painter.setPen(now.colour("text" if self.isChecked() else "muted"))
        painter.setFont(fonts.font(now.body_px))
        words = self.rect().adjusted(0, self.height() - 22, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, f"{self.text()}{' ✓' if self.isChecked() else ''}")


class SettingsPage(Page):
    """Every choice takes effect at once and is kept."""

    def __init__(self, bridge: StudyBridge, registry: Registry) -> None:
        super().__init__(bridge, registry)
        self.cards = {name: ThemeCard(theme) for name, theme in THEMES.items()}
        self.name = QLineEdit()
        self.name.setAccessibleName("Your name")
        self.name.setFixedWidth(280)
        self.name_note = label("", "small", wraps=True)
        self.asked: NameDialog | None = None
        self.role = Chooser("Role")
        self.role.addItem("Study lead: everything is shown", False)
        self.role.addItem("Blinded reviewer: code names only", True)
        self.coding = CodingPane(bridge, registry)
        self.comfort = ComfortPane(bridge)
        self.keys = KeyTable(registry, self.coding.behaviours.owner_of)
        self._lay_out()
        for name, card in self.cards.items():
            registry.action(f"look.{name}").toggled.connect(card.setChecked)
            card.clicked.connect(lambda _on=False, name=name: registry.action(f"look.{name}").trigger())
        self.name.editingFinished.connect(self._keep_name)
        self.role.activated.connect(lambda _place: bridge.set_blinded(bool(self.role.currentData())))
        bridge.blinding_changed.connect(lambda _on: self.shown())

    def shown(self) -> None:
        """Show the choices as they are now."""
        self.cards[current().name].setChecked(True)
        self.name.setText(self.bridge.settings.actor)
        self.role.setCurrentIndex(int(self.bridge.is_blinded))
        self.keys.refresh()
        self.comfort.shown()
        self.coding.shown()

    def _keep_name(self) -> None:
        name = self.name.text().strip()
        if not name:
            self.name_note.setText("A name is needed: reviews and the log carry it.")
            self.name.setText(self.bridge.settings.actor)
            return
        if name == self.bridge.settings.actor:
            return
        if not self.bridge.is_open:
            self._take_name(name)
        elif self.asked is None:  # the field tells its end once more when the question takes the focus
            self._ask_name(name)

    def _ask_name(self, name: str) -> None:
        """Whoever takes part in the open study is told what a new name means before it is taken."""
        study, before = self.bridge.study, self.bridge.settings.actor
        try:
            part = study.naming.part(before)
        except ReviewError as error:
            self._refuse_name(error)
            return
        if not part.is_any:
            self._log_and_take_name(name)
            return
        self.asked = NameDialog(part, name, is_logged=not study.store.is_read_only, parent=self.window())
        self.asked.agreed.connect(lambda: self._log_and_take_name(name))
        self.asked.finished.connect(self._forget_question)
        self.asked.open()

    def _log_and_take_name(self, name: str) -> None:
        study = self.bridge.study
        try:
            is_logged = study.naming.change(self.bridge.settings.actor, name)
        except ReviewError as error:
            self._refuse_name(error)
            return
        self.bridge.settings.keep_name(study.store.location, name)
        self._take_name(name)
        if is_logged:
            self.name_note.setText(f"{self.name_note.text()} The log keeps the change.")

    def _take_name(self, name: str) -> None:
        self.bridge.settings.actor = name
        is_open = self.bridge.is_open
        self.name_note.setText("Used from the next time that a study is opened." if is_open else "Kept.")

    def _refuse_name(self, error: ReviewError) -> None:
        self.name_note.setText(f"The name stays. {self.bridge.words_of(error)}")
        self.name.setText(self.bridge.settings.actor)

    def _forget_question(self) -> None:
        self.asked = None
        self.name.setText(self.bridge.settings.actor)

    def _lay_out(self) -> None:
        theme = current()
        inner = QWidget()
        inner.setProperty("area", "clear")
        inner.setFixedWidth(_WIDTH)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, theme.xl * 2, 0, theme.xl * 2)
        column.setSpacing(theme.m)
        self.rubrics = button("Open the rubrics", lambda: self.page_requested.emit("rubrics"), icon_name="book-open")
        self.rubrics.setAccessibleDescription("Write rubrics and choose the keys of behaviours")
        column.addWidget(label("Settings", "display"))
        column.addSpacing(theme.s)
        self._add_part(column, "Look", self._theme_row())
        self._add_rule(column)
        about_you = label("A pseudonym is fine. Your reviews and the log carry it.", "muted")
        about_role = label(_BLINDED, "small", wraps=True)
        self._add_part(column, "You", about_you, _row(self.name, self.name_note), _row(self.role), about_role)
        self._add_rule(column)
        self._add_part(column, "Comfort", self.comfort)
        self._add_rule(column)
        about_coding = label("How you tag in reviews. Each reviewer has their own choices.", "muted")
        self._add_part(column, "Coding", about_coding, self.coding, _row(self.rubrics))
        self._add_rule(column)
        about_keys = label("Choose an action and press its new keys. The keys of behaviours are above.", "muted")
        self._add_part(column, "Keys", about_keys, self.keys)
        centred = QWidget()
        centred.setProperty("area", "clear")
        whole = QHBoxLayout(centred)
        whole.addStretch(1)
        whole.addWidget(inner)
        whole.addStretch(1)
        scroll = QScrollArea()
        scroll.setAccessibleName("Settings")
        scroll.setWidget(centred)
        scroll.setWidgetResizable(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _add_part(self, column: QVBoxLayout, title: str, *parts: QWidget | QHBoxLayout) -> None:
        column.addWidget(label(title, "title"))
        for part in parts:
            if isinstance(part, QWidget):
                column.addWidget(part)
            else:
                column.addLayout(part)

    def _add_rule(self, column: QVBoxLayout) -> None:
        column.addSpacing(current().m)
        column.addWidget(rule())
        column.addSpacing(current().m)

    def _theme_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current().m)
        group = QButtonGroup(self)
        for card in self.cards.values():
            group.addButton(card)
            row.addWidget(card)
        row.addStretch(1)
        return row


def _row(first: QWidget, rest: QWidget | None = None) -> QHBoxLayout:
    """A widget no wider than it wants to be, and one that takes the room beside it."""
    row = QHBoxLayout()
    row.addWidget(first)
    if rest is None:
        row.addStretch(1)
    else:
        row.addWidget(rest, 1)
    return row
