"""bwc-review reel: render a reel."""

from pathlib import Path

import click

from bwc_review.cli import progress
from bwc_review.cli.options import example, lead_option, session_of, shared_options
from bwc_review.cli.output import say
from bwc_review.cli.relinking import say_if_elsewhere


@click.group(name="reel", epilog=example("bwc-review reel build reel.yaml -o reel.mp4"))
def command() -> None:
    """Render side-by-side reels."""


@command.command(
    name="build",
    short_help="Render a reel as MP4 and check the finished film.",
    epilog=example("bwc-review reel build reel.yaml -o reel.mp4"),
)
@click.argument("file", metavar="REEL.YAML", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, metavar="OUT.MP4", help="The film.")
@click.option("--allow-open-cases", is_flag=True, help="Take clips of open cases too; the log keeps who did.")
@lead_option
@shared_options
@click.pass_context
def build(context: click.Context, file: Path, output: Path, allow_open_cases: bool) -> None:
    """Render a reel as MP4 and check the finished film frame by frame at each item's start and end.

    The YAML file names the title, how the clips were chosen, and the items: cards, side-by-side pairs aligned on a
    behaviour, single clips. Clips of open cases are refused unless --allow-open-cases is given.
    """
    from bwc_review.cli.forms import rendered_form
    from bwc_review.domain.time import length_text

    session = session_of(context)
    with session.opened("A reel") as study:
        reel = study.exporting.read_reel(file)
        say_if_elsewhere(study)
        rendered = progress.run(
            session,
            "Rendering",
            lambda report, cancel: study.exporting.build(
                reel, output, report, cancel, is_open_case_allowed=allow_open_cases
            ),
        )
    text = f"{rendered.path}: {length_text(rendered.duration_us)}, {rendered.width} x {rendered.height}, "
    checked = f"{len(rendered.items)} items checked, first and last frame of each."
    say(session, rendered_form(rendered), [text + f"{rendered.frame_count:,} frames.", checked])
