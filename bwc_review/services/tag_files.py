"""Tags and ratings from and to files: CSV for spreadsheets (tags alone), JSON for everything."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bwc_review.domain.changes import Applied, Edit, Operation, Touched
from bwc_review.domain.clip import Recording
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import RatingId, ReviewId, TagId, new_id
from bwc_review.domain.progress import CancelToken, Progress, Report, silent
from bwc_review.domain.rubric import Rubric
from bwc_review.domain.tag import Rating, Review, ReviewState, Tag, check_rating, check_tag
from bwc_review.domain.time import Moment
from bwc_review.services.clock import utc_now
from bwc_review.services.frames import Frames
from bwc_review.services.library import Library
from bwc_review.services.ports import Store, UnitOfWork
from bwc_review.services.reviewing import Reviewing
from bwc_review.services.rubric_shelf import RubricShelf
from bwc_review.services.tables import TagRow, read_tags, tags_to_text
from bwc_review.services.tag_incoming import IncomingReview, IncomingTag, reviews_of_rows
from bwc_review.services.tag_json import read_tag_json, tag_json_text
from bwc_review.services.text_export import record_text, write_text

_FIELDS = {"start": "start", "end": "end", "level": "level", "modifiers": "modifiers", "confidence": "confidence"}


@dataclass(frozen=True, slots=True)
class HeldReview:
    """A review with everything in it."""

    code: str
    review: Review
    rubric: Rubric
    tags: tuple[Tag, ...]
    ratings: tuple[Rating, ...]


@dataclass(frozen=True, slots=True)
class TagFileResult:
    """What went in or out: numbers of tags, ratings and reviews.

    Attributes:
        tags: Tags.
        ratings: Ratings.
        reviews: Reviews that they belong to.
        applied: For an import, what each review's operation did and how it is taken back.
    """

    tags: int
    ratings: int
    reviews: int
    applied: tuple[Applied, ...] = ()


class TagFiles:
    """Imports and exports tags.

    Attributes:
        actor: Who acts, as the log will say.
    """

    def __init__(
        self,
        store: Store,
        library: Library,
        frames: Frames,
        shelf: RubricShelf,
        actor: str,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._library = library
        self._frames = frames
        self._shelf = shelf
        self._clock = clock
        self.actor = actor

    def reviews(self, code: str | None = None, reviewer: str | None = None) -> tuple[HeldReview, ...]:
        """Reviews with their tags and ratings, by code name, then reviewer.

        Raises:
            InputError: There is no recording with that code name, or no review by that reviewer.
        """
        chosen = None if code is None else self._library.by_code(code)
        with self._store.reading() as work:
            if reviewer not in (None, self.actor):  # the actor's own reviews may still be to come
                _check_reviewer(work, reviewer)
            recordings = work.recordings.all() if chosen is None else [chosen]
            return tuple(
                HeldReview(
                    recording.code,
                    review,
                    work.rubrics.get(review.rubric_id, review.rubric_version),
                    tuple(sorted(work.reviews.tags(review.id), key=_order)),
                    tuple(sorted(work.reviews.ratings(review.id), key=lambda rating: rating.item_id)),
                )
                for recording in recordings
                for review in sorted(work.reviews.of_recording(recording.id), key=lambda found: found.reviewer)
                if reviewer in (None, review.reviewer)
            )

    def import_tags(self, path: Path, report: Report = silent, cancel: CancelToken | None = None) -> TagFileResult:
        """Bring in tags (and, from JSON, ratings): all of them, or nothing.

        A review is made for a reviewer who has none of that recording under that rubric; a shipped rubric is installed.
        Times are moved to the start of the frame that they fall on.

        Raises:
            InputError: The file breaks a rule, names what is not in the study, or holds a tag that cannot stand beside
                the others; the message says where.
            EnvironmentFault: The file cannot be read.
            Cancelled: The job was stopped; nothing was changed.
        """
        token = cancel or CancelToken()
        incoming = read_tag_json(path) if _format(path) == "json" else reviews_of_rows(read_tags(path))
        # Its own instance: what it remembers of rubrics must not outlive a transaction that is taken back.
        reviewing = Reviewing(self._store, self._frames, self._shelf, self.actor, self._clock)
        applied: list[Applied] = []
        if not incoming:
            raise InputError("tags.nothing", f"{path.name} holds no tags.", path=str(path))
        with self._store.writing(self.actor) as work:
            for number, review in enumerate(incoming, start=1):
                token.raise_if_cancelled()
                applied.append(self._bring_in(work, reviewing, review, path.name))
                report(Progress(number, len(incoming), review.clip))
            work.commit()
        tags, ratings = sum(len(found.tags) for found in incoming), sum(len(found.ratings) for found in incoming)
        reviews = len({review_id for done in applied for review_id in _review_ids(done)})
        return TagFileResult(tags, ratings, reviews, tuple(applied))

    def export_tags(
        self,
        path: Path,
        codes: Iterable[str] | None = None,
        reviewer: str | None = None,
        report: Report = silent,
        cancel: CancelToken | None = None,
    ) -> TagFileResult:
        """Write tags as CSV, or tags and ratings as JSON; the file's suffix decides.

        The file is recorded with its hash, unless the study can only be read.

        Raises:
            InputError: The suffix is another, there is no recording with one of the codes, or no review by that
                reviewer.
            EnvironmentFault: The file cannot be written; an earlier one stays as it was.
        """
        kind, token = _format(path), cancel or CancelToken()
        found = [held for code in dict.fromkeys(codes or [None]) for held in self.reviews(code, reviewer)]
        if kind == "json":
            text = tag_json_text((held.code, held.review, held.tags, held.ratings) for held in found)
        else:
            text = tags_to_text(_row(held, tag) for held in found for tag in held.tags)
        token.raise_if_cancelled()
        write_text(path, text)
        sources = tuple(f"review:{held.review.id}" for held in found)
        facts = {"reviews": len(found)}
        record_text(self._store, path, text, "tags", sources, self._clock(), self.actor, facts)
        report(Progress(1, 1, path.name))
        return TagFileResult(
            sum(len(held.tags) for held in found), sum(len(held.ratings) for held in found), len(found)
        )

    def _bring_in(self, work: UnitOfWork, reviewing: Reviewing, incoming: IncomingReview, file: str) -> Applied:
        recording = work.recordings.by_code(incoming.clip) or work.recordings.by_code(incoming.clip.upper())
        if recording is None:
            sentence = f"There is no clip “{incoming.clip}” in this study."
            raise incoming.fault("clip.unknown_code", "clip", sentence)
        rubric = self._rubric(work, incoming)
        edits, review = self._review(work, incoming, recording, rubric)
        sources: dict[str, IncomingTag] = {}
        for source in incoming.tags:
            tag = self._tag(work, source, review.id, recording, rubric)
            sources[str(tag.id)] = source
            edits.append(Edit(None, tag))
        edits += self._ratings(work, incoming, review, rubric)
        if incoming.state is ReviewState.SUBMITTED:
            edits.append(Edit(review, replace(review, state=ReviewState.SUBMITTED)))
        tags = "1 tag" if len(incoming.tags) == 1 else f"{len(incoming.tags)} tags"
        label = f"Import {tags} of {review.reviewer} on {recording.code} from {file}"
        try:
            return reviewing.apply_in(work, Operation(label, tuple(edits)))
        except InputError as error:
            source = sources.get(str(error.facts.get("tag")))
            fault = source.fault if source else incoming.fault
            raise fault(error.code, _FIELDS.get(str(error.facts.get("field")), "clip"), error.message) from None

    def _rubric(self, work: UnitOfWork, incoming: IncomingReview) -> Rubric:
        try:
            rubric = self._shelf.get(incoming.rubric, incoming.rubric_version or None, work)
        except InputError as error:
            raise incoming.fault(error.code, "rubric", error.message) from None
        self._shelf.put_in(work, rubric)
        if incoming.profile is not None and incoming.profile not in {profile.id for profile in rubric.profiles}:
            sentence = f"The rubric {rubric.id} {rubric.version} has no profile “{incoming.profile}”."
            raise incoming.fault("rubric.unknown_profile", "profile", sentence)
        return rubric

    def _review(
        self, work: UnitOfWork, incoming: IncomingReview, recording: Recording, rubric: Rubric
    ) -> tuple[list[Edit], Review]:
        reviewer = incoming.reviewer or self.actor
        for known in work.reviews.of_recording(recording.id):
            if (known.reviewer, known.rubric_id, known.rubric_version) == (reviewer, rubric.id, rubric.version):
                return [], known
        review = Review(ReviewId(new_id()), recording.id, reviewer, rubric.id, rubric.version, incoming.profile)
        return [Edit(None, review)], review

    def _tag(
        self, work: UnitOfWork, source: IncomingTag, review_id: ReviewId, recording: Recording, rubric: Rubric
    ) -> Tag:
        row = source.row
        tag = Tag(
            id=TagId(new_id()),
            review_id=review_id,
            behaviour_id=row.behaviour,
            start=row.start,
            end=row.end,
            actor=row.actor,
            target=row.target,
            level=row.level,
            modifiers=row.modifiers,
            confidence=row.confidence,
            note=row.note,
            is_heard_only=row.is_heard_only,
            tagged_at=row.tagged_at,
            speed_percent=row.speed_percent,
            compensation_us=row.compensation_us,
            end_compensation_us=row.end_compensation_us,
        )
        try:
            check_tag(tag, rubric, recording.duration_us)
        except InputError as error:
            column = _FIELDS.get(str(error.facts.get("field")), "behaviour")
            raise source.fault(error.code, column, error.message) from None
        start = self._frames.start_at(recording, tag.start, work)
        end = None if tag.end is None else self._frames.end_at(recording, tag.end, start, work)
        return replace(tag, start=start, end=end)

    def _ratings(self, work: UnitOfWork, incoming: IncomingReview, review: Review, rubric: Rubric) -> list[Edit]:
        known = {rating.item_id: rating for rating in work.reviews.ratings(review.id)}
        edits: list[Edit] = []
        for source in incoming.ratings:
            item = rubric.items_by_id.get(source.item)
            if item is None:
                sentence = f"The rubric {rubric.id} {rubric.version} has no rating “{source.item}”."
                raise source.fault("rubric.unknown_item", "item", sentence)
            before = known.get(source.item)
            rating_id = before.id if before else RatingId(new_id())
            rating = Rating(rating_id, review.id, source.item, source.value, source.missing, source.note)
            try:
                check_rating(rating, item, rubric.missing_reasons)
            except InputError as error:
                raise source.fault(error.code, str(error.facts["field"]), error.message) from None
            edits.append(Edit(before, rating))
            known[source.item] = rating
        return edits


def _check_reviewer(work: UnitOfWork, reviewer: str) -> None:
    reviewers = sorted({review.reviewer for review in work.reviews.all()})
    if reviewer not in reviewers:
        there_are = f"There are reviews by {', '.join(reviewers)}." if reviewers else "There are no reviews yet."
        raise InputError("review.no_reviewer", f"No review is by “{reviewer}”. {there_are}", reviewer=reviewer)


def _format(path: Path) -> str:
    kind = path.suffix.lower().lstrip(".")
    if kind not in ("csv", "json"):
        message = f"{path.name} must end in .csv (tags) or .json (tags and ratings)."
        raise InputError("tags.format", message, path=str(path))
    return kind


def _order(tag: Tag) -> tuple[Moment, str, str, str]:
    """By time; what starts in the same frame by name, so that the same tags always give the same file."""
    return tag.start, tag.behaviour_id, tag.actor, tag.target


def _row(held: HeldReview, tag: Tag) -> TagRow:
    return TagRow(
        clip=held.code,
        reviewer=held.review.reviewer,
        rubric=held.review.rubric_id,
        rubric_version=held.review.rubric_version,
        behaviour=tag.behaviour_id,
        start=tag.start,
        end=tag.end,
        actor=tag.actor,
        target=tag.target,
        level=tag.level,
        modifiers=tag.modifiers,
        confidence=tag.confidence,
        note=tag.note,
        is_heard_only=tag.is_heard_only,
        tagged_at=tag.tagged_at,
        speed_percent=tag.speed_percent,
        compensation_us=tag.compensation_us,
        end_compensation_us=tag.end_compensation_us,
    )


def _review_ids(applied: Applied) -> set[ReviewId]:
    return {ReviewId(found) for found in applied.changes.of_kind(Touched.REVIEWS)}
