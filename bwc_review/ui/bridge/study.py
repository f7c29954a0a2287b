"""The open study as the window sees it: services, jobs, reads off the GUI thread, and news for every page."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal

from bwc_review.domain.errors import Cancelled, ReviewError
from bwc_review.services.jobs import AnyJob, Job, JobQueue, JobState
from bwc_review.ui.bridge.delivery import Delivery, Failed, Reader, raiser
from bwc_review.ui.bridge.hidden_names import without_names
from bwc_review.ui.bridge.opening import Opened, look_into
from bwc_review.ui.bridge.settings import UserSettings
from bwc_review.ui.bridge.undo import UndoHistory

if TYPE_CHECKING:
    from bwc_review.domain.changes import Changes
    from bwc_review.domain.progress import CancelToken, Report
    from bwc_review.services.bootstrap import Study
    from bwc_review.ui.bridge.coding_settings import CodingSettings

T = TypeVar("T")
# A job looks at its token often; one that hangs in foreign code must not keep the window from closing.
_PATIENCE_S = 5.0


class Tone(StrEnum):
    """How a sentence on the status line sounds."""

    PLAIN = "plain"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence for the status line.

    Attributes:
        text: The sentence.
        tone: How it sounds.
        can_undo: True if Undo takes back what it tells.
        again: What “Try again” does; None if there is nothing to try.
    """

    text: str
    tone: Tone = Tone.PLAIN
    can_undo: bool = False
    again: Callable[[], None] | None = None


class StudyBridge(QObject):
    """Everything that pages need from outside the window.

    Quick service calls (a tag, a rating) may be made on the GUI thread through `study`; call `announce` with the
    changes afterwards. Reads that may take longer go through `read`, long work through `submit`.

    Attributes:
        settings: The user's choices.
        title: Title of the open study.
        history: What can be undone and redone in the review that is open.

    Signals:
        opened: A study was opened; `study` is it.
        closing: The study is about to be closed: whoever reads it on another thread stops now and waits for the end.
        closed: The study was closed; pages forget what they show.
        changed: What was changed, and the object that did it, so that it can skip its own news.
        said: A `Said` for the status line.
        job_changed: A job has started, moved on or ended; on the GUI thread.
        shutting_down: The window is going: whoever has a thread ends it now.
        taken_back: The sentence of that text holds no longer, if it is still said.
        blinding_changed: The role was switched between lead and blinded reviewer.
    """

    opened = Signal()
    closing = Signal()
    closed = Signal()
    changed = Signal(object, object)
    said = Signal(object)
    taken_back = Signal(str)
    job_changed = Signal(object)
    shutting_down = Signal()
    blinding_changed = Signal(bool)

    def __init__(self, settings: UserSettings | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings or UserSettings()
        self._coding: CodingSettings | None = None
        self.title = ""
        self._acting = ""
        self._study: Study | None = None
        self._delivery = Delivery(self)
        self._reader = Reader(self._delivery, "reads")
        self._endings: dict[AnyJob, _Ending] = {}
        self.jobs = JobQueue(self._on_job)
        self.history = UndoHistory(self)

    @property
    def coding(self) -> "CodingSettings":
        """How whoever works here codes; loaded by the first page that asks, as the window shows itself without."""
        if self._coding is None:
            from bwc_review.ui.bridge.coding_settings import CodingSettings

            self._coding = CodingSettings(self.settings, lambda: self._study, self)
            self._coding.failed.connect(self.tell_error)
            self.opened.connect(self._coding.forget)
            self.closed.connect(self._coding.forget)
        return self._coding

    @property
    def study(self) -> "Study":
        """The open study.

        Raises:
            RuntimeError: None is open: a bug of the page that asks.
        """
        if self._study is None:
            message = "No study is open."
            raise RuntimeError(message)
        return self._study

    @property
    def is_open(self) -> bool:
        """True while a study is open."""
        return self._study is not None

    @property
    def actor(self) -> str:
        """Who works here: in an open study under the name with which it was opened, whatever was chosen since."""
        return self._acting if self.is_open else self.settings.actor

    @property
    def is_blinded(self) -> bool:
        """True if pages show a code name and nothing else about a clip."""
        return self.settings.is_blinded

    def set_blinded(self, is_blinded: bool) -> None:
        """Switch the role, and tell every page."""
        if is_blinded != self.settings.is_blinded:
            self.settings.is_blinded = is_blinded
            self.blinding_changed.emit(is_blinded)

    def open(self, location: str, failed: Failed | None = None) -> None:
        """Open a study off the GUI thread; `opened` follows, or `failed` with the sentence."""
        actor, names = self.settings.actor, self.settings.names

        def work() -> Opened:
            from bwc_review.services.bootstrap import open_study  # the services are loaded on this thread too

            study = open_study(location, actor)
            return look_into(study, names.get(study.store.location, ""))

        self.read(self, work, self._take, failed)

    def create(self, location: str, title: str, failed: Failed | None = None) -> None:
        """Make a study and open it off the GUI thread; `opened` follows, or `failed` with the sentence."""
        actor = self.settings.actor

        def work() -> Opened:
            from bwc_review.services.bootstrap import create_study

            return look_into(create_study(location, title, actor), "")

        self.read(self, work, self._take, failed)

    def adopt(self, study: "Study") -> None:
        """Show a study that is open already; it is closed with the bridge."""
        self._take(look_into(study, self.settings.names.get(study.store.location, "")))

    def close_study(self) -> None:
        """Let go of the study. Jobs that still run are stopped, so ask first; reads that wait are forgotten."""
        if self._study is None:
            return
        for job in self.jobs.jobs:
            job.cancel()
        self.closing.emit()
        for job in self.jobs.jobs:
            job.wait(_PATIENCE_S)
        self._reader.forget()
        study, self._study = self._study, None
        self.history.forget()
        self.closed.emit()
        study.close()

    def shut_down(self) -> None:
        """Stop jobs and reads and close the study; nothing works afterwards."""
        self.close_study()
        self.shutting_down.emit()
        self._reader.close()
        self.jobs.close()
        self.settings.save()

    def read(
        self, owner: QObject, work: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None
    ) -> None:
        """Do a read off the GUI thread; `done` gets its result on the GUI thread while `owner` lives.

        Without `failed` an error's sentence goes to the status line.
        """
        self._reader.read(owner, work, done, failed or self.tell_error)

    def submit(
        self,
        owner: QObject,
        title: str,
        work: "Callable[[Report, CancelToken], T]",
        done: Callable[[T], None],
        failed: Failed | None = None,
        *,
        is_expendable: bool = False,
    ) -> Job[T]:
        """Put long work into the queue; `done` gets its result on the GUI thread while `owner` lives.

        Without `failed` an error's sentence, or that of a cancelled job, goes to the status line. Work that is
        expendable is stopped without asking when the study is closed.
        """
        job = self.jobs.submit(title, work, is_expendable=is_expendable)

        def end() -> None:
            if job.state is JobState.DONE:
                done(job.result)  # pyright: ignore[reportArgumentType] - a job that is done has a result of its type
            elif isinstance(job.error, ReviewError):
                (failed or self.tell_error)(job.error)
            elif job.error is not None:
                raise job.error

        self._endings[job] = _Ending(owner, end)  # the queue's news of the job come through the event loop, so later
        return job

    def announce(self, changes: "Changes", initiator: QObject | None = None) -> None:
        """Tell every page what was changed, and by whom."""
        if changes:
            self.changed.emit(changes, initiator)

    def tell(
        self,
        text: str,
        tone: Tone = Tone.PLAIN,
        *,
        can_undo: bool = False,
        again: Callable[[], None] | None = None,
    ) -> None:
        """Say something on the status line."""
        self.said.emit(Said(text, tone, can_undo, again))

    def take_back(self, text: str) -> None:
        """Say a sentence no longer, unless another one was said since."""
        self.taken_back.emit(text)

    def tell_error(self, error: ReviewError) -> None:
        """Say an error's sentence on the status line."""
        self.tell(self.words_of(error), Tone.PLAIN if isinstance(error, Cancelled) else Tone.ERROR)

    def words_of(self, error: ReviewError) -> str:
        """An error's sentence as it may be shown: to a blinded reviewer without the names of files."""
        return without_names(error.message, error.facts) if self.is_blinded else error.message

    def raise_later(self, error: Exception) -> None:
        """Raise a bug of another thread on the GUI thread, where the outermost handler shows it."""
        self._delivery.call(self, raiser(error))

    def after(self, work: Callable[[], None]) -> None:
        """Call `work` on the GUI thread once it is back in its event loop; from any thread."""
        self._delivery.call(self, work)

    def _take(self, found: Opened) -> None:
        self.close_study()
        if found.is_blinding:
            self.set_blinded(True)  # before any page reads: what is hidden is not even shown for a moment
        self._study, self.title, self._acting = found.study, found.title, self.settings.actor
        self.settings.remember(self._study.store.location, self.title)
        if found.is_name_kept:
            self.settings.keep_name(self._study.store.location, self._study.actor)
        self.opened.emit()
        if found.name_words:
            self.tell(found.name_words, Tone.PLAIN if found.is_name_kept else Tone.WARNING)

    def _on_job(self, job: AnyJob) -> None:
        """Called by the queue, mostly on its worker's thread."""
        self._delivery.call(self, lambda: self._job_moved(job))

    def _job_moved(self, job: AnyJob) -> None:
        self.job_changed.emit(job)
        ending = self._endings.pop(job, None) if job.is_finished else None
        if ending is not None and shiboken6.isValid(ending.owner):
            ending.call()


@dataclass(frozen=True, slots=True)
class _Ending:
    """What happens on the GUI thread once a job is finished, while its owner lives."""

    owner: QObject
    call: Callable[[], None]
