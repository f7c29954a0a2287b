"""Tokens, palette, style sheet, icons, fonts and marks."""

from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QFontDatabase, QFontInfo, QIcon, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QLabel

from bwc_review import paths
from bwc_review.domain.people import Phase
from bwc_review.domain.rubric import Valence
from bwc_review.ui.theme import fonts, marks
from bwc_review.ui.theme.apply import apply_theme, current, style_sheet
from bwc_review.ui.theme.contrast import contrast, luminance, visible
from bwc_review.ui.theme.icons import icon
from bwc_review.ui.theme.tokens import DARK, GROUND_TOKENS, LIGHT, TEXT_TOKENS, THEMES, Theme

READABLE = 4.5
SEEN = 3.0
EACH_THEME = pytest.mark.parametrize("theme", list(THEMES.values()), ids=list(THEMES))


def test_contrast_is_that_of_the_guideline() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#767676"), QColor("white")) == pytest.approx(4.54, abs=0.01)
    assert luminance(QColor("#808080")) == pytest.approx(0.2159, abs=0.0001)


@EACH_THEME
@pytest.mark.parametrize(("text", "ground"), list(product(TEXT_TOKENS, GROUND_TOKENS)))
def test_every_text_can_be_read_on_every_ground(theme: Theme, text: str, ground: str) -> None:
    assert contrast(theme.colour(text), theme.colour(ground)) >= READABLE


@EACH_THEME
@pytest.mark.parametrize(
    ("text", "ground"),
    [("on_accent", "accent"), ("on_danger", "danger"), ("on_post", "post"), *product(("pre", "code"), GROUND_TOKENS)],
)
def test_words_on_colours_can_be_read(theme: Theme, text: str, ground: str) -> None:
    assert contrast(theme.colour(text), theme.colour(ground)) >= READABLE


@EACH_THEME
@pytest.mark.parametrize(
    ("edge", "ground"), list(product(("focus", "line_strong", "post"), ("surface", "raised", "sunken")))
)
def test_edges_and_the_focus_ring_stand_out(theme: Theme, edge: str, ground: str) -> None:
    assert contrast(theme.colour(edge), theme.colour(ground)) >= SEEN


@EACH_THEME
def test_marks_of_dimensions_stand_out_and_differ(theme: Theme) -> None:
    found = [marks.dimension_mark(index, theme) for index in range(7)]
    assert all(contrast(mark.colour, theme.colour("surface")) >= SEEN for mark in found)
    assert len({mark.colour.name() for mark in found}) == len({mark.pattern for mark in found}) == 7
    assert marks.dimension_mark(7, theme) == found[0]


def test_a_colour_that_stands_out_is_left_alone() -> None:
    assert visible(QColor("#e69f00"), QColor("#000000")).name() == "#e69f00"
    assert contrast(visible(QColor("#f0e442"), QColor("white")), QColor("white")) >= SEEN


def test_points_differ_in_shape_and_side() -> None:
    shapes = {valence: marks.point_path(valence, QPointF(50, 50), 12) for valence in Valence}
    assert {marks.side(valence) for valence in Valence} == {-1, 0, 1}
    assert not shapes[Valence.DEESCALATING].contains(QPointF(45, 45))
    assert shapes[Valence.ESCALATING].contains(QPointF(46, 45))
    assert not shapes[Valence.ESCALATING].contains(QPointF(46, 55))
    assert shapes[Valence.NEUTRAL].boundingRect().width() < 6


def test_a_phase_has_a_word_and_a_shape_of_its_own(dark: QApplication) -> None:
    pictures = {phase: badge(phase) for phase in Phase}
    ink = {
        phase: sum(1 for x in range(16) for y in range(24) if filled(image, x, y)) for phase, image in pictures.items()
    }
    assert ink[Phase.POST] > ink[Phase.PRE] > ink[Phase.NONE]
    assert set(marks.PHASE_WORDS) == set(Phase)


@EACH_THEME
def test_the_style_sheet_fills_in_every_token(theme: Theme) -> None:
    text = style_sheet(theme)
    assert "$" not in text
    assert theme.focus in text


def test_a_theme_reaches_palette_and_widgets(qapp: QApplication) -> None:
    label = QLabel("words")
    for theme in (LIGHT, DARK):
        apply_theme(qapp, theme)
        label.ensurePolished()
        assert current() is theme
        assert qapp.palette().color(QPalette.ColorRole.Window) == theme.colour("surface")
        assert label.palette().color(QPalette.ColorRole.WindowText) == theme.colour("text")


def test_icons_follow_the_theme_and_fade_when_disabled(qapp: QApplication) -> None:
    apply_theme(qapp, LIGHT)
    made = icon("minus", "text")
    assert darkest(made) < 80
    apply_theme(qapp, DARK)
    assert brightest(made) > 200
    assert brightest(made, QIcon.Mode.Disabled) < brightest(made)
    assert made.name() == "minus"


def test_where_there_is_no_room_yet_an_icon_paints_nothing(dark: QApplication) -> None:
    assert icon("minus").pixmap(QSize(0, 16), 2.0).isNull()


def test_a_wide_icon_stands_at_the_left(dark: QApplication) -> None:
    image = icon("minus").pixmap(QSize(32, 16)).toImage()
    assert any(image.pixelColor(x, 8).alpha() for x in range(16))
    assert not any(image.pixelColor(x, 8).alpha() for x in range(17, 32))


def test_icons_are_sharp_on_a_screen_that_is_twice_as_dense(dark: QApplication) -> None:
    made = icon("minus").pixmap(QSize(16, 16), 2.0)
    assert (made.width(), made.devicePixelRatio()) == (32, 2.0)


@pytest.mark.parametrize("path", sorted((paths.resources() / "icons").glob("*.svg")), ids=lambda path: path.stem)
def test_every_shipped_icon_can_be_drawn(dark: QApplication, path: Path) -> None:
    assert brightest(icon(path.stem)) > 100


def test_inter_is_loaded_with_figures_of_one_width(dark: QApplication) -> None:
    assert fonts.load()
    assert fonts.FAMILY in QFontDatabase.families()
    assert QFontInfo(fonts.font(13)).family() == fonts.FAMILY
    tabular = fonts.tabular(13)
    label = QLabel()
    label.setFont(tabular)
    widths = {label.fontMetrics().horizontalAdvance(figure * 8) for figure in "0123456789"}
    assert len(widths) == 1


@pytest.mark.parametrize("name", ["inter", "lucide"])
def test_what_is_shipped_comes_with_its_licence(name: str) -> None:
    text = (paths.resources() / "licences" / f"{name}.txt").read_text(encoding="utf-8")
    assert "Copyright" in text


def badge(phase: Phase) -> QImage:
    image = QImage(marks.phase_badge_size(phase), QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    marks.paint_phase_badge(painter, QRectF(image.rect()), phase)
    painter.end()
    return image


def filled(image: QImage, x: int, y: int) -> bool:
    return image.valid(x, y) and image.pixelColor(x, y).alpha() > 128


def levels(made: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> list[int]:
    image = made.pixmap(QSize(24, 24), mode).toImage()
    ground = QImage(image.size(), QImage.Format.Format_RGB32)
    ground.fill(QColor("white") if not current().is_dark else QColor("black"))
    painter = QPainter(ground)
    painter.drawImage(0, 0, image)
    painter.end()
    return [ground.pixelColor(x, y).lightness() for x in range(24) for y in range(24)]


def darkest(made: QIcon) -> int:
    return min(levels(made))


def brightest(made: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> int:
    return max(levels(made, mode))
