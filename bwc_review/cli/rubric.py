"""bwc-review rubric: list, show, check, install, write and compare rubrics."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bwc_review.cli.options import example, session_of, shared_options
from bwc_review.cli.output import count, facts, say, table

if TYPE_CHECKING:
    from bwc_review.cli.forms import Form
    from bwc_review.cli.options import Session
    from bwc_review.domain.rubric import Rubric

_HEADS = ("rubric", "version", "title", "behaviours", "ratings", "in the study")


@click.group(name="rubric", epilog=example("bwc-review rubric show deesc-core"))
def command() -> None:
    """List, show, check, install, write and compare rubrics."""


@command.command(
    name="list",
    short_help="List the rubrics that ship and those of the study.",
    epilog=example("bwc-review rubric list"),
)
@shared_options
@click.pass_context
def list_rubrics(context: click.Context) -> None:
    """List the rubrics that ship with the program and, if a study is named, those that it holds."""
    from bwc_review.cli.forms import rubric_form
    from bwc_review.services.rubric_shelf import shipped_rubrics

    session = session_of(context)
    shipped = shipped_rubrics()
    installed = _installed(session)
    held = {(rubric.id, rubric.version) for rubric in installed}
    others = [rubric for rubric in shipped if (rubric.id, rubric.version) not in held]
    rubrics = sorted((*installed, *others), key=lambda rubric: (rubric.id, rubric.version))
    value = [
        {**rubric_form(rubric), "is_shipped": rubric in others, "is_installed": rubric not in others}
        for rubric in rubrics
    ]
    cells = [
        (r.id, r.version, r.title, len(r.behaviours), len(r.ratings), "no" if r in others else "yes") for r in rubrics
    ]
    say(session, value, table(_HEADS, cells, right=(3, 4)))


@command.command(
    name="show",
    short_help="Show a rubric's behaviours, keys and ratings.",
    epilog=example("bwc-review rubric show deesc-core"),
)
@click.argument("rubric_id", metavar="RUBRIC")
@click.option("--version", help="Which version; without it the newest.")
@shared_options
@click.pass_context
def show(context: click.Context, rubric_id: str, version: str | None) -> None:
    """Show a rubric's behaviours with their keys, and its ratings."""
    session = session_of(context)
    rubric = _found(session, rubric_id, version)
    say(session, _form(rubric), _shown(rubric))


@command.command(
    name="check",
    short_help="Check a rubric file; nothing is installed.",
    epilog=example("bwc-review rubric check my-rubric.yaml"),
)
@click.argument("file", type=click.Path(path_type=Path))
@shared_options
@click.pass_context
def check(context: click.Context, file: Path) -> None:
    """Check a rubric file: exit code 1 and the line and field if it breaks a rule. Nothing is installed."""
    from bwc_review.cli.forms import rubric_form
    from bwc_review.services.rubric_shelf import check_rubric

    session = session_of(context)
    rubric = check_rubric(file)
    text = f"{file.name} is fine: {rubric.id} {rubric.version}, {count(len(rubric.behaviours), 'behaviour')}, "
    say(session, rubric_form(rubric), text + f"{count(len(rubric.ratings), 'rating')}.")


@command.command(
    name="install",
    short_help="Put a rubric version into the study.",
    epilog=example("bwc-review rubric install deesc-core"),
)
@click.argument("source", metavar="FILE_OR_ID")
@shared_options
@click.pass_context
def install(context: click.Context, source: str) -> None:
    """Put a rubric version into the study: a file, or one that ships with the program.

    A version never changes: another text under the same version is refused.
    """
    from bwc_review.cli.forms import rubric_form

    session = session_of(context)
    with session.opened() as study:
        rubric = study.rubrics.install(source)
    say(session, rubric_form(rubric), f"The study holds {rubric.id} {rubric.version} now: {rubric.title}.")


@command.command(
    name="export",
    short_help="Write a rubric as a YAML file.",
    epilog=example("bwc-review rubric export deesc-core core.yaml"),
)
@click.argument("rubric_id", metavar="RUBRIC")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--version", help="Which version; without it the newest.")
@shared_options
@click.pass_context
def export(context: click.Context, rubric_id: str, file: Path, version: str | None) -> None:
    """Write a rubric of the study, or one that ships, as a YAML file that is read back whole."""
    from bwc_review.cli.forms import rubric_form
    from bwc_review.services.rubric_editing import export_rubric

    session = session_of(context)
    rubric = _found(session, rubric_id, version)
    export_rubric(rubric, file)
    say(session, {**rubric_form(rubric), "file": str(file)}, f"Wrote {rubric.id} {rubric.version} to {file}.")


@command.command(
    name="new-version",
    short_help="Write a rubric's text under its next version number.",
    epilog=example("bwc-review rubric new-version deesc-core core.yaml"),
)
@click.argument("rubric_id", metavar="RUBRIC")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--version", help="Which version to begin from; without it the newest.")
@shared_options
@click.pass_context
def new_version(context: click.Context, rubric_id: str, file: Path, version: str | None) -> None:
    """Write a rubric's text under its next version number, to be changed in any editor and then installed."""
    from bwc_review.cli.forms import rubric_form
    from bwc_review.services.rubric_editing import export_rubric, numbered_on

    session = session_of(context)
    rubric = _found(session, rubric_id, version)
    newest = rubric if version is None else _found(session, rubric_id, None)
    made = numbered_on(rubric, newest)
    export_rubric(made, file)
    words = f"Wrote {made.id} {made.version} to {file}. Change it, then: bwc-review rubric install {file}"
    say(session, {**rubric_form(made), "file": str(file), "based_on": rubric.version}, words)


@command.command(
    name="diff",
    short_help="Tell what has changed between two versions.",
    epilog=example("bwc-review rubric diff deesc-core@1.0.0 core.yaml"),
)
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="AFTER")
@shared_options
@click.pass_context
def diff(context: click.Context, before: str, after: str) -> None:
    """Tell what has changed between two versions, and whether figures of both can be pooled.

    Each is a file, a rubric (its newest version) or a rubric with its version, such as deesc-core@1.0.0.
    """
    from bwc_review.cli.rubric_words import difference_form, difference_lines
    from bwc_review.domain.rubric_difference import difference

    session = session_of(context)
    found = difference(_named(session, before), _named(session, after))
    say(session, difference_form(found), difference_lines(found))


def _named(session: "Session", name: str) -> "Rubric":
    from bwc_review.services.rubric_shelf import check_rubric

    if Path(name).is_file():
        return check_rubric(Path(name))
    rubric_id, _, version = name.partition("@")
    return _found(session, rubric_id, version or None)


def _found(session: "Session", rubric_id: str, version: str | None) -> "Rubric":
    """A rubric of the study if one is named, else one that ships."""
    from bwc_review.services.rubric_shelf import shipped_rubric

    if not session.study:
        return shipped_rubric(rubric_id, version)
    with session.opened() as study:
        return study.rubrics.get(rubric_id, version)


def _installed(session: "Session") -> "tuple[Rubric, ...]":
    if not session.study:
        return ()
    with session.opened() as study:
        return study.rubrics.installed()


def _form(rubric: "Rubric") -> "Form":
    from bwc_review.cli.forms import rubric_form

    behaviours = [
        {
            "id": behaviour.id,
            "dimension": behaviour.dimension,
            "name": behaviour.name,
            "kind": str(behaviour.kind),
            "valence": str(behaviour.valence),
            "modality": str(behaviour.modality),
            "key": behaviour.key,
            "definition": behaviour.definition,
            "include": behaviour.include,
            "exclude": behaviour.exclude,
            "example": behaviour.example,
            "levels": {str(level.value): level.text for level in behaviour.levels},
            "modifiers": {modifier.name: list(modifier.options) for modifier in behaviour.modifiers},
        }
        for behaviour in rubric.behaviours
    ]
    ratings = [
        {
            "id": item.id,
            "name": item.name,
            "minimum": item.scale.minimum,
            "maximum": item.scale.maximum,
            "anchors": {str(anchor.value): anchor.text for anchor in item.anchors},
        }
        for item in rubric.ratings
    ]
    head = {name: value for name, value in rubric_form(rubric).items() if name not in ("behaviours", "ratings")}
    dimensions = [{"id": dimension.id, "name": dimension.name} for dimension in rubric.dimensions]
    return {**head, "definition": rubric.definition, "attribution": rubric.attribution} | {
        "dimensions": dimensions,
        "behaviours": behaviours,
        "ratings": ratings,
    }


def _shown(rubric: "Rubric") -> list[str]:
    lines = facts(
        (
            ("rubric", f"{rubric.id} {rubric.version}"),
            ("title", rubric.title),
            ("licence", rubric.licence),
            ("profiles", ", ".join(profile.id for profile in rubric.profiles)),
            ("SHA-256", rubric.content_hash),
        )
    )
    for dimension in rubric.dimensions:
        found = rubric.in_dimension(dimension.id)
        if found:
            cells = [(b.key or "", b.id, b.name, b.kind, b.valence) for b in found]
            lines += ["", dimension.name, *table(("key", "behaviour", "name", "kind", "valence"), cells)]
    if rubric.ratings:
        cells = [(item.id, item.name, f"{item.scale.minimum} to {item.scale.maximum}") for item in rubric.ratings]
        lines += ["", "Ratings", *table(("rating", "name", "scale"), cells)]
    return lines
