"""The present page: films of the study, and the making of new ones from a reel file."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from bwc_review import paths
from bwc_review.domain.changes import Changes, Touched
from bwc_review.domain.clip import SourceClip
from bwc_review.domain.errors import ReviewError
from bwc_review.domain.progress import CancelToken, Report
from bwc_review.domain.reel import Reel, Rendered
from bwc_review.ui.bridge.study import StudyBridge, Tone
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.models.export_films import ExportItem, export_table
from bwc_review.ui.pages.film_making import FilmMaking
from bwc_review.ui.pages.page import Page
from bwc_review.ui.pages.playback_news import PlaybackNews
from bwc_review.ui.pages.present import commands
from bwc_review.ui.pages.present.film_pane import FilmPane
from bwc_review.ui.pages.present.film_player import FilmPlayer
from bwc_review.ui.pages.present.reading import is_demo, read_exports
from bwc_review.ui.pages.small_films import SmallFilms
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import action_button, button
from bwc_review.ui.widgets.empty_state import EmptyState
from bwc_review.ui.widgets.labels import label
from bwc_review.ui.widgets.rows_view import RowsView

if TYPE_CHECKING:
    from bwc_review.services.reel_yaml import ReelSpec

_BUSY = "Another film is being rendered on Present. Ask again once it is ready."
_GONE = "The film is no longer where it was written."
_CHANGED = "This file is not the film that was written: its bytes have changed since."
_BACK = "The film is there again."
_DAMAGED = "Parts of this film cannot be decoded. They are left out."


class PresentPage(Page):
    """Lists reels and exported files, renders a reel from its file, and plays the result, in the page or alone."""

    def __init__(self, bridge: StudyBridge, registry: Registry) -> None:
        super().__init__(bridge, registry)
        self.setAccessibleName("Present")
        self._is_stale = True
        self._newest: Path | None = None
        self.films = FilmMaking(bridge)
        self.table = export_table()
        self.view = RowsView("Reels and exports", self.table)
        self.pane = FilmPane()
        self.player = FilmPlayer(registry, self, bridge.settings)
        self.small_films = SmallFilms(bridge, self.player.scrubber.films, self)
        self._asked, self._open_key = 0, ""
        self._body = QStackedWidget()
        self._is_demo = False
        for command, slot in (
            (commands.RENDER, self.ask_reel),
            (commands.DEMO, self.ask_demo),
            (commands.OPEN, self.open_outside),
            (commands.FOLDER, self.open_folder),
        ):
            registry.add(command, slot, self)
        self.demo_button = action_button(registry.action(commands.DEMO.id))
        self._lay_out()
        self._connect()
        self._show_demo(is_demo=False)

    @property
    def demo_reel(self) -> Path:
        """The reel file of the demo, which ships with the program."""
        return paths.resources() / "demo" / "reel.yaml"

    def shown(self) -> None:
        """Read what has changed since the page was last seen."""
        if self.bridge.is_blinded:
            self._follow_blinding()
        elif self._is_stale and self.bridge.is_open:
            self._is_stale = False
            self._load()

    def left(self) -> None:
        """Pause when the page goes off the screen."""
        self.player.transport.pause()
        self.player.leave_alone()

    def ask_reel(self) -> None:
        """Ask for a reel file, then for the film's name."""
        start = str(self.bridge.study.store.folder)
        chosen, _ = QFileDialog.getOpenFileName(self.window(), "Choose a reel file", start, "Reel files (*.yaml *.yml)")
        if chosen:
            self.ask_film(Path(chosen))

    def _follow_blinding(self) -> None:
        """A film shows which call came before the course: a blinded reviewer sees none, nor the names of any."""
        if self.bridge.is_blinded:
            self.table.set_rows(())
            self._show_row(-1)
            self._body.setCurrentIndex(2)
        else:
            self._is_stale = True
        for command in (commands.RENDER, commands.DEMO):
            self.registry.action(command.id).setEnabled(not self.bridge.is_blinded)

    def ask_demo(self) -> None:
        """Ask for the name of the demo's film."""
        self.ask_film(self.demo_reel, "demo-reel")

    def ask_film(self, reel: Path, name: str = "") -> None:
        """Ask for the film's name, then render a reel file."""
        film = self._ask_name(name or reel.stem)
        if film is not None:
            self.render_reel(reel, film)

    def ask_made(self, reel: "ReelSpec", name: str) -> None:
        """Ask for the name of the film of a reel that was made on another page; then come into sight, and render it."""
        film = None if self._is_rendering() else self._ask_name(name)
        if film is not None:
            self.page_requested.emit("present")
            exporting = self.bridge.study.exporting
            self._render(film, lambda: exporting.resolve(reel))

    def render_reel(self, reel: Path, film: Path) -> None:
        """Render a reel file as a job."""
        exporting = self.bridge.study.exporting
        self._render(film, lambda: exporting.read_reel(reel))

    def _is_rendering(self) -> bool:
        if self.films.job.is_busy:
            self.bridge.tell(_BUSY, Tone.WARNING)
        return self.films.job.is_busy

    def _ask_name(self, name: str) -> Path | None:
        suggested = str(self.bridge.study.store.folder / "exports" / f"{name}.mp4")
        chosen, _ = QFileDialog.getSaveFileName(self.window(), "Name the film", suggested, "Films (*.mp4)")
        return Path(chosen).with_suffix(".mp4") if chosen else None

    def _render(self, film: Path, plan: Callable[[], Reel]) -> None:
        if self.player.path == film:
            self._close_film()  # some systems refuse to replace a file that is open
        exporting = self.bridge.study.exporting

        def make(film: Path, report: Report, cancel: CancelToken, is_open_case_allowed: bool) -> Rendered:
            return exporting.build(plan(), film, report, cancel, is_open_case_allowed=is_open_case_allowed)

        self.films.make(film, make)

    def play(self) -> None:
        """Play the chosen film in the page; open another kind of file outside."""
        item = self.pane.item
        if item is not None and item.film is not None:
            self.player.transport.toggle()
        else:
            self.open_outside()

    def open_outside(self) -> None:
        """Open the chosen file with the system's own program."""
        item = self.pane.item
        if item is not None and item.is_there:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(item.path)))

    def open_folder(self) -> None:
        """Open the folder of the chosen file."""
        item = self.pane.item
        if item is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(item.path.parent)))

    def _finish(self, rendered: Rendered) -> None:
        self._newest = rendered.path
        self._load()

    def _load(self) -> None:
        study = self.bridge.study
        self.bridge.read(self, lambda: (read_exports(study), is_demo(study)), self._take)

    def _show_demo(self, *, is_demo: bool) -> None:
        self._is_demo = is_demo
        self.demo_button.setVisible(is_demo)
        self.registry.action(commands.DEMO.id).setEnabled(is_demo and not self.films.job.is_busy)

    def _take(self, found: tuple[tuple[ExportItem, ...], bool]) -> None:
        items, is_of_demo = found
        if self.bridge.is_blinded:
            return  # the role was switched while they were read
        self._show_demo(is_demo=is_of_demo)
        chosen = self._newest or (self.pane.item.path if self.pane.item else None)
        self._newest = None
        self.table.set_rows(items)
        self._body.setCurrentIndex(0 if items else 1)
        if items:
            if self.isVisible():
                self.view.setFocus()
            paths_shown = [item.path for item in self.table.rows]
            self.view.choose(paths_shown.index(chosen) if chosen in paths_shown else 0)
        self._show_row(self.view.row if items else -1)

    def _show_row(self, row: int) -> None:
        item = self.table.row_at(row) if row >= 0 else None
        self.pane.show_item(item)
        self.registry.action(commands.OPEN.id).setEnabled(item is not None and item.is_there)
        self.registry.action(commands.FOLDER.id).setEnabled(item is not None)
        self._show_film(item)

    def _show_film(self, item: ExportItem | None) -> None:
        """Get the film ready to play; one that is open already goes on."""
        film = item.film if item is not None else None
        self.player.setVisible(film is not None)
        if item is not None and item.is_there and self.player.path is not None and self._open_key == item.key:
            return
        self._asked += 1
        self._close_film()
        if item is None or film is None:
            return
        if not item.is_there:
            self.player.say(_GONE)
            return
        self.player.say("Reading the film…")
        exporting, asked = self.bridge.study.exporting, self._asked

        def take(source: SourceClip) -> None:
            if asked == self._asked:
                self._open_key = item.key
                self.player.open(source, tuple(film.starts))
                self.small_films.open([item.title], [[source]])
                if source.clip.sha256 != item.sha256:
                    self.pane.say_changed(_CHANGED)

        def fail(error: ReviewError) -> None:
            if asked == self._asked:
                self.player.say(error.message)

        self.bridge.read(self, lambda: exporting.footage(item.path), take, fail)

    def _close_film(self) -> None:
        self.small_films.close()
        self.player.close_film()

    def _follow(self, changes: Changes, initiator: object) -> None:
        if initiator is not self.films and changes.of_kind(Touched.EXPORTS):
            self._is_stale = True
            if self.isVisible():
                self.shown()

    def _follow_study(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self.shown()

    def _forget(self) -> None:
        self._is_stale, self._newest = True, None
        self.table.set_rows(())
        self._body.setCurrentIndex(1)
        self._show_row(-1)

    def _set_alone(self, is_alone: bool) -> None:
        """Leave nothing on the page but the film; the page has the focus, so that all keys go on working."""
        for part in (self._head, self.view, self.pane):
            part.setVisible(not is_alone)
        self.alone_changed.emit(is_alone)
        if self.isVisible():
            (self if is_alone else self.view).setFocus(Qt.FocusReason.OtherFocusReason)

    def _mark_busy(self, is_busy: bool) -> None:
        self.registry.action(commands.RENDER.id).setEnabled(not is_busy)
        self.registry.action(commands.DEMO.id).setEnabled(self._is_demo and not is_busy)

    def _connect(self) -> None:
        bridge = self.bridge
        bridge.opened.connect(self._follow_study)
        bridge.closed.connect(self._forget)
        bridge.changed.connect(self._follow)
        bridge.blinding_changed.connect(
            lambda _on: (self._follow_blinding(), self.shown() if self.isVisible() else None)
        )
        self.films.busy_changed.connect(self._mark_busy)
        self.films.busy_changed.connect(self.small_films.make_way)
        self.films.finished.connect(self._finish)
        self.view.row_chosen.connect(self._show_row)
        self.view.row_opened.connect(lambda _row: self.play())
        self.pane.open_asked.connect(self.open_outside)
        bridge.shutting_down.connect(self.player.shut_down)
        self.player.alone_changed.connect(self._set_alone)
        PlaybackNews(self.player.transport, bridge, _BACK, lambda: _DAMAGED)
        self.pane.folder_asked.connect(self.open_folder)

    def _lay_out(self) -> None:
        theme = current()
        head = QHBoxLayout()
        head.setSpacing(theme.s)
        head.addWidget(label("Present", "display"), 1)
        head.addWidget(self.demo_button)
        head.addWidget(action_button(self.registry.action(commands.RENDER.id), kind="primary"))
        self._head = QWidget()
        top = QVBoxLayout(self._head)
        top.setContentsMargins(theme.l, theme.l, theme.l, theme.m)
        top.setSpacing(theme.m)
        top.addLayout(head)
        top.addWidget(self.films)
        self.view.set_widths(160, 150, 64, 116, stretch=0)
        self.first = self.view
        stage = QSplitter(Qt.Orientation.Vertical)
        stage.setChildrenCollapsible(False)
        stage.addWidget(self.player)
        stage.addWidget(self.pane)
        stage.setStretchFactor(0, 1)
        stage.setSizes([620, 180])
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.view)
        split.addWidget(stage)
        split.setStretchFactor(1, 1)
        split.setSizes([490, 870])
        words = (
            "A reel is one film for the classroom: a title, a card that says how the clips were chosen, then calls "
            "before and after the course, side by side. Write it as a short text file, or begin with a pair on Compare."
        )
        first = action_button(self.registry.action(commands.RENDER.id), kind="primary")
        compare = button("Begin with a pair", lambda: self.page_requested.emit("compare"), icon_name="columns-2")
        self._body.addWidget(split)
        self._body.addWidget(EmptyState("presentation", "No film yet", words, first, compare))
        blinded = "A film shows which call came before the course. Switch your role to lead, at the top right."
        self._body.addWidget(EmptyState("eye-off", "Hidden while you are blinded", blinded))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(_wrapped(self._body), 1)


def _wrapped(body: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(body)
    return box
