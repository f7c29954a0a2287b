"""Frame tables as bytes."""

import pytest
from hypothesis import given

from bwc_review.domain.clip import FrameTable
from bwc_review.domain.errors import EnvironmentFault
from bwc_review.store import frame_blob
from tests.store import values


@given(values.frame_tables())
def test_a_table_comes_back_as_it_went_in(table: FrameTable):
    assert frame_blob.unpacked(frame_blob.packed(table)) == table


def test_an_hour_takes_less_than_a_kilobyte():
    starts = [round(index * 1_001_000 / 30) for index in range(108_000)]
    table = FrameTable.of(starts, range(0, 108_000, 60), starts[-1] + 33_367)
    assert len(frame_blob.packed(table)) < 3_000


@pytest.mark.parametrize("place", [0, 9, 17, 30])
def test_a_changed_byte_of_the_counts_or_the_content_is_called_damage(place: int):
    content = bytearray(frame_blob.packed(values.TABLE))
    content[place] ^= 0xFF
    with pytest.raises(EnvironmentFault) as caught:
        frame_blob.unpacked(bytes(content))
    assert caught.value.code == "study.damaged"


@pytest.mark.parametrize("content", [b"", b"\x01", b"\x01" * 25])
def test_bytes_that_are_no_table_are_called_damage(content: bytes):
    with pytest.raises(EnvironmentFault) as caught:
        frame_blob.unpacked(content)
    assert caught.value.code == "study.damaged"
