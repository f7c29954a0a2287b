"""The review page: player on the left, rubric, tags and ratings on the right, one selection in all of them."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt

from bwc_review.domain.changes import Changes, Edit, Touched
from bwc_review.domain.errors import ReviewError
from bwc_review.domain.ids import RecordingId, ReviewId, TagId
from bwc_review.domain.rubric import Behaviour
from bwc_review.domain.tag import Review, Tag
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.ui.bridge.study import Said, StudyBridge, Tone
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.commands.tagging import Tagging
from bwc_review.ui.models.tag_cells import Column
from bwc_review.ui.models.tag_table import Change, TagTable
from bwc_review.ui.pages.page import Page
from bwc_review.ui.pages.playback_news import PlaybackNews
from bwc_review.ui.pages.review import closing_commands, commands
from bwc_review.ui.pages.review.blinds import Blinds
from bwc_review.ui.pages.review.clip_loudness import ClipLoudness
from bwc_review.ui.pages.review.closing import Closing, Desk
from bwc_review.ui.pages.review.coding import Coding
from bwc_review.ui.pages.review.content_gate import ContentGate
from bwc_review.ui.pages.review.loading import (
    OpenRecording,
    OpenReview,
    load_recording,
    load_review,
    titled,
    without_collecting,
)
from bwc_review.ui.pages.review.player import Player
from bwc_review.ui.pages.review.preview import PreviewLoader
from bwc_review.ui.pages.review.side import PAD, RATINGS, TAGS, Side
from bwc_review.ui.pages.review.stage import Stage
from bwc_review.ui.pages.review.tag_film import TagFilm
from bwc_review.ui.pages.review.tag_tools import TagTools

_BACK = "The clip is there again."
_DAMAGED = "Parts of {code} are damaged. Pictures that cannot be shown are passed over."


class ReviewPage(Page):
    """Shows one recording and one review of it."""

    def __init__(self, bridge: StudyBridge, registry: Registry) -> None:
        super().__init__(bridge, registry)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._recording: OpenRecording | None = None
        self._review: OpenReview | None = None
        self._wanted: RecordingId | None = None
        self._wanted_tag: TagId | None = None
        self._wanted_span: TimeRange | None = None
        self._wanted_start: Moment | None = None
        self.gate = ContentGate(bridge)
        self.table = TagTable(self)
        self.tagging = Tagging(lambda: bridge.study.reviewing, bridge.history.push, self)
        self.player = Player(registry, self, bridge.settings)
        self.preview = PreviewLoader(bridge, self.player.film, self.player.waveform, self)
        self.loudness = ClipLoudness(bridge, self.player.sound, registry, self)
        self.side = Side(self.table, self._behaviours)
        self.coding = Coding(self, registry, bridge.coding, self.tagging, self.side.pad, self._shown, self._take_digit)
        self.coder, self.card, self.keys = self.coding.coder, self.coding.card, self.coding.keys
        self.tools = TagTools(self, registry, bridge.settings, self.tagging, self.table, self.player, self.side)
        self.selection = self.tools.selection
        chosen = (self.table, self.selection)
        self.tag_film = TagFilm(bridge, registry, self, chosen, self.coder, lambda: self._recording)
        parts = Desk(bridge, self.tagging, self.player, self.side, self.table, self.selection)
        self.closing = Closing(parts, registry, self)
        self.blinds = Blinds(bridge, registry, self.player, self.side.start, self)
        self._add_commands()
        self.stage = Stage(self, bridge.settings, self.player, self.side, self.blinds.queue, self.gate)
        self.stage.set_opener(lambda: self.page_requested.emit("library"))
        self._connect()
        self._clear()

    @property
    def review(self) -> Review | None:
        """The review that is open."""
        return self._review.review if self._review else None

    def shown(self) -> None:
        """Take the keys, and read the queue if it is in sight."""
        if self.bridge.is_open and self._recording is None:
            self.blinds.read_queue()
        (self.gate if self.gate.isVisible() else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def left(self) -> None:
        """Pause, and keep the layout."""
        self.player.transport.pause()
        self.player.tools.leave_alone()
        self.stage.keep()
        self.tools.keep_settings()

    def unstored_count(self) -> int:
        """Changes that wait for the disk, after one more try."""
        self.tagging.retry()
        return self.tagging.waiting_count

    def open_recording(self, recording_id: object) -> None:
        """Show a recording, with this reviewer's review of it if there is one."""
        self._open(RecordingId(recording_id), None)  # pyright: ignore[reportArgumentType] - ids travel as objects

    def show_tag(self, recording_id: object, review_id: object, tag_id: object) -> None:
        """Show a recording with that review of it, and the first frame of that tag."""
        self._open(RecordingId(recording_id), ReviewId(review_id))  # pyright: ignore[reportArgumentType] - as above
        self._wanted_tag = TagId(tag_id)  # pyright: ignore[reportArgumentType] - as above

    def show_span(self, recording_id: object, span: object) -> None:
        """Show a recording and play a stretch of it again and again."""
        self.open_recording(recording_id)
        self._wanted_span = span if isinstance(span, TimeRange) else None

    def start_review(self, rubric_id: str, version: str, reviewer: str, profile: str) -> None:
        """Begin a review of the recording that is shown."""
        if self._recording is None:
            return
        study, recording_id = self.bridge.study, self._recording.row.recording.id
        whose = self.bridge.actor if self.bridge.is_blinded else reviewer
        try:
            review = study.reviewing.start(recording_id, rubric_id, version, whose, profile or None)
        except ReviewError as error:
            self.bridge.tell_error(error)
            return
        self.bridge.announce(Changes.of(Touched.REVIEWS, review.id), self)
        self._recording = replace(self._recording, reviews=titled(study, recording_id))
        self._show_review(load_review(study, review))
        self.bridge.tell(f"Review of {self._recording.row.recording.code} is open.", Tone.SUCCESS)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, recording_id: RecordingId, review_id: ReviewId | None) -> None:
        self._wanted, self._wanted_tag, self._wanted_span = recording_id, None, None
        self.player.transport.pause()
        self.gate.guard(recording_id, lambda start: self._load(recording_id, review_id, start))

    def _load(self, recording_id: RecordingId, review_id: ReviewId | None, start: Moment | None) -> None:
        self._wanted_start = start
        study, actor = self.bridge.study, self.bridge.actor
        self.bridge.read(self, lambda: load_recording(study, recording_id, actor, review_id), self._show_recording)

    def _show_recording(self, found: OpenRecording) -> None:
        if found.row.recording.id != self._wanted:
            return  # another one was asked for in the meantime
        self._recording = found
        self.closing.recorder.watch(found.row.recording.id)
        self.stage.show_clip()
        is_blinded = self.bridge.is_blinded
        self.player.open(found.sources, None if is_blinded else found.row.recording.recorded_at)
        self.preview.open(found.row.recording, self.player.transport.extent.end.us)
        self.loudness.watch(found.row.recording.id)
        self.side.show_recording(found.row.recording.code, None if is_blinded else found.row.phase)
        if found.current is not None and self._may_see(found.current.review):
            self._show_review(found.current)
            self._choose_wanted_tag()
        else:
            self._show_start()
        self.blinds.show_recording(found)
        if self._wanted_span is not None:
            self.player.play_span(self._wanted_span)
        elif self._wanted_start is not None:
            self.player.transport.seek(self._wanted_start)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_gate(self) -> None:
        self.stage.show_gate()
        self.gate.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_wanted_tag(self) -> None:
        tag = self.table.find(self._wanted_tag)
        self._wanted_tag = None
        if tag is not None:
            self.side.show_tab(TAGS)
            self.selection.choose(tag)

    def _show_start(self) -> None:
        self._set_review(None)
        if self._recording is not None:
            actor = self.bridge.actor
            seen = [item for item in self._recording.reviews if self._may_see(item[0])]
            self.side.start.show_choices(self._recording.rubrics, seen, actor, is_blinded=self.bridge.is_blinded)
            self.side.show_start()

    @without_collecting()
    def _show_review(self, found: OpenReview) -> None:
        self._set_review(found)
        self.side.show_review(found.review, found.rubric)
        self.side.show_counts(len(found.tags))
        self.player.make_room_for_lanes()

    def _set_review(self, found: OpenReview | None) -> None:
        self._review = found
        self.tagging.review_id = found.review.id if found else None
        self.bridge.history.open(self.tagging.review_id)
        rubric, tags = (found.rubric, found.tags) if found else (None, ())
        is_locked = found is None or found.is_locked
        behaviours = found.behaviours if found else []
        self.selection.clear()
        self.table.show_review(rubric, tags, is_locked=is_locked)
        self.player.timeline.show_review(rubric, [item.id for item in behaviours], tags)
        self.player.timeline.set_locked(is_locked=is_locked)
        ratings = found.ratings if found else ()
        self.side.ratings.show_review(rubric, found.review.id if found else None, ratings, is_locked=is_locked)
        self.coding.show(found)
        self.closing.show_review(found)
        for action in self._tag_actions:
            action.setEnabled(found is not None)
        self.registry.action(commands.EDIT.id).setEnabled(self._recording is not None)
        for action in self._change_actions:
            action.setEnabled(not is_locked)

    def _clear(self) -> None:
        self._recording, self._wanted, self._wanted_tag = None, None, None
        self._set_review(None)
        self.preview.close()
        self.player.tools.leave_alone()
        self.player.close_recording()
        self.blinds.show_recording(None)
        self.stage.show_idle()

    def _shut_down(self) -> None:
        self._clear()
        self.player.shut_down()

    def _add_commands(self) -> None:
        add, side = self.registry.add, self.side
        looks = {
            commands.EDIT: self._edit,
            commands.PREVIOUS: lambda: self._go(is_later=False),
            commands.NEXT: lambda: self._go(is_later=True),
            commands.LOOK_UP: self.coding.switch_look_up,
            commands.LEAVE: self._leave,
            commands.SHOW_PAD: lambda: side.show_tab(PAD),
            commands.SHOW_TAGS: lambda: side.show_tab(TAGS),
            commands.SHOW_RATINGS: lambda: side.show_tab(RATINGS),
        }
        self._tag_actions = [add(command, slot, self) for command, slot in looks.items()] + self.tools.look_actions
        self._change_actions = self.coding.change_actions + self.tools.change_actions
        self.coding.show_second_keys()

    def _connect(self) -> None:
        bridge, transport = self.bridge, self.player.transport
        bridge.closed.connect(self._clear)
        self.gate.asked.connect(self._show_gate)
        self.gate.left.connect(lambda: self.page_requested.emit("library"))
        bridge.changed.connect(self._follow_changes)
        bridge.blinding_changed.connect(lambda _on: self._open_again())
        bridge.shutting_down.connect(self._shut_down)
        self.blinds.set_opener(self.open_recording)
        self.blinds.queue_shown.connect(lambda has_any: self.stage.offer_queue(has_any=has_any))
        bridge.said.connect(self._say_alone)
        self.preview.changed.connect(self.player.timeline.refresh_bands)
        self.player.tools.alone_changed.connect(self._set_alone)
        PlaybackNews(transport, bridge, _BACK, self._damaged_words)
        transport.frame_shown.connect(self.side.pad.set_now)
        self.tagging.done.connect(self._take)
        self.tagging.said.connect(lambda words, can_undo: bridge.tell(words, Tone.SUCCESS, can_undo=can_undo))
        self.tagging.failed.connect(bridge.tell_error)
        self.tagging.stuck.connect(lambda words: bridge.tell(words, Tone.ERROR, again=self.tagging.retry))
        bridge.closing.connect(self.tagging.forget)
        bridge.history.applied.connect(self.tagging.follow_undo)
        bridge.history.refused.connect(bridge.tell_error)
        self.table.changed.connect(self.tools.follow)
        self.table.edit_refused.connect(lambda text: bridge.tell(text, Tone.ERROR))
        self.coder.tagged.connect(self.selection.mark)
        self.coding.noted.connect(bridge.tell)
        self.coding.pause_wanted.connect(transport.pause)
        self.selection.chosen.connect(self._offer_loop)
        self.side.start.start_requested.connect(self.start_review)
        self.side.start.review_chosen.connect(self._open_review)
        self.side.menu.aboutToShow.connect(self._fill_menu)

    def _shown(self) -> tuple[Moment | None, int]:
        transport = self.player.transport
        return transport.shown, transport.speed_percent if transport.is_playing else 0

    def _behaviours(self) -> list[Behaviour]:
        return self._review.behaviours if self._review else []

    def _may_see(self, review: Review) -> bool:
        return not self.bridge.is_blinded or review.reviewer == self.bridge.actor

    def _take(self, edits: Sequence[Edit], touched: Changes) -> None:
        """Show what was just stored, and tell the other pages."""
        changes: list[Change] = []
        for edit in edits:
            if isinstance(edit.subject, Tag) and self._is_mine(edit.subject.review_id):
                before = edit.before if isinstance(edit.before, Tag) else None
                changes.append((before, edit.after if isinstance(edit.after, Tag) else None))
            elif isinstance(edit.subject, Review) and self._is_mine(edit.subject.id):
                self._open_again()
        if self._review is not None:
            self.coder.follow(list(edits), self.table.behaviour)
            self.table.apply(changes)
            self.closing.take(edits)
            self.side.show_counts(len(self.table.tags))
        self.bridge.announce(touched, self.tagging)

    def _is_mine(self, review_id: ReviewId) -> bool:
        return self._review is not None and self._review.review.id == review_id

    def _follow_changes(self, changes: Changes, initiator: object) -> None:
        """Somebody changed the study: read again what is shown here and was touched."""
        if initiator in (self, self.tagging) or self._recording is None:
            return
        review_id = self._review.review.id if self._review else None
        touched = changes.of_kind(Touched.REVIEWS) | changes.of_kind(Touched.TAGS) | changes.of_kind(Touched.RATINGS)
        is_clip = self._recording.row.recording.id in changes.of_kind(Touched.CLIPS)
        if is_clip or changes.of_kind(Touched.PEOPLE) or (review_id is not None and review_id in touched):
            self._open_again()

    def _open_again(self) -> None:
        """Read the recording and the review again; the player stays where it is."""
        if self._recording is None or not self.bridge.is_open:
            return
        study, actor = self.bridge.study, self.bridge.actor
        recording_id = self._recording.row.recording.id
        review_id = self._review.review.id if self._review else None
        self.bridge.read(self, lambda: load_recording(study, recording_id, actor, review_id), self._show_again)

    def _show_again(self, found: OpenRecording) -> None:
        if self._recording is None or found.row.recording.id != self._recording.row.recording.id:
            return
        self._recording = found
        is_blinded = self.bridge.is_blinded
        self.side.show_recording(found.row.recording.code, None if is_blinded else found.row.phase)
        self.player.show_clock(None if is_blinded else found.row.recording.recorded_at)
        if found.current is not None and self._may_see(found.current.review):
            self._show_review(found.current)
        else:
            self._show_start()
        self.blinds.show_recording(found)

    def _open_review(self, review: Review) -> None:
        study = self.bridge.study
        self.bridge.read(self, lambda: load_review(study, review), self._show_review)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_menu(self) -> None:
        menu = self.side.menu
        menu.clear()
        for review, title in self._recording.reviews if self._recording else ():
            if self._may_see(review):
                text = f"{title} – {review.reviewer}"
                action = menu.addAction(text, lambda review=review: self._open_review(review))
                action.setCheckable(True)
                action.setChecked(self._is_mine(review.id))
        menu.addSeparator()
        menu.addAction("Start another review…", self._show_start)
        menu.addAction(self.registry.action(closing_commands.SUBMIT.id))
        menu.addAction(self.registry.action(closing_commands.REOPEN.id))

    def _take_digit(self, digit: int) -> bool:
        return self.side.tab == RATINGS and not self.side.is_starting and self.side.ratings.answer(digit)

    def _go(self, *, is_later: bool) -> None:
        if self.side.tab == RATINGS:
            self.side.ratings.move(1 if is_later else -1)
        else:
            self.selection.go(is_later=is_later)

    def _offer_loop(self, tag: Tag | None) -> None:
        choices = self.coder.way.choices
        end_us = self.player.transport.extent.end.us if self.player.transport.is_open else 0
        self.player.offer_loop(choices.span(tag, end_us) if tag is not None and end_us else None)
        self.coding.choose(tag)

    def _edit(self) -> None:
        if self.side.is_starting:
            self.side.start.begin()
        elif not self.closing.take_return() and not self.coder.end_armed():
            self.tools.editing.edit(Column.START)

    def _set_alone(self, is_alone: bool) -> None:
        """Leave nothing on the page but the picture; the focus stays, so that all keys go on working."""
        self.side.setVisible(not is_alone)
        self.player.set_alone(is_alone=is_alone)
        self.alone_changed.emit(is_alone)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _damaged_words(self) -> str:
        code = self._recording.row.recording.code if self._recording is not None else "this clip"
        return _DAMAGED.format(code=code)

    def _say_alone(self, said: Said) -> None:
        """The status line is not seen while the picture has the screen: say it on the picture."""
        if self.player.tools.is_alone:
            self.player.picture.show_notice(said.text)

    def _leave(self) -> None:
        if self.tools.leave():
            return
        if not self.player.tools.leave():
            self.coding.leave()
            self.closing.leave()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
