"""Which stretch of time the timeline shows, and where its ruler has ticks; plain numbers, no painting."""

from dataclasses import dataclass

from bwc_review.domain.time import US_PER_MS, US_PER_S, Moment, TimeRange, review_text

_FINEST_US_PER_PX = 250.0  # a frame at 30 a second is then 133 px wide
_MARGIN_PX = 8
_TICK_STEPS_US = tuple(
    ms * US_PER_MS
    for ms in (10, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000)
) + tuple(minutes * 60 * US_PER_S for minutes in (15, 30, 60, 120, 240))
_LEAST_TICK_PX = 74


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the ruler; the small ones have no text."""

    x: float
    text: str


class TimeView:
    """Maps moments to pixels and keeps the view inside the recording."""

    def __init__(self) -> None:
        self._extent = TimeRange(Moment(0), Moment(US_PER_S))
        self._width = 100
        self._start_us = 0.0
        self._us_per_px = 1.0
        self.fit()

    @property
    def extent(self) -> TimeRange:
        """All that there is to show."""
        return self._extent

    @property
    def us_per_px(self) -> float:
        """Microseconds that a pixel stands for."""
        return self._us_per_px

    @property
    def is_fitted(self) -> bool:
        """True if all of it is seen."""
        return self._us_per_px >= self._coarsest() * 0.999

    @property
    def shown(self) -> tuple[int, int]:
        """First and last microsecond in view."""
        return round(self.us(0)), round(self.us(self._width))

    def set_extent(self, extent: TimeRange) -> None:
        """Show another recording, all of it."""
        self._extent = extent
        self.fit()

    def set_width(self, width: int) -> None:
        """The lanes have another width; what was all in view stays so."""
        was_fitted = self.is_fitted
        self._width = max(40, width)
        if was_fitted:
            self.fit()
        else:
            self._clamp()

    def fit(self) -> None:
        """Show all of it."""
        self._us_per_px = self._coarsest()
        self._start_us = self._extent.start.us - _MARGIN_PX * self._us_per_px

    def zoom(self, factor: float, at_x: float) -> None:
        """See less (factor below 1) or more, with the moment under `at_x` kept where it is."""
        fixed_us = self.us(at_x)
        self._us_per_px = max(_FINEST_US_PER_PX, min(self._us_per_px * factor, self._coarsest()))
        self._start_us = fixed_us - at_x * self._us_per_px
        self._clamp()

    def pan(self, by_px: float) -> None:
        """Move the view later, or earlier if negative."""
        self._start_us += by_px * self._us_per_px
        self._clamp()

    def centre(self, us: float) -> None:
        """Bring a moment to the middle."""
        self._start_us = us - self._width / 2 * self._us_per_px
        self._clamp()

    def show_span(self, start_us: int, end_us: int) -> None:
        """Zoom so that a span fills most of the view."""
        room = max(1.0, self._width * 0.7)
        self._us_per_px = max(_FINEST_US_PER_PX, min((end_us - start_us) / room, self._coarsest()))
        self.centre((start_us + end_us) / 2)

    def is_in_view(self, moment: Moment) -> bool:
        """True if the moment is seen."""
        return 0 <= self.x(moment.us) <= self._width

    def follow(self, moment: Moment) -> bool:
        """Turn the page if `moment` has left the view; True if it was turned."""
        x = self.x(moment.us)
        if self.is_fitted or 0 <= x <= self._width * 0.97:
            return False
        self._start_us = moment.us - 0.08 * self._width * self._us_per_px
        self._clamp()
        return True

    def x(self, us: float) -> float:
        """Where a microsecond is, in pixels from the left end of the lanes."""
        return (us - self._start_us) / self._us_per_px

    def us(self, x: float) -> float:
        """Which microsecond is at `x`."""
        return self._start_us + x * self._us_per_px

    def moment(self, x: float) -> Moment:
        """The moment at `x`, within the recording."""
        return max(self._extent.start, min(Moment(round(self.us(x))), self._extent.end.shifted(-1)))

    def ticks(self) -> list[Tick]:
        """Large ticks with their times and small ones between, from left to right."""
        step = next((step for step in _TICK_STEPS_US if step / self._us_per_px >= _LEAST_TICK_PX), _TICK_STEPS_US[-1])
        small = step // (3 if step in (15 * US_PER_S, 30 * US_PER_S) else 5)
        first, last = self.shown
        begin = max(self._extent.start.us, first) // small * small
        return [
            Tick(self.x(us), _tick_text(us, step) if us % step == 0 else "")
            for us in range(begin, min(last, self._extent.end.us) + 1, small)
            if us >= self._extent.start.us
        ]

    def _coarsest(self) -> float:
        return max(_FINEST_US_PER_PX, self._extent.duration_us / max(1, self._width - 2 * _MARGIN_PX))

    def _clamp(self) -> None:
        margin = _MARGIN_PX * self._us_per_px
        latest = self._extent.end.us + margin - self._width * self._us_per_px
        self._start_us = max(self._extent.start.us - margin, min(self._start_us, latest))


def _tick_text(us: int, step: int) -> str:
    text = review_text(Moment(us))
    if step >= US_PER_S:
        return text[:-4]
    return text[:-1] if step >= 10 * US_PER_MS and us % (10 * US_PER_MS) == 0 else text
