"""Small pictures of recordings, read off the GUI thread, the newest wish first."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap

from bwc_review import urgency
from bwc_review.domain.blinding import MaskBox
from bwc_review.domain.changes import Changes, Touched
from bwc_review.domain.errors import ReviewError
from bwc_review.domain.ids import RecordingId
from bwc_review.domain.time import Moment
from bwc_review.services.library import Library
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.urgency import Urgency

# More wishes than this are from rows that were scrolled past.
_MOST_WAITING = 64
_MOST_KEPT = 512

Wish = tuple[RecordingId, Moment, int]
Masks = Callable[[RecordingId], Sequence[MaskBox]]


class Thumbnails(QObject):
    """Keeps the pictures that were asked for; what cannot be read is asked for once only.

    Signals:
        ready: Id of the recording whose picture has come.
    """

    ready = Signal(object)
    _read = Signal(object, object, object)

    def __init__(self, bridge: StudyBridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self._kept: OrderedDict[Wish, QPixmap | None] = OrderedDict()
        self._waiting: OrderedDict[Wish, tuple[Library, Masks]] = OrderedDict()
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None
        self._is_closed = self._is_busy = False
        self._read.connect(self._take, Qt.ConnectionType.QueuedConnection)
        bridge.closing.connect(self.forget)
        bridge.shutting_down.connect(self.close)
        bridge.blinding_changed.connect(lambda _on: self.forget())
        bridge.changed.connect(self._follow)

    def picture(self, recording_id: RecordingId, moment: Moment, width: int) -> QPixmap | None:
        """The picture, or None while it is not there (yet); `ready` follows when it is."""
        wish = (recording_id, moment, width)
        if wish in self._kept:
            self._kept.move_to_end(wish)
            return self._kept[wish]
        self._ask(wish)
        return None

    def forget(self) -> None:
        """Let go of all pictures and wishes; the picture that is being read is waited for."""
        self._kept.clear()
        with self._wake:
            self._waiting.clear()
            self._wake.wait_for(lambda: not self._is_busy)

    def _follow(self, changes: Changes, _initiator: object) -> None:
        """Masks may have changed: pictures of these recordings are asked for again."""
        touched = changes.of_kind(Touched.CLIPS)
        for wish in [wish for wish in self._kept if wish[0] in touched]:
            del self._kept[wish]

    def close(self) -> None:
        """End the thread."""
        with self._wake:
            self._is_closed = True
            self._waiting.clear()
            self._wake.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _ask(self, wish: Wish) -> None:
        with self._wake:
            if self._is_closed or not self._bridge.is_open:
                return
            study, is_blinded = self._bridge.study, self._bridge.is_blinded
            self._waiting[wish] = (study.library, study.blinding.masks if is_blinded else _no_masks)
            self._waiting.move_to_end(wish)
            while len(self._waiting) > _MOST_WAITING:
                self._waiting.popitem(last=False)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="thumbnails", daemon=True)
                self._thread.start()
            self._wake.notify_all()

    def _run(self) -> None:
        urgency.take(Urgency.AHEAD)
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._waiting or self._is_closed)
                if self._is_closed:
                    return
                wish, (library, masks) = self._waiting.popitem(last=True)
                self._is_busy = True
            try:
                self._read.emit(wish, _image(wish, library, masks), library)
            except Exception as error:  # noqa: BLE001 - an outermost loop: the bug is raised on the GUI thread
                self._bridge.raise_later(error)
            finally:
                with self._wake:
                    self._is_busy = False
                    self._wake.notify_all()

    def _take(self, wish: Wish, image: QImage, library: Library) -> None:
        if not self._bridge.is_open or self._bridge.study.library is not library:
            return
        self._kept[wish] = None if image.isNull() else QPixmap.fromImage(image)
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        if not image.isNull():
            self.ready.emit(wish[0])


def _no_masks(_recording_id: RecordingId) -> tuple[MaskBox, ...]:
    return ()


def _covered(image: QImage, boxes: Sequence[MaskBox]) -> QImage:
    """The picture with what is burned into it covered, widened to whole pixels."""
    if boxes and not image.isNull():
        painter = QPainter(image)
        for box in boxes:
            width, height = image.width(), image.height()
            exact = QRectF(box.x * width, box.y * height, box.width * width, box.height * height)
            painter.fillRect(exact.toAlignedRect(), Qt.GlobalColor.black)
        painter.end()
    return image


def _image(wish: Wish, library: Library, masks: Masks) -> QImage:
    """The picture, covered; empty if file or study is gone: the row stays without one, and verification tells why."""
    with suppress(ReviewError):
        image = QImage()
        image.loadFromData(library.thumbnail(*wish))
        return _covered(image, masks(wish[0]))
    return QImage()
