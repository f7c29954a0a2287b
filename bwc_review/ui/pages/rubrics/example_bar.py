"""The example clip of a behaviour, a level or a rated value: play it, choose another, or take it away."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QWidget

from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import RecordingId
from bwc_review.domain.rubric_draft import ExampleClip
from bwc_review.domain.time import Moment, TimeRange, parse_moment, review_text
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import Chooser, button, tool_button
from bwc_review.ui.widgets.dialog import field_form, lay_out_dialog
from bwc_review.ui.widgets.labels import label

Codes = Mapping[RecordingId, tuple[str, int]]
"""Code name and length in microseconds of each recording."""


class ExampleBar(QWidget):
    """One line under what the clip is an example of.

    Signals:
        asked: Another clip is to be chosen.
        played: The `ExampleClip` is to be played.
        removed: It is to be taken away.
    """

    asked = Signal()
    played = Signal(object)
    removed = Signal()

    def __init__(self, what: str, codes: Callable[[], Codes]) -> None:
        super().__init__()
        self._codes = codes
        self.example: ExampleClip | None = None
        self._words = label("", "small")
        self.play = tool_button("play", f"Play the example of {what} (Ctrl+P)", self._play, size_px=14)
        self.choose = button("", self.asked.emit, kind="link", icon_name="film")
        self.choose.setAccessibleName(f"Choose an example clip of {what}")
        self.remove = tool_button("x", f"Take the example of {what} away", self.removed.emit, size_px=14)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().xs)
        for widget in (self.play, self._words, self.choose, self.remove):
            row.addWidget(widget)
        row.addStretch(1)
        self.show_example(None)

    def show_example(self, example: ExampleClip | None) -> None:
        """Show where the example lies, or that there is none."""
        self.example = example
        for widget in (self.play, self._words, self.remove):
            widget.setVisible(example is not None)
        self.choose.setText("Another…" if example else "Example clip…")
        if example is not None:
            code = self._codes().get(example.recording_id, ("a clip", 0))[0]
            words = f"{code}  {review_text(example.span.start)} to {review_text(example.span.end)}"
            self._words.setText(words)
            self.play.setAccessibleDescription(words)

    def _play(self) -> None:
        if self.example is not None:
            self.played.emit(self.example)


class ExampleDialog(QDialog):
    """Asks for a recording and a stretch of it.

    Signals:
        chosen: The `ExampleClip`.
    """

    chosen = Signal(object)

    def __init__(
        self, owner: str, level: int | None, codes: Codes, before: ExampleClip | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Example clip")
        self.setMinimumWidth(460)
        self._owner, self._level, self._all = owner, level, codes
        self.recording = Chooser("Clip")
        for recording_id, (code, length_us) in sorted(codes.items(), key=lambda item: item[1]):
            self.recording.addItem(f"{code}, {review_text(Moment(length_us))}", recording_id)
        self.start, self.end = QLineEdit("00:00.000"), QLineEdit("00:05.000")
        for name, field in (("From", self.start), ("To", self.end)):
            field.setAccessibleName(name)
            field.textChanged.connect(self._look)
        if before is not None:
            self.recording.setCurrentIndex(self.recording.findData(before.recording_id))
            self.start.setText(review_text(before.span.start))
            self.end.setText(review_text(before.span.end))
        self.recording.currentIndexChanged.connect(self._look)
        self.trouble = label("", "error", wraps=True)
        self.go = button("Use this clip", self._choose, kind="primary")
        self.go.setDefault(True)
        self._lay_out()
        self._look()

    def span(self) -> TimeRange:
        """The stretch that is asked for.

        Raises:
            InputError: It is no stretch of the recording.
        """
        start, end = parse_moment(self.start.text()), parse_moment(self.end.text())
        found = self._all.get(self.recording.currentData())
        if found is None:
            raise InputError("rubric.example", "Import a clip first.")
        if not start < end:
            raise InputError("rubric.example", "The end must lie after the start.")
        if end.us > found[1]:
            raise InputError("rubric.example", f"{found[0]} ends at {review_text(Moment(found[1]))}.")
        return TimeRange(start, end)

    def _look(self) -> None:
        try:
            self.span()
        except InputError as error:
            self.trouble.setText(error.message)
        else:
            self.trouble.setText("")
        self.go.setEnabled(not self.trouble.text())

    def _choose(self) -> None:
        self.chosen.emit(ExampleClip(self._owner, self._level, self.recording.currentData(), self.span()))
        self.accept()

    def _lay_out(self) -> None:
        form = field_form()
        form.addRow("Clip", self.recording)
        form.addRow("From", self.start)
        form.addRow("To", self.end)
        words = "It shows what the text means. It is no part of the rubric’s text and can be changed at any time."
        lay_out_dialog(self, "Example clip", words, form, self.trouble, go=self.go)
