#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the simulated demo clips and their ground truth; see README.md beside this file."""

from __future__ import annotations

import argparse
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import run

HERE = Path(__file__).resolve().parent
CLIPS = ("library_before", "library_after", "domestic_before", "domestic_after")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stage", choices=("truth", "sound", "pictures", "join", "all"), help="what to make")
    parser.add_argument("--clip", choices=CLIPS, action="append", help="only this clip (may be repeated)")
    parser.add_argument("--work", type=Path, default=HERE / "build", help="folder for working files")
    parser.add_argument(
        "--out", type=Path, default=HERE.parents[1] / "resources" / "demo", help="folder for the results"
    )
    parser.add_argument("--draft", action="store_true", help="quick look: every second picture, quicker encoding")
    parser.add_argument("--jobs", type=int, default=2, help="clips to draw at the same time")
    return parser.parse_args()


def _draw_separately(options: argparse.Namespace, names: list[str]) -> None:
    """Draw each clip in a process of its own, a few at a time."""
    environment = os.environ | {"LP_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

    def draw(name: str) -> None:
        command = [sys.executable, __file__, "pictures", "--clip", name, "--work", str(options.work)]
        run(command + ["--draft"] * options.draft, check=True, env=environment)

    with ThreadPoolExecutor(options.jobs) as pool:
        list(pool.map(draw, names))


def main() -> None:
    """Run the stages asked for."""
    options = _arguments()
    from simfilm import ground_truth, join, soundtrack
    from simfilm.production import prepare

    options.work.mkdir(parents=True, exist_ok=True)
    options.out.mkdir(parents=True, exist_ok=True)
    names = options.clip or list(CLIPS)
    if options.stage in ("truth", "all"):
        clips = [prepare(HERE / "screenplays", name).clip for name in CLIPS]
        ground_truth.write(clips, options.out / "dialogue.yaml")
    if options.stage in ("sound", "all"):
        for name in names:
            soundtrack.make(prepare(HERE / "screenplays", name), options.work / f"{name}.wav")
    if options.stage == "pictures" and len(names) == 1:
        from simfilm import film

        film.make(prepare(HERE / "screenplays", names[0]), options.work / f"{names[0]}.mkv", options.draft)
    elif options.stage in ("pictures", "all"):
        _draw_separately(options, names)
    if options.stage in ("join", "all"):
        for name in names:
            join.make(prepare(HERE / "screenplays", name).clip, options.work, options.out, options.draft)


if __name__ == "__main__":
    main()
