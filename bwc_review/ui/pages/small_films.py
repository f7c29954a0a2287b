"""Fills the small films that stand in while the hand drags: from the cache, else from a job for each recording."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject

from bwc_review.domain.clip import SourceClip
from bwc_review.services.previews import Preview
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.pages.preview_reading import PreviewReader
from bwc_review.ui.widgets.small_film import SmallFilm


class SmallFilms(QObject):
    """Reads the small pictures of whatever a page plays, side by side or alone."""

    def __init__(self, bridge: StudyBridge, films: Sequence[SmallFilm], parent: QObject) -> None:
        """Make it.

        Args:
            bridge: Whose study keeps the pictures.
            films: What is filled, one for each picture of the page.
            parent: Qt parent.
        """
        super().__init__(parent)
        self._bridge = bridge
        self._films = tuple(films)
        self._readers = [PreviewReader(bridge, self) for _ in films]
        self._opened: tuple[tuple[str, Sequence[SourceClip]], ...] = ()
        for film, reader in zip(films, self._readers, strict=True):
            reader.read.connect(partial(_fill, film))

    def open(self, names: Sequence[str], recordings: Sequence[Sequence[SourceClip]]) -> None:
        """Fill the films with the pictures of these recordings.

        Args:
            names: What the jobs call them.
            recordings: The files of each, in order.
        """
        self.close()
        self._opened = tuple(zip(names, recordings, strict=True))
        self.go_on()

    def close(self) -> None:
        """Empty the films, and stop reading."""
        self.halt()
        self._opened = ()
        for film in self._films:
            film.show(None)

    def make_way(self, is_busy: bool) -> None:
        """Stop reading while a job of more weight would have to wait for it; read on afterwards."""
        if is_busy:
            self.halt()
        else:
            self.go_on()

    def halt(self) -> None:
        """Stop reading; what is there already stays."""
        for reader in self._readers:
            reader.close()

    def go_on(self) -> None:
        """Read what is missing."""
        if not self._bridge.is_open:
            return
        previews = self._bridge.study.previews
        for reader, (name, sources) in zip(self._readers, self._opened, strict=False):
            kept, prepare = partial(previews.kept_pictures, sources), partial(previews.prepare_pictures, sources)
            reader.open(f"Read pictures of {name}", kept, prepare)


def _fill(film: SmallFilm, preview: Preview) -> None:
    film.show(preview.strip)
