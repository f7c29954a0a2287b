"""What is found out about a study while it is opened, off the GUI thread: its title, and who it is that opens it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bwc_review.domain.errors import ReviewError

if TYPE_CHECKING:
    from bwc_review.services.bootstrap import Study


@dataclass(frozen=True, slots=True)
class Opened:
    """A study that was opened.

    Attributes:
        study: It.
        title: Its title.
        is_blinding: True if whoever opened it takes part in a blinded plan.
        name_words: What to say about their name; empty if there is nothing to say.
        is_name_kept: False if a change of name should be in the log but could not be written.
    """

    study: "Study"
    title: str
    is_blinding: bool
    name_words: str = ""
    is_name_kept: bool = True


def look_into(study: "Study", last_name: str) -> Opened:
    """Find out about a study; if it was last opened here under another name, its log is told.

    Args:
        study: An open study.
        last_name: Under which name it was last opened on this computer; empty if it was not.
    """
    title, actor = study.title, study.actor
    is_blinding = study.assigning.is_blinded(actor)
    if not last_name or last_name == actor:
        return Opened(study, title, is_blinding)
    try:
        is_logged = study.naming.change(last_name, actor)
    except ReviewError as error:
        words = f"That {last_name} is now {actor} could not be logged. {error.message}"
        return Opened(study, title, is_blinding, words, is_name_kept=False)
    words = f"Here this study was last opened by {last_name}, now by {actor}. The log keeps that." if is_logged else ""
    return Opened(study, title, is_blinding, words)
