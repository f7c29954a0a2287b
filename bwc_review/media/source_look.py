"""What a source file looks like right now: still the file that was imported, and how its tracks are read."""

import re
import subprocess
from pathlib import Path

from bwc_review.domain.clip import Clip
from bwc_review.domain.errors import InputError
from bwc_review.media import ffmpeg_program
from bwc_review.media.file_access import size_of
from bwc_review.media.opening import opened, picture_of, sound_of
from bwc_review.media.render_film import Look

# Numbers of AVColorSpace (ITU-T H.273, matrix coefficients) and FFmpeg's names for them in the scale filter.
_MATRICES = {1: "bt709", 4: "fcc", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 9: "bt2020nc", 10: "bt2020nc"}
_HD_LINES = 720
_WITHOUT_TIMES = ("avi",)
_STAMP = re.compile(rb"\bpts: *(-?\d+)")
_ANSWER_S = 20


def look_at(clip: Clip) -> Look:
    """Open a source file and see how it is to be read.

    Its size and picture are compared with what was imported; whether every byte is the same, `library.verify` tells.

    Raises:
        EnvironmentFault: ``file.missing``, ``file.no_permission`` and so on: it cannot be read.
        InputError: ``clip.changed``: it is not the file that was imported.
    """
    if size_of(clip.path) != clip.size:
        raise _changed(clip)
    try:
        with opened(clip.path) as container:
            picture, sound = picture_of(container), sound_of(container)
            context = picture.codec_context
            if (context.width, context.height) != (clip.facts.width, clip.facts.height):
                raise _changed(clip)
            is_hd = context.height >= _HD_LINES
            # A file that does not say follows the custom of players: BT.709 for HD, BT.601 for less.
            matrix = _MATRICES.get(int(context.colorspace), "bt709" if is_hd else "bt601")
            first_us = _first_us(clip.path, picture.index) if clip.facts.container in _WITHOUT_TIMES else None
            return Look(picture.index, None if sound is None else sound.index, matrix, first_us)
    except InputError as error:
        raise _changed(clip) from error


def _first_us(path: Path, stream: int) -> int | None:
    """The stamp that the rendering ffmpeg gives the first frame; None if it does not say.

    Files without presentation times are given some by FFmpeg, in a way that differs between its versions and callers.
    """
    command = [str(ffmpeg_program.executable()), "-hide_banner", "-nostdin", "-nostats", "-copyts", "-i", str(path)]
    command += ["-map", f"0:{stream}", "-frames:v", "1", "-vf", "settb=AVTB,showinfo", "-f", "null", "-"]
    try:
        answer = subprocess.run(  # noqa: S603 - our own program, arguments as a list
            command, capture_output=True, check=False, timeout=_ANSWER_S, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = _STAMP.search(answer.stderr)
    return int(found[1]) if found else None


def _changed(clip: Clip) -> InputError:
    message = (
        f"“{clip.path.name}” is not the file that was imported: its size or its picture has changed. "
        "Put the original back, or import the file again."
    )
    return InputError("clip.changed", message, path=str(clip.path))
