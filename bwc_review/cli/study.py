"""bwc-review study: make a study, list its backups, put one back."""

from typing import TYPE_CHECKING

import click

from bwc_review.cli.options import example, lead_option, session_of, shared_options
from bwc_review.cli.output import say, table

if TYPE_CHECKING:
    from bwc_review.domain.backup import Backup


@click.group(name="study", epilog=example("bwc-review study backups study/"))
def command() -> None:
    """Make a study, list its backups, put one back."""


@command.command(
    name="new",
    short_help="Make an empty study in a folder or a database.",
    epilog=example('bwc-review study new study/ --title "Spring course"'),
)
@click.argument("location", metavar="PATH_OR_URL")
@click.option("--title", required=True, help="What the study is called, as reports show it.")
@shared_options
@click.pass_context
def new(context: click.Context, location: str, title: str) -> None:
    """Make an empty study in a new folder, or in an empty PostgreSQL database."""
    from bwc_review.services import bootstrap

    session = session_of(context)
    with bootstrap.create_study(location, title, session.acting) as study:
        place, title = study.store.location, study.title
    say(session, {"study": place, "title": title}, f"Made the study “{title}” in {place}.")


@command.command(name="backups", epilog=example("bwc-review study backups study/ --make"))
@click.argument("location", metavar="PATH")
@click.option("--make", is_flag=True, help="Make one now, and check every page of it.")
@lead_option
@shared_options
@click.pass_context
def backups(context: click.Context, location: str, make: bool) -> None:
    """List the dated copies of a study, newest first. How much others have tagged is hidden from blinded reviewers."""
    from bwc_review.services import bootstrap

    session = session_of(context)
    if make:
        with bootstrap.open_study(location, session.acting) as study:
            study.backups.make()
    found = bootstrap.backups_of(location)
    is_hidden = not session.is_lead and bootstrap.is_blinded_in(location, session.acting)
    cells = [
        (
            one.path.name,
            one.made_at.astimezone().strftime("%Y-%m-%d %H:%M"),
            f"{one.byte_count / 1e6:,.1f} MB",
            (one.tag_count if not is_hidden else "hidden") if one.is_readable else "cannot be read",
            (one.review_count if not is_hidden else "hidden") if one.is_readable else "",
        )
        for one in found
    ]
    lines = table(("file", "made", "size", "tags", "reviews"), cells, (2, 3, 4)) if cells else ["No backups yet."]
    say(session, [_form(one, is_hidden=is_hidden) for one in found], lines)


@command.command(
    name="restore",
    short_help="Put a backup in the place of a study.",
    epilog=example("bwc-review study restore study/ study-2026-03-31T170000.000000Z.db"),
)
@click.argument("location", metavar="PATH")
@click.argument("name", metavar="FILE")
@lead_option
@shared_options
@click.pass_context
def restore(context: click.Context, location: str, name: str) -> None:
    """Put a backup in the place of a study; what was there becomes a backup of its own.

    It puts the work of every reviewer back, so whoever reviews blinded has to ask as lead, which the log keeps.
    """
    from bwc_review.services import bootstrap

    session = session_of(context)
    restored = bootstrap.restore_backup(location, name, session.acting, is_lead=session.is_lead)
    kept = f" What was there is kept as {restored.kept}." if restored.kept else ""
    value = {"backup": _form(restored.backup, is_hidden=False), "kept": restored.kept or None}
    say(session, value, f"Restored {name}.{kept}")


def _form(one: "Backup", *, is_hidden: bool) -> dict[str, object]:
    return {
        "file": one.path.name,
        "made_at": one.made_at.isoformat(),
        "why": one.kind.value or "dated",
        "bytes": one.byte_count,
        "is_readable": one.is_readable,
        "entries": None if is_hidden else one.entry_count,
        "tags": None if is_hidden else one.tag_count,
        "reviews": None if is_hidden else one.review_count,
    }
