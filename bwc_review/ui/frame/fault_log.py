"""A log of faults of the program: where, never what the study holds."""

import logging
import traceback
from logging.handlers import RotatingFileHandler
from types import TracebackType

from bwc_review import paths

_BYTES = 512_000
_KEPT = 2


def keep(kind: type[BaseException], trace: TracebackType | None) -> None:
    """Write the kind of a fault and the lines that led to it; the exception's text may hold names and is left out."""
    places = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(trace)]
    _log().error("%s at %s", kind.__name__, " > ".join(places))


def _log() -> logging.Logger:
    log = logging.getLogger("bwc_review.faults")
    if not log.handlers:
        folder = paths.logs()
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / "faults.log", maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        log.addHandler(handler)
    return log
