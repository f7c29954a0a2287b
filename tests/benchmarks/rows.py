"""What a benchmark says: a value, the named reference it was measured against in the same run, and their ratio."""

import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of benchmarks.json.

    Attributes:
        name: What was measured.
        value: Its median.
        unit: Unit of the value.
        reference: What it was measured against, in the same run; empty if there is nothing to compare with.
        ratio: Value divided by the reference's value, or None.
        aim: What the ratio (or the value, without a reference) should be at most, or None.
        met: Whether it is, or None without an aim.
        machine: Processor, cores and system.
    """

    name: str
    value: float
    unit: str
    reference: str
    ratio: float | None
    aim: float | None
    met: bool | None
    machine: str


def machine() -> str:
    """Processor, cores, system and Python of this machine."""
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return f"{system}, Python {platform.python_version()}"


def against(name: str, value: float, unit: str, reference: str, reference_value: float, aim: float | None) -> Row:
    """A row with a reference; `aim` bounds the ratio from above."""
    ratio = value / reference_value
    return Row(name, value, unit, reference, ratio, aim, None if aim is None else ratio <= aim, machine())


def alone(name: str, value: float, unit: str, aim: float | None = None) -> Row:
    """A row without a reference; `aim` bounds the value from above."""
    return Row(name, value, unit, "", None, aim, None if aim is None else value <= aim, machine())


def unmeasured(name: str, why: str) -> Row:
    """A row that says why there is no figure."""
    return Row(name, 0.0, "", f"not measured: {why}", None, None, None, machine())


def interleaved(runs: int, *works: Callable[[], object]) -> list[float]:
    """Median seconds of each of `works`, run in turn so that a change of the machine's mood hits all of them."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(runs):
        for index, work in enumerate(works):
            start = time.perf_counter()
            work()
            times[index].append(time.perf_counter() - start)
    return [statistics.median(each) for each in times]


def say(rows: Sequence[Row]) -> None:
    """Print rows: as JSON with ``--json``, else one line each."""
    if "--json" in sys.argv:
        print(json.dumps([asdict(row) for row in rows], indent=2))
        return
    for row in rows:
        ratio = f"{row.ratio:.2f} x {row.reference}" if row.ratio is not None else row.reference
        aim = "" if row.aim is None else f"(aim {row.aim:g}: {'met' if row.met else 'missed'})"
        print(f"{row.name:<48} {row.value:>10.3f} {row.unit:<6} {ratio} {aim}")
