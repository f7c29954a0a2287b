# SPDX-License-Identifier: GPL-3.0-or-later
"""Arms, legs and hands: two-bone reach, round tubes, and hand shapes."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from simfilm.mesh import Array, Mesh, Vec, grid_triangles

RING = 12


def unit(v: Array) -> Array:
    """The vector at length one."""
    return np.asarray(v / max(float(np.linalg.norm(v)), 1e-9))


def frame_from(forward: Array, up: Array) -> Array:
    """Rotation whose columns are right, forward and up."""
    f = unit(forward)
    r = unit(np.cross(f, up))
    return np.stack([r, f, np.cross(r, f)], 1)


def reach(root: Array, target: Array, upper: float, lower: float, pole: Array) -> tuple[Array, Array]:
    """Elbow (or knee) and wrist (or ankle) of a two-bone limb reaching for a target."""
    way = target - root
    distance = float(np.clip(np.linalg.norm(way), abs(upper - lower) + 0.02, upper + lower - 0.004))
    along = unit(way)
    cosine = (upper**2 + distance**2 - lower**2) / (2 * upper * distance)
    sideways = unit(pole - along * float(pole @ along))
    bend = np.sqrt(max(0.0, 1 - cosine**2))
    return root + upper * (cosine * along + bend * sideways), root + along * distance


@dataclass
class Soup:
    """Collects the moving triangles of one frame; colours are only needed once."""

    points: list[Array] = field(default_factory=list)
    normals: list[Array] = field(default_factory=list)
    colours: list[Array] = field(default_factory=list)
    faces: list[NDArray[np.int32]] = field(default_factory=list)
    count: int = 0

    def grid(self, points: Array, normals: Array, colour: Array | Vec) -> None:
        """Add a grid of vertices."""
        rows, columns = points.shape[:2]
        self.patch(points.reshape(-1, 3), normals.reshape(-1, 3), colour, grid_triangles(rows, columns))

    def patch(self, points: Array, normals: Array, colour: Array | Vec, faces: NDArray[np.int32]) -> None:
        """Add any patch of triangles."""
        self.points.append(points)
        self.normals.append(normals)
        tint = np.asarray(colour, dtype=float).reshape(-1, np.shape(colour)[-1])
        if tint.shape[1] == 3:
            tint = np.hstack([tint, np.full((len(tint), 1), 0.15)])
        self.colours.append(np.broadcast_to(tint, (len(points), 4)))
        self.faces.append(faces + self.count)
        self.count += len(points)

    def rigid(self, part: Mesh, turn: Array, at: Array, size: float = 1.0) -> None:
        """Add a stiff part, turned and moved."""
        vertices, faces = part.arrays()
        shine = np.where(vertices[:, 9:10] == 4, 0.9, 0.12)
        colour = np.hstack([vertices[:, 6:9], shine])
        self.patch(vertices[:, :3] * size @ turn.T + at, vertices[:, 3:6] @ turn.T, colour, faces)

    def arrays(self) -> tuple[Array, NDArray[np.int32]]:
        """Vertices (position, normal, colour) and triangles."""
        return (
            np.hstack([np.vstack(self.points), np.vstack(self.normals), np.vstack(self.colours)]),
            np.vstack(self.faces),
        )


def bent_path(a: Array, b: Array, c: Array, samples: int = 13) -> Array:
    """A path from a to c past b with a rounded corner."""
    t = np.linspace(0, 1, samples)[:, None]
    first = a + (b - a) * np.minimum(t * 2, 1)
    path = np.where(t <= 0.5, first, b + (c - b) * np.maximum(t * 2 - 1, 0))
    smooth = path.copy()
    for _ in range(2):
        smooth[1:-1] = 0.25 * smooth[:-2] + 0.5 * smooth[1:-1] + 0.25 * smooth[2:]
    return np.asarray(smooth)


def tube(soup: Soup, path: Array, radii: Array, side: Array, colour: Array | Vec, flat: float = 1.0) -> None:
    """A round tube along a path with domed ends."""
    tangent = np.gradient(path, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    dome = np.array([1.0, 0.86, 0.5])
    start = path[0] - tangent[0] * radii[0] * dome[:, None] * 0.9
    end = path[-1] + tangent[-1] * radii[-1] * dome[::-1, None] * 0.9
    spine = np.vstack([start, path, end])
    narrow = np.array([0.05, 0.55, 0.88])
    r = np.concatenate([radii[0] * narrow, radii, radii[-1] * narrow[::-1]])
    along = np.vstack([np.tile(tangent[0], (3, 1)), tangent, np.tile(tangent[-1], (3, 1))])
    across = side - along * (along @ side)[:, None]
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    other = np.cross(along, across)
    angle = np.linspace(0, 2 * np.pi, RING + 1)
    c, s = np.cos(angle)[None, :, None], np.sin(angle)[None, :, None]
    out = across[:, None] * c + other[:, None] * s * flat
    tip = np.array([-1, -0.8, -0.45, *([0] * len(path)), 0.45, 0.8, 1.0])
    normals = out + along[:, None] * tip[:, None, None]
    normals /= np.linalg.norm(normals, axis=2, keepdims=True)
    tint = np.asarray(colour, dtype=float)
    if tint.ndim == 2:
        tint = np.vstack([tint[:1], tint[:1], tint[:1], tint, tint[-1:], tint[-1:], tint[-1:]])
        tint = np.repeat(tint, RING + 1, axis=0)
    soup.grid(spine[:, None] + out * r[:, None, None], normals, tint)


# Finger curl (radians at the knuckle and the middle joint) and spread for each hand shape.
SHAPES = {
    "relaxed": ((0.45, 0.6), (0.5, 0.7), (0.55, 0.75), (0.6, 0.8), 0.04, 0.35),
    "open": ((0.05, 0.1), (0.02, 0.08), (0.05, 0.1), (0.1, 0.15), 0.14, 0.50),
    "fist": ((1.4, 1.6), (1.4, 1.6), (1.4, 1.6), (1.4, 1.6), 0.0, -0.1),
    "point": ((0.05, 0.05), (1.4, 1.6), (1.45, 1.6), (1.5, 1.6), 0.0, 0.1),
    "grip": ((0.7, 1.0), (0.7, 1.0), (0.75, 1.0), (0.8, 1.0), 0.03, 0.5),
}


def _finger(
    soup: Soup, base: Array, length: float, bend: tuple[float, float], splay: float, r: float, skin: Vec
) -> None:
    direction = np.array([np.sin(splay), np.cos(splay), 0.0])
    down = np.array([0, 0, -1.0])
    joint = base + length * 0.52 * (direction * np.cos(bend[0]) + down * np.sin(bend[0]))
    total = bend[0] + bend[1]
    tip = joint + length * 0.48 * (direction * np.cos(total) + down * np.sin(total))
    path = np.stack([base, (base + joint) / 2, joint, (joint + tip) / 2, tip])
    tube(soup, path, np.array([r, r, r * 0.95, r * 0.9, r * 0.8]), np.cross(direction, down), skin)


@cache
def hand_shape(shape: str, skin: tuple[float, float, float], left: bool) -> tuple[Array, NDArray[np.int32]]:
    """A hand: y along the fingers, z the back of the hand, wrist at the origin."""
    *bends, spread, thumb = SHAPES[shape]
    soup = Soup()
    palm = Mesh()
    palm.pillow((0, 0.045, 0), (0.082, 0.098, 0.034), 0.016, skin)
    soup.rigid(palm, np.eye(3), np.zeros(3))
    for k, bend in enumerate(bends):
        x = -0.030 + 0.0200 * k
        length = (0.074, 0.082, 0.077, 0.062)[k]
        _finger(soup, np.array([x, 0.086, 0]), length, bend, spread * (k - 1.5), 0.0108, skin)
    root = np.array([-0.034, 0.025, -0.004])
    way = unit(np.array([-np.sin(0.35 + thumb * 0.8), np.cos(0.35 + thumb * 0.8), -0.35]))
    path = root + way * np.linspace(0, 0.068, 5)[:, None]
    tube(soup, path, np.array([0.014, 0.0135, 0.0125, 0.012, 0.010]), np.array([0, 0, 1.0]), skin)
    vertices, faces = soup.arrays()
    if left:
        vertices[:, 0] *= -1
        vertices[:, 3] *= -1
        faces = faces[:, ::-1]
    return vertices, faces


def hand(
    soup: Soup, wrist: Array, fingers: Array, palm: Array, shape: str, skin: Vec, left: bool, size: float = 1.0
) -> None:
    """Put a hand on a wrist, fingers and palm facing the given ways."""
    vertices, faces = hand_shape(shape, tuple(float(c) for c in skin), left)  # type: ignore[arg-type]
    turn = frame_from(fingers, -palm)
    points = vertices[:, :3] * size @ turn.T + wrist
    soup.patch(points, vertices[:, 3:6] @ turn.T, vertices[:, 6:], faces)
