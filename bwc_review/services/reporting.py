"""Reports: what the study holds about reviews, gathered and written as documents."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bwc_review import __version__
from bwc_review.domain.clip import Clip, Recording
from bwc_review.domain.errors import InputError
from bwc_review.domain.export import Export
from bwc_review.domain.ids import ClipId, ExportId, new_id
from bwc_review.domain.progress import CancelToken, Report, part_of, silent
from bwc_review.domain.rubric import Rubric
from bwc_review.domain.tag import Review, Tag
from bwc_review.domain.tag_report import ReportedTag, TagReport
from bwc_review.domain.time import Moment
from bwc_review.services.auditing import chain_head
from bwc_review.services.clock import utc_now
from bwc_review.services.frames import Frames
from bwc_review.services.history import EditCounts, edit_counts
from bwc_review.services.library import ClipRow, Library
from bwc_review.services.ports import Media, Reports, Store, UnitOfWork
from bwc_review.services.study_title import study_title

_PARTS = 100


class Reporting:
    """Writes documents about the study.

    Attributes:
        actor: Who acts, as the log will say.
    """

    def __init__(
        self,
        store: Store,
        library: Library,
        frames: Frames,
        media: Media,
        reports: Reports,
        actor: str,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store = store
        self._library = library
        self._frames = frames
        self._media = media
        self._reports = reports
        self._clock = clock
        self.actor = actor

    def tag_report(
        self,
        folder: Path,
        formats: Sequence[str],
        codes: Iterable[str] | None = None,
        report: Report = silent,
        cancel: CancelToken | None = None,
    ) -> tuple[Path, ...]:
        """Write the tag report and record each file, with its hash, as an export.

        A study that can only be read gets its report too; then nothing is recorded.

        Args:
            folder: Where the files go; it is made if need be.
            formats: Of ``pdf``, ``xlsx``, ``csv``, ``json``.
            codes: Code names of recordings; None for all.
            report: Told how far it is.
            cancel: Stops the job.

        Returns:
            The files, in the order of `formats`.

        Raises:
            InputError: There is no such recording or format, or nothing to report.
            EnvironmentFault: The files cannot be written.
            Cancelled: The job was stopped; no file was left.
        """
        if not formats:
            raise InputError("report.formats", "Choose at least one format for the report.", field="format")
        token = cancel or CancelToken()
        values = self.tag_reports(codes)
        writing = part_of(report, 0, _PARTS * 9 // 10, _PARTS)
        files = tuple(self._reports.tag_report(values, folder, formats, writing, token))
        if not self._store.is_read_only:
            self._record(values, files)
        return files

    def tag_reports(self, codes: Iterable[str] | None = None) -> tuple[TagReport, ...]:
        """What the report says, as values: one for each review, by code name, then reviewer.

        Raises:
            InputError: There is no recording with one of the codes.
        """
        if codes is None:
            rows = self._library.rows()
        else:
            rows = tuple(self._library.row(self._library.by_code(code).id) for code in dict.fromkeys(codes))
        with self._store.reading() as work:
            counts = edit_counts(work.audit.entries())
            return tuple(
                self._gather(work, row, review, counts)
                for row in rows
                for review in sorted(work.reviews.of_recording(row.recording.id), key=lambda found: found.reviewer)
            )

    def _gather(self, work: UnitOfWork, row: ClipRow, review: Review, counts: EditCounts) -> TagReport:
        rubric = work.rubrics.get(review.rubric_id, review.rubric_version)
        order = {item.id: index for index, item in enumerate(rubric.ratings)}
        ratings = sorted(work.reviews.ratings(review.id), key=lambda rating: order.get(rating.item_id, len(order)))
        return TagReport(
            study_title=study_title(work),
            recording=row.recording,
            clips=row.clips,
            officer=row.officer.pseudonym if row.officer else "",
            incident=row.incident,
            call_type_name=row.call_type_name,
            phase=row.phase,
            is_phase_overridden=row.recording.phase_override is not None,
            review=review,
            rubric=rubric,
            tags=self._reported(work, row, rubric, work.reviews.tags(review.id), counts),
            ratings=tuple(ratings),
            edit_count=counts.by_review[str(review.id)],
            chain_head=chain_head(work),
            made_at=self._clock(),
            made_by=self.actor,
            program_version=__version__,
        )

    def _reported(
        self, work: UnitOfWork, row: ClipRow, rubric: Rubric, tags: Sequence[Tag], counts: EditCounts
    ) -> tuple[ReportedTag, ...]:
        clips = {clip.id: clip for clip in row.clips}
        return tuple(
            self._reported_tag(work, row.recording, clips, rubric, tag, counts)
            for tag in sorted(tags, key=lambda tag: (tag.start, tag.behaviour_id, tag.actor))
        )

    def _reported_tag(
        self,
        work: UnitOfWork,
        recording: Recording,
        clips: dict[ClipId, Clip],
        rubric: Rubric,
        tag: Tag,
        counts: EditCounts,
    ) -> ReportedTag:
        clip_id, start_frame = self._frames.number(recording, tag.start, work)
        return ReportedTag(
            tag=tag,
            behaviour=rubric.behaviour(tag.behaviour_id),
            file_name=clips[clip_id].path.name,
            start_frame=start_frame,
            end_frame=None if tag.end is None else self._end_frame(work, recording, tag.end),
            wall_clock=recording.recorded_at + timedelta(microseconds=tag.start.us) if recording.recorded_at else None,
            edit_count=max(0, counts.by_thing[str(tag.id)] - 1),
        )

    def _end_frame(self, work: UnitOfWork, recording: Recording, end: Moment) -> int:
        # The end is exclusive: the frame after the last one of the state.
        return self._frames.number(recording, end.shifted(-1), work)[1] + 1

    def _record(self, values: Sequence[TagReport], files: Sequence[Path]) -> None:
        digests = [self._media.sha256(path, silent, CancelToken()) for path in files]
        sources = tuple(f"review:{value.review.id}" for value in values)
        with self._store.writing(self.actor) as work:
            for path, digest in zip(files, digests, strict=True):
                at, where = self._clock(), path.absolute()
                export = Export(ExportId(new_id()), "tag_report", where, digest, sources, at, self.actor)
                work.exports.add(export)
                details = {"file": path.name, "sha256": digest, "reviews": len(sources)}
                work.audit.record("report.tags", f"export:{export.id}", details)
            work.commit()
