"""Domain values for the store's tests, one by one and as strategies that make all kinds of them."""

from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

from hypothesis import strategies as st

from bwc_review.domain.changes import Edit, Operation
from bwc_review.domain.clip import Clip, ClipFacts, Fault, FaultCode, FrameTable, Recording, Segment, SoundFacts
from bwc_review.domain.export import Export
from bwc_review.domain.ids import (
    ClipId,
    ExportId,
    IncidentId,
    NoteId,
    OfficerId,
    RatingId,
    ReasonId,
    RecordingId,
    ReelId,
    ReviewId,
    RunId,
    TagId,
    TrainingId,
    new_id,
)
from bwc_review.domain.people import Armed, CallType, Delivery, Incident, Officer, Phase, Setting, TrainingRecord
from bwc_review.domain.reel import Caption, Card, Excerpt, Pair, Reel, Selection, Single, Sound
from bwc_review.domain.remark import CoachingNote, NoteKind, Reason, ReasonKind
from bwc_review.domain.rubric import (
    SCALES,
    Anchor,
    Behaviour,
    Dimension,
    Kind,
    Level,
    Modality,
    Modifier,
    Profile,
    RatingItem,
    Rubric,
    Valence,
)
from bwc_review.domain.tag import Rating, Review, ReviewState, Tag
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.domain.viewing import RunEnd, ViewingRun
from tests.unit.samples import RUBRIC, facts

AT = datetime(2024, 5, 1, 12, 30, 15, 123456, tzinfo=UTC)
TABLE = FrameTable.of(range(0, 10_000_000, 33_333), range(0, 300, 30), 10_000_000)

# PostgreSQL's text cannot hold NUL; lone surrogates are no Unicode text at all.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
times_us = st.integers(0, 2**53)
moments = st.builds(Moment, times_us)
zones = st.builds(lambda minutes: timezone(timedelta(minutes=minutes)), st.integers(-1439, 1439))
# With a fixed offset no hour comes twice, so `fold` says nothing.
datetimes = st.datetimes(timezones=st.none() | st.just(UTC) | zones).map(lambda at: at.replace(fold=0))
utc_datetimes = st.datetimes(timezones=st.just(UTC)).map(lambda at: at.replace(fold=0))
fractions = st.fractions(min_value=Fraction(1, 2**31), max_value=2**31, max_denominator=2**31)
paths = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).map(Path) | st.binary(
    min_size=1
).map(lambda raw: Path(raw.replace(b"\0", b"x").decode("utf-8", "surrogateescape")))
ids = st.uuids()
counts = st.integers(0, 2**31)


def clip(sha256: str = "a" * 64, path: str = "/evidence/a.mp4") -> Clip:
    """A plain clip of ten seconds with one fault."""
    fault = Fault(FaultCode.LATE_SOUND, "The sound begins 0.4 s late.")
    return Clip(ClipId(new_id()), Path(path), 1_000, sha256, facts(recorded_at=AT), (fault,))


def recording(code: str, *clips: Clip) -> Recording:
    """A recording of the clips end to end."""
    return Recording(RecordingId(new_id()), code, tuple(Segment(part.id, part.facts.duration_us) for part in clips))


def review(of: Recording, reviewer: str = "Reviewer A") -> Review:
    """A review of the recording with the sample rubric."""
    return Review(ReviewId(new_id()), of.id, reviewer, RUBRIC.id, RUBRIC.version)


def tag(of: Review, start_us: int = 1_000_000, note: str = "") -> Tag:
    """A point in the review."""
    return Tag(TagId(new_id()), of.id, "tc.paraphrase", Moment(start_us), note=note, tagged_at=AT)


def added(tag: Tag) -> Operation:
    """The operation that sets a tag."""
    return Operation("Tag", (Edit(None, tag),))


sounds = st.builds(SoundFacts, texts, counts, counts, st.integers(-(2**53), 2**53), times_us)
all_facts = st.builds(
    ClipFacts,
    container=texts,
    codec=texts,
    pixel_format=texts,
    width=counts,
    height=counts,
    sample_aspect_ratio=fractions,
    rotation_deg=st.sampled_from([0, 90, 180, 270]),
    is_mirrored=st.booleans(),
    is_interlaced=st.booleans(),
    time_base=fractions,
    first_pts=st.integers(-(2**62), 2**62),
    rate=fractions,
    is_variable_rate=st.booleans(),
    frame_count=counts,
    duration_us=times_us,
    sound=st.none() | sounds,
    recorded_at=st.none() | datetimes,
)
faults = st.builds(Fault, st.sampled_from(FaultCode), texts)
clips = st.builds(Clip, ids.map(ClipId), paths, times_us, texts, all_facts, st.lists(faults, max_size=3).map(tuple))


@st.composite
def frame_tables(draw: st.DrawFn) -> FrameTable:
    """Tables with constant and with wild gaps."""
    gaps = draw(st.lists(st.integers(1, 2**40), max_size=50))
    starts = [0]
    for gap in gaps:
        starts.append(starts[-1] + gap)
    keys = draw(st.sets(st.integers(0, len(starts) - 1)))
    return FrameTable.of(starts, sorted(keys), starts[-1] + draw(st.integers(1, 2**40)))


officers = st.builds(Officer, ids.map(OfficerId), texts, texts)
trainings = st.builds(
    TrainingRecord,
    ids.map(TrainingId),
    ids.map(OfficerId),
    texts,
    st.dates(),
    st.none() | st.dates(),
    st.none() | st.floats(0, 1e6),
    st.none() | st.sampled_from(Delivery),
    st.none() | st.dates(),
)
incidents = st.builds(
    Incident,
    ids.map(IncidentId),
    texts,
    st.dates(),
    texts,
    st.sampled_from(Setting),
    st.sampled_from(Armed),
    st.none() | counts,
)
call_types = st.builds(CallType, texts, texts)
segments = st.builds(Segment, ids.map(ClipId), times_us)
recordings = st.builds(
    Recording,
    ids.map(RecordingId),
    texts,
    st.lists(segments, min_size=1, max_size=4).map(tuple),
    st.none() | datetimes,
    st.none() | ids.map(OfficerId),
    st.none() | ids.map(IncidentId),
    st.none() | st.sampled_from(Phase),
    st.booleans(),
)
reviews = st.builds(
    Review,
    ids.map(ReviewId),
    ids.map(RecordingId),
    texts,
    texts,
    texts,
    st.none() | texts,
    st.sampled_from(ReviewState),
)


@st.composite
def tags(draw: st.DrawFn) -> Tag:
    """Points, states, and states that are still open."""
    start = draw(st.integers(0, 2**40))
    end = draw(st.none() | st.integers(start + 1, 2**41))
    return Tag(
        TagId(draw(ids)),
        ReviewId(draw(ids)),
        draw(texts),
        Moment(start),
        Moment(end) if end is not None else None,
        draw(texts),
        draw(texts),
        draw(st.none() | st.integers(-5, 5)),
        tuple(sorted(draw(st.dictionaries(texts, texts, max_size=3)).items())),
        draw(st.none() | st.integers(1, 3)),
        draw(texts),
        draw(st.booleans()),
        draw(st.none() | utc_datetimes),
        draw(st.integers(0, 400)),
        draw(st.integers(-(10**7), 10**7)),
        draw(st.integers(-(10**7), 10**7)),
    )


ratings = st.builds(
    Rating,
    ids.map(RatingId),
    ids.map(ReviewId),
    texts,
    st.none() | st.integers(0, 9),
    st.none() | texts,
    texts,
    st.lists(ids.map(TagId), max_size=3).map(tuple),
)
notes = st.builds(
    CoachingNote,
    ids.map(NoteId),
    ids.map(ReviewId),
    moments,
    st.sampled_from(NoteKind),
    texts,
    st.none() | utc_datetimes,
)
reasons = st.builds(
    Reason, ids.map(ReasonId), ids.map(ReviewId), st.sampled_from(ReasonKind), texts, texts, utc_datetimes
)
ranges = st.tuples(times_us, times_us).map(lambda pair: TimeRange(Moment(min(pair)), Moment(max(pair))))
runs = st.builds(
    ViewingRun,
    ids.map(RunId),
    ids.map(RecordingId),
    st.none() | ids.map(ReviewId),
    texts,
    utc_datetimes,
    ranges,
    st.integers(10, 400),
    st.sampled_from(RunEnd),
)
captions = st.builds(Caption, ranges, texts)
excerpts = st.builds(
    Excerpt,
    ids.map(RecordingId),
    ranges,
    st.sampled_from(Phase),
    texts,
    st.lists(captions, max_size=3).map(tuple),
)
items = (
    st.builds(Card, texts, st.lists(texts, max_size=3).map(tuple), times_us)
    | st.builds(Single, excerpts, st.booleans())
    | st.builds(Pair, excerpts, excerpts, moments, moments, st.sampled_from(Sound), texts)
)
reels = st.builds(
    Reel,
    ids.map(ReelId),
    texts,
    st.sampled_from(Selection),
    st.lists(items, max_size=4).flatmap(lambda some: st.builds(lambda one: (*some, one), st.builds(Single, excerpts))),
    texts,
    texts,
    st.integers(1, 4_000).map(lambda half: 2 * half),
    st.integers(1, 4_000).map(lambda half: 2 * half),
    fractions,
    times_us,
)
exports = st.builds(
    Export,
    ids.map(ExportId),
    texts,
    paths,
    texts,
    st.lists(texts, max_size=3).map(tuple),
    utc_datetimes,
    texts,
)
dimensions = st.builds(Dimension, texts, texts, st.integers(1, 9) | st.floats(0.1, 9))
modifiers = st.builds(Modifier, texts, st.lists(texts, max_size=3).map(tuple))
levels = st.builds(Level, st.integers(-9, 9), texts)
behaviours = st.builds(
    Behaviour,
    id=texts,
    dimension=texts,
    name=texts,
    kind=st.sampled_from(Kind),
    valence=st.sampled_from(Valence),
    modality=st.sampled_from(Modality),
    definition=texts,
    include=texts,
    exclude=texts,
    example=texts,
    key=st.none() | texts,
    modifiers=st.lists(modifiers, max_size=2).map(tuple),
    group=st.none() | texts,
    levels=st.lists(levels, max_size=2).map(tuple),
    is_exhaustive=st.booleans(),
    is_wearer_visible_needed=st.booleans(),
    min_duration_us=times_us,
    sources=st.lists(texts, max_size=2).map(tuple),
)
rating_items = st.builds(
    RatingItem,
    texts,
    texts,
    st.sampled_from(list(SCALES.values())),
    st.lists(st.builds(Anchor, st.integers(0, 5), texts), max_size=3).map(tuple),
    st.none() | texts,
    st.booleans(),
)
rubrics = st.builds(
    Rubric,
    id=texts,
    version=texts,
    title=texts,
    licence=texts,
    definition=texts,
    attribution=texts,
    dimensions=st.lists(dimensions, max_size=2).map(tuple),
    behaviours=st.lists(behaviours, max_size=2).map(tuple),
    ratings=st.lists(rating_items, max_size=2).map(tuple),
    missing_reasons=st.lists(texts, max_size=2).map(tuple),
    profiles=st.lists(st.builds(Profile, texts, texts, st.lists(texts, max_size=2).map(tuple)), max_size=2).map(tuple),
    zero=st.none() | texts,
    end=st.none() | texts,
    tolerance_us=times_us,
    merge_gap_us=times_us,
)


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    """Edits of a tag, a rating, a note or a review: added, changed, removed."""
    value = draw(tags() | ratings | reviews | notes)
    match value:
        case Tag():
            other = draw(tags())
        case Rating():
            other = draw(ratings)
        case CoachingNote():
            other = draw(notes)
        case _:
            other = draw(reviews)
    changed = type(other)(**{name: getattr(other, name) for name in other.__slots__} | {"id": value.id})
    return draw(st.sampled_from([Edit(None, value), Edit(value, None), Edit(value, changed)]))


operations = st.builds(Operation, texts, st.lists(edits(), min_size=1, max_size=4).map(tuple))
