"""Bringing clips and records into the study from the window: choosing, the job, and what it tells afterwards."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from bwc_review.domain.changes import Changes
from bwc_review.domain.errors import Cancelled, ReviewError
from bwc_review.services.jobs import AnyJob
from bwc_review.ui.bridge.study import StudyBridge, Tone
from bwc_review.ui.widgets.job_strip import JobStrip
from bwc_review.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from bwc_review.services.importing import ImportResult
    from bwc_review.services.records import RecordsResult

_NEWS_MS = 3000
_VIDEOS = "Videos (*.mp4 *.mov *.m4v *.mkv *.avi *.ts *.mts *.webm *.3gp *.mpg *.asf *.wmv);;All files (*)"


class ClipImport(QObject):
    """Runs imports as jobs of the page, with a strip for their progress and a notice for their end.

    Signals:
        moved_on: An import has been running for another while: there may be clips that are not shown yet.
    """

    moved_on = Signal()

    def __init__(self, bridge: StudyBridge, page: QWidget, strip: JobStrip, notice: Notice) -> None:
        super().__init__(page)
        self._bridge = bridge
        self._page = page
        self._strip = strip
        self._notice = notice
        self._job: AnyJob | None = None
        self._news = QTimer(self)
        self._news.setInterval(_NEWS_MS)
        self._news.timeout.connect(self.moved_on)
        strip.stop_asked.connect(self._stop)
        bridge.job_changed.connect(self._follow)

    @property
    def is_running(self) -> bool:
        """True while an import waits or runs."""
        return self._job is not None

    def ask_files(self) -> None:
        """Choose files and import them."""
        chosen, _ = QFileDialog.getOpenFileNames(self._page.window(), "Import clips", str(Path.home()), _VIDEOS)
        if chosen:
            self.start([Path(name) for name in chosen])

    def ask_folder(self) -> None:
        """Choose a folder and import every clip in it."""
        title = "Import folder: every clip in it and in its folders"
        chosen = QFileDialog.getExistingDirectory(self._page.window(), title, str(Path.home()))
        if chosen:
            self.start([Path(chosen)])

    def ask_manifest(self) -> None:
        """Choose a manifest and import the clips that it names, or describe those that are here."""
        title = "Import by manifest: a CSV that says which clip is whose"
        chosen, _ = QFileDialog.getOpenFileName(self._page.window(), title, str(Path.home()), "Manifests (*.csv)")
        if chosen:
            self.start([], Path(chosen))

    def drop(self, paths: Sequence[Path]) -> None:
        """Import what was dropped: clips and folders, perhaps with one manifest among them."""
        manifests = [path for path in paths if path.suffix.casefold() == ".csv"]
        if len(manifests) > 1:
            self._notice.say(
                "Drop one manifest at a time. Officers, training and calls go through Import records.", "error"
            )
            return
        self.start([path for path in paths if path not in manifests], manifests[0] if manifests else None)

    def start(self, paths: Sequence[Path], manifest: Path | None = None) -> None:
        """Import as a job."""
        study = self._bridge.study
        count = f"{len(paths)} files and folders" if len(paths) != 1 else f"“{paths[0].name}”"
        title = f"Import {count}" if paths else f"Import by {manifest.name if manifest else 'manifest'}"
        self._begin(title)
        self._job = self._bridge.submit(
            self._page,
            title,
            lambda report, cancel: study.library.import_paths(list(paths), manifest, report, cancel),
            lambda result: self._imported(result, has_manifest=manifest is not None),
            self._failed,
        )

    def start_records(self, officers: Path | None, training: Path | None, incidents: Path | None) -> None:
        """Import officers, training and calls as a job."""
        study = self._bridge.study
        self._begin("Import records")
        self._job = self._bridge.submit(
            self._page,
            "Import records",
            lambda report, cancel: study.records.import_csv(officers, training, incidents, report, cancel),
            self._records_imported,
            self._failed,
        )

    def _begin(self, title: str) -> None:
        self._notice.hide()
        self._strip.begin(title)
        self._news.start()

    def _imported(self, result: "ImportResult", *, has_manifest: bool) -> None:
        self._end()
        details = [f"{' + '.join(names)}: joined end to end." for names in result.joined.values()]
        details += [f"{refusal.path.name}: {refusal.message}" for refusal in result.refused]
        tone = "warning" if result.refused else "success"
        counts = len(result.imported), len(result.known), len(result.refused)
        text = imported_text(*counts, has_manifest=has_manifest)
        self._notice.say(text, tone, details)
        self._bridge.tell(text, Tone.WARNING if result.refused else Tone.SUCCESS)
        self._bridge.announce(result.changes, self)

    def _records_imported(self, result: "RecordsResult") -> None:
        self._end()
        parts = (
            (result.officers, "officer", "officers"),
            (result.trainings, "training record", "training records"),
            (result.incidents, "call", "calls"),
        )
        text = f"Imported {', '.join(f'{count} {one if count == 1 else more}' for count, one, more in parts)}."
        self._notice.say(text, "success")
        self._bridge.tell(text, Tone.SUCCESS)
        self._bridge.announce(result.changes, self)

    def _failed(self, error: ReviewError) -> None:
        self._end()
        is_stopped = isinstance(error, Cancelled)
        self._notice.say(error.message, "plain" if is_stopped else "error")
        self._bridge.tell_error(error)
        changes = error.facts.get("changes")
        if isinstance(changes, Changes):
            self._bridge.announce(changes, self)

    def _end(self) -> None:
        self._job = None
        self._news.stop()
        self._strip.end()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _follow(self, job: object) -> None:
        mine = self._job
        if mine is not None and job is mine and mine.progress is not None and not mine.is_cancel_requested:
            self._strip.show_progress(mine.progress)


def imported_text(imported: int, known: int, refused: int, *, has_manifest: bool = False) -> str:
    """What an import did, in one line."""
    parts = [f"Imported {imported} {'clip' if imported == 1 else 'clips'}." if imported else "No new clips."]
    if known and has_manifest:
        has, it = ("has", "it") if known == 1 else ("have", "them")
        parts.append(f"{known} in the study already now {has} what the manifest says of {it}.")
    elif known:
        parts.append(f"{known} {'was' if known == 1 else 'were'} in the study already.")
    if refused:
        parts.append(f"{refused} {'was' if refused == 1 else 'were'} refused.")
    return " ".join(parts)
