"""The line at the bottom: the last action with Undo, when it was saved, and how the log stands."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from bwc_review.ui.bridge.study import Said, Tone
from bwc_review.ui.bridge.undo import UndoHistory
from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.announce import announce
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.labels import ElidedLabel, label
from bwc_review.ui.widgets.notice import Sign

HEIGHT = 30
_TOKENS = {Tone.PLAIN: "text", Tone.SUCCESS: "text", Tone.WARNING: "warning_text", Tone.ERROR: "danger_text"}


class StatusLine(QFrame):
    """Says what happened last; an error stays until something else happens.

    Signals:
        log_asked: The user wants to see the log.
    """

    log_asked = Signal()

    def __init__(self, history: UndoHistory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("area", "status")
        self.setFixedHeight(HEIGHT)
        self._history = history
        self._sign = Sign()
        self._sign.hide()
        self._text = ElidedLabel("", "muted")
        self._text.setAccessibleDescription("Last action")
        self._undo = button("Undo", history.undo, kind="link", icon_name="undo-2")
        self._undo.hide()
        self._again = button("Try again", self._try_again, kind="link", icon_name="refresh-cw")
        self._again.hide()
        self._work: Callable[[], None] | None = None
        self._said = Said("")
        self._saved = label("", "small")
        self._saved.setFont(fonts.tabular(current().small_px))
        self._backup = ""
        self._chain = button("Log", self.log_asked.emit, kind="link", tooltip="Open the log on the Audit page")
        self._chain.hide()
        history.changed.connect(self._follow_history)
        self._lay_out()

    @property
    def text(self) -> str:
        """The sentence that is shown."""
        return self._text.text

    @property
    def undo_button(self) -> QWidget:
        """The Undo button; hidden unless the last action can be undone."""
        return self._undo

    @property
    def again_button(self) -> QWidget:
        """The button that tries again; hidden unless there is something to try."""
        return self._again

    @property
    def chain_text(self) -> str:
        """What is said about the log."""
        return self._chain.text()

    def say(self, said: Said) -> None:
        """Show a sentence; the Undo button only with one that can be undone."""
        self._said = said
        if said.text and said.text != self._text.text:
            announce(self._text, said.text, is_urgent=said.tone is Tone.ERROR)
        self._sign.setVisible(said.tone is not Tone.PLAIN)
        self._sign.set_tone(said.tone.value)
        self._text.set_text(said.text, _TOKENS[said.tone])
        self._undo.setVisible(said.can_undo and self._history.can_undo)
        self._undo.setToolTip(f"Undo: {self._history.undo_text}")
        self._work = said.again
        self._again.setVisible(said.again is not None)

    def clear(self) -> None:
        """Say nothing, as when a study is closed."""
        self.say(Said(""))
        self._saved.setText("")
        self._backup = ""
        self._chain.hide()

    def take_back(self, text: str) -> None:
        """Say a sentence no longer, if it is still the one that is shown."""
        if text and self._said.text == text:
            self.say(Said(""))

    def turn(self) -> None:
        """Another page comes onto the screen: a plain hint was about the one before; what was done stays."""
        if self._said.tone is Tone.PLAIN and not self._said.can_undo and self._said.again is None:
            self.say(Said(""))

    def show_saved(self, at: datetime) -> None:
        """Say when the last change reached the disk."""
        self._saved.setText(f"Saved {at:%H:%M:%S}")
        self._show_saved_tip()

    def show_backup(self, at: datetime) -> None:
        """Say when the last backup was made."""
        self._backup = f" Last backup {at:%H:%M}."
        self._show_saved_tip()

    def show_chain(self, text: str, tone: Tone = Tone.PLAIN) -> None:
        """Say how the log stands."""
        self._chain.setText(text)
        self._chain.setProperty("tone", tone.value)
        self._chain.style().unpolish(self._chain)
        self._chain.style().polish(self._chain)
        self._chain.show()

    def _show_saved_tip(self) -> None:
        self._saved.setToolTip(f"Every change is saved at once.{self._backup}")

    def _try_again(self) -> None:
        if self._work is not None:
            self._work()

    def _follow_history(self) -> None:
        if not self._history.can_undo:
            self._undo.hide()

    def _lay_out(self) -> None:
        theme = current()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.m, 0, theme.s, 0)
        row.setSpacing(theme.s)
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        row.addWidget(self._undo)
        row.addWidget(self._again)
        row.addSpacing(theme.l)
        row.addWidget(self._saved)
        row.addWidget(self._chain)
