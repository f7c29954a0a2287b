"""The log of everything that was done, and the check that nothing has changed since."""

from collections.abc import Callable
from dataclasses import dataclass

from bwc_review.domain.audit import AuditEntry, ChainFault
from bwc_review.domain.errors import ReviewError
from bwc_review.domain.export import Export
from bwc_review.domain.progress import CancelToken, Report, part_of, silent
from bwc_review.domain.tag_report import ChainHead
from bwc_review.services.library import ClipCheck, Library
from bwc_review.services.log_pages import LogPage, read_page
from bwc_review.services.naming import NameChange, name_changes
from bwc_review.services.ports import Media, Store, UnitOfWork

_PARTS = 100


@dataclass(frozen=True, slots=True)
class ExportCheck:
    """Whether an exported file is still what was written.

    Attributes:
        export: The file as it was recorded.
        is_present: False if it is not where it was written; that alone is no fault, exports are taken away to be used.
        is_intact: True if it is there and every byte is the same.
        message: One sentence that says so, or what is wrong.
    """

    export: Export
    is_present: bool
    is_intact: bool
    message: str


@dataclass(frozen=True, slots=True)
class AuditResult:
    """What a verification of a study found.

    Attributes:
        chain_fault: The first entry of the log that is not what was written, or None.
        entry_count: Entries in the log.
        media: Every file of every recording.
        exports: Every exported file.
        name_changes: Reviewers and leads who became somebody else; worth knowing, no fault.
    """

    chain_fault: ChainFault | None
    entry_count: int
    media: tuple[ClipCheck, ...]
    exports: tuple[ExportCheck, ...]
    name_changes: tuple[NameChange, ...] = ()

    @property
    def is_clean(self) -> bool:
        """True if the log, all media and all exports that are still there are unchanged."""
        exports_fine = all(check.is_intact or not check.is_present for check in self.exports)
        return self.chain_fault is None and all(check.is_intact for check in self.media) and exports_fine


class Auditing:
    """Reads the log and verifies the study against it."""

    def __init__(self, store: Store, library: Library, media: Media) -> None:
        self._store = store
        self._library = library
        self._media = media

    def log(self, limit: int = 100) -> tuple[AuditEntry, ...]:
        """The last entries, newest first."""
        with self._store.reading() as work:
            return tuple(work.audit.latest(limit))

    def page(
        self,
        wanted: Callable[[AuditEntry], bool],
        beyond: int | None = None,
        *,
        limit: int = 200,
        is_newest_first: bool = True,
    ) -> LogPage:
        """The next wanted entries, on from the entry numbered `beyond`; see `log_pages.read_page`."""
        with self._store.reading() as work:
            return read_page(work, wanted, beyond, limit, is_newest_first=is_newest_first)

    def actors(self) -> tuple[str, ...]:
        """Everybody who acts in the log, by name."""
        names: set[str] = set()

        def note(entry: AuditEntry) -> bool:
            names.add(entry.actor)
            return False

        self.page(note, limit=1)
        return tuple(sorted(names, key=str.casefold))

    def head(self) -> ChainHead:
        """Number and hash of the last entry."""
        with self._store.reading() as work:
            return chain_head(work)

    def chain_fault(self) -> ChainFault | None:
        """Walk the whole log; None if every entry is what was written."""
        with self._store.reading() as work:
            return work.audit.first_fault()

    def verify(self, report: Report = silent, cancel: CancelToken | None = None) -> AuditResult:
        """Check the log, then read every media file and every exported file again.

        Raises:
            Cancelled: The job was stopped.
        """
        token = cancel or CancelToken()
        fault = self.chain_fault()
        with self._store.reading() as work:
            exports = tuple(work.exports.all())
            # A sound log has no gaps, so its last number counts its entries; of a damaged one the sound part counts.
            count = chain_head(work).seq if fault is None else fault.seq - 1
            names = name_changes(work) if fault is None else ()
        share = _PARTS * 9 // 10
        media = self._library.verify(None, part_of(report, 0, share, _PARTS), token)
        rest = part_of(report, share, _PARTS - share, _PARTS)
        return AuditResult(fault, count, media, tuple(self._check(export, rest, token) for export in exports), names)

    def _check(self, export: Export, report: Report, cancel: CancelToken) -> ExportCheck:
        name = export.path.name
        if not export.path.is_file():
            return ExportCheck(export, False, False, f"{name} is no longer where it was written.")
        try:
            digest = self._media.sha256(export.path, report, cancel)
        except ReviewError as error:
            if cancel.is_cancelled:
                raise
            return ExportCheck(export, True, False, error.message)
        if digest != export.sha256:
            return ExportCheck(export, True, False, f"The content of {name} is not what was exported.")
        return ExportCheck(export, True, True, "Every byte is as it was exported.")


def chain_head(work: UnitOfWork) -> ChainHead:
    """Number and hash of the last entry of the log."""
    latest = work.audit.latest(1)
    return ChainHead(latest[0].seq, latest[0].hash) if latest else ChainHead(0, "")
