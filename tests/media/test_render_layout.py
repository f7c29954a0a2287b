"""Where things stand in the picture, at any size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bwc_review.media.render_layout import Box, Canvas, fitted, pair_layout, single_layout

SIZES = st.tuples(st.integers(16, 8000), st.integers(16, 8000))
CANVASES = st.tuples(st.integers(80, 2000), st.integers(80, 2000)).map(lambda pair: Canvas(2 * pair[0], 2 * pair[1]))


def inside(inner: Box, outer: Box) -> bool:
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and inner.x + inner.width <= outer.x + outer.width
        and inner.y + inner.height <= outer.y + outer.height
    )


def is_even(box: Box) -> bool:
    return not any(value % 2 for value in (box.x, box.y, box.width, box.height))


@given(size=SIZES, canvas=CANVASES)
def test_a_single_clip_lies_inside_the_picture_on_even_pixels(size: tuple[int, int], canvas: Canvas) -> None:
    layout = single_layout(canvas, size)
    assert inside(layout.picture, canvas.box)
    assert is_even(layout.picture)
    assert is_even(layout.label)
    assert is_even(layout.captions)


@given(size=SIZES, other=SIZES, canvas=CANVASES, has_title=st.booleans(), has_captions=st.booleans())
def test_a_pair_lies_inside_the_picture_and_nothing_overlaps(
    size: tuple[int, int], other: tuple[int, int], canvas: Canvas, has_title: bool, has_captions: bool
) -> None:
    layout = pair_layout(canvas, [size, other], has_title=has_title, has_captions=has_captions)
    left, right = layout.panes
    assert (left.width, left.height, left.y) == (right.width, right.height, right.y)
    assert left.x + left.width <= right.x
    for pane, picture in zip(layout.panes, layout.pictures, strict=True):
        assert inside(pane, canvas.box)
        assert inside(picture, pane)
        assert is_even(picture)
        assert picture.width == pane.width or picture.height == pane.height
    assert layout.title.y + layout.title.height <= layout.headers[0].y
    assert layout.headers[0].y + layout.headers[0].height <= left.y
    assert left.y + left.height <= layout.band.y
    assert layout.band.y + layout.band.height <= canvas.height


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((1920, 1080), Box(0, 0, 1920, 1080)),
        ((1280, 720), Box(0, 0, 1920, 1080)),
        ((640, 480), Box(240, 0, 1440, 1080)),
        ((1080, 1920), Box(656, 0, 608, 1080)),
        ((2560, 1080), Box(0, 136, 1920, 810)),
        ((848, 480), Box(0, 0, 1920, 1080)),
        ((854, 480), Box(0, 0, 1920, 1080)),
    ],
)
def test_pictures_keep_their_shape_without_slivers(size: tuple[int, int], expected: Box) -> None:
    assert fitted(size, Box(0, 0, 1920, 1080)) == expected


def test_two_wide_pictures_fill_their_panes() -> None:
    layout = pair_layout(Canvas(1920, 1080), [(1920, 1080), (1280, 720)], has_title=True, has_captions=True)
    assert layout.pictures == layout.panes
    assert layout.panes[0].width == 908


def test_a_tall_picture_makes_both_panes_taller() -> None:
    wide = pair_layout(Canvas(1920, 1080), [(1920, 1080), (1920, 1080)], has_title=True, has_captions=True)
    tall = pair_layout(Canvas(1920, 1080), [(1920, 1080), (1080, 1920)], has_title=True, has_captions=True)
    assert tall.panes[0].height > wide.panes[0].height
    assert tall.pictures[0].height == wide.pictures[0].height


def test_what_is_not_there_leaves_its_room_to_the_pictures() -> None:
    sizes = [(1080, 1920), (1080, 1920)]
    full = pair_layout(Canvas(1920, 1080), sizes, has_title=True, has_captions=True)
    bare = pair_layout(Canvas(1920, 1080), sizes, has_title=False, has_captions=False)
    assert bare.panes[0].height > full.panes[0].height
