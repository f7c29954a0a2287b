"""Reviews and their tags as an auditor lists them."""

from dataclasses import dataclass

from bwc_review.domain.people import Phase
from bwc_review.domain.rubric import Valence
from bwc_review.domain.tag import Review, ReviewState
from bwc_review.domain.tag_report import ReportedTag
from bwc_review.domain.time import review_text
from bwc_review.ui.models.rows import RowColumn, RowTable

_STATES = {
    ReviewState.DRAFT: ("Draft", "pencil", "muted"),
    ReviewState.SUBMITTED: ("Submitted", "lock", "success_text"),
    ReviewState.ADJUDICATED: ("Adjudicated", "shield-check", "success_text"),
}
_VALENCES = {Valence.DEESCALATING: "De-escalating", Valence.ESCALATING: "Escalating", Valence.NEUTRAL: "Neutral"}
_PHASES = {Phase.PRE: "Pre", Phase.POST: "Post", Phase.DURING: "During", Phase.NONE: ""}


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A review in the list.

    Attributes:
        review: The review.
        code: Code name of its recording.
        call: Name of the kind of call; empty if not known.
        phase: The recording's phase.
        tag_count: Tags in it.
    """

    review: Review
    code: str
    call: str
    phase: Phase
    tag_count: int

    @property
    def rubric(self) -> str:
        """The rubric and its version."""
        return f"{self.review.rubric_id} {self.review.rubric_version}"


def review_table() -> RowTable[ReviewItem]:
    """An empty list of reviews."""
    return RowTable(
        (
            RowColumn("Clip", lambda item: item.code, tip=lambda item: item.call),
            RowColumn("Phase", lambda item: _PHASES[item.phase]),
            RowColumn("Reviewer", lambda item: item.review.reviewer),
            RowColumn(
                "Rubric", lambda item: item.rubric, tip=lambda item: f"{item.rubric}: frozen since its first use"
            ),
            RowColumn(
                "State",
                lambda item: _STATES[item.review.state][0],
                icon=lambda item: _STATES[item.review.state][1:],
            ),
            RowColumn("Tags", lambda item: f"{item.tag_count:,}", lambda item: item.tag_count, is_number=True),
        )
    )


def tag_table() -> RowTable[ReportedTag]:
    """An empty list of tags."""
    return RowTable(
        (
            RowColumn("Start", lambda row: review_text(row.tag.start), lambda row: row.tag.start, is_number=True),
            RowColumn("End", end_text, lambda row: row.tag.end or row.tag.start, is_number=True),
            RowColumn("Frame", lambda row: f"{row.start_frame:,}", lambda row: row.start_frame, is_number=True),
            RowColumn("Who", who_text),
            RowColumn("Behaviour", behaviour_text, tip=lambda row: row.behaviour.definition),
            RowColumn("Valence", lambda row: _VALENCES[row.behaviour.valence]),
            RowColumn(
                "Changed",
                lambda row: f"{row.edit_count}×" if row.edit_count else "",
                lambda row: row.edit_count,
                tip=lambda _: "How often the tag was changed after it was first set",
                is_number=True,
            ),
            RowColumn("Note", lambda row: row.tag.note, tip=lambda row: row.tag.note),
        )
    )


def end_text(row: ReportedTag) -> str:
    """When a state ends; nothing for a point, “open” for a state without an end."""
    if not row.behaviour.is_state:
        return ""
    return "open" if row.tag.end is None else review_text(row.tag.end)


def who_text(row: ReportedTag) -> str:
    """Who did it, and to whom."""
    return f"{row.tag.actor} → {row.tag.target}" if row.tag.target else row.tag.actor


def behaviour_text(row: ReportedTag) -> str:
    """The behaviour with its level."""
    level = next((found for found in row.behaviour.levels if found.value == row.tag.level), None)
    return f"{row.behaviour.name}: {level.value} {level.text}" if level else row.behaviour.name
