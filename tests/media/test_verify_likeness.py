"""When a picture counts as the chosen frame, and when one of its neighbours."""

from collections.abc import Mapping

import numpy as np
import pytest

from bwc_review.media import likeness
from bwc_review.media.likeness import Grey, small, window_of
from bwc_review.media.render_layout import Box

SIZE = (360, 640)


def scene(step: float = 0, *, noise: float = 0, seed: int = 0, moving: int = 60) -> Grey:
    """A room with a figure `step` pixels further on, seen through a sensor with noise."""
    random = np.random.default_rng(7)
    room = np.kron(random.integers(40, 200, (18, 32)), np.ones((20, 20)))
    figure = slice(150, 150 + moving)
    at = 200 + round(step)
    room[figure, at : at + moving] = 230
    room[figure, at : at + moving // 3] = 20
    grain = np.random.default_rng(seed).normal(0, noise, SIZE) if noise else 0
    return np.clip(room + grain, 0, 255).astype(np.uint8)


def shows(found: Grey, wanted: Grey, beside: Mapping[int, Grey]) -> bool:
    return likeness.shows(found, small(wanted), {step: small(picture) for step, picture in beside.items()})


def coded(picture: Grey, amount: float = 2) -> Grey:
    """The picture with the traces of a codec."""
    traces = np.kron(np.random.default_rng(3).normal(0, amount, (45, 80)), np.ones((8, 8)))
    return np.clip(picture + traces, 0, 255).astype(np.uint8)


def test_the_chosen_frame_is_recognised() -> None:
    assert shows(coded(scene(0)), scene(0), {-1: scene(-6), 1: scene(6)})


@pytest.mark.parametrize("step", [-12, -6, 6, 12])
def test_a_neighbour_that_differs_is_found_out(step: int) -> None:
    assert not shows(coded(scene(step)), scene(0), {at // 6: scene(at) for at in (-12, -6, 6, 12)})


@pytest.mark.parametrize("noise", [2, 8])
def test_sensor_noise_neither_hides_nor_fakes_a_step(noise: float) -> None:
    frames = {step: scene(8 * step, noise=noise, seed=step + 50) for step in (-2, -1, 0, 1, 2)}
    beside = {step: frame for step, frame in frames.items() if step}
    assert shows(coded(frames[0]), frames[0], beside)
    assert not shows(coded(frames[1]), frames[0], beside)


def test_a_static_view_cannot_be_told_apart_and_passes() -> None:
    assert shows(coded(scene()), scene(), {-1: scene(), 1: scene()})


def test_a_static_noisy_view_passes_although_the_codec_kept_the_noise_of_the_frame_before() -> None:
    frames = {step: scene(noise=6, seed=step + 50) for step in (-2, -1, 0, 1, 2)}
    beside = {step: frame for step, frame in frames.items() if step}
    assert shows(frames[-1], frames[0], beside)
    assert shows(frames[1], frames[0], {1: frames[1]})


def test_a_moving_camera_is_told_apart_as_a_whole() -> None:
    wide = scene(noise=3)
    frames = {step: np.roll(wide, 3 * step, axis=1) for step in (-2, -1, 0, 1, 2)}
    beside = {step: frame for step, frame in frames.items() if step}
    assert shows(coded(frames[0], 4), frames[0], beside)
    assert not shows(coded(frames[1], 4), frames[0], beside)
    assert not shows(coded(frames[-1], 4), frames[0], beside)


def test_another_scene_is_refused() -> None:
    other = np.roll(scene(), 300, axis=1)[::-1]
    assert not shows(np.ascontiguousarray(other), scene(), {})


@pytest.mark.parametrize("level", [0, 128, 255])
def test_black_or_grey_instead_of_a_scene_is_refused(level: int) -> None:
    assert not shows(np.full(SIZE, level, np.uint8), scene(), {})


@pytest.mark.parametrize("level", [0, 60, 255])
def test_flat_pictures_show_themselves(level: int) -> None:
    flat = np.full(SIZE, level, np.uint8)
    assert shows(coded(flat, 1), flat, {-1: flat})


def test_another_matrix_or_range_changes_the_grey_a_little_and_passes() -> None:
    paler = (scene(0) * 0.86 + 16).astype(np.uint8)
    assert shows(paler, scene(0), {-1: scene(-6), 1: scene(6)})


def test_a_flash_of_light_is_not_its_neighbours() -> None:
    flash = np.clip(scene().astype(int) + 90, 0, 255).astype(np.uint8)
    quiet = dict.fromkeys((-2, -1, 1, 2), scene())
    assert shows(flash, flash, quiet)
    assert not shows(scene(), flash, quiet)


def test_a_window_is_cut_where_the_film_shows_it() -> None:
    picture = np.arange(100, dtype=np.uint8).reshape(10, 10).repeat(2, axis=0).repeat(2, axis=1)
    cut = window_of(picture, Box(100, 50, 20, 20), Box(104, 52, 4, 6))
    assert cut.tolist() == picture[2:8, 4:8].tolist()
