"""Reels, exports and settings."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bwc_review.domain.errors import InputError
from bwc_review.domain.export import Export
from bwc_review.domain.ids import ExportId, RecordingId, ReelId, new_id
from bwc_review.domain.reel import Excerpt, Reel, Selection, Single
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.store.sql_store import SqlStore
from tests.store.filled import ACTOR
from tests.store.values import AT

EXCERPT = Excerpt(RecordingId(new_id()), TimeRange(Moment(0), Moment(5)))
REEL = Reel(ReelId(new_id()), "Before and after", Selection.MATCHED, (Single(EXCERPT),))
EXPORT = Export(ExportId(new_id()), "reel", Path("/out/reel.mp4"), "c" * 64, ("recording:1", "reel:2"), AT, ACTOR)


def test_a_reel_is_kept_changed_and_found(store: SqlStore):
    changed = replace(REEL, title="After and before")
    with store.writing(ACTOR) as unit:
        unit.reels.put(REEL)
        unit.reels.put(changed)
        assert unit.reels.get(REEL.id) == changed
        assert unit.reels.all() == [changed]
        with pytest.raises(InputError) as caught:
            unit.reels.get(ReelId(new_id()))
    assert caught.value.code == "reel.unknown"


def test_exports_come_oldest_first(store: SqlStore):
    older = replace(EXPORT, id=ExportId(new_id()), made_at=AT - timedelta(microseconds=1))
    with store.writing(ACTOR) as unit:
        unit.exports.add(EXPORT)
        unit.exports.add(older)
        assert unit.exports.all() == [older, EXPORT]


def test_a_setting_is_kept_under_its_name(store: SqlStore):
    with store.writing(ACTOR) as unit:
        assert unit.settings.get("title") == ""
        assert unit.settings.get("title", "Untitled") == "Untitled"
        unit.settings.put("title", "First")
        unit.settings.put("title", "Second")
        assert unit.settings.get("title") == "Second"
