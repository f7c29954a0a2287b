"""One change made to several tags: what becomes of each, as pairs of before and after."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bwc_review.domain.rubric import Behaviour, Rubric
from bwc_review.domain.tag import Tag

Pair = tuple[Tag, Tag]


def changed(tags: Iterable[Tag], edit: Callable[[Tag], Tag]) -> list[Pair]:
    """The tags that an edit changes."""
    return [(tag, after) for tag, after in ((tag, edit(tag)) for tag in tags) if after != tag]


def with_level(tags: Iterable[Tag], level: int, rubric: Rubric) -> list[Pair]:
    """Give a level to those tags whose behaviour has it."""

    def edit(tag: Tag) -> Tag:
        values = {item.value for item in rubric.behaviour(tag.behaviour_id).levels}
        return replace(tag, level=level) if level in values else tag

    return changed(tags, edit)


def common_behaviour(tags: Sequence[Tag], rubric: Rubric) -> Behaviour | None:
    """The behaviour of all the tags, or None if they have several."""
    ids = {tag.behaviour_id for tag in tags}
    return rubric.behaviour(ids.pop()) if len(ids) == 1 else None


class NoteReplacing:
    """Words in notes that are replaced by others."""

    def __init__(self, find: str, put: str, *, is_case_kept: bool) -> None:
        """Prepare it.

        Args:
            find: What is looked for; taken as it is, not as a pattern.
            put: What stands there afterwards.
            is_case_kept: True if capitals count.
        """
        self._pattern = re.compile(re.escape(find), 0 if is_case_kept else re.IGNORECASE) if find else None
        self._put = put

    def count(self, tags: Iterable[Tag]) -> tuple[int, int]:
        """How often it is found, and in how many notes."""
        if self._pattern is None:
            return 0, 0
        counts = [len(self._pattern.findall(tag.note)) for tag in tags if tag.note]
        return sum(counts), sum(count > 0 for count in counts)

    def changes(self, tags: Iterable[Tag]) -> list[Pair]:
        """The tags whose notes it changes."""
        pattern = self._pattern
        if pattern is None:
            return []
        return changed(tags, lambda tag: replace(tag, note=pattern.sub(lambda _found: self._put, tag.note)))
