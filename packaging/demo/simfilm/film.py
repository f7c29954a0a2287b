# SPDX-License-Identifier: GPL-3.0-or-later
"""Renders the pictures of one clip into a near-lossless working file."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from simfilm import renderer, set_house, set_library
from simfilm.acting import Actor, Script, Spring
from simfilm.bake import Stage, bake
from simfilm.body import Pose, draw_person
from simfilm.limbs import Soup
from simfilm.mesh import Array, rotation_z
from simfilm.model import CAMERA, FPS, Clip
from simfilm.overlay import TITLE_SECONDS, Overlay
from simfilm.production import Production
from simfilm.renderer import Body, Renderer
from simfilm.wardrobe import CAST
from simfilm.wearer import Wearer

EXPOSURE = {"library": 0.82, "house": 1.08}
# Outside the house it is night, and the camera adapts.
NIGHT_EXPOSURE = 1.7
DOOR_OPENS, DOOR_TAKES = 28.0, 1.5


def build_stage(clip: Clip) -> Stage:
    """The set of a clip."""
    builder = {"library": set_library.build, "house": set_house.build}[clip.stage]
    return builder(clip.dressing)


class Film:
    """Everything that moves in one clip."""

    def __init__(self, clip: Clip, mouths: dict[str, Array]) -> None:
        self._clip = clip
        self._script = Script(clip, mouths)
        self._wearer = Wearer(self._script)
        self._actors = [Actor(self._script, who, k + 1) for k, who in enumerate(sorted(clip.looks))]
        stage = build_stage(clip)
        self._renderer = Renderer(stage, bake(stage))
        self._exposure = Spring(1.6)
        self._overlay = Overlay(clip, (renderer.WIDTH, renderer.HEIGHT))
        self._shown: tuple[int, bool] | None = None

    def _door(self, t: float) -> Body | None:
        if not (self._clip.stage == "house" and self._clip.buffer_s):
            return None
        u = np.clip((t - DOOR_OPENS) / DOOR_TAKES, 0, 1)
        soup = Soup()
        soup.rigid(set_house.door_leaf(), rotation_z(102 * u * u * (3 - 2 * u)), np.array([-0.43, -0.06, 0.01]))
        return Body(*soup.arrays(), (0.0, -0.8 if u < 0.5 else 0.6), -1.0, casts_shadow=False)

    def _blobs(self, poses: list[Pose]) -> Array:
        """Balls that darken the floor and furniture around people."""
        blobs = []
        for pose in poses:
            blobs += [(*(foot + np.array([0, 0, 0.06])), 0.10) for foot, _, _ in pose.feet]
            blobs.append((*(pose.root + np.array([0, 0, pose.hips * 0.95])), 0.17))
        return np.asarray(blobs)

    def _text(self, t: float) -> None:
        state = (int(t + 1e-6), t < TITLE_SECONDS - 1e-6)
        if state != self._shown:
            self._renderer.set_overlay(self._overlay.image(*state))
            self._shown = state

    def step(self, number: int, draw: bool) -> bytes | None:
        """Advance one frame; draw it if wanted."""
        t = number / FPS
        view, frame = self._wearer.step(t)
        poses = {actor.who: actor.step(t) for actor in self._actors}
        arms = self._wearer.arms(t, view, frame, self._held_wrist(t, poses))
        night = self._clip.stage == "house" and view.eye[1] < -0.6
        wanted = NIGHT_EXPOSURE if night else EXPOSURE[self._clip.stage]
        exposure = float(self._exposure.follow(np.array([wanted]))[0])
        if not draw:
            return None
        bodies = []
        for who, pose in poses.items():
            vertices, triangles = draw_person(CAST[self._clip.looks[who]], pose).arrays()
            bodies.append(Body(vertices, triangles, (pose.root[0], pose.root[1]), pose.root[2]))
        door = self._door(t)
        if door:
            bodies.append(door)
        if arms:
            bodies.append(Body(*arms.arrays(), (view.eye[0], view.eye[1]), -1.0, casts_shadow=False))
        self._text(t)
        self._renderer.set_exposure(exposure)
        return self._renderer.frame(view, bodies, self._blobs(list(poses.values())), t)

    def _held_wrist(self, t: float, poses: dict[str, Pose]) -> Array | None:
        """Where the held person's right wrist is, in the world."""
        if self._script.gesture(CAMERA, t) != "grab" or "P1" not in poses:
            return None
        pose = poses["P1"]
        look = CAST[self._clip.looks["P1"]]
        turn = rotation_z(pose.heading)
        wrist = pose.hands[0].at - pose.hands[0].fingers * 0.08
        return np.asarray(pose.root + (0, 0, (pose.hips + 0.40) * look.size) + turn @ wrist * look.size)

    def frames(self, every: int = 1, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        """All pictures of the clip; in a draft each is shown ``every`` times."""
        picture = b""
        for number in range(self._clip.frame_count if last is None else last):
            fresh = self.step(number, number >= first and number % every == 0)
            picture = fresh or picture
            if number >= first:
                yield picture


def make(production: Production, target: Path, draft: bool = False) -> None:
    """Draw all pictures of a clip."""
    clip = production.clip
    command = [
        "ffmpeg", "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24",
        "-s", f"{renderer.WIDTH}x{renderer.HEIGHT}", "-r", str(FPS), "-i", "-", "-vf", "vflip",
        "-c:v", "libx264", "-preset", "ultrafast", "-crf", "6", "-pix_fmt", "yuv444p", str(target),
    ]  # fmt: skip
    film = Film(clip, production.mouths)
    began = time.monotonic()
    with subprocess.Popen(command, stdin=subprocess.PIPE) as encoder:
        assert encoder.stdin is not None
        for number, picture in enumerate(film.frames(2 if draft else 1)):
            encoder.stdin.write(picture)
            if number % 100 == 99:
                pace = (number + 1) / (time.monotonic() - began)
                print(f"{clip.name}: {number + 1}/{clip.frame_count} frames, {pace:.1f}/s", file=sys.stderr)
    if encoder.returncode:
        raise RuntimeError("the picture encoder failed")
