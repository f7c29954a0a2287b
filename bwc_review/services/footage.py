"""Finding video files in folders."""

import os
from collections.abc import Iterable
from pathlib import Path

from bwc_review.domain.errors import EnvironmentFault

# Suffixes that cameras, evidence systems and phones write; other files are tried only when they are named themselves.
# fmt: off
VIDEO_SUFFIXES = frozenset((
    ".3g2", ".3gp", ".asf", ".avi", ".divx", ".dv", ".f4v", ".flv", ".m2t", ".m2ts",
    ".m2v", ".m4v", ".mj2", ".mjpeg", ".mjpg", ".mkv", ".mov", ".mp4", ".mpe", ".mpeg",
    ".mpg", ".mts", ".mxf", ".ogm", ".ogv", ".qt", ".ts", ".vob", ".webm", ".wmv",
))
# fmt: on


def video_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Files that were named, and video files in folders and their subfolders; absolute, each once, sorted in folders.

    Hidden files and folders are left out.

    Raises:
        EnvironmentFault: A path is not there, or a folder may not be read.
    """
    found: dict[Path, None] = {}
    for path in paths:
        absolute = path.absolute()
        if absolute.is_dir():
            found.update(dict.fromkeys(_in_folder(absolute)))
        elif absolute.exists():
            found[absolute] = None
        else:
            message = f"{path.name or path} is not there. Check the name and the folder."
            raise EnvironmentFault("file.missing", message, path=str(path))
    return tuple(found)


def _in_folder(folder: Path) -> list[Path]:
    files: list[Path] = []
    for root, folders, names in os.walk(folder, onerror=_refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [
            Path(root, name)
            for name in sorted(names)
            if not name.startswith(".") and Path(name).suffix.lower() in VIDEO_SUFFIXES
        ]
    return files


def _refuse(error: OSError) -> None:
    name = Path(str(error.filename)).name
    message = f"The folder {name} cannot be read: {error.strerror}."
    raise EnvironmentFault("file.unreadable", message, path=str(error.filename)) from error
