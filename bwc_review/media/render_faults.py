"""What went wrong with the machine while a reel was rendered, in sentences."""

import errno
import shutil
import signal
from pathlib import Path

from bwc_review.domain.errors import EnvironmentFault
from bwc_review.media.encode_progress import Ended
from bwc_review.media.render_film import FilmPlan

_MB = 1_000_000
_USUAL_BITS_PER_S = 6_000_000  # of a 1080p film, for an estimate before anything is known
_FULL = (errno.ENOSPC, errno.EDQUOT)
_FULL_TEXTS = ("No space left on device", "Disk quota exceeded", "not enough space on the disk")
_TOO_LARGE_TEXT = "File too large"
# Where the system knows this signal, it ends a program that writes more to a file than it may; Windows does not.
_TOO_LARGE_SIGNAL = getattr(signal, "SIGXFSZ", None)


def output_fault(
    error: OSError, output: Path, film: FilmPlan | None = None, folder: Path | None = None
) -> EnvironmentFault:
    """The sentence for an error of the operating system while the film or its pieces were written."""
    if error.errno == errno.EFBIG:
        return _too_large()
    if error.errno in _FULL:
        return _disk_full(folder or output.parent, film)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        message = (
            f"The reel cannot be written to the folder “{output.parent.name}”: it is read-only for you, or "
            f"“{output.name}” is open in another program. Close it, or choose another folder."
        )
        return EnvironmentFault("output.read_only", message, path=str(output))
    reason = (error.strerror or type(error).__name__).lower()
    message = f"The reel could not be written to the folder “{output.parent.name}”: {reason}. Choose another folder."
    return EnvironmentFault("output.unwritable", message, path=str(output))


def ffmpeg_fault(ended: Ended, text: str, film: FilmPlan, folder: Path) -> EnvironmentFault:
    """The sentence for an ffmpeg that did not end well."""
    was_stopped = _TOO_LARGE_SIGNAL is not None and ended.exit_code == -_TOO_LARGE_SIGNAL
    if was_stopped or any(_TOO_LARGE_TEXT in line for line in ended.lines):
        return _too_large()
    if any(full in line for line in ended.lines for full in _FULL_TEXTS):
        return _disk_full(folder, film)
    reason = ended.lines[-1] if ended.lines else f"it ended with code {ended.exit_code} and said nothing"
    message = (
        f"The video program ffmpeg stopped while the reel was made ({text.lower()}). Nothing was kept. "
        "Try again; if it happens again, see whether the clips of that item still play."
    )
    return EnvironmentFault("ffmpeg.failed", message, reason=reason, exit_code=ended.exit_code)


def _disk_full(folder: Path, film: FilmPlan | None) -> EnvironmentFault:
    """How much is free without what was written so far, and about how much the whole would need."""
    written = sum(path.stat().st_size for path in folder.glob("item*") if path.is_file())
    free = shutil.disk_usage(folder).free + written
    sentence = f"The disk is full: {_mb(free)} are free where the reel is written"
    facts: dict[str, object] = {"free_bytes": free}
    if film is not None:
        # Pieces, sound and the film itself are on the disk together before the pieces go.
        needed = max(round(2 * film.duration_us * _USUAL_BITS_PER_S / 8 / 1e6), 2 * written)
        sentence += f", and it needs about {_mb(needed)}"
        facts["needed_bytes"] = needed
    return EnvironmentFault("disk.full", f"{sentence}. Make room or choose another disk.", **facts)


def _too_large() -> EnvironmentFault:
    message = (
        "A file of this reel is larger than one file may be here: your account has a limit (“ulimit -f” shows it), or "
        "the disk’s format has one, such as 4 GB on a FAT stick. Nothing was kept. Have the limit raised, choose a "
        "folder on another disk, or make the reel shorter."
    )
    return EnvironmentFault("file.too_large", message)


def _mb(size: int) -> str:
    return f"{size / _MB:.0f} MB" if size >= _MB else f"{size / _MB:.1f} MB"
