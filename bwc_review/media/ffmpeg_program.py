"""Where the ffmpeg program is, and which version it is."""

import os
import subprocess
from functools import lru_cache
from pathlib import Path

from bwc_review.domain.errors import EnvironmentFault

VARIABLE = "BWC_REVIEW_FFMPEG"
_VERSION_TIMEOUT_S = 20


def executable() -> Path:
    """The ffmpeg program: the one that BWC_REVIEW_FFMPEG names, else the one that came with the program.

    Raises:
        EnvironmentFault: ``ffmpeg.missing``: there is no such program, or it may not be run.
    """
    chosen = os.environ.get(VARIABLE)
    if chosen:
        return _runnable(Path(chosen), f"{VARIABLE} names “{chosen}”, which is not a program that can be run. ")
    return _runnable(_bundled(), "The video program ffmpeg, which is part of BWC Review, is missing. ")


def version() -> str:
    """The version of `executable`, as it names itself.

    Raises:
        EnvironmentFault: ``ffmpeg.missing`` as above, or ``ffmpeg.broken``: it does not start or does not answer.
    """
    program = executable()
    return _version_of(program, program.stat().st_mtime_ns)


def _runnable(program: Path, what: str) -> Path:
    if not program.is_file() or not os.access(program, os.X_OK):
        raise EnvironmentFault(
            "ffmpeg.missing",
            f"{what}Install BWC Review again, or set {VARIABLE} to the path of an ffmpeg program.",
            path=str(program),
        )
    return program


@lru_cache(maxsize=1)
def _bundled() -> Path:
    import imageio_ffmpeg  # loaded late: most starts of the program never need it

    try:
        return Path(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError:  # raised if neither a bundled nor an installed program is found
        return Path("ffmpeg")


@lru_cache(maxsize=4)
def _version_of(program: Path, _changed_ns: int) -> str:
    try:
        answer = subprocess.run(  # noqa: S603 - the program itself and fixed arguments
            [str(program), "-hide_banner", "-version"],
            capture_output=True,
            timeout=_VERSION_TIMEOUT_S,
            check=True,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise EnvironmentFault(
            "ffmpeg.broken", f"The program “{program.name}” does not run as ffmpeg.", path=str(program)
        ) from error
    words = answer.stdout.decode("utf-8", "replace").split(maxsplit=3)
    if words[:2] != ["ffmpeg", "version"] or len(words) < 3:
        raise EnvironmentFault("ffmpeg.broken", f"The program “{program.name}” is not ffmpeg.", path=str(program))
    return words[2]
