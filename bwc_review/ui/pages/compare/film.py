"""The film of a pair, as a reel."""

from typing import TYPE_CHECKING

from bwc_review.ui.models.pair_clips import PairClip
from bwc_review.ui.pages.compare.options import PairChoices
from bwc_review.ui.pages.made_reel import FULL_HD, made_reel

if TYPE_CHECKING:
    from bwc_review.services.reel_yaml import ReelSpec


def reel_of(pre: PairClip, post: PairClip, choices: PairChoices, size: tuple[int, int] = FULL_HD) -> "ReelSpec":
    """A reel that holds one pair, as if it had been written in a file; the size is in pixels."""
    from bwc_review.services.reel_yaml import Captions, PairSpec, Place

    pair = PairSpec(
        title=choices.title,
        pre=pre.code,
        post=post.code,
        align=(choices.anchor.pre, choices.anchor.post),
        before_us=choices.before_us,
        after_us=choices.after_us,
        sound=choices.sound,
        captions=Captions.TAGS if choices.has_captions else Captions.NONE,
        reviewer=choices.reviewer,
        place=Place("Compare", "pair", 1, {}),
    )
    subtitle = f"{pre.code} and {post.code}"
    return made_reel("Compare", choices.title, subtitle, [pair], (choices.selection, choices.note), size)


def title_of(pre: PairClip, post: PairClip) -> str:
    """What a film of a pair is called if nobody names it."""
    return pre.call if pre.call and pre.call == post.call else "Before and after the course"
