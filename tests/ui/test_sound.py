"""Sound: samples from the right moment, the device as clock, and going on without one."""

import threading
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from bwc_review.domain.compare import Hearing, Side
from bwc_review.domain.time import START, Moment
from bwc_review.media.sound_reader import RATE_HZ, Samples, SoundReader
from bwc_review.ui.playback.clock import MonotonicClock
from bwc_review.ui.playback.sound_clock import BYTES_PER_SAMPLE, Output, Pull, SoundClock
from bwc_review.ui.playback.sound_feed import SoundFeed
from bwc_review.ui.playback.sound_output import may_have_device, open_output
from bwc_review.ui.playback.transport import Transport
from tests.helpers.clips import ClipShelf
from tests.helpers.playing import HandClock, examined, source_of
from tests.helpers.sound_server import waits

SECOND = 1_000_000
SMALL = {"size": (64, 48), "frames": 150}


def heard(path: Path, at_us: int, speed_percent: int = 100) -> Samples:
    """All samples from a moment to the end of the track."""
    reader = SoundReader(path, examined(path).facts)
    reader.start_at(at_us, speed_percent)
    blocks = []
    while (block := reader.read()) is not None:
        blocks.append(block)
    reader.close()
    return np.concatenate(blocks) if blocks else np.zeros((0, 2), np.float32)


def onset_s(samples: Samples) -> float:
    """Seconds to the first sound."""
    return float(np.flatnonzero(np.abs(samples[:, 0]) > 0.02)[0]) / RATE_HZ


@pytest.mark.parametrize(
    ("suffix", "more"),
    [
        (".mp4", {}),
        (".mkv", {}),
        (".ts", {}),
        (".avi", {"codec": "mpeg4"}),
        (".mov", {"audio_codec": "pcm_alaw", "sample_rate": 8000}),
        (".webm", {"codec": "vp8"}),
        (".mp4", {"start_offset": 5.0}),
    ],
)
@pytest.mark.parametrize("at_us", [0, 700_000, 1_900_000])
def test_sound_begins_at_the_very_moment_asked_for(
    clips: ClipShelf, suffix: str, more: dict[str, object], at_us: int
) -> None:
    path = clips(suffix, silence=2.0, **SMALL, **more)
    assert onset_s(heard(path, at_us)) == pytest.approx(2.0 - at_us / SECOND, abs=0.003)


def test_a_track_that_begins_late_is_preceded_by_silence(clips: ClipShelf) -> None:
    path = clips(".mp4", audio_delay=1.5, **SMALL)
    assert onset_s(heard(path, 0)) == pytest.approx(1.5, abs=0.003)
    assert onset_s(heard(path, SECOND)) == pytest.approx(0.5, abs=0.003)


@pytest.mark.parametrize("speed_percent", [10, 25, 50, 75, 150, 200, 400])
def test_slower_and_faster_sound_keeps_its_place_and_its_pitch(clips: ClipShelf, speed_percent: int) -> None:
    path = clips(".mp4", silence=2.0, tone_hz=440.0, **SMALL)
    samples = heard(path, SECOND, speed_percent)
    assert onset_s(samples) * speed_percent / 100 == pytest.approx(1.0, abs=0.04 * max(1, speed_percent / 100))
    assert len(samples) / RATE_HZ == pytest.approx(4.0 * 100 / speed_percent, rel=0.05)
    middle = samples[len(samples) // 2 :][:RATE_HZ, 0]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    loudest_hz = float(np.argmax(spectrum)) * RATE_HZ / len(middle)
    assert loudest_hz == pytest.approx(440, abs=12)


class HandOutput:
    """A device that plays as much as the test tells it to."""

    def __init__(self, pull: Pull) -> None:
        self.pull = pull
        self.played = 0
        self.is_alive = True
        self.is_closed = False
        self.flushed = 0
        self.sound: list[Samples] = []

    def flush(self) -> None:
        self.flushed += 1

    def close(self) -> None:
        self.is_closed = True

    def plays(self, count: int) -> Samples:
        """Play so many samples; give them."""
        data = self.pull(count)
        assert len(data) == count * BYTES_PER_SAMPLE
        samples = np.frombuffer(data, np.float32).reshape(-1, 2)
        self.sound.append(samples)
        self.played += count
        return samples


class Player:
    """A sound clock whose device and whose other clocks are turned by hand."""

    def __init__(self, has_device: bool = True) -> None:
        self.outputs: list[HandOutput] = []
        self.has_device = has_device
        self.hand = HandClock()
        self.seconds = 0.0
        self.clock = SoundClock(self.open, MonotonicClock(self.hand), lambda: self.seconds)

    def open(self, pull: Pull) -> Output | None:
        if not self.has_device:
            return None
        self.outputs.append(HandOutput(pull))
        return self.outputs[-1]

    @property
    def output(self) -> HandOutput:
        return self.outputs[-1]

    def fills(self) -> None:
        """Wait until a second of sound is ready, or all that there is."""
        mix = self.clock._mix
        assert mix is not None
        waits(lambda: all(feed is None or self._is_full(feed) for feed in mix._feeds))

    def _is_full(self, feed: SoundFeed) -> bool:
        with feed._wake:
            return feed._wish is None and (feed._is_ended or feed._buffered() >= RATE_HZ)

    def begins(self) -> None:
        """Let the device play silence until the run has begun."""
        tick = threading.Event()
        for _ in range(2000):
            if np.any(self.output.plays(480)) or self.clock.now() > self.start:
                return
            tick.wait(0.005)
        pytest.fail("the sound never began")

    def starts(self, at: Moment, speed_percent: int = 100) -> None:
        self.start = at
        self.clock.start(at, speed_percent)
        self.begins()
        self.fills()


@pytest.fixture
def player() -> Iterator[Player]:
    made = Player()
    yield made
    made.clock.close()


@pytest.mark.parametrize("speed_percent", [50, 100, 200])
def test_the_device_is_the_clock(clips: ClipShelf, player: Player, speed_percent: int) -> None:
    player.clock.open([source_of(clips(".mp4", **SMALL))])
    player.output.plays(30_000)
    player.starts(Moment(SECOND), speed_percent)
    before = player.clock.now()
    player.output.plays(24_000)
    assert player.clock.now() - before == 500_000 * speed_percent // 100
    player.clock.stop()
    stood = player.clock.now()
    assert not np.any(player.output.plays(24_000))
    assert player.clock.now() == stood


def test_picture_and_sound_agree_to_the_sample(clips: ClipShelf, player: Player) -> None:
    player.clock.open([source_of(clips(".mp4", silence=2.0, **SMALL))])
    player.start = Moment(1_500_000)
    player.clock.start(player.start, 100)
    tick = threading.Event()
    for _ in range(4000):
        before = player.clock.now()
        samples = player.output.plays(480)
        loud = np.flatnonzero(np.abs(samples[:, 0]) > 0.02)
        if len(loud):
            assert before.us + loud[0] * SECOND / RATE_HZ == pytest.approx(2 * SECOND, abs=3000)
            return
        if before == player.start:
            tick.wait(0.005)
    pytest.fail("nothing was heard")


def test_without_a_device_or_a_track_the_machine_s_clock_runs(clips: ClipShelf) -> None:
    for has_device, spec in ((False, {}), (True, {"audio": False})):
        player = Player(has_device)
        player.clock.open([source_of(clips(".mp4", **SMALL, **spec))])
        assert not player.clock.has_sound
        player.clock.start(Moment(SECOND), 50)
        player.hand.turn(400_000)
        assert player.clock.now() == Moment(SECOND + 200_000)
        player.clock.stop()
        player.hand.turn(400_000)
        assert player.clock.now() == Moment(SECOND + 200_000)
        player.clock.close()


@pytest.mark.parametrize("how", ["stalled", "gone"])
def test_a_device_that_fails_while_playing_is_survived(clips: ClipShelf, player: Player, how: str) -> None:
    player.clock.open([source_of(clips(".mp4", **SMALL))])
    player.starts(START)
    player.output.plays(48_000)
    failed = player.output
    at = player.clock.now()
    if how == "gone":
        failed.is_alive = False
    else:
        player.seconds += 5
    assert player.clock.now() == at
    player.hand.turn(300_000)
    assert player.clock.now() == at.shifted(300_000)
    assert failed.is_closed
    player.starts(Moment(2 * SECOND))
    assert len(player.outputs) == 2
    before = player.clock.now()
    player.output.plays(4800)
    assert player.clock.now() - before == 100_000


def test_mute_and_volume_change_what_is_heard_and_not_the_clock(clips: ClipShelf, player: Player) -> None:
    player.clock.open([source_of(clips(".mp4", **SMALL))])
    player.starts(START)
    player.output.plays(9600)
    loud = float(np.abs(player.output.plays(4800)).max())
    player.clock.volume = 0.5
    player.output.plays(4800)
    assert float(np.abs(player.output.plays(4800)).max()) == pytest.approx(loud / 2, rel=0.05)
    player.clock.is_muted = True
    player.output.plays(4800)
    before = player.clock.now()
    assert not np.any(player.output.plays(4800))
    assert player.clock.now() - before == 100_000


def test_another_speed_while_sound_plays_is_no_jump_in_time_and_no_gap_in_sound(
    clips: ClipShelf, player: Player
) -> None:
    player.clock.open([source_of(clips(".mp4", **SMALL))])
    player.starts(START)
    player.output.plays(9600)
    before = player.clock.now()
    for speed_percent in (200, 400, 50):
        player.clock.turn(speed_percent)
    assert player.clock.now() == before
    player.output.plays(2400)  # the device has no less than that at the speed before
    assert player.clock.now() - before == 50_000
    for _ in range(3):
        before = player.clock.now()
        player.fills()
        assert np.any(player.output.plays(4800))
        assert player.clock.now() - before == 50_000
    player.clock.turn(-100)
    assert player.clock.now().us > before.us
    assert not np.any(player.output.plays(4800))


def test_when_there_is_a_device_again_the_sound_joins_in_without_a_jump(clips: ClipShelf, player: Player) -> None:
    player.clock.open([source_of(clips(".mp4", **SMALL))])
    player.starts(START)
    player.output.is_alive = False
    player.has_device = False
    player.clock.now()
    player.seconds += 5
    player.hand.turn(300_000)
    alone = player.clock.now()
    assert not player.clock.has_sound
    player.has_device = True
    player.seconds += 5
    assert player.clock.now() == alone
    assert not player.clock.has_sound
    assert len(player.outputs) == 2
    player.output.plays(4800)  # silence: it has only just begun to move
    assert player.clock.now() == alone
    for at_s in (0.2, 0.4, 0.6):  # and stands still again, as devices do at first: the picture goes on
        player.seconds += 0.2
        player.hand.turn(200_000)
        assert player.clock.now() == alone.shifted(round(at_s * 1e6))
        assert not player.clock.is_heard
    for _ in range(3):  # now it keeps pace
        player.seconds += 0.2
        player.output.plays(9600)
        player.clock.now()
    alone = alone.shifted(600_000)
    assert player.clock.now() == alone
    assert player.clock.is_heard
    player.output.plays(2400)
    assert player.clock.now() == alone.shifted(50_000)
    assert player.clock.has_sound
    player.fills()
    assert np.any(player.output.plays(9600))
    assert player.clock.now() == alone.shifted(250_000)


def test_stopping_tells_the_device_to_be_silent_at_once(clips: ClipShelf, player: Player) -> None:
    player.clock.open([source_of(clips(".mp4", **SMALL))])
    player.starts(START)
    before = player.output.flushed
    player.clock.stop()
    assert player.output.flushed == before + 1


def test_sides_are_heard_at_their_place_at_their_speed_and_as_loud_as_is_wanted(
    clips: ClipShelf, player: Player
) -> None:
    early, late = (source_of(clips(".mp4", tone_hz=tone, **SMALL)) for tone in (300.0, 900.0))
    sides = [Side(early.table.range, Moment(2 * SECOND)), Side(late.table.range, Moment(-SECOND), Fraction(1, 2))]
    player.clock.open_sides([[early], [late]], sides)
    player.clock.set_hearing(Hearing.solo(2, 1))
    player.clock.start(Moment(SECOND), 100)  # the late side begins a second later: at half its speed
    tick = threading.Event()
    for _ in range(2000):
        player.output.plays(480)
        if player.clock.now() > Moment(SECOND):
            break
        tick.wait(0.005)
    begun = player.clock.now() - Moment(SECOND)
    quiet = player.output.plays(48_000 - begun * RATE_HZ // SECOND)
    assert not np.any(quiet)
    player.fills()
    loud = player.output.plays(9600)[4800:]
    assert np.abs(loud).max() > 0.02
    player.clock.set_gain(1, 0.5)
    player.output.plays(4800)
    player.fills()
    assert np.abs(player.output.plays(4800)).max() == pytest.approx(np.abs(loud).max() / 2, rel=0.25)
    player.clock.set_hearing(Hearing.ears(2))
    player.output.plays(4800)
    player.fills()
    heard = player.output.plays(9600)
    for ear, tone_hz in ((0, 300), (1, 900)):
        spectrum = np.abs(np.fft.rfft(heard[:, ear] * np.hanning(len(heard))))
        assert float(np.argmax(spectrum)) * RATE_HZ / len(heard) == pytest.approx(tone_hz, abs=12)


def test_after_its_end_a_side_is_silent_and_the_clock_goes_on(clips: ClipShelf, player: Player) -> None:
    one = source_of(clips(".mp4", **SMALL))
    player.clock.open_sides([[one], [one]], [Side(one.table.range, Moment(4 * SECOND)), Side(one.table.range, START)])
    player.clock.set_hearing(Hearing.solo(2, 0))
    player.start = Moment(2 * SECOND)
    player.clock.start(player.start, 100)
    player.begins()
    before = player.clock.now()
    assert not np.any(player.output.plays(4800))
    player.clock.turn(200)
    assert not np.any(player.output.plays(48_000))
    assert player.clock.now() > before.shifted(SECOND)


def test_sound_goes_on_across_the_files_of_a_recording(clips: ClipShelf) -> None:
    one = source_of(clips(".mp4", tone_hz=300.0, size=(64, 48), frames=60))
    two = source_of(clips(".mp4", tone_hz=900.0, size=(64, 48), frames=60))
    feed = SoundFeed([one, two])
    try:
        feed.start(Moment(1_500_000), Fraction(100))
        made = pulled(feed, 2 * RATE_HZ)
    finally:
        feed.close()
    for begin, tone_hz in ((0.1, 300), (1.0, 900)):
        part = made[round(begin * RATE_HZ) :][: RATE_HZ // 4, 0]
        spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part))))
        assert float(np.argmax(spectrum)) * RATE_HZ / len(part) == pytest.approx(tone_hz, abs=8)


def pulled(feed: SoundFeed, count: int) -> Samples:
    """Samples of a run, waiting for each block to be ready."""
    blocks = []
    tick = threading.Event()
    for first in range(0, count, 2400):
        for _ in range(4000):
            with feed._wake:
                is_there = feed._is_ended or feed._made >= first + 2400
            if is_there and feed._wish is None:
                break
            tick.wait(0.005)
        blocks.append(feed.pull(first, 2400))
    return np.concatenate(blocks)


def test_a_transport_with_sound_shows_the_frame_that_is_heard(qtbot: QtBot, clips: ClipShelf, player: Player) -> None:
    source = source_of(clips(".mp4", **SMALL))
    transport = Transport(player.clock)
    transport.set_box(0, 64, 48)
    player.clock.open([source])
    transport.open([[source]])

    def until(is_so: Callable[[], bool]) -> None:
        qtbot.waitUntil(is_so)

    try:
        until(lambda: transport.shown == START)
        transport.play()
        tick = threading.Event()
        for _ in range(2000):
            player.output.plays(480)
            if player.clock.now() > START:
                break
            tick.wait(0.002)
        player.output.plays(RATE_HZ)
        heard_at = player.clock.now()
        until(lambda: transport.shown == source.table.at(heard_at))
        transport.pause()
        assert transport.position == transport.shown
    finally:
        transport.close()


def test_a_linux_without_a_sound_server_is_not_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("PULSE_SERVER", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr("bwc_review.ui.playback.sound_output._CARDS", tmp_path / "snd")
    assert not may_have_device()
    assert open_output(lambda count: bytes(count)) is None
    (tmp_path / "pulse").mkdir()
    (tmp_path / "pulse" / "native").touch()
    assert may_have_device()
