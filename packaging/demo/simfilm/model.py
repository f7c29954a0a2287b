# SPDX-License-Identifier: GPL-3.0-or-later
"""Screenplay data: what is said and done in one simulated clip, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

FPS = 25
CAMERA = "O1"
_ANCHOR = re.compile(r"^(?:(?P<id>[a-z]\w*)(?P<end>\.end)?)?(?P<offset>[+-]?\d+(?:\.\d+)?)?$")


@dataclass
class Voice:
    """How one member of the cast speaks when calm."""

    name: str
    rate: int = 160
    pitch: int = 50


@dataclass
class Line:
    """One spoken line; ``start`` and ``end`` are filled in by the timeline."""

    ident: str
    who: str
    text: str
    tone: str
    acts: list[str]
    at: str | None
    gap: float
    start: float = 0.0
    end: float = 0.0


@dataclass
class Cue:
    """One stage direction; ``start`` is filled in by the timeline."""

    who: str
    kind: str
    value: Any
    at: str
    options: dict[str, Any] = field(default_factory=dict)
    start: float = 0.0


@dataclass
class Clip:
    """A complete screenplay."""

    file: str
    call_type: str
    phase: str
    started: datetime
    serial: str
    stage: str
    dressing: str
    buffer_s: float
    tail_s: float
    cast: dict[str, Voice]
    looks: dict[str, str]
    positions: dict[str, list[float]]
    lines: list[Line]
    cues: list[Cue]
    duration: float = 0.0

    @property
    def name(self) -> str:
        """The clip's name without its extension."""
        return Path(self.file).stem

    @property
    def frame_count(self) -> int:
        """Number of video frames in the finished clip."""
        return round(self.duration * FPS)


_LINE_KEYS = {"say", "who", "tone", "acts", "at", "gap", "id"}
_CUE_KINDS = ("move", "look", "gesture", "sit", "stand", "mood", "state", "mark", "sound", "pitch")


def _line(entry: dict[str, Any], number: int) -> Line:
    unknown = set(entry) - _LINE_KEYS
    if unknown:
        raise ValueError(f"unknown keys in line {number}: {sorted(unknown)}")
    at = entry.get("at")
    return Line(
        ident=str(entry.get("id", f"line{number}")),
        who=entry["who"],
        text=entry["say"],
        tone=entry.get("tone", "plain"),
        acts=list(entry.get("acts", [])),
        at=None if at is None else str(at),
        gap=float(entry.get("gap", 0.35)),
    )


def _cue(entry: dict[str, Any]) -> Cue:
    kinds = [kind for kind in _CUE_KINDS if kind in entry]
    if len(kinds) != 1:
        raise ValueError(f"a cue needs exactly one of {_CUE_KINDS}: {entry}")
    kind = kinds[0]
    options = {key: value for key, value in entry.items() if key not in (kind, "who", "at")}
    return Cue(
        who=entry.get("who", ""),
        kind=kind,
        value=entry[kind],
        at=str(entry.get("at", 0)),
        options=options,
    )


def load_clip(path: Path) -> Clip:
    """Read one screenplay file."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Clip(
        file=data["file"],
        call_type=data["call_type"],
        phase=data["phase"],
        started=datetime.strptime(data["started"], "%Y-%m-%d %H:%M:%S %z"),
        serial=data["serial"],
        stage=data["stage"],
        dressing=data["dressing"],
        buffer_s=float(data.get("buffer_s", 0.0)),
        tail_s=float(data.get("tail_s", 1.5)),
        cast={who: Voice(**voice) for who, voice in data["cast"].items()},
        looks=dict(data["looks"]),
        positions=dict(data["positions"]),
        lines=[_line(entry, i) for i, entry in enumerate(data["script"])],
        cues=[_cue(entry) for entry in data["cues"]],
    )


def resolve(expression: str, lines: dict[str, Line]) -> float:
    """Turn ``12.5``, ``line_id+0.3`` or ``line_id.end-0.2`` into seconds."""
    match = _ANCHOR.match(expression.replace(" ", ""))
    if not match:
        raise ValueError(f"cannot read the time {expression!r}")
    offset = float(match["offset"] or 0.0)
    if match["id"] is None:
        return offset
    line = lines[match["id"]]
    return (line.end if match["end"] else line.start) + offset


def lay_out(clip: Clip, lengths: dict[str, float]) -> None:
    """Give every line and cue its time, from the lengths of the spoken lines."""
    known: dict[str, Line] = {}
    clock = clip.buffer_s
    for line in clip.lines:
        line.start = resolve(line.at, known) if line.at is not None else clock + line.gap
        line.end = line.start + lengths[line.ident]
        known[line.ident] = line
        clock = line.end
    for cue in clip.cues:
        cue.start = resolve(cue.at, known)
        if "until" in cue.options:
            cue.options["until_s"] = resolve(str(cue.options["until"]), known)
    last = max(line.end for line in clip.lines)
    clip.duration = round((last + clip.tail_s) * FPS) / FPS
