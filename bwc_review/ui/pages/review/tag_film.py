"""A film of the chosen tags: each with its lead and lag, one after the other, made on Present."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bwc_review.domain.tag import Tag
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.models.tag_table import TagTable
from bwc_review.ui.pages.made_reel import FULL_HD, made_reel
from bwc_review.ui.pages.review.coder import Coder
from bwc_review.ui.pages.review.loading import OpenRecording
from bwc_review.ui.pages.review.selection import Selection
from bwc_review.ui.pages.review.tag_commands import FILM

if TYPE_CHECKING:
    from bwc_review.services.reel_yaml import ReelSpec


class TagFilm(QObject):
    """Offers the command while tags are chosen, and writes the reel.

    Attributes:
        film_size: Width and height of the films, in pixels.

    Signals:
        requested: The `ReelSpec`, and what the film may be called.
    """

    film_size = FULL_HD
    requested = Signal(object, str)

    def __init__(
        self,
        bridge: StudyBridge,
        registry: Registry,
        host: QWidget,
        tags: tuple[TagTable, Selection],
        coder: Coder,
        recording: Callable[[], OpenRecording | None],
    ) -> None:
        """Make it.

        Args:
            bridge: Says whether the user may know the phase of a clip, which a film shows.
            registry: Where the command goes.
            host: The page.
            tags: The tags, and which are chosen.
            coder: Knows the reviewer's lead and lag.
            recording: Gives what is open.
        """
        super().__init__(host)
        self._bridge = bridge
        self._table, self._selection = tags
        self._coder = coder
        self._recording = recording
        self._action = registry.add(FILM, self.ask, host)
        self._selection.changed.connect(self._mark)
        bridge.blinding_changed.connect(lambda _on: self._mark())
        self._mark()

    def ask(self) -> None:
        """Ask for a film of the tags that are chosen."""
        found, tags = self._recording(), self._selection.tags
        if found is not None and tags and not self._bridge.is_blinded:
            self.requested.emit(self._reel(found, tags), f"{found.row.recording.code}-moments")

    def _reel(self, found: OpenRecording, tags: Sequence[Tag]) -> "ReelSpec":
        from bwc_review.services.reel_yaml import Captions, Place, SingleSpec

        recording, choices = found.row.recording, self._coder.way.choices
        items = [
            SingleSpec(
                clip=recording.code,
                cut=choices.span(tag, recording.duration_us),
                label=f"{recording.code}: {self._table.behaviour(tag).name}",
                captions=Captions.NONE,
                is_heard=True,
                reviewer=None,
                place=Place("Review", f"tags[{number}]", 1, {}),
            )
            for number, tag in enumerate(tags)
        ]
        return made_reel("Review", f"Moments of {recording.code}", found.row.call_type_name, items, size=self.film_size)

    def _mark(self) -> None:
        self._action.setEnabled(bool(self._selection.tags) and not self._bridge.is_blinded)
