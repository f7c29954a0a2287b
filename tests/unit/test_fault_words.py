"""Each kind of fault has words for lists."""

from bwc_review.domain.clip import FaultCode
from bwc_review.domain.fault_words import FAULT_WORDS


def test_each_kind_of_fault_has_words_of_its_own() -> None:
    assert set(FAULT_WORDS) == set(FaultCode)
    assert len(set(FAULT_WORDS.values())) == len(FAULT_WORDS)
    assert all(len(words) <= 16 and words[0].isupper() for words in FAULT_WORDS.values())
