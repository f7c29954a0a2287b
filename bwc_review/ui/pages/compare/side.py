"""One side of a comparison: its clip, its picture and sound, and the frame that meets the other sides."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from bwc_review.domain.people import Phase
from bwc_review.domain.time import US_PER_S, Moment, length_text, review_text
from bwc_review.ui.models.pair_clips import PairClip, pair_table
from bwc_review.ui.pages.loudness import gain_text
from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.icons import icon
from bwc_review.ui.widgets.badges import PhaseBadge
from bwc_review.ui.widgets.buttons import tool_button
from bwc_review.ui.widgets.labels import ElidedLabel, label
from bwc_review.ui.widgets.picture import PictureWidget
from bwc_review.ui.widgets.rows_view import RowsView

GAINS_DB = (-12, -6, 0, 6, 12)
_NUDGES = (
    ("−1 s", "one second earlier", 0, -US_PER_S),
    ("−1 f", "one frame earlier", -1, 0),
    ("+1 f", "one frame later", 1, 0),
    ("+1 s", "one second later", 0, US_PER_S),
)
_MARK = 3
_LEAST_WORDS, _KEYS_WIDTH = 72, 40  # pixels
_SOUND = "Hear this side alone, make it louder or softer"
_KEYS = (
    "Alt with Left or Right moves this side by a frame, with Shift by a second; Alt+B changes its brightness.\n"
    "Click another side, or press its number, to choose it."
)
_WORDS = {Phase.PRE: "Pre-training", Phase.POST: "Post-training"}


class ClipList(QWidget):
    """The clips of one phase."""

    def __init__(self, phase: Phase, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.phase = phase
        self._clips: tuple[PairClip, ...] = ()
        self.table = pair_table()
        self.view = RowsView(f"{_WORDS[phase]} clips", self.table)
        self.view.set_widths(64, 120, 112, 64, stretch=1)
        self.count = label("", "small")
        theme = current()
        head = QHBoxLayout()
        head.setContentsMargins(theme.l, theme.s, theme.l, theme.xs)
        head.setSpacing(theme.s)
        head.addWidget(PhaseBadge(phase))
        head.addWidget(label(f"{_WORDS[phase]} clip", "strong"), 1)
        head.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.view, 1)

    @property
    def clip(self) -> PairClip | None:
        """The clip that is chosen."""
        row = self.view.row
        return self.table.row_at(row) if row >= 0 else None

    @property
    def clips(self) -> tuple[PairClip, ...]:
        """All clips of the phase."""
        return self._clips

    def set_clips(self, clips: tuple[PairClip, ...]) -> None:
        """Show other clips; those of another phase are left out."""
        self._clips = tuple(clip for clip in clips if clip.phase is self.phase)

    def show_matching(self, text: str) -> None:
        """List the clips that hold the words of a search; the chosen one stays chosen if it is among them."""
        chosen = self.clip
        shown = [clip for clip in self._clips if clip.matches(text)]
        self.table.set_rows(shown)
        total = len(self._clips)
        self.count.setText(f"{total:,}" if len(shown) == total else f"{len(shown):,} of {total:,}")
        if chosen is not None:
            self.choose(chosen)

    def choose(self, clip: PairClip) -> None:
        """Choose a clip if it is listed."""
        for row, listed in enumerate(self.table.rows):
            if listed.id == clip.id:
                self.view.choose(row)


class SideView(QWidget):
    """One side: its clip, its picture, whether it is heard, and the moment of its own at which it meets the others.

    Attributes:
        picture: The picture.
        time: The moment at which it meets the other sides.
        name: What tells it from the other sides.

    Signals:
        chosen: It was clicked, or moved with its buttons: keys shall work on it.
        nudged: So many frames, and so many microseconds, that it shall show later (earlier if negative).
        solo_requested: Only this side shall be heard.
        gain_changed: How much louder than recorded it shall be, in decibels.
        removed: A side that was added beside a pair shall go.
    """

    chosen = Signal()
    nudged = Signal(int, int)
    solo_requested = Signal()
    gain_changed = Signal(int)
    removed = Signal()

    def __init__(self, phase: Phase, name: str = "", parent: QWidget | None = None) -> None:
        """Make a side.

        Args:
            phase: The phase of its clips; NONE for a side beside a pair, whose clips may be of any.
            name: What tells it from the other sides; empty for the phase.
            parent: Qt parent.
        """
        super().__init__(parent)
        self.name = name or _WORDS[phase]
        self._is_extra = bool(name)
        self._badge = PhaseBadge(phase)
        theme = current()
        self.picture = PictureWidget()
        self.picture.setAccessibleName(f"{self.name} picture")
        self.code = label("", "title")
        self.about = ElidedLabel("", "muted")
        self.time = label("", "strong")
        self.time.setFont(fonts.tabular(theme.body_px))
        self.anchor = ElidedLabel("", "muted")
        self._mark = _ChosenMark()
        self._keys = label("")
        self._speaker = QToolButton()
        self._remove: QToolButton | None = None
        self._nudgers = [self._nudger(*nudge) for nudge in _NUDGES]
        self._gain_menu = QMenu(self._speaker)
        self._lay_out()
        self.set_heard("")
        self.set_chosen(is_chosen=False)
        self.picture.clicked.connect(self.chosen)

    def show_clip(self, clip: PairClip | None, at: Moment | None = None, meeting: str = "") -> None:
        """Show which clip it is and where it meets the others; without a moment its tags are still being read."""
        self._speaker.setVisible(clip is not None)
        for made in self._nudgers:
            made.setEnabled(at is not None)
        if clip is None:
            self.code.setText("")
            self.about.set_text("")
            self.time.setText("")
            self.anchor.set_text("")
            self.say(f"Choose a {self.name.lower()} clip at the left")
            return
        parts = [clip.call, clip.officer, length_text(clip.duration_us), "open case" if clip.is_open_case else ""]
        self._badge.set_phase(clip.phase)
        self._badge.setVisible(clip.phase is not Phase.NONE)  # the room is for what is known
        self.code.setText(clip.code)
        self.about.set_text(" · ".join(part for part in parts if part))
        self._fit()
        if at is None:
            self.say("Reading the clip…")
            return
        self.time.setText(review_text(at))
        self.anchor.set_text(meeting)
        self._fit()

    def set_chosen(self, *, is_chosen: bool) -> None:
        """Say that keys work on this side, or on another."""
        self._mark.switch(is_on=is_chosen)
        self._keys.setVisible(is_chosen)
        self.setAccessibleName(f"{self.name} side, chosen" if is_chosen else f"{self.name} side")

    @property
    def is_chosen(self) -> bool:
        """True if keys work on this side."""
        return self._mark.is_on

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit()

    def set_alone(self, *, is_alone: bool) -> None:
        """Leave the picture and its head, or show the foot as well."""
        self._foot.setVisible(not is_alone)

    def say(self, sentence: str) -> None:
        """Show a sentence in the picture's place."""
        self.picture.show_plate(sentence)

    def set_heard(self, words: str, reason: str = "Not heard") -> None:
        """Show where this side is heard, such as “left ear”; empty if it is not, with the reason."""
        self._speaker.setIcon(icon("volume-2" if words else "volume-x", "accent_text" if words else "muted"))
        self._speaker.setText(words[:1].upper() + words[1:] if words else reason)
        self._speaker.setAccessibleName(f"{self.name} sound: {self._speaker.text()}")
        self._fit()

    @property
    def heard_words(self) -> str:
        """What the speaker beside the picture says."""
        return self._speaker.text()

    def show_gain(self, gain_db: int) -> None:
        """Tick how much louder than recorded it is."""
        for action in self._gain_menu.actions():
            action.setChecked(action.isCheckable() and action.data() == gain_db)

    def _fit(self) -> None:
        """On a narrow side codes, times and where it is heard stay whole: what others can tell goes first."""
        gap = current().s
        speaker = self._speaker
        speaker.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        heads = [part for part in (self._badge, self.code, speaker, self._remove) if part and not part.isHidden()]
        room = self.width() - sum(max(part.sizeHint().width(), part.minimumWidth()) + gap for part in heads)
        if room < 0:
            speaker.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        speaker.setToolTip(f"{speaker.text()}. {_SOUND}")
        has_words = room >= _LEAST_WORDS
        self.about.setVisible(has_words)
        self.code.setToolTip("" if has_words else self.about.text)
        nudgers = [made.sizeHint().width() + current().xs for made in self._nudgers]
        room = self.width() - self.time.sizeHint().width() - sum(nudgers) - _KEYS_WIDTH
        self.anchor.setVisible(room >= _LEAST_WORDS)
        for made in self._nudgers[:: len(_NUDGES) - 1]:
            made.setVisible(room >= 0)

    def _lay_out(self) -> None:
        theme = current()
        head = QHBoxLayout()
        head.setSpacing(theme.s)
        head.addWidget(self._badge)
        head.addWidget(self.code)
        head.addWidget(self.about, 1)
        head.addWidget(self._speaker)
        if self._is_extra:
            words = f"Take the {self.name.lower()} clip away"
            self._remove = tool_button("x", words, self.removed.emit, size_px=16)
            head.addWidget(self._remove)
        self._speaker.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._speaker.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._speaker.setMenu(self._gain_menu)
        self._speaker.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)  # its words are never cut
        self._gain_menu.addAction("Hear this side alone", self.solo_requested.emit)
        self._gain_menu.addSeparator()
        for gain_db in GAINS_DB:
            action = self._gain_menu.addAction(
                gain_text(gain_db), lambda gain_db=gain_db: self.gain_changed.emit(gain_db)
            )
            action.setData(gain_db)
            action.setCheckable(True)
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(theme.xs)
        foot.addWidget(self.time)
        foot.addSpacing(theme.xs)
        foot.addWidget(self.anchor, 1)
        foot.addStretch(0)
        self._keys.setPixmap(icon("keyboard", "accent_text").pixmap(16, 16))
        self._keys.setToolTip(_KEYS)
        self._keys.setAccessibleName("Chosen for keys")
        foot.addWidget(self._keys)
        for made in self._nudgers:
            foot.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.s)
        column.addLayout(head)
        picture = QVBoxLayout()
        picture.setSpacing(0)
        picture.addWidget(self._mark)
        picture.addWidget(self.picture, 1)
        column.addLayout(picture, 1)
        column.addWidget(self._foot)

    def _nudger(self, words: str, tip: str, frames: int, us: int) -> QToolButton:
        made = QToolButton()
        made.setText(words)
        made.setAutoRepeat(True)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setToolTip(f"Let the {self.name.lower()} clip show {tip}")
        made.setAccessibleName(f"{self.name} clip {tip}")
        made.clicked.connect(lambda: (self.chosen.emit(), self.nudged.emit(frames, us)))
        return made


class _ChosenMark(QWidget):
    """A line over the picture of the side that keys work on; its room is there on every side."""

    def __init__(self) -> None:
        super().__init__()
        self.is_on = False
        self.setFixedHeight(_MARK)

    def switch(self, *, is_on: bool) -> None:
        self.is_on = is_on
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.is_on:
            QPainter(self).fillRect(event.rect(), current().colour("focus"))
