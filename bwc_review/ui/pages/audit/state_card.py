"""Three tiles that say how the log, the clips and the exports stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bwc_review.domain.audit import ChainFault
from bwc_review.services.auditing import AuditResult
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.labels import ElidedLabel, label
from bwc_review.ui.widgets.notice import Sign


@dataclass(frozen=True, slots=True)
class Standing:
    """How one part of the study stands: a tone (plain, success, warning, error) and a sentence."""

    tone: str
    sentence: str


class Tile(QFrame):
    """A sign, a title, a sentence."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("area", "card")
        self._title = title
        self._sign = Sign()
        self._sentence = ElidedLabel("", "muted")
        theme = current()
        head = QHBoxLayout()
        head.setSpacing(theme.s)
        head.addWidget(self._sign)
        head.addWidget(label(title, "strong"), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.m, theme.s, theme.m, theme.s)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self._sentence)

    @property
    def sentence(self) -> str:
        """What it says."""
        return self._sentence.text

    def show_standing(self, standing: Standing) -> None:
        """Say how the part stands."""
        self._sign.set_tone(standing.tone)
        token = {"error": "danger_text", "warning": "warning_text"}.get(standing.tone, "muted")
        self._sentence.set_text(standing.sentence, token)
        self.setAccessibleName(f"{self._title}: {standing.sentence}")


class StateCard(QWidget):
    """The three tiles in a row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.log, self.media, self.exports = Tile("Log"), Tile("Clips"), Tile("Exports")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().m)
        for tile in (self.log, self.media, self.exports):
            row.addWidget(tile, 1)
        self.show_unchecked()

    def show_unchecked(self) -> None:
        """Nothing was verified yet."""
        self.log.show_standing(Standing("plain", "Not verified yet"))
        self.media.show_standing(Standing("plain", "Not verified yet"))
        self.exports.show_standing(Standing("plain", "Not verified yet"))

    def show_chain(self, count: int, fault: ChainFault | None, *, is_checked: bool) -> None:
        """Say how the log stands."""
        if is_checked:
            self.log.show_standing(chain_standing(count, fault))
        else:
            self.log.show_standing(Standing("plain", f"{entries(count)}, not verified yet"))

    def show_result(self, result: AuditResult) -> None:
        """Say what a verification found."""
        self.log.show_standing(chain_standing(result.entry_count, result.chain_fault))
        self.media.show_standing(media_standing(result))
        self.exports.show_standing(exports_standing(result))


def chain_standing(count: int, fault: ChainFault | None) -> Standing:
    """How the log stands."""
    if fault is not None:
        return Standing("error", f"{fault.text} The {entries(count)} before it are as written.")
    return Standing("success", f"{entries(count)}, each as it was written")


def media_standing(result: AuditResult) -> Standing:
    """How the clips stand."""
    wrong = [check for check in result.media if not check.is_intact]
    if wrong:
        return Standing("error", f"{len(wrong)} of {files(len(result.media))} not as imported")
    if not result.media:
        return Standing("plain", "There are no clips yet")
    return Standing("success", f"{files(len(result.media))}, every byte as imported")


def exports_standing(result: AuditResult) -> Standing:
    """How the exported files stand."""
    changed = [check for check in result.exports if check.is_present and not check.is_intact]
    gone = [check for check in result.exports if not check.is_present]
    intact = len(result.exports) - len(changed) - len(gone)
    if changed:
        return Standing("error", f"{len(changed)} of {files(len(result.exports))} not as exported")
    if not result.exports:
        return Standing("plain", "Nothing has been exported yet")
    if gone:
        return Standing("warning", f"{intact} as exported, {len(gone)} no longer where written")
    return Standing("success", f"{files(len(result.exports))}, every byte as exported")


def findings(result: AuditResult) -> Sequence[str]:
    """Every fault in a sentence, the log's first."""
    lines = [f"Log: {result.chain_fault.text}"] if result.chain_fault else []
    lines += [f"Clip {check.recording.code}: {check.message}" for check in result.media if not check.is_intact]
    changed = [check.message for check in result.exports if check.is_present and not check.is_intact]
    return [*lines, *(f"Export: {message}" for message in changed)]


def entries(count: int) -> str:
    """A number of entries in words."""
    return f"{count:,} {'entry' if count == 1 else 'entries'}"


def files(count: int) -> str:
    """A number of files in words."""
    return f"{count:,} {'file' if count == 1 else 'files'}"
