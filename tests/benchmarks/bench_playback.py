"""The player against the limit of software decoding, mpv and QMediaPlayer; two and four clips at once; opening; memory.

python -m tests.benchmarks.bench_playback --seconds 60 --seeks 40 --hours 1 --cycles 500 [--json]
"""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")

import argparse
import ctypes
import gc
import random
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import av
import numpy as np
from av.codec.context import ThreadType
from PySide6.QtCore import QEventLoop, QTimer

from bwc_review.domain.clip import SourceClip
from bwc_review.domain.progress import CancelToken, silent
from bwc_review.domain.time import Moment
from bwc_review.media.decoder import RAW_BUDGET_BYTES
from bwc_review.media.picture_frame import PictureMaker
from bwc_review.media.strip import read_strip
from bwc_review.ui.app import application
from bwc_review.ui.playback import lineup
from bwc_review.ui.playback.scrubber import Scrubber
from bwc_review.ui.theme.apply import apply_theme
from bwc_review.ui.theme.tokens import DARK
from bwc_review.ui.widgets.small_film import SmallFilm
from tests.benchmarks.footage import camera_clip, repeated
from tests.benchmarks.other_players import BarePyAV, Mpv, QtPlayer, open_player, why_no_mpv
from tests.benchmarks.player_window import PlayerWindow, TickGaps
from tests.benchmarks.right_frames import wrong_frames
from tests.benchmarks.rows import Row, against, alone, say, unmeasured
from tests.helpers.playing import source_of

CLIP_S = 60
MOST_SILENT = 3  # so many seeks in a row without a picture, and a player is asked no more
SEEK_AIM = 1.15
MPV_AIM = 1.0
SCRUB_AIM = 0.25
REFRESH_MS = 1000 / 60
STEP_BACK_AIM = 1 / 30
DROPPED_AIM_PERCENT = {2: 0.0, 4: 1.0}
SKEW_AIM_FRAMES = 1
TICK_AIM_MS = 16.0
CPU_AIM = 1.5
OPEN_AIM = 2.0
GROWN_AIM_MIB = 30


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return float(np.percentile(values, 95))


@contextmanager
def window(panes: int = 1) -> Iterator[PlayerWindow]:
    """A player, closed afterwards."""
    made = PlayerWindow(panes)
    try:
        yield made
    finally:
        made.close()


def chosen(source: SourceClip, count: int, seed: int) -> list[int]:
    """Frames at random."""
    rng = random.Random(seed)
    return [rng.randrange(len(source.table)) for _ in range(count)]


def measure_seeks(source: SourceClip, seeks: int) -> list[Row]:
    """Exact seeks at random: ours scaled and painted; the others' as soon as they have the frame."""
    path = source.clip.path
    kinds = [BarePyAV, QtPlayer] if why_no_mpv() else [BarePyAV, Mpv, QtPlayer]
    ours, times = list[float](), {kind: list[float]() for kind in kinds}
    hits, silent_for = dict.fromkeys(kinds, 0), dict.fromkeys(kinds, 0)
    with window() as player, ExitStack() as stack:
        others = [(kind, stack.enter_context(open_player(kind, path))) for kind in kinds]
        player.open([source])
        for index in chosen(source, seeks, 2):
            player.rest()
            if player.transport.panes[0].is_ready(index):
                continue  # it would be no seek
            moment = source.table.start(index)
            ours.append(player.seek_ms(moment))
            player.rest()
            for kind, other in others:
                if silent_for[kind] == MOST_SILENT:
                    continue
                try:
                    times[kind].append(other.seek_ms(moment))
                    hits[kind] += abs(other.at_us - moment.us) < 2000
                    silent_for[kind] = 0
                except TimeoutError:
                    silent_for[kind] += 1
    name = "exact seek, 1080p30, GOP 60, 2 B-frames"
    rows: list[Row] = []
    for kind, aim in ((BarePyAV, SEEK_AIM), (Mpv, MPV_AIM), (QtPlayer, None)):
        if kind not in times:
            rows.append(unmeasured(f"{name}, against mpv", str(why_no_mpv())))
            continue
        if not times[kind]:
            rows.append(unmeasured(f"{name}, against {kind.name}", "it gave no picture"))
            continue
        label = f"{kind.name} (of {len(ours)}: {len(times[kind])} with a picture, {hits[kind]} right)"
        for words, figure in (("median", statistics.median), ("p95", p95)):
            rows.append(against(f"{name}, {words}", figure(ours), "ms", label, figure(times[kind]), aim))
    return rows


def measure_scrubbing(source: SourceClip, seeks: int) -> list[Row]:
    """The first picture after the hand has moved, against the exact one."""
    firsts, exacts = list[float](), list[float]()
    with window() as player:
        player.open([source])
        transport = player.transport
        pairs = zip(chosen(source, seeks, 3), chosen(source, seeks, 4), strict=True)
        for scrubbed, sought in pairs:
            player.rest()
            if not transport.panes[0].is_ready(sought):
                exacts.append(player.seek_ms(source.table.start(sought)))
            player.rest()
            if transport.panes[0].is_ready(source.table.key_before(scrubbed)):
                continue
            before = player.frames[0]
            moment = source.table.start(scrubbed)
            firsts.append(
                player.timed_ms(
                    lambda moment=moment: transport.scrub(moment),
                    lambda before=before: player.frames[0] is not before,
                )
            )
            player.until(lambda moment=moment: transport.shown == moment)
    first, exact = statistics.median(firsts), statistics.median(exacts)
    return [against("first picture while scrubbing, median", first, "ms", "an exact seek", exact, SCRUB_AIM)]


def measure_small_pictures(source: SourceClip, seeks: int) -> list[Row]:
    """The small picture that stands in while scrubbing, drawn: it should be there with the screen's next refresh."""
    clip, table = source.clip, source.table
    film, times = SmallFilm(), list[float]()
    film.show(read_strip(clip.path, clip.facts, table, silent, CancelToken()))
    with window() as player:
        player.open([source])
        scrubber = Scrubber(player.transport, player.screens, [film])
        for index in chosen(source, seeks, 5):
            player.rest()
            if player.transport.panes[0].is_ready(index):
                continue
            before, moment = player.pictures[0].image, table.start(index)
            start = time.perf_counter()
            scrubber.scrub(moment)
            player.pictures[0].repaint()
            if player.pictures[0].image is before:
                message = "No small picture came to stand in."
                raise RuntimeError(message)
            times.append((time.perf_counter() - start) * 1000)
            player.until(lambda moment=moment: player.transport.shown == moment)
    name = "small picture while scrubbing, drawn"
    return [
        alone(f"{name}, median", statistics.median(times), "ms", REFRESH_MS),
        alone(f"{name}, p95", p95(times), "ms", REFRESH_MS),
    ]


def measure_steps_back(source: SourceClip) -> list[Row]:
    """One frame back inside the buffer, drawn."""
    steps = list[float]()
    middle = source.table.start(len(source.table) // 2)
    with window() as player:
        player.open([source])
        player.seek_ms(middle)
        player.rest()
        for _ in range(20):
            wanted = source.table.stepped(player.transport.position, -1)
            steps.append(
                player.timed_ms(
                    lambda: player.transport.step(-1), lambda wanted=wanted: player.transport.shown == wanted
                )
            )
    name = "one frame back inside the buffer, drawn, median"
    missing = why_no_mpv()
    if missing is not None:
        return [unmeasured(f"{name}, against mpv", missing)]
    with open_player(Mpv, source.clip.path) as mpv:
        mpv.seek_ms(middle)
        theirs = [mpv.step_back_ms() for _ in range(20)]
    value, reference = statistics.median(steps), statistics.median(theirs)
    return [against(name, value, "ms", "mpv's frame-back-step", reference, STEP_BACK_AIM)]


def measure_playing(source: SourceClip, panes: int, seconds: float) -> list[Row]:
    """Several clips at once, for a while: what is dropped, how far apart they are, how free the window stays."""
    anchors = [source.table.start(7 * place) for place in range(panes)]
    skews, kept = list[int](), list[int]()
    with window(panes) as player:
        player.open([source] * panes, anchors)
        player.rest()
        transport = player.transport
        transport.seek(Moment(0))
        player.rest()
        shown_at = transport.position
        resident = resident_bytes()

        def note(_: Moment) -> None:
            indices = [frame.index - 7 * pane for pane, frame in player.frames.items() if frame is not None]
            skews.append(max(indices) - min(indices))
            kept.append(sum(decoder.kept_bytes for pane in transport.panes for decoder in pane._decoders.values()))

        transport.frame_shown.connect(note)
        ticks = TickGaps()
        cpu = time.process_time()
        transport.play()
        run_for(seconds)
        cpu = time.process_time() - cpu
        gaps = ticks.stop()
        due = source.table.index_at(transport.position) - source.table.index_at(shown_at)
        dropped = transport.dropped_count
        grown = resident_bytes() - resident
        boxes = [picture.box for picture in player.pictures]
        transport.pause()
    reference = sum(cpu_of_decoding(source, max(1, due), box) for box in boxes)
    name = f"{panes} x 1080p30 for {seconds:g} s"
    percent = 100 * dropped / max(1, due * panes)
    bound = panes * (max(lineup._LEAST_BUDGET_BYTES, lineup.BUDGET_BYTES // panes) + RAW_BUDGET_BYTES)
    one_frame = source.clip.facts.width * source.clip.facts.height * 3 / 2
    return [
        alone(f"{name}: frames dropped", percent, "%", DROPPED_AIM_PERCENT[panes]),
        alone(f"{name}: skew, most", max(skews, default=0), "frames", SKEW_AIM_FRAMES),
        alone(f"{name}: gap between ticks of the window, p99", float(np.percentile(gaps, 99)), "ms", TICK_AIM_MS),
        against(f"{name}: processor time", cpu, "s", "decoding and scaling the same frames", reference, CPU_AIM),
        alone(f"{name}: memory of pictures kept, most", max(kept, default=0) / 2**20, "MiB", bound / 2**20),
        against(f"{name}: growth of the process", grown / 2**20, "MiB", "one decoded frame", one_frame / 2**20, None),
    ]


def run_for(seconds: float) -> None:
    """Let the event loop run."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def cpu_of_decoding(source: SourceClip, frames: int, box: tuple[int, int]) -> float:
    """Processor seconds to decode and scale so many frames, with nothing shown."""
    maker = PictureMaker(source.clip.facts)
    start = time.process_time()
    with av.open(str(source.clip.path)) as container:
        stream = container.streams.video[0]
        stream.thread_type = ThreadType.AUTO
        for index, frame in enumerate(container.decode(stream)):
            maker.make(frame, index, Moment(0), box)
            if index + 1 >= frames:
                break
    return time.process_time() - start


def measure_opening(folder: Path, hours: float) -> list[Row]:
    """Opening a long clip that the library knows, up to the first picture, against looking at its header."""
    times = max(1, round(hours * 3600 / CLIP_S))
    coarse = camera_clip(folder / "coarse.mp4", CLIP_S, crf=45)  # an hour of it fits on any disk
    source = source_of(repeated(coarse, folder / "long.mp4", times))
    name = f"opening a clip of {source.table.end_us / 3.6e9:.2g} h to its first picture"
    probe = shutil.which("ffprobe")
    if probe is None:
        return [unmeasured(name, "ffprobe is not installed")]
    ours, theirs = list[float](), list[float]()
    with window() as player:
        for _ in range(9):
            start = time.perf_counter()
            player.open([source])
            player.pictures[0].repaint()
            ours.append((time.perf_counter() - start) * 1000)
            player.transport.close()
            start = time.perf_counter()
            command = [probe, "-v", "error", "-show_streams", "-of", "json", str(source.clip.path)]
            subprocess.run(command, check=True, capture_output=True)
            theirs.append((time.perf_counter() - start) * 1000)
    source.clip.path.unlink()
    return [against(name, statistics.median(ours), "ms", "ffprobe", statistics.median(theirs), OPEN_AIM)]


def measure_cycles(source: SourceClip, cycles: int) -> list[Row]:
    """What opening, seeking and closing again and again leaves behind."""
    indices = chosen(source, cycles, 5)
    with window() as player:

        def cycle(index: int) -> None:
            player.open([source])
            player.transport.seek(source.table.start(index))
            player.until(lambda: player.transport.shown == source.table.start(index))
            player.transport.close()

        for index in indices[:20]:
            cycle(index)
        before = threading.active_count(), open_handles(), bytes_in_use()
        for index in indices:
            cycle(index)
        after = threading.active_count(), open_handles(), bytes_in_use()
    name = f"{cycles} times opened, sought and closed"
    return [
        alone(f"{name}: threads left", after[0] - before[0], "", 0),
        alone(f"{name}: files left open", after[1] - before[1], "", 0),
        alone(f"{name}: growth of the process", (after[2] - before[2]) / 2**20, "MiB", GROWN_AIM_MIB),
    ]


def open_handles() -> int:
    """Open files of this process."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def bytes_in_use() -> int:
    """Memory of this process without what is free already and only kept for later by the C library."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # malloc_trim(3)
    return resident_bytes()


def resident_bytes() -> int:
    """Memory of this process that is in use."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser()
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--seeks", type=int, default=40)
    options.add_argument("--hours", type=float, default=1)
    options.add_argument("--cycles", type=int, default=500)
    options.add_argument("--kinds", type=int, default=None, help="so many kinds of clip; all if left out")
    options.add_argument("--only", default="", help="words of the parts to measure, with commas")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["BWC_REVIEW_HOME"] = str(folder / "home")
        apply_theme(application(), DARK)
        clip = camera_clip(folder / "camera.mp4", CLIP_S)
        source = source_of(clip)
        long = source_of(repeated(clip, folder / "longer.mp4", 1 + round(given.seconds + 30) // CLIP_S))
        parts = {
            "seeks": lambda: measure_seeks(source, given.seeks),
            "scrubbing": lambda: measure_scrubbing(source, given.seeks),
            "small": lambda: measure_small_pictures(source, given.seeks),
            "steps": lambda: measure_steps_back(source),
            "right": lambda: wrong_frames(folder, given.kinds),
            "two": lambda: measure_playing(long, 2, given.seconds),
            "four": lambda: measure_playing(long, 4, given.seconds),
            "opening": lambda: measure_opening(folder, given.hours),
            "cycles": lambda: measure_cycles(source, given.cycles),
        }
        wanted = given.only.split(",") if given.only else list(parts)
        say([row for part in wanted for row in parts[part]()])


if __name__ == "__main__":
    main()
