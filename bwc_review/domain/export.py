"""Files that left the study."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bwc_review.domain.ids import ExportId


@dataclass(frozen=True, slots=True)
class Export:
    """A file that left the study.

    Attributes:
        id: Made on export.
        kind: ``reel``, ``tag_report`` or ``tags``.
        path: Where it was written.
        sha256: Hash of the file.
        sources: Ids of the recordings, reviews and reels that it was made from, as text.
        made_at: When, in UTC.
        made_by: Who, by pseudonym.
    """

    id: ExportId
    kind: str
    path: Path
    sha256: str
    sources: tuple[str, ...]
    made_at: datetime
    made_by: str
