"""bwc-review demo: a finished study to look at."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bwc_review.cli import progress
from bwc_review.cli.options import Session, example, session_of, shared_options
from bwc_review.cli.output import say

if TYPE_CHECKING:
    from bwc_review.services.demo import DemoStep


@click.command(
    name="demo", short_help="Make a finished demo study.", epilog=example("bwc-review demo demo-study --no-window")
)
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[DIR]")
@click.option("--no-window", is_flag=True, help="Do not open the window afterwards.")
@shared_options
@click.pass_context
def command(context: click.Context, folder: Path | None, no_window: bool) -> int:
    """Make a finished demo study: four simulated clips, two reviewers, the comparison reel and the tag report.

    It needs nothing from outside and says where everything is and how long each step took. If there is a screen, the
    window opens on the study. Running it again goes on where it stopped; nothing is ever deleted. Without DIR the
    study is made in your own folder for this program's data.
    """
    from bwc_review import paths
    from bwc_review.services.demo import DemoMaking

    session = session_of(context)
    place = folder or paths.home() / "demo-study"
    is_told_as_it_goes = not session.as_json and not sys.stderr.isatty()
    demo = progress.run(
        session,
        "Making the demo",
        lambda report, cancel: DemoMaking(
            place, session.acting, report, cancel, _told if is_told_as_it_goes else None
        ).run(),
    )
    value = {
        "study": str(demo.folder),
        "film": str(demo.film),
        "reports": [str(path) for path in demo.reports],
        "steps": [{"text": step.text, "duration_s": round(step.duration_s, 2)} for step in demo.steps],
    }
    lines = [] if is_told_as_it_goes else [_line(step) for step in demo.steps]
    if not demo.steps:
        lines.append("The demo is finished already.")
    lines += ["", f"Study   {demo.folder}", f"Film    {demo.film}"]
    lines += [f"Report  {path}" for path in demo.reports]
    say(session, value, [*lines, "", f"Look at it: bwc-review --study {_quoted(demo.folder)}"])
    return 0 if no_window or session.as_json else _open_window(session, str(demo.folder))


def _open_window(session: Session, study: str) -> int:
    from bwc_review.services import doctor

    if session.window is None or not _has_screen():
        return 0
    missing = doctor.missing_qt_libraries()
    if missing:
        packages = " ".join(doctor.QT_LIBRARIES[name] for name in missing)
        click.echo(f"The window needs more system libraries: sudo apt-get install {packages}", err=True)
        return 0
    return session.window(study)


def _has_screen() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _told(step: "DemoStep") -> None:
    click.echo(_line(step))


def _line(step: "DemoStep") -> str:
    return f"{step.duration_s:6.1f} s  {step.text}"


def _quoted(path: Path) -> str:
    text = str(path)
    return f'"{text}"' if " " in text else text
