# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns stage directions and speech into poses: walking, looking, gesturing, sitting."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from simfilm.body import HIP_HEIGHT, HandPose, Pose
from simfilm.face import Expression
from simfilm.gestures import ACTOR, hold
from simfilm.mesh import Array, rotation_z
from simfilm.model import FPS, Clip, Cue

DT = 1.0 / FPS
STRIDE = 1.30
SEAT_HIPS = 0.545
HEAD_HEIGHT = 1.60


@dataclass
class Spring:
    """Follows a target smoothly, without overshooting."""

    pace: float
    value: Array | None = None
    speed: Array | None = None

    def follow(self, target: Array, dt: float = DT) -> Array:
        """Move one frame towards the target."""
        if self.value is None or self.speed is None:
            self.value, self.speed = np.array(target, dtype=float), np.zeros_like(target, dtype=float)
            return self.value
        steps = 4
        for _ in range(steps):
            pull = self.pace**2 * (target - self.value) - 2 * self.pace * self.speed
            self.speed = self.speed + pull * dt / steps
            self.value = self.value + self.speed * dt / steps
        return self.value


@dataclass
class Path:
    """Where somebody stands at any time."""

    home: Array
    legs: list[tuple[float, float, Array, Array]] = field(default_factory=list)

    def walk(self, start: float, length: float, to: Array) -> None:
        """Add a move; it begins wherever the last one has got to."""
        self.legs.append((start, length, self.at(start), to))

    def at(self, t: float) -> Array:
        """Position on the floor plan."""
        place = self.home
        for start, length, a, b in self.legs:
            if t < start:
                break
            u = min(1.0, (t - start) / length)
            ramp = 0.22
            if u < ramp:
                s = u * u / (2 * ramp)
            elif u > 1 - ramp:
                s = 1 - ramp - (1 - u) ** 2 / (2 * ramp)
            else:
                s = u - ramp / 2
            place = a + (b - a) * min(1.0, s / (1 - ramp))
        return place


def floor_height(stage: str, y: float) -> float:
    """Height of the ground along the way into the house."""
    if stage != "house":
        return 0.02
    if y < -2.6:
        return -0.29
    return -0.14 if y < -2.2 else 0.012


def noise(t: float, seed: float) -> float:
    """Slow smooth variation between about -1 and 1."""
    return float(
        np.sin(t * 0.9 + seed * 1.7) * 0.5 + np.sin(t * 1.73 + seed * 3.1) * 0.3 + np.sin(t * 0.41 + seed) * 0.4
    )


@dataclass
class Track:
    """Stage directions of one kind for one person, in order of time."""

    cues: list[Cue]

    def now(self, t: float) -> Cue | None:
        """The latest direction given."""
        current = None
        for cue in self.cues:
            if cue.start <= t:
                current = cue
        return current


class Script:
    """Looks up who does, says and stands where, at any time of a clip."""

    def __init__(self, clip: Clip, mouths: dict[str, Array]) -> None:
        self.clip = clip
        self._mouths = mouths
        self.paths: dict[str, Path] = {}
        for who, place in clip.positions.items():
            path = Path(np.asarray(place, dtype=float))
            for cue in self._sorted(who, ("move", "sit")):
                path.walk(cue.start, float(cue.options.get("over", 2.0)), np.asarray(cue.value, dtype=float))
            self.paths[who] = path
        self._tracks = {
            (who, kind): Track(self._sorted(who, (kind,)))
            for who in clip.positions
            for kind in ("look", "gesture", "mood", "sit", "pitch")
        }

    def _sorted(self, who: str, kinds: tuple[str, ...]) -> list[Cue]:
        found = [cue for cue in self.clip.cues if cue.who == who and cue.kind in kinds]
        return sorted(found, key=lambda cue: cue.start)

    def cue(self, who: str, kind: str, t: float) -> Cue | None:
        """The direction of one kind in force for somebody."""
        return self._tracks[who, kind].now(t)

    def gesture(self, who: str, t: float) -> str:
        """The gesture in force; a nod does not change it."""
        name = "rest"
        for cue in self._tracks[who, "gesture"].cues:
            if cue.start <= t and cue.value != "nod":
                name = str(cue.value)
        return name

    def nod(self, who: str, t: float) -> float:
        """How far the head is bowed by a nod."""
        for cue in self._tracks[who, "gesture"].cues:
            if cue.value == "nod" and 0 <= t - cue.start < 1.1:
                return float(-13 * np.sin((t - cue.start) / 1.1 * 2 * np.pi) ** 2)
        return 0.0

    def mood(self, who: str, t: float) -> float:
        """Agitation from 0 to 4."""
        cue = self.cue(who, "mood", t)
        return float(cue.value) if cue else 1.0

    def mouth(self, who: str, t: float) -> float:
        """How far the mouth is open."""
        opening = 0.0
        for line in self.clip.lines:
            if line.who == who and line.start <= t < line.end:
                track = self._mouths[line.ident]
                opening = max(opening, float(track[min(len(track) - 1, int((t - line.start) * FPS))]))
        return opening

    def shouting(self, who: str, t: float) -> float:
        """Whether the line being spoken is a shout."""
        loud = {"shout": 1.0, "yell": 1.0, "firm": 0.6, "tense": 0.5}
        for line in self.clip.lines:
            if line.who == who and line.start - 0.1 <= t < line.end + 0.2:
                return loud.get(line.tone, 0.2)
        return 0.0

    def target(self, who: str, t: float) -> Array | None:
        """The point somebody looks at."""
        cue = self.cue(who, "look", t)
        if cue is None:
            return None
        if isinstance(cue.value, str):
            place = self.paths[cue.value].at(t)
            height = 1.50 if cue.value == "O1" else HEAD_HEIGHT
            if self.sitting(cue.value, t) > 0.5:
                height = 1.15
            return np.array([*place, height + floor_height(self.clip.stage, place[1])])
        return np.asarray(cue.value, dtype=float)

    def sitting(self, who: str, t: float) -> float:
        """How far somebody has sat down, 0 to 1."""
        cue = self.cue(who, "sit", t)
        if cue is None:
            return 0.0
        over = float(cue.options.get("over", 2.0))
        u = np.clip((t - cue.start - over * 0.55) / 1.2, 0, 1)
        return float(u * u * (3 - 2 * u))


def heading_to(way: Array) -> float:
    """Heading in degrees of a direction on the floor plan."""
    return float(np.degrees(np.arctan2(-way[0], way[1])))


def nearest_turn(angle: float, to: float) -> float:
    """The same angle, within half a turn of another."""
    return to + (angle - to + 180) % 360 - 180


class Actor:
    """One visible person."""

    def __init__(self, script: Script, who: str, seed: int) -> None:
        self._script = script
        self.who = who
        self._seed = seed
        self._heading = Spring(5.5)
        self._head = Spring(8.0)
        self._hands = [Spring(9.0), Spring(9.0)]
        self._mood = Spring(2.5)
        self._speed = Spring(7.0)
        self._ground = Spring(10.0)
        self._mouth = Spring(32.0)
        self._energy = Spring(5.0)
        self._phase = 0.0

    def _facing(self, t: float, place: Array, velocity: Array) -> float:
        """Body heading wanted: the way of walking when brisk, else what is looked at."""
        sit = self._script.cue(self.who, "sit", t)
        last = float(self._heading.value[0]) if self._heading.value is not None else 180.0
        if sit is not None:
            target = np.asarray(sit.options["facing"], dtype=float)
            return nearest_turn(heading_to(target - place), last)
        look = self._script.target(self.who, t)
        brisk = float(np.linalg.norm(velocity))
        wanted = heading_to(look[:2] - place) if look is not None else last
        if brisk > 0.45:
            going = nearest_turn(heading_to(velocity), wanted)
            difference = going - wanted
            if abs(difference) < 115:
                wanted += difference * min(1.0, (brisk - 0.45) * 2.2)
        return nearest_turn(wanted, last)

    def _head_turn(self, t: float, eye: Array, heading: float) -> Array:
        """Head pitch and yaw, relative to the body."""
        look = self._script.target(self.who, t)
        if look is None:
            return np.zeros(2)
        way = look - eye
        yaw = nearest_turn(heading_to(way[:2]) - heading, 0.0)
        pitch = np.degrees(np.arctan2(way[2], np.linalg.norm(way[:2])))
        return np.array([np.clip(pitch, -32, 22), np.clip(yaw, -72, 72)])

    def _feet(
        self, place: Array, ground: float, heading: float, velocity: Array, seated: float
    ) -> list[tuple[Array, float, float]]:
        speed = float(np.linalg.norm(velocity))
        direction = velocity / speed if speed > 0.02 else np.zeros(2)
        turn = rotation_z(heading)
        amount = min(1.0, speed / 0.5)
        feet = []
        for side, shift in ((1, 0.0), (-1, 0.5)):
            u = (self._phase + shift) % 1.0
            length = STRIDE * 0.28 * min(1.0, 0.35 + speed * 0.55) * amount
            if u < 0.6:
                offset, lift, pitch = 1 - 2 * u / 0.6, 0.0, -18 * max(0.0, u / 0.6 - 0.75) * 4
            else:
                v = (u - 0.6) / 0.4
                offset = -1 + 2 * (v * v * (3 - 2 * v))
                lift, pitch = np.sin(np.pi * v), 16 * np.sin(np.pi * v * 1.3)
            stance = turn @ np.array([side * (0.105 + 0.02 * seated), 0.40 * seated, 0])
            step = np.array([*(direction * offset * length), lift * 0.085 * amount])
            at = np.array([*place, ground]) + stance + step * (1 - seated)
            feet.append((at, heading - side * 7, pitch * amount * (1 - seated)))
        return feet

    def _face(self, t: float, mood: float) -> Expression:
        shout = self._script.shouting(self.who, t)
        mouth = float(self._mouth.follow(np.array([self._script.mouth(self.who, t)]))[0])
        officer = self.who.startswith("O")
        anger = 0.25 * shout if officer else np.clip((mood - 2.2) / 1.8, 0, 1) * (0.35 + 0.65 * shout)
        worry = 0.15 if officer else np.clip(0.25 + 0.2 * mood, 0, 0.9) * (1 - 0.6 * shout)
        cycle = (t + self._seed * 1.37) % (3.1 + 0.4 * self._seed % 1)
        blink = max(0.0, 1 - abs(cycle - 0.1) / 0.09)
        return Expression(
            mouth * (0.45 + 0.55 * shout), shout, float(anger), float(worry), min(1.0, blink),
            (0.25 * noise(t * 1.3, self._seed), 0.1),
        )  # fmt: skip

    def _hand_poses(self, t: float, energy: float, mood: float) -> list[HandPose]:
        holds = hold(ACTOR, self._script.gesture(self.who, t))
        poses = []
        swinging = min(1.0, float(np.linalg.norm(self._speed.value)) / 0.9) if self._speed.value is not None else 0.0
        for k, (hand, spring) in enumerate(zip(holds, self._hands, strict=True)):
            tempo = 5.0 + 1.3 * mood
            swing = energy * np.sin(t * tempo + k * 0.7 + self._seed) + 0.25 * noise(t * 1.5, self._seed + k)
            swing += 0.5 * energy * np.sin(t * tempo * 0.43 + 2 * k)
            pose = hand.pose(float(swing))
            if hand.at[2] < -0.4:
                pose.at = pose.at + np.array([0, 0.16, 0.03]) * swinging * np.sin(2 * np.pi * (self._phase + 0.5 * k))
            state = spring.follow(np.concatenate([pose.at, pose.fingers, pose.palm]))
            poses.append(HandPose(state[:3], state[3:6], state[6:9], pose.shape))
        return poses

    def step(self, t: float) -> Pose:
        """The pose for the next frame."""
        path = self._script.paths[self.who]
        place = path.at(t)
        velocity = self._speed.follow((path.at(t + DT) - path.at(t - DT)) / (2 * DT))
        speed = float(np.linalg.norm(velocity))
        self._phase += speed * DT / (STRIDE * min(1.0, 0.35 + speed * 0.55))
        mood = float(self._mood.follow(np.array([self._script.mood(self.who, t)]))[0])
        heading = float(self._heading.follow(np.array([self._facing(t, place, velocity)]))[0])
        ground = float(self._ground.follow(np.array([floor_height(self._script.clip.stage, place[1])]))[0])
        seated = self._script.sitting(self.who, t)
        talking = 0.25 + 0.75 * self._script.shouting(self.who, t) if self._script.mouth(self.who, t) > 0.02 else 0.0
        energy = float(self._energy.follow(np.array([max(talking, 0.08 + 0.06 * mood)]))[0])
        eye = np.array([*place, ground + HEAD_HEIGHT - 0.42 * seated])
        head = self._head.follow(self._head_turn(t, eye, heading))
        hips = HIP_HEIGHT + (SEAT_HIPS - HIP_HEIGHT) * seated
        bob = 0.016 * np.cos(4 * np.pi * self._phase) * min(1.0, speed)
        shake = 0.4 + 0.5 * mood
        lean = (
            0.6 * noise(t, self._seed) - 2.0 * min(1.5, speed) - 24 * seated * (1 - seated) - 3.5 * energy * (mood > 2),
            0.8 * shake * noise(t * 1.2, self._seed + 5) + 1.5 * np.sin(2 * np.pi * self._phase) * min(1.0, speed),
            float(head[1]) * 0.25 + 4 * np.sin(2 * np.pi * self._phase) * min(1.0, speed),
        )  # fmt: skip
        sway = rotation_z(heading) @ np.array([0.012 * shake * noise(t * 0.8, self._seed), 0.0, bob])
        sway[2] -= 0.018 * min(1.0, speed)
        nod = self._script.nod(self.who, t) + 3.0 * energy * np.sin(t * 6.1 + self._seed) * (talking > 0)
        return Pose(
            np.array([*place, ground]), heading,
            self._feet(place, ground, heading, velocity, seated), hips, lean, sway,
            (float(head[0]) - lean[0] * 0.8 + nod, 2.0 * noise(t * 0.7, self._seed + 9), float(head[1]) * 0.75),
            self._hand_poses(t, energy, mood), self._face(t, mood),
        )  # fmt: skip
