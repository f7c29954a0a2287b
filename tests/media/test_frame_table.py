"""When each frame is shown: against what was painted and muxed, and the repairs of what files get wrong."""

from bisect import bisect_right
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from bwc_review.domain.clip import FrameTable
from bwc_review.domain.errors import InputError
from bwc_review.domain.progress import CancelToken, silent
from bwc_review.media.decode_check import DecodeCheck
from bwc_review.media.examine import examine
from bwc_review.media.frame_table import BuiltTable, build_table, us_of
from bwc_review.media.packets import NO_TIME, Packets, SoundSpan, read_packets
from bwc_review.media.rates import constant_rate, gaps_of
from bwc_review.media.reading_limits import ReadingLimits
from tests.helpers.clips import KINDS, ClipShelf
from tests.helpers.frames import NTSC, ClipSpec, frame_starts_us, read_frame_numbers

MS = Fraction(1, 1000)


def table_of(path: Path) -> FrameTable:
    return examine(path, silent, CancelToken()).table


def expected(spec: ClipSpec) -> list[int]:
    return frame_starts_us(spec.frames + 1, spec.rate, vfr=spec.vfr)


@pytest.mark.parametrize("kind", KINDS)
def test_every_frame_starts_when_it_was_muxed_to_start(clips: ClipShelf, kind: str) -> None:
    path = clips.kind(kind)
    *starts, end = expected(clips.spec(kind))
    rounding_us = 1000 if path.suffix in {".mkv", ".webm"} else 12  # a tick: Matroska counts in milliseconds
    table = table_of(path)
    assert len(table) == len(starts)
    assert max(abs(a - b) for a, b in zip(table.starts_us, starts, strict=True)) <= rounding_us
    assert abs(table.end_us - end) <= rounding_us


@pytest.mark.parametrize("kind", ["cfr_30", "vfr_b_frames", "edit_list", "open_gop", "ts", "mkv", "start_offset"])
def test_the_table_has_as_many_frames_as_ffmpeg_shows(clips: ClipShelf, kind: str) -> None:
    path = clips.kind(kind)
    assert list(range(len(table_of(path)))) == read_frame_numbers(path)


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("cfr_30", [0, 30]),
        ("b_frames_gop_60", [0, 60, 120]),
        ("mjpeg_avi", list(range(60))),
        ("ts", [0, 30]),
        ("edit_list_mov", [23, 53]),  # the key frame itself is cut off, seven frames before the start
    ],
)
def test_key_frames_are_known(clips: ClipShelf, kind: str, keys: list[int]) -> None:
    assert list(table_of(clips.kind(kind)).keys) == keys


@pytest.mark.parametrize(
    ("kind", "is_used"), [("cfr_30", True), ("vfr", True), ("vfr_b_frames", False), ("mkv", False)]
)
def test_the_index_is_used_where_it_tells_the_truth(clips: ClipShelf, kind: str, is_used: bool) -> None:
    packets, _ = packets_of(clips.kind(kind))
    assert packets.is_from_index is is_used


def test_the_index_and_reading_through_agree(clips: ClipShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    path = clips.kind("vfr")
    by_index, span_by_index = packets_of(path)
    monkeypatch.setattr("bwc_review.media.packets._is_whole_truth", lambda *_: False)
    by_reading, span_by_reading = packets_of(path)
    assert by_index.is_from_index
    assert not by_reading.is_from_index
    assert by_index.pts.tolist() == by_reading.pts.tolist()
    assert by_index.is_key.tolist() == by_reading.is_key.tolist()
    assert by_index.duration.tolist() == by_reading.duration.tolist()
    assert span_by_index is not None
    assert span_by_reading is not None
    assert span_by_index.start == span_by_reading.start
    assert abs(span_by_index.end - span_by_reading.end) < 1024  # one AAC packet


def packets_of(path: Path) -> tuple[Packets, SoundSpan | None]:
    return read_packets(path, ReadingLimits(path.stat().st_size, CancelToken()), silent)


# What files get wrong, made by hand: packets with times in milliseconds.


def made(
    pts: list[int],
    *,
    dts: list[int] | None = None,
    duration: int = 40,
    keys: tuple[int, ...] = (0,),
    hidden: tuple[int, ...] = (),
    decoded: list[int] | None = None,
    is_full: bool = True,
    interlaced: bool = False,
) -> BuiltTable:
    count = len(pts)
    places = np.arange(count)
    packets = Packets(
        pts=np.array(pts, np.int64),
        dts=np.array(pts if dts is None else dts, np.int64),
        duration=np.full(count, duration, np.int64),
        is_key=np.isin(places, keys),
        is_hidden=np.isin(places, hidden),
    )
    times = sorted(set(pts)) if decoded is None else decoded
    check = DecodeCheck([(320, 240)], "yuv420p", None, times, interlaced_count=len(times) * interlaced, is_full=is_full)
    return build_table(packets, check, MS)


def starts_ms(built: BuiltTable) -> list[int]:
    return [us // 1000 for us in built.table.starts_us]


def test_frames_come_in_the_order_of_showing_not_of_storing() -> None:
    built = made([0, 120, 40, 80, 160], dts=[-80, -40, 0, 40, 80], keys=(0, 4))
    assert starts_ms(built) == [0, 40, 80, 120, 160]
    assert list(built.table.keys) == [0, 4]


def test_the_clock_starts_at_the_first_frame_that_is_shown() -> None:
    built = made([960, 1000, 1040, 1080], hidden=(0, 1))
    assert starts_ms(built) == [0, 40]
    assert (built.first_pts, built.hidden_count) == (1040, 2)


def test_of_two_packets_with_one_time_one_is_kept() -> None:
    built = made([0, 40, 40, 80])
    assert starts_ms(built) == [0, 40, 80]
    assert built.duplicate_count == 1


def test_missing_times_are_taken_from_the_decoding_times() -> None:
    built = made([0, NO_TIME, 80, NO_TIME], dts=[0, 40, 80, 120], decoded=[0, 40, 80, 120])
    assert starts_ms(built) == [0, 40, 80, 120]
    assert built.untimed_count == 2


def test_with_no_times_at_all_decoding_times_are_moved_to_where_the_decoder_began() -> None:
    built = made([NO_TIME] * 3, dts=[0, 40, 80], decoded=[80, 120, 160])
    assert built.first_pts == 80
    assert starts_ms(built) == [0, 40, 80]


def test_packets_without_any_time_are_left_out() -> None:
    built = made([0, NO_TIME, 80], dts=[0, NO_TIME, 80], decoded=[0, 80])
    assert starts_ms(built) == [0, 80]
    assert built.misplaced_count == 1


def test_frames_behind_a_jump_back_of_the_clock_are_left_out() -> None:
    built = made([9000, 9040, 9080, 0, 40, 80])
    assert starts_ms(built) == [0, 40, 80]
    assert (built.first_pts, built.misplaced_count) == (9000, 3)


def test_frames_hours_away_are_left_out() -> None:
    built = made([0, 40, 80, 80 + 2 * 3_600_000])
    assert starts_ms(built) == [0, 40, 80]
    assert built.misplaced_count == 1


def test_packets_that_give_no_picture_are_not_frames() -> None:
    built = made([0, 40, 80, 120], decoded=[0, 40, 120])
    assert starts_ms(built) == [0, 40, 120]
    assert built.lost_count == 1


def test_pictures_before_the_first_key_frame_are_no_loss() -> None:
    built = made([0, 40, 80, 120], keys=(2,), decoded=[80, 120])
    assert (built.first_pts, built.lost_count) == (80, 0)
    assert list(built.table.keys) == [0]


def test_what_was_not_decoded_yet_is_believed() -> None:
    built = made([0, 40, 80, 120, 160], decoded=[0, 80], is_full=False)
    assert starts_ms(built) == [0, 80, 120, 160]
    assert built.lost_count == 1


def test_a_decoder_with_a_clock_of_its_own_does_not_empty_the_table() -> None:
    assert starts_ms(made([0, 40, 80], decoded=[7, 47, 87])) == [0, 40, 80]


@pytest.mark.parametrize("is_full", [True, False])
def test_two_fields_in_packets_of_their_own_are_one_frame(is_full: bool) -> None:
    pts = list(range(0, 400, 20))
    built = made(pts, duration=20, decoded=pts[::2] if is_full else pts[:10:2], is_full=is_full, interlaced=True)
    assert starts_ms(built) == pts[::2]
    assert built.table.end_us == 400_000
    assert built.lost_count == 0


def test_a_whole_frame_among_fields_stays_whole() -> None:
    pts = [0, 20, 40, 60, 80, 120, 160, 180]  # 80 and 120 hold whole frames
    built = made(pts, decoded=[0, 40, 80], is_full=False, interlaced=True)
    assert starts_ms(built) == [0, 40, 80, 120, 160]


def test_the_last_frame_stands_as_long_as_the_file_says() -> None:
    assert made([0, 40, 100], duration=325).table.end_us == 425_000


@pytest.mark.parametrize("duration", [0, 3_600_000])
def test_a_last_frame_without_a_sensible_length_stands_for_the_usual_gap(duration: int) -> None:
    assert made([0, 40, 80, 200], duration=duration).table.end_us == 240_000


def test_with_a_constant_rate_the_last_frame_is_like_the_others() -> None:
    built = made([0, 33, 67, 100, 133, 167], duration=16)
    assert built.rate == 30
    assert built.table.end_us == 200_000


def test_a_lone_frame_has_a_length() -> None:
    assert made([5], duration=0).table.end_us == 40_000


def test_a_file_without_a_frame_is_refused() -> None:
    with pytest.raises(InputError, match="no picture"):
        made([0, 40], hidden=(0, 1), decoded=[])


def test_ticks_finer_than_a_microsecond_do_not_meet() -> None:
    packets = Packets(*(np.array([0, 3, 40], np.int64) for _ in range(3)), *(np.zeros(3, np.bool_) for _ in range(2)))
    check = DecodeCheck([(2, 2)], times=[0, 3, 40], is_full=True)
    built = build_table(packets, check, Fraction(1, 10_000_000))
    assert list(built.table.starts_us) == [0, 4]


def test_times_too_large_for_64_bits_are_counted_all_the_same() -> None:
    pts = np.array([0, 1 << 61], np.int64)
    assert us_of(pts, 0, Fraction(1, 1_000_000_007)).tolist() == [
        0,
        round(Fraction(1 << 61, 1_000_000_007) * 1_000_000),
    ]


def test_halves_are_rounded_to_even_as_everywhere() -> None:
    assert us_of(np.array([0, 1, 3, 5], np.int64), 0, Fraction(1, 2_000_000)).tolist() == [0, 0, 2, 2]


# Rates


@pytest.mark.parametrize(
    "rate", [Fraction(15), Fraction(24), NTSC, Fraction(30), Fraction(25, 2), Fraction(60000, 1001)]
)
@pytest.mark.parametrize("time_base", [MS, Fraction(1, 90000), Fraction(1, 600)])
def test_the_exact_rate_is_found_behind_rounded_times(rate: Fraction, time_base: Fraction) -> None:
    ticks = [round(place / rate / time_base) for place in range(400)]
    starts = np.array([round(tick * time_base * 1_000_000) for tick in ticks], np.int64)
    assert gaps_of(starts, time_base).is_even
    assert constant_rate(starts, time_base, ()) == rate


def test_the_containers_own_rate_is_preferred_if_it_fits() -> None:
    starts = np.arange(3, dtype=np.int64) * 33_000
    assert constant_rate(starts, MS, [Fraction(1000, 33)]) == Fraction(1000, 33)


def test_a_rate_that_the_container_only_claims_is_not_taken() -> None:
    starts = np.arange(30, dtype=np.int64) * 33_333
    assert constant_rate(starts, MS, [Fraction(60)]) == 30


def test_an_odd_rate_is_measured() -> None:
    starts = np.arange(100, dtype=np.int64) * 37_777
    assert constant_rate(starts, Fraction(1, 1_000_000), ()) == pytest.approx(Fraction(1_000_000, 37_777))


@pytest.mark.parametrize(
    ("times", "odd", "missing"),
    [
        ([0, 40, 80, 120], 0, 0),
        ([0, 40, 80, 160, 200], 1, 1),
        ([0, 40, 80, 240, 280], 1, 3),
        ([0, 40, 80, 135, 175], 1, 0),
        ([0, 40, 80, 100, 140, 220, 260, 300], 2, 0),
    ],
)
def test_gaps_are_even_hold_missing_frames_or_vary(times: list[int], odd: int, missing: int) -> None:
    gaps = gaps_of(np.array(times, np.int64) * 1000, Fraction(1, 90000))
    assert (gaps.off_count, gaps.missing_frames) == (odd, missing)


def test_one_tick_more_is_a_missing_frame_if_ticks_are_frames() -> None:
    starts = np.array([0, 33_333, 66_667, 133_333, 166_667], np.int64)
    assert gaps_of(starts, Fraction(1, 30)).missing_frames == 1


def test_the_painted_frame_is_the_tables_frame(clips: ClipShelf) -> None:
    starts = frame_starts_us(70, 30, vfr=True)
    table = table_of(clips.kind("vfr"))
    for moment in range(0, starts[-1], 7_000):
        assert bisect_right(table.starts_us, moment) == bisect_right(starts, moment)
