"""The left side of the page: picture, transport bar and timeline around one transport."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from bwc_review.domain.clip import SourceClip
from bwc_review.domain.time import US_PER_S, Moment, TimeRange
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.commands.transport_bar import bar_actions
from bwc_review.ui.pages.review import commands, picture_commands
from bwc_review.ui.pages.review.picture_tools import PictureTools
from bwc_review.ui.playback.screen import Screen
from bwc_review.ui.playback.scrubber import Scrubber
from bwc_review.ui.playback.shuttle import Shuttle
from bwc_review.ui.playback.sound_clock import SoundClock
from bwc_review.ui.playback.sound_mix import has_track
from bwc_review.ui.playback.sound_output import open_output
from bwc_review.ui.playback.transport import SPEEDS_PERCENT, Transport
from bwc_review.ui.theme.icons import icon
from bwc_review.ui.widgets.picture import PictureWidget
from bwc_review.ui.widgets.thumbnail_strip import ThumbnailBand
from bwc_review.ui.widgets.timeline import Timeline
from bwc_review.ui.widgets.transport_bar import TransportBar, speed_text
from bwc_review.ui.widgets.waveform_paint import WaveformBand

_REPLAY_US = 2 * US_PER_S
_ZOOM = 0.5


class Player(QWidget):
    """Plays one recording.

    Attributes:
        transport: Moves the picture.
        picture: Shows it.
        timeline: Shows where it is, and the tags.
        film: Its band of small pictures.
        waveform: Its band of the sound.
        tools: What can be done with the picture.
        bar: Its buttons.
    """

    def __init__(self, registry: Registry, host: QWidget) -> None:
        """Make the player.

        Args:
            registry: Where its commands go.
            host: The page on which their keys work.
        """
        super().__init__()
        self.sound = SoundClock(open_output)
        self.transport = Transport(self.sound, self)
        self.shuttle = Shuttle(self.transport)
        self.picture = PictureWidget()
        self.timeline = Timeline()
        self.film, self.waveform = ThumbnailBand(), WaveformBand()
        self.timeline.add_band(self.film)
        self.timeline.add_band(self.waveform)
        self._screen = Screen(self.transport, self.picture)
        self._scrubber = Scrubber(self.transport, [self._screen], [self.film])
        self._marks: list[Moment | None] = [None, None]
        self._loop_fallback: TimeRange | None = None
        self._has_room = False
        self._has_track = self._had_sound = False
        self._add_commands(registry, host)
        self.tools = PictureTools(self.picture, registry, host)
        self._own_actions += self.tools.actions
        self.bar = TransportBar(
            bar_actions(registry, commands.PAGE, levels=picture_commands.LEVELS.id, fill=picture_commands.FILL.id),
            SPEEDS_PERCENT,
            self.transport.set_speed,
        )
        self._loop_action = registry.action(commands.LOOP.id)
        self._sound_action = registry.action(commands.SOUND.id)
        self._sound_action.setChecked(True)
        self._sound_tip = self._sound_action.toolTip()
        self._lay_out()
        self._connect()
        self.set_open(is_open=False)

    def restore_split(self, shape: QByteArray) -> None:
        """Lay picture and timeline out as the user left them."""
        self._has_room = self.split.restoreState(shape)

    def open(self, sources: Sequence[SourceClip], recorded_at: datetime | None) -> None:
        """Show the first frame of a recording.

        Args:
            sources: Its files in order.
            recorded_at: When it began, for the wall-clock; None if it is not known or not to be seen.
        """
        self.close_recording()
        self._screen.show_clock(recorded_at)
        self.tools.show_clip(sources[0].clip.sha256)
        self.sound.open(sources)
        self.transport.open([sources])
        pane = self.transport.panes[0]
        self.bar.show_length(pane.table.end_us)
        self.timeline.show_recording(pane.table, pane.borders)
        self.set_open(is_open=True)
        self._has_track = has_track(sources)
        self._show_sound()

    def shut_down(self) -> None:
        """Let go of the sound device as well."""
        self.close_recording()
        self.sound.close()

    def show_clock(self, recorded_at: datetime | None) -> None:
        """Show the wall-clock from now on, or no longer."""
        self._screen.show_clock(recorded_at)

    def close_recording(self) -> None:
        """Let go of the recording."""
        self._marks = [None, None]
        self.timeline.set_marks()
        self.transport.close()
        self.sound.close_recording()
        self.picture.show_plate("")
        self.set_open(is_open=False)

    def set_alone(self, *, is_alone: bool) -> None:
        """Show nothing but the picture, or the bar and the timeline as well."""
        self.bar.setVisible(not is_alone)
        self.timeline.setVisible(not is_alone)

    def set_open(self, *, is_open: bool) -> None:
        """Offer the commands of playing, or not."""
        for action in self._own_actions:
            action.setEnabled(is_open)

    def make_room_for_lanes(self) -> None:
        """Give the timeline the height that its lanes want, once; afterwards the user decides."""
        if not self._has_room:
            self._has_room = True
            wanted = self.timeline.sizeHint().height()
            self.split.setSizes([max(0, self.height() - wanted), wanted])

    def offer_loop(self, span: TimeRange | None) -> None:
        """What is looped if no in and out points are set: the chosen tag."""
        self._loop_fallback = span

    def play_span(self, span: TimeRange) -> None:
        """Play a stretch again and again, from its start."""
        self.transport.set_loop(span)
        self.transport.seek(span.start)
        self.transport.play()

    def frame_length_us(self, moment: Moment) -> int:
        """Length of the frame at a moment."""
        table = self.transport.panes[0].table
        index = table.index_at(moment)
        return table.end(index) - table.start(index)

    def stepped(self, moment: Moment, frames: int) -> Moment:
        """The frame boundary so many frames from one; the end of the recording is the last."""
        table = self.transport.panes[0].table
        index = len(table) if moment.us >= table.end_us else table.index_at(moment)
        goal = max(0, min(index + frames, len(table)))
        return Moment(table.end_us) if goal == len(table) else table.start(goal)

    def _add_commands(self, registry: Registry, host: QWidget) -> None:
        transport, timeline = self.transport, self.timeline
        slots = {
            commands.PLAY: transport.toggle,
            commands.REPLAY: self._replay,
            commands.FRAME_BACK: lambda: transport.step(-1),
            commands.FRAME_ON: lambda: transport.step(1),
            commands.START: lambda: transport.seek(transport.extent.start),
            commands.END: lambda: transport.seek(transport.extent.end),
            commands.SHUTTLE_BACK: self.shuttle.back,
            commands.SHUTTLE_HALT: self.shuttle.halt,
            commands.SHUTTLE_ON: self.shuttle.on,
            commands.SLOWER: lambda: transport.change_speed(-1),
            commands.FASTER: lambda: transport.change_speed(1),
            commands.MARK_IN: lambda: self._mark(0),
            commands.MARK_OUT: lambda: self._mark(1),
            commands.LOOP: self._switch_loop,
            commands.SOUND: self._switch_sound,
            commands.ZOOM_IN: lambda: timeline.zoom(_ZOOM),
            commands.ZOOM_OUT: lambda: timeline.zoom(1 / _ZOOM),
            commands.ZOOM_ALL: timeline.fit,
        }
        self._own_actions = [registry.add(command, slot, host) for command, slot in slots.items()]
        for command, seconds in commands.MOVES:
            slot = lambda seconds=seconds: transport.move(seconds * US_PER_S)  # noqa: E731 - bound in the loop
            self._own_actions.append(registry.add(command, slot, host))

    def _lay_out(self) -> None:
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.picture, 1)
        column.addWidget(self.bar)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(upper)
        self.split.addWidget(self.timeline)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.split)

    def _connect(self) -> None:
        transport, timeline = self.transport, self.timeline
        transport.frame_shown.connect(self._follow)
        transport.playing_changed.connect(lambda is_playing: self.bar.set_playing(is_playing=is_playing))
        transport.speed_changed.connect(self._show_speed)
        transport.loop_changed.connect(self._show_loop)
        timeline.seek_requested.connect(transport.seek)
        timeline.scrub_requested.connect(self._scrubber.scrub)
        self.picture.clicked.connect(transport.toggle)
        self.picture.masks_changed.connect(self._cover_film)
        self.bar.volume_changed.connect(self._set_volume)

    def _follow(self, moment: Moment) -> None:
        if self.sound.has_sound != self._had_sound:  # a device was lost, or there is one again
            self._show_sound()
        self.timeline.set_playhead(moment)
        self.bar.show_time(moment)

    def _cover_film(self) -> None:
        self.film.set_masks(self.picture.masks)
        self.timeline.refresh_bands()

    def _replay(self) -> None:
        self.transport.move(-_REPLAY_US)
        self.transport.play()

    def _mark(self, place: int) -> None:
        shown = self.transport.shown
        if shown is None:
            return
        self._marks[place] = shown if place == 0 else shown.shifted(self.frame_length_us(shown))
        self.timeline.set_marks(*self._marks)
        if self.transport.loop is not None:
            self.transport.set_loop(self._span())

    def _switch_loop(self, is_on: bool) -> None:
        if is_on != (self.transport.loop is not None):
            self.transport.set_loop(self._span() if is_on else None)
            self._loop_action.setChecked(self.transport.loop is not None)

    def _switch_sound(self, is_on: bool) -> None:
        self.sound.is_muted = not is_on
        self._sound_action.setIcon(icon("volume-2" if is_on else "volume-x", "muted"))

    def _show_sound(self) -> None:
        """Offer sound if there is any, else say why not."""
        self._had_sound = self.sound.has_sound
        self._sound_action.setEnabled(self.sound.has_sound)
        self.bar.set_volume_enabled(is_enabled=self.sound.has_sound)
        if self.sound.has_sound:
            self._sound_action.setToolTip(self._sound_tip)
        else:
            self._sound_action.setToolTip(
                "No sound device was found." if self._has_track else "This clip has no sound."
            )

    def _set_volume(self, percent: int) -> None:
        self.sound.volume = (percent / 100) ** 2  # loudness follows the square better than the amplitude
        if not self._sound_action.isChecked():
            self._sound_action.setChecked(True)
        self._sound_tip = self._sound_action.toolTip()

    def _span(self) -> TimeRange | None:
        """From the in point to the out point; what is missing is the chosen tag's, or the recording's, edge."""
        begin, end = self._marks
        if begin is None and end is None and self._loop_fallback is not None:
            return self._loop_fallback
        extent = self.transport.extent
        begin, end = begin or extent.start, end or extent.end
        return TimeRange(begin, end) if begin < end else None

    def _show_speed(self, percent: int) -> None:
        self.bar.set_speed(percent)
        self.picture.show_badge("" if percent == 100 else speed_text(percent))

    def _show_loop(self, loop: TimeRange | None) -> None:
        self.timeline.set_loop(loop)
        self._loop_action.setChecked(loop is not None)
