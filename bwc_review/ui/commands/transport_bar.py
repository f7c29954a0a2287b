"""The actions of a bar of transport, by the names that the bar has for them."""

from PySide6.QtGui import QAction

from bwc_review.ui.commands.registry import Registry

# Every page that plays something has these commands, each under its own name before the dot.
_SUFFIXES = {
    "start": "start",
    "back": "frame_back",
    "play": "play",
    "on": "frame_on",
    "end": "end",
    "slower": "slower",
    "faster": "faster",
    "loop": "loop",
    "sound": "sound",
}


def bar_actions(registry: Registry, page: str, **more: str) -> dict[str, QAction]:
    """The actions of a page's transport.

    Args:
        registry: Holds them.
        page: The page whose commands they are.
        more: Ids of further commands, by the bar's names for them.
    """
    ids = {name: f"{page}.{suffix}" for name, suffix in _SUFFIXES.items()} | more
    return {name: registry.action(command_id) for name, command_id in ids.items()}
