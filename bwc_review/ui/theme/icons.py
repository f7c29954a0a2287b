"""Lucide icons, drawn from SVG in the colour of a token of the theme that is on the screen."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from bwc_review import paths
from bwc_review.ui.theme.apply import current

_STROKE = 'stroke-width="2"'
_THIN = 'stroke-width="1.75"'


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    text = (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(text.replace("currentColor", colour).replace(_STROKE, _THIN).encode()))


class _TokenIcon(QIconEngine):
    """Draws one icon sharp at any size, in the colour that its token has now; a new theme needs no new icons."""

    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        self._name = name
        self._token = token

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        token = "faint" if mode is QIcon.Mode.Disabled else self._token
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if mode is QIcon.Mode.Disabled:
            painter.setOpacity(painter.opacity() * 0.5)
        # In a rectangle that is wider than high the icon stands at the left: the rest parts it from a button's text.
        side = min(rect.width(), rect.height())
        spot = QRectF(rect.x(), rect.y() + (rect.height() - side) / 2, side, side)
        _renderer(self._name, getattr(current(), token)).render(painter, spot)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        """The icon at `size` device-independent pixels, sharp on a screen with `scale` pixels in each."""
        made = QPixmap(size * scale)
        if made.isNull():  # a button that has no room yet
            return made
        made.setDevicePixelRatio(scale)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        return _TokenIcon(self._name, self._token)

    def iconName(self) -> str:
        return self._name

    def key(self) -> str:
        return "bwc-token-icon"


def icon(name: str, colour_token: str = "text") -> QIcon:
    """The icon `name` (a file in resources/icons) in the colour of a token; it follows the theme by itself."""
    return QIcon(_TokenIcon(name, colour_token))


def paint_icon(painter: QPainter, rect: QRectF, name: str, colour: str) -> None:
    """Paint an icon into `rect` in a colour (``#rrggbb``), for widgets and delegates that paint themselves."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name, colour).render(painter, rect)
    painter.restore()
