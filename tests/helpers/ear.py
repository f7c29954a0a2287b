"""An ear at the monitor of a sound server's null sink, that knows when each sample was heard."""

import os
import select
import subprocess
import threading
import time

import numpy as np

RATE_HZ = 48_000
_BYTES = 4  # one channel of 32 bit numbers
_NEAR_S = 20.0


class Ear:
    """Records from the start on, in a thread of its own.

    The monitor gives its samples without a gap. A chunk can come late but not early, so the earliest of those near it
    tells the clock; by the length of a chunk, 5 ms, it may be out.
    """

    def __init__(self, sink: str = "first") -> None:
        command = ["parec", "-d", f"{sink}.monitor", "--raw", "--format=float32le", f"--rate={RATE_HZ}", "--channels=1"]
        self._recorder = subprocess.Popen([*command, "--latency-msec=5"], stdout=subprocess.PIPE)
        self._chunks: list[tuple[float, bytes]] = []
        self._is_ended = False
        self._thread = threading.Thread(target=self._listen, name="ear", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the recording."""
        self._is_ended = True
        self._thread.join()
        self._recorder.terminate()
        self._recorder.wait()

    @property
    def is_hearing(self) -> bool:
        """True once the first samples have come."""
        return bool(self._chunks)

    @property
    def heard_until(self) -> float:
        """Seconds of the monotonic clock up to which all has been heard."""
        return self._chunks[-1][0] if self._chunks else 0.0

    def onsets(self, level: float, quiet_s: float) -> list[float]:
        """Seconds of the monotonic clock at which sound began after silence of at least so long."""
        chunks = list(self._chunks)
        samples = np.frombuffer(b"".join(data for _, data in chunks), np.float32)
        ends = np.cumsum([len(data) // _BYTES for _, data in chunks])
        began = np.array([at for at, _ in chunks]) - ends / RATE_HZ
        loud = np.flatnonzero(np.abs(samples) > level)
        if not len(loud):
            return []
        fresh = np.concatenate([[True], np.diff(loud) > quiet_s * RATE_HZ])
        return [_heard_at(int(place), ends, began) for place in loud[fresh]]

    def _listen(self) -> None:
        pipe = self._recorder.stdout
        assert pipe is not None
        left = b""
        while not self._is_ended:
            if not select.select([pipe], [], [], 0.2)[0]:
                continue
            data = left + os.read(pipe.fileno(), 1 << 16)
            at = time.monotonic()
            whole = len(data) // _BYTES * _BYTES
            if not whole:
                break
            left = data[whole:]
            self._chunks.append((at, data[:whole]))
        pipe.close()


def _heard_at(place: int, ends: np.ndarray, began: np.ndarray) -> float:
    reach = round(_NEAR_S * RATE_HZ)
    first, last = np.searchsorted(ends, (place - reach, place + reach))
    return float(began[first : max(first + 1, last)].min()) + place / RATE_HZ
