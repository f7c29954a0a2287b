"""The menu bar, made from the registry: File, Edit, View and Go first, the page's own menus, then Help."""

from PySide6.QtWidgets import QMenu, QMenuBar

from bwc_review.ui.commands.registry import Registry

_FIRST = ("File", "Edit", "View", "Go")
_LAST = ("Help",)


class MenuBar(QMenuBar):
    """Menus are filled when they open, so a page that is loaded later adds its commands without further ado."""

    def __init__(self, registry: Registry) -> None:
        super().__init__()
        self._registry = registry
        self._menus: dict[str, QMenu] = {}
        registry.added.connect(self.refresh)
        self.refresh()

    def menu(self, name: str) -> QMenu:
        """A menu by its name, filled."""
        self._fill(name)
        return self._menus[name]

    def refresh(self) -> None:
        """Show a menu for every name that a visible command asks for."""
        wanted = {
            command.menu
            for command in self._registry.commands()
            if command.menu and self._registry.action(command.id).isVisible()
        }
        for name in sorted(wanted - set(self._menus), key=_rank):
            menu = QMenu(f"&{name}", self)
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(lambda name=name: self._fill(name))
            self._menus[name] = menu
            later = [other for other in self._menus if _rank(other) > _rank(name)]
            before = min(later, key=_rank, default=None)
            if before is None:
                self.addMenu(menu)
            else:
                self.insertMenu(self._menus[before].menuAction(), menu)
        for name, menu in self._menus.items():
            menu.menuAction().setVisible(name in wanted)

    def _fill(self, name: str) -> None:
        menu = self._menus[name]
        menu.clear()
        commands = [command for command in self._registry.commands() if command.menu == name]
        group: int | None = None
        for command in sorted(commands, key=lambda command: command.group):
            action = self._registry.action(command.id)
            if not action.isVisible():
                continue
            if group not in (None, command.group):
                menu.addSeparator()
            group = command.group
            menu.addAction(action)


def _rank(name: str) -> tuple[int, str]:
    if name in _FIRST:
        return _FIRST.index(name), name
    return (len(_FIRST) + (1 if name in _LAST else 0), name)
