# SPDX-License-Identifier: GPL-3.0-or-later
"""The public library: a reading hall at dusk."""

from __future__ import annotations

import numpy as np

from simfilm import props
from simfilm.bake import Light, Stage
from simfilm.mesh import CARPET, FABRIC, GLOSS, GRAIN, PLAIN, PLANKS, PLASTER, Mesh, Vec

WALL = (0.83, 0.77, 0.66)
LENGTH, HALF, HEIGHT = 16.0, 5.6, 3.7
LAMP = (1.0, 0.80, 0.55)


def _shell(mesh: Mesh) -> None:
    mesh.plane((-HALF, 0, 0), (2 * HALF, 0, 0), (0, LENGTH, 0), (0.50, 0.33, 0.20), PLANKS, 0.22)
    mesh.pillow((0, 8.4, 0.0), (4.1, 9.6, 0.03), 0.012, (0.16, 0.33, 0.36), CARPET, 0.25)
    mesh.pillow((0, 8.4, 0.003), (3.7, 9.2, 0.03), 0.012, (0.72, 0.56, 0.34), CARPET, 0.25)
    mesh.pillow((0, 8.4, 0.006), (3.58, 9.08, 0.03), 0.012, (0.15, 0.36, 0.40), CARPET, 0.13)
    mesh.plane((-HALF, 0, HEIGHT), (0, LENGTH, 0), (2 * HALF, 0, 0), (0.90, 0.87, 0.80), PLASTER, 0.3)
    mesh.plane((-HALF, 0, 0), (0, LENGTH, 0), (0, 0, HEIGHT), WALL, PLASTER, 0.2)
    mesh.plane((HALF, 0, 0), (0, 0, HEIGHT), (0, LENGTH, 0), WALL, PLASTER, 0.2)
    mesh.plane((-HALF, 0, 0), (0, 0, HEIGHT), (2 * HALF, 0, 0), WALL, PLASTER, 0.3)
    mesh.plane((-HALF, LENGTH, 0), (2 * HALF, 0, 0), (0, 0, HEIGHT), WALL, PLASTER, 0.15)
    for y in np.arange(2.0, LENGTH, 3.0):
        mesh.box((-HALF, y - 0.12, HEIGHT - 0.26), (HALF, y + 0.12, HEIGHT), props.WALNUT, GRAIN, 0.3, sides="yYz")
    mesh.box((-HALF, LENGTH - 0.05, 0), (HALF, LENGTH, 0.9), props.WALNUT, GRAIN, 0.2, sides="yZ")


def _window(mesh: Mesh, x: float, dusk: Vec) -> None:
    """A tall window in the far wall with a dusk sky behind it."""
    y, w, low, high = LENGTH - 0.06, 0.72, 1.0, 3.1
    rows = 14
    for i in range(rows):
        z0, z1 = (low + (high - low) * k / rows for k in (i, i + 1))
        glow = np.asarray(dusk) * (1.25 - 0.05 * i) + np.array([0.30, 0.14, 0.02]) * max(0.0, 1 - i / 8) ** 1.5
        mesh.box((x - w, y - 0.01, z0), (x + w, y, z1), tuple(np.clip(glow, 0, 1)), PLAIN, 0.3, 0.55, "y")
    frame = (0.90, 0.86, 0.78)
    for fx in (-w, -w / 3, w / 3, w):
        mesh.box((x + fx - 0.03, y - 0.06, low), (x + fx + 0.03, y, high), frame, PLAIN, 0.3, sides="xXy")
    for z in (low, (low + high) / 2, high - 0.5, high):
        mesh.box((x - w - 0.03, y - 0.06, z - 0.03), (x + w + 0.03, y, z + 0.03), frame, PLAIN, 0.3, sides="yzZ")
    mesh.box((x - w - 0.1, y - 0.22, low - 0.08), (x + w + 0.1, y, low - 0.03), frame, PLAIN, 0.2, sides="xXyzZ")


def _shelving(mesh: Mesh) -> None:
    for i, y in enumerate((4.2, 6.4, 10.8, 13.0)):
        mesh.add(props.bookcase(2.9, 2.05, 10 + i), (-3.85, y, 0))
        if y > 7:
            mesh.add(props.bookcase(2.9, 2.05, 30 + i), (3.85, y, 0))
    for i, y in enumerate(np.arange(2.0, 15.0, 2.02)):
        mesh.add(props.bookcase(2.0, 2.3, 50 + i, double=False), (-HALF + 0.03, y, 0), 90)
        if y > 8:
            mesh.add(props.bookcase(2.0, 2.3, 70 + i, double=False), (HALF - 0.03, y, 0), -90)
    for x in (-2.55, 0.0, 2.55):
        if x:
            mesh.add(props.bookcase(1.1, 1.0, int(90 + x), double=False), (x / 2.55 * 1.28, LENGTH - 0.1, 0))


def _reading_place(mesh: Mesh, x: float, y: float, seed: int, lamp: Vec) -> None:
    """A table with a lamp, books and chairs."""
    rng = np.random.default_rng(seed)
    mesh.add(props.table(1.1, 1.9), (x, y, 0))
    mesh.add(props.desk_lamp(lamp), (x, y + 0.1, 0.74), 90)
    for _ in range(4):
        at = (x + rng.uniform(-0.36, 0.36), y + rng.choice([-1, 1]) * rng.uniform(0.35, 0.75), 0.74)
        stack = Mesh()
        for j in range(int(rng.integers(1, 4))):
            tint = props.BOOKS[rng.integers(len(props.BOOKS))]
            stack.pillow((0, 0, 0.02 + j * 0.036), (0.19, 0.26, 0.034), 0.006, tint, GLOSS)
        mesh.add(stack, at, float(rng.uniform(-30, 30)))
    side = 1 if x < 0 else -1
    mesh.add(props.chair(), (x - side * 0.75, y - 0.4, 0), -90 * side)
    mesh.add(props.chair(), (x - side * 0.72, y + 0.5, 0), -90 * side)


def _desk(mesh: Mesh) -> None:
    """The service desk on the right."""
    mesh.box((2.75, 4.7, 0), (2.95, 7.3, 1.06), props.OAK, GRAIN, 0.15)
    mesh.pillow((2.9, 6.0, 1.08), (0.62, 2.8, 0.05), 0.02, props.WALNUT, GRAIN, 0.15)
    for y in (5.1, 5.9, 6.7):
        mesh.box((2.735, y - 0.3, 0.15), (2.75, y + 0.3, 0.95), props.PALE, GRAIN, 0.4, sides="x")
    mesh.pillow((3.0, 5.35, 1.33), (0.04, 0.5, 0.32), 0.015, (0.08, 0.08, 0.09), GLOSS)
    mesh.pillow((3.02, 5.35, 1.12), (0.16, 0.2, 0.03), 0.01, (0.08, 0.08, 0.09), GLOSS)
    mesh.add(props.desk_lamp(), (2.95, 6.9, 1.105), 90)
    for j, tint in enumerate(props.BOOKS[:5]):
        mesh.pillow((2.9, 6.3, 1.125 + j * 0.036), (0.2, 0.27, 0.034), 0.006, tint, GLOSS)


def _fallen_books(mesh: Mesh) -> None:
    rng = np.random.default_rng(4)
    for _ in range(9):
        book = Mesh()
        tint = props.BOOKS[rng.integers(len(props.BOOKS))]
        book.pillow((0, 0, 0.018), (0.19, 0.26, 0.034), 0.006, tint, GLOSS)
        at = (rng.uniform(-1.7, -0.3), rng.uniform(9.3, 10.6), 0.02)
        mesh.add(book, at, float(rng.uniform(0, 180)))


def _pendants(mesh: Mesh) -> list[Light]:
    lights = []
    for y in (2.4, 5.4, 8.4, 11.4, 14.2):
        for x in (-1.5, 1.5):
            mesh.lathe((x, y, HEIGHT - 0.9), [(0.008, 0), (0.008, 0.9)], (0.2, 0.17, 0.12), PLAIN, 6)
            mesh.ball((x, y, HEIGHT - 1.02), (0.17, 0.17, 0.15), (1.0, 0.90, 0.72), PLAIN, 1.7)
            lights.append(Light((x, y, HEIGHT - 1.25), tuple(4.6 * c for c in LAMP), (0.2, 0.2, 0.1), 4))
    return lights


def build(dressing: str) -> Stage:
    """The library as it looks in the clip before or after training."""
    before = dressing == "before"
    dusk = (0.16, 0.21, 0.36) if before else (0.34, 0.36, 0.48)
    mesh = Mesh()
    _shell(mesh)
    for x in (-2.55, 0.0, 2.55):
        _window(mesh, x, dusk)
    _shelving(mesh)
    _desk(mesh)
    shade = (0.16, 0.46, 0.34) if before else (0.70, 0.42, 0.20)
    spots = ((-1.75, 7.9), (1.85, 9.6), (-1.75, 12.0), (1.85, 12.8))
    for i, (x, y) in enumerate(spots):
        _reading_place(mesh, x, y, 5 + i + 10 * before, shade)
    lights = _pendants(mesh)
    lights += [Light((x, y + 0.1, 1.0), (0.8, 0.62, 0.38), (0.1, 0.1, 0.01), 4) for x, y in spots]
    mesh.add(props.plant(1.4, seed=2), (-2.5, 15.4, 0))
    mesh.add(props.plant(1.3, seed=3), (2.45, 15.4, 0))
    mesh.add(props.plant(1.2, seed=5), (2.5, 8.0, 0))
    art = ((0.80, 0.62, 0.42), (0.90, 0.36, 0.25), (0.20, 0.36, 0.42))
    mesh.add(props.picture(1.2, 0.9, art), (HALF - 0.03, 5.9, 2.2), -90)
    if before:
        _fallen_books(mesh)
        mesh.pillow((-1.72, 8.45, 0.80), (0.32, 0.10, 0.12), 0.03, (0.5, 0.3, 0.2), FABRIC)
    else:
        mesh.add(props.chair(), (-0.35, 7.75, 0), 12)
    key = Light((0.6, 6.6, HEIGHT - 0.35), tuple(17 * c for c in (1.0, 0.86, 0.66)), (0.25, 0.25, 0.05), 8)
    return Stage(mesh, lights, key, (0.02, 0.03, 0.05), (-2.4, 0.4), (3.8, 10.4), reverb_s=0.75)
