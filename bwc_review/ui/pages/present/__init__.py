"""The present page."""

from bwc_review.ui.pages.present.page import PresentPage

__all__ = ["PresentPage"]
