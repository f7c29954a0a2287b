"""The present page."""
