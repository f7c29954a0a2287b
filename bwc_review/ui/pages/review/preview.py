"""Sound and small pictures for the timeline of the recording that is shown: from the cache, else from a job."""

from PySide6.QtCore import QObject, Signal

from bwc_review.domain.clip import Recording
from bwc_review.domain.errors import ReviewError
from bwc_review.domain.ids import RecordingId
from bwc_review.domain.progress import CancelToken, Report
from bwc_review.domain.strip import Strip
from bwc_review.domain.waveform import Waveform
from bwc_review.services.jobs import AnyJob
from bwc_review.services.previews import Preview
from bwc_review.ui.bridge.study import StudyBridge
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
        self._recording: RecordingId | None = None
        self._job: AnyJob | None = None

    def open(self, recording: Recording, end_us: int) -> None:
        """Show what is kept of a recording, and read the rest as a job.

        Args:
            recording: The recording.
            end_us: As far as it is shown: for some reviewers it stops before its end.
        """
        self.close()
        self._end_us = end_us
        recording_id, code, duration_us = recording.id, recording.code, recording.duration_us
        self._recording = recording_id
        self._show(Preview(Waveform(b"", b"", (), (), duration_us), Strip((), (), duration_us), is_whole=False))
        previews = self._bridge.study.previews

        def take(preview: Preview) -> None:
            if self._recording == recording_id:
                self._show(preview)
                if not preview.is_whole:
                    self._prepare(recording_id, code)

        self._bridge.read(self, lambda: previews.kept(recording_id), take, lambda _error: None)

    def close(self) -> None:
        """Show nothing, and stop the job."""
        if self._job is not None:
            self._job.cancel()
        self._recording, self._job, self.trouble = None, None, ""
        self.film.show(None)
        self.sound.show(None, is_whole=True)
        self.changed.emit()

    def _prepare(self, recording_id: RecordingId, code: str) -> None:
        bridge, previews = self._bridge, self._bridge.study.previews

        def part(preview: Preview) -> None:
            bridge.after(lambda: self._show(preview) if self._recording == recording_id and self._job else None)

        def work(report: Report, cancel: CancelToken) -> Preview:
            return previews.prepare(recording_id, part, report, cancel)

        def done(preview: Preview) -> None:
            # On a busy machine the end is told before the last parts are: these are old news by then.
            if self._recording == recording_id:
                self._job = None
                self._show(preview)

        def failed(error: ReviewError) -> None:
            # The player has told what is wrong with the file; a job that was stopped needs no words.
            if self._recording == recording_id:
                self._job, self.trouble = None, bridge.words_of(error)
                self.sound.show(self.sound.waveform, is_whole=False, trouble=_TROUBLE)
                self.changed.emit()

        title = f"Read sound and pictures of {code}"
        self._job = bridge.submit(self, title, work, done, failed, is_expendable=True)

    def _show(self, preview: Preview) -> None:
        self.film.show(preview.strip.until(self._end_us))
        self.sound.show(preview.waveform.until(self._end_us), is_whole=preview.is_whole)
        self.changed.emit()
