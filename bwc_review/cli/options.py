"""Options that every command takes, and what they add up to."""

import getpass
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from bwc_review.services.bootstrap import Study

HOME_VARIABLE = "BWC_REVIEW_HOME"  # as `bwc_review.paths` has it, without what importing that costs
STUDY_VARIABLE = "BWC_REVIEW_STUDY"
USER_VARIABLE = "BWC_REVIEW_USER"

F = TypeVar("F", bound=Callable[..., Any])


# Opens the window on a study (None: on the last one) and returns the exit code.
Window = Callable[[str | None], int]


@dataclass
class Session:
    """What the shared options say.

    Attributes:
        study: Folder or database URL of the study, or None.
        actor: Who acts, or None for the user's login name.
        as_json: True if the answer is for programs.
        is_lead: True if the actor wants to be shown what is hidden from blinded reviewers.
        window: Opens the window; None where there is none, as in tests.
    """

    study: str | None = None
    actor: str | None = None
    as_json: bool = False
    is_lead: bool = False
    window: Window | None = None

    @property
    def acting(self) -> str:
        """Who acts: the name given, or the login name."""
        return self.actor or login_name()

    @contextmanager
    def opened(self, hidden: str = "") -> "Generator[Study]":
        """The study, open; closed afterwards.

        Args:
            hidden: What the command tells that is hidden from blinded reviewers, as the beginning of a sentence.

        Raises:
            click.UsageError: None was named.
            InputError: It is hidden from the actor, who has not asked for it as lead.
        """
        from bwc_review.services import bootstrap

        if not self.study:
            message = f"Say which study: --study PATH_OR_URL, or the variable {STUDY_VARIABLE}."
            raise click.UsageError(message)
        with bootstrap.open_study(self.study, self.acting) as study:
            if hidden:
                study.assigning.look(hidden, is_lead=self.is_lead)
            yield study

    def whose(self, study: "Study", reviewer: str | None) -> str | None:
        """Whose reviews a command may tell about: a blinded reviewer's own ones, unless they ask as lead.

        Raises:
            InputError: It asks for somebody else's.
        """
        if reviewer != self.acting and study.assigning.is_blinded(self.acting):
            if reviewer is None and not self.is_lead:
                return self.acting
            study.assigning.look("What others have tagged", is_lead=self.is_lead)
        return reviewer


def login_name() -> str:
    """The user's login name, or a word that says that there is none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container without an entry for the user
        return "unknown"


def new_session(window: Window | None) -> Session:
    """A session that begins with what the environment says."""
    return Session(os.environ.get(STUDY_VARIABLE), os.environ.get(USER_VARIABLE), window=window)


def session_of(context: click.Context) -> Session:
    """The session of this run, shared by the group and the command."""
    found = context.find_object(Session)
    if found is None:
        message = "The command line was started without a session."
        raise RuntimeError(message)
    return found


def shared_options(function: F) -> F:
    """Add --study, --as and --json; a value given after the command wins over one given before it."""
    for option in (_json, _actor, _study):
        function = option(function)
    return function


def lead_option(function: F) -> F:
    """Add --as-lead, for what is hidden from blinded reviewers."""
    return _lead(function)


def example(line: str) -> str:
    """The end of a command's help: how it is used, kept on its own lines."""
    return f"\b\nExample:\n  {line}"


def _keep_study(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value:
        session_of(context).study = value


def _keep_actor(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value and value.strip():
        session_of(context).actor = value.strip()


def _keep_json(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        session_of(context).as_json = True


def _keep_lead(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        session_of(context).is_lead = True


_study = click.option(
    "--study",
    metavar="PATH_OR_URL",
    expose_value=False,
    callback=_keep_study,
    help=f"The study: its folder, or a database URL. Default: ${STUDY_VARIABLE}.",
)
_actor = click.option(
    "--as",
    "actor",
    metavar="NAME",
    expose_value=False,
    callback=_keep_actor,
    help=f"Who acts, as the log will say. Default: ${USER_VARIABLE}, else your login name.",
)
_json = click.option(
    "--json",
    "as_json",
    is_flag=True,
    expose_value=False,
    callback=_keep_json,
    help="Answer in JSON, for programs.",
)
_lead = click.option(
    "--as-lead",
    "as_lead",
    is_flag=True,
    expose_value=False,
    callback=_keep_lead,
    help="As study lead, though you review blinded; the log keeps that you asked.",
)
