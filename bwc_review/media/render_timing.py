"""Which source frame each picture of a film shows: exact arithmetic over frame tables, no video touched.

The rule is the frame table's own (floor): picture ``k`` of an excerpt shows the source frame that is on the screen at
``start + k / rate``. Time stamps are rounded (to microseconds here, to milliseconds in Matroska), so a frame that is
due at the very instant of a picture may carry a stamp just after it; `slack_us` allows for that rounding and no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import ceil, floor

from bwc_review.domain.clip import ClipFacts, SourceClip
from bwc_review.domain.errors import InputError
from bwc_review.domain.reel import Caption, Excerpt
from bwc_review.domain.time import US_PER_S, Moment, TimeRange, review_text, snapped_rate

# Four roundings of at most half a microsecond meet in one comparison: the frame's stamp and the first frame's, each
# once in the table and once in FFmpeg; and the origin is cut to a whole microsecond.
_ROUNDING_US = 5


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of one file, shown without a break.

    Attributes:
        source: The file.
        first_index: First source frame that may be shown.
        last_index: Last source frame that may be shown.
        origin_us: Instant on the file's axis that the part's first picture samples, slack included.
        first_picture: Picture of the track at which the part begins.
        picture_count: Pictures that it fills.
    """

    source: SourceClip
    first_index: int
    last_index: int
    origin_us: int
    first_picture: int
    picture_count: int


@dataclass(frozen=True, slots=True)
class Track:
    """An excerpt laid out in pictures of the film.

    Attributes:
        excerpt: What is shown.
        range: Its range widened to whole source frames, on the recording's axis.
        parts: The stretches of files that it is made of, at least one.
        rate: Pictures a second.
        slack_us: How far after a picture's instant a frame may be stamped and still be shown by it.
    """

    excerpt: Excerpt
    range: TimeRange
    parts: tuple[Part, ...]
    rate: Fraction
    slack_us: int

    @property
    def picture_count(self) -> int:
        """Pictures of the film that the excerpt fills; at least 1."""
        return self.parts[-1].first_picture + self.parts[-1].picture_count

    def part_of(self, picture: int) -> Part:
        """The part that a picture (from 0) belongs to."""
        return next(part for part in reversed(self.parts) if picture >= part.first_picture)

    def shown(self, picture: int) -> tuple[SourceClip, int]:
        """The file and the index of the source frame that a picture (from 0) shows."""
        part = self.part_of(picture)
        since_us = floor((picture - part.first_picture) * US_PER_S / self.rate)
        index = part.source.table.index_at(Moment(part.origin_us + since_us))
        return part.source, min(max(index, part.first_index), part.last_index)

    def picture_at(self, moment: Moment) -> int:
        """The first picture whose instant is at or after a moment of the recording; it may lie outside the track."""
        return ceil((moment - self.range.start - self.slack_us) * self.rate / US_PER_S)


def slack_us(facts: ClipFacts) -> int:
    """Microseconds by which a frame's stamp may lie after the instant at which the frame is due.

    A time base that can write the clip's frame length exactly (40 ms in milliseconds, 1/30 s in 90 kHz) needs only what
    microseconds round; otherwise two stamps are each off by up to half a tick.
    """
    tick_us = facts.time_base * US_PER_S
    frame_ticks = 1 / snapped_rate(facts.rate) / facts.time_base
    if not facts.is_variable_rate and frame_ticks.denominator == 1:
        return _ROUNDING_US
    return max(_ROUNDING_US, min(ceil(tick_us) + 1, floor(US_PER_S / facts.rate / 4)))


def track_of(excerpt: Excerpt, sources: Sequence[SourceClip], rate: Fraction) -> Track:
    """Lay an excerpt out in pictures.

    Args:
        excerpt: What is shown; its range may span several files.
        sources: The recording's files in order, end to end.
        rate: Pictures a second.

    Raises:
        InputError: ``reel.outside`` or ``reel.no_length``: the range lies outside the recording, or is empty.
    """
    offsets = [0, *accumulate(source.clip.facts.duration_us for source in sources)]
    _check_range(excerpt, Moment(offsets[-1]))
    start, end = excerpt.range.start.us, excerpt.range.end.us
    used = [place for place in range(len(sources)) if offsets[place] < end and start < offsets[place + 1]]
    first, last = used[0], used[-1]
    local = TimeRange(Moment(start - offsets[first]), Moment(min(end, offsets[first + 1]) - offsets[first]))
    start = offsets[first] + sources[first].table.snapped(local).start.us
    local = TimeRange(Moment(max(0, start - offsets[last])), Moment(end - offsets[last]))
    end = offsets[last] + sources[last].table.snapped(local).end.us
    slack = max(slack_us(sources[place].clip.facts) for place in used)
    spans = [(sources[place], offsets[place]) for place in used]
    parts = _parts(spans, TimeRange(Moment(start), Moment(end)), rate, slack)
    return Track(excerpt, TimeRange(Moment(start), Moment(end)), parts, rate, slack)


def _check_range(excerpt: Excerpt, end: Moment) -> None:
    name = f" of {excerpt.label}" if excerpt.label else ""
    if excerpt.range.duration_us <= 0:
        raise InputError("reel.no_length", f"The excerpt{name} has no length. Give it an end after its start.")
    if excerpt.range.start.us < 0 or excerpt.range.start >= end or excerpt.range.end > end:
        span = f"{review_text(excerpt.range.start)} to {review_text(excerpt.range.end)}"
        message = f"The excerpt{name} from {span} lies outside its recording, which ends at {review_text(end)}."
        raise InputError("reel.outside", message, recording=str(excerpt.recording_id))


def _parts(spans: list[tuple[SourceClip, int]], span: TimeRange, rate: Fraction, slack: int) -> tuple[Part, ...]:
    """The parts of a track that fill its pictures; a file too short to own a picture has none."""
    total = max(1, ceil((span.duration_us - slack) * rate / US_PER_S))
    firsts = [max(0, min(total, ceil((offset - span.start.us - slack) * rate / US_PER_S))) for _, offset in spans]
    firsts[0] = 0
    found: list[Part] = []
    for (source, offset), first, after in zip(spans, firsts, [*firsts[1:], total], strict=True):
        if after <= first:
            continue
        origin = floor(span.start.us + slack + first * US_PER_S / rate) - offset
        table = source.table
        begin = table.index_at(Moment(max(0, span.start.us - offset)))
        final = table.index_at(Moment(span.end.us - offset - 1))
        found.append(Part(source, begin, final, origin, first, after - first))
    return tuple(found)


def meeting_delays(pre: Track, post: Track, pre_anchor: Moment, post_anchor: Moment) -> tuple[int, int]:
    """Pictures that each side of a pair waits so that both anchors are first seen in the same picture; one is 0."""
    lead = post.picture_at(post_anchor) - pre.picture_at(pre_anchor)
    return max(0, lead), max(0, -lead)


@dataclass(frozen=True, slots=True)
class Lines:
    """Captions that stand from a picture on, until the next `Lines`; no texts for an empty place."""

    first_picture: int
    texts: tuple[str, ...]


def caption_lines(track: Track, delay: int, total: int) -> tuple[Lines, ...]:
    """What is captioned when, in pictures of an item in which the track begins after `delay` of `total` pictures.

    Captions that overlap stand together, the earlier above. Each stands for at least one picture. The first entry is
    for picture 0, entries differ from their neighbours.
    """
    spans = [(_pictures(track, caption, delay, total), caption.text) for caption in track.excerpt.captions]
    spans = sorted(((span, text) for span, text in spans if span), key=lambda item: item[0][0])
    edges = sorted({0, *(span.start for span, _ in spans), *(span.stop for span, _ in spans if span.stop < total)})
    found: list[Lines] = []
    for edge in edges:
        texts = tuple(text for span, text in spans if edge in span)
        if not found or found[-1].texts != texts:
            found.append(Lines(edge, texts))
    return tuple(found)


def _pictures(track: Track, caption: Caption, delay: int, total: int) -> range:
    """Pictures of the item over which a caption stands; empty if it lies outside the excerpt."""
    begin, end = caption.range.start, max(caption.range.end, caption.range.start.shifted(1))
    if not caption.text.strip() or end <= track.range.start or begin >= track.range.end:
        return range(0)
    last = min(total, delay + track.picture_count)
    first = min(last - 1, max(delay, delay + track.picture_at(begin)))
    after = min(last, max(first + 1, delay + track.picture_at(end)))
    return range(first, after)
