# SPDX-License-Identifier: GPL-3.0-or-later
"""Hand positions for gestures: x right, y forward, z up from the middle of the chest."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from simfilm.body import HandPose

Triple = tuple[float, float, float]


@dataclass(frozen=True)
class Hold:
    """One hand in a gesture; ``beat`` is how far and which way it moves with speech."""

    at: Triple
    fingers: Triple
    palm: Triple
    shape: str = "relaxed"
    beat: Triple = (0.0, 0.0, 0.02)

    def mirrored(self) -> Hold:
        """The same for the other hand."""
        return replace(
            self, at=_flip(self.at), fingers=_flip(self.fingers), palm=_flip(self.palm), beat=_flip(self.beat)
        )

    def pose(self, swing: float) -> HandPose:
        """The hand at one moment of its beat."""
        at = np.asarray(self.at) + np.asarray(self.beat) * swing
        return HandPose(at, np.asarray(self.fingers), np.asarray(self.palm), self.shape)


def _flip(v: Triple) -> Triple:
    return (-v[0], v[1], v[2])


REST = Hold((0.25, 0.05, -0.50), (0, 0.15, -1), (-1, 0, 0))
TALK = Hold((0.21, 0.33, -0.16), (-0.25, 1, 0.25), (-0.45, 0.1, 0.9), "open", (0.05, 0.03, 0.07))
BIG = Hold((0.33, 0.33, 0.02), (0.15, 1, 0.5), (-0.45, 0.2, 0.9), "open", (0.09, 0.04, 0.10))
WILD = Hold((0.43, 0.22, 0.22), (0.35, 0.35, 1), (-0.35, 0.9, 0.2), "open", (0.10, 0.10, 0.16))
REST_LEFT, TALK_LEFT = REST.mirrored(), TALK.mirrored()
POINT = Hold((0.10, 0.56, 0.05), (-0.05, 1, 0.0), (-0.3, 0, -1), "point", (0, 0.03, 0.05))

# name: (right hand, left hand); None means the mirror image of the right hand.
ACTOR: dict[str, tuple[Hold, Hold | None]] = {
    "rest": (REST, None),
    "talk": (TALK, replace(TALK.mirrored(), at=(-0.20, 0.27, -0.22))),
    "talk_big": (BIG, None),
    "wild": (WILD, replace(WILD.mirrored(), beat=(-0.10, 0.08, -0.14))),
    "hold_head": (Hold((0.150, 0.05, 0.33), (-0.25, -0.05, 1), (-1, -0.1, 0), "relaxed", (0.01, 0, 0.02)), None),
    "palms_out": (Hold((0.21, 0.43, 0.07), (0.05, 0.15, 1), (0, 1, 0), "open", (0.0, 0.05, 0.03)), None),
    "point": (POINT, REST_LEFT),
    "point_side": (REST, Hold((-0.46, 0.32, 0.06), (-0.85, 0.5, 0), (0, 0.3, -1), "point", (-0.05, 0.02, 0.03))),
    "point_table": (Hold((0.42, 0.32, -0.10), (0.75, 0.5, -0.35), (0.2, 0.3, -1), "open", (0.05, 0, 0.05)), TALK_LEFT),
    "beckon": (Hold((0.17, 0.44, 0.0), (-0.1, 0.8, 0.7), (-0.4, -0.6, 0.8), "open", (0, -0.09, 0.05)), REST_LEFT),
    "palm_down": (Hold((0.19, 0.45, -0.03), (0, 1, 0.25), (0, 0.35, -1), "open", (0, 0, 0.07)), None),
    "belt": (Hold((0.185, 0.15, -0.30), (-0.7, 0.6, -0.3), (-0.4, -1, 0), "grip", (0, 0, 0)), None),
    "hips": (Hold((0.215, 0.05, -0.30), (-0.4, 0.7, -0.5), (-1, -0.2, 0), "relaxed", (0, 0, 0)), None),
    "wring": (
        Hold((0.035, 0.27, -0.15), (-0.9, 0.5, 0.2), (-0.2, -0.9, -0.3), "grip", (0.015, 0.01, 0.02)),
        Hold((-0.035, 0.29, -0.18), (0.9, 0.5, 0.2), (0.2, -0.9, 0.3), "grip", (-0.015, 0.01, -0.02)),
    ),
    "hands_front": (
        Hold((0.045, 0.24, -0.33), (-0.7, 0.4, -0.6), (-0.1, -1, -0.2), "grip", (0, 0, 0)),
        Hold((-0.045, 0.25, -0.36), (0.7, 0.4, -0.6), (0.1, -1, -0.2), "grip", (0, 0, 0)),
    ),
    "lap": (Hold((0.10, 0.33, -0.36), (-0.35, 1, -0.15), (0, 0.1, -1), "relaxed", (0, 0, 0.01)), None),
    "arms_crossed": (
        Hold((-0.13, 0.21, -0.10), (-1, 0.1, 0.15), (-0.1, -1, 0), "relaxed", (0, 0, 0.004)),
        Hold((0.13, 0.25, -0.14), (1, 0.1, 0.05), (0.1, -1, 0), "relaxed", (0, 0, 0.004)),
    ),
    "hold_neck": (Hold((0.10, -0.03, 0.23), (-0.6, -0.7, 0.2), (-0.5, 0.8, 0), "relaxed", (0, 0, 0.01)), REST_LEFT),
    "cover_mouth": (Hold((0.05, 0.19, 0.20), (-0.55, 0.1, 0.9), (-0.1, -1, 0.1), "relaxed", (0, 0, 0.01)), REST_LEFT),
    "held": (
        Hold((0.06, 0.45, -0.06), (0, 1, 0.35), (-1, 0, 0.1), "fist", (0.05, 0.06, 0.05)),
        Hold((-0.24, 0.40, 0.08), (-0.05, 0.15, 1), (0, 1, 0), "open", (-0.04, 0.06, 0.05)),
    ),
}  # fmt: skip

AWAY = Hold((0.30, 0.02, -0.60), (0, 0.3, -1), (-1, 0, 0), "relaxed", (0, 0, 0))
AWAY_LEFT = AWAY.mirrored()
OFFER = Hold((0.36, 0.50, -0.18), (0.55, 0.9, 0.15), (-0.2, 0.2, 1), "open", (0.02, 0.02, 0.02))
UP = Hold((0.28, 0.46, -0.22), (0.1, 0.9, 0.45), (-0.35, 0.15, 0.9), "open", (0.02, 0.02, 0.03))

# The wearer's own hands, in the camera's frame.
WEARER: dict[str, tuple[Hold, Hold]] = {
    "none": (AWAY, AWAY_LEFT),
    "point": (Hold((0.13, 0.60, -0.15), (-0.10, 1, 0.04), (-0.5, 0, -1), "point", (0, 0.05, 0.03)), AWAY_LEFT),
    "point_left": (AWAY, Hold((-0.24, 0.58, -0.15), (-0.35, 1, 0.04), (0.5, 0, -1), "point", (0, 0.05, 0.03))),
    "point_down": (Hold((0.14, 0.55, -0.17), (0, 0.8, -0.55), (-0.6, -0.3, -0.8), "point", (0, 0.02, 0.07)), AWAY_LEFT),
    "palms_push": (
        Hold((0.24, 0.50, -0.14), (0.05, 0.25, 1), (0, 1, -0.1), "open", (0, 0.06, 0.02)),
        Hold((-0.24, 0.50, -0.14), (-0.05, 0.25, 1), (0, 1, -0.1), "open", (0, 0.06, 0.02)),
    ),
    "palms_open": (UP, UP.mirrored()),
    "wave": (Hold((0.31, 0.48, -0.10), (-0.05, 0.2, 1), (0, 1, 0), "open", (0.05, 0, 0.01)), AWAY_LEFT),
    "offer_left": (AWAY, OFFER.mirrored()),
    "offer_right": (OFFER, AWAY_LEFT),
    "brush_off": (Hold((0.27, 0.52, -0.13), (-0.3, 0.9, 0.3), (-0.2, 0.2, -1), "open", (0.12, 0.02, 0.03)), AWAY_LEFT),
    "reach": (Hold((0.09, 0.60, -0.20), (0, 1, 0.05), (-0.7, 0.2, -0.7), "open", (0, 0.03, 0.01)), AWAY_LEFT),
    "grab": (Hold((0.06, 0.60, -0.18), (-0.2, 1, 0.05), (-0.6, 0.2, -0.7), "grip", (0, 0, 0)), AWAY_LEFT),
    "knock": (Hold((0.12, 0.50, 0.00), (-0.1, 0.7, 0.6), (0, 0.4, -1), "fist", (0, 0.11, 0)), AWAY_LEFT),
    "push_door": (Hold((0.10, 0.54, -0.10), (-0.1, 0.35, 1), (0, 1, -0.1), "open", (0, 0, 0)), AWAY_LEFT),
}  # fmt: skip


def hold(table: dict[str, tuple[Hold, Hold | None]] | dict[str, tuple[Hold, Hold]], name: str) -> tuple[Hold, Hold]:
    """The right and left hand of a gesture."""
    right, left = table[name]
    return right, left if left is not None else right.mirrored()
