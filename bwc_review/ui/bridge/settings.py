"""The user's own choices, kept in a text file under the program's home."""

import getpass
import json
from typing import Final

from PySide6.QtCore import QByteArray, QSettings

from bwc_review import paths
from bwc_review.ui.theme.tokens import DARK, THEMES, Theme

MAX_RECENT: Final = 8
MAX_NAMES: Final = 500


class UserSettings:
    """Theme, name, role, recent studies, keys and the shape of the window. Wrong values in the file count as none."""

    def __init__(self) -> None:
        home = paths.home()
        home.mkdir(parents=True, exist_ok=True)
        self._file = QSettings(str(home / "settings.ini"), QSettings.Format.IniFormat)

    @property
    def theme(self) -> Theme:
        """The chosen theme; dark at first."""
        return THEMES.get(self._text("look/theme"), DARK)

    @theme.setter
    def theme(self, theme: Theme) -> None:
        self._file.setValue("look/theme", theme.name)

    @property
    def actor(self) -> str:
        """Who works here, as logs and reviews name them; the login name at first."""
        return self._text("who/name") or _login_name()

    @actor.setter
    def actor(self, name: str) -> None:
        self._file.setValue("who/name", name.strip())

    @property
    def is_blinded(self) -> bool:
        """True if the window hides what a blinded reviewer must not see."""
        return self._text("who/role") == "blinded"

    @is_blinded.setter
    def is_blinded(self, is_blinded: bool) -> None:
        self._file.setValue("who/role", "blinded" if is_blinded else "lead")

    @property
    def scale_percent(self) -> int:
        """Size of everything, 100 to 200; 0 to do as the system says."""
        text = self._text("look/scale")
        percent = int(text) if text.isdecimal() else 0
        return percent if 100 <= percent <= 200 else 0

    @scale_percent.setter
    def scale_percent(self, percent: int) -> None:
        self._file.setValue("look/scale", str(percent))

    @property
    def is_calm(self) -> bool:
        """True if nothing in the window flashes."""
        return self._text("look/calm") == "yes"

    @is_calm.setter
    def is_calm(self, is_calm: bool) -> None:
        self._file.setValue("look/calm", "yes" if is_calm else "no")

    @property
    def break_minutes(self) -> int:
        """Minutes of footage after which a break is suggested; 0 for never."""
        text = self._text("comfort/break")
        return min(int(text), 240) if text.isdecimal() else 45

    @break_minutes.setter
    def break_minutes(self, minutes: int) -> None:
        self._file.setValue("comfort/break", str(minutes))

    @property
    def volume_percent(self) -> int:
        """How loud clips and films are played; in full at first."""
        text = self._text("sound/volume")
        return min(int(text), 100) if text.isdecimal() else 100

    @volume_percent.setter
    def volume_percent(self, percent: int) -> None:
        self._file.setValue("sound/volume", str(percent))

    @property
    def recent(self) -> list[tuple[str, str]]:
        """Location and title of the studies opened last, newest first."""
        try:
            found = json.loads(self._text("studies/recent") or "[]")
            return [(str(location), str(title)) for location, title in found][:MAX_RECENT]
        except (ValueError, TypeError):
            return []

    def remember(self, location: str, title: str) -> None:
        """Put a study at the head of the recent ones."""
        kept = [item for item in self.recent if item[0] != location]
        self._file.setValue("studies/recent", json.dumps([(location, title), *kept][:MAX_RECENT]))

    def forget(self, location: str) -> None:
        """Take a study off the recent ones."""
        self._file.setValue("studies/recent", json.dumps([item for item in self.recent if item[0] != location]))

    @property
    def names(self) -> dict[str, str]:
        """Under which name each study was last opened here, by location."""
        try:
            found = json.loads(self._text("studies/names") or "{}")
            return {str(location): str(name) for location, name in found.items()}
        except (ValueError, TypeError, AttributeError):
            return {}

    def keep_name(self, location: str, name: str) -> None:
        """Keep under which name a study was opened."""
        kept = {known: who for known, who in self.names.items() if known != location}
        newest = [(location, name), *kept.items()][:MAX_NAMES]
        self._file.setValue("studies/names", json.dumps(dict(newest)))

    @property
    def keys(self) -> dict[str, tuple[str, ...]]:
        """Keys that the user has chosen, by command id."""
        try:
            found = json.loads(self._text("keys/changed") or "{}")
            return {str(name): tuple(str(key) for key in keys) for name, keys in found.items()}
        except (ValueError, TypeError, AttributeError):
            return {}

    @keys.setter
    def keys(self, keys: dict[str, tuple[str, ...]]) -> None:
        self._file.setValue("keys/changed", json.dumps(keys))

    def shape(self, name: str) -> QByteArray:
        """A saved geometry or splitter state; empty if there is none."""
        value = self._file.value(f"shape/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_shape(self, name: str, shape: QByteArray) -> None:
        """Save a geometry or splitter state."""
        self._file.setValue(f"shape/{name}", shape)

    def value(self, name: str, default: str = "") -> str:
        """A plain text under a name of a page's own, such as ``review/speed``."""
        return self._text(name) or default

    def keep(self, name: str, value: str) -> None:
        """Save a plain text under a name of a page's own."""
        self._file.setValue(name, value)

    def save(self) -> None:
        """Write what has changed to the file now."""
        self._file.sync()

    def _text(self, name: str) -> str:
        value = self._file.value(name)
        return value if isinstance(value, str) else ""


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "reviewer"
