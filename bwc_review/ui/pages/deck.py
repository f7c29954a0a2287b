"""What every page has that plays something: sound and transport, the bar below the picture, and their commands."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from bwc_review.domain.clip import SourceClip
from bwc_review.domain.compare import SharedTimeline, Side
from bwc_review.domain.time import US_PER_S, Moment, TimeRange
from bwc_review.ui.bridge.settings import UserSettings
from bwc_review.ui.commands.registry import Command, Registry
from bwc_review.ui.commands.transport_commands import TransportCommands
from bwc_review.ui.playback.shuttle import Shuttle
from bwc_review.ui.playback.sound_clock import SoundClock
from bwc_review.ui.playback.sound_mix import has_track
from bwc_review.ui.playback.sound_output import open_output
from bwc_review.ui.playback.speed import SPEEDS_PERCENT
from bwc_review.ui.playback.transport import Transport
from bwc_review.ui.theme.icons import icon
from bwc_review.ui.widgets.transport_bar import TransportBar

_REPLAY_US = 2 * US_PER_S


class Deck(QObject):
    """Plays one recording or several, with the bar and the commands for it.

    Attributes:
        sound: What is heard; the clock while it is.
        transport: Moves the pictures.
        bar: Its buttons.
        actions: Those of the commands that work only while something is open; pages add theirs.

    Signals:
        sound_changed: There is sound now, or none: a recording was opened, a device was lost or found.
    """

    sound_changed = Signal()

    def __init__(
        self,
        registry: Registry,
        host: QWidget,
        settings: UserSettings,
        commands: TransportCommands,
        loop_span: Callable[[], TimeRange | None],
    ) -> None:
        """Make a deck with nothing in it.

        Args:
            registry: Where the commands go.
            host: The page on which their keys work.
            settings: Where the volume is kept, the same for all pages.
            commands: The page's commands of playing.
            loop_span: What a loop plays now; None if there is nothing to loop.
        """
        super().__init__(host)
        self.sound = SoundClock(open_output)
        self.transport = Transport(self.sound, self)
        self.actions: list[QAction] = []
        self._registry = registry
        self._host = host
        self._settings = settings
        self._commands = commands
        self._loop_span = loop_span
        self._shuttle = Shuttle(self.transport)
        self._has_track = self._had_sound = False
        self._add_commands()
        self._loop_action = registry.action(commands.loop.id)
        self._sound_action = registry.action(commands.sound.id)
        self._sound_action.setChecked(True)
        self.bar = TransportBar(self._bar_actions(), SPEEDS_PERCENT, self.transport.set_speed)
        self._take_volume()
        self._connect()
        self.set_open(is_open=False)

    def add(self, slots: Mapping[Command, Callable[..., object]]) -> None:
        """Register commands of the page that work only while something is open."""
        self.actions += [self._registry.add(command, slot, self._host) for command, slot in slots.items()]

    def open(self, recordings: Sequence[Sequence[SourceClip]], sides: Sequence[Side] = ()) -> None:
        """Show the first frame of one recording, or where several meet.

        Args:
            recordings: The files of each, in order.
            sides: How they lie on their common axis; none for a single one.
        """
        if sides:
            self.sound.open_sides(recordings, sides)
        else:
            self.sound.open(recordings[0])
        self.transport.open(recordings, SharedTimeline(tuple(sides)) if sides else None)
        self.bar.show_length(self.transport.extent.duration_us)
        self._has_track = any(map(has_track, recordings))
        self._take_volume()
        self.set_open(is_open=True)
        self._show_sound()

    def lay(self, sides: Sequence[Side]) -> None:
        """Lay the recordings differently on their common axis."""
        self.sound.set_sides(sides)
        self.transport.set_timeline(SharedTimeline(tuple(sides)))

    def close(self) -> None:
        """Let go of what is open; the sound device stays."""
        self.transport.close()
        self.sound.close_recording()
        self.set_open(is_open=False)

    def shut_down(self) -> None:
        """Let go of the sound device as well."""
        self.close()
        self.sound.close()

    def set_open(self, *, is_open: bool) -> None:
        """Offer the commands of playing, or not."""
        for action in self.actions:
            action.setEnabled(is_open)

    def show_time(self, moment: Moment) -> None:
        """Show where it is, and whether there is still sound."""
        if self.sound.has_sound != self._had_sound:
            self._show_sound()
        self.bar.show_time(moment)

    def loop(self, span: TimeRange | None) -> None:
        """Loop another stretch from now on, if a loop is on."""
        if self.transport.loop is not None:
            self.transport.set_loop(span)

    def _add_commands(self) -> None:
        transport, shuttle, commands = self.transport, self._shuttle, self._commands
        self.add(
            {
                commands.play: transport.toggle,
                commands.replay: self._replay,
                commands.shuttle_back: shuttle.back,
                commands.shuttle_halt: shuttle.halt,
                commands.shuttle_on: shuttle.on,
                commands.frame_back: lambda: transport.step(-1),
                commands.frame_on: lambda: transport.step(1),
                commands.start: lambda: transport.seek(transport.extent.start),
                commands.end: lambda: transport.seek(transport.extent.end),
                commands.slower: lambda: transport.change_speed(-1),
                commands.faster: lambda: transport.change_speed(1),
                commands.sound: self._switch_sound,
                commands.loop: self._switch_loop,
            }
        )
        self.add({command: lambda by_us=by_us: transport.move(by_us) for command, by_us in commands.moves})

    def _bar_actions(self) -> dict[str, QAction]:
        commands = self._commands
        named = {
            "start": commands.start,
            "back": commands.frame_back,
            "play": commands.play,
            "on": commands.frame_on,
            "end": commands.end,
            "slower": commands.slower,
            "faster": commands.faster,
            "loop": commands.loop,
            "sound": commands.sound,
        }
        return {name: self._registry.action(command.id) for name, command in named.items()}

    def _connect(self) -> None:
        transport = self.transport
        transport.playing_changed.connect(lambda is_playing: self.bar.set_playing(is_playing=is_playing))
        transport.speed_changed.connect(self.bar.set_speed)
        transport.loop_changed.connect(lambda loop: self._loop_action.setChecked(loop is not None))
        self.bar.volume_changed.connect(self._set_volume)

    def _replay(self) -> None:
        self.transport.move(-_REPLAY_US)
        self.transport.play()

    def _switch_loop(self, is_on: bool) -> None:
        if is_on != (self.transport.loop is not None):
            self.transport.set_loop(self._loop_span() if is_on else None)
            self._loop_action.setChecked(self.transport.loop is not None)

    def _switch_sound(self, is_on: bool) -> None:
        self.sound.is_muted = not is_on
        self._sound_action.setIcon(icon("volume-2" if is_on else "volume-x", "muted"))

    def _show_sound(self) -> None:
        """Offer sound if there is any, else say why not."""
        self._had_sound = self.sound.has_sound
        self._sound_action.setEnabled(self._had_sound)
        self.bar.set_volume_enabled(is_enabled=self._had_sound)
        why = "No sound device was found." if self._has_track else "There is no sound track."
        self._sound_action.setToolTip(self._registry.tooltip(self._commands.sound.id) if self._had_sound else why)
        self.sound_changed.emit()

    def _take_volume(self) -> None:
        """Take the volume that was set here or on another page."""
        self.bar.show_volume(self._settings.volume_percent)
        self._set_loudness(self._settings.volume_percent)

    def _set_volume(self, percent: int) -> None:
        self._settings.volume_percent = percent
        self._set_loudness(percent)
        self._sound_action.setChecked(True)

    def _set_loudness(self, percent: int) -> None:
        self.sound.volume = (percent / 100) ** 2  # loudness follows the square better than the amplitude
