"""Puts a study together: the one place that names who provides the store, the media and the reports."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from bwc_review.domain.backup import Backup
from bwc_review.domain.clip import Examination, SourceClip
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import RecordingId
from bwc_review.domain.people import DEFAULT_CALL_TYPES
from bwc_review.domain.progress import CancelToken, Report
from bwc_review.domain.reel import Reel, Rendered
from bwc_review.domain.strip import Strip
from bwc_review.domain.tag_report import TagReport
from bwc_review.domain.time import Moment
from bwc_review.domain.waveform import Waveform
from bwc_review.services.assigning import Assigning
from bwc_review.services.auditing import Auditing
from bwc_review.services.backups import Backups, Restored
from bwc_review.services.blinding import Blinding
from bwc_review.services.coaching import Coaching
from bwc_review.services.content_noting import ContentNoting
from bwc_review.services.exporting import Exporting
from bwc_review.services.exposure import Exposure
from bwc_review.services.frames import Frames
from bwc_review.services.history import History
from bwc_review.services.library import Library
from bwc_review.services.naming import Naming
from bwc_review.services.ports import Media, Reports, Store
from bwc_review.services.preferences import Preferences
from bwc_review.services.previews import Previews
from bwc_review.services.records import Records
from bwc_review.services.reporting import Reporting
from bwc_review.services.reviewing import Reviewing
from bwc_review.services.rubric_editing import RubricEditing
from bwc_review.services.rubric_shelf import RubricShelf
from bwc_review.services.study_title import TITLE_SETTING
from bwc_review.services.submitting import Submitting
from bwc_review.services.surroundings import Surroundings
from bwc_review.services.tag_files import TagFiles
from bwc_review.services.viewing import ViewingLog


@dataclass(frozen=True, slots=True)
class Study:
    """An open study with everything that can be done in it. Close it, or use it in a ``with`` statement.

    Attributes:
        store: What is stored.
        actor: Who acts, as the log says.
        library: Recordings.
        surroundings: Where their files lie.
        previews: Their sound and small pictures for timelines.
        records: Officers, training, incidents.
        rubrics: Rubric versions.
        rubric_editing: Drafts and new versions of rubrics.
        reviewing: Tags and ratings.
        preferences: How each reviewer codes.
        viewing: The viewing log.
        exposure: Minutes of footage watched, and where to find support.
        content_notes: What somebody should know before a recording is played.
        submitting: Checks, locks and reopens reviews.
        coaching: Coaching notes.
        assigning: Assignments.
        naming: Who a name is here, and what became of it.
        blinding: Masks, stop points, guesses.
        history: Undo and redo.
        tag_files: Tags and ratings in files.
        exporting: Reels.
        reporting: Reports.
        auditing: The log.
        backups: Copies of the study.
    """

    store: Store
    actor: str
    library: Library
    surroundings: Surroundings
    previews: Previews
    records: Records
    rubrics: RubricShelf
    rubric_editing: RubricEditing
    reviewing: Reviewing
    preferences: Preferences
    viewing: ViewingLog
    exposure: Exposure
    content_notes: ContentNoting
    submitting: Submitting
    coaching: Coaching
    assigning: Assigning
    naming: Naming
    blinding: Blinding
    history: History
    tag_files: TagFiles
    exporting: Exporting
    reporting: Reporting
    auditing: Auditing
    backups: Backups

    @property
    def title(self) -> str:
        """The study's title."""
        with self.store.reading() as work:
            return work.settings.get(TITLE_SETTING)

    def close(self) -> None:
        """Let go of the study's files."""
        self.store.close()

    def __enter__(self) -> "Study":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def create_study(location: str, title: str, actor: str) -> Study:
    """Make an empty study and open it.

    Args:
        location: A new or empty folder, or the URL of an empty database.
        title: What the study is called.
        actor: Who acts, as the log will say.

    Raises:
        InputError: The title is blank, there is something already, or the location cannot hold a study.
        EnvironmentFault: The disk or the server does not let us.
    """
    from bwc_review.store import open as opening  # SQLAlchemy is slow to load: only who opens a study waits for it

    if not (title := title.strip()):
        raise InputError("study.title", "Give the study a title; reports show it.")
    store = opening.create(location)
    with store.writing(actor) as work:
        work.settings.put(TITLE_SETTING, title)
        for call_type in DEFAULT_CALL_TYPES:
            work.people.put_call_type(call_type)
        work.audit.record("study.create", "study", {"title": title})
        work.commit()
    return assemble(store, actor)


def open_study(location: str, actor: str) -> Study:
    """Open a study.

    Args:
        location: Its folder, or the URL of its database.
        actor: Who acts, as the log will say.

    Raises:
        InputError: There is no study, or a newer version of the program made it.
        EnvironmentFault: The file is damaged or locked, or the disk or the server does not let us.
    """
    from bwc_review.store import open as opening

    return assemble(opening.open(location), actor)


def backups_of(location: str) -> tuple[Backup, ...]:
    """The copies of a study that need not be open, newest first.

    Raises:
        InputError: The location is none, there is neither a study nor a copy of one, or the study is on a server, whose
            own backups apply.
        EnvironmentFault: The folder cannot be read.
    """
    from bwc_review.store import open as opening

    return tuple(opening.backups(location))


def is_blinded_in(location: str, reviewer: str) -> bool:
    """True if somebody takes part in a blinded plan of a study that need not be open.

    Raises:
        InputError: The location is none, or the study is on a server.
        EnvironmentFault: The folder cannot be read.
    """
    from bwc_review.store import open as opening

    return opening.is_blinded(location, reviewer)


def restore_backup(location: str, name: str, actor: str, *, is_lead: bool = False) -> Restored:
    """Put a copy in the place of a study. What was there until now becomes a copy of its own, so nothing is lost.

    Args:
        location: The study's folder; no program may have it open.
        name: Name of the copy's file.
        actor: Who acts, as the restored study's log will say.
        is_lead: True if they asked for it as study lead, although they take part in a blinded plan.

    Raises:
        InputError: There is no such copy, it is no study, another program has the study open, or the actor reviews
            blinded and has not asked as lead: the work of others would go back too.
        EnvironmentFault: The copy is damaged, or the disk does not let us.
    """
    from bwc_review.store import open as opening

    was_blinded = opening.is_blinded(location, actor)
    if was_blinded and not is_lead:
        message = (
            f"Restoring a backup puts the work of every reviewer back, so it is not for {actor}, who reviews blinded. "
            "A study lead can: with --as-lead, or in the window after opening the study and switching the role to lead."
        )
        raise InputError("backup.lead_only", message, reviewer=actor)
    backup = next((one for one in opening.backups(location) if one.path.name == name), None)
    if backup is None:
        raise InputError("backup.unknown", f"There is no backup called “{name}”.", name=name)
    kept = opening.restore(location, backup.path)
    with open_study(location, actor) as study, study.store.writing(actor) as work:
        kept_name = kept.name if kept is not None else ""
        details: dict[str, object] = {"backup": name, "kept": kept_name}
        if was_blinded:
            details["was_blinded"] = True
        work.audit.record("study.restore", "study", details)
        work.commit()
    return Restored(backup, kept_name)


def assemble(store: Store, actor: str, media: Media | None = None, reports: Reports | None = None) -> Study:
    """The services of an open store; tests hand in media and reports of their own."""
    media, reports = media or FileMedia(), reports or FileReports()
    frames = Frames(store)
    shelf = RubricShelf(store, actor)
    library = Library(store, media, frames, actor)
    reviewing = Reviewing(store, frames, shelf, actor)
    return Study(
        store=store,
        actor=actor,
        library=library,
        surroundings=Surroundings(store, media, actor),
        previews=Previews(store, media, library.sources),
        records=Records(store, actor),
        rubrics=shelf,
        rubric_editing=RubricEditing(store, shelf, actor),
        reviewing=reviewing,
        preferences=Preferences(store, actor),
        viewing=ViewingLog(store, actor),
        exposure=Exposure(store, actor),
        content_notes=ContentNoting(store, actor),
        submitting=Submitting(store, reviewing, frames, actor),
        coaching=Coaching(store, reviewing, frames, actor),
        assigning=Assigning(store, library, shelf, actor),
        naming=Naming(store, actor),
        blinding=Blinding(store, library, frames, actor),
        history=History(store, reviewing, actor),
        tag_files=TagFiles(store, library, frames, shelf, actor),
        exporting=Exporting(store, library, frames, media, actor),
        reporting=Reporting(store, library, frames, media, reports, actor),
        auditing=Auditing(store, library, media),
        backups=Backups(store),
    )


class FileMedia:
    """Media in files. Each part is loaded when it is first needed: opening a study needs none of it."""

    def sha256(self, path: Path, report: Report, cancel: CancelToken) -> str:
        """Hash a file; see `media.hashing`."""
        from bwc_review.media.hashing import sha256

        return sha256(path, report, cancel)

    def intake(self, path: Path, report: Report, cancel: CancelToken) -> tuple[str, Examination]:
        """Hash and measure a file together; see `media.intake`."""
        from bwc_review.media.intake import hash_and_examine

        return hash_and_examine(path, report, cancel)

    def thumbnail(self, path: Path, moment: Moment, width: int) -> bytes:
        """A small picture; see `media.thumbnails`."""
        from bwc_review.media.thumbnails import thumbnail

        return thumbnail(path, moment, width)

    def waveform(
        self, source: SourceClip, report: Report, cancel: CancelToken, part: Callable[[Waveform], None]
    ) -> Waveform:
        """The clip's sound; see `media.waveform`."""
        from bwc_review.media.waveform import read_waveform

        return read_waveform(source.clip.path, source.clip.facts, report, cancel, part)

    def first_strip(self, source: SourceClip, cancel: CancelToken, part: Callable[[Strip], None]) -> Strip:
        """A few small pictures along the clip, quickly; see `media.strip`."""
        from bwc_review.media.strip import read_first_strip

        return read_first_strip(source.clip.path, source.clip.facts, source.table, cancel, part)

    def strip(self, source: SourceClip, report: Report, cancel: CancelToken, part: Callable[[Strip], None]) -> Strip:
        """Small pictures along the clip; see `media.strip`."""
        from bwc_review.media.strip import read_strip

        return read_strip(source.clip.path, source.clip.facts, source.table, report, cancel, part)

    def render(
        self,
        reel: Reel,
        sources: Mapping[RecordingId, Sequence[SourceClip]],
        output: Path,
        report: Report,
        cancel: CancelToken,
    ) -> Rendered:
        """Render and verify a reel; see `media.render_job`."""
        from bwc_review.media.render_job import render

        return render(reel, sources, output, report, cancel)

    def ffmpeg_version(self) -> str:
        """Version of the ffmpeg program; see `media.ffmpeg_program`."""
        from bwc_review.media.ffmpeg_program import version

        return version()


class FileReports:
    """Reports in files, loaded when one is written."""

    def tag_report(
        self, reports: Sequence[TagReport], folder: Path, formats: Sequence[str], report: Report, cancel: CancelToken
    ) -> Sequence[Path]:
        """Write a tag report; see `reports.tag_report`."""
        from bwc_review.reports.tag_report import tag_report

        return tag_report(reports, folder, formats, report, cancel)
