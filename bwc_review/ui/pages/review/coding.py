"""The part of the page that codes: rubric pad, its keys, second keys, definitions, profiles, and how tags are timed."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bwc_review.domain.rubric import Behaviour
from bwc_review.domain.tag import Tag
from bwc_review.domain.time import Moment
from bwc_review.services.coding_keys import key_map
from bwc_review.services.review_profiles import ALL, next_profile
from bwc_review.ui.bridge.coding_settings import CodingSettings
from bwc_review.ui.commands.registry import Registry
from bwc_review.ui.commands.tagging import Tagging
from bwc_review.ui.commands.taken_keys import taken_keys
from bwc_review.ui.pages.review import commands
from bwc_review.ui.pages.review.coder import Coder
from bwc_review.ui.pages.review.definition_card import DefinitionCard
from bwc_review.ui.pages.review.keys import RubricKeys
from bwc_review.ui.pages.review.loading import OpenReview
from bwc_review.ui.pages.review.marking import Marking
from bwc_review.ui.pages.review.reaction_dialog import ReactionDialog
from bwc_review.ui.widgets.pad import RubricPad

_ELSEWHERE = "Not tagged: “{name}” is not in this pass. {key} shows other behaviours."

_FIXED_SPACE = "\N{NO-BREAK SPACE}"


class Coding(QObject):
    """Turns keys into tags for the review that is shown.

    Attributes:
        coder: What a press does.
        keys: Hears the rubric's keys.
        card: The whole text of a behaviour.
        marking: What second keys say about a tag.

    Signals:
        pause_wanted: Something was tagged, and the clip shall pause.
        noted: A plain sentence for the status line.
    """

    pause_wanted = Signal()
    noted = Signal(str)

    def __init__(
        self,
        page: QWidget,
        registry: Registry,
        settings: CodingSettings,
        tagging: Tagging,
        pad: RubricPad,
        shown: Callable[[], tuple[Moment | None, int]],
        digit: Callable[[int], bool],
    ) -> None:
        """Make it.

        Args:
            page: Where the keys work.
            registry: Where its commands go.
            settings: How the reviewer codes.
            tagging: Stores the changes.
            pad: Shows behaviours and answers.
            shown: Gives the start of the frame on the screen, and the playback speed in per cent (0 while paused).
            digit: Takes a digit that no behaviour waits for; false if it is free for a behaviour.
        """
        super().__init__(page)
        self._page = page
        self._registry = registry
        self._settings = settings
        self._tagging = tagging
        self._pad = pad
        self._digit = digit
        self._review: OpenReview | None = None
        self.coder = Coder(tagging, pad, shown)
        self.marking = Marking(tagging, pad)
        self.card = DefinitionCard(page)
        self.keys = RubricKeys(page, self._press, self.coder.switch, self._take_digit, self.marking.choose)
        self.change_actions = [registry.add(command, slot, page) for command, slot in self._changes().items()]
        for command, slot in self._looks().items():
            registry.add(command, slot, page)
        self._show_switches()
        registry.add_sheet(commands.PAGE, "Rubric", lambda: self.keys.rows)
        self.coder.tagged.connect(self._after_tag)
        self.coder.looked_up.connect(self.show_definition)
        self.coder.noted.connect(self.noted)
        pad.profile_chosen.connect(lambda profile: tagging.switch_profile(profile or None))
        settings.changed.connect(self._follow_settings)
        registry.keys_changed.connect(lambda _id: self._follow_settings())

    def show(self, found: OpenReview | None) -> None:
        """Code another review, or none."""
        self._review = found
        self.card.hide()
        self.show_keys()
        is_open = found is not None and not found.is_locked
        self._pad.setEnabled(is_open)
        tags = found.tags if found else ()
        states = {
            tag.id: tag
            for tag in tags
            if tag.end is None and found and found.rubric.behaviour(tag.behaviour_id).is_state
        }
        self.coder.begin(states, is_locked=not is_open)

    def show_keys(self) -> None:
        """Show and hear the keys of the review's behaviours, as the reviewer has chosen them."""
        found = self._review
        behaviours = found.behaviours if found else []
        self.coder.way = self._settings.way(found.rubric.id) if found else self.coder.way
        choices = self.coder.way.choices
        keys = key_map(behaviours, choices, taken_keys(self._registry))
        keyed = [keys.with_key(behaviour) for behaviour in behaviours]
        held_ids = {behaviour.id for behaviour in behaviours if choices.holds(behaviour)}
        self._pad.show_rubric(found.rubric if found else None, keyed, keys.key_of, held_ids)
        self._show_head()
        self.keys.show([], {})
        if found is not None:  # of a locked review they say that it is, and go on to look texts up
            self.keys.show(keyed, keys.by_key, self._idle_keys(found))
            self.keys.hear_digits()

    def show_definition(self, behaviour: Behaviour) -> None:
        """Show the whole text of a behaviour beside the pad."""
        self.card.show_behaviour(behaviour)
        self._place_card()

    def choose(self, tag: Tag | None) -> None:
        """A tag was chosen: second keys are about it from now on."""
        if tag is not None and self._review is not None:
            self._pad.show_last(tag, self._review.rubric.behaviour(tag.behaviour_id))

    def leave(self) -> None:
        """Choose nothing after all, and close the definition."""
        self.coder.leave()
        self.card.hide()

    def switch_look_up(self) -> None:
        """Let keys show definitions, or tag again."""
        is_on = not self.coder.is_looking_up
        self.coder.set_looking_up(is_looking_up=is_on)
        if not is_on:
            self.card.hide()
        elif self._pad.hovered is not None:
            self.show_definition(self._pad.hovered)
        elif self._pad.last is not None and self._review is not None:
            self.show_definition(self._review.rubric.behaviour(self._pad.last.behaviour_id))
        else:
            self.card.show_prompt()
            self._place_card()

    def _changes(self) -> dict[commands.Command, Callable[[], object]]:
        marking = self.marking
        slots: dict[commands.Command, Callable[[], object]] = {
            commands.WHO: marking.turn_actor,
            commands.TARGET: marking.turn_target,
            commands.CONFIDENCE: marking.turn_confidence,
            commands.HEARD: marking.turn_heard,
            commands.NEXT_PROFILE: self._show_next_profile,
        }
        for command, actor in commands.ACTORS:
            slots[command] = lambda actor=actor: marking.set_actor(actor)
        return slots

    def _looks(self) -> dict[commands.Command, Callable[..., object]]:
        return {
            commands.PAUSING: self._set_pausing,
            commands.COMPENSATING: self._set_compensating,
            commands.EXERCISE: self.measure_reaction,
        }

    def measure_reaction(self) -> None:
        """Open the exercise that measures the reaction time."""
        self.pause_wanted.emit()
        dialog = ReactionDialog(self._settings, self._page.window())
        dialog.open()

    def _press(self, behaviour: Behaviour) -> None:
        if behaviour.key and self.keys.hold.is_held(behaviour.key):
            return  # the system repeats a key that is held
        was_open = self.coder.is_open(behaviour)
        self.coder.press(behaviour)
        is_held = self.coder.way.choices.holds(behaviour) and not was_open
        if is_held and behaviour.key and self.coder.is_open(behaviour):
            self.keys.hold.begin(behaviour.key, lambda: self.coder.let_go(behaviour))

    def _take_digit(self, digit: int) -> bool:
        return self.coder.take_digit(digit) or self._digit(digit)

    def _after_tag(self, tag: Tag) -> None:
        del tag
        if self.coder.way.is_pausing:
            self.pause_wanted.emit()

    def _show_next_profile(self) -> None:
        if self._review is not None and self._review.rubric.profiles:
            self._tagging.switch_profile(next_profile(self._review.rubric, self._review.review.profile))

    def _set_pausing(self, is_on: bool) -> None:
        if is_on != self._settings.is_pausing:
            self._settings.is_pausing = is_on
            self.noted.emit("The clip pauses when you tag." if is_on else "Tagging no longer pauses the clip.")

    def _set_compensating(self, is_on: bool) -> None:
        if is_on and self._settings.reaction is None:
            self._show_switches()
            self.measure_reaction()
        elif is_on != self._settings.is_compensating:
            self._settings.is_compensating = is_on

    def _follow_settings(self) -> None:
        self._show_switches()
        self.show_second_keys()
        last = self._pad.last
        self.show_keys()
        self.coder.show_again(last, self._review.rubric if self._review else None)

    def _show_switches(self) -> None:
        self._registry.action(commands.PAUSING.id).setChecked(self._settings.is_pausing)
        self._registry.action(commands.COMPENSATING.id).setChecked(self._settings.is_compensating)

    def _idle_keys(self, found: OpenReview) -> dict[str, Callable[[], object]]:
        """Keys of the rubric that tag nothing in this review now: whoever presses one is told why."""
        shown = {behaviour.id for behaviour in found.behaviours}
        names = {behaviour.id: behaviour.name for behaviour in found.rubric.behaviours}
        keys = key_map(found.rubric.behaviours, self.coder.way.choices, taken_keys(self._registry)).by_key
        profile = self._registry.key_text(commands.NEXT_PROFILE.id)
        profile = profile or "The list above the pad"
        return {
            key: lambda name=names[target.behaviour_id]: self.noted.emit(_ELSEWHERE.format(name=name, key=profile))
            for key, target in keys.items()
            if target.behaviour_id not in shown
        }

    def _show_head(self) -> None:
        head, found, reaction = self._pad.head, self._review, self.coder.way.reaction
        profiles = [(profile.id, profile.title) for profile in found.rubric.profiles] if found else []
        head.show_profiles([*profiles, ("", ALL)], (found.review.profile or "") if found else "")
        words = "Reaction time: while the clip plays, tags are set {:,.0f} ms before the key."
        head.show_timing(words.format(reaction.median_us / 1000) if reaction and found else "")

    def show_second_keys(self) -> None:
        """Say on the pad which second keys there are; once all commands of the page are registered."""
        text = self._registry.key_text
        second = [(commands.WHO, "who"), (commands.TARGET, "to whom"), (commands.CONFIDENCE, "how sure")]
        second += [(commands.HEARD, "heard, not seen"), (commands.NOTE, "note")]
        parts = (f"{text(command.id)} {what}" for command, what in second if text(command.id))
        words = "   ".join(part.replace(" ", _FIXED_SPACE) for part in parts)  # a line breaks between keys alone
        self._pad.set_keys(text(commands.LOOK_UP.id), words)
        self._pad.head.set_key(text(commands.NEXT_PROFILE.id))

    def _place_card(self) -> None:
        corner = self._pad.mapTo(self._page, self._pad.rect().topLeft())
        self.card.place_beside(corner.x(), 0)
