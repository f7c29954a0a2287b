"""Lets pictures follow a dragging hand: where no frame is ready, a small one stands in for it at once."""

from collections.abc import Sequence

from bwc_review.domain.time import Moment
from bwc_review.ui.playback.screen import Screen
from bwc_review.ui.playback.transport import Transport
from bwc_review.ui.widgets.small_film import SmallFilm


class Scrubber:
    """Joins a transport, its screens and the small pictures of what they show.

    Attributes:
        films: The small pictures for each screen.
    """

    def __init__(self, transport: Transport, screens: Sequence[Screen], films: Sequence[SmallFilm] = ()) -> None:
        """Make it.

        Args:
            transport: Moves the pictures.
            screens: Show them, one for each pane.
            films: Small pictures that somebody else shows as well; none for films of its own.
        """
        self._transport = transport
        self._screens = tuple(screens)
        self.films = tuple(films) or tuple(SmallFilm() for _ in screens)

    def scrub(self, moment: Moment) -> None:
        """The hand is at this moment of the common axis."""
        sides = self._transport.sides
        found = [film.nearest(side.local(moment)) for film, side in zip(self.films, sides, strict=False)]
        for pane in self._transport.scrub(moment, [small[0] if small else None for small in found]):
            small = found[pane]
            if small is not None:
                self._screens[pane].show_preview(*small)
