"""bwc-review tags: list, import and export tags and ratings."""

from pathlib import Path

import click

from bwc_review.cli import progress
from bwc_review.cli.options import example, lead_option, session_of, shared_options
from bwc_review.cli.output import count, say, say_if_unrecorded, table

_HEADS = ("clip", "reviewer", "start", "end", "actor", "behaviour", "level", "note")
_FILE = click.Path(path_type=Path)


@click.group(name="tags", epilog=example("bwc-review tags export tags.csv"))
def command() -> None:
    """List, import and export tags and ratings."""


@command.command(name="list", epilog=example('bwc-review tags list --clip K7Q2 --reviewer "Reviewer A"'))
@click.option("--clip", "code", metavar="CODE", help="Only this clip.")
@click.option("--reviewer", metavar="NAME", help="Only this reviewer.")
@lead_option
@shared_options
@click.pass_context
def list_tags(context: click.Context, code: str | None, reviewer: str | None) -> None:
    """List tags by clip, reviewer and time."""
    from bwc_review.cli.forms import review_form, tag_form
    from bwc_review.domain.time import review_text

    session = session_of(context)
    with session.opened() as study:
        found = study.tag_files.reviews(code, session.whose(study, reviewer))
    value = [{**review_form(held.review, held.code), "tags": [tag_form(tag) for tag in held.tags]} for held in found]
    cells = [
        (
            held.code,
            held.review.reviewer,
            review_text(tag.start),
            "" if tag.end is None else review_text(tag.end),
            tag.actor,
            held.rubric.behaviour(tag.behaviour_id).name,
            tag.level,
            tag.note,
        )
        for held in found
        for tag in held.tags
    ]
    none = "No tags match." if code or reviewer else "There are no tags yet."
    say(session, value, table(_HEADS, cells) if cells else none)


@command.command(
    name="import",
    short_help="Import tags from CSV, or tags and ratings from JSON.",
    epilog=example("bwc-review tags import tags.csv"),
)
@click.argument("file", type=_FILE)
@lead_option
@shared_options
@click.pass_context
def import_tags(context: click.Context, file: Path) -> None:
    """Import tags from a CSV file, or tags and ratings from a JSON file: all of them, or nothing.

    Each row names its clip, reviewer, rubric and behaviour; a review is made for a reviewer who has none of that clip.
    A tag that is in the study already, in the same review at the same frame, is refused. The columns are those that
    “tags export” writes; start is a time (1:02.450) or start_us microseconds.
    """
    session = session_of(context)
    with session.opened("Importing tags") as study:
        result = progress.run(
            session, "Importing", lambda report, cancel: study.tag_files.import_tags(file, report, cancel)
        )
    value = {"tags": result.tags, "ratings": result.ratings, "reviews": result.reviews}
    rated = f" and {count(result.ratings, 'rating')}" if result.ratings else ""
    say(session, value, f"Imported {count(result.tags, 'tag')}{rated} into {count(result.reviews, 'review')}.")


@command.command(
    name="export",
    short_help="Export tags as CSV, or tags and ratings as JSON.",
    epilog=example("bwc-review tags export tags.csv --clip K7Q2"),
)
@click.argument("file", type=_FILE)
@click.option("--clip", "codes", multiple=True, metavar="CODE", help="Only this clip; may be given several times.")
@click.option("--reviewer", metavar="NAME", help="Only this reviewer.")
@lead_option
@shared_options
@click.pass_context
def export_tags(context: click.Context, file: Path, codes: tuple[str, ...], reviewer: str | None) -> None:
    """Export tags as CSV, or tags and ratings as JSON; the suffix of FILE decides.

    Times are exact to the microsecond, so that importing the file into an empty study gives the same tags.
    """
    session = session_of(context)
    with session.opened() as study:
        whose = session.whose(study, reviewer)
        result = progress.run(
            session,
            "Exporting",
            lambda report, cancel: study.tag_files.export_tags(file, codes or None, whose, report, cancel),
        )
    say_if_unrecorded(study.store)
    value = {"path": str(file), "tags": result.tags, "ratings": result.ratings, "reviews": result.reviews}
    say(session, value, f"Wrote {count(result.tags, 'tag')} of {count(result.reviews, 'review')} to {file}.")
