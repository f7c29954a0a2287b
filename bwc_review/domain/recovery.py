"""What was found in a study that a program had left without closing it: after a crash, a kill, a power cut."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Recovery:
    """What a crash left behind, and that nothing of it is lost.

    Attributes:
        opened_at: When the study had been opened by the program that ended.
        change_count: Entries that were written to the log since then.
        tag_count: Of these, entries that set tags.
        has_replayed: True if the last changes were taken from the database's own journal.
        swept: Names of unfinished files that were removed.
    """

    opened_at: datetime
    change_count: int = 0
    tag_count: int = 0
    has_replayed: bool = False
    swept: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What the user is told."""
        since = f"{self.opened_at.astimezone():%d %b at %H:%M}".lstrip("0")
        kept = "Nothing had been changed."
        if self.change_count:
            changes = _counted(self.change_count, "change")
            tags = f", {_counted(self.tag_count, 'new tag')} among them" if self.tag_count else ""
            verb = "is" if self.change_count == 1 else "are"
            kept = f"Nothing is lost: {changes} since {since}{tags}, {verb} here."
        gone = f" {_counted(len(self.swept), 'unfinished file')} removed." if self.swept else ""
        return f"The program ended without closing this study. {kept}{gone}"


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"
