"""The compare page."""

from bwc_review.ui.pages.compare.page import ComparePage

__all__ = ["ComparePage"]
