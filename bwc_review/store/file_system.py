"""What kind of disk a folder is on, and whether it can be written to.

SQLite's write-ahead log needs memory shared by all programs that have the file open, which no network file system has
(https://sqlite.org/wal.html).
"""

import os
import subprocess
import sys
import tempfile
from errno import EACCES, EPERM, EROFS
from pathlib import Path, PurePath

_NETWORK = frozenset(
    {
        "9p",
        "afpfs",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "davfs",
        "fuse.davfs",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.sshfs",
        "fuse.vmhgfs-fuse",
        "gfs2",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "prl_fs",
        "smb2",
        "smb3",
        "smbfs",
        "vboxsf",
        "virtiofs",
        "vmhgfs",
        "webdav",
    }
)
_MOUNTS = Path("/proc/self/mountinfo")
_REMOTE_DRIVE = 4


def is_on_network(folder: Path) -> bool:
    """True if the folder lies on another machine's disk, as far as the system tells."""
    real = folder.resolve()
    if sys.platform == "win32":
        return _is_remote_drive(real)
    if sys.platform == "darwin":
        told = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False).stdout
        return kind_of_mount(mounts_of_mac(told), real) in _NETWORK
    if not _MOUNTS.is_file():
        return False
    return kind_of_mount(mounts_of_linux(_MOUNTS.read_text(errors="surrogateescape")), real) in _NETWORK


def mounts_of_linux(text: str) -> list[tuple[str, str]]:
    """Mount points and kinds of file system from ``/proc/self/mountinfo`` (proc(5))."""
    mounts: list[tuple[str, str]] = []
    for line in text.splitlines():
        left, _, right = line.partition(" - ")
        fields, kinds = left.split(" "), right.split(" ")
        if len(fields) > 4 and kinds[0]:
            mounts.append((_unescaped(fields[4]), kinds[0]))
    return mounts


def mounts_of_mac(text: str) -> list[tuple[str, str]]:
    """Mount points and kinds of file system from what ``mount`` prints on macOS."""
    mounts: list[tuple[str, str]] = []
    for line in text.splitlines():
        place, _, options = line.partition(" on ")[2].rpartition(" (")
        if place:
            mounts.append((place, options.rstrip(")").split(",")[0]))
    return mounts


def kind_of_mount(mounts: list[tuple[str, str]], folder: PurePath) -> str:
    """Kind of the file system that holds the folder; of several mounted at one place the last; empty if unknown."""
    found, depth = "", -1
    for place, kind in mounts:
        mount = PurePath(place)
        if folder.is_relative_to(mount) and len(mount.parts) >= depth:
            found, depth = kind, len(mount.parts)
    return found


def can_write(folder: Path, file: Path) -> bool:
    """True if both the file can be changed and new files can be made beside it.

    The file itself is not opened: closing it would drop the locks that SQLite holds on it in this process
    (https://sqlite.org/howtocorrupt.html, section 2.2).
    """
    if not os.access(file, os.W_OK):
        return False
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError as error:
        # A full disk is told when something is written; it does not make a study read-only.
        return error.errno not in (EACCES, EPERM, EROFS)


def _unescaped(text: str) -> str:
    for octal, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(octal, character)
    return text


def _is_remote_drive(folder: Path) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    if folder.drive.startswith("\\\\"):
        return True
    return ctypes.windll.kernel32.GetDriveTypeW(f"{folder.drive}\\") == _REMOTE_DRIVE
