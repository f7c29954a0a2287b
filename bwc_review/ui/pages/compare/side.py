"""One side of a pair: its clip, the frame that will meet the other side, and when that is."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bwc_review.domain.people import Phase
from bwc_review.domain.time import length_text, review_text
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.models.pair_clips import Anchor, PairClip, pair_table
from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.badges import PhaseBadge
from bwc_review.ui.widgets.labels import ElidedLabel, label
from bwc_review.ui.widgets.rows_view import RowsView
from bwc_review.ui.widgets.still import Still

STILL_WIDTH = 960
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
    """The frame at the anchor, with the clip above it and the anchor's time below."""

    def __init__(self, bridge: StudyBridge, phase: Phase, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._phase = phase
        self._asked = 0
        theme = current()
        self.still = Still(f"{_WORDS[phase]} frame at the anchor")
        self.code = label("", "title")
        self.about = ElidedLabel("", "muted")
        self.time = label("", "strong")
        self.time.setFont(fonts.tabular(theme.body_px))
        self.anchor = ElidedLabel("", "muted")
        head = QHBoxLayout()
        head.setSpacing(theme.s)
        head.addWidget(PhaseBadge(phase))
        head.addWidget(self.code)
        head.addWidget(self.about, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.s)
        foot.addWidget(self.time)
        foot.addWidget(self.anchor, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.s)
        column.addLayout(head)
        column.addWidget(self.still)
        column.addLayout(foot)

    def show_clip(self, clip: PairClip | None, anchor: Anchor | None) -> None:
        """Show a clip's frame at the anchor; the picture follows when it has been read."""
        self._asked += 1
        if clip is None:
            self.code.setText("")
            self.about.set_text("")
            self.time.setText("")
            self.anchor.set_text("")
            self.still.say(f"Choose a {_WORDS[self._phase].lower()} clip at the left")
            return
        parts = [clip.call, clip.officer, length_text(clip.duration_us), "open case" if clip.is_open_case else ""]
        self.code.setText(clip.code)
        self.about.set_text(" · ".join(part for part in parts if part))
        if anchor is None:
            self.still.say("Reading the tags…")
            return
        moment = anchor.pre if self._phase is Phase.PRE else anchor.post
        self.time.setText(review_text(moment))
        self.anchor.set_text(anchor.name)
        asked, library = self._asked, self._bridge.study.library

        def show(content: bytes) -> None:
            if asked == self._asked:
                self.still.show_jpeg(content)

        self._bridge.read(
            self,
            lambda: library.thumbnail(clip.id, moment, STILL_WIDTH),
            show,
            lambda error: self.still.say(error.message) if asked == self._asked else None,
        )
