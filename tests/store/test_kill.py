"""A program that is killed at any moment has lost nothing that it had acknowledged."""

import random
import threading
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.context import BaseContext
from pathlib import Path
from uuid import UUID

import pytest

from bwc_review.domain.ids import ReviewId
from bwc_review.store import open as study
from tests.store.filled import fill
from tests.store.tagging import tag_until_killed

KILLS = 25
SLOWEST_S = 0.15


def starting() -> BaseContext:
    """How programs are started: from one that has everything loaded, where the system can."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.store.tagging"])
    return context


def tag_and_kill(context: BaseContext, location: str, review_id: ReviewId, delay_s: float) -> list[UUID]:
    """Start a program that tags, kill it that long after its first tag; the ids that it acknowledged."""
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=tag_until_killed, args=(location, review_id, sending))
    process.start()
    sending.close()
    acknowledged = [UUID(bytes=receiving.recv_bytes())]
    timer = threading.Timer(delay_s, process.kill)
    timer.start()
    try:
        while True:
            acknowledged.append(UUID(bytes=receiving.recv_bytes()))
    except EOFError:
        pass
    timer.join()
    process.join()
    receiving.close()
    process.close()
    return acknowledged


@pytest.mark.slow
def test_every_acknowledged_tag_survives_a_kill_at_any_moment(folder: Path):
    store = study.open(str(folder))
    filled = fill(store)
    store.close()
    context = starting()
    chance = random.Random(20)
    acknowledged: set[UUID] = {filled.tag.id}
    for _ in range(KILLS):
        delay_s = chance.uniform(0, SLOWEST_S)
        acknowledged |= {*tag_and_kill(context, str(folder), filled.review.id, delay_s)}
        store = study.open(str(folder))
        with store.reading() as unit:
            kept = {tag.id for tag in unit.reviews.tags(filled.review.id)}
            logged = [entry.seq for entry in unit.audit.entries() if entry.action == "tag.add"]
            assert acknowledged <= kept
            assert len(kept) == 1 + len(logged)
            assert unit.audit.first_fault() is None
        store.close()
    assert len(acknowledged) > KILLS
