"""J, K and L as editors know them: back, halt, on, each further press faster."""

from PySide6.QtCore import QObject

from bwc_review.ui.playback.speed import FASTEST_BACK_PERCENT
from bwc_review.ui.playback.transport import Transport

_ON_PERCENT = (100, 200, 400)
_BACK_PERCENT = (-100, FASTEST_BACK_PERCENT)


class Shuttle(QObject):
    """Drives a transport; when it stands still the speed is again what it was before."""

    def __init__(self, transport: Transport) -> None:
        super().__init__(transport)
        self._transport = transport
        self._base_percent: int | None = None
        transport.playing_changed.connect(self._end)

    def on(self) -> None:
        """Play; pressed again, faster."""
        self._go(_ON_PERCENT)

    def back(self) -> None:
        """Play backwards; pressed again, faster."""
        self._go(_BACK_PERCENT)

    def halt(self) -> None:
        """Pause."""
        self._transport.pause()

    def _go(self, speeds: tuple[int, ...]) -> None:
        transport = self._transport
        if not transport.is_open:
            return
        speed = transport.speed_percent
        if self._base_percent is None or not transport.is_playing:
            self._base_percent = abs(speed)
        is_on_way = transport.is_playing and (speed > 0) == (speeds[0] > 0)
        faster = next((item for item in speeds if abs(item) > abs(speed)), speeds[-1])
        transport.set_speed(faster if is_on_way else speeds[0])
        transport.play()
        if not transport.is_playing:
            self._end(is_playing=False)

    def _end(self, is_playing: bool) -> None:
        if not is_playing and self._base_percent is not None:
            base, self._base_percent = self._base_percent, None
            self._transport.set_speed(base)
