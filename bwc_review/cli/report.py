"""bwc-review report: documents about the study."""

from pathlib import Path

import click

from bwc_review.cli import progress
from bwc_review.cli.options import example, lead_option, session_of, shared_options
from bwc_review.cli.output import say, say_if_unrecorded

FORMATS = ("pdf", "xlsx", "csv", "json")


@click.group(name="report", epilog=example("bwc-review report tags -o reports/ --format pdf,xlsx"))
def command() -> None:
    """Write documents about the study."""


def _formats(context: click.Context, parameter: click.Parameter, value: str) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(part.strip().lower() for part in value.split(",") if part.strip()))
    unknown = [part for part in chosen if part not in FORMATS]
    if unknown or not chosen:
        message = f"Choose from {', '.join(FORMATS)}, with commas between them."
        raise click.BadParameter(message, context, parameter)
    return chosen


@command.command(
    name="tags",
    short_help="Write the tag report: every tag with its frame and hash.",
    epilog=example("bwc-review report tags -o reports/ --format pdf,xlsx,csv,json"),
)
@click.option(
    "-o", "--output", "folder", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Where it goes."
)
@click.option(
    "--format", "formats", default="pdf", callback=_formats, show_default=True, help="Any of pdf, xlsx, csv, json."
)
@click.option("--clip", "codes", multiple=True, metavar="CODE", help="Only this clip; may be given several times.")
@lead_option
@shared_options
@click.pass_context
def tags(context: click.Context, folder: Path, formats: tuple[str, ...], codes: tuple[str, ...]) -> None:
    """Write the tag report: every tag with its frame, file and hash, the ratings, and the audit log's last hash."""
    session = session_of(context)
    with session.opened("The tag report") as study:
        files = progress.run(
            session,
            "Writing",
            lambda report, cancel: study.reporting.tag_report(folder, formats, codes or None, report, cancel),
        )
    say_if_unrecorded(study.store)
    say(session, {"files": [str(path) for path in files]}, [str(path) for path in files])
