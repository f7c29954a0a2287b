"""Tags and ratings: every change keeps the rubric's rules, is logged with who made it, and can be taken back."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime

from bwc_review.domain.changes import Applied, Changes, Edit, Editable, Operation
from bwc_review.domain.clip import Recording
from bwc_review.domain.coding import Press, check_layout, lane_mates, operation_of, touched_tags
from bwc_review.domain.errors import InputError, StaleEdit
from bwc_review.domain.ids import RecordingId, ReviewId, TagId, new_id
from bwc_review.domain.remark import CoachingNote, check_note
from bwc_review.domain.rubric import Rubric
from bwc_review.domain.tag import Rating, Review, ReviewState, Tag, by_hand, check_rating, check_tag
from bwc_review.domain.time import Moment, review_text
from bwc_review.services.clock import utc_now
from bwc_review.services.edit_writing import check_draft, check_reopening, write_edit
from bwc_review.services.frames import Frames
from bwc_review.services.ports import Store, UnitOfWork
from bwc_review.services.rubric_shelf import RubricShelf


class Reviewing:
    """Codes recordings under a rubric.

    Attributes:
        actor: Who acts, as the log will say.
    """

    def __init__(
        self, store: Store, frames: Frames, shelf: RubricShelf, actor: str, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._store = store
        self._frames = frames
        self._shelf = shelf
        self._clock = clock
        self._rubrics: dict[tuple[str, str], Rubric] = {}
        self.actor = actor

    def waiting_at_most(self, seconds: float) -> AbstractContextManager[None]:
        """Within the block this thread waits no longer than that for other writers, then it is told that they write."""
        return self._store.waiting_at_most(seconds)

    def start(
        self,
        recording_id: RecordingId,
        rubric_id: str,
        version: str | None = None,
        reviewer: str | None = None,
        profile: str | None = None,
    ) -> Review:
        """Begin a reviewer's review of a recording, or go on with the one that there is.

        The rubric is installed first if it is one that ships; the version used is frozen in the study. Without a
        version the newest is taken; without a reviewer it is the actor.

        Raises:
            InputError: There is no such recording, rubric, version or profile, or no name for the reviewer.
        """
        name = (self.actor if reviewer is None else reviewer).strip()
        if not name:
            raise InputError("review.reviewer", "A review needs the name of its reviewer.", field="reviewer")
        rubric = self._shelf.ready(rubric_id, version)
        if profile is not None and profile not in {known.id for known in rubric.profiles}:
            message = f"The rubric {rubric.id} {rubric.version} has no profile “{profile}”."
            raise InputError("rubric.unknown_profile", message, field="profile")
        with self._store.writing(self.actor) as work:
            recording = work.recordings.get(recording_id)
            for found in work.reviews.of_recording(recording_id):
                if (found.reviewer, found.rubric_id, found.rubric_version) == (name, rubric.id, rubric.version):
                    return found
            review = Review(ReviewId(new_id()), recording_id, name, rubric.id, rubric.version, profile)
            self.apply_in(work, Operation(f"Start review of {recording.code}", (Edit(None, review),)))
            work.commit()
        return review

    def reviews(self, recording_id: RecordingId) -> tuple[Review, ...]:
        """All reviews of a recording."""
        with self._store.reading() as work:
            return tuple(work.reviews.of_recording(recording_id))

    def tag_counts_of(self, reviewer: str) -> dict[RecordingId, int]:
        """How many tags a reviewer has set in each recording that they review."""
        with self._store.reading() as work:
            counts = work.reviews.tag_counts()
            found: dict[RecordingId, int] = {}
            for review in work.reviews.all():
                if review.reviewer == reviewer:
                    found[review.recording_id] = found.get(review.recording_id, 0) + counts.get(review.id, 0)
            return found

    def review(self, review_id: ReviewId) -> Review:
        """The review with that id."""
        with self._store.reading() as work:
            return work.reviews.get(review_id)

    def rubric_of(self, review: Review) -> Rubric:
        """The frozen rubric version that a review uses."""
        with self._store.reading() as work:
            return self._rubric(work, review)

    def tags(self, review_id: ReviewId) -> tuple[Tag, ...]:
        """Tags of a review by rising start."""
        with self._store.reading() as work:
            return tuple(work.reviews.tags(review_id))

    def ratings(self, review_id: ReviewId) -> tuple[Rating, ...]:
        """Ratings of a review."""
        with self._store.reading() as work:
            return tuple(work.reviews.ratings(review_id))

    def press(
        self,
        review_id: ReviewId,
        behaviour_id: str,
        at: Moment,
        *,
        actor: str = "O1",
        level: int | None = None,
        modifiers: Iterable[tuple[str, str]] = (),
        speed_percent: int = 100,
        compensation_us: int = 0,
    ) -> Applied:
        """Do what the behaviour's key does while the frame at `at` is on the screen.

        A point adds a tag. A state starts (and ends others of its exclusive group), or ends if it is open; with another
        level it switches. The time that is kept is the start of that frame.

        Args:
            review_id: The review that is coded.
            behaviour_id: Code in its rubric.
            at: Any moment while the frame is shown.
            actor: Who shows the behaviour: O1 wears the camera.
            level: Level of a state that has levels.
            modifiers: Name and choice.
            speed_percent: Playback speed now; 0 while paused.
            compensation_us: How much earlier than that frame it was seen (later, if negative); kept in the tag.

        Raises:
            InputError: The rubric's rules forbid it, or the review is locked.
        """
        with self._store.writing(self.actor) as work:
            review = work.reviews.get(review_id)
            recording = work.recordings.get(review.recording_id)
            rubric = self._rubric(work, review)
            shown = self._frames.start_at(recording, at, work)
            start = self._frames.start_at(recording, Moment(max(0, at.us - compensation_us)), work)
            tag = Tag(
                id=TagId(new_id()),
                review_id=review_id,
                behaviour_id=behaviour_id,
                start=start,
                actor=actor,
                level=level,
                modifiers=tuple(sorted(modifiers)),
                tagged_at=self._clock(),
                speed_percent=speed_percent,
                compensation_us=shown - start,
            )
            press = Press(tag, rubric.behaviour(behaviour_id))
            # What a point does depends on no other tag; what it may stand beside is looked at below.
            mates = lane_mates((behaviour_id,), rubric) if press.behaviour.is_state else ()
            beside = work.reviews.tags_of(review_id, mates) if mates else ()
            applied = self.apply_in(work, operation_of(press, beside, rubric))
            work.commit()
        return applied

    def add(self, tag: Tag) -> Applied:
        """Add a tag as it is given, with its times moved to frames.

        Raises:
            InputError: The rubric's rules forbid it, or the review is locked.
        """
        return self.add_all((tag,))

    def add_all(self, tags: Sequence[Tag], label: str | None = None) -> Applied:
        """Add tags together: all of them, or none.

        Raises:
            InputError: The rubric's rules forbid one of them, or a review is locked.
        """
        return self.change_all([(None, tag) for tag in tags], "Add", label)

    def change(self, before: Tag, after: Tag) -> Applied:
        """Replace a tag, with its times moved to frames.

        Raises:
            InputError: The rubric's rules forbid it, or the review is locked.
            StaleEdit: The tag is no longer `before`.
        """
        return self.change_all([(before, after)])

    def change_all(
        self, changes: Sequence[tuple[Tag | None, Tag | None]], verb: str = "Change", label: str | None = None
    ) -> Applied:
        """Replace, add and take away tags together, with their times moved to frames: all of them, or none.

        Args:
            changes: Each tag before and after; None where it does not exist.
            verb: What the Undo menu calls it, such as “Move”, before the tag's name.
            label: All that the Undo menu says, in place of verb and name.

        Raises:
            InputError: The rules forbid one of them, or a review is locked.
            StaleEdit: A tag is no longer as it is said to be before.
        """
        with self._store.writing(self.actor) as work:
            edits = tuple(Edit(before, self._ready(work, before, after)) for before, after in changes)
            tags = [edit.subject for edit in edits if isinstance(edit.subject, Tag)]
            applied = self.apply_in(work, Operation(label or self._label(work, verb, tags), edits))
            work.commit()
        return applied

    def remove(self, tag_ids: Iterable[TagId]) -> Applied:
        """Take tags away together.

        Raises:
            InputError: A review is locked, or no tag was named.
            StaleEdit: A tag is no longer there.
        """
        with self._store.writing(self.actor) as work:
            tags = [self._tag(work, tag_id) for tag_id in dict.fromkeys(tag_ids)]
            if not tags:
                raise InputError("tag.none", "Choose at least one tag to remove.")
            applied = self.apply_in(
                work, Operation(self._label(work, "Remove", tags), tuple(Edit(t, None) for t in tags))
            )
            work.commit()
        return applied

    def rate(self, rating: Rating) -> Applied:
        """Answer a rating item; an earlier answer to it is replaced.

        Raises:
            InputError: The value is not on the item's scale, or the review is locked.
        """
        with self._store.writing(self.actor) as work:
            review = work.reviews.get(rating.review_id)
            rubric = self._rubric(work, review)
            existing = next((r for r in work.reviews.ratings(review.id) if r.item_id == rating.item_id), None)
            if existing is not None:
                rating = replace(rating, id=existing.id)
            item = rubric.items_by_id.get(rating.item_id)
            name = item.name if item else rating.item_id
            applied = self.apply_in(work, Operation(f"Rate {name}", (Edit(existing, rating),)))
            work.commit()
        return applied

    def submit(self, review_id: ReviewId) -> Applied:
        """Lock a review.

        Raises:
            InputError: It is locked already, or a state in it is still open.
        """
        with self._store.writing(self.actor) as work:
            applied = self.submit_in(work, work.reviews.get(review_id))
            work.commit()
        return applied

    def submit_in(self, work: UnitOfWork, review: Review) -> Applied:
        """Like `submit`, as a part of a larger transaction that the caller commits."""
        check_draft(review)
        still_open = self._open_states(work, review)
        if still_open:
            tag = still_open[0]
            name = self._rubric(work, review).behaviour(tag.behaviour_id).name
            message = f"“{name}” from {review_text(tag.start)} is still open. End it before you submit the review."
            raise InputError("review.open_states", message, tags=[str(found.id) for found in still_open])
        code = work.recordings.get(review.recording_id).code
        edit = Edit(review, replace(review, state=ReviewState.SUBMITTED))
        return self.apply_in(work, Operation(f"Submit review of {code}", (edit,)))

    def apply(self, operation: Operation) -> Applied:
        """Do an operation, such as one that takes another back.

        Raises:
            InputError: The rules forbid it, or the review is locked.
            StaleEdit: A value is no longer what the operation expects.
        """
        with self._store.writing(self.actor) as work:
            applied = self.apply_in(work, operation)
            work.commit()
        return applied

    def apply_in(self, work: UnitOfWork, operation: Operation, *, is_reopening: bool = False) -> Applied:
        """Like `apply`, as a part of a larger transaction that the caller commits.

        Args:
            work: The transaction.
            operation: What to do.
            is_reopening: True if a reason for opening a locked review was kept in the same transaction.
        """
        if not is_reopening:
            check_reopening(work, operation, self._clock())
        changes = Changes()
        for edit in operation.edits:
            self._check_value(work, edit.after)
            changes |= write_edit(work, edit)
        self._check_layouts(work, operation)
        entry = work.audit.record_operation(operation)
        return Applied(changes, operation.inverse(entry.seq))

    def _check_value(self, work: UnitOfWork, value: Editable | None) -> None:
        """The rules that a value keeps by itself."""
        if isinstance(value, Tag):
            review = work.reviews.get(value.review_id)
            duration_us = work.recordings.get(review.recording_id).duration_us
            check_tag(value, self._rubric(work, review), duration_us)
        elif isinstance(value, Rating):
            rubric = self._rubric(work, work.reviews.get(value.review_id))
            item = rubric.items_by_id.get(value.item_id)
            if item is None:
                message = f"The rubric {rubric.id} {rubric.version} has no rating “{value.item_id}”."
                raise InputError("rubric.unknown_item", message, field="item", item=value.item_id)
            check_rating(value, item, rubric.missing_reasons)
        elif isinstance(value, CoachingNote):
            review = work.reviews.get(value.review_id)
            check_note(value, work.recordings.get(review.recording_id).duration_us)

    def _check_layouts(self, work: UnitOfWork, operation: Operation) -> None:
        """The rules that tags of one review keep beside each other."""
        by_review: dict[ReviewId, list[Tag]] = {}
        for tag in touched_tags(operation).values():
            by_review.setdefault(tag.review_id, []).append(tag)
        for review_id, tags in by_review.items():
            rubric = self._rubric(work, work.reviews.get(review_id))
            points = [tag for tag in tags if not rubric.behaviour(tag.behaviour_id).is_state]
            states = [tag for tag in tags if rubric.behaviour(tag.behaviour_id).is_state]
            if points:
                starts = {tag.start for tag in points}
                beside = work.reviews.tags_of(review_id, {tag.behaviour_id for tag in points}, starts)
                check_layout(points, beside, rubric)
            if states:
                mates = lane_mates({tag.behaviour_id for tag in states}, rubric)
                check_layout(states, work.reviews.tags_of(review_id, mates), rubric)

    def _rubric(self, work: UnitOfWork, review: Review) -> Rubric:
        # A version that a review uses never changes, so it is read from the study once.
        key = (review.rubric_id, review.rubric_version)
        if key not in self._rubrics:
            self._rubrics[key] = work.rubrics.get(*key)
        return self._rubrics[key]

    def _open_states(self, work: UnitOfWork, review: Review) -> list[Tag]:
        rubric = self._rubric(work, review)
        return [
            tag
            for tag in work.reviews.tags(review.id)
            if tag.end is None and rubric.behaviour(tag.behaviour_id).is_state
        ]

    def _ready(self, work: UnitOfWork, before: Tag | None, after: Tag | None) -> Tag | None:
        """The tag to store: on frames, and a new one with the time at which it was set."""
        if after is None:
            return None
        if before is not None:
            return self._on_frames(work, by_hand(before, after))
        return self._on_frames(work, after if after.tagged_at is not None else replace(after, tagged_at=self._clock()))

    def _on_frames(self, work: UnitOfWork, tag: Tag) -> Tag:
        recording: Recording = work.recordings.get(work.reviews.get(tag.review_id).recording_id)
        if not 0 <= tag.start.us < recording.duration_us:
            return tag  # the rules refuse it with a sentence
        start = self._frames.start_at(recording, tag.start, work)
        end = tag.end
        if end is not None and tag.start < end and end.us <= recording.duration_us:
            end = self._frames.end_at(recording, end, start, work)
        return replace(tag, start=start, end=end, modifiers=tuple(sorted(tag.modifiers)))

    def _tag(self, work: UnitOfWork, tag_id: TagId) -> Tag:
        tag = work.reviews.find_tag(tag_id)
        if tag is None:
            raise StaleEdit("This tag was removed elsewhere in the meantime.", tag=str(tag_id))
        return tag

    def _label(self, work: UnitOfWork, verb: str, tags: Sequence[Tag]) -> str:
        if len(tags) != 1:
            return f"{verb} {len(tags)} tags"
        behaviour = self._rubric(work, work.reviews.get(tags[0].review_id)).behaviour(tags[0].behaviour_id)
        return f"{verb} {behaviour.name} at {review_text(tags[0].start)}"
