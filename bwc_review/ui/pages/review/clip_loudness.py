"""Making the clip on the screen louder or softer, remembered for it."""

from bwc_review.domain.ids import RecordingId
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.pages.loudness import STEP_DB, amplitude, gain_text, keep_gain, kept_gain
from bwc_review.ui.pages.page import Page
from bwc_review.ui.pages.review import commands
from bwc_review.ui.playback.sound_clock import SoundClock


class ClipLoudness:
    """Keeps the sound of the review page as loud as the clip needs it."""

    def __init__(self, bridge: StudyBridge, sound: SoundClock, registry: Registry, page: Page) -> None:
        self._bridge = bridge
        self._sound = sound
        self._recording_id: RecordingId | None = None
        registry.add(commands.LOUDER, lambda: self._change(STEP_DB), page)
        registry.add(commands.SOFTER, lambda: self._change(-STEP_DB), page)

    def watch(self, recording_id: RecordingId) -> None:
        """That recording was opened."""
        self._recording_id = recording_id
        self._sound.set_gain(0, amplitude(kept_gain(self._bridge.settings, recording_id)))

    def _change(self, by_db: int) -> None:
        if self._recording_id is None:
            return
        settings = self._bridge.settings
        gain_db = keep_gain(settings, self._recording_id, kept_gain(settings, self._recording_id) + by_db)
        self._sound.set_gain(0, amplitude(gain_db))
        self._bridge.tell(f"{gain_text(gain_db)}: remembered for this clip.")
