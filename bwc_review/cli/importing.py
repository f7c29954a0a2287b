"""bwc-review import: bring clips into a study."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bwc_review.cli import progress
from bwc_review.cli.options import example, lead_option, session_of, shared_options
from bwc_review.cli.output import count, say

if TYPE_CHECKING:
    from bwc_review.services.importing import ImportResult


@click.command(
    name="import",
    short_help="Import clips: files and folders.",
    epilog=example("bwc-review import footage/ --manifest footage/clips.csv"),
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("--manifest", type=click.Path(path_type=Path), metavar="CSV", help="What is known about each file.")
@click.option("--separately", is_flag=True, help="Do not join chunks: every file becomes a clip of its own.")
@lead_option
@shared_options
@click.pass_context
def command(context: click.Context, paths: tuple[Path, ...], manifest: Path | None, separately: bool) -> int:
    """Import clips: files, and the video files in folders and their subfolders.

    Chunks, which a camera began one after another, are joined end to end if their names say so, or the manifest does
    (one code, numbered in the column “part”); “clips split” parts them again. Each file is hashed and examined; what is
    unusual about it is said. A file that is in the study already is not imported again. A file that cannot be used does
    not stop the others; then the exit code is 1. Officers and incidents that the manifest names must have been imported
    before (see “records import”). Without PATH the files that the manifest names are imported.
    """
    from bwc_review.cli.forms import recording_form

    session = session_of(context)
    if not paths and manifest is None:
        message = "Name files or folders to import, or a --manifest."
        raise click.UsageError(message)
    with session.opened("Importing clips") as study:
        result = progress.run(
            session,
            "Importing",
            lambda report, cancel: study.library.import_paths(
                paths, manifest, report, cancel, is_joining=not separately
            ),
        )
        rows = [study.library.row(recording.id) for recording in result.imported]
    value = {
        "imported": [
            {
                **recording_form(row.recording),
                "files": [clip.path.name for clip in row.clips],
                "faults": [str(fault.code) for clip in row.clips for fault in clip.faults],
            }
            for row in rows
        ],
        "known": [recording_form(found) for found in result.known],
        "refused": [{"path": str(refusal.path), "message": refusal.message} for refusal in result.refused],
    }
    lines = [_summary(result)]
    for row in rows:
        joined = result.joined.get(row.recording.id)
        if joined:
            lines.append(f"{row.recording.code}: joined {len(joined)} files end to end: {', '.join(joined)}")
        lines += [f"{row.recording.code} {clip.path.name}: {fault.text}" for clip in row.clips for fault in clip.faults]
    lines += [f"Refused {refusal.path}: {refusal.message}" for refusal in result.refused]
    say(session, value, lines)
    return 1 if result.refused else 0


def _summary(result: "ImportResult") -> str:
    parts = [f"Imported {count(len(result.imported), 'clip')}"]
    if result.imported:
        parts[0] += f" ({', '.join(found.code for found in result.imported)})"
    if result.known:
        parts.append(f"{count(len(result.known), 'was', 'were')} in the study already")
    if result.refused:
        parts.append(f"{count(len(result.refused), 'file')} refused")
    return "; ".join(parts) + "."
