"""Plays a finished film in the page, or alone on the screen: the same engine as for clips, a clean picture."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bwc_review.domain.clip import SourceClip
from bwc_review.domain.time import START, US_PER_S, Moment, TimeRange
from bwc_review.ui.bridge.settings import UserSettings
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.pages.deck import Deck
from bwc_review.ui.pages.picture_levels import PictureLevels
from bwc_review.ui.pages.present import commands
from bwc_review.ui.playback.screen import Screen
from bwc_review.ui.playback.scrubber import Scrubber
from bwc_review.ui.widgets.idle_pointer import IdlePointer
from bwc_review.ui.widgets.levels_panel import LevelsPanel
from bwc_review.ui.widgets.picture import PictureWidget
from bwc_review.ui.widgets.seek_line import SeekLine
from bwc_review.ui.widgets.transport_bar import speed_text

_PROMISE = "For this film, on the screen only: its file stays as it was rendered."
_SAME_PART_US = US_PER_S  # so far into a part “previous” means the one before it


class FilmPlayer(QWidget):
    """Plays one film.

    Attributes:
        sound: What is heard.
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

    def __init__(self, registry: Registry, host: QWidget, settings: UserSettings) -> None:
        """Make the player.

        Args:
            registry: Where its commands go.
            host: The page on which their keys work.
            settings: Where the volume is kept.
        """
        super().__init__()
        self._deck = Deck(registry, host, settings, commands.TRANSPORT, self._part)
        self.sound, self.transport, self.bar = self._deck.sound, self._deck.transport, self._deck.bar
        self.picture = PictureWidget()
        self.picture.setAccessibleName("Film")
        self.picture.set_has_read_outs(has_read_outs=False)
        self.scrubber = Scrubber(self.transport, [Screen(self.transport, self.picture)])
        self.line = SeekLine()
        self._parts: tuple[Moment, ...] = ()
        self._path: Path | None = None
        self._part_shown = -1
        self._pointer = IdlePointer(self.picture)
        self.levels = PictureLevels(
            (commands.LEVELS, commands.NIGHT), [self.picture], registry, host, LevelsPanel(host, _PROMISE)
        )
        self._add_commands()
        self._fill = registry.action(commands.FILL.id)
        for action in (registry.action(commands.LEVELS.id), self._fill):
            self.bar.add_button(action)
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
        self._deck.open([[film]])
        self.line.show_film(self.transport.extent.duration_us, self._parts)
        self._show_part(START)

    def say(self, sentence: str) -> None:
        """Show a sentence in the picture's place."""
        self.picture.show_plate(sentence)

    def close_film(self) -> None:
        """Let go of the file."""
        self.leave_alone()
        self._path, self._parts = None, ()
        self._deck.close()
        self.picture.fit()
        self.say("")
        self.line.show_film(0)
        self.bar.show_time(START)
        self.bar.show_length(0)
        self._part_shown = -1

    def shut_down(self) -> None:
        """Let go of the sound device as well."""
        self.close_film()
        self._deck.shut_down()

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

    def _add_commands(self) -> None:
        self._deck.add(
            {
                commands.FILL: self._set_alone,
                commands.LEAVE: self._leave,
                commands.NEXT: lambda: self.go_part(1),
                commands.PREVIOUS: lambda: self.go_part(-1),
            }
        )
        self._deck.actions += self.levels.actions

    def _connect(self) -> None:
        transport = self.transport
        transport.moved.connect(self._follow)
        transport.speed_changed.connect(self._show_speed)
        self.line.seek_requested.connect(transport.seek)
        self.line.scrub_requested.connect(self.scrubber.scrub)
        self.picture.clicked.connect(transport.toggle)
        self.picture.double_clicked.connect(self._fill.toggle)

    def _follow(self, moment: Moment) -> None:
        self._deck.show_time(moment)
        self.line.set_position(moment)
        self._show_part(moment)

    def _show_part(self, moment: Moment) -> None:
        number = self.line.part_at(moment)
        if number != self._part_shown:
            self._part_shown = number
            words = f"part {number} of {len(self._parts)}" if number else ""
            self.bar.show_length(self.transport.extent.duration_us, words)

    def _part(self) -> TimeRange:
        """The part that is on the screen; the whole film if it has no parts."""
        position, extent = self.transport.position, self.transport.extent
        begin = max((start for start in self._parts if start <= position), default=extent.start)
        end = min((start for start in self._parts if start > position), default=extent.end)
        return TimeRange(begin, end)

    def _show_speed(self, percent: int) -> None:
        self.picture.show_badge("" if percent == 100 else speed_text(percent))
