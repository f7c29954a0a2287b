"""What stands above the ratings: whether the clip was watched in one go, what is missing, and going on without it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bwc_review.domain.remark import Reason, ReasonKind
from bwc_review.domain.time import TimeRange, length_text
from bwc_review.domain.viewing import Viewing
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.entry_line import EntryLine
from bwc_review.ui.widgets.labels import label
from bwc_review.ui.widgets.notice import Sign


class ViewingCard(QFrame):
    """Guides to one uninterrupted viewing; never a dead end.

    Signals:
        watch_requested: The user wants to watch what is missing now.
        excused: The reason for rating without it.
        left: No reason is given after all; the page takes the keys again.
    """

    watch_requested = Signal()
    excused = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("area", "card")
        self._is_open = True
        self._sign = Sign("success")
        self._title = label("", "strong", wraps=True)
        self._words = label("", "small", wraps=True)
        self.watch = button("Watch it now", self.watch_requested.emit, kind="primary", icon_name="play")
        self.watch.setToolTip("Play at normal speed from where it begins (Enter)")
        self._anyway = button("Rate anyway…", self.ask_why, kind="quiet")
        self._anyway.setToolTip("Rate without a whole viewing, and say why (Ctrl+Shift+E)")
        self.reason = EntryLine("Why it is rated without a whole viewing", "Why without it?")
        self._keep = button("Keep the reason", self._excuse)
        self.reason.returnPressed.connect(self._excuse)
        self.reason.left.connect(self._leave)
        self._lay_out()

    @property
    def is_open(self) -> bool:
        """True if ratings may be given."""
        return self._is_open

    @property
    def words(self) -> str:
        """What it says."""
        return ": ".join(part for part in (self._title.text(), self._words.text()) if part)

    def show_viewing(self, viewing: Viewing | None, reasons: Sequence[Reason]) -> None:
        """Show how far the viewing is.

        Args:
            viewing: None while no review is shown, or one that is locked.
            reasons: Reasons given since the review was opened last.
        """
        self.setVisible(viewing is not None)
        if viewing is None:
            self._is_open = True
            return
        excuse = next((reason for reason in reversed(reasons) if reason.kind is ReasonKind.VIEWING), None)
        self._is_open = viewing.is_complete or excuse is not None
        self._sign.set_tone("success" if viewing.is_complete else "plain" if excuse else "warning")
        self._actions.setVisible(not self._is_open)
        if self._is_open:
            self._fold()
        if viewing.is_complete:
            self._say("Watched in one go at normal speed", "")
        elif excuse is not None:
            self._say("Rated without a whole viewing", f"{excuse.by}: {excuse.text}")
        else:
            self._say("Before you rate", missing_words(viewing))

    def _say(self, title: str, words: str) -> None:
        self._title.setText(title)
        self._words.setText(words)
        self._words.setVisible(bool(words))

    def _lay_out(self) -> None:
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.m, theme.s, theme.m, theme.s)
        column.setSpacing(theme.xs)
        head = QHBoxLayout()
        head.setSpacing(theme.s)
        head.addWidget(self._sign)
        head.addWidget(self._title, 1)
        column.addLayout(head)
        column.addWidget(self._words)
        self._actions = QWidget()
        row = QHBoxLayout(self._actions)
        row.setContentsMargins(0, theme.xs, 0, 0)
        row.setSpacing(theme.s)
        row.addWidget(self.watch)
        row.addWidget(self._anyway)
        row.addStretch(1)
        column.addWidget(self._actions)
        self._fields = QWidget()
        fields = QHBoxLayout(self._fields)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(theme.s)
        fields.addWidget(self.reason, 1)
        fields.addWidget(self._keep)
        column.addWidget(self._fields)
        self._fields.hide()

    def ask_why(self) -> None:
        """Ask for the reason to rate without a whole viewing, while one is wanted."""
        if self.isVisible() and not self._is_open:
            self._fields.show()
            self.reason.setFocus()

    def _fold(self) -> None:
        self._fields.hide()
        self.reason.clear()

    def _leave(self) -> None:
        self._fold()
        self.left.emit()

    def _excuse(self) -> None:
        self.excused.emit(self.reason.text())


def missing_words(viewing: Viewing) -> str:
    """What is still to be watched, as a sentence."""
    words = f"Watch {span_words(viewing.wanted)} at normal speed without stopping."
    if viewing.longest is None:
        return words
    return f"{words} Longest so far: {span_words(viewing.longest)}."


def span_words(span: TimeRange) -> str:
    """A span such as “2:10 to 5:40”."""
    return f"{length_text(span.start.us)} to {length_text(span.end.us)}"
