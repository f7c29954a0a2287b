"""Cells that no spreadsheet takes for a formula."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bwc_review.domain.spreadsheet import restored_cell, safe_cell


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM", "\tx", "\rx", "＝1", "＠A", "'quoted"])
def test_what_could_be_a_formula_begins_with_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@given(st.text())
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert restored_cell(safe_cell(text)) == text
