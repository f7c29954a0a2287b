"""Counts over time: percent change, annualised counts, counts per thousand calls, and whether a window is fit for it.

Exact decimals throughout; round for display with `rounded`.
"""

from decimal import ROUND_HALF_UP, Decimal

from bwc_review.analysis.figures import Figure
from bwc_review.domain.errors import InputError

SHORTEST_WINDOW_MONTHS = 12
LONGEST_WINDOW_MONTHS = 24
_HUNDRED = Decimal(100)
_MONTHS_A_YEAR = Decimal(12)
_THOUSAND = Decimal(1000)
Number = Decimal | int


def percent_change(before: Number, after: Number) -> Figure[Decimal]:
    """(after - before) / before in percent; undefined if there was nothing before.

    Raises:
        InputError: A number is negative.
    """
    _check_not_negative("before", before)
    _check_not_negative("after", after)
    if before == 0:
        return Figure[Decimal](None, "There was nothing before, so a change in percent is not defined.")
    return Figure((Decimal(after) - Decimal(before)) / Decimal(before) * _HUNDRED)


def annualised(count: Number, months: Number) -> Decimal:
    """Count a year: count / months x 12.

    Raises:
        InputError: The count is negative, or there are no months.
    """
    _check_not_negative("count", count)
    if months <= 0:
        raise InputError("rates.months", "The number of months must be more than 0.", field="months")
    return Decimal(count) / Decimal(months) * _MONTHS_A_YEAR


def change_of_annual_rate(
    before: Number, before_months: Number, after: Number, after_months: Number
) -> Figure[Decimal]:
    """Percent change between two counts over windows of different length, both annualised first.

    Raises:
        InputError: A count is negative, or a window has no months.
    """
    return percent_change(annualised(before, before_months), annualised(after, after_months))


def per_thousand(count: Number, calls: Number) -> Figure[Decimal]:
    """Count per thousand calls for service; undefined without calls.

    Raises:
        InputError: A number is negative.
    """
    _check_not_negative("count", count)
    _check_not_negative("calls", calls)
    if calls == 0:
        return Figure[Decimal](None, "The number of calls is 0.")
    return Figure(Decimal(count) / Decimal(calls) * _THOUSAND)


def rate_ratio(change_percent: Number) -> Decimal:
    """Rate after over rate before, from a change in percent: -28.1 % is 0.719.

    Raises:
        InputError: The change is less than -100 %.
    """
    if change_percent < -_HUNDRED:
        raise InputError("rates.change", "Nothing can fall by more than 100 percent.", field="change")
    return 1 + Decimal(change_percent) / _HUNDRED


def window_warnings(months: Number) -> tuple[str, ...]:
    """What to say about a baseline window that is not 12 to 24 months long; empty if it is."""
    head = f"The baseline covers {months} months."
    if months < SHORTEST_WINDOW_MONTHS:
        return (f"{head} With less than {SHORTEST_WINDOW_MONTHS}, seasons and chance can look like a change.",)
    if months > LONGEST_WINDOW_MONTHS:
        return (f"{head} With more than {LONGEST_WINDOW_MONTHS}, other changes of policy or staff lie inside it.",)
    return ()


def rounded(number: Number, places: int = 2) -> Decimal:
    """The number with that many decimals, halves away from zero, as people round."""
    return Decimal(number).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _check_not_negative(name: str, number: Number) -> None:
    if number < 0:
        raise InputError("rates.negative", f"“{name}” must be 0 or more.", field=name)
