"""How trouble is told on the command line: one sentence on stderr, or an error object on stdout for programs."""

import json
import os
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click

from bwc_review import __version__

PROBLEM = 1
USAGE = 2
ENVIRONMENT = 3
BUG = 70
STOPPED = 130


def told(error: Exception, *, as_json: bool) -> int:
    """Tell any error that is not about usage; returns the exit code."""
    from bwc_review.domain.errors import Cancelled, EnvironmentFault, ReviewError

    if not isinstance(error, ReviewError):
        return _bug(error, as_json=as_json)
    _say(error.code, error.message, error.facts, as_json=as_json)
    if isinstance(error, Cancelled):
        return STOPPED
    return ENVIRONMENT if isinstance(error, EnvironmentFault) else PROBLEM


def usage(error: click.ClickException, *, as_json: bool) -> int:
    """Tell that the command line was not understood."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    hint = f" Try “{context.command_path} --help”." if context is not None else ""
    _say("usage", f"{error.format_message().rstrip('.')}.{hint}", {}, as_json=as_json)
    return USAGE


def stopped(*, as_json: bool) -> int:
    """Tell that the user stopped the program where no job was running."""
    _say("job.cancelled", "Stopped.", {}, as_json=as_json)
    return STOPPED


def _bug(error: Exception, *, as_json: bool) -> int:
    path = _write_report(error)
    place = f" A report was written to {path}." if path else ""
    message = f"This is a fault in the program, not in what you did.{place} Please send it to those who maintain it."
    _say("bug", message, {"report": str(path) if path else None, "kind": type(error).__name__}, as_json=as_json)
    if path is None:
        click.echo("".join(traceback.format_exception(error)), err=True)
    return BUG


def _write_report(error: Exception) -> Path | None:
    from bwc_review import paths

    now = datetime.now(UTC)
    versions = f"BWC Review {__version__}, Python {sys.version.split()[0]}, {sys.platform}"
    lines = [
        f"{versions}, {now.isoformat(timespec='seconds')}",
        f"Command: {' '.join(word for word in sys.argv[1:3] if not word.startswith('-'))}",
        "",
        "".join(traceback.format_exception(error)),
    ]
    path = paths.logs() / f"fault-{now:%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines), encoding="utf-8")
    except OSError:
        return None
    return path


def _say(code: str, message: str, facts: Mapping[str, object], *, as_json: bool) -> None:
    if as_json:
        content = {"error": {"code": code, "message": message, "facts": dict(facts)}}
        click.echo(json.dumps(content, ensure_ascii=False, default=str))
    else:
        click.echo(f"{message}", err=True)
