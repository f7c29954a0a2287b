"""Adding, copying, moving and removing parts of the rubric that is edited."""

from collections.abc import Callable

from bwc_review.domain import rubric_edit as edit
from bwc_review.domain.rubric import Rubric
from bwc_review.ui.commands.registry import Command
from bwc_review.ui.pages.rubrics import commands
from bwc_review.ui.pages.rubrics.editor_view import EditorView
from bwc_review.ui.pages.rubrics.outline import HEAD, Part
from bwc_review.ui.pages.rubrics.session import EditorSession

_MOVES = {
    "dimensions": edit.moved_dimension,
    "behaviours": edit.moved_behaviour,
    "ratings": edit.moved_rating,
    "profiles": edit.moved_profile,
}
_REMOVALS = {
    "dimensions": edit.without_dimension,
    "behaviours": edit.without_behaviour,
    "ratings": edit.without_rating,
    "profiles": edit.without_profile,
}


def possible(session: EditorSession, part: Part) -> dict[str, bool]:
    """Which of the commands on parts can be done now, by their ids."""
    is_draft = session.is_draft and session.rubric is not None
    has_home = is_draft and bool(session.rubric and session.rubric.dimensions)
    is_part = is_draft and part != HEAD
    return {
        commands.ADD_DIMENSION.id: is_draft,
        commands.ADD_BEHAVIOUR.id: has_home,
        commands.ADD_RATING.id: is_draft,
        commands.ADD_PROFILE.id: is_draft,
        commands.DUPLICATE.id: is_draft and part[0] == "behaviours",
        commands.UP.id: is_part,
        commands.DOWN.id: is_part,
        commands.REMOVE.id: is_part,
    }


def run(command: Command, session: EditorSession, editor: EditorView) -> None:
    """Do what a command says with the part that is shown."""
    rubric, part = session.rubric, editor.part
    if rubric is None or not session.is_draft:
        return
    done = _DONE[command.id](rubric, part)
    if done is None:
        return
    after, chosen = done
    session.change(command.title, after)
    if command in (commands.UP, commands.DOWN, commands.REMOVE):
        editor.outline.choose(chosen)
        editor.outline.setFocus()
    else:
        editor.choose(chosen)


Done = tuple[Rubric, Part] | None


def _add_dimension(rubric: Rubric, _part: Part) -> Done:
    return edit.added_dimension(rubric), ("dimensions", len(rubric.dimensions))


def _add_behaviour(rubric: Rubric, part: Part) -> Done:
    home = rubric.dimensions[0].id
    if part[0] == "dimensions":
        home = rubric.dimensions[part[1]].id
    elif part[0] == "behaviours":
        home = rubric.behaviours[part[1]].dimension
    after, index = edit.added_behaviour(rubric, home)
    return after, ("behaviours", index)


def _add_rating(rubric: Rubric, _part: Part) -> Done:
    return edit.added_rating(rubric), ("ratings", len(rubric.ratings))


def _add_profile(rubric: Rubric, _part: Part) -> Done:
    return edit.added_profile(rubric), ("profiles", len(rubric.profiles))


def _duplicate(rubric: Rubric, part: Part) -> Done:
    if part[0] != "behaviours":
        return None
    return edit.copied_behaviour(rubric, part[1]), ("behaviours", part[1] + 1)


def _move(step: int) -> Callable[[Rubric, Part], Done]:
    def change(rubric: Rubric, part: Part) -> Done:
        if part == HEAD:
            return None
        after, place = _MOVES[part[0]](rubric, part[1], step)
        return after, (part[0], place)

    return change


def _remove(rubric: Rubric, part: Part) -> Done:
    if part == HEAD:
        return None
    after = _REMOVALS[part[0]](rubric, part[1])
    left = len(getattr(after, part[0]))
    return after, (part[0], min(part[1], left - 1)) if left else HEAD


_DONE: dict[str, Callable[[Rubric, Part], Done]] = {
    commands.ADD_DIMENSION.id: _add_dimension,
    commands.ADD_BEHAVIOUR.id: _add_behaviour,
    commands.ADD_RATING.id: _add_rating,
    commands.ADD_PROFILE.id: _add_profile,
    commands.DUPLICATE.id: _duplicate,
    commands.UP.id: _move(-1),
    commands.DOWN.id: _move(1),
    commands.REMOVE.id: _remove,
}
