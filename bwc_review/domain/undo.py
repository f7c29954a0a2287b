"""Which changes can be taken back and which can be done again, read off the log from its end.

The log is the only truth: an undo is an entry that names the one it takes back, a redo names the undo. What nothing
later names still holds. So the two stacks of an editor come back after any restart, as far back as the log goes.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Logged:
    """An entry of the log that recorded a change, as far as undo needs it.

    Attributes:
        seq: Its number.
        label: What was done, in the words of the Undo menu.
        undoes: Number of the entry that it takes back; None for a new change.
        is_undo: True if it takes back a change, False if it makes one, anew or again.
    """

    seq: int
    label: str
    undoes: int | None = None
    is_undo: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A change that can be taken back, or done again.

    Attributes:
        seq: Number of the entry whose inverse does that.
        label: What it is called.
    """

    seq: int
    label: str


@dataclass(frozen=True, slots=True)
class Trail:
    """What can be undone and redone, as far as the log has been read from its end.

    Attributes:
        done: Changes that hold, the oldest first; the last is undone first.
        taken_back: Changes taken back since the last new one; the last is redone first.
        before_seq: Entries from this number on have been read; None before the first and after the last page.
        is_whole: True if there is nothing earlier.
        named: Entries not read yet that a later one takes back.
        is_redo_known: True if no earlier entry can be redone: a new change came after it.
    """

    done: tuple[Step, ...] = ()
    taken_back: tuple[Step, ...] = ()
    before_seq: int | None = None
    is_whole: bool = False
    named: frozenset[int] = frozenset()
    is_redo_known: bool = False


def read_back(trail: Trail, entries: Iterable[Logged], *, is_last: bool) -> Trail:
    """Follow the log further back.

    Args:
        trail: What the later entries have told.
        entries: The entries before them, the newest first.
        is_last: True if there are none before these.
    """
    named = set(trail.named)
    done: list[Step] = []
    taken_back: list[Step] = []
    is_redo_known, before_seq = trail.is_redo_known, trail.before_seq
    for entry in entries:
        before_seq = entry.seq
        if entry.undoes is not None:
            named.add(entry.undoes)
        holds = entry.seq not in named
        named.discard(entry.seq)
        if entry.undoes is None:
            is_redo_known = True
        if not holds:
            continue
        step = Step(entry.seq, entry.label)
        if not entry.is_undo:
            done.append(step)
        elif not is_redo_known:
            taken_back.append(step)
    return Trail(
        done=(*reversed(done), *trail.done),
        taken_back=(*reversed(taken_back), *trail.taken_back),
        before_seq=before_seq,
        is_whole=is_last,
        named=frozenset(named),
        is_redo_known=is_redo_known or is_last,
    )
