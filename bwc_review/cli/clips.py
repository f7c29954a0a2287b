"""bwc-review clips: list, look at and verify the clips of a study."""

from typing import TYPE_CHECKING

import click

from bwc_review.cli import progress, relinking
from bwc_review.cli.options import example, lead_option, session_of, shared_options
from bwc_review.cli.output import count, facts, say, table

if TYPE_CHECKING:
    from bwc_review.cli.forms import Form
    from bwc_review.domain.clip import Clip
    from bwc_review.services.library import ClipRow

_HEADS = ("code", "phase", "length", "recorded", "officer", "call", "reviews", "tags", "file", "faults")


@click.group(name="clips", epilog=example("bwc-review clips show K7Q2"))
def command() -> None:
    """List, look at and verify the clips of a study."""


command.add_command(relinking.command)


@command.command(
    name="list", short_help="List all clips with their phase.", epilog=example("bwc-review clips list --study study/")
)
@lead_option
@shared_options
@click.pass_context
def list_clips(context: click.Context) -> None:
    """List all clips with their phase, which follows from the officer's own training date."""
    session = session_of(context)
    with session.opened("The list of clips") as study:
        rows = study.library.rows()
    say(session, [_form(row) for row in rows], _listed(rows))


@command.command(
    name="show", short_help="Show everything about one clip.", epilog=example("bwc-review clips show K7Q2")
)
@click.argument("code")
@lead_option
@shared_options
@click.pass_context
def show(context: click.Context, code: str) -> None:
    """Show everything about one clip: its files, what was measured, what is unusual."""
    from bwc_review.cli.forms import clip_form

    session = session_of(context)
    with session.opened("What is known of a clip") as study:
        row = study.library.row(study.library.by_code(code).id)
        relinking.say_if_elsewhere(study)
    value = {**_form(row), "clips": [clip_form(clip) for clip in row.clips]}
    say(session, value, [*_shown(row), *(line for clip in row.clips for line in _shown_clip(clip))])


@command.command(
    name="join",
    short_help="Join clips end to end, in the order named.",
    epilog=example("bwc-review clips join K7Q2 M3X9"),
)
@click.argument("codes", nargs=-1, required=True, metavar="CODE CODE...")
@lead_option
@shared_options
@click.pass_context
def join(context: click.Context, codes: tuple[str, ...]) -> None:
    """Join clips end to end, in the order named; the first keeps its code. Reviewed clips are left as they are."""
    from bwc_review.cli.forms import recording_form

    session = session_of(context)
    with session.opened("Joining clips") as study:
        joined = study.library.join([study.library.by_code(code).id for code in codes])
    say(session, recording_form(joined), [f"{joined.code} now has {len(joined.segments)} files."])


@command.command(name="split", epilog=example("bwc-review clips split K7Q2"))
@click.argument("code")
@lead_option
@shared_options
@click.pass_context
def split(context: click.Context, code: str) -> None:
    """Make each file of a joined clip a clip of its own. A clip that has been reviewed is not split."""
    from bwc_review.cli.forms import recording_form

    session = session_of(context)
    with session.opened("Splitting a clip") as study:
        parts = study.library.split(study.library.by_code(code).id)
    names = ", ".join(part.code for part in parts)
    say(session, [recording_form(part) for part in parts], [f"Split into {len(parts)} clips: {names}."])


@command.command(
    name="verify",
    short_help="Read every byte again and compare with the import.",
    epilog=example("bwc-review clips verify"),
)
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@lead_option
@shared_options
@click.pass_context
def verify(context: click.Context, codes: tuple[str, ...]) -> int:
    """Read every byte of the clips' files again and compare with what was imported; exit code 1 if one differs."""
    session = session_of(context)
    with session.opened("What the check finds") as study:
        relinking.say_if_elsewhere(study)
        checks = progress.run(
            session, "Verifying", lambda report, cancel: study.library.verify(codes or None, report, cancel)
        )
    value = [
        {
            "code": check.recording.code,
            "file": check.clip.path.name,
            "is_intact": check.is_intact,
            "message": check.message,
        }
        for check in checks
    ]
    bad = [check for check in checks if not check.is_intact]
    intact = f"{count(len(checks) - len(bad), 'file is', 'files are')} as imported."
    say(session, value, [*(f"{check.recording.code}: {check.message}" for check in bad), intact])
    return 1 if bad else 0


def _form(row: "ClipRow") -> "Form":
    from bwc_review.cli.forms import recording_form

    return {
        **recording_form(row.recording),
        "phase": str(row.phase),
        "is_phase_overridden": row.recording.phase_override is not None,
        "officer": row.officer.pseudonym if row.officer else None,
        "incident": row.incident.number if row.incident else None,
        "call_type": row.incident.call_type if row.incident else None,
        "review_count": row.review_count,
        "tag_count": row.tag_count,
        "faults": [str(fault.code) for clip in row.clips for fault in clip.faults],
    }


def _listed(rows: "tuple[ClipRow, ...]") -> list[str]:
    from bwc_review.domain.fault_words import FAULT_WORDS
    from bwc_review.domain.time import length_text

    if not rows:
        return ["There are no clips in this study yet. “bwc-review import FOLDER” brings some in."]
    cells = [
        (
            row.recording.code,
            row.phase,
            length_text(row.recording.duration_us),
            row.recording.recorded_at.strftime("%Y-%m-%d %H:%M") if row.recording.recorded_at else "",
            row.officer.pseudonym if row.officer else "",
            row.call_type_name,
            row.review_count,
            row.tag_count,
            ", ".join(clip.path.name for clip in row.clips),
            ", ".join(
                dict.fromkeys(
                    FAULT_WORDS[fault.code] for clip in row.clips for fault in clip.faults if not fault.is_notice
                )
            ),
        )
        for row in rows
    ]
    return table(_HEADS, cells, right=(2, 6, 7))


def _shown(row: "ClipRow") -> list[str]:
    from bwc_review.domain.time import report_text

    recording = row.recording
    phase = f"{row.phase} (set by hand)" if recording.phase_override is not None else str(row.phase)
    return facts(
        (
            ("clip", recording.code),
            ("phase", phase),
            ("length", report_text(recording.range.end)),
            ("recorded", recording.recorded_at.isoformat(" ", "seconds") if recording.recorded_at else "not known"),
            ("officer", row.officer.pseudonym if row.officer else "not known"),
            ("incident", row.incident.number if row.incident else "not known"),
            ("call", row.call_type_name),
            ("case", "open" if recording.is_open_case else "closed"),
            ("reviews", f"{row.review_count} with {count(row.tag_count, 'tag')}"),
        )
    )


def _shown_clip(clip: "Clip") -> list[str]:
    measured = clip.facts
    wide, high = measured.display_size
    rate = f"{float(measured.rate):.3f} frames a second{' on average (variable)' if measured.is_variable_rate else ''}"
    sound = measured.sound
    return [
        "",
        *facts(
            (
                ("file", clip.path),
                ("size", f"{clip.size:,} bytes"),
                ("SHA-256", clip.sha256),
                ("picture", f"{measured.codec}, {wide} x {high}, {rate}, {measured.frame_count:,} frames"),
                ("sound", f"{sound.codec}, {sound.sample_rate_hz} Hz, {sound.channels} channels" if sound else "none"),
            )
        ),
        *(f"{'notice' if fault.is_notice else 'fault'}   {fault.text}" for fault in clip.faults),
    ]
