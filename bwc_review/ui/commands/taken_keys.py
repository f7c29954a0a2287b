"""Keys that the program keeps on the review page, as the user has set them, with what each does."""

from PySide6.QtGui import QKeySequence

from bwc_review.services.rubric_keys import RESERVED_KEYS, canonical_key
from bwc_review.ui.commands.registry import EVERYWHERE, Registry

_PAGE = "review"
_ALWAYS = ("Esc", "Tab", "Shift+Tab", "F1", "F10")


def portable_key(key: str) -> str:
    """A key as settings and rubrics write it."""
    return canonical_key(QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText))


def taken_keys(registry: Registry) -> dict[str, str]:
    """Keys of the page's commands and of those that work everywhere; and those that no command may lose.

    Keys that the user has taken away from their command are free. Until the page is loaded its usual keys count.
    """
    is_loaded = bool(registry.commands(_PAGE))
    found = {key: words for key, words in RESERVED_KEYS.items() if not is_loaded or key in _ALWAYS}
    for command in registry.commands():
        if command.page in (EVERYWHERE, _PAGE):
            for key in registry.keys(command.id):
                found[portable_key(key)] = f"belongs to “{command.title}”"
    return found
