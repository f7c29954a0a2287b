"""Tag reports: what each format says, and what happens when it cannot be written."""

import csv
import json
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from bwc_review.domain.errors import Cancelled, EnvironmentFault, InputError
from bwc_review.domain.progress import CancelToken, Progress, silent
from bwc_review.domain.spreadsheet import restored_cell, safe_cell
from bwc_review.domain.tag_report import TagReport
from bwc_review.reports.tag_report import WRITERS, tag_report
from bwc_review.reports.tag_table import COLUMNS


def write(reports: list[TagReport], folder: Path, *formats: str) -> tuple[Path, ...]:
    return tag_report(reports, folder, formats, silent, CancelToken())


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_csv_has_a_row_for_each_tag_with_exact_times_and_frames(report: TagReport, tmp_path: Path) -> None:
    (path,) = write([report], tmp_path, "csv")
    rows = read_csv(path)
    assert [row["behaviour"] for row in rows] == [
        "tc.paraphrase", "os.distance", "tc.shout", "sj.agitation", "sj.agitation",
    ]  # fmt: skip
    state = rows[1]
    assert (state["start"], state["start_us"], state["start_frame"]) == ("00:00:06.667", "6666600", "200")
    assert (state["end_us"], state["end_frame"]) == ("29999700", "900")
    assert rows[2]["heard_only"] == "yes"
    assert rows[4]["end"] == rows[4]["end_us"] == ""


def test_a_note_never_becomes_a_formula_in_a_spreadsheet(report: TagReport, tmp_path: Path) -> None:
    csv_path, xlsx_path = write([report], tmp_path, "csv", "xlsx")
    note = read_csv(csv_path)[0]["note"]
    assert note.startswith("'=HYPERLINK")
    sheet = openpyxl.load_workbook(xlsx_path)["Tags"]
    column = [cell.value for cell in sheet[1]].index("note")
    assert sheet[2][column].data_type == "s"
    assert sheet[2][column].value == report.tags[0].tag.note


@pytest.mark.parametrize("text", ["=1+1", "'quoted", "-5", "plain", "", "''", "@x", "\ttab", "'"])
def test_a_cell_made_safe_reads_back_as_it_was(text: str) -> None:
    assert restored_cell(safe_cell(text)) == text
    assert not safe_cell(text).startswith(("=", "+", "-", "@", "\t"))


def test_the_workbook_has_reviews_tags_ratings_and_what_the_numbers_mean(report: TagReport, tmp_path: Path) -> None:
    (path,) = write([report, report], tmp_path, "xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["About", "Reviews", "Counts", "Figures", "Ratings", "Tags"]
    assert book["Tags"].max_row == 1 + 2 * len(report.tags)
    assert [cell.value for cell in book["Tags"][1]] == list(COLUMNS)
    assert [cell.value for cell in book["Ratings"][2]][5:9] == ["Tactical communication", "R_TC", 5, "1 to 5"]
    (_, review, _) = book["Reviews"].iter_rows(values_only=True)
    assert review[:10] == (
        "K7Q2",
        "Post-training",
        "Erratic behaviour in a library",
        "1:00",
        "Reviewer A",
        "draft",
        5,
        2,
        1,
        60.06,
    )
    counted = {row[5]: row[10:12] for row in book["Counts"].iter_rows(min_row=2, values_only=True)}
    assert counted == {
        "Paraphrases": (1, None),
        "Shouted command": (1, None),
        "Keeps distance": (1, 23.3331),
        "Agitation level": (2, 9.9999),
    }
    shown = {row[6]: row[7:10] for row in book["Figures"].iter_rows(min_row=2, values_only=True)}
    assert shown["De-escalating acts"] == ("2", 2, None)
    assert shown["First contact to first hands-on"] == ("–", None, "First contact was not tagged.")
    assert any(
        "not been validated" in str(row[1].value) or "validated yet" in str(row[1].value) for row in book["About"]
    )


def test_each_sheet_prints_on_pages_as_wide_as_itself_under_its_heads(report: TagReport, tmp_path: Path) -> None:
    (path,) = write([report], tmp_path, "xlsx")
    for sheet in openpyxl.load_workbook(path):
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.print_title_rows == "$1:$1"
    tags = openpyxl.load_workbook(path)["Tags"]
    folded = {cell.value for cell in tags[1] if tags.column_dimensions[cell.column_letter].hidden}
    assert {"start_us", "rubric"} <= folded
    assert folded.isdisjoint({"clip", "name", "start", "start_frame", "note"})


def test_a_level_without_a_text_of_its_own_is_told_by_its_neighbours(report: TagReport, tmp_path: Path) -> None:
    rated = replace(report, ratings=(replace(report.ratings[0], value=3),))
    pdf, tree = write([rated], tmp_path, "pdf", "json")
    assert json.loads(tree.read_text(encoding="utf-8"))["reviews"][0]["ratings"][0]["between"] == [1, 5]
    assert "Between what is written for 1 and for 5" in " ".join(p.extract_text() for p in PdfReader(pdf).pages)


def test_several_reviews_are_listed_on_the_first_page_with_links(report: TagReport, tmp_path: Path) -> None:
    (path,) = write([report, report], tmp_path, "pdf")
    reader = PdfReader(path)
    first = reader.pages[0].extract_text()
    assert "In this report" in first
    links = [note.get_object() for note in reader.pages[0]["/Annots"]]
    assert len(links) >= 2
    assert all(link["/Subtype"] == "/Link" for link in links)
    assert [entry.title for entry in reader.outline if not isinstance(entry, list)] == ["Tag report"]


def test_the_json_carries_the_whole_report(report: TagReport, tmp_path: Path) -> None:
    (path,) = write([report], tmp_path, "json")
    tree = json.loads(path.read_text(encoding="utf-8"))
    assert tree["schema"] == "tag-report/1"
    assert tree["log"] == {"entries": 42, "head": "cd" * 32}
    (review,) = tree["reviews"]
    assert review["clip"] == "K7Q2"
    assert review["files"][0]["sha256"] == "ab" * 32
    assert review["rubric"]["sha256"] == report.rubric.content_hash
    agitation = next(count for count in review["counts"] if count["behaviour"] == "sj.agitation")
    assert (agitation["count"], agitation["open"], agitation["total_us"]) == (2, 1, 300 * 33_333)


def test_the_figures_are_over_codable_time_and_say_why_there_is_none(report: TagReport, tmp_path: Path) -> None:
    (path,) = write([report], tmp_path, "json")
    found = json.loads(path.read_text(encoding="utf-8"))["reviews"][0]["figures"]
    overall = {figure["name"]: figure for figure in found["overall"]}
    rate = overall["De-escalating acts per codable minute"]
    assert rate["value"] == pytest.approx(2 / (report.recording.duration_us / 60e6))
    assert overall["Balance, (D − E) / (D + E)"]["value"] == pytest.approx(1 / 3)
    hands_on = next(figure for figure in found["index"] if "hands-on" in figure["name"])
    assert hands_on["value"] is None
    assert hands_on["reason"] == "First contact was not tagged."


def test_the_pdf_prints_every_tag_the_cautions_and_the_hashes(report: TagReport, tmp_path: Path) -> None:
    (path,) = write([report], tmp_path, "pdf")
    reader = PdfReader(path)
    text = " ".join(page.extract_text() for page in reader.pages)
    for wanted in ("K7Q2", "00:00:04.000", "Paraphrases", "200–899", "still open", "Post-training", "validated yet"):
        assert wanted in text
    assert "#strong[typst] *bold*" in text  # markup in a note is text
    assert report.chain_head.hash in text.replace("\n", "").replace(" ", "")
    assert reader.metadata is not None
    assert reader.metadata.title == "Tag report: Simulated demo study"


def test_the_pdf_is_tagged_for_screen_readers(report: TagReport, tmp_path: Path) -> None:
    (path,) = write([report], tmp_path, "pdf")
    root = PdfReader(path).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 a PDF boolean
    assert root["/Lang"] == "en"


def test_a_review_without_tags_is_reported_as_such(report: TagReport, tmp_path: Path) -> None:
    empty = replace(report, tags=(), ratings=())
    paths = write([empty], tmp_path, *WRITERS)
    assert "No tags in this review" in PdfReader(paths[0]).pages[0].extract_text()


def test_nothing_to_report_and_unknown_formats_are_refused(report: TagReport, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing to report"):
        write([], tmp_path, "csv")
    with pytest.raises(InputError, match="not a report format"):
        write([report], tmp_path, "csv", "docx")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_takes_no_file_is_told_and_the_earlier_report_stays(report: TagReport, tmp_path: Path) -> None:
    (path,) = write([report], tmp_path, "csv")
    before = path.read_bytes()
    blocker = tmp_path / "tag-report.partial.csv"
    blocker.mkdir()
    with pytest.raises(EnvironmentFault, match="could not be written"):
        write([report], tmp_path, "csv")
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", WRITERS)
def test_a_full_disk_is_told_for_every_format(name: str, report: TagReport, tmp_path: Path) -> None:
    program = (
        "import resource, signal, sys, pickle, pathlib\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from bwc_review.reports.tag_report import tag_report\n"
        "from bwc_review.reports import tag_pdf, tag_workbook\n"
        "from bwc_review.domain.progress import silent, CancelToken\n"
        "from bwc_review.domain.errors import EnvironmentFault\n"
        "report = pickle.load(open(sys.argv[1], 'rb'))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (256, 256))\n"
        "try:\n"
        "    tag_report([report], pathlib.Path(sys.argv[2]), [sys.argv[3]], silent, CancelToken())\n"
        "except EnvironmentFault as fault:\n"
        "    sys.exit(0 if fault.code == 'report.write' else 4)\n"
        "sys.exit(5)\n"
    )
    kept = tmp_path / "report.pickle"
    kept.write_bytes(pickle.dumps(report))
    folder = tmp_path / "out"
    command = [sys.executable, "-c", program, str(kept), str(folder), name]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    assert list(folder.iterdir()) == []


def test_cancel_keeps_what_was_finished_and_writes_no_more(report: TagReport, tmp_path: Path) -> None:
    cancel = CancelToken()

    def after_the_first(progress: Progress) -> None:
        if progress.done == 1:
            cancel.cancel()

    with pytest.raises(Cancelled):
        tag_report([report], tmp_path, ["csv", "json", "xlsx"], after_the_first, cancel)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tag-report.csv", "tag-report.json"]
