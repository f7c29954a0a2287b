"""Start of the program: the command line, or the window if there is no command."""

import gc
import os
import sys

_SWITCH_S = 0.001  # so long a thread that decodes may keep Python to itself while a key waits; usually 5 ms


def open_window(study: str | None) -> int:
    """Open the window on a study, or on the last one; returns the exit code."""
    # Loading makes a few hundred thousand objects that stay; looking for garbage among them takes a fifth of the start.
    gc.disable()
    from bwc_review.ui import app

    return app.run(study, is_shown)


def is_shown() -> None:
    """The window has been painted: look for garbage again, but not among what was loaded, so that no picture waits."""
    gc.freeze()
    gc.enable()
    sys.setswitchinterval(_SWITCH_S)


def main() -> None:
    """Run the window or the command line and leave with its exit code."""
    if len(sys.argv) == 1:
        # The usual start by a click on an icon: nothing of the command line is loaded.
        sys.exit(open_window(os.environ.get("BWC_REVIEW_STUDY")))
    from bwc_review.cli import commands

    sys.exit(commands.run(sys.argv[1:], open_window))


if __name__ == "__main__":
    main()
