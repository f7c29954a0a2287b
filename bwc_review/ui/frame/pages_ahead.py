"""Loads the code of the pages before they are first seen, bit by bit while nobody does anything."""

import re
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.abc import InspectLoader
from importlib.util import find_spec
from itertools import chain

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from bwc_review.ui.bridge.study import StudyBridge

_QUIET_MS = 700  # nobody has touched anything for so long
_GAP_MS = 10  # between two modules, for whatever else there is to do
_HANDS = frozenset(
    {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel, QEvent.Type.Resize}
)
# Imports that are indented are made later, or never.
_IMPORTS = re.compile(r"^from (bwc_review[\w.]*) import (?:\(([^)]*)\)|(.*))", re.MULTILINE)


class PagesAhead(QObject):
    """Loads one module a turn, and waits again whenever a hand moves; it is done after a second or two."""

    def __init__(self, bridge: StudyBridge, modules: Sequence[str]) -> None:
        """Begin.

        Args:
            bridge: When it shuts down, nothing more is loaded.
            modules: Modules of the pages, the one that is wanted soonest first.
        """
        super().__init__(bridge)
        self._steps = chain.from_iterable(load_in_steps(module) for module in modules)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)
        bridge.shutting_down.connect(self._end)
        self._app = QApplication.instance()
        if self._app is not None:
            self._app.installEventFilter(self)
        self._timer.start(_QUIET_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        del watched
        if event.type() in _HANDS and self._timer.isActive():
            self._timer.start(_QUIET_MS)
        return False

    def _go_on(self) -> None:
        if next(self._steps, ""):
            self._timer.start(_GAP_MS)
        else:
            self._end()

    def _end(self) -> None:
        self._timer.stop()
        if self._app is not None:
            self._app.removeEventFilter(self)


def load_in_steps(module: str) -> Iterator[str]:
    """Load a module of the program after all that it imports, with a pause after each.

    Args:
        module: Its full name.

    Yields:
        The name of the module that was just loaded.
    """
    if module in sys.modules:
        return
    package, _, _ = module.rpartition(".")
    yield from load_in_steps(package)
    for needed in _imports_of(module):
        yield from load_in_steps(needed)
    import_module(module)
    yield module


def _imports_of(module: str) -> Iterator[str]:
    """The program's own modules that a module imports when it is loaded; none if its text does not come along."""
    spec = find_spec(module)
    loader = spec.loader if spec is not None else None
    text = loader.get_source(module) if isinstance(loader, InspectLoader) else None
    for source, in_brackets, in_line in _IMPORTS.findall(text or ""):
        yield source
        if hasattr(sys.modules.get(source), "__path__"):  # a package: what comes from it may be a module
            names = (name.split(" as ")[0].strip() for name in (in_brackets or in_line).split(","))
            yield from (f"{source}.{name}" for name in names if name and find_spec(f"{source}.{name}"))
