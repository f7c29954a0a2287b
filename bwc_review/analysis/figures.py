"""A figure that may be undefined: then it has a reason instead of a value, never a number that means nothing."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True)  # without slots: a frozen generic with slots cannot be called as Figure[int](…)
class Figure(Generic[Value]):
    """A value, or the reason for which there is none.

    Attributes:
        value: The value, or None.
        reason: Why there is none, in one sentence; empty if there is a value.
    """

    value: Value | None
    reason: str = ""

    def __post_init__(self) -> None:
        if (self.value is None) != bool(self.reason):
            message = "A figure has either a value or a reason."
            raise ValueError(message)


def quotient(numerator: int, denominator: int, reason: str) -> Figure[float]:
    """`numerator` / `denominator`, or `reason` if the denominator is 0."""
    return Figure(numerator / denominator) if denominator else Figure[float](None, reason)
