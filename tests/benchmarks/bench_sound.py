"""Sound against picture: a clip of flashes and beeps through the real player to a real sound server, heard at its end.

python -m tests.benchmarks.bench_sound --minutes 10 [--json]
"""

import argparse
import tempfile
from pathlib import Path

from tests.benchmarks.rows import Row, alone, say, unmeasured
from tests.helpers.sound_and_picture import distances_ms, flashing_clip, why_no_sound

AIM_MS = 40.0
SCENES = {"start": "at the start", "seek": "after a seek while playing", "half": "at 0.5x", "double": "at 2x"}


def measure(minutes: float) -> list[Row]:
    """The largest distance between a flash and its beep in each scene."""
    scenes = SCENES | {f"minutes:{minutes:g}": f"after {minutes:g} minutes"}
    missing = why_no_sound()
    if missing is not None:
        return [unmeasured(f"sound against picture {words}", missing) for words in scenes.values()]
    with tempfile.TemporaryDirectory() as name:
        clip = flashing_clip(Path(name) / "flashes.mp4", round(60 * minutes) + 30)
        found = distances_ms(clip, Path(name), list(scenes))
    return [
        alone(f"sound against picture {words}, most", max(map(abs, found[scene])), "ms", AIM_MS)
        for scene, words in scenes.items()
    ]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser()
    options.add_argument("--minutes", type=float, default=10)
    options.add_argument("--json", action="store_true")
    say(measure(options.parse_args().minutes))


if __name__ == "__main__":
    main()
