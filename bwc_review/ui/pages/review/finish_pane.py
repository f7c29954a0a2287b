"""Before a review is locked: what is still open in it, said in a list that leads to each place. Also reopens one."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from bwc_review.domain.remark import ReasonKind
from bwc_review.domain.rubric import Rubric
from bwc_review.domain.time import Moment, length_text
from bwc_review.services.submitting import Readiness
from bwc_review.ui.pages.review.viewing_card import missing_words, span_words
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.entry_line import EntryLine
from bwc_review.ui.widgets.labels import label
from bwc_review.ui.widgets.notice import Sign

_LOCK = "Submitting locks tags, ratings and notes. To change them later, the review is reopened with a reason."
_REOPEN = "The review can then be changed again. The log keeps the reason, and the review shows it."
_MOST_LINES = 8


class FinishPane(QWidget):
    """Takes the place of the tabs while a review is being submitted or reopened; the clip can be played meanwhile.

    Signals:
        submit_requested: Reasons by `ReasonKind`, as far as any were written.
        reopen_requested: The reason.
        end_requested: The `Moment` at which the open states shall end.
        moment_chosen: A `Moment` to look at.
        ratings_requested: The ratings are to be shown.
        left: Nothing is submitted after all.
    """

    submit_requested = Signal(object)
    reopen_requested = Signal(str)
    end_requested = Signal(object)
    moment_chosen = Signal(object)
    ratings_requested = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._reasons: dict[ReasonKind, EntryLine] = {}
        self._is_reopening = False
        self._can_submit = False
        self._title = label("", "title")
        self._about = label("", "small", wraps=True)
        self._parts: list[QWidget] = []
        self._end: QPushButton | None = None
        self._extra: QWidget | None = None
        self.submit = button("Submit and lock", self.confirm, kind="primary", icon_name="lock")
        self._back = button("Back to coding", self.left.emit)
        self._back.setToolTip("Leave the review as it is (Esc)")
        self._lay_out()

    @property
    def is_reopening(self) -> bool:
        """True if it is about opening a locked review again."""
        return self._is_reopening

    @property
    def words(self) -> list[str]:
        """The headings of what is still open."""
        return [part.accessibleName() for part in self._parts]

    def field(self, kind: ReasonKind) -> EntryLine:
        """Where the reason of a kind is written."""
        return self._reasons[kind]

    def show_readiness(self, ready: Readiness, rubric: Rubric, extra: QWidget | None = None) -> None:
        """Show what a review still lacks.

        Args:
            ready: What was found.
            rubric: The review's rubric.
            extra: A question that is asked as well, or None.
        """
        kept = {kind: field.text() for kind, field in self._reasons.items()}
        self._begin("Submit this review", _LOCK, "Submit and lock")
        self._show_states(ready, rubric)
        if ready.missing:
            self._show_missing(ready, kept)
        if rubric.ratings and ready.lacks_viewing and not ready.missing:
            self._add("Not watched in one go", missing_words(ready.viewing), "warning")
        if ready.uncoded:
            self._show_uncoded(ready, kept)
        if not self._parts:
            self._add("Nothing is left open", "Every rating is given, every state has its end.", "success")
        if self._extra is not None and self._extra is not extra:
            self._extra.deleteLater()
        self._extra = extra
        if extra is not None:
            self._put(extra)
        self._can_submit = not ready.open_states
        self.submit.setEnabled(self._can_submit)
        # What keeps it from being submitted comes first.
        first = self._end or next(iter(self._reasons.values()), self.submit)
        first.setFocus()

    def show_reopening(self) -> None:
        """Ask why the review is opened again."""
        self._begin("Reopen this review", _REOPEN, "Reopen")
        self._is_reopening, self._can_submit = True, True
        card, _ = self._add("Why?", "", "plain")
        self._ask(card, ReasonKind.REOPEN, "Such as: the first words were missed", {})
        self._reasons[ReasonKind.REOPEN].setFocus()
        self.submit.setEnabled(True)

    def take_return(self) -> None:
        """Press the button that has the focus, else do what the pane is about."""
        focused = QApplication.focusWidget()
        if isinstance(focused, QPushButton) and self.isAncestorOf(focused):
            focused.click()
        else:
            self.confirm()

    def confirm(self) -> None:
        """Do what the pane is about."""
        if not self._can_submit:
            return
        reasons: Mapping[ReasonKind, str] = {kind: field.text() for kind, field in self._reasons.items()}
        if self._is_reopening:
            self.reopen_requested.emit(reasons[ReasonKind.REOPEN])
        else:
            self.submit_requested.emit(reasons)

    def _begin(self, title: str, about: str, verb: str) -> None:
        for part in self._parts:
            self._column.removeWidget(part)
            part.hide()
            if part is not self._extra:
                part.deleteLater()
        self._parts, self._reasons, self._end, self._is_reopening = [], {}, None, False
        self._title.setText(title)
        self._about.setText(about)
        self.submit.setText(verb)

    def _show_states(self, ready: Readiness, rubric: Rubric) -> None:
        states = ready.open_states
        if not states:
            return
        title = "A state is still open" if len(states) == 1 else f"{len(states)} states are still open"
        card, column = self._add(title, "", "warning")
        for tag in states[:_MOST_LINES]:
            words = f"{length_text(tag.start.us)}  {rubric.behaviour(tag.behaviour_id).name}"
            column.addWidget(self._jump(words, tag.start), 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.setSpacing(current().s)
        ends = {"End with the clip": ready.clip_end, "End with the encounter": ready.encounter_end}
        if ready.encounter_end == ready.clip_end:
            del ends["End with the encounter"]
        for text, moment in ends.items():
            made = button(text, lambda moment=moment: self.end_requested.emit(moment), parent=card)
            made.setToolTip(f"At {length_text(moment.us)}")
            row.addWidget(made)
            self._end = self._end or made
        row.addStretch(1)
        column.addLayout(row)

    def _show_missing(self, ready: Readiness, kept: Mapping[ReasonKind, str]) -> None:
        names = ", ".join(item.name for item in ready.missing)
        count = len(ready.missing)
        title = "A rating is not given" if count == 1 else f"{count} ratings are not given"
        card, column = self._add(title, names, "warning")
        made = button("Rate now", self.ratings_requested.emit, kind="link", parent=card)
        column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        self._ask(card, ReasonKind.RATINGS, "Why is it submitted without?", kept)

    def _show_uncoded(self, ready: Readiness, kept: Mapping[ReasonKind, str]) -> None:
        minutes = sum(span.duration_us for span in ready.uncoded)
        card, column = self._add(f"{length_text(minutes)} without any code", "Look again, or say why.", "warning")
        for span in ready.uncoded[:_MOST_LINES]:
            column.addWidget(self._jump(span_words(span), span.start), 0, Qt.AlignmentFlag.AlignLeft)
        more = len(ready.uncoded) - _MOST_LINES
        if more > 0:
            column.addWidget(label(f"and {more} more", "small"))
        self._ask(card, ReasonKind.UNCODED, "Such as: nobody speaks while they wait", kept)

    def _ask(self, card: QWidget, kind: ReasonKind, prompt: str, kept: Mapping[ReasonKind, str]) -> None:
        field = EntryLine(f"{card.accessibleName()}: why", prompt, kept.get(kind, ""))
        field.returnPressed.connect(self.confirm)
        field.left.connect(self.left)
        layout = card.layout()
        if layout is not None:
            layout.addWidget(field)
        field.show()  # a layout shows it a moment later: what is typed until then would go elsewhere
        self._reasons[kind] = field

    def _jump(self, words: str, moment: Moment) -> QWidget:
        made = button(words, lambda: self.moment_chosen.emit(moment), kind="link")
        made.setToolTip("Show this moment")
        return made

    def _add(self, title: str, words: str, tone: str) -> tuple[QWidget, QVBoxLayout]:
        theme = current()
        card = QFrame()
        card.setProperty("area", "card")
        card.setAccessibleName(title)
        column = QVBoxLayout(card)
        column.setContentsMargins(theme.m, theme.s, theme.m, theme.s)
        column.setSpacing(theme.xs)
        head = QHBoxLayout()
        head.setSpacing(theme.s)
        head.addWidget(Sign(tone))
        head.addWidget(label(title, "strong", wraps=True), 1)
        column.addLayout(head)
        if words:
            column.addWidget(label(words, "small", wraps=True))
        self._put(card)
        return card, column

    def _put(self, part: QWidget) -> None:
        self._parts.append(part)
        self._column.insertWidget(self._column.count() - 1, part)
        part.show()

    def _lay_out(self) -> None:
        theme = current()
        inside = QWidget()
        inside.setProperty("area", "clear")
        self._column = QVBoxLayout(inside)
        self._column.setSpacing(theme.s)
        self._column.addWidget(self._title)
        self._column.addWidget(self._about)
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.m, theme.s, theme.m, theme.m)
        foot.setSpacing(theme.s)
        foot.addWidget(self.submit)
        foot.addWidget(self._back)
        foot.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll, 1)
        whole.addLayout(foot)
