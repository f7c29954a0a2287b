"""What a review's tags add up to, in the words and the precision that a report prints; an undefined figure says why."""

from collections.abc import Callable
from typing import TypeVar

from bwc_review.analysis.figures import Figure
from bwc_review.analysis.shift import Latency
from bwc_review.analysis.tag_summary import Balance, TagSummary, summarise
from bwc_review.domain.tag_report import TagReport
from bwc_review.domain.time import US_PER_S, review_text

T = TypeVar("T")
Tree = dict[str, object]
# Lists of figures in the tree of a review, and what each is about.
FIGURE_GROUPS = {
    "exposure": "What counts",
    "overall": "Officers' acts",
    "index": "Communicating, controlling",
    "person": "Person's agitation",
}


def figures(report: TagReport) -> Tree:
    """The figures of one review as plain values, with full precision beside the printed text.

    Each figure is ``{"name", "text", "value", "reason"}``; `reason` says why there is no value.
    """
    tags = [reported.tag for reported in report.tags]
    summary = summarise(report.rubric, tags, report.recording.duration_us, report.review.profile)
    return {
        "exposure": _exposure(summary),
        "overall": _overall(summary),
        "dimensions": [_dimension(report, code, balance) for code, balance in summary.dimensions if _has(balance)],
        "index": _index(summary),
        "person": _person(summary),
        "not_counted": summary.not_counted,
    }


def _exposure(summary: TagSummary) -> list[Tree]:
    exposure = summary.exposure
    start = "first contact" if exposure.is_start_tagged else "the clip's start, as first contact was not tagged"
    end = "the end of the encounter" if exposure.is_end_tagged else "the clip's end, as no end was tagged"
    span = f"{review_text(exposure.range.start)} to {review_text(exposure.range.end)}: from {start}, to {end}"
    return [
        {"name": "Time that counts", "text": span, "value": exposure.range.duration_us, "reason": ""},
        _seconds("Of it codable, with sound and picture", summary.codable_us),
        _seconds("Codable by sound", summary.audio_codable_us),
        _seconds("Codable by picture", summary.video_codable_us),
    ]


def _overall(summary: TagSummary) -> list[Tree]:
    balance = summary.overall
    return [
        _count("De-escalating acts", balance.deescalating),
        _count("Escalating acts", balance.escalating),
        _figure("De-escalating acts per codable minute", balance.deescalating_per_minute, _two),
        _figure("Escalating acts per codable minute", balance.escalating_per_minute, _two),
        _figure("Balance, (D − E) / (D + E)", balance.balance, _signed),
    ]


def _dimension(report: TagReport, code: str, balance: Balance) -> Tree:
    name = next(dimension.name for dimension in report.rubric.dimensions if dimension.id == code)
    return {
        "id": code,
        "name": name,
        "deescalating": balance.deescalating,
        "escalating": balance.escalating,
        "balance": _figure(name, balance.balance, _signed),
    }


def _index(summary: TagSummary) -> list[Tree]:
    shift = summary.shift.value
    if shift is None:
        return [_figure("Communication share", Figure[float](None, summary.shift.reason), _percent)]
    return [
        _count("Communicating acts", shift.communication_n),
        _count("Controlling acts", shift.control_n),
        _figure("Communication share", shift.communication_share, _percent),
        _figure("First move after contact", shift.first_move, str),
        _latency("First contact to first de-escalating act", summary.to_deescalating),
        _latency("First contact to first hands-on", summary.to_hands_on),
    ]


def _person(summary: TagSummary) -> list[Tree]:
    agitation = summary.agitation
    if agitation.highest is None:
        return []
    return [
        _count("Highest level of agitation", agitation.highest),
        _figure("Mean level, weighted by time", agitation.mean_level, _two),
        _figure("Time until level 1 or less", agitation.time_to_calm_us, _us),
    ]


def _has(balance: Balance) -> bool:
    return balance.deescalating + balance.escalating > 0


def _figure(name: str, figure: Figure[T], text: Callable[[T], str]) -> Tree:
    value = figure.value
    return {"name": name, "text": "–" if value is None else text(value), "value": value, "reason": figure.reason}


def _count(name: str, value: int) -> Tree:
    return {"name": name, "text": str(value), "value": value, "reason": ""}


def _seconds(name: str, us: int) -> Tree:
    return {"name": name, "text": _us(us), "value": us, "reason": ""}


def _latency(name: str, latency: Latency) -> Tree:
    if latency.us is not None:
        return {"name": name, "text": _us(latency.us), "value": latency.us, "reason": ""}
    censored = latency.censored_at_us
    text = "–" if censored is None else f"not within {_us(censored)}"
    return {"name": name, "text": text, "value": None, "censored_at_us": censored, "reason": latency.reason}


def _us(us: int) -> str:
    return f"{us / US_PER_S:.1f} s"


def _two(value: float) -> str:
    return f"{value:.2f}"


def _signed(value: float) -> str:
    return f"{value:+.2f}"


def _percent(value: float) -> str:
    return f"{100 * value:.0f} %"
