"""The marks that carry meaning: colours, shapes and patterns of behaviours, and the badges of phases.

Nothing is told by colour alone. A dimension has a colour and a pattern, a valence has a shape and a side of the lane,
a phase has a word and a shape. Colours are those of Okabe and Ito, “Color Universal Design” (2008), moved towards
white or black where the theme's ground would swallow them.
"""

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from bwc_review.domain.people import Phase
from bwc_review.domain.rubric import Valence
from bwc_review.ui.theme import fonts
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.contrast import visible
from bwc_review.ui.theme.tokens import Theme

OKABE_ITO = MappingProxyType(
    {
        "orange": "#e69f00",
        "purple": "#cc79a7",
        "yellow": "#f0e442",
        "sky": "#56b4e9",
        "vermillion": "#d55e00",
        "green": "#009e73",
        "blue": "#0072b2",
    }
)
# The first three keep away from the blue and green that mean a phase.
_PATTERNS = (
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.HorPattern,
    Qt.BrushStyle.Dense5Pattern,
    Qt.BrushStyle.VerPattern,
    Qt.BrushStyle.CrossPattern,
    Qt.BrushStyle.Dense6Pattern,
    Qt.BrushStyle.DiagCrossPattern,
)
PHASE_WORDS = MappingProxyType({Phase.PRE: "Pre", Phase.POST: "Post", Phase.DURING: "During", Phase.NONE: "No phase"})
_PAD = 8.0
_SIGN = 7.0
_GAP = 6.0


@dataclass(frozen=True, slots=True)
class DimensionMark:
    """How a dimension looks: its colour, made visible on the theme's ground, and its pattern."""

    colour: QColor
    pattern: Qt.BrushStyle


def dimension_mark(index: int, theme: Theme | None = None) -> DimensionMark:
    """The mark of the rubric's dimension number `index`, from 0, in that theme or the one on the screen.

    Marks repeat after seven dimensions.
    """
    return _dimension_mark(index % len(OKABE_ITO), (theme or current()).surface)


@lru_cache(maxsize=64)
def _dimension_mark(place: int, ground: str) -> DimensionMark:
    colour = QColor(tuple(OKABE_ITO.values())[place])
    return DimensionMark(visible(colour, QColor(ground)), _PATTERNS[place])


def side(valence: Valence) -> int:
    """Where a point stands: -1 above its lane, 1 below it, 0 on it."""
    return {Valence.DEESCALATING: -1, Valence.ESCALATING: 1, Valence.NEUTRAL: 0}[valence]


def point_path(valence: Valence, centre: QPointF, size: float) -> QPainterPath:
    """The shape of a point of that valence, `size` high: circle, triangle pointing down, or upright bar."""
    path, half = QPainterPath(), size / 2
    if valence is Valence.DEESCALATING:
        path.addEllipse(centre, half, half)
    elif valence is Valence.ESCALATING:
        x, y = centre.x(), centre.y()
        path.addPolygon(QPolygonF([QPointF(x - half, y - half), QPointF(x + half, y - half), QPointF(x, y + half)]))
        path.closeSubpath()
    else:
        path.addRoundedRect(QRectF(centre.x() - size / 6, centre.y() - half, size / 3, size), 1, 1)
    return path


def paint_point(painter: QPainter, centre: QPointF, size: float, valence: Valence, colour: QColor) -> None:
    """Paint a point's shape with a thin edge of the ground, so that neighbours stay apart."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(current().colour("surface"), 1.5))
    painter.setBrush(colour)
    painter.drawPath(point_path(valence, centre, size))
    painter.restore()


def paint_span(painter: QPainter, rect: QRectF, mark: DimensionMark) -> None:
    """Paint a state: its colour, its dimension's pattern over it, and a full edge."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    fill = QColor(mark.colour)
    fill.setAlphaF(0.35)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(rect, 3, 3)
    if mark.pattern is not Qt.BrushStyle.SolidPattern:
        painter.setBrush(QBrush(mark.colour, mark.pattern))
        painter.setOpacity(0.45)
        painter.drawRoundedRect(rect, 3, 3)
        painter.setOpacity(1)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(mark.colour, 1))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    painter.restore()


def paint_not_codable(painter: QPainter, rect: QRectF) -> None:
    """Paint a stretch that cannot be coded: grey hatching without a colour of its own."""
    theme = current()
    painter.save()
    painter.setPen(QPen(theme.colour("line_strong"), 1))
    painter.setBrush(QBrush(theme.colour("line_strong"), Qt.BrushStyle.BDiagPattern))
    painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.restore()


def badge_font() -> QFont:
    """The font of the words on badges."""
    return fonts.font(current().small_px, QFont.Weight.Medium)


def phase_badge_size(phase: Phase) -> QSize:
    """Size of a phase's badge, in device-independent pixels."""
    metrics = QFontMetricsF(badge_font())
    width = _PAD + _SIGN + _GAP + metrics.horizontalAdvance(PHASE_WORDS[phase]) + _PAD
    return QSize(round(width), round(metrics.height()) + 5)


def paint_phase_badge(painter: QPainter, rect: QRectF, phase: Phase) -> None:
    """Paint a phase's badge at the left of `rect`, vertically in its middle.

    Pre is hollow and blue, post is filled and green, during is hollow with half a sign, none is only grey words.
    """
    theme, size = current(), phase_badge_size(phase)
    box = QRectF(rect.left(), rect.center().y() - size.height() / 2, size.width(), size.height())
    ink = theme.colour(_INKS[phase])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if phase is Phase.NONE:
        box.translate(-_PAD, 0)  # without an edge its words begin where edges would
    if phase is Phase.POST:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("post"))
        painter.drawRoundedRect(box, size.height() / 2, size.height() / 2)
    elif phase is not Phase.NONE:
        painter.setPen(QPen(ink, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.6, 0.6, -0.6, -0.6), size.height() / 2, size.height() / 2)
    _paint_phase_sign(painter, QPointF(box.left() + _PAD + _SIGN / 2, box.center().y()), phase, ink)
    painter.setPen(ink)
    painter.setFont(badge_font())
    words = box.adjusted(_PAD + _SIGN + _GAP, 0, 0, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, PHASE_WORDS[phase])
    painter.restore()


_INKS = MappingProxyType({Phase.PRE: "pre", Phase.POST: "on_post", Phase.DURING: "muted", Phase.NONE: "faint"})


def _paint_phase_sign(painter: QPainter, centre: QPointF, phase: Phase, ink: QColor) -> None:
    circle = QRectF(centre.x() - _SIGN / 2, centre.y() - _SIGN / 2, _SIGN, _SIGN)
    painter.setPen(QPen(ink, 1.4))
    painter.setBrush(ink if phase is Phase.POST else Qt.BrushStyle.NoBrush)
    if phase is Phase.NONE:
        painter.drawLine(QPointF(circle.left(), centre.y()), QPointF(circle.right(), centre.y()))
        return
    painter.drawEllipse(circle)
    if phase is Phase.DURING:
        painter.setBrush(ink)
        painter.drawPie(circle, 90 * 16, 180 * 16)
