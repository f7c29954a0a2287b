"""The three kinds of trouble that are not bugs; any other exception is one.

Each carries a sentence for the user, a stable code for scripts and tests, and the facts behind it.
"""

from collections.abc import Mapping


class ReviewError(Exception):
    """Base of all errors that the user is told about in a sentence.

    Attributes:
        code: Stable dotted name, for example ``media.no_video``.
        message: One or two sentences in the user's words: what happened and what to do.
        facts: Details by name (row, column, field, id); safe to print to the user, not to a log.
    """

    def __init__(self, code: str, message: str, /, **facts: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.facts: Mapping[str, object] = facts


class InputError(ReviewError):
    """What was given cannot be used: a file, a field, a value, a combination."""


class EnvironmentFault(ReviewError):
    """The machine is at fault: disk full, file gone, program missing, no permission."""


class StaleEdit(ReviewError):
    """What was to be changed is no longer as it was when the change was prepared."""

    def __init__(self, message: str = "This was changed elsewhere in the meantime.", /, **facts: object) -> None:
        super().__init__("edit.stale", message, **facts)


class Cancelled(ReviewError):
    """The user stopped the job; nothing of it was kept."""

    def __init__(self, message: str = "Stopped. Nothing was changed.", /, **facts: object) -> None:
        super().__init__("job.cancelled", message, **facts)
