"""Text files that leave the study: written whole or not at all, and recorded with their hash."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from bwc_review.domain.errors import EnvironmentFault
from bwc_review.domain.export import Export
from bwc_review.domain.ids import ExportId, new_id
from bwc_review.services.ports import Store


def write_text(path: Path, text: str) -> None:
    """Write a file whole; an earlier one stays as it was if that fails.

    Raises:
        EnvironmentFault: The file cannot be written.
    """
    partial = path.with_name(f"{path.stem}.partial{path.suffix}")
    try:
        partial.write_text(text, encoding="utf-8", newline="")
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        folder = path.absolute().parent
        message = f"{path.name} cannot be written: {error.strerror}. Choose another folder or make room."
        if not folder.is_dir():
            message = f"The folder “{folder.name}” is not there. Make it, or choose another one for {path.name}."
        raise EnvironmentFault("file.unwritable", message, path=str(path)) from error


def record_text(
    store: Store,
    path: Path,
    text: str,
    kind: str,
    sources: tuple[str, ...],
    made_at: datetime,
    actor: str,
    facts: Mapping[str, object],
) -> None:
    """Record a file just written, unless the study can only be read.

    Args:
        store: The study.
        path: The file.
        text: What was written.
        kind: Kind of the export; the log's action is this with ``.export``.
        sources: What it was made from.
        made_at: When.
        actor: By whom.
        facts: More for the log.
    """
    if store.is_read_only:
        return
    digest = hashlib.sha256(text.encode()).hexdigest()
    export = Export(ExportId(new_id()), kind, path.absolute(), digest, sources, made_at, actor)
    with store.writing(actor) as work:
        work.exports.add(export)
        work.audit.record(f"{kind}.export", f"export:{export.id}", {"file": path.name, "sha256": digest, **facts})
        work.commit()
