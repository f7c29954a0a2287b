"""SHA-256 of a file: the identity of a clip."""

import hashlib
import os
from pathlib import Path

from bwc_review.domain.errors import EnvironmentFault
from bwc_review.domain.progress import CancelToken, Progress, Report
from bwc_review.media.file_access import environment_fault, size_of

_PIECE = 1 << 20  # fits into a processor's cache; larger pieces measured slower
_PIECES_PER_REPORT = 16


def sha256(path: Path, report: Report, cancel: CancelToken) -> str:
    """The hex digest of the whole file.

    Raises:
        EnvironmentFault: It is not there, may not be read, or changed while it was read.
        Cancelled: The user stopped the job.
    """
    size = size_of(path)
    try:
        return _digest(path, size, report, cancel)
    except OSError as error:
        raise environment_fault(error, path) from error


def _digest(path: Path, size: int, report: Report, cancel: CancelToken) -> str:
    digest = hashlib.sha256()
    piece = bytearray(_PIECE)
    view = memoryview(piece)
    done = pieces = 0
    with path.open("rb", buffering=0) as file:
        before = os.fstat(file.fileno())
        _read_ahead(file.fileno())
        while count := file.readinto(piece):
            digest.update(view[:count])
            done += count
            pieces += 1
            if pieces % _PIECES_PER_REPORT == 0:
                cancel.raise_if_cancelled()
                report(Progress(done, max(done, size), "Hashing"))
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or done != size:
        raise EnvironmentFault(
            "file.changed",
            f"“{path.name}” changed while it was read. Wait until it is copied or exported completely and try again.",
            path=str(path),
        )
    cancel.raise_if_cancelled()
    report(Progress(done, done, "Hashing"))
    return digest.hexdigest()


def _read_ahead(file: int) -> None:
    """Tell the system that the file is read from start to end, where it can be told."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_SEQUENTIAL)
