"""Disks as users have them: full, and read-only. Root may do anything to a file, so root makes real mounts."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path


@cache
def can_mount() -> bool:
    """True if this process may mount file systems."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    with tempfile.TemporaryDirectory() as folder:
        if not _mount("-t", "tmpfs", "-o", "size=64k", "tmpfs", folder):
            return False
        subprocess.run(["umount", folder], check=True)
    return True


def can_forbid_writing() -> bool:
    """True if a folder can be made read-only for this process."""
    return sys.platform != "win32" and (os.geteuid() != 0 or can_mount())


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """A disk of that size, mounted on the folder."""
    folder.mkdir(exist_ok=True)
    assert _mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder))
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Within the block nothing in the folder can be written."""
    if os.geteuid() == 0:
        assert _mount("--bind", str(folder), str(folder))
        assert _mount("-o", "remount,bind,ro", str(folder))
        try:
            yield
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)
        return
    everything = [folder, *folder.rglob("*")]
    modes = {path: path.stat().st_mode for path in everything}
    for path in everything:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


def _mount(*arguments: str) -> bool:
    return subprocess.run(["mount", *arguments], check=False, capture_output=True).returncode == 0
