"""Coding: presses, edits, ratings, locks, undo and redo, the log."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bwc_review.domain.changes import Applied, Edit, Operation, Touched
from bwc_review.domain.errors import EnvironmentFault, InputError, StaleEdit
from bwc_review.domain.ids import RatingId, ReviewId, TagId, new_id
from bwc_review.domain.tag import Rating, Review, ReviewState, Tag
from bwc_review.domain.time import Moment
from bwc_review.services.bootstrap import Study
from tests.services.conftest import FRAME_US, Shelf
from tests.unit.samples import SECOND


@pytest.fixture
def review(shelf: Shelf) -> Review:
    return shelf.review(shelf.recording())


def spans(study: Study, review: Review, behaviour: str | None = None) -> list[tuple[int, int | None, int | None]]:
    """Start, end and level of the review's tags, in frames."""
    return [
        (tag.start.us // FRAME_US, None if tag.end is None else tag.end.us // FRAME_US, tag.level)
        for tag in study.reviewing.tags(review.id)
        if behaviour in (None, tag.behaviour_id)
    ]


def press(study: Study, review: Review, behaviour: str, frame: float, **more: object) -> Applied:
    return study.reviewing.press(review.id, behaviour, Moment(round(frame * FRAME_US)), **more)  # pyright: ignore[reportArgumentType]


def frame(number: int) -> Moment:
    return Moment(number * FRAME_US)


def refused(act: Callable[[], object]) -> InputError:
    with pytest.raises(InputError) as caught:
        act()
    return caught.value


class TestStarting:
    def test_a_review_uses_the_newest_version_and_the_actor_reviews(self, study: Study, shelf: Shelf) -> None:
        recording = shelf.recording()
        review = study.reviewing.start(recording.id, "deesc-core")
        assert (review.reviewer, review.state) == ("lead", ReviewState.DRAFT)
        assert study.reviewing.review(review.id) == review
        assert study.reviewing.rubric_of(review).content_hash == study.rubrics.get("deesc-core").content_hash
        assert [rubric.id for rubric in study.rubrics.installed()] == ["deesc-core"]

    def test_starting_again_goes_on_with_the_same_review(self, study: Study, shelf: Shelf, review: Review) -> None:
        again = study.reviewing.start(review.recording_id, "sample", reviewer="Reviewer A")
        assert again == review
        assert study.reviewing.reviews(review.recording_id) == (review,)

    def test_a_reviewers_own_tags_are_counted_by_recording(self, study: Study, shelf: Shelf, review: Review) -> None:
        study.reviewing.start(shelf.recording("M3X9").id, "sample", reviewer="Reviewer B")
        press(study, review, "tc.paraphrase", 10)
        assert study.reviewing.tag_counts_of("Reviewer A") == {review.recording_id: 1}
        assert list(study.reviewing.tag_counts_of("Reviewer B").values()) == [0]
        assert study.reviewing.tag_counts_of("Nobody") == {}

    def test_another_reviewer_has_a_review_of_their_own(self, study: Study, review: Review) -> None:
        other = study.reviewing.start(review.recording_id, "sample", reviewer="Reviewer B")
        assert {found.id for found in study.reviewing.reviews(review.recording_id)} == {review.id, other.id}

    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            ({"rubric_id": "nowhere"}, "rubric.unknown"),
            ({"rubric_id": "sample", "version": "9.0.0"}, "rubric.unknown"),
            ({"rubric_id": "sample", "profile": "nowhere"}, "rubric.unknown_profile"),
            ({"rubric_id": "sample", "reviewer": "  "}, "review.reviewer"),
        ],
    )
    def test_what_is_unknown_is_refused(
        self, study: Study, review: Review, arguments: dict[str, str], code: str
    ) -> None:
        assert refused(lambda: study.reviewing.start(review.recording_id, **arguments)).code == code


class TestPressing:
    def test_a_point_is_tagged_at_the_start_of_the_frame_on_the_screen(self, study: Study, review: Review) -> None:
        applied = press(study, review, "tc.paraphrase", 30.7, modifiers=[("tone", "calm")], speed_percent=50)
        (tag,) = study.reviewing.tags(review.id)
        assert (tag.start, tag.end) == (Moment(30 * FRAME_US), None)
        assert (tag.modifiers, tag.speed_percent, tag.actor) == ((("tone", "calm"),), 50, "O1")
        assert tag.tagged_at is not None
        assert applied.changes.of_kind(Touched.TAGS) == {tag.id}
        assert applied.changes.of_kind(Touched.REVIEWS) == {review.id}
        assert applied.undo.label == "Tag Paraphrase at 00:01.200"

    def test_a_state_starts_and_the_next_press_ends_it(self, study: Study, review: Review) -> None:
        press(study, review, "os.distance", 10)
        assert spans(study, review) == [(10, None, None)]
        press(study, review, "os.distance", 50.9)
        assert spans(study, review) == [(10, 50, None)]

    def test_a_press_can_be_moved_back_by_the_time_it_took_to_react(self, study: Study, review: Review) -> None:
        press(study, review, "tc.paraphrase", 30, compensation_us=250_000)
        press(study, review, "os.distance", 2, compensation_us=250_000)
        press(study, review, "os.distance", 20, compensation_us=250_000)
        state, point = study.reviewing.tags(review.id)
        assert (point.start, point.compensation_us, point.pressed_at) == (frame(23), 7 * FRAME_US, frame(30))
        assert (state.start, state.compensation_us) == (frame(0), 2 * FRAME_US)
        assert (state.end, state.end_compensation_us) == (frame(13), 7 * FRAME_US)

    def test_two_presses_within_the_time_it_took_to_react_keep_their_order(self, study: Study, review: Review) -> None:
        press(study, review, "sj.agitation", 30, level=1)
        press(study, review, "sj.agitation", 34, level=2, compensation_us=400_000)
        press(study, review, "os.distance", 50)
        press(study, review, "os.distance", 54, compensation_us=400_000)
        assert spans(study, review) == [(30, 34, 1), (34, None, 2), (50, 54, None)]
        assert {tag.compensation_us for tag in study.reviewing.tags(review.id)} == {0}

    def test_a_behaviour_can_be_tagged_after_its_key(self, study: Study, review: Review) -> None:
        press(study, review, "tc.paraphrase", 30, compensation_us=-200_000)
        (tag,) = study.reviewing.tags(review.id)
        assert (tag.start, tag.pressed_at) == (frame(35), frame(30))

    def test_an_edge_that_is_moved_by_hand_is_no_longer_compensated(self, study: Study, review: Review) -> None:
        press(study, review, "os.distance", 30, compensation_us=200_000)
        press(study, review, "os.distance", 60, compensation_us=200_000)
        (tag,) = study.reviewing.tags(review.id)
        applied = study.reviewing.change(tag, replace(tag, start=frame(20), note="seen"))
        (moved,) = study.reviewing.tags(review.id)
        assert (moved.compensation_us, moved.end_compensation_us) == (0, 200_000)
        study.reviewing.change(moved, replace(moved, end=frame(40)))
        assert study.reviewing.tags(review.id)[0].end_compensation_us == 0
        study.reviewing.apply(replace(applied.undo, edits=(Edit(study.reviewing.tags(review.id)[0], tag),)))
        assert study.reviewing.tags(review.id) == (tag,)

    def test_each_actor_has_states_of_their_own(self, study: Study, review: Review) -> None:
        press(study, review, "os.distance", 10)
        press(study, review, "os.distance", 20, actor="O2")
        press(study, review, "os.distance", 30)
        assert spans(study, review) == [(10, 30, None), (20, None, None)]

    def test_two_free_states_run_beside_each_other(self, study: Study, review: Review) -> None:
        press(study, review, "os.distance", 10)
        press(study, review, "os.cover", 20)
        assert spans(study, review) == [(10, None, None), (20, None, None)]

    def test_another_level_ends_the_one_before_it(self, study: Study, review: Review) -> None:
        for frame, level in ((0, 3), (50, 1), (100, 2)):
            press(study, review, "sj.agitation", frame, level=level, actor="P1")
        assert spans(study, review) == [(0, 50, 3), (50, 100, 1), (100, None, 2)]

    def test_the_same_level_again_ends_it_and_so_does_the_key_alone(self, study: Study, review: Review) -> None:
        press(study, review, "sj.agitation", 0, level=3)
        press(study, review, "sj.agitation", 50, level=3)
        press(study, review, "sj.agitation", 60, level=2)
        press(study, review, "sj.agitation", 70)
        assert spans(study, review) == [(0, 50, 3), (60, 70, 2)]

    def test_another_state_of_the_group_ends_the_open_one_in_one_step(self, study: Study, review: Review) -> None:
        press(study, review, "sj.agitation", 0, level=3)
        applied = press(study, review, "sj.absent", 40)
        assert spans(study, review) == [(0, 40, 3), (40, None, None)]
        study.reviewing.apply(applied.undo)
        assert spans(study, review) == [(0, None, 3)]

    def test_a_level_chosen_wrongly_is_corrected_in_the_same_frame(self, study: Study, review: Review) -> None:
        press(study, review, "sj.agitation", 10, level=3)
        press(study, review, "sj.agitation", 10.5, level=2)
        assert spans(study, review) == [(10, None, 2)]

    def test_a_level_pressed_inside_a_finished_one_splits_it(self, study: Study, review: Review) -> None:
        press(study, review, "sj.agitation", 0, level=3)
        press(study, review, "sj.agitation", 100, level=1)
        press(study, review, "sj.agitation", 50, level=4)
        assert spans(study, review) == [(0, 50, 3), (50, 100, 4), (100, None, 1)]

    def test_a_level_pressed_before_all_others_lasts_until_the_first_of_them(
        self, study: Study, review: Review
    ) -> None:
        press(study, review, "sj.agitation", 50, level=3)
        press(study, review, "sj.agitation", 20, level=3)
        assert spans(study, review) == [(20, 50, 3), (50, None, 3)]

    @pytest.mark.parametrize(
        ("earlier", "frame", "behaviour", "code"),
        [
            ([("tc.paraphrase", 5)], 5.4, "tc.paraphrase", "tag.duplicate"),
            ([("os.distance", 5)], 5, "os.distance", "tag.no_length"),
            ([("os.distance", 9)], 5, "os.distance", "tag.open_later"),
            ([("os.distance", 5), ("os.distance", 9)], 7, "os.distance", "tag.already_here"),
            ([("os.distance", 9), ("os.distance", 12), ("os.distance", 5)], 10, "os.distance", "tag.overlap"),
            ([], 5, "sj.agitation", "tag.level"),
            ([], 5, "tc.sing", "rubric.unknown_behaviour"),
        ],
    )
    def test_what_is_coded_already_or_breaks_a_rule_is_refused_and_changes_nothing(
        self, study: Study, review: Review, earlier: list[tuple[str, int]], frame: float, behaviour: str, code: str
    ) -> None:
        for pressed, at in earlier:
            press(study, review, pressed, at)
        before, log = study.reviewing.tags(review.id), study.auditing.head()
        assert refused(lambda: press(study, review, behaviour, frame)).code == code
        assert study.reviewing.tags(review.id) == before
        assert study.auditing.head() == log

    def test_after_the_end_the_last_frame_is_tagged(self, study: Study, review: Review) -> None:
        press(study, review, "tc.paraphrase", 999)
        assert spans(study, review) == [(249, None, None)]

    def test_in_a_recording_of_two_files_the_frames_of_the_second_count_on(self, study: Study, shelf: Shelf) -> None:
        review = shelf.review(shelf.recording("M3X9", (2, 3)))
        press(study, review, "tc.paraphrase", 60.2)
        assert spans(study, review) == [(60, None, None)]


class TestEditing:
    def tag(self, review: Review, **fields: object) -> Tag:
        given = {"id": TagId(new_id()), "review_id": review.id, "behaviour_id": "os.distance", "start": Moment(SECOND)}
        return Tag(**{**given, **fields})  # pyright: ignore[reportArgumentType]

    def test_an_added_tag_is_moved_to_frames_and_stamped(self, study: Study, review: Review) -> None:
        given = self.tag(review, start=Moment(SECOND + 1), end=Moment(2 * SECOND + 39_999))
        study.reviewing.add(given)
        (tag,) = study.reviewing.tags(review.id)
        assert (tag.id, tag.start, tag.end) == (given.id, Moment(SECOND), Moment(2 * SECOND))
        assert tag.tagged_at is not None

    def test_a_time_of_tagging_that_is_given_is_kept(self, study: Study, review: Review) -> None:
        at = datetime(2025, 5, 1, 12, tzinfo=UTC)
        study.reviewing.add(self.tag(review, tagged_at=at))
        assert study.reviewing.tags(review.id)[0].tagged_at == at

    def test_an_end_in_the_frame_of_the_start_moves_to_the_end_of_that_frame(
        self, study: Study, review: Review
    ) -> None:
        study.reviewing.add(self.tag(review, end=Moment(SECOND + 5)))
        assert spans(study, review) == [(25, 26, None)]

    def test_a_state_may_last_to_the_end_of_the_recording(self, study: Study, review: Review) -> None:
        study.reviewing.add(self.tag(review, end=Moment(10 * SECOND)))
        assert spans(study, review) == [(25, 250, None)]

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"start": Moment(10 * SECOND)}, "tag.outside"),
            ({"end": Moment(11 * SECOND)}, "tag.outside"),
            ({"end": Moment(SECOND)}, "tag.reversed"),
            ({"level": 1}, "tag.level"),
        ],
    )
    def test_a_tag_that_breaks_a_rule_is_refused(
        self, study: Study, review: Review, fields: dict[str, object], code: str
    ) -> None:
        assert refused(lambda: study.reviewing.add(self.tag(review, **fields))).code == code
        assert study.reviewing.tags(review.id) == ()

    def test_two_open_states_of_one_kind_are_refused(self, study: Study, review: Review) -> None:
        study.reviewing.add(self.tag(review))
        error = refused(lambda: study.reviewing.add(self.tag(review, start=Moment(3 * SECOND))))
        assert error.code == "tag.two_open"

    def test_states_that_overlap_are_refused_but_not_for_different_targets(self, study: Study, review: Review) -> None:
        study.reviewing.add(self.tag(review, end=Moment(3 * SECOND), target="P1"))
        beside = {"start": Moment(2 * SECOND), "end": Moment(4 * SECOND)}
        assert refused(lambda: study.reviewing.add(self.tag(review, **beside, target="P1"))).code == "tag.overlap"
        study.reviewing.add(self.tag(review, **beside, target="P2"))

    def test_tags_added_together_are_all_added_or_none(self, study: Study, review: Review) -> None:
        good, bad = self.tag(review), self.tag(review, start=Moment(-1))
        refused(lambda: study.reviewing.add_all((good, bad)))
        assert study.reviewing.tags(review.id) == ()
        applied = study.reviewing.add_all((good, self.tag(review, behaviour_id="os.cover")))
        assert applied.undo.label == "Add 2 tags"

    def test_several_changes_are_one_operation_on_frames(self, study: Study, review: Review) -> None:
        study.reviewing.add_all((self.tag(review, end=Moment(8 * SECOND)), self.tag(review, behaviour_id="os.cover")))
        distance, cover = sorted(study.reviewing.tags(review.id), key=lambda tag: tag.behaviour_id == "os.cover")
        middle = Moment(4 * SECOND + 1)
        second = replace(distance, id=TagId(new_id()), start=middle, tagged_at=None)
        changes = [(distance, replace(distance, end=middle)), (None, second), (cover, None)]
        applied = study.reviewing.change_all(changes, "Split")
        first, last = study.reviewing.tags(review.id)
        assert (first.id, first.end) == (distance.id, Moment(4 * SECOND))
        assert (last.id, last.start, last.end) == (second.id, Moment(4 * SECOND), Moment(8 * SECOND))
        assert last.tagged_at is not None
        assert applied.undo.label == "Split 3 tags"
        study.reviewing.apply(applied.undo)
        assert set(study.reviewing.tags(review.id)) == {distance, cover}

    def test_of_several_changes_one_that_breaks_a_rule_undoes_all(self, study: Study, review: Review) -> None:
        study.reviewing.add_all((self.tag(review, end=Moment(8 * SECOND)), self.tag(review, behaviour_id="os.cover")))
        before = study.reviewing.tags(review.id)
        wrong = [(tag, replace(tag, note="moved", start=Moment(-1 if tag is before[1] else 0))) for tag in before]
        refused(lambda: study.reviewing.change_all(wrong, "Move"))
        assert study.reviewing.tags(review.id) == before

    def test_a_change_replaces_the_tag_and_is_moved_to_frames(self, study: Study, review: Review) -> None:
        study.reviewing.add(self.tag(review))
        (before,) = study.reviewing.tags(review.id)
        study.reviewing.change(before, replace(before, start=Moment(90_000), note="Steps back."))
        (after,) = study.reviewing.tags(review.id)
        assert (after.id, after.start, after.note) == (before.id, Moment(80_000), "Steps back.")

    def test_a_change_of_what_has_changed_meanwhile_is_refused(self, study: Study, review: Review) -> None:
        study.reviewing.add(self.tag(review))
        (before,) = study.reviewing.tags(review.id)
        study.reviewing.change(before, replace(before, note="one"))
        with pytest.raises(StaleEdit):
            study.reviewing.change(before, replace(before, note="two"))
        assert study.reviewing.tags(review.id)[0].note == "one"

    def test_a_tag_stays_in_its_review(self, study: Study, review: Review) -> None:
        other = study.reviewing.start(review.recording_id, "sample", reviewer="Reviewer B")
        study.reviewing.add(self.tag(review))
        (tag,) = study.reviewing.tags(review.id)
        assert refused(lambda: study.reviewing.change(tag, replace(tag, review_id=other.id))).code == "edit.moved"

    def test_tags_are_removed_together_and_come_back_with_their_ids(self, study: Study, review: Review) -> None:
        study.reviewing.add_all((self.tag(review), self.tag(review, behaviour_id="os.cover")))
        tags = study.reviewing.tags(review.id)
        applied = study.reviewing.remove([tag.id for tag in tags])
        assert study.reviewing.tags(review.id) == ()
        study.reviewing.apply(applied.undo)
        assert set(study.reviewing.tags(review.id)) == set(tags)

    def test_removing_nothing_or_what_is_gone_is_refused(self, study: Study, review: Review) -> None:
        assert refused(lambda: study.reviewing.remove([])).code == "tag.none"
        with pytest.raises(StaleEdit):
            study.reviewing.remove([TagId(new_id())])


class TestRating:
    def rating(self, review: Review, value: int | None, missing: str | None = None, item: str = "R_TC") -> Rating:
        return Rating(RatingId(new_id()), review.id, item, value, missing)

    def test_a_later_answer_replaces_the_earlier_one(self, study: Study, review: Review) -> None:
        study.reviewing.rate(self.rating(review, 3))
        applied = study.reviewing.rate(self.rating(review, None, "not_codable"))
        (rating,) = study.reviewing.ratings(review.id)
        assert (rating.value, rating.missing) == (None, "not_codable")
        assert applied.changes.of_kind(Touched.RATINGS) == {rating.id}
        study.reviewing.apply(applied.undo)
        assert study.reviewing.ratings(review.id)[0].value == 3

    def test_the_first_answer_can_be_taken_back(self, study: Study, review: Review) -> None:
        applied = study.reviewing.rate(self.rating(review, 3))
        study.reviewing.apply(applied.undo)
        assert study.reviewing.ratings(review.id) == ()

    @pytest.mark.parametrize(
        ("value", "item", "code"), [(9, "R_TC", "rating.value"), (3, "R_X", "rubric.unknown_item")]
    )
    def test_a_value_off_the_scale_and_an_unknown_item_are_refused(
        self, study: Study, review: Review, value: int, item: str, code: str
    ) -> None:
        assert refused(lambda: study.reviewing.rate(self.rating(review, value, item=item))).code == code


class TestSubmitting:
    def test_a_submitted_review_is_locked(self, study: Study, review: Review) -> None:
        press(study, review, "tc.paraphrase", 5)
        (tag,) = study.reviewing.tags(review.id)
        study.reviewing.submit(review.id)
        assert study.reviewing.review(review.id).state is ReviewState.SUBMITTED
        acts: list[Callable[[], object]] = [
            lambda: press(study, review, "tc.shout", 6),
            lambda: study.reviewing.change(tag, replace(tag, note="x")),
            lambda: study.reviewing.remove([tag.id]),
            lambda: study.reviewing.rate(Rating(RatingId(new_id()), review.id, "R_TC", 3)),
            lambda: study.reviewing.submit(review.id),
        ]
        assert [refused(act).code for act in acts] == ["review.locked"] * len(acts)

    def test_submitting_can_be_taken_back_at_once(self, study: Study, review: Review) -> None:
        applied = study.reviewing.submit(review.id)
        study.reviewing.apply(applied.undo)
        press(study, review, "tc.paraphrase", 5)

    def test_open_states_are_to_be_ended_first(self, study: Study, review: Review) -> None:
        press(study, review, "os.distance", 25)
        error = refused(lambda: study.reviewing.submit(review.id))
        assert error.code == "review.open_states"
        assert "“Distance” from 00:01.000" in error.message


class TestUndo:
    def test_starting_a_review_can_be_taken_back_only_while_it_is_empty(self, study: Study, review: Review) -> None:
        undo = Operation("Start review", (Edit(review, None),))
        press(study, review, "tc.paraphrase", 5)
        assert refused(lambda: study.reviewing.apply(undo)).code == "review.not_empty"
        study.reviewing.remove([tag.id for tag in study.reviewing.tags(review.id)])
        study.reviewing.apply(undo)
        assert study.reviewing.reviews(review.recording_id) == ()

    def test_undo_and_redo_are_in_the_log_and_name_what_they_take_back(self, study: Study, review: Review) -> None:
        applied = press(study, review, "tc.paraphrase", 5)
        redo = study.reviewing.apply(applied.undo)
        study.reviewing.apply(redo.undo)
        last = study.auditing.log(3)
        assert [entry.action for entry in last] == ["redo", "undo", "tag.add"]
        assert [entry.undoes for entry in last] == [last[1].seq, last[2].seq, None]
        assert {entry.actor for entry in last} == {"lead"}

    def test_undoing_twice_is_refused(self, study: Study, review: Review) -> None:
        applied = press(study, review, "tc.paraphrase", 5)
        study.reviewing.apply(applied.undo)
        with pytest.raises(StaleEdit):
            study.reviewing.apply(applied.undo)

    def test_an_undo_that_would_overlap_what_was_coded_since_is_refused(self, study: Study, review: Review) -> None:
        press(study, review, "os.distance", 5)
        press(study, review, "os.distance", 50)
        removed = study.reviewing.remove([tag.id for tag in study.reviewing.tags(review.id)])
        press(study, review, "os.distance", 20)
        press(study, review, "os.distance", 30)
        assert refused(lambda: study.reviewing.apply(removed.undo)).code == "tag.overlap"

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["tc.paraphrase", "os.distance", "sj.agitation", "sj.absent"]),
                st.integers(0, 60),
                st.integers(0, 4),
                st.sampled_from(["press", "press", "press", "remove", "note"]),
            ),
            max_size=12,
        )
    )
    def test_undoing_everything_is_the_start_and_redoing_everything_is_the_end(
        self, study: Study, shelf: Shelf, acts: list[tuple[str, int, int, str]]
    ) -> None:
        known = study.library.rows()
        recording = known[0].recording if known else shelf.recording()
        review = shelf.review(recording, f"Reviewer {new_id()}")
        done: list[Applied] = []
        for behaviour, frame, level, kind in acts:
            tags = study.reviewing.tags(review.id)
            try:
                if kind == "press":
                    level_given = level if behaviour == "sj.agitation" else None
                    done.append(press(study, review, behaviour, frame, level=level_given))
                elif tags and kind == "remove":
                    done.append(study.reviewing.remove([tags[frame % len(tags)].id]))
                elif tags:
                    tag = tags[frame % len(tags)]
                    done.append(study.reviewing.change(tag, replace(tag, note=f"{tag.note}{level}")))
            except InputError:
                assert study.reviewing.tags(review.id) == tags
        end = set(study.reviewing.tags(review.id))
        redos = [study.reviewing.apply(applied.undo) for applied in reversed(done)]
        assert study.reviewing.tags(review.id) == ()
        for redo in reversed(redos):
            study.reviewing.apply(redo.undo)
        assert set(study.reviewing.tags(review.id)) == end


def test_an_unknown_review_is_an_error_of_the_input(study: Study) -> None:
    with pytest.raises((InputError, StaleEdit, EnvironmentFault)):
        study.reviewing.review(ReviewId(new_id()))
