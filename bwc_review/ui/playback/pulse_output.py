"""Sound on a Linux with PulseAudio or PipeWire, without Qt.

Qt's own way there cannot be kept alive: once the sound server has gone, opening a device again ends the process with
an assertion. Besides, this one falls silent at once when a clip is paused.
"""

import ctypes
import sys
import threading
from time import monotonic

from bwc_review.domain.time import US_PER_S
from bwc_review.media.sound_reader import CHANNELS, RATE_HZ
from bwc_review.ui.playback.sound_clock import BYTES_PER_SAMPLE, Pull

_LIBRARY = "libpulse-simple.so.0"
_PLAYBACK = 1
_FLOAT32 = 5 if sys.byteorder == "little" else 6
_BUFFER = RATE_HZ // 12  # 83 ms lie between what is pulled and what is heard
_BLOCK = RATE_HZ // 100
_AS_SERVER_LIKES = 0xFFFFFFFF
_NOT_KNOWN = (1 << 64) - 1
_CLOSE_S = 0.2  # the window waits no longer for a server that hangs


class _Spec(ctypes.Structure):
    _fields_ = (("format", ctypes.c_int), ("rate", ctypes.c_uint32), ("channels", ctypes.c_uint8))


class _Buffer(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_uint32) for name in ("maxlength", "tlength", "prebuf", "minreq", "fragsize"))


def pulse_library() -> ctypes.CDLL | None:
    """The sound server's client library; None where it is not installed."""
    try:
        library = ctypes.CDLL(_LIBRARY)
    except OSError:
        return None
    library.pa_simple_new.restype = ctypes.c_void_p
    library.pa_simple_get_latency.restype = ctypes.c_uint64
    return library


class PulseOutput:
    """The server's default device, fed by a thread of its own; the server moves it when the default changes."""

    def __init__(self, library: ctypes.CDLL, pull: Pull) -> None:
        """Start the thread; it connects.

        Args:
            library: What `pulse_library` gave.
            pull: Gives so many samples.
        """
        self._library = library
        self._pull = pull
        self._lock = threading.Lock()
        self._written = 0
        self._latency = 0
        self._measured_s = 0.0
        self._played = 0
        self._wants_silence = False
        self._is_closed = False
        self._is_alive = True
        self._thread = threading.Thread(target=self._run, name="sound device", daemon=True)
        self._thread.start()

    @property
    def played(self) -> int:
        """Samples that were heard so far: what was written, less what the server says is still to be heard."""
        with self._lock:
            if self._measured_s:
                passed = round((monotonic() - self._measured_s) * RATE_HZ)
                self._played = max(self._played, min(self._written - self._latency + passed, self._written))
            return self._played

    @property
    def is_alive(self) -> bool:
        """False once the server refused or has gone."""
        return self._is_alive

    def flush(self) -> None:
        """Be silent at once."""
        with self._lock:
            self._wants_silence = True

    def close(self) -> None:
        """End the thread; one that waits for a server that hangs is left to itself."""
        self._is_closed = True
        self._thread.join(_CLOSE_S)

    def _run(self) -> None:
        error = ctypes.c_int()
        stream = self._connected(error)
        if stream is None:
            self._is_alive = False
            return
        try:
            while not self._is_closed and self._play_block(stream, error):
                pass
        finally:
            self._is_alive = False
            self._library.pa_simple_free(stream)

    def _connected(self, error: ctypes.c_int) -> ctypes.c_void_p | None:
        spec = _Spec(_FLOAT32, RATE_HZ, CHANNELS)
        length = _BUFFER * BYTES_PER_SAMPLE
        buffer = _Buffer(_AS_SERVER_LIKES, length, 0, _AS_SERVER_LIKES, _AS_SERVER_LIKES)
        made = self._library.pa_simple_new(
            None,
            b"BWC Review",
            _PLAYBACK,
            None,
            b"Playback",
            ctypes.byref(spec),
            None,
            ctypes.byref(buffer),
            ctypes.byref(error),
        )
        return ctypes.c_void_p(made) if made else None

    def _play_block(self, stream: ctypes.c_void_p, error: ctypes.c_int) -> bool:
        with self._lock:
            is_flush, self._wants_silence = self._wants_silence, False
        if is_flush and self._library.pa_simple_flush(stream, ctypes.byref(error)) < 0:
            return False
        block = self._pull(_BLOCK)
        if self._library.pa_simple_write(stream, block, ctypes.c_size_t(len(block)), ctypes.byref(error)) < 0:
            return False
        latency_us = self._library.pa_simple_get_latency(stream, ctypes.byref(error))
        if latency_us == _NOT_KNOWN:
            return False
        with self._lock:
            self._written += _BLOCK
            self._latency = round(latency_us * RATE_HZ / US_PER_S)
            self._measured_s = monotonic()
        return True
