"""A recording as the library lists it, and what of it can be searched, filtered and sorted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from types import MappingProxyType

from bwc_review.domain.clip import Fault
from bwc_review.domain.fault_words import FAULT_WORDS
from bwc_review.domain.ids import RecordingId
from bwc_review.domain.people import Phase
from bwc_review.domain.time import length_text


class Column(IntEnum):
    """Columns of the library, in the order shown."""

    CLIP = 0
    CALL = 1
    PHASE = 2
    LENGTH = 3
    RECORDED = 4
    OFFICER = 5
    REVIEWS = 6
    FAULTS = 7


COLUMN_TITLES: Mapping[Column, str] = MappingProxyType(
    {
        Column.CLIP: "Clip",
        Column.CALL: "Call",
        Column.PHASE: "Phase",
        Column.LENGTH: "Length",
        Column.RECORDED: "Recorded",
        Column.OFFICER: "Officer",
        Column.REVIEWS: "Reviews",
        Column.FAULTS: "Worth knowing",
    }
)
# What a blinded reviewer may see: nothing that tells the phase or who it was.
BLINDED_COLUMNS = frozenset({Column.CLIP, Column.LENGTH, Column.REVIEWS, Column.FAULTS})


class Status(StrEnum):
    """Filters on how far the work on a clip is."""

    ANY = "Any status"
    UNREVIEWED = "Not reviewed"
    REVIEWED = "Reviewed"
    FAULTY = "With faults"
    OPEN_CASE = "Open case"


@dataclass(frozen=True, slots=True)
class ClipItem:
    """A row of the library.

    Attributes:
        id: The recording.
        code: Its code name.
        call: Name of the kind of call; empty if not known.
        phase: Its phase.
        duration_us: Its length.
        recorded_at: When it was recorded, if known.
        officer: The wearer's pseudonym; empty if not known.
        review_count: Number of reviews.
        tag_count: Number of tags in all reviews.
        faults: What is wrong or worth knowing, worst first.
        is_open_case: True if the case behind it is open.
        file_words: Names of its files and the call's number, for the search.
    """

    id: RecordingId
    code: str
    call: str
    phase: Phase
    duration_us: int
    recorded_at: datetime | None
    officer: str
    review_count: int
    tag_count: int
    faults: tuple[Fault, ...] = ()
    is_open_case: bool = False
    file_words: str = ""

    @property
    def has_faults(self) -> bool:
        """True if something is wrong, beyond what the program handles by itself."""
        return any(not fault.is_notice for fault in self.faults)

    def text(self, column: Column) -> str:
        """The words of a cell."""
        return _TEXTS[column](self)

    def matches(self, text: str) -> bool:
        """True if the clip's words hold every word of `text`, which is in small letters."""
        words = f"{self.code} {self.call} {self.officer} {self.file_words}".casefold()
        return all(part in words for part in text.split())


@dataclass(frozen=True, slots=True)
class ClipFilter:
    """What the library shows.

    Attributes:
        text: Words that the clip must hold.
        phase: Only this phase, or None.
        call: Only this kind of call, or None; empty for clips whose call is not known.
        status: Only clips in this status.
    """

    text: str = ""
    phase: Phase | None = None
    call: str | None = None
    status: Status = Status.ANY

    @property
    def is_empty(self) -> bool:
        """True if every clip is shown."""
        return not self.text.strip() and self.phase is None and self.call is None and self.status is Status.ANY

    def takes(self, item: ClipItem) -> bool:
        """True if the clip is shown."""
        if self.phase not in (None, item.phase) or self.call not in (None, item.call):
            return False
        return _STATUSES[self.status](item) and item.matches(self.text.casefold())


def reviews_text(reviews: int, tags: int) -> str:
    """How many reviews and tags there are, in words."""
    if not reviews:
        return "Not reviewed"
    return f"{reviews} {'review' if reviews == 1 else 'reviews'} · {tags} {'tag' if tags == 1 else 'tags'}"


def faults_text(faults: Sequence[Fault]) -> str:
    """The worst fault in two words, and how many more there are."""
    if not faults:
        return ""
    more = f" +{len(faults) - 1}" if len(faults) > 1 else ""
    worst = faults[0].code
    return f"{FAULT_WORDS[worst]}{more}"


_PHASE_TEXTS = {Phase.PRE: "Pre", Phase.POST: "Post", Phase.DURING: "During", Phase.NONE: "No phase"}
_PHASE_ORDER = {Phase.PRE: 0, Phase.DURING: 1, Phase.POST: 2, Phase.NONE: 3}

_TEXTS: Mapping[Column, Callable[[ClipItem], str]] = {
    Column.CLIP: lambda item: item.code,
    Column.CALL: lambda item: item.call,
    Column.PHASE: lambda item: _PHASE_TEXTS[item.phase],
    Column.LENGTH: lambda item: length_text(item.duration_us),
    Column.RECORDED: lambda item: f"{item.recorded_at:%Y-%m-%d %H:%M}" if item.recorded_at else "",
    Column.OFFICER: lambda item: item.officer,
    Column.REVIEWS: lambda item: reviews_text(item.review_count, item.tag_count),
    Column.FAULTS: lambda item: faults_text(item.faults),
}

SORT_KEYS: Mapping[Column, Callable[[ClipItem], tuple[object, ...]]] = MappingProxyType(
    {
        Column.CLIP: lambda item: (item.code,),
        Column.CALL: lambda item: (not item.call, item.call.casefold(), item.code),
        Column.PHASE: lambda item: (_PHASE_ORDER[item.phase], item.code),
        Column.LENGTH: lambda item: (item.duration_us, item.code),
        # Local days and times as recorded: clips with and without a zone stand in one list.
        Column.RECORDED: lambda item: (
            item.recorded_at is None,
            item.recorded_at.replace(tzinfo=None) if item.recorded_at else datetime.min,
            item.code,
        ),
        Column.OFFICER: lambda item: (not item.officer, item.officer.casefold(), item.code),
        Column.REVIEWS: lambda item: (item.review_count, item.tag_count, item.code),
        Column.FAULTS: lambda item: (not item.has_faults, -len(item.faults), item.code),
    }
)

_STATUSES: Mapping[Status, Callable[[ClipItem], bool]] = {
    Status.ANY: lambda _: True,
    Status.UNREVIEWED: lambda item: item.review_count == 0,
    Status.REVIEWED: lambda item: item.review_count > 0,
    Status.FAULTY: lambda item: item.has_faults,
    Status.OPEN_CASE: lambda item: item.is_open_case,
}
