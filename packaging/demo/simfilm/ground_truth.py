# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes ``dialogue.yaml``: what really happens in the clips, to the millisecond."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from simfilm.model import FPS, Clip, Cue

HEADER = """\
# What happens in the simulated demo clips, written by packaging/demo/make_demo.py
# from the same screenplays the clips are rendered from. Times are milliseconds on
# the video's timeline. A line with several acts is listed once per act.
# Codes beginning with "x." are plain descriptions outside the rubric.
"""


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def _line_events(clip: Clip) -> list[dict[str, Any]]:
    return [
        {
            "start_ms": _ms(line.start),
            "end_ms": _ms(line.end),
            "speaker": line.who,
            "text": line.text,
            "act": act,
        }
        for line in clip.lines
        for act in line.acts or ["x.speech"]
    ]


def _mood_events(clip: Clip) -> list[dict[str, Any]]:
    events = []
    for who in sorted({cue.who for cue in clip.cues if cue.kind == "mood"}):
        moods = sorted(
            (cue for cue in clip.cues if cue.kind == "mood" and cue.who == who),
            key=lambda cue: cue.start,
        )
        ends = [cue.start for cue in moods[1:]] + [clip.duration]
        for cue, end in zip(moods, ends, strict=True):
            events.append(
                {
                    "start_ms": _ms(cue.start),
                    "end_ms": _ms(end),
                    "speaker": who,
                    "act": "sj.agitation",
                    "level": int(cue.value),
                }
            )
    return events


def _mark_event(cue: Cue, clip: Clip) -> dict[str, Any]:
    default_end = clip.duration if cue.kind == "state" else cue.start + 1.0
    end = min(float(cue.options.get("until_s", default_end)), clip.duration)
    return {
        "start_ms": _ms(cue.start),
        "end_ms": _ms(end),
        "speaker": cue.who,
        "act": str(cue.value),
    }


def describe(clip: Clip) -> dict[str, Any]:
    """The ground truth of one clip."""
    events = _line_events(clip) + _mood_events(clip)
    events += [_mark_event(cue, clip) for cue in clip.cues if cue.kind in ("state", "mark")]
    events.sort(key=lambda event: (event["start_ms"], event["end_ms"], event["act"]))
    for act in ("an.first_contact", "an.first_command"):
        found = sum(event["act"] == act for event in events)
        if found != 1:
            raise ValueError(f"{clip.file}: {act} occurs {found} times, expected once")
    return {
        "file": clip.file,
        "call_type": clip.call_type,
        "phase": clip.phase,
        "recording_start": clip.started.isoformat(),
        "fps": f"{FPS}/1",
        "frame_count": clip.frame_count,
        "duration_ms": _ms(clip.frame_count / FPS),
        "sound_start_s": clip.buffer_s,
        "events": events,
    }


def write(clips: list[Clip], path: Path) -> None:
    """Write the ground truth of all clips."""
    body = yaml.safe_dump(
        {"clips": [describe(clip) for clip in clips]},
        sort_keys=False,
        allow_unicode=True,
        width=100,
    )
    path.write_text(HEADER + body, encoding="utf-8")
