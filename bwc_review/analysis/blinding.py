"""Did blinding hold? Bang's index: -1 all guess the other phase, 0 as if by chance, 1 all guess right.

Bang, Ni & Davis 2004, Controlled Clinical Trials 25(2):143-156. For one arm, with n answers of which some say that
they do not know: BI = p(right) - p(wrong), and Var(BI) = (p_r (1 - p_r) + p_w (1 - p_w) + 2 p_r p_w) / n.
"""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from bwc_review.analysis.figures import Figure

WARN_FROM = 0.2
"""Bang's rule of thumb: from here on blinding may be broken."""


@dataclass(frozen=True, slots=True)
class BlindingIndex:
    """Bang's index of one arm.

    Attributes:
        right: Answers that name the true phase.
        wrong: Answers that name the other phase.
        unknown: Answers that name none.
        index: The index.
        low: Lower end of its interval; None without an index.
        high: Upper end.
    """

    right: int
    wrong: int
    unknown: int
    index: Figure[float]
    low: float | None
    high: float | None

    @property
    def count(self) -> int:
        """All answers."""
        return self.right + self.wrong + self.unknown

    @property
    def warns(self) -> bool:
        """True if blinding may be broken."""
        return self.index.value is not None and abs(self.index.value) >= WARN_FROM


def bang_index(right: int, wrong: int, unknown: int, confidence: float = 0.95) -> BlindingIndex:
    """Bang's index with its interval by the normal approximation, cut at -1 and 1.

    Args:
        right: Answers that name the true phase.
        wrong: Answers that name the other phase.
        unknown: Answers that name none; they count in the denominator.
        confidence: Coverage of the interval.
    """
    count = right + wrong + unknown
    if count == 0:
        return BlindingIndex(right, wrong, unknown, Figure[float](None, "Nobody was asked yet."), None, None)
    p_right, p_wrong = right / count, wrong / count
    index = (right - wrong) / count
    variance = (p_right * (1 - p_right) + p_wrong * (1 - p_wrong) + 2 * p_right * p_wrong) / count
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * sqrt(variance)
    low, high = max(-1.0, index - reach), min(1.0, index + reach)
    return BlindingIndex(right, wrong, unknown, Figure(index), low, high)
