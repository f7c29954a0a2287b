"""A finished film is let through only if it is what its plan says."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import imageio_ffmpeg
import pytest

from bwc_review.domain.clip import Fault, FaultCode, SourceClip
from bwc_review.domain.errors import Cancelled, EnvironmentFault
from bwc_review.domain.progress import CancelToken, Progress, Report, silent
from bwc_review.domain.reel import Card, Pair, Single
from bwc_review.domain.time import Moment
from bwc_review.media import render_job
from bwc_review.media.expected_pictures import ExpectedPictures
from bwc_review.media.render_film import FilmPlan
from bwc_review.media.render_layout import Canvas
from bwc_review.media.verify import Verified, verify
from tests.helpers.clips import ClipShelf
from tests.helpers.reels import Studio

PAIR, SINGLE = 2, 3
UNEVEN = ["-vf", "settb=1/3000,setpts=N*100+eq(N\\,40)*30", "-fps_mode", "passthrough", "-enc_time_base", "1/3000"]


def checked(
    film: FilmPlan, path: Path, stills: Path, report: Report = silent, cancel: CancelToken | None = None
) -> Verified:
    token = cancel or CancelToken()
    with ExpectedPictures(film, token) as expected:
        return verify(film, path, stills, expected, report, token)


@dataclass
class Case:
    """A finished film with what it was made from."""

    film: FilmPlan
    path: Path
    stills: Path

    def verified(self, film: FilmPlan | None = None, path: Path | None = None) -> Verified:
        return checked(film or self.film, path or self.path, self.stills)

    def refusal(self, film: FilmPlan | None = None, path: Path | None = None) -> str:
        with pytest.raises(EnvironmentFault) as raised:
            self.verified(film, path)
        assert raised.value.code == "reel.not_verified"
        return raised.value.message


@pytest.fixture(scope="module")
def case(clips: ClipShelf, tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("verify")
    kept: list[FilmPlan] = []

    def keep(
        film: FilmPlan, path: Path, stills: Path, expected: ExpectedPictures, report: Report, cancel: CancelToken
    ) -> Verified:
        kept.append(film)
        shutil.copytree(stills, folder / "stills")
        return verify(film, path, stills, expected, report, cancel)

    studio = Studio()
    one = studio.excerpt(studio.recording(clips.kind("cfr_30")), 10, 30)
    two = studio.excerpt(studio.recording(clips.kind("vfr")), 5, 40)
    reel = studio.reel(Pair(one, two, one.range.start, two.range.start.shifted(300_000)), Single(two), Card("End"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render_job, "verify", keep)
        studio.render(reel, folder / "reel.mp4")
    return Case(kept[0], folder / "reel.mp4", folder / "stills")


def with_check(film: FilmPlan, item_index: int, check_index: int, **changes: object) -> FilmPlan:
    """The plan with one of its checks asking for something else."""
    item = film.items[item_index]
    checks = list(item.checks)
    checks[check_index] = replace(checks[check_index], **changes)  # pyright: ignore[reportArgumentType]
    items = list(film.items)
    items[item_index] = replace(item, checks=tuple(checks))
    return replace(film, items=tuple(items))


def remade(case: Case, tmp_path: Path, *options: str) -> Path:
    """The film put through ffmpeg once more."""
    path = tmp_path / "remade.mp4"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(case.path), *options, str(path)]
    subprocess.run(command, check=True)
    return path


def test_a_film_that_is_right_is_let_through(case: Case) -> None:
    found = case.verified()
    assert found.frame_count == case.film.picture_count
    assert [check.index for check in found.items] == list(range(5))
    assert all(check.is_first_right and check.is_last_right for check in found.items)


@pytest.mark.parametrize("step", [-3, -2, -1, 1, 2, 3])
@pytest.mark.parametrize(("item", "check"), [(PAIR, 0), (PAIR, 1), (PAIR, 2), (PAIR, 3), (SINGLE, 0), (SINGLE, 1)])
def test_a_frame_off_is_found(case: Case, item: int, check: int, step: int) -> None:
    wanted = case.film.items[item].checks[check].index
    refusal = case.refusal(with_check(case.film, item, check, index=wanted + step))
    which = "first" if case.film.items[item].checks[check].is_first else "last"
    assert f"the {which} picture of {case.film.items[item].text} is not the chosen one" in refusal


def test_a_pair_with_its_sides_swapped_is_found(case: Case) -> None:
    left, right = (case.film.items[PAIR].checks[place] for place in (0, 2))
    swapped = with_check(case.film, PAIR, 0, source=right.source, index=right.index)
    swapped = with_check(swapped, PAIR, 2, source=left.source, index=left.index)
    assert "picture of pair 1 of 1" in case.refusal(swapped)


def test_another_card_is_found(case: Case) -> None:
    assert "title card" in case.refusal(with_check(case.film, 0, 0, still="item001-card.png"))


def test_a_clip_without_reliable_times_is_compared_less_strictly(case: Case) -> None:
    """Nobody knows which frame is which there, but another scene is still another scene."""
    check = case.film.items[SINGLE].checks[0]
    assert check.source is not None
    fault = Fault(FaultCode.UNRELIABLE_TIMES, "The times cannot be relied on.")
    vague = SourceClip(replace(check.source.clip, faults=(fault,)), check.source.table)
    case.verified(with_check(case.film, SINGLE, 0, source=vague, index=check.index + 1))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda film: replace(film, rate=Fraction(25)), "pictures a second"),
        (lambda film: replace(film, canvas=Canvas(642, 360)), "640 × 360"),
        (lambda film: replace(film, items=film.items[:-1]), "its sound lasts"),
    ],
)
def test_a_plan_of_another_film_is_found(case: Case, change: Callable[[FilmPlan], FilmPlan], said: str) -> None:
    assert said in case.refusal(change(case.film))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["-an", "-c", "copy"], "one picture and one sound track"),
        (["-c:v", "copy", "-ac", "1"], "48 kHz stereo AAC"),
        (["-c:v", "copy", "-t", "5"], "its sound lasts"),
        (["-c:a", "copy", "-c:v", "mpeg4"], "4:2:0 H.264"),
        (["-c:a", "copy", "-vf", "setparams=colorspace=bt470bg"], "BT.709"),
        (["-c:a", "copy", "-vf", "select=not(eq(n\\,40))", "-fps_mode", "vfr"], "pictures"),
        (["-c:a", "copy", *UNEVEN], "evenly"),
    ],
)
def test_another_film_is_found(case: Case, tmp_path: Path, options: list[str], said: str) -> None:
    assert said in case.refusal(path=remade(case, tmp_path, *options))


def test_a_film_that_cannot_be_read_is_found(case: Case, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(case.path.read_bytes()[:20_000])
    assert "cannot be read" in case.refusal(path=broken)


def test_checking_can_be_stopped(case: Case) -> None:
    cancel = CancelToken()
    told: list[Progress] = []

    def stop(step: Progress) -> None:
        told.append(step)
        cancel.cancel()

    with pytest.raises(Cancelled):
        checked(case.film, case.path, case.stills, stop, cancel)
    assert len(told) == 1


def test_a_frame_that_cannot_be_decoded_is_held_against_the_one_before(clips: ClipShelf, tmp_path: Path) -> None:
    """As players do: what is on the screen stays there."""
    studio = Studio()
    recording = studio.recording(clips.damaged(frames=90, gop=30, at=0.5, length=300))
    source = studio.sources[recording][0]
    last = len(source.table)
    singles = [Single(studio.excerpt(recording, first, min(first + 9, last))) for first in range(20, last - 9, 10)]
    made = studio.render(studio.reel(*singles, size=(320, 180)), tmp_path / "reel.mp4")
    assert len(made.items) == 2 + len(singles)
    assert Moment(0) == source.table.start(0)
