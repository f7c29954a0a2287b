"""The demo study: simulated clips, two reviewers, a comparison reel, a tag report; nothing comes from outside."""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bwc_review import paths
from bwc_review.domain.errors import EnvironmentFault, InputError
from bwc_review.domain.progress import CancelToken, Progress, Report, part_of, silent
from bwc_review.services.bootstrap import Study, create_study, open_study

TITLE = "De-escalation demo (simulated footage)"
RUBRIC = "deesc-core"
FILM = "comparison-reel.mp4"
REPORT_FORMATS = ("pdf", "xlsx", "csv", "json")
DEMO_MARK = "demo"
_DATABASE = "study.db"
_CLIPS = "*.mp4"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DemoStep:
    """A finished step.

    Attributes:
        text: What was done.
        duration_s: How long it took.
    """

    text: str
    duration_s: float


@dataclass(frozen=True, slots=True)
class Demo:
    """A finished demo study.

    Attributes:
        folder: The study.
        film: The comparison reel.
        reports: The tag report's files.
        steps: What was done now; steps that an earlier run finished are left out.
    """

    folder: Path
    film: Path
    reports: tuple[Path, ...]
    steps: tuple[DemoStep, ...]


class DemoMaking:
    """Makes a demo study in a folder, or finishes one that an earlier run began.

    Attributes:
        steps: Steps finished so far.
    """

    def __init__(
        self,
        folder: Path,
        actor: str,
        report: Report = silent,
        cancel: CancelToken | None = None,
        tell: Callable[[DemoStep], None] | None = None,
        source: Path | None = None,
    ) -> None:
        self._folder = folder.absolute()
        self._actor = actor
        self._report = report
        self._cancel = cancel or CancelToken()
        self._tell = tell
        self._source = source or paths.resources() / "demo"
        self.steps: list[DemoStep] = []

    def run(self) -> Demo:
        """Do all steps that are not done yet. Nothing that is there is deleted.

        Raises:
            InputError: The folder holds something else.
            EnvironmentFault: The demo's files are missing, or the disk does not let us.
            Cancelled: The job was stopped; running it again goes on.
        """
        clips = sorted(self._source.glob(_CLIPS))
        if not clips:
            message = "The demo clips are missing from this installation. Install BWC Review again."
            raise EnvironmentFault("demo.missing", message, folder=str(self._source))
        with self._opened() as study:
            self._fill(study, clips)
            film = self._folder / "exports" / FILM
            if not film.exists():
                reel = study.exporting.read_reel(self._source / "reel.yaml")
                self._step(
                    "Rendered the comparison reel and checked it",
                    lambda: study.exporting.build(reel, film, self._part(20, 75), self._cancel),
                )
            reports = [self._folder / "exports" / f"tag-report.{form}" for form in REPORT_FORMATS]
            if not all(path.exists() for path in reports):
                written = self._step(
                    "Wrote the tag report",
                    lambda: study.reporting.tag_report(
                        self._folder / "exports", REPORT_FORMATS, None, self._part(95, 5), self._cancel
                    ),
                )
                reports = list(written)
        return Demo(self._folder, film, tuple(reports), tuple(self.steps))

    def _opened(self) -> Study:
        if not (self._folder / _DATABASE).exists():
            return self._step("Made the study", self._made)
        study = open_study(str(self._folder), self._actor)
        with study.store.reading() as work:
            is_demo = bool(work.settings.get(DEMO_MARK))
        if not is_demo:
            study.close()
            message = f"{self._folder} holds another study. Name a new folder for the demo."
            raise InputError("demo.other_study", message, folder=str(self._folder))
        return study

    def _made(self) -> Study:
        study = create_study(str(self._folder), TITLE, self._actor)
        with study.store.writing(self._actor) as work:
            work.settings.put(DEMO_MARK, "yes")
            work.audit.record("study.demo", "study", {"clips": "simulated"})
            work.commit()
        return study

    def _fill(self, study: Study, clips: list[Path]) -> None:
        if not study.library.rows():
            self._step("Brought in officers, training and incidents", lambda: self._import_records(study))
        if len(study.library.rows()) < len(clips):
            self._step(f"Hashed, checked and imported {len(clips)} clips", lambda: self._import_clips(study, clips))
        if not study.tag_files.reviews():
            self._step(
                "Brought in two reviewers' tags and ratings",
                lambda: study.tag_files.import_tags(self._source / "tags.json", self._part(15, 5), self._cancel),
            )

    def _import_records(self, study: Study) -> None:
        study.records.import_csv(
            self._source / "officers.csv",
            self._source / "training.csv",
            self._source / "incidents.csv",
            self._part(0, 2),
            self._cancel,
        )

    def _import_clips(self, study: Study, clips: list[Path]) -> None:
        """The clips are copied into the study's folder, so that it can be carried to another computer."""
        footage = self._folder / "footage"
        try:
            footage.mkdir(exist_ok=True)
            for source in (*clips, self._source / "manifest.csv"):
                self._cancel.raise_if_cancelled()
                if not (footage / source.name).exists():
                    _copy_whole(source, footage / source.name)
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            message = (
                f"The demo clips cannot be copied to {footage}: {reason}. Make room there, or choose another folder."
            )
            raise EnvironmentFault("file.unwritable", message, folder=str(footage)) from error
        result = study.library.import_paths([footage], footage / "manifest.csv", self._part(2, 13), self._cancel)
        if result.refused:
            message = f"A demo clip cannot be used: {result.refused[0].message} Install BWC Review again."
            raise EnvironmentFault("demo.damaged", message, file=result.refused[0].path.name)

    def _part(self, start: int, size: int) -> Report:
        return part_of(self._report, start, size, 100)

    def _step(self, text: str, work: Callable[[], T]) -> T:
        self._cancel.raise_if_cancelled()
        start_s = time.perf_counter()
        result = work()
        step = DemoStep(text, time.perf_counter() - start_s)
        self.steps.append(step)
        if self._tell is not None:
            self._tell(step)
        self._report(Progress(len(self.steps), 0, text))
        return result


def _copy_whole(source: Path, target: Path) -> None:
    """Copy a file; a copy that ends half way is not left, or the next run would take it for the clip."""
    partial = target.with_name(f"{target.name}.partial")
    try:
        shutil.copyfile(source, partial)
        partial.replace(target)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
