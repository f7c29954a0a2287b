"""Writes resources/demo/tags.json: what two reviewers would have tagged in the simulated clips.

The exact times come from resources/demo/dialogue.yaml, so run this again whenever the clips were made again:

    .venv/bin/python packaging/demo/make_tags.py

The reviewers differ as people do. Each reacts a little late, by an own amount; now and then one misses a moment, or
judges the person's agitation a step higher, or rates a step lower. The chance is seeded: the same footage gives the
same file.
"""

import json
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bwc_review.domain.rubric import Behaviour, Rubric
from bwc_review.domain.time import Moment, report_text
from bwc_review.services.rubric_yaml import load_rubric

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "resources" / "demo"
CODES = {
    "library_before.mp4": "K7Q2",
    "library_after.mp4": "M3X9",
    "domestic_before.mp4": "D4T6",
    "domestic_after.mp4": "W9H3",
}
DRAFTS = {("W9H3", "Reviewer B")}
LEVELS = "sj.agitation"
MODIFIERS = {
    "tc.disrespect": {"type": "dismissal"},
    "tc.shout": {"safety": "no"},
    "tc.reassure": {"kept": "yes"},
    "sj.compliance": {"result": "complies"},
}
# Quotes that a reviewer would write down; by code of the clip and behaviour, at its first tag.
NOTES = {
    ("K7Q2", "tc.threat"): "“Get on the floor, or you go to jail!”",
    ("K7Q2", "tc.conflicting"): "O2: come here. O1: stay where you are.",
    ("K7Q2", "os.crowd"): "Cornered between two shelves.",
    ("D4T6", "tc.threat"): "“Sit down, or you go to jail tonight!”",
    ("D4T6", "tc.conflicting"): "O2 asks her outside, O1 keeps her in.",
    ("M3X9", "tc.paraphrase"): "“So what I'm hearing is, you left for ten minutes …”",
    ("M3X9", "tc.choice"): "Table or window: both are safe.",
    ("M3X9", "os.distance"): "Steps back at once when asked, and stays there.",
    ("W9H3", "os.roles"): "One officer for each person.",
    ("W9H3", "tc.paraphrase"): "Checks what he heard; the man agrees.",
}
RATINGS = {
    "K7Q2": {"R_CR": 1, "R_TC": 1, "R_OS": 1, "R_OVERALL": 1, "R_DIFFICULTY": 4},
    "D4T6": {"R_CR": 2, "R_TC": 1, "R_OS": 1, "R_OVERALL": 1, "R_DIFFICULTY": 3},
    "M3X9": {"R_CR": 5, "R_TC": 5, "R_OS": 4, "R_OVERALL": 5, "R_DIFFICULTY": 4},
    "W9H3": {"R_CR": 4, "R_TC": 5, "R_OS": 5, "R_OVERALL": 4, "R_DIFFICULTY": 3},
}


@dataclass(frozen=True)
class Reviewer:
    """How one person codes."""

    name: str
    lag_ms: tuple[int, int]
    misses: float
    higher_level: float
    other_rating: float
    first_day: datetime


REVIEWERS = (
    Reviewer("Reviewer A", (120, 520), 0.03, 0.0, 0.0, datetime(2025, 11, 3, 14, 5, tzinfo=UTC)),
    Reviewer("Reviewer B", (240, 900), 0.12, 0.15, 0.4, datetime(2025, 11, 5, 9, 40, tzinfo=UTC)),
)


def main() -> None:
    """Write the file."""
    clips = YAML(typ="safe").load((DEMO / "dialogue.yaml").read_text(encoding="utf-8"))["clips"]
    rubric = load_rubric(ROOT / "resources" / "rubrics" / "deesc-core.yaml")
    reviews = [review(clip, reviewer, rubric) for clip in clips for reviewer in REVIEWERS]
    text = json.dumps({"schema": "tags/1", "reviews": reviews}, ensure_ascii=False, indent=1)
    (DEMO / "tags.json").write_text(text + "\n", encoding="utf-8")


def review(clip: dict[str, Any], reviewer: Reviewer, rubric: Rubric) -> dict[str, Any]:
    """What one reviewer makes of one clip."""
    code = CODES[clip["file"]]
    chance = random.Random(f"{code} {reviewer.name}")
    coder = Coder(clip, reviewer, rubric, chance)
    ratings = [
        {"item": item, "value": coder.rating(value), "missing": None, "note": ""}
        for item, value in RATINGS[code].items()
    ]
    return {
        "clip": code,
        "reviewer": reviewer.name,
        "rubric": rubric.id,
        "rubric_version": rubric.version,
        "profile": None,
        "state": "draft" if (code, reviewer.name) in DRAFTS else "submitted",
        "tags": coder.tags(),
        "ratings": ratings,
    }


class Coder:
    """A reviewer at work on a clip."""

    def __init__(self, clip: dict[str, Any], reviewer: Reviewer, rubric: Rubric, chance: random.Random) -> None:
        self.clip, self.reviewer, self.rubric, self.chance = clip, reviewer, rubric, chance
        self.frame_us = Fraction(1_000_000) / Fraction(clip["fps"])
        self.length_us = round(clip["frame_count"] * self.frame_us)
        self.code = CODES[clip["file"]]
        self.noted: set[str] = set()

    def tags(self) -> list[dict[str, Any]]:
        """Tags by time. No two points of one kind fall on one frame, no two states of one kind overlap."""
        found: list[dict[str, Any]] = []
        events = sorted(self.events(), key=lambda event: event["start_ms"])
        for event in events:
            behaviour = self.rubric.by_id.get(event["act"])
            if behaviour is None or self.is_missed(event):
                continue
            tag = self.tag(event, behaviour)
            self.end_earlier(found, tag, behaviour)
            found.append(tag)
        found.sort(key=lambda tag: (tag["start_us"], tag["behaviour"]))
        for number, tag in enumerate(found):
            tag["tagged_at"] = (self.reviewer.first_day + timedelta(seconds=11 * number)).isoformat()
            tag["start"], tag["end"] = text_of(tag["start_us"]), text_of(tag["end_us"])
        return found

    def events(self) -> list[dict[str, Any]]:
        """The clip's events, and the silent buffer at its beginning if there is one."""
        silent_ms = round(self.clip["sound_start_s"] * 1000)
        if not silent_ms:
            return list(self.clip["events"])
        buffer = {"start_ms": 0, "end_ms": silent_ms, "speaker": "O1", "act": "cod.audio", "reason": "buffer"}
        return [buffer, *self.clip["events"]]

    def is_missed(self, event: dict[str, Any]) -> bool:
        """Anchors and states are never missed: the reel needs the ones, the other are long."""
        behaviour = self.rubric.by_id[event["act"]]
        is_safe = behaviour.is_state or event["act"].startswith("an.")
        return self.chance.random() < self.reviewer.misses and not is_safe

    def tag(self, event: dict[str, Any], behaviour: Behaviour) -> dict[str, Any]:
        """One tag, on a frame."""
        start_us = self.on_frame(event["start_ms"] + self.lag_ms(event["start_ms"]))
        end_us = None
        if behaviour.is_state:
            end_us = min(self.length_us, self.on_frame(event["end_ms"] + self.lag_ms(event["end_ms"])))
        level = event.get("level")
        if level is not None and level < 4 and self.chance.random() < self.reviewer.higher_level:
            level += 1
        modifiers = dict(MODIFIERS.get(behaviour.id, {}))
        if "reason" in event:
            modifiers["reason"] = event["reason"]
        return {
            "behaviour": behaviour.id,
            "start_us": start_us,
            "start": "",
            "end_us": end_us,
            "end": None,
            "actor": event["speaker"],
            "target": "",
            "level": level,
            "modifiers": modifiers,
            "confidence": self.chance.choices((3, 2, None), (6, 2, 2))[0],
            "note": self.note(behaviour.id),
            "heard_only": event["speaker"] == "O2" and behaviour.id.startswith("tc."),
            "tagged_at": "",
            "speed_percent": self.chance.choices((100, 50, 0), (7, 2, 1))[0],
        }

    def end_earlier(self, found: list[dict[str, Any]], tag: dict[str, Any], behaviour: Behaviour) -> None:
        """A new state ends the one of the same kind before it; a point on the same frame moves on by one."""
        same = [other for other in found if (other["behaviour"], other["actor"]) == (tag["behaviour"], tag["actor"])]
        for other in same:
            if behaviour.is_state and other["end_us"] > tag["start_us"]:
                other["end_us"] = tag["start_us"]
        while not behaviour.is_state and tag["start_us"] in {other["start_us"] for other in same}:
            tag["start_us"] = self.on_frame(tag["start_us"] / 1000 + 1.5 * float(self.frame_us) / 1000)

    def rating(self, value: int) -> int:
        """The reviewer's own view of a rating, at most one step away."""
        step = self.chance.choice((-1, 1)) if self.chance.random() < self.reviewer.other_rating else 0
        return max(1, min(5, value + step))

    def note(self, behaviour_id: str) -> str:
        """A note at the first tag of its kind, by the first reviewer."""
        if behaviour_id in self.noted or self.reviewer is not REVIEWERS[0]:
            return ""
        self.noted.add(behaviour_id)
        return NOTES.get((self.code, behaviour_id), "")

    def lag_ms(self, at_ms: int) -> int:
        """How late the reviewer reacts; what holds from the first to the last frame is set there."""
        is_edge = at_ms == 0 or at_ms * 1000 >= self.length_us - 40_000
        return 0 if is_edge else self.chance.randint(*self.reviewer.lag_ms)

    def on_frame(self, at_ms: float) -> int:
        """Start of the frame on the screen at that time, in microseconds; the end of the clip for its last edge."""
        if at_ms * 1000 >= self.length_us:
            return self.length_us
        return round(int(at_ms * 1000 / self.frame_us) * self.frame_us)


def text_of(at_us: int | None) -> str | None:
    """A time to read."""
    return None if at_us is None else report_text(Moment(at_us))


if __name__ == "__main__":
    main()
