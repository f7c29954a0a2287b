"""Reading reel files: what is accepted, and what is refused with which words."""

from fractions import Fraction
from pathlib import Path

import pytest

from bwc_review.domain.errors import InputError
from bwc_review.domain.reel import Selection, Sound
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.services.reel_yaml import (
    Captions,
    CardSpec,
    PairSpec,
    Place,
    SingleSpec,
    TagSpec,
    load_reel,
    reel_from_text,
)

REEL = """\
schema: reel/1
title: Two library calls
subtitle: Before and after the course
selection: {method: matched, note: Same call type.}
size: 1280x720
rate: 30000/1001
fade: 0.25
items:
  - card: {title: What to look for, lines: [Distance, One voice], seconds: 2.5}
  - pair:
      title: Library
      pre: K7Q2
      post: M3X9
      align: an.first_contact
      before: 5
      after: 20.5
      sound: both
      captions: tags
      reviewer: R1
  - pair: {pre: K7Q2, post: M3X9, align: {pre: 00:41.2, post: "1:02"}}
  - single: {clip: M3X9, from: 12.5, to: 1:10, label: Later, sound: no, captions: tags, reviewer: R2}
"""
CARD = "  - card: {title: What to look for, lines: [Distance, One voice], seconds: 2.5}"
ANYWHERE = Place("", "", 0, {})


def refused(text: str) -> InputError:
    with pytest.raises(InputError) as caught:
        reel_from_text(text, "demo.yaml")
    return caught.value


def test_a_reel_is_read_whole() -> None:
    reel = reel_from_text(REEL, "demo.yaml")

    assert (reel.file, reel.title, reel.subtitle) == ("demo.yaml", "Two library calls", "Before and after the course")
    assert (reel.selection, reel.selection_note) == (Selection.MATCHED, "Same call type.")
    assert (reel.width, reel.height, reel.rate, reel.fade_us) == (1280, 720, Fraction(30000, 1001), 250_000)
    assert reel.items == (
        CardSpec("What to look for", ("Distance", "One voice"), 2_500_000, ANYWHERE),
        PairSpec(
            "Library",
            "K7Q2",
            "M3X9",
            "an.first_contact",
            5_000_000,
            20_500_000,
            Sound.BOTH,
            Captions.TAGS,
            "R1",
            ANYWHERE,
        ),
        PairSpec(
            "",
            "K7Q2",
            "M3X9",
            (Moment(41_200_000), Moment(62_000_000)),
            None,
            None,
            Sound.POST,
            Captions.NONE,
            None,
            ANYWHERE,
        ),
        SingleSpec(
            "M3X9",
            TimeRange(Moment(12_500_000), Moment(70_000_000)),
            "Later",
            Captions.TAGS,
            False,
            "R2",
            ANYWHERE,
        ),
    )


def test_what_is_left_out_has_its_usual_value(tmp_path: Path) -> None:
    path = tmp_path / "short.yaml"
    path.write_text(
        "schema: reel/1\ntitle: T\nselection: {method: purposive}\nitems:\n"
        "  - card: {title: C}\n  - single: {clip: A, from: 0, to: 1}\n"
    )
    reel = load_reel(path)

    assert (reel.subtitle, reel.selection_note) == ("", "")
    assert (reel.width, reel.height, reel.rate, reel.fade_us) == (1920, 1080, Fraction(30), 400_000)
    card, single = reel.items
    assert isinstance(card, CardSpec)
    assert isinstance(single, SingleSpec)
    assert (card.lines, card.duration_us) == ((), 4_000_000)
    assert (single.label, single.captions, single.is_heard, single.reviewer) == ("", Captions.NONE, True, None)


def single_of(entry: str) -> SingleSpec:
    head = "schema: reel/1\ntitle: T\nselection: {method: purposive}\nitems:\n"
    (single,) = reel_from_text(f"{head}  - single: {{clip: A, {entry}}}\n", "tag.yaml").items
    assert isinstance(single, SingleSpec)
    return single


def test_a_single_may_name_a_tag() -> None:
    assert single_of("tag: tc.introduce").cut == TagSpec("tc.introduce", 1, None, None)
    assert single_of("tag: tc.introduce, number: 3, before: 1.5").cut == TagSpec("tc.introduce", 3, 1_500_000, None)


@pytest.mark.parametrize(
    ("entry", "code", "field", "words"),
    [
        ("tag: a, from: 1", "reel.tag", "from", "both say what is shown"),
        ("tag: a, to: 1", "reel.tag", "to", "Use “before” and “after”"),
        ("tag: a, number: 0", "reel.tag", "number", "counted from 1"),
        ("tag: a, before: 0, after: 0", "reel.length", "after", "nothing would be shown"),
        ("from: 0, to: 1, number: 2", "reel.tag", "number", "belongs to a “tag”"),
        ("from: 0, to: 1, before: 2", "reel.tag", "before", "belongs to a “tag”"),
    ],
)
def test_a_tag_is_named_in_one_way(entry: str, code: str, field: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        single_of(entry)
    assert (caught.value.code, caught.value.facts["field"]) == (code, f"items[1].single.{field}")


@pytest.mark.parametrize(
    ("written", "rate"),
    [
        ("25", Fraction(25)),
        ("12.5", Fraction(25, 2)),
        ("29.97", Fraction(30000, 1001)),
        ("24000/1001", Fraction(24000, 1001)),
    ],
)
def test_a_rate_is_exact(written: str, rate: Fraction) -> None:
    assert reel_from_text(REEL.replace("30000/1001", written), "demo.yaml").rate == rate


def test_what_is_found_out_later_can_still_name_the_line() -> None:
    pair = reel_from_text(REEL, "demo.yaml").items[1]
    error = pair.place.fault("reel.unknown_clip", "post", "There is no clip M3X9.")

    assert error.message == "demo.yaml, line 13, items[2].pair.post: There is no clip M3X9."
    assert (error.code, error.facts["line"], error.facts["field"]) == ("reel.unknown_clip", 13, "items[2].pair.post")


@pytest.mark.parametrize(
    ("old", "new", "code", "field", "words"),
    [
        ("schema: reel/1", "schema: reel/3", "yaml.newer_schema", "schema", "newer version"),
        ("schema: reel/1", "schema: rubric/1", "yaml.schema", "schema", "not a reel file"),
        ("title: Two library calls", "", "yaml.missing", "title", "missing"),
        ("subtitle:", "subtitel:", "yaml.unknown_field", "subtitel", "“subtitle”"),
        ("selection: {method: matched, note: Same call type.}\n", "", "yaml.missing", "selection", "missing"),
        ("{method: matched, note: Same call type.}", "matched", "yaml.value", "selection", "a group of fields"),
        ("method: matched", "method: best", "yaml.value", "selection.method", "random, matched, purposive"),
        ("method: matched", "how: matched", "yaml.unknown_field", "selection.how", "The fields here are: method, note"),
        ("1280x720", "720p", "reel.size", "size", "such as 1920x1080"),
        ("1280x720", "1281x720", "reel.size", "size", "even numbers"),
        ("1280x720", "12800x7200", "reel.size", "size", "up to 8192"),
        ("30000/1001", "30/0", "reel.rate", "rate", "from 1 to 240"),
        ("30000/1001", "fast", "reel.rate", "rate", "here it is “fast”"),
        ("30000/1001", "1000", "reel.rate", "rate", "from 1 to 240"),
        ("fade: 0.25", "fade: -1", "yaml.value", "fade", "0 or more"),
        ("fade: 0.25", "fade: 11", "reel.length", "fade", "from 0 to 10 seconds"),
        ("fade: 0.25", "fade: 0.0000001", "yaml.value", "fade", "finer than a microsecond"),
        ("seconds: 2.5", "seconds: 0", "reel.length", "items[1].card.seconds", "more than 0"),
        ("seconds: 2.5", "seconds: 601", "reel.length", "items[1].card.seconds", "to 600 seconds"),
        ("lines: [Distance, One voice]", "lines: Distance", "yaml.value", "items[1].card.lines", "must be a list"),
        ("  - card: {title", "  - cart: {title", "yaml.unknown_field", "items[1].cart", "“card”"),
        ("  - pair:\n", "    pair:\n", "reel.item", "items[1].pair", "one of card, pair or single"),
        (CARD, "  - {}", "reel.item", "items[1]", "one of card"),
        (CARD, "  - a", "yaml.value", "items[1]", "group of fields"),
        ("      pre: K7Q2\n", "", "yaml.missing", "items[2].pair.pre", "missing"),
        ("align: an.first_contact", "align: [a]", "yaml.value", "items[2].pair.align", "must be a text"),
        ("sound: both", "sound: left", "yaml.value", "items[2].pair.sound", "pre, post, both, none"),
        ("captions: tags\n", "captions: all\n", "yaml.value", "items[2].pair.captions", "tags, none"),
        (
            "before: 5\n      after: 20.5",
            "before: 0\n      after: 0",
            "reel.length",
            "items[2].pair.after",
            "nothing would",
        ),
        ("pre: 00:41.2", "pre: soon", "time.text", "items[3].pair.align.pre", "“soon” is not a time"),
        ("pre: 00:41.2", "pro: 00:41.2", "yaml.unknown_field", "items[3].pair.align.pro", "Did you mean"),
        ('post: "1:02"', 'post: "1:62"', "time.text", "items[3].pair.align.post", "end at 59"),
        ("from: 12.5, ", "", "yaml.missing", "items[4].single.from", "missing"),
        ("to: 1:10", "to: 12.5", "reel.length", "items[4].single.to", "later than"),
        ("sound: no", "sound: maybe", "yaml.value", "items[4].single.sound", "yes or no"),
    ],
)
def test_a_broken_rule_is_refused_with_line_and_field(old: str, new: str, code: str, field: str, words: str) -> None:
    assert REEL.count(old) == 1, old
    error = refused(REEL.replace(old, new))

    assert (error.code, error.facts["field"]) == (code, field)
    assert words in error.message
    assert error.message.startswith(f"demo.yaml, line {error.facts['line']}, {field}: ")


def test_a_reel_without_items_is_refused() -> None:
    assert refused(REEL[: REEL.index("items:")]).code == "reel.empty"


def test_the_problems_of_several_items_are_told_together() -> None:
    error = refused(REEL.replace("sound: both", "sound: left").replace("to: 1:10", "to: 1"))

    assert error.message.startswith("demo.yaml has 2 problems")
    assert "Line 17, items[2].pair.sound" in error.message
    assert "Line 21, items[4].single.to" in error.message
