"""Reading rubric files: what is accepted, and what is refused with which words."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bwc_review.domain.errors import EnvironmentFault, InputError
from bwc_review.domain.rubric import Kind, Level, Modality, Modifier, Rubric, Scale, Valence
from bwc_review.services.rubric_yaml import (
    RESERVED_KEYS,
    canonical_key,
    free_keys,
    load_rubric,
    rubric_from_text,
    rubric_to_text,
)

SMALL = """\
schema: rubric/1
id: small
version: 1.2.3
title: A small rubric
licence: CC-BY-4.0
definition: For tests.
zero: an.start
missing_reasons: [NOT_CODABLE]
dimensions:
  - {id: TC, name: Talk}
  - {id: AN, name: Anchors, weight: 0.5}
behaviours:
  - id: tc.ask
    dimension: TC
    name: Asks
    kind: point
    valence: deescalating
    modality: audio
    key: q
    definition: Asks something.
    include: All questions.
    exclude: Other talk.
    example: “How are you?”
    modifiers: {answered: [yes, no]}
    sources: [design]
  - id: an.start
    dimension: AN
    name: Start
    kind: point
    valence: neutral
    modality: either
    definition: It starts.
    include: The first frame.
    exclude: Nothing.
    example: A door opens.
  - id: sj.mood
    dimension: AN
    name: Mood
    kind: state
    valence: neutral
    modality: both
    key: Shift+F
    definition: How it is.
    include: Always.
    exclude: Never.
    example: Level 0.
    min_ms: 1500
    group: mood
    exhaustive: yes
    wearer_visible: true
    levels:
      0: Calm
      1: Tense
ratings:
  - id: R_TC
    name: Talk
    dimension: TC
    scale: bars5
    anchors: {1: Low, 3: Middle, 5: High}
  - id: R_HARD
    name: Hard
    scale: s02
    covariate: yes
    anchors: {0: Easy, 1: Medium, 2: Hard}
profiles:
  - id: lite
    title: Lite
    behaviours: [tc.ask, an.start]
"""


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def refused(text: str) -> InputError:
    with pytest.raises(InputError) as caught:
        rubric_from_text(text, "mine.yaml")
    return caught.value


def changed(old: str, new: str) -> str:
    assert SMALL.count(old) == 1, old
    return SMALL.replace(old, new)


def test_a_rubric_is_read_whole() -> None:
    rubric = rubric_from_text(SMALL, "small.yaml")

    assert (rubric.id, rubric.version, rubric.title) == ("small", "1.2.3", "A small rubric")
    assert rubric.attribution == ""
    assert [(one.id, one.weight) for one in rubric.dimensions] == [("TC", 1.0), ("AN", 0.5)]
    ask, start, mood = rubric.behaviours
    assert (ask.kind, ask.valence, ask.modality) == (Kind.POINT, Valence.DEESCALATING, Modality.AUDIO)
    assert (ask.key, start.key, mood.key) == ("q", None, "Shift+F")
    assert ask.modifiers == (Modifier("answered", ("yes", "no")),)
    assert ask.sources == ("design",)
    assert mood.levels == (Level(0, "Calm"), Level(1, "Tense"))
    assert (mood.group, mood.is_exhaustive, mood.is_wearer_visible_needed) == ("mood", True, True)
    assert (ask.min_duration_us, mood.min_duration_us) == (500_000, 1_500_000)
    assert [item.scale.id for item in rubric.ratings] == ["bars5", "s02"]
    assert [item.is_covariate for item in rubric.ratings] == [False, True]
    assert [item.dimension for item in rubric.ratings] == ["TC", None]
    assert rubric.profiles[0].behaviours == ("tc.ask", "an.start")
    assert (rubric.zero, rubric.end) == ("an.start", None)
    assert (rubric.tolerance_us, rubric.merge_gap_us) == (2_000_000, 1_000_000)


def test_lengths_in_milliseconds_become_microseconds() -> None:
    rubric = rubric_from_text(SMALL + "tolerance_ms: 1500\nmerge_gap_ms: 0.5\n", "small.yaml")

    assert (rubric.tolerance_us, rubric.merge_gap_us) == (1_500_000, 500)


def test_a_behaviour_may_have_an_actor_and_a_merge_gap_of_its_own() -> None:
    rubric = rubric_from_text(changed("    min_ms: 1500", "    merge_gap_ms: 250\n    actor: P1"), "small.yaml")
    mood = rubric.behaviour("sj.mood")
    assert (mood.actor, rubric.merge_gap_of(mood), rubric.merge_gap_of(rubric.behaviours[0])) == (
        "P1",
        250_000,
        1_000_000,
    )
    assert rubric_from_text(rubric_to_text(rubric), "again.yaml") == rubric


def test_a_rubric_may_define_a_scale_of_its_own() -> None:
    own = "scales:\n  - {id: ten, minimum: 1, maximum: 10, required_anchors: [1, 10]}\n"
    item = "  - {id: R_X, name: X, scale: ten, anchors: {10: Top, 1: Bottom}}\nprofiles:"
    rubric = rubric_from_text(own + SMALL.replace("profiles:", item), "small.yaml")

    assert rubric.items_by_id["R_X"].scale == Scale("ten", 1, 10, (1, 10))
    assert [anchor.value for anchor in rubric.items_by_id["R_X"].anchors] == [1, 10]
    assert rubric_from_text(rubric_to_text(rubric), "again.yaml") == rubric


def test_a_rubric_of_ratings_alone_is_enough() -> None:
    text = SMALL[: SMALL.index("zero:")] + "ratings:\n  - {id: E1, name: E, scale: r5, anchors: {1: a, 3: b, 5: c}}\n"

    assert rubric_from_text(text, "small.yaml").behaviours == ()


@pytest.mark.parametrize("word", ["yes", "no", "on", "null", "1", "1.0", "1e3", "0x10", "2024-01-01", "~x"])
def test_a_plain_word_stays_the_text_that_was_written(word: str) -> None:
    rubric = rubric_from_text(changed("[yes, no]", f"[{word}, other]").replace("null", "Null-"), "small.yaml")

    assert rubric.behaviours[0].modifiers[0].options[0] == word.replace("null", "Null-")


def test_writing_and_reading_gives_an_equal_rubric() -> None:
    rubric = rubric_from_text(SMALL, "small.yaml")
    again = rubric_from_text(rubric_to_text(rubric), "again.yaml")

    assert again == rubric
    assert again.content_hash == rubric.content_hash


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn", "Co"]), min_size=1, max_size=200)


@settings(deadline=None, max_examples=30)
@given(text=TEXTS.map(str.strip).filter(bool), gap=st.integers(0, 10**9))
def test_any_text_survives_writing_and_reading(text: str, gap: int) -> None:
    rubric = rubric_from_text(SMALL, "small.yaml")
    ask = replace(rubric.behaviours[0], definition=text, example=f"A: {text}\nB: # {text}")
    rubric = replace(rubric, title=text, behaviours=(ask, *rubric.behaviours[1:]), merge_gap_us=gap)

    assert rubric_from_text(rubric_to_text(rubric), "again.yaml") == rubric


SHORT = {
    "ASK": "behaviours[tc.ask]",
    "MOOD": "behaviours[sj.mood]",
    "R_TC": "ratings[R_TC]",
    "R_HARD": "ratings[R_HARD]",
    "LITE": "profiles[lite]",
}


@pytest.mark.parametrize(
    ("old", "new", "code", "field", "words"),
    [
        ("schema: rubric/1", "schema: rubric/2", "yaml.newer_schema", "schema", "newer version"),
        ("schema: rubric/1", "schema: reel/1", "yaml.schema", "schema", "here it is “reel/1”"),
        ("schema: rubric/1\n", "", "yaml.schema", "schema", "it is missing"),
        ("schema: rubric/1", "schema: rubric/0", "yaml.schema", "schema", "not a rubric file"),
        ("id: small", "id: Small One", "yaml.value", "id", "lower-case"),
        ("version: 1.2.3", "version: 1.2", "yaml.value", "version", "such as 1.0.0"),
        ("version: 1.2.3", "version: 1.02.3", "yaml.value", "version", "such as 1.0.0"),
        ("title: A small rubric\n", "", "yaml.missing", "title", "“title” is missing"),
        ("title: A small rubric", "title: [a, b]", "yaml.value", "title", "must be a text"),
        ("title: A small rubric", "titel: A small rubric", "yaml.unknown_field", "titel", "Did you mean “title”?"),
        ("licence: CC-BY-4.0", "licence: CC-BY-4.0\ncolour: red", "yaml.unknown_field", "colour", "The fields here"),
        ("definition: For tests.", "definition:", "yaml.empty", "definition", "empty"),
        ("definition: Asks something.", "definition: '  '", "yaml.empty", "ASK.definition", "empty"),
        ("definition: Asks something.", "def: Asks something.", "yaml.unknown_field", "ASK.def", "“definition”"),
        ("exclude: Other talk.\n    ", "", "yaml.missing", "ASK.exclude", "missing"),
        ("zero: an.start", "zero: an.strat", "rubric.unknown", "zero", "Did you mean “an.start”?"),
        ("zero: an.start", "end: sj.mood", "rubric.limit", "end", "is a state"),
        ("[NOT_CODABLE]", "[NOT_CODABLE, NOT_CODABLE]", "rubric.duplicate", "missing_reasons", "twice"),
        ("[NOT_CODABLE]", "['not codable']", "yaml.value", "missing_reasons", "reason code"),
        ("[NOT_CODABLE]", "[NOT_CODABLE, '']", "yaml.empty", "missing_reasons", "empty"),
        ("[NOT_CODABLE]", "[NOT_CODABLE, [a]]", "yaml.value", "missing_reasons", "must be a text"),
        ("[NOT_CODABLE]", "NOT_CODABLE", "yaml.value", "missing_reasons", "must be a list"),
        (
            "  - {id: AN",
            "  - {id: TC, name: Again}\n  - {id: AN",
            "rubric.duplicate",
            "dimensions[TC].id",
            "first time in line 10",
        ),
        ("weight: 0.5", "weight: heavy", "yaml.value", "dimensions[AN].weight", "must be a number"),
        ("weight: 0.5", "weight: -1", "yaml.value", "dimensions[AN].weight", "0 or more"),
        ("id: sj.mood", "id: tc.ask", "rubric.duplicate", "ASK.id", "first time in line 13"),
        ("id: sj.mood", "id: 9mood", "yaml.value", "behaviours[9mood].id", "beginning with a letter"),
        (
            "dimension: TC\n    name: Asks",
            "dimension: TK\n    name: Asks",
            "rubric.unknown",
            "ASK.dimension",
            "no dimension “TK”",
        ),
        ("kind: state", "kind: span", "yaml.value", "MOOD.kind", "point, state"),
        ("valence: deescalating", "valence: deescalate", "yaml.value", "ASK.valence", "“deescalating”"),
        ("modality: audio", "modality: true", "yaml.value", "ASK.modality", "audio, video"),
        ("key: q", "key: Space", "rubric.reserved_key", "ASK.key", "plays and pauses"),
        ("key: q", "key: f2", "rubric.reserved_key", "ASK.key", "opens the note"),
        ("key: q", "key: shift+m", "rubric.reserved_key", "ASK.key", "turns the sound"),
        ("key: q", "key: shift+f", "rubric.duplicate_key", "MOOD.key", "already tags tc.ask (line 19)"),
        ("key: q", "key: Ctrl+K", "rubric.key", "ASK.key", "Free keys are a, b,"),
        ("key: q", "key: '#'", "rubric.key", "ASK.key", "use a letter"),
        ("{answered: [yes, no]}", "[answered]", "yaml.value", "ASK.modifiers", "a group of fields"),
        ("{answered: [yes, no]}", "{answered: [yes]}", "rubric.modifier", "ASK.modifiers.answered", "2 choices"),
        ("{answered: [yes, no]}", "{answered: [yes, yes]}", "rubric.duplicate", "ASK.modifiers.answered", "twice"),
        ("{answered: [yes, no]}", "{answered: [a=b, no]}", "rubric.modifier", "ASK.modifiers.answered", "cannot hold"),
        ("{answered: [yes, no]}", "{'a b': [yes, no]}", "yaml.value", "ASK.modifiers.a b", "cannot name"),
        ("modifiers: {answered: [yes, no]}", "min_ms: 3", "rubric.point", "ASK.min_ms", "is a point"),
        ("modifiers: {answered: [yes, no]}", "levels: {0: a, 1: b}", "rubric.point", "ASK.levels", "is a point"),
        ("min_ms: 1500", "min_ms: 1.5 s", "yaml.value", "MOOD.min_ms", "must be a number"),
        ("min_ms: 1500", "min_ms: 0.0001", "yaml.value", "MOOD.min_ms", "finer than a microsecond"),
        ("    min_ms: 1500", "    actor: X9", "yaml.value", "MOOD.actor", "one of O1, O2"),
        ("modifiers: {answered: [yes, no]}", "merge_gap_ms: 3", "rubric.point", "ASK.merge_gap_ms", "is a point"),
        ("exhaustive: yes", "exhaustive: 1", "yaml.value", "MOOD.exhaustive", "yes or no"),
        ("      1: Tense\n", "      2: Tense\n", "rubric.levels", "MOOD.levels", "comes level 1, not 2"),
        ("      1: Tense\n", "      00: Tense\n", "yaml.duplicate", "MOOD.levels.00", "twice"),
        ("      1: Tense\n", "      high: Tense\n", "yaml.value", "MOOD.levels.high", "whole number"),
        ("      1: Tense\n", "", "rubric.levels", "MOOD.levels", "at least 2"),
        ("    levels:\n      0: Calm\n      1: Tense\n", "", "rubric.levels", "MOOD.group", "needs “levels”"),
        ("id: R_HARD", "id: R_TC", "rubric.duplicate", "R_TC.id", "defined twice"),
        ("scale: bars5", "scale: bars7", "rubric.unknown", "R_TC.scale", "Did you mean “bars5”?"),
        ("{1: Low, 3: Middle, 5: High}", "{1: Low, 5: High}", "rubric.anchor", "R_TC.anchors", "No anchor for 3"),
        ("{0: Easy, 1: Medium, 2: Hard}", "{0: Easy}", "rubric.anchor", "R_HARD.anchors", "No anchor for 1, 2"),
        ("    anchors: {1: Low, 3: Middle, 5: High}\n", "", "rubric.anchor", "R_TC.anchors", "1, 3, 5"),
        ("2: Hard}", "2: Hard, 3: Harder}", "rubric.anchor", "R_HARD.anchors", "goes from 0 to 2"),
        ("2: Hard}", "2: ''}", "yaml.empty", "R_HARD.anchors.2", "empty"),
        ("dimension: TC\n    scale", "dimension: XX\n    scale", "rubric.unknown", "R_TC.dimension", "no dimension"),
        ("[tc.ask, an.start]", "[tc.ask, tc.aks]", "rubric.unknown", "LITE.behaviours", "Did you mean “tc.ask”?"),
        ("[tc.ask, an.start]", "[tc.ask, tc.ask]", "rubric.duplicate", "LITE.behaviours", "twice"),
        ("[tc.ask, an.start]", "[]", "rubric.profile", "LITE.behaviours", "at least one"),
        ("  - {id: TC, name: Talk}", "  - TC", "yaml.value", "dimensions[1]", "A group of fields"),
    ],
)
def test_a_broken_rule_is_refused_with_line_and_field(old: str, new: str, code: str, field: str, words: str) -> None:
    error = refused(changed(old, new))
    owner, dot, name = field.partition(".")
    field = SHORT.get(owner, owner) + dot + name

    assert (error.code, error.facts["field"], error.facts["file"]) == (code, field, "mine.yaml")
    assert words in error.message
    assert error.message.startswith(f"mine.yaml, line {error.facts['line']}, {field}: ")


def test_the_line_is_the_one_of_the_field() -> None:
    text = changed("valence: deescalating", "valence: good")

    assert refused(text).facts["line"] == line_of(text, "valence: good")


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ("{id: s02, minimum: 1, maximum: 3}", "built-in"),
        ("{id: odd, minimum: 3, maximum: 3}", "must lie above"),
        ("{id: odd, minimum: 0, maximum: 1000}", "must lie above"),
        ("{id: odd, minimum: 0, maximum: 3, required_anchors: [4]}", "not a value"),
        ("{id: odd, minimum: 0, maximum: 3, required_anchors: [low]}", "not a value"),
        ("{id: odd, minimum: 0.5, maximum: 3}", "whole number"),
        ("{id: odd, maximum: 3}", "“minimum” is missing"),
    ],
)
def test_a_scale_that_makes_no_sense_is_refused(own: str, words: str) -> None:
    assert words in refused(f"{SMALL}scales:\n  - {own}\n").message


def test_a_rubric_with_nothing_to_code_is_refused() -> None:
    assert refused(SMALL[: SMALL.index("zero:")]).code == "rubric.empty"


def test_all_problems_are_told_at_once_in_the_order_of_lines() -> None:
    text = SMALL.replace("title: A small rubric", "title:").replace("key: q", "key: F2").replace("5: High", "6: High")
    error = refused(text)

    first, *rest = error.message.split("\n")
    assert first == "mine.yaml has 3 problems; nothing of it was used."
    assert [line.split(",")[0] for line in rest] == ["Line 4", "Line 19", f"Line {line_of(text, '6: High')}"]
    assert error.facts["problems"] == tuple(rest)
    assert (error.facts["line"], error.facts["field"], error.code) == (4, "title", "yaml.empty")


def test_no_more_than_twenty_problems_are_told() -> None:
    error = refused(SMALL + "".join(f"  - {{id: p{n}, title: P, behaviours: [nothing]}}\n" for n in range(30)))

    assert error.message.startswith("mine.yaml has 20 or more problems")
    assert len(error.facts["problems"]) == 20  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("schema: rubric/1\ntitle: a: b\n", 2, "Put a text that holds a colon in quotes"),
        ("schema: rubric/1\n\ttitle: a\n", 2, "not tabs"),
        ("schema: rubric/1\ntitle: 'a\n", 3, "not closed"),
        ("schema: rubric/1\nids:\n  - a\n - b\n", 4, "indented alike"),
        ("schema: rubric/1\nschema: rubric/1\n", 2, "given twice; the first time in line 1"),
        ("schema: rubric/1\na:\n  b: 1\n  b: 2\n", 4, "“b” is given twice"),
        ("schema: rubric/1\ntitle: \x07\n", 2, "character"),
        ("- rubric\n", 1, "begins with names and values"),
        ("just words", 1, "begins with names and values"),
        ("", 1, "begins with names and values"),
        ("# nothing\n", 1, "begins with names and values"),
        ("schema: rubric/1\n--- \nid: a\n", 2, "second document"),
        ("schema: &a rubric/1\n", 1, "References"),
        ("schema: rubric/1\nid: *a\n", 2, "References"),
        ("schema: !!python/object/apply:os.getcwd []\n", 1, "Type marks"),
        ("schema: !secret x\n", 1, "Type marks"),
        ("? [a, b]\n: c\n", 1, "A name is expected"),
    ],
)
def test_what_is_not_plain_yaml_is_refused_with_its_line(text: str, line: int, words: str) -> None:
    error = refused(text)

    assert error.facts["line"] == line
    assert words in error.message


def test_a_yaml_1_1_directive_changes_nothing() -> None:
    assert rubric_from_text("%YAML 1.1\n---\n" + SMALL, "old.yaml") == rubric_from_text(SMALL, "small.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        "a: " * 1000 + "{" * 200_000,
        "- " * 200_000,
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
        "x" * 600_000,
    ],
)
@pytest.mark.timeout(20)
def test_a_hostile_text_is_refused_at_its_first_bad_line(text: str) -> None:
    assert refused(text).code in {"yaml.refused", "yaml.syntax", "file.too_large"}


def test_a_file_of_ten_megabytes_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_text(SMALL + "# more\n" * 1_500_000)
    with pytest.raises(InputError, match="larger than 512 KB") as caught:
        load_rubric(path)

    assert caught.value.code == "file.too_large"


def test_a_file_in_utf_16_is_read(tmp_path: Path) -> None:
    path = tmp_path / "wide.yaml"
    path.write_text(SMALL, encoding="utf-16")

    assert load_rubric(path).behaviours[0].example == "“How are you?”"


def test_a_missing_file_is_the_environments_fault(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match=r"none\.yaml is not there"):
        load_rubric(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Q", "q"),
        ("shift + f", "Shift+F"),
        ("f5", "F5"),
        ("comma", ","),
        ("SPACE", "Space"),
        ("+", "+"),
        ("Menu", "Menu"),
    ],
)
def test_a_key_has_one_way_of_writing(written: str, key: str) -> None:
    assert canonical_key(written) == key


def test_no_reserved_key_is_offered_as_free() -> None:
    free = free_keys(["q", "Shift+A"])

    assert not set(free) & set(RESERVED_KEYS)
    assert "q" not in free
    assert "Shift+A" not in free
    assert {"a", "7", "Shift+B", "F3"} <= set(free)


def test_a_key_is_refused_even_if_none_is_free() -> None:
    keys = free_keys(())
    block = SMALL[SMALL.index("  - id: an.start") : SMALL.index("  - id: sj.mood")]
    more = "".join(
        block.replace("an.start", f"x.{n}").replace("    definition:", f"    key: {key!r}\n    definition:")
        for n, key in enumerate(keys)
    )
    text = SMALL.replace("key: q", "key: '!'").replace("    key: Shift+F\n", "").replace("ratings:", more + "ratings:")

    assert "No key is free." in refused(text).message


SHIPPED = ("deesc-core", "emdabs-style7", "icat-cdm")


@pytest.fixture(scope="module")
def shipped() -> dict[str, Rubric]:
    folder = Path(__file__).resolve().parents[2] / "resources" / "rubrics"
    assert sorted(path.stem for path in folder.glob("*")) == sorted(SHIPPED)
    return {path.stem: load_rubric(path) for path in folder.glob("*.yaml")}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_rubric_survives_writing_and_reading(shipped: dict[str, Rubric], name: str) -> None:
    rubric = shipped[name]

    assert rubric.id == name
    assert rubric_from_text(rubric_to_text(rubric), "again.yaml") == rubric


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_rubric_keeps_to_the_words_of_the_product(shipped: dict[str, Rubric], name: str) -> None:
    text = rubric_to_text(shipped[name]).lower()
    avoided = [
        "suspect",
        "perp",
        "edp",
        "excessive",
        "justified",
        "unreasonable",
        "failed to",
        "infraction",
        "violat",
        "good cop",
        "mentally ill",
        "addict",
        "graded",
        "intend",
    ]

    assert [word for word in avoided if word in text] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_rubric_says_what_it_may_not_claim(shipped: dict[str, Rubric], name: str) -> None:
    words = shipped[name].attribution

    assert "not been validated" in words
    assert "endorse" in words
    assert "compar" in words


CORE_CODES = [
    "cr.name_signs:pDa",
    "cr.ask_wellbeing:pDa",
    "cr.inability_check:pDa",
    "cr.adapt:pDa",
    "cr.specialist:pDa",
    "cr.cue_disregarded:pEb",
    "tc.introduce:pDa",
    "tc.paraphrase:pDa",
    "tc.label_emotion:pDa",
    "tc.open_question:pDa",
    "tc.explain:pDa",
    "tc.choice:pDa",
    "tc.respect:pDa",
    "tc.reassure:pDa",
    "tc.honest:pDa",
    "tc.calm_instruction:pDa",
    "tc.followthrough:pDe",
    "tc.listening:sDa",
    "tc.calm_tone:sDa",
    "tc.one_voice:sDa",
    "tc.shout:pEa",
    "tc.rapid_repeat:pEa",
    "tc.conflicting:pEa",
    "tc.threat:pEa",
    "tc.disrespect:pEa",
    "tc.interrupt:pEa",
    "tc.argue:sEa",
    "os.distance:sDv",
    "os.cover:sDv",
    "os.slow:pDe",
    "os.roles:pDa",
    "os.backup:pDa",
    "os.scene:pDe",
    "os.open_posture:sDv",
    "os.weapon_down:pDv",
    "os.peer_redirect:pDe",
    "os.force_release:pDb",
    "os.force_warning:pNa",
    "os.weapon_out:sNv",
    "os.rush:pEv",
    "os.crowd:sEv",
    "sj.agitation:sNe",
    "sj.resistance:sNv",
    "sj.compliance:pNe",
    "sj.calming:pNe",
    "sj.escalating:pNe",
    "sj.disclosure:pNa",
    "sj.threat_self:pNe",
    "sj.weapon:sNv",
    "sj.flight:pNv",
    "bs.interference:sNe",
    "an.arrival:pNv",
    "an.first_contact:pNe",
    "an.first_command:pNa",
    "an.first_hands_on:pNv",
    "an.restrained:pNv",
    "an.encounter_end:pNe",
    "cod.audio:sNe",
    "cod.video:sNe",
]


def shape(rubric: Rubric) -> list[str]:
    return [
        f"{one.id}:{one.kind.value[0]}{one.valence.value[0].upper()}{one.modality.value[0]}"
        for one in rubric.behaviours
    ]


def test_the_core_rubric_has_the_59_codes_with_their_kind_valence_and_modality(shipped: dict[str, Rubric]) -> None:
    core = shipped["deesc-core"]

    assert shape(core) == CORE_CODES
    assert len(CORE_CODES) == 59
    assert [level.value for level in core.behaviour("sj.agitation").levels] == [0, 1, 2, 3, 4]
    assert [level.value for level in core.behaviour("sj.resistance").levels] == [0, 1, 2, 3, 4, 5]
    assert {one.id for one in core.behaviours if one.is_wearer_visible_needed} == {"os.open_posture", "os.weapon_down"}
    assert {one.id for one in core.behaviours if one.min_duration_us == 5_000_000} == {"tc.listening", "tc.argue"}
    assert (core.zero, core.end) == ("an.first_contact", "an.encounter_end")
    assert [item.id for item in core.ratings] == ["R_CR", "R_TC", "R_OS", "R_OVERALL", "R_DIFFICULTY"]
    assert [item.id for item in core.ratings if item.is_covariate] == ["R_DIFFICULTY"]


def test_every_behaviour_of_a_shipped_rubric_can_be_tagged_without_the_mouse(shipped: dict[str, Rubric]) -> None:
    assert [one.id for rubric in shipped.values() for one in rubric.behaviours if one.key is None] == []


def test_the_lite_profile_has_its_sixteen_codes_with_anchors_agitation_and_codability(
    shipped: dict[str, Rubric],
) -> None:
    core = shipped["deesc-core"]
    lite = next(profile for profile in core.profiles if profile.id == "lite")
    frame = {one.id for one in core.in_dimension("AN")} | {"sj.agitation"}

    assert frame <= set(lite.behaviours)
    assert sorted(set(lite.behaviours) - frame) == sorted(
        [
            "tc.introduce",
            "tc.paraphrase",
            "tc.label_emotion",
            "tc.explain",
            "tc.choice",
            "tc.respect",
            "tc.calm_instruction",
            "tc.shout",
            "tc.conflicting",
            "tc.threat",
            "tc.disrespect",
            "cr.ask_wellbeing",
            "cr.inability_check",
            "os.distance",
            "os.slow",
            "os.rush",
        ]
    )


def test_the_three_passes_hold_every_behaviour_once(shipped: dict[str, Rubric]) -> None:
    core = shipped["deesc-core"]
    passes = [profile.behaviours for profile in core.profiles if profile.id.startswith("pass-")]
    members = [member for one in passes for member in one]

    assert len(passes) == 3
    assert sorted(members) == sorted(core.by_id)


def test_the_icat_rubric_has_its_nineteen_codes_and_counts_over_the_same_time_as_the_core(
    shipped: dict[str, Rubric],
) -> None:
    icat, core = shipped["icat-cdm"], shipped["deesc-core"]
    shared = [one.id for one in icat.in_dimension("AN")]

    assert shape(icat)[:19] == [
        "s1.dispatch:pDa",
        "s1.ask_person:pDa",
        "s1.known:pDa",
        "s1.observe:sDv",
        "s2.threat:pDa",
        "s2.immediate:pDa",
        "s2.capability:pDa",
        "s2.crisis:pDa",
        "s3.authority:pDa",
        "s3.policy:pDa",
        "s4.option:pDa",
        "s4.least:pDb",
        "s4.plan:pDa",
        "s5.execute:pDe",
        "s5.reassess:pDa",
        "s5.stop:pDb",
        "s5.debrief:pDa",
        "cm.no_reassess:pEa",
        "cm.skip:pEb",
    ]
    assert shared == ["an.first_contact", "an.encounter_end", "cod.audio", "cod.video"]
    assert [icat.behaviour(code) for code in shared] == [core.behaviour(code) for code in shared]
    assert [item.id for item in icat.ratings] == ["R_CORE", "R_S1", "R_S2", "R_S3", "R_S4", "R_S5"]


def test_the_seven_items_have_no_behaviours_and_all_anchors(shipped: dict[str, Rubric]) -> None:
    seven = shipped["emdabs-style7"]

    assert seven.behaviours == ()
    assert [item.id for item in seven.ratings] == [f"E{number}" for number in range(1, 8)]
    assert {tuple(anchor.value for anchor in item.anchors) for item in seven.ratings} == {(1, 3, 5)}
