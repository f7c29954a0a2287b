"""The first page: recent studies, a new one, one that exists, or the demo."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bwc_review import __version__, paths
from bwc_review.domain.errors import Cancelled, ReviewError
from bwc_review.ui.bridge.study import StudyBridge
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.pages.page import Page
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import action_button, button, tool_button
from bwc_review.ui.widgets.choice_row import ChoiceRow
from bwc_review.ui.widgets.job_strip import JobStrip
from bwc_review.ui.widgets.labels import label, rule
from bwc_review.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from bwc_review.domain.progress import CancelToken, Report
    from bwc_review.services.demo import Demo
    from bwc_review.services.jobs import Job

_WIDTH = 620
_WHAT = (
    "Play body-worn camera clips, tag the moments that matter against a rubric, and show a room what training changed."
)


class WelcomePage(Page):
    """Where the program starts, and where it goes when a study is closed."""

    def __init__(self, bridge: StudyBridge, registry: Registry) -> None:
        super().__init__(bridge, registry)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._demo_job: Job[Demo] | None = None
        self.notice = Notice()
        self._rows: list[ChoiceRow] = []
        self._places: dict[str, ChoiceRow] = {}
        self._opening = ""
        self._recent = QVBoxLayout()
        self._recent_box = QWidget()
        self.strip = JobStrip()
        self.strip.stop_asked.connect(self._stop_demo)
        self._lay_out()
        bridge.job_changed.connect(self._follow)
        bridge.opened.connect(self._opened)

    def shown(self) -> None:
        """Show the recent studies as they are now."""
        self._opening = ""
        self._fill_recent()

    def tell(self, sentence: str) -> None:
        """Say why a study could not be opened."""
        self.notice.say(sentence, "error")

    def recent_rows(self) -> list[ChoiceRow]:
        """The rows of the recent studies, newest first."""
        return list(self._rows)

    def ask_new(self) -> None:
        """Ask for title and folder of a new study."""
        from bwc_review.ui.pages.new_study import NewStudyDialog

        NewStudyDialog(self.bridge, self.window()).open()

    def ask_open(self) -> None:
        """Ask for the folder of a study."""
        chosen = QFileDialog.getExistingDirectory(self.window(), "Open study: choose its folder", str(Path.home()))
        if chosen:
            self._open(chosen, Path(chosen).name)

    def show_backups(self, location: str, title: str) -> None:
        """Show the dated copies of a study."""
        from bwc_review.ui.pages.backups_dialog import BackupsDialog

        BackupsDialog(self.bridge, location, title, self.window()).open()

    def make_demo(self) -> None:
        """Make the demo study, or finish it, and open it."""
        folder, actor = paths.home() / "demo-study", self.bridge.settings.actor

        def work(report: "Report", cancel: "CancelToken") -> "Demo":
            from bwc_review.services.demo import DemoMaking

            return DemoMaking(folder, actor, report, cancel).run()

        self.notice.hide()
        self._demo_job = self.bridge.submit(self, "Make the demo", work, self._demo_done, self._demo_failed)
        self.strip.begin("Making the demo: four simulated clips, two reviewers, a reel and a report")

    def _demo_done(self, demo: "Demo") -> None:
        self.strip.end()
        self._demo_job = None
        self._open(str(demo.folder), "the demo")

    def _demo_failed(self, error: ReviewError) -> None:
        self.strip.end()
        self._demo_job = None
        self.notice.say(error.message, "plain" if isinstance(error, Cancelled) else "error")

    def _stop_demo(self) -> None:
        if self._demo_job is not None:
            self._demo_job.cancel()

    def _follow(self, job: object) -> None:
        if job is self._demo_job and self._demo_job is not None and self._demo_job.progress is not None:
            self.strip.show_progress(self._demo_job.progress)

    def _open(self, location: str, title: str) -> None:
        """Open a study, and say so until it is open: a large one, or one on a slow disk, takes a while."""
        if self._opening:
            return
        self._opening = location
        self.notice.hide()
        self.bridge.tell(f"Opening {title}…")
        if location in self._places:
            self._places[location].set_line("Opening…")
        self.bridge.open(location, self._not_opened)

    def _not_opened(self, error: ReviewError) -> None:
        if self._opening in self._places:
            self._places[self._opening].set_line(self._opening)
        self._opening = ""
        if self.isVisible():
            self.bridge.tell("")
            self.tell(error.message)
        else:
            self.bridge.tell_error(error)  # asked for in the menu of another page

    def _opened(self) -> None:
        self._opening = ""

    def _forget(self, location: str) -> None:
        self.bridge.settings.forget(location)
        self._fill_recent()

    def _fill_recent(self) -> None:
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows.clear()
        self._places.clear()
        for location, title in self.bridge.settings.recent:
            is_there = "://" in location or Path(location).is_dir()
            row = ChoiceRow("library", title or "Untitled study", location if is_there else f"{location} · not found")
            row.chosen.connect(lambda place=location, name=title: self._open(place, name or "the study"))
            if is_there and "://" not in location:
                back = tool_button(
                    "history", "Backups: see the dated copies of this study, or put one back", size_px=14
                )
                back.clicked.connect(lambda _on=False, place=location, name=title: self.show_backups(place, name))
                row.add_end(back)
            drop = tool_button("x", "Take it off this list; the study itself stays", size_px=14)
            drop.clicked.connect(lambda _on=False, place=location: self._forget(place))
            row.add_end(drop)
            self._recent.addWidget(row)
            self._rows.append(row)
            self._places[location] = row
        self._recent_box.setVisible(bool(self._rows))

    def _lay_out(self) -> None:
        theme = current()
        title = label("BWC Review")
        title.setFont(QFont("Inter", weight=QFont.Weight.DemiBold))
        title.setProperty("role", "hero")
        middle = QWidget()
        middle.setFixedWidth(_WIDTH)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.s)
        column.addWidget(title)
        column.addWidget(label(_WHAT, "lead", wraps=True))
        column.addSpacing(theme.l)
        column.addWidget(self.notice)
        column.addLayout(self._start_row())
        column.addWidget(self.strip)
        column.addSpacing(theme.l)
        column.addWidget(self._recent_part())
        column.addSpacing(theme.l)
        column.addWidget(self._steps())
        column.addSpacing(theme.m)
        column.addWidget(label(f"Version {__version__} · No rubric here is validated yet; reports say so.", "faint"))
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(middle)
        row.addStretch(1)
        whole.addLayout(row)
        whole.addStretch(3)

    def _start_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current().s)
        row.addWidget(action_button(self.registry.action("study.new"), kind="primary"))
        row.addWidget(action_button(self.registry.action("study.open")))
        demo = button(
            "Open the demo",
            self.make_demo,
            icon_name="play",
            tooltip="A finished study with simulated footage; nothing in it is real",
        )
        row.addWidget(demo)
        row.addStretch(1)
        return row

    def _recent_part(self) -> QWidget:
        column = QVBoxLayout(self._recent_box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().xs)
        column.addWidget(label("Recent studies", "section"))
        card = QFrame()
        card.setProperty("area", "card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(4, 4, 4, 4)
        self._recent.setSpacing(2)
        inner.addLayout(self._recent)
        column.addWidget(card)
        return self._recent_box

    def _steps(self) -> QWidget:
        steps = (
            (
                "1",
                "Import",
                "Bring in clips, training records and calls. Phase follows from each officer's own course.",
            ),
            ("2", "Tag", "Single keys tag what is seen and heard while the clip plays. Every tag is saved at once."),
            ("3", "Show", "Two calls side by side, cut into a reel with cards that say how they were chosen."),
        )
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().m)
        column.addWidget(rule())
        row = QHBoxLayout()
        row.setSpacing(current().xl)
        for number, title, text in steps:
            part = QVBoxLayout()
            part.setSpacing(2)
            part.addWidget(label(f"{number}  {title}", "strong"))
            part.addWidget(label(text, "small", wraps=True))
            part.addStretch(1)
            row.addLayout(part, 1)
        column.addLayout(row)
        return box
