"""What stands before the first picture of a clip with a content note: what it shows, and one key to go on."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bwc_review.domain.content_note import PHOTOSENSITIVITY, ContentFlag, ContentNote
from bwc_review.domain.ids import RecordingId
from bwc_review.domain.time import Moment, review_text
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.empty_state import Emblem
from bwc_review.ui.widgets.labels import label

_WIDTH = 520
_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_S, Qt.Key.Key_Escape)


class ContentGate(QWidget):
    """Shown instead of the clip until somebody goes on; then not again for that clip until the program is closed.

    Signals:
        asked: It has something to say and is to be shown.
        left: Rather not: back to the library.
    """

    asked = Signal()
    left = Signal()

    def __init__(self, bridge: StudyBridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._seen: set[RecordingId] = set()
        self._note: ContentNote | None = None
        self._go_on: Callable[[Moment | None], None] = _nothing
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Content note")
        self._title = label("", "title", wraps=True)
        self._flashes = label(PHOTOSENSITIVITY, "warning", wraps=True)
        self._flags = label("", wraps=True)
        self._words = label("", "muted", wraps=True)
        self._contact = label("", "small", wraps=True)
        self.go = button("Go on", lambda: self._pass(None), kind="primary", tooltip="Show the clip (Enter)")
        self.skip = button("Skip to first contact", self._skip, tooltip="Begin there (S)")
        self.back = button("Back to the library", self.left.emit, kind="quiet", tooltip="Do not open it (Esc)")
        self._lay_out()

    def guard(self, recording_id: RecordingId, go_on: Callable[[Moment | None], None]) -> None:
        """Call `go_on` once the recording may be shown: at once if there is nothing to say, or it was said before.

        It gets the moment to begin at; None for the start.
        """
        study = self._bridge.study
        note = study.content_notes.warning(recording_id)
        self._note, self._go_on = note, go_on
        if not note.needs_warning or recording_id in self._seen:
            self._go_on = _nothing
            go_on(None)
            return
        self._show(note, study.library.row(recording_id).recording.code, study.exposure.contact())
        self.asked.emit()

    def _show(self, note: ContentNote, code: str, contact: str) -> None:
        self._title.setText(f"Before you open {code}")
        has_flashes = ContentFlag.FLASHES in note.flags
        others = [
            words for flag, words in zip(_shown(note), note.words, strict=True) if flag is not ContentFlag.FLASHES
        ]
        self._flashes.setVisible(has_flashes)
        self._flags.setText("It contains: " + ", ".join(_small(words) for words in others) + "." if others else "")
        self._words.setText(note.note)
        self._contact.setText(contact)
        for part in (self._flags, self._words, self._contact):
            part.setVisible(bool(part.text()))
        self.skip.setVisible(note.skip_to is not None)
        if note.skip_to is not None:
            self.skip.setText(f"Skip to first contact, {review_text(note.skip_to)}")
        said = (self._flashes.text() if has_flashes else "", self._flags.text(), note.note)
        self.setAccessibleDescription(" ".join(part for part in said if part))

    def event(self, event: QEvent) -> bool:
        is_asked = event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_asked and isinstance(event, QKeyEvent) and event.key() in _KEYS:
            event.accept()  # the page's own keys are about a clip that is not to be seen yet
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._pass(None)
        elif event.key() == Qt.Key.Key_S:
            self._skip()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _skip(self) -> None:
        if self._note is not None and self._note.skip_to is not None:
            self._pass(self._note.skip_to)

    def _pass(self, moment: Moment | None) -> None:
        if self._note is not None:
            self._seen.add(self._note.recording_id)
        go_on, self._go_on = self._go_on, _nothing
        go_on(moment)

    def _lay_out(self) -> None:
        theme = current()
        inner = QWidget()
        inner.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(inner)
        column.setSpacing(theme.m)
        column.addWidget(Emblem("triangle-alert"), 0, Qt.AlignmentFlag.AlignHCenter)
        for part in (self._title, self._flashes, self._flags, self._words):
            column.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(theme.s)
        row.addWidget(self.go)
        row.addWidget(self.skip)
        row.addWidget(self.back)
        row.addStretch(1)
        column.addSpacing(theme.s)
        column.addLayout(row)
        column.addWidget(label("Enter goes on. S skips. Esc goes back.", "small"))
        column.addWidget(self._contact)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(inner, 4)
        across.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addLayout(across)
        whole.addStretch(3)


def _nothing(_moment: Moment | None) -> None:
    return


def _shown(note: ContentNote) -> list[ContentFlag]:
    return [flag for flag in ContentFlag if flag in note.flags]


def _small(words: str) -> str:
    return words[0].lower() + words[1:]
