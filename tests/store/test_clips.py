"""Media files and recordings."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from bwc_review.domain.clip import Segment
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import ClipId, RecordingId, new_id
from bwc_review.store.sql_store import SqlStore
from tests.store import values
from tests.store.filled import ACTOR, fill


def test_a_clip_is_found_by_id_and_by_hash(store: SqlStore):
    clip = fill(store).clip
    with store.reading() as unit:
        assert unit.clips.get(clip.id) == clip
        assert unit.clips.by_sha256(clip.sha256) == clip
        assert unit.clips.by_sha256("b" * 64) is None


def test_the_frame_table_comes_back(store: SqlStore):
    clip = fill(store).clip
    with store.reading() as unit:
        assert unit.clips.frame_table(clip.id) == values.TABLE


def test_an_unknown_clip_is_refused(store: SqlStore):
    nobody = ClipId(new_id())
    with store.writing(ACTOR) as unit:
        for ask in (unit.clips.get, unit.clips.frame_table, lambda clip_id: unit.clips.relocate(clip_id, Path("/x"))):
            with pytest.raises(InputError) as caught:
                ask(nobody)
            assert caught.value.code == "clip.unknown"


def test_the_same_file_is_not_kept_twice(store: SqlStore):
    clip = fill(store).clip
    with store.writing(ACTOR) as unit, pytest.raises(IntegrityError):
        unit.clips.add(values.clip(sha256=clip.sha256), values.TABLE)


def test_a_moved_file_keeps_all_but_its_path(store: SqlStore):
    clip = fill(store).clip
    with store.writing(ACTOR) as unit:
        unit.clips.relocate(clip.id, Path("/elsewhere/a.mp4"))
        unit.audit.record("clip.relocate", f"clip:{clip.id}", {"path": "/elsewhere/a.mp4"})
        unit.commit()
    with store.reading() as unit:
        assert unit.clips.get(clip.id) == replace(clip, path=Path("/elsewhere/a.mp4"))


def test_clips_come_by_path(store: SqlStore):
    paths = ["/b.mp4", "/a/Z.mp4", "/a/ä.mp4", "/a/b.mp4"]
    with store.writing(ACTOR) as unit:
        for number, path in enumerate(paths):
            unit.clips.add(values.clip(f"{number:064}", path), values.TABLE)
        assert [str(clip.path) for clip in unit.clips.all()] == sorted(paths)


def test_a_recording_is_found_by_id_code_and_clip(store: SqlStore):
    filled = fill(store)
    with store.reading() as unit:
        assert unit.recordings.get(filled.recording.id) == filled.recording
        assert unit.recordings.by_code("K7Q2") == filled.recording
        assert unit.recordings.by_clip(filled.clip.id) == filled.recording
        assert unit.recordings.by_code("XXXX") is None
        assert unit.recordings.by_clip(ClipId(new_id())) is None


def test_an_unknown_recording_is_refused(store: SqlStore):
    with store.reading() as unit, pytest.raises(InputError) as caught:
        unit.recordings.get(RecordingId(new_id()))
    assert caught.value.code == "recording.unknown"


def test_a_recording_put_again_takes_its_new_segments_in_order(store: SqlStore):
    filled = fill(store)
    second = values.clip(sha256="b" * 64, path="/evidence/b.mp4")
    joined = replace(filled.recording, segments=(Segment(second.id, 5), Segment(filled.clip.id, 7)), is_open_case=True)
    with store.writing(ACTOR) as unit:
        unit.clips.add(second, values.TABLE)
        unit.recordings.put(joined)
        assert unit.recordings.get(joined.id) == joined
        unit.recordings.put(replace(joined, segments=joined.segments[:1]))
        assert unit.recordings.get(joined.id).segments == joined.segments[:1]


def test_a_recording_needs_its_clips(store: SqlStore):
    with store.writing(ACTOR) as unit, pytest.raises(IntegrityError):
        unit.recordings.put(values.recording("K7Q2", values.clip()))


def test_a_clip_in_two_recordings_names_the_one_of_the_lowest_code(store: SqlStore):
    filled = fill(store)
    with store.writing(ACTOR) as unit:
        unit.recordings.put(values.recording("A111", filled.clip))
        found = unit.recordings.by_clip(filled.clip.id)
        assert found is not None
        assert found.code == "A111"


@pytest.mark.parametrize("count", [1, 30])
def test_lists_take_as_many_queries_for_many_as_for_one(store: SqlStore, count: int):
    clips = [values.clip(f"{number:064}", f"/{number:03}.mp4") for number in range(count)]
    recordings = [values.recording(f"K{number:03}", clip, clip) for number, clip in enumerate(clips)]
    with store.writing(ACTOR) as unit:
        for clip, recording in zip(clips, recordings, strict=True):
            unit.clips.add(clip, values.TABLE)
            unit.recordings.put(recording)
        unit.audit.record("clips.import", "study", {})
        unit.commit()
    statements: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    with store.reading() as unit:
        assert unit.recordings.all() == recordings
        assert unit.clips.all() == clips
    assert len([statement for statement in statements if statement.startswith("SELECT")]) == 3
