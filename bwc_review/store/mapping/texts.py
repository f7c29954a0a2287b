"""Times and paths as text."""

from datetime import datetime
from pathlib import Path

_BYTES = "bytes:"


def time_text(moment: datetime) -> str:
    """ISO 8601 text with microseconds and, if there is one, the offset."""
    return moment.isoformat(timespec="microseconds")


def path_text(path: Path) -> str:
    """A path as text; names that are not Unicode (Linux allows them) as ``bytes:`` and hex digits."""
    text = str(path)
    try:
        text.encode()
    except UnicodeEncodeError:
        return _BYTES + text.encode("utf-8", "surrogateescape").hex()
    return _BYTES + text.encode().hex() if text.startswith(_BYTES) else text


def path_value(text: str) -> Path:
    """The path that `path_text` wrote."""
    if text.startswith(_BYTES):
        return Path(bytes.fromhex(text.removeprefix(_BYTES)).decode("utf-8", "surrogateescape"))
    return Path(text)
