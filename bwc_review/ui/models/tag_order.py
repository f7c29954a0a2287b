"""Tags by onset in a list that a tag is put into or taken out of without sorting it again."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence

from bwc_review.domain.tag import Tag

Key = tuple[int, int]


def key_of(tag: Tag) -> Key:
    """By onset; of two in one frame the id decides, so that their order never changes by itself."""
    return tag.start.us, tag.id.int


class TagOrder:
    """A sorted list of tags."""

    def __init__(self, tags: Iterable[Tag] = ()) -> None:
        # Tags mostly come sorted: that is seen at once and costs no sorting.
        pairs = sorted((tag.start.us, tag.id.int, tag) for tag in tags)
        self._tags = [tag for _, _, tag in pairs]
        self._keys = [(start_us, number) for start_us, number, _ in pairs]

    def part(self, is_in: Callable[[Tag], bool] | None = None) -> "TagOrder":
        """The tags for which a function is true, or all of them, as a list of its own."""
        made = TagOrder()
        rows = range(len(self)) if is_in is None else [row for row, tag in enumerate(self._tags) if is_in(tag)]
        made._tags = [self._tags[row] for row in rows]
        made._keys = [self._keys[row] for row in rows]
        return made

    @property
    def tags(self) -> Sequence[Tag]:
        """The tags by onset."""
        return self._tags

    def __len__(self) -> int:
        return len(self._tags)

    def __getitem__(self, row: int) -> Tag:
        return self._tags[row]

    def row_of(self, tag: Tag) -> int | None:
        """The row of a tag as it is now, or None."""
        row = self.goal_of(tag)
        return row if row < len(self._keys) and self._keys[row] == key_of(tag) else None

    def goal_of(self, tag: Tag) -> int:
        """The row at which a tag would be put in."""
        return bisect_left(self._keys, key_of(tag))

    def row_after(self, start_us: int) -> int:
        """The first row whose onset lies after a time."""
        return bisect_left(self._keys, (start_us + 1, -1))

    def row_from(self, start_us: int) -> int:
        """The first row whose onset is that time or lies after it."""
        return bisect_left(self._keys, (start_us, -1))

    def insert(self, tag: Tag) -> None:
        """Put a tag in."""
        row = self.goal_of(tag)
        self._tags.insert(row, tag)
        self._keys.insert(row, key_of(tag))

    def remove(self, row: int) -> None:
        """Take the tag in a row out."""
        del self._tags[row], self._keys[row]
