"""What a render job says, keeps and leaves behind when things go well and when they do not."""

import hashlib
import os
import shutil
import stat
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import av
import imageio_ffmpeg
import pytest

from bwc_review.domain.errors import Cancelled, EnvironmentFault, InputError
from bwc_review.domain.people import Phase
from bwc_review.domain.progress import CancelToken, Progress, silent
from bwc_review.domain.reel import Card, Pair, Reel, Single
from bwc_review.domain.time import Moment
from bwc_review.media import encode_progress, ffmpeg_program, render_job
from bwc_review.media.render_film import FilmPlan, ItemPlan
from bwc_review.media.render_job import render, sweep_partials
from tests.helpers.clips import ClipShelf
from tests.helpers.reels import Studio, caption, labelled

TINY = (320, 180)
AWKWARD = "Ünïcode “quotes” 'single' \"double\" 100 % a:b, [x];y=\\z #let $m$\nand a new line – 東京 🚓"


@pytest.fixture
def studio() -> Studio:
    return Studio()


@pytest.fixture
def reel(studio: Studio, clips: ClipShelf) -> Reel:
    recording = studio.recording(clips.kind("cfr_30"))
    excerpt = studio.excerpt(recording, 5, 25)
    return studio.reel(Pair(excerpt, excerpt, Moment(0), Moment(0)), Single(excerpt), size=TINY)


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def one_that_fails(studio: Studio, reel: Reel, output: Path, cancel: CancelToken | None = None) -> Exception:
    """The error of a render that must not change anything in the output's folder."""
    output.write_bytes(b"an earlier reel")
    before = leftovers(output.parent)
    with pytest.raises((EnvironmentFault, InputError, Cancelled)) as raised:
        render(reel, studio.sources, output, silent, cancel or CancelToken())
    assert output.read_bytes() == b"an earlier reel"
    assert leftovers(output.parent) == before
    return raised.value


def test_the_film_is_what_players_everywhere_expect(studio: Studio, reel: Reel, tmp_path: Path) -> None:
    made = studio.render(reel, tmp_path / "reel.mp4")
    with av.open(str(made.path)) as container:
        video, sound = container.streams.video[0], container.streams.audio[0]
        context = video.codec_context
        assert (context.name, context.pix_fmt, context.profile) == ("h264", "yuv420p", "High")
        assert (context.color_primaries, context.color_trc, context.colorspace, context.color_range) == (1, 1, 1, 1)
        assert (video.average_rate, video.frames, video.start_time) == (30, made.frame_count, 0)
        assert (sound.codec_context.name, sound.rate, sound.codec_context.layout.name) == ("aac", 48_000, "stereo")
        assert len(container.streams) == 2
        assert container.metadata["title"] == "A reel"
    data = made.path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    assert leftovers(tmp_path) == ["reel.mp4"]


def test_nothing_of_the_source_travels_along(studio: Studio, clips: ClipShelf, tmp_path: Path) -> None:
    """Neither a rotation that is already applied, nor chapters, places or names in the metadata."""
    marked = tmp_path / "marked.mp4"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(clips.kind("rotated_90"))]
    command += ["-c", "copy", "-metadata", "artist=Badge 1234", "-metadata", "location=+51.5-0.1/", str(marked)]
    subprocess.run(command, check=True)
    recording = studio.recording(marked)
    made = studio.render(studio.reel(Single(studio.excerpt(recording, 0, 5)), size=TINY), tmp_path / "reel.mp4")
    data = made.path.read_bytes()
    assert b"Badge 1234" not in data
    assert b"51.5" not in data
    with av.open(str(made.path)) as container:
        assert next(container.decode(video=0)).rotation == 0


@pytest.mark.parametrize("where", ["title", "everywhere"])
def test_texts_of_any_kind_can_be_shown(studio: Studio, clips: ClipShelf, tmp_path: Path, where: str) -> None:
    recording = studio.recording(clips.kind("cfr_30"))
    text = AWKWARD if where == "everywhere" else "A reel"
    note = caption(0, 900_000, text)
    excerpt = studio.excerpt(recording, 5, 15, captions=(note,), **labelled(Phase.DURING, text))
    pair = Pair(excerpt, excerpt, Moment(0), Moment(0), title=text)
    items = (pair, Single(excerpt), Card(text, (text, text), duration_us=100_000))
    reel = studio.reel(*items, size=TINY, title=AWKWARD, subtitle=text, selection_note=text)
    name = "reel “ü” 100%: 'x'.mp4" if os.name == "posix" else "reel ü 100%.mp4"
    made = studio.render(reel, tmp_path / name)
    assert leftovers(tmp_path) == [name]
    assert all(check.is_first_right and check.is_last_right for check in made.items)


def test_names_that_look_like_options_or_addresses_are_only_names(
    studio: Studio, clips: ClipShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = tmp_path / "-i concat:http %03d 'a'|b.mp4"
    shutil.copy(clips.kind("cfr_30"), odd)
    monkeypatch.chdir(tmp_path)
    recording = studio.recording(Path(odd.name))
    made = studio.render(studio.reel(Single(studio.excerpt(recording, 5, 9)), size=TINY), Path("-out %d.mp4"))
    assert made.path == Path("-out %d.mp4")
    assert (tmp_path / "-out %d.mp4").is_file()


def test_progress_runs_over_the_whole_film(studio: Studio, reel: Reel, tmp_path: Path) -> None:
    told: list[Progress] = []
    made = render(reel, studio.sources, tmp_path / "reel.mp4", told.append, CancelToken())
    assert [step.done for step in told] == sorted(step.done for step in told)
    assert {step.total for step in told} == {made.frame_count + made.frame_count // 20}
    assert told[-1] == Progress(told[-1].total, told[-1].total, "Reel finished")
    texts = list(dict.fromkeys(step.text for step in told))
    assert texts == [
        "Rendering title card",
        "Rendering selection card",
        "Rendering pair 1 of 1",
        "Rendering clip 1 of 1",
        "Joining the items",
        "Checking the finished reel",
        "Reel finished",
    ]


@pytest.mark.parametrize("text", ["Rendering title card", "Rendering pair 1 of 1", "Joining", "Checking", "Reel"])
def test_stopping_leaves_nothing(studio: Studio, reel: Reel, tmp_path: Path, text: str) -> None:
    cancel = CancelToken()

    def stop(step: Progress) -> None:
        if step.text.startswith(text):
            cancel.cancel()

    output = tmp_path / "reel.mp4"
    if text == "Reel":  # by then the film is in place
        render(reel, studio.sources, output, stop, cancel)
        assert leftovers(tmp_path) == ["reel.mp4"]
        return
    with pytest.raises(Cancelled):
        render(reel, studio.sources, output, stop, cancel)
    assert leftovers(tmp_path) == []


def test_stopping_while_ffmpeg_works_ends_it_at_once(studio: Studio, clips: ClipShelf, tmp_path: Path) -> None:
    recording = studio.recording(clips(frames=1800, gop=60))
    long = studio.reel(Single(studio.excerpt(recording, 0, 1800)), size=(1920, 1080))
    cancel = CancelToken()
    told: list[Progress] = []

    def stop(step: Progress) -> None:
        told.append(step)
        if step.text == "Rendering clip 1 of 1" and step.done > 340:
            cancel.cancel()

    one_that_fails_with_report(studio, long, tmp_path / "reel.mp4", stop, cancel)
    assert told[-1].done < told[-1].total / 2
    assert not [thread for thread in threading.enumerate() if thread is not threading.main_thread()]


def one_that_fails_with_report(studio: Studio, reel: Reel, output: Path, report: object, cancel: CancelToken) -> None:
    with pytest.raises(Cancelled):
        render(reel, studio.sources, output, report, cancel)  # pyright: ignore[reportArgumentType]
    assert leftovers(output.parent) == []


def test_stopping_beforehand_does_not_even_look_at_the_sources(studio: Studio, reel: Reel, tmp_path: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()
    assert isinstance(one_that_fails(studio, reel, tmp_path / "reel.mp4", cancel), Cancelled)


def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Let a shell script stand in for ffmpeg; ``$REAL`` is the real one."""
    if os.name != "posix":
        pytest.skip("needs a shell")
    real = ffmpeg_program.executable()
    program = tmp_path / "stand-in"
    program.write_text(f"#!/bin/sh\nREAL='{real}'\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv(ffmpeg_program.VARIABLE, str(program))


def test_an_ffmpeg_that_does_not_heed_is_killed(
    studio: Studio, reel: Reel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, "trap '' TERM\necho frame=1\nwhile :; do read -r _ || read -r _ < /dev/zero; done")
    monkeypatch.setattr(encode_progress, "_PATIENCE_S", 0.2)
    cancel = CancelToken()

    def stop(step: Progress) -> None:
        if step.done:
            cancel.cancel()

    folder = tmp_path / "out"
    folder.mkdir()
    one_that_fails_with_report(studio, reel, folder / "reel.mp4", stop, cancel)


def test_a_missing_ffmpeg_is_said(studio: Studio, reel: Reel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ffmpeg_program.VARIABLE, str(tmp_path / "nowhere"))
    error = one_that_fails(studio, reel, tmp_path / "reel.mp4")
    assert isinstance(error, EnvironmentFault)
    assert error.code == "ffmpeg.missing"


def test_a_file_that_is_no_program_is_said(
    studio: Studio, reel: Reel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken").write_bytes(b"\x7fELF nothing")
    (tmp_path / "broken").chmod(0o700)
    monkeypatch.setenv(ffmpeg_program.VARIABLE, str(tmp_path / "broken"))
    error = one_that_fails(studio, reel, tmp_path / "reel.mp4")
    assert isinstance(error, EnvironmentFault)
    assert error.code == "ffmpeg.broken"


def test_an_ffmpeg_that_stops_is_said_with_its_own_words(
    studio: Studio, reel: Reel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, "echo frame=3\necho 'Something is odd' >&2\nexit 7")
    error = one_that_fails(studio, reel, tmp_path / "reel.mp4")
    assert isinstance(error, EnvironmentFault)
    assert (error.code, error.facts["reason"], error.facts["exit_code"]) == ("ffmpeg.failed", "Something is odd", 7)


def test_an_ffmpeg_that_says_nothing_is_still_reported(
    studio: Studio, reel: Reel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, "exit 3")
    error = one_that_fails(studio, reel, tmp_path / "reel.mp4")
    assert isinstance(error, EnvironmentFault)
    assert "code 3" in str(error.facts["reason"])


def test_an_ffmpeg_that_ends_early_and_says_all_is_well_is_found_out(
    studio: Studio, reel: Reel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As ended with ``q``: exit code 0 and a shorter file that plays."""
    stand_in(
        tmp_path,
        monkeypatch,
        'case "$*" in *item003.mp4*) set -- "$@" -y;; esac\n'
        'for a in "$@"; do case "$a" in '
        '*"trim=end_frame=20"*) a=$(echo "$a" | sed s/end_frame=20/end_frame=12/g);; esac; '
        'set -- "$@" "$a"; shift; done\nexec "$REAL" "$@"',
    )
    error = one_that_fails(studio, reel, tmp_path / "reel.mp4")
    assert isinstance(error, EnvironmentFault)
    assert error.code == "reel.not_verified"


def test_a_film_that_shows_the_frame_beside_the_chosen_one_is_thrown_away(
    studio: Studio, reel: Reel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = render_job.item_arguments

    def shifted(film: FilmPlan, item: ItemPlan, video: str, sound: str) -> list[str]:
        # Half a picture later: everything is one frame late.
        return [part.replace("setpts=PTS-(166672)", "setpts=PTS-(200005)") for part in made(film, item, video, sound)]

    monkeypatch.setattr(render_job, "item_arguments", shifted)
    error = one_that_fails(studio, reel, tmp_path / "reel.mp4")
    assert isinstance(error, EnvironmentFault)
    assert error.code == "reel.not_verified"
    assert "picture of pair 1 of 1 is not the chosen one" in error.message


@pytest.mark.parametrize("ending", ["trap '' XFSZ\n", ""], ids=["ffmpeg says so", "the system ends ffmpeg"])
def test_a_file_size_limit_is_told_with_what_to_do(
    studio: Studio, reel: Reel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    # 8 blocks of 512 bytes, or of 1024 in some shells.
    stand_in(tmp_path, monkeypatch, f'{ending}ulimit -f 8\nexec "$REAL" "$@"')
    error = one_that_fails(studio, reel, tmp_path / "reel.mp4")
    assert isinstance(error, EnvironmentFault)
    assert error.code == "file.too_large"
    assert "larger than one file may be here" in error.message
    assert "Have the limit raised, choose a folder on another disk" in error.message


@pytest.fixture(params=[200, 600, 1100], ids=lambda size: f"{size} kB")
def small_disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A disk of so many kilobytes; the reel needs about 1.5 MB of it at the most."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", f"size={request.param}k", "tmpfs", str(folder)]
    if os.name != "posix" or os.geteuid() != 0 or subprocess.run(mounted, capture_output=True).returncode != 0:
        pytest.skip("only root can mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_fills_up_is_said_with_what_is_free(studio: Studio, reel: Reel, small_disk: Path) -> None:
    """Whether it fills up with stills, pieces or at the joining."""
    error = one_that_fails(studio, reel, small_disk / "reel.mp4")
    assert isinstance(error, EnvironmentFault)
    assert error.code == "disk.full"
    assert int(str(error.facts["free_bytes"])) <= 1_300_000
    assert int(str(error.facts["needed_bytes"])) > 1_300_000


def test_a_source_that_is_gone_is_named(studio: Studio, clips: ClipShelf, tmp_path: Path) -> None:
    path = tmp_path / "in" / "A 17.mp4"
    path.parent.mkdir()
    shutil.copy(clips.kind("cfr_30"), path)
    recording = studio.recording(path)
    path.unlink()
    error = one_that_fails(studio, studio.reel(Single(studio.excerpt(recording, 0, 5))), tmp_path / "reel.mp4")
    assert isinstance(error, EnvironmentFault)
    assert error.code == "file.missing"
    assert "A 17.mp4" in error.message


@pytest.mark.parametrize("change", ["longer", "other", "no video"])
def test_a_source_that_is_another_file_now_is_named(
    studio: Studio, clips: ClipShelf, tmp_path: Path, change: str
) -> None:
    path = tmp_path / "in" / "A17.mp4"
    path.parent.mkdir()
    shutil.copy(clips.kind("cfr_30"), path)
    recording = studio.recording(path)
    size = path.stat().st_size
    if change == "longer":
        path.write_bytes(path.read_bytes() + b"\0")
    elif change == "other":
        shutil.copy(clips(size=(160, 120)), path)
        with path.open("ab") as file:
            file.truncate(size)
    else:
        path.write_bytes(b"x" * size)
    error = one_that_fails(studio, studio.reel(Single(studio.excerpt(recording, 0, 5))), tmp_path / "reel.mp4")
    assert isinstance(error, InputError)
    assert error.code == "clip.changed"
    assert "A17.mp4" in error.message


def test_originals_are_never_written_over(studio: Studio, clips: ClipShelf, tmp_path: Path) -> None:
    path = tmp_path / "A17.mp4"
    shutil.copy(clips.kind("cfr_30"), path)
    recording = studio.recording(path)
    before = path.read_bytes()
    with pytest.raises(InputError, match="never written over"):
        studio.render(studio.reel(Single(studio.excerpt(recording, 0, 5))), path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "code"),
    [("reel.avi", "reel.suffix"), ("reel", "reel.suffix"), ("nowhere/reel.mp4", "output.no_folder")],
)
def test_names_that_will_not_do_are_refused_at_once(
    studio: Studio, reel: Reel, tmp_path: Path, name: str, code: str
) -> None:
    with pytest.raises((InputError, EnvironmentFault)) as raised:
        studio.render(reel, tmp_path / name)
    assert raised.value.code == code


def test_a_folder_of_that_name_is_refused(studio: Studio, reel: Reel, tmp_path: Path) -> None:
    (tmp_path / "reel.mp4").mkdir()
    with pytest.raises(InputError, match="is a folder"):
        studio.render(reel, tmp_path / "reel.mp4")


def test_a_folder_that_may_not_be_written_is_said(
    studio: Studio, reel: Reel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    error = one_that_fails(studio, reel, tmp_path / "reel.mp4")
    assert isinstance(error, EnvironmentFault)
    assert error.code == "output.read_only"


def test_an_output_that_another_program_holds_open_is_said(
    studio: Studio, reel: Reel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where a file that is being played cannot be replaced."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr(Path, "replace", refuse)
    error = one_that_fails(studio, reel, tmp_path / "reel.mp4")
    assert isinstance(error, EnvironmentFault)
    assert "open in another program" in error.message


def test_a_recording_that_is_not_in_the_study_is_said(studio: Studio, reel: Reel, tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        render(reel, {}, tmp_path / "reel.mp4", silent, CancelToken())
    assert raised.value.code == "reel.no_source"


def test_a_reel_replaces_an_earlier_one_and_what_a_crash_left(studio: Studio, reel: Reel, tmp_path: Path) -> None:
    output = tmp_path / "reel.mp4"
    output.write_bytes(b"an earlier reel")
    (tmp_path / "reel.partial").mkdir()
    (tmp_path / "reel.partial" / "item000.mp4").write_bytes(b"half")
    (tmp_path / "reel.partial.mp4").write_bytes(b"half")
    made = studio.render(reel, output)
    assert output.stat().st_size > 10_000
    assert leftovers(tmp_path) == ["reel.mp4"]
    assert made.sha256 == hashlib.sha256(output.read_bytes()).hexdigest()


def test_a_folder_of_the_users_that_has_the_partial_name_is_left_alone(
    studio: Studio, reel: Reel, tmp_path: Path
) -> None:
    (tmp_path / "reel.partial").mkdir()
    (tmp_path / "reel.partial" / "notes.txt").write_text("mine")
    error = one_that_fails(studio, reel, tmp_path / "reel.mp4")
    assert isinstance(error, EnvironmentFault)
    assert (tmp_path / "reel.partial" / "notes.txt").read_text() == "mine"


def test_what_crashed_renders_left_is_swept(tmp_path: Path) -> None:
    (tmp_path / "old.partial").mkdir()
    (tmp_path / "old.partial" / "item000.mp4").write_bytes(b"half")
    (tmp_path / "old.partial.mp4").write_bytes(b"half")
    (tmp_path / "mine.partial").mkdir()
    (tmp_path / "mine.partial" / "notes.txt").write_text("mine")
    (tmp_path / "reel.mp4").write_bytes(b"whole")
    assert sweep_partials(tmp_path) == ()  # it could still be at work
    for path in tmp_path.rglob("*"):
        os.utime(path, (1, 1))
    assert sweep_partials(tmp_path) == (tmp_path / "old.partial", tmp_path / "old.partial.mp4")
    assert leftovers(tmp_path) == ["mine.partial", "reel.mp4"]
    assert sweep_partials(tmp_path / "nowhere") == ()


def test_the_same_reel_gives_the_same_pictures(studio: Studio, reel: Reel, tmp_path: Path) -> None:
    one, two = (studio.render(reel, tmp_path / name) for name in ("one.mp4", "two.mp4"))
    assert (one.frame_count, one.items) == (two.frame_count, two.items)


def test_only_files_that_are_shown_have_to_be_there(studio: Studio, clips: ClipShelf, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    files = [shutil.copy(clips.kind("cfr_30"), tmp_path / "in" / name) for name in ("1.mp4", "2.mp4")]
    recording = studio.recording(*map(Path, files))
    excerpt = studio.excerpt(recording, 0, 5)
    Path(files[1]).unlink()
    made = studio.render(studio.reel(Single(excerpt), size=TINY), tmp_path / "reel.mp4")
    assert len(made.items) == 3
