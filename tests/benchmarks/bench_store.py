"""The store against bare SQLite: one tag kept for good, a long review and a large library read."""

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from bwc_review.domain.changes import Edit, Operation
from bwc_review.domain.ids import ClipId, ReviewId, new_id
from bwc_review.domain.tag import Tag
from bwc_review.services.history import PAGE
from bwc_review.store import open as study
from bwc_review.store.engine import Access, sqlite_connection
from bwc_review.store.sql_store import SqlStore
from tests.benchmarks.rows import Row, against, alone, interleaved, say
from tests.store import values
from tests.store.filled import ACTOR, fill

RECORDINGS = 10_000
TAGS = 5_000
COMMITS = 300
RUNS = 15
ENTRIES = 100_000
UNDO_AIM_MS = 50.0
OPEN_AIM_MS = 150.0
BARE = "bare sqlite3"


def main() -> None:
    """Build a large study and measure it."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        store = study.create(f"{folder}/study")
        review_id = _filled(store)
        with closing(sqlite_connection(Path(folder) / "study" / "study.db", Access.READ)) as bare:
            rows = [*_reading(store, bare, review_id)]
        rows += _committing(store, review_id, Path(folder) / "bare.db")
        with store.reading() as unit:
            started = time.perf_counter()
            assert unit.audit.first_fault() is None
            entries = unit.audit.latest(1)[0].seq
        rows.append(alone(f"verify a log of {entries} entries and its tags", time.perf_counter() - started, "s"))
        rows += _undoing(store, review_id)
        store.close()
        rows.append(_opening(f"{folder}/study"))
    say(rows)


def _filled(store: SqlStore) -> ReviewId:
    """10,000 recordings, and 100,000 tags of which one review has 5,000."""
    review = fill(store).review
    plain = values.clip()
    with store.writing(ACTOR) as unit:
        for number in range(RECORDINGS - 1):
            clip = replace(plain, id=ClipId(new_id()), sha256=f"{number:064}", path=Path(f"/evidence/{number}.mp4"))
            unit.clips.add(clip, values.TABLE)
            unit.recordings.put(values.recording(f"N{number:05}", clip))
        unit.audit.record("clips.import", "study", {})
        recording = unit.recordings.get(review.recording_id)
        for reviewer in range(20):
            other = replace(values.review(recording, f"Reviewer {reviewer}"))
            tags = [values.tag(other, 1_000 * number, "Calm voice.") for number in range(TAGS)]
            unit.reviews.put(other)
            unit.reviews.put_tags(tags)
            unit.audit.record_operation(Operation("Import", tuple(Edit(None, value) for value in (other, *tags))))
        unit.commit()
    return other.id


def _reading(store: SqlStore, bare: sqlite3.Connection, review_id: ReviewId) -> list[Row]:
    def fetch(statement: str, *given: str) -> Callable[[], object]:
        return lambda: bare.execute(statement, given).fetchall()

    ordered = "SELECT * FROM tags WHERE review_id = ? ORDER BY start_us, tagged_at, id"
    with store.reading() as unit:
        tags, bare_tags = interleaved(RUNS, lambda: unit.reviews.tags(review_id), fetch(ordered, review_id.hex))
        clips, bare_clips = interleaved(RUNS, unit.clips.all, fetch("SELECT * FROM clips ORDER BY path, id"))
        (recordings,) = interleaved(RUNS, unit.recordings.all)
        (every,) = interleaved(3, unit.reviews.all_tags)
    return [
        against(f"read {TAGS} tags of one review", 1000 * tags, "ms", BARE, 1000 * bare_tags, 4.0),
        # Its aim is a time, not a ratio: what a library page may take to open.
        alone(f"read {RECORDINGS} recordings", 1000 * recordings, "ms", 500),
        against(f"read {RECORDINGS} clips", 1000 * clips, "ms", BARE, 1000 * bare_clips, 6.0),
        alone(f"read all {20 * TAGS} tags", every, "s"),
    ]


def _committing(store: SqlStore, review_id: ReviewId, file: Path) -> list[Row]:
    with store.reading() as unit:
        review = unit.reviews.get(review_id)
    bare = sqlite3.connect(file, isolation_level=None)
    for statement in (
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
        "CREATE TABLE tags (id TEXT PRIMARY KEY, content TEXT)",
        "CREATE TABLE log (seq INTEGER PRIMARY KEY, content TEXT)",
    ):
        bare.execute(statement)
    times: list[list[float]] = [[], []]
    for number in range(COMMITS):
        tag = values.tag(review, number, "Calm voice.")
        for index, keep in enumerate((lambda tag: _keep(store, tag), lambda tag: _keep_bare(bare, tag))):
            started = time.perf_counter()
            keep(tag)
            times[index].append(1000 * (time.perf_counter() - started))
    bare.close()
    ours, reference = (statistics.median(each) for each in times)
    return [
        # Bare SQLite writes neither the log's head nor an index, and checks nothing: a floor, not an aim.
        against("commit one tag, median", ours, "ms", BARE, reference, None),
        against("commit one tag, 95 of 100", _late(times[0]), "ms", BARE, _late(times[1]), None),
    ]


def _undoing(store: SqlStore, review_id: ReviewId) -> list[Row]:
    """The newest steps that can be undone, out of a long log: of the review just worked on, and of an untouched one."""
    with store.writing(ACTOR) as unit:
        review = unit.reviews.get(review_id)
        for number in range(ENTRIES):
            unit.audit.record_operation(values.added(values.tag(review, number)))
        unit.commit()
    with store.reading() as unit:
        newest, none = interleaved(
            RUNS,
            lambda: unit.audit.about(review_id, ACTOR, None, PAGE),
            lambda: unit.audit.about(new_id(), ACTOR, None, PAGE),
        )
    words = f"in a log of {ENTRIES:,} more entries"
    return [
        alone(f"newest {PAGE} steps to undo {words}", 1000 * newest, "ms", UNDO_AIM_MS),
        # Read off the window's thread, after the review is shown.
        alone(f"no step to undo {words}", 1000 * none, "ms"),
    ]


def _opening(location: str) -> Row:
    def open_and_close() -> None:
        study.open(location).close()

    (opening,) = interleaved(5, open_and_close)
    return alone("open and close a study with that log", 1000 * opening, "ms", OPEN_AIM_MS)


def _keep(store: SqlStore, tag: Tag) -> None:
    with store.writing(ACTOR) as unit:
        unit.reviews.put_tag(tag)
        unit.audit.record_operation(Operation("Tag", (Edit(None, tag),)))
        unit.commit()


def _keep_bare(bare: sqlite3.Connection, tag: Tag) -> None:
    bare.execute("BEGIN IMMEDIATE")
    bare.execute("INSERT INTO tags VALUES (?, ?)", (tag.id.hex, "x" * 150))
    bare.execute("INSERT INTO log (content) VALUES (?)", ("y" * 800,))
    bare.execute("COMMIT")


def _late(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


if __name__ == "__main__":
    main()
