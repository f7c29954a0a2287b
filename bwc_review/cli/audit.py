"""bwc-review audit: the log, and whether anything has changed since."""

from typing import TYPE_CHECKING

import click

from bwc_review.cli import progress
from bwc_review.cli.options import example, lead_option, session_of, shared_options
from bwc_review.cli.output import count, say, table

if TYPE_CHECKING:
    from bwc_review.domain.audit import AuditEntry


@click.group(name="audit", epilog=example("bwc-review audit verify"))
def command() -> None:
    """Read the log, and check that nothing has changed since."""


@command.command(
    name="log", short_help="Show who did what, when, newest first.", epilog=example("bwc-review audit log --limit 20")
)
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many entries.")
@lead_option
@shared_options
@click.pass_context
def log(context: click.Context, limit: int) -> None:
    """Show the last entries of the log, newest first: who did what, when."""
    from bwc_review.cli.forms import entry_form

    session = session_of(context)
    with session.opened("The log") as study:
        entries = study.auditing.log(limit)
    cells = [
        (
            entry.seq,
            entry.at.astimezone().strftime("%Y-%m-%d %H:%M:%S"),
            entry.actor,
            entry.action if entry.undoes is None else f"{entry.action} of {entry.undoes}",
            _what(entry),
        )
        for entry in entries
    ]
    say(session, [entry_form(entry) for entry in entries], table(("entry", "when", "who", "did", "what"), cells, (0,)))


def _what(entry: "AuditEntry") -> object:
    """What the entry is about in words, as far as it has any."""
    named = (entry.details.get(name) for name in ("label", "code", "file", "title"))
    return next((name for name in named if name), entry.subject)


@command.command(
    name="verify",
    short_help="Check the log, every media file and every exported file.",
    epilog=example("bwc-review audit verify"),
)
@lead_option
@shared_options
@click.pass_context
def verify(context: click.Context) -> int:
    """Check the log's chain of hashes, every media file and every exported file; exit code 1 if anything differs."""
    session = session_of(context)
    with session.opened("What the check finds") as study:
        result = progress.run(session, "Verifying", lambda report, cancel: study.auditing.verify(report, cancel))
    fault = result.chain_fault
    value = {
        "is_clean": result.is_clean,
        "log": {
            "entries": result.entry_count,
            "fault": None if fault is None else {"seq": fault.seq, "text": fault.text},
        },
        "media": [
            {"code": m.recording.code, "file": m.clip.path.name, "is_intact": m.is_intact, "message": m.message}
            for m in result.media
        ],
        "exports": [
            {"path": str(e.export.path), "is_present": e.is_present, "is_intact": e.is_intact, "message": e.message}
            for e in result.exports
        ],
        "name_changes": [change.text for change in result.name_changes],
    }
    chain = f"Log: {count(result.entry_count, 'entry', 'entries')}, all as written." if fault is None else fault.text
    lines = [chain, *(f"{check.recording.code}: {check.message}" for check in result.media if not check.is_intact)]
    lines += [check.message for check in result.exports if not check.is_intact]
    intact = sum(check.is_intact for check in result.media), sum(check.is_intact for check in result.exports)
    lines.append(f"Media: {intact[0]} of {len(result.media)} as imported. ")
    lines.append(f"Exports: {intact[1]} of {len(result.exports)} as written.")
    lines += [change.text for change in result.name_changes]
    say(session, value, [line.strip() for line in lines])
    return 0 if result.is_clean else 1
