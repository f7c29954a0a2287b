"""Two to four clips under one transport, aligned where they meet: pictures, sound, and a time line with their tags."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bwc_review.domain.clip import SourceClip
from bwc_review.domain.compare import Hearing, SharedTimeline, Side
from bwc_review.domain.time import START, US_PER_S, Moment, TimeRange, review_text
from bwc_review.ui.bridge.settings import UserSettings
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.commands.transport_bar import bar_actions
from bwc_review.ui.models.pair_clips import CLIP_STARTS, Anchor, PairClip
from bwc_review.ui.pages.compare import commands
from bwc_review.ui.pages.compare.chosen_side import ChosenSide
from bwc_review.ui.pages.compare.side import SideView
from bwc_review.ui.pages.compare.side_grid import MOST, PAIR, SideGrid
from bwc_review.ui.pages.loudness import amplitude, keep_gain, kept_gain
from bwc_review.ui.playback.screen import Screen
from bwc_review.ui.playback.scrubber import Scrubber
from bwc_review.ui.playback.shuttle import Shuttle
from bwc_review.ui.playback.sound_clock import SoundClock
from bwc_review.ui.playback.sound_mix import has_track
from bwc_review.ui.playback.sound_output import open_output
from bwc_review.ui.playback.transport import SPEEDS_PERCENT, Transport
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.icons import icon
from bwc_review.ui.widgets.pair_timeline import LaneMark, PairTimeline, SideLane
from bwc_review.ui.widgets.transport_bar import TransportBar

PRE, POST = 0, 1
_REPLAY_US = 2 * US_PER_S


class PairPlayer(QWidget):
    """Plays a pair, and up to two more clips beside it.

    Attributes:
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
            settings: Where the loudness of each clip is kept.
        """
        super().__init__()
        self.sound = SoundClock(open_output)
        self.transport = Transport(self.sound, self)
        self.shuttle = Shuttle(self.transport)
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
        self._had_sound = False
        self.chosen = ChosenSide(self.views, registry, host)
        self._add_commands(registry, host)
        self.bar = TransportBar(
            bar_actions(registry, commands.PAGE, levels=commands.LEVELS.id, fill=commands.FILL.id),
            SPEEDS_PERCENT,
            self.transport.set_speed,
        )
        self._loop_action = registry.action(commands.LOOP.id)
        self._sound_action = registry.action(commands.SOUND.id)
        self._sound_action.setChecked(True)
        self._fill = registry.action(commands.FILL.id)
        self._lay_out()
        self._connect()
        self._set_open(is_open=False)

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
        self.sound.open_sides(sources, sides)
        self.transport.open(sources, SharedTimeline(tuple(sides)))
        self.chosen.show_clips(clips, [files[0].clip.sha256 for files in sources])
        for place, clip in enumerate(clips):
            self._set_gain(place, kept_gain(self._settings, clip.id))
        self._set_open(is_open=True)
        self._show_sound()
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
        if self.transport.loop is not None:
            self.transport.set_loop(film)

    def hear(self, hearing: Hearing) -> None:
        """Hear these sides, and say so beside the pictures."""
        self._hearing = hearing = hearing.padded(len(self.sides))
        self.sound.set_hearing(hearing)
        for place, side in enumerate(self.sides):
            side.set_heard(*self._heard(place))

    def close_pair(self) -> None:
        """Let go of all clips."""
        self.transport.close()
        self.sound.close_recording()
        self._clips, self._extra_moments = (), ()
        self._grid.arrange(len(self.sides))
        self.chosen.show_clips(())
        self.timeline.show_lanes(())
        self.bar.show_time(START)
        self.bar.show_length(0)
        self._set_open(is_open=False)

    def shut_down(self) -> None:
        """Let go of the sound device as well."""
        self.close_pair()
        self.sound.close()

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
        self.sound.set_sides(sides)
        self.transport.set_timeline(SharedTimeline(tuple(sides)))
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

    def _add_commands(self, registry: Registry, host: QWidget) -> None:
        transport = self.transport
        slots = {
            commands.PLAY: transport.toggle,
            commands.REPLAY: self._replay,
            commands.BACK: self.shuttle.back,
            commands.HALT: self.shuttle.halt,
            commands.ON: self.shuttle.on,
            commands.FRAME_BACK: lambda: transport.step(-1),
            commands.FRAME_ON: lambda: transport.step(1),
            commands.MEETING: lambda: transport.seek(START),
            commands.START: lambda: transport.seek(transport.extent.start),
            commands.END: lambda: transport.seek(transport.extent.end),
            commands.SLOWER: lambda: transport.change_speed(-1),
            commands.FASTER: lambda: transport.change_speed(1),
            commands.MARK_IN: lambda: self._mark(is_out=False),
            commands.MARK_OUT: lambda: self._mark(is_out=True),
            commands.LOOP: self._switch_loop,
            commands.SOUND: self._switch_sound,
            commands.FILL: self._set_alone,
            commands.LEAVE: self._leave,
        }
        self._own_actions = self.chosen.actions + [registry.add(command, slot, host) for command, slot in slots.items()]
        for command, by_us in commands.MOVES:
            slot = lambda by_us=by_us: transport.move(by_us)  # noqa: E731 - bound in the loop
            self._own_actions.append(registry.add(command, slot, host))

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
        transport.moved.connect(self._follow)
        transport.playing_changed.connect(lambda is_playing: self.bar.set_playing(is_playing=is_playing))
        transport.speed_changed.connect(self.bar.set_speed)
        transport.loop_changed.connect(self._show_loop)
        self.timeline.seek_requested.connect(transport.seek)
        self.timeline.scrub_requested.connect(self.scrubber.scrub)
        self.timeline.meet_requested.connect(self._meet_at)
        self.timeline.side_clicked.connect(self.chosen.choose)
        self.chosen.changed.connect(self.timeline.set_chosen)
        self.chosen.nudged.connect(self.nudge)
        self.bar.volume_changed.connect(self._set_volume)
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

    def _set_open(self, *, is_open: bool) -> None:
        for action in self._own_actions:
            action.setEnabled(is_open)

    def _show_sound(self) -> None:
        """Offer sound if there is any, and say beside the pictures where it is heard."""
        self._had_sound = self.sound.has_sound
        self._sound_action.setEnabled(self._had_sound)
        self.bar.set_volume_enabled(is_enabled=self._had_sound)
        self.hear(self._hearing)

    def _follow(self, moment: Moment) -> None:
        if self.sound.has_sound != self._had_sound:  # a device was lost, or there is one again
            self._show_sound()
        self.timeline.set_playhead(moment)
        self.bar.show_time(moment)

    def _replay(self) -> None:
        self.transport.move(-_REPLAY_US)
        self.transport.play()

    def _mark(self, *, is_out: bool) -> None:
        at, film = self.transport.position, self._film
        if film is None:
            return
        if is_out:
            pane, side = self.transport.panes[PRE], self.transport.sides[PRE]
            at = side.shared_from(pane.table.end(pane.table.index_at(side.local(at))))
        begin, end = (film.start, at) if is_out else (at, film.end)
        self.marked.emit(begin, end)

    def _switch_loop(self, is_on: bool) -> None:
        if is_on != (self.transport.loop is not None):
            self.transport.set_loop(self._film if is_on else None)
            self._loop_action.setChecked(self.transport.loop is not None)

    def _show_loop(self, loop: TimeRange | None) -> None:
        self.timeline.set_loop(loop)
        self._loop_action.setChecked(loop is not None)

    def _switch_sound(self, is_on: bool) -> None:
        self.sound.is_muted = not is_on
        self._sound_action.setIcon(icon("volume-2" if is_on else "volume-x", "muted"))

    def _set_volume(self, percent: int) -> None:
        self.sound.volume = (percent / 100) ** 2  # loudness follows the square better than the amplitude
