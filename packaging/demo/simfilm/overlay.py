# SPDX-License-Identifier: GPL-3.0-or-later
"""The text burned into the picture: clock, serial number, and that all this is simulated."""

from __future__ import annotations

from datetime import timedelta

from PIL import Image, ImageDraw, ImageFont

from simfilm.model import Clip

FONT = "DejaVuSansMono-Bold.ttf"
TITLE_SECONDS = 2.0
MODEL = "SIMCAM 2"
NOTICE = "SIMULATED FOOTAGE \N{EN DASH} NO REAL PERSONS OR EVENTS"


def clock_text(clip: Clip, second: int) -> str:
    """ISO 8601 date and time with offset at a whole second of the clip."""
    return (clip.started + timedelta(seconds=second)).strftime("%Y-%m-%d %H:%M:%S %z")


class Overlay:
    """Draws the text once per second of film."""

    def __init__(self, clip: Clip, size: tuple[int, int]) -> None:
        self._clip = clip
        self._size = size
        unit = size[1] / 540
        self._small = ImageFont.truetype(FONT, round(17 * unit))
        self._mark = ImageFont.truetype(FONT, round(22 * unit))
        self._unit = unit

    def _text(self, draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str,
              font: ImageFont.FreeTypeFont, anchor: str) -> None:  # fmt: skip
        draw.text(
            at, text, (255, 255, 255, 255), font, anchor, stroke_width=round(2 * self._unit), stroke_fill=(0, 0, 0, 215)
        )

    def image(self, second: int, title: bool) -> bytes:
        """RGBA pixels of the text for one second of the clip."""
        picture = Image.new("RGBA", self._size, (0, 0, 0, 0))
        draw = ImageDraw.Draw(picture)
        width, height = self._size
        u = self._unit
        self._text(draw, (width - 14 * u, 12 * u), clock_text(self._clip, second), self._small, "ra")
        self._text(draw, (width - 14 * u, 34 * u), f"{MODEL}  SERIAL {self._clip.serial}", self._small, "ra")
        self._text(draw, (16 * u, height - 14 * u), "SIMULATED", self._mark, "ld")
        if title:
            draw.rectangle((0, height * 0.43, width, height * 0.57), fill=(8, 10, 14, 205))
            self._text(draw, (width / 2, height / 2), NOTICE, self._mark, "mm")
        return picture.tobytes()
