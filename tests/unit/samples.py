"""Small values that tests of several modules build on."""

from fractions import Fraction

from bwc_review.domain.clip import ClipFacts, SoundFacts
from bwc_review.domain.ids import RecordingId, ReviewId, TagId, new_id
from bwc_review.domain.rubric import (
    SCALES,
    Anchor,
    Behaviour,
    Dimension,
    Kind,
    Level,
    Modality,
    Modifier,
    RatingItem,
    Rubric,
    Valence,
)
from bwc_review.domain.tag import Review, Tag
from bwc_review.domain.time import Moment

SECOND = 1_000_000


def behaviour(behaviour_id: str, kind: Kind = Kind.POINT, **fields: object) -> Behaviour:
    """A behaviour with short texts."""
    given: dict[str, object] = {
        "id": behaviour_id,
        "dimension": "TC",
        "name": behaviour_id.split(".")[-1].capitalize(),
        "kind": kind,
        "valence": Valence.DEESCALATING,
        "modality": Modality.EITHER,
        "definition": "d",
        "include": "i",
        "exclude": "e",
        "example": "x",
        **fields,
    }
    return Behaviour(**given)  # pyright: ignore[reportArgumentType] - fields of a test


AGITATION = tuple(Level(value, f"level {value}") for value in range(5))

RUBRIC = Rubric(
    id="sample",
    version="1.0.0",
    title="Sample",
    licence="CC-BY-4.0",
    definition="For tests.",
    attribution="",
    dimensions=(Dimension("TC", "Tactical communication"), Dimension("SJ", "Person")),
    behaviours=(
        behaviour("tc.paraphrase", key="w", modifiers=(Modifier("tone", ("calm", "firm")),)),
        behaviour("tc.shout", key="f", valence=Valence.ESCALATING),
        behaviour("os.distance", Kind.STATE, key="u"),
        behaviour("os.cover", Kind.STATE, key="i"),
        behaviour("sj.agitation", Kind.STATE, dimension="SJ", key="6", group="agitation", levels=AGITATION),
        behaviour("sj.absent", Kind.STATE, dimension="SJ", group="agitation"),
    ),
    ratings=(
        RatingItem("R_TC", "Tactical communication", SCALES["bars5"], tuple(Anchor(v, f"a{v}") for v in (1, 3, 5))),
    ),
    missing_reasons=("not_codable", "no_opportunity"),
)

REVIEW = Review(ReviewId(new_id()), RecordingId(new_id()), "Reviewer A", "sample", "1.0.0")


def tag(
    behaviour_id: str = "tc.paraphrase", start_us: int = SECOND, end_us: int | None = None, **fields: object
) -> Tag:
    """A tag of the sample review."""
    end = None if end_us is None else Moment(end_us)
    return Tag(TagId(new_id()), REVIEW.id, behaviour_id, Moment(start_us), end, **fields)  # pyright: ignore[reportArgumentType] - fields of a test


def facts(**fields: object) -> ClipFacts:
    """Facts of a plain 1080p clip of ten seconds."""
    given: dict[str, object] = {
        "container": "mov,mp4",
        "codec": "h264",
        "pixel_format": "yuv420p",
        "width": 1920,
        "height": 1080,
        "sample_aspect_ratio": Fraction(1),
        "rotation_deg": 0,
        "is_mirrored": False,
        "is_interlaced": False,
        "time_base": Fraction(1, 90_000),
        "first_pts": 0,
        "rate": Fraction(30),
        "is_variable_rate": False,
        "frame_count": 300,
        "duration_us": 10 * SECOND,
        "sound": SoundFacts("aac", 48_000, 1, 0, 10 * SECOND),
        "recorded_at": None,
        **fields,
    }
    return ClipFacts(**given)  # pyright: ignore[reportArgumentType] - fields of a test
