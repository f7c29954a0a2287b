"""The compare page: a pre- and a post-training clip aligned on a tag, and their film."""

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from bwc_review.domain.changes import Changes, Touched
from bwc_review.domain.people import Phase
from bwc_review.domain.progress import CancelToken, Report
from bwc_review.domain.reel import Rendered
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.commands.registry import Command, Registry
from bwc_review.ui.models.pair_clips import (
    CLIP_STARTS,
    Anchor,
    Coded,
    PairClip,
    likely_match,
    shared_anchors,
    shared_reviewers,
)
from bwc_review.ui.pages.compare.options import PairChoices, PairOptions
from bwc_review.ui.pages.compare.reading import read_clips, read_coded
from bwc_review.ui.pages.compare.side import ClipList, SideView
from bwc_review.ui.pages.film_making import FilmMaking
from bwc_review.ui.pages.page import Page
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.icons import icon
from bwc_review.ui.widgets.buttons import action_button, button
from bwc_review.ui.widgets.empty_state import EmptyState
from bwc_review.ui.widgets.labels import label

if TYPE_CHECKING:
    from bwc_review.services.reel_yaml import ReelSpec

_PAGE = "compare"
RENDER = Command(
    "compare.render",
    "&Render pair…",
    "Make a film of these two clips, side by side",
    ("Ctrl+R",),
    "Compare",
    _PAGE,
    "film",
)
FIND = Command("compare.find", "&Find a clip", "Find clips on both sides", ("Ctrl+F",), "Compare", _PAGE, "search", 1)
FULL_HD = (1920, 1080)
_RATE = Fraction(30)
_FADE_US = 400_000

Both = tuple[tuple[Coded, ...], tuple[Coded, ...]]


class ComparePage(Page):
    """Chooses a pair and its anchor, shows both frames that will meet, and renders the pair.

    Attributes:
        film_size: Width and height of the films, in pixels.
    """

    film_size = FULL_HD

    def __init__(self, bridge: StudyBridge, registry: Registry) -> None:
        super().__init__(bridge, registry)
        self.setAccessibleName("Compare")
        self._is_stale = True
        self._coded: Both = ((), ())
        self._asked = 0
        self.search = QLineEdit()
        self.pre, self.post = ClipList(Phase.PRE), ClipList(Phase.POST)
        self.left_side, self.right_side = SideView(bridge, Phase.PRE), SideView(bridge, Phase.POST)
        self.options = PairOptions()
        self.films = FilmMaking(bridge)
        self._whole = QStackedWidget()
        registry.add(RENDER, self.ask_film, self)
        registry.add(FIND, self._find, self)
        self._lay_out()
        self._connect()

    def shown(self) -> None:
        """Read what has changed since the page was last seen."""
        if self.bridge.is_blinded:
            self._whole.setCurrentIndex(2)
        elif self._is_stale and self.bridge.is_open:
            self._is_stale = False
            study = self.bridge.study
            self.bridge.read(self, lambda: read_clips(study), self._take_clips, self.films.tell)
        elif self._whole.currentIndex() == 2:
            self._show_body()

    def ask_film(self) -> None:
        """Ask for the film's name, then render."""
        pre, post = self.pre.clip, self.post.clip
        if pre is None or post is None:
            return
        suggested = self.bridge.study.store.folder / "exports" / f"{pre.code}-{post.code}.mp4"
        chosen, _ = QFileDialog.getSaveFileName(self.window(), "Name the film", str(suggested), "Films (*.mp4)")
        if chosen:
            self.render_pair(pre, post, self.options.choices(), Path(chosen).with_suffix(".mp4"))

    def render_pair(self, pre: PairClip, post: PairClip, choices: PairChoices, film: Path) -> None:
        """Render a pair as a film of its own, as a job."""
        study, size = self.bridge.study, self.film_size

        def make(film: Path, report: Report, cancel: CancelToken, is_open_case_allowed: bool) -> Rendered:
            reel = study.exporting.resolve(reel_of(pre, post, choices, size))
            return study.exporting.build(reel, film, report, cancel, is_open_case_allowed=is_open_case_allowed)

        self.films.make(film, make)

    def _take_clips(self, clips: tuple[PairClip, ...]) -> None:
        for side in (self.pre, self.post):
            side.set_clips(clips)
            side.show_matching(self.search.text())
        self._show_body()
        if self.pre.clip is None and self.pre.table.rows:
            self.pre.choose(self.pre.table.rows[0])
        if self.post.clip is None and self.pre.clip is not None:
            match = likely_match(self.pre.clip, self.post.table.rows)
            if match is not None:
                self.post.choose(match)
        self._choose()
        if self.isVisible() and not self.search.text():
            self.pre.view.setFocus()

    def _show_body(self) -> None:
        self._whole.setCurrentIndex(0 if self.pre.clips and self.post.clips else 1)

    def _choose(self) -> None:
        """Another clip was chosen: read who tagged what in both."""
        pre, post = self.pre.clip, self.post.clip
        self._asked += 1
        self.registry.action(RENDER.id).setEnabled(pre is not None and post is not None and not self.films.job.is_busy)
        if pre is None or post is None:
            self.left_side.show_clip(pre, CLIP_STARTS)
            self.right_side.show_clip(post, CLIP_STARTS)
            return
        self.left_side.show_clip(pre, None)
        self.right_side.show_clip(post, None)
        self.options.title.setPlaceholderText(_title(pre, post))
        study, asked = self.bridge.study, self._asked

        def take(coded: Both) -> None:
            if asked == self._asked:
                self._coded = coded
                self.options.set_reviewers(shared_reviewers(*coded))
                self._offer_anchors()

        self.bridge.read(self, lambda: (read_coded(study, pre.id), read_coded(study, post.id)), take, self.films.tell)

    def _offer_anchors(self) -> None:
        self.options.set_anchors(shared_anchors(*self._coded, self.options.reviewer_name))
        self._show_anchor()

    def _show_anchor(self) -> None:
        anchor: Anchor = self.options.choices().anchor
        self.left_side.show_clip(self.pre.clip, anchor)
        self.right_side.show_clip(self.post.clip, anchor)

    def _find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _filter(self, text: str) -> None:
        for side in (self.pre, self.post):
            side.show_matching(text)
        self._choose()

    def _follow(self, changes: Changes, initiator: object) -> None:
        kinds = (Touched.CLIPS, Touched.PEOPLE, Touched.TAGS, Touched.REVIEWS)
        if initiator is not self.films and any(changes.of_kind(kind) for kind in kinds):
            self._is_stale = True
            if self.isVisible():
                self.shown()

    def _follow_study(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self.shown()

    def _forget(self) -> None:
        self._is_stale, self._coded = True, ((), ())
        self._asked += 1
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        for side in (self.pre, self.post):
            side.set_clips(())
            side.table.set_rows(())
        self.left_side.show_clip(None, None)
        self.right_side.show_clip(None, None)

    def _mark_busy(self, is_busy: bool) -> None:
        has_pair = self.pre.clip is not None and self.post.clip is not None
        self.registry.action(RENDER.id).setEnabled(has_pair and not is_busy)

    def _connect(self) -> None:
        bridge = self.bridge
        bridge.opened.connect(self._follow_study)
        bridge.closed.connect(self._forget)
        bridge.changed.connect(self._follow)
        bridge.blinding_changed.connect(lambda _on: self.shown() if self.isVisible() else None)
        self.films.busy_changed.connect(self._mark_busy)
        self.search.textChanged.connect(self._filter)
        for side in (self.pre, self.post):
            side.view.row_chosen.connect(lambda row: self._choose() if row >= 0 else None)
        self.options.reviewer_changed.connect(self._offer_anchors)
        self.options.anchor_changed.connect(self._show_anchor)

    def _lay_out(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self._chooser())
        split.addWidget(self._stage())
        split.setStretchFactor(1, 1)
        split.setSizes([380, 980])
        self.first = self.pre.view
        words = (
            "A pair needs a clip from before its officer's course and one from after it. The phase follows from the "
            "training records: import clips and records in the library."
        )
        go = button(
            "Go to the library", lambda: self.page_requested.emit("library"), kind="primary", icon_name="library"
        )
        blinded = "A pair shows which call came before the course. Switch your role to lead, at the top right."
        self._whole.addWidget(split)
        self._whole.addWidget(EmptyState("columns-2", "Nothing to compare yet", words, go))
        self._whole.addWidget(EmptyState("eye-off", "Closed while you review blinded", blinded))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._whole)

    def _chooser(self) -> QWidget:
        theme = current()
        self.search.setPlaceholderText("Find on both sides: call, code, officer")
        self.search.setAccessibleName("Find clips on both sides")
        self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setClearButtonEnabled(True)
        bar = QHBoxLayout()
        bar.setContentsMargins(theme.l, theme.l, theme.l, theme.s)
        bar.addWidget(self.search)
        lists = QSplitter(Qt.Orientation.Vertical)
        lists.setChildrenCollapsible(False)
        lists.addWidget(self.pre)
        lists.addWidget(self.post)
        box = QWidget()
        box.setMinimumWidth(320)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(lists, 1)
        return box

    def _stage(self) -> QWidget:
        theme = current()
        head = QHBoxLayout()
        head.addWidget(label("Compare", "display"), 1)
        head.addWidget(action_button(self.registry.action(RENDER.id), kind="primary"))
        sides = QHBoxLayout()
        sides.setSpacing(theme.m)
        sides.addWidget(self.left_side, 1)
        sides.addWidget(self.right_side, 1)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(theme.l, theme.l, theme.l, theme.l)
        column.setSpacing(theme.m)
        column.addLayout(head)
        column.addWidget(self.films)
        column.addLayout(sides)
        column.addWidget(self.options)
        column.addStretch(1)
        return box


def reel_of(pre: PairClip, post: PairClip, choices: PairChoices, size: tuple[int, int] = FULL_HD) -> "ReelSpec":
    """A reel that holds one pair, as if it had been written in a file; the size is in pixels."""
    from bwc_review.services.reel_yaml import Captions, PairSpec, Place, ReelSpec

    pair = PairSpec(
        title=choices.title,
        pre=pre.code,
        post=post.code,
        align=(choices.anchor.pre, choices.anchor.post),
        before_us=choices.before_us,
        after_us=choices.after_us,
        sound=choices.sound,
        captions=Captions.TAGS if choices.has_captions else Captions.NONE,
        reviewer=choices.reviewer,
        place=Place("Compare", "pair", 1, {}),
    )
    return ReelSpec(
        file="Compare",
        title=choices.title,
        subtitle=f"{pre.code} and {post.code}",
        selection=choices.selection,
        selection_note=choices.note,
        width=size[0],
        height=size[1],
        rate=_RATE,
        fade_us=_FADE_US,
        items=(pair,),
    )


def _title(pre: PairClip, post: PairClip) -> str:
    return pre.call if pre.call and pre.call == post.call else "Before and after the course"
