"""The compare page: a pre- and a post-training clip aligned on a tag, played side by side, perhaps with two more."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from bwc_review.domain.changes import Changes, Touched
from bwc_review.domain.progress import CancelToken, Report
from bwc_review.domain.reel import Rendered
from bwc_review.domain.time import START, Moment, TimeRange
from bwc_review.ui.bridge.study import StudyBridge, Tone
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.models.pair_clips import (
    Anchor,
    PairClip,
    likely_match,
    meeting_of,
    shared_anchors,
    shared_reviewers,
)
from bwc_review.ui.pages.compare.chooser import PairChooser
from bwc_review.ui.pages.compare.commands import ADD, FIND, HEAR_NEXT, RENDER
from bwc_review.ui.pages.compare.extras import ExtraClips
from bwc_review.ui.pages.compare.film import reel_of, title_of
from bwc_review.ui.pages.compare.options import PairChoices, PairOptions
from bwc_review.ui.pages.compare.player import POST, PRE, PairPlayer
from bwc_review.ui.pages.compare.reading import SideRead, read_clips, read_side
from bwc_review.ui.pages.compare.side_grid import MOST, PAIR
from bwc_review.ui.pages.film_making import FilmMaking
from bwc_review.ui.pages.made_reel import FULL_HD
from bwc_review.ui.pages.page import Page
from bwc_review.ui.pages.playback_news import PlaybackNews
from bwc_review.ui.pages.small_films import SmallFilms
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import action_button, button
from bwc_review.ui.widgets.empty_state import EmptyState
from bwc_review.ui.widgets.labels import label

_BACK = "The clip is there again."
_DAMAGED = "Parts of a clip cannot be decoded. They are left out; the rest stays where it belongs in time."
_IN_AFTER_MEETING = "The in point lies at or before the moment where both meet, the out point after it."

_LEAST_PLAYER, _LEAST_OF_FOUR, _LEAST_STAGE = 356, 560, 660

Reads = tuple[SideRead, ...]


class ComparePage(Page):
    """Chooses a pair and its anchor, plays both clips from where they meet, and renders the pair.

    Attributes:
        film_size: Width and height of the films, in pixels.
    """

    film_size = FULL_HD

    def __init__(self, bridge: StudyBridge, registry: Registry) -> None:
        super().__init__(bridge, registry)
        self.setAccessibleName("Compare")
        self._is_stale = True
        self._read: Reads | None = None
        self._asked = 0
        self.chooser = PairChooser()
        self.search, self.pre, self.post = self.chooser.search, self.chooser.pre, self.chooser.post
        self.player = PairPlayer(registry, self, bridge.settings)
        self.left_side, self.right_side = self.player.sides
        self.small_films = SmallFilms(bridge, self.player.scrubber.films, self)
        self.options = PairOptions()
        self.extras = ExtraClips(registry, self)
        self.films = FilmMaking(bridge)
        self._whole = QStackedWidget()
        registry.add(RENDER, self.ask_film, self)
        registry.add(FIND, self.chooser.begin_search, self)
        registry.add(HEAR_NEXT, self.options.hear_next, self)
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

    def left(self) -> None:
        """Pause when the page goes off the screen."""
        self.player.transport.pause()
        self.player.leave_alone()

    def choices(self) -> PairChoices:
        """What is chosen now, with the sides where they were moved to by hand."""
        choices = self.options.choices()
        return replace(choices, anchor=self.player.anchor) if self.player.transport.is_open else choices

    def ask_film(self) -> None:
        """Ask for the film's name, then render."""
        pre, post = self.pre.clip, self.post.clip
        if pre is None or post is None:
            return
        suggested = self.bridge.study.store.folder / "exports" / f"{pre.code}-{post.code}.mp4"
        chosen, _ = QFileDialog.getSaveFileName(self.window(), "Name the film", str(suggested), "Films (*.mp4)")
        if chosen:
            self.render_pair(pre, post, self.choices(), Path(chosen).with_suffix(".mp4"))

    def render_pair(self, pre: PairClip, post: PairClip, choices: PairChoices, film: Path) -> None:
        """Render a pair as a film of its own, as a job."""
        study, size = self.bridge.study, self.film_size

        def make(film: Path, report: Report, cancel: CancelToken, is_open_case_allowed: bool) -> Rendered:
            reel = study.exporting.resolve(reel_of(pre, post, choices, size))
            return study.exporting.build(reel, film, report, cancel, is_open_case_allowed=is_open_case_allowed)

        self.films.make(film, make)

    def _take_clips(self, clips: tuple[PairClip, ...]) -> None:
        self.extras.set_clips(clips)
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
            self._close_pair()
            for side, listed in ((self.left_side, self.pre), (self.right_side, self.post)):
                side.show_clip(listed.clip, None)
                if listed.clip is not None:
                    side.say("Choose a clip for the other side")
                elif not listed.table.rows:
                    side.say(f"No {side.name.lower()} clip has these words")
            return
        if not self.player.shows_pair(pre, post):
            self._close_pair()
            self.left_side.show_clip(pre, None)
            self.right_side.show_clip(post, None)
        clips = self.extras.beside(pre, post)
        self.options.title.setPlaceholderText(title_of(pre, post))
        study, asked = self.bridge.study, self._asked

        def take(read: Reads) -> None:
            if asked == self._asked:
                self._take_sides(clips, read)

        self.bridge.read(self, lambda: tuple(read_side(study, clip.id) for clip in clips), take, self.films.tell)

    def _close_pair(self) -> None:
        self.small_films.close()
        self.player.close_pair()

    def _take_sides(self, clips: Sequence[PairClip], read: Reads) -> None:
        self._read = read
        is_new = not self.player.shows(*clips)
        self.options.set_extras(clips[PAIR:])
        self.options.set_reviewers(shared_reviewers(read[PRE].coded, read[POST].coded))
        self._offer_anchors(is_shown=not is_new)
        if is_new:
            self._open(clips, read)
        self._show_meeting()

    def _open(self, clips: Sequence[PairClip], read: Reads) -> None:
        """Show these clips; a pair that was open already, and what stands beside it, stays where it is."""
        player, position = self.player, self.player.transport.position
        kept = {clip.id: at for clip, at in zip(player.clips, player.moments, strict=False)}
        is_same_pair = player.shows_pair(*clips[:PAIR])
        anchor = player.anchor if is_same_pair else self.options.choices().anchor
        moments = [
            kept[clip.id] if is_same_pair and clip.id in kept else at
            for clip, at in zip(clips[PAIR:], self._extra_moments(anchor), strict=True)
        ]
        for view, clip in zip(player.views[PAIR:], clips[PAIR:], strict=False):
            view.show_clip(clip)
        player.setMinimumHeight(_LEAST_OF_FOUR if len(clips) == MOST else _LEAST_PLAYER)
        sources = [side.sources for side in read]
        player.open(clips, sources, anchor, moments)
        self.small_films.open([clip.code for clip in clips], sources)
        if is_same_pair:
            player.transport.seek(position)
        player.hear(self.options.hearing)
        player.show_film(self.options.film)

    def _extra_moments(self, anchor: Anchor) -> list[Moment]:
        return [meeting_of(side.coded, anchor, self.options.reviewer_name) for side in (self._read or ())[PAIR:]]

    def _offer_anchors(self, *, is_shown: bool = True) -> None:
        if self._read is None:
            return
        pre, post = self._read[:PAIR]
        name, before = self.options.reviewer_name, self.options.choices().anchor
        self.options.set_anchors(shared_anchors(pre.coded, post.coded, name))
        self.player.show_marks(*(side.marks_of(name) for side in self._read))
        if is_shown and self.options.choices().anchor != before:
            self._align()

    def _align(self) -> None:
        """Let the sides meet where the form says."""
        anchor = self.options.choices().anchor
        self.player.align(anchor, self._extra_moments(anchor))
        self._show_meeting()

    def _show_meeting(self) -> None:
        player = self.player
        for side, clip, at in zip(player.sides, player.clips, player.moments, strict=False):
            side.show_clip(clip, at, player.anchor.name)

    def _mark_film(self, begin: Moment, end: Moment) -> None:
        if begin > START or end <= START:
            self.bridge.tell(_IN_AFTER_MEETING, Tone.WARNING)
        else:
            self.options.set_film(TimeRange(begin, end))

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

    def _follow_role(self) -> None:
        self.player.transport.pause()
        if self.isVisible():
            self.shown()

    def _follow_study(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self.shown()

    def _forget(self) -> None:
        self._is_stale, self._read = True, None
        self._close_pair()
        self._asked += 1
        self.chooser.forget()
        self.extras.set_clips(())
        self.left_side.show_clip(None)
        self.right_side.show_clip(None)

    def _mark_busy(self, is_busy: bool) -> None:
        has_pair = self.pre.clip is not None and self.post.clip is not None
        self.registry.action(RENDER.id).setEnabled(has_pair and not is_busy)

    def _connect(self) -> None:
        bridge = self.bridge
        bridge.opened.connect(self._follow_study)
        bridge.closed.connect(self._forget)
        bridge.changed.connect(self._follow)
        bridge.blinding_changed.connect(self._follow_role)
        bridge.shutting_down.connect(self.player.shut_down)
        self.films.busy_changed.connect(self._mark_busy)
        self.films.busy_changed.connect(self.small_films.make_way)
        self.search.textChanged.connect(self._filter)
        for side in (self.pre, self.post):
            side.view.row_chosen.connect(lambda row: self._choose() if row >= 0 else None)
        self.options.reviewer_changed.connect(self._offer_anchors)
        self.options.anchor_changed.connect(self._align)
        self.options.film_changed.connect(lambda: self.player.show_film(self.options.film))
        self.options.sound_changed.connect(lambda: self.player.hear(self.options.hearing))
        self.player.aligned.connect(lambda _anchor: self._show_meeting())
        self.player.removed.connect(self.extras.remove)
        self.player.alone_changed.connect(self._set_alone)
        self.extras.changed.connect(self._choose)
        bridge.said.connect(lambda said: self.player.say_alone(said.text))
        self.player.solo_requested.connect(self.options.hear_only)
        self.player.marked.connect(self._mark_film)
        PlaybackNews(self.player.transport, bridge, _BACK, lambda: _DAMAGED)

    def _set_alone(self, is_alone: bool) -> None:
        """Leave nothing on the page but the pictures; the page has the focus, so that all keys go on working."""
        for part in (self._head, self.chooser, self.options):
            part.setVisible(not is_alone)
        self.alone_changed.emit(is_alone)
        if self.isVisible():
            (self if is_alone else self.pre.view).setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.chooser)
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

    def _stage(self) -> QWidget:
        theme = current()
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(theme.s)
        head.addWidget(label("Compare", "display"), 1)
        head.addWidget(action_button(self.registry.action(ADD.id)))
        head.addWidget(action_button(self.registry.action(RENDER.id), kind="primary"))
        box = QWidget()
        column = _Column(box)
        column.setContentsMargins(theme.l, theme.l, theme.l, theme.l)
        column.setSpacing(theme.m)
        column.addWidget(self._head)
        column.addWidget(self.films)
        column.addWidget(self.player, 1)
        column.addWidget(self.options)
        # On a small or enlarged screen the pictures keep a size at which something is seen, and the page scrolls.
        self.player.setMinimumHeight(_LEAST_PLAYER)
        scroll = QScrollArea()
        scroll.setWidget(box)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setMinimumWidth(_LEAST_STAGE)
        return scroll


class _Column(QVBoxLayout):
    """A column in which wrapped words do not ask for a height: they would make all of it as high as it likes to be."""

    def hasHeightForWidth(self) -> bool:
        return False
