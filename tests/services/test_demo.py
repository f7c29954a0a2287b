"""The demo study, made from small clips in the place of the simulated footage; and the data that ship for it."""

import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bwc_review import paths
from bwc_review.domain.clip import FrameTable
from bwc_review.domain.errors import Cancelled, EnvironmentFault, InputError
from bwc_review.domain.people import Phase
from bwc_review.domain.progress import CancelToken, Progress
from bwc_review.domain.reel import Pair
from bwc_review.domain.tag import ReviewState
from bwc_review.services.bootstrap import Study, create_study, open_study
from bwc_review.services.demo import FILM, Demo, DemoMaking, DemoStep
from tests.helpers.clips import ClipShelf

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "demo"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory, clips: ClipShelf) -> Path:
    """A demo of two clips of two seconds, with a reel of a second."""
    folder = tmp_path_factory.mktemp("demo-source")
    shutil.copy(clips.kind("cfr_30"), folder / "before.mp4")
    shutil.copy(clips.kind("cfr_25"), folder / "after.mp4")
    (folder / "officers.csv").write_text("pseudonym\nCedar\n")
    (folder / "training.csv").write_text("officer,course,completed_on\nCedar,Course,2025-05-14\n")
    (folder / "incidents.csv").write_text("number,occurred_on,call_type\nI-1,2025-02-18,other\n")
    (folder / "manifest.csv").write_text(
        "file,code,recorded_at,officer\n"
        "before.mp4,K7Q2,2025-02-18T20:41:10-06:00,Cedar\n"
        "after.mp4,M3X9,2025-09-18T20:41:10-06:00,Cedar\n"
    )
    tag = '{"behaviour": "an.first_contact", "start": "0.5"}'
    review = '{{"clip": "{}", "reviewer": "Reviewer A", "rubric": "deesc-core", "tags": [{}]}}'
    reviews = ", ".join(review.format(code, tag) for code in ("K7Q2", "M3X9"))
    (folder / "tags.json").write_text(f'{{"schema": "tags/1", "reviews": [{reviews}]}}')
    (folder / "reel.yaml").write_text(
        "schema: reel/1\ntitle: Small\nselection: {method: purposive}\nsize: 320x180\nrate: 10\nitems:\n"
        "  - pair: {pre: K7Q2, post: M3X9, align: an.first_contact, before: 0.4, after: 0.6}\n"
    )
    return folder


def made(folder: Path, source: Path, told: list[DemoStep] | None = None) -> Demo:
    tell = None if told is None else told.append
    return DemoMaking(folder, "lead", tell=tell, source=source).run()


def test_the_demo_is_a_finished_study_with_film_and_reports(tmp_path: Path, source: Path) -> None:
    told: list[DemoStep] = []
    demo = made(tmp_path / "demo", source, told)
    assert demo.film == tmp_path / "demo" / "exports" / FILM
    assert all(path.stat().st_size for path in (demo.film, *demo.reports))
    assert tuple(told) == demo.steps
    assert all(step.duration_s >= 0 for step in demo.steps)
    with open_study(str(demo.folder), "lead") as study:
        assert [row.phase for row in study.library.rows()] == [Phase.PRE, Phase.POST]
        assert study.auditing.verify().is_clean
        assert {row.clips[0].path.parent for row in study.library.rows()} == {tmp_path / "demo" / "footage"}
    again = made(tmp_path / "demo", source)
    assert (again.steps, again.film, set(again.reports)) == ((), demo.film, set(demo.reports))


def test_a_demo_that_was_stopped_goes_on_where_it_stopped(tmp_path: Path, source: Path) -> None:
    cancel = CancelToken()

    def stop(step: DemoStep) -> None:
        if "tags" in step.text:
            cancel.cancel()

    with pytest.raises(Cancelled):
        DemoMaking(tmp_path / "demo", "lead", cancel=cancel, tell=stop, source=source).run()
    demo = made(tmp_path / "demo", source)
    assert [step.text.split()[0] for step in demo.steps] == ["Rendered", "Wrote"]


def test_progress_never_runs_backwards(tmp_path: Path, source: Path) -> None:
    told: list[Progress] = []
    DemoMaking(tmp_path / "demo", "lead", told.append, source=source).run()
    done = [progress.done for progress in told if progress.total]
    assert done == sorted(done)


def test_another_study_is_left_alone(tmp_path: Path, source: Path) -> None:
    create_study(str(tmp_path / "mine"), "Mine", "lead").close()
    with pytest.raises(InputError, match="holds another study"):
        made(tmp_path / "mine", source)


def test_missing_and_damaged_demo_clips_are_told(tmp_path: Path, source: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(EnvironmentFault, match="missing from this installation"):
        made(tmp_path / "demo", tmp_path / "empty")
    damaged = tmp_path / "damaged"
    shutil.copytree(source, damaged)
    (damaged / "after.mp4").write_bytes(b"no video")
    with pytest.raises(EnvironmentFault, match="A demo clip cannot be used"):
        made(tmp_path / "demo", damaged)


def test_a_clip_that_is_copied_half_is_not_left(tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(_source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", half)
    with pytest.raises(EnvironmentFault, match="no space left on device"):
        made(tmp_path / "demo", source)
    assert list((tmp_path / "demo" / "footage").iterdir()) == []


def test_a_folder_that_cannot_take_the_clips_is_told(tmp_path: Path, source: Path) -> None:
    cancel = CancelToken()

    def put_in_the_way(step: DemoStep) -> None:
        (tmp_path / "demo" / "footage").touch()

    making = DemoMaking(tmp_path / "demo", "lead", cancel=cancel, tell=put_in_the_way, source=source)
    with pytest.raises(EnvironmentFault, match="cannot be copied"):
        making.run()


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    """A study with the demo's clips, people and tags."""
    folder = tmp_path_factory.mktemp("shipped") / "study"
    with create_study(str(folder), "Demo", "lead") as study:
        study.records.import_csv(*(SHIPPED / f"{name}.csv" for name in ("officers", "training", "incidents")))  # pyright: ignore[reportArgumentType]
        study.library.import_paths([], SHIPPED / "manifest.csv")
        study.tag_files.import_tags(SHIPPED / "tags.json")
        yield study


class TestWhatShips:
    """The demo's own data, checked without rendering its film."""

    def test_each_officer_has_a_call_before_and_one_after_the_course(self, shipped: Study) -> None:
        rows = {row.recording.code: row for row in shipped.library.rows()}
        phases = {code: row.phase for code, row in rows.items()}
        assert phases == {"K7Q2": Phase.PRE, "D4T6": Phase.PRE, "M3X9": Phase.POST, "W9H3": Phase.POST}
        assert rows["K7Q2"].officer == rows["M3X9"].officer
        assert rows["D4T6"].officer == rows["W9H3"].officer
        assert sum(path.stat().st_size for path in SHIPPED.glob("*.mp4")) <= 8_000_000

    def test_two_reviewers_tagged_and_rated_every_clip_on_its_frames(self, shipped: Study) -> None:
        held = shipped.tag_files.reviews()
        assert len(held) == 8
        assert [found.review.state for found in held].count(ReviewState.DRAFT) == 1
        for found in held:
            assert len(found.tags) > 15
            assert len(found.ratings) == 5
            (source,) = shipped.library.sources(found.review.recording_id)
            assert isinstance(source.table, FrameTable)
            assert all(tag.start.us in source.table.starts_us for tag in found.tags)

    def test_the_reel_resolves_and_meets_at_first_contact(self, shipped: Study) -> None:
        reel = shipped.exporting.read_reel(SHIPPED / "reel.yaml")
        pairs = [item for item in reel.items if isinstance(item, Pair)]
        assert [(pair.pre.label, pair.post.label) for pair in pairs] == [("K7Q2", "M3X9"), ("D4T6", "W9H3")]
        assert all(pair.pre.captions and pair.post.captions for pair in pairs)

    def test_the_study_says_where_its_data_are(self) -> None:
        assert paths.resources() / "demo" == SHIPPED
