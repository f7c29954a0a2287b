"""The picture: letterboxed, pixel for pixel where it fits, with its read-outs."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QColor, QImage, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bwc_review.domain.time import Moment
from bwc_review.media.picture_frame import Frame
from bwc_review.ui.playback.screen import image_of
from bwc_review.ui.widgets.picture import PictureWidget
from tests.helpers.frames import painted, read_frame_number

BLACK = QColor("#000000")


def image(width: int, height: int, colour: str = "#2040c0") -> QImage:
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(QColor(colour))
    return made


@pytest.fixture
def picture(qtbot: QtBot, dark: QApplication) -> PictureWidget:
    made = PictureWidget()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    return made


def test_a_picture_is_centred_between_black_bars(picture: PictureWidget) -> None:
    picture.show_image(image(800, 450))
    shot = picture.grab().toImage()
    assert shot.pixelColor(400, 74) == BLACK
    assert shot.pixelColor(400, 75) == QColor("#2040c0")
    assert shot.pixelColor(400, 524) == QColor("#2040c0")
    assert shot.pixelColor(400, 525) == BLACK


def test_a_picture_of_the_right_size_is_shown_pixel_for_pixel(picture: PictureWidget) -> None:
    rng = np.random.default_rng(1)
    pixels = rng.integers(0, 256, (600, 800, 4), dtype=np.uint8)
    pixels[..., 3] = 255
    shown = QImage(pixels.data, 800, 600, 3200, QImage.Format.Format_RGB32)
    picture.set_has_read_outs(has_read_outs=False)
    picture.show_image(shown, pixels)
    shot = picture.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    assert np.array_equal(np.frombuffer(shot.constBits(), np.uint8).reshape(600, 800, 4)[..., :3], pixels[..., :3])


def test_a_picture_of_another_size_fills_the_same_place(picture: PictureWidget) -> None:
    picture.show_image(image(160, 90))
    assert picture.picture_rect().toRect().getRect() == (0, 75, 800, 450)


def test_a_decoded_frame_is_shown_without_copying(picture: PictureWidget) -> None:
    grey = painted(4711, (320, 240))
    pixels = np.repeat(grey[:, :, None], 4, axis=2).copy()
    frame = Frame(7, Moment(0), 320, 240, 1280, pixels.reshape(-1).data)
    shown = image_of(frame)
    assert shown.constBits().tobytes()[:64] == pixels.tobytes()[:64]
    picture.resize(320, 240)
    picture.set_has_read_outs(has_read_outs=False)
    picture.show_image(shown, frame)
    shot = picture.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    assert read_frame_number(np.frombuffer(shot.constBits(), np.uint8).reshape(240, 320, 4)) == 4711


def test_read_outs_lie_over_the_picture_and_are_read_aloud(picture: PictureWidget) -> None:
    picture.show_image(image(800, 450))
    plain = picture.grab().toImage()
    picture.show_read_outs("00:12.400", "Frame 372", "20:41:22")
    assert picture.grab().toImage() != plain
    assert picture.accessibleDescription() == "00:12.400, Frame 372, 20:41:22"
    picture.set_has_read_outs(has_read_outs=False)
    assert picture.grab().toImage() == plain


def test_a_badge_is_shown_and_taken_away(picture: PictureWidget) -> None:
    picture.show_image(image(800, 450))
    plain = picture.grab().toImage()
    picture.show_badge("0.5×")
    assert picture.grab().toImage() != plain
    picture.show_badge("")
    assert picture.grab().toImage() == plain


def test_the_size_for_pictures_is_told_when_it_has_settled(picture: PictureWidget, qtbot: QtBot) -> None:
    told: list[tuple[int, int]] = []
    picture.box_changed.connect(lambda width, height: told.append((width, height)))
    for width in (700, 710, 720, 500):
        picture.resize(width, 400)
    qtbot.waitUntil(lambda: bool(told))
    assert told == [(500, 400)]
    assert picture.box == (500, 400)


def test_a_plate_stands_in_place_of_a_picture(picture: PictureWidget) -> None:
    picture.show_image(image(800, 450))
    picture.show_plate("No picture at this moment.")
    assert picture.image.isNull()
    shot = picture.grab().toImage()
    assert any(shot.pixelColor(x, 300).lightness() > 100 for x in range(200, 600))


@pytest.mark.parametrize("size", [(800, 450), (160, 90), (337, 600), (40, 600)])
def test_the_next_picture_is_painted_as_if_all_were_painted(picture: PictureWidget, size: tuple[int, int]) -> None:
    window = QImage(picture.size(), QImage.Format.Format_RGB32)
    window.fill(QColor("#ff00ff"))
    picture.show_image(image(*size))
    picture.show_read_outs("00:59.999", "Frame 1,799", "12:34:56")
    for_all = window.copy()
    picture.render(for_all)
    assert window.pixel(0, 0) not in {for_all.pixel(x, y) for x in range(0, 800, 7) for y in range(0, 600, 7)}
    watcher = PaintWatcher(picture)
    picture.show_image(image(*size, colour="#c04020"))
    picture.show_read_outs("01:00.000", "Frame 1,800", "12:34:57")
    anew = watcher.painted()
    by_parts, whole = for_all.copy(), window.copy()
    picture.render(by_parts, anew.boundingRect().topLeft(), anew)
    picture.render(whole)
    assert by_parts == whole


def test_bars_beside_a_picture_are_not_painted_again_with_every_frame(picture: PictureWidget) -> None:
    picture.show_image(image(800, 450))
    watcher = PaintWatcher(picture)
    picture.show_image(image(800, 450, "#c04020"))
    picture.show_read_outs("00:00.033", "Frame 1")
    assert watcher.painted().boundingRect().getRect() == (0, 75, 800, 450)
    picture.show_image(image(400, 600))
    assert watcher.painted().boundingRect().getRect() == (0, 0, 800, 600)


class PaintWatcher(QObject):
    """Notes which parts of a widget are painted."""

    def __init__(self, picture: PictureWidget) -> None:
        super().__init__(picture)
        self.regions: list[QRegion] = []
        QApplication.processEvents()
        picture.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QPaintEvent):
            self.regions.append(event.region())
        return False

    def painted(self) -> QRegion:
        """What was painted since the last question, in one go."""
        QApplication.processEvents()
        (region,) = self.regions
        self.regions.clear()
        return region
