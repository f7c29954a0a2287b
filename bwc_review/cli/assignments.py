"""bwc-review assignments: what is assigned, a reviewer's queue, checking a draw, taking a plan back, unblinding."""

from typing import TYPE_CHECKING

import click

from bwc_review.cli.options import example, lead_option, session_of, shared_options
from bwc_review.cli.output import say, table

if TYPE_CHECKING:
    from bwc_review.domain.assignment import AssignmentPlan

_HEADS = ("plan", "reviewer", "place", "clip", "state")


@click.group(name="assignments", epilog=example("bwc-review assignments list"))
def command() -> None:
    """List assignments, check a draw, take a plan back, unblind."""


@command.command(name="list", epilog=example("bwc-review assignments list --doubles"))
@click.option("--reviewer", metavar="NAME", help="Only this reviewer.")
@click.option("--doubles", "with_doubles", is_flag=True, help="Tell which are coded twice; reviewers must not know.")
@lead_option
@shared_options
@click.pass_context
def list_assignments(context: click.Context, reviewer: str | None, with_doubles: bool) -> None:
    """List assignments by plan, reviewer and place."""
    session = session_of(context)
    with session.opened("The list of assignments") as study:
        plans, found = study.assigning.plans(), study.assigning.list(reviewer)
    items: list[dict[str, object]] = []
    for item in found:
        form: dict[str, object] = {
            "plan": item.plan.title,
            "reviewer": item.assignment.reviewer,
            "place": item.assignment.position,
            "clip": item.code,
            "state": item.state.value,
        }
        items.append({**form, "is_double": item.assignment.is_double} if with_doubles else form)
    value = {"plans": [_plan_form(plan) for plan in plans], "assignments": items}
    heads = (*_HEADS, "double") if with_doubles else _HEADS
    rows = [[cell if cell is not True else "yes" for cell in item.values() if cell is not False] for item in items]
    lines = table(heads, [[*row, ""][: len(heads)] for row in rows])
    nothing = (
        f"Nothing is assigned to {reviewer}." if reviewer else "Nothing is assigned yet. “assign” shares clips out."
    )
    say(session, value, lines if items else nothing)


@command.command(name="queue", epilog=example('bwc-review assignments queue --as "Reviewer A"'))
@shared_options
@click.pass_context
def queue(context: click.Context) -> None:
    """Show what the acting reviewer has to do, in order."""
    session = session_of(context)
    with session.opened() as study:
        found = study.assigning.queue(session.acting)
    value = [{"place": item.position, "clip": item.code, "state": item.state.value} for item in found]
    lines = table(("place", "clip", "state"), [tuple(item.values()) for item in value])
    say(session, value, lines if value else f"Nothing is assigned to {session.acting}.")


@command.command(
    name="check",
    short_help="Draw a plan again from its seed and compare.",
    epilog=example("bwc-review assignments check --plan Autumn"),
)
@click.option("--plan", "name", required=True, metavar="TITLE", help="Title of the plan, or how its id begins.")
@lead_option
@shared_options
@click.pass_context
def check(context: click.Context, name: str) -> int:
    """Draw a plan again from the seed and the clips that the log kept; exit code 1 if other assignments come out.

    Reviewers and leads of the plan whose name was changed are listed.
    """
    session = session_of(context)
    with session.opened("A draw") as study:
        found = study.assigning.check_draw(study.assigning.plan(name).id)
    value = {"plan": str(found.plan.id), "seed": found.plan.seed, "is_same": found.is_same, "message": found.text}
    names = [change.text for change in found.name_changes]
    say(session, {**value, "name_changes": names}, [found.text, *names])
    return 0 if found.is_same else 1


@command.command(name="withdraw", epilog=example("bwc-review assignments withdraw --plan Autumn"))
@click.option("--plan", "name", required=True, metavar="TITLE", help="Title of the plan, or how its id begins.")
@lead_option
@shared_options
@click.pass_context
def withdraw(context: click.Context, name: str) -> None:
    """Take a plan back that nobody has begun."""
    session = session_of(context)
    with session.opened("A plan") as study:
        plan = study.assigning.plan(name)
        study.assigning.withdraw(plan.id)
    say(session, {"plan": str(plan.id)}, f"Took “{plan.title}” back.")


@command.command(
    name="unblind",
    short_help="Tell a plan's reviewers what was hidden from them.",
    epilog=example('bwc-review assignments unblind --plan Autumn --reason "All are locked"'),
)
@click.option("--plan", "name", required=True, metavar="TITLE", help="Title of the plan, or how its id begins.")
@click.option("--reason", required=True, metavar="TEXT", help="Why now; the log keeps it.")
@click.option("--early", "is_early", is_flag=True, help="Although reviews are not submitted yet; the log says so.")
@lead_option
@shared_options
@click.pass_context
def unblind(context: click.Context, name: str, reason: str, is_early: bool) -> None:
    """Tell a plan's reviewers what was hidden from them; logged with its reason."""
    session = session_of(context)
    with session.opened("Unblinding") as study:
        plan = study.assigning.unblind(study.assigning.plan(name).id, reason, is_early=is_early)
    say(session, _plan_form(plan), f"“{plan.title}” is unblinded.")


def _plan_form(plan: "AssignmentPlan") -> dict[str, object]:
    return {
        "id": str(plan.id),
        "title": plan.title,
        "rubric": plan.rubric_id,
        "rubric_version": plan.rubric_version,
        "profile": plan.profile,
        "seed": plan.seed,
        "double_percent": plan.double_percent,
        "stops_at_hands_on": plan.is_stopped,
        "made_at": plan.made_at.isoformat(),
        "made_by": plan.made_by,
        "unblinded_at": plan.unblinded_at.isoformat() if plan.unblinded_at else None,
    }
