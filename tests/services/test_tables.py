"""Reading CSV files as spreadsheets save them, and writing tags for spreadsheets."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bwc_review.domain.errors import InputError
from bwc_review.domain.people import Armed, Delivery, Setting
from bwc_review.domain.time import Moment
from bwc_review.services.table_source import Column, RowPlace, read_table, table_from_text
from bwc_review.services.tables import (
    TAG_COLUMNS,
    IncidentRow,
    ManifestRow,
    OfficerRow,
    TagRow,
    TrainingRow,
    read_incidents,
    read_manifest,
    read_officers,
    read_tags,
    read_training,
    tags_to_text,
)

OFFICERS = (Column("pseudonym", is_required=True), Column("badge"), Column("unit"))
HERE = RowPlace("", 0)


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[..., Path]:
    def write(text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "mine.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


Write = Callable[..., Path]


def refused(read: Callable[[Path], object], path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        read(path)
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_table_is_read_however_the_spreadsheet_saved_it(csv_file: Write, encoding: str, sign: str, end: str) -> None:
    text = end.join(["pseudonym,badge,unit", "Heron,101,North", 'Öre,"1,2;3|4",', ""]).replace(",", sign)
    text = text.replace(f"1{sign}2;3|4", "1,2;3|4")

    assert read_officers(csv_file(text, encoding)) == (
        OfficerRow("Heron", "101", "North", HERE),
        OfficerRow("Öre", "1,2;3|4", "", HERE),
    )


def test_rows_are_counted_as_a_spreadsheet_shows_them(csv_file: Write) -> None:
    path = csv_file('pseudonym,badge,unit\n\nHeron,1,"North\nand west"\n,,\n  ,,\nWren,2,\n')

    rows = read_officers(path)
    assert [(row.pseudonym, row.unit, row.place.row) for row in rows] == [
        ("Heron", "North\nand west", 3),
        ("Wren", "", 6),
    ]
    assert rows[1].place.file == "mine.csv"


def test_a_separator_line_is_obeyed_and_not_counted(csv_file: Write) -> None:
    rows = read_officers(csv_file("sep=;\r\npseudonym;unit\r\nHeron;a,b\r\n"))

    assert [(row.pseudonym, row.unit, row.place.row) for row in rows] == [("Heron", "a,b", 2)]


def test_trailing_empty_columns_and_short_rows_do_not_matter(csv_file: Write) -> None:
    rows = read_officers(csv_file("pseudonym,badge,unit,,\nHeron,1,North,,\nWren\n"))

    assert rows == (OfficerRow("Heron", "1", "North", HERE), OfficerRow("Wren", "", "", HERE))


def test_column_names_may_be_written_as_people_write_them(csv_file: Write) -> None:
    rows = read_incidents(csv_file(' Number ;"Occurred on";CALL-TYPE\nI-1;2025-03-01;welfare_check\n'))

    assert rows == (IncidentRow("I-1", date(2025, 3, 1), "welfare_check", Setting.FIELD, Armed.UNKNOWN, None, HERE),)


@pytest.mark.parametrize(
    ("text", "code", "row", "column", "words"),
    [
        ("", "table.empty", None, None, "is empty"),
        ("\n\n , \n", "table.empty", None, None, "is empty"),
        ("pseudonym,badge\n", "table.no_rows", None, None, "a header and no row under it"),
        ("pseudonym;badge\n;\n\n", "table.no_rows", None, None, "Add rows, or leave the file out"),
        ("pseudonim\nHeron\n", "table.unknown_column", 1, "pseudonim", "Did you mean “pseudonym”?"),
        ("pseudonym,shoe size\nHeron,9\n", "table.unknown_column", 1, "shoe size", "The columns are: pseudonym, badge"),
        ("badge,unit\n1,2\n", "table.missing_column", 1, "pseudonym", "“pseudonym” is missing"),
        ("pseudonym,unit,Unit\nHeron,1,2\n", "table.duplicate_column", 1, "unit", "there twice"),
        ("\n\npseudonim\n", "table.unknown_column", 3, "pseudonim", "Did you mean"),
        ("pseudonym,badge\nHeron,1\n,2\n", "table.blank", 3, "pseudonym", "must not be blank"),
        ("pseudonym,badge\nHeron,1,extra\n", "table.extra_cell", 2, "C", "“extra” stands under no column name"),
        ("pseudonym,,badge\nHeron,x,1\n", "table.extra_cell", 2, "B", "stands under no column name"),
        ("pseudonym" + "," * 30 + "\nHeron" + "," * 27 + f"{'y' * 99}\n", "table.extra_cell", 2, "AB", "yyy…”"),
        ("pseudonym,badge\nHeron,1\nHeron,2\n", "table.duplicate", 3, "pseudonym", "already in row 2"),
        ("pseudonym,badge\nHeron,1\n\nWren,1\n", "table.duplicate", 4, "badge", "already in row 2"),
        ('pseudonym,badge\nHeron,1\nWren,"2\nSwift,3\n', "table.quoting", 3, "?", "never closed"),
        ('pseudonym,badge\nHeron,"1" x\n', "table.quoting", 2, "?", "Double the quotation marks"),
        (f"pseudonym,badge\nHeron,{'x' * 140_000}\n", "table.quoting", 2, "?", "longer than 131,072 characters"),
    ],
)
def test_a_wrong_table_is_refused_with_row_and_column(
    csv_file: Write, text: str, code: str, row: int | None, column: str | None, words: str
) -> None:
    error = refused(read_officers, csv_file(text))

    assert (error.code, error.facts.get("row"), error.facts.get("column")) == (code, row, column)
    assert error.facts["file"] == "mine.csv"
    assert words in error.message
    if row is not None:
        assert error.message.startswith(f"mine.csv, row {row}, column {column}: ")


@pytest.mark.parametrize("content", [b"pseudonym\nHe\0ron\n", b"PK\x03\x04...", b"\x89PNG\r\n\x1a\n", b"\xff\xfe\x00"])
def test_a_binary_file_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(content)

    assert refused(read_officers, path).message.startswith("mine.csv")


def test_all_problems_of_a_table_are_told_together_by_row(csv_file: Write) -> None:
    path = csv_file(
        "officer,course,completed_on,hours,delivery\n"
        "Heron,ICAT,2025-02-30,sixteen,classrom\n"
        "Wren,ICAT,2025-02-28,16,vr\n"
        ",ICAT,28.02.2025,8,\n"
    )
    error = refused(read_training, path)

    assert error.message.split("\n") == [
        "mine.csv has 5 problems; nothing of it was used.",
        "Row 2, column completed_on: “2025-02-30” does not exist: February 2025 has 28 days.",
        "Row 2, column hours: “sixteen” is not a number such as 16 or 7.5.",
        (
            "Row 2, column delivery: “classrom” must be one of classroom, roleplay, vr, elearning, blended. "
            "Did you mean “classroom”?"
        ),
        "Row 4, column officer: This cell must not be blank.",
        "Row 4, column completed_on: “28.02.2025” is not a date. Write it as year-month-day, such as 2025-03-14.",
    ]
    assert (error.facts["row"], error.facts["column"]) == (2, "completed_on")


def test_twenty_problems_are_enough(csv_file: Write) -> None:
    path = csv_file("number,occurred_on,call_type\n" + "".join(f"I{n},soon,other\n" for n in range(500)))
    error = refused(read_incidents, path)

    assert error.message.startswith("mine.csv has 20 or more problems")
    assert len(error.message.split("\n")) == 21


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2025-13-01", "there is no month 13"),
        ("2025-00-10", "there is no month 0"),
        ("2025-04-31", "April 2025 has 30 days"),
        ("2025-04-00", "April 2025 has 30 days"),
        ("1025-04-01", "outside the years 1990 to 2100"),
        ("3/4/2025", "is not a date"),
        ("2025-3-4", "is not a date"),
    ],
)
def test_a_day_that_does_not_exist_is_refused(csv_file: Write, day: str, words: str) -> None:
    assert words in refused(read_incidents, csv_file(f"number,occurred_on,call_type\n1,{day},other\n")).message


def test_training_is_read_whole(csv_file: Write) -> None:
    path = csv_file(
        "officer;course;completed_on;started_on;hours;delivery;certified_until\n"
        "Heron;ICAT;2024-02-29;2024-02-28;16,5;roleplay;2026-02-28\n"
        "Wren;ICAT;2024-03-01;;7.25;;\n"
        "Swift;ICAT;2024-03-01;;;ELEARNING;\n"
    )

    assert read_training(path) == (
        TrainingRow(
            "Heron", "ICAT", date(2024, 2, 29), date(2024, 2, 28), 16.5, Delivery.ROLEPLAY, date(2026, 2, 28), HERE
        ),
        TrainingRow("Wren", "ICAT", date(2024, 3, 1), None, 7.25, None, None, HERE),
        TrainingRow("Swift", "ICAT", date(2024, 3, 1), None, None, Delivery.ELEARNING, None, HERE),
    )


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ("2024-03-02,2024-03-01,16", "started_on", "after it was completed"),
        (',2024-03-01,"1,049"', "hours", "is not a number"),
        (",2024-03-01,-3", "hours", "is not a number"),
    ],
)
def test_training_that_contradicts_itself_is_refused(csv_file: Write, cells: str, column: str, words: str) -> None:
    error = refused(read_training, csv_file(f"officer,course,started_on,completed_on,hours\nHeron,ICAT,{cells}\n"))

    assert error.facts["column"] == column
    assert words in error.message


def test_a_certificate_that_lapses_before_the_course_is_refused(csv_file: Write) -> None:
    path = csv_file("officer,course,completed_on,certified_until\nHeron,ICAT,2024-03-02,2023-03-02\n")

    assert refused(read_training, path).facts["column"] == "certified_until"


def test_a_missing_day_is_told_once_and_compared_with_nothing(csv_file: Write) -> None:
    path = csv_file("officer,course,completed_on,started_on,certified_until\nHeron,ICAT,,2024-03-02,2023-01-01\n")

    assert refused(read_training, path).message == "mine.csv, row 2, column completed_on: This cell must not be blank."


def test_incidents_are_read_whole(csv_file: Write) -> None:
    path = csv_file(
        "number,occurred_on,call_type,setting,armed,officers_present\n"
        "24-001,2024-05-06,domestic_dispute,Scenario,non-firearm,2\n"
    )

    assert read_incidents(path) == (
        IncidentRow("24-001", date(2024, 5, 6), "domestic_dispute", Setting.SCENARIO, Armed.NON_FIREARM, 2, HERE),
    )


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ("1,2024-05-06,other,indoors,,", "setting", "must be one of field, scenario, vr"),
        ("1,2024-05-06,other,,knife,", "armed", "none, unknown, non_firearm, firearm"),
        ("1,2024-05-06,other,,,0", "officers_present", "from 1 to 999"),
        ("1,2024-05-06,other,,,two", "officers_present", "from 1 to 999"),
        ("1,2024-05-06,other,,,1.0", "officers_present", "whole number"),
    ],
)
def test_an_incident_with_a_wrong_cell_is_refused(csv_file: Write, cells: str, column: str, words: str) -> None:
    path = csv_file(f"number,occurred_on,call_type,setting,armed,officers_present\n{cells}\n")
    error = refused(read_incidents, path)

    assert (error.facts["row"], error.facts["column"]) == (2, column)
    assert words in error.message


def test_a_manifest_is_read_whole(csv_file: Write, tmp_path: Path) -> None:
    path = csv_file(
        "file,code,recorded_at,officer,incident,case_open\n"
        "clips/a.mp4,K7Q2,2025-03-14T18:05:00-05:00,Heron,24-001,No\n"
        "clips\\b.mp4,,2025-03-14 18:05Z,101,,YES\n"
        "/evidence/c.mp4,,,,,\n"
    )
    at = datetime(2025, 3, 14, 18, 5, tzinfo=timezone(timedelta(hours=-5)))

    assert read_manifest(path) == (
        ManifestRow(tmp_path / "clips" / "a.mp4", "K7Q2", None, at, "Heron", "24-001", False, (), HERE),
        ManifestRow(tmp_path / "clips" / "b.mp4", "", None, at.replace(tzinfo=UTC), "101", "", True, (), HERE),
        ManifestRow(Path("/evidence/c.mp4"), "", None, None, "", "", None, (), HERE),
    )


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        (",K1,,", "file", "must not be blank"),
        ("b.mp4,K0,,", "code", "“K0” is already in row 2"),
        ("a.mp4,K1,,", "file", "“a.mp4” is already in row 2"),
        ("b.mp4,K1,2025-03-14T18:05:00,", "recorded_at", "has no offset from UTC"),
        ("b.mp4,K1,14 March,", "recorded_at", "is not a date and time"),
        ("b.mp4,K1,2025-02-30T10:00Z,", "recorded_at", "is not a date and time"),
        ("b.mp4,K1,,perhaps", "case_open", "yes or no"),
    ],
)
def test_a_manifest_with_a_wrong_cell_is_refused(csv_file: Write, cells: str, column: str, words: str) -> None:
    error = refused(read_manifest, csv_file(f"file,code,recorded_at,case_open\na.mp4,K0,,\n{cells}\n"))

    assert (error.facts["row"], error.facts["column"]) == (3, column)
    assert words in error.message


def tag_file(cells: dict[str, str]) -> str:
    base = {"clip": "K7Q2", "rubric": "deesc-core", "behaviour": "tc.ask", "start": "1:02.5"}
    row = {**base, **cells}
    return ",".join(row) + "\n" + ",".join(f'"{cell}"' for cell in row.values()) + "\n"


def test_a_tag_needs_little(csv_file: Write) -> None:
    assert read_tags(csv_file(tag_file({}))) == (
        TagRow("K7Q2", "", "deesc-core", "", "tc.ask", Moment(62_500_000), place=HERE),
    )


def test_a_tag_is_read_whole(csv_file: Write) -> None:
    cells = {
        "reviewer": "R1",
        "rubric_version": "1.0.0",
        "start_us": "62500123",
        "end": "00:01:10.000",
        "actor": "O2",
        "target": "P1",
        "level": "3",
        "modifiers": "weapon=cew;aim = low ; ",
        "confidence": "2",
        "note": " as seen ",
        "heard_only": "yes",
        "tagged_at": "2025-03-14T18:05:00+00:00",
        "speed_percent": "0",
        "compensation_us": "-250000",
        "end_compensation_us": "33000",
    }

    assert read_tags(csv_file(tag_file(cells))) == (
        TagRow(
            "K7Q2",
            "R1",
            "deesc-core",
            "1.0.0",
            "tc.ask",
            Moment(62_500_123),
            Moment(70_000_000),
            "O2",
            "P1",
            3,
            (("aim", "low"), ("weapon", "cew")),
            2,
            " as seen ",
            True,
            datetime(2025, 3, 14, 18, 5, tzinfo=UTC),
            0,
            -250_000,
            33_000,
        ),
    )


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"start": ""}, "start", "fill “start_us” or “start”"),
        ({"start": "soon"}, "start", "is not a time"),
        ({"start": "", "start_us": "-1"}, "start_us", "is not a whole number"),
        ({"start_us": "62600000"}, "start", "start_us says 00:01:02.600. Clear one of them."),
        ({"end": "1:90"}, "end", "end at 59"),
        ({"level": "high"}, "level", "whole number"),
        ({"confidence": "4"}, "confidence", "from 1 to 3"),
        ({"modifiers": "weapon"}, "modifiers", "“weapon” is not of the form"),
        ({"modifiers": "weapon=cew; weapon=oc"}, "modifiers", "each name once"),
        ({"modifiers": "=cew"}, "modifiers", "“=cew” is not of the form"),
        ({"heard_only": "partly"}, "heard_only", "yes or no"),
        ({"speed_percent": "fast"}, "speed_percent", "whole number"),
        ({"tagged_at": "now"}, "tagged_at", "is not a date and time"),
    ],
)
def test_a_tag_with_a_wrong_cell_is_refused(csv_file: Write, cells: dict[str, str], column: str, words: str) -> None:
    error = refused(read_tags, csv_file(tag_file(cells)))

    assert (error.facts["row"], error.facts["column"]) == (2, column)
    assert words in error.message


FULL = TagRow(
    "K7Q2",
    "R1",
    "deesc-core",
    "1.0.0",
    "os.weapon_out",
    Moment(62_500_123),
    Moment(70_000_499),
    "O2",
    "P1",
    3,
    (("aim", "low"), ("weapon", "cew")),
    2,
    "=1+1",
    True,
    datetime(2025, 3, 14, 18, 5, tzinfo=UTC),
    50,
    240_000,
)


def test_tags_are_written_for_spreadsheets() -> None:
    text = tags_to_text([FULL])
    header, row, rest = text.split("\r\n")

    assert text.startswith("\ufeffclip,reviewer,")
    assert header.removeprefix("\ufeff").split(",") == [column.name for column in TAG_COLUMNS]
    assert row == (
        "K7Q2,R1,deesc-core,1.0.0,os.weapon_out,62500123,00:01:02.500,70000499,00:01:10.000,O2,P1,3,"
        "aim=low; weapon=cew,2,'=1+1,yes,2025-03-14T18:05:00+00:00,50,240000,0"
    )
    assert rest == ""


NOTES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


@settings(deadline=None)
@given(note=st.one_of(NOTES, st.builds(lambda sign, rest: sign + rest, st.sampled_from("=+-@\t\r'＝"), NOTES)))
def test_any_note_survives_writing_and_reading(tmp_path_factory: pytest.TempPathFactory, note: str) -> None:
    row = TagRow("K7Q2", "", "r", "", "b", Moment(0), note=note)
    path = tmp_path_factory.mktemp("tags") / "tags.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(tags_to_text([row, FULL]))

    assert read_tags(path) == (row, FULL)


def test_an_apostrophe_of_somebody_elses_file_stays(csv_file: Write) -> None:
    assert read_tags(csv_file(tag_file({"note": "'tis quiet"})))[0].note == "'tis quiet"


def test_a_row_can_be_named_after_reading(csv_file: Write) -> None:
    row = read_officers(csv_file("pseudonym\nHeron\n"))[0]
    error = row.place.fault("records.unknown", "pseudonym", "Nobody is called so.", name="Heron")

    assert error.message == "mine.csv, row 2, column pseudonym: Nobody is called so."
    assert (error.facts["row"], error.facts["name"]) == (2, "Heron")


def test_a_large_table_is_read(csv_file: Write) -> None:
    path = csv_file("pseudonym,badge\n" + "".join(f"P{n},{n}\n" for n in range(20_000)))

    assert len(read_table(path, OFFICERS).rows) == 20_000


def test_a_table_can_be_read_from_text() -> None:
    assert [row.text("pseudonym") for row in table_from_text("pseudonym\nHeron", "mine.csv", OFFICERS).rows] == [
        "Heron"
    ]
