"""Run every benchmark in a process of its own and write benchmarks.json. Names on the command line choose some.

What begins with a dash, and what follows it, goes to the benchmarks that were chosen:
``python -m tests.benchmarks kill --count 1000``.
"""

import json
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.rows import Row, say

FOLDER = Path(__file__).parent
OUTPUT = Path("benchmarks.json")


def main() -> None:
    """Run `bench_*.py`, print their lines and collect them."""
    chosen, options = split(sys.argv[1:])
    rows: list[Row] = []
    for script in sorted(FOLDER.glob("bench_*.py")):
        if chosen and script.stem.removeprefix("bench_") not in chosen:
            continue
        print(f"{script.stem} …", file=sys.stderr, flush=True)
        command = [sys.executable, "-m", f"tests.benchmarks.{script.stem}", "--json", *options]
        finished = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
        found = [Row(**row) for row in json.loads(finished.stdout)]
        say(found)
        rows += found
    OUTPUT.write_text(
        json.dumps([{name: getattr(row, name) for name in Row.__slots__} for row in rows], indent=2) + "\n"
    )
    missed = [row.name for row in rows if row.met is False]
    print(f"{len(rows)} figures in {OUTPUT}; aims missed: {', '.join(missed) or 'none'}")


def split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """Names of benchmarks, and the options after them."""
    first = next((place for place, word in enumerate(arguments) if word.startswith("-")), len(arguments))
    return arguments[:first], arguments[first:]


if __name__ == "__main__":
    main()
