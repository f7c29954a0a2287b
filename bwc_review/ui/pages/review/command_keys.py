"""Keys that the program keeps on the review page, as the user has set them, with what each does."""

from PySide6.QtGui import QKeySequence

from bwc_review.services.rubric_keys import RESERVED_KEYS, canonical_key
from bwc_review.ui.commands.registry import EVERYWHERE, Registry
from bwc_review.ui.pages.review.commands import PAGE


def command_keys(registry: Registry) -> dict[str, str]:
    """Keys of the page's commands and of those that work everywhere; and those that no command may lose.

    Keys that the user has taken away from their command are free.
    """
    found: dict[str, str] = {}
    for command in registry.commands():
        if command.page in (EVERYWHERE, PAGE):
            for key in registry.keys(command.id):
                portable = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
                found[canonical_key(portable)] = f"belongs to “{command.title}”"
    for key in ("Esc", "Tab", "Shift+Tab", "F1", "F10"):
        found.setdefault(key, RESERVED_KEYS[key])
    return found
