"""Content notes: kept, logged, shown before the first picture, and set by the manifest."""

from dataclasses import replace
from pathlib import Path

import pytest

from bwc_review.domain.content_note import ContentFlag, ContentNote
from bwc_review.domain.errors import InputError
from bwc_review.domain.time import Moment
from bwc_review.services.bootstrap import Study, open_study
from bwc_review.services.content_noting import flags_of
from tests.services.conftest import Shelf
from tests.unit.samples import RUBRIC

FLASHES = frozenset({ContentFlag.FLASHES})


def test_a_note_is_kept_logged_and_taken_away(study: Study, shelf: Shelf) -> None:
    recording = shelf.recording()
    note = ContentNote(recording.id, FLASHES, " Siren lights ", Moment(2_000_000))
    assert study.content_notes.put(note).is_empty
    kept = study.content_notes.of(recording.id)
    assert (kept.note, kept.words, kept.needs_warning) == ("Siren lights", ("Flashing light",), True)
    entry = study.auditing.log(1)[0]
    assert entry.action == "recording.content"
    assert "Siren" not in str(entry.details)
    head = study.auditing.head()
    assert study.content_notes.put(kept) == kept
    assert study.auditing.head() == head
    assert study.content_notes.put(ContentNote(recording.id, frozenset())) == kept
    assert study.content_notes.of(recording.id).is_empty
    assert study.content_notes.changes(note).ids


def test_one_cannot_start_after_the_end(study: Study, shelf: Shelf) -> None:
    recording = shelf.recording(lengths_s=(10,))
    with pytest.raises(InputError, match="ends before that"):
        study.content_notes.put(ContentNote(recording.id, FLASHES, "", Moment(10_000_000)))


def test_one_may_start_at_the_first_contact_that_one_has_tagged(study: Study, shelf: Shelf) -> None:
    recording = shelf.recording()
    with study.store.writing("lead") as work:
        study.rubrics.put_in(work, replace(RUBRIC, version="2.0.0", zero="tc.shout"))
        work.commit()
    for reviewer, at in (("lead", 3_000_000), ("Other", 1_000_000)):
        review = study.reviewing.start(recording.id, RUBRIC.id, "2.0.0", reviewer=reviewer)
        study.reviewing.press(review.id, "tc.shout", Moment(at))
    assert study.content_notes.warning(recording.id).skip_to is None
    study.content_notes.put(ContentNote(recording.id, FLASHES))
    assert study.content_notes.warning(recording.id).skip_to == Moment(3_000_000)
    study.content_notes.put(ContentNote(recording.id, FLASHES, "", Moment(5)))
    assert study.content_notes.warning(recording.id).skip_to == Moment(5)


def test_the_manifest_sets_flags_and_leaves_them_where_it_says_nothing(study: Study, footage_folder: Path) -> None:
    manifest = footage_folder / "clips.csv"
    name = "Axon_Body_4_Video_2025-08-23_2206_D01A00001.mp4"
    manifest.write_text(f"file,code,content\n{name},K7Q2,flashes; child\ndeeper/second.MP4,M3X9,\n")
    study.library.import_paths([], manifest)
    first, second = study.library.by_code("K7Q2"), study.library.by_code("M3X9")
    assert study.content_notes.of(first.id).flags == {ContentFlag.FLASHES, ContentFlag.CHILD}
    assert study.content_notes.of(second.id).is_empty
    manifest.write_text(f"file,code,content\n{name},K7Q2,violence\n")
    study.library.import_paths([], manifest)
    assert study.content_notes.of(first.id).flags == {ContentFlag.VIOLENCE}
    head = study.auditing.head()
    study.library.import_paths([], manifest)
    assert study.auditing.head() == head
    manifest.write_text(f"file,code,content\n{name},K7Q2,ghosts\n")
    with pytest.raises(InputError, match="no content flag"):
        study.library.import_paths([], manifest)


def test_flags_are_known_by_their_codes() -> None:
    assert flags_of(["flashes"]) == FLASHES
    with pytest.raises(InputError, match="self_harm"):
        flags_of(["nothing"])


def test_a_study_keeps_its_notes(study: Study, shelf: Shelf) -> None:
    recording = shelf.recording()
    study.content_notes.put(ContentNote(recording.id, FLASHES))
    location = study.store.location
    study.close()
    with open_study(location, "Other") as again:
        assert again.content_notes.of(recording.id).flags == FLASHES
        assert again.auditing.chain_fault() is None
