"""Programs killed at random moments while they edit, undo, redo, submit, back up, restore and migrate.

python -m tests.benchmarks.bench_kill --count 1000 --json
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.rows import Row, alone, say
from tests.store.killing import Killing

COUNT = 100


def main() -> None:
    """Kill, look, and say how often; the first loss ends it with the seed that shows it again."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.bench_kill", description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT, help="programs to kill")
    parser.add_argument("--seed", type=int, default=20, help="where chance begins")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="bwc-review-kill-") as folder:
        killing = Killing(Path(folder), options.seed)
        for number in range(options.count):
            killing.round()
            if number % 100 == 99:
                print(f"{number + 1} killed, nothing lost", file=sys.stderr, flush=True)
    say(rows(killing, time.perf_counter() - started))


def rows(killing: Killing, seconds: float) -> list[Row]:
    """What was done; a loss would have ended the run before."""
    counts = [alone(f"programs killed during {kind}", count, "kills") for kind, count in sorted(killing.kills.items())]
    return [
        *counts,
        alone("changes acknowledged before the kills", killing.acknowledged, "entries"),
        alone("acknowledged changes lost, studies that did not open, broken chains", 0, "losses", 0),
        alone("kills told as such by the next program", killing.recovered, "kills"),
        alone("time for all kills", seconds, "s"),
    ]


if __name__ == "__main__":
    main()
