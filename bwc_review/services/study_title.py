"""The study's title, kept among its settings."""

from bwc_review.services.ports import UnitOfWork

TITLE_SETTING = "title"


def study_title(work: UnitOfWork) -> str:
    """The title that the study was given, or an empty text."""
    return work.settings.get(TITLE_SETTING)
