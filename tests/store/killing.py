"""Programs that work on a study until they are killed, and the look at what is there afterwards."""

import random
import shutil
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path

from bwc_review.domain.changes import Applied
from bwc_review.domain.errors import ReviewError
from bwc_review.domain.ids import RatingId, ReviewId, new_id
from bwc_review.domain.tag import Rating, ReviewState
from bwc_review.domain.time import Moment
from bwc_review.services.bootstrap import Study, backups_of, create_study, open_study, restore_backup
from tests.services.conftest import FRAME_US, Shelf

ACTOR = "lead"
OLDER = Path(__file__).parent.parent / "data" / "study_rev1.sql"
MOST_ACTS = 12
"""A program that edits is killed some time after so many changes at most, however slow the machine is."""
LONGEST_S = {"edits": 0.02, "backups": 0.05, "restores": 0.25, "migrations": 0.4}
"""How long it lives at most after that."""
ROUNDS_A_STUDY = 40
"""After so many kills a fresh study is taken, so that verifying its log stays quick."""
_SEQ = 8


def starting() -> BaseContext:
    """How programs are started: from one that has everything loaded, where the system can."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.store.killing", "tests.store.tagging"])
    return context


class Reviewer:
    """Does what a reviewer does all day, at random, and tells the log's number of each change once it is stored."""

    def __init__(self, study: Study, chance: random.Random, tell: Callable[[int], None]) -> None:
        self._study = study
        self._chance = chance
        self._tell = tell
        recording = study.library.rows()[0].recording
        self._review_id = study.reviewing.reviews(recording.id)[0].id

    def work(self) -> None:
        """Change something; what the rules forbid is let go."""
        act = self._chance.choices(
            (self._press, self._change, self._remove, self._rate, self._undo, self._redo, self._submit),
            (8, 3, 1, 2, 4, 3, 1),
        )[0]
        with suppress(ReviewError):
            applied = act()
            if applied is not None and applied.undo.undoes is not None:
                self._tell(applied.undo.undoes)

    def _press(self) -> Applied:
        behaviour = self._chance.choice(("tc.paraphrase", "os.distance", "sj.agitation"))
        level = self._chance.randint(0, 3) if behaviour == "sj.agitation" else None
        at = Moment(self._chance.randrange(250) * FRAME_US)
        return self._study.reviewing.press(self._review_id, behaviour, at, level=level)

    def _change(self) -> Applied | None:
        tags = self._study.reviewing.tags(self._review_id)
        if not tags:
            return None
        tag = self._chance.choice(tags)
        return self._study.reviewing.change(tag, replace(tag, note=f"{tag.note}."[-9:]))

    def _remove(self) -> Applied | None:
        tags = self._study.reviewing.tags(self._review_id)
        return self._study.reviewing.remove([self._chance.choice(tags).id]) if tags else None

    def _rate(self) -> Applied:
        value = self._chance.randint(1, 5)
        return self._study.reviewing.rate(Rating(RatingId(new_id()), self._review_id, "R_TC", value))

    def _undo(self) -> Applied | None:
        done = self._study.history.trail(self._review_id, page=1).done
        return self._study.history.take_back(done[-1].seq) if done else None

    def _redo(self) -> Applied | None:
        taken_back = self._study.history.trail(self._review_id, page=1).taken_back
        return self._study.history.take_back(taken_back[-1].seq) if taken_back else None

    def _submit(self) -> Applied:
        if self._study.reviewing.review(self._review_id).state is ReviewState.DRAFT:
            return self._study.reviewing.submit(self._review_id)
        return self._study.submitting.reopen(self._review_id, "One more look.")


def edit(location: str, seed: int, tell: Connection) -> None:
    """Edit, undo, redo, submit and reopen for ever."""
    with open_study(location, ACTOR) as study:
        reviewer = Reviewer(study, random.Random(seed), lambda seq: _send(tell, seq))
        _send(tell, 0)
        while True:
            reviewer.work()


def edit_and_back_up(location: str, seed: int, tell: Connection) -> None:
    """The same while another thread makes one backup after the other."""
    with open_study(location, ACTOR) as study:

        def back_up() -> None:
            while True:
                study.backups.make()

        threading.Thread(target=back_up, daemon=True).start()
        reviewer = Reviewer(study, random.Random(seed), lambda seq: _send(tell, seq))
        _send(tell, 0)
        while True:
            reviewer.work()


def restore(location: str, _seed: int, tell: Connection) -> None:
    """Put the oldest backup back, again and again."""
    _send(tell, 0)
    while True:
        restore_backup(location, backups_of(location)[-1].path.name, ACTOR)


def migrate(location: str, _seed: int, tell: Connection) -> None:
    """Open a study that an older version of the program made."""
    _send(tell, 0)
    with open_study(location, ACTOR) as study:
        _send(tell, study.auditing.head().seq)
        threading.Event().wait()


def _send(tell: Connection, seq: int) -> None:
    tell.send_bytes(seq.to_bytes(_SEQ, "big"))


WORKS = {"edits": edit, "backups": edit_and_back_up, "restores": restore, "migrations": migrate}
SHARES = {"edits": 12, "backups": 3, "restores": 2, "migrations": 3}


class Killing:
    """Kills programs at random moments and looks at what they leave.

    Attributes:
        kills: Programs killed, by what they were doing.
        acknowledged: Changes that they had told to be stored.
        recovered: Times the next program said that one had ended without closing the study.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder = folder
        self._chance = random.Random(seed)
        self._context = starting()
        self._rounds = 0
        self.kills: Counter[str] = Counter()
        self.acknowledged = 0
        self.recovered = 0
        make_template(folder / "template")
        make_older(folder / "older")
        self._study = folder / "study"

    def round(self, kind: str | None = None) -> None:
        """Start a program, kill it, and see that nothing it had acknowledged is lost.

        Args:
            kind: What it does; None to let chance choose.
        """
        kind = kind or self._chance.choices(tuple(SHARES), tuple(SHARES.values()))[0]
        if kind == "migrations":
            location = _fresh(self._folder / "older", self._folder / "migrated")
        else:
            if self._rounds % ROUNDS_A_STUDY == 0:
                _fresh(self._folder / "template", self._study)
            self._rounds += 1
            location = self._study
        before = last_entry(location)
        told = self._killed(kind, location)
        self.kills[kind] += 1
        self.acknowledged += sum(seq > 0 for seq in told)
        self._look(location, kind, max((*told, before)))

    def _killed(self, kind: str, location: Path) -> list[int]:
        """The numbers that the program told before it was killed."""
        receiving, sending = self._context.Pipe(duplex=False)
        process = self._context.Process(target=WORKS[kind], args=(str(location), self._chance.getrandbits(32), sending))
        process.start()
        sending.close()
        told: list[int] = []
        acts = self._chance.randint(1, MOST_ACTS) if kind in ("edits", "backups") else 0
        timer: threading.Timer | None = None
        with suppress(EOFError):
            while True:
                told.append(int.from_bytes(receiving.recv_bytes(), "big"))
                if timer is None and len(told) > acts:
                    timer = threading.Timer(self._chance.uniform(0, LONGEST_S[kind]), process.kill)
                    timer.start()
        assert timer is not None, f"the program for {kind} ended before it began"
        timer.join()
        process.join()
        assert (process.exitcode or 0) < 0, f"the program for {kind} ended by itself: {process.exitcode}"
        receiving.close()
        process.close()
        return told

    def _look(self, location: Path, kind: str, acknowledged_seq: int) -> None:
        with open_study(str(location), ACTOR) as study:
            self.recovered += study.store.recovery is not None
            head = study.auditing.head().seq
            fault = study.auditing.chain_fault()
            assert fault is None, f"{kind}: {fault}"
            copies = study.backups.all()
            if kind == "restores":
                head = max([head, *(copy.entry_count or 0 for copy in copies)])
            assert head >= acknowledged_seq, (
                f"{kind}: entry {acknowledged_seq} was acknowledged, the log ends at {head}"
            )
        assert all(copy.is_readable for copy in copies)
        if copies:
            with closing(sqlite3.connect(copies[0].path)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert not [*location.rglob("*.partial*")]


def last_entry(location: Path) -> int:
    """The number of the log's last entry, read without opening the study as the program does."""
    with closing(sqlite3.connect(location / "study.db")) as connection:
        return int(connection.execute("SELECT seq FROM audit_head").fetchone()[0])


def make_template(folder: Path) -> ReviewId:
    """A study with one recording and a review of it, and a backup."""
    with create_study(str(folder), "Spring course", ACTOR) as study:
        shelf = Shelf(study, folder / "footage")
        review = shelf.review(shelf.recording(), ACTOR)
        study.backups.make()
    return review.id


def make_older(folder: Path) -> None:
    """A study as the first version of the program made it."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / "study.db")) as connection:
        connection.executescript(OLDER.read_text())


def _fresh(template: Path, folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return Path(shutil.copytree(template, folder))
