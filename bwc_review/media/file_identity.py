"""Whether a file that is being played is still the one that was opened."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from bwc_review.domain.errors import EnvironmentFault
from bwc_review.media.file_access import environment_fault

_EDGE_BYTES = 64 << 10
_LOOK_S = 0.5


@dataclass(frozen=True, slots=True)
class FileIdentity:
    """A file as it was when it was opened.

    Attributes:
        status: Size, time of change and number on its disk.
        edges: Digest of its first and last 64 KiB, to know a copy that was put back.
    """

    status: tuple[int, int, int]
    edges: bytes

    @classmethod
    def of(cls, path: Path) -> "FileIdentity":
        """Look at a file.

        Raises:
            EnvironmentFault: It is not there or cannot be read.
        """
        try:
            with path.open("rb") as file:
                status = _status(os.fstat(file.fileno()))
                edges = hashlib.blake2b(file.read(_EDGE_BYTES), digest_size=16)
                file.seek(max(0, status[0] - _EDGE_BYTES))
                edges.update(file.read(_EDGE_BYTES))
        except OSError as error:
            raise environment_fault(error, path) from error
        return cls(status, edges.digest())

    def is_untouched(self, path: Path) -> bool:
        """True if nobody has changed, moved or replaced it since.

        Raises:
            EnvironmentFault: It is not there any more.
        """
        try:
            return _status(path.stat()) == self.status
        except OSError as error:
            raise environment_fault(error, path) from error

    def must_be(self, now: "FileIdentity", path: Path) -> None:
        """Accept the same content, also as another copy.

        Raises:
            EnvironmentFault: ``file.changed``: it is another file.
        """
        if (self.status[0], self.edges) != (now.status[0], now.edges):
            message = f"“{path.name}” was changed while it was open. Put the original back and go on."
            raise EnvironmentFault("file.changed", message, path=str(path))


class FileWatch:
    """Looks whether a file that is being read is still the one that was opened.

    One that was taken away or replaced can often be read on, but not trusted.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._identity: FileIdentity | None = None
        self._looked_at = 0.0

    def open(self) -> bool:
        """Look at the file before it is opened; true if another copy of it has come since it was opened before.

        Raises:
            EnvironmentFault: It is not there, cannot be read, or is another file than before.
        """
        before, found = self._identity, FileIdentity.of(self._path)
        is_copy = before is not None and found != before
        if before is not None and is_copy:
            before.must_be(found, self._path)
        self._identity, self._looked_at = found, monotonic()
        return is_copy

    def is_untouched(self) -> bool:
        """True if it is still the file that was opened.

        Raises:
            EnvironmentFault: It is not there any more.
        """
        self._looked_at = monotonic()
        return self._identity is None or self._identity.is_untouched(self._path)

    def is_worth_a_look(self) -> bool:
        """True if nobody has looked for half a second."""
        return monotonic() - self._looked_at >= _LOOK_S


def _status(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_size, found.st_mtime_ns, found.st_ino
