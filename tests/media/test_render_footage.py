"""Reels of real footage: what cameras, phones and exports really write."""

from pathlib import Path

import pytest

from bwc_review.domain.errors import InputError
from bwc_review.domain.people import Phase
from bwc_review.domain.reel import Pair, Single, Sound
from bwc_review.domain.time import Moment
from tests.helpers.reels import Studio, caption, labelled

PICTURES = 12
NOT_VIDEO = {".wav", ".txt", ".md"}

pytestmark = pytest.mark.footage


def clips_in(folder: Path, studio: Studio) -> list[tuple[str, Single]]:
    """An excerpt from the middle and one from the end of every clip that can be imported."""
    found: list[tuple[str, Single]] = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.suffix.lower() in NOT_VIDEO:
            continue
        try:
            recording = studio.recording(path)
        except InputError:
            continue
        count = len(studio.sources[recording][0].table)
        length = min(PICTURES, count)
        firsts = {(count - length) // 2, count - length}
        found += [(path.name, Single(studio.excerpt(recording, first, first + length))) for first in firsts]
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("folder", "least"), [("media", 45), ("broken", 8)])
def test_every_clip_that_can_be_imported_can_be_shown_and_verified(
    footage: Path, tmp_path: Path, folder: str, least: int
) -> None:
    """The render itself compares the first and last frame of every item; it raises if one is not the chosen one."""
    studio = Studio()
    found = clips_in(footage / folder, studio)
    assert len({name for name, _ in found}) >= least
    made = studio.render(studio.reel(*(single for _, single in found), fade_us=0), tmp_path / "reel.mp4")
    assert len(made.items) == len(found) + 2


def test_a_rotated_phone_beside_an_interlaced_camera(footage: Path, tmp_path: Path) -> None:
    media, studio = footage / "media", Studio()
    phone = studio.recording(media / "phone" / "iphone_hvc1_rot90_3mebx.mov")
    camera = studio.recording(media / "interlaced" / "sony_avchd_1080i.mts")
    before = studio.excerpt(phone, 5, 30, captions=(caption(0, 900_000, "Asks"),), **labelled(Phase.PRE, "A-17"))
    after = studio.excerpt(camera, 0, 13, **labelled(Phase.POST, "B-04"))
    pair = Pair(before, after, before.range.start.shifted(400_000), Moment(200_000), Sound.BOTH, "First contact")
    reel = studio.reel(pair, size=(1920, 1080), rate=25)
    made = studio.render(reel, tmp_path / "reel.mp4")
    left, right = studio.plan(reel).items[2].sides
    assert left.picture.height > left.picture.width
    assert right.picture.width > right.picture.height
    assert made.items[2].is_first_right
