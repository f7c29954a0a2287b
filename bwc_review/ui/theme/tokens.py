"""The token table: every colour, space, radius and type size of the window, in three themes."""

from dataclasses import dataclass, fields
from types import MappingProxyType

from PySide6.QtGui import QColor

TEXT_TOKENS = ("text", "muted", "faint", "accent_text", "danger_text", "warning_text", "success_text")
GROUND_TOKENS = ("surface", "sunken", "raised", "overlay", "hover", "selected")


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme. Colours are ``#rrggbb``; lengths are device-independent pixels at 100 %.

    Attributes:
        name: Key in the settings.
        title: What the user reads.
        is_dark: True if text is lighter than its ground.
        surface: Ground of the pages.
        sunken: Wells: the picture, the timeline, text fields.
        raised: Bars, panels, cards.
        overlay: Menus, tooltips, pop-ups.
        hover: Ground under the pointer.
        selected: Ground of the selected row.
        line: Hairlines between areas.
        line_strong: Edges of fields and buttons; at least 3:1 against the page.
        text: Reading text.
        muted: Secondary text.
        faint: Placeholders and units; still readable.
        accent: Fill of the primary button and of progress.
        on_accent: Text on `accent`.
        accent_text: Links and active icons.
        danger: Fill of what cannot be undone.
        on_danger: Text on `danger`.
        danger_text: Errors in text.
        warning_text: Faults in text and their sign.
        success_text: Confirmations in text.
        focus: The focus ring.
        pre: Phase pre, hollow badge and its word.
        post: Phase post, fill of the badge.
        on_post: Word on the filled post badge.
        code: Code names of blinded reviews.
        picture: What surrounds a video picture.
        xs: Space, 4.
        s: Space, 8.
        m: Space, 12.
        l: Space, 16.
        xl: Space, 24.
        radius: Corner radius of controls, 6.
        small_px: Labels and badges.
        body_px: Reading text.
        title_px: Titles of panes.
        display_px: Titles of pages and empty states.
    """

    name: str
    title: str
    is_dark: bool
    surface: str
    sunken: str
    raised: str
    overlay: str
    hover: str
    selected: str
    line: str
    line_strong: str
    text: str
    muted: str
    faint: str
    accent: str
    on_accent: str
    accent_text: str
    danger: str
    on_danger: str
    danger_text: str
    warning_text: str
    success_text: str
    focus: str
    pre: str
    post: str
    on_post: str
    code: str
    picture: str = "#000000"
    xs: int = 4
    s: int = 8
    m: int = 12
    l: int = 16  # noqa: E741 - the sizes are named as on a garment
    xl: int = 24
    radius: int = 6
    small_px: int = 12
    body_px: int = 13
    title_px: int = 15
    display_px: int = 20

    def colour(self, token: str) -> QColor:
        """The colour of a token, for painting."""
        return QColor(getattr(self, token))

    def table(self) -> dict[str, str]:
        """All tokens as text, for templates."""
        return {item.name: str(getattr(self, item.name)) for item in fields(self)}


DARK = Theme(
    name="dark",
    title="Dark",
    is_dark=True,
    surface="#17191e",
    sunken="#101216",
    raised="#1d2026",
    overlay="#252931",
    hover="#262a32",
    selected="#2d3050",
    line="#2b2f37",
    line_strong="#6a7280",
    text="#e7e9ee",
    muted="#a9b0bd",
    faint="#979fac",
    accent="#5e5ce0",
    on_accent="#ffffff",
    accent_text="#aeb0ff",
    danger="#c8323a",
    on_danger="#ffffff",
    danger_text="#ff9a98",
    warning_text="#f2b544",
    success_text="#5fcf9f",
    focus="#9a9cff",
    pre="#56b4e9",
    post="#2fb88c",
    on_post="#06241a",
    code="#b4b9c4",
)

LIGHT = Theme(
    name="light",
    title="Light",
    is_dark=False,
    surface="#f6f7f9",
    sunken="#ffffff",
    raised="#ffffff",
    overlay="#ffffff",
    hover="#eceef2",
    selected="#e2e3fb",
    line="#dcdfe5",
    line_strong="#838b98",
    text="#1a1d23",
    muted="#525966",
    faint="#5f6672",
    accent="#4f4dd0",
    on_accent="#ffffff",
    accent_text="#4341bd",
    danger="#b3261e",
    on_danger="#ffffff",
    danger_text="#a61d16",
    warning_text="#7d5200",
    success_text="#0a6846",
    focus="#4f4dd0",
    pre="#00629b",
    post="#00724f",
    on_post="#ffffff",
    code="#525966",
)

HIGH_CONTRAST = Theme(
    name="high_contrast",
    title="High contrast",
    is_dark=True,
    surface="#000000",
    sunken="#000000",
    raised="#000000",
    overlay="#0c0c0c",
    hover="#262626",
    selected="#003a5c",
    line="#8c8c8c",
    line_strong="#ffffff",
    text="#ffffff",
    muted="#e6e6e6",
    faint="#d0d0d0",
    accent="#ffd60a",
    on_accent="#000000",
    accent_text="#ffd60a",
    danger="#ff6b6b",
    on_danger="#000000",
    danger_text="#ff9d9d",
    warning_text="#ffc247",
    success_text="#6cf0bd",
    focus="#00e0ff",
    pre="#7cc8ff",
    post="#4be3b0",
    on_post="#000000",
    code="#f0f0f0",
)

THEMES = MappingProxyType({theme.name: theme for theme in (DARK, LIGHT, HIGH_CONTRAST)})
