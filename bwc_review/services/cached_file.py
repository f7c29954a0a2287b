"""Files of a study's cache: written whole or not at all, and only while the study's folder is there."""

import os
from contextlib import suppress
from pathlib import Path


def keep(folder: Path, path: Path, content: bytes) -> None:
    """Write a file of the cache; where it cannot be written the study works without it.

    Several threads may make the same file: each writes its own and the last rename wins.

    Args:
        folder: The study's folder. It is never made: while its drive or share is away, a new one in its place would be
            taken for it, or keep it from coming back there.
        path: The file, somewhere below.
        content: What goes into it.
    """
    partial = path.with_name(f"{path.stem}.{os.getpid()}-{os.urandom(4).hex()}.partial{path.suffix}")
    with suppress(OSError):
        for parent in reversed(path.relative_to(folder).parents):
            if parent.name:
                (folder / parent).mkdir(exist_ok=True)
        partial.write_bytes(content)
        partial.replace(path)
