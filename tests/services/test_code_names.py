"""Neutral names for recordings."""

import random
import re

from bwc_review.services.code_names import DIGITS, LETTERS, new_code


def test_a_code_is_letter_digit_letter_digit_without_look_alikes() -> None:
    codes = {new_code((), random.Random(seed)) for seed in range(300)}
    assert all(re.fullmatch(r"[A-Z]\d[A-Z]\d", code) for code in codes)
    assert not set("".join(codes)) & set("0O1IL5S8B2Z") - {"2"}
    assert len(codes) > 200


def test_codes_that_are_taken_are_not_given_again() -> None:
    taken: set[str] = set()
    for _ in range(2000):
        code = new_code(taken, random.Random(len(taken)))
        assert code not in taken
        taken.add(code)


def test_once_short_codes_run_short_they_grow() -> None:
    every = {f"{a}{b}{c}{d}" for a in LETTERS for b in DIGITS for c in LETTERS for d in DIGITS}
    code = new_code(every, random.Random(1))
    assert re.fullmatch(r"[A-Z]\d[A-Z]\d[A-Z]", code)
