# SPDX-License-Identifier: GPL-3.0-or-later
"""The house: a living room, and for the buffered clip the street and porch outside."""

from __future__ import annotations

import numpy as np

from simfilm import props
from simfilm.bake import Light, Stage
from simfilm.mesh import (
    CARPET,
    FABRIC,
    GLOSS,
    GRAIN,
    GRASS,
    PAVING,
    PLAIN,
    PLANKS,
    PLASTER,
    SIDING,
    Mesh,
    Vec,
    grid_triangles,
)

HALF, DEPTH, HEIGHT = 2.9, 5.6, 2.6
DOOR_X, DOOR_HALF, DOOR_TOP = 0.0, 0.5, 2.1
TRIM = (0.92, 0.90, 0.85)
WARM = (1.0, 0.78, 0.52)


def _room(mesh: Mesh, wall: Vec, accent: Vec) -> None:
    mesh.plane((-HALF, 0, 0), (2 * HALF, 0, 0), (0, DEPTH, 0), (0.56, 0.38, 0.24), PLANKS, 0.08)
    mesh.plane((-HALF, 0, HEIGHT), (0, DEPTH, 0), (2 * HALF, 0, 0), (0.93, 0.91, 0.87), PLASTER, 0.18)
    mesh.plane((-HALF, 0, 0), (0, DEPTH, 0), (0, 0, HEIGHT), wall, PLASTER, 0.12)
    mesh.plane((HALF, 0, 0), (0, 0, HEIGHT), (0, DEPTH, 0), wall, PLASTER, 0.12)
    mesh.plane((-HALF, DEPTH, 0), (HALF + 1.55, 0, 0), (0, 0, HEIGHT), accent, PLASTER, 0.10)
    mesh.plane((2.5, DEPTH, 0), (HALF - 2.5, 0, 0), (0, 0, HEIGHT), accent, PLASTER, 0.10)
    mesh.plane((1.55, DEPTH, 2.1), (0.95, 0, 0), (0, 0, HEIGHT - 2.1), accent, PLASTER, 0.10)
    for low, high in (((-HALF, 0, 0), (-HALF + 0.02, DEPTH, 0.11)), ((HALF - 0.02, 0, 0), (HALF, DEPTH, 0.11))):
        mesh.box(low, high, TRIM, PLAIN, 0.3, sides="xXZ")
    mesh.box((-HALF, DEPTH - 0.02, 0), (1.5, DEPTH, 0.11), TRIM, PLAIN, 0.3, sides="yZ")


def _front_wall(mesh: Mesh, inner: Vec, outer: Vec) -> None:
    """The wall with the front door: both faces, doorway and frame."""
    left, right = DOOR_X - DOOR_HALF, DOOR_X + DOOR_HALF
    for x0, x1, z0 in ((-HALF, left, 0.0), (right, HALF, 0.0), (left, right, DOOR_TOP)):
        mesh.plane((x0, 0, z0), (0, 0, HEIGHT - z0), (x1 - x0, 0, 0), inner, PLASTER, 0.15)
    for x0, x1, z0 in ((-6.0, left, 0.0), (right, 6.0, 0.0), (left, right, DOOR_TOP)):
        mesh.plane((x0, -0.16, z0 - 0.2), (x1 - x0, 0, 0), (0, 0, 3.2 - z0), outer, SIDING, 0.16)
    for x in (left, right):
        mesh.box((x - 0.06, -0.20, 0), (x + 0.06, 0.04, DOOR_TOP), TRIM, PLAIN, 0.2)
    mesh.box((left - 0.06, -0.20, DOOR_TOP), (right + 0.06, 0.04, DOOR_TOP + 0.1), TRIM, PLAIN, 0.2)
    mesh.box((left, -0.2, -0.02), (right, 0.02, 0.012), (0.35, 0.30, 0.26), GRAIN, 0.2)


def door_leaf() -> Mesh:
    """The front door, hinged on the z axis, reaching towards +x when shut."""
    mesh = Mesh()
    colour = (0.20, 0.34, 0.38)
    mesh.pillow((0.44, 0, 1.04), (0.86, 0.045, 2.04), 0.01, colour, GLOSS, 0.3)
    for x in (0.26, 0.62):
        for z, tall in ((0.55, 0.7), (1.35, 0.6)):
            for y in (-0.026, 0.026):
                mesh.pillow((x, y, z), (0.27, 0.012, tall), 0.005, tuple(c * 1.25 for c in colour), GLOSS)
    mesh.pillow((0.44, -0.024, 1.84), (0.56, 0.012, 0.20), 0.005, (1.0, 0.84, 0.58), GLOSS, emission=0.5)
    for y in (-0.07, 0.07):
        mesh.ball((0.80, y, 1.0), (0.035, 0.035, 0.035), (0.78, 0.64, 0.36), GLOSS)
    return mesh


def _kitchen(mesh: Mesh) -> None:
    """A glimpse of the kitchen through the doorway at the back."""
    mesh.plane((1.0, DEPTH, 0), (2.2, 0, 0), (0, 2.0, 0), (0.78, 0.74, 0.66), PLAIN, 0.2)
    mesh.plane((1.0, DEPTH + 2.0, 0), (2.2, 0, 0), (0, 0, HEIGHT), (0.86, 0.82, 0.66), PLASTER, 0.2)
    mesh.plane((1.0, DEPTH, 0), (0, 2.0, 0), (0, 0, HEIGHT), (0.86, 0.82, 0.66), PLASTER, 0.2)
    mesh.plane((3.2, DEPTH, 0), (0, 0, HEIGHT), (0, 2.0, 0), (0.86, 0.82, 0.66), PLASTER, 0.2)
    mesh.plane((1.0, DEPTH, HEIGHT), (0, 2.0, 0), (2.2, 0, 0), (0.9, 0.9, 0.86), PLASTER, 0.3)
    mesh.pillow((2.0, DEPTH + 1.7, 0.45), (1.6, 0.55, 0.9), 0.02, (0.38, 0.52, 0.50), GRAIN, 0.2)
    mesh.pillow((2.0, DEPTH + 1.68, 0.92), (1.64, 0.6, 0.05), 0.02, props.PALE, GRAIN, 0.2)
    mesh.pillow((2.0, DEPTH + 1.8, 1.75), (1.5, 0.32, 0.6), 0.02, (0.38, 0.52, 0.50), GRAIN, 0.2)
    for x in (1.49, 2.56):
        mesh.box((x - 0.06, DEPTH - 0.03, 0), (x + 0.06, DEPTH + 0.1, 2.15), TRIM, PLAIN, 0.2)
    mesh.box((1.43, DEPTH - 0.03, 2.08), (2.62, DEPTH + 0.1, 2.19), TRIM, PLAIN, 0.2)


def _room_window(mesh: Mesh, curtain: Vec) -> None:
    """A window with curtains on the right wall."""
    x, y, w = HALF - 0.02, 2.5, 0.62
    mesh.box((x - 0.01, y - w, 0.95), (x, y + w, 2.05), (0.10, 0.14, 0.28), PLAIN, 0.3, 0.35, "x")
    for fy in (-w, 0, w):
        mesh.box((x - 0.05, y + fy - 0.03, 0.95), (x, y + fy + 0.03, 2.05), TRIM, PLAIN, 0.3)
    for z in (0.93, 2.05):
        mesh.box((x - 0.06, y - w, z - 0.03), (x, y + w, z + 0.03), TRIM, PLAIN, 0.3)
    for side in (-1, 1):
        for k in range(6):
            at = (x - 0.08, y + side * (w - 0.02 + k * 0.07), 1.28)
            mesh.pillow(at, (0.09, 0.085, 1.86), 0.04, curtain, FABRIC, 0.2)
    mesh.lathe((x - 0.1, y - 1.15, 2.24), [(0.01, 0.0), (0.01, 0.001)], (0.3, 0.3, 0.3))
    mesh.pillow((x - 0.1, y, 2.24), (0.025, 2.3, 0.025), 0.01, (0.3, 0.26, 0.2), GLOSS)


def _furnish(mesh: Mesh, fabric: Vec, cushion: Vec, rug: Vec, mirror: bool) -> None:
    mesh.pillow((0.1, 3.5, 0.0), (3.2, 2.3, 0.03), 0.012, rug, CARPET, 0.07)
    mesh.pillow((0.1, 3.5, 0.004), (2.9, 2.0, 0.03), 0.012, tuple(np.clip(np.asarray(rug) * 1.35, 0, 1)), CARPET, 0.07)
    mesh.add(props.sofa(1.7, fabric, cushion), (0.25, 4.95, 0))
    mesh.add(props.armchair(cushion), (-2.15, 4.6, 0), 48)
    mesh.add(props.floor_lamp(), (-1.52, 5.25, 0))
    mesh.add(props.television(), (-HALF + 0.26, 2.7, 0), 90)
    mesh.add(props.bookcase(0.9, 1.75, 5, props.PALE, double=False), (2.86, 4.75, 0), -90)
    mesh.add(props.table(0.5, 0.5, 0.52, props.PALE), (2.45, 3.75, 0))
    mesh.add(props.plant(1.0, seed=7), (2.45, 0.5, 0))
    mesh.ball((2.45, 3.75, 0.60), (0.09, 0.09, 0.09), (0.85, 0.55, 0.35), GLOSS)
    art = [
        ((0.86, 0.78, 0.60), (0.90, 0.50, 0.30), (0.30, 0.46, 0.48)),
        ((0.50, 0.64, 0.72), (0.95, 0.86, 0.60), (0.24, 0.38, 0.36)),
    ]
    if mirror:
        art.reverse()
    mesh.add(props.picture(0.85, 0.65, art[0]), (-0.25, DEPTH - 0.03, 1.62))
    mesh.add(props.picture(0.46, 0.56, art[1]), (0.62, DEPTH - 0.03, 1.66))
    mesh.add(props.picture(0.5, 0.4, art[1]), (-HALF + 0.03, 4.3, 1.6), 90)
    mesh.add(props.picture(0.4, 0.5, art[0]), (-HALF + 0.03, 1.2, 1.55), 90)
    mesh.box((-2.9, 0.02, 1.5), (-0.9, 0.10, 1.56), props.WALNUT, GRAIN, 0.3)
    mesh.lathe((0.1, 2.9, HEIGHT - 0.10), [(0.26, 0.0), (0.24, 0.09)], (1.0, 0.94, 0.80), PLAIN, 18, 1.3)
    mesh.lathe((0.1, 2.9, HEIGHT - 0.10), [(0.0, 0.0), (0.26, 0.0)], (1.0, 0.94, 0.80), PLAIN, 18, 1.3)


def _porch(mesh: Mesh) -> None:
    white = (0.88, 0.87, 0.84)
    mesh.box((-1.9, -2.2, -0.16), (1.9, -0.16, -0.005), (0.48, 0.42, 0.36), GRAIN, 0.12)
    mesh.box((-0.8, -2.6, -0.3), (0.8, -2.2, -0.14), (0.55, 0.54, 0.52), PAVING, 0.12)
    mesh.box((-2.1, -2.4, 2.55), (2.1, -0.16, 2.72), white, PLAIN, 0.2)
    for x in (-1.78, 1.78):
        mesh.box((x - 0.08, -2.16, -0.1), (x + 0.08, -2.0, 2.55), white, PLAIN, 0.2)
        mesh.box((min(x, x * 0.45), -2.12, 0.72), (max(x, x * 0.45), -2.05, 0.80), white, PLAIN, 0.2)
        for k in range(8):
            px = x * (0.45 + 0.55 * k / 7)
            mesh.box((px - 0.02, -2.1, -0.02), (px + 0.02, -2.06, 0.74), white, PLAIN, 0.4)
    mesh.box((-6.4, -0.6, 2.95), (6.4, 0.3, 3.08), (0.30, 0.25, 0.24), PLAIN, 0.25)
    roof = Mesh()
    roof.plane((-6.4, 0, 0), (12.8, 0, 0), (0, 4.5, 2.4), (0.34, 0.27, 0.26), SIDING, 0.4)
    mesh.add(roof, (0, -0.6, 3.05))
    mesh.ball((0.78, -0.26, 1.95), (0.07, 0.07, 0.11), (1, 0.88, 0.65), PLAIN, 1.8)
    mesh.pillow((0.78, -0.2, 2.07), (0.12, 0.14, 0.03), 0.01, (0.12, 0.12, 0.12), GLOSS)
    mesh.add(props.plant(1.0, seed=9), (-1.35, -0.6, -0.01))
    for x in (-4.0, 3.6):
        mesh.box((x - 0.75, -0.20, 0.9), (x + 0.75, -0.17, 2.1), (1.0, 0.74, 0.42), PLAIN, 0.3, 0.42, "y")
        for fx in (-0.78, 0.0, 0.78):
            mesh.box((x + fx - 0.04, -0.24, 0.85), (x + fx + 0.04, -0.16, 2.15), TRIM, PLAIN, 0.3)
        for z in (0.86, 1.5, 2.12):
            mesh.box((x - 0.8, -0.24, z - 0.03), (x + 0.8, -0.16, z + 0.03), TRIM, PLAIN, 0.3)


def _garden(mesh: Mesh) -> None:
    mesh.plane((-40, -11.6, -0.32), (80, 0, 0), (0, 44, 0), (0.30, 0.42, 0.24), GRASS, 0.5)
    mesh.box((-0.75, -11.6, -0.33), (0.75, -2.4, -0.29), (0.62, 0.60, 0.57), PAVING, 0.15, sides="xXyZ")
    mesh.box((-40, -13.9, -0.33), (40, -11.6, -0.28), (0.60, 0.59, 0.57), PAVING, 0.22, sides="yYZ")
    mesh.box((-40, -34, -0.42), (40, -13.9, -0.31), (0.20, 0.21, 0.23), PLAIN, 0.35, sides="Z")
    rng = np.random.default_rng(8)
    for k in range(20):
        x = (-1 if k % 2 else 1) * (2.5 + 0.36 * (k // 2))
        s = rng.uniform(0.38, 0.5)
        at = (x, -0.75 + rng.uniform(-0.1, 0.1), 0.0)
        green = tuple(np.array([0.22, 0.38, 0.22]) * rng.uniform(0.85, 1.2))
        mesh.ball(at, (s, s, s * 1.05), green, GRASS)
    for k in range(7):
        for x in (-1.15, 1.15):
            mesh.lathe((x, -3.4 - k * 1.25, -0.32), [(0.02, 0), (0.02, 0.28)], (0.1, 0.1, 0.1), PLAIN, 6)
            mesh.ball((x, -3.4 - k * 1.25, 0.0), (0.055, 0.055, 0.04), (1, 0.85, 0.55), PLAIN, 1.4)
    for k, (x, y) in enumerate(((-4.6, -5.0), (5.2, -7.4), (-6.5, -10.2), (8.2, -3.2), (9.5, -10.6), (-9.0, -3.0))):
        mesh.add(props.tree(3.4 + 0.3 * (k % 3), k), (x, y, -0.32))
    mesh.add(props.patrol_car(), (-5.9, -15.3, -0.31), 90)
    mesh.add(props.patrol_car(), (3.4, -15.3, -0.31), 90)


def _sky(mesh: Mesh) -> None:
    """A dome with the last light low over the roofs."""
    rows, columns, radius = 20, 25, 40.0
    h, a = np.meshgrid(np.linspace(-0.02, np.pi / 2, rows), np.linspace(0, 2 * np.pi, columns), indexing="ij")
    outward = np.stack([np.cos(h) * np.cos(a), np.cos(h) * np.sin(a), np.sin(h)], -1)
    low = np.clip(1 - h / 0.62, 0, 1)[..., None]
    tint = np.array([0.13, 0.19, 0.38]) * (1.0 - 0.25 * h[..., None]) + np.array([0.46, 0.22, 0.06]) * low**2.4
    mesh.surface(
        outward * radius + (0, -8, 0), -outward, grid_triangles(rows, columns),
        tint.reshape(-1, 3), PLAIN, 0.85,
    )  # fmt: skip


def _neighbours(mesh: Mesh) -> None:
    for x, tint in ((-13.5, (0.52, 0.46, 0.44)), (13.5, (0.42, 0.47, 0.52))):
        mesh.box((x - 4, -1.5, -0.3), (x + 4, 5, 3.0), tint, SIDING, 0.6)
        mesh.box((x - 4.3, -1.8, 3.0), (x + 4.3, 5.3, 3.2), (0.26, 0.22, 0.22), PLAIN, 0.8)
        for wx in (-2.2, 0.4, 2.4):
            mesh.box((x + wx - 0.55, -1.53, 0.9), (x + wx + 0.55, -1.51, 2.1), (1.0, 0.72, 0.40), PLAIN, 0.4, 0.36, "y")
    for x in (-7.5, 7.0):
        mesh.lathe((x, -14.2, -0.3), [(0.09, 0), (0.06, 4.6)], (0.16, 0.17, 0.18), PLAIN, 8)
        mesh.ball((x, -14.2, 4.4), (0.22, 0.22, 0.16), (1.0, 0.86, 0.62), PLAIN, 2.0)


def build(dressing: str) -> Stage:
    """The house as it looks in the clip before or after training."""
    after = dressing == "after"
    wall, accent = ((0.84, 0.80, 0.72), (0.55, 0.66, 0.62)) if after else ((0.86, 0.79, 0.68), (0.72, 0.47, 0.38))
    mesh = Mesh()
    _room(mesh, wall, accent)
    _front_wall(mesh, wall, (0.66, 0.70, 0.72))
    _kitchen(mesh)
    _room_window(mesh, (0.80, 0.62, 0.40) if after else (0.34, 0.42, 0.46))
    if after:
        _furnish(mesh, (0.80, 0.70, 0.56), (0.78, 0.42, 0.28), (0.36, 0.40, 0.42), False)
    else:
        _furnish(mesh, (0.30, 0.42, 0.50), (0.86, 0.66, 0.34), (0.48, 0.28, 0.24), True)
    lights = [
        Light((-1.52, 5.2, 1.62), tuple(2.6 * c for c in WARM), (0.12, 0.12, 0.1), 8),
        Light((2.0, DEPTH + 0.9, 2.3), (4.0, 3.6, 2.8), (0.2, 0.2, 0.05), 6),
        Light((-2.2, 2.7, 0.9), (0.25, 0.42, 0.8), (0.05, 0.4, 0.25), 6),
        Light((-0.4, 0.9, 2.35), tuple(1.6 * c for c in WARM), (0.3, 0.3, 0.1), 6),
    ]
    low = (-2.4, 0.2)
    sky: Vec = (0.03, 0.04, 0.09)
    if after:
        _porch(mesh)
        _garden(mesh)
        _neighbours(mesh)
        _sky(mesh)
        lights += _street_lights()
        low, sky = (-4.8, -15.8), (0.10, 0.14, 0.30)
    key = Light((0.1, 2.7, HEIGHT - 0.2), tuple(8.0 * c for c in (1.0, 0.84, 0.62)), (0.24, 0.24, 0.04), 8)
    return Stage(mesh, lights, key, tuple(sky), low, (2.6, 5.2), reverb_s=0.38)


def _street_lights() -> list[Light]:
    lights = [Light((0.78, -0.5, 1.95), tuple(1.9 * c for c in WARM), (0.1, 0.1, 0.1), 6)]
    lights += [Light((x, -13.9, 4.1), (22.0, 16.0, 9.5), (0.15, 0.15, 0.1), 6) for x in (-7.5, 7.0)]
    lights += [Light((x, -0.9, 1.5), (2.4, 1.7, 0.9), (0.5, 0.05, 0.4), 4) for x in (-4.0, 3.6)]
    for k in range(7):
        lights += [Light((x, -3.4 - k * 1.25, 0.08), (0.16, 0.12, 0.07), (0.03, 0.03, 0.01), 2) for x in (-1.15, 1.15)]
    return lights
