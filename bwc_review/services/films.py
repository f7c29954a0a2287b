"""Finished films as the study knows them: the recorded file, and what the log says was checked in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from bwc_review.domain.export import Export
from bwc_review.domain.reel import Selection
from bwc_review.services.ports import UnitOfWork

EXPORT_ACTION = "reel.export"


@dataclass(frozen=True, slots=True)
class Film:
    """A reel that was rendered.

    Attributes:
        export: The file as it was recorded.
        title: The reel's title.
        selection: How its clips were chosen.
        clips: Code names of the recordings in it.
        duration_us: Its length.
        frame_count: Pictures in it.
        item_count: Items whose first and last picture were compared with the chosen frames.
        is_right: True if all of them were the chosen ones.
        starts: First frame of each item, from the title card on.
    """

    export: Export
    title: str
    selection: Selection
    clips: tuple[str, ...]
    duration_us: int
    frame_count: int
    item_count: int
    is_right: bool
    starts: tuple[int, ...] = ()


def read_films(work: UnitOfWork) -> tuple[Film, ...]:
    """All films, newest first."""
    exports = {f"export:{export.id}": export for export in work.exports.all() if export.kind == "reel"}
    if not exports:
        return ()
    found = [
        _film(exports[entry.subject], entry.details)
        for entry in work.audit.entries()
        if entry.action == EXPORT_ACTION and entry.subject in exports
    ]
    return tuple(reversed(found))


def _film(export: Export, details: Mapping[str, object]) -> Film:
    items = cast("Sequence[Sequence[object]]", details["verified_items"])
    return Film(
        export=export,
        title=str(details["title"]),
        selection=Selection(str(details["selection"])),
        clips=tuple(cast("Sequence[str]", details["clips"])),
        duration_us=cast("int", details["duration_us"]),
        frame_count=cast("int", details["frames"]),
        item_count=len(items),
        is_right=all(item[3] and item[4] for item in items),
        starts=tuple(cast("int", item[1]) for item in items),
    )
