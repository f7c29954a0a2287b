# SPDX-License-Identifier: GPL-3.0-or-later
"""Small procedural meshes: everything in the film's sets is made of these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Vec = Sequence[float]

PLAIN, PLANKS, CARPET, PLASTER, GLOSS, GRASS, SIDING, FABRIC, SCREEN, GRAIN, PAVING = range(11)


def rotation_z(degrees: float) -> Array:
    """Rotation matrix about the vertical axis."""
    a = np.radians(degrees)
    return np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1.0]])


def rotation_x(degrees: float) -> Array:
    """Rotation matrix about the x axis."""
    a = np.radians(degrees)
    return np.array([[1.0, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]])


def grid_triangles(rows: int, columns: int) -> NDArray[np.int32]:
    """Triangles of a rows x columns grid of vertices."""
    i = np.arange((rows - 1) * columns).reshape(rows - 1, columns)[:, :-1].ravel()
    quads = np.stack([i, i + columns + 1, i + 1, i, i + columns, i + columns + 1], 1)
    return quads.reshape(-1, 3).astype(np.int32)


@dataclass
class Mesh:
    """A triangle mesh whose vertices carry colour, material and emission."""

    parts: list[Array] = field(default_factory=list)
    faces: list[NDArray[np.int32]] = field(default_factory=list)
    count: int = 0

    def surface(
        self,
        points: Array,
        normals: Array,
        triangles: NDArray[np.int32],
        colour: Vec | Array,
        material: int = PLAIN,
        emission: float = 0.0,
    ) -> None:
        """Add vertices and triangles; columns are position, normal, colour, material, glow."""
        p = points.reshape(-1, 3)
        n = normals.reshape(-1, 3)
        n = n / np.maximum(np.linalg.norm(n, axis=1, keepdims=True), 1e-9)
        tint = np.broadcast_to(np.reshape(colour, (-1, 3)), (len(p), 3))
        rest = np.hstack([tint, np.tile([float(material), emission], (len(p), 1))])
        self.parts.append(np.hstack([p, n, rest]))
        self.faces.append(triangles + self.count)
        self.count += len(p)

    def add(self, other: Mesh, at: Vec = (0, 0, 0), yaw: float = 0.0) -> None:
        """Add a copy of another mesh, turned and moved."""
        vertices, triangles = other.arrays()
        turn = rotation_z(yaw)
        moved = vertices.copy()
        moved[:, :3] = vertices[:, :3] @ turn.T + np.asarray(at)
        moved[:, 3:6] = vertices[:, 3:6] @ turn.T
        self.parts.append(moved)
        self.faces.append(triangles + self.count)
        self.count += len(moved)

    def tilt(self, degrees: float) -> Mesh:
        """This mesh turned about the x axis."""
        vertices, triangles = self.arrays()
        turned = vertices.copy()
        matrix = rotation_x(degrees)
        turned[:, :3] = vertices[:, :3] @ matrix.T
        turned[:, 3:6] = vertices[:, 3:6] @ matrix.T
        return Mesh([turned], [triangles], len(turned))

    def arrays(self) -> tuple[Array, NDArray[np.int32]]:
        """All vertices (n x 11) and triangles."""
        return np.vstack(self.parts), np.vstack(self.faces)

    def plane(
        self,
        corner: Vec,
        along_u: Vec,
        along_v: Vec,
        colour: Vec,
        material: int = PLAIN,
        step: float = 0.2,
        emission: float = 0.0,
    ) -> None:
        """A flat rectangle, divided finely enough to carry baked light."""
        o, u, v = (np.asarray(x, dtype=float) for x in (corner, along_u, along_v))
        nu = max(2, int(np.linalg.norm(u) / step) + 2)
        nv = max(2, int(np.linalg.norm(v) / step) + 2)
        s, t = np.meshgrid(np.linspace(0, 1, nu), np.linspace(0, 1, nv), indexing="ij")
        points = o + s[..., None] * u + t[..., None] * v
        normals = np.broadcast_to(np.cross(u, v), points.shape)
        self.surface(points, normals, grid_triangles(nu, nv), colour, material, emission)

    def box(
        self,
        low: Vec,
        high: Vec,
        colour: Vec,
        material: int = PLAIN,
        step: float = 0.35,
        emission: float = 0.0,
        sides: str = "xXyYzZ",
    ) -> None:
        """An axis-aligned box; ``sides`` names the faces to make."""
        (x0, y0, z0), (x1, y1, z1) = low, high
        dx, dy, dz = (x1 - x0, 0, 0), (0, y1 - y0, 0), (0, 0, z1 - z0)
        face = {
            "x": ((x0, y0, z0), dz, dy), "X": ((x1, y0, z0), dy, dz),
            "y": ((x0, y0, z0), dx, dz), "Y": ((x0, y1, z0), dz, dx),
            "z": ((x0, y0, z0), dy, dx), "Z": ((x0, y0, z1), dx, dy),
        }  # fmt: skip
        for side in sides:
            corner, u, v = face[side]
            self.plane(corner, u, v, colour, material, step, emission)

    def pillow(
        self,
        centre: Vec,
        size: Vec,
        radius: float,
        colour: Vec,
        material: int = PLAIN,
        step: float = 0.3,
        emission: float = 0.0,
    ) -> None:
        """A box with rounded edges."""
        half = np.asarray(size, dtype=float) / 2
        r = min(radius, *(half * 0.999))
        core = half - r
        angles = np.radians([-45.0, -22.5, 0.0])
        for axis in range(3):
            u, v = (axis + 1) % 3, (axis + 2) % 3
            for sign in (-1.0, 1.0):
                cu, tu = _rounded_axis(core[u], angles, step)
                cv, tv = _rounded_axis(core[v], angles, step)
                if sign < 0:
                    cu, tu = cu[::-1], tu[::-1]
                gu, gv = np.meshgrid(np.arange(cu.size), np.arange(cv.size), indexing="ij")
                normal = np.zeros((*gu.shape, 3))
                normal[..., axis], normal[..., u], normal[..., v] = sign, tu[gu], tv[gv]
                normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
                point = normal * r
                point[..., axis] += sign * core[axis]
                point[..., u] += cu[gu]
                point[..., v] += cv[gv]
                self.surface(
                    point + np.asarray(centre), normal, grid_triangles(*gu.shape),
                    colour, material, emission,
                )  # fmt: skip

    def lathe(
        self,
        base: Vec,
        profile: Sequence[tuple[float, float]],
        colour: Vec,
        material: int = PLAIN,
        sides: int = 14,
        emission: float = 0.0,
    ) -> None:
        """A body of revolution about a vertical axis; profile is (radius, height)."""
        outline = np.asarray(profile, dtype=float)
        a = np.linspace(0, 2 * np.pi, sides + 1)
        slope = np.gradient(outline, axis=0)
        c, s = np.cos(a)[None, :], np.sin(a)[None, :]
        r, z = outline[:, 0:1], outline[:, 1:2]
        points = np.stack([r * c, r * s, z + 0 * c], -1) + np.asarray(base)
        normals = np.stack([slope[:, 1:2] * c, slope[:, 1:2] * s, -slope[:, 0:1] + 0 * c], -1)
        triangles = grid_triangles(len(outline), sides + 1)[:, ::-1]
        self.surface(points, normals, triangles, colour, material, emission)

    def ball(self, centre: Vec, radii: Vec, colour: Vec, material: int = PLAIN, emission: float = 0.0) -> None:
        """An ellipsoid."""
        theta = np.linspace(0, np.pi, 9)[:, None]
        phi = np.linspace(0, 2 * np.pi, 15)[None, :]
        unit = np.stack([np.sin(theta) * np.cos(phi), np.sin(theta) * np.sin(phi), np.cos(theta) + 0 * phi], -1)
        r = np.asarray(radii, dtype=float)
        triangles = grid_triangles(9, 15)
        self.surface(unit * r + np.asarray(centre), unit / r, triangles, colour, material, emission)


def _rounded_axis(core: float, angles: Array, step: float) -> tuple[Array, Array]:
    """Core offsets and normal slopes across one face of a rounded box."""
    flat = np.linspace(-core, core, max(2, int(2 * core / step) + 2))
    offsets = np.concatenate([[-core] * (len(angles) - 1), flat, [core] * (len(angles) - 1)])
    slopes = np.concatenate([np.tan(angles[:-1]), np.zeros(flat.size), -np.tan(angles[:-1])[::-1]])
    return offsets, slopes
