"""How urgent a thread's work is: what somebody waits for at the keyboard comes before what is made ahead."""

import os
import sys
import threading
from enum import IntEnum

_NICEST = 19


class Urgency(IntEnum):
    """How much nicer than the program a thread is on Linux."""

    AHEAD = 5
    """Pictures that are made before they are due, and small ones."""
    BACKGROUND = 10
    """Jobs: previews, imports, exports, and the programs that they run."""


def take(urgency: Urgency) -> None:
    """Give the calling thread an urgency, with all threads and programs that it starts from then on.

    Only Linux keeps it for each thread (``setpriority(2)``, "C library/kernel differences"). Elsewhere it would be that
    of the whole program, so nothing is done there.
    """
    if sys.platform == "linux":
        thread = threading.get_native_id()
        # Counted from what it is: only root may make a thread less nice again.
        niceness = os.getpriority(os.PRIO_PROCESS, thread) + urgency
        os.setpriority(os.PRIO_PROCESS, thread, min(niceness, _NICEST))
