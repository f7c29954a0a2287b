"""Clips that can stand on a side of a pair, and the moments at which two of them can meet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bwc_review.domain.ids import RecordingId
from bwc_review.domain.people import Phase
from bwc_review.domain.time import START, Moment, length_text
from bwc_review.ui.models.rows import RowColumn, RowTable
from bwc_review.ui.theme.marks import PHASE_WORDS

CLIP_START = ""


@dataclass(frozen=True, slots=True)
class PairClip:
    """A recording that can be chosen.

    Attributes:
        id: The recording.
        code: Its code name.
        call: Name of the kind of call; empty if not known.
        officer: The wearer's pseudonym; empty if not known.
        phase: Its phase.
        duration_us: Its length.
        is_open_case: True if the case behind it is open.
    """

    id: RecordingId
    code: str
    call: str
    officer: str
    phase: Phase
    duration_us: int
    is_open_case: bool = False

    def matches(self, text: str) -> bool:
        """True if it holds every word of a search."""
        words = f"{self.code} {self.call} {self.officer}".casefold()
        return all(part in words for part in text.casefold().split())


@dataclass(frozen=True, slots=True)
class Coded:
    """What one reviewer tagged in one recording under one rubric.

    Attributes:
        reviewer: The reviewer.
        rubric: Id and version of the rubric.
        names: Name of each behaviour of the rubric, by id, in its order.
        firsts: When each tagged behaviour was first tagged, by id.
        landmarks: Behaviours that are moments of a call and no act of anybody's, such as the first contact.
        around: How much is shown before and after those first tags, in microseconds, as far as the reviewer has chosen.
    """

    reviewer: str
    rubric: tuple[str, str]
    names: Mapping[str, str]
    firsts: Mapping[str, Moment]
    landmarks: frozenset[str] = frozenset()
    around: Mapping[str, tuple[int | None, int | None]] = field(
        default_factory=dict[str, tuple[int | None, int | None]]
    )


@dataclass(frozen=True, slots=True)
class Anchor:
    """A moment at which two recordings can meet.

    Attributes:
        behaviour_id: What both sides were tagged with; `CLIP_START` for the start of both.
        name: Its name.
        pre: The moment in the pre-training recording.
        post: The moment in the post-training recording.
        before_us: How much the reviewer wants to see before such a tag; None if nothing was chosen.
        after_us: The same after it.
    """

    behaviour_id: str
    name: str
    pre: Moment
    post: Moment
    before_us: int | None = None
    after_us: int | None = None


CLIP_STARTS = Anchor(CLIP_START, "Start of both clips", START, START)


def shared_reviewers(pre: Sequence[Coded], post: Sequence[Coded]) -> tuple[str, ...]:
    """Reviewers who coded both recordings, by name."""
    return tuple(sorted({one.reviewer for one in pre} & {one.reviewer for one in post}))


def shared_anchors(pre: Sequence[Coded], post: Sequence[Coded], reviewer: str) -> tuple[Anchor, ...]:
    """Behaviours that the reviewer tagged in both recordings, landmarks first; then the start of both."""
    anchors: dict[str, Anchor] = {}
    mine = {one.rubric[0]: one for one in post if one.reviewer == reviewer}
    landmarks: set[str] = set()
    for left in pre:
        right = mine.get(left.rubric[0])
        if left.reviewer != reviewer or right is None:
            continue
        landmarks |= left.landmarks
        for behaviour_id, name in left.names.items():
            if behaviour_id in left.firsts and behaviour_id in right.firsts:
                starts = left.firsts[behaviour_id], right.firsts[behaviour_id]
                one = Anchor(behaviour_id, name, *starts, *_around(left, right, behaviour_id))
                anchors.setdefault(behaviour_id, one)
    found = sorted(anchors.values(), key=lambda anchor: anchor.behaviour_id not in landmarks)
    return (*found, CLIP_STARTS)


def _around(left: Coded, right: Coded, behaviour_id: str) -> tuple[int | None, int | None]:
    """The longer of both sides, so that neither loses anything."""
    sides = [one.around.get(behaviour_id, (None, None)) for one in (left, right)]
    before, after = ([us for us in part if us is not None] for part in zip(*sides, strict=True))
    return max(before, default=None), max(after, default=None)


def meeting_of(coded: Sequence[Coded], anchor: Anchor, reviewer: str) -> Moment:
    """Where one more recording meets a pair: at its own first such tag, best by that reviewer; else at its start."""
    found = [one for one in coded if anchor.behaviour_id in one.firsts]
    mine = [one for one in found if one.reviewer == reviewer]
    return (mine or found)[0].firsts[anchor.behaviour_id] if found else START


def likely_match(clip: PairClip, others: Sequence[PairClip]) -> PairClip | None:
    """The clip that a pair most likely wants: the same kind of call, best by the same officer; else the first."""
    ranked = sorted(others, key=lambda other: (other.call != clip.call, other.officer != clip.officer, other.code))
    return ranked[0] if ranked else None


def pair_table(*, has_phase: bool = False) -> RowTable[PairClip]:
    """An empty list of clips for one side, or of clips of all phases."""
    phase: RowColumn[PairClip] = RowColumn("Phase", lambda clip: PHASE_WORDS[clip.phase])
    return RowTable(
        (
            RowColumn("Clip", lambda clip: clip.code),
            *([phase] if has_phase else ()),
            RowColumn("Call", lambda clip: clip.call or "Not known", tip=lambda clip: clip.call),
            RowColumn("Officer", lambda clip: clip.officer),
            RowColumn(
                "Length", lambda clip: length_text(clip.duration_us), lambda clip: clip.duration_us, is_number=True
            ),
        )
    )
