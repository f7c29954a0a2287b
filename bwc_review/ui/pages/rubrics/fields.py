"""Fields of the rubric editor: a caption, something to fill in, and what is wrong with it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from bwc_review.services.rubric_keys import canonical_key
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import Chooser
from bwc_review.ui.widgets.check import Check
from bwc_review.ui.widgets.labels import label
from bwc_review.ui.widgets.notice import Sign

_LEAST_LINES, _MOST_LINES = 2, 7
_CHOICE_LETTERS = 6
_TYPED = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)


def is_history_key(event: QEvent) -> bool:
    """True for the keys of undo and redo: the editor takes them, not the field that has the focus."""
    if event.type() not in _TYPED or not isinstance(event, QKeyEvent):
        return False
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)


class LineEditor(QLineEdit):
    """A line that leaves undo and redo to the editor."""

    def event(self, event: QEvent) -> bool:
        if is_history_key(event):
            event.ignore()
            return False
        return super().event(event)


class TextEditor(QPlainTextEdit):
    """A text that grows with what is written, leaves undo and redo to the editor, and lets Tab go on."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        self._grow()

    def event(self, event: QEvent) -> bool:
        if is_history_key(event):
            event.ignore()
            return False
        return super().event(event)

    def _grow(self) -> None:
        lines = min(max(int(self.document().size().height()), _LEAST_LINES), _MOST_LINES)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 20)


class KeyEditor(QLineEdit):
    """Takes the next key pressed; Backspace and Delete take the key away.

    Signals:
        pressed_key: The key in its one way of writing; empty for none.
    """

    pressed_key = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setPlaceholderText("Press a key")
        self.setMinimumWidth(140)

    def event(self, event: QEvent) -> bool:
        if event.type() in _TYPED and isinstance(event, QKeyEvent) and self._is_mine(event):
            event.accept()
            if event.type() is QEvent.Type.KeyPress:
                self._take(event)
            return True
        return super().event(event)

    def _is_mine(self, event: QKeyEvent) -> bool:
        others = (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
        )
        keys = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape, Qt.Key.Key_Shift)
        return self.isEnabled() and not event.modifiers() & others and event.key() not in keys

    def _take(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.pressed_key.emit("")
            return
        shift = "Shift+" if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else ""
        name = QKeySequence(event.key()).toString(QKeySequence.SequenceFormat.PortableText)
        if len(name) == 1 and not name.isalpha():
            shift = ""  # a sign is written as itself, whichever keys make it
        self.pressed_key.emit(canonical_key(shift + name))


class Field(QWidget):
    """Something to fill in under its caption.

    Signals:
        edited: The value that the user gave it.
        left: The focus went elsewhere.
    """

    edited = Signal(object)
    left = Signal()

    def __init__(self, caption: str, editor: QWidget, hint: str = "") -> None:
        super().__init__()
        self.caption = caption
        self.editor = editor
        self._hint = hint
        self._sign = Sign("error")
        self._message = label("", "error", wraps=True)
        self._message.setMinimumWidth(40)
        self.setFocusProxy(editor)
        editor.setAccessibleName(caption)
        editor.setAccessibleDescription(hint)
        head = label(caption, "small")
        head.setBuddy(editor)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().xs)
        if not isinstance(editor, Check):
            column.addWidget(head)
        column.addWidget(editor)
        row = QHBoxLayout()
        row.setSpacing(current().xs + 2)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._message, 1)
        column.addLayout(row)
        self.show_problem("")

    @property
    def problem(self) -> str:
        """What is said to be wrong with it."""
        return self._message.text()

    def show_problem(self, text: str) -> None:
        """Say what is wrong, or nothing."""
        self._message.setText(text)
        self._message.setVisible(bool(text))
        self._sign.setVisible(bool(text))
        self.editor.setAccessibleDescription(f"{text} {self._hint}".strip())
        self.editor.setToolTip(self._hint)

    def show_value(self, value: object) -> None:
        """Show a value without telling it as the user's."""
        raise NotImplementedError

    def set_locked(self, *, is_locked: bool) -> None:
        """Let the value only be read."""
        self.editor.setEnabled(not is_locked)


class LineField(Field):
    """One line of text.

    A held one is given only when it is done (Enter, or the focus goes on); what is typed meanwhile is `typed`.

    Signals:
        typed: The text so far.
    """

    typed = Signal(str)

    def __init__(self, caption: str, hint: str = "", *, is_held: bool = False, is_list: bool = False) -> None:
        self.line = LineEditor()
        super().__init__(caption, self.line, hint)
        self._is_list = is_list
        self._shown: object = None
        self.line.textEdited.connect(self.typed.emit if is_held else self._tell)
        self.line.editingFinished.connect(self._finish if is_held else self.left.emit)

    @property
    def value(self) -> object:
        """What stands there now."""
        text = self.line.text()
        return tuple(part.strip() for part in text.split(",") if part.strip()) if self._is_list else text

    def show_value(self, value: object) -> None:
        self._shown = value
        if value != self.value:
            self.line.setText(", ".join(value) if isinstance(value, tuple) else str(value or ""))

    def set_locked(self, *, is_locked: bool) -> None:
        self.line.setReadOnly(is_locked)

    def _tell(self, _text: str) -> None:
        self._shown = self.value
        self.edited.emit(self.value)

    def _finish(self) -> None:
        if not self.line.isReadOnly() and self.value != self._shown:
            self.edited.emit(self.value)
        self.left.emit()


class LongField(Field):
    """A text of several lines."""

    def __init__(self, caption: str, hint: str = "") -> None:
        self.text = TextEditor()
        super().__init__(caption, self.text, hint)
        self.text.textChanged.connect(lambda: self.edited.emit(self.text.toPlainText()))

    def show_value(self, value: object) -> None:
        if value != self.text.toPlainText():
            with QSignalBlocker(self.text):
                self.text.setPlainText(str(value))

    def set_locked(self, *, is_locked: bool) -> None:
        self.text.setReadOnly(is_locked)


class ChoiceField(Field):
    """One of several."""

    def __init__(self, caption: str, options: Sequence[tuple[str, object]] = (), hint: str = "") -> None:
        self.chooser = Chooser(caption)
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.chooser.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.chooser.setMinimumContentsLength(_CHOICE_LETTERS)
        super().__init__(caption, self.chooser, hint)
        # Qt would give enumerations back as plain texts: the values stay here.
        self._options: tuple[tuple[str, object], ...] = ()
        self.set_options(options)
        self.chooser.activated.connect(lambda place: self.edited.emit(self._options[place][1]))

    def set_options(self, options: Sequence[tuple[str, object]]) -> None:
        """Offer these: words and values."""
        if tuple(options) != self._options:
            self._options = tuple(options)
            self.chooser.clear()
            self.chooser.addItems([words for words, _ in options])

    def show_value(self, value: object) -> None:
        places = [place for place, (_, offered) in enumerate(self._options) if offered == value]
        self.chooser.setCurrentIndex(places[0] if places else -1)
        self.chooser.setPlaceholderText(str(value))


class NumberField(Field):
    """A whole number; one that may be left out has words for that at its least value."""

    def __init__(self, caption: str, least: int, most: int, unit: str = "", nothing: str = "", hint: str = "") -> None:
        self.box = QSpinBox()
        self.box.setRange(least - 1 if nothing else least, most)
        self.box.setSuffix(f" {unit}" if unit else "")
        self.box.setSpecialValueText(nothing)
        self.box.setFixedWidth(150)
        self.box.lineEdit().setTextMargins(7, 0, 7, 0)
        self.box.setKeyboardTracking(False)
        self._has_nothing = bool(nothing)
        super().__init__(caption, self.box, hint)
        self.box.valueChanged.connect(self._tell)

    def show_value(self, value: object) -> None:
        with QSignalBlocker(self.box):
            self.box.setValue(self.box.minimum() if value is None else int(str(value)))

    def set_locked(self, *, is_locked: bool) -> None:
        self.box.setReadOnly(is_locked)

    def _tell(self, value: int) -> None:
        self.edited.emit(None if self._has_nothing and value == self.box.minimum() else value)


class CheckField(Field):
    """Yes or no."""

    def __init__(self, caption: str, hint: str = "") -> None:
        self.check = Check(caption)
        super().__init__(caption, self.check, hint)
        self.check.toggled.connect(self.edited.emit)

    def show_value(self, value: object) -> None:
        with QSignalBlocker(self.check):
            self.check.setChecked(bool(value))
        self.check.update()


class KeyField(Field):
    """The key of a behaviour."""

    def __init__(self, caption: str, hint: str = "") -> None:
        self.key = KeyEditor()
        super().__init__(caption, self.key, hint)
        self.key.pressed_key.connect(lambda key: self.edited.emit(key or None))

    def show_value(self, value: object) -> None:
        self.key.setText(str(value or ""))


def row_of(*widgets: QWidget, stretch: int = -1) -> QHBoxLayout:
    """Fields side by side, aligned at their captions; without one that takes the room the choices share it."""
    row = QHBoxLayout()
    row.setSpacing(current().l)
    for place, widget in enumerate(widgets):
        is_wide = place == stretch or (stretch < 0 and isinstance(widget, ChoiceField))
        row.addWidget(widget, 1 if is_wide else 0, Qt.AlignmentFlag.AlignTop)
    if stretch < 0 and not any(isinstance(widget, ChoiceField) for widget in widgets):
        row.addStretch(1)
    return row
