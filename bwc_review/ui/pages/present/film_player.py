"""Plays a finished film in the page, or alone on the screen: the same engine as for clips, a clean picture."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bwc_review.domain.clip import SourceClip
from bwc_review.domain.time import START, US_PER_S, Moment, TimeRange
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.commands.transport_bar import bar_actions
from bwc_review.ui.pages.picture_levels import PictureLevels
from bwc_review.ui.pages.present import commands
from bwc_review.ui.playback.screen import Screen
from bwc_review.ui.playback.scrubber import Scrubber
from bwc_review.ui.playback.shuttle import Shuttle
from bwc_review.ui.playback.sound_clock import SoundClock
from bwc_review.ui.playback.sound_mix import has_track
from bwc_review.ui.playback.sound_output import open_output
from bwc_review.ui.playback.transport import SPEEDS_PERCENT, Transport
from bwc_review.ui.theme.icons import icon
from bwc_review.ui.widgets.idle_pointer import IdlePointer
from bwc_review.ui.widgets.levels_panel import LevelsPanel
from bwc_review.ui.widgets.picture import PictureWidget
from bwc_review.ui.widgets.seek_line import SeekLine
from bwc_review.ui.widgets.transport_bar import TransportBar, speed_text

_PROMISE = "For this film, on the screen only: its file stays as it was rendered."
_REPLAY_US = 2 * US_PER_S
_SAME_PART_US = US_PER_S  # so far into a part “previous” means the one before it


class FilmPlayer(QWidget):
    """Plays one film.

    Attributes:
        transport: Moves the picture.
        picture: Shows it, without read-outs.
        scrubber: Lets it follow the hand on the line.
        levels: Its brightness, contrast and gamma on the screen.
        line: Where it is, and where its parts begin.
        bar: Its buttons.

    Signals:
        alone_changed: True when the film wants the whole screen, false when it no longer does.
    """

    alone_changed = Signal(bool)

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
        self.picture.setAccessibleName("Film")
        self.picture.set_has_read_outs(has_read_outs=False)
        self.scrubber = Scrubber(self.transport, [Screen(self.transport, self.picture)])
        self.line = SeekLine()
        self._parts: tuple[Moment, ...] = ()
        self._path: Path | None = None
        self._part_shown = -1
        self._has_track = self._had_sound = False
        self._pointer = IdlePointer(self.picture)
        self.levels = PictureLevels(
            (commands.LEVELS, commands.NIGHT), [self.picture], registry, host, LevelsPanel(host, _PROMISE)
        )
        self._own_actions = [*self._add_commands(registry, host), *self.levels.actions]
        self.bar = TransportBar(
            bar_actions(registry, commands.PAGE, levels=commands.LEVELS.id, fill=commands.FILL.id),
            SPEEDS_PERCENT,
            self.transport.set_speed,
        )
        self._fill = registry.action(commands.FILL.id)
        self._loop_action = registry.action(commands.LOOP.id)
        self._sound_action = registry.action(commands.SOUND.id)
        self._sound_action.setChecked(True)
        self._sound_tip = self._sound_action.toolTip()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.picture, 1)
        column.addWidget(self.line)
        column.addWidget(self.bar)
        self._connect()
        self.close_film()

    @property
    def path(self) -> Path | None:
        """The file that is open; None if there is none."""
        return self._path

    @property
    def is_alone(self) -> bool:
        """True while the film has the whole screen."""
        return self._fill.isChecked()

    def open(self, film: SourceClip, starts: tuple[int, ...] = ()) -> None:
        """Show the first frame of a film.

        Args:
            film: The file with its frame table.
            starts: First frame of each of its parts.
        """
        self.close_film()
        self._path = film.clip.path
        later = [film.table.start(frame) for frame in starts[1:] if frame < len(film.table)]
        self._parts = (START, *later) if starts else ()
        self.levels.show_clip(film.clip.sha256)
        self.sound.open([film])
        self.transport.open([[film]])
        self.line.show_film(self.transport.extent.duration_us, self._parts)
        self._show_part(START)
        self._set_open(is_open=True)
        self._has_track = has_track([film])
        self._show_sound()

    def say(self, sentence: str) -> None:
        """Show a sentence in the picture's place."""
        self.picture.show_plate(sentence)

    def close_film(self) -> None:
        """Let go of the file."""
        self.leave_alone()
        self._path, self._parts = None, ()
        self.transport.close()
        self.sound.close_recording()
        self.picture.fit()
        self.say("")
        self.line.show_film(0)
        self.bar.show_time(START)
        self.bar.show_length(0)
        self._part_shown = -1
        self._set_open(is_open=False)

    def shut_down(self) -> None:
        """Let go of the sound device as well."""
        self.close_film()
        self.sound.close()

    def leave_alone(self) -> None:
        """Give the window back."""
        self.levels.close()
        self._fill.setChecked(False)

    def go_part(self, by: int) -> None:
        """Go to the next part, or back to the start of this one and then to the one before."""
        position = self.transport.position
        if by > 0:
            later = [start for start in self._parts if start > position]
            self.transport.seek(later[0] if later else self.transport.extent.end)
        else:
            earlier = [start for start in self._parts if start.shifted(_SAME_PART_US) <= position]
            self.transport.seek(earlier[-1] if earlier else START)

    def _leave(self) -> None:
        if not self.levels.close():
            self.leave_alone()

    def _set_alone(self, is_alone: bool) -> None:
        self.levels.close()
        self.line.setVisible(not is_alone)
        self.bar.setVisible(not is_alone)
        key = self._fill.shortcut().toString()
        words = f"Esc or {key} shows the rest again" if key else "Esc shows the rest again"
        self.picture.show_notice(words if is_alone else "")
        self._pointer.switch(is_on=is_alone)
        self.alone_changed.emit(is_alone)

    def _add_commands(self, registry: Registry, host: QWidget) -> list[QAction]:
        transport = self.transport
        slots = {
            commands.PLAY: transport.toggle,
            commands.FILL: self._set_alone,
            commands.LEAVE: self._leave,
            commands.NEXT: lambda: self.go_part(1),
            commands.PREVIOUS: lambda: self.go_part(-1),
            commands.REPLAY: self._replay,
            commands.BACK: self.shuttle.back,
            commands.HALT: self.shuttle.halt,
            commands.ON: self.shuttle.on,
            commands.FRAME_BACK: lambda: transport.step(-1),
            commands.FRAME_ON: lambda: transport.step(1),
            commands.START: lambda: transport.seek(transport.extent.start),
            commands.END: lambda: transport.seek(transport.extent.end),
            commands.SLOWER: lambda: transport.change_speed(-1),
            commands.FASTER: lambda: transport.change_speed(1),
            commands.LOOP: self._switch_loop,
            commands.SOUND: self._switch_sound,
        }
        actions = [registry.add(command, slot, host) for command, slot in slots.items()]
        for command, by_us in commands.MOVES:
            slot = lambda by_us=by_us: transport.move(by_us)  # noqa: E731 - bound in the loop
            actions.append(registry.add(command, slot, host))
        return actions

    def _connect(self) -> None:
        transport = self.transport
        transport.moved.connect(self._follow)
        transport.playing_changed.connect(lambda is_playing: self.bar.set_playing(is_playing=is_playing))
        transport.speed_changed.connect(self._show_speed)
        transport.loop_changed.connect(lambda loop: self._loop_action.setChecked(loop is not None))
        self.line.seek_requested.connect(transport.seek)
        self.line.scrub_requested.connect(self.scrubber.scrub)
        self.picture.clicked.connect(transport.toggle)
        self.picture.double_clicked.connect(self._fill.toggle)
        self.bar.volume_changed.connect(self._set_volume)

    def _set_open(self, *, is_open: bool) -> None:
        for action in self._own_actions:
            action.setEnabled(is_open)

    def _follow(self, moment: Moment) -> None:
        if self.sound.has_sound != self._had_sound:  # a device was lost, or there is one again
            self._show_sound()
        self.line.set_position(moment)
        self.bar.show_time(moment)
        self._show_part(moment)

    def _show_part(self, moment: Moment) -> None:
        number = self.line.part_at(moment)
        if number != self._part_shown:
            self._part_shown = number
            words = f"part {number} of {len(self._parts)}" if number else ""
            self.bar.show_length(self.transport.extent.duration_us, words)

    def _replay(self) -> None:
        self.transport.move(-_REPLAY_US)
        self.transport.play()

    def _switch_loop(self, is_on: bool) -> None:
        if is_on != (self.transport.loop is not None):
            self.transport.set_loop(self._part() if is_on else None)
            self._loop_action.setChecked(self.transport.loop is not None)

    def _part(self) -> TimeRange:
        """The part that is on the screen; the whole film if it has no parts."""
        position, extent = self.transport.position, self.transport.extent
        begin = max((start for start in self._parts if start <= position), default=extent.start)
        end = min((start for start in self._parts if start > position), default=extent.end)
        return TimeRange(begin, end)

    def _switch_sound(self, is_on: bool) -> None:
        self.sound.is_muted = not is_on
        self._sound_action.setIcon(icon("volume-2" if is_on else "volume-x", "muted"))

    def _show_sound(self) -> None:
        """Offer sound if there is any, else say why not."""
        self._had_sound = self.sound.has_sound
        self._sound_action.setEnabled(self._had_sound)
        self.bar.set_volume_enabled(is_enabled=self._had_sound)
        why = "No sound device was found." if self._has_track else "This film has no sound."
        self._sound_action.setToolTip(self._sound_tip if self._had_sound else why)

    def _set_volume(self, percent: int) -> None:
        self.sound.volume = (percent / 100) ** 2  # loudness follows the square better than the amplitude
        if not self._sound_action.isChecked():
            self._sound_action.setChecked(True)

    def _show_speed(self, percent: int) -> None:
        self.bar.set_speed(percent)
        self.picture.show_badge("" if percent == 100 else speed_text(percent))
