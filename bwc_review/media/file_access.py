"""Files as the operating system gives them: what its errors mean for the user."""

import errno
import stat
from pathlib import Path

from bwc_review.domain.errors import EnvironmentFault

_BY_NUMBER: dict[int, tuple[str, str]] = {
    errno.ENOENT: ("file.missing", "“{name}” is not there any more. Was it moved, renamed or on a drive that is away?"),
    errno.ENOTDIR: ("file.missing", "“{name}” is not there: part of its path is not a folder."),
    errno.EACCES: ("file.no_permission", "“{name}” may not be read by you. Ask whoever owns the file for access."),
    errno.EPERM: ("file.no_permission", "“{name}” may not be read by you. Ask whoever owns the file for access."),
    errno.EISDIR: ("file.is_folder", "“{name}” is a folder, not a file."),
    errno.ENAMETOOLONG: ("file.name_too_long", "The path of “{name}” is too long. Move the file to a shorter one."),
}


def environment_fault(error: OSError, path: Path) -> EnvironmentFault:
    """The sentence for an error of the operating system while `path` was read."""
    code, sentence = _BY_NUMBER.get(
        error.errno or 0,
        ("file.unreadable", "“{name}” could not be read: {reason}. Check the drive or the network and try again."),
    )
    reason = (error.strerror or type(error).__name__).lower()
    return EnvironmentFault(code, sentence.format(name=path.name, reason=reason), path=str(path))


def size_of(path: Path) -> int:
    """Bytes of a plain file that can be read.

    Raises:
        EnvironmentFault: It is not there, is a folder or a device, or may not be read.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, "is a folder")
        if not stat.S_ISREG(status.st_mode):  # opening a pipe would wait for ever
            raise EnvironmentFault(
                "file.not_plain", f"“{path.name}” is a device or a pipe, not a file.", path=str(path)
            )
        with path.open("rb"):
            return status.st_size
    except OSError as error:
        raise environment_fault(error, path) from error
