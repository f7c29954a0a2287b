"""Money and counts: every figure that the product must give exactly."""

from decimal import Decimal

import pytest

from bwc_review.analysis.figures import Figure
from bwc_review.analysis.rates import (
    annualised,
    change_of_annual_rate,
    per_thousand,
    percent_change,
    rate_ratio,
    rounded,
    window_warnings,
)
from bwc_review.analysis.return_on_investment import (
    CostLine,
    SavingLine,
    cost_per_officer,
    return_on_investment,
    sensitivity,
)
from bwc_review.domain.errors import InputError

COSTS = (
    CostLine("Certifying instructors", Decimal(30_000)),
    CostLine("Role-play equipment", Decimal(15_000)),
    CostLine("Overtime", Decimal(30_000)),
)
SAVINGS = (
    SavingLine("Settlements of force lawsuits", Decimal(250_000), reduction=Decimal("0.20")),
    SavingLine("Compensation for officer injuries", Decimal(40_000), reduction=Decimal("0.30")),
)


def value(figure: Figure[Decimal], places: int = 2) -> str:
    assert figure.value is not None
    return str(rounded(figure.value, places))


def test_75_000_spent_and_290_000_saved_in_a_year() -> None:
    """Product page, figures that must come out exactly; method notes 1.5."""
    result = return_on_investment(COSTS, SAVINGS)

    assert (result.cost, result.gross, result.net) == (75_000, 290_000, 215_000)
    assert value(result.return_percent) == "286.67"
    assert value(result.benefit_cost_ratio) == "3.87"
    assert value(result.benefit_cost_ratio, 4) == "3.8667"
    assert value(result.payback_months) == "3.10"
    assert result.is_paid_back_in_time


def test_50_000_against_one_suit_of_500_000() -> None:
    """Product page and method notes 1.5: net 450,000, return 900 %, benefit-cost 10."""
    result = return_on_investment([CostLine("Course", Decimal(50_000))], [SavingLine("Suit", Decimal(500_000))])

    assert (result.net, result.return_percent.value, result.benefit_cost_ratio.value) == (450_000, 900, 10)


def test_10_000_for_two_instructors_and_200_officers() -> None:
    assert value(cost_per_officer(10_000, 200)) == "50.00"


def test_the_implied_baselines() -> None:
    """Method notes 1.5: 250,000 / 0.20 and 40,000 / 0.30."""
    assert [value(line.implied_baseline) for line in SAVINGS] == ["1250000.00", "133333.33"]
    assert SavingLine("Other", Decimal(1)).implied_baseline == Figure(None, "The relative reduction is not known.")


def test_how_much_hangs_on_the_attribution() -> None:
    """Method notes 4.14: at 25 % the savings are 72,500 and the return is -3.33 %."""
    quarter, half, whole = (result for _, result in sensitivity(COSTS, SAVINGS))

    assert quarter.gross == 72_500
    assert value(quarter.return_percent) == "-3.33"
    assert not quarter.is_paid_back_in_time
    assert value(quarter.payback_months) == "12.41"
    assert half.gross == 145_000
    assert whole == return_on_investment(COSTS, SAVINGS)
    assert [share for share, _ in sensitivity(COSTS, SAVINGS)] == [Decimal("0.25"), Decimal("0.5"), 1]


def test_an_attribution_of_one_line_counts_for_that_line() -> None:
    lines = [SavingLine("Suits", Decimal(100), Decimal("0.1")), SavingLine("Injuries", Decimal(10))]

    assert return_on_investment([CostLine("Course", Decimal(10))], lines, 24).gross == 20


def test_what_is_undefined_has_a_reason() -> None:
    free = return_on_investment([], SAVINGS)
    vain = return_on_investment(COSTS, [])

    assert free.return_percent == free.benefit_cost_ratio
    assert free.return_percent.reason == "Nothing was spent, so there is nothing to set the savings against."
    assert free.payback_months.value == 0
    assert vain.payback_months == Figure(None, "Nothing was saved, so the cost is not paid back.")
    assert vain.return_percent.value == -100
    assert cost_per_officer(10, 0) == Figure(None, "No officers are trained.")


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: CostLine("Course", Decimal(-1)), "amount"),
        (lambda: CostLine("Course", Decimal("NaN")), "amount"),
        (lambda: SavingLine("Suit", Decimal("Infinity")), "amount"),
        (lambda: SavingLine("Suit", Decimal(1), Decimal("1.1")), "attribution"),
        (lambda: SavingLine("Suit", Decimal(1), reduction=Decimal(0)), "reduction"),
        (lambda: SavingLine("Suit", Decimal(1), reduction=Decimal(20)), "reduction"),
        (lambda: return_on_investment(COSTS, SAVINGS, 0), "months"),
        (lambda: cost_per_officer(-1, 2), "amount"),
        (lambda: cost_per_officer(1, -2), "amount"),
        (lambda: percent_change(-1, 2), "before"),
        (lambda: percent_change(1, -2), "after"),
        (lambda: annualised(-1, 2), "count"),
        (lambda: annualised(1, 0), "months"),
        (lambda: per_thousand(1, -1), "calls"),
        (lambda: rate_ratio(-101), "change"),
    ],
)
def test_numbers_that_make_no_sense_are_refused(make: object, field: str) -> None:
    assert callable(make)
    with pytest.raises(InputError) as caught:
        make()

    assert caught.value.facts["field"] == field


def test_147_to_53_complaints() -> None:
    """Product page; oracle -63.9456 %."""
    change = percent_change(147, 53)

    assert value(change) == "-63.95"
    assert value(change, 4) == "-63.9456"


def test_counts_of_windows_of_different_length_are_annualised() -> None:
    """Method notes 4.1: 84 in 18 months are 56.0 a year; against 47 in 12 months that is -16.07 %."""
    assert annualised(84, 18) == 56
    assert value(change_of_annual_rate(84, 18, 47, 12)) == "-16.07"
    assert value(change_of_annual_rate(84, 18, 47, 12), 4) == "-16.0714"


@pytest.mark.parametrize(("change", "ratio"), [("-28.1", "0.719"), ("-26.3", "0.737"), ("-36.0", "0.640")])
def test_published_changes_as_rate_ratios(change: str, ratio: str) -> None:
    """Method notes 1.5, Louisville."""
    assert rate_ratio(Decimal(change)) == Decimal(ratio)


def test_a_change_from_nothing_is_undefined() -> None:
    assert percent_change(0, 5) == Figure(None, "There was nothing before, so a change in percent is not defined.")


def test_counts_per_thousand_calls() -> None:
    assert per_thousand(12, 4800).value == Decimal("2.5")
    assert per_thousand(12, 0) == Figure(None, "The number of calls is 0.")


@pytest.mark.parametrize(
    ("months", "words"), [(11, "less than 12"), (12, None), (18, None), (24, None), (Decimal("24.5"), "more than 24")]
)
def test_a_baseline_window_is_12_to_24_months_long(months: Decimal | int, words: str | None) -> None:
    warnings = window_warnings(months)

    assert len(warnings) == (0 if words is None else 1)
    assert words is None or words in warnings[0]


def test_halves_are_rounded_as_people_round() -> None:
    assert [str(rounded(Decimal(text))) for text in ("0.125", "-0.125", "2.5")] == ["0.13", "-0.13", "2.50"]
