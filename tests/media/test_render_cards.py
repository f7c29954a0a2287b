"""Drawn stills: sizes, transparency, texts that cannot break anything."""

from dataclasses import asdict
from pathlib import Path

import cv2
import numpy as np
import pytest

from bwc_review.media.cards import Sheet, draw, readable
from bwc_review.media.render_layout import Canvas, pair_layout

GROUND_BGR = (23, 18, 13)


def drawn(tmp_path: Path, kind: str, fields: dict[str, object], size: tuple[int, int] = (960, 540)) -> np.ndarray:
    draw([Sheet("still.png", kind, *size, size[0] / 1920, fields)], tmp_path)  # pyright: ignore[reportArgumentType]
    picture = cv2.imread(str(tmp_path / "still.png"), cv2.IMREAD_UNCHANGED)
    assert picture is not None
    return picture


def opening(title: str, *lines: str) -> dict[str, object]:
    return {"title": title, "lines": list(lines)}


def ink(picture: np.ndarray) -> int:
    """Pixels that are not ground."""
    return int(np.count_nonzero(np.abs(picture[:, :, :3].astype(int) - GROUND_BGR).max(axis=2) > 24))


@pytest.mark.parametrize("kind", ["opening", "card"])
def test_cards_fill_the_picture_and_hide_what_is_behind(tmp_path: Path, kind: str) -> None:
    picture = drawn(tmp_path, kind, opening("A title", "A line"))
    assert picture.shape[:2] == (540, 960)
    assert picture.shape[2] == 3 or picture[:, :, 3].min() == 255
    assert tuple(picture[5, 5, :3]) == GROUND_BGR
    assert ink(picture) > 1000


@pytest.mark.parametrize("text", ["#let x = 1", "$a^2$", "*bold* _it_", "\\ ` ' \" < @ref [x] // no /* no", "= no"])
def test_markup_in_a_title_is_only_text(tmp_path: Path, text: str) -> None:
    shown = ink(drawn(tmp_path, "opening", opening(text)))
    assert shown > ink(drawn(tmp_path, "opening", opening(""))) + 300


@pytest.mark.parametrize("kind", ["opening", "card"])
@pytest.mark.parametrize("text", ["word " * 120, "W" * 400, "line\n" * 12])
def test_long_texts_grow_smaller_and_stay_inside(tmp_path: Path, kind: str, text: str) -> None:
    picture = drawn(tmp_path, kind, opening(text))
    border = np.concatenate(
        [picture[:, :20].reshape(-1, picture.shape[2]), picture[:, -20:].reshape(-1, picture.shape[2])]
    )
    assert np.abs(border[:, :3].astype(int) - GROUND_BGR).max() <= 8


def test_phases_differ_in_shape_and_word_not_only_in_colour(tmp_path: Path) -> None:
    grey = [
        cv2.cvtColor(drawn(tmp_path, "label", {"phase": phase, "label": ""}, (900, 32))[:, :, :3], cv2.COLOR_BGR2GRAY)
        for phase in ("PRE", "POST")
    ]
    pre, post = (picture[9:11, 14:30] for picture in grey)  # between rim and letters
    assert post.mean() > pre.mean() + 40  # filled against hollow


def test_signs_over_pictures_let_them_show_through(tmp_path: Path) -> None:
    sign = drawn(tmp_path, "hold", {"word": "Ended"}, (452, 254))
    assert 120 < sign[5, 5, 3] < 200
    captions = drawn(tmp_path, "captions", {"texts": ["One", "Two"]}, (960, 118))
    assert captions[2, 2, 3] == 0
    assert captions[:, 480, 3].max() > 200
    empty = drawn(tmp_path, "captions", {"texts": []}, (960, 118))
    assert empty[:, :, 3].max() == 0


def test_a_plate_shows_title_labels_and_the_sign_of_the_side_that_is_heard(tmp_path: Path) -> None:
    layout = pair_layout(Canvas(960, 540), [(16, 9), (16, 9)], has_title=True, has_captions=True)
    boxes = {
        "title": asdict(layout.title),
        "headers": [asdict(box) for box in layout.headers],
        "panes": [asdict(box) for box in layout.panes],
    }
    sides = [{"phase": "PRE", "label": "A-17", "is_heard": False}, {"phase": "POST", "label": "B-04", "is_heard": True}]
    picture = drawn(tmp_path, "plate", {"title": "First contact", "sides": sides, "boxes": boxes})
    ends = [picture[box.y : box.y + box.height, box.x + box.width // 2 : box.x + box.width] for box in layout.headers]
    assert ink(ends[0]) == 0
    assert ink(ends[1]) > 100
    pane = layout.panes[0]
    assert picture[pane.y + 20, pane.x + 20, :3].max() == 0


def test_captions_of_a_pair_stand_under_their_own_pane(tmp_path: Path) -> None:
    boxes = [{"x": 20, "y": 0, "width": 454, "height": 92}, {"x": 486, "y": 0, "width": 454, "height": 92}]
    sides = [{"phase": "PRE", "texts": []}, {"phase": "POST", "texts": ["Paraphrases"]}]
    band = drawn(tmp_path, "band", {"sides": sides, "boxes": boxes}, (960, 92))
    assert ink(band[:, :480]) == 0
    assert ink(band[:, 480:]) > 200


def test_several_sheets_are_drawn_at_once_each_in_its_size(tmp_path: Path) -> None:
    sheets = [
        Sheet("one.png", "captions", 320, 60, 0.25, {"texts": ["One"]}),
        Sheet("two.png", "card", 640, 360, 0.33, {"title": "Two", "lines": []}),
    ]
    draw(sheets, tmp_path)
    shapes = [cv2.imread(str(tmp_path / name)) for name in ("one.png", "two.png")]
    assert [picture.shape[:2] for picture in shapes if picture is not None] == [(60, 320), (360, 640)]
    draw([], tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.png", "two.png"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  plain  ", "plain"),
        ("tab\tand\x00null", "tab and null"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("x" * 30, "x" * 24 + "\u200b" + "x" * 6),
        ("x" * 24, "x" * 24),
    ],
)
def test_texts_are_made_fit_to_draw(text: str, expected: str) -> None:
    assert readable(text) == expected
