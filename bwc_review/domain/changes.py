"""What an operation touched, and operations as values that can be applied, undone and stored."""

from dataclasses import dataclass
from enum import StrEnum
from typing import cast
from uuid import UUID

from bwc_review.domain.errors import InputError
from bwc_review.domain.remark import CoachingNote
from bwc_review.domain.tag import Rating, Review, Tag


class Touched(StrEnum):
    """Kinds of things that an operation can touch."""

    STUDY = "study"
    CLIPS = "clips"
    PEOPLE = "people"
    RUBRICS = "rubrics"
    REVIEWS = "reviews"
    TAGS = "tags"
    RATINGS = "ratings"
    NOTES = "notes"
    VIEWING = "viewing"
    REELS = "reels"
    EXPORTS = "exports"


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids that an operation touched, by kind. Every open page looks here to see whether it must look again."""

    ids: frozenset[tuple[Touched, UUID]] = frozenset()

    @classmethod
    def of(cls, kind: Touched, *ids: UUID) -> "Changes":
        """Changes of one kind."""
        return cls(frozenset((kind, item) for item in ids))

    def __or__(self, other: "Changes") -> "Changes":
        return Changes(self.ids | other.ids)

    def __bool__(self) -> bool:
        return bool(self.ids)

    def of_kind(self, kind: Touched) -> frozenset[UUID]:
        """Ids of one kind."""
        return frozenset(item for found, item in self.ids if found is kind)


Editable = Tag | Rating | Review | CoachingNote


@dataclass(frozen=True, slots=True)
class Edit:
    """One value before and after; None where it does not exist. Both sides carry the same id."""

    before: Editable | None
    after: Editable | None

    def __post_init__(self) -> None:
        if self.before is None and self.after is None:
            raise InputError("edit.empty", "An edit needs a value before or after it.")
        if self.before is not None and self.after is not None and self.before.id != self.after.id:
            raise InputError("edit.mismatch", "An edit is about one thing only.")

    @property
    def subject(self) -> Editable:
        """The value, as it is after the edit if it still exists."""
        return cast("Editable", self.after if self.after is not None else self.before)

    @property
    def inverse(self) -> "Edit":
        """The edit that takes this one back."""
        return Edit(self.after, self.before)


@dataclass(frozen=True, slots=True)
class Operation:
    """Edits that happen together, with the words that name them in the Undo menu.

    Applying an operation and then its inverse is the identity.

    Attributes:
        label: What was done, such as “Tag Paraphrases at 00:12.400”.
        edits: In the order applied.
        undoes: Sequence number of the audit record that this takes back; None for a new change.
    """

    label: str
    edits: tuple[Edit, ...]
    undoes: int | None = None

    def inverse(self, undoes: int) -> "Operation":
        """The operation that takes this one back, which was recorded under that audit number."""
        return Operation(self.label, tuple(edit.inverse for edit in reversed(self.edits)), undoes)


@dataclass(frozen=True, slots=True)
class Applied:
    """What a change did.

    Attributes:
        changes: The ids touched.
        undo: The operation that takes it back.
    """

    changes: Changes
    undo: Operation
