"""Start of the program: no arguments open the window, anything else is the command line."""

import sys


def main() -> None:
    """Run the window or the command line and leave with its exit code."""
    if len(sys.argv) > 1:
        from bwc_review.cli import commands

        commands.main()
    else:
        from bwc_review.ui import app

        sys.exit(app.run())


if __name__ == "__main__":
    main()
