# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws one frame with OpenGL, off screen: set, cast, shadows and lens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import moderngl
import numpy as np
from numpy.typing import NDArray

from simfilm import shaders
from simfilm.bake import PROBE_STEP, Baked, Stage, probe_grid
from simfilm.mesh import Array

WIDTH, HEIGHT = 960, 540
INNER = (1088, 612)
SHADOW_SIZE = 640
# Multisampling is slow in software; a pass over the finished picture smooths the edges.
SAMPLES = 0
FIELD_OF_VIEW = 71.0
BARREL = 0.14
GRAIN = 0.006
MAX_BLOBS = 20
CELL = 1.6
SHADOW_REACH = 1.3
OUTER_HALF_ANGLE = 58.0
FOG = (0.012, 0.013, 0.016)


@dataclass
class Body:
    """Triangles of one moving thing, and where to take its ambient light."""

    vertices: Array
    triangles: NDArray[np.int32]
    place: tuple[float, float]
    floor: float = 0.0
    casts_shadow: bool = True


@dataclass
class View:
    """The camera for one frame."""

    eye: Array
    forward: Array
    up: Array


def perspective(fov_y: float, aspect: float, near: float, far: float) -> Array:
    """OpenGL projection matrix."""
    f = 1 / np.tan(np.radians(fov_y) / 2)
    matrix = np.zeros((4, 4))
    matrix[0, 0], matrix[1, 1] = f / aspect, f
    matrix[2, 2], matrix[2, 3] = (far + near) / (near - far), 2 * far * near / (near - far)
    matrix[3, 2] = -1
    return matrix


def look_at(eye: Array, forward: Array, up: Array) -> Array:
    """World-to-camera matrix."""
    back = -forward / np.linalg.norm(forward)
    right = np.cross(up, back)
    right /= np.linalg.norm(right)
    matrix = np.eye(4)
    matrix[:3, :3] = np.stack([right, np.cross(back, right), back])
    matrix[:3, 3] = -matrix[:3, :3] @ eye
    return matrix


def _give(program: moderngl.Program, name: str, value: object) -> None:
    """Set a uniform if the program has kept it."""
    if name in program:
        program[name] = value


def _bytes(matrix: Array) -> bytes:
    return matrix.T.astype("f4").tobytes()


class Renderer:
    """Holds one set on the graphics side and draws frames of it."""

    def __init__(self, stage: Stage, baked: Baked) -> None:
        self._gl = moderngl.create_context(standalone=True, backend="egl")
        self._stage = stage
        self._baked = baked
        self._xs, self._ys, _ = probe_grid(stage)
        self._build_programs()
        self._build_set(baked)
        self._build_targets()
        self._bodies: dict[int, tuple[moderngl.Buffer, moderngl.Buffer]] = {}
        self._shadow_matrix = self._shadow_view()
        self._fixed_uniforms()

    def _build_programs(self) -> None:
        make = self._gl.program
        self._near = make(shaders.SET_VERTEX, shaders.SET_NEAR_FRAGMENT)
        self._far = make(shaders.SET_VERTEX, shaders.SET_FAR_FRAGMENT)
        self._cast = make(shaders.CAST_VERTEX, shaders.CAST_FRAGMENT)
        self._depth = make(shaders.CAST_VERTEX, shaders.DEPTH_FRAGMENT)
        self._bright = make(shaders.SCREEN_VERTEX, shaders.BRIGHT_FRAGMENT)
        self._edges = make(shaders.SCREEN_VERTEX, shaders.EDGE_FRAGMENT)
        self._blur = make(shaders.SCREEN_VERTEX, shaders.BLUR_FRAGMENT)
        self._lens = make(shaders.SCREEN_VERTEX, shaders.LENS_FRAGMENT)
        for program in (self._near, self._far, self._cast):
            program["fog"] = FOG
            _give(program, "key_colour", self._stage.key.colour)
        self._cast["key_at"] = self._stage.key.at
        quad = self._gl.buffer(np.array([-1, -1, 1, -1, -1, 1, 1, 1], "f4").tobytes())
        self._screens = {
            program: self._gl.vertex_array(program, [(quad, "2f", "corner")])
            for program in (self._edges, self._bright, self._blur, self._lens)
        }

    def _build_set(self, baked: Baked) -> None:
        data = np.hstack([baked.vertices, baked.irradiance, baked.key[:, None]]).astype("f4")
        buffer = self._gl.buffer(data.tobytes())
        triangles = self._sort_into_cells(baked)
        index = self._gl.buffer(triangles.astype("i4").tobytes())
        layout = [(buffer, "3f 3f 3f 2f 4f", "position", "normal", "colour", "kind", "light")]
        self._near_array = self._gl.vertex_array(self._near, layout, index)
        self._far_array = self._gl.vertex_array(self._far, layout, index)

    def _sort_into_cells(self, baked: Baked) -> NDArray[np.int32]:
        """Order triangles by cell so that unseen cells can be skipped."""
        corners = baked.vertices[baked.triangles][:, :, :3]
        cell = np.floor(corners.mean(axis=1) / CELL).astype(int)
        order = np.lexsort((cell[:, 2], cell[:, 1], cell[:, 0]))
        cell, corners = cell[order], corners[order]
        starts = np.flatnonzero(np.r_[True, np.any(np.diff(cell, axis=0) != 0, axis=1)])
        ends = np.r_[starts[1:], len(cell)]
        self._cells = []
        for start, end in zip(starts, ends, strict=True):
            points = corners[start:end].reshape(-1, 3)
            middle = (points.min(axis=0) + points.max(axis=0)) / 2
            radius = float(np.linalg.norm(points - middle, axis=1).max())
            self._cells.append((middle, radius, int(start) * 3, int(end - start) * 3))
        return np.asarray(baked.triangles[order])

    def _draw_set(self, view: View, people: Array) -> None:
        """Draw the cells of the set that may be in sight, nearest first."""
        forward = view.forward / np.linalg.norm(view.forward)
        half = np.radians(OUTER_HALF_ANGLE)
        seen = []
        for middle, radius, first, count in self._cells:
            way = middle - view.eye
            along = float(way @ forward)
            across = float(np.linalg.norm(way - along * forward))
            if across * np.cos(half) - along * np.sin(half) < radius:
                away = np.linalg.norm(people - middle[:2], axis=1).min() if len(people) else 99.0
                near = bool(away < radius + SHADOW_REACH and middle[2] - radius < 2.0)
                seen.append((float(np.linalg.norm(way)), near, first, count))
        for _, near, first, count in sorted(seen):
            (self._near_array if near else self._far_array).render(vertices=count, first=first)

    def _build_targets(self) -> None:
        gl = self._gl
        self._inner = gl.framebuffer(
            [gl.renderbuffer(INNER, 4, samples=SAMPLES)],
            gl.depth_renderbuffer(INNER, samples=SAMPLES),
        )
        self._picture = gl.texture(INNER, 4)
        self._resolved = gl.framebuffer([self._picture])
        self._smooth = gl.texture(INNER, 4)
        self._smooth_target = gl.framebuffer([self._smooth])
        small = (INNER[0] // 6, INNER[1] // 6)
        self._glow = [gl.texture(small, 4) for _ in range(2)]
        for texture in (self._picture, self._smooth, *self._glow):
            texture.repeat_x = texture.repeat_y = False
        self._glow_targets = [gl.framebuffer([texture]) for texture in self._glow]
        self._speckle = self._make_speckle()
        self._shadow_map = gl.depth_texture((SHADOW_SIZE, SHADOW_SIZE))
        self._shadow_map.compare_func = "<="
        self._shadow_target = gl.framebuffer(depth_attachment=self._shadow_map)
        self._overlay = gl.texture((WIDTH, HEIGHT), 4)
        self._final = gl.framebuffer([gl.renderbuffer((WIDTH, HEIGHT), 4)])

    def _make_speckle(self) -> moderngl.Texture:
        """Smooth tileable value noise, one lattice point per four texels."""
        lattice = np.random.default_rng(3).random((64, 64))
        lattice = np.pad(lattice, ((0, 1), (0, 1)), mode="wrap")
        t = np.arange(256) / 4.0
        i, f = t.astype(int), t % 1.0
        f = f * f * (3 - 2 * f)
        rows = lattice[i] * (1 - f[:, None]) + lattice[i + 1] * f[:, None]
        smooth = rows[:, i] * (1 - f) + rows[:, i + 1] * f
        texture = self._gl.texture((256, 256), 1, (smooth * 255).astype("u1").tobytes())
        texture.build_mipmaps()
        texture.filter = (moderngl.LINEAR_MIPMAP_NEAREST, moderngl.LINEAR)
        return texture

    def _shadow_view(self) -> Array:
        eye = np.asarray(self._stage.key.at) + np.array([0, 0, 0.1])
        view = look_at(eye, np.array([0, 0, -1.0]), np.array([0, 1.0, 0]))
        return np.asarray(perspective(122, 1.0, 0.3, 5.0) @ view)

    def _fixed_uniforms(self) -> None:
        for program in (self._near, self._far, self._cast):
            _give(program, "shadow_matrix", tuple(self._shadow_matrix.T.ravel()))
            _give(program, "shadow_map", 3)
            _give(program, "speckle", 4)
        self._lens["picture"], self._lens["bloom"], self._lens["overlay"] = 0, 1, 2
        self._lens["barrel"], self._lens["aspect"] = BARREL, WIDTH / HEIGHT
        self._lens["grain"] = GRAIN
        self._bright["picture"] = self._blur["picture"] = self._edges["picture"] = 0
        self._edges["texel"] = (1 / INNER[0], 1 / INNER[1])

    def set_exposure(self, exposure: float) -> None:
        """Brightness of the picture, as a camera adapts it."""
        for program in (self._near, self._far, self._cast):
            program["exposure"] = exposure

    def set_overlay(self, rgba: bytes) -> None:
        """Replace the burned-in text (straight RGBA, top row first)."""
        self._overlay.write(rgba)

    def _ambient(self, place: tuple[float, float]) -> tuple[Array, float]:
        """Ambient cube (2 heights x 6 x 3) and key visibility at a place."""
        shape = (len(self._xs), len(self._ys), 2)
        probes = self._baked.probes.reshape(*shape, 6, 3)
        keys = self._baked.probe_key.reshape(*shape, 6)
        fx = np.clip((place[0] - self._xs[0]) / PROBE_STEP, 0, shape[0] - 1.001)
        fy = np.clip((place[1] - self._ys[0]) / PROBE_STEP, 0, shape[1] - 1.001)
        i, j = int(fx), int(fy)
        u, v = fx - i, fy - j
        cube = np.zeros((2, 6, 3))
        seen = 0.0
        for a, b, w in ((0, 0, (1 - u) * (1 - v)), (1, 0, u * (1 - v)), (0, 1, (1 - u) * v), (1, 1, u * v)):
            cube += w * probes[i + a, j + b]
            # Only the two heights' upward and sideways faces see the lamp.
            seen += w * float(keys[i + a, j + b, 1].max() > 1e-3)
        return cube, seen

    def _upload(self, bodies: Sequence[Body]) -> list[moderngl.VertexArray]:
        arrays = []
        for body in bodies:
            data = body.vertices.astype("f4").tobytes()
            arrays.append((self._gl.buffer(data), self._gl.buffer(body.triangles.astype("i4").tobytes())))
        self._live = arrays
        return [
            self._gl.vertex_array(self._cast, [(vertices, "3f 3f 4f", "position", "normal", "colour")], index)
            for vertices, index in arrays
        ]

    def _draw_shadows(self, bodies: Sequence[Body]) -> None:
        self._shadow_target.use()
        self._shadow_target.clear(depth=1.0)
        self._gl.enable(moderngl.DEPTH_TEST)
        self._depth["view_projection"].write(_bytes(self._shadow_matrix))
        for body, (vertices, index) in zip(bodies, self._live, strict=True):
            if not body.casts_shadow:
                continue
            layout = [(vertices, "3f 28x", "position")]
            array = self._gl.vertex_array(self._depth, layout, index)
            array.render()
            array.release()

    def _draw_world(self, view: View, bodies: Sequence[Body], arrays: list[moderngl.VertexArray],
                    blobs: Array, seconds: float) -> None:  # fmt: skip
        projection = perspective(FIELD_OF_VIEW, INNER[0] / INNER[1], 0.05, 60.0)
        matrix = _bytes(projection @ look_at(view.eye, view.forward, view.up))
        self._inner.use()
        sky = np.asarray(self._stage.sky) * 0.9
        self._inner.clear(*[float(c) for c in (sky * 2.2).clip(0, 1)], 1.0)
        self._shadow_map.use(3)
        self._speckle.use(4)
        padded = np.zeros((MAX_BLOBS, 4), "f4")
        padded[: len(blobs)] = blobs[:MAX_BLOBS]
        self._near["blobs"].write(padded.tobytes())
        self._near["blob_count"] = min(len(blobs), MAX_BLOBS)
        self._near["seconds"] = self._far["seconds"] = seconds
        for program in (self._near, self._far, self._cast):
            program["view_projection"].write(matrix)
            program["eye"] = tuple(float(x) for x in view.eye)
        self._gl.enable(moderngl.CULL_FACE)
        self._draw_set(view, np.array([body.place for body in bodies if body.casts_shadow]))
        self._gl.disable(moderngl.CULL_FACE)
        for body, array in zip(bodies, arrays, strict=True):
            cube, seen = self._ambient(body.place)
            self._cast["ambient_low"].write(cube[0].astype("f4").tobytes())
            self._cast["ambient_high"].write(cube[1].astype("f4").tobytes())
            self._cast["key_seen"] = seen
            self._cast["floor_z"] = body.floor
            array.render()

    def _screen_pass(self, program: moderngl.Program, target: moderngl.Framebuffer,
                     source: moderngl.Texture) -> None:  # fmt: skip
        target.use()
        source.use(0)
        self._screens[program].render(moderngl.TRIANGLE_STRIP)

    def _finish(self, seed: float) -> bytes:
        self._gl.copy_framebuffer(self._resolved, self._inner)
        self._gl.disable(moderngl.DEPTH_TEST)
        self._screen_pass(self._edges, self._smooth_target, self._picture)
        self._screen_pass(self._bright, self._glow_targets[0], self._smooth)
        for reach in ((1.6 / self._glow[0].width, 0.0), (0.0, 1.6 / self._glow[0].height)):
            self._blur["reach"] = reach
            source, target = (0, 1) if reach[0] else (1, 0)
            self._screen_pass(self._blur, self._glow_targets[target], self._glow[source])
        self._lens["seed"] = seed
        self._glow[0].use(1)
        self._overlay.use(2)
        self._screen_pass(self._lens, self._final, self._smooth)
        return self._final.read(components=3)

    def frame(self, view: View, bodies: Sequence[Body], blobs: Array, seconds: float) -> bytes:
        """Draw one frame; returns RGB rows from the bottom up."""
        arrays = self._upload(bodies)
        self._draw_shadows(bodies)
        self._draw_world(view, bodies, arrays, blobs, seconds)
        for array in arrays:
            array.release()
        for vertices, index in self._live:
            vertices.release()
            index.release()
        return self._finish(seconds % 10)
