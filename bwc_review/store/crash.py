"""What a program that was killed has left in a study, found and cleared away when the study is opened next."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine, func, select

from bwc_review.domain.recovery import Recovery
from bwc_review.store.backups import PARTIAL
from bwc_review.store.open_marker import OpenMarker
from bwc_review.store.place import BACKUPS, CACHE, EXPORTS, Place
from bwc_review.store.schema import AuditHeadRow, AuditRow


def left_behind(database: Path) -> bool:
    """True if the file's own journal holds something: somebody writes to it now, or stopped in the middle."""
    sides = (database.with_name(database.name + side) for side in ("-wal", "-journal"))
    return any(side.is_file() and side.stat().st_size > 0 for side in sides)


def look_back(engine: Engine, place: Place, database: Path, *, has_journal: bool) -> tuple[OpenMarker, Recovery | None]:
    """Mark the study as open, and find out whether the last program closed it.

    Args:
        engine: The study's connections.
        place: Where it is.
        database: Its file.
        has_journal: What `left_behind` told before the file was opened.

    Returns:
        The marker to release when the study is closed, and what was recovered, if anything.
    """
    with engine.connect() as connection:
        seq = connection.scalar(select(func.coalesce(func.max(AuditHeadRow.seq), 0))) or 0
        marker = OpenMarker(place.folder / CACHE, seq)
        swept = tuple(_swept(place, database)) if marker.is_alone else ()
        if not marker.left:
            return marker, None
        first = min(marker.left, key=lambda left: left.seq)
        since = select(AuditRow.action, func.count()).where(AuditRow.seq > first.seq).group_by(AuditRow.action)
        counts: dict[str, int] = {str(row[0]): int(row[1]) for row in connection.execute(since)}
    recovery = Recovery(
        first.opened_at,
        change_count=sum(counts.values()),
        tag_count=counts.get("tag.add", 0),
        has_replayed=has_journal and marker.is_alone,
        swept=swept,
    )
    return marker, recovery


def _swept(place: Place, database: Path) -> Iterator[str]:
    """Remove files that were never finished; nobody else has the study open, so nobody is at work on them."""
    patterns = (
        (database.parent, f"{database.stem}{PARTIAL}{database.suffix}*"),
        (place.folder / BACKUPS, f"*{PARTIAL}.db*"),
        (place.folder / EXPORTS, f"*{PARTIAL}.*"),
        (place.folder / CACHE, f"**/*{PARTIAL}.*"),
    )
    for folder, pattern in patterns:
        for path in sorted(folder.glob(pattern)):
            if path.is_file():
                with suppress(OSError):
                    path.unlink()
                    yield path.name
