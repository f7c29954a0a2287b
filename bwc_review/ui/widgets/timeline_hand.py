"""What a hand does on the timeline: seek, scrub, choose, drag, stretch a rubber band, pan."""

from enum import Enum, auto

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent

from bwc_review.domain.ids import TagId
from bwc_review.domain.time import Moment
from bwc_review.ui.widgets.timeline_board import Board, Hit
from bwc_review.ui.widgets.timeline_drag import Part, TagDrag
from bwc_review.ui.widgets.timeline_geometry import GUTTER
from bwc_review.ui.widgets.timeline_lanes import Placed
from bwc_review.ui.widgets.timeline_snap import target_near

_THRESHOLD = 4.0  # a hand that moves less has clicked
_SNAP_PX = 8.0
_EDGE_PAN_PX = 24.0
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


class Mode(Enum):
    """What the hand is doing."""

    IDLE = auto()
    SCRUB = auto()
    ON_TAG = auto()  # pressed, not moved yet
    ON_GROUND = auto()
    DRAG = auto()
    RUBBER = auto()
    PAN = auto()
    OVERVIEW = auto()


class Hand(QObject):
    """Turns presses, moves and releases into what they mean.

    Attributes:
        mode: What it is doing.
        drag: The tags that are being moved, or None.
        rubber: The rubber band, or None.
        pointer: Where it was last.

    Signals:
        sought: A moment to go to.
        scrubbed: A moment that the hand passes over.
        chosen: Ids to select, and the one of them that is in hand now (or None).
        moved_tags: Pairs of before and after that the hand has let go of.
        view_moved: The view has been panned.
        touched: Something over the lanes looks different.
    """

    sought = Signal(object)
    scrubbed = Signal(object)
    chosen = Signal(object, object)
    moved_tags = Signal(object)
    view_moved = Signal()
    touched = Signal()

    def __init__(self, board: Board, parent: QObject) -> None:
        super().__init__(parent)
        self._board = board
        self.mode = Mode.IDLE
        self.drag: TagDrag | None = None
        self.rubber: QRectF | None = None
        self.pointer = QPointF()
        self._pressed_at = QPointF()
        self._hit: Hit | None = None
        self._was_chosen = False
        self._rest = board.playhead  # where the playhead was when the button went down

    @property
    def is_busy(self) -> bool:
        """True while it holds something."""
        return self.mode is not Mode.IDLE

    def press(self, event: QMouseEvent) -> None:
        """A button went down."""
        position, board = event.position(), self._board
        self.pointer = self._pressed_at = position
        self._rest = board.playhead
        if event.button() is Qt.MouseButton.MiddleButton:
            self.mode = Mode.PAN
        elif event.button() is not Qt.MouseButton.LeftButton or position.x() < GUTTER:
            return
        elif board.is_overview(position):
            self.mode = Mode.OVERVIEW
            self._show_at(position)
        elif position.y() < board.geometry.lanes_top:
            self.mode = Mode.SCRUB
            self.sought.emit(self._moment(position))
        else:
            self._press_lane(position, event.modifiers())

    def move(self, event: QMouseEvent) -> None:
        """The pointer moved."""
        position = event.position()
        step = position - self.pointer
        self.pointer = position
        is_far = (position - self._pressed_at).manhattanLength() >= _THRESHOLD
        if self.mode is Mode.ON_TAG and is_far and self._hit is not None and not self._board.is_locked:
            self.mode = Mode.DRAG
            self.drag = self._begin_drag(self._hit)
        elif self.mode is Mode.ON_GROUND and is_far:
            self.mode = Mode.RUBBER
        if self.mode is Mode.SCRUB:
            self._board.playhead = self._board.frames.at(self._moment(position))
            self.scrubbed.emit(self._moment(position))
        elif self.mode is Mode.DRAG:
            self._drag_to(position, is_free=bool(event.modifiers() & ALT))
        elif self.mode is Mode.RUBBER:
            self.rubber = QRectF(self._pressed_at, position).normalized()
        elif self.mode is Mode.PAN:
            self._board.view.pan(-step.x())
            self.view_moved.emit()
        elif self.mode is Mode.OVERVIEW:
            self._show_at(position)
        if self.is_busy:
            self.touched.emit()

    def release(self, event: QMouseEvent) -> None:
        """The button came up."""
        mode, drag, rubber, hit = self.mode, self.drag, self.rubber, self._hit
        self._let_go()
        if mode is Mode.DRAG and drag is not None:
            self.sought.emit(drag.edge)
            if drag.changes:
                self.moved_tags.emit(drag.changes)
        elif mode is Mode.SCRUB:
            self.sought.emit(self._moment(event.position()))
        elif mode is Mode.RUBBER and rubber is not None:
            self._choose_inside(rubber, event.modifiers())
        elif mode is Mode.ON_GROUND:
            if not event.modifiers() & (CTRL | SHIFT):
                self.chosen.emit([], None)
            self.sought.emit(self._moment(event.position()))
        elif mode is Mode.ON_TAG and hit is not None and not event.modifiers() & (CTRL | SHIFT):
            if self._was_chosen:
                self.chosen.emit([hit.item.tag.id], hit.item.tag.id)
            self.sought.emit(hit.item.tag.start)
        self.touched.emit()

    def cancel(self) -> bool:
        """Leave everything as it was before the button went down; false if nothing is held."""
        if not self.is_busy:
            return False
        is_elsewhere = self.mode in (Mode.DRAG, Mode.SCRUB)
        self._let_go()
        if is_elsewhere:
            self.sought.emit(self._rest)
        self.touched.emit()
        return True

    def cursor(self, position: QPointF) -> Qt.CursorShape:
        """The pointer's shape at a place."""
        if position.x() < GUTTER or self._board.is_overview(position):
            return Qt.CursorShape.ArrowCursor
        hit = self._board.hit(position)
        if hit is None:
            return Qt.CursorShape.ArrowCursor
        return Qt.CursorShape.PointingHandCursor if hit.part is Part.WHOLE else Qt.CursorShape.SizeHorCursor

    def _press_lane(self, position: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        board = self._board
        self._hit = board.hit(position)
        if self._hit is None:
            self.mode = Mode.ON_GROUND
            return
        tag_id = self._hit.item.tag.id
        self.mode = Mode.ON_TAG
        self._was_chosen = tag_id in board.chosen
        if modifiers & CTRL:
            left = board.chosen ^ {tag_id}
            self.chosen.emit(list(left), tag_id if tag_id in left else next(iter(left), None))
            self.mode = Mode.IDLE
        elif modifiers & SHIFT:
            self.chosen.emit(self._between(self._hit.item), tag_id)
            self.mode = Mode.IDLE
        elif self._was_chosen:
            self.chosen.emit(list(board.chosen), tag_id)
        else:
            self.chosen.emit([tag_id], tag_id)

    def _begin_drag(self, hit: Hit) -> TagDrag:
        board, tag = self._board, hit.item.tag
        tags = [tag]
        if hit.part is Part.WHOLE:
            found = [board.lanes.find(tag_id) for tag_id in board.chosen if tag_id != tag.id]
            tags += [item.tag for item in found if item is not None]
        return TagDrag(tag, hit.part, tags, board.frames, board.geometry.us(self._pressed_at.x()))

    def _drag_to(self, position: QPointF, *, is_free: bool) -> None:
        board, drag = self._board, self.drag
        if drag is None:
            return
        if not GUTTER <= position.x() <= board.size[0]:
            board.view.pan(_EDGE_PAN_PX if position.x() > GUTTER else -_EDGE_PAN_PX)
            self.view_moved.emit()
        reach_us = _SNAP_PX * board.view.us_per_px
        moving = {tag.id for tag in drag.tags}
        others = (self._rest.us, *board.marks, *board.borders)

        def target(us: float) -> int | None:
            if is_free or not board.is_snapping:
                return None
            return target_near(board.lanes, us, reach_us, others, moving)

        drag.move_to(board.geometry.us(position.x()), target)
        self.scrubbed.emit(drag.edge)

    def _choose_inside(self, rubber: QRectF, modifiers: Qt.KeyboardModifier) -> None:
        found = self._board.inside(rubber)
        kept = self._board.chosen if modifiers & (CTRL | SHIFT) else frozenset[TagId]()
        ids = list(kept.union(found))
        current = self._board.current if self._board.current in ids else (found[0] if found else None)
        self.chosen.emit(ids, current)

    def _between(self, item: Placed) -> list[TagId]:
        """Tags from the one in hand to this one, by onset."""
        lanes = self._board.lanes
        other = lanes.find(self._board.current) or item
        first, last = sorted((other.start_us, item.start_us))
        between = [found for found in lanes.placed_in(first, last) if first <= found.start_us <= last]
        return [found.tag.id for found in between]

    def _show_at(self, position: QPointF) -> None:
        """Bring the moment under a place of the overview to the middle."""
        self._board.view.centre(self._board.whole.us(position.x() - GUTTER))
        self.view_moved.emit()

    def _moment(self, position: QPointF) -> Moment:
        return self._board.view.moment(position.x() - GUTTER)

    def _let_go(self) -> None:
        self.mode, self.drag, self.rubber, self._hit = Mode.IDLE, None, None, None
