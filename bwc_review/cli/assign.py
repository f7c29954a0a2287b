"""bwc-review assign: share clips out among reviewers."""

import click

from bwc_review.cli.options import example, lead_option, session_of, shared_options
from bwc_review.cli.output import count, say

_LINE = 'bwc-review assign --reviewer "Reviewer A" --reviewer "Reviewer B" --rubric deesc-core --profile lite'


@click.command(name="assign", short_help="Share clips out at random among reviewers.", epilog=example(_LINE))
@click.option("--reviewer", "reviewers", multiple=True, required=True, metavar="NAME", help="Who takes part; repeat.")
@click.option("--rubric", "rubric_id", default="deesc-core", show_default=True, metavar="ID", help="Which rubric.")
@click.option("--version", "version", metavar="VERSION", help="Which version of it. Default: the newest.")
@click.option("--profile", metavar="ID", help="Which of its profiles. Default: all behaviours.")
@click.option("--title", default="", metavar="TEXT", help="What the plan is called.")
@click.option("--clip", "codes", multiple=True, metavar="CODE", help="Only these clips. Default: all not yet assigned.")
@click.option("--seed", type=int, metavar="N", help="Seed of the draw. Default: a new one, which is kept.")
@click.option(
    "--double", "percent", type=click.IntRange(0, 100), default=20, show_default=True, help="Share coded twice."
)
@click.option(
    "--least-double", "least", type=click.IntRange(min=0), default=10, show_default=True, help="Fewest of each phase."
)
@click.option("--stop-at-hands-on", "is_stopped", is_flag=True, help="Playback stops before the first hands-on.")
@lead_option
@shared_options
@click.pass_context
def command(
    context: click.Context,
    reviewers: tuple[str, ...],
    rubric_id: str,
    version: str | None,
    profile: str | None,
    title: str,
    codes: tuple[str, ...],
    seed: int | None,
    percent: int,
    least: int,
    is_stopped: bool,
) -> None:
    """Share clips out at random among reviewers, a hidden part of them twice.

    The seed is kept: with the same clips and reviewers it gives the same draw. Each reviewer has an order of their own,
    in which phases and doubles are mixed; the window shows it as their queue and tells nobody which clips are doubles.
    """
    from bwc_review.services.assigning import PlanWish

    session = session_of(context)
    wish = PlanWish(title, rubric_id, reviewers, version, profile, codes or None, seed, percent, least, is_stopped)
    with session.opened("A draw") as study:
        plan = study.assigning.assign(wish)
        found = [item for item in study.assigning.list() if item.plan.id == plan.id]
    doubles = sum(item.assignment.is_double for item in found)
    clips = len({item.code for item in found})
    value = {
        "plan": str(plan.id),
        "title": plan.title,
        "seed": plan.seed,
        "clips": clips,
        "assignments": len(found),
        "doubles": doubles,
    }
    words = f"Assigned {count(clips, 'clip')} in {count(len(found), 'review')}, {doubles} of them doubles."
    say(session, value, f"{words} Plan “{plan.title}”, seed {plan.seed}.")
