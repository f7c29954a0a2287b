"""The player as its users have it, under a benchmark's hand: a window with pictures and one transport."""

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QWidget

from bwc_review.domain.clip import SourceClip
from bwc_review.domain.compare import SharedTimeline, Side
from bwc_review.domain.time import Moment
from bwc_review.media.picture_frame import Frame
from bwc_review.ui.playback.clock import Clock
from bwc_review.ui.playback.screen import Screen
from bwc_review.ui.playback.transport import Transport
from bwc_review.ui.widgets.picture import PictureWidget

PATIENCE_S = 60.0
TICK_MS = 4


class PlayerWindow:
    """One to four pictures in a window of 1440 by 900, played together.

    Attributes:
        transport: What moves them.
        frames: What is on the screen, by pane.
        pictures: The widgets that show it.
        screens: What puts it there.
    """

    def __init__(self, panes: int = 1, clock: Clock | None = None) -> None:
        self.transport = Transport(clock)
        self.frames: dict[int, Frame | None] = {}
        self.transport.frame_changed.connect(self.frames.__setitem__)
        self._window = QWidget()
        self._window.resize(1440, 900)
        layout = QGridLayout(self._window)
        self.pictures = [PictureWidget() for _ in range(panes)]
        self.screens = [Screen(self.transport, picture, place) for place, picture in enumerate(self.pictures)]
        for place, picture in enumerate(self.pictures):
            layout.addWidget(picture, place // 2, place % 2)
        self._window.show()
        self.until(lambda: all(picture.isVisible() for picture in self.pictures))

    def open(self, sources: Sequence[SourceClip], anchors: Sequence[Moment] = ()) -> None:
        """Open clips and wait for the first picture of each."""
        timeline = None
        if len(sources) > 1:
            pairs = zip(sources, anchors, strict=True)
            timeline = SharedTimeline(tuple(Side(source.table.range, anchor) for source, anchor in pairs))
        self.frames.clear()
        self.transport.open([[source] for source in sources], timeline)
        self.until(lambda: len(self.frames) == len(sources))

    def close(self) -> None:
        """Let go of clips and window."""
        self.transport.close()
        self._window.close()
        self._window.deleteLater()

    def until(self, is_so: Callable[[], bool], patience_s: float = PATIENCE_S) -> None:
        """Run the event loop, asleep between events, until something is true; looked at when a picture comes."""
        if is_so():
            return
        loop = QEventLoop()
        end = time.monotonic() + patience_s

        def look() -> None:
            if is_so() or time.monotonic() > end:
                loop.quit()

        often = QTimer(timerType=Qt.TimerType.PreciseTimer)
        often.timeout.connect(look)
        often.start(5)
        link = self.transport.frame_changed.connect(look)
        shown = self.transport.frame_shown.connect(look)
        loop.exec()
        self.transport.frame_changed.disconnect(link)
        self.transport.frame_shown.disconnect(shown)
        if not is_so():
            raise TimeoutError

    def rest(self) -> None:
        """Wait until nothing is left to decode."""
        self.until(lambda: not self.transport.is_busy)

    def timed_ms(self, act: Callable[[], None], is_so: Callable[[], bool]) -> float:
        """Milliseconds from an act to its picture, painted."""
        start = time.perf_counter()
        act()
        self.until(is_so)
        self.pictures[0].repaint()
        return (time.perf_counter() - start) * 1000

    def seek_ms(self, moment: Moment) -> float:
        """An exact seek."""
        return self.timed_ms(lambda: self.transport.seek(moment), lambda: self.transport.shown == moment)


class TickGaps:
    """How long the window's thread was away: gaps between ticks of a timer of 4 ms."""

    def __init__(self) -> None:
        self.gaps_ms: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)

    def stop(self) -> list[float]:
        """The gaps so far."""
        self._timer.stop()
        return self.gaps_ms

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps_ms.append((now - self._last) * 1000)
        self._last = now
