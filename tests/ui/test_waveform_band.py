"""The bands of sound and small pictures on the timeline: what is painted where, and what the pointer is told."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from bwc_review.domain.strip import Strip
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.domain.waveform import GapKind, SoundGap, Waveform
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.picture_masks import Mask
from bwc_review.ui.widgets.thumbnail_strip import ThumbnailBand
from bwc_review.ui.widgets.timeline_geometry import GUTTER, Geometry
from bwc_review.ui.widgets.timeline_view import TimeView
from bwc_review.ui.widgets.waveform_paint import Pyramid, WaveformBand

SECOND = 1_000_000
WIDTH = 1044
JPEG_COLOURS = ("#d02020", "#20a020", "#2040d0")


def span(start_s: float, end_s: float) -> TimeRange:
    return TimeRange(Moment(round(start_s * SECOND)), Moment(round(end_s * SECOND)))


def geometry(duration_us: int) -> Geometry:
    view = TimeView()
    view.set_width(WIDTH - GUTTER)
    view.set_extent(TimeRange(Moment(0), Moment(duration_us)))
    return Geometry(view, WIDTH, 300, 24.0, 36.0)


def painted(band: WaveformBand | ThumbnailBand, place: Geometry) -> np.ndarray:
    image = QImage(WIDTH, band.height, QImage.Format.Format_RGB32)
    image.fill(QColor("#000000"))
    painter = QPainter(image)
    band.paint(painter, place, QRectF(GUTTER, 0, WIDTH - GUTTER, band.height))
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(band.height, WIDTH, 4)[..., 2::-1].copy()


def is_near(pixels: np.ndarray, colour: QColor, reach: int = 40) -> np.ndarray:
    return (np.abs(pixels.astype(int) - [colour.red(), colour.green(), colour.blue()]) < reach).all(axis=-1)


def jpeg(colour: str) -> bytes:
    from PySide6.QtCore import QBuffer

    image = QImage(320, 180, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.ReadWrite)
    image.save(buffer, "JPG", 95)
    return bytes(buffer.data().data())


@pytest.fixture
def sound(dark: QApplication) -> WaveformBand:
    """Ten seconds: silent for two, loud for four with speech in the third, quiet after; muted at the end."""
    peaks = np.concatenate([np.zeros(200), np.full(400, 250), np.full(400, 90)]).astype(np.uint8)
    gaps = (SoundGap(span(0, 2), GapKind.LATE), SoundGap(span(8, 10), GapKind.MUTED))
    band = WaveformBand()
    loudness = bytes(20) + bytes([200] * 80)
    band.show(Waveform(peaks.tobytes(), loudness, (span(3, 4),), gaps, 10 * SECOND), is_whole=True)
    return band


def test_the_largest_level_of_each_column_is_found_at_any_zoom() -> None:
    codes = np.random.default_rng(2).integers(0, 256, 10_007).astype(np.uint8)
    pyramid = Pyramid(codes)
    for first, last, columns in ((0, 10_007, 100), (-500, 11_000, 333), (40.5, 90.25, 200), (9_990, 10_050, 10)):
        edges = np.linspace(first, last, columns + 1)
        found = pyramid.columns(edges)
        for place in range(columns):
            low, high = (
                int(np.floor(edges[place])),
                max(int(np.floor(edges[place])) + 1, int(np.ceil(edges[place + 1]))),
            )
            exact = codes[max(0, low) : max(0, high)].max(initial=0)
            size = 1 << max(0, int(np.floor(np.log2(max(1, (last - first) / columns)))))
            around = codes[max(0, low - size) : max(0, high + size)].max(initial=0)
            assert exact <= found[place] <= around
    assert Pyramid(np.zeros(0, np.uint8)).columns(np.linspace(0, 10, 5)).tolist() == [0] * 4


def test_peaks_stand_where_the_sound_is_and_speech_has_its_own_colour(sound: WaveformBand) -> None:
    place = geometry(10 * SECOND)
    shot = painted(sound, place)
    voiced = is_near(shot, current().colour("accent_text"))
    x = lambda second: round(place.x(second * SECOND))  # noqa: E731 - short for this test
    assert voiced[:, x(3) + 3 : x(4) - 3].sum(axis=0).min() > 30
    assert not voiced[:, : x(3) - 3].any()
    assert not voiced[:, x(4) + 3 :].any()
    ground = is_near(shot, current().colour("sunken"), 8)
    loud, quiet = (~ground[6:38, x(5)]).sum(), (~ground[6:38, x(7)]).sum()
    assert loud > 25
    assert 0 < quiet < 12


def test_gaps_are_hatched_and_named(sound: WaveformBand) -> None:
    assert sound.words(SECOND) == "The sound begins at 0:02: before it the camera recorded none."
    assert sound.words(9 * SECOND) == "Digital silence from 0:08 to 0:10: muted or taken out."
    assert sound.words(3.5 * SECOND).splitlines() == [
        "Speech",
        "Peak -2 dBFS",
        "Loudness -18 LUFS, short-term (EBU R 128)",
    ]
    assert sound.words(5 * SECOND).startswith("No speech found")
    place = geometry(10 * SECOND)
    shot = painted(sound, place)
    ground = is_near(shot, current().colour("sunken"), 8)
    assert (~ground[:, round(place.x(SECOND / 2))]).sum() > 2


def test_what_is_not_read_yet_says_so_and_a_clip_without_sound_too(dark: QApplication) -> None:
    band = WaveformBand()
    assert (band.height, band.words(0)) == (0, "")
    place = geometry(10 * SECOND)
    some = Waveform(bytes([200] * 100), bytes([180] * 10), (), (), 10 * SECOND)
    shots: list[bytes] = []
    for is_whole, trouble in ((True, ""), (False, ""), (False, "The sound could not be read")):
        band.show(some, is_whole=is_whole, trouble=trouble)
        assert band.height > 0
        shots.append(painted(band, place).tobytes())
    assert len(set(shots)) == 3
    assert band.words(5 * SECOND) == ""
    band.show(Waveform(b"", b"", (), (), 10 * SECOND, has_track=False), is_whole=True)
    assert band.words(SECOND) == "This clip has no sound."
    band.show(None, is_whole=True)
    assert band.height == 0


def test_a_missing_stretch_is_told(dark: QApplication) -> None:
    band = WaveformBand()
    gap = SoundGap(span(1, 3), GapKind.MISSING)
    band.show(Waveform(bytes(1000), bytes(100), (), (gap,), 10 * SECOND), is_whole=True)
    assert band.words(2 * SECOND) == "No sound from 0:01 to 0:03: the track has none here."


def test_pictures_stand_where_their_frames_are(dark: QApplication) -> None:
    band = ThumbnailBand()
    assert (band.height, band.words(0), band.nearest(Moment(0))) == (0, "", None)
    band.show(Strip((0, 3 * SECOND, 6 * SECOND), tuple(map(jpeg, JPEG_COLOURS)), 9 * SECOND))
    place = geometry(9 * SECOND)
    shot = painted(band, place)
    for start_s, colour in zip((0, 3, 6), JPEG_COLOURS, strict=True):
        x = round(place.x(start_s * SECOND))
        bright = is_near(shot[20], QColor(colour))[max(0, x - 80) : x + 80]
        assert bright.sum() > 60
    far = round(place.x(4.8 * SECOND))
    assert not is_near(shot[20], QColor(JPEG_COLOURS[1]))[far]
    assert band.words(3.2 * SECOND) == "Picture of 00:03.000"
    nearest = band.nearest(Moment(round(5.9 * SECOND)))
    assert nearest is not None
    assert (nearest[0].us, nearest[1].width()) == (6 * SECOND, 320)


def test_masks_cover_the_small_pictures_too(dark: QApplication) -> None:
    band = ThumbnailBand()
    band.show(Strip((0,), (jpeg(JPEG_COLOURS[0]),), 2 * SECOND))
    band.set_masks([Mask(0, 0, 1, 1)])
    assert not is_near(painted(band, geometry(2 * SECOND)), QColor(JPEG_COLOURS[0]), 100).any()


def test_a_strip_without_pictures_is_empty(dark: QApplication) -> None:
    band = ThumbnailBand()
    band.show(Strip((), (), 2 * SECOND))
    assert band.words(0) == ""
    assert is_near(painted(band, geometry(2 * SECOND))[:, GUTTER:], current().colour("sunken"), 8).all()
