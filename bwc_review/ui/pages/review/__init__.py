"""The review page: play a clip and tag what happens."""

from bwc_review.ui.pages.review.page import ReviewPage

__all__ = ["ReviewPage"]
