"""What the tags of one review add up to, in numbers worked out by hand or taken from the method notes."""

from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bwc_review.analysis.agitation import LevelSpan
from bwc_review.analysis.events import merged
from bwc_review.analysis.exposure import exposure_of
from bwc_review.analysis.figures import Figure
from bwc_review.analysis.shift import Latency, Move, Shift
from bwc_review.analysis.tag_summary import BehaviourSummary, TagSummary, summarise
from bwc_review.domain.ids import ReviewId, TagId, new_id
from bwc_review.domain.rubric import Modality, Rubric
from bwc_review.domain.tag import Tag
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.services.rubric_yaml import load_rubric

RUBRICS = Path(__file__).resolve().parents[2] / "resources" / "rubrics"
REVIEW = ReviewId(UUID(int=1))
CLIP_S = 240


@pytest.fixture(scope="module")
def core() -> Rubric:
    return load_rubric(RUBRICS / "deesc-core.yaml")


@pytest.fixture(scope="module")
def icat() -> Rubric:
    return load_rubric(RUBRICS / "icat-cdm.yaml")


def us(seconds: float) -> int:
    return round(seconds * 1_000_000)


def tag(
    code: str,
    start: float,
    end: float | None = None,
    *,
    actor: str = "O1",
    level: int | None = None,
    choice: tuple[str, str] | None = None,
) -> Tag:
    return Tag(
        TagId(new_id()),
        REVIEW,
        code,
        Moment(us(start)),
        None if end is None else Moment(us(end)),
        actor=actor,
        level=level,
        modifiers=() if choice is None else (choice,),
    )


def span(start: float, end: float) -> TimeRange:
    return TimeRange(Moment(us(start)), Moment(us(end)))


def of(summary: TagSummary, code: str) -> BehaviourSummary:
    return next(one for one in summary.behaviours if one.behaviour.id == code)


CONTACT, END = tag("an.first_contact", 30), tag("an.encounter_end", 210)


def test_the_exposure_runs_from_first_contact_to_the_end_of_the_encounter(core: Rubric) -> None:
    summary = summarise(core, [CONTACT, END], us(CLIP_S))

    assert summary.exposure.range == span(30, 210)
    assert (summary.exposure.is_start_tagged, summary.exposure.is_end_tagged) == (True, True)
    assert summary.codable_us == summary.audio_codable_us == summary.video_codable_us == us(180)


def test_without_anchors_the_exposure_is_the_whole_clip(core: Rubric) -> None:
    summary = summarise(core, [], us(CLIP_S))

    assert summary.exposure.range == span(0, CLIP_S)
    assert (summary.exposure.is_start_tagged, summary.exposure.is_end_tagged) == (False, False)


def test_an_end_before_first_contact_ends_nothing(core: Rubric) -> None:
    tags = [tag("an.encounter_end", 10), CONTACT, tag("an.encounter_end", 100), tag("an.first_contact", 50), END]

    assert exposure_of(core, tags, us(CLIP_S)).range == span(30, 210)
    assert exposure_of(core, tags[:2], us(CLIP_S)).range == span(30, CLIP_S)


def test_codable_time_depends_on_what_a_behaviour_needs(core: Rubric) -> None:
    tags = [CONTACT, END, tag("cod.audio", 0, 60), tag("cod.audio", 50, 70), tag("cod.video", 60, 90)]
    exposure = exposure_of(core, tags, us(CLIP_S))

    assert exposure.codable(Modality.AUDIO) == [span(70, 210)]
    assert exposure.codable(Modality.VIDEO) == [span(30, 60), span(90, 210)]
    assert exposure.codable(Modality.BOTH) == [span(90, 210)]
    assert exposure.codable(Modality.EITHER) == [span(30, 60), span(70, 210)]
    assert [exposure.codable_us(one) for one in Modality] == [us(140), us(150), us(170), us(120)]


def test_a_share_is_time_in_codable_time_over_codable_time(core: Rubric) -> None:
    """Method notes 4.12: 120 s, 20 s not codable, agitated 30 s of which 5 s are not codable: (30 - 5) / (120 - 20)."""
    tags = [tag("cod.audio", 0, 20), tag("cod.video", 0, 20), tag("sj.agitation", 15, 45, actor="P1", level=2)]
    agitation = of(summarise(core, tags, us(120)), "sj.agitation")

    assert agitation.share == Figure(0.25)
    assert (agitation.time_us, agitation.codable_us) == (us(25), us(100))
    assert [(one.level, one.time_us, one.share) for one in agitation.levels] == [(2, us(25), Figure(0.25))]


def test_a_share_counts_no_instant_twice(core: Rubric) -> None:
    tags = [tag("os.crowd", 0, 30), tag("os.crowd", 20, 60, actor="O2")]

    assert of(summarise(core, tags, us(120)), "os.crowd").share == Figure(0.5)


def test_a_picture_only_behaviour_keeps_its_share_while_the_sound_is_out(core: Rubric) -> None:
    tags = [tag("cod.audio", 0, 100), tag("os.cover", 50, 110)]
    summary = summarise(core, tags, us(120))

    assert of(summary, "os.cover").share == Figure(0.5)
    assert of(summary, "os.cover").counted == 0
    assert of(summary, "os.cover").count == 1
    assert summary.not_counted == 1


def test_states_closer_than_a_second_are_one_and_short_states_none(core: Rubric) -> None:
    tags = [
        tag("tc.one_voice", 10, 20),
        tag("tc.one_voice", 20.9, 30),
        tag("tc.one_voice", 31, 40),
        tag("tc.one_voice", 60, 60.4),
        tag("tc.listening", 70, 74),
        tag("tc.listening", 80, 85),
    ]
    summary = summarise(core, tags, us(CLIP_S))

    assert (of(summary, "tc.one_voice").count, of(summary, "tc.one_voice").time_us) == (2, us(29))
    assert (of(summary, "tc.listening").count, of(summary, "tc.listening").time_us) == (1, us(5))


def test_a_state_without_an_end_runs_to_the_end_of_the_clip(core: Rubric) -> None:
    assert of(summarise(core, [tag("os.cover", 200)], us(CLIP_S)), "os.cover").time_us == us(40)


def test_rates_and_balance_count_officers_events_in_codable_time(core: Rubric) -> None:
    tags = [
        CONTACT,
        END,
        tag("cod.audio", 30, 60),
        tag("tc.introduce", 40),  # sound not codable
        tag("tc.explain", 20),  # before first contact
        tag("tc.explain", 210),  # the end itself is outside
        tag("tc.explain", 70),
        tag("tc.choice", 80, actor="O2"),
        tag("tc.choice", 85, actor="B"),
        tag("tc.listening", 90, 100),
        tag("cr.ask_wellbeing", 110),
        tag("tc.shout", 120),
        tag("tc.shout", 130, choice=("safety", "yes")),
        tag("tc.disrespect", 140, choice=("type", "profanity_undirected")),
        tag("tc.disrespect", 150, choice=("type", "insult")),
        tag("os.rush", 160),
    ]
    summary = summarise(core, tags, us(CLIP_S))
    tactical = dict(summary.dimensions)["TC"]

    assert summary.codable_us == us(150)
    assert (tactical.deescalating, tactical.escalating) == (3, 2)
    assert tactical.deescalating_per_minute == Figure(3 / 2.5)
    assert tactical.escalating_per_minute == Figure(2 / 2.5)
    assert tactical.balance == Figure(0.2)
    assert (summary.overall.deescalating, summary.overall.escalating) == (4, 3)
    assert summary.overall.balance == Figure(1 / 7)
    assert summary.not_counted == 3
    assert of(summary, "tc.choice").per_minute == Figure(2 / 2.5)
    assert of(summary, "tc.shout").counted == 2


def test_the_rates_of_the_method_notes_come_out(core: Rubric) -> None:
    """Method notes 4.8: 18 events in 12.5 min are 1.44 a minute, 42 in 14.0 min are 3.00."""
    before = summarise(core, [tag("tc.explain", n) for n in range(18)], us(750))
    after = summarise(core, [tag("tc.explain", n) for n in range(42)], us(840))

    assert before.overall.deescalating_per_minute == Figure(1.44)
    assert after.overall.deescalating_per_minute == Figure(3.0)


def test_what_is_undefined_has_a_reason(core: Rubric) -> None:
    nothing = summarise(core, [], us(CLIP_S))
    dark = summarise(core, [tag("cod.audio", 0), tag("cod.video", 0), tag("tc.explain", 3)], us(CLIP_S))

    assert nothing.overall.balance == Figure(None, "Neither a de-escalating nor an escalating event was tagged.")
    assert nothing.overall.deescalating_per_minute == Figure(0.0)
    assert nothing.agitation.mean_level == Figure(None, "No level of agitation was coded.")
    assert nothing.agitation.highest is None
    assert dark.codable_us == 0
    assert dark.overall.deescalating_per_minute == Figure(None, "No part of the exposure could be coded.")
    assert of(dark, "os.cover").share == Figure(None, "No part of the exposure could be coded.")
    assert of(dark, "tc.explain").share == Figure(None, "A point has no duration.")


def test_a_figure_is_a_value_or_a_reason() -> None:
    for value, reason in ((1, "why"), (None, "")):
        with pytest.raises(ValueError, match="either a value or a reason"):
            Figure(value, reason)


def test_the_shift_index_sets_communication_against_control(core: Rubric) -> None:
    """Method notes 2.3: control and communication sets, share = communication over both."""
    tags = [
        CONTACT,
        END,
        tag("tc.introduce", 31),
        tag("cr.name_signs", 40),
        tag("tc.listening", 50, 60),
        tag("os.slow", 61),  # de-escalating, but neither set
        tag("tc.shout", 70),
        tag("tc.shout", 71, choice=("safety", "yes")),
        tag("tc.rapid_repeat", 72),
        tag("tc.conflicting", 73),
        tag("tc.threat", 74),
        tag("tc.disrespect", 75),
        tag("tc.interrupt", 76),
        tag("tc.argue", 80, 90),
        tag("os.rush", 91),
        tag("os.crowd", 92, 95),
        tag("an.first_hands_on", 96),
        tag("cr.cue_disregarded", 97),  # escalating, but not in the control set
        tag("tc.threat", 98, actor="B"),
    ]
    shift = summarise(core, tags, us(CLIP_S)).shift.value

    assert shift == Shift(10, 3, Figure(3 / 13), Figure(Move.COMMUNICATION))


def test_the_first_move_is_the_first_after_contact(core: Rubric) -> None:
    tags = [CONTACT, tag("tc.introduce", 29), tag("os.rush", 31), tag("tc.introduce", 32)]
    shift = summarise(core, tags, us(CLIP_S)).shift.value

    assert shift is not None
    assert shift.first_move == Figure(Move.CONTROL)


@pytest.mark.parametrize(
    ("tags", "reason"),
    [
        ([tag("tc.introduce", 31)], "First contact was not tagged."),
        ([CONTACT], "Neither a communicating nor a controlling act was tagged."),
        (
            [CONTACT, tag("tc.introduce", 31), tag("os.rush", 31)],
            "A communicating and a controlling act came at the same moment.",
        ),
    ],
)
def test_an_unknown_first_move_has_a_reason(core: Rubric, tags: list[Tag], reason: str) -> None:
    shift = summarise(core, tags, us(CLIP_S)).shift.value

    assert shift is not None
    assert shift.first_move == Figure(None, reason)


def test_a_rubric_without_the_codes_has_no_shift_index(icat: Rubric) -> None:
    summary = summarise(icat, [CONTACT, tag("s1.ask_person", 40), tag("cm.skip", 50)], us(CLIP_S))

    assert summary.shift == Figure(None, "The rubric icat-cdm does not have the codes of this index.")
    assert summary.overall.balance == Figure(0.0)
    assert [name for name, _ in summary.dimensions] == ["CORE", "S1", "S2", "S3", "S4", "S5", "AN"]


def test_latencies_run_from_first_contact(core: Rubric) -> None:
    tags = [
        CONTACT,
        END,
        tag("tc.explain", 10),
        tag("tc.shout", 31),
        tag("tc.choice", 41.5),
        tag("tc.choice", 50),
        tag("an.first_hands_on", 100),
    ]
    summary = summarise(core, tags[:2] + tags[3:], us(CLIP_S))

    assert summary.to_hands_on == Latency(us(70))
    assert summary.to_deescalating == Latency(us(11.5))
    assert summarise(core, tags, us(CLIP_S)).to_deescalating == Latency(
        None, reason="The first de-escalating act came before first contact."
    )


def test_what_did_not_happen_is_censored_at_the_end_of_the_encounter(core: Rubric) -> None:
    summary = summarise(core, [CONTACT, END, tag("an.first_hands_on", 220)], us(CLIP_S))

    assert summary.to_hands_on == Latency(None, us(180), "There was no hands-on by the end of the encounter.")
    assert summary.to_deescalating.censored_at_us == us(180)


def test_without_first_contact_there_is_no_latency(core: Rubric) -> None:
    assert summarise(core, [tag("an.first_hands_on", 20)], us(CLIP_S)).to_hands_on == Latency(
        None, reason="First contact was not tagged."
    )


def test_the_course_of_agitation(core: Rubric) -> None:
    tags = [
        CONTACT,
        END,
        tag("sj.agitation", 20, 60, actor="P1", level=1),
        tag("sj.agitation", 60, 100, actor="P1", level=3),
        tag("sj.agitation", 80, 120, actor="P2", level=2),
        tag("cod.audio", 130, 150),
        tag("cod.video", 130, 150),
        tag("sj.agitation", 140, 170, actor="P1", level=0),
        tag("sj.agitation", 170, 180, actor="P2", level=0),
    ]
    agitation = summarise(core, tags, us(CLIP_S)).agitation

    assert agitation.curve == (
        LevelSpan(1, span(30, 60)),
        LevelSpan(3, span(60, 100)),
        LevelSpan(2, span(100, 120)),
        LevelSpan(0, span(150, 180)),
    )
    assert agitation.mean_level == Figure((1 * 30 + 3 * 40 + 2 * 20) / 120)
    assert agitation.highest == 3
    assert agitation.time_to_calm_us == Figure(us(120))


@pytest.mark.parametrize(
    ("tags", "reason"),
    [
        ([tag("sj.agitation", 40, 50, level=3)], "First contact was not tagged."),
        ([CONTACT, tag("sj.agitation", 40, 50, level=1)], "Agitation was never above level 1."),
        (
            [CONTACT, tag("sj.agitation", 31, 40, level=1), tag("sj.agitation", 40, 50, level=2)],
            "Agitation did not fall to level 1 by the end.",
        ),
    ],
)
def test_an_unknown_time_to_calm_has_a_reason(core: Rubric, tags: list[Tag], reason: str) -> None:
    assert summarise(core, tags, us(CLIP_S)).agitation.time_to_calm_us == Figure(None, reason)


def test_a_profile_shows_its_behaviours_and_what_was_tagged_all_the_same(core: Rubric) -> None:
    lite = next(one for one in core.profiles if one.id == "lite")
    summary = summarise(core, [tag("os.cover", 3, 9)], us(CLIP_S), "lite")

    shown = [one.behaviour.id for one in summary.behaviours]
    assert set(shown) == {*lite.behaviours, "os.cover"}
    assert shown == [one.id for one in core.behaviours if one.id in shown]
    assert len(summarise(core, [], us(CLIP_S)).behaviours) == 59


@settings(deadline=None)
@given(
    edges=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**5)), max_size=12),
    gap=st.integers(0, 10**5),
)
def test_merged_spans_are_apart_by_the_gap_and_cover_all(edges: list[tuple[int, int]], gap: int) -> None:
    spans = [TimeRange(Moment(start), Moment(start + length)) for start, length in edges]
    joined = merged(spans, gap)

    assert all(after.start - before.end >= max(gap, 1) for before, after in pairwise(joined))
    assert all(any(one.start <= part.start and part.end <= one.end for one in joined) for part in spans)
    assert merged(joined, gap) == joined


CODES = st.sampled_from(["tc.explain", "tc.shout", "os.cover", "cod.audio", "cod.video", "an.first_contact", "os.rush"])


@settings(deadline=None, max_examples=50)
@given(chosen=st.lists(st.tuples(CODES, st.integers(0, 99), st.integers(1, 50)), max_size=20))
def test_shares_and_balances_stay_in_their_limits(core: Rubric, chosen: list[tuple[str, int, int]]) -> None:
    tags = [
        tag(code, start, min(100, start + length) if core.behaviour(code).is_state else None)
        for code, start, length in chosen
    ]
    summary = summarise(core, tags, us(100))

    assert 0 <= summary.codable_us <= min(summary.audio_codable_us, summary.video_codable_us) <= us(100)
    for one in summary.behaviours:
        assert one.counted <= one.count
        assert one.share.value is None or 0 <= one.share.value <= 1
    balance = summary.overall.balance.value
    assert balance is None or -1 <= balance <= 1
