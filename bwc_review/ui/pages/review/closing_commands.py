"""Commands for ratings, coaching notes and the end of a review, with their keys."""

from bwc_review.ui.commands.registry import Command
from bwc_review.ui.pages.review.commands import PAGE

_MENU = "Rate"


def _rate(name: str, text: str, tooltip: str, *keys: str, icon: str = "", group: int = 0) -> Command:
    return Command(f"review.{name}", text, tooltip, keys, _MENU, PAGE, icon, group)


WATCH = _rate(
    "watch", "&Watch for the ratings", "Play what is to be watched in one go, at normal speed", "Ctrl+P", icon="play"
)
RATE_ANYWAY = _rate(
    "rate_anyway", "Rate any&way…", "Rate without a whole viewing, and say why", "Ctrl+Shift+E", icon="pencil"
)
LINK = _rate("link", "&Link the tag as evidence", "Link the chosen tag to the current rating", "Ctrl+L", icon="link")
NO_RATING = _rate("no_rating", "&No rating because…", "Say why the current item has no rating", "Alt+N")
STRENGTH = _rate(
    "strength", "&Strength here", "Write a coaching note: something to keep doing", "Ctrl+Shift+S", group=1
)
FOCUS = _rate("focus", "&Coaching focus here", "Write a coaching note: something to try", "Ctrl+Shift+C", group=1)
SHOW_NOTES = _rate("show_notes", "Show the coaching n&otes", "Show the coaching notes", "Ctrl+B", group=1)
SUBMIT = _rate(
    "submit", "S&ubmit the review…", "See what is still open, then lock the review", "Ctrl+Return", icon="lock", group=2
)
REOPEN = _rate(
    "reopen",
    "&Reopen the review…",
    "Let a locked review be changed again, with a reason",
    "Ctrl+Shift+Return",
    icon="rotate-ccw",
    group=2,
)
