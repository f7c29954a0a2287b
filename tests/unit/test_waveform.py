"""Waveforms and strips as values: codes, joining, what is known where."""

import pytest

from bwc_review.domain import strip as strips
from bwc_review.domain import waveform as waveforms
from bwc_review.domain.strip import Strip
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.domain.waveform import GapKind, SoundGap, Waveform, code_of, db_of

SECOND = 1_000_000


def span(start_us: int, end_us: int) -> TimeRange:
    return TimeRange(Moment(start_us), Moment(end_us))


@pytest.mark.parametrize(("db", "code"), [(0.0, 255), (-1.0, 252), (-20.1, 195), (-84.6, 1), (-200.0, 1), (3.0, 255)])
def test_levels_are_kept_to_a_third_of_a_decibel(db: float, code: int) -> None:
    assert code_of(db) == code
    if 1 < code < 255:
        assert db_of(code) == pytest.approx(db, abs=1 / 6 + 1e-9)


def test_a_waveform_tells_what_is_known_at_a_moment() -> None:
    gap = SoundGap(span(0, 20_000), GapKind.LATE)
    made = Waveform(bytes([0, 0, 255, 225]), bytes([0, 195]), (span(20_000, 40_000),), (gap,), 50_000)
    assert [made.peak_db(at) for at in (0, 25_000, 39_999, 40_000, -10_001)] == [None, 0, -10, None, None]
    assert (made.loudness_lufs(0), made.loudness_lufs(100_000)) == (None, -20)
    assert (made.is_speech(19_999), made.is_speech(20_000)) == (False, True)
    assert (made.gap_at(19_999), made.gap_at(20_000)) == (gap, None)
    assert (made.known_us, made.speech_us) == (40_000, 20_000)
    assert Waveform(b"", b"", (), (), 50_000, has_track=False).known_us == 50_000


def test_files_end_to_end_make_one_waveform() -> None:
    first = Waveform(b"\xff" * 100, b"\xf0" * 10, (span(0, 500_000),), (), SECOND + 5_000)
    silent = Waveform(b"", b"", (), (), SECOND, has_track=False)
    last = Waveform(b"\x80" * 300, b"\x70" * 30, (), (SoundGap(span(0, 10_000), GapKind.MUTED),), SECOND)
    whole = waveforms.joined([first, silent, last])
    assert whole.duration_us == 3 * SECOND + 5_000
    assert whole.has_track
    assert [whole.peak_db(at) for at in (990_000, 1_500_000)] == [0, None]
    assert whole.peaks[200] == 128
    assert len(whole.peaks) == 300
    assert whole.speech == (span(0, 500_000),)
    assert whole.gaps == (SoundGap(span(2 * SECOND + 5_000, 2 * SECOND + 15_000), GapKind.MUTED),)
    assert waveforms.joined([first]) is first


def test_nothing_is_known_beyond_where_it_may_be_heard() -> None:
    gaps = (SoundGap(span(0, 10_000), GapKind.LATE), SoundGap(span(900_000, SECOND), GapKind.MUTED))
    speech = (span(100_000, 600_000), span(700_000, 800_000))
    whole = Waveform(b"\xff" * 100, b"\xf0" * 10, speech, gaps, SECOND)
    cut = whole.until(505_000)
    assert (len(cut.peaks), len(cut.loudness), cut.duration_us) == (51, 6, 505_000)
    assert cut.speech == (span(100_000, 505_000),)
    assert cut.gaps == gaps[:1]
    assert whole.until(SECOND) is whole


def test_no_picture_is_known_beyond_where_it_may_be_seen() -> None:
    strip = Strip((0, 1000, 3000), (b"a", b"b", b"c"), 4000)
    assert strip.until(3000) == Strip((0, 1000), (b"a", b"b"), 3000)
    assert strip.until(9000) == strip


def test_the_nearest_picture_of_a_strip_is_found() -> None:
    strip = Strip((0, 1000, 3000), (b"a", b"b", b"c"), 4000)
    assert [strip.nearest(Moment(at)) for at in (-5, 0, 499, 501, 2001, 9999)] == [0, 0, 0, 1, 2, 2]
    assert Strip((), (), 10).nearest(Moment(0)) is None
    assert Strip((5,), (b"a",), 10).nearest(Moment(9)) == 0


def test_strips_of_files_end_to_end_are_one() -> None:
    whole = strips.joined([Strip((0, 1000), (b"a", b"b"), 2000), Strip((0,), (b"c",), 500)])
    assert whole == Strip((0, 1000, 2000), (b"a", b"b", b"c"), 2500)


def test_the_first_few_pictures_of_a_strip_stay_until_their_own_are_there() -> None:
    few = Strip((0, 4_000_000, 8_000_000), (b"a", b"e", b"i"), 9_000_000)
    some = Strip((0, 1_000_000, 4_000_000), (b"A", b"B", b"E"), 9_000_000)
    assert some.before(few) == Strip((0, 1_000_000, 4_000_000, 8_000_000), (b"A", b"B", b"E", b"i"), 9_000_000)
    assert Strip((), (), 9_000_000).before(few) == few
