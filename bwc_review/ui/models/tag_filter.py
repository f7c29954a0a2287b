"""Which tags the table shows, and what about a tag wants a second look."""

from dataclasses import dataclass

from bwc_review.domain.rubric import Behaviour, Rubric
from bwc_review.domain.tag import Tag

NO_CONFIDENCE = 0
"""Stands in a filter for tags whose confidence nobody has said."""


@dataclass(frozen=True, slots=True)
class TagFilter:
    """Conditions that must all hold; one that is empty holds for every tag.

    Attributes:
        words: Words that the note or the behaviour's name must hold, in any order, in capitals or not.
        behaviours: Ids of behaviours.
        dimensions: Ids of dimensions.
        actors: Who shows it.
        confidences: Degrees; `NO_CONFIDENCE` for tags without one.
        is_attention_needed: True to show only what wants a second look.
    """

    words: str = ""
    behaviours: frozenset[str] = frozenset()
    dimensions: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    confidences: frozenset[int] = frozenset()
    is_attention_needed: bool = False

    def __bool__(self) -> bool:
        return bool(self.words.strip()) or self.count > 0

    @property
    def count(self) -> int:
        """How many of its conditions besides the words narrow what is shown."""
        sets = (self.behaviours, self.dimensions, self.actors, self.confidences)
        return sum(bool(item) for item in sets) + self.is_attention_needed

    def accepts(self, tag: Tag, rubric: Rubric) -> bool:
        """True if the tag is shown."""
        behaviour = rubric.behaviour(tag.behaviour_id)
        if self.behaviours and tag.behaviour_id not in self.behaviours:
            return False
        if self.dimensions and behaviour.dimension not in self.dimensions:
            return False
        if self.actors and tag.actor not in self.actors:
            return False
        if self.confidences and (tag.confidence or NO_CONFIDENCE) not in self.confidences:
            return False
        if self.is_attention_needed and not attention(tag, behaviour):
            return False
        text = f"{tag.note} {behaviour.name}".casefold()
        return all(word in text for word in self.words.casefold().split())


def attention(tag: Tag, behaviour: Behaviour) -> str:
    """Why a tag wants a second look before the review is submitted; empty if it does not."""
    if behaviour.is_state and tag.end is None:
        return "still open"
    chosen = {name for name, _ in tag.modifiers}
    missing = [modifier.name for modifier in behaviour.modifiers if modifier.name not in chosen]
    if missing:
        return f"no answer for {', '.join(missing)}"
    if tag.end is not None and tag.end - tag.start < behaviour.min_duration_us:
        return "shorter than this behaviour is coded"
    return "low confidence" if tag.confidence == 1 else ""
