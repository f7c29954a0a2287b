"""Reels and exports."""

from datetime import datetime

from bwc_review.domain.export import Export
from bwc_review.domain.ids import ExportId
from bwc_review.domain.reel import Reel
from bwc_review.store.codec import dumps, loads
from bwc_review.store.mapping.texts import path_text, path_value, time_text
from bwc_review.store.schema import ExportRow, ReelRow


def reel_row(reel: Reel) -> ReelRow:
    """The row of a reel."""
    return ReelRow(id=reel.id, title=reel.title, content=dumps(reel))


def reel_value(row: ReelRow) -> Reel:
    """The reel in a row."""
    return loads(Reel, row.content)


def export_row(export: Export) -> ExportRow:
    """The row of an export."""
    return ExportRow(
        id=export.id,
        kind=export.kind,
        path=path_text(export.path),
        sha256=export.sha256,
        sources=dumps(export.sources),
        made_at=time_text(export.made_at),
        made_by=export.made_by,
    )


def export_value(row: ExportRow) -> Export:
    """The export in a row."""
    return Export(
        ExportId(row.id),
        row.kind,
        path_value(row.path),
        row.sha256,
        loads(tuple[str, ...], row.sources),
        datetime.fromisoformat(row.made_at),
        row.made_by,
    )
