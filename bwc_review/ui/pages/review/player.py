"""The left side of the page: picture, transport bar and timeline around one transport."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from bwc_review.domain.clip import SourceClip
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.ui.bridge.settings import UserSettings
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.pages.deck import Deck
from bwc_review.ui.pages.review import commands, picture_commands
from bwc_review.ui.pages.review.picture_tools import PictureTools
from bwc_review.ui.playback.screen import Screen
from bwc_review.ui.playback.scrubber import Scrubber
from bwc_review.ui.widgets.picture import PictureWidget
from bwc_review.ui.widgets.thumbnail_strip import ThumbnailBand
from bwc_review.ui.widgets.timeline import Timeline
from bwc_review.ui.widgets.transport_bar import speed_text
from bwc_review.ui.widgets.waveform_paint import WaveformBand

_ZOOM = 0.5


class Player(QWidget):
    """Plays one recording.

    Attributes:
        deck: Plays.
        sound: What is heard.
        transport: Moves the picture.
        picture: Shows it.
        timeline: Shows where it is, and the tags.
        film: Its band of small pictures.
        waveform: Its band of the sound.
        tools: What can be done with the picture.
        bar: Its buttons.
    """

    def __init__(self, registry: Registry, host: QWidget, settings: UserSettings) -> None:
        """Make the player.

        Args:
            registry: Where its commands go.
            host: The page on which their keys work.
            settings: Where the volume is kept.
        """
        super().__init__()
        self.deck = Deck(registry, host, settings, commands.TRANSPORT, self._span)
        self.sound, self.transport, self.bar = self.deck.sound, self.deck.transport, self.deck.bar
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
        self._add_commands()
        self.tools = PictureTools(self.picture, registry, host)
        self.deck.actions += self.tools.actions
        for command in (picture_commands.LEVELS, picture_commands.FILL):
            self.bar.add_button(registry.action(command.id))
        self._lay_out()
        self._connect()
        self.deck.set_open(is_open=False)

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
        self.deck.open([sources])
        pane = self.transport.panes[0]
        self.timeline.show_recording(pane.table, pane.borders)

    def shut_down(self) -> None:
        """Let go of the sound device as well."""
        self.close_recording()
        self.deck.shut_down()

    def show_clock(self, recorded_at: datetime | None) -> None:
        """Show the wall-clock from now on, or no longer."""
        self._screen.show_clock(recorded_at)

    def close_recording(self) -> None:
        """Let go of the recording."""
        self._marks = [None, None]
        self.timeline.set_marks()
        self.deck.close()
        self.picture.show_plate("")

    def set_alone(self, *, is_alone: bool) -> None:
        """Show nothing but the picture, or the bar and the timeline as well."""
        self.bar.setVisible(not is_alone)
        self.timeline.setVisible(not is_alone)

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

    def _add_commands(self) -> None:
        timeline = self.timeline
        self.deck.add(
            {
                commands.MARK_IN: lambda: self._mark(0),
                commands.MARK_OUT: lambda: self._mark(1),
                commands.ZOOM_IN: lambda: timeline.zoom(_ZOOM),
                commands.ZOOM_OUT: lambda: timeline.zoom(1 / _ZOOM),
                commands.ZOOM_ALL: timeline.fit,
            }
        )

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
        transport.frame_shown.connect(self.deck.show_time)
        transport.frame_shown.connect(timeline.set_playhead)
        transport.speed_changed.connect(self._show_speed)
        transport.loop_changed.connect(timeline.set_loop)
        timeline.seek_requested.connect(transport.seek)
        timeline.scrub_requested.connect(self._scrubber.scrub)
        self.picture.clicked.connect(transport.toggle)
        self.picture.masks_changed.connect(self._cover_film)

    def _cover_film(self) -> None:
        self.film.set_masks(self.picture.masks)
        self.timeline.refresh_bands()

    def _mark(self, place: int) -> None:
        shown = self.transport.shown
        if shown is None:
            return
        self._marks[place] = shown if place == 0 else shown.shifted(self.frame_length_us(shown))
        self.timeline.set_marks(*self._marks)
        self.deck.loop(self._span())

    def _span(self) -> TimeRange | None:
        """From the in point to the out point; what is missing is the chosen tag's, or the recording's, edge."""
        begin, end = self._marks
        if begin is None and end is None and self._loop_fallback is not None:
            return self._loop_fallback
        extent = self.transport.extent
        begin, end = begin or extent.start, end or extent.end
        return TimeRange(begin, end) if begin < end else None

    def _show_speed(self, percent: int) -> None:
        self.picture.show_badge("" if percent == 100 else speed_text(percent))
