"""Masks lie inside the picture; cameras are told by their files."""

from dataclasses import replace
from pathlib import Path

import pytest

from bwc_review.domain.blinding import PRESETS, MaskBox, camera_of
from bwc_review.domain.clip import Clip
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import ClipId, new_id
from tests.unit.samples import facts

CLIP = Clip(ClipId(new_id()), Path("/evidence/Axon_Body_4_Video_2025-08-23_2206_D01A00001.mp4"), 1, "a" * 64, facts())


@pytest.mark.parametrize(
    "box",
    [(-0.1, 0, 0.5, 0.1), (0, 1, 0.5, 0.1), (0, 0, 0, 0.1), (0, 0, 0.5, 1.2), (0.6, 0, 0.5, 0.1), (0, 0.95, 1, 0.1)],
)
def test_a_mask_lies_inside_the_picture(box: tuple[float, float, float, float]) -> None:
    with pytest.raises(InputError, match="inside the picture"):
        MaskBox(*box)


def test_presets_reach_to_the_edge() -> None:
    assert PRESETS["none"] == ()
    [box] = PRESETS["top-right"]
    assert (box.x + box.width, box.y) == (1.0, 0.0)


def test_a_camera_is_told_by_its_maker_and_picture() -> None:
    assert camera_of(CLIP) == "Axon Body 4 1920×1080 h264"
    assert camera_of(replace(CLIP, path=Path("a.mp4"))) == "1920×1080 h264"
