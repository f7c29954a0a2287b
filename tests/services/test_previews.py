"""Sound and small pictures of recordings: read once, kept under the hash, damaged files made again."""

from pathlib import Path

import pytest

from bwc_review.domain.clip import Recording
from bwc_review.domain.errors import Cancelled, EnvironmentFault
from bwc_review.domain.progress import CancelToken, Progress
from bwc_review.domain.strip import Strip
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.domain.waveform import GapKind, SoundGap, Waveform
from bwc_review.services.bootstrap import Study
from bwc_review.services.cached_file import keep
from bwc_review.services.preview_files import strip_file, strip_of, waveform_file, waveform_of
from bwc_review.services.previews import Preview
from tests.helpers.clips import ClipShelf

WAVEFORM = Waveform(
    peaks=b"\x00\n\xff",
    loudness=b"\n",
    speech=(TimeRange(Moment(10_000), Moment(20_000)),),
    gaps=(SoundGap(TimeRange(Moment(0), Moment(10_000)), GapKind.LATE),),
    duration_us=30_000,
)
STRIP = Strip((0, 10_000), (b"\n\n", b""), 30_000)


@pytest.fixture
def imported(study: Study, tmp_path: Path, clips: ClipShelf) -> Recording:
    path = tmp_path / "speech.mp4"
    path.write_bytes(clips.kind("late_sound").read_bytes())
    study.library.import_paths([path])
    return study.library.rows()[0].recording


def nobody(_: Preview) -> None:
    return


def test_a_preview_is_read_once_and_then_needs_no_file(
    study: Study, imported: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bwc_review.media.strip._PART_S", 0.0)
    monkeypatch.setattr("bwc_review.media.waveform._PART_S", 0.0)
    told: list[Preview] = []
    steps: list[Progress] = []
    assert not study.previews.kept(imported.id).is_whole
    made = study.previews.prepare(imported.id, told.append, steps.append)
    assert made.is_whole
    assert (told[-1].waveform, told[-1].strip) == (made.waveform, made.strip)
    assert not any(preview.is_whole for preview in told)
    assert told[0].waveform.peaks == b""
    first = max(len(preview.strip.pictures) for preview in told if not preview.waveform.peaks)
    assert len(told[0].strip.pictures) == 1  # pictures along the whole clip are there before its sound
    told = [preview for preview in told if preview.waveform.peaks]
    assert all(len(preview.strip.pictures) >= first for preview in told)
    assert len(told[-1].strip.pictures) == 4
    assert made.waveform.gaps[0].kind is GapKind.LATE
    assert len(made.strip.pictures) == 4
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert steps[-1].fraction == 1
    for source in study.library.sources(imported.id):
        source.clip.path.unlink()
    assert study.previews.kept(imported.id) == made
    assert study.previews.prepare(imported.id, nobody) == made


def test_pictures_are_read_without_the_sound_for_any_file_and_are_the_same_as_with_it(
    study: Study, imported: Recording
) -> None:
    sources = study.library.sources(imported.id)
    told: list[Preview] = []
    steps: list[Progress] = []
    assert not study.previews.kept_pictures(sources).is_whole
    made = study.previews.prepare_pictures(sources, told.append, steps.append)
    assert made.is_whole
    assert not made.waveform.peaks
    assert told[-1].strip == made.strip
    assert steps[-1].fraction == 1
    assert study.previews.kept_pictures(sources) == made
    assert study.previews.kept(imported.id).strip == made.strip
    assert study.previews.prepare(imported.id, nobody).strip == made.strip


def test_damaged_files_of_the_cache_are_made_again(study: Study, imported: Recording) -> None:
    made = study.previews.prepare(imported.id, nobody)
    kept = sorted((study.store.folder / "cache" / "previews").rglob("*.*"))
    assert [path.suffix for path in kept] == [".strip", ".waveform"]
    for path in kept:
        path.write_bytes(path.read_bytes()[:-1])
    assert not study.previews.kept(imported.id).is_whole
    assert study.previews.prepare(imported.id, nobody) == made


def test_a_study_that_cannot_be_written_works_without_the_cache(study: Study, imported: Recording) -> None:
    (study.store.folder / "cache").mkdir(exist_ok=True)
    (study.store.folder / "cache" / "previews").write_text("in the way")
    assert study.previews.prepare(imported.id, nobody).is_whole
    assert not study.previews.kept(imported.id).is_whole


def test_the_folder_of_a_study_that_is_away_is_not_made_again(study: Study) -> None:
    folder = study.store.folder
    kept = folder / "cache" / "previews" / "a" / "b.strip"
    folder.rename(folder.with_name("away"))
    keep(folder, kept, b"content")
    assert not folder.exists()
    folder.with_name("away").rename(folder)
    keep(folder, kept, b"content")
    assert kept.read_bytes() == b"content"


def test_a_cancelled_job_keeps_what_was_finished(study: Study, imported: Recording) -> None:
    cancel = CancelToken()

    def stop_after_sound(preview: Preview) -> None:
        if preview.waveform.peaks:
            cancel.cancel()

    with pytest.raises(Cancelled):
        study.previews.prepare(imported.id, stop_after_sound, cancel=cancel)
    kept = study.previews.kept(imported.id)
    assert kept.waveform.peaks
    assert not kept.is_whole


def test_a_file_that_is_gone_is_told(study: Study, imported: Recording) -> None:
    for source in study.library.sources(imported.id):
        source.clip.path.unlink()
    with pytest.raises(EnvironmentFault):
        study.previews.prepare(imported.id, nobody)


def test_what_is_written_is_read_back() -> None:
    assert waveform_of(waveform_file(WAVEFORM)) == WAVEFORM
    assert strip_of(strip_file(STRIP)) == STRIP


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no JSON\n",
        b"[1]\n",
        waveform_file(WAVEFORM).replace(b'"version":1', b'"version":0'),
        waveform_file(WAVEFORM).replace(b'"late"', b'"soon"'),
        waveform_file(WAVEFORM)[:-1],
        strip_file(STRIP),
    ],
)
def test_what_is_no_waveform_is_none(content: bytes) -> None:
    assert waveform_of(content) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        strip_file(STRIP).replace(b"[0,10000]", b"[0]"),
        strip_file(STRIP).replace(b"[0,10000]", b'["a","b"]'),
        waveform_file(WAVEFORM),
    ],
)
def test_what_is_no_strip_is_none(content: bytes) -> None:
    assert strip_of(content) is None
