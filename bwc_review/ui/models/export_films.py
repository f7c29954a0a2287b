"""What left the study, as the present page lists it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from bwc_review.domain.reel import Selection
from bwc_review.domain.time import length_text
from bwc_review.ui.models.rows import RowColumn, RowTable

SELECTION_WORDS = {
    Selection.RANDOM: "Drawn at random",
    Selection.MATCHED: "Matched",
    Selection.PURPOSIVE: "Picked by hand",
}


class Kind(StrEnum):
    """What kind of file it is."""

    FILM = "Reel"
    TAG_REPORT = "Tag report"
    TAGS = "Tags"


KIND_ICONS = {Kind.FILM: "film", Kind.TAG_REPORT: "file-text", Kind.TAGS: "tag"}
_KINDS = {"reel": Kind.FILM, "tag_report": Kind.TAG_REPORT, "tags": Kind.TAGS}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the log says about a film.

    Attributes:
        title: The reel's title.
        selection: How its clips were chosen.
        clips: Code names in it.
        duration_us: Its length.
        frame_count: Pictures in it.
        item_count: Items whose first and last picture were compared with the chosen ones.
        is_right: True if all of them were right.
        starts: First frame of each item, from the title card on.
    """

    title: str
    selection: Selection
    clips: Sequence[str]
    duration_us: int
    frame_count: int
    item_count: int
    is_right: bool
    starts: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class ExportItem:
    """A file that left the study.

    Attributes:
        key: Its id, as text.
        kind: What kind of file it is.
        path: Where it was written.
        sha256: Its hash then.
        made_at: When, in UTC.
        made_by: Who, by pseudonym.
        is_there: True if a file is there now.
        film: What the log says about it, if it is a film.
    """

    key: str
    kind: Kind
    path: Path
    sha256: str
    made_at: datetime
    made_by: str
    is_there: bool
    film: Shown | None = None

    @property
    def title(self) -> str:
        """The film's title, else what the file is."""
        return self.film.title if self.film else self.kind.value

    @property
    def length(self) -> str:
        """The film's length; empty for other files."""
        return length_text(self.film.duration_us) if self.film else ""


def kind_of(name: str) -> Kind:
    """The kind of file from the name that the study keeps."""
    return _KINDS.get(name, Kind.TAGS)


def export_table() -> RowTable[ExportItem]:
    """An empty list of files."""
    return RowTable(
        (
            RowColumn(
                "Title",
                lambda item: item.title,
                icon=lambda item: (KIND_ICONS[item.kind], "text" if item.is_there else "faint"),
                tip=lambda item: str(item.path),
            ),
            RowColumn("File", lambda item: item.path.name if item.is_there else f"{item.path.name} (moved)"),
            RowColumn(
                "Length",
                lambda item: item.length,
                lambda item: item.film.duration_us if item.film else 0,
                is_number=True,
            ),
            RowColumn(
                "Made",
                lambda item: f"{item.made_at.astimezone():%Y-%m-%d}",
                lambda item: item.made_at,
                tip=lambda item: f"{item.made_at.astimezone():%Y-%m-%d %H:%M} by {item.made_by}",
            ),
        )
    )
