"""Fixtures of the services' tests: a real study in a folder, recordings in it, made clips."""

import hashlib
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bwc_review.domain.clip import Clip, FrameTable, Recording, Segment
from bwc_review.domain.ids import ClipId, OfficerId, RecordingId, new_id
from bwc_review.domain.tag import Review
from bwc_review.services.bootstrap import Study, create_study, open_study
from tests.helpers.clips import ClipShelf, clips  # noqa: F401 - a fixture
from tests.unit.samples import RUBRIC, SECOND, facts

RECORDED_AT = datetime(2025, 2, 18, 20, 41, 10, tzinfo=timezone(timedelta(hours=-6)))
FRAME_US = 40_000


@pytest.fixture(scope="session")
def empty_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an empty study, made once; tests work on copies of it."""
    folder = tmp_path_factory.mktemp("empty") / "study"
    create_study(str(folder), "Spring course", "lead").close()
    return folder


@pytest.fixture
def study(tmp_path: Path, empty_study: Path) -> Iterator[Study]:
    """An empty study, acted in by “lead”."""
    shutil.copytree(empty_study, tmp_path / "study")
    with open_study(str(tmp_path / "study"), "lead") as opened:
        yield opened


class Shelf:
    """Puts recordings into a study without files behind them, as tests of rules need them."""

    def __init__(self, study: Study, folder: Path) -> None:
        self.study = study
        self.folder = folder

    def recording(
        self,
        code: str = "K7Q2",
        lengths_s: tuple[int, ...] = (10,),
        officer_id: OfficerId | None = None,
        recorded_at: datetime | None = RECORDED_AT,
        is_open_case: bool = False,
    ) -> Recording:
        """A recording of one or more files with 25 frames a second."""
        segments: list[Segment] = []
        with self.study.store.writing("lead") as work:
            for number, length_s in enumerate(lengths_s):
                length_us = length_s * SECOND
                path = self.folder / f"{code}-{number}.mp4"
                digest = hashlib.sha256(path.name.encode()).hexdigest()
                measured = facts(duration_us=length_us, frame_count=length_s * 25)
                clip = Clip(ClipId(new_id()), path, 1000, digest, measured)
                work.clips.add(clip, FrameTable.of(range(0, length_us, FRAME_US), [0], length_us))
                segments.append(Segment(clip.id, length_us))
            recording = Recording(
                RecordingId(new_id()), code, tuple(segments), recorded_at, officer_id, is_open_case=is_open_case
            )
            work.recordings.put(recording)
            work.audit.record("test.recording", f"recording:{recording.id}", {})
            work.commit()
        return recording

    def rubric(self) -> None:
        """Install the small rubric of the tests."""
        with self.study.store.writing("lead") as work:
            self.study.rubrics.put_in(work, RUBRIC)
            work.commit()

    def review(self, recording: Recording, reviewer: str = "Reviewer A") -> Review:
        """A draft review under the small rubric."""
        self.rubric()
        return self.study.reviewing.start(recording.id, RUBRIC.id, reviewer=reviewer)


@pytest.fixture
def shelf(study: Study, tmp_path: Path) -> Shelf:
    """Recordings without files."""
    return Shelf(study, tmp_path / "footage")


@pytest.fixture
def footage_folder(tmp_path: Path, clips: ClipShelf) -> Path:  # noqa: F811
    """A folder with two real clips of 60 frames, a file that is no video, and a text."""
    folder = tmp_path / "incoming"
    (folder / "deeper").mkdir(parents=True)
    shutil.copy(clips.kind("cfr_30"), folder / "Axon_Body_4_Video_2025-08-23_2206_D01A00001.mp4")
    shutil.copy(clips.kind("cfr_25"), folder / "deeper" / "second.MP4")
    (folder / "broken.mp4").write_bytes(b"this is no video at all" * 100)
    (folder / "notes.txt").write_text("not for import")
    (folder / "._hidden.mp4").write_bytes(b"x")
    return folder
