"""Writing new versions of rubrics by command, and telling versions apart."""

from pathlib import Path

from tests.cli.conftest import CommandLine


def test_a_new_version_is_written_changed_installed_and_compared(bwc: CommandLine, study: Path, tmp_path: Path) -> None:
    file = tmp_path / "core.yaml"
    answer = bwc("rubric", "new-version", "deesc-core", file, "--json")
    assert (answer.code, answer.json["version"], answer.json["based_on"]) == (0, "1.1.0", "1.0.0")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("name: Paraphrases", "name: Says back and", 1), encoding="utf-8")
    assert bwc("rubric", "install", file).code == 0
    out = bwc("rubric", "diff", "deesc-core@1.0.0", "deesc-core").out
    assert "deesc-core 1.0.0 to deesc-core 1.1.0" in out
    assert "name: [-Paraphrases-]{+Says back and+} or sums up" in out
    assert "can be pooled" in out
    assert bwc("rubric", "new-version", "deesc-core", file, "--version", "1.0.0", "--json").json["version"] == "1.2.0"


def test_the_difference_is_told_to_programs_too(bwc: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    assert bwc("rubric", "export", "emdabs-style7", file).code == 0
    assert "The texts are the same." in bwc("rubric", "diff", "emdabs-style7", file).out
    text = file.read_text(encoding="utf-8")
    start = text.index("  - id: E7")
    end = text.find("\nprofiles", start)
    file.write_text(text[:start] + (text[end + 1 :] if end > 0 else ""), encoding="utf-8")
    found = bwc("rubric", "diff", "emdabs-style7", file, "--json").json
    assert found["pooling"] == "apart"
    assert [(one["part"], one["change"], one["id"]) for one in found["changes"]] == [("rating", "removed", "E7")]


def test_an_exported_rubric_is_read_back_whole(bwc: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "icat.yaml"
    assert "Wrote icat-cdm 1.0.0" in bwc("rubric", "export", "icat-cdm", file).out
    shipped = bwc("rubric", "show", "icat-cdm", "--json").json["sha256"]
    assert bwc("rubric", "check", file, "--json").json["sha256"] == shipped
    assert bwc("rubric", "export", "icat-cdm", tmp_path / "no" / "icat.yaml").code == 3
