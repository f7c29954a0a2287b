"""Sound through a real sound server: heard, silent at once, and surviving whatever happens to the device."""

from collections.abc import Iterator

import numpy as np
import pytest

from bwc_review.domain.compare import Hearing, Side
from bwc_review.domain.time import START, Moment
from bwc_review.ui.playback.pulse_output import PulseOutput, pulse_library
from bwc_review.ui.playback.sound_clock import SoundClock
from bwc_review.ui.playback.sound_output import open_output
from tests.helpers.clips import ClipShelf
from tests.helpers.playing import source_of
from tests.helpers.sound_server import SoundServer, waits

SECOND = 1_000_000
LONG = {"size": (64, 48), "frames": 900}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    made = SoundServer()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(made.folder))
    monkeypatch.delenv("PULSE_SERVER", raising=False)
    made.start()
    yield made
    made.close()


@pytest.fixture
def clock(server: SoundServer) -> Iterator[SoundClock]:
    made = SoundClock(open_output)
    yield made
    made.close()


def loudness(samples: np.ndarray) -> tuple[float, float]:
    left, right = np.sqrt(np.mean(samples**2, axis=0))
    return float(left), float(right)


def plays(clock: SoundClock) -> None:
    """Wait until the clock has moved on by a while."""
    before = clock.now()
    waits(lambda: clock.now() - before > 100_000)


def test_what_is_played_is_heard_and_falls_silent_when_it_is_stopped(
    clock: SoundClock, server: SoundServer, clips: ClipShelf
) -> None:
    clock.open([source_of(clips(".mp4", **LONG))])
    clock.start(START, 100)
    plays(clock)
    assert min(loudness(server.heard(0.3))) > 0.01
    clock.stop()
    stood = clock.now()
    assert loudness(server.heard(0.5)[12_000:]) == (0, 0)
    assert clock.now() == stood


def test_the_sound_server_dies_and_comes_back_and_so_does_the_sound(
    clock: SoundClock, server: SoundServer, clips: ClipShelf
) -> None:
    clock.open([source_of(clips(".mp4", **LONG))])
    clock.start(START, 100)
    plays(clock)
    server.kill()
    before = clock.now()
    waits(lambda: clock.now() and not clock.is_heard)
    plays(clock)  # by the machine's clock
    assert clock.now() - before < 10 * SECOND
    server.start()
    at = clock.now()
    waits(lambda: clock.now() and clock.is_heard)
    assert 0 <= clock.now() - at < 10 * SECOND
    plays(clock)
    assert min(loudness(server.heard(0.3))) > 0.01


def test_the_device_is_taken_away_and_the_sound_goes_to_the_next_one(
    clock: SoundClock, server: SoundServer, clips: ClipShelf
) -> None:
    clock.open([source_of(clips(".mp4", **LONG))])
    clock.start(START, 100)
    plays(clock)
    server.control("load-module", "module-null-sink", "sink_name=second", "rate=48000")
    server.control("set-default-sink", "second")
    first = next(line.split()[0] for line in server.control("list", "short", "modules").splitlines() if "first" in line)
    server.control("unload-module", first)
    plays(clock)
    assert min(loudness(server.heard(0.3, "second"))) > 0.01


def test_two_sides_are_heard_each_in_its_ear(clock: SoundClock, server: SoundServer, clips: ClipShelf) -> None:
    sides = [source_of(clips(".mp4", tone_hz=tone_hz, **LONG)) for tone_hz in (400.0, 900.0)]
    clock.open_sides([[side] for side in sides], [Side(side.table.range, START) for side in sides])
    clock.set_hearing(Hearing.ears(2))
    clock.start(Moment(SECOND), 100)
    plays(clock)
    taken = server.heard(0.5)[-12_000:]
    for ear, tone_hz in ((0, 400), (1, 900)):
        spectrum = np.abs(np.fft.rfft(taken[:, ear] * np.hanning(len(taken))))
        assert float(np.argmax(spectrum)) * 48_000 / len(taken) == pytest.approx(tone_hz, abs=8)


def test_a_server_that_refuses_is_no_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere/at/all")
    library = pulse_library()
    assert library is not None
    output = PulseOutput(library, lambda count: bytes(count * 8))
    waits(lambda: not output.is_alive)
    assert output.played == 0
    output.close()
