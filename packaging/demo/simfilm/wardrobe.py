# SPDX-License-Identifier: GPL-3.0-or-later
"""The cast's looks: stylised people in varied neutral tones."""

from simfilm.body import NAVY, Look
from simfilm.face import Head

SAND = (0.82, 0.64, 0.51)
CLAY = (0.70, 0.51, 0.39)
ALMOND = (0.76, 0.57, 0.44)
BEIGE = (0.86, 0.69, 0.57)

CAST: dict[str, Look] = {
    "officer_tall": Look(
        Head(ALMOND, (0.16, 0.12, 0.10), "cap"),
        NAVY, (0.11, 0.13, 0.20), (0.05, 0.05, 0.06), size=1.01, slim=1.06, uniform=True,
    ),
    "officer_woman": Look(
        Head(SAND, (0.30, 0.19, 0.12), "bun"),
        NAVY, (0.11, 0.13, 0.20), (0.05, 0.05, 0.06), size=0.96, slim=0.92, uniform=True,
    ),
    "man_hoodie": Look(
        Head(BEIGE, (0.28, 0.20, 0.14), "short"),
        (0.76, 0.49, 0.19), (0.28, 0.34, 0.44), (0.86, 0.85, 0.82), size=0.99, hood=True,
    ),
    "woman_cardigan": Look(
        Head(ALMOND, (0.20, 0.13, 0.11), "bob", glasses=True),
        (0.62, 0.24, 0.30), (0.26, 0.27, 0.34), (0.55, 0.42, 0.30),
        inner=(0.92, 0.88, 0.80), size=0.94, slim=0.88,
    ),
    "librarian": Look(
        Head(CLAY, (0.50, 0.48, 0.47), "bun", glasses=True),
        (0.34, 0.50, 0.50), (0.30, 0.26, 0.28), inner=(0.94, 0.92, 0.86), size=0.93, slim=0.92,
    ),
    "man_shirt": Look(
        Head(SAND, (0.18, 0.14, 0.12), "crop", beard=True),
        (0.36, 0.47, 0.56), (0.32, 0.28, 0.26), (0.40, 0.28, 0.20),
        sleeve=0.55, slim=1.05, collar=True,
    ),
    "woman_jumper": Look(
        Head(BEIGE, (0.52, 0.30, 0.17), "wavy"),
        (0.90, 0.72, 0.36), (0.30, 0.38, 0.50), (0.90, 0.88, 0.84), size=0.94, slim=0.88, collar=True,
    ),
    "man_cardigan": Look(
        Head(CLAY, (0.34, 0.26, 0.20), "short", beard=True),
        (0.32, 0.42, 0.36), (0.38, 0.34, 0.30), (0.44, 0.30, 0.20),
        inner=(0.92, 0.89, 0.82), collar=True,
    ),
    "woman_blouse": Look(
        Head(SAND, (0.13, 0.11, 0.12), "bun"),
        (0.56, 0.36, 0.52), (0.26, 0.28, 0.34), (0.20, 0.16, 0.16), size=0.94, slim=0.88, sleeve=0.78,
    ),
    "wearer": Look(Head(ALMOND, (0.2, 0.2, 0.2)), NAVY, NAVY, slim=0.62),
}  # fmt: skip
