# SPDX-License-Identifier: GPL-3.0-or-later
"""The officer who wears the camera: its movement, and the hands that come into view."""

from __future__ import annotations

import numpy as np

from simfilm.acting import DT, Script, Spring, floor_height, heading_to, nearest_turn, noise
from simfilm.body import HandPose, draw_arm
from simfilm.gestures import WEARER, hold
from simfilm.limbs import Soup
from simfilm.mesh import Array, rotation_x, rotation_z
from simfilm.model import CAMERA
from simfilm.renderer import View
from simfilm.wardrobe import CAST

CHEST_HEIGHT = 1.36
STEP_LENGTH = 0.74


class Wearer:
    """Moves the camera through a clip, frame by frame."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._yaw = Spring(3.4)
        self._pitch = Spring(3.0)
        self._ground = Spring(8.0)
        self._speed = Spring(6.0)
        self._hands = [Spring(8.5), Spring(8.5)]
        self._phase = 0.0

    def _aim(self, t: float, eye: Array) -> tuple[float, float]:
        look = self._script.target(CAMERA, t)
        last = float(self._yaw.value[0]) if self._yaw.value is not None else 0.0
        if look is None:
            return last, 0.0
        way = look - eye
        rise = np.degrees(np.arctan2(way[2], np.linalg.norm(way[:2])))
        offset = self._script.cue(CAMERA, "pitch", t)
        pitch = 0.55 * rise - 1.5 + (float(offset.value) if offset else 0.0)
        return nearest_turn(heading_to(way[:2]), last), float(np.clip(pitch, -14, 13))

    def step(self, t: float) -> tuple[View, Array]:
        """Camera for the next frame, and its rotation (columns right, forward, up)."""
        path = self._script.paths[CAMERA]
        place = path.at(t)
        velocity = self._speed.follow((path.at(t + DT) - path.at(t - DT)) / (2 * DT))
        speed = float(np.linalg.norm(velocity))
        self._phase += speed * DT / STEP_LENGTH
        ground = float(self._ground.follow(np.array([floor_height(self._script.clip.stage, place[1])]))[0])
        going = min(1.0, speed / 0.9)
        bob = 0.017 * np.sin(2 * np.pi * self._phase) * going
        side = 0.014 * np.sin(np.pi * self._phase) * going
        eye = np.array([*place, ground + CHEST_HEIGHT + bob + 0.003 * np.sin(t * 1.6)])
        yaw, pitch = self._aim(t, eye)
        yaw = float(self._yaw.follow(np.array([yaw]))[0])
        pitch = float(self._pitch.follow(np.array([pitch]))[0])
        strain = 1.0 + 1.2 * self._script.shouting(CAMERA, t)
        yaw += 1.3 * np.sin(np.pi * self._phase) * going + 0.45 * strain * noise(t * 0.9, 3.0)
        pitch += 0.5 * np.cos(2 * np.pi * self._phase) * going + 0.3 * strain * noise(t * 0.8, 8.0)
        roll = 0.7 * np.sin(np.pi * self._phase + 0.6) * going + 0.25 * noise(t * 0.6, 5.0)
        a = np.radians(roll)
        about_y = np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
        frame = rotation_z(yaw) @ rotation_x(pitch) @ about_y
        eye = eye + frame[:, 0] * side
        return View(eye, frame[:, 1], frame[:, 2]), frame

    def _gesture(self, t: float) -> str:
        name = self._script.gesture(CAMERA, t)
        return "none" if name == "rest" else name

    def arms(self, t: float, view: View, frame: Array, held_wrist: Array | None) -> Soup | None:
        """The wearer's forearms, if they are raised."""
        name = self._gesture(t)
        talking = 0.2 + 0.8 * self._script.mouth(CAMERA, t)
        soup = Soup()
        visible = False
        for k, (hand, spring, side) in enumerate(zip(hold(WEARER, name), self._hands, (1, -1), strict=True)):
            tempo = {"knock": 16.0, "wave": 9.0}.get(name, 6.5)
            pose = hand.pose(float(np.sin(t * tempo + k)) * (1.0 if name in ("knock", "wave") else 0.5 + 0.5 * talking))
            if name == "grab" and side == 1 and held_wrist is not None:
                pose.at = frame.T @ (held_wrist - view.eye)
            state = spring.follow(np.concatenate([pose.at, pose.fingers, pose.palm]))
            reached = HandPose(state[:3], state[3:6], state[6:9], pose.shape)
            if state[1] < 0.20 or state[2] < -0.48:
                continue
            visible = True
            shoulder = view.eye + frame @ np.array([side * 0.27, -0.20, -0.06])
            draw_arm(soup, CAST["wearer"], shoulder, reached, frame, view.eye, side)
        return soup if visible else None
