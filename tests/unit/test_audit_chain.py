"""The chain of hashes: any change of any entry is named."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bwc_review.domain.audit import GENESIS, AuditEntry, entry_hash, first_chain_fault

START = datetime(2025, 5, 1, tzinfo=UTC)


def chain(length: int) -> list[AuditEntry]:
    entries: list[AuditEntry] = []
    previous = GENESIS
    for seq in range(1, length + 1):
        at = START + timedelta(seconds=seq)
        values = (seq, at, "lead", "tag.add", f"tag:{seq}", {"n": seq}, None, previous)
        previous = entry_hash(*values)
        entries.append(AuditEntry(*values, previous))
    return entries


CHAIN = chain(6)


def fault_of(entries: list[AuditEntry]) -> int | None:
    fault = first_chain_fault(entries, CHAIN[-1].seq, CHAIN[-1].hash)
    return fault.seq if fault else None


def test_a_log_as_written_has_no_fault_and_neither_has_an_empty_one() -> None:
    assert fault_of(CHAIN) is None
    assert first_chain_fault([], 0, GENESIS) is None


@given(
    st.integers(0, 5), st.sampled_from(["at", "actor", "action", "subject", "details", "undoes", "previous", "hash"])
)
def test_a_change_of_any_field_is_found_at_its_entry(index: int, field: str) -> None:
    values = {"at": START, "details": {"n": -1}, "undoes": 1}
    entries = list(CHAIN)
    entries[index] = replace(entries[index], **{field: values.get(field, "other")})  # pyright: ignore[reportArgumentType]
    assert fault_of(entries) == index + 1


@pytest.mark.parametrize("index", range(5))
def test_a_missing_entry_is_found(index: int) -> None:
    assert fault_of([entry for entry in CHAIN if entry.seq != index + 1]) == index + 1


def test_a_cut_end_is_found_by_the_head_that_is_kept_apart() -> None:
    fault = first_chain_fault(CHAIN[:4], 6, CHAIN[-1].hash)
    assert fault is not None
    assert (fault.seq, "should end at entry 6" in fault.text) == (5, True)
