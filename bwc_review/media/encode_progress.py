"""Runs ffmpeg as a child that reports how many pictures it has written and that can be stopped."""

import subprocess
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from bwc_review.domain.errors import EnvironmentFault
from bwc_review.domain.progress import CancelToken
from bwc_review.media import ffmpeg_program

_POLL_S = 0.05
_PATIENCE_S = 3.0
_KEPT_LINES = 40
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # on Windows: no console pops up


@dataclass(frozen=True, slots=True)
class Ended:
    """How ffmpeg ended.

    Attributes:
        exit_code: 0 if it says that all is well.
        lines: The last lines of what it complained about.
    """

    exit_code: int
    lines: tuple[str, ...]


def run(arguments: Sequence[str], folder: Path, on_picture: Callable[[int], None], cancel: CancelToken) -> Ended:
    """Run ffmpeg in a folder until it ends; `on_picture` is called with the pictures written so far.

    Raises:
        EnvironmentFault: ``ffmpeg.missing`` or ``ffmpeg.broken``: it is not there or does not start.
        Cancelled: The user stopped the job; the child is gone.
    """
    command = [str(ffmpeg_program.executable()), "-hide_banner", "-nostats", "-loglevel", "error", "-y"]
    command += ["-stats_period", "0.2", "-progress", "pipe:1", *arguments]
    pipe = subprocess.PIPE
    try:
        child = subprocess.Popen(  # noqa: S603 - our own program, arguments as a list
            command, cwd=folder, stdin=pipe, stdout=pipe, stderr=pipe, creationflags=_NO_WINDOW
        )
    except OSError as error:
        message = "The video program ffmpeg does not start. Install BWC Review again."
        raise EnvironmentFault("ffmpeg.broken", message, reason=str(error)) from error
    with child:
        return _watched(child, on_picture, cancel)


def _watched(child: "subprocess.Popen[bytes]", on_picture: Callable[[int], None], cancel: CancelToken) -> Ended:
    """Read both pipes on threads, so that neither a full pipe nor a silent child can hold the job up."""
    stdout, stderr = cast("IO[bytes]", child.stdout), cast("IO[bytes]", child.stderr)  # both are pipes
    pictures: deque[int] = deque(maxlen=1)
    lines: deque[str] = deque(maxlen=_KEPT_LINES)
    readers = [
        threading.Thread(target=_read_progress, args=(stdout, pictures), daemon=True),
        threading.Thread(target=_read_lines, args=(stderr, lines), daemon=True),
    ]
    for reader in readers:
        reader.start()
    try:
        _wait(child, pictures, on_picture, cancel)
    finally:
        _stop(child)
        for reader in readers:
            reader.join()
    cancel.raise_if_cancelled()
    return Ended(child.returncode, tuple(lines))


def _wait(
    child: "subprocess.Popen[bytes]", pictures: deque[int], on_picture: Callable[[int], None], cancel: CancelToken
) -> None:
    told = 0
    while not cancel.is_cancelled:
        with suppress(subprocess.TimeoutExpired):
            child.wait(_POLL_S)
        if pictures and pictures[0] > told:
            told = pictures[0]
            on_picture(told)
        if child.returncode is not None:
            return


def _stop(child: "subprocess.Popen[bytes]") -> None:
    """Ask a child that still runs to end (``q``), then terminate it, then kill it."""
    if child.poll() is not None:
        return
    with suppress(OSError):
        if child.stdin is not None:
            child.stdin.write(b"q")
            child.stdin.flush()
    for next_step in (child.terminate, child.kill):
        with suppress(subprocess.TimeoutExpired):
            child.wait(_PATIENCE_S)
            return
        next_step()
    child.wait()


def _read_progress(stream: IO[bytes], pictures: deque[int]) -> None:
    for line in stream:
        name, _, value = line.decode("ascii", "replace").strip().partition("=")
        if name == "frame" and value.isdigit():
            pictures.append(int(value))


def _read_lines(stream: IO[bytes], lines: deque[str]) -> None:
    for line in stream:
        text = line.decode("utf-8", "replace").strip()
        if text:
            lines.append(text)
