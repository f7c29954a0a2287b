# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole people: clothes, torso and limbs shaped anew for every frame from a pose."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import numpy as np

from simfilm.face import Expression, Head, draw_head
from simfilm.limbs import Soup, bent_path, hand, reach, tube, unit
from simfilm.mesh import GLOSS, Array, Mesh, Vec, rotation_x, rotation_z

HIP_HEIGHT = 0.945
ANKLE = 0.085
UPPER_ARM, FOREARM = 0.285, 0.255
THIGH, SHIN = 0.43, 0.43
NAVY = (0.13, 0.16, 0.25)
# Height over the hips, half width, half depth, forward shift.
TORSO = np.array(
    [
        (-0.125, 0.040, 0.040, 0.0), (-0.11, 0.125, 0.095, 0.0), (-0.05, 0.164, 0.118, -0.004),
        (-0.02, 0.166, 0.120, -0.004), (-0.019, 0.176, 0.130, -0.004), (0.035, 0.172, 0.126, -0.004),
        (0.036, 0.172, 0.126, -0.004), (0.10, 0.158, 0.116, 0.002), (0.19, 0.151, 0.110, 0.006),
        (0.30, 0.166, 0.121, 0.008), (0.40, 0.180, 0.122, 0.004), (0.455, 0.176, 0.108, -0.002),
        (0.495, 0.152, 0.090, -0.006), (0.525, 0.108, 0.076, -0.010), (0.548, 0.068, 0.062, -0.010),
        (0.560, 0.054, 0.056, -0.008),
    ]
)  # fmt: skip
SHOULDER = np.array([0.168, -0.004, 0.448])
NECK = np.array([0.0, -0.006, 0.545])
HEAD_UP = 0.195


@dataclass
class Look:
    """How one member of the cast is dressed."""

    head: Head
    top: tuple[float, float, float]
    trousers: tuple[float, float, float]
    shoes: tuple[float, float, float] = (0.16, 0.13, 0.12)
    inner: tuple[float, float, float] | None = None
    sleeve: float = 1.0
    size: float = 0.97
    slim: float = 1.0
    hood: bool = False
    collar: bool = False
    uniform: bool = False


@dataclass
class HandPose:
    """Where a hand is (chest frame, from the chest's middle) and how it is held."""

    at: Array
    fingers: Array
    palm: Array
    shape: str = "relaxed"


@dataclass
class Pose:
    """Everything needed to shape one person in one frame."""

    root: Array
    heading: float
    feet: list[tuple[Array, float, float]]
    hips: float = HIP_HEIGHT
    lean: tuple[float, float, float] = (0.0, 0.0, 0.0)
    sway: Array = field(default_factory=lambda: np.zeros(3))
    head: tuple[float, float, float] = (0.0, 0.0, 0.0)
    hands: list[HandPose] = field(default_factory=list)
    face: Expression = field(default_factory=Expression)


def _euler(pitch: float, roll: float, yaw: float) -> Array:
    a = np.radians(roll)
    about_y = np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
    return np.asarray(rotation_z(yaw) @ rotation_x(pitch) @ about_y)


def _torso_colours(look: Look, columns: int) -> Array:
    """Top, trousers below the waist, and an open front if there is an inner shirt."""
    tint = np.zeros((len(TORSO), columns, 3))
    tint[:] = look.top
    tint[:4] = look.trousers
    if look.uniform:
        tint[4:6] = (0.05, 0.05, 0.06)
    if look.inner:
        middle = columns // 2
        tint[4:, middle - 3 : middle + 4] = look.inner
    tint[-1] = look.inner or look.top
    return tint.reshape(-1, 3)


def _torso(soup: Soup, look: Look, pelvis: Array, hips: Array, chest: Array, pivot: Array) -> None:
    # Pairs of nearly equal angles keep the edges of an open cardigan sharp.
    half = np.concatenate([[0, 0.18, 0.30, 0.40, 0.41], np.linspace(0.62, np.pi, 10)])
    angle = np.concatenate([-half[:0:-1], half]) + np.pi / 2
    columns = angle.size
    c, s = np.cos(angle), np.sin(angle)
    squircle = (np.abs(c) ** 2.6 + np.abs(s) ** 2.6) ** (-1 / 2.6)
    z, wide, deep, shift = (TORSO[:, i : i + 1] for i in range(4))
    wide = wide * look.slim
    local = np.stack([wide * c * squircle, deep * s * squircle + shift, z + 0 * c], -1)
    lower = local @ pelvis.T + hips
    upper = (local - (0, 0, 0.12)) @ chest.T + pivot
    blend = np.clip((local[..., 2:3] - 0.02) / 0.26, 0, 1)
    blend = blend * blend * (3 - 2 * blend)
    points = lower * (1 - blend) + upper * blend
    along = np.gradient(points, axis=0)
    around = np.gradient(points, axis=1)
    around[:, 0] = around[:, -1] = points[:, 1] - points[:, -2]
    normals = np.cross(around, along)
    normals /= np.maximum(np.linalg.norm(normals, axis=2, keepdims=True), 1e-9)
    soup.grid(points, normals, _torso_colours(look, columns))


@cache
def _uniform_parts() -> tuple[Mesh, Mesh]:
    """Badge, radio and collar for the chest; belt pouches for the hips."""
    chest, belt = Mesh(), Mesh()
    chest.pillow((-0.085, 0.117, 0.27), (0.045, 0.014, 0.052), 0.007, (0.86, 0.74, 0.40), GLOSS)
    chest.pillow((0.085, 0.116, 0.265), (0.062, 0.008, 0.016), 0.004, (0.86, 0.74, 0.40), GLOSS)
    chest.pillow((0.0, 0.128, 0.20), (0.048, 0.028, 0.066), 0.009, (0.07, 0.07, 0.08), GLOSS)
    chest.ball((0.0, 0.143, 0.212), (0.011, 0.006, 0.011), (0.25, 0.30, 0.36), GLOSS)
    chest.pillow((0.125, 0.098, 0.335), (0.036, 0.026, 0.052), 0.008, (0.06, 0.06, 0.07), GLOSS)
    for side in (-1, 1):
        chest.pillow((side * 0.085, 0.110, 0.225), (0.082, 0.010, 0.055), 0.006, (0.105, 0.13, 0.21))
        chest.pillow((side * 0.032, 0.070, 0.425), (0.062, 0.030, 0.024), 0.010, (0.10, 0.12, 0.20))
        chest.pillow((side * 0.150, -0.008, 0.392), (0.062, 0.062, 0.012), 0.006, (0.09, 0.11, 0.18))
        belt.pillow((side * 0.09, 0.118, 0.03), (0.065, 0.042, 0.066), 0.012, (0.05, 0.05, 0.06), GLOSS)
        belt.pillow((side * 0.172, 0.0, 0.015), (0.044, 0.09, 0.075), 0.014, (0.05, 0.05, 0.06), GLOSS)
    belt.pillow((0, 0.121, 0.03), (0.046, 0.018, 0.042), 0.006, (0.75, 0.70, 0.55), GLOSS)
    return chest, belt


def _hood(soup: Soup, look: Look, chest: Array, pivot: Array) -> None:
    a = np.linspace(0.15 * np.pi, 1.85 * np.pi, 15) + np.pi / 2
    ring = np.stack([0.088 * np.cos(a), 0.080 * np.sin(a) - 0.01, 0.415 - 0.030 * np.sin(a)], 1)
    tint = tuple(np.asarray(look.top) * 0.88)
    tube(soup, ring @ chest.T + pivot, np.full(15, 0.030), chest[:, 2], tint)
    back = Mesh()
    back.ball((0, -0.125, 0.36), (0.10, 0.055, 0.085), tint)
    soup.rigid(back, chest, pivot)


def _collar(soup: Soup, look: Look, chest: Array, pivot: Array) -> None:
    a = np.linspace(0, 2 * np.pi, 15)
    ring = np.stack([0.062 * np.cos(a), 0.060 * np.sin(a) - 0.006, 0.425 - 0.014 * np.sin(a)], 1)
    tint = tuple(np.clip(np.asarray(look.inner or look.top) * 1.08, 0, 1))
    tube(soup, ring @ chest.T + pivot, np.full(15, 0.017), chest[:, 2], tint)


def draw_arm(soup: Soup, look: Look, shoulder: Array, target: HandPose, frame: Array, origin: Array,
             side: int, size: float = 1.0) -> None:  # fmt: skip
    """One arm from shoulder to fingertips; the target is given in ``frame``."""
    goal = frame @ target.at * size + origin
    fingers, palm = unit(frame @ target.fingers), unit(frame @ target.palm)
    wrist_goal = goal - fingers * 0.06 * size
    pole = frame @ np.array([side * 0.75, -0.55, -0.75])
    elbow, wrist = reach(shoulder, wrist_goal, UPPER_ARM * size, FOREARM * size, pole)
    path = bent_path(shoulder, elbow, wrist)
    bend = np.cross(elbow - shoulder, wrist - elbow)
    across = unit(bend) if np.linalg.norm(bend) > 1e-5 else frame[:, 0]
    even = np.linspace(0, 1, len(path))
    # Two rings close together keep the end of a short sleeve sharp.
    t = np.sort(np.concatenate([even, [look.sleeve - 0.02, look.sleeve - 0.012]]))
    path = np.stack([np.interp(t, even, path[:, k]) for k in range(3)], 1)
    radii = (0.070 - 0.026 * t + 0.006 * np.sin(np.pi * t)) * size * (0.55 + 0.45 * look.slim)
    skin = look.head.skin
    tint = np.where((t < look.sleeve - 0.015)[:, None], [look.top], [skin])
    radii = np.where(t < look.sleeve - 0.015, radii, radii * 0.72)
    tube(soup, path, radii, across, tint)
    forearm = unit(wrist - elbow)
    fingers = unit(fingers + forearm * 0.6)
    if abs(float(fingers @ palm)) > 0.95:
        palm = palm + frame[:, 2] * 0.3
    hand(soup, wrist + forearm * 0.012, fingers, palm, target.shape, skin, side < 0, size * 1.08)


def _legs(soup: Soup, look: Look, pose: Pose, pelvis: Array, hips: Array) -> None:
    size = look.size
    for side, (foot, heading, pitch) in zip((1, -1), pose.feet, strict=True):
        hip = hips + pelvis @ np.array([side * 0.088, 0, -0.03]) * size
        turn = _euler(pitch, 0, heading)
        ankle_goal = foot + turn @ np.array([0, -0.02, ANKLE]) * size
        pole = rotation_z(heading) @ np.array([side * 0.10, 1.0, 0.15])
        knee, ankle = reach(hip, ankle_goal, THIGH * size, SHIN * size, pole)
        path = bent_path(hip, knee, ankle)
        t = np.linspace(0, 1, len(path))
        radii = (0.098 - 0.040 * t) * size * (0.5 + 0.5 * look.slim)
        bend = np.cross(knee - hip, ankle - knee)
        across = unit(bend) if np.linalg.norm(bend) > 1e-5 else pelvis[:, 0]
        tube(soup, path, radii, across, look.trousers)
        shoe = Mesh()
        shoe.pillow((0, 0.045, 0.036), (0.092, 0.255, 0.072), 0.034, look.shoes, GLOSS, 0.4)
        shoe.pillow((0, 0.045, 0.008), (0.096, 0.262, 0.016), 0.008, tuple(np.asarray(look.shoes) * 0.6), 0, 0.4)
        soup.rigid(shoe, turn, ankle - turn @ np.array([0, -0.02, ANKLE]) * size, size)


def draw_person(look: Look, pose: Pose) -> Soup:
    """All triangles of one person in one frame."""
    soup = Soup()
    size = look.size
    pelvis = _euler(pose.lean[0] * 0.25, pose.lean[1] * 0.4, pose.heading)
    hips = pose.root + np.array([0, 0, pose.hips * size]) + pose.sway
    chest = _euler(0, 0, pose.heading) @ _euler(pose.lean[0], pose.lean[1], pose.lean[2])
    scaled_pelvis, scaled_chest = pelvis * size, chest * size
    pivot = hips + scaled_pelvis @ np.array([0, 0, 0.12])
    _torso(soup, look, scaled_pelvis, hips, scaled_chest, pivot)
    _legs(soup, look, pose, pelvis, hips)

    def chest_point(p: Array | Vec) -> Array:
        return np.asarray(pivot + scaled_chest @ (np.asarray(p) - (0, 0, 0.12)))

    centre = chest_point((0, 0, 0.40))
    for side, target in zip((1, -1), pose.hands, strict=True):
        shoulder = chest_point(SHOULDER * (side * look.slim, 1, 1))
        draw_arm(soup, look, shoulder, target, chest, centre, side, size)
    head_turn = chest @ _euler(*pose.head)
    neck = chest_point(NECK)
    middle = neck + (0.35 * chest[:, 2] + 0.65 * head_turn[:, 2]) * HEAD_UP * size
    path = np.linspace(neck - chest[:, 2] * 0.05, middle - head_turn[:, 2] * 0.10 * size, 5)
    tube(soup, path, np.full(5, 0.050 * size), chest[:, 0], tuple(np.asarray(look.head.skin) * 0.90))
    draw_head(soup, look.head, pose.face, head_turn * size * 1.10, middle)
    raised = pivot
    if look.hood:
        _hood(soup, look, scaled_chest, raised)
    if look.collar:
        _collar(soup, look, scaled_chest, raised)
    if look.uniform:
        front, belt = _uniform_parts()
        soup.rigid(front, scaled_chest, raised)
        soup.rigid(belt, scaled_pelvis, hips)
    return soup


def neutral(root: Array) -> Pose:
    """Standing still with hanging arms, for trying out a look."""
    hands = [
        HandPose(np.array([s * 0.25, 0.04, -0.50]), np.array([0, 0.15, -1.0]), np.array([-s, 0, 0.0])) for s in (1, -1)
    ]
    feet = [(root + np.array([s * 0.11, 0, 0]), 0.0, 0.0) for s in (1, -1)]
    return Pose(root, 0.0, feet, hands=hands)
