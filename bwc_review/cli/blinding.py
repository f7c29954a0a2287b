"""bwc-review blinding: masks, stop points, and whether reviewers could tell the phase."""

from typing import TYPE_CHECKING

import click

from bwc_review.cli.options import example, lead_option, session_of, shared_options
from bwc_review.cli.output import say, table

if TYPE_CHECKING:
    from bwc_review.analysis.blinding import BlindingIndex
    from bwc_review.domain.blinding import MaskBox

_PRESETS = ("top-right", "top-left", "bottom-right", "bottom-left", "top", "bottom", "none")


@click.group(name="blinding", epilog=example("bwc-review blinding index"))
def command() -> None:
    """Cover burned-in clocks, stop in time, check blinding."""


@command.command(
    name="index", short_help="Show Bang's blinding index for each phase.", epilog=example("bwc-review blinding index")
)
@lead_option
@shared_options
@click.pass_context
def index(context: click.Context) -> None:
    """Show Bang's blinding index for each phase, with its 95 % interval.

    0 is what guessing gives, 1 means that everybody knew, -1 that everybody believed the other phase. From 0.2 on,
    either way, blinding may be broken.
    """
    session = session_of(context)
    with session.opened("The blinding index") as study:
        found = study.blinding.index()
    value = {phase.value: _index_form(arm) for phase, arm in found.items()}
    heads = ("phase", "answers", "right", "wrong", "don't know", "index", "95 % interval", "")
    rows = [
        (phase.value, arm.count, arm.right, arm.wrong, arm.unknown, *_texts(arm), "look here" if arm.warns else "")
        for phase, arm in found.items()
    ]
    say(session, value, table(heads, rows, right=range(1, 6)))


@command.command(name="masks", epilog=example("bwc-review blinding masks"))
@lead_option
@shared_options
@click.pass_context
def masks(context: click.Context) -> None:
    """List what covers each clip for blinded reviewers."""
    session = session_of(context)
    with session.opened("The list of masks") as study:
        rows = study.library.rows()
        found = {row.recording.code: study.blinding.mask_set(row.recording.id) for row in rows}
        cameras = {row.recording.code: study.blinding.camera(row.recording.id) for row in rows}
    value = [
        {
            "clip": code,
            "camera": cameras[code],
            "from": kept.scope.partition(":")[0] or "usual",
            "boxes": _boxes(kept.boxes),
        }
        for code, kept in found.items()
    ]
    cells = [(item["clip"], item["camera"], item["from"], len(found[str(item["clip"])].boxes)) for item in value]
    say(session, value, table(("clip", "camera", "set for", "boxes"), cells) if cells else "There are no clips.")


@command.command(name="mask", epilog=example("bwc-review blinding mask --clip K7Q2 --preset top-right --camera"))
@click.option("--clip", "code", required=True, metavar="CODE", help="Which clip.")
@click.option("--box", "boxes", multiple=True, metavar="X,Y,W,H", help="Fractions from 0 to 1; may be repeated.")
@click.option("--preset", type=click.Choice(_PRESETS), help="A strip where cameras burn in their clock; or none.")
@click.option("--reset", is_flag=True, help="Go back to what holds otherwise.")
@click.option("--camera", "for_camera", is_flag=True, help="For all clips of the same kind of camera.")
@lead_option
@shared_options
@click.pass_context
def mask(
    context: click.Context, code: str, boxes: tuple[str, ...], preset: str | None, reset: bool, for_camera: bool
) -> None:
    """Cover a part of the picture for blinded reviewers."""
    from bwc_review.domain.blinding import PRESETS

    session = session_of(context)
    if sum((bool(boxes), preset is not None, reset)) != 1:
        message = "Say what covers it: --box, --preset or --reset."
        raise click.UsageError(message)
    wanted = None if reset else PRESETS[preset] if preset is not None else tuple(_box(text) for text in boxes)
    with session.opened("A mask") as study:
        recording = study.library.by_code(code)
        study.blinding.set_masks(recording.id, wanted, for_camera=for_camera)
        kept = study.blinding.mask_set(recording.id)
    say(session, {"clip": recording.code, "boxes": _boxes(kept.boxes)}, f"{recording.code}: {len(kept.boxes)} masks.")


@command.command(
    name="stop",
    short_help="Set where playback stops before the first hands-on.",
    epilog=example("bwc-review blinding stop --clip K7Q2 --at 3:12.400"),
)
@click.option("--clip", "code", required=True, metavar="CODE", help="Which clip.")
@click.option("--at", "at", metavar="TIME", help="First moment that is not shown, such as 3:12.400.")
@click.option("--reset", is_flag=True, help="Go back to the first hands-on in a locked review.")
@lead_option
@shared_options
@click.pass_context
def stop(context: click.Context, code: str, at: str | None, reset: bool) -> None:
    """Set where playback stops in plans that stop before the first hands-on; without a time show it."""
    from bwc_review.domain.time import parse_moment, review_text

    session = session_of(context)
    with session.opened("The stop point") as study:
        recording = study.library.by_code(code)
        if reset or at is not None:
            study.blinding.set_stop(recording.id, None if reset or at is None else parse_moment(at))
        found = study.blinding.stop(recording.id)
    value = {"clip": recording.code, "at_us": found.at.us if found else None, "set_by": found.set_by if found else None}
    words = "no stop point" if found is None else f"stops before {review_text(found.at)}"
    say(session, value, f"{recording.code}: {words}.")


def _box(text: str) -> "MaskBox":
    from bwc_review.domain.blinding import MaskBox

    try:
        x, y, width, height = (float(part) for part in text.split(","))
    except ValueError:
        message = f"“{text}” is no box. Write left, top, width and height as fractions: 0.6,0,0.4,0.1."
        raise click.UsageError(message) from None
    return MaskBox(x, y, width, height)


def _boxes(boxes: "tuple[MaskBox, ...]") -> list[list[float]]:
    return [[box.x, box.y, box.width, box.height] for box in boxes]


def _index_form(arm: "BlindingIndex") -> dict[str, object]:
    return {
        "answers": arm.count,
        "right": arm.right,
        "wrong": arm.wrong,
        "unknown": arm.unknown,
        "index": arm.index.value,
        "low": arm.low,
        "high": arm.high,
        "may_be_broken": arm.warns,
    }


def _texts(arm: "BlindingIndex") -> tuple[str, str]:
    if arm.index.value is None or arm.low is None or arm.high is None:
        return "–", ""
    return f"{arm.index.value:.2f}", f"{arm.low:.2f} to {arm.high:.2f}"
