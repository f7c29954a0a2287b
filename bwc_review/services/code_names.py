"""Neutral names for recordings, such as K7Q2: they tell nothing, spell nothing and survive being read aloud."""

import random
from collections.abc import Container

from bwc_review.services.ports import UnitOfWork

# Without letters and digits that look or sound alike (0 O, 1 I L, 5 S, 8 B, 2 Z, U V).
LETTERS = "ACDEFGHJKMNPQRTWXY"
DIGITS = "234679"
_TRIES = 60


def new_code(taken: Container[str], chance: random.Random) -> str:
    """A random name that is not taken: letter, digit, letter, digit; longer once those run short."""
    shape = [LETTERS, DIGITS, LETTERS, DIGITS]
    while True:
        for _ in range(_TRIES):
            code = "".join(chance.choice(part) for part in shape)
            if code not in taken:
                return code
        shape.append(LETTERS if len(shape) % 2 == 0 else DIGITS)


class TakenCodes:
    """The code names of a study, asked one at a time: a study may hold many thousands."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def __contains__(self, code: object) -> bool:
        return self._work.recordings.by_code(str(code)) is not None
