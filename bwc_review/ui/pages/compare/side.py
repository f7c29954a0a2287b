"""One side of a pair: its clip, its picture and sound, and the frame that meets the other side."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from bwc_review.domain.people import Phase
from bwc_review.domain.time import US_PER_S, length_text, review_text
from bwc_review.ui.models.pair_clips import Anchor, PairClip, pair_table
from bwc_review.ui.pages.loudness import gain_text
from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.icons import icon
from bwc_review.ui.widgets.badges import PhaseBadge
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
    """One side: its clip, its picture, whether it is heard, and the moment of its own at which it meets the other.

    Attributes:
        picture: The picture.
        time: The moment at which it meets the other side.

    Signals:
        nudged: So many frames, and so many microseconds, that it shall show later (earlier if negative).
        solo_requested: Only this side shall be heard.
        gain_changed: How much louder than recorded it shall be, in decibels.
    """

    nudged = Signal(int, int)
    solo_requested = Signal()
    gain_changed = Signal(int)

    def __init__(self, phase: Phase, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._phase = phase
        theme = current()
        self.picture = PictureWidget()
        self.picture.setAccessibleName(f"{_WORDS[phase]} picture")
        self.picture.setMinimumSize(240, 135)
        self.code = label("", "title")
        self.about = ElidedLabel("", "muted")
        self.time = label("", "strong")
        self.time.setFont(fonts.tabular(theme.body_px))
        self.anchor = ElidedLabel("", "muted")
        self._speaker = QToolButton()
        self._gain_menu = QMenu(self._speaker)
        self._lay_out()
        self.set_heard("")

    def show_clip(self, clip: PairClip | None, anchor: Anchor | None) -> None:
        """Show which clip it is and where it meets the other; without an anchor its tags are still being read."""
        if clip is None:
            self.code.setText("")
            self.about.set_text("")
            self.time.setText("")
            self.anchor.set_text("")
            self.say(f"Choose a {_WORDS[self._phase].lower()} clip at the left")
            return
        parts = [clip.call, clip.officer, length_text(clip.duration_us), "open case" if clip.is_open_case else ""]
        self.code.setText(clip.code)
        self.about.set_text(" · ".join(part for part in parts if part))
        if anchor is None:
            self.say("Reading the clip…")
            return
        self.time.setText(review_text(anchor.pre if self._phase is Phase.PRE else anchor.post))
        self.anchor.set_text(anchor.name)

    def say(self, sentence: str) -> None:
        """Show a sentence in the picture's place."""
        self.picture.show_plate(sentence)

    def set_heard(self, words: str, reason: str = "Not heard") -> None:
        """Show where this side is heard, such as “left ear”; empty if it is not, with the reason."""
        self._speaker.setIcon(icon("volume-2" if words else "volume-x", "accent_text" if words else "muted"))
        self._speaker.setText(words[:1].upper() + words[1:] if words else reason)
        self._speaker.setAccessibleName(f"{_WORDS[self._phase]} sound: {self._speaker.text()}")

    @property
    def heard_words(self) -> str:
        """What the speaker beside the picture says."""
        return self._speaker.text()

    def show_gain(self, gain_db: int) -> None:
        """Tick how much louder than recorded it is."""
        for action in self._gain_menu.actions():
            action.setChecked(action.isCheckable() and action.data() == gain_db)

    def _lay_out(self) -> None:
        theme = current()
        head = QHBoxLayout()
        head.setSpacing(theme.s)
        head.addWidget(PhaseBadge(self._phase))
        head.addWidget(self.code)
        head.addWidget(self.about, 1)
        head.addWidget(self._speaker)
        self._speaker.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._speaker.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._speaker.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._speaker.setToolTip("Where this side is heard; hear it alone, make it louder or softer")
        self._speaker.setMenu(self._gain_menu)
        self._gain_menu.addAction("Hear this side alone", self.solo_requested.emit)
        self._gain_menu.addSeparator()
        for gain_db in GAINS_DB:
            action = self._gain_menu.addAction(
                gain_text(gain_db), lambda gain_db=gain_db: self.gain_changed.emit(gain_db)
            )
            action.setData(gain_db)
            action.setCheckable(True)
        foot = QHBoxLayout()
        foot.setSpacing(theme.xs)
        foot.addWidget(self.time)
        foot.addSpacing(theme.xs)
        foot.addWidget(self.anchor, 1)
        for words, tip, frames, us in _NUDGES:
            foot.addWidget(self._nudger(words, tip, frames, us))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.s)
        column.addLayout(head)
        column.addWidget(self.picture, 1)
        column.addLayout(foot)

    def _nudger(self, words: str, tip: str, frames: int, us: int) -> QToolButton:
        made = QToolButton()
        made.setText(words)
        made.setAutoRepeat(True)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setToolTip(f"Let the {_WORDS[self._phase].lower()} clip show {tip}")
        made.setAccessibleName(f"{_WORDS[self._phase]} clip {tip}")
        made.clicked.connect(lambda: self.nudged.emit(frames, us))
        return made
