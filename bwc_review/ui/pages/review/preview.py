"""Sound and small pictures for the timeline of the recording that is shown: from the cache, else from a job."""

from PySide6.QtCore import QObject, Signal

from bwc_review.domain.clip import Recording
from bwc_review.domain.errors import ReviewError
from bwc_review.domain.progress import CancelToken, Report
from bwc_review.domain.strip import Strip
from bwc_review.domain.waveform import Waveform
from bwc_review.services.previews import Part, Preview
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.pages.preview_reading import PreviewReader
from bwc_review.ui.widgets.thumbnail_strip import ThumbnailBand
from bwc_review.ui.widgets.waveform_paint import WaveformBand

_TROUBLE = "The sound could not be read"


class PreviewLoader(QObject):
    """Fills the two bands of a timeline.

    Attributes:
        film: The band of small pictures.
        sound: The band of the sound.
        trouble: Why nothing more will come; empty otherwise.

    Signals:
        changed: A band has something else to show, or another height.
    """

    changed = Signal()

    def __init__(self, bridge: StudyBridge, film: ThumbnailBand, sound: WaveformBand, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.film = film
        self.sound = sound
        self.trouble = ""
        self._end_us = 0
        self._reader = PreviewReader(bridge, self)
        self._reader.read.connect(self._show)
        self._reader.failed.connect(self._tell)

    def open(self, recording: Recording, end_us: int) -> None:
        """Show what is kept of a recording, and read the rest as a job.

        Args:
            recording: The recording.
            end_us: As far as it is shown: for some reviewers it stops before its end.
        """
        self.close()
        self._end_us = end_us
        recording_id, duration_us = recording.id, recording.duration_us
        self._show(Preview(Waveform(b"", b"", (), (), duration_us), Strip((), (), duration_us), is_whole=False))
        previews = self._bridge.study.previews

        def prepare(part: Part, report: Report, cancel: CancelToken) -> Preview:
            return previews.prepare(recording_id, part, report, cancel)

        title = f"Read sound and pictures of {recording.code}"
        self._reader.open(title, lambda: previews.kept(recording_id), prepare)

    def close(self) -> None:
        """Show nothing, and stop the job."""
        self._reader.close()
        self.trouble = ""
        self.film.show(None)
        self.sound.show(None, is_whole=True)
        self.changed.emit()

    def _tell(self, error: ReviewError) -> None:
        self.trouble = self._bridge.words_of(error)
        self.sound.show(self.sound.waveform, is_whole=False, trouble=_TROUBLE)
        self.changed.emit()

    def _show(self, preview: Preview) -> None:
        self.film.show(preview.strip.until(self._end_us))
        self.sound.show(preview.waveform.until(self._end_us), is_whole=preview.is_whole)
        self.changed.emit()
