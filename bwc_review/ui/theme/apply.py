"""Puts a theme on the application: Fusion, one palette, one style sheet."""

from string import Template

from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from bwc_review import paths
from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.tokens import DARK, Theme

_PROPERTY = "bwc_theme"
_CALM = "bwc_calm"


def current() -> Theme:
    """The theme on the screen; dark before any was applied."""
    app = QGuiApplication.instance()
    theme = app.property(_PROPERTY) if app is not None else None
    return theme if isinstance(theme, Theme) else DARK


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Show the whole window in `theme`.

    Widgets that paint themselves ask `current()` while painting; they are repainted because the palette changes.
    """
    app.setProperty(_PROPERTY, theme)
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    fonts.load()
    font = fonts.font(theme.body_px)
    if app.font() != font:  # handing the same one to every widget again takes time and does nothing
        app.setFont(font)
    app.setPalette(palette(theme))
    app.setStyleSheet(style_sheet(theme))


def set_calm(app: QApplication, *, is_calm: bool) -> None:
    """Let nothing in the window flash, or let it."""
    app.setProperty(_CALM, is_calm)


def is_calm() -> bool:
    """True if nothing in the window is to flash."""
    app = QGuiApplication.instance()
    return app is not None and bool(app.property(_CALM))


def palette(theme: Theme) -> QPalette:
    """The palette of a theme, for everything that the style sheet does not name."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.surface,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.sunken,
        QPalette.ColorRole.AlternateBase: theme.raised,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.faint,
        QPalette.ColorRole.Button: theme.raised,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.BrightText: theme.danger_text,
        QPalette.ColorRole.ToolTipBase: theme.overlay,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.Highlight: theme.selected,
        QPalette.ColorRole.HighlightedText: theme.text,
        QPalette.ColorRole.Accent: theme.accent,
        QPalette.ColorRole.Link: theme.accent_text,
        QPalette.ColorRole.LinkVisited: theme.accent_text,
        QPalette.ColorRole.Light: theme.overlay,
        QPalette.ColorRole.Midlight: theme.hover,
        QPalette.ColorRole.Mid: theme.line,
        QPalette.ColorRole.Dark: theme.line,
        QPalette.ColorRole.Shadow: theme.sunken,
    }
    for role, value in roles.items():
        made.setColor(role, value)
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, theme.faint)
    return made


def style_sheet(theme: Theme) -> str:
    """The style sheet with the theme's tokens filled in.

    Raises:
        KeyError: The sheet names a token that does not exist.
    """
    text = (paths.resources() / "qss" / "window.qss").read_text(encoding="utf-8")
    return Template(text).substitute(theme.table())
