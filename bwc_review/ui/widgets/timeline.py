"""The timeline under the picture: ruler, bands, lanes of tags, overview; seek, choose, zoom, and move tags by hand.

What changes seldom is kept in a layer: the ruler, the bands and the lanes. A tag that is set or changed is painted anew
in its own span of that layer; the playhead, the tag in hand and what is dragged are painted over it.
"""

from collections.abc import Collection, Iterable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from bwc_review.domain.clip import FrameTable
from bwc_review.domain.ids import TagId
from bwc_review.domain.rubric import Rubric
from bwc_review.domain.tag import Tag
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.ui.widgets.timeline_board import Board
from bwc_review.ui.widgets.timeline_chrome import HANDLE
from bwc_review.ui.widgets.timeline_geometry import GUTTER, LEAST_LANE, OVERVIEW, RULER, USUAL_LANE, Band
from bwc_review.ui.widgets.timeline_hand import Hand
from bwc_review.ui.widgets.timeline_layers import Layers
from bwc_review.ui.widgets.timeline_view import TimeView

_WHEEL_FACTOR = 0.8
_NOTCH = 120
_FRAMES_IN_VIEW = 12  # at the zoom that shows single frames


class Timeline(QWidget):
    """Shows one review's tags under one recording.

    Signals:
        seek_requested: A moment was clicked.
        scrub_requested: The hand drags over this moment.
        selection_requested: Ids to select, and the one of them that is in hand (or None).
        tags_moved: Pairs of a tag and the same tag where the hand let it go.
        tag_opened: Id of a tag that was double-clicked.
        menu_requested: The menu of what is chosen is wanted at this place of the screen.
    """

    seek_requested = Signal(object)
    scrub_requested = Signal(object)
    selection_requested = Signal(object, object)
    tags_moved = Signal(object)
    tag_opened = Signal(object)
    menu_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.board = Board()
        self._layers = Layers(self.board)
        self.hand = Hand(self.board, self)
        self._is_following = True
        self._has_wandered = False  # the user looks elsewhere while the clip plays
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Timeline")
        self.hand.sought.connect(self.seek_requested)
        self.hand.scrubbed.connect(self.scrub_requested)
        self.hand.chosen.connect(self.selection_requested)
        self.hand.moved_tags.connect(self.tags_moved)
        self.hand.view_moved.connect(self._look)
        self.hand.touched.connect(self.update)

    @property
    def view(self) -> TimeView:
        """Which stretch of time is in view."""
        return self.board.view

    def add_band(self, band: Band) -> None:
        """Put a strip under the ruler and the bands that are there, such as thumbnails or the waveform."""
        self.board.bands.append(band)
        self.updateGeometry()
        self.refresh()

    def refresh_bands(self) -> None:
        """A band has something else to show, or another height."""
        self.updateGeometry()
        self.refresh()

    def show_recording(self, frames: FrameTable, borders: Sequence[Moment] = ()) -> None:
        """Show another recording.

        Args:
            frames: Its frames, on its own axis.
            borders: Where its second and further files begin.
        """
        self.board.show_recording(frames, borders)
        self._has_wandered = False
        self._layers.forget_overview()
        self.refresh()

    def show_review(self, rubric: Rubric | None, behaviour_ids: Iterable[str], tags: Iterable[Tag]) -> None:
        """Show a review's tags, in lanes by the dimensions of these behaviours."""
        tags = tuple(tags)
        self.setAccessibleDescription(f"{len(tags)} tags")
        self.hand.cancel()
        self.board.chosen, self.board.current = frozenset(), None
        self.board.lanes.show(rubric, behaviour_ids, tags)
        self._layers.forget_overview()
        self.updateGeometry()
        self.refresh()

    def change_tags(self, changes: Sequence[tuple[Tag | None, Tag | None]]) -> None:
        """Show changes, as pairs of before and after; only what they touch is painted anew."""
        lanes = self.board.lanes
        spans: list[tuple[int, int]] = []
        for before, after in changes:
            if after is not None and not lanes.has_lane_for(after):
                lanes.change(before, None)
                lanes.show(lanes.rubric, lanes.behaviour_ids, [*lanes.tags, after])
                self.updateGeometry()
                spans = []
                self._layers.forget()
                self._layers.forget_overview()
            else:
                spans += lanes.change(before, after)
        self._layers.repaint_overview(spans)
        self._repaint(spans)

    def set_playhead(self, moment: Moment) -> None:
        """The frame that starts there is on the screen."""
        board = self.board
        before, board.playhead = board.playhead, moment
        if self._has_wandered:
            self._has_wandered = not board.view.is_in_view(moment)
        if self._is_following and not self._has_wandered and not self.hand.is_busy and board.view.follow(moment):
            self.refresh()
            return
        first, last = sorted((round(board.geometry.x(before.us)), round(board.geometry.x(moment.us))))
        spots = [(first, last)] if board.lanes.open_states else [(first, first), (last, last)]
        for left, right in spots:
            self.update(QRect(left - HANDLE, 0, right - left + 2 * HANDLE, self.height()))
        for us in (before.us, moment.us):
            self.update(QRect(GUTTER + round(board.whole.x(us)) - 2, self.height() - OVERVIEW, 4, OVERVIEW))

    def set_following(self, *, is_following: bool) -> None:
        """Turn the page when the playhead leaves the view, or let it go."""
        self._is_following, self._has_wandered = is_following, False

    def set_snapping(self, *, is_snapping: bool) -> None:
        """Let edges snap to other edges while they are dragged, or only to frames."""
        self.board.is_snapping = is_snapping

    def select(self, tag_ids: Collection[TagId], current: TagId | None) -> None:
        """Mark tags, and bring the one in hand into view."""
        board = self.board
        before = board.framed
        board.chosen, board.current = frozenset(tag_ids), current
        changed = before ^ board.framed
        item = board.lanes.find(current)
        self.setAccessibleDescription(board.words_of(item) if item is not None else f"{len(tag_ids)} tags chosen")
        if item is not None and not self.hand.is_busy and board.view.follow(Moment(item.start_us)):
            self.refresh()
            return
        found = [board.lanes.find(tag_id) for tag_id in changed]
        self._repaint([(item.start_us, item.end_us) for item in found if item is not None])

    def set_loop(self, loop: TimeRange | None) -> None:
        """Mark the range that is played over and over."""
        self.board.loop = loop
        self.update()

    def set_marks(self, *marks: Moment | None) -> None:
        """Mark the in and the out point."""
        self.board.marks = tuple(mark.us if mark is not None else None for mark in marks)
        self.update()

    def set_locked(self, *, is_locked: bool) -> None:
        """Let nobody move tags."""
        self.board.is_locked = is_locked

    def zoom(self, factor: float, at_x: float | None = None) -> None:
        """See less (factor below 1) or more, around a place or the playhead."""
        view = self.view
        if at_x is not None:
            place = at_x - GUTTER
        else:
            is_seen = view.is_in_view(self.board.playhead)
            place = view.x(self.board.playhead.us) if is_seen else (self.width() - GUTTER) / 2
        view.zoom(factor, place)
        self._look()

    def fit(self) -> None:
        """See all of it."""
        self.view.fit()
        self._look()

    def show_frames(self) -> None:
        """See single frames, around the playhead."""
        frames, at = self.board.frames, self.board.playhead
        self.view.show_span(at.us, at.us + _FRAMES_IN_VIEW * frames.end_us // len(frames))
        self._look()

    def show_span(self, span: TimeRange) -> None:
        """See a span, and a little around it."""
        self.view.show_span(span.start.us, span.end.us)
        self._look()

    def cancel(self) -> bool:
        """Let go of what is dragged, as if nothing had happened; false if nothing is."""
        return self.hand.cancel()

    def refresh(self) -> None:
        """Paint all of it anew."""
        self._layers.forget()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(800, self._least_height(USUAL_LANE))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self._least_height(LEAST_LANE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.board.size = (self.width(), self.height())
        self.board.view.set_width(self.width() - GUTTER)
        self.board.whole.set_width(self.width() - GUTTER)
        self._layers.forget_overview()
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.DevicePixelRatioChange):
            self._layers.forget_overview()
            self.refresh()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            words = "" if self.hand.is_busy else self.board.words(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._layers.paint(
            painter, QRectF(event.rect()), self.devicePixelRatioF(), self.hand, has_focus=self.hasFocus()
        )

    def wheelEvent(self, event: QWheelEvent) -> None:
        across, along = event.angleDelta().x(), event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(across) > abs(along):
            self.view.pan(-(across or along) / 2)
        else:
            self.view.zoom(_WHEEL_FACTOR ** (along / _NOTCH), event.position().x() - GUTTER)
        self._look()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.RightButton:
            self._open_menu(event)
        else:
            self.hand.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.hand.move(event)
        if not self.hand.is_busy:
            self.setCursor(self.hand.cursor(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.hand.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        item = self.board.item_at(event.position())
        if item is not None:
            self.tag_opened.emit(item.tag.id)
        elif event.position().y() < RULER or self.board.is_overview(event.position()):
            self.fit()
        else:
            self.mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape or not self.cancel():
            super().keyPressEvent(event)

    def _open_menu(self, event: QMouseEvent) -> None:
        item = self.board.item_at(event.position())
        if item is not None and item.tag.id not in self.board.chosen:
            self.selection_requested.emit([item.tag.id], item.tag.id)
        self.menu_requested.emit(event.globalPosition().toPoint())

    def _look(self) -> None:
        """The user has moved the view."""
        self._has_wandered = not self.view.is_in_view(self.board.playhead)
        self.refresh()

    def _repaint(self, spans: Sequence[tuple[int, int]]) -> None:
        self._layers.repaint(spans)
        self.update()

    def _least_height(self, lane_height: float) -> int:
        bands = sum(band.height for band in self.board.bands)
        return RULER + bands + round(max(1, len(self.board.lanes.lanes)) * lane_height) + OVERVIEW + 2
