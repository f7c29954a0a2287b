"""Ratings, coaching notes and the end of a review: what the page does with them, and the viewing that they wait for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from bwc_review.analysis.exposure import exposure_of
from bwc_review.domain.blinding import PhaseGuess
from bwc_review.domain.changes import Applied, Edit
from bwc_review.domain.errors import ReviewError
from bwc_review.domain.ids import NoteId, TagId
from bwc_review.domain.remark import CoachingNote, NoteKind, Reason, ReasonKind
from bwc_review.domain.tag import Rating, Review, ReviewState, Tag
from bwc_review.domain.time import Moment
from bwc_review.domain.viewing import NORMAL_PERCENT, Viewing, viewing_of
from bwc_review.services.submitting import Readiness
from bwc_review.ui.bridge.study import StudyBridge, Tone
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.commands.tagging import Tagging
from bwc_review.ui.models.tag_table import TagTable
from bwc_review.ui.pages.review import closing_commands as commands
from bwc_review.ui.pages.review.loading import OpenReview
from bwc_review.ui.pages.review.phase_question import PhaseQuestion
from bwc_review.ui.pages.review.player import Player
from bwc_review.ui.pages.review.selection import Selection
from bwc_review.ui.pages.review.side import COACHING, RATINGS, Side
from bwc_review.ui.pages.review.viewing_recorder import ViewingRecorder

_FILTER = "Table (*.csv);;JSON (*.json)"
_PATIENCE_S = 1.0  # the window stands still while it waits for another program's lock


@dataclass(frozen=True, slots=True)
class Desk:
    """The parts of the page that it works with."""

    bridge: StudyBridge
    tagging: Tagging
    player: Player
    side: Side
    table: TagTable
    selection: Selection


class Closing(QObject):
    """Joins the viewing log, the ratings, the coaching notes and the finish pane to the page."""

    def __init__(self, desk: Desk, registry: Registry, host: QWidget) -> None:
        super().__init__(host)
        self._desk = desk
        self._host = host
        self._review: OpenReview | None = None
        self._notes: list[CoachingNote] = []
        self._reasons: list[Reason] = []
        self._question: PhaseQuestion | None = None
        self.recorder = ViewingRecorder(desk.bridge, desk.player.transport, self)
        slots = {
            commands.WATCH: self.watch,
            commands.RATE_ANYWAY: self._rate_anyway,
            commands.LINK: self._link,
            commands.NO_RATING: self._give_no_rating,
            commands.STRENGTH: lambda: self._begin_note(NoteKind.STRENGTH),
            commands.FOCUS: lambda: self._begin_note(NoteKind.FOCUS),
            commands.SHOW_NOTES: lambda: desk.side.show_tab(COACHING),
            commands.SUBMIT: self.ask_to_submit,
            commands.REOPEN: self._ask_to_reopen,
        }
        self._actions = {command: registry.add(command, slot, host) for command, slot in slots.items()}
        self._connect()

    @property
    def is_asking(self) -> bool:
        """True while the finish pane is shown."""
        return self._desk.side.is_finishing

    @property
    def question(self) -> PhaseQuestion | None:
        """The question about the phase, while it is asked."""
        return self._question

    def show_review(self, found: OpenReview | None) -> None:
        """Another review is shown, or the same one as it is now."""
        if found is None or self._review is None or found.review.id != self._review.review.id:
            self._question = None
        self._review = found
        self._notes = list(found.notes) if found is not None else []
        self._reasons = list(found.reasons) if found is not None else []
        if found is not None:
            self.recorder.watch(found.review.recording_id, found.review.id, found.runs)
        is_locked = found is None or found.is_locked
        for command, action in self._actions.items():
            action.setEnabled(found is not None and (command is commands.SHOW_NOTES or not is_locked))
        self._actions[commands.REOPEN].setEnabled(found is not None and is_locked)
        self._desk.side.coaching.show_notes(self._notes, is_locked=is_locked)
        self._desk.side.show_remark(self._remark(found.review) if found is not None else "")
        self.follow_viewing()

    def take(self, edits: Sequence[Edit]) -> None:
        """Stored changes: notes and ratings as they are now."""
        has_tags = False
        for edit in edits:
            subject = edit.subject
            has_tags = has_tags or isinstance(subject, Tag)
            if self._review is None or isinstance(subject, Review) or subject.review_id != self._review.review.id:
                continue
            if isinstance(subject, Rating):
                before = edit.before if isinstance(edit.before, Rating) else None
                self._desk.side.ratings.apply(before, edit.after if isinstance(edit.after, Rating) else None)
            elif isinstance(subject, CoachingNote):
                self._notes = [note for note in self._notes if note.id != subject.id]
                if isinstance(edit.after, CoachingNote):
                    self._notes.append(edit.after)
                self._notes.sort(key=lambda note: (note.at, str(note.id)))
                self._desk.side.coaching.show_notes(self._notes, is_locked=False)
        if has_tags:
            self._desk.side.ratings.follow_tags()
            if any(self._bounds_encounter(edit) for edit in edits):
                self.follow_viewing()
        if self.is_asking and self._review is not None and not self._desk.side.finish.is_reopening:
            self.ask_to_submit()

    def follow_viewing(self) -> None:
        """Show how far the viewing is, now."""
        self._desk.side.ratings.show_viewing(self.viewing(), self._current_reasons())

    def viewing(self) -> Viewing | None:
        """How far the viewing of the review is, with what has been played since it was opened."""
        found = self._review
        if found is None or not self._desk.player.transport.is_open:
            return None
        duration_us = self._desk.player.transport.extent.end.us
        wanted = exposure_of(found.rubric, self._desk.table.tags, duration_us).range
        return viewing_of(self.recorder.runs, wanted)

    def watch(self) -> None:
        """Play what is to be watched in one go."""
        viewing = self.viewing()
        if viewing is None:
            return
        transport = self._desk.player.transport
        transport.pause()
        transport.set_loop(None)
        transport.set_speed(NORMAL_PERCENT)
        transport.seek(viewing.wanted.start)
        transport.play()
        self._host.setFocus()

    def take_return(self) -> bool:
        """Enter was pressed: confirm what the finish pane asks, or watch what the ratings wait for."""
        side = self._desk.side
        if self.is_asking:
            side.finish.take_return()
            return True
        if side.tab == RATINGS and not side.is_starting and not side.ratings.viewing.is_open:
            self.watch()
            return True
        return False

    def leave(self) -> None:
        """Show the review's tabs again; the page takes the keys, or the tabs would."""
        if self.is_asking:
            self._desk.side.show_tabs()
            self._host.setFocus()

    def ask_to_submit(self) -> None:
        """Lock the review if nothing is left open in it, else show what is."""
        if self._review is None:
            return
        study, review_id, rubric = self._desk.bridge.study, self._review.review.id, self._review.rubric
        self.recorder.keep()
        is_blinded = self._desk.bridge.is_blinded

        def show(found: tuple[Readiness, PhaseGuess | None]) -> None:
            if self._review is None or self._review.review.id != review_id or self._review.is_locked:
                return
            ready, guess = found
            asks = is_blinded and guess is None
            is_whole = not (ready.open_states or ready.wants_reasons)
            if is_whole and not asks and not self.is_asking:
                self._submit({})
                return
            self._question = (self._question or PhaseQuestion()) if asks else None
            self._desk.side.finish.show_readiness(ready, rubric, self._question)
            self._desk.side.show_finish()

        work = lambda: (study.submitting.readiness(review_id), study.blinding.guess_of(review_id))  # noqa: E731 - once
        self._desk.bridge.read(self, work, show)

    def _bounds_encounter(self, edit: Edit) -> bool:
        """True for a tag that moves what is to be watched: looking through all tags at each key would be slow."""
        rubric = self._review.rubric if self._review is not None else None
        return (
            rubric is not None
            and isinstance(edit.subject, Tag)
            and any(
                isinstance(side, Tag) and side.behaviour_id in (rubric.zero, rubric.end)
                for side in (edit.before, edit.after)
            )
        )

    def _connect(self) -> None:
        side, tagging = self._desk.side, self._desk.tagging
        self.recorder.changed.connect(self.follow_viewing)
        side.tab_changed.connect(lambda _tab: self.follow_viewing())
        side.ratings.viewing.watch_requested.connect(self.watch)
        side.ratings.viewing.left.connect(self._host.setFocus)
        side.ratings.viewing.excused.connect(self._excuse)
        side.ratings.rating_requested.connect(tagging.rate)
        side.ratings.evidence_chosen.connect(self._show_evidence)
        side.ratings.said.connect(self._desk.bridge.tell)
        side.coaching.add_requested.connect(self._add_note)
        side.coaching.change_requested.connect(self._change_note)
        side.coaching.remove_requested.connect(self._remove_note)
        side.coaching.moment_chosen.connect(self._desk.player.transport.seek)
        side.coaching.export_requested.connect(self._export_notes)
        side.coaching.left.connect(self._host.setFocus)
        self._desk.player.transport.frame_shown.connect(side.coaching.set_now)
        side.finish.submit_requested.connect(self._submit)
        side.finish.reopen_requested.connect(self._reopen)
        side.finish.end_requested.connect(self._end_states)
        side.finish.moment_chosen.connect(self._desk.player.transport.seek)
        side.finish.ratings_requested.connect(self._rate_now)
        side.finish.left.connect(self.leave)

    def _current_reasons(self) -> list[Reason]:
        places = [place for place, reason in enumerate(self._reasons) if reason.kind is ReasonKind.REOPEN]
        return self._reasons[places[-1] + 1 :] if places else self._reasons

    def _remark(self, review: Review) -> str:
        reopened = [reason for reason in self._reasons if reason.kind is ReasonKind.REOPEN]
        if reopened:
            return f"Reopened by {reopened[-1].by}: {reopened[-1].text}"
        return "" if review.state is ReviewState.DRAFT else "Submitted and locked"

    def _excuse(self, text: str) -> None:
        if self._review is None:
            return
        study = self._desk.bridge.study
        try:
            with study.reviewing.waiting_at_most(_PATIENCE_S):
                reason = study.viewing.excuse(self._review.review.id, text)
        except ReviewError as error:
            self._desk.bridge.tell_error(error)
            return
        self._reasons.append(reason)
        self.follow_viewing()
        self._desk.bridge.tell("The reason is kept. You can rate now.", Tone.SUCCESS)
        self._host.setFocus()

    def _rate_anyway(self) -> None:
        self._desk.side.show_tab(RATINGS)
        self._desk.side.ratings.viewing.ask_why()

    def _link(self) -> None:
        self._desk.side.show_tab(RATINGS)
        self._desk.side.ratings.link(self._desk.table.find(self._desk.selection.tag_id))

    def _give_no_rating(self) -> None:
        self._desk.side.show_tab(RATINGS)
        self._desk.side.ratings.give_no_rating()

    def _show_evidence(self, tag_id: TagId) -> None:
        tag = self._desk.table.find(tag_id)
        if tag is not None:
            self._desk.selection.choose(tag)

    def _begin_note(self, kind: NoteKind) -> None:
        shown = self._desk.player.transport.shown
        if shown is not None:
            self._desk.side.show_tab(COACHING)
            self._desk.side.coaching.begin(shown, kind)

    def _add_note(self, at: Moment, kind: NoteKind, text: str) -> None:
        if self._review is not None:
            review_id, study = self._review.review.id, self._desk.bridge.study
            self._note(lambda: study.coaching.add(review_id, at, kind, text))

    def _change_note(self, note_id: NoteId, kind: NoteKind, text: str) -> None:
        study = self._desk.bridge.study
        self._note(lambda: study.coaching.change(note_id, kind, text))

    def _remove_note(self, note_id: NoteId) -> None:
        study = self._desk.bridge.study
        self._note(lambda: study.coaching.remove(note_id))

    def _note(self, work: Callable[[], Applied]) -> None:
        if self._is_taken(work):
            self._desk.side.coaching.done()

    def _is_taken(self, work: Callable[[], Applied]) -> bool:
        """Make a change; true if it is stored, or waits for the disk: it is not to be asked for twice."""
        tagging = self._desk.tagging
        before = tagging.waiting_count
        return tagging.do(work) is not None or tagging.waiting_count > before

    def _export_notes(self) -> None:
        if self._review is None:
            return
        start = str(Path(self._desk.bridge.study.store.folder / "exports" / "coaching-notes.csv"))
        chosen, _ = QFileDialog.getSaveFileName(self._desk.side, "Hand the notes on to the officer", start, _FILTER)
        if chosen:
            self.export_notes(Path(chosen))

    def export_notes(self, path: Path) -> None:
        """Write the review's notes to a file for the officer."""
        if self._review is None:
            return
        bridge, review_id = self._desk.bridge, self._review.review.id
        study = bridge.study
        done = lambda count: bridge.tell(f"Wrote {count} notes to {path.name}.", Tone.SUCCESS)  # noqa: E731 - once
        bridge.read(self, lambda: study.coaching.export(review_id, path), done)

    def _rate_now(self) -> None:
        self._desk.side.show_tabs()
        self._desk.side.show_tab(RATINGS)

    def _end_states(self, at: Moment) -> None:
        if self._review is not None:
            review_id, study = self._review.review.id, self._desk.bridge.study
            self._desk.tagging.do(lambda: study.submitting.end_open_states(review_id, at))

    def _submit(self, reasons: Mapping[ReasonKind, str]) -> None:
        if self._review is not None:
            review_id, study = self._review.review.id, self._desk.bridge.study
            guess = self._question.guess if self._question is not None else None
            if self._question is not None and guess is None:
                self._desk.bridge.tell("Say which phase you think it is. “I don’t know” is an answer too.")
                return

            def submit() -> Applied:
                if guess is not None:
                    study.blinding.guess(review_id, guess)  # before the lock, and again if the disk refuses that
                return study.submitting.submit(review_id, reasons)

            if self._is_taken(submit):
                self._question = None
                self.leave()

    def _ask_to_reopen(self) -> None:
        self._desk.side.finish.show_reopening()
        self._desk.side.show_finish()

    def _reopen(self, text: str) -> None:
        if self._review is not None:
            review_id, study = self._review.review.id, self._desk.bridge.study
            if self._is_taken(lambda: study.submitting.reopen(review_id, text)):
                self.leave()
