"""What the player is measured against: bare PyAV, mpv and QMediaPlayer, each asked for the same frames.

One that gives no picture within `PATIENCE_S` raises TimeoutError.
"""

import contextlib
import ctypes.util
import locale
import time
from collections.abc import Iterator
from pathlib import Path

import av
from av.codec.context import ThreadType
from PySide6.QtCore import QEventLoop, QTimer, QUrl
from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame, QVideoSink

from bwc_review.domain.time import Moment

PATIENCE_S = 3.0


class BarePyAV:
    """Seek backward, decode up to the frame, no scaling, all cores: the limit for decoding in software."""

    name = "bare PyAV: seek backward, decode up to it, no scaling"

    def __init__(self, path: Path) -> None:
        self._container = av.open(str(path))
        self._stream = self._container.streams.video[0]
        self._stream.thread_type = ThreadType.AUTO
        self.at_us = 0

    def seek_ms(self, moment: Moment) -> float:
        goal = round(moment.us / 1_000_000 / self._stream.time_base)
        start = time.perf_counter()
        self._container.seek(goal, stream=self._stream)
        for frame in self._container.decode(self._stream):
            if frame.pts >= goal:
                self.at_us = round(frame.pts * self._stream.time_base * 1_000_000)
                break
        return (time.perf_counter() - start) * 1000

    def close(self) -> None:
        self._container.close()


class Mpv:
    """libmpv with exact seeks, that draws nothing."""

    name = "mpv with hr-seek, nothing scaled or drawn"

    def __init__(self, path: Path) -> None:
        import mpv

        locale.setlocale(locale.LC_NUMERIC, "C")  # or libmpv refuses to work
        self._player = mpv.MPV(vo="null", ao="null", pause=True, hr_seek="yes", hwdec="no", keep_open="yes", idle=True)
        with self._restarted():
            self._player.play(str(path))

    def seek_ms(self, moment: Moment) -> float:
        start = time.perf_counter()
        with self._restarted():
            # A hair behind the frame's start: mpv takes the first frame that does not begin before.
            self._player.command("seek", f"{max(0, moment.us - 1000) / 1_000_000:.6f}", "absolute+exact")
        return (time.perf_counter() - start) * 1000

    def step_back_ms(self) -> float:
        start = time.perf_counter()
        with self._restarted():
            self._player.command("frame-back-step")
        return (time.perf_counter() - start) * 1000

    @property
    def at_us(self) -> int:
        """Start of the frame it shows."""
        return round(float(self._player.time_pos or 0) * 1_000_000)

    def close(self) -> None:
        self._player.terminate()

    def _restarted(self) -> "contextlib.AbstractContextManager[object]":
        return self._player.prepare_and_wait_for_event("playback_restart", timeout=PATIENCE_S)


class QtPlayer:
    """QMediaPlayer with a sink for its pictures."""

    name = "QMediaPlayer, as soon as any new picture comes"

    def __init__(self, path: Path) -> None:
        self._sink = QVideoSink()
        self._player = QMediaPlayer()
        self._player.setVideoSink(self._sink)
        self._player.setSource(QUrl.fromLocalFile(str(path)))
        self._at_us = -1
        self._player.pause()
        self._wait()

    def seek_ms(self, moment: Moment) -> float:
        start = time.perf_counter()
        self._player.setPosition(-(-moment.us // 1000))  # it counts milliseconds: the first within the frame
        self._wait()
        return (time.perf_counter() - start) * 1000

    @property
    def at_us(self) -> int:
        """Start of the frame it gave last."""
        return self._at_us

    def close(self) -> None:
        self._player.stop()
        self._player.setVideoSink(None)
        self._player.deleteLater()

    def _wait(self) -> None:
        loop = QEventLoop()

        def take(frame: QVideoFrame) -> None:
            if frame.isValid():
                self._at_us = frame.startTime()
                loop.quit()

        link = self._sink.videoFrameChanged.connect(take)
        end = QTimer(loop, singleShot=True, interval=round(PATIENCE_S * 1000))
        end.timeout.connect(lambda: loop.exit(1))
        end.start()
        is_late = loop.exec()
        self._sink.disconnect(link)
        if is_late:
            message = f"QMediaPlayer gave no picture within {PATIENCE_S:g} s."
            raise TimeoutError(message)


def why_no_mpv() -> str | None:
    """Why mpv cannot be measured here; None if it can."""
    if ctypes.util.find_library("mpv") is None:
        return "libmpv is not installed"
    try:
        import mpv  # noqa: F401
    except (ImportError, OSError, AttributeError):
        return "python-mpv is not installed (make setup-bench)"
    return None


@contextlib.contextmanager
def open_player(kind: type, path: Path) -> Iterator:
    """A player that is open on a clip, closed afterwards."""
    player = kind(path)
    try:
        yield player
    finally:
        player.close()
