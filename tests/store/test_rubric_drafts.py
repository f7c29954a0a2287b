"""Drafts, example clips and content notes in the database."""

from dataclasses import replace
from datetime import UTC, datetime

from bwc_review.domain.content_note import ContentFlag, ContentNote
from bwc_review.domain.ids import DraftId, new_id
from bwc_review.domain.rubric_draft import ExampleClip, RubricDraft
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.store.sql_store import SqlStore
from tests.store.filled import ACTOR, fill
from tests.unit.samples import RUBRIC

SPAN = TimeRange(Moment(1), Moment(2))


def test_a_draft_comes_back_as_it_was_put(store: SqlStore):
    filled = fill(store)
    broken = replace(RUBRIC, title="", version="?", ratings=())
    example = ExampleClip("sj.agitation", 3, filled.recording.id, SPAN)
    now = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
    draft = RubricDraft(DraftId(new_id()), broken, "1.0.0", False, (example,), now, ACTOR)
    with store.writing(ACTOR) as unit:
        unit.drafts.put(draft)
        unit.audit.record("rubric.draft", "rubric:sample", {})
        unit.commit()
    with store.reading() as unit:
        assert unit.drafts.get(draft.id) == draft
        assert unit.drafts.find(DraftId(new_id())) is None
    with store.writing(ACTOR) as unit:
        unit.drafts.remove(draft.id)
        assert [*unit.drafts.all()] == []


def test_example_clips_belong_to_one_version(store: SqlStore):
    filled = fill(store)
    examples = [ExampleClip("tc.shout", None, filled.recording.id, SPAN)] * 2
    with store.writing(ACTOR) as unit:
        unit.rubrics.add(replace(RUBRIC, version="1.1.0"))
        unit.examples.put("sample", "1.0.0", examples)
        unit.examples.put("sample", "1.0.0", examples[:1])
        assert unit.examples.of("sample", "1.0.0") == examples[:1]
        assert unit.examples.of("sample", "1.1.0") == []
        unit.examples.put("sample", "1.0.0", [])
        assert unit.examples.of("sample", "1.0.0") == []


def test_a_content_note_comes_back_and_an_empty_one_goes(store: SqlStore):
    filled = fill(store)
    flags = frozenset({ContentFlag.FLASHES, ContentFlag.CHILD})
    note = ContentNote(filled.recording.id, flags, "Loud.", Moment(5))
    with store.writing(ACTOR) as unit:
        unit.content_notes.put(note)
        assert unit.content_notes.of(filled.recording.id) == note
        assert unit.content_notes.all() == [note]
        unit.content_notes.put(ContentNote(filled.recording.id, frozenset()))
        assert unit.content_notes.of(filled.recording.id).is_empty
        assert unit.content_notes.all() == []
