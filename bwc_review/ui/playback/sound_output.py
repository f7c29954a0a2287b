"""The machine's sound device: the sound server on Linux, Qt elsewhere; nothing is loaded where there is none."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QIODevice

from bwc_review.media.sound_reader import CHANNELS, RATE_HZ
from bwc_review.ui.playback.pulse_output import PulseOutput, pulse_library
from bwc_review.ui.playback.sound_clock import BYTES_PER_SAMPLE, Output, Pull

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioSink

_BUFFER = RATE_HZ // 12  # 83 ms: what is heard after a pause, and how late the window may be
_US_PER_S = 1_000_000
_CARDS = Path("/dev/snd")


def open_output(pull: Pull) -> Output | None:
    """Open the default device; None if there is none, or it does not take what we have."""
    if not may_have_device():
        return None
    library = pulse_library() if sys.platform.startswith("linux") else None
    if library is not None:
        return PulseOutput(library, pull)
    return open_by_qt(pull)


def open_by_qt(pull: Pull) -> Output | None:
    """Open the default device through Qt; None if there is none, or it does not take what we have."""
    from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices

    device = QMediaDevices.defaultAudioOutput()
    wanted = QAudioFormat()
    wanted.setSampleRate(RATE_HZ)
    wanted.setChannelCount(CHANNELS)
    wanted.setSampleFormat(QAudioFormat.SampleFormat.Float)
    if device.isNull() or not device.isFormatSupported(wanted):
        return None
    sink = QAudioSink(device, wanted)
    sink.setBufferSize(_BUFFER * BYTES_PER_SAMPLE)
    return DeviceOutput(sink, pull)


def may_have_device() -> bool:
    """False on a Linux without any sound server or card: asking Qt there costs time and prints warnings."""
    if not sys.platform.startswith("linux") or os.environ.get("PULSE_SERVER"):
        return True
    run = os.environ.get("XDG_RUNTIME_DIR", "")
    servers = [Path(run, "pulse", "native"), Path(run, "pipewire-0")] if run else []
    return any(server.exists() for server in servers) or (_CARDS.is_dir() and any(_CARDS.glob("pcm*p")))


class DeviceOutput:
    """A device that is open and plays what it pulls."""

    def __init__(self, sink: "QAudioSink", pull: Pull) -> None:
        from PySide6.QtMultimedia import QMediaDevices

        self._sink = sink
        self._pipe = _Pipe(pull)
        self._is_closed = False
        self._is_default = True
        self._default = QMediaDevices.defaultAudioOutput().id()
        self._devices = QMediaDevices()
        self._devices.audioOutputsChanged.connect(self._look)
        sink.start(self._pipe)

    @property
    def played(self) -> int:
        """Samples that were heard so far."""
        return 0 if self._is_closed else self._sink.processedUSecs() * RATE_HZ // _US_PER_S

    @property
    def is_alive(self) -> bool:
        """False once the device has failed or gone, or another has become the default."""
        from PySide6.QtMultimedia import QtAudio

        if self._is_closed or not self._is_default:
            return False
        return self._sink.error() in (QtAudio.Error.NoError, QtAudio.Error.UnderrunError)

    def flush(self) -> None:
        """Qt's devices start too slowly again for that: up to 83 ms more are heard."""

    def close(self) -> None:
        """Let go of the device."""
        if not self._is_closed:
            self._is_closed = True
            self._devices.audioOutputsChanged.disconnect(self._look)
            self._sink.stop()
            self._pipe.close()
            self._sink.deleteLater()

    def _look(self) -> None:
        from PySide6.QtMultimedia import QMediaDevices

        self._is_default = QMediaDevices.defaultAudioOutput().id() == self._default


class _Pipe(QIODevice):
    """What the device reads from: as much as it wants, at any time."""

    def __init__(self, pull: Pull) -> None:
        super().__init__()
        self._pull = pull
        self.open(QIODevice.OpenModeFlag.ReadOnly | QIODevice.OpenModeFlag.Unbuffered)

    def readData(self, maxlen: int) -> bytes:
        return self._pull(maxlen // BYTES_PER_SAMPLE)

    def writeData(self, data: bytes, len: int) -> int:  # noqa: A002 - Qt's name
        del data, len
        return -1

    def bytesAvailable(self) -> int:
        return _BUFFER * BYTES_PER_SAMPLE + super().bytesAvailable()

    def isSequential(self) -> bool:
        return True
