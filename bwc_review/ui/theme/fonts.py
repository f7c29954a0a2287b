"""Inter, from the resources, and the fonts of the window made of it."""

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from bwc_review import paths

FAMILY = "Inter"
_FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")


@cache
def load() -> bool:
    """Make Inter known to the application, once; False if a file is missing (the system's font is used then)."""
    folder = paths.resources() / "fonts"
    return all(QFontDatabase.addApplicationFont(str(folder / name)) >= 0 for name in _FILES)


@cache
def font(size_px: int = 13, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Inter in that size (device-independent pixels) and weight; always the same one, so copy it to change it."""
    made = QFont(FAMILY)
    made.setPixelSize(size_px)
    made.setWeight(weight)
    made.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return made


@cache
def tabular(size_px: int = 13, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Inter with figures of one width, for times and counts that stand under each other or run."""
    made = QFont(font(size_px, weight))
    made.setFeature(QFont.Tag("tnum"), 1)
    return made
