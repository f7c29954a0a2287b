"""The bar at the top: menus, the study, search, jobs, and who works here in which role."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFont, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from bwc_review.services.jobs import JobQueue, JobState
from bwc_review.ui.frame.menus import MenuBar
from bwc_review.ui.frame.search import SearchField
from bwc_review.ui.theme.apply import current
from bwc_review.ui.theme.icons import icon
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.labels import ElidedLabel
from bwc_review.ui.widgets.progress_ring import ProgressRing

HEIGHT = 44
LEAD = "Study lead"
BLINDED = "Blinded reviewer"
_WITH_PLACE = 1100
_WITH_ROLE = 1040


class TopBar(QFrame):
    """Always there, on every page.

    Signals:
        jobs_asked: The ring was clicked.
        role_chosen: True for the blinded reviewer, False for the study lead.
        name_asked: The user wants to change the name.
    """

    jobs_asked = Signal()
    role_chosen = Signal(bool)
    name_asked = Signal()

    def __init__(self, menus: MenuBar, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("area", "bar")
        self.setFixedHeight(HEIGHT)
        self._study = ElidedLabel("No study")
        self._study.set_weight(QFont.Weight.DemiBold)
        self._study.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._name, self._role = "", LEAD
        self._place = ElidedLabel("", "muted")
        self._place.set_mode(Qt.TextElideMode.ElideMiddle)
        self.search = SearchField(window)
        self.search.setMinimumWidth(140)
        self.search.setMaximumWidth(340)
        self.ring = ProgressRing()
        self.ring.clicked.connect(self.jobs_asked)
        self.who = self._make_who()
        self._lay_out(menus)

    def show_study(self, title: str, location: str, *, is_read_only: bool = False) -> None:
        """Name the open study; empty texts for none."""
        self._study.set_text(title or ("Untitled study" if location else "No study"))
        self._place.set_text(f"{location} · read only" if is_read_only else location)

    @property
    def place_text(self) -> str:
        """Where the study is, as shown."""
        return self._place.text

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place.setVisible(self.width() >= _WITH_PLACE)
        self._name_who()

    def show_who(self, name: str, *, is_blinded: bool) -> None:
        """Name who works here and in which role."""
        self._name, self._role = name, BLINDED if is_blinded else LEAD
        self._name_who()
        self.who.setIcon(icon("eye-off" if is_blinded else "user", "muted"))
        (self._blinded if is_blinded else self._lead).setChecked(True)

    def _name_who(self) -> None:
        """The role in words where there is room, else as the picture beside the name: menus come first."""
        both = f"{self._name} · {self._role}"
        self.who.setText(both if self.width() >= _WITH_ROLE else self._name)
        self.who.setAccessibleName(both)
        self.who.setToolTip(f"{both}. Who works here, and what the window shows them")

    def show_jobs(self, queue: JobQueue) -> None:
        """Show on the ring how the queue stands."""
        open_jobs = [job for job in queue.jobs if not job.is_finished]
        at_work = (job for job in open_jobs if job.state is JobState.RUNNING)
        running = min(at_work, key=lambda job: job.is_expendable, default=None)
        fraction = running.progress.fraction if running and running.progress else None
        self.ring.set_jobs(len(open_jobs), fraction)

    def _make_who(self) -> QPushButton:
        made = button("", kind="quiet", tooltip="Who works here, and what the window shows them")
        made.setIconSize(QSize(20, 16))
        menu = QMenu(made)
        menu.setToolTipsVisible(True)
        roles = QActionGroup(menu)
        self._lead = QAction(f"{LEAD}: everything is shown", roles)
        self._blinded = QAction(f"{BLINDED}: code names only", roles)
        self._blinded.setToolTip("Hides phase, date, officer and call. It keeps a reviewer fair; it is not a lock.")
        for action in (self._lead, self._blinded):
            action.setCheckable(True)
            menu.addAction(action)
        self._lead.triggered.connect(lambda _on=False: self.role_chosen.emit(False))
        self._blinded.triggered.connect(lambda _on=False: self.role_chosen.emit(True))
        menu.addSeparator()
        menu.addAction("Change name…").triggered.connect(lambda _on=False: self.name_asked.emit())
        made.setMenu(menu)
        return made

    def _lay_out(self, menus: MenuBar) -> None:
        theme = current()
        menus.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.xs, 0, theme.s, 0)
        row.setSpacing(theme.s)
        row.addWidget(menus, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(theme.s)
        row.addWidget(self._study)
        row.addWidget(self._place, 1)
        row.addWidget(self.search, 3)
        row.addWidget(self.ring)
        row.addWidget(self.who)
