"""bwc-review study: make a study."""

import click

from bwc_review.cli.options import example, session_of, shared_options
from bwc_review.cli.output import say


@click.group(name="study")
def command() -> None:
    """Make a study."""


@command.command(name="new", epilog=example('bwc-review study new study/ --title "Spring course"'))
@click.argument("location", metavar="PATH_OR_URL")
@click.option("--title", required=True, help="What the study is called, as reports show it.")
@shared_options
@click.pass_context
def new(context: click.Context, location: str, title: str) -> None:
    """Make an empty study in a new folder, or in an empty PostgreSQL database."""
    from bwc_review.services import bootstrap

    session = session_of(context)
    with bootstrap.create_study(location, title, session.acting) as study:
        place = study.store.location
    say(session, {"study": place, "title": title}, f"Made the study “{title}” in {place}.")
