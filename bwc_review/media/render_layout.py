"""Where things stand in a film's picture: boxes in pixels, for any size of film. No text is drawn here."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

# Measures at 1920x1080; `Canvas.px` scales them to other sizes.
_MARGIN = 40
_GUTTER = 24
_TITLE = 104
_HEADER = 68
_BAND_GAP = 16
_BAND = 184
_LABEL_INSET = 36
_LABEL = 64
_CAPTIONS_LIFT = 48
_CAPTIONS = 236


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels; all four are even, as 4:2:0 pictures need it."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Canvas:
    """The film's picture.

    Attributes:
        width: Pixels.
        height: Pixels.
    """

    width: int
    height: int

    @property
    def unit(self) -> Fraction:
        """Pixels for one pixel of the 1920x1080 design."""
        return min(Fraction(self.width, 1920), Fraction(self.height, 1080))

    def px(self, measure: int) -> int:
        """A measure of the design in even pixels of this canvas, at least 2."""
        return max(2, even(measure * self.unit))

    @property
    def box(self) -> Box:
        """The whole picture."""
        return Box(0, 0, self.width, self.height)


@dataclass(frozen=True, slots=True)
class PairLayout:
    """Places of a pair.

    Attributes:
        title: The line above; no height if there is none.
        headers: Above each pane: phase, label, sound.
        panes: Equal; each picture is fitted into its pane.
        pictures: Where the pictures themselves are.
        band: Across the film under the panes: captions; no height if there are none.
    """

    title: Box
    headers: tuple[Box, Box]
    panes: tuple[Box, Box]
    pictures: tuple[Box, Box]
    band: Box


@dataclass(frozen=True, slots=True)
class SingleLayout:
    """Places of a single clip.

    Attributes:
        picture: Where the picture is; black around it.
        label: Over its upper left corner.
        captions: Across the film in its lower third.
    """

    picture: Box
    label: Box
    captions: Box


def even(number: Fraction | float) -> int:
    """The nearest even whole number."""
    return 2 * round(number / 2)


def fitted(size: tuple[int, int], box: Box) -> Box:
    """The largest box of the shape `size` (square pixels) inside `box`, in its middle; at least 2 pixels each way.

    It fills `box` to the edge where it is less than 1 % (or 2 pixels) away: 848x480 is meant to be 16:9, and a sliver
    of black beside it would only look like a mistake.
    """
    scale = min(Fraction(box.width, size[0]), Fraction(box.height, size[1]))
    width, height = even(size[0] * scale), even(size[1] * scale)
    width = box.width if width >= box.width - max(2, box.width // 100) else max(2, width)
    height = box.height if height >= box.height - max(2, box.height // 100) else max(2, height)
    left, top = box.x + even((box.width - width) / 2), box.y + even((box.height - height) / 2)
    return Box(min(left, box.x + box.width - width), min(top, box.y + box.height - height), width, height)


def single_layout(canvas: Canvas, size: tuple[int, int]) -> SingleLayout:
    """Lay a single clip of the display size `size` out over the whole picture."""
    inset, lift = canvas.px(_LABEL_INSET), canvas.px(_CAPTIONS_LIFT)
    label = Box(inset, inset, max(2, canvas.width - 2 * inset), canvas.px(_LABEL))
    captions = canvas.px(_CAPTIONS)
    return SingleLayout(
        picture=fitted(size, canvas.box),
        label=label,
        captions=Box(0, max(0, canvas.height - lift - captions), canvas.width, captions),
    )


def pair_layout(canvas: Canvas, sizes: Sequence[tuple[int, int]], *, has_title: bool, has_captions: bool) -> PairLayout:
    """Lay two clips of the display sizes `sizes` out side by side.

    Both panes have one size: as wide as half the film allows, as high as the higher of the two pictures needs at that
    width, as far as there is room. Title, headers, panes and captions are centred together, a little above the middle.
    """
    margin, gutter = canvas.px(_MARGIN), canvas.px(_GUTTER)
    title = canvas.px(_TITLE) if has_title else 0
    header = canvas.px(_HEADER)
    gap, band = (canvas.px(_BAND_GAP), canvas.px(_BAND)) if has_captions else (0, 0)
    width = max(2, 2 * ((canvas.width - 2 * margin - gutter) // 4))
    room = max(2, canvas.height - title - header - gap - band - margin)
    height = min(even(room), max(even(Fraction(width * high, wide)) for wide, high in sizes))
    spare = max(0, canvas.height - title - header - height - gap - band)
    top = even(spare * 0.42) + title
    lefts = (margin, canvas.width - margin - width)
    panes = [Box(left, top + header, width, height) for left in lefts]
    return PairLayout(
        title=Box(margin, top - title, canvas.width - 2 * margin, title),
        headers=(Box(lefts[0], top, width, header), Box(lefts[1], top, width, header)),
        panes=(panes[0], panes[1]),
        pictures=(fitted(sizes[0], panes[0]), fitted(sizes[1], panes[1])),
        band=Box(0, top + header + height + gap, canvas.width, band),
    )
