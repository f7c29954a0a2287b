"""Is the frame on the screen the one that was asked for? Read from the picture, on every kind of clip."""

import random
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from bwc_review.domain.clip import SourceClip
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.ui.playback.clock import MonotonicClock
from tests.benchmarks.player_window import PlayerWindow
from tests.benchmarks.rows import Row, alone
from tests.helpers.clips import KINDS, ClipShelf
from tests.helpers.frames import NoFrameNumber, read_frame_number
from tests.helpers.playing import source_of

SEEKS = 20
STORM = 60
STORM_MS = 8
STEPS = (1, 1, -1, 5, -1, -1, -5, 1)
LOOP_FRAMES = 12
PLAYED_S = 1.5

Check = Callable[[PlayerWindow, SourceClip, random.Random], tuple[int, int]]


def wrong_frames(folder: Path, kinds: int | None) -> list[Row]:
    """The share of wrong frames, for each way of getting to one."""
    shelf = ClipShelf(folder)
    names = sorted(KINDS)[:kinds]
    sums = dict.fromkeys(CHECKS, (0, 0))
    player = PlayerWindow(1, MonotonicClock())
    rng = random.Random(6)
    for name in names:
        source = source_of(shelf.kind(name))
        player.open([source])
        for words, check in CHECKS.items():
            wrong, looked = check(player, source, rng)
            sums[words] = sums[words][0] + wrong, sums[words][1] + looked
        player.transport.close()
    player.close()
    return [
        alone(f"wrong frame after {words} ({looked} looks, {len(names)} kinds of clip)", 100 * wrong / looked, "%", 0)
        for words, (wrong, looked) in sums.items()
    ]


def is_wrong(player: PlayerWindow, index: int) -> bool:
    """True unless the picture carries that number."""
    frame = player.frames[0]
    try:
        return frame is None or read_frame_number(frame.array) != index
    except NoFrameNumber:
        return True


def after_seeks(player: PlayerWindow, source: SourceClip, rng: random.Random) -> tuple[int, int]:
    """Paused seeks, one at a time."""
    wrong = 0
    for _ in range(SEEKS):
        index = rng.randrange(len(source.table))
        player.seek_ms(source.table.start(index))
        wrong += is_wrong(player, index)
    return wrong, SEEKS


def after_storm(player: PlayerWindow, source: SourceClip, rng: random.Random) -> tuple[int, int]:
    """Many seeks, a few milliseconds apart; the last one counts."""
    wanted = [rng.randrange(len(source.table)) for _ in range(STORM)]
    loop, timer = QEventLoop(), QTimer()
    left = list(wanted)

    def seek() -> None:
        player.transport.seek(source.table.start(left.pop(0)))
        if not left:
            loop.quit()

    timer.timeout.connect(seek)
    timer.start(STORM_MS)
    loop.exec()
    timer.stop()
    player.until(lambda: player.transport.shown == source.table.start(wanted[-1]))
    player.rest()
    return int(is_wrong(player, wanted[-1])), 1


def after_steps(player: PlayerWindow, source: SourceClip, rng: random.Random) -> tuple[int, int]:
    """Single frames and a few at once, both ways."""
    index = rng.randrange(10, len(source.table) - 10)
    player.seek_ms(source.table.start(index))
    wrong = 0
    for step in STEPS:
        index += step
        wanted = source.table.start(index)
        player.timed_ms(
            lambda step=step: player.transport.step(step), lambda wanted=wanted: player.transport.shown == wanted
        )
        wrong += is_wrong(player, index)
    return wrong, len(STEPS)


def while_looping(player: PlayerWindow, source: SourceClip, rng: random.Random) -> tuple[int, int]:
    """Each frame that is shown while a short range plays over and over is one of its own, at its own time."""
    table = source.table
    first = rng.randrange(len(table) - LOOP_FRAMES)
    span = TimeRange(table.start(first), table.end(first + LOOP_FRAMES - 1))
    player.seek_ms(span.start)
    player.transport.set_loop(span)
    looks = looked_at(player, source, range(first, first + LOOP_FRAMES))
    player.transport.set_loop(None)
    return sum(looks), len(looks)


def backwards(player: PlayerWindow, source: SourceClip, rng: random.Random) -> tuple[int, int]:
    """Each frame that is shown while the clip plays backwards carries its number, and none comes after a later one."""
    table = source.table
    start = rng.randrange(len(table) // 2, len(table))
    player.seek_ms(table.start(start))
    player.transport.set_speed(-100)
    shown: list[Moment] = []
    link = player.transport.frame_shown.connect(shown.append)
    looks = looked_at(player, source, range(start + 1))
    player.transport.frame_shown.disconnect(link)
    player.transport.set_speed(100)
    return sum(looks) + (shown != sorted(shown, reverse=True)), len(looks)


def looked_at(player: PlayerWindow, source: SourceClip, allowed: range) -> list[bool]:
    """Play for a while; for each frame shown whether it is wrong."""
    looks: list[bool] = []

    def look(shown: Moment) -> None:
        index = source.table.index_at(shown)
        looks.append(is_wrong(player, index) or index not in allowed)

    link = player.transport.frame_shown.connect(look)
    player.transport.play()
    loop = QEventLoop()
    QTimer.singleShot(round(PLAYED_S * 1000), loop.quit)
    loop.exec()
    player.transport.pause()
    player.transport.frame_shown.disconnect(link)
    return looks or [True]


CHECKS: dict[str, Check] = {
    "a paused seek": after_seeks,
    "60 seeks 8 ms apart": after_storm,
    "steps": after_steps,
    "looping": while_looping,
    "playing backwards": backwards,
}
