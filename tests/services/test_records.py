"""Officers, training and incidents from CSV files."""

from datetime import date
from pathlib import Path

import pytest

from bwc_review.domain.errors import Cancelled, EnvironmentFault, InputError
from bwc_review.domain.people import Armed, CallType, Delivery, Setting
from bwc_review.domain.progress import CancelToken
from bwc_review.services.bootstrap import Study
from bwc_review.services.records import RecordsResult

OFFICERS = "pseudonym,badge,unit\nCedar,4711,North\nMaple,,South\n"
TRAINING = (
    "officer,course,started_on,completed_on,hours,delivery,certified_until\n"
    "Cedar,Course,2025-05-12,2025-05-14,24,blended,2027-05-14\n"
    "4711,Refresher,,2026-05-14,,,\n"
)
INCIDENTS = (
    "number,occurred_on,call_type,setting,armed,officers_present\n"
    "I-1,2025-02-18,Welfare check,scenario,none,2\n"
    "I-2,2025-03-07,domestic_dispute,,,\n"
)


class Files:
    """Writes the three files into a folder and imports them."""

    def __init__(self, study: Study, folder: Path) -> None:
        self.study = study
        self.folder = folder

    def __call__(self, officers: str = "", training: str = "", incidents: str = "") -> RecordsResult:
        paths: list[Path | None] = []
        for name, text in (("officers", officers), ("training", training), ("incidents", incidents)):
            path = self.folder / f"{name}.csv"
            path.write_text(text, encoding="utf-8")
            paths.append(path if text else None)
        return self.study.records.import_csv(*paths)  # pyright: ignore[reportArgumentType]


@pytest.fixture
def bring_in(study: Study, tmp_path: Path) -> Files:
    return Files(study, tmp_path)


def people(study: Study) -> tuple[int, int, int]:
    with study.store.reading() as work:
        return len(work.people.officers()), len(work.people.trainings()), len(work.people.incidents())


def test_all_three_files_come_in_together(study: Study, bring_in: Files) -> None:
    result = bring_in(OFFICERS, TRAINING, INCIDENTS)
    assert (result.officers, result.trainings, result.incidents) == (2, 2, 2)
    assert len(result.changes.ids) == 6
    with study.store.reading() as work:
        cedar = work.people.officer_by_pseudonym("Cedar")
        assert cedar is not None
        assert (cedar.unit, work.people.badge_of(cedar.id)) == ("North", "4711")
        course, refresher = sorted(work.people.trainings(cedar.id), key=lambda record: record.completed_on)
        assert (course.started_on, course.hours, course.delivery) == (date(2025, 5, 12), 24.0, Delivery.BLENDED)
        assert (refresher.course, refresher.started_on) == ("Refresher", None)
        incident = work.people.incident_by_number("I-1")
        assert incident is not None
        assert (incident.call_type, incident.setting, incident.armed, incident.officers_present) == (
            "welfare_check",
            Setting.SCENARIO,
            Armed.NONE,
            2,
        )
    assert study.auditing.log(1)[0].action == "records.import"


def test_badges_are_not_in_the_log(study: Study, bring_in: Files) -> None:
    bring_in(OFFICERS)
    assert "4711" not in str(study.auditing.log())


def test_a_second_import_brings_up_to_date_without_doubling(study: Study, bring_in: Files) -> None:
    bring_in(OFFICERS, TRAINING, INCIDENTS)
    bring_in(
        "pseudonym,badge,unit\nOak,4711,East\nMaple,,West\n",
        TRAINING.replace("24,blended", "16,classroom").replace("Cedar", "Oak"),
        INCIDENTS.replace("2025-03-07", "2025-03-08"),
    )
    assert people(study) == (2, 2, 2)
    with study.store.reading() as work:
        assert work.people.officer_by_pseudonym("Cedar") is None
        oak = work.people.officer_by_pseudonym("Oak")
        assert oak is not None
        assert min(work.people.trainings(oak.id), key=lambda record: record.completed_on).hours == 16.0
        incident = work.people.incident_by_number("I-2")
        assert incident is not None
        assert incident.occurred_on == date(2025, 3, 8)


def test_a_badge_is_kept_when_a_later_file_does_not_name_it(study: Study, bring_in: Files) -> None:
    bring_in(OFFICERS)
    bring_in("pseudonym,unit\nCedar,East\n")
    with study.store.reading() as work:
        cedar = work.people.officer_by_badge("4711")
        assert cedar is not None
        assert cedar.unit == "East"


@pytest.mark.parametrize(
    ("files", "row", "column", "words"),
    [
        ({"officers": OFFICERS, "training": TRAINING.replace("4711", "9999")}, 3, "officer", "No officer “9999”"),
        (
            {"officers": OFFICERS, "training": TRAINING.replace("05-14,24", "05-34,24")},
            2,
            "completed_on",
            "has 31 days",
        ),
        (
            {"officers": OFFICERS, "incidents": INCIDENTS.replace("domestic_dispute", "domestic_dispite")},
            3,
            "call_type",
            "Did you mean “domestic_dispute”",
        ),
        (
            {"officers": OFFICERS, "incidents": INCIDENTS.replace("domestic_dispute", "?!")},
            3,
            "call_type",
            "not a name",
        ),
    ],
)
def test_one_wrong_cell_refuses_everything_with_row_and_column(
    study: Study, bring_in: Files, files: dict[str, str], row: int, column: str, words: str
) -> None:
    before = study.auditing.head()
    with pytest.raises(InputError, match=words) as caught:
        bring_in(**files)
    assert (caught.value.facts["row"], caught.value.facts["column"]) == (row, column)
    assert people(study) == (0, 0, 0)
    assert study.auditing.head() == before


def test_a_badge_of_somebody_else_is_refused(bring_in: Files) -> None:
    bring_in(OFFICERS)
    with pytest.raises(InputError, match="belongs to Cedar") as caught:
        bring_in("pseudonym,badge\nMaple,4711\n")
    assert caught.value.facts["column"] == "badge"


def test_a_new_kind_of_call_joins_the_studys_list(study: Study, bring_in: Files) -> None:
    bring_in(incidents="number,occurred_on,call_type\nI-1,2025-02-18,School visit\nI-2,2025-02-19,bar_fight\n")
    with study.store.reading() as work:
        kinds = {kind.code: kind for kind in work.people.call_types()}
    assert kinds["school_visit"] == CallType("school_visit", "School visit")
    assert kinds["bar_fight"].name == "Bar fight"


def test_a_stop_changes_nothing(study: Study, tmp_path: Path) -> None:
    (tmp_path / "officers.csv").write_text(OFFICERS)
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        study.records.import_csv(tmp_path / "officers.csv", cancel=cancel)
    assert people(study) == (0, 0, 0)


def test_a_missing_file_is_told(study: Study, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="not there"):
        study.records.import_csv(tmp_path / "nowhere.csv")


def test_an_officers_training_can_be_read(study: Study, bring_in: Files) -> None:
    bring_in(OFFICERS, TRAINING)
    with study.store.reading() as work:
        cedar, maple = work.people.officer_by_pseudonym("Cedar"), work.people.officer_by_pseudonym("Maple")
    assert cedar is not None
    assert maple is not None
    assert {record.course for record in study.records.trainings(cedar.id)} == {"Course", "Refresher"}
    assert study.records.trainings(maple.id) == ()
