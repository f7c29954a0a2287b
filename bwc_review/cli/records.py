"""bwc-review records: officers, training and incidents."""

from pathlib import Path

import click

from bwc_review.cli import progress
from bwc_review.cli.options import example, lead_option, session_of, shared_options
from bwc_review.cli.output import count, say

_FILE = click.Path(path_type=Path)


@click.group(
    name="records", epilog=example("bwc-review records import --officers officers.csv --training training.csv")
)
def command() -> None:
    """Bring in officers, their training and incidents."""


@command.command(
    name="import",
    short_help="Import officers, training records and incidents.",
    epilog=example(
        "bwc-review records import --officers officers.csv --training training.csv --incidents incidents.csv"
    ),
)
@click.option("--officers", type=_FILE, metavar="CSV", help="Columns: pseudonym, badge, unit.")
@click.option(
    "--training",
    type=_FILE,
    metavar="CSV",
    help="Columns: officer, course, completed_on, started_on, hours, delivery, certified_until.",
)
@click.option(
    "--incidents",
    type=_FILE,
    metavar="CSV",
    help="Columns: number, occurred_on, call_type, setting, armed, officers_present.",
)
@lead_option
@shared_options
@click.pass_context
def import_records(
    context: click.Context, officers: Path | None, training: Path | None, incidents: Path | None
) -> None:
    """Import officers, training records and incidents from CSV files: all of them, or nothing.

    Dates are written YYYY-MM-DD. Officers are named by their pseudonym or badge; badge numbers are kept apart and never
    shown. What is in the study already is brought up to date, not doubled.
    """
    session = session_of(context)
    if officers is None and training is None and incidents is None:
        message = "Name at least one file: --officers, --training or --incidents."
        raise click.UsageError(message)
    with session.opened("Importing records") as study:
        result = progress.run(
            session,
            "Importing",
            lambda report, cancel: study.records.import_csv(officers, training, incidents, report, cancel),
        )
    value = {"officers": result.officers, "trainings": result.trainings, "incidents": result.incidents}
    parts = [
        count(result.officers, "officer"),
        count(result.trainings, "training record"),
        count(result.incidents, "incident"),
    ]
    say(session, value, f"Imported {', '.join(parts[:2])} and {parts[2]}.")
