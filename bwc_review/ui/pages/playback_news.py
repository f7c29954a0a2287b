"""What a page says about the files that it plays, and takes back once it plays others."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from bwc_review.domain.errors import ReviewError
from bwc_review.ui.bridge.study import StudyBridge, Tone
from bwc_review.ui.playback.transport import Transport


class PlaybackNews(QObject):
    """Tells on the status line when a file goes away, is there again, or cannot be decoded everywhere."""

    def __init__(self, transport: Transport, bridge: StudyBridge, back: str, damaged: Callable[[], str]) -> None:
        """Begin to tell.

        Args:
            transport: Plays the files.
            bridge: Tells.
            back: Said once what was away is there again.
            damaged: Gives what is said once parts of a file cannot be decoded.
        """
        super().__init__(transport)
        self._bridge = bridge
        self._told = ""
        transport.failed.connect(self._tell_fault)
        transport.recovered.connect(lambda: self._tell(back, Tone.SUCCESS))
        transport.damaged.connect(lambda: self._tell(damaged(), Tone.WARNING))
        transport.closed.connect(self._take_back)

    def _tell(self, words: str, tone: Tone) -> None:
        self._told = words
        self._bridge.tell(words, tone)

    def _tell_fault(self, fault: ReviewError) -> None:
        self._tell(self._bridge.words_of(fault), Tone.ERROR)

    def _take_back(self) -> None:
        self._bridge.take_back(self._told)
        self._told = ""
