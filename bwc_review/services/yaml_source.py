"""YAML files read by what each field is meant to be, with the line in every message."""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from bwc_review.domain.errors import InputError
from bwc_review.domain.time import US_PER_MS
from bwc_review.services.text_source import located, raise_together, read_text, size_text, suggestion
from bwc_review.services.yaml_tree import Entries, Items, Node, Scalar, read_tree

MAX_BYTES = 512_000
_WHOLE = re.compile(r"[+-]?\d{1,9}")
_NUMBER = re.compile(r"[+-]?\d{1,9}(\.\d{1,9})?")
_TRUTHS = {"yes": True, "true": True, "no": False, "false": False}
_Read = TypeVar("_Read")
_Enum = TypeVar("_Enum", bound=StrEnum)


class YamlSource:
    """One file while it is read: its name for the messages, and the problems found so far."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self._text = text
        self._problems: list[InputError] = []

    @classmethod
    def of_file(cls, path: Path) -> "YamlSource":
        """Read the file's text.

        Raises:
            InputError: It is no text file, or too large.
            EnvironmentFault: It is not there, or may not be read.
        """
        return cls(read_text(path, MAX_BYTES), path.name)

    def root(self, what: str) -> Entries:
        """The names of the outermost level; `what` names such a file, for example “rubric”.

        Raises:
            InputError: The text is not YAML, or its outermost level is not made of names and values.
        """
        if len(self._text) > MAX_BYTES:
            message = f"{self.name} is larger than {size_text(MAX_BYTES)}, which is more than such a file can need."
            raise InputError("file.too_large", message, file=self.name)
        node = read_tree(self._text, self.fault)
        if not isinstance(node, Entries):
            line = node.line if node is not None else 1
            raise self.fault("yaml.shape", line, "", f"A {what} begins with names and values, such as “title: …”.")
        return node

    def fault(self, code: str, line: int, field: str, sentence: str) -> InputError:
        """An error that names file, line and field in its sentence and in its facts."""
        place = [f"line {line}"] + ([field] if field else [])
        return located(code, self.name, place, sentence, line=line, field=field)

    def gather(self, parts: Iterable["Fields"], read: Callable[["Fields"], _Read]) -> tuple[_Read, ...]:
        """What `read` makes of each part; the problems of those that it refuses are kept for `finish`."""
        found: list[_Read] = []
        for part in parts:
            try:
                found.append(read(part))
            except InputError as error:
                self._problems.append(error)
        return tuple(found)

    def finish(self) -> None:
        """Raise all kept problems together, by line.

        Raises:
            InputError: There is at least one.
        """
        raise_together(self.name, sorted(self._problems, key=_line_number))


def _line_number(error: InputError) -> int:
    line = error.facts.get("line")
    return line if isinstance(line, int) else 0


class Fields:
    """Named fields of one level, read by what each is meant to be. Every error names file, line and field."""

    def __init__(self, source: YamlSource, entries: Entries, path: str, known: Iterable[str]) -> None:
        self.source = source
        self.entries = entries
        self.path = path
        self.known = tuple(known)

    def only_known(self) -> None:
        """Refuse names that do not belong here.

        Raises:
            InputError: With the name that was probably meant.
        """
        for name in self.entries.nodes:
            if name not in self.known:
                hint = suggestion(name, self.known) or f" The fields here are: {', '.join(self.known)}."
                raise self.fault(name, f"There is no field “{name}” here.{hint}", "yaml.unknown_field")

    def require_schema(self, schema: str, what: str) -> None:
        """See that the file is of the kind and version that is read here, such as ``rubric/1``.

        Raises:
            InputError: It is something else, or was made by a newer version of the program.
        """
        kind, number = schema.split("/")
        found = self.optional_text("schema")
        version = found.removeprefix(f"{kind}/")
        if found == schema:
            return
        if version != found and version.isdecimal() and int(version) > int(number):
            sentence = f"This {what} was made by a newer version of BWC Review ({found}). Update the program to use it."
            raise self.fault("schema", sentence, "yaml.newer_schema")
        given = f"here it is “{found}”" if found else "it is missing"
        sentence = f"This is not a {what} file: it must have the field “schema: {schema}”; {given}."
        raise self.fault("schema", sentence, "yaml.schema")

    @property
    def line(self) -> int:
        """Where this level begins."""
        return self.entries.line

    def line_of(self, name: str) -> int:
        """Line of a field's name, or of this level if the field is not given."""
        return self.entries.lines.get(name, self.line)

    def full_name(self, name: str) -> str:
        """The field's name with the path to it."""
        return f"{self.path}.{name}" if self.path and name else self.path or name

    def fault(self, name: str, sentence: str, code: str = "yaml.value") -> InputError:
        """An error about one field."""
        return self.source.fault(code, self.line_of(name), self.full_name(name), sentence)

    def has(self, name: str) -> bool:
        """True if the field is given and not empty."""
        node = self.entries.nodes.get(name)
        return node is not None and not (isinstance(node, Scalar) and node.is_null)

    def is_group(self, name: str) -> bool:
        """True if the field holds fields of its own."""
        return isinstance(self.entries.nodes.get(name), Entries)

    def text(self, name: str) -> str:
        """A text that must be given and not be blank; white space at its ends is dropped."""
        if name not in self.entries.nodes:
            raise self.fault(name, f"“{name}” is missing.", "yaml.missing")
        found = self.optional_text(name)
        if not found:
            raise self.fault(name, f"“{name}” is empty. Write a text.", "yaml.empty")
        return found

    def optional_text(self, name: str, default: str = "") -> str:
        """A text, or `default` if it is not given."""
        if not self.has(name):
            return default
        node = self.entries.nodes[name]
        if not isinstance(node, Scalar):
            raise self.fault(name, f"“{name}” must be a text, not a list or a group of fields.")
        return node.text.strip()

    def matching(self, name: str, pattern: "re.Pattern[str]", wanted: str) -> str:
        """A text that matches the whole pattern; `wanted` says what it should look like."""
        found = self.text(name)
        if pattern.fullmatch(found) is None:
            raise self.fault(name, f"“{found}” cannot be used for “{name}”. {wanted}")
        return found

    def choice(self, name: str, kind: type[_Enum], default: _Enum | None = None) -> _Enum:
        """A member of an enumeration by its value; required unless there is a default."""
        if default is not None and not self.has(name):
            return default
        found = self.text(name)
        members = {member.value: member for member in kind}
        if found not in members:
            hint = suggestion(found, members) or ""
            raise self.fault(name, f"“{name}” must be one of {', '.join(members)}; here it is “{found}”.{hint}")
        return members[found]

    def integer(self, name: str) -> int:
        """A whole number that must be given."""
        found = self.text(name)
        if _WHOLE.fullmatch(found) is None:
            raise self.fault(name, f"“{name}” must be a whole number; here it is “{found}”.")
        return int(found)

    def number(self, name: str, default: Decimal | None = None) -> Decimal:
        """A number with or without decimals, exactly as written, 0 or more; required unless there is a default."""
        if default is not None and not self.has(name):
            return default
        found = self.text(name)
        if _NUMBER.fullmatch(found) is None:
            raise self.fault(name, f"“{name}” must be a number such as 2 or 0.5; here it is “{found}”.")
        if Decimal(found) < 0:
            raise self.fault(name, f"“{name}” must be 0 or more; here it is “{found}”.")
        return Decimal(found)

    def microseconds(self, name: str, unit_us: int = US_PER_MS, default_us: int | None = None) -> int:
        """A length that is written in units of `unit_us` (milliseconds unless told), in microseconds."""
        default = None if default_us is None else Decimal(default_us) / unit_us
        length = self.number(name, default) * unit_us
        if length != length.to_integral_value():
            raise self.fault(name, f"“{name}” is finer than a microsecond; round it.")
        return int(length)

    def truth(self, name: str, *, default: bool = False) -> bool:
        """Yes or no, also written true or false."""
        if not self.has(name):
            return default
        found = self.text(name)
        if found.lower() not in _TRUTHS:
            raise self.fault(name, f"“{name}” must be yes or no; here it is “{found}”.")
        return _TRUTHS[found.lower()]

    def texts(self, name: str) -> tuple[tuple[str, int], ...]:
        """A list of texts, each with its line; empty if the field is not given."""
        return tuple(self._text_nodes(name))

    def _text_nodes(self, name: str) -> Iterator[tuple[str, int]]:
        for node in self._list(name):
            if not isinstance(node, Scalar):
                sentence = "Each entry here must be a text."
                raise self.source.fault("yaml.value", node.line, self.full_name(name), sentence)
            text = node.text.strip()
            if not text or node.is_null:
                raise self.source.fault("yaml.empty", node.line, self.full_name(name), "An entry here is empty.")
            yield text, node.line

    def numbered_texts(self, name: str) -> tuple[tuple[int, str, int], ...]:
        """Texts under whole numbers, such as ``1: calm``: number, text and line, in the order written."""
        if not self.has(name):
            return ()
        inner = self.inner(name, None)
        found: list[tuple[int, str, int]] = []
        for number in inner.entries.nodes:
            if _WHOLE.fullmatch(number) is None:
                raise inner.fault(number, f"“{number}” must be a whole number.")
            if int(number) in [value for value, _, _ in found]:
                raise inner.fault(number, f"{int(number)} is given twice.", "yaml.duplicate")
            found.append((int(number), inner.text(number), inner.line_of(number)))
        return tuple(found)

    def inner(self, name: str, known: Iterable[str] | None) -> "Fields":
        """The fields under a name; those not in `known` are refused (None: any name may stand there)."""
        if name not in self.entries.nodes:
            raise self.fault(name, f"“{name}” is missing.", "yaml.missing")
        node = self.entries.nodes[name]
        if not isinstance(node, Entries):
            raise self.fault(name, f"“{name}” must be a group of fields, each on its own indented line.")
        fields = Fields(self.source, node, self.full_name(name), node.nodes if known is None else known)
        fields.only_known()
        return fields

    def parts(self, name: str, known: Iterable[str], label: str = "id") -> Iterator["Fields"]:
        """Each entry of a list of field groups; the path to it names the entry by its `label`, else by its number.

        Unknown fields are not refused here but by `only_known`, which whoever reads the entry calls.
        """
        names = tuple(known)
        for number, node in enumerate(self._list(name), start=1):
            if not isinstance(node, Entries):
                path = f"{self.full_name(name)}[{number}]"
                raise self.source.fault("yaml.value", node.line, path, "A group of fields is expected here.")
            mark = node.nodes.get(label)
            title = mark.text if isinstance(mark, Scalar) and mark.text.strip() else str(number)
            yield Fields(self.source, node, f"{self.full_name(name)}[{title}]", names)

    def _list(self, name: str) -> list[Node]:
        if not self.has(name):
            return []
        node = self.entries.nodes[name]
        if not isinstance(node, Items):
            raise self.fault(name, f"“{name}” must be a list: entries that begin with a dash, or [a, b].")
        return node.nodes
