"""Reels as YAML files: a plan in codes and times, not yet looked up in a study.

The format is ``reel/1``::

    schema: reel/1
    title: Two library calls            # title card
    subtitle: Before and after the course
    selection: {method: matched, note: Same call type and level of agitation at first contact.}
    size: 1920x1080                     # these three are the defaults
    rate: 30                            # or 30000/1001
    fade: 0.4                           # seconds; 0 for cuts
    items:
      - card: {title: What to look for, lines: [Distance, One voice], seconds: 4}
      - pair: {title: Library, pre: K7Q2, post: M3X9, align: an.first_contact, before: 5, after: 20, sound: post}
      - pair: {pre: K7Q2, post: M3X9, align: {pre: "00:41.2", post: "1:02"}, captions: tags, reviewer: R1}
      - single: {clip: M3X9, from: 12.5, to: "01:10", label: Later in the call, sound: no}
      - single: {clip: M3X9, tag: tc.introduce, number: 2, reviewer: R1}    # its second tag, with its lead and lag

“before” and “after” of a pair that is aligned on a behaviour, and of a tag, are where they are left out the lead and
the lag that the reviewer has chosen for the behaviour; of other pairs 5 and 15 seconds.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

from bwc_review.domain.errors import InputError
from bwc_review.domain.reel import Selection, Sound
from bwc_review.domain.time import US_PER_S, Moment, TimeRange, parse_moment, snapped_rate
from bwc_review.services.text_source import located
from bwc_review.services.yaml_source import Fields, YamlSource

SCHEMA = "reel/1"
_TOP = ("schema", "title", "subtitle", "selection", "size", "rate", "fade", "items")
_CARD = ("title", "lines", "seconds")
_PAIR = ("title", "pre", "post", "align", "before", "after", "sound", "captions", "reviewer")
_SINGLE = ("clip", "from", "to", "tag", "number", "before", "after", "label", "captions", "sound", "reviewer")
_SIZE = re.compile(r"([1-9]\d{1,4})\s*[xX×]\s*([1-9]\d{1,4})")
_RATE = re.compile(r"\d{1,6}(/[1-9]\d{0,5}|\.\d{1,6})?")
_MOST_PIXELS = 8192
_RATES = (Fraction(1), Fraction(240))
BEFORE_US, AFTER_US = 5 * US_PER_S, 15 * US_PER_S
"""What is shown around the anchors of a pair where neither the reel nor the reviewer says otherwise."""
_LONGEST_FADE_US = 10 * US_PER_S
_LONGEST_CARD_US = 600 * US_PER_S


class Captions(StrEnum):
    """Where the lines over the picture come from."""

    TAGS = "tags"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file an item stands, so that what is found out later can still name the line.

    Attributes:
        file: Name of the file.
        path: Path to the item, such as ``items[2].pair``.
        line: Line on which the item begins.
        lines: Line of each of its fields.
    """

    file: str
    path: str
    line: int
    lines: Mapping[str, int]

    def fault(self, code: str, name: str, sentence: str) -> InputError:
        """An error about one field of the item, with file, line and field in its sentence and its facts."""
        line, path = self.lines.get(name, self.line), f"{self.path}.{name}"
        return located(code, self.file, [f"line {line}", path], sentence, line=line, field=path)


@dataclass(frozen=True, slots=True)
class CardSpec:
    """A full picture of text.

    Attributes:
        title: Large line.
        lines: Smaller lines.
        duration_us: How long it stands.
        place: Where it was written.
    """

    title: str
    lines: tuple[str, ...]
    duration_us: int
    place: Place = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PairSpec:
    """Two recordings side by side.

    Attributes:
        title: Line above the pictures; may be empty.
        pre: Code of the recording on the left.
        post: Code of the recording on the right.
        align: Id of the behaviour whose first tag is the anchor of both sides, or both sides' own anchors.
        before_us: How much is shown before the anchors; None for the behaviour's lead, or the usual.
        after_us: How much is shown after them; None for the behaviour's lag, or the usual.
        sound: Which side is heard.
        captions: Where the lines over the picture come from.
        reviewer: Whose tags are used, or None if there is only one reviewer's.
        place: Where it was written.
    """

    title: str
    pre: str
    post: str
    align: str | tuple[Moment, Moment]
    before_us: int | None
    after_us: int | None
    sound: Sound
    captions: Captions
    reviewer: str | None
    place: Place = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class TagSpec:
    """A tag to be cut out with what leads to it and follows it.

    Attributes:
        behaviour_id: What was tagged.
        number: Which of the reviewer's tags of it, by time, from 1.
        before_us: How much is shown before its onset; None for the reviewer's lead.
        after_us: How much is shown after its end; None for the reviewer's lag.
    """

    behaviour_id: str
    number: int = 1
    before_us: int | None = None
    after_us: int | None = None


@dataclass(frozen=True, slots=True)
class SingleSpec:
    """One recording over the whole picture.

    Attributes:
        clip: Code of the recording.
        cut: First moment shown and the moment at which it stops (exclusive), or a tag.
        label: Text beside the phase; may be empty.
        captions: Where the lines over the picture come from.
        is_heard: True if its sound is heard.
        reviewer: Whose tags are used, or None if there is only one reviewer's.
        place: Where it was written.
    """

    clip: str
    cut: TimeRange | TagSpec
    label: str
    captions: Captions
    is_heard: bool
    reviewer: str | None
    place: Place = field(compare=False, repr=False)


ItemSpec = CardSpec | PairSpec | SingleSpec


@dataclass(frozen=True, slots=True)
class ReelSpec:
    """A reel as it was written.

    Attributes:
        file: Name of the file.
        title: Title card's large line.
        subtitle: Title card's smaller line; may be empty.
        selection: How the clips were chosen.
        selection_note: The study's own words about it; may be empty.
        width: Pixels, even.
        height: Pixels, even.
        rate: Frames a second.
        fade_us: Length of the dip to black between items.
        items: What follows the opening cards.
    """

    file: str
    title: str
    subtitle: str
    selection: Selection
    selection_note: str
    width: int
    height: int
    rate: Fraction
    fade_us: int
    items: tuple[ItemSpec, ...]


def load_reel(path: Path) -> ReelSpec:
    """Read a reel file.

    Raises:
        InputError: The file is not a reel of a known schema or breaks a rule of one; file, line and field are in the
            sentence and in the facts, several problems under ``problems``.
        EnvironmentFault: The file is not there, or may not be read.
    """
    return _read(YamlSource.of_file(path))


def reel_from_text(text: str, name: str) -> ReelSpec:
    """Read a reel from its text; `name` is the file's name for the messages.

    Raises:
        InputError: As for `load_reel`.
    """
    return _read(YamlSource(text, name))


def _read(source: YamlSource) -> ReelSpec:
    top = Fields(source, source.root("reel"), "", _TOP)
    top.require_schema(SCHEMA, "reel")
    items = source.gather(top.parts("items", ("card", "pair", "single")), _item)
    heads = source.gather([top], lambda fields: _head(fields, items))
    source.finish()
    return heads[0]


def _head(top: Fields, items: tuple[ItemSpec, ...]) -> ReelSpec:
    top.only_known()
    selection = top.inner("selection", ("method", "note"))
    width, height = _size(top)
    if not top.has("items"):
        raise top.fault("items", "A reel needs at least one pair or single clip under “items”.", "reel.empty")
    return ReelSpec(
        file=top.source.name,
        title=top.text("title"),
        subtitle=top.optional_text("subtitle"),
        selection=selection.choice("method", Selection),
        selection_note=selection.optional_text("note"),
        width=width,
        height=height,
        rate=_rate(top),
        fade_us=_length(top, "fade", 400_000, _LONGEST_FADE_US),
        items=items,
    )


def _size(top: Fields) -> tuple[int, int]:
    text = top.optional_text("size", "1920x1080")
    match = _SIZE.fullmatch(text)
    if match is None:
        raise top.fault("size", f"Write width and height, such as 1920x1080; here it is “{text}”.", "reel.size")
    width, height = int(match[1]), int(match[2])
    if width % 2 or height % 2 or max(width, height) > _MOST_PIXELS:
        sentence = f"Width and height must be even numbers up to {_MOST_PIXELS}; here they are {width} and {height}."
        raise top.fault("size", sentence, "reel.size")
    return width, height


def _rate(top: Fields) -> Fraction:
    text = top.optional_text("rate", "30")
    rate = Fraction(text) if _RATE.fullmatch(text) else Fraction(0)
    if not _RATES[0] <= rate <= _RATES[1]:
        lowest, highest = _RATES
        sentence = f"Write frames a second from {lowest} to {highest}, such as 30 or 30000/1001; here it is “{text}”."
        raise top.fault("rate", sentence, "reel.rate")
    return snapped_rate(rate) if "." in text else rate


def _item(part: Fields) -> ItemSpec:
    part.only_known()
    kinds = list(part.entries.nodes)
    if len(kinds) != 1:
        sentence = "Each item is one of card, pair or single. Begin each with a dash of its own."
        raise part.fault(kinds[-1] if kinds else "", sentence, "reel.item")
    if kinds == ["card"]:
        return _card(part.inner("card", _CARD))
    return _pair(part.inner("pair", _PAIR)) if kinds == ["pair"] else _single(part.inner("single", _SINGLE))


def _card(fields: Fields) -> CardSpec:
    return CardSpec(
        title=fields.text("title"),
        lines=tuple(text for text, _ in fields.texts("lines")),
        duration_us=_length(fields, "seconds", 4_000_000, _LONGEST_CARD_US, is_needed=True),
        place=_place(fields),
    )


def _pair(fields: Fields) -> PairSpec:
    before_us, after_us = _around(fields)
    return PairSpec(
        title=fields.optional_text("title"),
        pre=fields.text("pre"),
        post=fields.text("post"),
        align=_align(fields),
        before_us=before_us,
        after_us=after_us,
        sound=fields.choice("sound", Sound, Sound.POST),
        captions=fields.choice("captions", Captions, Captions.NONE),
        reviewer=fields.optional_text("reviewer") or None,
        place=_place(fields),
    )


def _around(fields: Fields) -> tuple[int | None, int | None]:
    """How much is to be shown before and after; None for what is not said."""
    before_us, after_us = (
        fields.microseconds(name, US_PER_S, 0) if fields.has(name) else None for name in ("before", "after")
    )
    if before_us == 0 and after_us == 0:
        raise fields.fault("after", "“before” and “after” are both 0: nothing would be shown.", "reel.length")
    return before_us, after_us


def _align(fields: Fields) -> str | tuple[Moment, Moment]:
    if not fields.is_group("align"):
        return fields.text("align")
    anchors = fields.inner("align", ("pre", "post"))
    return _moment(anchors, "pre"), _moment(anchors, "post")


def _single(fields: Fields) -> SingleSpec:
    return SingleSpec(
        clip=fields.text("clip"),
        cut=_tag(fields) if fields.has("tag") else _span(fields),
        label=fields.optional_text("label"),
        captions=fields.choice("captions", Captions, Captions.NONE),
        is_heard=fields.truth("sound", default=True),
        reviewer=fields.optional_text("reviewer") or None,
        place=_place(fields),
    )


def _span(fields: Fields) -> TimeRange:
    for name in ("number", "before", "after"):
        if fields.has(name):
            raise fields.fault(
                name, f"“{name}” belongs to a “tag”; here “from” and “to” say what is shown.", "reel.tag"
            )
    start, end = _moment(fields, "from"), _moment(fields, "to")
    if end <= start:
        raise fields.fault("to", "“to” must be later than “from”.", "reel.length")
    return TimeRange(start, end)


def _tag(fields: Fields) -> TagSpec:
    for name in ("from", "to"):
        if fields.has(name):
            sentence = f"“{name}” and “tag” both say what is shown. Use “before” and “after” with a tag."
            raise fields.fault(name, sentence, "reel.tag")
    before_us, after_us = _around(fields)
    number = fields.integer("number") if fields.has("number") else 1
    if number < 1:
        raise fields.fault("number", "Tags are counted from 1.", "reel.tag")
    return TagSpec(fields.text("tag"), number, before_us, after_us)


def _moment(fields: Fields, name: str) -> Moment:
    try:
        return parse_moment(fields.text(name))
    except InputError as error:
        if error.code != "time.text":
            raise
        raise fields.fault(name, error.message, error.code) from None


def _length(fields: Fields, name: str, default_us: int, longest_us: int, *, is_needed: bool = False) -> int:
    length_us = fields.microseconds(name, US_PER_S, default_us)
    if length_us > longest_us or (is_needed and length_us == 0):
        low = "more than 0" if is_needed else "0"
        sentence = f"“{name}” must be from {low} to {longest_us // US_PER_S} seconds."
        raise fields.fault(name, sentence, "reel.length")
    return length_us


def _place(fields: Fields) -> Place:
    return Place(fields.source.name, fields.path, fields.line, dict(fields.entries.lines))
