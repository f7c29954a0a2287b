"""The rubric pad beside the picture: behaviours by dimension, each with its key, and what the next key can choose."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from bwc_review.domain.coding_choices import Target
from bwc_review.domain.rubric import Behaviour, Rubric, as_words
from bwc_review.domain.tag import Tag
from bwc_review.domain.time import START, Moment, review_text
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.labels import rule
from bwc_review.ui.widgets.pad_foot import Choice, PadFoot
from bwc_review.ui.widgets.pad_head import PadHead
from bwc_review.ui.widgets.pad_levels import LevelStrip
from bwc_review.ui.widgets.pad_row import PadRow, SectionHead

_HOVER_MS = 350
_LOW_PX = 600  # a pad that is lower has a low foot
_IDLE = "Press a key to tag the frame on the screen."
_LOCKED = "This review is locked."
_LOCKED_BODY = "Its tags can be read and played. To change them, reopen the review in the menu Rate and say why."
_IDLE_BODY = "Rest the pointer on a behaviour to read when it applies; {key} shows all of its text."


class RubricPad(QWidget):
    """Shows what can be tagged and what is open; it tags nothing itself.

    Signals:
        pressed: A `Behaviour` whose row was clicked.
        level_pressed: A `Behaviour` and the level of it whose chip was clicked.
        level_chosen: A level of the behaviour that waits for one.
        option_chosen: Name of a modifier and the choice, for the tag shown at the foot.
        profile_chosen: Id of the profile that was chosen; empty for all behaviours.
    """

    pressed = Signal(object)
    level_pressed = Signal(object, int)
    level_chosen = Signal(int)
    option_chosen = Signal(str, str)
    profile_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lookup_key, self._second_keys = "", ""
        self._strips: dict[str, LevelStrip] = {}
        self._rows: dict[str, PadRow] = {}
        self._sections: list[QWidget] = []
        self._made_of: object = None
        self._open: Mapping[str, Tag] = {}
        self._now = START
        self._armed: Behaviour | None = None
        self._last: tuple[Tag, Behaviour] | None = None
        self._hovered: Behaviour | None = None
        self._hover = QTimer(self)
        self._hover.setSingleShot(True)
        self._hover.setInterval(_HOVER_MS)
        self._hover.timeout.connect(self._show_foot)
        self._lay_out()

    @property
    def armed(self) -> Behaviour | None:
        """The behaviour that waits for a level."""
        return self._armed

    @property
    def last(self) -> Tag | None:
        """The tag that the foot is about."""
        return self._last[0] if self._last else None

    @property
    def hovered(self) -> Behaviour | None:
        """The behaviour under the pointer."""
        return self._hovered

    def row(self, behaviour_id: str) -> PadRow:
        """The row of a behaviour."""
        return self._rows[behaviour_id]

    def levels(self, behaviour_id: str) -> LevelStrip:
        """The levels of a behaviour."""
        return self._strips[behaviour_id]

    def show_rubric(
        self,
        rubric: Rubric | None,
        behaviours: Sequence[Behaviour] = (),
        level_keys: Mapping[Target, str] | None = None,
        held_ids: Collection[str] = (),
    ) -> None:
        """Show the behaviours of another rubric, or of a profile of it.

        Args:
            rubric: Gives the dimensions; None empties the pad.
            behaviours: What is shown, each with the key that tags it.
            level_keys: Keys of levels.
            held_ids: States that last while their key is held.
        """
        self._forget()
        keys, dimensions = dict(level_keys or {}), rubric.dimensions if rubric is not None else ()
        made_of = (dimensions, tuple(behaviours), keys, frozenset(held_ids))
        self._inside.setVisible(rubric is not None)
        if rubric is not None and made_of != self._made_of:  # else the clip before had the same
            self._made_of = made_of
            self._clear()
            for number, dimension in enumerate(dimensions):
                found = [item for item in behaviours if item.dimension == dimension.id]
                if found:
                    self._add_section(number, dimension.name, found, keys, held_ids)
            self._list.addStretch(1)
        self._scroll.verticalScrollBar().setValue(0)
        self._show_foot()

    def set_open(self, tags: Iterable[Tag]) -> None:
        """Show which states are open."""
        self._open = {tag.behaviour_id: tag for tag in tags}
        for behaviour_id, row in self._rows.items():
            tag = self._open.get(behaviour_id)
            row.set_open(tag.start if tag else None, tag.level if tag else None, self._now)
            if behaviour_id in self._strips:
                self._strips[behaviour_id].set_current(tag.level if tag else None)

    def set_now(self, now: Moment) -> None:
        """Show how long states have been open at the frame on the screen."""
        self._now = now
        for behaviour_id in self._open:
            if behaviour_id in self._rows:
                self._rows[behaviour_id].set_now(now)

    def flash(self, behaviour_id: str) -> None:
        """Answer a key: light up the row and bring it into view."""
        row = self._rows.get(behaviour_id)
        if row is not None:
            row.flash()
            if behaviour_id in self._strips:
                self._scroll.ensureWidgetVisible(self._strips[behaviour_id], 0, 8)
            self._scroll.ensureWidgetVisible(row, 0, 24)

    def arm(self, behaviour: Behaviour | None) -> None:
        """Wait for a level of this behaviour, or wait no longer."""
        if self._armed is not None and self._armed.id in self._rows:
            self._rows[self._armed.id].set_armed(is_armed=False)
        self._armed = behaviour
        if behaviour is not None and behaviour.id in self._rows:
            self._rows[behaviour.id].set_armed(is_armed=True)
            self._scroll.ensureWidgetVisible(self._rows[behaviour.id], 0, 24)
        self._show_foot()

    def show_last(self, tag: Tag | None, behaviour: Behaviour | None = None) -> None:
        """Show the tag whose modifiers and actor the next key can choose."""
        self._last = (tag, behaviour) if tag is not None and behaviour is not None else None
        self._show_foot()

    def set_keys(self, lookup_key: str, second_keys: str) -> None:
        """Say which keys work here.

        Args:
            lookup_key: Shows a behaviour's whole text.
            second_keys: What the keys for the last tag are, in words.
        """
        self._lookup_key, self._second_keys = lookup_key, second_keys
        self._show_foot()

    def options(self) -> list[tuple[str, str]]:
        """Modifiers that can be chosen for the last tag, in the order of their keys."""
        if self._last is None:
            return []
        return [(modifier.name, option) for modifier in self._last[1].modifiers for option in modifier.options]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, PadRow):
            if event.type() == QEvent.Type.Enter:
                self._hovered = watched.behaviour
                self._hover.start()
            elif event.type() == QEvent.Type.Leave:
                self._hovered = None
                self._hover.start()
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self._inside = QWidget()
        self._inside.setProperty("area", "clear")
        self._list = QVBoxLayout(self._inside)
        self._list.setContentsMargins(0, current().xs, 0, current().s)
        self._list.setSpacing(0)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.foot = PadFoot()
        self.foot.chosen.connect(self._choose)
        self.head = PadHead()
        self.head.profile_chosen.connect(self.profile_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._scroll, 1)
        column.addWidget(rule())
        column.addWidget(self.foot)

    def _add_section(
        self,
        number: int,
        title: str,
        behaviours: Sequence[Behaviour],
        level_keys: Mapping[Target, str],
        held_ids: Collection[str],
    ) -> None:
        head = SectionHead(title, number)
        self._sections.append(head)
        self._list.addWidget(head)
        for behaviour in behaviours:
            made = PadRow(behaviour, number, is_held=behaviour.id in held_ids)
            made.clicked.connect(lambda _on=False, item=behaviour: self.pressed.emit(item))
            made.installEventFilter(self)
            self._rows[behaviour.id] = made
            self._list.addWidget(made)
            if behaviour.levels:
                keys = {target.level: key for target, key in level_keys.items() if target.behaviour_id == behaviour.id}
                strip = LevelStrip(behaviour, number, {level: key for level, key in keys.items() if level is not None})
                strip.pressed.connect(lambda level, item=behaviour: self.level_pressed.emit(item, level))
                self._strips[behaviour.id] = strip
                self._list.addWidget(strip)

    def _forget(self) -> None:
        """Show nothing of the review before."""
        self._hover.stop()
        self.arm(None)
        self._last, self._hovered = None, None
        self.set_open(())
        for row in self._rows.values():
            row.stop()

    def _clear(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._rows, self._strips, self._sections = {}, {}, []

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.foot.set_low(is_low=self.height() < _LOW_PX)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.EnabledChange:
            self._show_foot()

    def _choose(self, value: object) -> None:
        if isinstance(value, int):
            self.level_chosen.emit(value)
        elif isinstance(value, tuple):
            self.option_chosen.emit(*value)

    def _show_foot(self) -> None:
        if self._armed is not None:
            self._show_levels(self._armed)
        elif self._hovered is not None:
            behaviour = self._hovered
            self.foot.show_words(behaviour.name, "", f"{behaviour.definition}\n\n{behaviour.example}")
        elif self._last is not None:
            self._show_options(*self._last)
        elif self._rows and not self.isEnabled():
            self.foot.show_words(_LOCKED, "", _LOCKED_BODY)
        elif self._rows:
            self.foot.show_words(_IDLE, "", _IDLE_BODY.format(key=self._lookup_key or "a click"))
        else:
            self.foot.show_words("", "", "")

    def _show_levels(self, behaviour: Behaviour) -> None:
        tag = self._open.get(behaviour.id)
        choices = [
            Choice(level.value, str(level.value), level.text, tag is not None and tag.level == level.value)
            for level in behaviour.levels
        ]
        end = "Enter ends it, " if tag is not None else ""
        self.foot.show_choices(f"{behaviour.name}: which level?", f"A digit chooses. {end}Esc leaves it.", choices)

    def _show_options(self, tag: Tag, behaviour: Behaviour) -> None:
        chosen = dict(tag.modifiers)
        choices = [
            Choice((name, option), f"Alt+{place}", _option_text(name, option), chosen.get(name) == option)
            for place, (name, option) in enumerate(self.options()[:9], start=1)
        ]
        title = behaviour.name if tag.level is None else f"{behaviour.name} {tag.level}"
        if choices:
            self.foot.show_choices(title, _facts(tag), choices, self._second_keys)
            return
        body = f"{tag.note}\n\n{self._second_keys}" if tag.note else self._second_keys
        self.foot.show_words(title, _facts(tag), body)


def _facts(tag: Tag) -> str:
    """When it was tagged, who showed it to whom, how sure the reviewer is, and how it was perceived."""
    facts = [review_text(tag.start), f"{tag.actor} to {tag.target}" if tag.target else tag.actor]
    if tag.compensation_us:
        facts.append(moved_text(tag.compensation_us))
    if tag.confidence is not None:
        facts.append(f"confidence {tag.confidence} of 3")
    if tag.is_heard_only:
        facts.append("heard, not seen")
    return " · ".join(facts)


def moved_text(compensation_us: int) -> str:
    """How far a tag was set from the frame that was shown, in words."""
    side = "before" if compensation_us > 0 else "after"
    return f"{abs(compensation_us) / 1000:,.0f} ms {side} the key"


def _option_text(name: str, option: str) -> str:
    return f"{as_words(name).capitalize()}: {as_words(option)}"
