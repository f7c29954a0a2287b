"""Content notes on the library page: shown in the details, changed in a dialog."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from bwc_review.domain.content_note import ContentNote
from bwc_review.domain.time import review_text
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.pages.content_dialog import ContentDialog
from bwc_review.ui.pages.library_rows import ClipDetails

CONTENT_TIP = "Say what somebody should know before the clip is played"


def content_lines(note: ContentNote) -> list[tuple[str, str]]:
    """A note as lines with their tone; none if it says nothing."""
    lines = [("warning", words) for words in note.words]
    if note.note:
        lines.append(("plain", note.note))
    if note.skip_to is not None:
        lines.append(("plain", f"First contact at {review_text(note.skip_to)}"))
    return lines


def ask_content(bridge: StudyBridge, details: ClipDetails | None, parent: QWidget, done: Callable[[], None]) -> None:
    """Let the lead change the note of the clip that is shown; `done` is called once it is kept."""
    if details is None or bridge.is_blinded:
        return
    dialog = ContentDialog(details.row.recording.code, details.content, parent)
    dialog.chosen.connect(lambda note: _keep(bridge, note, parent, done))
    dialog.open()


def _keep(bridge: StudyBridge, note: ContentNote, owner: QWidget, done: Callable[[], None]) -> None:
    study = bridge.study

    def told(_before: ContentNote) -> None:
        bridge.announce(study.content_notes.changes(note), owner)
        bridge.tell("Content note kept. It is shown before the first picture.")
        done()

    bridge.read(owner, lambda: study.content_notes.put(note), told)
