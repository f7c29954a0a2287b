"""Two to four clips under one transport, aligned where they meet: pictures, sound, and a time line with their tags."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bwc_review.domain.clip import SourceClip
from bwc_review.domain.compare import Hearing, Side
from bwc_review.domain.time import START, Moment, TimeRange, review_text
from bwc_review.ui.bridge.settings import UserSettings
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.models.pair_clips import CLIP_STARTS, Anchor, PairClip
from bwc_review.ui.pages.compare import commands
from bwc_review.ui.pages.compare.chosen_side import ChosenSide
from bwc_review.ui.pages.compare.side import SideView
from bwc_review.ui.pages.compare.side_grid import MOST, PAIR, SideGrid
from bwc_review.ui.pages.deck import Deck
from bwc_review.ui.pages.loudness import amplitude, keep_gain, kept_gain
from bwc_review.ui.playback.screen import Screen
from bwc_review.ui.playback.scrubber import Scrubber
from bwc_review.ui.playback.sound_mix import has_track
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.pair_timeline import LaneMark, PairTimeline, SideLane

PRE, POST = 0, 1


class PairPlayer(QWidget):
    """Plays a pair, and up to two more clips beside it.

    Attributes:
        sound: What is heard.
        transport: Moves the pictures.
        views: All sides, seen or not.
        chosen: The side that keys work on.
        scrubber: Lets them follow the hand on the time line.
        timeline: Where they are, with their tags.
        bar: Its buttons.

    Signals:
        aligned: The `Anchor` that the sides have been moved to by hand.
        removed: Number of a side that shall go.
        alone_changed: True when the pictures want the whole screen, false when they no longer do.
        solo_requested: Number of the side that alone shall be heard.
        marked: The in and the out point on the common axis: what film and loop shall show.
    """

    aligned = Signal(object)
    solo_requested = Signal(int)
    marked = Signal(object, object)
    removed = Signal(int)
    alone_changed = Signal(bool)

    def __init__(self, registry: Registry, host: QWidget, settings: UserSettings) -> None:
        """Make the player.

        Args:
            registry: Where its commands go.
            host: The page on which their keys work.
            settings: Where the volume and the loudness of each clip are kept.
        """
        super().__init__()
        self._deck = Deck(registry, host, settings, commands.TRANSPORT, lambda: self._film)
        self.sound, self.transport, self.bar = self._deck.sound, self._deck.transport, self._deck.bar
        self._grid = SideGrid()
        self.views = self._grid.views
        self.timeline = PairTimeline()
        self._settings = settings
        screens = [Screen(self.transport, side.picture, place) for place, side in enumerate(self.views)]
        self.scrubber = Scrubber(self.transport, screens)
        self._clips: tuple[PairClip, ...] = ()
        self._marks: tuple[Sequence[LaneMark], ...] = ()
        self._anchor = CLIP_STARTS
        self._extra_moments: tuple[Moment, ...] = ()
        self._film: TimeRange | None = None
        self._hearing = Hearing.solo(2, POST)
        self.chosen = ChosenSide(self.views, registry, host)
        self._add_commands()
        self._fill = registry.action(commands.FILL.id)
        for action in (registry.action(commands.LEVELS.id), self._fill):
            self.bar.add_button(action)
        self._lay_out()
        self._connect()
        self._deck.set_open(is_open=False)

    @property
    def anchor(self) -> Anchor:
        """Where the sides meet, with all nudges."""
        return self._anchor

    @property
    def sides(self) -> tuple[SideView, ...]:
        """The sides that are seen: the pair, and what was added beside it."""
        return self.views[: max(PAIR, len(self._clips))]

    @property
    def moments(self) -> tuple[Moment, ...]:
        """The moment of its own at which each side meets the others, with all nudges."""
        return (self._anchor.pre, self._anchor.post, *self._extra_moments)

    @property
    def clips(self) -> tuple[PairClip, ...]:
        """The clips that are open."""
        return self._clips

    def shows(self, *clips: PairClip) -> bool:
        """True if these are the clips that are open."""
        return [clip.id for clip in self._clips] == [clip.id for clip in clips]

    def shows_pair(self, *pair: PairClip) -> bool:
        """True if this pair is open, whatever stands beside it."""
        return [clip.id for clip in self._clips[:PAIR]] == [clip.id for clip in pair]

    def open(
        self,
        clips: Sequence[PairClip],
        sources: Sequence[Sequence[SourceClip]],
        anchor: Anchor,
        extra_moments: Sequence[Moment] = (),
    ) -> None:
        """Show all clips where they meet.

        Args:
            clips: The pre- and the post-training clip, and what was added beside them.
            sources: The files of each.
            anchor: Where the pair meets.
            extra_moments: Where each of the others meets it.
        """
        self.close_pair()
        self._clips, self._anchor, self._extra_moments = tuple(clips), anchor, tuple(extra_moments)
        self._grid.arrange(len(self.sides))
        sides = [
            Side(TimeRange(START, Moment(clip.duration_us)), moment)
            for clip, moment in zip(clips, self.moments, strict=True)
        ]
        self._deck.open(sources, sides)
        self.chosen.show_clips(clips, [files[0].clip.sha256 for files in sources])
        for place, clip in enumerate(clips):
            self._set_gain(place, kept_gain(self._settings, clip.id))
        self._show_sides()

    def align(self, anchor: Anchor, extra_moments: Sequence[Moment] = ()) -> None:
        """Let the sides meet elsewhere, and go there."""
        self._anchor = anchor
        if self.transport.is_open:
            self._extra_moments = tuple(extra_moments)
            self._lay_sides()
            self.transport.seek(START)

    def show_marks(self, *marks: Sequence[LaneMark]) -> None:
        """Show the tags of all sides."""
        self._marks = marks
        self._show_sides()

    def show_film(self, film: TimeRange) -> None:
        """Mark what the film will show; a loop plays it."""
        self._film = film
        self.timeline.set_film(film)
        self._deck.loop(film)

    def hear(self, hearing: Hearing) -> None:
        """Hear these sides, and say so beside the pictures."""
        self._hearing = hearing = hearing.padded(len(self.sides))
        self.sound.set_hearing(hearing)
        for place, side in enumerate(self.sides):
            side.set_heard(*self._heard(place))

    def close_pair(self) -> None:
        """Let go of all clips."""
        self._deck.close()
        self._clips, self._extra_moments = (), ()
        self._grid.arrange(len(self.sides))
        self.chosen.show_clips(())
        self.timeline.show_lanes(())
        self.bar.show_time(START)
        self.bar.show_length(0)

    def shut_down(self) -> None:
        """Let go of the sound device as well."""
        self.close_pair()
        self._deck.shut_down()

    def nudge(self, place: int, frames: int, us: int) -> None:
        """Let one side show so many frames, or so much time, later against the others."""
        if not self.transport.is_open:
            return
        pane, side = self.transport.panes[place], self.transport.sides[place]
        if frames:
            local = pane.table.at(side.local(self.transport.position))
            us = pane.table.stepped(local, frames) - local
        moments = list(self.moments)
        moments[place] = moments[place].shifted(us)
        self._move_to(moments)
        self.say_alone(f"{self._clips[place].code} meets the others at {review_text(self.moments[place])}")

    def leave_alone(self) -> None:
        """Give the window back."""
        self.chosen.levels.close()
        self._fill.setChecked(False)

    def say_alone(self, sentence: str) -> None:
        """The status line is not seen while the pictures have the screen: say it on a picture."""
        if self._fill.isChecked():
            seen = [side.picture for side in self.sides if not side.picture.image.isNull()]
            (seen or [self.views[PRE].picture])[0].show_notice(sentence)

    def _heard(self, place: int) -> tuple[str, str]:
        """Where a side is heard; or nothing, and why."""
        panes = self.transport.panes
        if place < len(panes) and not has_track(panes[place].sources):
            return "", "No sound track"
        if panes and not self.sound.has_sound:
            return "", "No sound device"
        return self._hearing.words(place), "Not heard"

    def _meet_at(self, place: int, moment: Moment) -> None:
        moments = list(self.moments)
        moments[place] = moment
        self._move_to(moments)
        self.transport.seek(START)

    def _move_to(self, moments: Sequence[Moment]) -> None:
        """Let the sides meet at these moments of theirs, each within its clip."""
        lasts = [clip.duration_us - 1 for clip in self._clips]
        pre, post, *extras = (Moment(max(0, min(at.us, last))) for at, last in zip(moments, lasts, strict=True))
        self._anchor, self._extra_moments = replace(self._anchor, pre=pre, post=post), tuple(extras)
        self._lay_sides()
        self.aligned.emit(self._anchor)

    def _lay_sides(self) -> None:
        sides = [replace(side, anchor=at) for side, at in zip(self.transport.sides, self.moments, strict=True)]
        self._deck.lay(sides)
        self._show_sides()

    def _show_sides(self) -> None:
        if self.transport.is_open:
            has_codes = len(self._clips) > PAIR
            marks = (*self._marks, *((),) * MOST)  # those of a clip that was just added are still to come
            self.timeline.show_lanes(
                [
                    SideLane(clip.phase, side, marks[place], clip.code if has_codes else "")
                    for place, (clip, side) in enumerate(zip(self._clips, self.transport.sides, strict=True))
                ]
            )
            self.bar.show_length(self.transport.extent.duration_us)

    def _set_gain(self, place: int, gain_db: int) -> None:
        self.views[place].show_gain(gain_db)
        self.sound.set_gain(place, amplitude(gain_db))

    def _keep_gain(self, place: int, gain_db: int) -> None:
        self._set_gain(place, gain_db)
        if self._clips:
            keep_gain(self._settings, self._clips[place].id, gain_db)

    def _add_commands(self) -> None:
        self._deck.add(
            {
                commands.MEETING: lambda: self.transport.seek(START),
                commands.MARK_IN: lambda: self._mark(is_out=False),
                commands.MARK_OUT: lambda: self._mark(is_out=True),
                commands.FILL: self._set_alone,
                commands.LEAVE: self._leave,
            }
        )
        self._deck.actions += self.chosen.actions

    def _lay_out(self) -> None:
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.xs)
        column.addWidget(self._grid, 1)
        column.addWidget(self.bar)
        column.addWidget(self.timeline)

    def _connect(self) -> None:
        transport = self.transport
        transport.moved.connect(self._deck.show_time)
        transport.moved.connect(self.timeline.set_playhead)
        transport.loop_changed.connect(self.timeline.set_loop)
        self._deck.sound_changed.connect(lambda: self.hear(self._hearing))
        self.timeline.seek_requested.connect(transport.seek)
        self.timeline.scrub_requested.connect(self.scrubber.scrub)
        self.timeline.meet_requested.connect(self._meet_at)
        self.timeline.side_clicked.connect(self.chosen.choose)
        self.chosen.changed.connect(self.timeline.set_chosen)
        self.chosen.nudged.connect(self.nudge)
        for place, side in enumerate(self.views):
            side.removed.connect(lambda place=place: self.removed.emit(place))
            side.picture.double_clicked.connect(self._fill.toggle)
            side.picture.clicked.connect(transport.toggle)
            side.nudged.connect(lambda frames, us, place=place: self.nudge(place, frames, us))
            side.solo_requested.connect(lambda place=place: self.solo_requested.emit(place))
            side.gain_changed.connect(lambda gain_db, place=place: self._keep_gain(place, gain_db))

    def _leave(self) -> None:
        if not self.chosen.levels.close():
            self.leave_alone()

    def _set_alone(self, is_alone: bool) -> None:
        self.chosen.levels.close()
        for view in self.views:
            view.set_alone(is_alone=is_alone)
        self.bar.setVisible(not is_alone)
        self.timeline.setVisible(not is_alone)
        self.alone_changed.emit(is_alone)
        self.say_alone("Esc or F11 shows the rest again")

    def _mark(self, *, is_out: bool) -> None:
        at, film = self.transport.position, self._film
        if film is None:
            return
        if is_out:
            pane, side = self.transport.panes[PRE], self.transport.sides[PRE]
            at = side.shared_from(pane.table.end(pane.table.index_at(side.local(at))))
        begin, end = (film.start, at) if is_out else (at, film.end)
        self.marked.emit(begin, end)
