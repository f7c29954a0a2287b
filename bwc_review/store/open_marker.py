"""A small file that says that a study is open. One that is left over tells that a program ended without closing it.

The file is locked while its program lives, by the system, so that nothing has to be guessed from process numbers:
whoever can lock it knows that its program is gone.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from uuid import uuid4

_PREFIX, _SUFFIX = "open-", ".json"


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """What the marker of a program that did not close the study tells.

    Attributes:
        opened_at: When it had opened the study.
        seq: The log's last entry then.
    """

    opened_at: datetime
    seq: int


class OpenMarker:
    """Says in a study's folder that it is open, until `release`.

    Attributes:
        left: What programs that ended without closing the study have left here; their markers are gone now.
        is_alone: True if no other program had the study open when this one began.
    """

    def __init__(self, folder: Path, seq: int) -> None:
        """Look for others and leave a marker; where none can be made the study is opened without.

        Args:
            folder: Where markers are kept.
            seq: The log's last entry.
        """
        self.left: list[LeftOpen] = []
        self.is_alone = True
        self._file: IO[str] | None = None
        self._path = folder / f"{_PREFIX}{uuid4().hex}{_SUFFIX}"
        with suppress(OSError):
            for path in _markers(folder):
                self._look_at(path)
            self._file = self._path.open("x", encoding="utf-8")
            _lock(self._file)
            json.dump({"opened_at": datetime.now(UTC).isoformat(), "seq": seq}, self._file)
            self._file.flush()

    def release(self) -> None:
        """The study was closed as it should be."""
        if self._file is not None:
            file, self._file = self._file, None
            with suppress(OSError):
                file.close()  # on a full disk it still holds what could not be written
            with suppress(OSError):
                self._path.unlink(missing_ok=True)

    def _look_at(self, path: Path) -> None:
        with path.open("r+", encoding="utf-8") as file:
            try:
                _lock(file)
            except OSError:
                self.is_alone = False
                return
            try:
                told = json.load(file)
                found = LeftOpen(datetime.fromisoformat(told["opened_at"]), int(told["seq"]))
            except (ValueError, TypeError, KeyError):
                found = None  # the program ended before it had written anything
        path.unlink(missing_ok=True)
        if found is not None:
            self.left.append(found)


def _markers(folder: Path) -> Iterator[Path]:
    return iter(sorted(folder.glob(f"{_PREFIX}*{_SUFFIX}")))


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str]) -> None:
        """Lock the last byte that a file can have, so that the content stays readable."""
        place = file.tell()
        file.seek(0x7FFFFFFE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        finally:
            file.seek(place)
else:
    import fcntl

    def _lock(file: IO[str]) -> None:
        """Lock the file, or raise `OSError` if its program lives."""
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
