"""A program that is killed at any moment has lost nothing that it had acknowledged."""

from pathlib import Path

import pytest

from tests.store.killing import SHARES, Killing

KILLS = {"edits": 12, "backups": 4, "restores": 3, "migrations": 4}


@pytest.mark.slow
@pytest.mark.parametrize("kind", SHARES)
def test_a_kill_at_any_moment_loses_nothing_that_was_acknowledged(tmp_path: Path, kind: str):
    killing = Killing(tmp_path, seed=20)
    for _ in range(KILLS[kind]):
        killing.round(kind)
    assert killing.kills == {kind: KILLS[kind]}
    if kind in ("edits", "backups"):
        assert killing.acknowledged > KILLS[kind]
        assert killing.recovered == KILLS[kind]
