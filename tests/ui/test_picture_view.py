"""Zoom, levels and boxes of the picture: real detail, display only, and covers that hold at any zoom."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bwc_review.domain.time import START
from bwc_review.ui.playback.clock import MonotonicClock
from bwc_review.ui.playback.screen import Screen
from bwc_review.ui.playback.transport import Transport
from bwc_review.ui.widgets.levels import NEUTRAL, NIGHT, Levels
from bwc_review.ui.widgets.picture import PictureWidget
from bwc_review.ui.widgets.picture_masks import Mask, MaskStyle
from bwc_review.ui.widgets.picture_view import MOST_ZOOM, PictureView
from tests.helpers.clips import ClipShelf
from tests.helpers.frames import read_frame_number
from tests.helpers.playing import HandClock, source_of

ROOM, SHAPE = QSizeF(800, 600), QSizeF(1600, 900)
Until = Callable[[Callable[[], object]], None]


@pytest.fixture
def picture(qtbot: QtBot, dark: QApplication) -> PictureWidget:
    made = PictureWidget()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.set_has_read_outs(has_read_outs=False)
    made.show()
    return made


@pytest.fixture
def transport(qtbot: QtBot) -> Iterator[Transport]:
    made = Transport(MonotonicClock(HandClock()))
    yield made
    made.close()


def noise(width: int, height: int) -> QImage:
    pixels = np.random.default_rng(7).integers(60, 200, (height, width, 4), dtype=np.uint8)
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


def pixels_of(image: QImage) -> np.ndarray:
    shot = image.convertToFormat(QImage.Format.Format_RGB32)
    return (
        np.frombuffer(shot.constBits(), np.uint8).reshape(shot.height(), shot.width(), 4).copy()
    )  # shot owns the memory


def is_loud(picture: PictureWidget) -> np.ndarray:
    shot = pixels_of(picture.grab().toImage()).astype(int)
    return (shot[..., 2] > 210) & (shot[..., 0] > 210) & (shot[..., 1] < 120)


def turn_wheel(widget: PictureWidget, notches: int, place: QPointF) -> None:
    event = QWheelEvent(
        place,
        widget.mapToGlobal(place),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def test_the_spot_under_the_pointer_stays_when_zooming() -> None:
    view, place = PictureView(), QPointF(500, 350)
    for factor in (2.0, 1.5, 0.8):
        before = view.rect(ROOM, SHAPE)
        view.zoom_by(factor, place, ROOM, SHAPE)
        after = view.rect(ROOM, SHAPE)
        for start, length, at in (("left", "width", place.x()), ("top", "height", place.y())):
            spot = (at - getattr(before, start)()) / getattr(before, length)()
            assert (at - getattr(after, start)()) / getattr(after, length)() == pytest.approx(spot, abs=1e-6)


def test_a_zoomed_picture_never_leaves_an_edge_bare() -> None:
    view = PictureView()
    view.zoom_by(4, QPointF(0, 0), ROOM, SHAPE)
    for by in (QPointF(9999, 9999), QPointF(-9999, -9999)):
        view.pan(by, ROOM, SHAPE)
        whole = view.rect(ROOM, SHAPE)
        assert whole.left() <= 1e-6
        assert whole.top() <= 1e-6
        assert whole.right() >= 800 - 1e-6
        assert whole.bottom() >= 600 - 1e-6
    view.zoom_by(0.001, QPointF(0, 0), ROOM, SHAPE)
    assert view.rect(ROOM, SHAPE) == QRectF(0, 75, 800, 450)
    view.zoom_by(1000, QPointF(0, 0), ROOM, SHAPE)
    assert view.zoom == MOST_ZOOM


def test_the_visible_part_is_told_in_fractions() -> None:
    view = PictureView()
    assert view.visible(ROOM, SHAPE) == QRectF(0, 0, 1, 1)
    view.zoom_by(2, QPointF(400, 300), ROOM, SHAPE)
    seen = view.visible(ROOM, SHAPE)
    assert (seen.left(), seen.width()) == (pytest.approx(0.25), pytest.approx(0.5))
    assert seen.top() == pytest.approx(1 / 6)


def test_the_wheel_zooms_where_the_pointer_is_and_dragging_moves_the_picture(picture: PictureWidget) -> None:
    picture.show_image(noise(800, 600))
    turn_wheel(picture, 3, QPointF(200, 150))
    spot = picture.spot_at(QPointF(200, 150))
    assert picture.view.zoom == pytest.approx(1.25**3)
    assert (spot.x(), spot.y()) == (pytest.approx(0.25, abs=0.002), pytest.approx(0.25, abs=0.002))
    left = Qt.MouseButton.LeftButton
    clicks: list[bool] = []
    picture.clicked.connect(lambda: clicks.append(True))
    QTest.mousePress(picture, left, pos=QPoint(400, 300))
    QTest.mouseMove(picture, QPoint(440, 300))
    QTest.mouseMove(picture, QPoint(360, 260))
    QTest.mouseRelease(picture, left, pos=QPoint(360, 260))
    moved = picture.spot_at(QPointF(160, 110))
    assert (moved.x(), moved.y()) == (pytest.approx(0.25, abs=0.004), pytest.approx(0.25, abs=0.004))
    assert not clicks
    QTest.mouseClick(picture, left, pos=QPoint(400, 300))
    assert clicks == [True]


def test_two_fingers_zoom_too(picture: PictureWidget) -> None:
    picture.show_image(noise(800, 600))
    place = QPointF(100, 100)
    pad = QPointingDevice.primaryPointingDevice()
    gesture = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture, pad, 2, place, place, place, 0.5, QPointF(), 1
    )
    QApplication.sendEvent(picture, gesture)
    assert picture.view.zoom == pytest.approx(1.5)
    assert gesture.type() == QEvent.Type.NativeGesture


def test_zooming_in_asks_for_as_many_pixels_as_the_clip_has(
    picture: PictureWidget, transport: Transport, clips: ClipShelf, until: Until
) -> None:
    """The clip has 320 × 240 pixels; in a small pane they are only seen when zoomed in."""
    picture.resize(160, 120)
    Screen(transport, picture)
    transport.open([[source_of(clips.kind("cfr_30"))]])
    until(lambda: transport.shown == START and picture.image.width() == 160)
    picture.zoom_by(1.5)
    until(lambda: picture.image.width() == 240)
    picture.zoom_by(10)
    until(lambda: picture.image.width() == 320)
    picture.fit()
    until(lambda: picture.image.width() == 160)
    assert not picture.view.is_zoomed


def test_a_picture_with_its_own_pixels_is_not_blurred_when_moved(picture: PictureWidget) -> None:
    whole = noise(1600, 1200)
    picture.show_image(whole)
    picture.zoom_by(2)
    picture.set_masks(())
    picture.pan(QPointF(13.4, -7.7))
    corner = picture.picture_rect().topLeft().toPoint()
    assert corner == picture.picture_rect().topLeft()
    shot = pixels_of(picture.grab().toImage())
    expected = pixels_of(whole)[-corner.y() : 600 - corner.y(), -corner.x() : 800 - corner.x()]
    assert np.array_equal(shot[200:400, :300, :3], expected[200:400, :300, :3])


def test_levels_change_what_is_shown_and_a_badge_says_so(
    picture: PictureWidget, transport: Transport, clips: ClipShelf, until: Until
) -> None:
    Screen(transport, picture)
    transport.open([[source_of(clips.kind("cfr_30"))]])
    until(lambda: transport.shown == START)
    plain = pixels_of(picture.image)[..., :3].copy()
    bare = picture.grab().toImage()
    levels = Levels(brightness=10, contrast=20, gamma_percent=180)
    picture.set_levels(levels)
    assert np.array_equal(pixels_of(picture.image)[..., :3], levels.table[plain])
    badge = QRectF(picture.picture_rect().left() + 20, picture.picture_rect().top() + 46, 100, 20).toRect()
    assert pixels_of(picture.grab().toImage().copy(badge)).min() < pixels_of(bare.copy(badge)).min() + 40
    transport.step(1)
    until(lambda: read_frame_number(pixels_of(picture.image)) == 1)
    picture.set_levels(NEUTRAL)
    assert read_frame_number(pixels_of(picture.image)) == 1
    picture.set_levels(NIGHT)
    picture.show_plate("")
    picture.set_levels(NEUTRAL)
    assert picture.image.isNull()


def test_levels_are_neutral_at_first_and_lift_the_shadows_at_night() -> None:
    assert np.array_equal(NEUTRAL.table, np.arange(256))
    assert NIGHT.table[30] > 60
    assert Levels(contrast=-100).table.tolist() == [128] * 256
    assert (Levels(brightness=-100).table == 0).all()
    assert not Levels(brightness=1).is_neutral


@pytest.mark.parametrize("zoom", [1.0, 1.7, 5.3])
@pytest.mark.parametrize("size", [(800, 600), (200, 150), (270, 480)])
def test_a_solid_mask_hides_every_pixel_of_its_part_of_the_picture(
    picture: PictureWidget, zoom: float, size: tuple[int, int]
) -> None:
    width, height = size
    image = noise(width, height)
    loud = QColor("#ff00ff")
    hidden = QRectF(0.55, 0.05, 0.4, 0.1)
    for x in range(round(hidden.left() * width), round(hidden.right() * width)):
        for y in range(round(hidden.top() * height), round(hidden.bottom() * height)):
            image.setPixelColor(x, y, loud)
    picture.show_image(image)
    picture.zoom_by(zoom, QPointF(600, 100))
    margin_x, margin_y = 1 / width, 1 / height  # the last pixel is smeared by the scaling
    mask = Mask(0.55 - margin_x, 0.05 - margin_y, 0.4 + 2 * margin_x, 0.1 + 2 * margin_y)
    picture.set_masks([mask], "clock")
    assert not is_loud(picture).any()
    picture.set_masks([], "clock")
    assert is_loud(picture).any()


def test_layers_of_masks_do_not_disturb_each_other(picture: PictureWidget) -> None:
    clock, face = Mask(0.6, 0, 0.4, 0.1), Mask(0.2, 0.2, 0.1, 0.2, MaskStyle.BLUR)
    picture.set_masks([clock], "clock")
    picture.set_masks([face])
    assert picture.masks == (clock, face)
    picture.set_masks([])
    assert picture.masks == (clock,)


@pytest.mark.parametrize("style", [MaskStyle.MOSAIC, MaskStyle.BLUR])
def test_coarse_masks_leave_no_detail(picture: PictureWidget, style: MaskStyle) -> None:
    picture.show_image(noise(800, 600))
    plain = pixels_of(picture.grab().toImage())[250:350, 350:450, :3].astype(float)
    picture.set_masks([Mask(0.4, 0.4, 0.2, 0.2, style), Mask(0.1, 0.1, 0.1, 0.1, MaskStyle.OUTLINE)])
    shot = pixels_of(picture.grab().toImage()).astype(float)
    covered = shot[250:350, 350:450, :3]
    assert np.abs(np.diff(covered, axis=1)).mean() < 0.2 * np.abs(np.diff(plain, axis=1)).mean()
    assert shot[60, 100, :3].min() == 255  # the outline's edge


def test_a_mask_outside_the_picture_is_painted_without_one(picture: PictureWidget) -> None:
    picture.show_image(noise(800, 600))
    plain = picture.grab().toImage()
    picture.set_masks([Mask(1.2, 1.2, 0.1, 0.1, MaskStyle.MOSAIC)])
    assert picture.grab().toImage() == plain


def test_a_preview_fills_the_place_of_the_picture_and_says_so(picture: PictureWidget) -> None:
    picture.show_image(noise(800, 450))
    place = picture.picture_rect()
    picture.show_preview(noise(160, 90), "00:12.400")
    assert picture.is_preview
    assert picture.picture_rect() == place
    assert picture.accessibleDescription() == "00:12.400, Preview"
    picture.show_image(noise(800, 450))
    assert not picture.is_preview


def test_a_notice_is_shown_and_goes(picture: PictureWidget, until: Until) -> None:
    picture.show_image(noise(800, 450))
    plain = picture.grab().toImage()
    picture.show_notice("Esc leaves full screen")
    assert picture.grab().toImage() != plain
    picture.show_notice("")
    assert picture.grab().toImage() == plain
