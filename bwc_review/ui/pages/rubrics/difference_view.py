"""Two versions side by side in one text: what was added, removed, changed, and what that means for pooled figures."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from bwc_review.domain.rubric import Rubric
from bwc_review.domain.rubric_difference import (
    POOLING_WORDS,
    FieldChange,
    PartChange,
    Piece,
    PieceKind,
    Pooling,
    RubricDifference,
    What,
    difference,
)
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import Chooser, button
from bwc_review.ui.widgets.labels import label, rule
from bwc_review.ui.widgets.notice import Sign

_TONES = {Pooling.TOGETHER: "success", Pooling.WITH_CARE: "warning", Pooling.APART: "error"}
_SHORT = {Pooling.TOGETHER: "can be pooled", Pooling.WITH_CARE: "pool with care", Pooling.APART: "keep apart"}
_TOKENS = {Pooling.TOGETHER: "success_text", Pooling.WITH_CARE: "warning_text", Pooling.APART: "danger_text"}
_WHAT = {What.ADDED: "+ Added", What.REMOVED: "− Removed", What.CHANGED: "Changed", What.MOVED: "Moved"}


class DifferenceView(QWidget):
    """Compares any two versions or drafts.

    Signals:
        back_asked: The list of rubrics is wanted again.
    """

    back_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rubrics: Sequence[tuple[str, Rubric]] = ()
        self.before, self.after = Chooser("Earlier version"), Chooser("Later version")
        self.sign, self.pooling = Sign(), label("", "strong", wraps=True)
        self.counts = label("", "muted")
        self.text = QTextBrowser()
        self.text.setAccessibleName("Differences")
        self.text.setOpenLinks(False)
        for chooser in (self.before, self.after):
            chooser.setMinimumWidth(260)
            chooser.activated.connect(lambda _place: self.refresh())
        self._lay_out()

    def show_versions(self, rubrics: Sequence[tuple[str, Rubric]], before: int, after: int) -> None:
        """Offer versions, and compare two of them."""
        self._rubrics = rubrics
        for chooser, place in ((self.before, before), (self.after, after)):
            chooser.clear()
            for title, _ in rubrics:
                chooser.addItem(title)
            chooser.setCurrentIndex(place)
        self.refresh()

    def refresh(self) -> None:
        """Compare the two that are chosen, in the colours of the theme."""
        places = (self.before.currentIndex(), self.after.currentIndex())
        if not self._rubrics or min(places) < 0:
            return
        found = difference(self._rubrics[places[0]][1], self._rubrics[places[1]][1])
        self.sign.set_tone(_TONES[found.pooling] if found.parts else "success")
        self.pooling.setText(POOLING_WORDS[found.pooling] if found.parts else "The texts are the same.")
        counts = [f"{found.count(what)} {what.value}" for what in What if found.count(what)]
        self.counts.setText(", ".join(counts))
        self.text.setHtml(_html(found))

    def _lay_out(self) -> None:
        theme = current()
        bar = QHBoxLayout()
        bar.setContentsMargins(theme.l, theme.s, theme.l, theme.s)
        bar.setSpacing(theme.m)
        back = button("Rubrics", self.back_asked.emit, kind="quiet", icon_name="chevron-left", tooltip="Back (Esc)")
        bar.addWidget(back)
        bar.addWidget(label("From", "muted"))
        bar.addWidget(self.before)
        bar.addWidget(label("to", "muted"))
        bar.addWidget(self.after)
        bar.addStretch(1)
        bar.addWidget(self.counts)
        said = QHBoxLayout()
        said.setContentsMargins(theme.xl, theme.m, theme.xl, theme.m)
        said.setSpacing(theme.s)
        said.addWidget(self.sign)
        said.addWidget(self.pooling, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(rule())
        column.addLayout(said)
        column.addWidget(self.text, 1)


def _html(found: RubricDifference) -> str:
    theme = current()
    parts = "".join(_part(part) for part in found.parts)
    return f'<div style="margin:0 16px; color:{theme.text}; font-size:{theme.body_px}px">{parts}</div>'


def _part(part: PartChange) -> str:
    theme = current()
    name = f"{escape(part.name)} <span style='color:{theme.muted}'>{escape(part.id)}</span>"
    mark = f"<span style='color:{getattr(theme, _TOKENS[part.pooling])}'>{_SHORT[part.pooling]}</span>"
    what = f"<span style='font-weight:600'>{_WHAT[part.what]} {part.part}:</span>"
    head = f"<p style='margin-top:18px; margin-bottom:4px'>{what} {name} &nbsp;·&nbsp; {mark}</p>"
    rows = "".join(_field(field) for field in part.fields)
    return f"{head}<table cellpadding='3' style='margin-left:12px'>{rows}</table>" if rows else head


def _field(field: FieldChange) -> str:
    theme = current()
    words = "".join(_piece(piece) for piece in field.pieces)
    mark = getattr(theme, _TOKENS[field.pooling])
    return (
        f"<tr><td width='170' style='color:{theme.muted}'>{escape(field.name)}</td><td>{words}</td>"
        f"<td style='color:{mark}'>&nbsp;&nbsp;{_SHORT[field.pooling]}</td></tr>"
    )


def _piece(piece: Piece) -> str:
    theme, text = current(), escape(piece.text)
    if piece.kind is PieceKind.REMOVED:
        return f"<span style='color:{theme.danger_text}'><s>[−{text}−]</s></span>"
    if piece.kind is PieceKind.ADDED:
        return f"<span style='color:{theme.success_text}'><u>[+{text}+]</u></span>"
    return text
