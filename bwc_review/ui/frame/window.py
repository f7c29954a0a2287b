"""The one window: rail, top bar, status line and the page between them."""

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from bwc_review.domain.errors import ReviewError
from bwc_review.services.jobs import AnyJob
from bwc_review.ui.bridge.blinding import Blinding
from bwc_review.ui.bridge.study import Said, StudyBridge, Tone
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.frame import window_commands as commands
from bwc_review.ui.frame.job_pane import JobPane
from bwc_review.ui.frame.key_sheet import KeySheet
from bwc_review.ui.frame.log_state import LogState
from bwc_review.ui.frame.menus import MenuBar
from bwc_review.ui.frame.places import BY_NAME, PLACES, RUBRICS
from bwc_review.ui.frame.rail import Rail
from bwc_review.ui.frame.search import Hit
from bwc_review.ui.frame.status_line import StatusLine
from bwc_review.ui.frame.top_bar import TopBar
from bwc_review.ui.pages.page import Page
from bwc_review.ui.theme.apply import apply_theme, current
from bwc_review.ui.theme.tokens import THEMES

if TYPE_CHECKING:
    from bwc_review.services.reel_yaml import ReelSpec
    from bwc_review.ui.frame.backup_keeper import BackupKeeper
    from bwc_review.ui.frame.break_reminder import BreakReminder
    from bwc_review.ui.frame.surroundings import Surroundings
    from bwc_review.ui.pages.audit.page import AuditPage
    from bwc_review.ui.pages.help import HelpViewer
    from bwc_review.ui.pages.present.page import PresentPage
    from bwc_review.ui.pages.review.page import ReviewPage
    from bwc_review.ui.pages.rubrics.page import RubricsPage
    from bwc_review.ui.pages.welcome import WelcomePage

_JOBS_RUN = "Jobs are still running. If you quit now they are stopped and what they made is thrown away."
START_SIZE = (1440, 900)


class MainWindow(QMainWindow):
    """Shows one page at a time; each is loaded when it is first seen."""

    def __init__(self, bridge: StudyBridge) -> None:
        super().__init__()
        self.bridge = bridge
        self.registry = Registry(self, bridge.settings.keys)
        self.setWindowTitle("BWC Review")
        self.setMinimumSize(880, 480)
        self._pages: dict[str, Page] = {}
        self._page = ""
        self._stack = QStackedWidget()
        self._rail = Rail()
        self._add_commands()
        self.menus = MenuBar(self.registry)
        self.top_bar = TopBar(self.menus, self)
        self.status = StatusLine(bridge.history)
        self._log_state = LogState(bridge, self.status)
        self.keepers: tuple[BackupKeeper, BreakReminder] | None = None
        self._surroundings: Surroundings | None = None
        self.job_pane = JobPane(bridge.jobs, self)
        self._key_sheet: KeySheet | None = None
        self._manual: HelpViewer | None = None
        self._lay_out()
        self._connect()
        self._restore_shape()
        self._follow_study()

    @property
    def page_name(self) -> str:
        """Name of the page on the screen."""
        return self._page

    def page(self, name: str) -> Page:
        """A page, loaded now if it was not yet."""
        if name not in self._pages:
            made = BY_NAME[name].build(self.bridge, self.registry)
            self._pages[name] = made
            self._stack.addWidget(made)
            made.open_requested.connect(self.open_recording)
            made.page_requested.connect(self.show_page)
            made.alone_changed.connect(self._leave_alone)
            if name == "audit":
                cast("AuditPage", made).open_tag.connect(self.show_tag)
            elif name == "review":
                cast("ReviewPage", made).tag_film.requested.connect(self._film_tags)
            elif name == "rubrics":
                cast("RubricsPage", made).span_requested.connect(self.show_span)
        return self._pages[name]

    def show_page(self, name: str) -> None:
        """Show a page; without a study only those that need none."""
        if BY_NAME[name].needs_study and not self.bridge.is_open:
            name = "welcome"
        made = self.page(name)
        if name != self._page and self._page in self._pages:
            self._leave_page(self._pages[self._page])
        self._page = name
        self._stack.setCurrentWidget(made)
        self._rail.show_page(name)
        self.registry.show_page(name)
        self.menus.refresh()
        made.shown()
        focused = QApplication.focusWidget()
        if focused is None or not made.isAncestorOf(focused):
            made.take_focus()

    def _leave_page(self, page: Page) -> None:
        """Take the keyboard from a page first: hiding it, Qt would give it to any control of the next one."""
        page.left()
        focused = QApplication.focusWidget()
        if focused is not None and page.isAncestorOf(focused):
            focused.clearFocus()
        self.status.turn()

    def open_recording(self, recording_id: object) -> None:
        """Show a recording on the review page."""
        self.show_page("review")
        self.page("review").open_recording(recording_id)

    def show_tag(self, recording_id: object, review_id: object, tag_id: object) -> None:
        """Show a tag on the review page."""
        self.show_page("review")
        self.page("review").show_tag(recording_id, review_id, tag_id)

    def show_span(self, recording_id: object, span: object) -> None:
        """Play a stretch of a recording on the review page."""
        self.show_page("review")
        self.page("review").show_span(recording_id, span)

    def _film_tags(self, reel: object, name: str) -> None:
        cast("PresentPage", self.page("present")).ask_made(cast("ReelSpec", reel), name)

    def open_study(self, location: str) -> None:
        """Open a study off the GUI thread; a failure is told on the welcome page."""
        self.bridge.tell("Opening the study…")
        self.bridge.open(location, self._tell_failed)

    def choose_theme(self, name: str) -> None:
        """Show everything in another theme and remember it."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self.bridge.settings.theme = THEMES[name]
            apply_theme(app, THEMES[name])
        self._mark_theme()

    def show_keys(self) -> None:
        """Show or hide the sheet of all keys of the page."""
        if self._key_sheet is None:
            self._key_sheet = KeySheet(self.registry, self)
        if self._key_sheet.isVisible():
            self._key_sheet.hide()
        else:
            self._key_sheet.show_keys(self._page, BY_NAME[self._page].title)

    def show_jobs(self) -> None:
        """Show or hide the queue."""
        if self.job_pane.isVisible():
            self.job_pane.hide()
        else:
            self.job_pane.show_under(self.top_bar.ring)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close():
            event.ignore()
            return
        for page in self._pages.values():
            page.left()
        if self._manual is not None:
            self._manual.close()
        self.bridge.settings.keep_shape("window", self.saveGeometry())
        self.bridge.settings.keys = self.registry.changed_keys()
        self.bridge.shut_down()
        super().closeEvent(event)

    def _may_close(self) -> bool:
        """Ask before jobs are stopped, or before what waits for the disk is lost."""
        if not self.bridge.jobs.is_idle and not self._wants(_JOBS_RUN, "Stop jobs and quit"):
            return False
        count = sum(page.unstored_count() for page in self._pages.values())
        waits = "1 change still waits" if count == 1 else f"{count} changes still wait"
        return not count or self._wants(
            f"{waits} for the disk. If you quit now, what waits is lost.", "Quit without it"
        )

    def _wants(self, text: str, verb: str) -> bool:
        box = QMessageBox(QMessageBox.Icon.NoIcon, "Quit?", text, parent=self)
        quits = box.addButton(verb, QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton("Keep working", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.exec()
        return box.clickedButton() is quits

    def _add_commands(self) -> None:
        add, history = self.registry.add, self.bridge.history
        add(commands.NEW, lambda: self._welcome().ask_new(), self)
        add(commands.OPEN, lambda: self._welcome().ask_open(), self)
        add(commands.CLOSE, self._close_study, self)
        add(
            commands.BACKUPS,
            lambda: self._welcome().show_backups(self.bridge.study.store.location, self.bridge.title),
            self,
        )
        add(commands.SETTINGS, lambda: self.show_page("settings"), self)
        add(commands.QUIT, self.close, self)
        add(commands.UNDO, history.undo, self)
        add(commands.REDO, history.redo, self)
        history.changed.connect(self._name_undo)
        self._name_undo()
        for place, command in zip(PLACES, commands.PAGES, strict=True):
            add(command, lambda name=place.name: self.show_page(name), self)
        add(commands.RUBRICS, lambda: self.show_page("rubrics"), self)
        add(commands.SEARCH, lambda: self.top_bar.search.begin(QApplication.focusWidget()), self)
        add(commands.FULL_SCREEN, self._fill_screen, self)
        add(commands.JOBS, self.show_jobs, self)
        for theme, command in zip(THEMES.values(), commands.LOOKS, strict=True):
            action = add(command, lambda _on: None, self)
            action.triggered.connect(lambda _on=False, name=theme.name: self.choose_theme(name))
        add(commands.MANUAL, self._show_manual, self)
        add(commands.KEYS, self.show_keys, self)
        add(commands.ABOUT, self._tell_about, self)
        self._mark_theme()

    def _connect(self) -> None:
        bridge, bar = self.bridge, self.top_bar
        bridge.opened.connect(self._follow_study)
        bridge.closed.connect(self._follow_study)
        bridge.said.connect(self.status.say)
        bridge.taken_back.connect(self.status.take_back)
        bridge.job_changed.connect(self._follow_job)
        bridge.blinding_changed.connect(self._follow_role)
        self.job_pane.set_blinded(bridge.is_blinded)
        bar.jobs_asked.connect(self.show_jobs)
        bar.role_chosen.connect(bridge.set_blinded)
        self._blinding = Blinding(bridge)
        bar.name_asked.connect(lambda: self.show_page("settings"))
        bar.search.add_finder(self._find_clips)
        bar.search.add_finder(self._find_commands)
        self._rail.chosen.connect(self.show_page)
        self.status.log_asked.connect(lambda: self.show_page("audit"))
        self.registry.keys_changed.connect(self._follow_key)
        for place in (*PLACES, BY_NAME["settings"]):
            self._rail.set_key(place.name, self.registry.key_text(f"go.{place.name}"))

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._rail)
        middle.addWidget(self._stack, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addLayout(middle, 1)
        column.addWidget(self.status)
        self.setCentralWidget(whole)

    def _restore_shape(self) -> None:
        self.resize(*START_SIZE)
        shape = self.bridge.settings.shape("window")
        if not shape.isEmpty():
            self.restoreGeometry(shape)

    def _follow_study(self) -> None:
        bridge, is_open = self.bridge, self.bridge.is_open
        location = bridge.study.store.location if is_open else ""
        is_read_only = is_open and bridge.study.store.is_read_only
        self.top_bar.show_study(bridge.title if is_open else "", location, is_read_only=is_read_only)
        self.setWindowTitle(f"{bridge.title or 'Untitled study'} – BWC Review" if is_open else "BWC Review")
        for name in ("study.close", "study.backups"):
            self.registry.action(name).setEnabled(is_open)
        self._rail.set_study_open(is_open)
        for place in (*PLACES, RUBRICS):
            self.registry.action(f"go.{place.name}").setEnabled(is_open)
        self._show_who()
        self.status.clear()
        if is_read_only:
            bridge.tell("This study can only be read here: nothing can be imported, tagged or rendered.", Tone.WARNING)
        elif is_open and bridge.study.store.recovery is not None:
            bridge.tell(bridge.study.store.recovery.sentence, Tone.SUCCESS)
        self.show_page("library" if is_open else "welcome")
        if is_open and self.keepers is None:
            self.keepers = self._keepers()
            self._mind_surroundings()

    def _keepers(self) -> "tuple[BackupKeeper, BreakReminder]":
        """What minds an open study; loaded with the first one, as the welcome page needs neither, nor other pages."""
        from bwc_review.ui.frame.backup_keeper import BackupKeeper
        from bwc_review.ui.frame.break_reminder import BreakReminder
        from bwc_review.ui.frame.pages_ahead import PagesAhead

        PagesAhead(self.bridge, [place.module for place in PLACES])
        return BackupKeeper(self.bridge, self.status), BreakReminder(self.bridge)

    def _mind_surroundings(self) -> None:
        from bwc_review.ui.frame.surroundings import Surroundings

        self._surroundings = Surroundings(self.bridge, self)

    def _follow_job(self, job: AnyJob) -> None:
        self.job_pane.take(job)
        self.top_bar.show_jobs(self.bridge.jobs)

    def _follow_key(self, command_id: str) -> None:
        name = command_id.removeprefix("go.")
        if command_id.startswith("go.") and name in BY_NAME:
            self._rail.set_key(name, self.registry.key_text(command_id))
        self.bridge.settings.keys = self.registry.changed_keys()

    def _name_undo(self) -> None:
        history, action = self.bridge.history, self.registry.action
        action("edit.undo").setText(f"&Undo {_menu_text(history.undo_text)}".strip())
        action("edit.redo").setText(f"&Redo {_menu_text(history.redo_text)}".strip())
        action("edit.undo").setEnabled(history.can_undo)
        action("edit.redo").setEnabled(history.can_redo)

    def _follow_role(self, is_blinded: bool) -> None:
        self._show_who()
        self.job_pane.set_blinded(is_blinded)
        if is_blinded:
            self.status.say(Said(""))  # what was said to the lead may name what is hidden now

    def _show_who(self) -> None:
        self.top_bar.show_who(self.bridge.actor, is_blinded=self.bridge.is_blinded)

    def _mark_theme(self) -> None:
        for name in THEMES:
            self.registry.action(f"look.{name}").setChecked(name == current().name)

    def _welcome(self) -> "WelcomePage":
        return cast("WelcomePage", self.page("welcome"))

    def _tell_failed(self, error: ReviewError) -> None:
        self.show_page("welcome")
        self._welcome().tell(error.message)
        self.status.clear()

    def _close_study(self) -> None:
        if self._may_close():
            self.bridge.close_study()

    def _fill_screen(self, is_full: bool) -> None:
        state = self.windowState() & ~Qt.WindowState.WindowFullScreen
        self.setWindowState(state | Qt.WindowState.WindowFullScreen if is_full else state)

    def _leave_alone(self, is_alone: bool) -> None:
        """Give the whole screen to the page, or take it back; a window that filled the screen before goes on to."""
        for part in (self._rail, self.top_bar, self.status):
            part.setVisible(not is_alone)
        self._fill_screen(is_alone or self.registry.action("window.full_screen").isChecked())

    def _show_manual(self) -> None:
        if self._manual is None:
            from bwc_review.ui.pages.help import HelpViewer

            self._manual = HelpViewer(self)
        self._manual.show()
        self._manual.raise_()
        self._manual.activateWindow()

    def _tell_about(self) -> None:
        from bwc_review.ui.frame.about import AboutDialog

        AboutDialog(self).open()

    def _find_clips(self, text: str) -> list[Hit]:
        page = self._pages.get("library")
        found = page.find(text) if page is not None and self.bridge.is_open else ()
        return [Hit(words, "film", lambda key=key: self.open_recording(key)) for words, key in found]

    def _find_commands(self, text: str) -> list[Hit]:
        hits: list[Hit] = []
        for command in self.registry.commands():
            action = self.registry.action(command.id)
            if text in command.title.casefold() and action.isVisible() and action.isEnabled():
                hits.append(Hit(command.title, command.icon or "chevron-right", action.trigger))
        return hits


def _menu_text(text: str) -> str:
    """Text for a menu: an ampersand in it is no mnemonic."""
    return text.replace("&", "&&")
