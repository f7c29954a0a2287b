"""Writing rubrics: drafts that are kept at every step, published as versions that stay as they are."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bwc_review.domain.errors import InputError, StaleEdit
from bwc_review.domain.ids import DraftId, new_id
from bwc_review.domain.rubric import Rubric
from bwc_review.domain.rubric_difference import RubricDifference, difference
from bwc_review.domain.rubric_draft import ExampleClip, RubricDraft
from bwc_review.domain.rubric_edit import blank_rubric, next_version
from bwc_review.services.clock import utc_now
from bwc_review.services.ports import Store, UnitOfWork
from bwc_review.services.rubric_rules import problems
from bwc_review.services.rubric_shelf import RubricShelf, version_key
from bwc_review.services.text_export import write_text


@dataclass(frozen=True, slots=True)
class RubricState:
    """A version of a rubric and how it stands.

    Attributes:
        rubric: The version.
        is_shipped: True if it comes with the program.
        is_installed: True if the study holds it.
        review_count: Reviews that use it.
        tag_count: Tags in those reviews.
    """

    rubric: Rubric
    is_shipped: bool
    is_installed: bool
    review_count: int
    tag_count: int

    @property
    def is_used(self) -> bool:
        """True if a review uses it."""
        return self.review_count > 0

    @property
    def can_correct(self) -> bool:
        """True if its own text may still be changed: it is this study's own, and nobody has coded by it."""
        return self.is_installed and not self.is_shipped and not self.is_used


class RubricEditing:
    """Drafts, versions and example clips.

    Attributes:
        actor: Who acts, as the log will say.
    """

    def __init__(self, store: Store, shelf: RubricShelf, actor: str, clock: Callable[[], datetime] = utc_now) -> None:
        self._store = store
        self._shelf = shelf
        self._clock = clock
        self.actor = actor

    def states(self) -> tuple[RubricState, ...]:
        """All versions, in the study and shipped, by id and version."""
        shipped = {(rubric.id, rubric.version): rubric for rubric in self._shelf.shipped()}
        with self._store.reading() as work:
            installed = {(rubric.id, rubric.version): rubric for rubric in work.rubrics.all()}
            reviews, tags = _uses(work)
        found = [
            RubricState(rubric, name in shipped, name in installed, reviews[name], tags[name])
            for name, rubric in (shipped | installed).items()
        ]
        return tuple(sorted(found, key=lambda state: (state.rubric.id, version_key(state.rubric))))

    def drafts(self) -> tuple[RubricDraft, ...]:
        """All drafts, the last changed first."""
        with self._store.reading() as work:
            return tuple(work.drafts.all())

    def begin(self) -> RubricDraft:
        """A draft of a new rubric."""
        taken = {state.rubric.id for state in self.states()} | {draft.rubric.id for draft in self.drafts()}
        rubric, number = blank_rubric(), 1
        while rubric.id in taken:
            number += 1
            rubric = replace(rubric, id=f"my-rubric-{number}")
        return self._begun(rubric, "", is_correction=False, examples=())

    def begin_version(self, source: Rubric) -> RubricDraft:
        """A draft of the version after the newest of a rubric, with the text and the example clips of `source`."""
        versions = [state.rubric for state in self.states() if state.rubric.id == source.id]
        rubric = numbered_on(source, max((*versions, source), key=version_key))
        return self._begun(rubric, source.version, is_correction=False, examples=self.examples(source))

    def begin_correction(self, source: Rubric) -> RubricDraft:
        """A draft that will replace a version which no review uses.

        Raises:
            InputError: A review uses it, or it ships with the program.
        """
        self._check_can_correct(source.id, source.version)
        return self._begun(source, source.version, is_correction=True, examples=self.examples(source))

    def begin_import(self, path: Path) -> RubricDraft:
        """A draft with the text of a rubric file.

        Raises:
            InputError: The file breaks a rule; the message names line and field.
            EnvironmentFault: It cannot be read.
        """
        return self._begun(self._shelf.check(path), "", is_correction=False, examples=())

    def save(self, draft: RubricDraft) -> RubricDraft:
        """Keep a draft as it is now, broken rules and all; the draft as it was stored.

        Raises:
            StaleEdit: It was changed elsewhere since `draft` was read.
        """
        with self._store.writing(self.actor) as work:
            stored = work.drafts.find(draft.id)
            if stored is not None and stored.changed_at != draft.changed_at:
                message = f"This draft was changed by {stored.changed_by} in the meantime. Open it again."
                raise StaleEdit(message, draft=str(draft.id))
            kept = replace(draft, changed_at=self._clock(), changed_by=self.actor)
            work.drafts.put(kept)
            _record(work, "rubric.draft", kept)
            work.commit()
        return kept

    def discard(self, draft_id: DraftId) -> RubricDraft:
        """Throw a draft away; `save` brings back what this returns.

        Raises:
            InputError: There is no such draft.
        """
        with self._store.writing(self.actor) as work:
            draft = work.drafts.get(draft_id)
            work.drafts.remove(draft_id)
            _record(work, "rubric.discard", draft)
            work.commit()
        return draft

    def publish(self, draft_id: DraftId) -> Rubric:
        """Make a draft a version of the study, with its example clips; the draft is gone then.

        Raises:
            InputError: It breaks a rule, its version is taken or not newer, or what it corrects is used by now.
        """
        # What is installed is what a file of it would give: written, read again, and so held to every rule.
        from bwc_review.services.rubric_yaml import rubric_from_text, rubric_to_text

        with self._store.reading() as work:
            draft = work.drafts.get(draft_id)
        broken = problems(draft.rubric)
        if broken:
            what = "1 thing is" if len(broken) == 1 else f"{len(broken)} things are"
            message = f"{what} to be mended before this version can be used."
            raise InputError("rubric.broken", message, problems=[problem.text for problem in broken])
        rubric = rubric_from_text(rubric_to_text(draft.rubric), f"{draft.rubric.id}.yaml")
        if draft.is_correction:
            self._check_can_correct(rubric.id, draft.based_on)
        self._check_version(rubric, draft)
        with self._store.writing(self.actor) as work:
            if draft.is_correction:
                before = work.rubrics.get(rubric.id, rubric.version)
                work.rubrics.replace(rubric)
                details = {"before": before.content_hash, "sha256": rubric.content_hash}
                work.audit.record("rubric.correct", f"rubric:{rubric.id} {rubric.version}", details)
            else:
                self._shelf.put_in(work, rubric)
            work.examples.put(rubric.id, rubric.version, _fitting(draft.examples, rubric))
            work.drafts.remove(draft_id)
            _record(work, "rubric.publish", draft)
            work.commit()
        return rubric

    def examples(self, rubric: Rubric) -> tuple[ExampleClip, ...]:
        """Example clips of a version."""
        with self._store.reading() as work:
            return tuple(work.examples.of(rubric.id, rubric.version))

    def put_examples(self, rubric: Rubric, examples: Sequence[ExampleClip]) -> tuple[ExampleClip, ...]:
        """Let these be a version's example clips, also if it is frozen: they are no part of its text.

        A version that ships is installed first. Returns the example clips that it had.

        Raises:
            InputError: An example is of a behaviour, rating or level that the version has not, or lies outside its
                recording.
        """
        if len(_fitting(examples, rubric)) != len(examples):
            message = f"{rubric.id} {rubric.version} has no such behaviour, rating or level."
            raise InputError("rubric.example", message)
        self._shelf.ready(rubric.id, rubric.version)
        with self._store.writing(self.actor) as work:
            for example in examples:
                length_us = work.recordings.get(example.recording_id).duration_us
                if not 0 <= example.span.start.us < example.span.end.us <= length_us:
                    raise InputError("rubric.example", "An example clip must lie inside its recording.")
            before = tuple(work.examples.of(rubric.id, rubric.version))
            work.examples.put(rubric.id, rubric.version, examples)
            details = {"examples": len(examples), "before": len(before)}
            work.audit.record("rubric.examples", f"rubric:{rubric.id} {rubric.version}", details)
            work.commit()
        return before

    def difference(self, before: Rubric, after: Rubric) -> RubricDifference:
        """What has changed from one version to another."""
        return difference(before, after)

    def export(self, rubric: Rubric, path: Path) -> Path:
        """Write a rubric as a YAML file that `begin_import` and the command line read back whole.

        Raises:
            InputError: It breaks a rule: such a file could not be read again.
            EnvironmentFault: The file cannot be written.
        """
        return export_rubric(rubric, path)

    def _begun(
        self, rubric: Rubric, based_on: str, *, is_correction: bool, examples: tuple[ExampleClip, ...]
    ) -> RubricDraft:
        made = RubricDraft(DraftId(new_id()), rubric, based_on, is_correction, examples, self._clock(), self.actor)
        return self.save(made)

    def _state(self, rubric_id: str, version: str) -> RubricState | None:
        names = (rubric_id, version)
        return next((one for one in self.states() if (one.rubric.id, one.rubric.version) == names), None)

    def _check_can_correct(self, rubric_id: str, version: str) -> None:
        state = self._state(rubric_id, version)
        if state is None or not state.can_correct:
            message = (
                f"{rubric_id} {version} stays as it is: it is in use or ships with the program. Make a new version."
            )
            raise InputError("rubric.frozen", message, rubric=rubric_id, version=version)

    def _check_version(self, rubric: Rubric, draft: RubricDraft) -> None:
        known = [state.rubric for state in self.states() if state.rubric.id == rubric.id]
        if draft.is_correction and rubric.version == draft.based_on:
            return
        newest = max(known, key=version_key, default=None)
        if newest is not None and version_key(rubric) <= version_key(newest):
            message = f"{rubric.id} has version {newest.version} already: a new text needs a higher number."
            raise InputError("rubric.version", message, field="version", newest=newest.version)
        if draft.is_correction:
            message = f"This corrects version {draft.based_on}. Keep that number, or make a new version instead."
            raise InputError("rubric.version", message, field="version", newest=draft.based_on)


def numbered_on(source: Rubric, newest: Rubric) -> Rubric:
    """The text of `source` under the version after `newest`."""
    return replace(source, version=next_version(newest.version))


def export_rubric(rubric: Rubric, path: Path) -> Path:
    """Write a rubric as a YAML file that is read back whole.

    Raises:
        InputError: It breaks a rule: such a file could not be read again.
        EnvironmentFault: The file cannot be written.
    """
    from bwc_review.services.rubric_yaml import rubric_from_text, rubric_to_text

    text = rubric_to_text(rubric)
    rubric_from_text(text, path.name)
    write_text(path, text)
    return path


def _uses(work: UnitOfWork) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """Reviews and tags by rubric id and version."""
    reviews, tags, counts = Counter[tuple[str, str]](), Counter[tuple[str, str]](), work.reviews.tag_counts()
    for review in work.reviews.all():
        name = (review.rubric_id, review.rubric_version)
        reviews[name] += 1
        tags[name] += counts.get(review.id, 0)
    return reviews, tags


def _fitting(examples: Sequence[ExampleClip], rubric: Rubric) -> list[ExampleClip]:
    """The example clips of behaviours, ratings and levels that the rubric has."""
    owners = {(one.id, None) for one in rubric.behaviours}
    owners |= {(one.id, level.value) for one in rubric.behaviours for level in one.levels}
    owners |= {(item.id, value) for item in rubric.ratings for value in item.scale.values}
    return [example for example in examples if (example.owner, example.level) in owners]


def _record(work: UnitOfWork, action: str, draft: RubricDraft) -> None:
    details = {"draft": str(draft.id), "sha256": draft.rubric.content_hash}
    work.audit.record(action, f"rubric:{draft.rubric.id} {draft.rubric.version}", details)
