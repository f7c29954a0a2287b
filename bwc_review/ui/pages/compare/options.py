"""How a pair is shown and heard, and how its clips were chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QFrame, QGridLayout, QLineEdit, QWidget

from bwc_review.domain.compare import Hearing
from bwc_review.domain.reel import SELECTION_TEXTS, Selection, Sound
from bwc_review.domain.time import US_PER_MS, US_PER_S, Moment, TimeRange
from bwc_review.ui.models.export_films import SELECTION_WORDS
from bwc_review.ui.models.pair_clips import CLIP_STARTS, Anchor, PairClip
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import Chooser
from bwc_review.ui.widgets.check import Check
from bwc_review.ui.widgets.labels import label

_BEFORE_S, _AFTER_S = 3.0, 20.0
_MIXED = "mixed"  # only for listening: a film has one side in each ear
_SOUNDS: dict[str, tuple[str, Hearing]] = {
    Sound.POST: ("Post-training", Hearing.solo(2, 1)),
    Sound.PRE: ("Pre-training", Hearing.solo(2, 0)),
    Sound.BOTH: ("Both, left and right", Hearing.ears(2)),
    _MIXED: ("Both, mixed (film: left and right)", Hearing.mix(2)),
    Sound.NONE: ("None", Hearing.nothing(2)),
}


@dataclass(frozen=True, slots=True)
class PairChoices:
    """What was chosen for a pair.

    Attributes:
        anchor: Where the sides meet.
        reviewer: Whose tags are used, or None if nobody coded both.
        before_us: How much is shown before the anchor.
        after_us: How much is shown after it.
        sound: Which side is heard.
        has_captions: True to show the tags as lines over the picture.
        title: Line above the pictures, and the film's title.
        selection: How the clips were chosen.
        note: The study's own words about it.
    """

    anchor: Anchor
    reviewer: str | None
    before_us: int
    after_us: int
    sound: Sound
    has_captions: bool
    title: str
    selection: Selection
    note: str


_LEAST = 84  # of a field, where the window is small or everything in it is large


class PairOptions(QFrame):
    """The form under the two pictures.

    Signals:
        reviewer_changed: Another reviewer's tags are to be used.
        anchor_changed: The sides are to meet elsewhere.
        film_changed: More or less is to be shown before or after.
        sound_changed: Another side is to be heard.
    """

    reviewer_changed = Signal()
    anchor_changed = Signal()
    film_changed = Signal()
    sound_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("area", "card")
        self.anchor = Chooser("Align on")
        self.reviewer = Chooser("Tags of")
        self.before = _seconds("Seconds before the anchor", _BEFORE_S, 0.0)
        self.after = _seconds("Seconds after the anchor", _AFTER_S, 0.5)
        self._by_hand: set[QDoubleSpinBox] = set()
        self._is_suggesting = False
        self.sound = Chooser("Sound")
        self._side_count = 2
        self.captions = Check("Show tags as captions")
        self.title = QLineEdit()
        self.title.setAccessibleName("Title")
        self.title.setPlaceholderText("Title of the film")
        self.selection = Chooser("How the clips were chosen")
        for selection in (Selection.PURPOSIVE, Selection.MATCHED, Selection.RANDOM):
            self.selection.addItem(SELECTION_WORDS[selection], selection)
        self.note = QLineEdit()
        self.note.setAccessibleName("How they were chosen, in your words")
        self.note.setPlaceholderText("In your own words, for the card (optional)")
        self.card = label("", "small", wraps=True)
        self.selection.currentIndexChanged.connect(lambda _index: self._show_card())
        self.anchor.currentIndexChanged.connect(lambda _index: self._follow_anchor())
        self.reviewer.currentIndexChanged.connect(lambda _index: self.reviewer_changed.emit())
        self.sound.currentIndexChanged.connect(lambda _index: self.sound_changed.emit())
        for spin in (self.before, self.after):
            spin.valueChanged.connect(lambda _value, spin=spin: self._follow_length(spin))
        self._lay_out()
        self._show_card()
        self.set_reviewers(())
        self.set_extras(())

    @property
    def reviewer_name(self) -> str:
        """Whose tags are used; empty if nobody coded both."""
        return self.reviewer.currentData() or ""

    @property
    def hearing(self) -> Hearing:
        """What is heard of each side."""
        chosen, count = self.sound.currentData(), self._side_count
        if isinstance(chosen, int):
            return Hearing.solo(count, chosen)
        return Hearing.mix(count) if chosen == _MIXED else _SOUNDS[chosen][1].padded(count)

    @property
    def film(self) -> TimeRange:
        """What the film will show, around the moment where both meet."""
        choices = self.choices()
        return TimeRange(Moment(-choices.before_us), Moment(choices.after_us))

    def set_film(self, film: TimeRange) -> None:
        """Show this span around the moment where both meet, to the frames that its milliseconds touch."""
        self.before.setValue(-film.start.us // US_PER_MS / US_PER_MS)
        self.after.setValue(film.end.us // US_PER_MS / US_PER_MS)

    def hear_next(self) -> None:
        """Hear another side."""
        self.sound.setCurrentIndex((self.sound.currentIndex() + 1) % self.sound.count())

    def hear_only(self, side: int) -> None:
        """Hear the pre- (0) or the post-training side (1), or one that was added."""
        self.sound.setCurrentIndex(self.sound.findData((Sound.PRE, Sound.POST, 2, 3)[side]))

    def set_extras(self, clips: Sequence[PairClip]) -> None:
        """So many clips stand beside the pair: they can be heard, but a film keeps to the pair."""
        before = self.sound.currentData()
        self._side_count = 2 + len(clips)
        self.sound.blockSignals(True)
        self.sound.clear()
        for sound, (words, _) in _SOUNDS.items():
            self.sound.addItem(words if not clips else words.replace("Both, mixed", "All, mixed"), sound)
        for side, clip in enumerate(clips, 2):
            self.sound.addItem(f"{clip.code} (film: post-training)", side)
        self.sound.setCurrentIndex(max(0, self.sound.findData(before)))
        self.sound.blockSignals(False)
        for part in self._film_parts:
            part.setVisible(not clips)
        self.pair_only.setVisible(bool(clips))

    def choices(self) -> PairChoices:
        """What is chosen now."""
        return PairChoices(
            anchor=self.anchor.currentData() or CLIP_STARTS,
            reviewer=self.reviewer_name or None,
            before_us=round(self.before.value() * 1000) * (US_PER_S // 1000),
            after_us=round(self.after.value() * 1000) * (US_PER_S // 1000),
            sound=self._film_sound(),
            has_captions=self.captions.isChecked() and self.captions.isEnabled(),
            title=self.title.text().strip() or self.title.placeholderText(),
            selection=Selection(self.selection.currentData()),
            note=self.note.text().strip(),
        )

    def set_reviewers(self, names: tuple[str, ...]) -> None:
        """Offer the reviewers who coded both clips; the one who was chosen stays if possible."""
        before = self.reviewer_name
        self.reviewer.blockSignals(True)
        self.reviewer.clear()
        for name in names:
            self.reviewer.addItem(name, name)
        if not names:
            self.reviewer.addItem("Nobody tagged both", "")
        self.reviewer.setCurrentIndex(max(0, self.reviewer.findData(before)))
        self.reviewer.blockSignals(False)
        self.reviewer.setEnabled(bool(names))
        self.captions.setEnabled(bool(names))
        self.captions.setToolTip("" if names else "Captions come from tags: one reviewer must have tagged both clips")

    def set_anchors(self, anchors: tuple[Anchor, ...]) -> None:
        """Offer moments at which the clips can meet; the behaviour that was chosen stays if possible."""
        before: Anchor | None = self.anchor.currentData()
        wanted = before.behaviour_id if before is not None else ""
        self.anchor.blockSignals(True)
        self.anchor.clear()
        for anchor in anchors:
            self.anchor.addItem(anchor.name, anchor)
        ids = [anchor.behaviour_id for anchor in anchors]
        self.anchor.setCurrentIndex(ids.index(wanted) if wanted and wanted in ids else 0)
        self.anchor.blockSignals(False)
        self.anchor.setToolTip(
            "Behaviours that this reviewer tagged in both clips; each side meets at its first such tag"
            if len(anchors) > 1
            else "No behaviour was tagged in both clips, so that they can only meet at their start"
        )
        self._suggest()

    def _follow_anchor(self) -> None:
        self._suggest()
        self.anchor_changed.emit()

    def _follow_length(self, spin: QDoubleSpinBox) -> None:
        if not self._is_suggesting:
            self._by_hand.add(spin)
        self.film_changed.emit()

    def _suggest(self) -> None:
        """Take the reviewer's lead and lag of the behaviour, except where a length was typed or marked here."""
        anchor: Anchor = self.anchor.currentData() or CLIP_STARTS
        self._is_suggesting = True
        for spin, us, usual_s in (
            (self.before, anchor.before_us, _BEFORE_S),
            (self.after, anchor.after_us, _AFTER_S),
        ):
            if spin not in self._by_hand:
                spin.setValue(usual_s if us is None else us / US_PER_S)
        self._is_suggesting = False

    def _film_sound(self) -> Sound:
        chosen = self.sound.currentData()
        if isinstance(chosen, int):
            return Sound.POST
        return Sound.BOTH if chosen == _MIXED else Sound(chosen)

    def _show_card(self) -> None:
        self.card.setText(f"The film's second card: {SELECTION_TEXTS[Selection(self.selection.currentData())]}")

    def _lay_out(self) -> None:
        theme = current()
        grid = QGridLayout(self)
        grid.setContentsMargins(theme.l, theme.m, theme.l, theme.m)
        grid.setHorizontalSpacing(theme.m)
        grid.setVerticalSpacing(theme.xs)
        fields: tuple[tuple[str, QWidget, int, int, int], ...] = (
            ("Align on", self.anchor, 0, 0, 1),
            ("Tags of", self.reviewer, 0, 1, 1),
            ("Before", self.before, 0, 2, 1),
            ("After", self.after, 0, 3, 1),
            ("Sound", self.sound, 0, 4, 1),
            ("Title", self.title, 2, 0, 1),
            ("Clips were", self.selection, 2, 1, 1),
            ("Card", self.note, 2, 2, 3),
        )
        self._film_parts: list[QWidget] = [self.captions, self.card]
        for name, widget, row, column, span in fields:
            title = label(name, "small")
            if row:
                self._film_parts += [title, widget]
            title.setBuddy(widget)
            widget.setMinimumWidth(_LEAST)
            grid.addWidget(title, row, column, 1, span)
            grid.addWidget(widget, row + 1, column, 1, span)
        self.selection.setMinimumWidth(self.selection.sizeHint().width())  # what the film says is read, never guessed
        grid.addWidget(self.captions, 4, 0, 1, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.card, 4, 2, 1, 3)
        self.pair_only = label("A film shows the pair, not the clips that were added beside it.", "small")
        grid.addWidget(self.pair_only, 5, 0, 1, 5)
        for column, stretch in enumerate((4, 3, 2, 2, 3)):
            grid.setColumnStretch(column, stretch)


def _seconds(name: str, value: float, least: float) -> QDoubleSpinBox:
    made = QDoubleSpinBox()
    made.lineEdit().setTextMargins(8, 0, 8, 0)  # a style sheet cannot move the words inside a spin box
    made.setAccessibleName(name)
    made.setToolTip(f"{name}; the arrow keys change it")
    made.setRange(least, 600.0)
    made.setDecimals(3)
    made.setSingleStep(1.0)
    made.setValue(value)
    made.setSuffix(" s")
    return made
