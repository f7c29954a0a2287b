"""The plan of a film: places, counts, stills, checks; nothing is opened or run for it."""

from fractions import Fraction

import pytest

from bwc_review.domain.clip import SoundFacts
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import RecordingId, new_id
from bwc_review.domain.people import Phase
from bwc_review.domain.reel import Card, Excerpt, Pair, Selection, Single, Sound
from bwc_review.domain.time import Moment
from bwc_review.media.render_film import samples_before
from bwc_review.media.render_plan import plan, shown_texts
from tests.helpers.made_sources import made_source
from tests.helpers.reels import Studio, caption, labelled, span

SOUND = SoundFacts("aac", 48_000, 1, 0, 2_000_000)


@pytest.fixture
def studio() -> Studio:
    return Studio()


def recording(studio: Studio, **spec: object) -> RecordingId:
    recording_id = RecordingId(new_id())
    studio.sources[recording_id] = [made_source(**spec)]  # pyright: ignore[reportArgumentType]
    return recording_id


def test_a_film_begins_with_its_title_and_with_how_the_clips_were_chosen(studio: Studio) -> None:
    excerpt = studio.excerpt(recording(studio), 0, 30)
    film = studio.plan(studio.reel(Single(excerpt), selection=Selection.MATCHED, selection_note="Drawn from 214."))
    assert [item.text for item in film.items] == ["title card", "selection card", "clip 1 of 1"]
    title, selection = (item.sheets[0] for item in film.items[:2])
    assert (title.kind, title.fields["title"]) == ("opening", "A reel")
    assert (selection.kind, selection.fields["title"]) == ("card", "How these clips were chosen")
    assert "Drawn from 214." in str(selection.fields["lines"])


def test_items_are_counted_by_kind(studio: Studio) -> None:
    excerpt = studio.excerpt(recording(studio), 0, 30)
    pair = Pair(excerpt, excerpt, Moment(0), Moment(0))
    film = studio.plan(studio.reel(Card("One"), pair, Single(excerpt), pair, Card("Two")))
    assert [item.text for item in film.items[2:]] == [
        "card 1 of 2",
        "pair 1 of 2",
        "clip 1 of 1",
        "pair 2 of 2",
        "card 2 of 2",
    ]


def test_items_follow_one_another_with_their_handles(studio: Studio) -> None:
    excerpt = studio.excerpt(recording(studio), 0, 30)
    film = studio.plan(studio.reel(Single(excerpt), Card("End", duration_us=1_000_000), fade_us=400_000))
    assert [(item.start, item.count, item.handle) for item in film.items] == [
        (6, 120, 6),
        (138, 180, 6),
        (330, 30, 6),
        (372, 30, 6),
    ]
    assert film.picture_count == 408
    assert film.duration_us == 13_600_000


def test_without_a_dip_there_are_no_handles(studio: Studio) -> None:
    film = studio.plan(studio.reel(Single(studio.excerpt(recording(studio), 0, 30)), fade_us=0))
    assert [(item.start, item.end) for item in film.items] == [(0, 120), (120, 300), (300, 330)]


@pytest.mark.parametrize("rate", [Fraction(30000, 1001), Fraction(24000, 1001), Fraction(25), Fraction(7)])
def test_samples_add_up_to_the_length_of_the_film(studio: Studio, rate: Fraction) -> None:
    excerpt = studio.excerpt(recording(studio), 0, 37)
    film = studio.plan(studio.reel(*[Single(excerpt)] * 9, rate=rate))
    total = sum(item.sample_count for item in film.items)
    assert total == samples_before(film.picture_count, rate) == round(film.picture_count * 48_000 / rate)


def test_the_longer_side_decides_and_the_others_wait_and_end(studio: Studio) -> None:
    pre = studio.excerpt(recording(studio), 10, 30, **labelled(Phase.PRE, "A-17"))
    post = studio.excerpt(recording(studio), 0, 60, **labelled(Phase.POST, "B-04"))
    item = studio.plan(studio.reel(Pair(pre, post, Moment(500_000), Moment(500_000)))).items[2]
    left, right = item.sides
    assert (left.delay, left.end, right.delay, right.end, item.count) == (10, 30, 0, 60, 60)
    assert [(hold.box, hold.start, hold.end) for hold in item.holds] == [
        (left.picture, 0, 10),
        (left.picture, 30, 60),
    ]
    words = [sheet.fields["word"] for sheet in item.sheets if sheet.kind == "hold"]
    assert words == ["Waiting", "Ended"]


@pytest.mark.parametrize(
    ("sound", "heard"),
    [
        (Sound.PRE, [True, False]),
        (Sound.POST, [False, True]),
        (Sound.BOTH, [True, True]),
        (Sound.NONE, [False, False]),
    ],
)
def test_the_side_that_is_heard_carries_the_sign(studio: Studio, sound: Sound, heard: list[bool]) -> None:
    excerpt = studio.excerpt(recording(studio, sound=SOUND), 0, 30)
    item = studio.plan(studio.reel(Pair(excerpt, excerpt, Moment(0), Moment(0), sound))).items[2]
    assert [side.is_heard for side in item.sides] == heard
    plate = next(sheet for sheet in item.sheets if sheet.kind == "plate")
    sides = plate.fields["sides"]
    assert isinstance(sides, list)
    assert [side["is_heard"] for side in sides] == heard


def test_a_side_without_sound_carries_no_sign(studio: Studio) -> None:
    loud, silent = (studio.excerpt(recording(studio, sound=sound), 0, 30) for sound in (SOUND, None))
    item = studio.plan(studio.reel(Pair(loud, silent, Moment(0), Moment(0), Sound.BOTH))).items[2]
    plate = next(sheet for sheet in item.sheets if sheet.kind == "plate")
    sides = plate.fields["sides"]
    assert isinstance(sides, list)
    assert [side["is_heard"] for side in sides] == [True, False]


def test_phases_are_words(studio: Studio) -> None:
    recording_id = recording(studio)
    singles = [Single(studio.excerpt(recording_id, 0, 9, phase=phase, label="A-17")) for phase in Phase]
    film = studio.plan(studio.reel(*singles))
    labels = [item.sheets[0].fields["phase"] for item in film.items[2:]]
    assert labels == ["PRE", "POST", "DURING", ""]


def test_a_clip_without_label_or_phase_has_no_sign(studio: Studio) -> None:
    item = studio.plan(studio.reel(Single(studio.excerpt(recording(studio), 0, 9)))).items[2]
    assert (item.label, item.sheets) == (None, ())


def test_every_item_says_which_frames_it_must_begin_and_end_with(studio: Studio) -> None:
    recording_id = recording(studio, rate=Fraction(60), frames=90)
    item = studio.plan(studio.reel(Single(studio.excerpt(recording_id, 7, 20)))).items[2]
    assert [(check.picture, check.index, check.is_first) for check in item.checks] == [
        (item.start, 7, True),
        (item.end - 1, 19, False),
    ]


def test_a_pair_is_checked_where_each_side_is_live(studio: Studio) -> None:
    pre, post = studio.excerpt(recording(studio), 10, 30), studio.excerpt(recording(studio), 0, 60)
    item = studio.plan(studio.reel(Pair(pre, post, Moment(500_000), Moment(500_000)))).items[2]
    found = [(check.picture - item.start, check.index, check.box) for check in item.checks]
    left, right = (side.picture for side in item.sides)
    assert found == [(10, 10, left), (29, 29, left), (0, 0, right), (59, 59, right)]


def test_what_is_drawn_over_a_clip_is_not_compared(studio: Studio) -> None:
    notes = (caption(0, 900_000, "Paraphrases"),)
    excerpt = studio.excerpt(recording(studio), 0, 30, captions=notes, **labelled(Phase.PRE, "A-17"))
    check = studio.plan(studio.reel(Single(excerpt), size=(1920, 1080))).items[2].checks[0]
    assert check.box.y == 0
    assert check.window.y >= 100
    assert check.window.y + check.window.height <= 1080 - 236


def test_captions_of_both_sides_share_one_strip(studio: Studio) -> None:
    pre = studio.excerpt(recording(studio), 0, 30, captions=(caption(100_000, 300_000, "one"),))
    post = studio.excerpt(recording(studio), 0, 30, captions=(caption(200_000, 400_000, "two"),))
    item = studio.plan(studio.reel(Pair(pre, post, Moment(0), Moment(0)))).items[2]
    assert item.strip is not None
    assert [first for first, _ in item.strip.changes] == [0, 3, 6, 9, 12]
    bands = [sheet.fields["sides"] for sheet in item.sheets if sheet.kind == "band"]
    texts = [[side["texts"] for side in band] for band in bands if isinstance(band, list)]
    assert texts == [[[], []], [["one"], []], [["one"], ["two"]], [[], ["two"]], [[], []]]


def test_many_captions_at_once_keep_the_newest_and_say_how_many_more() -> None:
    assert shown_texts(("a", "b", "c")) == ["a", "b", "c"]
    assert shown_texts(("a", "b", "c", "d", "e")) == ["and 3 more", "d", "e"]


def test_names_of_stills_differ(studio: Studio) -> None:
    notes = tuple(caption(place * 100_000, place * 100_000 + 50_000, f"note {place}") for place in range(9))
    excerpt = studio.excerpt(recording(studio), 0, 30, captions=notes, **labelled(Phase.PRE, "A-17"))
    film = studio.plan(studio.reel(Pair(excerpt, excerpt, Moment(0), Moment(500_000)), Single(excerpt), Card("End")))
    names = [sheet.name for item in film.items for sheet in item.sheets]
    assert len(set(names)) == len(names)


def test_a_recording_that_is_not_there_is_named(studio: Studio) -> None:
    lost = Excerpt(RecordingId(new_id()), span(0, 1), label="A-17")
    with pytest.raises(InputError, match="The recording of A-17 is not in this study"):
        plan(studio.reel(Single(lost)), {})


def test_a_plan_is_the_same_every_time(studio: Studio) -> None:
    notes = (caption(100_000, 300_000, "one"),)
    excerpt = studio.excerpt(recording(studio), 3, 30, captions=notes, **labelled(Phase.POST, "B-04"))
    reel = studio.reel(Pair(excerpt, excerpt, Moment(0), Moment(400_000)), Single(excerpt))
    assert studio.plan(reel) == studio.plan(reel)
