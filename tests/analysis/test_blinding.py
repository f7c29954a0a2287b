"""Bang's blinding index against its published form."""

import pytest

from bwc_review.analysis.blinding import bang_index


def test_the_worked_example() -> None:
    found = bang_index(28, 14, 8)
    assert (found.count, found.index.value) == (50, pytest.approx(0.28))
    # Var = (0.56 * 0.44 + 0.28 * 0.72 + 2 * 0.56 * 0.28) / 50 = 0.015232
    assert (found.low, found.high) == (
        pytest.approx(0.28 - 1.959964 * 0.1234180),
        pytest.approx(0.28 + 1.959964 * 0.1234180),
    )
    assert found.warns


@pytest.mark.parametrize(
    ("right", "wrong", "unknown", "index", "warns"),
    [
        (10, 10, 0, 0.0, False),
        (0, 0, 12, 0.0, False),
        (12, 0, 0, 1.0, True),
        (0, 12, 0, -1.0, True),
        (11, 9, 0, 0.1, False),
    ],
)
def test_chance_is_nought_and_certainty_is_one(right: int, wrong: int, unknown: int, index: float, warns: bool) -> None:
    found = bang_index(right, wrong, unknown)
    assert found.index.value == pytest.approx(index)
    assert found.warns is warns
    assert found.low is not None
    assert found.high is not None
    assert -1 <= found.low <= index <= found.high <= 1


def test_without_answers_there_is_no_index() -> None:
    found = bang_index(0, 0, 0)
    assert (found.index.value, found.low, found.high, found.warns) == (None, None, None, False)
    assert found.index.reason == "Nobody was asked yet."
