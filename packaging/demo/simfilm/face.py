# SPDX-License-Identifier: GPL-3.0-or-later
"""Simple, expressive heads: the skull, hair, and features laid onto the face."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simfilm.limbs import Soup, tube
from simfilm.mesh import Array, Mesh, Vec

HALF = np.array([0.108, 0.124, 0.150])
DARK = (0.10, 0.07, 0.07)


@dataclass
class Expression:
    """What a face is doing in one frame, each about 0 to 1 (anger and smile may mix)."""

    mouth: float = 0.0
    wide: float = 0.0
    anger: float = 0.0
    worry: float = 0.0
    blink: float = 0.0
    gaze: tuple[float, float] = (0.0, 0.0)


def skull(direction: Array) -> Array:
    """Point of the head's surface in a direction from its centre."""
    p = direction * HALF
    low = np.clip(-p[..., 2] / HALF[2], 0, 1)
    p[..., 0] *= 1 - 0.26 * low**1.6
    p[..., 1] *= np.where(p[..., 1] > 0, 1 - 0.02 * low, 1 - 0.30 * low)
    front = np.clip(p[..., 1] / HALF[1], 0, 1)
    p[..., 1] -= 0.008 * front**3
    return p


def _sphere(rows: int, columns: int) -> Array:
    elevation = np.linspace(np.pi / 2, -np.pi / 2, rows)[:, None]
    azimuth = np.linspace(0, -2 * np.pi, columns)[None, :] + np.pi
    return np.stack(
        [np.cos(elevation) * np.sin(azimuth), np.cos(elevation) * np.cos(azimuth), np.sin(elevation) + 0 * azimuth], -1
    )  # fmt: skip


def on_face(u: Array, v: Array, lift: float) -> tuple[Array, Array]:
    """Points on the front of the head at u to the right and v up, and their normals."""
    z = np.clip(v / HALF[2], -0.99, 0.99)
    ring = np.sqrt(1 - z**2)
    narrow = 1 - 0.26 * np.clip(-z, 0, 1) ** 1.6
    x = np.clip(u / (HALF[0] * ring * narrow), -0.98, 0.98)
    direction = np.stack([ring * x, ring * np.sqrt(1 - x**2), z], -1)
    normal = direction / HALF
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    return skull(direction) + normal * lift, normal


def _disc(
    soup: Soup,
    u: float,
    v: float,
    ru: float,
    rv: float,
    lift: float,
    colour: Vec,
    turn: Array,
    at: Array,
    bulge: float = 0.12,
) -> None:
    """An oval spot on the face."""
    r = np.array([0.0, 0.6, 1.0])[:, None]
    a = np.linspace(0, 2 * np.pi, 15)[None, :]
    points, normals = on_face(u + ru * r * np.cos(a), v + rv * r * np.sin(a), lift)
    points = points + normals * (1 - r**2)[..., None] * min(ru, rv) * bulge
    soup.grid(points @ turn.T + at, normals @ turn.T, (*colour, 0.35))


def _stroke(soup: Soup, u: Array, v: Array, width: Array, lift: float, colour: Vec, turn: Array, at: Array) -> None:
    """A ribbon drawn along the face."""
    du, dv = np.gradient(u), np.gradient(v)
    length = np.hypot(du, dv)
    nu, nv = -dv / length * width, du / length * width
    k = np.array([-1.0, 0.0, 1.0])[None, :]
    points, normals = on_face(u[:, None] + nu[:, None] * k, v[:, None] + nv[:, None] * k, lift)
    points = points + normals * (1 - k**2)[..., None] * width[:, None, None] * 0.5
    soup.grid(points @ turn.T + at, normals @ turn.T, (*colour, 0.1))


def _eyes(soup: Soup, look: Expression, iris: Vec, turn: Array, at: Array) -> None:
    openness = max(0.06, (1 - look.blink) * (0.90 + 0.16 * look.worry - 0.18 * look.anger))
    for side in (-1, 1):
        u, v = side * 0.041, 0.018
        _disc(soup, u, v, 0.0215, 0.0185 * openness, 0.0015, (0.96, 0.95, 0.93), turn, at)
        gu = u + 0.007 * look.gaze[0]
        gv = v + 0.005 * look.gaze[1]
        _disc(soup, gu, gv, 0.0105, min(0.0118, 0.0165 * openness), 0.0046, iris, turn, at)
        _disc(soup, gu - 0.003, gv + 0.004, 0.0030, 0.0030 * min(openness, 1), 0.0068, (1, 1, 1), turn, at)
        t = np.linspace(-1, 1, 9)
        lid = v + 0.0190 * openness * np.sqrt(1 - 0.92 * t**2)
        _stroke(soup, u + 0.0225 * t, lid, np.full(9, 0.0026), 0.0045, DARK, turn, at)


def _brows(soup: Soup, look: Expression, colour: Vec, turn: Array, at: Array) -> None:
    t = np.linspace(0, 1, 8)
    for side in (-1, 1):
        u = side * (0.018 + 0.048 * t)
        inner = 0.050 - 0.016 * look.anger + 0.013 * look.worry
        outer = 0.049 + 0.007 * look.anger - 0.010 * look.worry
        v = inner + (outer - inner) * t + 0.008 * np.sin(np.pi * t)
        width = 0.0062 * (1 - 0.55 * t**2)
        if side < 0:
            u, v, width = u[::-1], v[::-1], width[::-1]
        _stroke(soup, u, v, width, 0.0035, colour, turn, at)


def _mouth(soup: Soup, look: Expression, lip: Vec, lift: float, turn: Array, at: Array) -> None:
    half = 0.030 + 0.008 * look.wide - 0.004 * look.mouth
    gap = 0.0032 + 0.026 * look.mouth
    droop = 0.007 * (look.worry + look.anger) - 0.004
    centre = -0.074 - 0.35 * gap
    a = np.linspace(0, 2 * np.pi, 25)
    curve = -droop * np.cos(a) ** 2
    for scale_u, scale_v, height, colour in (
        (half + 0.005, gap + 0.0055, 0.0030, lip), (half, gap, 0.0048, (0.26, 0.07, 0.08)),
    ):  # fmt: skip
        r = np.array([0.0, 0.5, 1.0])[:, None]
        points, normals = on_face(r * scale_u * np.cos(a), centre + r * scale_v * np.sin(a) + r * curve, lift + height)
        soup.grid(points @ turn.T + at, normals @ turn.T, (*colour, 0.2))
    teeth = float(np.clip((gap - 0.007) * 0.6, 1e-4, 0.0055))
    t = np.linspace(-0.66, 0.66, 7)
    top = centre + gap * np.sqrt(1 - t**2) - teeth - droop * t**2
    _stroke(soup, half * t, top, teeth * (1 - 0.5 * t**2), lift + 0.0062, (0.95, 0.94, 0.90), turn, at)


# How far down the hair reaches in front and behind, as the sine of the elevation.
HAIR_LINE = {
    "short": (0.62, -0.05),
    "crop": (0.66, 0.05),
    "bob": (0.60, -0.75),
    "bun": (0.62, -0.25),
    "wavy": (0.58, -0.95),
    "cap": (0.50, -0.52),
}


def _hair(soup: Soup, style: str, colour: Vec, turn: Array, at: Array) -> None:
    """A shell of hair over the head, cut to a hairline."""
    d = _sphere(19, 29)
    front_line, back_line = HAIR_LINE[style]
    facing = np.clip(d[..., 1] * 0.5 + 0.5, 0, 1)
    side = np.abs(d[..., 0])
    edge = back_line + (front_line - back_line) * np.clip((facing - 0.42) / 0.30, 0, 1)
    edge -= 0.22 * side**2 * (facing > 0.5) * (style in ("bob", "wavy"))
    cover = np.clip((d[..., 2] - edge) * 6 + 0.55, 0, 1)
    thick = {"crop": 0.010, "short": 0.022, "cap": 0.012}.get(style, 0.026)
    wave = 1 + 0.18 * np.sin(d[..., 0] * 26 + d[..., 2] * 7) * (style in ("wavy", "short"))
    base = skull(d)
    normals = d / HALF
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True)
    low = np.clip(-d[..., 2], 0, 1)
    flare = 0.030 * low * (style in ("bob", "wavy"))
    points = base + normals * (cover * (thick * wave + flare + 0.004) - 0.012)[..., None]
    soup.grid(points @ turn.T + at, normals @ turn.T, (*colour, 0.45))


def _extras(style: str, hair: Vec) -> Mesh:
    mesh = Mesh()
    if style == "bun":
        mesh.ball((0, -0.125, 0.085), (0.058, 0.05, 0.055), hair, 4)
    if style == "wavy":
        mesh.ball((0, -0.085, -0.115), (0.10, 0.055, 0.10), hair, 4)
    if style == "cap":
        mesh.lathe(
            (0, 0, 0.055),
            [(0.122, 0.0), (0.126, 0.04), (0.115, 0.085), (0.06, 0.115), (0, 0.12)],
            (0.08, 0.10, 0.16),
            0,
            20,
        )
        mesh.pillow((0, 0.135, 0.062), (0.17, 0.13, 0.012), 0.006, (0.06, 0.07, 0.11))
        mesh.pillow((0, 0.128, 0.10), (0.034, 0.012, 0.036), 0.006, (0.85, 0.72, 0.36), 4)
    return mesh


@dataclass
class Head:
    """How one person's head looks."""

    skin: tuple[float, float, float]
    hair: tuple[float, float, float]
    style: str = "short"
    iris: tuple[float, float, float] = (0.16, 0.11, 0.08)
    beard: bool = False
    glasses: bool = False


def _beard(soup: Soup, head: Head, turn: Array, at: Array) -> None:
    d = _sphere(15, 25)
    cover = np.clip((-d[..., 2] - 0.42) * 7, 0, 1) * np.clip((d[..., 1] + 0.25) * 5, 0, 1)
    points = skull(d) + d * (cover * 0.015 - 0.009)[..., None]
    soup.grid(points @ turn.T + at, d @ turn.T, (*head.hair, 0.2))


def _glasses(soup: Soup, turn: Array, at: Array) -> None:
    a = np.linspace(0, 2 * np.pi, 15)
    for side in (-1, 1):
        points, _ = on_face(side * 0.041 + 0.030 * np.cos(a), 0.012 + 0.025 * np.sin(a), 0.009)
        tube(soup, points @ turn.T + at, np.full(15, 0.0020), turn @ np.array([0, 1.0, 0.2]), (0.24, 0.19, 0.17))


def draw_head(soup: Soup, head: Head, look: Expression, turn: Array, at: Array) -> None:
    """Add a whole head to the frame; ``turn`` and ``at`` place its centre."""
    d = _sphere(27, 37)
    points = skull(d)
    normals = d / HALF
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True)
    skin = np.asarray(head.skin)
    warm = np.exp(-(((np.abs(points[..., 0]) - 0.062) / 0.028) ** 2 + ((points[..., 2] + 0.030) / 0.026) ** 2))
    warm *= points[..., 1] > 0
    tint = skin + warm[..., None] * np.array([0.05, -0.035, -0.03])
    soup.grid(points @ turn.T + at, normals @ turn.T, tint.reshape(-1, 3))
    features = Mesh()
    features.ball((0, HALF[1] + 0.003, -0.020), (0.0165, 0.020, 0.017), tuple(skin * (1.0, 0.93, 0.90)))
    features.ball((0, HALF[1] - 0.004, 0.004), (0.010, 0.012, 0.026), tuple(skin))
    for side in (-1, 1):
        features.ball((side * 0.108, -0.006, -0.004), (0.015, 0.024, 0.033), tuple(skin * (0.98, 0.90, 0.87)))
    soup.rigid(features, turn, at)
    _eyes(soup, look, head.iris, turn, at)
    if head.beard:
        _beard(soup, head, turn, at)
    _mouth(soup, look, tuple(skin * (0.86, 0.66, 0.64)), 0.005 * head.beard, turn, at)
    _brows(soup, look, tuple(np.asarray(head.hair) * 0.8), turn, at)
    _hair(soup, head.style, head.hair, turn, at)
    extras = _extras(head.style, head.hair)
    if extras.parts:
        soup.rigid(extras, turn, at)
    if head.glasses:
        _glasses(soup, turn, at)
