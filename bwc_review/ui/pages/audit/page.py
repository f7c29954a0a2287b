"""The audit page: the log, whether anything has changed since, and the way from a figure to its frames."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from bwc_review.domain.audit import ChainFault
from bwc_review.domain.changes import Changes, Touched
from bwc_review.domain.errors import Cancelled, ReviewError
from bwc_review.services.auditing import AuditResult
from bwc_review.ui.bridge.study import StudyBridge, Tone
from bwc_review.ui.commands.registry import Command, Registry
from bwc_review.ui.pages.audit.log_view import LogView
from bwc_review.ui.pages.audit.report_dialog import ReportDialog
from bwc_review.ui.pages.audit.state_card import StateCard, entries, findings
from bwc_review.ui.pages.audit.tags_view import TagsView
from bwc_review.ui.pages.page import Page
from bwc_review.ui.pages.page_job import PageJob
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import action_button, button
from bwc_review.ui.widgets.empty_state import EmptyState
from bwc_review.ui.widgets.job_strip import JobStrip
from bwc_review.ui.widgets.labels import label
from bwc_review.ui.widgets.notice import Notice

# Walking more entries than this at once keeps other reads waiting: then only a verification walks them.
MOST_AT_ONCE = 20_000
_PAGE = "audit"
VERIFY = Command(
    "audit.verify",
    "&Verify study",
    "Walk the log and read every clip and exported file again",
    ("Ctrl+Shift+V",),
    "Audit",
    _PAGE,
    "shield-check",
)
REPORT = Command(
    "audit.report",
    "Write tag &report…",
    "Write every tag with its frames as PDF, Excel, CSV and JSON",
    ("Ctrl+Shift+R",),
    "Audit",
    _PAGE,
    "file-text",
)
FIND = Command("audit.find", "&Find", "Find in what is shown", ("Ctrl+F",), "Audit", _PAGE, "search", 1)
LOG = Command(
    "audit.log", "Show &log", "Every change, view and export, entry by entry", ("Alt+1",), "Audit", _PAGE, "list", 2
)
TAGS = Command(
    "audit.tags", "Show &tags", "From a review to its tags and their frames", ("Alt+2",), "Audit", _PAGE, "tag", 2
)
TURN = Command(
    "audit.turn", "&Oldest or newest first", "List the log from its other end", ("Alt+3",), "Audit", _PAGE, "", 2
)


class AuditPage(Page):
    """Shows the log entry by entry, verifies the study, writes the tag report and leads to the tagged frames.

    Signals:
        open_tag: Ids of a recording, a review and a tag of it, to be shown on the review page.
    """

    open_tag = Signal(object, object, object)

    def __init__(self, bridge: StudyBridge, registry: Registry) -> None:
        super().__init__(bridge, registry)
        self.setAccessibleName("Audit")
        self._is_stale = True
        self._report_folder: Path | None = None
        self.state = StateCard()
        self.strip = JobStrip()
        self.job = PageJob(bridge, self.strip)
        self.notice = Notice()
        self.open_folder = button("Open folder", self._open_folder, icon_name="folder-open")
        self.log = LogView(bridge)
        self.tags = TagsView(bridge)
        self.tabs = QTabBar()
        self._stack = QStackedWidget()
        self._whole = QStackedWidget()
        for command, slot in (
            (VERIFY, self.verify),
            (REPORT, self.ask_report),
            (FIND, self._find),
            (LOG, lambda: self.show_part(0)),
            (TAGS, lambda: self.show_part(1)),
            (TURN, self.log.turn),
        ):
            registry.add(command, slot, self)
        self._lay_out()
        self._connect()

    def shown(self) -> None:
        """Read what has changed since the page was last seen."""
        self._whole.setCurrentIndex(1 if self.bridge.is_blinded else 0)
        if self._is_stale and self.bridge.is_open and not self.bridge.is_blinded:
            self._is_stale = False
            self._load()

    def left(self) -> None:
        """Stop waiting for the end of a word that is typed."""
        self.log.stop()

    def show_part(self, index: int) -> None:
        """Show the log (0) or the tags (1)."""
        self.tabs.setCurrentIndex(index)
        (self.log.view if index == 0 else self.tags.review_view).setFocus()

    def verify(self) -> None:
        """Check the log, every clip and every export as a job."""
        study = self.bridge.study
        self.notice.hide()
        self.job.run(
            "Verify the study",
            "Verifying the log, then every clip and every exported file",
            lambda report, cancel: study.auditing.verify(report, cancel),
            self._show_result,
            self._tell_end,
        )

    def ask_report(self) -> None:
        """Ask which forms of the tag report to write, and where."""
        dialog = ReportDialog(self.bridge.study.store.folder / "exports", self.window())
        dialog.chosen.connect(self.write_report)
        dialog.open()

    def write_report(self, folder: Path, formats: tuple[str, ...]) -> None:
        """Write the tag report of all clips as a job."""
        study = self.bridge.study
        self.notice.hide()
        self._report_folder = folder
        self.job.run(
            "Write the tag report",
            "Writing the tag report",
            lambda report, cancel: study.reporting.tag_report(folder, formats, None, report, cancel),
            self._show_report,
            self._tell_end,
        )

    def _show_result(self, result: AuditResult) -> None:
        self.state.show_result(result)
        self.open_folder.hide()
        if result.is_clean:
            words = f"Nothing has changed since it was written. Verified at {datetime.now():%H:%M}."
            changed = [change.text for change in result.name_changes]
            self.notice.say(" ".join([words, *_names_words(len(changed))]), "success", changed)
            self.bridge.tell("Verified: log, clips and exports are as they were written.", Tone.SUCCESS)
            return
        lines = findings(result)
        more = "" if len(lines) == 1 else f" {len(lines) - 1} more below."
        self.notice.say(f"Found a fault. {lines[0]}{more}", "error", lines if len(lines) > 1 else ())
        self.bridge.tell(f"Verification found a fault. {lines[0]}", Tone.ERROR)
        if result.chain_fault is not None:
            self.show_part(0)

    def _show_report(self, files: tuple[Path, ...]) -> None:
        names = ", ".join(path.name for path in files)
        self.notice.say(f"Wrote the tag report: {names}", "success")
        self.open_folder.show()
        self.bridge.announce(
            Changes.of(Touched.EXPORTS, *(export.id for export in self.bridge.study.exporting.exports()[-len(files) :]))
        )

    def _tell_end(self, error: ReviewError) -> None:
        self.open_folder.hide()
        self.notice.say(error.message, "plain" if isinstance(error, Cancelled) else "error")

    def _load(self) -> None:
        self.log.refresh()
        self.log.load_actors()
        self.tags.load()
        study = self.bridge.study

        def look() -> tuple[int, ChainFault | None, bool]:
            count = study.auditing.head().seq
            is_short = count <= MOST_AT_ONCE
            return count, study.auditing.chain_fault() if is_short else None, is_short

        self.bridge.read(self, look, self._show_chain)

    def _show_chain(self, found: tuple[int, ChainFault | None, bool]) -> None:
        count, fault, is_checked = found
        self.state.show_chain(count, fault, is_checked=is_checked)
        self.tabs.setTabText(0, f"Log · {entries(count)}")

    def _follow(self, _changes: Changes, _initiator: object) -> None:
        self._is_stale = True
        if self.isVisible():
            self.shown()

    def _forget(self) -> None:
        self._is_stale = True
        self.log.clear()
        self.tags.clear()
        self.state.show_unchecked()
        self.notice.hide()
        self.open_folder.hide()
        self.tabs.setTabText(0, "Log")

    def _follow_study(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self.shown()

    def _follow_blinding(self, _is_blinded: bool) -> None:
        if self.isVisible():
            self.shown()

    def _find(self) -> None:
        search = self.log.search if self.tabs.currentIndex() == 0 else self.tags.search
        search.setFocus()
        search.selectAll()

    def _open_folder(self) -> None:
        if self._report_folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._report_folder)))

    def _mark_busy(self, is_busy: bool) -> None:
        for command in (VERIFY, REPORT):
            self.registry.action(command.id).setEnabled(not is_busy)

    def _connect(self) -> None:
        bridge = self.bridge
        bridge.opened.connect(self._follow_study)
        bridge.closed.connect(self._forget)
        bridge.changed.connect(self._follow)
        bridge.blinding_changed.connect(self._follow_blinding)
        self.job.busy_changed.connect(self._mark_busy)
        self.log.failed.connect(lambda sentence: self.notice.say(sentence, "error"))
        self.tags.failed.connect(lambda sentence: self.notice.say(sentence, "error"))
        self.tags.tag_opened.connect(self.open_tag)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)

    def _lay_out(self) -> None:
        theme = current()
        head = QHBoxLayout()
        head.setSpacing(theme.s)
        head.addWidget(label("Audit", "display"), 1)
        head.addWidget(action_button(self.registry.action(REPORT.id)))
        head.addWidget(action_button(self.registry.action(VERIFY.id), kind="primary"))
        told = QHBoxLayout()
        told.addWidget(self.notice, 1)
        told.addWidget(self.open_folder)
        self.open_folder.hide()
        top = QVBoxLayout()
        top.setContentsMargins(theme.l, theme.l, theme.l, theme.s)
        top.setSpacing(theme.m)
        top.addLayout(head)
        top.addWidget(self.state)
        top.addWidget(self.strip)
        top.addLayout(told)
        self.tabs.addTab("Log")
        self.tabs.addTab("Reviews and tags")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("Parts of the audit")
        for index, command in enumerate((LOG, TAGS)):
            self.tabs.setTabToolTip(index, self.registry.action(command.id).toolTip())
        bar = QHBoxLayout()
        bar.setContentsMargins(theme.s, 0, theme.s, 0)
        bar.addWidget(self.tabs)
        bar.addStretch(1)
        self._stack.addWidget(self.log)
        self._stack.addWidget(self.tags)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)
        self._whole.addWidget(body)
        self.first = self.log.view
        words = "The log names officers, dates and phases. Switch your role to lead, at the top right, to read it."
        self._whole.addWidget(EmptyState("eye-off", "Closed while you review blinded", words))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._whole)


def _names_words(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    return ("1 name was changed.",) if count == 1 else (f"{count} names were changed.",)
