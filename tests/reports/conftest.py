"""A report with every kind of tag in it."""

from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path
from uuid import UUID

import pytest

from bwc_review.domain.clip import Clip, ClipFacts, Fault, FaultCode, Recording, Segment, SoundFacts
from bwc_review.domain.ids import ClipId, IncidentId, RatingId, RecordingId, ReviewId, TagId
from bwc_review.domain.people import Incident, Phase
from bwc_review.domain.rubric import (
    SCALES,
    Anchor,
    Behaviour,
    Dimension,
    Kind,
    Level,
    Modality,
    RatingItem,
    Rubric,
    Valence,
)
from bwc_review.domain.tag import Rating, Review, Tag
from bwc_review.domain.tag_report import ChainHead, ReportedTag, TagReport
from bwc_review.domain.time import Moment

FRAME_US = 33_333


def behaviour(code: str, name: str, dimension: str, kind: Kind, valence: Valence, **more: object) -> Behaviour:
    texts = {"definition": "d", "include": "i", "exclude": "x", "example": "e"}
    return Behaviour(code, dimension, name, kind, valence, Modality.EITHER, **texts, **more)


PARAPHRASE = behaviour("tc.paraphrase", "Paraphrases", "TC", Kind.POINT, Valence.DEESCALATING)
SHOUT = behaviour("tc.shout", "Shouted command", "TC", Kind.POINT, Valence.ESCALATING)
DISTANCE = behaviour("os.distance", "Keeps distance", "OS", Kind.STATE, Valence.DEESCALATING)
AGITATION = behaviour(
    "sj.agitation",
    "Agitation level",
    "SJ",
    Kind.STATE,
    Valence.NEUTRAL,
    levels=(Level(0, "calm"), Level(1, "tense")),
)
RUBRIC = Rubric(
    id="deesc-core",
    version="1.0.0",
    title="De-escalation core",
    licence="CC-BY-4.0",
    definition="d",
    attribution="Not validated.",
    dimensions=(
        Dimension("TC", "Tactical communication"),
        Dimension("OS", "Operational safety"),
        Dimension("SJ", "P1"),
    ),
    behaviours=(PARAPHRASE, SHOUT, DISTANCE, AGITATION),
    ratings=(RatingItem("R_TC", "Tactical communication", SCALES["bars5"], (Anchor(1, "a"), Anchor(5, "All calm."))),),
    missing_reasons=("NOT_CODABLE",),
)


@pytest.fixture
def report() -> TagReport:
    clip = Clip(
        id=ClipId(UUID(int=1)),
        path=Path("/footage/library_after.mp4"),
        size=1000,
        sha256="ab" * 32,
        facts=ClipFacts(
            "mp4", "h264", "yuv420p", 1280, 720, Fraction(1), 0, False, False, Fraction(1, 30_000), 0,
            Fraction(30_000, 1001), False, 1800, 60_060_000, SoundFacts("aac", 48_000, 1, 0, 60_000_000), None,
        ),
        faults=(Fault(FaultCode.LATE_SOUND, "The sound starts 30.0 s after the picture (pre-event buffer)."),),
    )  # fmt: skip
    review = Review(ReviewId(UUID(int=3)), RecordingId(UUID(int=2)), "Reviewer A", "deesc-core", "1.0.0")
    at = datetime(2025, 11, 3, 14, 0, 5, tzinfo=UTC)

    def reported(number: int, code: Behaviour, frame: int, end: int | None = None, **more: object) -> ReportedTag:
        tag = Tag(
            TagId(UUID(int=10 + number)), review.id, code.id, Moment(frame * FRAME_US),
            None if end is None else Moment(end * FRAME_US), tagged_at=at, **more,
        )  # fmt: skip
        wall = datetime(2025, 10, 2, 20, 15, tzinfo=timezone(timedelta(hours=-6))) + timedelta(seconds=frame / 30)
        return ReportedTag(tag, code, clip.path.name, frame, end, wall, edit_count=number % 2)

    return TagReport(
        study_title="Simulated demo study",
        recording=Recording(
            review.recording_id,
            "K7Q2",
            (Segment(clip.id, 60_060_000),),
            recorded_at=datetime(2025, 10, 2, 20, 15, tzinfo=timezone(timedelta(hours=-6))),
        ),
        clips=(clip,),
        officer="Officer 12",
        incident=Incident(IncidentId(UUID(int=4)), "25-10442", date(2025, 10, 2), "erratic_behaviour_library"),
        call_type_name="Erratic behaviour in a library",
        phase=Phase.POST,
        is_phase_overridden=False,
        review=review,
        rubric=RUBRIC,
        tags=(
            reported(1, PARAPHRASE, 120, note='=HYPERLINK("x") “quoted” #strong[typst] *bold*', confidence=3),
            reported(2, DISTANCE, 200, 900),
            reported(3, SHOUT, 300, is_heard_only=True, target="P1"),
            reported(4, AGITATION, 400, 700, level=1, actor="P1"),
            reported(5, AGITATION, 700, level=0, actor="P1"),
        ),
        ratings=(Rating(RatingId(UUID(int=5)), review.id, "R_TC", 5),),
        edit_count=9,
        chain_head=ChainHead(42, "cd" * 32),
        made_at=datetime(2025, 11, 4, 9, 0, tzinfo=UTC),
        made_by="Reviewer A",
        program_version="0.1.0",
    )
