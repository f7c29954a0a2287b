"""Timeline and tag table with 5,000 tags in an hour: paint, playhead, drag at several zooms; a row put in, opening.

python -m tests.benchmarks.bench_timeline --json
"""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import random
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from bwc_review.domain.clip import FrameTable
from bwc_review.domain.ids import ReviewId, TagId, new_id
from bwc_review.domain.tag import Tag
from bwc_review.domain.time import US_PER_S, Moment, TimeRange
from bwc_review.services.rubric_shelf import shipped_rubric
from bwc_review.ui.app import application
from bwc_review.ui.models.tag_filter import TagFilter
from bwc_review.ui.models.tag_table import TagTable
from bwc_review.ui.pages.review.tag_list import TagList
from bwc_review.ui.theme.apply import apply_theme
from bwc_review.ui.theme.tokens import DARK
from bwc_review.ui.widgets.timeline import Timeline
from tests.benchmarks.rows import Row, alone, say

TAGS = 5_000
HOUR_US = 3600 * US_PER_S
FRAME_US = 33_333
RUNS = 40
PAINT_AIM_MS = 8.0
INSERT_AIM_MS = 1.0
OPEN_AIM_MS = 100.0
ZOOMS = (("an hour", 3600), ("ten minutes", 600), ("a minute", 60), ("ten seconds", 10), ("a second", 1))
RUBRIC = shipped_rubric("deesc-core")
REVIEW = ReviewId(new_id())


def many_tags() -> list[Tag]:
    """Points and states of all behaviours, anywhere in the hour; three stretches that are not codable."""
    rng = random.Random(1)
    codable = [item for item in RUBRIC.behaviours if not item.id.startswith("cod.")]
    made = [a_tag("cod.video", start_s * US_PER_S, 40 * US_PER_S) for start_s in (300, 1500, 2600)]
    while len(made) < TAGS:
        behaviour = rng.choice(codable)
        length_us = rng.randrange(FRAME_US, 20 * US_PER_S) if behaviour.is_state else 0
        tag = a_tag(behaviour.id, rng.randrange(0, HOUR_US - 21 * US_PER_S), length_us)
        made.append(replace(tag, level=behaviour.levels[0].value if behaviour.levels else None))
    return made


def a_tag(behaviour_id: str, start_us: int, length_us: int = 0) -> Tag:
    """A tag on frames; a point if it has no length."""
    start_us = start_us // FRAME_US * FRAME_US
    end = Moment(start_us + max(FRAME_US, length_us // FRAME_US * FRAME_US)) if length_us else None
    return Tag(TagId(uuid4()), REVIEW, behaviour_id, Moment(start_us), end)


def paint_now() -> None:
    """Paint what is waiting to be painted."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest.value)


def median_ms(work: Callable[[int], object], runs: int = RUNS) -> float:
    """Median milliseconds of `work`, which is given the number of the run; the first run warms up."""
    times: list[float] = []
    for number in range(runs + 1):
        start = time.perf_counter()
        work(number)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times[1:])


def shown(widget: QWidget, width: int, height: int) -> None:
    """Show a widget and let it settle."""
    widget.resize(width, height)
    widget.show()
    QApplication.processEvents()


class Bench:
    """A timeline with its tags, measured at one zoom after the other."""

    def __init__(self, tags: list[Tag]) -> None:
        self.timeline = Timeline()
        self.tags = tags
        shown(self.timeline, 1100, 240)
        self.timeline.show_recording(FrameTable.of(range(0, HOUR_US - FRAME_US, FRAME_US), [0], HOUR_US))
        self.timeline.show_review(RUBRIC, [item.id for item in RUBRIC.behaviours], tags)
        self.timeline.selection_requested.connect(self.timeline.select)

    def rows(self) -> list[Row]:
        """All zooms."""
        rows: list[Row] = []
        for words, length_s in ZOOMS:
            middle_us = HOUR_US // 2
            self.timeline.set_following(is_following=False)
            half_us = round(length_s * US_PER_S * 0.5 * 0.7)
            self.timeline.show_span(TimeRange(Moment(middle_us - half_us), Moment(middle_us + half_us)))
            for name, work in self.works():
                value = median_ms(work)
                rows.append(alone(f"timeline, {words} in view: {name}", value, "ms", PAINT_AIM_MS))
            self.timeline.cancel()
        return rows

    def works(self) -> list[tuple[str, Callable[[int], object]]]:
        """What is measured at a zoom."""
        timeline = self.timeline

        def paint(_number: int) -> None:
            timeline.refresh()
            paint_now()

        def play(number: int) -> None:
            timeline.set_playhead(Moment(round(timeline.view.us(300 + number))))
            paint_now()

        def add(number: int) -> None:
            tag = a_tag("tc.paraphrase", round(timeline.view.us(200 + 10 * number)))
            timeline.change_tags([(None, tag)])
            paint_now()

        return [
            ("all painted anew", paint),
            ("playhead moved", play),
            ("a tag put in", add),
            ("an edge dragged", self.drag(1)),
            ("500 tags dragged", self.drag(500)),
        ]

    def drag(self, count: int) -> Callable[[int], object]:
        """Moves what is held by a few pixels, with snapping, and paints; takes hold in its first run."""
        timeline = self.timeline

        def move(number: int) -> None:
            if number == 0:
                self.take_hold(count)
            at = timeline.hand.pointer + QPointF(1, 0)
            timeline.hand.move(mouse(QEvent.Type.MouseMove, at))
            paint_now()

        return move

    def take_hold(self, count: int) -> None:
        """Press on a state in the middle of the view: on its end, or on the whole of it and many more."""
        timeline, board = self.timeline, self.timeline.board
        timeline.cancel()
        middle_us = timeline.view.us(500)
        items = [item for lane in board.lanes.lanes for item in lane.states.items + lane.points_in(0, HOUR_US)]
        wanted = [item for item in items if item.behaviour.is_state == (count == 1) and not item.is_open]
        held = min(wanted, key=lambda item: abs(item.end_us - middle_us))
        timeline.select([held.tag.id, *(tag.id for tag in self.tags[: count - 1])], held.tag.id)
        place = board.lanes.place_of(held)
        spot = board.geometry.point(place, held)
        if count == 1:
            rect = board.geometry.span(place, board.lanes.lanes[place], held)
            spot = QPointF(rect.right(), rect.center().y())
        timeline.hand.press(mouse(QEvent.Type.MouseButtonPress, spot))
        timeline.hand.move(mouse(QEvent.Type.MouseMove, spot + QPointF(8, 0)))
        assert timeline.hand.drag is not None
        assert len(timeline.hand.drag.tags) >= count


def mouse(kind: QEvent.Type, at: QPointF) -> QMouseEvent:
    """The left button at a place."""
    left = Qt.MouseButton.LeftButton
    return QMouseEvent(kind, at, at, left, left, Qt.KeyboardModifier.NoModifier)


def measure_table(tags: list[Tag]) -> list[Row]:
    """The table on the screen: opening, rows put in and changed, filtering."""
    table = TagTable()
    view = TagList(table, lambda: list(RUBRIC.behaviours))
    shown(view, 380, 620)

    def fill(_number: int) -> None:
        table.show_review(RUBRIC, tags)
        paint_now()

    opening = median_ms(fill, 15)
    new = [a_tag("tc.paraphrase", number * 80 * US_PER_S) for number in range(RUNS + 1)]
    inserting = median_ms(lambda number: table.apply([(None, new[number])]))
    paint_now()
    moving = median_ms(
        lambda number: table.apply([(new[number], replace(new[number], start=new[number].start.shifted(FRAME_US)))])
    )
    paint_now()

    def narrow(number: int) -> None:
        table.set_filter(TagFilter(words="command" if number % 2 else "com"))
        paint_now()

    filtering = median_ms(narrow, 15)
    name = f"tag table, {TAGS:,} tags"
    return [
        alone(f"{name}: opened and drawn", opening, "ms", OPEN_AIM_MS),
        alone(f"{name}: a tag put in", inserting, "ms", INSERT_AIM_MS),
        alone(f"{name}: a tag changed", moving, "ms", INSERT_AIM_MS),
        alone(f"{name}: filtered and drawn", filtering, "ms", OPEN_AIM_MS),
    ]


def main() -> None:
    """Measure and print."""
    app = application()
    apply_theme(app, DARK)
    tags = many_tags()
    say([*Bench(tags).rows(), *measure_table(tags)])


if __name__ == "__main__":
    main()
