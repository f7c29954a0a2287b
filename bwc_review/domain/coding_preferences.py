"""All that a reviewer has chosen about coding, for every rubric."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace

from bwc_review.domain.coding_choices import CodingChoices
from bwc_review.domain.reaction import Reaction


@dataclass(frozen=True, slots=True)
class CodingPreferences:
    """One reviewer's way of coding.

    Attributes:
        by_rubric: Choices by the id of the rubric; a rubric that is not here has the usual ones.
        reaction: The reviewer's reaction time; None if it was never measured.
        is_compensating: True if tags set while the clip plays are moved back by the reaction time.
        is_pausing: True if the clip pauses when something is tagged.
    """

    by_rubric: Mapping[str, CodingChoices] = field(default_factory=dict[str, CodingChoices])
    reaction: Reaction | None = None
    is_compensating: bool = False
    is_pausing: bool = False

    def choices(self, rubric_id: str) -> CodingChoices:
        """The choices for a rubric."""
        return self.by_rubric.get(rubric_id, CodingChoices())

    def having(self, rubric_id: str, choices: CodingChoices) -> "CodingPreferences":
        """The same with other choices for a rubric."""
        others = {known: kept for known, kept in self.by_rubric.items() if known != rubric_id}
        return replace(self, by_rubric=others if choices == CodingChoices() else others | {rubric_id: choices})

    def facts(self) -> dict[str, object]:
        """Everything that differs from the usual, by name, as the log keeps it; times in microseconds."""
        return dict(self._facts())

    def _facts(self) -> Iterator[tuple[str, object]]:
        if self.reaction is not None:
            yield "reaction_median_us", self.reaction.median_us
            yield "reaction_spread_us", self.reaction.spread_us
            yield "reaction_count", self.reaction.count
            yield "reaction_measured_on", self.reaction.measured_on.isoformat()
        if self.is_compensating:
            yield "is_compensating", True
        if self.is_pausing:
            yield "is_pausing", True
        for rubric_id, choices in sorted(self.by_rubric.items()):
            if choices.is_held:
                yield f"{rubric_id} is_held", True
            for target, choice in sorted(choices.by_target.items(), key=lambda item: str(item[0])):
                level = "" if target.level is None else f" {target.level}"
                for part in fields(choice):
                    value = getattr(choice, part.name)
                    if value not in (None, part.default):
                        yield f"{rubric_id} {target.behaviour_id}{level} {part.name}", value
