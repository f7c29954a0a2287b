"""The difference between two versions of a rubric, as lines and as JSON."""

from bwc_review.cli.forms import Form
from bwc_review.domain.rubric_difference import POOLING_WORDS, PartChange, Piece, PieceKind, RubricDifference

_MARKS = {PieceKind.KEPT: "{}", PieceKind.REMOVED: "[-{}-]", PieceKind.ADDED: "{{+{}+}}"}


def difference_lines(found: RubricDifference) -> list[str]:
    """Part by part; in changed texts ``[-what was removed-]`` and ``{+what was added+}``."""
    before, after = found.before, found.after
    lines = [f"{before.id} {before.version} to {after.id} {after.version}"]
    for part in found.parts:
        name = part.name if part.name == part.id else f"{part.name} ({part.id})".replace(" ()", "")
        lines += ["", f"{part.what} {part.part}: {name}"]
        lines += [f"  {field.name}: {_woven(field.pieces)}" for field in part.fields]
        lines.append(f"  {POOLING_WORDS[part.pooling]}")
    if not found.parts:
        lines.append("The texts are the same.")
    return [*lines, "", f"Altogether: {POOLING_WORDS[found.pooling]}"]


def difference_form(found: RubricDifference) -> Form:
    """The same for other programs."""
    return {
        "before": {"id": found.before.id, "version": found.before.version, "sha256": found.before.content_hash},
        "after": {"id": found.after.id, "version": found.after.version, "sha256": found.after.content_hash},
        "pooling": found.pooling.value,
        "changes": [_part_form(part) for part in found.parts],
    }


def _part_form(part: PartChange) -> Form:
    return {
        "part": part.part.value,
        "id": part.id,
        "name": part.name,
        "change": part.what.value,
        "pooling": part.pooling.value,
        "fields": [
            {"name": field.name, "before": field.before, "after": field.after, "pooling": field.pooling.value}
            for field in part.fields
        ],
    }


def _woven(pieces: tuple[Piece, ...]) -> str:
    return "".join(_MARKS[piece.kind].format(piece.text) for piece in pieces)
