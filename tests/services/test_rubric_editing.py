"""Drafts, new versions, example clips: nothing that was used ever changes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bwc_review.domain.errors import EnvironmentFault, InputError, StaleEdit
from bwc_review.domain.rubric import Rubric
from bwc_review.domain.rubric_draft import ExampleClip, RubricDraft
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.services.bootstrap import Study
from bwc_review.services.rubric_editing import RubricEditing
from bwc_review.services.rubric_yaml import load_rubric
from tests.services.conftest import Shelf
from tests.unit.samples import RUBRIC as SAMPLE

RUBRIC = replace(SAMPLE, behaviours=SAMPLE.behaviours[:5])
SPAN = TimeRange(Moment(1_000_000), Moment(3_000_000))


@pytest.fixture
def editing(study: Study) -> RubricEditing:
    return study.rubric_editing


def installed(study: Study, rubric: Rubric = RUBRIC) -> Rubric:
    with study.store.writing("lead") as work:
        study.rubrics.put_in(work, rubric)
        work.commit()
    return rubric


def titled(draft: RubricDraft, title: str) -> RubricDraft:
    return replace(draft, rubric=replace(draft.rubric, title=title))


def test_versions_say_how_they_stand(study: Study, editing: RubricEditing, shelf: Shelf) -> None:
    review = shelf.review(shelf.recording())
    study.reviewing.press(review.id, "tc.paraphrase", Moment(400_000))
    installed(study, replace(RUBRIC, version="1.1.0"))
    study.rubrics.install("icat-cdm")
    found = {(one.rubric.id, one.rubric.version): one for one in editing.states()}
    assert list(found) == sorted(found)
    used, own = found["sample", "1.0.0"], found["sample", "1.1.0"]
    assert (used.is_used, used.review_count, used.tag_count, used.can_correct) == (True, 1, 1, False)
    assert (own.is_used, own.can_correct) == (False, True)
    assert (found["icat-cdm", "1.0.0"].is_installed, found["icat-cdm", "1.0.0"].can_correct) == (True, False)
    assert (found["deesc-core", "1.0.0"].is_installed, found["deesc-core", "1.0.0"].is_shipped) == (False, True)


def test_a_draft_is_kept_with_all_its_broken_rules(editing: RubricEditing) -> None:
    draft = editing.begin()
    assert draft.rubric.id == "my-rubric"
    broken = editing.save(replace(draft, rubric=replace(draft.rubric, title="", version="x")))
    assert editing.drafts() == (broken,)
    assert editing.begin().rubric.id == "my-rubric-2"


def test_each_step_is_logged_without_its_text(study: Study, editing: RubricEditing) -> None:
    draft = editing.begin_version(RUBRIC)
    editing.save(titled(draft, "Sample of ours"))
    entry = study.auditing.log(1)[0]
    assert (entry.action, entry.subject) == ("rubric.draft", "rubric:sample 1.1.0")
    assert set(entry.details) == {"draft", "sha256"}
    assert study.auditing.chain_fault() is None


def test_a_draft_changed_elsewhere_is_not_overwritten(editing: RubricEditing) -> None:
    draft = editing.begin()
    editing.save(titled(draft, "Mine"))
    with pytest.raises(StaleEdit, match="changed by lead"):
        editing.save(titled(draft, "Theirs"))
    assert editing.drafts()[0].rubric.title == "Mine"


def test_the_last_changed_draft_comes_first(study: Study) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    times = iter(now + timedelta(seconds=second) for second in range(20))
    editing = RubricEditing(study.store, study.rubrics, "lead", lambda: next(times))
    first, second = editing.begin(), editing.begin()
    assert [draft.id for draft in editing.drafts()] == [second.id, first.id]
    editing.save(first)
    assert [draft.id for draft in editing.drafts()] == [first.id, second.id]


def test_a_draft_thrown_away_can_be_brought_back(editing: RubricEditing) -> None:
    draft = editing.begin()
    gone = editing.discard(draft.id)
    assert editing.drafts() == ()
    editing.save(gone)
    assert editing.drafts()[0].rubric == draft.rubric
    editing.discard(draft.id)
    with pytest.raises(InputError, match="not in the study any more"):
        editing.discard(draft.id)


def test_a_new_version_begins_from_the_old_text_and_is_numbered_after_the_newest(
    study: Study, editing: RubricEditing
) -> None:
    installed(study)
    installed(study, replace(RUBRIC, version="1.4.0", title="Newer"))
    draft = editing.begin_version(RUBRIC)
    assert (draft.rubric.version, draft.rubric.title, draft.based_on) == ("1.5.0", "Sample", "1.0.0")
    published = editing.publish(draft.id)
    assert study.rubrics.get("sample").version == published.version == "1.5.0"
    assert editing.drafts() == ()


_TEXTS = (
    "yes",
    "1.0",
    "- a",
    " x: y ",
    "#c",
    '"q"',
    "it's",
    "a\nb\n\nc\n",
    "{a}",
    "*s",
    "2024-01-01",
    "~",
    "x\r\ny",
    "é 🙂\u2028z",
)


@pytest.mark.parametrize("text", _TEXTS)
def test_what_is_published_exported_and_read_again_has_the_same_hash(
    study: Study, editing: RubricEditing, tmp_path: Path, text: str
) -> None:
    first, *others = RUBRIC.behaviours
    odd = replace(RUBRIC, definition=text, behaviours=(replace(first, definition=text, example=text), *others))
    published = editing.publish(editing.begin_version(odd).id)
    path = editing.export(study.rubrics.get("sample", published.version), tmp_path / "odd.yaml")
    assert load_rubric(path).content_hash == published.content_hash
    assert editing.begin_import(path).rubric.content_hash == published.content_hash


def test_a_broken_draft_is_not_published(editing: RubricEditing) -> None:
    draft = editing.begin()
    with pytest.raises(InputError, match="2 things are to be mended") as caught:
        editing.publish(draft.id)
    assert caught.value.facts["problems"] == ["Write a text.", "A rubric needs behaviours to tag or ratings to answer."]
    assert editing.drafts() == (draft,)


@pytest.mark.parametrize("version", ["1.0.0", "0.9.0"])
def test_a_new_text_needs_a_higher_number(study: Study, editing: RubricEditing, version: str) -> None:
    installed(study)
    draft = editing.begin_version(RUBRIC)
    draft = editing.save(replace(draft, rubric=replace(draft.rubric, version=version)))
    with pytest.raises(InputError, match=r"version 1\.0\.0 already") as caught:
        editing.publish(draft.id)
    assert caught.value.facts["field"] == "version"


def test_a_version_that_nobody_coded_by_can_be_corrected(study: Study, editing: RubricEditing) -> None:
    before = installed(study)
    draft = editing.save(titled(editing.begin_correction(before), "Sample, corrected"))
    editing.publish(draft.id)
    assert study.rubrics.get("sample", "1.0.0").title == "Sample, corrected"
    entry = next(entry for entry in study.auditing.log(3) if entry.action == "rubric.correct")
    assert entry.details["before"] == before.content_hash


def test_a_correction_keeps_its_number(study: Study, editing: RubricEditing) -> None:
    draft = editing.begin_correction(installed(study))
    draft = editing.save(replace(draft, rubric=replace(draft.rubric, version="1.2.0")))
    with pytest.raises(InputError, match=r"corrects version 1\.0\.0"):
        editing.publish(draft.id)


def test_a_used_version_is_frozen(study: Study, editing: RubricEditing, shelf: Shelf) -> None:
    draft = editing.begin_correction(installed(study, SAMPLE))
    draft = editing.save(replace(draft, rubric=replace(RUBRIC, title="Changed")))
    shelf.review(shelf.recording())
    with pytest.raises(InputError, match="Make a new version") as caught:
        editing.publish(draft.id)
    assert caught.value.code == "rubric.frozen"
    with pytest.raises(InputError, match="Make a new version"):
        editing.begin_correction(SAMPLE)
    with study.store.writing("lead") as work, pytest.raises(InputError, match="A review uses"):
        work.rubrics.replace(replace(SAMPLE, title="Changed"))
    assert study.rubrics.get("sample", "1.0.0") == SAMPLE


def test_a_shipped_version_is_not_corrected(study: Study, editing: RubricEditing) -> None:
    study.rubrics.install("icat-cdm")
    with pytest.raises(InputError, match="ships with the program"):
        editing.begin_correction(study.rubrics.get("icat-cdm"))


def test_a_file_becomes_a_draft_and_is_written_back_whole(study: Study, editing: RubricEditing, tmp_path: Path) -> None:
    for rubric in study.rubrics.shipped():
        path = editing.export(rubric, tmp_path / f"{rubric.id}.yaml")
        assert load_rubric(path) == rubric
        assert editing.begin_import(path).rubric == rubric
    with pytest.raises(InputError):
        editing.export(replace(RUBRIC, title=""), tmp_path / "broken.yaml")
    with pytest.raises(EnvironmentFault, match="is not there"):
        editing.export(RUBRIC, tmp_path / "nowhere" / "sample.yaml")
    assert not (tmp_path / "broken.yaml").exists()


def test_example_clips_can_be_given_to_a_frozen_version(study: Study, editing: RubricEditing, shelf: Shelf) -> None:
    recording = shelf.recording()
    shelf.review(recording)
    clips = [
        ExampleClip("tc.paraphrase", None, recording.id, SPAN),
        ExampleClip("sj.agitation", 3, recording.id, SPAN),
        ExampleClip("R_TC", 5, recording.id, SPAN),
    ]
    assert editing.put_examples(SAMPLE, clips) == ()
    assert list(editing.examples(SAMPLE)) == clips
    assert list(editing.put_examples(SAMPLE, clips[:1])) == clips
    assert editing.difference(SAMPLE, study.rubrics.get("sample")).parts == ()


@pytest.mark.parametrize(
    ("owner", "level", "span", "words"),
    [
        ("tc.sing", None, SPAN, "no such behaviour"),
        ("sj.agitation", 9, SPAN, "no such behaviour"),
        ("R_TC", None, SPAN, "no such behaviour"),
        ("tc.shout", None, TimeRange(Moment(9_000_000), Moment(11_000_000)), "inside its recording"),
        ("tc.shout", None, TimeRange(Moment(5), Moment(5)), "inside its recording"),
    ],
)
def test_an_example_clip_must_fit(
    study: Study, editing: RubricEditing, shelf: Shelf, owner: str, level: int | None, span: TimeRange, words: str
) -> None:
    recording = shelf.recording()
    shelf.rubric()
    with pytest.raises(InputError, match=words):
        editing.put_examples(SAMPLE, [ExampleClip(owner, level, recording.id, span)])
    assert editing.examples(SAMPLE) == ()


def test_example_clips_go_along_with_a_new_version_as_far_as_they_fit(
    study: Study, editing: RubricEditing, shelf: Shelf
) -> None:
    recording = shelf.recording()
    installed(study)
    kept, lost = (
        ExampleClip("tc.shout", None, recording.id, SPAN),
        ExampleClip("tc.paraphrase", None, recording.id, SPAN),
    )
    editing.put_examples(RUBRIC, [kept, lost])
    draft = editing.begin_version(RUBRIC)
    assert draft.examples == (kept, lost)
    draft = editing.save(replace(draft, rubric=replace(draft.rubric, behaviours=draft.rubric.behaviours[1:])))
    assert editing.examples(editing.publish(draft.id)) == (kept,)
