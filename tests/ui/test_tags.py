"""The table of tags: order, edits asked for in words, changes put in; and the commands on the undo stack."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester

from bwc_review.domain.ids import ReviewId, TagId, new_id
from bwc_review.domain.tag import Tag
from bwc_review.domain.time import Moment
from bwc_review.services.rubric_shelf import shipped_rubric
from bwc_review.ui.models.tag_cells import Column, behaviour_text, end_text
from bwc_review.ui.models.tag_edits import NoteReplacing, with_level
from bwc_review.ui.models.tag_filter import NO_CONFIDENCE, TagFilter, attention
from bwc_review.ui.models.tag_table import Change, TagTable

RUBRIC = shipped_rubric("deesc-core")
REVIEW = ReviewId(new_id())
POINT, STATE, LEVELLED = "tc.paraphrase", "os.distance", "sj.agitation"


def tag(behaviour_id: str = POINT, start_us: int = 1_000_000, **fields: object) -> Tag:
    return replace(Tag(TagId(new_id()), REVIEW, behaviour_id, Moment(start_us)), **fields)


@pytest.fixture
def table(qtmodeltester: ModelTester) -> TagTable:
    made = TagTable()
    made.show_review(RUBRIC, [])
    return made


def cells(table: TagTable, row: int) -> list[str]:
    return [str(table.index(row, column).data()) for column in Column]


def asked(table: TagTable, row: int, column: Column, text: str) -> tuple[Tag | None, str]:
    """What an edit asks for, or the sentence for which it is refused."""
    wanted: list[Tag] = []
    refused: list[str] = []
    table.edit_requested.connect(lambda _before, after: wanted.append(after))
    table.edit_refused.connect(refused.append)
    table.setData(table.index(row, column), text)
    return (wanted[-1] if wanted else None), (refused[-1] if refused else "")


def test_the_model_keeps_qt_s_rules(table: TagTable, qtmodeltester: ModelTester) -> None:
    tags = [tag(start_us=second * 1_000_000) for second in range(5)]
    table.show_review(RUBRIC, tags)
    qtmodeltester.check(table)
    table.apply([(None, tag(start_us=2_500_000)), (tags[0], None), (tags[1], replace(tags[1], start=Moment(9)))])


def test_rows_stand_in_order_of_time(table: TagTable) -> None:
    table.show_review(RUBRIC, [tag(start_us=3_000_000), tag(start_us=1_000_000), tag(start_us=2_000_000)])
    assert [row.start.us for row in table.tags] == [1_000_000, 2_000_000, 3_000_000]


def test_a_row_reads_as_reviews_are_read(table: TagTable) -> None:
    table.show_review(
        RUBRIC,
        [
            tag(STATE, 1_500_000, end=Moment(4_040_000), note="behind the desk"),
            tag(LEVELLED, 2_000_000, level=3, actor="P1"),
            tag("tc.shout", 3_000_000, modifiers=(("safety", "no"),), is_heard_only=True, target="P1", confidence=3),
        ],
    )
    distance = ["00:01.500", "00:04.040", "Makes or keeps distance", "O1", "", "", "", "", "", "behind the desk"]
    assert cells(table, 0) == distance
    assert cells(table, 1) == ["00:02.000", "open", "Agitation", "P1", "", "3", "", "", "", ""]
    shout = ["00:03.000", "", "Shouts a command", "O1", "P1", "", "safety: no", "3", "heard only", ""]
    assert cells(table, 2) == shout
    assert "Highly agitated" in table.index(1, Column.LEVEL).data(Qt.ItemDataRole.ToolTipRole)


@pytest.mark.parametrize(
    ("column", "text", "fields"),
    [
        (Column.START, "1:02.5", {"start": Moment(62_500_000)}),
        (Column.START, "7", {"start": Moment(7_000_000)}),
        (Column.END, "00:09.000", {"end": Moment(9_000_000)}),
        (Column.END, "open", {"end": None}),
        (Column.END, "", {"end": None}),
        (Column.ACTOR, "o2", {"actor": "O2"}),
        (Column.NOTE, "  two steps back ", {"note": "two steps back"}),
        (Column.BEHAVIOUR, "os.cover", {"behaviour_id": "os.cover"}),
        (Column.BEHAVIOUR, LEVELLED, {"behaviour_id": LEVELLED, "level": 0}),
        (Column.BEHAVIOUR, POINT, {"behaviour_id": POINT, "end": None}),
        (Column.TARGET, "p1", {"target": "P1"}),
        (Column.CONFIDENCE, "2", {"confidence": 2}),
        (Column.HEARD, "heard only", {"is_heard_only": True}),
        (Column.CHOICES, "safety: no; aim: low", {"modifiers": (("aim", "low"), ("safety", "no"))}),
    ],
)
def test_an_edit_is_asked_for_and_not_made(
    table: TagTable, column: Column, text: str, fields: dict[str, object]
) -> None:
    state = tag(STATE, 1_000_000, end=Moment(5_000_000))
    table.show_review(RUBRIC, [state])
    wanted, refused = asked(table, 0, column, text)
    assert wanted == replace(state, **fields)
    assert refused == ""
    assert table.tags == [state]


@pytest.mark.parametrize(
    ("column", "text", "sentence"),
    [
        (Column.START, "soon", "is not a time"),
        (Column.END, "1:75", "end at 59"),
        (Column.LEVEL, "high", "A level is"),
        (Column.CONFIDENCE, "very", "A confidence is"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    table: TagTable, column: Column, text: str, sentence: str
) -> None:
    table.show_review(RUBRIC, [tag(LEVELLED, level=2)])
    wanted, refused = asked(table, 0, column, text)
    assert wanted is None
    assert sentence in refused


def test_leaving_a_cell_as_it_was_asks_for_nothing(table: TagTable) -> None:
    table.show_review(RUBRIC, [tag(STATE, 1_033_333, end=Moment(5_066_667), note="x")])
    for column in Column:
        index = table.index(0, column)
        wanted, refused = asked(table, 0, column, str(index.data(Qt.ItemDataRole.EditRole)))
        assert (wanted, refused) == (None, "") or column is Column.LEVEL


def test_points_have_no_end_to_edit_and_a_locked_review_has_no_edits_at_all(table: TagTable) -> None:
    def editable(row: int) -> set[Column]:
        return {column for column in Column if table.index(row, column).flags() & Qt.ItemFlag.ItemIsEditable}

    table.show_review(RUBRIC, [tag(POINT, 1), tag(STATE, 2), tag(LEVELLED, 3, level=1)])
    assert editable(0) == set(Column) - {Column.END, Column.LEVEL, Column.CHOICES}
    assert editable(1) == editable(0) | {Column.END}
    assert editable(2) == set(Column) - {Column.CHOICES}
    table.set_locked(is_locked=True)
    assert editable(2) == set()
    assert not table.setData(table.index(0, Column.NOTE), "x")


def test_the_next_tag_is_looked_up_by_time(table: TagTable) -> None:
    table.show_review(RUBRIC, [tag(start_us=us) for us in (1000, 2000, 2000, 3000)])
    assert table.next_row(0, is_later=True) == 0
    assert table.next_row(1000, is_later=True) == 1
    assert table.next_row(3000, is_later=True) is None
    assert table.next_row(3000, is_later=False) == 2
    assert table.next_row(1000, is_later=False) is None


class Follower:
    """A view that knows only what the model's signals tell."""

    def __init__(self, table: TagTable) -> None:
        self.table = table
        self.rows = list(table.shown)
        self.links = [
            table.rowsInserted.connect(self.on_inserted),
            table.rowsRemoved.connect(self.on_removed),
            table.rowsMoved.connect(self.on_moved),
            table.dataChanged.connect(self.on_changed),
        ]

    def on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.rows[first:first] = self.table.shown[first : last + 1]

    def on_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        del self.rows[first : last + 1]

    def on_moved(self, _parent: QModelIndex, first: int, _last: int, _target: QModelIndex, goal: int) -> None:
        moved = self.rows.pop(first)
        self.rows.insert(goal - 1 if goal > first else goal, moved)

    def on_changed(self, top: QModelIndex, _bottom: QModelIndex) -> None:
        self.rows[top.row()] = self.table.shown[top.row()]


def any_change(rng: random.Random, tags: list[Tag]) -> Change:
    before = rng.choice(tags) if tags and rng.random() < 0.7 else None
    if before is None:
        return None, tag(start_us=rng.randrange(10))
    if rng.random() < 0.4:
        return before, None
    return before, replace(before, start=Moment(rng.randrange(10)), note=str(rng.random()))


@given(seed=st.integers(0, 100_000))
@settings(max_examples=60, deadline=None)
def test_any_changes_leave_the_rows_that_showing_anew_would(seed: int) -> None:
    rng = random.Random(seed)
    tags = [tag(start_us=rng.randrange(10)) for _ in range(rng.randrange(8))]
    table = TagTable()
    table.show_review(RUBRIC, tags)
    follower = Follower(table)
    for _ in range(10):
        before, after = any_change(rng, tags)
        tags = [item for item in tags if item is not before] + ([after] if after is not None else [])
        table.apply([(before, after)])
        wanted = sorted(tags, key=lambda item: (item.start.us, item.id.int))
        assert list(table.tags) == wanted
        assert follower.rows == wanted
        assert all(table.row_of(item) == row for row, item in enumerate(wanted))


def test_words_of_a_tag() -> None:
    behaviour = RUBRIC.behaviour(LEVELLED)
    assert behaviour_text(tag(LEVELLED, level=2), behaviour) == "Agitation 2"
    assert end_text(tag(LEVELLED, level=2), behaviour) == "open"
    assert end_text(tag(POINT), RUBRIC.behaviour(POINT)) == ""


NOTED = tag(POINT, 1_000_000, note="Calm voice", confidence=1)
OPEN = tag(STATE, 2_000_000, actor="O2")
DONE = tag(STATE, 3_000_000, end=Moment(9_000_000), note="steps back", confidence=3)
BRIEF = tag("os.cover", 4_000_000, end=Moment(4_040_000))
SHOUT = tag("tc.shout", 5_000_000)
ALL = [NOTED, OPEN, DONE, BRIEF, SHOUT]


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        (TagFilter(), ALL),
        (TagFilter(words="  "), ALL),
        (TagFilter(words="VOICE calm"), [NOTED]),
        (TagFilter(words="distance"), [OPEN, DONE]),
        (TagFilter(behaviours=frozenset({STATE})), [OPEN, DONE]),
        (TagFilter(dimensions=frozenset({"TC"})), [NOTED, SHOUT]),
        (TagFilter(actors=frozenset({"O2"})), [OPEN]),
        (TagFilter(confidences=frozenset({3})), [DONE]),
        (TagFilter(confidences=frozenset({NO_CONFIDENCE, 1})), [NOTED, OPEN, BRIEF, SHOUT]),
        (TagFilter(is_attention_needed=True), [NOTED, OPEN, BRIEF, SHOUT]),
        (TagFilter(dimensions=frozenset({"OS"}), is_attention_needed=True), [OPEN, BRIEF]),
    ],
)
def test_a_filter_leaves_the_tags_that_hold_all_its_conditions(
    table: TagTable, wanted: TagFilter, shown: list[Tag]
) -> None:
    table.show_review(RUBRIC, ALL)
    table.set_filter(wanted)
    assert list(table.shown) == shown
    assert list(table.tags) == ALL
    assert [table.tag_at(row) for row in range(table.rowCount())] == shown
    assert all(table.find(item.id) == item for item in ALL)


def test_what_wants_a_second_look_says_why(table: TagTable) -> None:
    assert attention(OPEN, RUBRIC.behaviour(STATE)) == "still open"
    assert attention(SHOUT, RUBRIC.behaviour("tc.shout")) == "no answer for safety"
    assert attention(BRIEF, RUBRIC.behaviour("os.cover")) == "shorter than this behaviour is coded"
    assert attention(NOTED, RUBRIC.behaviour(POINT)) == "low confidence"
    assert attention(DONE, RUBRIC.behaviour(STATE)) == ""
    table.show_review(RUBRIC, [OPEN])
    assert "still open" in table.index(0, Column.END).data(Qt.ItemDataRole.ToolTipRole)


@given(seed=st.integers(0, 100_000))
@settings(max_examples=40, deadline=None)
def test_changes_under_a_filter_leave_the_rows_that_filtering_anew_would(seed: int) -> None:
    rng = random.Random(seed)
    wanted = TagFilter(words="0.1")
    table = TagTable()
    tags = [tag(start_us=rng.randrange(10), note=str(rng.random())) for _ in range(6)]
    table.show_review(RUBRIC, tags)
    table.set_filter(wanted)
    follower = Follower(table)
    for _ in range(12):
        before, after = any_change(rng, tags)
        tags = [item for item in tags if item is not before] + ([after] if after is not None else [])
        table.apply([(before, after)])
        order = sorted(tags, key=lambda item: (item.start.us, item.id.int))
        assert list(table.tags) == order
        assert list(table.shown) == [item for item in order if wanted.accepts(item, RUBRIC)]
        assert follower.rows == list(table.shown)


def test_words_in_notes_are_replaced_as_they_are_written() -> None:
    tags = [tag(note="a+b, A+B"), tag(note="none"), tag(note=""), tag(note="a+b")]
    loose, exact = NoteReplacing("a+b", r"\\1", is_case_kept=False), NoteReplacing("a+b", "", is_case_kept=True)
    assert loose.count(tags) == (3, 2)
    assert [after.note for _, after in loose.changes(tags)] == [r"\\1, \\1", r"\\1"]
    assert exact.count(tags) == (2, 2)
    assert [after.note for _, after in exact.changes(tags)] == [", A+B", ""]
    assert NoteReplacing("", "x", is_case_kept=True).changes(tags) == []
    assert NoteReplacing("", "x", is_case_kept=True).count(tags) == (0, 0)


def test_a_level_goes_to_those_tags_that_can_have_it() -> None:
    tags = [tag(LEVELLED, level=1), tag(POINT), tag(LEVELLED, level=3)]
    assert with_level(tags, 3, RUBRIC) == [(tags[0], replace(tags[0], level=3))]


def test_a_recoded_tag_keeps_what_the_other_behaviour_has_too(table: TagTable) -> None:
    out = tag("os.weapon_out", 1, end=Moment(9), modifiers=(("aim", "low"), ("weapon", "cew")))
    table.show_review(RUBRIC, [out])
    wanted, _ = asked(table, 0, Column.BEHAVIOUR, "os.weapon_down")
    assert wanted == replace(out, behaviour_id="os.weapon_down", end=None, modifiers=(("weapon", "cew"),))
