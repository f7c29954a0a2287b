"""Tags in files: exact round trips, all or nothing, errors with their place."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bwc_review.domain.errors import Cancelled, EnvironmentFault, InputError
from bwc_review.domain.ids import RatingId, TagId, new_id
from bwc_review.domain.progress import CancelToken
from bwc_review.domain.tag import Rating, Review, ReviewState, Tag
from bwc_review.domain.time import Moment
from bwc_review.services.bootstrap import Study, create_study
from tests.services.conftest import FRAME_US, Shelf
from tests.unit.samples import SECOND

AT = datetime(2025, 5, 1, 12, 0, 3, 250, tzinfo=timezone(timedelta(hours=2)))


@pytest.fixture
def review(study: Study, shelf: Shelf) -> Review:
    """A review with a tag of each kind and a rating of each kind."""
    review = shelf.review(shelf.recording())
    point = Tag(TagId(new_id()), review.id, "tc.paraphrase", Moment(5 * FRAME_US), tagged_at=AT)
    state = replace(
        point, id=TagId(new_id()), behaviour_id="os.distance", end=Moment(10 * SECOND), actor="O2", speed_percent=-100
    )
    study.reviewing.add_all(
        (
            replace(
                point,
                target="P1",
                modifiers=(("tone", "calm"),),
                confidence=2,
                note="=“So, what I hear” 1,5\nsecond line; and more ",
                is_heard_only=True,
                speed_percent=50,
            ),
            state,
            replace(state, id=TagId(new_id()), behaviour_id="sj.agitation", level=3, actor="P1", end=None),
        )
    )
    study.reviewing.rate(Rating(RatingId(new_id()), review.id, "R_TC", None, "not_codable", "Too dark."))
    return review


def contents(study: Study) -> list[tuple[Any, ...]]:
    """Everything that a file should carry, without ids."""
    return [
        (
            held.code,
            held.review.reviewer,
            held.review.rubric_version,
            held.review.state,
            [replace(tag, id=TagId(held.review.id), review_id=held.review.id) for tag in held.tags],
            [(rating.item_id, rating.value, rating.missing, rating.note) for rating in held.ratings],
        )
        for held in study.tag_files.reviews()
    ]


def plain(found: list[tuple[Any, ...]], *, with_ratings: bool = True) -> list[Any]:
    return [
        (
            *names,
            [replace(tag, id=None, review_id=None) for tag in tags],
            ratings if with_ratings else [],
        )
        for *names, tags, ratings in found
    ]


@pytest.mark.parametrize("suffix", ["json", "csv"])
def test_what_was_exported_comes_in_again_exactly(
    study: Study, shelf: Shelf, review: Review, tmp_path: Path, empty_study: Path, suffix: str
) -> None:
    path = tmp_path / f"tags.{suffix}"
    out = study.tag_files.export_tags(path)
    assert (out.tags, out.ratings, out.reviews) == (3, 1, 1)
    with create_study(str(tmp_path / "other"), "Other", "lead") as other:
        shelf_of_other = Shelf(other, tmp_path)
        shelf_of_other.recording()
        shelf_of_other.rubric()
        result = other.tag_files.import_tags(path)
        assert (result.tags, result.reviews) == (3, 1)
        with_ratings = suffix == "json"
        assert plain(contents(other), with_ratings=with_ratings) == plain(contents(study), with_ratings=with_ratings)
        again = tmp_path / f"again.{suffix}"
        other.tag_files.export_tags(again)
        assert again.read_bytes() == path.read_bytes()


def test_a_submitted_review_comes_in_submitted(study: Study, review: Review, tmp_path: Path) -> None:
    (open_tag,) = [tag for tag in study.reviewing.tags(review.id) if tag.level is not None]
    study.reviewing.change(open_tag, replace(open_tag, end=Moment(SECOND)))
    study.reviewing.submit(review.id)
    study.tag_files.export_tags(tmp_path / "tags.json")
    with create_study(str(tmp_path / "other"), "Other", "lead") as other:
        shelf_of_other = Shelf(other, tmp_path)
        shelf_of_other.recording()
        shelf_of_other.rubric()
        result = other.tag_files.import_tags(tmp_path / "tags.json")
        assert other.tag_files.reviews()[0].review.state is ReviewState.SUBMITTED
        for applied in reversed(result.applied):
            other.reviewing.apply(applied.undo)
        assert other.tag_files.reviews() == ()


def test_exports_are_recorded_with_their_hash(study: Study, review: Review, tmp_path: Path) -> None:
    study.tag_files.export_tags(tmp_path / "tags.csv")
    (check,) = study.auditing.verify().exports
    assert (check.is_intact, check.export.kind, check.export.made_by) == (True, "tags", "lead")
    assert check.export.sources == (f"review:{review.id}",)


def test_an_export_can_be_for_one_clip_and_one_reviewer(
    study: Study, shelf: Shelf, review: Review, tmp_path: Path
) -> None:
    other = shelf.review(shelf.recording("M3X9"), "Reviewer B")
    study.reviewing.press(other.id, "tc.shout", Moment(0))
    one = study.tag_files.export_tags(tmp_path / "one.csv", ["M3X9"])
    assert (one.tags, one.reviews) == (1, 1)
    none = study.tag_files.export_tags(tmp_path / "none.csv", ["M3X9"], "Reviewer A")
    assert (none.tags, none.reviews) == (0, 0)
    assert [held.code for held in study.tag_files.reviews(reviewer="Reviewer A")] == ["K7Q2"]


def test_a_reviewer_who_has_no_review_is_named_with_those_who_have(
    study: Study, shelf: Shelf, review: Review, tmp_path: Path
) -> None:
    shelf.review(shelf.recording("M3X9"), "Reviewer B")
    with pytest.raises(
        InputError, match=r"No review is by “Reviewer C”\. There are reviews by Reviewer A, Reviewer B\."
    ):
        study.tag_files.reviews(reviewer="Reviewer C")
    with pytest.raises(InputError, match="Reviewer C"):
        study.tag_files.export_tags(tmp_path / "none.csv", reviewer="Reviewer C")
    assert not (tmp_path / "none.csv").exists()
    assert study.tag_files.reviews(reviewer=study.actor) == ()


def test_a_folder_that_is_not_there_is_named(study: Study, review: Review, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match=r"The folder “nowhere” is not there\."):
        study.tag_files.export_tags(tmp_path / "nowhere" / "tags.csv")


@pytest.mark.parametrize("act", ["import_tags", "export_tags"])
def test_any_other_suffix_is_refused(study: Study, tmp_path: Path, act: str) -> None:
    with pytest.raises(InputError, match=r"must end in \.csv"):
        getattr(study.tag_files, act)(tmp_path / "tags.xml")


def test_a_place_that_cannot_be_written_is_told(study: Study, review: Review, tmp_path: Path) -> None:
    (tmp_path / "tags.csv").mkdir()
    with pytest.raises(EnvironmentFault, match=r"tags\.csv cannot be written: "):
        study.tag_files.export_tags(tmp_path / "tags.csv")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("tags")] == ["tags.csv"]


def test_an_export_can_be_stopped_before_it_is_written(study: Study, review: Review, tmp_path: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        study.tag_files.export_tags(tmp_path / "tags.csv", cancel=cancel)
    assert not (tmp_path / "tags.csv").exists()


class TestImport:
    HEAD = "clip,reviewer,rubric,rubric_version,behaviour,start_us,start,end,actor,level,modifiers"

    @pytest.fixture(autouse=True)
    def ready(self, shelf: Shelf) -> None:
        shelf.recording()
        shelf.rubric()

    def csv(self, folder: Path, *rows: str) -> Path:
        path = folder / "tags.csv"
        path.write_text("\n".join((self.HEAD, *rows)) + "\n", encoding="utf-8")
        return path

    def test_times_may_be_given_in_words_and_are_moved_to_frames(self, study: Study, tmp_path: Path) -> None:
        study.tag_files.import_tags(
            self.csv(
                tmp_path,
                "k7q2,Reviewer A,sample,,tc.paraphrase,,0:01.05,,,,tone=calm",
                "K7Q2,Reviewer A,sample,1.0.0,os.distance,2000001,,0:04,O2,,",
            )
        )
        first, second = (held for held in study.tag_files.reviews()[0].tags)
        assert (first.start, first.modifiers) == (Moment(1_040_000), (("tone", "calm"),))
        assert (second.start, second.end, second.actor) == (Moment(2 * SECOND), Moment(4 * SECOND), "O2")
        assert first.tagged_at is None

    def test_without_a_reviewer_the_tags_are_the_actors_own(self, study: Study, tmp_path: Path) -> None:
        study.tag_files.import_tags(self.csv(tmp_path, "K7Q2,,sample,,tc.shout,0,,,,,"))
        assert study.tag_files.reviews()[0].review.reviewer == "lead"

    def test_a_shipped_rubric_is_installed_with_the_tags(self, study: Study, tmp_path: Path) -> None:
        study.tag_files.import_tags(self.csv(tmp_path, "K7Q2,Reviewer A,deesc-core,,tc.paraphrase,0,,,,,"))
        assert [rubric.id for rubric in study.rubrics.installed()] == ["deesc-core", "sample"]

    def test_one_entry_of_the_log_holds_a_review_with_its_tags(self, study: Study, tmp_path: Path) -> None:
        before = study.auditing.head().seq
        study.tag_files.import_tags(
            self.csv(tmp_path, "K7Q2,A,sample,,tc.shout,0,,,,,", "K7Q2,B,sample,,tc.shout,0,,,,,")
        )
        entries = study.auditing.log(10)[: study.auditing.head().seq - before]
        assert [entry.action for entry in entries] == ["review.import", "review.import"]
        assert [len(entry.details["edits"]) for entry in entries] == [2, 2]  # pyright: ignore[reportArgumentType]

    @pytest.mark.parametrize(
        ("row", "column", "words"),
        [
            ("Z9Z9,A,sample,,tc.shout,0,,,,,", "clip", "no clip “Z9Z9”"),
            ("K7Q2,A,nowhere,,tc.shout,0,,,,,", "rubric", "no rubric “nowhere”"),
            ("K7Q2,A,sample,,tc.sing,0,,,,,", "behaviour", "no behaviour “tc.sing”"),
            ("K7Q2,A,sample,,tc.shout,10000000,,,,,", "start", "outside the clip"),
            ("K7Q2,A,sample,,tc.shout,0,,0:02,,,", "end", "has no end"),
            ("K7Q2,A,sample,,sj.agitation,0,,0:02,,7,", "level", "needs a level"),
            ("K7Q2,A,sample,,tc.paraphrase,0,,,,,tone=loud", "modifiers", "no choice “loud”"),
            ("K7Q2,A,sample,,tc.shout,40001,,,,,", "start", "already tagged in this frame"),
            ("K7Q2,A,sample,,os.distance,2000000,,0:04,,,", "start", "would overlap"),
        ],
    )
    def test_one_wrong_row_refuses_the_whole_file_with_row_and_column(
        self, study: Study, tmp_path: Path, row: str, column: str, words: str
    ) -> None:
        good = ("K7Q2,A,sample,,tc.shout,40000,,,,,", "K7Q2,A,sample,,os.distance,1000000,,0:03,,,")
        before = study.auditing.head()
        with pytest.raises(InputError, match=words) as caught:
            study.tag_files.import_tags(self.csv(tmp_path, *good, row))
        assert (caught.value.facts["row"], caught.value.facts["column"]) == (4, column)
        assert study.tag_files.reviews() == ()
        assert study.auditing.head() == before

    def test_the_same_file_twice_is_refused(self, study: Study, tmp_path: Path) -> None:
        path = self.csv(tmp_path, "K7Q2,A,sample,,tc.shout,0,,,,,")
        study.tag_files.import_tags(path)
        with pytest.raises(InputError, match="row 2, column start"):
            study.tag_files.import_tags(path)

    def test_tags_for_a_submitted_review_are_refused_at_its_first_row(self, study: Study, tmp_path: Path) -> None:
        study.tag_files.import_tags(self.csv(tmp_path, "K7Q2,A,sample,,tc.shout,0,,,,,"))
        study.reviewing.submit(study.tag_files.reviews()[0].review.id)
        with pytest.raises(InputError, match="submitted and locked") as caught:
            study.tag_files.import_tags(self.csv(tmp_path, "K7Q2,A,sample,,tc.shout,80000,,,,,"))
        assert caught.value.facts["row"] == 2

    def test_a_file_without_tags_is_refused(self, study: Study, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="no row under it"):
            study.tag_files.import_tags(self.csv(tmp_path))
        path = tmp_path / "tags.json"
        path.write_text('{"schema": "tags/1", "reviews": []}')
        with pytest.raises(InputError, match="holds no tags"):
            study.tag_files.import_tags(path)

    def test_a_stop_changes_nothing(self, study: Study, tmp_path: Path) -> None:
        cancel = CancelToken()
        path = self.csv(tmp_path, "K7Q2,A,sample,,tc.shout,0,,,,,", "K7Q2,B,sample,,tc.shout,0,,,,,")
        with pytest.raises(Cancelled):
            study.tag_files.import_tags(path, report=lambda _: cancel.cancel(), cancel=cancel)
        assert study.tag_files.reviews() == ()


class TestJson:
    @pytest.fixture(autouse=True)
    def ready(self, shelf: Shelf) -> None:
        shelf.recording()
        shelf.rubric()

    def write(self, folder: Path, change: Callable[[dict[str, Any]], None] = lambda content: None) -> Path:
        content: dict[str, Any] = {
            "schema": "tags/1",
            "reviews": [
                {
                    "clip": "K7Q2",
                    "reviewer": "Reviewer A",
                    "rubric": "sample",
                    "tags": [{"behaviour": "tc.paraphrase", "start": "0:01.04", "modifiers": {"tone": "calm"}}],
                    "ratings": [{"item": "R_TC", "value": 4}],
                }
            ],
        }
        change(content)
        path = folder / "tags.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    def test_what_may_be_left_out_has_its_default(self, study: Study, tmp_path: Path) -> None:
        study.tag_files.import_tags(self.write(tmp_path))
        (held,) = study.tag_files.reviews()
        (tag,) = held.tags
        assert (tag.start, tag.end, tag.actor, tag.speed_percent) == (Moment(1_040_000), None, "O1", 100)
        assert [(rating.value, rating.missing, rating.note) for rating in held.ratings] == [(4, None, "")]

    def test_a_rating_that_is_there_is_replaced(self, study: Study, tmp_path: Path) -> None:
        study.tag_files.import_tags(self.write(tmp_path))

        def other(content: dict[str, Any]) -> None:
            content["reviews"][0]["tags"] = []
            content["reviews"][0]["ratings"] = [{"item": "R_TC", "missing": "no_opportunity"}]

        study.tag_files.import_tags(self.write(tmp_path, other))
        (rating,) = study.tag_files.reviews()[0].ratings
        assert (rating.value, rating.missing) == (None, "no_opportunity")

    @pytest.mark.parametrize(
        ("path", "value", "field", "words"),
        [
            (("schema",), "tags/2", "schema", "reads tags/1"),
            (("extra",), 1, "extra", "no field “extra”"),
            (("reviews",), {}, "reviews", "must be a list"),
            (("reviews", 0), "text", None, "must be an object"),
            (("reviews", 0, "clip"), "", "reviews[0].clip", "must be filled in"),
            (("reviews", 0, "clip"), "Z9Z9", "reviews[0].clip", "no clip “Z9Z9”"),
            (("reviews", 0, "clip"), 7, "reviews[0].clip", "must be a text"),
            (("reviews", 0, "profile"), "nowhere", "reviews[0].profile", "no profile “nowhere”"),
            (("reviews", 0, "state"), "adjudicated", "reviews[0].state", "draft or submitted"),
            (("reviews", 0, "tags", 0, "behavior"), "x", "reviews[0].tags[0].behavior", "Did you mean “behaviour”"),
            (("reviews", 0, "tags", 0, "start"), None, "reviews[0].tags[0].start_us", "onset is missing"),
            (("reviews", 0, "tags", 0, "start"), "1:99", "reviews[0].tags[0].start", "not a time"),
            (("reviews", 0, "tags", 0, "start"), "0:11", "reviews[0].tags[0].start", "outside the clip"),
            (("reviews", 0, "tags", 0, "start_us"), -1, "reviews[0].tags[0].start_us", "whole number from 0"),
            (("reviews", 0, "tags", 0, "start_us"), True, "reviews[0].tags[0].start_us", "whole number"),
            (("reviews", 0, "tags", 0, "heard_only"), "yes", "reviews[0].tags[0].heard_only", "true or false"),
            (("reviews", 0, "tags", 0, "tagged_at"), "2025-05-01", "reviews[0].tags[0].tagged_at", "with its offset"),
            (("reviews", 0, "tags", 0, "tagged_at"), "soon", "reviews[0].tags[0].tagged_at", "with its offset"),
            (("reviews", 0, "tags", 0, "modifiers"), {"tone": 1}, "reviews[0].tags[0].modifiers.tone", "a text"),
            (("reviews", 0, "tags", 0, "modifiers"), [], None, "must be an object"),
            (("reviews", 0, "ratings", 0, "item"), "R_X", "reviews[0].ratings[0].item", "no rating “R_X”"),
            (("reviews", 0, "ratings", 0, "value"), 6, "reviews[0].ratings[0].value", "goes from 1 to 5"),
        ],
    )
    def test_a_wrong_field_is_named_with_its_path_and_nothing_comes_in(
        self, study: Study, tmp_path: Path, path: tuple[str | int, ...], value: object, field: str | None, words: str
    ) -> None:
        def change(content: dict[str, Any]) -> None:
            target: Any = content
            for step in path[:-1]:
                target = target[step]
            target[path[-1]] = value

        with pytest.raises(InputError, match=words) as caught:
            study.tag_files.import_tags(self.write(tmp_path, change))
        assert caught.value.facts.get("field") == field
        assert study.tag_files.reviews() == ()

    @pytest.mark.parametrize(
        ("text", "words"),
        [("{", "line 1: This is not JSON"), ("[" * 100_000, "nested too deeply"), ("[]", "an object")],
    )
    def test_what_is_no_json_of_tags_is_told(self, study: Study, tmp_path: Path, text: str, words: str) -> None:
        path = tmp_path / "tags.json"
        path.write_text(text)
        with pytest.raises(InputError, match=words):
            study.tag_files.import_tags(path)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    note=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40),
    frame=st.integers(0, 249),
    suffix=st.sampled_from(["csv", "json"]),
)
def test_any_note_survives_both_formats(
    study: Study, shelf: Shelf, tmp_path: Path, note: str, frame: int, suffix: str
) -> None:
    rows = study.library.rows()
    review = shelf.review(rows[0].recording if rows else shelf.recording(), f"Reviewer {new_id()}")
    tag = Tag(TagId(new_id()), review.id, "tc.shout", Moment(frame * FRAME_US), note=note, tagged_at=datetime.now(UTC))
    study.reviewing.add(tag)
    path = tmp_path / f"tags.{suffix}"
    study.tag_files.export_tags(path, reviewer=review.reviewer)
    study.reviewing.remove([tag.id])
    study.tag_files.import_tags(path)
    (found,) = study.reviewing.tags(review.id)
    assert replace(found, id=tag.id) == tag


def test_the_csv_opens_in_a_spreadsheet_without_running_formulas(study: Study, review: Review, tmp_path: Path) -> None:
    study.tag_files.export_tags(tmp_path / "tags.csv")
    content = (tmp_path / "tags.csv").read_text(encoding="utf-8-sig")
    cells = [cell for row in csv.reader(content.splitlines()) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_a_read_only_study_exports_without_a_record(study: Study, review: Review, tmp_path: Path) -> None:
    study.store.is_read_only = True  # pyright: ignore[reportAttributeAccessIssue]
    head = study.auditing.head()
    assert study.tag_files.export_tags(tmp_path / "tags.csv").tags == 3
    assert study.auditing.head() == head
