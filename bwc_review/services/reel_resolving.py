"""From a reel in codes and behaviours to one in recordings, frames and captions."""

from collections.abc import Sequence
from dataclasses import dataclass

from bwc_review.domain.coding_choices import CodingChoices, first_said
from bwc_review.domain.coding_preferences import CodingPreferences
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import ReelId, new_id
from bwc_review.domain.people import Phase
from bwc_review.domain.reel import Caption, Card, Excerpt, Item, Pair, Reel, Single
from bwc_review.domain.rubric import Rubric
from bwc_review.domain.tag import Review, Tag
from bwc_review.domain.time import Moment, TimeRange, review_text
from bwc_review.services.captions import captions_of
from bwc_review.services.frames import Frames
from bwc_review.services.library import ClipRow, Library
from bwc_review.services.ports import UnitOfWork
from bwc_review.services.preferences import preferences_in
from bwc_review.services.reel_yaml import (
    AFTER_US,
    BEFORE_US,
    Captions,
    CardSpec,
    ItemSpec,
    PairSpec,
    Place,
    ReelSpec,
    SingleSpec,
    TagSpec,
)
from bwc_review.services.text_source import raise_together

_OPPOSITE = {"pre": Phase.POST, "post": Phase.PRE}


@dataclass(frozen=True, slots=True)
class _Coded:
    """A review with what it holds."""

    review: Review
    rubric: Rubric
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class _Meeting:
    """Where a side of a pair meets the other, and how much of it is shown before and after."""

    anchor: Moment
    before_us: int
    after_us: int


@dataclass(frozen=True, slots=True)
class ReelResolver:
    """Looks up a reel's codes, behaviours and reviewers in a study.

    Attributes:
        work: A unit of work for reading.
        library: The study's recordings.
        frames: Their frame times.
    """

    work: UnitOfWork
    library: Library
    frames: Frames

    def resolve(self, spec: ReelSpec) -> Reel:
        """The reel as it will be rendered.

        Raises:
            InputError: A code, behaviour or reviewer is not in the study, or a time lies outside its clip. Problems of
                several items are told together, each with its line.
        """
        items: list[Item] = []
        problems: list[InputError] = []
        for item in spec.items:
            try:
                items.append(self._item(item))
            except InputError as error:
                problems.append(error)
        raise_together(spec.file, problems)
        return Reel(
            id=ReelId(new_id()),
            title=spec.title,
            subtitle=spec.subtitle,
            selection=spec.selection,
            selection_note=spec.selection_note,
            items=tuple(items),
            width=spec.width,
            height=spec.height,
            rate=spec.rate,
            fade_us=spec.fade_us,
        )

    def _item(self, spec: ItemSpec) -> Item:
        if isinstance(spec, CardSpec):
            return Card(spec.title, spec.lines, spec.duration_us)
        return self._pair(spec) if isinstance(spec, PairSpec) else self._single(spec)

    def _single(self, spec: SingleSpec) -> Single:
        row = self._row(spec.clip, spec.place, "clip")
        recording = row.recording
        cut = self._tag_span(row, spec.cut, spec) if isinstance(spec.cut, TagSpec) else spec.cut
        for name, moment in (("from", cut.start), ("to", cut.end)):
            if moment.us > recording.duration_us or (name == "from" and moment.us == recording.duration_us):
                sentence = f"{recording.code} ends at {review_text(recording.range.end)}."
                raise spec.place.fault("reel.outside", name, sentence)
        start = self.frames.start_at(recording, cut.start, self.work)
        end = self.frames.frame_end(recording, max(start, cut.end.shifted(-1)), self.work)
        captions = self._captions(row, spec.captions, spec.reviewer, spec.place)
        label = spec.label or recording.code
        return Single(Excerpt(recording.id, TimeRange(start, end), row.phase, label, captions), spec.is_heard)

    def _tag_span(self, row: ClipRow, wanted: TagSpec, spec: SingleSpec) -> TimeRange:
        """From the lead before a tag's onset to the lag after its end, unless the reel says otherwise."""
        coded = self._coded_with(row, wanted.behaviour_id, spec.reviewer, spec.place, "tag")
        found = _by_time(coded, wanted.behaviour_id, row.recording.code, spec.place, "tag")
        if wanted.number > len(found):
            name = coded.rubric.behaviour(wanted.behaviour_id).name
            count = f"{len(found)} time{'s' if len(found) > 1 else ''}"
            sentence = f"{coded.review.reviewer} tagged “{name}” {count} in {row.recording.code}."
            raise spec.place.fault("reel.tag", "number", sentence)
        tag = found[wanted.number - 1]
        return self._choices(coded).span(tag, row.recording.duration_us, wanted.before_us, wanted.after_us)

    def _choices(self, coded: _Coded) -> CodingChoices:
        preferences = preferences_in(self.work, coded.review.reviewer) or CodingPreferences()
        return preferences.choices(coded.rubric.id)

    def _pair(self, spec: PairSpec) -> Pair:
        pre, post = self._side_row(spec, "pre"), self._side_row(spec, "post")
        left, right = self._meeting(pre, 0, spec), self._meeting(post, 1, spec)
        return Pair(
            pre=self._side(pre, left, spec),
            post=self._side(post, right, spec),
            pre_anchor=left.anchor,
            post_anchor=right.anchor,
            sound=spec.sound,
            title=spec.title,
        )

    def _meeting(self, row: ClipRow, side: int, spec: PairSpec) -> _Meeting:
        """Where a side meets the other, and how much of it is shown around that."""
        if not isinstance(spec.align, str):
            anchor = self._own_anchor(row, spec.align[side], spec.place)
            before_us = first_said(spec.before_us, None, BEFORE_US)
            return _Meeting(anchor, before_us, first_said(spec.after_us, None, AFTER_US))
        coded = self._coded_with(row, spec.align, spec.reviewer, spec.place, "align")
        tag = _by_time(coded, spec.align, row.recording.code, spec.place, "align")[0]
        before_us, after_us = self._choices(coded).around(tag)
        return _Meeting(
            self.frames.start_at(row.recording, tag.start, self.work),
            first_said(spec.before_us, before_us, BEFORE_US),
            first_said(spec.after_us, after_us, AFTER_US),
        )

    def _side_row(self, spec: PairSpec, name: str) -> ClipRow:
        row = self._row(spec.pre if name == "pre" else spec.post, spec.place, name)
        if row.phase is _OPPOSITE[name]:
            sentence = f"{row.recording.code} is {row.phase}-training by its officer's records, not {name}-training."
            raise spec.place.fault("reel.phase", name, sentence)
        return row

    def _side(self, row: ClipRow, meeting: _Meeting, spec: PairSpec) -> Excerpt:
        recording, anchor = row.recording, meeting.anchor
        end_us = min(anchor.us + meeting.after_us, recording.duration_us)
        start = self.frames.start_at(recording, Moment(max(0, anchor.us - meeting.before_us)), self.work)
        end = self.frames.frame_end(recording, Moment(max(start.us, end_us - 1)), self.work)
        captions = self._captions(row, spec.captions, spec.reviewer, spec.place)
        return Excerpt(recording.id, TimeRange(start, end), row.phase, recording.code, captions)

    def _own_anchor(self, row: ClipRow, at: Moment, place: Place) -> Moment:
        if at.us >= row.recording.duration_us:
            sentence = f"{row.recording.code} ends at {review_text(row.recording.range.end)}."
            raise place.fault("reel.outside", "align", sentence)
        return self.frames.start_at(row.recording, at, self.work)

    def _coded_with(self, row: ClipRow, behaviour_id: str, reviewer: str | None, place: Place, name: str) -> _Coded:
        """The one review that can be meant, under a rubric that has the behaviour."""
        coded = [one for one in self._coded(row, reviewer, place) if behaviour_id in one.rubric.by_id]
        code = row.recording.code
        if not coded:
            sentence = f"No rubric that {code} was reviewed with has a behaviour “{behaviour_id}”."
            raise place.fault("reel.behaviour", name, sentence)
        return _only(coded, code, place, name)

    def _captions(self, row: ClipRow, wanted: Captions, reviewer: str | None, place: Place) -> tuple[Caption, ...]:
        if wanted is Captions.NONE:
            return ()
        chosen = _only(self._coded(row, reviewer, place), row.recording.code, place, "captions")
        return captions_of(chosen.tags, chosen.rubric, row.recording.duration_us)

    def _coded(self, row: ClipRow, reviewer: str | None, place: Place) -> list[_Coded]:
        reviews = self.work.reviews.of_recording(row.recording.id)
        if not reviews:
            sentence = f"{row.recording.code} has no review yet, so there are no tags to use."
            raise place.fault("reel.no_review", "reviewer", sentence)
        chosen = [review for review in reviews if reviewer is None or review.reviewer == reviewer]
        if not chosen:
            names = ", ".join(sorted({review.reviewer for review in reviews}))
            sentence = f"“{reviewer}” has not reviewed {row.recording.code}. Its reviewers: {names}."
            raise place.fault("reel.reviewer", "reviewer", sentence)
        return [
            _Coded(
                review,
                self.work.rubrics.get(review.rubric_id, review.rubric_version),
                tuple(self.work.reviews.tags(review.id)),
            )
            for review in chosen
        ]

    def _row(self, code: str, place: Place, name: str) -> ClipRow:
        try:
            return self.library.row(self.library.by_code(code).id)
        except InputError as error:
            raise place.fault(error.code, name, f"There is no clip “{code}” in this study.") from None


def _by_time(coded: _Coded, behaviour_id: str, code: str, place: Place, name: str) -> list[Tag]:
    """The reviewer's tags of a behaviour, by onset; at least one."""
    found = sorted((tag for tag in coded.tags if tag.behaviour_id == behaviour_id), key=lambda tag: tag.start)
    if not found:
        title = coded.rubric.behaviour(behaviour_id).name
        sentence = f"{coded.review.reviewer} tagged no “{title}” ({behaviour_id}) in {code}."
        raise place.fault("reel.no_anchor", name, sentence)
    return found


def _only(coded: Sequence[_Coded], code: str, place: Place, name: str) -> _Coded:
    """The one review that can be meant."""
    if len(coded) == 1:
        return coded[0]
    reviewers = sorted({one.review.reviewer for one in coded})
    if len(reviewers) > 1:
        sentence = f"{code} has reviews by {', '.join(reviewers)}. Say whose tags to use: reviewer: {reviewers[0]}"
        raise place.fault("reel.reviewer", "reviewer", sentence)
    rubrics = ", ".join(f"{one.review.rubric_id} {one.review.rubric_version}" for one in coded)
    sentence = (
        f"{reviewers[0]} reviewed {code} under several rubrics ({rubrics}), so it is not clear whose tags to use."
    )
    raise place.fault("reel.several_reviews", name, sentence)
