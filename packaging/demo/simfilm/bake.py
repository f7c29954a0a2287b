# SPDX-License-Identifier: GPL-3.0-or-later
"""Bakes light into a set: direct light with soft shadows plus two bounces, per vertex."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from trimesh import Trimesh
from trimesh.ray.ray_pyembree import RayMeshIntersector

from simfilm.mesh import Array, Mesh

GATHER_RAYS = 160
BOUNCES = 2
BRIGHTEST = 2.5
CHUNK = 400_000
PROBE_STEP = 0.8
PROBE_HEIGHTS = (0.5, 1.5)
AXES = np.array([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1.0]])


@dataclass(frozen=True)
class Light:
    """A glowing ball (or flat disc pattern) that lights the set."""

    at: tuple[float, float, float]
    colour: tuple[float, float, float]
    size: tuple[float, float, float] = (0.1, 0.1, 0.1)
    samples: int = 6


@dataclass
class Stage:
    """A set: its mesh, its lights, and what surrounds it."""

    mesh: Mesh
    lights: list[Light]
    key: Light
    sky: tuple[float, float, float]
    probe_low: tuple[float, float]
    probe_high: tuple[float, float]
    reverb_s: float = 0.4
    cars: list[tuple[float, float]] = field(default_factory=list)


@dataclass
class Baked:
    """A set ready to draw: irradiance per vertex and light probes for the cast."""

    vertices: Array
    triangles: NDArray[np.int32]
    irradiance: Array
    key: Array
    probes: Array
    probe_key: Array


class _Tracer:
    """Casts rays against one mesh in chunks."""

    def __init__(self, vertices: Array, triangles: NDArray[np.int32]) -> None:
        mesh = Trimesh(vertices[:, :3], triangles, process=False, validate=False)
        self._mesh = RayMeshIntersector(mesh, scale_to_box=False)

    def first_hit(self, origins: Array, directions: Array) -> NDArray[np.int64]:
        """Index of the first triangle hit by each ray, or -1."""
        hits = [
            self._mesh.intersects_first(origins[i : i + CHUNK], directions[i : i + CHUNK])
            for i in range(0, len(origins), CHUNK)
        ]
        return np.concatenate(hits)

    def clear(self, origins: Array, targets: Array) -> NDArray[np.bool_]:
        """Whether nothing stands between each origin and its target."""
        way = targets - origins
        # Shoot from the lamp's side so that only blockers nearer than the origin count.
        start = targets
        length = np.linalg.norm(way, axis=1)
        result = np.zeros(len(origins), dtype=bool)
        for i in range(0, len(origins), CHUNK):
            part = slice(i, i + CHUNK)
            direction = -way[part] / length[part, None]
            places, rays, _ = self._mesh.intersects_location(start[part], direction, multiple_hits=False)
            reach = np.full(len(direction), np.inf)
            reach[rays] = np.linalg.norm(places - start[part][rays], axis=1)
            result[part] = reach > length[part] - 0.03
        return result


def _direct(tracer: _Tracer, points: Array, normals: Array, light: Light, seed: int) -> Array:
    """Irradiance from one light (n x 3)."""
    rng = np.random.default_rng(seed)
    total = np.zeros(len(points))
    for _ in range(light.samples):
        offset = rng.normal(size=3)
        place = np.asarray(light.at) + offset / np.linalg.norm(offset) * np.asarray(light.size)
        way = place - points
        distance = np.linalg.norm(way, axis=1)
        cosine = np.einsum("ij,ij->i", way, normals) / np.maximum(distance, 1e-6)
        strength = np.maximum(cosine, 0) / np.maximum(distance, 0.15) ** 2
        useful = np.flatnonzero(strength > 0.002)
        if useful.size == 0:
            continue
        seen = tracer.clear(points[useful], np.broadcast_to(place, (useful.size, 3)))
        total[useful] += strength[useful] * seen
    return np.asarray(total[:, None] / light.samples * np.asarray(light.colour))


def _hemisphere(normals: Array, rays: int, rng: np.random.Generator) -> Array:
    """Cosine-distributed directions around each normal (n x rays x 3)."""
    shape = (len(normals), rays)
    jitter = rng.random((len(normals), 2, 1))
    u = (np.arange(rays) + 0.5)[None, :] / rays
    turn = 2 * np.pi * ((np.arange(rays) * 0.618034)[None, :] + jitter[:, 0])
    r = np.sqrt((u + jitter[:, 1] / rays) % 1.0)
    helper = np.where(np.abs(normals[:, 2:]) < 0.9, [[0, 0, 1.0]], [[1.0, 0, 0]])
    tangent = np.cross(helper, normals)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    other = np.cross(normals, tangent)
    x, y, z = r * np.cos(turn), r * np.sin(turn), np.sqrt(np.maximum(0, 1 - r**2))
    result = x[..., None] * tangent[:, None] + y[..., None] * other[:, None] + z[..., None] * normals[:, None]
    return np.asarray(result.reshape(*shape, 3))


def _gather(tracer: _Tracer, points: Array, normals: Array, outgoing: Array, sky: Array, rays: int) -> Array:
    """Irradiance from what the surroundings send back (n x 3)."""
    rng = np.random.default_rng(7)
    table = np.vstack([outgoing, sky])
    result = np.zeros((len(points), 3))
    batch = max(1, CHUNK // rays)
    for i in range(0, len(points), batch):
        p, n = points[i : i + batch], normals[i : i + batch]
        directions = _hemisphere(n, rays, rng).reshape(-1, 3)
        origins = np.repeat(p, rays, axis=0) + directions * 0.012
        hits = tracer.first_hit(origins, directions)
        result[i : i + batch] = table[hits].reshape(len(p), rays, 3).mean(axis=1)
    return result


def probe_grid(stage: Stage) -> tuple[Array, Array, Array]:
    """Probe positions: x and y coordinates, and all points (nx*ny*heights)."""
    xs = np.arange(stage.probe_low[0], stage.probe_high[0] + 0.01, PROBE_STEP)
    ys = np.arange(stage.probe_low[1], stage.probe_high[1] + 0.01, PROBE_STEP)
    gx, gy, gz = np.meshgrid(xs, ys, PROBE_HEIGHTS, indexing="ij")
    return xs, ys, np.stack([gx, gy, gz], -1).reshape(-1, 3)


def bake(stage: Stage) -> Baked:
    """Compute all light in a set."""
    vertices, triangles = stage.mesh.arrays()
    tracer = _Tracer(vertices, triangles)
    _, _, places = probe_grid(stage)
    points = np.vstack([vertices[:, :3], np.repeat(places, 6, axis=0)])
    normals = np.vstack([vertices[:, 3:6], np.tile(AXES, (len(places), 1))])
    lifted = points + normals * 0.015
    direct = np.zeros((len(points), 3))
    for number, light in enumerate(stage.lights):
        direct += _direct(tracer, lifted, normals, light, number)
    key = _direct(tracer, lifted, normals, stage.key, 99)
    # Lamps light the set as lights; counting their glow again would only add noise.
    albedo = vertices[:, 6:9] ** 2.2
    glow = np.where(vertices[:, 10:11] < 0.9, vertices[:, 10:11], 0.0)
    sky = np.asarray(stage.sky)
    count = len(vertices)
    bounced = np.zeros_like(direct)
    for _ in range(BOUNCES):
        leaving = albedo * ((direct + key + bounced)[:count] / np.pi + glow)
        per_face = np.minimum(leaving[triangles].mean(axis=1), BRIGHTEST)
        bounced = np.pi * _gather(tracer, lifted, normals, per_face, sky, GATHER_RAYS)
    total = direct + bounced
    key_scale = key @ (1 / np.asarray(stage.key.colour)) / 3
    return Baked(
        vertices, triangles, total[:count], key_scale[:count],
        total[count:].reshape(-1, 6, 3), key_scale[count:].reshape(-1, 6),
    )  # fmt: skip
