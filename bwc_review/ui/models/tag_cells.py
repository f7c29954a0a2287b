"""What the cells of the tag table say, and what a text typed into one makes of its tag."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import IntEnum
from types import MappingProxyType

from bwc_review.domain.errors import InputError
from bwc_review.domain.rubric import Behaviour, Rubric, as_words
from bwc_review.domain.tag import Tag
from bwc_review.domain.time import parse_moment, review_text


class Column(IntEnum):
    """Columns from left to right."""

    START = 0
    END = 1
    BEHAVIOUR = 2
    ACTOR = 3
    TARGET = 4
    LEVEL = 5
    CHOICES = 6
    CONFIDENCE = 7
    HEARD = 8
    NOTE = 9


COLUMNS = tuple(Column)
TITLES: Mapping[Column, tuple[str, str]] = MappingProxyType(
    {
        Column.START: ("Time", "When it begins"),
        Column.END: ("End", "When a state ends"),
        Column.BEHAVIOUR: ("Behaviour", "What was seen or heard"),
        Column.ACTOR: ("Who", "Who showed it"),
        Column.TARGET: ("To", "To whom it was said or done"),
        Column.LEVEL: ("Lv.", "Level"),
        Column.CHOICES: ("Choices", "Further choices of the behaviour"),
        Column.CONFIDENCE: ("Sure", "How sure the reviewer is: 1 low, 2, 3 high"),
        Column.HEARD: ("Heard", "Heard, not seen"),
        Column.NOTE: ("Note", "What is seen and heard"),
    }
)
HEARD = "heard only"


def cell_text(tag: Tag, column: Column, behaviour: Behaviour) -> str:
    """What a cell shows."""
    return _TEXTS[column](tag, behaviour)


def edit_text(tag: Tag, column: Column, behaviour: Behaviour) -> str:
    """What an editor of a cell begins with."""
    return tag.behaviour_id if column is Column.BEHAVIOUR else cell_text(tag, column, behaviour)


def cell_tip(tag: Tag, column: Column, behaviour: Behaviour) -> str | None:
    """What the pointer is told over a cell."""
    if column is Column.LEVEL:
        return next((level.text for level in behaviour.levels if level.value == tag.level), None)
    if column is Column.BEHAVIOUR:
        return f"{behaviour_text(tag, behaviour)}\n{behaviour.definition}"
    return tag.note or None if column is Column.NOTE else None


def can_edit(column: Column, behaviour: Behaviour) -> bool:
    """True if tags of a behaviour have something to edit in that column."""
    if column is Column.END:
        return behaviour.is_state
    if column is Column.CHOICES:
        return bool(behaviour.modifiers)
    return column is not Column.LEVEL or bool(behaviour.levels)


def edited(tag: Tag, column: Column, text: str, rubric: Rubric) -> Tag:
    """The tag as a text typed into a cell wants it.

    Raises:
        InputError: The text cannot be read.
    """
    if text == edit_text(tag, column, rubric.behaviour(tag.behaviour_id)):
        return tag
    if column is Column.BEHAVIOUR:
        return recoded(tag, text, rubric)
    return _EDITS[column](tag, text)


def recoded(tag: Tag, behaviour_id: str, rubric: Rubric) -> Tag:
    """The tag as one of another behaviour: it keeps what the other one has, too."""
    before, after = rubric.behaviour(tag.behaviour_id), rubric.behaviour(behaviour_id)
    if before.id == after.id:
        return tag
    values = [level.value for level in after.levels]
    level = (tag.level if tag.level in values else values[0]) if values else None
    end = tag.end if after.is_state else None
    offered = {modifier.name: modifier.options for modifier in after.modifiers}
    kept = tuple((name, choice) for name, choice in tag.modifiers if choice in offered.get(name, ()))
    return replace(tag, behaviour_id=after.id, end=end, level=level, modifiers=kept)


def chosen(tag: Tag, name: str, option: str | None) -> Tag:
    """The tag with a choice for one of its behaviour's modifiers, or with none."""
    choices = dict(tag.modifiers)
    choices.pop(name, None)
    if option is not None:
        choices[name] = option
    return replace(tag, modifiers=tuple(sorted(choices.items())))


def choices_text(modifiers: tuple[tuple[str, str], ...]) -> str:
    """Choices as text that can be typed: ``safety: no; aim: low``."""
    return "; ".join(f"{name}: {choice}" for name, choice in modifiers)


def end_text(tag: Tag, behaviour: Behaviour) -> str:
    """End of a state; “open” while it has none; nothing for a point."""
    if not behaviour.is_state:
        return ""
    return review_text(tag.end) if tag.end is not None else "open"


def behaviour_text(tag: Tag, behaviour: Behaviour) -> str:
    """The behaviour with its level and modifiers."""
    parts = [behaviour.name if tag.level is None else f"{behaviour.name} {tag.level}"]
    parts += [as_words(choice) for _, choice in tag.modifiers]
    parts += [HEARD] if tag.is_heard_only else []
    return " · ".join(parts)


_TEXTS: Mapping[Column, Callable[[Tag, Behaviour], str]] = MappingProxyType(
    {
        Column.START: lambda tag, _behaviour: review_text(tag.start),
        Column.END: end_text,
        Column.BEHAVIOUR: lambda _tag, behaviour: behaviour.name,
        Column.ACTOR: lambda tag, _behaviour: tag.actor,
        Column.TARGET: lambda tag, _behaviour: tag.target,
        Column.LEVEL: lambda tag, _behaviour: "" if tag.level is None else str(tag.level),
        Column.CHOICES: lambda tag, _behaviour: choices_text(tag.modifiers),
        Column.CONFIDENCE: lambda tag, _behaviour: "" if tag.confidence is None else str(tag.confidence),
        Column.HEARD: lambda tag, _behaviour: HEARD if tag.is_heard_only else "",
        Column.NOTE: lambda tag, _behaviour: tag.note,
    }
)


def _with_number(name: str, example: str) -> Callable[[Tag, str], Tag]:
    def edit(tag: Tag, text: str) -> Tag:
        if text and not text.isdecimal():
            raise InputError(f"tag.{name}", f"A {name} is a number, such as {example}.", field=name)
        return replace(tag, **{name: int(text) if text else None})

    return edit


def _with_choices(tag: Tag, text: str) -> Tag:
    pairs = [part.partition(":") for part in text.split(";") if part.strip()]
    return replace(tag, modifiers=tuple(sorted((name.strip(), choice.strip()) for name, _, choice in pairs)))


_EDITS: Mapping[Column, Callable[[Tag, str], Tag]] = MappingProxyType(
    {
        Column.START: lambda tag, text: replace(tag, start=parse_moment(text)),
        Column.END: lambda tag, text: replace(tag, end=None if text in ("", "open") else parse_moment(text)),
        Column.ACTOR: lambda tag, text: replace(tag, actor=text.upper() or tag.actor),
        Column.TARGET: lambda tag, text: replace(tag, target=text.upper()),
        Column.LEVEL: _with_number("level", "2"),
        Column.CHOICES: _with_choices,
        Column.CONFIDENCE: _with_number("confidence", "3"),
        Column.HEARD: lambda tag, text: replace(tag, is_heard_only=bool(text)),
        Column.NOTE: lambda tag, text: replace(tag, note=text),
    }
)
