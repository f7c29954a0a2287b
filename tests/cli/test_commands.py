"""Each command against a real study: what it says to people, what it answers to programs, its exit code."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import REEL, CommandLine
from tests.helpers.clips import ClipShelf


class TestStudy:
    def test_new_makes_a_study_that_can_be_opened(self, bwc: CommandLine, tmp_path: Path) -> None:
        made = bwc("study", "new", tmp_path / "s", "--title", "Spring", "--as", "lead")
        assert (made.code, made.out) == (0, f"Made the study “Spring” in {tmp_path / 's'}.\n")
        log = bwc("audit", "log", "--study", tmp_path / "s", "--json").json
        assert [(entry["actor"], entry["action"]) for entry in log] == [("lead", "study.create")]

    def test_a_place_without_a_study_is_named(self, bwc: CommandLine, tmp_path: Path) -> None:
        answer = bwc("clips", "list", "--study", tmp_path / "nowhere")
        assert (answer.code, answer.err.startswith(f"There is no study in {tmp_path / 'nowhere'}. ")) == (1, True)

    def test_a_place_that_is_taken_is_refused(self, bwc: CommandLine, study: Path) -> None:
        answer = bwc("study", "new", study, "--title", "Again")
        assert answer.code == 1
        assert answer.err.count("\n") == 1

    def test_the_study_may_be_named_before_the_command_after_it_or_by_the_environment(
        self, bwc: CommandLine, study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bwc("study", "new", tmp_path / "other", "--title", "Other")
        count = [
            len(bwc("clips", "list", "--json").json),
            len(bwc("--study", tmp_path / "other", "clips", "list", "--json").json),
            len(bwc("--study", tmp_path / "other", "clips", "list", "--json", "--study", study).json),
        ]
        assert count == [2, 0, 2]
        monkeypatch.delenv("BWC_REVIEW_STUDY")
        answer = bwc("clips", "list")
        assert answer.code == 2
        assert answer.err.startswith("Say which study: --study")

    def test_backups_are_made_listed_and_put_back(self, bwc: CommandLine, study: Path) -> None:
        assert bwc("study", "backups", study).out == "No backups yet.\n"
        heads, line = bwc("study", "backups", study, "--make").out.splitlines()
        assert heads.split() == ["file", "made", "size", "tags", "reviews"]
        name = line.split()[0]
        bwc("rubric", "install", "icat-cdm")
        restored = bwc("study", "restore", study, name)
        kept, made = bwc("study", "backups", study, "--json").json
        assert restored.out == f"Restored {name}. What was there is kept as {kept['file']}.\n"
        assert (made["file"], made["why"], made["is_readable"]) == (name, "dated", True)
        assert kept["entries"] == made["entries"] + 1
        (study / "backups" / name).write_bytes(b"no database")
        assert "cannot be read" in bwc("study", "backups", study).out
        answer = bwc("study", "restore", study, "nowhere.db")
        assert (answer.code, answer.err) == (1, "There is no backup called “nowhere.db”.\n")
        (study / "study.db").unlink()
        assert "cannot be read" in bwc("study", "backups", study).out

    def test_backups_of_a_study_that_never_was_are_refused(self, bwc: CommandLine, tmp_path: Path) -> None:
        answer = bwc("study", "backups", tmp_path / "nowhere")
        assert (answer.code, answer.err.startswith("There is no study in ")) == (1, True)

    def test_who_acts_is_the_name_given_or_the_variable_or_the_login(
        self, bwc: CommandLine, study: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LOGNAME", "login")
        bwc("rubric", "install", "icat-cdm")
        monkeypatch.setenv("BWC_REVIEW_USER", "variable")
        bwc("rubric", "install", "emdabs-style7")
        bwc("--as", "given", "tags", "export", study / "t.csv")
        actors = [entry["actor"] for entry in bwc("audit", "log", "--limit", "3", "--json").json]
        assert actors == ["given", "variable", "login"]


class TestImport:
    def test_people_are_told_what_came_in_what_is_unusual_and_what_was_refused(
        self, bwc: CommandLine, study: Path, clips: ClipShelf, tmp_path: Path
    ) -> None:
        folder = tmp_path / "more"
        folder.mkdir()
        shutil.copy(clips.kind("vfr"), folder / "phone.mp4")
        shutil.copy(clips.kind("cfr_30"), folder / "known.mp4")
        (folder / "broken.mp4").write_bytes(b"nothing" * 99)
        answer = bwc("import", folder)
        assert answer.code == 1
        first, *others = answer.out.splitlines()
        assert first.startswith("Imported 1 clip (")
        assert first.endswith("1 was in the study already; 1 file refused.")
        assert others[-1].startswith(f"Refused {folder / 'broken.mp4'}: ")
        value = bwc("import", folder, "--json").json
        assert [len(value[name]) for name in ("imported", "known", "refused")] == [0, 2, 1]

    def test_faults_are_named_for_programs(self, bwc: CommandLine, study: Path, clips: ClipShelf) -> None:
        answer = bwc("import", clips.kind("no_sound"), "--json")
        assert answer.code == 0
        (found,) = answer.json["imported"]
        assert found["faults"] == ["no_sound"]
        assert set(found) == {"id", "code", "duration_us", "recorded_at", "is_open_case", "files", "faults"}

    def test_nothing_to_import_is_wrong_usage(self, bwc: CommandLine, study: Path) -> None:
        assert bwc("import").code == 2

    def test_a_wrong_manifest_names_row_and_column(self, bwc: CommandLine, study: Path, tmp_path: Path) -> None:
        (tmp_path / "clips.csv").write_text("file,officer\nnowhere.mp4,Cedar\n")
        answer = bwc("import", "--manifest", tmp_path / "clips.csv", "--json")
        error = answer.json["error"]
        assert (answer.code, error["facts"]["row"], error["facts"]["column"]) == (1, 2, "file")


class TestRecords:
    def test_records_come_in_and_decide_the_phase(self, bwc: CommandLine, study: Path, tmp_path: Path) -> None:
        (tmp_path / "o.csv").write_text("pseudonym\nCedar\n")
        (tmp_path / "t.csv").write_text("officer,course,completed_on\nCedar,Course,2025-05-14\n")
        (tmp_path / "i.csv").write_text("number,occurred_on,call_type\nI-1,2025-02-18,trespass\n")
        answer = bwc(
            *("records", "import", "--officers", tmp_path / "o.csv"),
            *("--training", tmp_path / "t.csv", "--incidents", tmp_path / "i.csv"),
        )
        assert (answer.code, answer.out) == (0, "Imported 1 officer, 1 training record and 1 incident.\n")
        value = bwc("records", "import", "--officers", tmp_path / "o.csv", "--json").json
        assert value == {"officers": 1, "trainings": 0, "incidents": 0}

    def test_no_file_is_wrong_usage(self, bwc: CommandLine, study: Path) -> None:
        assert bwc("records", "import").code == 2

    def test_a_file_without_a_row_is_told_and_not_logged(self, bwc: CommandLine, study: Path, tmp_path: Path) -> None:
        entries = bwc("audit", "log", "--json").json
        files = {
            "officers.csv": "pseudonym,badge,unit\n",
            "tags.csv": "clip,reviewer,rubric,behaviour,start\n",
            "clips.csv": "file,code\n",
        }
        for name, text in files.items():
            (tmp_path / name).write_text(text)
        for words in (
            ("records", "import", "--officers", tmp_path / "officers.csv"),
            ("tags", "import", tmp_path / "tags.csv"),
            ("import", "--manifest", tmp_path / "clips.csv"),
        ):
            answer = bwc(*words)
            assert (answer.code, answer.out) == (1, "")
            assert "has a header and no row under it, so there is nothing to import." in answer.err
        assert bwc("audit", "log", "--json").json == entries


class TestClips:
    def test_the_list_is_aligned_and_complete(self, bwc: CommandLine, study: Path) -> None:
        head, first, second = bwc("clips", "list").out.splitlines()
        assert head.split()[:3] == ["code", "phase", "length"]
        assert [line[:4] for line in (first, second)] == ["K7Q2", "M3X9"]
        assert first.split()[:5] == ["K7Q2", "none", "0:02", "1", "2"]
        assert first.endswith(".mp4")

    def test_faults_are_listed_in_words(self, bwc: CommandLine, study: Path, clips: ClipShelf) -> None:
        bwc("import", clips.kind("no_sound"))
        assert "No sound" in bwc("clips", "list").out

    def test_an_empty_study_says_what_to_do(self, bwc: CommandLine, tmp_path: Path) -> None:
        bwc("study", "new", tmp_path / "s", "--title", "Empty")
        assert "bwc-review import" in bwc("clips", "list", "--study", tmp_path / "s").out

    def test_the_json_form_is_stable(self, bwc: CommandLine, study: Path) -> None:
        (row, _) = bwc("clips", "list", "--json").json
        assert set(row) == {
            *("id", "code", "duration_us", "recorded_at", "is_open_case", "phase", "is_phase_overridden"),
            *("officer", "incident", "call_type", "review_count", "tag_count", "faults"),
        }
        shown = bwc("clips", "show", "k7q2", "--json").json
        (clip,) = shown["clips"]
        assert set(clip) == {"id", "file", "path", "size", "sha256", "facts", "faults"}
        assert clip["facts"]["rate"] == "30"
        assert clip["facts"]["sound"]["sample_rate_hz"] == 48_000

    def test_show_tells_everything_about_one_clip(self, bwc: CommandLine, study: Path) -> None:
        out = bwc("clips", "show", "K7Q2").out
        assert "h264, 320 x 240, 30.000 frames a second, 60 frames" in out
        assert "1 with 2 tags" in out

    def test_an_unknown_code_is_a_sentence_and_exit_code_1(self, bwc: CommandLine, study: Path) -> None:
        answer = bwc("clips", "show", "Z9Z9")
        assert (answer.code, answer.out) == (1, "")
        assert answer.err.startswith("There is no clip “Z9Z9”")

    def test_chunks_are_joined_on_import_split_and_joined_again(
        self, bwc: CommandLine, study: Path, clips: ClipShelf, tmp_path: Path
    ) -> None:
        for number in range(2):
            shutil.copy(clips.kind("cfr_30", frames=30 + number), tmp_path / f"Doe_202508232206_123456-{number}.mp4")
        imported = bwc("import", *sorted(tmp_path.glob("Doe*.mp4")), "--json").json["imported"]
        (code,) = (found["code"] for found in imported)
        assert len(imported[0]["files"]) == 2
        parts = bwc("clips", "split", code, "--json").json
        assert parts[0]["code"] == code
        answer = bwc("clips", "join", code, parts[1]["code"])
        assert answer.out == f"{code} now has 2 files.\n"
        assert len(bwc("clips", "show", code, "--json").json["clips"]) == 2

    def test_verify_finds_a_changed_byte(self, bwc: CommandLine, study: Path, clips: ClipShelf, tmp_path: Path) -> None:
        assert bwc("clips", "verify").out == "2 files are as imported.\n"
        copy = tmp_path / "copy.mp4"
        shutil.copy(clips.kind("cfr_15"), copy)
        (code,) = (found["code"] for found in bwc("import", copy, "--json").json["imported"])
        content = bytearray(copy.read_bytes())
        content[-1] ^= 1
        copy.write_bytes(content)
        answer = bwc("clips", "verify", code)
        assert answer.code == 1
        assert answer.out.splitlines()[0] == f"{code}: The content of copy.mp4 has changed since it was imported."
        value = bwc("clips", "verify", "--json").json
        assert [check["is_intact"] for check in value].count(False) == 1


class TestRubric:
    def test_shipped_rubrics_are_listed_without_a_study_and_marked_with_one(
        self, bwc: CommandLine, study: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        held = {rubric["id"]: rubric["is_installed"] for rubric in bwc("rubric", "list", "--json").json}
        assert held == {"deesc-core": True, "emdabs-style7": False, "icat-cdm": False}
        monkeypatch.delenv("BWC_REVIEW_STUDY")
        assert bwc("rubric", "list").out.count(" no\n") == 3
        assert "1.0.0" in bwc("rubric", "show", "icat-cdm").out

    def test_show_lists_behaviours_with_their_keys_and_ratings(self, bwc: CommandLine, study: Path) -> None:
        out = bwc("rubric", "show", "deesc-core").out
        assert "tc.paraphrase" in out
        assert "Ratings" in out
        value = bwc("rubric", "show", "deesc-core", "--json").json
        assert {"id", "version", "sha256", "dimensions", "behaviours", "ratings", "profiles"} <= set(value)
        assert bwc("rubric", "show", "deesc-core", "--version", "9.0.0").code == 1

    def test_check_names_the_line_and_install_keeps_a_version_as_it_is(
        self, bwc: CommandLine, study: Path, tmp_path: Path
    ) -> None:
        shipped = Path(__file__).resolve().parents[2] / "resources" / "rubrics" / "icat-cdm.yaml"
        assert "is fine: icat-cdm 1.0.0" in bwc("rubric", "check", shipped).out
        broken = tmp_path / "broken.yaml"
        broken.write_text("schema: rubric/1\nid: 7 7\n")
        answer = bwc("rubric", "check", broken)
        assert (answer.code, "line" in answer.err) == (1, True)
        assert "holds icat-cdm 1.0.0 now" in bwc("rubric", "install", shipped).out
        assert bwc("rubric", "install", "nowhere").code == 1


class TestTags:
    def test_the_list_shows_tags_by_clip_and_can_be_narrowed(self, bwc: CommandLine, study: Path) -> None:
        lines = bwc("tags", "list").out.splitlines()
        assert len(lines) == 4
        assert "Steps back." in lines[2]
        assert len(bwc("tags", "list", "--clip", "M3X9").out.splitlines()) == 2
        nobody = bwc("tags", "list", "--reviewer", "Nobody")
        assert (nobody.code, nobody.err.startswith("No review is by “Nobody”. There are reviews by ")) == (1, True)

    def test_the_json_form_is_stable(self, bwc: CommandLine, study: Path) -> None:
        first = bwc("tags", "list", "--json").json[0]
        assert {"id", "clip", "reviewer", "rubric", "rubric_version", "profile", "state", "tags"} == set(first)
        assert set(first["tags"][0]) == {
            *("id", "behaviour", "start_us", "start", "end_us", "end", "actor", "target", "level", "modifiers"),
            *("confidence", "note", "heard_only", "tagged_at", "speed_percent"),
            *("compensation_us", "end_compensation_us"),
        }

    def test_tags_go_out_as_csv_and_json_and_the_same_file_is_refused_on_the_way_in(
        self, bwc: CommandLine, study: Path, tmp_path: Path
    ) -> None:
        out = bwc("tags", "export", tmp_path / "t.csv", "--clip", "K7Q2")
        assert out.out == f"Wrote 2 tags of 1 review to {tmp_path / 't.csv'}.\n"
        rows = list(csv.DictReader((tmp_path / "t.csv").read_text(encoding="utf-8-sig").splitlines()))
        assert [row["behaviour"] for row in rows] == ["an.first_contact", "os.distance"]
        value = bwc("tags", "export", tmp_path / "t.json", "--json").json
        assert (value["tags"], value["reviews"]) == (3, 2)
        assert json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))["schema"] == "tags/1"
        again = bwc("tags", "import", tmp_path / "t.csv")
        assert (again.code, "row 2, column start" in again.err) == (1, True)


class TestReelAndReport:
    def test_a_reel_is_rendered_checked_and_recorded(self, bwc: CommandLine, study: Path, tmp_path: Path) -> None:
        (tmp_path / "reel.yaml").write_text(REEL)
        answer = bwc("reel", "build", tmp_path / "reel.yaml", "-o", tmp_path / "film.mp4", "--json")
        assert answer.code == 0
        value = answer.json
        assert all(item["is_first_right"] and item["is_last_right"] for item in value["items"])
        assert (tmp_path / "film.mp4").stat().st_size > 1000
        assert bwc("audit", "log", "--limit", "1", "--json").json[0]["action"] == "reel.export"

    def test_a_reel_of_an_unknown_clip_names_the_line(self, bwc: CommandLine, study: Path, tmp_path: Path) -> None:
        (tmp_path / "reel.yaml").write_text(REEL.replace("K7Q2", "Z9Z9"))
        answer = bwc("reel", "build", tmp_path / "reel.yaml", "-o", tmp_path / "film.mp4")
        assert (answer.code, "line 7" in answer.err) == (1, True)
        assert not (tmp_path / "film.mp4").exists()

    def test_a_missing_ffmpeg_is_the_environments_fault(
        self, bwc: CommandLine, study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("BWC_REVIEW_FFMPEG", str(tmp_path / "nowhere"))
        (tmp_path / "reel.yaml").write_text(REEL)
        answer = bwc("reel", "build", tmp_path / "reel.yaml", "-o", tmp_path / "film.mp4", "--json")
        assert (answer.code, answer.json["error"]["code"]) == (3, "ffmpeg.missing")

    def test_reports_are_written_and_named(self, bwc: CommandLine, study: Path, tmp_path: Path) -> None:
        answer = bwc("report", "tags", "-o", tmp_path / "out", "--format", "csv, JSON,csv")
        assert answer.code == 0
        assert answer.out.splitlines() == [str(tmp_path / "out" / f"tag-report.{form}") for form in ("csv", "json")]

    def test_what_a_study_that_can_only_be_read_does_not_record_is_said(
        self, bwc: CommandLine, study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bwc_review.store.sqlite_study.can_write", lambda *_paths: False)
        for answer in (
            bwc("report", "tags", "-o", tmp_path / "reports", "--format", "csv"),
            bwc("tags", "export", tmp_path / "tags.csv"),
        ):
            assert (answer.code, answer.err.splitlines()[-1]) == (
                0,
                "This study can only be read here: its log does not record what was written.",
            )

    @pytest.mark.parametrize("formats", ["docx", "pdf,docx", ","])
    def test_an_unknown_format_is_wrong_usage(
        self, bwc: CommandLine, study: Path, tmp_path: Path, formats: str
    ) -> None:
        assert bwc("report", "tags", "-o", tmp_path, "--format", formats).code == 2


class TestAudit:
    def test_the_log_says_who_did_what_newest_first(self, bwc: CommandLine, study: Path) -> None:
        lines = bwc("audit", "log").out.splitlines()
        assert lines[0].split() == ["entry", "when", "who", "did", "what"]
        assert lines[-1].split()[0] == "1"
        assert "Import 2 tags of Reviewer A on K7Q2 from tags.csv" in "\n".join(lines)
        entry = bwc("audit", "log", "--limit", "1", "--json").json[0]
        assert set(entry) == {"seq", "at", "actor", "action", "subject", "details", "undoes", "hash"}

    def test_verify_is_clean_until_an_export_is_changed(self, bwc: CommandLine, study: Path, tmp_path: Path) -> None:
        bwc("tags", "export", tmp_path / "t.csv")
        clean = bwc("audit", "verify")
        assert clean.code == 0
        assert "all as written" in clean.out
        assert "Exports: 1 of 1 as written." in clean.out
        (tmp_path / "t.csv").write_text("other")
        changed = bwc("audit", "verify")
        assert (changed.code, "The content of t.csv is not what was exported." in changed.out) == (1, True)
        value = bwc("audit", "verify", "--json").json
        assert (value["is_clean"], value["log"]["fault"]) == (False, None)
        assert [len(value[name]) for name in ("media", "exports")] == [2, 1]


class TestRelink:
    @pytest.fixture
    def copy(self, study: Path, tmp_path: Path, bwc: CommandLine) -> Path:
        """A copy of a study with one of its two clips in it."""
        folder = tmp_path / "copies" / "copy"
        shutil.copytree(study, folder)
        shown = bwc("clips", "show", "K7Q2", "--json").json
        shutil.copy(shown["clips"][0]["path"], folder)
        return folder

    def test_a_copy_takes_the_clips_that_came_with_it(self, bwc: CommandLine, copy: Path) -> None:
        asked = bwc("clips", "show", "K7Q2", "--study", copy)
        assert "1 clip is read from " in asked.err
        assert "“clips relink” changes that" in asked.err
        answer = bwc("clips", "relink", "--study", copy, "--json")
        assert (answer.code, [one["code"] for one in answer.json["moved"]]) == (0, ["K7Q2"])
        assert bwc("clips", "show", "K7Q2", "--study", copy, "--json").json["clips"][0]["path"].startswith(str(copy))
        again = bwc("clips", "relink", "--study", copy)
        assert again.out == "Nothing to do: no clip that lies elsewhere has a file of its size with the study.\n"

    def test_a_file_that_is_another_one_is_refused(self, bwc: CommandLine, copy: Path) -> None:
        (film,) = copy.glob("*.mp4")
        film.write_bytes(film.read_bytes()[:-1] + b"x")
        answer = bwc("clips", "relink", "--study", copy)
        assert answer.code == 1
        assert "is another file than was imported" in answer.out

    def test_clips_are_found_in_a_folder_that_is_named(self, bwc: CommandLine, copy: Path, tmp_path: Path) -> None:
        (film,) = copy.glob("*.mp4")
        shelf = tmp_path / "shelf"
        shelf.mkdir()
        film.rename(shelf / "renamed.mp4")
        answer = bwc("clips", "relink", shelf, "--study", copy)
        assert answer.out.splitlines()[-1] == f"1 clip is now played from {shelf}."
        assert bwc("clips", "relink", tmp_path / "nowhere", "--study", copy).code == 3

    def test_clips_of_another_study_are_told(self, bwc: CommandLine, copy: Path, study: Path) -> None:
        inside = study / "footage"
        inside.mkdir()
        (film,) = copy.glob("*.mp4")
        film.rename(inside / film.name)
        bwc("clips", "relink", inside, "--study", copy)
        assert "played from the folder of another study" in bwc("clips", "verify", "K7Q2", "--study", copy).err
