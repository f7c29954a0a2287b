"""The audit page."""

from bwc_review.ui.pages.audit.page import AuditPage

__all__ = ["AuditPage"]
