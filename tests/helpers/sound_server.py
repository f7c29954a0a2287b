"""A real sound server with null sinks, started and ended by the test."""

import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np

PATIENCE_S = 30.0
_TICK_S = 0.01


def waits(is_so: Callable[[], object], patience_s: float = PATIENCE_S) -> None:
    """Wait until something is so."""
    tick = threading.Event()
    for _ in range(round(patience_s / _TICK_S)):
        if is_so():
            return
        tick.wait(_TICK_S)
    raise AssertionError("It never came to be so.")


class SoundServer:
    """PulseAudio with one null sink, in a folder of its own.

    Attributes:
        folder: The run-time folder that clients must see as XDG_RUNTIME_DIR.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="sound"))  # pytest's own paths are too long for a socket
        self.folder.chmod(0o700)
        self._environment = {**os.environ, "XDG_RUNTIME_DIR": str(self.folder), "HOME": str(self.folder)}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it listens."""
        loaded = ("module-native-protocol-unix", "module-rescue-streams", "module-null-sink sink_name=first rate=48000")
        options = [part for module in loaded for part in ("-L", module)]
        command = ["pulseaudio", "-n", "--exit-idle-time=-1", "--daemonize=no", "--use-pid-file=no", *options]
        self._process = subprocess.Popen(
            command, env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        waits(self._answers)

    def kill(self) -> None:
        """End it as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def close(self) -> None:
        """End it, and sweep its folder."""
        self.kill()
        shutil.rmtree(self.folder)

    def control(self, *words: str) -> str:
        """Tell it something through pactl; gives what that says."""
        return subprocess.run(
            ["pactl", *words], env=self._environment, check=True, capture_output=True, text=True, timeout=PATIENCE_S
        ).stdout

    def heard(self, seconds: float, sink: str = "first") -> np.ndarray:
        """What is heard from now on: samples of shape (count, 2)."""
        count = round(seconds * 48_000) * 8
        command = ["parec", f"--device={sink}.monitor", "--format=float32le", "--rate=48000", "--channels=2", "--raw"]
        with subprocess.Popen([*command, "--latency-msec=10"], env=self._environment, stdout=subprocess.PIPE) as taking:
            assert taking.stdout is not None
            taken = taking.stdout.read(count)
            taking.terminate()
        return np.frombuffer(taken, np.float32).reshape(-1, 2)

    def _answers(self) -> bool:
        asked = subprocess.run(["pactl", "info"], env=self._environment, capture_output=True, timeout=PATIENCE_S)
        return asked.returncode == 0
