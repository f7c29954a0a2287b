"""How far what is heard lies from what is seen: flashes and beeps, played by the real player to a real sound server.

Run as a program it plays to the server of its environment and writes the distances of each scene in milliseconds:

    python -m tests.helpers.sound_and_picture clip.mp4 start seek half double
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from bwc_review.domain.time import Moment
from bwc_review.ui.playback.screen import Screen
from bwc_review.ui.playback.sound_clock import SoundClock
from bwc_review.ui.playback.sound_output import open_output
from bwc_review.ui.playback.transport import Transport
from bwc_review.ui.widgets.picture import PictureWidget
from tests.helpers.ear import RATE_HZ, Ear
from tests.helpers.playing import source_of
from tests.helpers.sound_server import SoundServer

SIZE = (320, 180)
RATE = 30
FLASH_FRAMES = 6  # 0.2 s in each second, beginning half a second after its start
BEEP_HZ = 1000
LEVEL = 0.05
QUIET_S = 0.2
EVENTS = 3
_PATIENCE_S = 120.0


def flashing_clip(path: Path, length_s: int) -> Path:
    """A dark and silent clip with a white picture and a beep at each half second that is odd: 0.5, 1.5, 2.5 …"""
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=RATE, options={"preset": "ultrafast", "crf": "20"})
        video.width, video.height, video.pix_fmt = *SIZE, "yuv420p"
        sound = container.add_stream("aac", rate=RATE_HZ)
        sound.codec_context.layout = "mono"
        sound.codec_context.open()
        time_axis = np.arange(RATE_HZ) / RATE_HZ
        is_loud = (time_axis >= 0.5) & (time_axis < 0.5 + FLASH_FRAMES / RATE)
        second = np.where(is_loud, 0.5 * np.sin(2 * np.pi * BEEP_HZ * time_axis), 0).astype(np.float32)
        wave = np.tile(second, length_s)
        size = sound.codec_context.frame_size
        heard = 0
        for index in range(length_s * RATE):
            while heard < len(wave) and heard * RATE <= index * RATE_HZ:
                block = AudioFrame.from_ndarray(wave[None, heard : heard + size], "fltp", "mono")
                block.sample_rate, block.pts, block.time_base = RATE_HZ, heard, Fraction(1, RATE_HZ)
                container.mux(sound.encode(block))
                heard += size
            frame = VideoFrame(*SIZE, "yuv420p")
            is_white = 0 <= index % RATE - RATE // 2 < FLASH_FRAMES
            for plane, value in zip(frame.planes, (235 if is_white else 16, 128, 128), strict=True):
                plane.update(bytes([value]) * plane.buffer_size)
            frame.pts = index
            container.mux(video.encode(frame))
        container.mux(sound.encode(None))
        container.mux(video.encode(None))
    return path


def why_no_sound() -> str | None:
    """Why no sound server can be started here; None if one can."""
    missing = [name for name in ("pulseaudio", "pactl", "parec") if shutil.which(name) is None]
    return f"{', '.join(missing)} not installed" if missing else None


def distances_ms(clip: Path, home: Path, scenes: Sequence[str]) -> Mapping[str, list[float]]:
    """For each scene how much later each beep was heard than its flash was painted; negative if earlier.

    Args:
        clip: A flashing clip.
        home: An empty folder.
        scenes: start, seek, half, double, or minutes:N.
    """
    server = SoundServer()
    server.start()
    environment = {name: value for name, value in os.environ.items() if name != "PULSE_SERVER"}
    environment |= {"XDG_RUNTIME_DIR": str(server.folder), "HOME": str(home), "BWC_REVIEW_HOME": str(home)}
    environment["QT_QPA_PLATFORM"] = "offscreen"
    try:
        # In a process of its own: Qt looks for the sound server only once.
        done = subprocess.run(
            [sys.executable, "-m", "tests.helpers.sound_and_picture", str(clip), *scenes],
            env=environment,
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        server.close()
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


class PaintWatch(QObject):
    """Says when a widget is painted."""

    def __init__(self, on_paint: Callable[[], None]) -> None:
        super().__init__()
        self._on_paint = on_paint

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            self._on_paint()
        return False


class Stage:
    """The real player with one picture, and when its flashes were painted."""

    def __init__(self, clip: Path) -> None:
        self.app = QApplication(sys.argv[:1])
        self.sound = SoundClock(open_output)
        self.transport = Transport(self.sound)
        self.picture = PictureWidget()
        self._screen = Screen(self.transport, self.picture)
        self.flashes: list[float] = []
        self._was_white = False
        self._watch = PaintWatch(self.note_paint)
        self.picture.installEventFilter(self._watch)
        self.picture.resize(480, 270)
        self.picture.show()
        source = source_of(clip)
        self.sound.open([source])
        self.transport.open([[source]])
        self.until(lambda: self.transport.shown is not None)

    def note_paint(self) -> None:
        image = self.picture.image
        is_white = not image.isNull() and image.pixelColor(image.width() // 2, image.height() // 2).lightness() > 128
        if is_white and not self._was_white:
            self.flashes.append(time.monotonic())
        self._was_white = is_white

    def until(self, is_so: Callable[[], bool], patience_s: float = _PATIENCE_S) -> None:
        """Run the event loop, asleep between events, until something is true."""
        loop, timer = QEventLoop(), QTimer()
        end = time.monotonic() + patience_s
        timer.timeout.connect(lambda: loop.quit() if is_so() or time.monotonic() > end else None)
        timer.start(10)
        loop.exec()
        timer.stop()
        assert is_so(), "waited in vain"

    def close(self) -> None:
        self.transport.close()
        self.sound.close()
        self.picture.close()


def play_scene(stage: Stage, ear: Ear, scene: str) -> list[float]:
    """Play some events and compare them."""
    transport = stage.transport
    transport.set_speed({"half": 50, "double": 200}.get(scene, 100))
    transport.seek(Moment(0 if scene == "start" else 2_000_000))
    stage.until(lambda: not transport.is_busy)
    stage.flashes.clear()
    transport.play()
    if scene.startswith("minutes:"):
        length_s = 60 * float(scene.partition(":")[2])
        stage.until(lambda: transport.position.us >= length_s * 1_000_000, length_s + _PATIENCE_S)
        stage.flashes.clear()
    stage.until(lambda: len(stage.flashes) >= EVENTS)
    if scene == "seek":  # while it plays, as reviewers do
        transport.seek(Moment(1_000_000))
        stage.flashes.clear()
        stage.until(lambda: len(stage.flashes) >= EVENTS)
    seen = stage.flashes[:EVENTS]
    stage.until(lambda: ear.heard_until > seen[-1] + 0.3)
    transport.pause()
    heard = ear.onsets(LEVEL, QUIET_S)
    return [min((at - flash for at in heard), key=abs) * 1000 for flash in seen]


def main() -> None:
    """Play the scenes and print."""
    clip, *scenes = sys.argv[1:]
    stage, ear = Stage(Path(clip)), Ear()
    try:
        stage.until(lambda: ear.is_hearing)
        assert stage.sound.has_sound, "the player found no sound device"
        sys.stdout.write(json.dumps({scene: play_scene(stage, ear, scene) for scene in scenes}))
    finally:
        ear.close()
        stage.close()


if __name__ == "__main__":
    main()
