"""Reels: looked up in the study, rendered, recorded."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from bwc_review.domain.clip import Recording, SourceClip
from bwc_review.domain.coding_choices import CodingChoices, Target, TargetChoice
from bwc_review.domain.coding_preferences import CodingPreferences
from bwc_review.domain.errors import Cancelled, EnvironmentFault, InputError
from bwc_review.domain.ids import RecordingId
from bwc_review.domain.people import Phase
from bwc_review.domain.progress import CancelToken, Report, silent
from bwc_review.domain.reel import Card, ItemCheck, Pair, Reel, Rendered, Selection, Single, Sound
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.services.bootstrap import FileMedia, Study, assemble
from bwc_review.services.reel_yaml import reel_from_text
from tests.helpers.clips import ClipShelf
from tests.services.conftest import FRAME_US, Shelf
from tests.unit.samples import RUBRIC, SECOND

HEAD = """schema: reel/1
title: Two calls
subtitle: Before and after
selection: {method: purposive, note: By the lead.}
items:
"""


class FilmMaker(FileMedia):
    """Media that writes a few bytes instead of rendering; everything else is real."""

    def __init__(self) -> None:
        self.sources: Mapping[RecordingId, Sequence[SourceClip]] = {}

    def render(
        self,
        reel: Reel,
        sources: Mapping[RecordingId, Sequence[SourceClip]],
        output: Path,
        report: Report,
        cancel: CancelToken,
    ) -> Rendered:
        cancel.raise_if_cancelled()
        self.sources = sources
        output.write_bytes(b"film")
        digest = self.sha256(output, report, cancel)
        return Rendered(output, 300, 10 * SECOND, 1920, 1080, digest, (ItemCheck(0, 0, 120, True, True),))


@pytest.fixture
def media() -> FilmMaker:
    return FilmMaker()


@pytest.fixture
def study(study: Study, media: FilmMaker) -> Study:
    return assemble(study.store, "lead", media)


@pytest.fixture
def calls(study: Study, shelf: Shelf) -> tuple[Recording, Recording]:
    """Two recordings, each with first paraphrases by Reviewer A at 4 s and 2 s."""
    before, after = shelf.recording("K7Q2", (6, 6)), shelf.recording("M3X9", (10,))
    for recording, frames in ((before, (100, 200)), (after, (50,))):
        review = shelf.review(recording)
        for frame in frames:
            study.reviewing.press(review.id, "tc.paraphrase", Moment(frame * FRAME_US))
    return before, after


def reel_of(study: Study, folder: Path, *items: str) -> Reel:
    path = folder / "reel.yaml"
    path.write_text(HEAD + "".join(f"  - {item}\n" for item in items), encoding="utf-8")
    return study.exporting.read_reel(path)


class TestReading:
    def test_a_pair_meets_at_each_sides_first_tag(
        self, study: Study, calls: tuple[Recording, Recording], tmp_path: Path
    ) -> None:
        reel = reel_of(
            study,
            tmp_path,
            "card: {title: Look, lines: [One, Two], seconds: 3}",
            "pair: {title: Both, pre: K7Q2, post: m3x9, align: tc.paraphrase, before: 3, after: 20, sound: both}",
        )
        assert (reel.title, reel.subtitle, reel.selection_note) == ("Two calls", "Before and after", "By the lead.")
        card, pair = reel.items
        assert card == Card("Look", ("One", "Two"), 3 * SECOND)
        assert isinstance(pair, Pair)
        assert (pair.pre_anchor, pair.post_anchor, pair.sound) == (Moment(4 * SECOND), Moment(2 * SECOND), Sound.BOTH)
        assert pair.pre.range == TimeRange(Moment(SECOND), Moment(12 * SECOND))
        assert pair.post.range == TimeRange(Moment(0), Moment(10 * SECOND))
        assert [pair.pre.label, pair.post.label, pair.pre.captions] == ["K7Q2", "M3X9", ()]

    def test_anchors_given_as_times_are_moved_to_frames(
        self, study: Study, calls: tuple[Recording, Recording], tmp_path: Path
    ) -> None:
        reel = reel_of(
            study, tmp_path, 'pair: {pre: K7Q2, post: M3X9, align: {pre: "0:05.05", post: "1.01"}, before: 1, after: 1}'
        )
        (pair,) = reel.items
        assert isinstance(pair, Pair)
        assert (pair.pre_anchor, pair.post_anchor) == (Moment(5_040_000), Moment(1_000_000))
        assert pair.pre.range == TimeRange(Moment(4_040_000), Moment(6_040_000))

    def test_a_single_shows_whole_frames_with_the_reviewers_captions(
        self, study: Study, calls: tuple[Recording, Recording], tmp_path: Path
    ) -> None:
        reel = reel_of(
            study, tmp_path, "single: {clip: K7Q2, from: 3.99, to: 8.01, label: Listening, captions: tags, sound: no}"
        )
        (single,) = reel.items
        assert isinstance(single, Single)
        assert single.excerpt.range == TimeRange(Moment(3_960_000), Moment(8_040_000))
        assert (single.excerpt.label, single.is_heard) == ("Listening", False)
        assert [caption.range.start.us for caption in single.excerpt.captions] == [4 * SECOND, 8 * SECOND]

    def test_lead_and_lag_of_the_reviewer_hold_where_the_reel_says_nothing(
        self, study: Study, calls: tuple[Recording, Recording], tmp_path: Path
    ) -> None:
        choice = TargetChoice(lead_us=1_000_000, lag_us=2_000_000)
        chosen = CodingChoices({Target("tc.paraphrase"): choice})
        study.preferences.keep("Reviewer A", CodingPreferences().having(RUBRIC.id, chosen))
        pair = "pair: {pre: K7Q2, post: M3X9, align: tc.paraphrase"
        single = "single: {clip: K7Q2, tag: tc.paraphrase"
        reel = reel_of(
            study, tmp_path, pair + "}", pair + ", before: 0.4}", single + ", number: 2}", single + ", after: 0.4}"
        )
        both, before, second, after = reel.items
        assert isinstance(both, Pair)
        assert both.pre.range == TimeRange(Moment(3 * SECOND), Moment(6 * SECOND))
        assert both.post.range == TimeRange(Moment(1 * SECOND), Moment(4 * SECOND))
        assert isinstance(before, Pair)
        assert before.pre.range == TimeRange(Moment(3_600_000), Moment(6 * SECOND))
        assert isinstance(second, Single)
        assert second.excerpt.range == TimeRange(Moment(7 * SECOND), Moment(10 * SECOND))
        assert isinstance(after, Single)
        assert after.excerpt.range == TimeRange(Moment(3 * SECOND), Moment(4_400_000))

    def test_the_lag_of_a_state_begins_at_its_end(
        self, study: Study, calls: tuple[Recording, Recording], tmp_path: Path
    ) -> None:
        for recording in calls:
            (review,) = study.reviewing.reviews(recording.id)
            study.reviewing.press(review.id, "os.distance", Moment(2 * SECOND))
            study.reviewing.press(review.id, "os.distance", Moment(5 * SECOND))
        chosen = CodingChoices({Target("os.distance"): TargetChoice(lag_us=SECOND)})
        study.preferences.keep("Reviewer A", CodingPreferences().having(RUBRIC.id, chosen))
        pair, single = reel_of(
            study,
            tmp_path,
            "pair: {pre: K7Q2, post: M3X9, align: os.distance, before: 1}",
            "single: {clip: K7Q2, tag: os.distance}",
        ).items
        assert isinstance(pair, Pair)
        assert (pair.pre.range.start, pair.pre.range.end) == (Moment(SECOND), pair.post.range.end)
        assert pair.post.range.end.us - 6 * SECOND in range(FRAME_US + 1)
        assert isinstance(single, Single)
        assert single.excerpt.range == TimeRange(Moment(2 * SECOND), pair.post.range.end)

    def test_without_a_choice_a_pair_and_a_tag_have_their_usual_length(
        self, study: Study, calls: tuple[Recording, Recording], tmp_path: Path
    ) -> None:
        pair, single = reel_of(
            study,
            tmp_path,
            "pair: {pre: K7Q2, post: M3X9, align: tc.paraphrase}",
            "single: {clip: K7Q2, tag: tc.paraphrase}",
        ).items
        assert isinstance(pair, Pair)
        assert pair.pre.range == TimeRange(Moment(0), Moment(12 * SECOND))
        assert isinstance(single, Single)
        assert single.excerpt.range == TimeRange(Moment(2 * SECOND), Moment(6 * SECOND))

    def test_a_tag_that_is_not_there_is_told(
        self, study: Study, calls: tuple[Recording, Recording], tmp_path: Path
    ) -> None:
        with pytest.raises(InputError, match="2 times in K7Q2") as caught:
            reel_of(study, tmp_path, "single: {clip: K7Q2, tag: tc.paraphrase, number: 3}")
        assert caught.value.facts["field"] == "items[1].single.number"
        with pytest.raises(InputError, match=r"1 time in M3X9"):
            reel_of(study, tmp_path, "single: {clip: M3X9, tag: tc.paraphrase, number: 2}")
        with pytest.raises(InputError, match="tagged no"):
            reel_of(study, tmp_path, "single: {clip: K7Q2, tag: tc.shout}")

    def test_several_reviewers_are_to_be_told_apart(
        self, study: Study, shelf: Shelf, calls: tuple[Recording, Recording], tmp_path: Path
    ) -> None:
        other = shelf.review(calls[0], "Reviewer B")
        study.reviewing.press(other.id, "tc.paraphrase", Moment(0))
        pair = "pair: {pre: K7Q2, post: M3X9, align: tc.paraphrase"
        with pytest.raises(InputError, match="reviews by Reviewer A, Reviewer B") as caught:
            reel_of(study, tmp_path, pair + "}")
        assert (caught.value.facts["line"], caught.value.facts["field"]) == (6, "items[1].pair.reviewer")
        (found,) = reel_of(study, tmp_path, pair + ", reviewer: Reviewer A}").items
        assert isinstance(found, Pair)
        assert found.pre_anchor == Moment(4 * SECOND)

    def test_two_rubrics_of_one_reviewer_are_told_apart_by_the_behaviour_only(
        self, study: Study, calls: tuple[Recording, Recording], tmp_path: Path
    ) -> None:
        review = study.reviewing.start(calls[0].id, "deesc-core", reviewer="Reviewer A")
        study.reviewing.press(review.id, "tc.open_question", Moment(SECOND))
        single = "single: {clip: K7Q2, from: 0, to: 1, captions: tags}"
        with pytest.raises(InputError, match=r"deesc-core 1\.0\.0"):
            reel_of(study, tmp_path, single)
        with pytest.raises(InputError, match="M3X9 was reviewed with has a behaviour “tc"):
            reel_of(study, tmp_path, "pair: {pre: K7Q2, post: M3X9, align: tc.open_question}")

    @pytest.mark.parametrize(
        ("item", "field", "words"),
        [
            ("pair: {pre: Z9Z9, post: M3X9, align: tc.shout}", "pre", "no clip “Z9Z9”"),
            ("pair: {pre: K7Q2, post: M3X9, align: tc.shout}", "align", "Reviewer A tagged no “Shout”"),
            ("pair: {pre: K7Q2, post: M3X9, align: tc.sing}", "align", "has a behaviour “tc.sing”"),
            ("pair: {pre: K7Q2, post: M3X9, align: tc.shout, reviewer: C}", "reviewer", "“C” has not reviewed K7Q2"),
            ("pair: {pre: K7Q2, post: M3X9, align: {pre: 12, post: 0}}", "align", "K7Q2 ends at 00:12.000"),
            ("single: {clip: M3X9, from: 10, to: 11}", "from", "M3X9 ends at 00:10.000"),
            ("single: {clip: M3X9, from: 9, to: 11}", "to", "M3X9 ends at 00:10.000"),
            ("single: {clip: D4T6, from: 1, to: 2, captions: tags}", "reviewer", "has no review yet"),
        ],
    )
    def test_what_is_not_in_the_study_is_told_with_line_and_field(
        self,
        study: Study,
        shelf: Shelf,
        calls: tuple[Recording, Recording],
        tmp_path: Path,
        item: str,
        field: str,
        words: str,
    ) -> None:
        shelf.recording("D4T6")
        with pytest.raises(InputError, match=words) as caught:
            reel_of(study, tmp_path, "card: {title: A, seconds: 1}", item)
        kind = item.split(":")[0]
        assert (caught.value.facts["line"], caught.value.facts["field"]) == (7, f"items[2].{kind}.{field}")

    def test_problems_of_several_items_are_told_together(self, study: Study, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="2 problems"):
            reel_of(study, tmp_path, *["single: {clip: Z9Z9, from: 1, to: 2}"] * 2)

    def test_a_clip_on_the_wrong_side_of_its_training_is_refused(
        self, study: Study, calls: tuple[Recording, Recording], tmp_path: Path
    ) -> None:
        study.library.override_phase(calls[0].id, Phase.POST, "Test.")
        study.library.override_phase(calls[1].id, Phase.POST, "Test.")
        with pytest.raises(InputError, match="K7Q2 is post-training by its officer's records"):
            reel_of(study, tmp_path, "pair: {pre: K7Q2, post: M3X9, align: tc.paraphrase}")
        study.library.override_phase(calls[0].id, Phase.PRE, "Test.")
        (pair,) = reel_of(study, tmp_path, "pair: {pre: K7Q2, post: M3X9, align: tc.paraphrase}").items
        assert isinstance(pair, Pair)
        assert (pair.pre.phase, pair.post.phase) == (Phase.PRE, Phase.POST)


class TestBuilding:
    SINGLE = "single: {clip: K7Q2, from: 1, to: 2}"

    def test_a_finished_film_is_recorded_with_its_hash_and_what_was_checked(
        self, study: Study, media: FilmMaker, calls: tuple[Recording, Recording], tmp_path: Path
    ) -> None:
        reel = reel_of(study, tmp_path, self.SINGLE)
        rendered = study.exporting.build(reel, tmp_path / "film.mp4")
        (export,) = study.exporting.exports()
        assert (export.kind, export.sha256, export.path) == ("reel", rendered.sha256, tmp_path / "film.mp4")
        assert export.sources == (f"reel:{reel.id}", f"recording:{calls[0].id}")
        details = study.auditing.log(1)[0].details
        assert (details["clips"], details["verified_items"]) == (["K7Q2"], [[0, 0, 120, True, True]])
        assert [len(parts) for parts in media.sources.values()] == [2]
        with study.store.reading() as work:
            assert work.reels.get(reel.id) == reel

    def test_a_film_is_read_as_something_to_play_with_its_hash_of_now(self, study: Study, clips: ClipShelf) -> None:
        film = clips.kind("b_frames_gop_60")
        found = study.exporting.footage(film)
        assert found.clip.path == film
        assert found.clip.sha256 == FileMedia().sha256(film, silent, CancelToken())
        assert len(found.table) == found.clip.facts.frame_count
        with pytest.raises(EnvironmentFault):
            study.exporting.footage(film.with_name("gone.mp4"))

    def test_films_are_listed_newest_first_with_what_was_checked(
        self, study: Study, calls: tuple[Recording, Recording], tmp_path: Path
    ) -> None:
        assert study.exporting.films() == ()
        study.exporting.build(reel_of(study, tmp_path, self.SINGLE), tmp_path / "one.mp4")
        study.tag_files.export_tags(tmp_path / "tags.csv")
        study.exporting.build(reel_of(study, tmp_path, self.SINGLE), tmp_path / "two.mp4")
        films = study.exporting.films()
        assert [film.export.path.name for film in films] == ["two.mp4", "one.mp4"]
        film = films[0]
        assert (film.title, film.clips, film.frame_count, film.duration_us) == (
            "Two calls",
            ("K7Q2",),
            300,
            10 * SECOND,
        )
        assert (film.selection, film.item_count, film.is_right) == (Selection.PURPOSIVE, 1, True)

    def test_a_reel_that_was_not_written_in_a_file_is_looked_up_alike(
        self, study: Study, calls: tuple[Recording, Recording], tmp_path: Path
    ) -> None:
        spec = reel_from_text(HEAD + f"  - {self.SINGLE}\n", "a reel")
        assert study.exporting.resolve(spec).items == reel_of(study, tmp_path, self.SINGLE).items

    def test_clips_of_open_cases_are_refused_unless_they_are_allowed(
        self, study: Study, shelf: Shelf, tmp_path: Path
    ) -> None:
        shelf.recording(is_open_case=True)
        reel = reel_of(study, tmp_path, self.SINGLE)
        with pytest.raises(InputError, match="The case behind K7Q2 is open"):
            study.exporting.build(reel, tmp_path / "film.mp4")
        assert not (tmp_path / "film.mp4").exists()
        study.exporting.build(reel, tmp_path / "film.mp4", is_open_case_allowed=True)
        assert study.auditing.log(1)[0].details["open_cases"] == ["K7Q2"]

    def test_a_stopped_film_is_not_recorded(
        self, study: Study, calls: tuple[Recording, Recording], tmp_path: Path
    ) -> None:
        reel, cancel = reel_of(study, tmp_path, self.SINGLE), CancelToken()
        cancel.cancel()
        with pytest.raises(Cancelled):
            study.exporting.build(reel, tmp_path / "film.mp4", cancel=cancel)
        assert study.exporting.exports() == ()

    def test_a_read_only_study_makes_no_film(
        self, study: Study, calls: tuple[Recording, Recording], tmp_path: Path
    ) -> None:
        reel = reel_of(study, tmp_path, self.SINGLE)
        study.store.is_read_only = True  # pyright: ignore[reportAttributeAccessIssue]
        with pytest.raises(EnvironmentFault, match="only be read"):
            study.exporting.build(reel, tmp_path / "film.mp4")

    def test_an_original_is_never_overwritten_not_even_through_a_link(
        self, study: Study, clips: ClipShelf, tmp_path: Path
    ) -> None:
        original = Path(shutil.copy(clips.kind("cfr_30"), tmp_path / "clip.mp4"))
        content = original.read_bytes()
        (recording,) = study.library.import_paths([original]).imported
        reel = reel_of(study, tmp_path, f"single: {{clip: {recording.code}, from: 0, to: 1}}")
        (tmp_path / "link.mp4").symlink_to(original)
        for name in ("clip.mp4", "link.mp4"):
            with pytest.raises(InputError, match="Originals are never overwritten"):
                study.exporting.build(reel, tmp_path / name)
        assert original.read_bytes() == content
