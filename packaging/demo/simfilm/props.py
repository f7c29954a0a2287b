# SPDX-License-Identifier: GPL-3.0-or-later
"""Furniture and objects shared by the sets."""

from __future__ import annotations

import numpy as np

from simfilm.mesh import FABRIC, GLOSS, GRAIN, GRASS, PLAIN, SCREEN, Mesh, Vec, grid_triangles

WALNUT = (0.40, 0.26, 0.17)
OAK = (0.64, 0.46, 0.29)
PALE = (0.80, 0.66, 0.48)
BOOKS = (
    (0.62, 0.20, 0.18), (0.16, 0.34, 0.47), (0.83, 0.62, 0.26), (0.25, 0.43, 0.33),
    (0.86, 0.80, 0.68), (0.38, 0.24, 0.40), (0.77, 0.42, 0.26), (0.22, 0.24, 0.33),
    (0.45, 0.56, 0.62), (0.55, 0.15, 0.25),
)  # fmt: skip


def book_row(length: float, seed: int, depth: float = 0.2, height: float = 0.27) -> Mesh:
    """A row of books along x, spines facing -y; the row starts at the origin."""
    rng = np.random.default_rng(seed)
    mesh = Mesh()
    x = 0.0
    before = 0.0
    tint = BOOKS[rng.integers(len(BOOKS))]
    while x < length - 0.05:
        if rng.random() < 0.07:
            x += rng.uniform(0.06, 0.22)
            before = 0.0
            continue
        if rng.random() < 0.45:
            tint = BOOKS[rng.integers(len(BOOKS))]
        width = min(rng.uniform(0.035, 0.08), length - x)
        shade = np.clip(np.asarray(tint) * rng.uniform(0.8, 1.15), 0, 1)
        tall = height * rng.uniform(0.72, 1.0)
        inset = rng.uniform(0.0, 0.03)
        sides = ("x" if tall > before + 0.02 else "") + "XyZ"
        before = tall
        mesh.box((x, inset, 0), (x + width - 0.004, depth, tall), tuple(shade), GLOSS, 9, sides=sides)
        if rng.random() < 0.35:
            band = tall * rng.uniform(0.65, 0.8)
            mesh.box(
                (x, inset - 0.002, band), (x + width - 0.004, inset, band + 0.02),
                (0.9, 0.82, 0.6), PLAIN, 9, sides="y",
            )  # fmt: skip
        x += width
    return mesh


def bookcase(width: float, height: float, seed: int, colour: Vec = OAK, double: bool = True) -> Mesh:
    """A bookcase along x, centred on the origin, books facing -y (and +y if double)."""
    mesh = Mesh()
    depth = 0.30
    half = width / 2
    back = depth if double else 0.03
    for x in (-half, half - 0.04):
        mesh.box((x, -depth, 0), (x + 0.04, back, height), colour, GRAIN, 0.25)
    mesh.box((-half, -depth, height), (half, back, height + 0.04), colour, GRAIN, 0.25)
    mesh.box((-half, -depth, 0), (half, back, 0.10), colour, GRAIN, 0.25)
    mesh.box((-half, -0.01, 0.1), (half, 0.01, height), colour, GRAIN, 0.25, sides="yY")
    shelves = int((height - 0.15) / 0.36)
    gap = (height - 0.10) / shelves
    for i in range(shelves):
        z = 0.10 + i * gap
        mesh.box((-half + 0.04, -depth, z), (half - 0.04, back, z + 0.025), colour, GRAIN, 0.3)
        row = book_row(width - 0.1, seed * 31 + i)
        mesh.add(row, (-half + 0.05, -depth + 0.04, z + 0.025))
        if double:
            mesh.add(book_row(width - 0.1, seed * 31 + i + 500), (half - 0.05, depth - 0.04, z + 0.025), 180)
    return mesh


def table(width: float, depth: float, height: float = 0.74, colour: Vec = OAK) -> Mesh:
    """A table centred on the origin."""
    mesh = Mesh()
    mesh.pillow((0, 0, height - 0.025), (width, depth, 0.05), 0.02, colour, GRAIN, 0.12)
    w, d = width / 2 - 0.08, depth / 2 - 0.08
    mesh.box((-w, -d, height - 0.12), (w, d, height - 0.05), colour, GRAIN, 0.4, sides="xXyY")
    for x in (-1, 1):
        for y in (-1, 1):
            at = (x * (width / 2 - 0.09), y * (depth / 2 - 0.09), height / 2 - 0.025)
            mesh.pillow(at, (0.06, 0.06, height - 0.05), 0.015, colour, GRAIN, 0.25)
    return mesh


def chair(colour: Vec = WALNUT, seat: Vec = (0.30, 0.46, 0.44)) -> Mesh:
    """A chair facing -y, seat centre over the origin."""
    mesh = Mesh()
    mesh.pillow((0, 0, 0.44), (0.44, 0.43, 0.06), 0.025, seat, FABRIC, 0.12)
    for x in (-0.18, 0.18):
        mesh.pillow((x, -0.17, 0.21), (0.04, 0.04, 0.42), 0.012, colour, GRAIN)
        mesh.pillow((x, 0.19, 0.45), (0.04, 0.04, 0.90), 0.012, colour, GRAIN)
    for z in (0.62, 0.84):
        mesh.pillow((0, 0.19, z), (0.40, 0.03, 0.10), 0.012, colour, GRAIN)
    return mesh


def desk_lamp(shade: Vec = (0.16, 0.46, 0.34)) -> Mesh:
    """A reading lamp with a glowing glass shade."""
    mesh = Mesh()
    mesh.lathe((0, 0, 0), [(0.0, 0.03), (0.075, 0.025), (0.085, 0.0)][::-1], (0.72, 0.58, 0.30), GLOSS)
    mesh.lathe((0, 0, 0.02), [(0.012, 0), (0.012, 0.30)], (0.72, 0.58, 0.30), GLOSS, 8)
    mesh.pillow((0, 0, 0.36), (0.34, 0.15, 0.11), 0.055, shade, GLOSS, emission=0.35)
    mesh.pillow((0, 0, 0.305), (0.29, 0.11, 0.012), 0.005, (1.0, 0.93, 0.75), PLAIN, emission=1.6)
    return mesh


def floor_lamp(shade: Vec = (0.98, 0.86, 0.66)) -> Mesh:
    """A standing lamp with a drum shade."""
    mesh = Mesh()
    mesh.lathe((0, 0, 0), [(0.15, 0.0), (0.15, 0.02), (0.02, 0.04), (0.014, 1.35)], (0.22, 0.20, 0.19), GLOSS, 12)
    mesh.lathe((0, 0, 1.30), [(0.21, 0.0), (0.15, 0.32)], shade, FABRIC, 18, emission=1.0)
    mesh.lathe((0, 0, 1.62), [(0.15, 0.0), (0.0, 0.0)], (1, 0.95, 0.8), PLAIN, 18, emission=1.5)
    return mesh


def plant(height: float = 1.1, pot: Vec = (0.78, 0.44, 0.32), seed: int = 1) -> Mesh:
    """A leafy plant in a pot."""
    rng = np.random.default_rng(seed)
    mesh = Mesh()
    mesh.lathe((0, 0, 0), [(0.14, 0), (0.19, 0.34), (0.20, 0.36), (0.17, 0.36), (0.0, 0.33)], pot, PLAIN, 14)
    for i in range(16):
        turn = i * 2.4 + rng.uniform(-0.2, 0.2)
        reach = rng.uniform(0.12, 0.34)
        top = rng.uniform(0.5, 1.0) * (height - 0.35) + 0.35
        s = np.linspace(0, 1, 7)
        rise = 0.33 + (top - 0.33) * np.sin(s * 1.9) / np.sin(1.9)
        spine = np.stack([reach * s**1.5 * np.cos(turn), reach * s**1.5 * np.sin(turn), rise], 1)
        side = np.array([-np.sin(turn), np.cos(turn), 0]) * 0.055
        wide = np.sin(np.pi * np.clip(s * 0.95 + 0.04, 0, 1))[:, None]
        points = np.stack([spine - side * wide, spine + side * wide], 1)
        normal = np.broadcast_to([np.cos(turn) * 0.5, np.sin(turn) * 0.5, 0.8], points.shape)
        green = np.array([0.22, 0.45, 0.24]) * rng.uniform(0.8, 1.3)
        mesh.surface(points, normal, grid_triangles(7, 2), tuple(green), FABRIC)
    return mesh


def picture(width: float, height: float, hues: tuple[Vec, Vec, Vec], frame: Vec = WALNUT) -> Mesh:
    """A framed abstract landscape on a wall; faces -y, centred on the origin."""
    mesh = Mesh()
    w, h = width / 2, height / 2
    mesh.pillow((0, 0.0, 0), (width, 0.04, height), 0.012, frame, GLOSS, 0.3)
    mesh.box((-w + 0.04, -0.024, -h + 0.04), (w - 0.04, -0.022, h - 0.04), (0.93, 0.91, 0.86), PLAIN, 0.5, sides="y")
    sky, hill, ground = hues
    iw, ih = w * 0.68, h * 0.66
    mesh.box((-iw, -0.028, -ih), (iw, -0.026, ih), sky, PLAIN, 0.5, sides="y")
    mesh.box((-iw, -0.031, -ih), (iw, -0.03, -ih * 0.25), ground, PLAIN, 0.5, sides="y")
    mesh.ball((iw * 0.3, -0.028, ih * 0.25), (ih * 0.32, 0.004, ih * 0.32), hill)
    return mesh


def sofa(width: float, colour: Vec, cushion: Vec) -> Mesh:
    """A two-seat sofa facing -y, seat centre over the origin."""
    mesh = Mesh()
    w = width / 2
    mesh.pillow((0, 0.05, 0.20), (width, 0.86, 0.22), 0.05, colour, FABRIC, 0.12)
    for side in (-1, 1):
        mesh.pillow((side * w / 2 * 0.98, -0.03, 0.37), (width / 2 - 0.02, 0.74, 0.18), 0.07, colour, FABRIC, 0.10)
        mesh.pillow((side * w / 2 * 0.98, 0.36, 0.66), (width / 2 - 0.03, 0.22, 0.46), 0.09, colour, FABRIC, 0.10)
        mesh.pillow((side * (w + 0.09), 0.04, 0.34), (0.20, 0.88, 0.52), 0.09, colour, FABRIC, 0.12)
        for y in (-0.3, 0.4):
            mesh.lathe((side * (w - 0.02), y, 0), [(0.018, 0), (0.028, 0.10)], WALNUT, GRAIN, 8)
    mesh.pillow((0, 0.47, 0.48), (width + 0.1, 0.12, 0.70), 0.06, colour, FABRIC, 0.14)
    pillow = Mesh()
    pillow.pillow((0, 0, 0), (0.40, 0.13, 0.38), 0.06, cushion, FABRIC, 0.12)
    mesh.add(pillow.tilt(-14), (-w + 0.26, 0.20, 0.64), -12)
    return mesh


def armchair(colour: Vec) -> Mesh:
    """An armchair facing -y."""
    mesh = Mesh()
    mesh.pillow((0, 0, 0.30), (0.66, 0.70, 0.30), 0.08, colour, FABRIC, 0.12)
    mesh.pillow((0, 0.34, 0.62), (0.66, 0.18, 0.62), 0.08, colour, FABRIC, 0.12)
    for side in (-1, 1):
        mesh.pillow((side * 0.38, 0.03, 0.40), (0.16, 0.74, 0.34), 0.07, colour, FABRIC, 0.12)
        for y in (-0.28, 0.32):
            mesh.lathe((side * 0.34, y, 0), [(0.016, 0), (0.026, 0.16)], WALNUT, GRAIN, 8)
    return mesh


def television(width: float = 1.1) -> Mesh:
    """A television on a low cabinet, screen facing -y."""
    mesh = Mesh()
    mesh.pillow((0, 0.0, 0.26), (width + 0.4, 0.40, 0.42), 0.02, WALNUT, GRAIN, 0.2)
    for x in (-0.38, 0.38):
        mesh.box((x - 0.33, -0.207, 0.10), (x + 0.33, -0.203, 0.42), OAK, GRAIN, 0.5, sides="y")
    mesh.pillow((0, 0.02, 0.51), (0.4, 0.2, 0.02), 0.01, (0.07, 0.07, 0.08), GLOSS)
    mesh.pillow((0, 0.04, 0.86), (width, 0.05, width * 0.58), 0.015, (0.06, 0.06, 0.07), GLOSS, 0.3)
    half = width / 2 - 0.025
    mesh.box(
        (-half, 0.012, 0.86 - half * 0.55), (half, 0.014, 0.86 + half * 0.55), (0.35, 0.55, 0.8), SCREEN, 0.3, 0.7, "y"
    )
    return mesh


def patrol_car() -> Mesh:
    """A plain patrol car along y, nose towards +y."""
    mesh = Mesh()
    dark, light = (0.10, 0.12, 0.17), (0.86, 0.87, 0.88)
    mesh.pillow((0, 0, 0.62), (1.80, 4.7, 0.62), 0.20, dark, GLOSS, 0.3)
    mesh.pillow((0, -0.25, 0.66), (1.83, 1.9, 0.50), 0.10, light, GLOSS, 0.3)
    mesh.pillow((0, -0.35, 1.12), (1.52, 2.5, 0.66), 0.28, light, GLOSS, 0.3)
    mesh.pillow((0, -0.35, 1.16), (1.56, 2.2, 0.34), 0.10, (0.06, 0.08, 0.11), GLOSS, 0.4)
    mesh.pillow((0, -0.35, 1.17), (1.2, 2.54, 0.30), 0.10, (0.06, 0.08, 0.11), GLOSS, 0.4)
    mesh.pillow((-0.32, -0.30, 1.50), (0.5, 0.24, 0.10), 0.04, (0.20, 0.32, 0.85), GLOSS, emission=0.25)
    mesh.pillow((0.32, -0.30, 1.50), (0.5, 0.24, 0.10), 0.04, (0.80, 0.16, 0.16), GLOSS, emission=0.25)
    for x in (-0.82, 0.82):
        for y in (-1.45, 1.45):
            mesh.ball((x, y, 0.34), (0.12, 0.34, 0.34), (0.05, 0.05, 0.06))
            mesh.ball((x * 1.10, y, 0.34), (0.04, 0.2, 0.2), (0.6, 0.6, 0.62), GLOSS)
        mesh.pillow((x * 0.75, 2.34, 0.70), (0.34, 0.06, 0.14), 0.03, (1, 0.97, 0.88), PLAIN, emission=1.2)
        mesh.pillow((x * 0.80, -2.34, 0.72), (0.30, 0.06, 0.12), 0.03, (0.9, 0.12, 0.10), PLAIN, emission=0.6)
    return mesh


def tree(height: float, seed: int) -> Mesh:
    """A rounded tree."""
    rng = np.random.default_rng(seed)
    mesh = Mesh()
    mesh.lathe((0, 0, 0), [(0.16, 0), (0.10, height * 0.55)], (0.30, 0.22, 0.17), PLAIN, 8)
    for _ in range(7):
        at = rng.normal(size=3) * (0.45, 0.45, 0.4) + (0, 0, height * 0.75)
        size = rng.uniform(0.55, 0.95)
        mesh.ball(
            tuple(at), (size, size, size * 0.85), tuple(np.array([0.24, 0.36, 0.24]) * rng.uniform(0.8, 1.2)), GRASS
        )
    return mesh
