"""The command line: its root group, what leaves it as an exit code, and how errors are told.

Exit codes: 0 done, 1 a problem was found, 2 wrong usage, 3 the machine (disk full, file gone, program missing), 70 a
fault of the program, 130 stopped with Ctrl+C.

Nothing heavy is imported here: each command's module is read when that command is wanted, its services when it runs.
"""

import os
from collections.abc import Sequence
from importlib import import_module

import click

from bwc_review import __version__
from bwc_review.cli import failure
from bwc_review.cli.options import HOME_VARIABLE, USER_VARIABLE, Window, new_session, session_of, shared_options

_MODULES = {
    "assign": "assign",
    "assignments": "assignments",
    "audit": "audit",
    "blinding": "blinding",
    "clips": "clips",
    "demo": "demo",
    "doctor": "doctor",
    "import": "importing",
    "records": "records",
    "reel": "reel",
    "report": "report",
    "rubric": "rubric",
    "study": "study",
    "tags": "tags",
}

EPILOG = """\b
Exit codes:
  0    done
  1    a problem was found
  2    wrong usage
  3    the machine: disk full, file gone, program missing
  70   a fault of the program
  130  stopped with Ctrl+C

\b
Example:
  bwc-review study new study/ --title "Spring course"
"""


class LazyCommands(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the form that click calls
        """Names of all commands."""
        return sorted(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - likewise
        """The command of that name, or None."""
        module = _MODULES.get(cmd_name)
        return None if module is None else import_module(f"bwc_review.cli.{module}").command


def _set_home(_context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value:
        os.environ[HOME_VARIABLE] = value


@click.group(
    cls=LazyCommands,
    invoke_without_command=True,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.option(
    "--home",
    metavar="DIR",
    envvar=HOME_VARIABLE,
    expose_value=False,
    is_eager=True,
    callback=_set_home,
    help="Folder for settings, logs and caches.",
)
@shared_options
@click.pass_context
def root(context: click.Context) -> int:
    """Review body-worn camera clips for training: tag behaviours, compare before and after, check the tags.

    Without a command the window opens, on the study that --study names.
    """
    if context.invoked_subcommand is not None:
        return 0
    session = session_of(context)
    if session.window is None:
        message = "Name a command."
        raise click.UsageError(message)
    if session.actor:
        os.environ[USER_VARIABLE] = session.actor
    return session.window(session.study)


def run(arguments: Sequence[str], window: Window | None = None) -> int:
    """Do what the arguments say; returns the exit code. Nothing that goes wrong gets out as a traceback.

    Args:
        arguments: Words of the command line, without the program's name.
        window: Opens the window; the command line itself knows no window.
    """
    as_json = "--json" in arguments
    try:
        found = root.main(list(arguments), prog_name="bwc-review", standalone_mode=False, obj=new_session(window))
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        return failure.stopped(as_json=as_json)
    except click.ClickException as error:
        return failure.usage(error, as_json=as_json)
    except SystemExit:
        return 0  # click leaves so when the reader of our output has gone away, as `head` does
    except Exception as error:  # noqa: BLE001 - the outermost loop of the command line: a bug becomes a report
        return failure.told(error, as_json=as_json)
    return found if isinstance(found, int) else 0
