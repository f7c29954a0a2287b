"""YAML text as a tree of plain texts that remember their lines.

Only the parser's events are used: nothing is constructed, so a file can make no object of its own, and a plain ``yes``,
``1`` or ``1.0`` stays the text that was written until a field asks for a truth value or a number. Anchors, aliases and
tags are refused: these files have no use for them, and they are what makes small files grow without bound.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from bwc_review.domain.errors import InputError

_MAX_DEPTH = 12
_NULLS = {"", "~", "null", "Null", "NULL"}
_HINTS = {
    "mapping values are not allowed": "Put a text that holds a colon in quotes.",
    "cannot start any token": "Put a text that begins with a sign in quotes, and indent with spaces, not tabs.",
    "found unexpected end of stream": "A quote or bracket that was opened before is not closed.",
    "expected <block end>": "Check that the lines of one list are indented alike.",
}
_OTHER_HINT = "Look for a missing colon or quote."

Fault = Callable[[str, int, str, str], InputError]
"""Makes the error for a code, a line, a field and a sentence."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, number or truth value as it was written."""

    text: str
    line: int
    is_plain: bool

    @property
    def is_null(self) -> bool:
        """True if nothing was written."""
        return self.is_plain and self.text in _NULLS


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    nodes: "list[Node]"
    line: int


@dataclass(frozen=True, slots=True)
class Entries:
    """Names and what stands behind each, with the line of the name."""

    nodes: "dict[str, Node]"
    lines: dict[str, int]
    line: int


Node = Scalar | Items | Entries


def read_tree(text: str, fault: Fault) -> Node | None:
    """The tree of a text; None if it holds nothing but comments.

    Raises:
        InputError: Made by `fault`: the text is not YAML, or has what these files do not use.
    """
    builder = _TreeBuilder(fault)
    try:
        for event in _events(text):
            builder.take(event)
    except MarkedYAMLError as error:
        marked: Any = error
        mark = marked.problem_mark or marked.context_mark
        problem = str(marked.problem or marked.context)
        hint = next((words for sign, words in _HINTS.items() if sign in problem), _OTHER_HINT)
        line = 1 if mark is None else int(mark.line) + 1
        raise fault("yaml.syntax", line, "", f"This is not valid YAML ({problem}). {hint}") from None
    except YAMLError as error:
        line = text.count("\n", 0, int(getattr(error, "position", 0))) + 1
        sentence = "There is a character here that a text file cannot hold. Delete it and type the line again."
        raise fault("yaml.syntax", line, "", sentence) from None
    return builder.root


def _events(text: str) -> Iterator[object]:
    parser: Any = YAML(typ="safe", pure=True)
    yield from cast("Iterator[object]", parser.parse(text))


class _TreeBuilder:
    """Makes the tree from events, one at a time, so that a hostile file is refused at its first bad event."""

    def __init__(self, fault: Fault) -> None:
        self.root: Node | None = None
        self._fault = fault
        self._open: list[Items | Entries] = []
        self._names: list[Scalar | None] = []
        self._documents = 0

    def take(self, event: object) -> None:
        raw: Any = event
        line = int(raw.start_mark.line) + 1
        if isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._refuse(line, "A second document (---) begins here. Put it in a file of its own.")
        elif isinstance(event, NodeEvent):
            self._take_node(event, line)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self._open.pop()
            self._names.pop()

    def _take_node(self, event: object, line: int) -> None:
        raw: Any = event
        if isinstance(event, AliasEvent) or raw.anchor is not None:
            self._refuse(line, "References (& and *) are not used here. Write the text out, or put it in quotes.")
        if raw.ctag is not None and str(raw.ctag):
            self._refuse(line, "Type marks (!) are not used in these files. Delete it, or put the text in quotes.")
        if isinstance(event, ScalarEvent):
            self._place(Scalar(str(raw.value), line, raw.style is None), line)
        elif isinstance(event, CollectionStartEvent):
            node = Entries({}, {}, line) if isinstance(event, MappingStartEvent) else Items([], line)
            self._place(node, line)
            self._open.append(node)
            self._names.append(None)
            if len(self._open) > _MAX_DEPTH:
                self._refuse(line, f"The file is nested more than {_MAX_DEPTH} levels deep.")

    def _place(self, node: Node, line: int) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent, Items):
            parent.nodes.append(node)
            return
        name = self._names[-1]
        if name is None:
            self._name(parent, node, line)
            return
        parent.nodes[name.text] = node
        self._names[-1] = None

    def _name(self, parent: Entries, node: Node, line: int) -> None:
        if not isinstance(node, Scalar):
            self._refuse(line, "A name is expected here, not a list.")
        if node.text in parent.lines:
            before = parent.lines[node.text]
            sentence = f"“{node.text}” is given twice; the first time in line {before}. Keep one of them."
            raise self._fault("yaml.duplicate", line, node.text, sentence)
        parent.lines[node.text] = line
        self._names[-1] = node

    def _refuse(self, line: int, sentence: str) -> NoReturn:
        raise self._fault("yaml.refused", line, "", sentence)
