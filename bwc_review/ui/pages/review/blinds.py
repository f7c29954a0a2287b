"""What a blinded reviewer is shown, and what comes next for them: masks, the phase question, the queue."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bwc_review.domain.assignment import AssignmentState
from bwc_review.domain.blinding import MaskBox
from bwc_review.domain.changes import Changes
from bwc_review.domain.ids import RecordingId
from bwc_review.domain.time import review_text
from bwc_review.services.assigning import QueueItem
from bwc_review.ui.bridge.study import StudyBridge, Tone
from bwc_review.ui.commands.registry import Command, Registry
from bwc_review.ui.pages.review.commands import PAGE
from bwc_review.ui.pages.review.loading import OpenRecording
from bwc_review.ui.pages.review.mask_dialog import MaskDialog
from bwc_review.ui.pages.review.player import Player
from bwc_review.ui.pages.review.queue_pane import QueuePane
from bwc_review.ui.pages.review.start_pane import StartPane
from bwc_review.ui.widgets.picture_masks import Mask

LAYER = "blinding"
NEXT = Command(
    "review.next_assigned",
    "&Next clip in my queue",
    "Open the clip that comes next in my queue",
    ("Ctrl+Shift+N",),
    "Go",
    PAGE,
    "skip-forward",
    2,
)
STOP = Command(
    "review.stop_point",
    "Stop blinded playback &here",
    "Reviewers whose plan stops before the first hands-on see nothing from this frame on",
    (),
    "Tag",
    PAGE,
    "pause",
    8,
)
MASKS = Command(
    "review.masks",
    "&Cover the burned-in clock…",
    "Set what blinded reviewers do not see of the picture",
    (),
    "Tag",
    PAGE,
    "eye-off",
    8,
)


class Blinds(QObject):
    """Joins blinding and assignments to the review page.

    Signals:
        queue_shown: True once the reviewer has a queue to choose from.
    """

    queue_shown = Signal(bool)

    def __init__(
        self, bridge: StudyBridge, registry: Registry, player: Player, start: StartPane, host: QWidget
    ) -> None:
        super().__init__(host)
        self._bridge = bridge
        self._player = player
        self._start = start
        self._recording: OpenRecording | None = None
        self.queue = QueuePane()
        self._next = registry.add(NEXT, self.open_next, host)
        self._lead_only = [registry.add(STOP, self._set_stop, host), registry.add(MASKS, self._ask_masks, host)]
        self.dialog: MaskDialog | None = None
        self._open: Callable[[RecordingId], object] = lambda _recording_id: None
        bridge.opened.connect(self.read_queue)
        bridge.closed.connect(lambda: self._show_queue(()))
        bridge.changed.connect(self._follow)
        bridge.blinding_changed.connect(lambda _on: self._cover())

    def set_opener(self, opener: Callable[[RecordingId], object]) -> None:
        """Say what opens a recording."""
        self._open = opener
        self.queue.chosen.connect(opener)

    def show_recording(self, found: OpenRecording | None) -> None:
        """Another recording is shown, or none: cover it, and offer what its assignment says."""
        self._recording = found
        self._cover()
        if found is None:
            return
        if found.assignment is not None:
            plan = found.assignment.plan
            self._start.suggest(plan.rubric_id, plan.rubric_version, plan.profile)
        if found.assignment is not None and found.assignment.plan.is_stopped and self._bridge.is_blinded:
            # Said of every clip of such a plan: only of those that are cut, it would tell how they end.
            self._bridge.tell("Your plan shows clips up to a point; what comes after is no part of the review.")

    def open_next(self) -> None:
        """Open the clip that comes next."""
        bridge = self._bridge
        if not bridge.is_open:
            return
        study, actor = bridge.study, bridge.actor
        current = self._recording.row.recording.id if self._recording is not None else None

        def choose(items: tuple[QueueItem, ...]) -> None:
            self._show_queue(items)
            left = [item for item in items if item.state is not AssignmentState.SUBMITTED]
            item = next((item for item in left if item.recording_id != current), None)
            if item is not None:
                self._open(item.recording_id)
            elif left:
                bridge.tell(f"{left[0].code}, which is open, is the last clip in your queue.")
            else:
                bridge.tell("Your queue is done." if items else "Nothing is assigned to you.", Tone.SUCCESS)

        bridge.read(self, lambda: study.assigning.queue(actor), choose)

    def read_queue(self) -> None:
        """Read the queue again."""
        study, actor = self._bridge.study, self._bridge.actor
        self._bridge.read(self, lambda: study.assigning.queue(actor), self._show_queue)

    def _show_queue(self, items: tuple[QueueItem, ...]) -> None:
        self.queue.show_queue(items)
        self._next.setEnabled(bool(items))
        self.queue_shown.emit(bool(items))

    def _follow(self, _changes: Changes, _initiator: object) -> None:
        if self._bridge.is_open and self.queue.isVisible():
            self.read_queue()

    def _cover(self) -> None:
        found = self._recording
        for action in self._lead_only:
            action.setEnabled(found is not None and not self._bridge.is_blinded)
        boxes = found.masks if found is not None and self._bridge.is_blinded else ()
        self._player.picture.set_masks((Mask(box.x, box.y, box.width, box.height) for box in boxes), LAYER)

    def _set_stop(self) -> None:
        shown, found = self._player.transport.shown, self._recording
        if shown is None or found is None:
            return
        study, recording_id = self._bridge.study, found.row.recording.id
        words = f"Blinded playback of {found.row.recording.code} stops before {review_text(shown)}."
        self._bridge.read(
            self,
            lambda: study.blinding.set_stop(recording_id, shown),
            lambda _done: self._bridge.tell(words, Tone.SUCCESS),
        )

    def _ask_masks(self) -> None:
        found = self._recording
        if found is None:
            return
        study, recording = self._bridge.study, found.row.recording
        image = self._player.picture.image.copy()

        def show(known: tuple[str, tuple[MaskBox, ...]]) -> None:
            camera, boxes = known
            self.dialog = MaskDialog(recording.code, camera, image, boxes, self._player.window())
            self.dialog.chosen.connect(lambda boxes, for_camera: self._keep_masks(recording.id, boxes, for_camera))
            self.dialog.open()

        self._bridge.read(self, lambda: (study.blinding.camera(recording.id), study.blinding.masks(recording.id)), show)

    def _keep_masks(self, recording_id: RecordingId, boxes: tuple[MaskBox, ...], for_camera: bool) -> None:
        study = self._bridge.study

        def tell(changes: Changes) -> None:
            self._bridge.announce(changes)
            self._bridge.tell("The masks are kept.", Tone.SUCCESS)

        self._bridge.read(self, lambda: study.blinding.set_masks(recording_id, boxes, for_camera=for_camera), tell)
