"""bwc-review clips relink: play clips from the files that came with a copied study, or from another folder."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bwc_review.cli import progress
from bwc_review.cli.options import example, lead_option, session_of, shared_options
from bwc_review.cli.output import count, say

if TYPE_CHECKING:
    from bwc_review.services.bootstrap import Study


@click.command(
    name="relink",
    short_help="Play clips from the files that came with a copied study.",
    epilog=example("bwc-review clips relink --study copy/"),
)
@click.argument("folder", required=False, metavar="[FOLDER]", type=click.Path(path_type=Path))
@lead_option
@shared_options
@click.pass_context
def command(context: click.Context, folder: Path | None) -> int:
    """Play clips from the files that came with a copied study, or from those in FOLDER.

    A study keeps the whole path of each clip, so its copy would go on playing the files of the original. Files of the
    same size at the same place inside or beside the copy, or anywhere in FOLDER, are read; a clip is played from one of
    them only if every byte is as it was imported. The log keeps each change. Exit code 1 if a file is another one.
    """
    session = session_of(context)
    with session.opened("Where clips lie") as study:
        taken = progress.run(
            session, "Reading", lambda report, cancel: study.surroundings.take_up(folder, report, cancel)
        )
    value = {
        "moved": [{"code": one.code, "before": str(one.before), "after": str(one.after)} for one in taken.moved],
        "refused": list(taken.refused),
    }
    lines = [f"{one.code}: now played from {one.after}." for one in taken.moved]
    where = "with the study" if folder is None else f"in {folder}"
    source = "what came with the study" if folder is None else str(folder)
    summary = f"{count(len(taken.moved), 'clip is', 'clips are')} now played from {source}."
    if not taken.moved and not taken.refused:
        summary = f"Nothing to do: no clip that lies elsewhere has a file of its size {where}."
    say(session, value, [*lines, *taken.refused, summary])
    return 1 if taken.refused else 0


def say_if_elsewhere(study: "Study") -> None:
    """Say on stderr if clips are read from where the study was copied from."""
    survey = study.surroundings.survey()
    if survey.text:
        click.echo(f"{survey.text}, {survey.folder}.", err=True)
    if survey.strays:
        number = count(len(survey.strays), "clip is", "clips are")
        folder = survey.strays[0].clip.path.parent
        click.echo(f"{number} read from {folder}, not from with this study. “clips relink” changes that.", err=True)
