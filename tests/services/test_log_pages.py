"""The log in pages, from either end."""

from collections.abc import Callable

import pytest

from bwc_review.domain.audit import AuditEntry
from bwc_review.domain.errors import EnvironmentFault
from bwc_review.services import log_pages
from bwc_review.services.bootstrap import Study
from bwc_review.services.log_pages import falling


@pytest.fixture
def study(study: Study) -> Study:
    """A study with fourteen entries by turns of three people."""
    for number in range(2, 15):
        with study.store.writing(("Ann", "bea", "Cy")[number % 3]) as work:
            work.settings.put("n", str(number))
            work.audit.record("test.step", "study", {"n": number})
            work.commit()
    return study


def everything(_: AuditEntry) -> bool:
    return True


def numbers(
    study: Study, wanted: Callable[[AuditEntry], bool], limit: int, *, is_newest_first: bool
) -> list[list[int]]:
    """Numbers of the entries, page by page to the last."""
    pages: list[list[int]] = []
    beyond: int | None = None
    while True:
        page = study.auditing.page(wanted, beyond, limit=limit, is_newest_first=is_newest_first)
        pages.append([entry.seq for entry in page.entries])
        if page.is_last:
            return pages
        beyond = page.entries[-1].seq


@pytest.mark.parametrize("block", [1, 3, 500])
@pytest.mark.parametrize("limit", [1, 4, 5, 14, 50])
def test_pages_from_either_end_hold_each_entry_once(
    study: Study, monkeypatch: pytest.MonkeyPatch, block: int, limit: int
) -> None:
    monkeypatch.setattr(log_pages, "_BLOCK", block)
    falling_pages = numbers(study, everything, limit, is_newest_first=True)
    rising_pages = numbers(study, everything, limit, is_newest_first=False)
    assert [seq for page in falling_pages for seq in page] == list(range(14, 0, -1))
    assert [seq for page in rising_pages for seq in page] == list(range(1, 15))
    assert all(len(page) <= limit for page in (*falling_pages, *rising_pages))


def test_only_wanted_entries_count_towards_a_page(study: Study) -> None:
    def by_ann(entry: AuditEntry) -> bool:
        return entry.actor == "Ann"

    assert numbers(study, by_ann, 2, is_newest_first=True) == [[12, 9], [6, 3]]


def test_everybody_who_acts_is_listed_once_whatever_the_case(study: Study) -> None:
    assert study.auditing.actors() == ("Ann", "bea", "Cy", "lead")


def test_a_log_without_entries_gives_none(study: Study) -> None:
    class Empty:
        class audit:  # noqa: N801 - named like the unit of work's own
            @staticmethod
            def latest(limit: int) -> list[AuditEntry]:
                return []

    assert list(falling(Empty())) == []  # pyright: ignore[reportArgumentType]


def test_an_entry_that_cannot_be_read_is_the_environments_fault(study: Study) -> None:
    def unreadable(entry: AuditEntry) -> bool:
        raise ValueError(entry.seq)

    with pytest.raises(EnvironmentFault, match="Verify the study"):
        study.auditing.page(unreadable)
