"""The picture on the review page: alone on the screen, zoomed, brightened; film and sound under the ruler."""

# ruff: noqa: F811 - fixtures of another file are imported and named again as arguments

import shutil
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from bwc_review.domain.clip import SourceClip
from bwc_review.ui.widgets.picture_masks import Mask
from tests.helpers.frames import read_frame_number
from tests.ui.test_review import (
    ALT,
    CTRL,
    RATE,
    SHIFT,
    Desk,
    clip_study,  # noqa: F401 - a fixture
    coding,  # noqa: F401 - a fixture
    desk,  # noqa: F401 - a fixture
    moment,
    study,  # noqa: F401 - a fixture
)


def test_f11_leaves_nothing_but_the_picture_and_keys_go_on_working(coding: Desk) -> None:
    page, window = coding.page, coding.window
    coding.keys(Qt.Key.Key_F11)
    coding.waits(lambda: page.player.picture.size() == window.size())
    assert not page.side.isVisible()
    coding.goes(45)
    coding.keys("q")
    assert [tag.start for tag in coding.stored] == [moment(45)]
    coding.keys(Qt.Key.Key_Escape)
    assert page.side.isVisible()
    assert page.player.timeline.isVisible()
    assert window.windowState() == Qt.WindowState.WindowNoState
    coding.keys(Qt.Key.Key_F11)
    window.show_page("library")
    assert window.top_bar.isVisible()


def test_a_window_that_filled_the_screen_goes_on_to(coding: Desk) -> None:
    coding.keys(Qt.Key.Key_F11, with_=SHIFT)
    coding.keys(Qt.Key.Key_F11)
    coding.keys(Qt.Key.Key_F11)
    assert coding.window.windowState() == Qt.WindowState.WindowFullScreen
    coding.keys(Qt.Key.Key_F11, with_=SHIFT)
    assert coding.window.windowState() == Qt.WindowState.WindowNoState


def test_the_picture_is_zoomed_and_moved_with_keys(coding: Desk) -> None:
    picture = coding.page.player.picture
    coding.keys("+", "+", "+", with_=ALT)
    assert picture.view.zoom == pytest.approx(1.25**3)
    before = picture.picture_rect()
    coding.keys(Qt.Key.Key_Right, with_=CTRL | SHIFT)
    assert picture.picture_rect().left() < before.left()
    coding.keys(Qt.Key.Key_Down, with_=CTRL | SHIFT)
    assert picture.picture_rect().top() < before.top()
    coding.keys("-", with_=ALT)
    assert picture.view.zoom == pytest.approx(1.25**2)
    coding.keys("0", with_=ALT)
    assert not picture.view.is_zoomed


def test_levels_belong_to_the_clip_and_are_reset_with_one_key(coding: Desk) -> None:
    picture, panel = coding.page.player.picture, coding.page.player.tools.levels.panel
    coding.keys("b", with_=ALT)
    assert panel.isVisible()
    coding.keys(Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert picture.levels.brightness == 2
    panel.gamma.setValue(50)
    assert picture.levels.gamma_percent == 200
    assert coding.page.player.transport.shown == moment(0)
    coding.keys(Qt.Key.Key_Escape)
    assert not panel.isVisible()
    coding.page.open_recording(coding.recording_id)
    coding.waits(lambda: coding.page.player.transport.shown is not None)
    assert picture.levels.gamma_percent == 200
    coding.keys("b", with_=ALT | SHIFT)
    assert picture.levels.is_neutral
    coding.keys("b", with_=ALT | SHIFT)
    assert picture.levels.table[20] > 40
    panel.reset.click()
    assert picture.levels.is_neutral


def test_sound_and_pictures_come_onto_the_timeline_and_are_kept(coding: Desk) -> None:
    page = coding.page
    page.preview.close()
    assert page.player.film.height == 0
    shutil.rmtree(coding.study.store.folder / "cache", ignore_errors=True)
    page.open_recording(coding.recording_id)
    coding.waits(lambda: coding.study.previews.kept(coding.recording_id).is_whole)
    assert page.player.film.height > 0
    assert page.player.waveform.words(0) == "This clip has no sound."
    coding.waits(lambda: coding.window.bridge.jobs.jobs[-1].is_finished)
    coding.window.bridge.jobs.sweep()
    page.open_recording(coding.recording_id)
    coding.waits(lambda: page.player.film.nearest(moment(300)) is not None)
    assert not coding.window.bridge.jobs.jobs


def test_a_file_that_cannot_be_read_leaves_the_bands_with_a_sentence(coding: Desk) -> None:
    page = coding.page
    coding.waits(lambda: all(job.is_finished for job in coding.window.bridge.jobs.jobs))
    page.preview.close()
    shutil.rmtree(coding.study.store.folder / "cache", ignore_errors=True)
    recording = coding.study.library.row(coding.recording_id).recording
    coding.study.previews._sources = lambda _id: [_moved(source) for source in coding.study.library.sources(_id)]
    page.preview.open(recording, recording.duration_us)
    coding.waits(lambda: page.preview.trouble)
    assert "elsewhere.mp4" in page.preview.trouble


def test_nothing_is_shown_beyond_where_the_clip_stops_for_a_reviewer(coding: Desk) -> None:
    page = coding.page
    coding.waits(lambda: coding.study.previews.kept(coding.recording_id).is_whole)
    page.preview.open(coding.study.library.row(coding.recording_id).recording, moment(100).us)
    coding.waits(lambda: page.player.film.nearest(moment(0)) is not None)
    last = page.player.film.nearest(moment(599))
    assert last is not None
    assert last[0] < moment(100)


def test_while_the_hand_drags_a_small_picture_stands_in_until_the_frame_is_there(coding: Desk) -> None:
    page = coding.page
    transport, picture = page.player.transport, page.player.picture
    coding.waits(lambda: coding.study.previews.kept(coding.recording_id).is_whole)
    coding.waits(lambda: page.player.film.nearest(moment(599)) is not None)
    coding.waits(lambda: not transport.is_busy)
    page.player.timeline.scrub_requested.emit(moment(505))
    assert picture.is_preview
    small = page.player.film.nearest(moment(505))
    assert small is not None
    assert transport.shown == small[0]
    assert read_frame_number(_rgb(picture.image)) == small[0].us * RATE // 1_000_000
    coding.waits(lambda: not picture.is_preview)
    coding.waits(lambda: transport.shown == moment(505))
    assert coding.frame == 505
    page.player.timeline.scrub_requested.emit(moment(506))  # this one is ready
    coding.waits(lambda: transport.shown == moment(506))
    assert coding.frame == 506
    assert not picture.is_preview


def test_a_mask_covers_the_large_and_the_small_pictures(coding: Desk) -> None:
    page = coding.page
    mask = Mask(0.5, 0, 0.5, 0.2)
    page.player.picture.set_masks([mask], "clock")
    assert page.player.film.masks == (mask,)
    page.player.picture.set_masks([], "clock")
    assert page.player.film.masks == ()


def _moved(source: SourceClip) -> SourceClip:
    return replace(source, clip=replace(source.clip, path=source.clip.path.with_name("elsewhere.mp4")))


def _rgb(shown: QImage) -> np.ndarray:
    image = shown.convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return lines[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()


def test_a_part_that_comes_after_the_end_is_old_news(coding: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    page, bridge = coding.page, coding.window.bridge
    coding.waits(lambda: all(job.is_finished for job in bridge.jobs.jobs))
    late: list[Callable[[], object]] = []
    monkeypatch.setattr(bridge, "after", late.append)
    shutil.rmtree(coding.study.store.folder / "cache", ignore_errors=True)
    recording = coding.study.library.row(coding.recording_id).recording
    page.preview.open(recording, recording.duration_us)
    coding.waits(lambda: page.player.film.nearest(moment(0)) is not None)
    whole = page.player.film.nearest(moment(599))
    page.player.film.show(None)
    for call in late:
        call()
    assert late
    assert whole is not None
    assert page.player.film.nearest(moment(0)) is None


def test_damage_is_told_with_the_code_of_the_clip_that_has_it(coding: Desk) -> None:
    coding.page.player.transport.damaged.emit()
    assert coding.page._recording is not None
    code = coding.page._recording.row.recording.code
    assert coding.window.status.text == f"Parts of {code} are damaged. Pictures that cannot be shown are passed over."


@pytest.mark.parametrize("later", ["", "Something else."])
def test_what_was_said_of_a_clip_s_file_is_gone_with_the_clip_and_nothing_else_is(coding: Desk, later: str) -> None:
    coding.page.player.transport.damaged.emit()
    if later:
        coding.window.bridge.tell(later)
    coding.page.player.transport.close()
    assert coding.window.status.text == later
