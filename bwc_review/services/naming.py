"""Under which name somebody takes part in a study; a change goes into the log, so that nobody leaves a role unseen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from bwc_review.domain.audit import AuditEntry
from bwc_review.services.ports import Store, UnitOfWork

NAME_ACTION = "reviewer.name"


@dataclass(frozen=True, slots=True)
class Part:
    """What a name is in a study.

    Attributes:
        name: The name.
        review_count: Reviews under it.
        assignment_count: Reviews assigned to it, done or not.
        plans: Titles of the plans in which it reviews.
        made_plans: Titles of the plans that it made.
        earlier: Names that became this one.
        is_blinded: True while a plan in which it reviews is not unblinded.
    """

    name: str
    review_count: int
    assignment_count: int
    plans: tuple[str, ...]
    made_plans: tuple[str, ...]
    earlier: tuple[str, ...]
    is_blinded: bool

    @property
    def is_any(self) -> bool:
        """True if the study knows the name: as reviewer, as lead of a plan, or as one that somebody has taken."""
        return bool(self.review_count or self.assignment_count or self.made_plans or self.earlier)

    @property
    def text(self) -> str:
        """One sentence that says what the name is here."""
        said = [
            _count(self.review_count, "review") if self.review_count else "",
            f"{_count(self.assignment_count, 'clip')} assigned in {_titles(self.plans)}" if self.plans else "",
            f"study lead of {_titles(self.made_plans)}" if self.made_plans else "",
            f"{' and '.join(self.earlier)} before" if self.earlier else "",
        ]
        return f"You are {self.name} in this study: {', '.join(part for part in said if part)}."


@dataclass(frozen=True, slots=True)
class NameChange:
    """A change of name that the log has.

    Attributes:
        seq: Number of its entry.
        at: When, in UTC.
        before: Who it was.
        after: Who it is since.
        was_blinded: True if the name before took part in a plan that was not unblinded.
    """

    seq: int
    at: datetime
    before: str
    after: str
    was_blinded: bool

    @property
    def text(self) -> str:
        """One sentence that says so."""
        role = ", then blinded," if self.was_blinded else ""
        return f"On {self.at:%Y-%m-%d} {self.before}{role} became {self.after} (entry {self.seq} of the log)."


class Naming:
    """Tells who a name is in one study, and keeps what becomes of it.

    Attributes:
        actor: Who acts, as the log will say.
    """

    def __init__(self, store: Store, actor: str) -> None:
        self._store = store
        self.actor = actor

    def part(self, name: str) -> Part:
        """What a name is in this study."""
        with self._store.reading() as work:
            return _part_in(work, name)

    def change(self, before: str, after: str) -> bool:
        """Log that whoever was `before` is `after` from now on, if the study knows either.

        Returns:
            True if it is in the log; False if it concerns nobody here, or the study can only be read.

        Raises:
            EnvironmentFault: The disk or the server does not let us.
        """
        if before == after or self._store.is_read_only:
            return False
        with self._store.writing(self.actor) as work:
            old, new = _part_in(work, before), _part_in(work, after)
            if not (old.is_any or new.is_any):
                return False
            details = {
                "label": f"{before} is now {after}",
                "before": before,
                "after": after,
                "reviews": old.review_count,
                "plans": sorted({*old.plans, *old.made_plans}),
                "was_blinded": old.is_blinded,
            }
            work.audit.record(NAME_ACTION, "study", details)
            work.commit()
        return True

    def changes(self) -> tuple[NameChange, ...]:
        """Every change of name in the log, oldest first."""
        with self._store.reading() as work:
            return name_changes(work)


def name_changes(work: UnitOfWork, names: Iterable[str] | None = None) -> tuple[NameChange, ...]:
    """Changes of name, oldest first: all, or those that touch any of `names`, or a name that one of them became."""
    every = [_change_of(entry) for entry in work.audit.of_action(NAME_ACTION)]
    if names is None:
        return tuple(every)
    known, found = set(names), list[NameChange]()
    for change in every:
        if {change.before, change.after} & known:
            found.append(change)
            known |= {change.before, change.after}
    return tuple(found)


def _part_in(work: UnitOfWork, name: str) -> Part:
    plans = list(work.assignments.plans())
    assigned = list(work.assignments.of_reviewer(name))
    own = [plan for plan in plans if any(found.plan_id == plan.id for found in assigned)]
    return Part(
        name=name,
        review_count=sum(review.reviewer == name for review in work.reviews.all()),
        assignment_count=len(assigned),
        plans=tuple(plan.title for plan in own),
        made_plans=tuple(plan.title for plan in plans if plan.made_by == name),
        earlier=tuple(dict.fromkeys(change.before for change in name_changes(work) if change.after == name)),
        is_blinded=any(plan.unblinded_at is None for plan in own),
    )


def _change_of(entry: AuditEntry) -> NameChange:
    details = cast("dict[str, str]", entry.details)
    return NameChange(entry.seq, entry.at, details["before"], details["after"], bool(details["was_blinded"]))


def _titles(titles: Sequence[str]) -> str:
    return ", ".join(f"“{title}”" for title in titles)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
