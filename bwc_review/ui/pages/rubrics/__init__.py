"""Writing and comparing rubrics."""

from bwc_review.ui.pages.rubrics.page import RubricsPage

__all__ = ["RubricsPage"]
