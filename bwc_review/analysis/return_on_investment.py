"""What a course cost against what is said to have been saved, in exact decimals.

Gross savings are sums of lines, each times the share of it that is put down to the course. Net = S - C; return =
(S - C) / C; benefit-cost ratio = S / C; payback = C / S x horizon. None of this shows that the course was the cause:
settlements lag incidents by years, reporting changes, and bad years are followed by better ones anyway.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from bwc_review.analysis.figures import Figure
from bwc_review.analysis.rates import Number
from bwc_review.domain.errors import InputError

DEFAULT_ATTRIBUTIONS = (Decimal("0.25"), Decimal("0.5"), Decimal(1))
_HUNDRED = Decimal(100)
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class CostLine:
    """Something that was paid for."""

    label: str
    amount: Decimal

    def __post_init__(self) -> None:
        _check_amount(self.label, self.amount)


@dataclass(frozen=True, slots=True)
class SavingLine:
    """Something that cost less than before.

    Attributes:
        label: What.
        amount: How much less over the horizon.
        attribution: Share of it that is put down to the course, from 0 to 1.
        reduction: Relative fall that the amount stands for, such as 0.20, if it is known.
    """

    label: str
    amount: Decimal
    attribution: Decimal = _ONE
    reduction: Decimal | None = None

    def __post_init__(self) -> None:
        _check_amount(self.label, self.amount)
        _check_attribution(self.attribution)
        if self.reduction is not None and not 0 < self.reduction <= 1:
            message = f"The reduction of “{self.label}” must be more than 0 and at most 1."
            raise InputError("roi.reduction", message, field="reduction")

    @property
    def attributed(self) -> Decimal:
        """The part of the amount that is put down to the course."""
        return self.amount * self.attribution

    @property
    def implied_baseline(self) -> Figure[Decimal]:
        """What was spent before, if the amount is proportional to the reduction: amount / reduction."""
        if self.reduction is None:
            return Figure[Decimal](None, "The relative reduction is not known.")
        return Figure(self.amount / self.reduction)


@dataclass(frozen=True, slots=True)
class Return:
    """Costs against savings over a horizon.

    Attributes:
        cost: Sum of the costs.
        gross: Sum of the savings, as attributed.
        net: Gross less cost.
        return_percent: Net over cost, in percent.
        benefit_cost_ratio: Gross over cost.
        payback_months: Months until the savings reach the cost, if they come evenly.
        months: The horizon.
    """

    cost: Decimal
    gross: Decimal
    net: Decimal
    return_percent: Figure[Decimal]
    benefit_cost_ratio: Figure[Decimal]
    payback_months: Figure[Decimal]
    months: Decimal

    @property
    def is_paid_back_in_time(self) -> bool:
        """True if the savings reach the cost within the horizon."""
        return self.net >= 0


def return_on_investment(costs: Iterable[CostLine], savings: Iterable[SavingLine], months: Number = 12) -> Return:
    """Costs against savings over `months`.

    Raises:
        InputError: The horizon is not more than 0 months.
    """
    if months <= 0:
        raise InputError("roi.months", "The horizon must be more than 0 months.", field="months")
    horizon = Decimal(months)
    cost = sum((line.amount for line in costs), Decimal(0))
    gross = sum((line.attributed for line in savings), Decimal(0))
    nothing_spent = "Nothing was spent, so there is nothing to set the savings against."
    return Return(
        cost=cost,
        gross=gross,
        net=gross - cost,
        return_percent=_ratio((gross - cost) * _HUNDRED, cost, nothing_spent),
        benefit_cost_ratio=_ratio(gross, cost, nothing_spent),
        payback_months=_ratio(cost * horizon, gross, "Nothing was saved, so the cost is not paid back."),
        months=horizon,
    )


def sensitivity(
    costs: Iterable[CostLine],
    savings: Iterable[SavingLine],
    months: Number = 12,
    attributions: Iterable[Decimal] = DEFAULT_ATTRIBUTIONS,
) -> tuple[tuple[Decimal, Return], ...]:
    """The same calculation with each attribution in place of the lines' own, to show how much hangs on it.

    Raises:
        InputError: An attribution is not from 0 to 1, or the horizon is not more than 0 months.
    """
    spent, saved = tuple(costs), tuple(savings)
    return tuple(
        (share, return_on_investment(spent, [SavingLine(one.label, one.amount, share) for one in saved], months))
        for share in attributions
    )


def cost_per_officer(cost: Number, officers: int) -> Figure[Decimal]:
    """Cost divided by the number of officers that are trained for it.

    Raises:
        InputError: A number is negative.
    """
    _check_amount("cost", Decimal(cost))
    _check_amount("officers", Decimal(officers))
    return _ratio(Decimal(cost), Decimal(officers), "No officers are trained.")


def _ratio(numerator: Decimal, denominator: Decimal, reason: str) -> Figure[Decimal]:
    return Figure(numerator / denominator) if denominator else Figure[Decimal](None, reason)


def _check_amount(label: str, amount: Decimal) -> None:
    if not amount.is_finite() or amount < 0:
        raise InputError("roi.amount", f"The amount of “{label}” must be 0 or more.", field="amount")


def _check_attribution(share: Decimal) -> None:
    if not 0 <= share <= 1:
        raise InputError("roi.attribution", "An attribution must be from 0 to 1.", field="attribution")
