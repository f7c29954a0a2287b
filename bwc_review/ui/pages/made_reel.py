"""A reel that is made in the window, as if it had been written in a file."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from bwc_review.domain.reel import Selection

if TYPE_CHECKING:
    from bwc_review.services.reel_yaml import ItemSpec, ReelSpec

FULL_HD = (1920, 1080)
_RATE = Fraction(30)
_FADE_US = 400_000


def made_reel(
    maker: str,
    title: str,
    subtitle: str,
    items: "Sequence[ItemSpec]",
    selection: tuple[Selection, str] = (Selection.PURPOSIVE, ""),
    size: tuple[int, int] = FULL_HD,
) -> "ReelSpec":
    """The reel with everything that nobody is asked for.

    Args:
        maker: The page that it comes from, in place of a file's name.
        title: The title card's large line.
        subtitle: Its smaller line.
        items: What follows the opening cards.
        selection: How the clips were chosen, and the study's own words about it.
        size: Width and height in pixels.
    """
    from bwc_review.services.reel_yaml import ReelSpec

    return ReelSpec(
        file=maker,
        title=title,
        subtitle=subtitle,
        selection=selection[0],
        selection_note=selection[1],
        width=size[0],
        height=size[1],
        rate=_RATE,
        fade_us=_FADE_US,
        items=tuple(items),
    )
