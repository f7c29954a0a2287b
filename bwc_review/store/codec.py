"""Domain values as JSON and back, without loss.

The type hints of the frozen dataclasses decide how each field is written and read. Written are: dataclasses as
objects (with their kind under ``is`` where a field may hold several kinds), tuples as arrays, moments as microseconds,
fractions as ``30000/1001``, ids, times and enumerations as text.
"""

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, NewType, TypeVar, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

from bwc_review.domain.errors import EnvironmentFault, InputError
from bwc_review.domain.reel import Card, Pair, Single
from bwc_review.domain.remark import CoachingNote
from bwc_review.domain.tag import Rating, Review, Tag
from bwc_review.domain.time import Moment

Json = str | int | float | bool | list["Json"] | dict[str, "Json"] | None
T = TypeVar("T")

_KINDS: dict[type, str] = {
    Card: "card",
    Single: "single",
    Pair: "pair",
    Tag: "tag",
    Rating: "rating",
    Review: "review",
    CoachingNote: "note",
}
_Reader = Callable[[Any], Any]


def dumps(value: object) -> str:
    """Canonical JSON text of a domain value: equal values, equal text."""
    return canonical(plain(value))


def canonical(value: object) -> str:
    """Canonical text of a JSON value: keys sorted, no spaces, no NaN."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def loads(hint: type[T], text: str) -> T:
    """The value of that type which `dumps` wrote.

    Raises:
        EnvironmentFault: The text is not what was written: the study's file is damaged.
    """
    try:
        value = json.loads(text)
    except ValueError as error:
        raise _damaged(hint) from error
    return restored(hint, value)


def plain(value: object) -> Json:
    """A domain value as JSON values.

    Raises:
        TypeError: The value is of a kind that is not stored.
    """
    match value:
        case StrEnum():
            return value.value
        case None | bool() | int() | float() | str():
            return value
        case Moment():
            return value.us
        case datetime():
            return value.isoformat(timespec="microseconds")
        case UUID() | Fraction() | Path():
            return str(value)
        case tuple():
            return [plain(item) for item in cast("tuple[object, ...]", value)]
        case _:
            return _plain_object(value)


def restored(hint: type[T], value: Json) -> T:
    """The value of that type from what `plain` made of it.

    Raises:
        EnvironmentFault: It is not what was written: the study's file is damaged.
    """
    try:
        return cast("T", _reader(hint)(value))
    except (ValueError, TypeError, KeyError, InputError) as error:
        raise _damaged(hint) from error


def kind_of(value: object) -> str:
    """The word for a value's kind, such as ``tag``."""
    return _KINDS[type(value)]


def _damaged(hint: type) -> EnvironmentFault:
    message = "Part of the study cannot be read. Its file is damaged: go back to a copy in the folder “backups”."
    return EnvironmentFault("study.damaged", message, kind=hint.__name__)


def _plain_object(value: object) -> Json:
    if not is_dataclass(value):
        message = f"{type(value).__name__} is not stored."
        raise TypeError(message)
    written: dict[str, Json] = {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    kind = _KINDS.get(type(value))
    return written if kind is None else {"is": kind, **written}


@cache
def _reader(hint: Any) -> _Reader:  # noqa: ANN401 - a type hint may be anything
    if isinstance(hint, NewType):
        return _reader(hint.__supertype__)
    origin = get_origin(hint)
    if origin is tuple:
        return _tuple_reader(get_args(hint))
    if origin in (Union, UnionType):
        return _union_reader(get_args(hint))
    if hint is Moment:
        return lambda value: Moment(_checked(int, value))
    if is_dataclass(hint):
        return _dataclass_reader(cast("type", hint))
    if hint is datetime:
        return datetime.fromisoformat
    if hint in (UUID, Fraction, Path) or issubclass(hint, StrEnum):
        return lambda value: hint(_checked(str, value))
    return lambda value: _checked((int, float) if hint is float else hint, value)


def _checked(kind: Any, value: Any) -> Any:  # noqa: ANN401 - passes any JSON value through
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        message = f"{value!r} is not of type {kind}."
        raise TypeError(message)
    return value


def _tuple_reader(arguments: tuple[Any, ...]) -> _Reader:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        item = _reader(arguments[0])
        return lambda value: tuple(item(part) for part in _checked(list, value))
    items = [_reader(argument) for argument in arguments]
    return lambda value: tuple(read(part) for read, part in zip(items, _checked(list, value), strict=True))


def _union_reader(arguments: tuple[Any, ...]) -> _Reader:
    others = [argument for argument in arguments if argument is not NoneType]
    if len(others) == 1:
        read = _reader(others[0])
        return lambda value: None if value is None else read(value)
    readers = {_KINDS[other]: _reader(other) for other in others}
    can_be_none = NoneType in arguments

    def read_kind(value: Any) -> Any:  # noqa: ANN401 - one of several classes
        return None if value is None and can_be_none else readers[_checked(dict, value)["is"]](value)

    return read_kind


def _dataclass_reader(cls: type) -> _Reader:
    hints = get_type_hints(cls)
    readers = {field.name: _reader(hints[field.name]) for field in fields(cls)}

    def read(value: Any) -> Any:  # noqa: ANN401 - one reader for each class
        found = {name: readers[name](part) for name, part in _checked(dict, value).items() if name != "is"}
        return cls(**found)

    return read
