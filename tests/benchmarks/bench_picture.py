"""The picture and the timeline's bands: brightness, zoomed painting, an hour of sound, first picture while dragging.

python -m tests.benchmarks.bench_picture --json [--minutes 60]
"""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from bwc_review.domain.progress import CancelToken, silent
from bwc_review.domain.strip import Strip
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.domain.waveform import Waveform
from bwc_review.media.examine import examine
from bwc_review.media.levels import levelled
from bwc_review.media.picture_frame import Frame
from bwc_review.media.strip import read_strip
from bwc_review.media.waveform import read_waveform
from bwc_review.ui.app import application
from bwc_review.ui.theme.apply import apply_theme
from bwc_review.ui.theme.tokens import DARK
from bwc_review.ui.widgets.levels import NIGHT
from bwc_review.ui.widgets.picture import PictureWidget
from bwc_review.ui.widgets.thumbnail_strip import ThumbnailBand
from bwc_review.ui.widgets.timeline_geometry import GUTTER, Geometry
from bwc_review.ui.widgets.timeline_view import TimeView
from bwc_review.ui.widgets.waveform_paint import WaveformBand
from tests.benchmarks.rows import Row, against, alone, say

LEVELS_AIM_MS = 3.0
BAND_AIM_MS = 4.0
RUNS = 40
WIDTH, ZOOMS = 1440, (1.0, 0.3, 0.05, 0.002)


def median_ms(work: Callable[[], object], runs: int = RUNS) -> float:
    """The median of many runs, in milliseconds."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return float(np.median(taken))


def noise(width: int, height: int) -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (height, width, 4), dtype=np.uint8)


def picture_rows() -> list[Row]:
    """Levels on a picture of 1920 × 1080, and painting it zoomed."""
    pixels = noise(1920, 1080)
    frame = Frame(0, Moment(0), 1920, 1080, 4 * 1920, pixels.reshape(-1).data)
    table = NIGHT.table
    rows = [
        alone(
            "brightness, contrast and gamma on a 1920x1080 pane",
            median_ms(lambda: levelled(frame, table)),
            "ms",
            LEVELS_AIM_MS,
        )
    ]
    picture = PictureWidget()
    picture.resize(960, 540)
    picture.show_image(QImage(pixels.data, 1920, 1080, 4 * 1920, QImage.Format.Format_RGB32), pixels)
    target = QImage(960, 540, QImage.Format.Format_RGB32)
    fitted = median_ms(lambda: picture.render(target))
    picture.zoom_by(4, QPointF(480, 270))
    zoomed = median_ms(lambda: picture.render(target))
    rows.append(against("painting at 400 % in a 960x540 pane", zoomed, "ms", "fitted, scaled down", fitted, None))
    return rows


def hour(folder: Path, minutes: int) -> Path:
    """A clip with that many minutes of talk-like sound, small pictures and a key frame every two seconds."""
    path = folder / "hour.mp4"
    talk = "aevalsrc='0.3*sin(2*PI*180*t)*(0.5+0.5*sin(2*PI*3*t))+0.05*random(0)|0.05*random(1)':s=48000"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=15"]
    coded = [
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-g",
        "30",
        "-c:a",
        "aac",
        "-b:a",
        "96k",
        "-t",
        str(60 * minutes),
    ]
    subprocess.run([*command, "-f", "lavfi", "-i", talk, *coded, str(path)], check=True)
    return path


def reading_rows(path: Path, minutes: int) -> tuple[list[Row], Waveform, Strip]:
    """Reading sound and pictures, against FFmpeg decoding the sound alone."""
    found = examine(path, silent, CancelToken())
    start = time.perf_counter()
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-vn", "-f", "null", "-"]
    subprocess.run(command, check=True)
    reference = time.perf_counter() - start
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    waveform = read_waveform(path, found.facts, silent, CancelToken())
    sound_s = time.perf_counter() - start
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    start = time.perf_counter()
    strip = read_strip(path, found.facts, found.table, silent, CancelToken())
    strip_s = time.perf_counter() - start
    rows = [
        against(f"sound of {minutes} min: peaks, loudness, speech", sound_s, "s", "ffmpeg decodes it", reference, None),
        alone(f"memory for the sound of {minutes} min", grown, "MB", 64.0),
        alone(f"{len(strip.pictures)} small pictures of {minutes} min", strip_s, "s"),
    ]
    return rows, waveform, strip


def band_rows(waveform: Waveform, strip: Strip) -> list[Row]:
    """Painting the bands of that hour at several zooms: the slowest of them."""
    sound, film = WaveformBand(), ThumbnailBand()
    sound.show(waveform, is_whole=True)
    film.show(strip)
    worst = {"sound": 0.0, "film": 0.0}
    for zoom in ZOOMS:
        view = TimeView()
        view.set_width(WIDTH - GUTTER)
        view.set_extent(TimeRange(Moment(0), Moment(waveform.duration_us)))
        view.zoom(zoom, WIDTH / 2)
        place = Geometry(view, WIDTH, 300, 24.0, 36.0)
        for name, band in (("sound", sound), ("film", film)):
            image = QImage(WIDTH, band.height, QImage.Format.Format_RGB32)

            def paint(
                band: WaveformBand | ThumbnailBand = band, image: QImage = image, place: Geometry = place
            ) -> None:
                painter = QPainter(image)
                band.paint(painter, place, QRectF(GUTTER, 0, WIDTH - GUTTER, band.height))
                painter.end()

            worst[name] = max(worst[name], median_ms(paint))
    return [
        alone("painting the sound of the clip, slowest of four zooms", worst["sound"], "ms", BAND_AIM_MS),
        alone("painting the film of the clip, slowest of four zooms", worst["film"], "ms", BAND_AIM_MS),
    ]


def main() -> None:
    """Print the rows."""
    minutes = int(sys.argv[sys.argv.index("--minutes") + 1]) if "--minutes" in sys.argv else 60
    qt: QApplication = application()
    apply_theme(qt, DARK)
    rows = picture_rows()
    with tempfile.TemporaryDirectory() as folder:
        found, waveform, strip = reading_rows(hour(Path(folder), minutes), minutes)
    say([*rows, *found, *band_rows(waveform, strip)])


if __name__ == "__main__":
    main()
