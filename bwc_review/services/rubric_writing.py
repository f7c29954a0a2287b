"""A rubric written as the YAML that `services.rubric_yaml` reads."""

from decimal import Decimal
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

from bwc_review.domain.rubric import SCALES, Behaviour, RatingItem, Rubric
from bwc_review.domain.rubric_edit import DEFAULT_MIN_US
from bwc_review.domain.time import US_PER_MS

SCHEMA = "rubric/1"
_WIDTH = 120
Plain = dict[str, object]


def rubric_to_text(rubric: Rubric) -> str:
    """The rubric as YAML; reading it gives an equal rubric."""
    content: Plain = {
        "schema": SCHEMA,
        "id": rubric.id,
        "version": rubric.version,
        "title": rubric.title,
        "licence": rubric.licence,
        "definition": rubric.definition,
        "attribution": rubric.attribution,
        "zero": rubric.zero,
        "end": rubric.end,
        "tolerance_ms": _milliseconds(rubric.tolerance_us),
        "merge_gap_ms": _milliseconds(rubric.merge_gap_us),
        "missing_reasons": list(rubric.missing_reasons),
        "dimensions": [
            {"id": one.id, "name": one.name, "weight": _plain_number(Decimal(str(one.weight)))}
            for one in rubric.dimensions
        ],
        "scales": _scales(rubric),
        "behaviours": [_behaviour(one) for one in rubric.behaviours],
        "ratings": [_rating(one) for one in rubric.ratings],
        "profiles": [{"id": one.id, "title": one.title, "behaviours": list(one.behaviours)} for one in rubric.profiles],
    }
    stream = StringIO()
    writer: Any = YAML()
    writer.width = _WIDTH
    writer.allow_unicode = True
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.dump(_without_blanks(content), stream)
    return stream.getvalue()


def _behaviour(behaviour: Behaviour) -> Plain:
    is_default = behaviour.min_duration_us == DEFAULT_MIN_US or not behaviour.is_state
    return _without_blanks(
        {
            "id": behaviour.id,
            "dimension": behaviour.dimension,
            "name": behaviour.name,
            "kind": behaviour.kind.value,
            "valence": behaviour.valence.value,
            "modality": behaviour.modality.value,
            "key": behaviour.key,
            "definition": behaviour.definition,
            "include": behaviour.include,
            "exclude": behaviour.exclude,
            "example": behaviour.example,
            "min_ms": None if is_default else _milliseconds(behaviour.min_duration_us),
            "merge_gap_ms": None if behaviour.merge_gap_us is None else _milliseconds(behaviour.merge_gap_us),
            "actor": behaviour.actor,
            "group": behaviour.group,
            "exhaustive": "yes" if behaviour.is_exhaustive else None,
            "levels": {level.value: level.text for level in behaviour.levels},
            "modifiers": {one.name: list(one.options) for one in behaviour.modifiers},
            "wearer_visible": "yes" if behaviour.is_wearer_visible_needed else None,
            "sources": list(behaviour.sources),
        }
    )


def _rating(item: RatingItem) -> Plain:
    return _without_blanks(
        {
            "id": item.id,
            "name": item.name,
            "dimension": item.dimension,
            "scale": item.scale.id,
            "covariate": "yes" if item.is_covariate else None,
            "anchors": {anchor.value: anchor.text for anchor in item.anchors},
        }
    )


def _scales(rubric: Rubric) -> list[Plain]:
    """The rubric's own scales; the built-in ones need no definition."""
    own = {item.scale.id: item.scale for item in rubric.ratings if item.scale.id not in SCALES}
    return [
        _without_blanks(
            {
                "id": scale.id,
                "minimum": scale.minimum,
                "maximum": scale.maximum,
                "required_anchors": list(scale.required_anchors),
            }
        )
        for scale in own.values()
    ]


def _without_blanks(content: Plain) -> Plain:
    return {name: value for name, value in content.items() if value is not None and value not in ("", [], {})}


def _milliseconds(length_us: int) -> int | float:
    return _plain_number(Decimal(length_us) / US_PER_MS)


def _plain_number(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)
