"""The clock that services read unless a test gives them another."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The time of day in UTC."""
    return datetime.now(UTC)
