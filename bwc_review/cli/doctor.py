"""bwc-review doctor: is everything there that the program needs?"""

import click

from bwc_review.cli.options import example, session_of, shared_options
from bwc_review.cli.output import say, table


@click.command(
    name="doctor", short_help="Look whether everything needed is there.", epilog=example("bwc-review doctor")
)
@shared_options
@click.pass_context
def command(context: click.Context) -> int:
    """Look whether everything is there that the program needs: each line is ok, or says what to do.

    The exit code is 3 if something is missing. Nothing is changed.
    """
    from bwc_review.services import doctor
    from bwc_review.services.bootstrap import FileMedia

    session = session_of(context)
    findings = doctor.examine(FileMedia().ffmpeg_version)
    value = [{"name": f.name, "is_ok": f.is_ok, "detail": f.detail, "advice": f.advice} for f in findings]
    lines = table(("", "", ""), [("ok" if f.is_ok else "!!", f.name, f.detail) for f in findings])[1:]
    advice = [f"{finding.name}: {finding.advice}" for finding in findings if not finding.is_ok]
    say(session, value, [*lines, *(["", *advice] if advice else [])])
    return 3 if advice else 0
