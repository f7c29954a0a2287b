"""One entry of the log, whole: who, when, what changed, and how it hangs in the chain."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from bwc_review.domain.audit import GENESIS, AuditEntry, entry_hash
from bwc_review.ui.models.audit_words import Change, action_words, changes_of, subject_words
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.facts import Facts, Hash
from bwc_review.ui.widgets.labels import label, rule
from bwc_review.ui.widgets.notice import Sign

WIDTH = 400
_MOST_CHANGES = 40


class EntryPane(QFrame):
    """Shows the chosen entry.

    Signals:
        entry_asked: Number of another entry to show: the one before, or the one that this takes back.
    """

    entry_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("area", "pane")
        self.setMinimumWidth(WIDTH - 80)
        self.setAccessibleName("Chosen entry")
        self.entry: AuditEntry | None = None
        self._codes: Mapping[str, str] = {}
        self._names: Mapping[str, str] = {}
        self.facts = Facts()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._scroll.setAccessibleName("Chosen entry")
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.addWidget(self._scroll)
        self.show_entry(None)

    def set_names(self, codes: Mapping[str, str], names: Mapping[str, str]) -> None:
        """From now on say the names of behaviours and rating items beside their codes, and what is behind an id."""
        self._codes, self._names = codes, names
        self.show_entry(self.entry)

    def show_entry(self, entry: AuditEntry | None) -> None:
        """Show an entry, or how to choose one."""
        self.entry = entry
        theme = current()
        inner = QWidget()
        inner.setProperty("area", "clear")
        column = QVBoxLayout(inner)
        column.setContentsMargins(theme.l, theme.l, theme.l, theme.l)
        column.setSpacing(theme.m)
        if entry is None:
            column.addWidget(label("Entry", "title"))
            column.addWidget(
                label("Choose an entry to see what changed, and how it hangs in the chain.", "muted", wraps=True)
            )
        else:
            self._fill(column, entry)
        column.addStretch(1)
        self._scroll.setWidget(inner)

    def _fill(self, column: QVBoxLayout, entry: AuditEntry) -> None:
        column.addWidget(label(f"Entry {entry.seq:,} · {action_words(entry)}", "title", wraps=True))
        subject = label(subject_words(entry, self._names), wraps=True)
        subject.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(subject)
        self.facts = Facts()
        local = entry.at.astimezone()
        self.facts.add("When", f"{local:%Y-%m-%d %H:%M:%S} {local.tzname()}")
        self.facts.add("In UTC", f"{entry.at:%Y-%m-%d %H:%M:%S.%f}")
        self.facts.add("Who", entry.actor)
        if entry.undoes is not None:
            self.facts.add_widget("Takes back", self._jump(entry.undoes))
        column.addWidget(self.facts)
        column.addLayout(_fit(entry))
        changes = changes_of(entry)
        for change in changes[:_MOST_CHANGES]:
            column.addWidget(rule())
            column.addWidget(_change(change, self._codes, self._names))
        if len(changes) > _MOST_CHANGES:
            column.addWidget(label(f"And {len(changes) - _MOST_CHANGES:,} more in this entry.", "muted"))
        column.addWidget(rule())
        self._add_chain(column, entry)

    def _add_chain(self, column: QVBoxLayout, entry: AuditEntry) -> None:
        column.addWidget(label("Chain", "section"))
        column.addWidget(Hash("Hash of this entry", entry.hash))
        if entry.previous == GENESIS:
            column.addWidget(label("It is the first entry of the log.", "small"))
        else:
            column.addWidget(Hash("Hash of the entry before, held in this one", entry.previous))
            column.addWidget(self._jump(entry.seq - 1, "Entry before"), 0, Qt.AlignmentFlag.AlignLeft)

    def _jump(self, seq: int, words: str = "Entry") -> QWidget:
        return button(
            f"{words} {seq:,}" if words == "Entry" else f"{words}: {seq:,}",
            lambda: self.entry_asked.emit(seq),
            kind="link",
        )


def _fit(entry: AuditEntry) -> QHBoxLayout:
    wanted = entry_hash(
        entry.seq, entry.at, entry.actor, entry.action, entry.subject, entry.details, entry.undoes, entry.previous
    )
    fits = wanted == entry.hash
    row = QHBoxLayout()
    row.setSpacing(current().s)
    row.addWidget(Sign("success" if fits else "error"), 0, Qt.AlignmentFlag.AlignTop)
    words = "This entry fits its hash." if fits else "This entry is not what was written: its hash does not fit."
    row.addWidget(label(words, "success" if fits else "error", wraps=True), 1)
    return row


def _change(change: Change, codes: Mapping[str, str], names: Mapping[str, str]) -> QWidget:
    def named(text: str) -> str:
        return f"{codes[text]} ({text})" if text in codes else names.get(text, text)

    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(current().xs)
    column.addWidget(label(change.heading, "section"))
    facts = Facts()
    for line in change.lines:
        if not line.is_change:
            facts.add(line.name, named(line.after))
        elif line.after:
            facts.add(line.name, f"{named(line.before)}  →  {named(line.after)}")
        else:
            facts.add(line.name, named(line.before), "muted")
    column.addWidget(facts)
    return box
