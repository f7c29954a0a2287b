"""Coaching notes: strengths and coaching focus at moments of the clip, apart from codes, for the officer."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from bwc_review.domain.ids import NoteId
from bwc_review.domain.remark import CoachingNote, NoteKind
from bwc_review.domain.time import Moment, review_text
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import button, tool_button
from bwc_review.ui.widgets.entry_line import EntryLine
from bwc_review.ui.widgets.labels import label

WORDS = {NoteKind.STRENGTH: "Strength", NoteKind.FOCUS: "Coaching focus"}
_SIGNS = {NoteKind.STRENGTH: "+", NoteKind.FOCUS: "→"}
_PROMPTS = {
    NoteKind.STRENGTH: "What is seen and heard, and worth keeping",
    NoteKind.FOCUS: "What is seen and heard, and what to try",
}
_EMPTY = (
    "Notes for the officer: what to keep doing, and one thing to work on. They stand beside the codes and never enter"
    " a figure."
)


class CoachingPane(QWidget):
    """The notes of a review, and the line in which one is written.

    Signals:
        add_requested: Moment, kind and text of a new note.
        change_requested: Id, kind and text of a note that is written anew.
        remove_requested: Id of a note.
        moment_chosen: The moment of a note that was clicked.
        export_requested: The notes are to be handed to the officer.
        left: Writing has ended; the page takes the keys again.
    """

    add_requested = Signal(object, object, str)
    change_requested = Signal(object, object, str)
    remove_requested = Signal(object)
    moment_chosen = Signal(object)
    export_requested = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._at: Moment | None = None
        self._edited: NoteId | None = None
        self._notes: Sequence[CoachingNote] = ()
        self._cards: list[QWidget] = []
        self._kinds = QButtonGroup(self)
        self._kind_buttons = {kind: self._kind_button(kind) for kind in NoteKind}
        self._when = label("", "small")
        self.field = EntryLine("Coaching note")
        self.field.returnPressed.connect(self._keep)
        self.field.left.connect(self.done)
        self._keep_button = button("Keep the note", self._keep, kind="primary")
        self._export = button("Hand on to the officer…", self.export_requested.emit, icon_name="external-link")
        self._export.setToolTip("Write the notes, and nothing else, to a CSV or JSON file")
        self._lay_out()
        self._kind_buttons[NoteKind.STRENGTH].setChecked(True)
        self._follow_kind()

    @property
    def kind(self) -> NoteKind:
        """The kind that is written now."""
        return next(kind for kind, made in self._kind_buttons.items() if made.isChecked())

    @property
    def texts(self) -> list[str]:
        """The notes as they stand there."""
        return [note.text for note in self._notes]

    def show_notes(self, notes: Sequence[CoachingNote], *, is_locked: bool) -> None:
        """Show a review's notes."""
        self._notes = notes
        for card in self._cards:
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = [self._card(note, is_locked=is_locked) for note in notes]
        for place, card in enumerate(self._cards):
            self._list.insertWidget(place, card)
            card.show()
        self._about.setVisible(not notes)
        self._entry.setVisible(not is_locked)
        self._export.setVisible(bool(notes))

    def begin(self, at: Moment, kind: NoteKind) -> None:
        """Let a note be written about a moment."""
        self._edited, self._at = None, at
        self._kind_buttons[kind].setChecked(True)
        self._follow_kind()
        self.field.clear()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_now(self, moment: Moment | None) -> None:
        """The frame on the screen, about which a note begun now would be."""
        if not self.field.text() and self._edited is None:
            self._at = moment
            self._follow_kind()

    def done(self) -> None:
        """What was written is stored, or given up."""
        self._edited = None
        self.field.clear()
        self.left.emit()

    def _kind_button(self, kind: NoteKind) -> QPushButton:
        made = QPushButton(f"{_SIGNS[kind]}  {WORDS[kind]}")
        made.setCheckable(True)
        made.setAutoDefault(False)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(lambda _on=False: self._follow_kind())
        self._kinds.addButton(made)
        return made

    def _follow_kind(self) -> None:
        self.field.setPlaceholderText(_PROMPTS[self.kind])
        self._when.setText("" if self._at is None else f"About {review_text(self._at)}")

    def _keep(self) -> None:
        if self._edited is not None:
            self.change_requested.emit(self._edited, self.kind, self.field.text())
        elif self._at is not None:
            self.add_requested.emit(self._at, self.kind, self.field.text())

    def _edit(self, note: CoachingNote) -> None:
        self.begin(note.at, note.kind)
        self._edited = note.id
        self.field.setText(note.text)

    def _card(self, note: CoachingNote, *, is_locked: bool) -> QWidget:
        theme = current()
        card = QFrame()
        card.setProperty("area", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(theme.m, theme.xs, theme.s, theme.s)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(theme.s)
        jump = button(review_text(note.at), lambda: self.moment_chosen.emit(note.at), kind="link")
        jump.setToolTip("Show this moment")
        head.addWidget(jump)
        head.addWidget(
            label(f"{_SIGNS[note.kind]} {WORDS[note.kind]}", "success" if note.kind is NoteKind.STRENGTH else "muted")
        )
        head.addStretch(1)
        if not is_locked:
            head.addWidget(tool_button("pencil", "Write this note anew", lambda: self._edit(note), size_px=14))
            remove = lambda: self.remove_requested.emit(note.id)  # noqa: E731 - one line, used once
            head.addWidget(tool_button("trash-2", "Remove this note", remove, size_px=14))
        column.addLayout(head)
        column.addWidget(label(note.text, wraps=True))
        return card

    def _lay_out(self) -> None:
        theme = current()
        inside = QWidget()
        inside.setProperty("area", "clear")
        self._list = QVBoxLayout(inside)
        self._list.setSpacing(theme.s)
        self._about = label(_EMPTY, "muted", wraps=True)
        self._list.addWidget(self._about)
        self._list.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName("Coaching notes")
        self._entry = QFrame()
        entry = QVBoxLayout(self._entry)
        entry.setContentsMargins(theme.m, theme.s, theme.m, theme.s)
        entry.setSpacing(theme.s)
        kinds = QHBoxLayout()
        kinds.setSpacing(theme.xs)
        for made in self._kind_buttons.values():
            kinds.addWidget(made, 1)
        entry.addLayout(kinds)
        entry.addWidget(self.field)
        foot = QHBoxLayout()
        foot.addWidget(self._when, 1)
        foot.addWidget(self._keep_button)
        entry.addLayout(foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._entry)
        whole.addWidget(scroll, 1)
        ends = QHBoxLayout()
        ends.setContentsMargins(theme.m, theme.s, theme.m, theme.s)
        ends.addWidget(self._export)
        ends.addStretch(1)
        whole.addLayout(ends)
