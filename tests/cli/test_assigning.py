"""Assigning, queues and blinding from the command line."""

from pathlib import Path

import pytest

from bwc_review.services.bootstrap import open_study
from tests.cli.conftest import CommandLine

PEOPLE = ("--reviewer", "Reviewer B", "--reviewer", "Reviewer C")


@pytest.fixture
def plan(bwc: CommandLine, study: Path) -> object:
    return bwc("assign", *PEOPLE, "--title", "Autumn", "--seed", 3, "--profile", "lite", "--json").json


class TestAssign:
    def test_clips_are_shared_out_and_the_seed_is_told(self, bwc: CommandLine, study: Path) -> None:
        answer = bwc("assign", *PEOPLE, "--title", "Autumn", "--seed", 3, "--double", 0)
        assert answer.out == "Assigned 2 clips in 2 reviews, 0 of them doubles. Plan “Autumn”, seed 3.\n"
        assert bwc("assign", *PEOPLE).err.startswith("There are no clips to assign.")

    def test_the_list_hides_doubles_unless_it_is_asked(self, bwc: CommandLine, plan: dict[str, object]) -> None:
        assert (plan["clips"], plan["assignments"], plan["doubles"]) == (2, 4, 2)
        hidden = bwc("assignments", "list", "--json").json
        assert hidden["plans"][0]["seed"] == 3
        assert all("is_double" not in item for item in hidden["assignments"])
        shown = bwc("assignments", "list", "--doubles", "--reviewer", "Reviewer B", "--json").json["assignments"]
        assert {item["is_double"] for item in shown} <= {True, False}
        text = bwc("assignments", "list", "--doubles").out
        assert text.splitlines()[0].split() == ["plan", "reviewer", "place", "clip", "state", "double"]
        assert text.count("yes") == 2

    def test_a_reviewer_sees_their_queue(self, bwc: CommandLine, plan: object) -> None:
        queue = bwc("assignments", "queue", "--as", "Reviewer B", "--json").json
        assert [item["place"] for item in queue] == [1, 2]
        assert bwc("assignments", "queue", "--as", "Nobody").out == "Nothing is assigned to Nobody.\n"
        assert bwc("assignments", "list", "--reviewer", "Nobody").out == "Nothing is assigned to Nobody.\n"

    def test_a_draw_is_made_again_from_the_log(self, bwc: CommandLine, plan: object) -> None:
        same = bwc("assignments", "check", "--plan", "Autumn")
        assert (same.code, same.out) == (0, "“Autumn” drawn again with seed 3 from 2 clips: the same assignments.\n")
        assert bwc("assignments", "check", "--plan", "Autumn", "--json").json["is_same"] is True

    def test_a_plan_is_taken_back(self, bwc: CommandLine, plan: object) -> None:
        assert bwc("assignments", "withdraw", "--plan", "Autumn").out == "Took “Autumn” back.\n"
        assert bwc("assignments", "list").out.startswith("Nothing is assigned yet.")

    def test_unblinding_needs_a_reason_and_the_lock(self, bwc: CommandLine, plan: object) -> None:
        assert bwc("assignments", "unblind", "--plan", "Autumn").code == 2
        late = bwc("assignments", "unblind", "--plan", "Autumn", "--reason", "Done")
        assert (late.code, "Not submitted yet" in late.err) == (1, True)
        early = bwc("assignments", "unblind", "--plan", "Autumn", "--reason", "Done", "--early")
        assert early.out == "“Autumn” is unblinded.\n"


class TestBlinding:
    def test_masks_are_set_and_listed(self, bwc: CommandLine, study: Path) -> None:
        made = bwc("blinding", "mask", "--clip", "K7Q2", "--box", "0.6,0,0.4,0.1", "--json").json
        assert made == {"clip": "K7Q2", "boxes": [[0.6, 0.0, 0.4, 0.1]]}
        assert bwc("blinding", "mask", "--clip", "M3X9", "--preset", "none").out == "M3X9: 0 masks.\n"
        listed = {item["clip"]: item["from"] for item in bwc("blinding", "masks", "--json").json}
        assert listed == {"K7Q2": "recording", "M3X9": "recording"}
        assert bwc("blinding", "mask", "--clip", "M3X9", "--reset").out == "M3X9: 1 masks.\n"
        assert "usual" in bwc("blinding", "masks").out

    @pytest.mark.parametrize("words", [(), ("--box", "1,2"), ("--preset", "top", "--reset")])
    def test_what_is_no_mask_is_wrong_usage(self, bwc: CommandLine, study: Path, words: tuple[str, ...]) -> None:
        assert bwc("blinding", "mask", "--clip", "K7Q2", *words).code == 2

    def test_a_stop_point_is_set_shown_and_reset(self, bwc: CommandLine, study: Path) -> None:
        assert bwc("blinding", "stop", "--clip", "K7Q2").out == "K7Q2: no stop point.\n"
        assert bwc("blinding", "stop", "--clip", "K7Q2", "--at", "1").out == "K7Q2: stops before 00:01.000.\n"
        assert bwc("blinding", "stop", "--clip", "K7Q2", "--json").json["at_us"] == 1_000_000
        assert bwc("blinding", "stop", "--clip", "K7Q2", "--reset").out == "K7Q2: no stop point.\n"

    def test_the_index_is_shown_for_each_phase(self, bwc: CommandLine, study: Path) -> None:
        assert bwc("blinding", "index", "--json").json["pre"]["index"] is None
        assert bwc("blinding", "index").out.splitlines()[0].split()[:3] == ["phase", "answers", "right"]


TELLING = (
    ("clips", "list"),
    ("clips", "show", "K7Q2"),
    ("clips", "verify"),
    ("clips", "join", "K7Q2", "M3X9"),
    ("clips", "split", "K7Q2"),
    ("audit", "log"),
    ("audit", "verify"),
    ("assign", *PEOPLE),
    ("assignments", "list"),
    ("assignments", "check", "--plan", "Autumn"),
    ("assignments", "withdraw", "--plan", "Autumn"),
    ("assignments", "unblind", "--plan", "Autumn", "--reason", "Curious"),
    ("blinding", "index"),
    ("blinding", "masks"),
    ("blinding", "mask", "--clip", "K7Q2", "--preset", "none"),
    ("blinding", "stop", "--clip", "K7Q2"),
    ("import", "elsewhere"),
    ("records", "import", "--officers", "officers.csv"),
    ("reel", "build", "reel.yaml", "-o", "reel.mp4"),
    ("report", "tags", "-o", "reports"),
    ("tags", "import", "tags.csv"),
    ("tags", "export", "others.csv", "--reviewer", "Reviewer A"),
    ("tags", "list", "--reviewer", "Reviewer A"),
)


class TestBlindedReviewer:
    @pytest.fixture(autouse=True)
    def as_reviewer(self, bwc: CommandLine, plan: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("BWC_REVIEW_USER", "Reviewer B")
        monkeypatch.chdir(tmp_path)

    @pytest.mark.parametrize("words", TELLING, ids=" ".join)
    def test_what_tells_the_phase_or_others_codes_is_refused(self, bwc: CommandLine, words: tuple[str, ...]) -> None:
        answer = bwc(*words)
        assert (answer.code, answer.out) == (1, "")
        assert "would tell Reviewer B what their assignments hide" in answer.err
        assert not any(secret in answer.err for secret in ("before.mp4", "after.mp4", "Reviewer A", "2025"))
        assert bwc(*words, "--json").json["error"]["code"] == "blinding.hidden"

    def test_their_own_tags_alone_are_listed_and_exported(self, bwc: CommandLine, tmp_path: Path) -> None:
        assert bwc("tags", "list").out == "There are no tags yet.\n"
        assert bwc("tags", "export", tmp_path / "own.json", "--json").json["tags"] == 0
        assert len(bwc("tags", "list", "--as", "lead", "--json").json) == 2

    def test_their_queue_and_the_rubrics_are_open_to_them(self, bwc: CommandLine) -> None:
        assert len(bwc("assignments", "queue", "--json").json) == 2
        assert bwc("rubric", "list").code == 0

    def test_asking_as_lead_shows_it_and_is_logged(self, bwc: CommandLine) -> None:
        assert "K7Q2" in bwc("clips", "list", "--as-lead").out
        assert len(bwc("tags", "list", "--as-lead", "--json").json) == 2
        actions = [entry["action"] for entry in bwc("audit", "log", "--as", "lead", "--json").json]
        assert actions[:2] == ["blinding.leave", "blinding.leave"]

    def test_backups_are_listed_without_counts_and_not_put_back(self, bwc: CommandLine, study: Path) -> None:
        listed = bwc("study", "backups", study, "--make", "--json").json
        assert [(one["tags"], one["reviews"], one["entries"]) for one in listed] == [(None, None, None)]
        assert bwc("study", "backups", study).out.splitlines()[1].split()[-2:] == ["hidden", "hidden"]
        assert bwc("study", "backups", study, "--as-lead", "--json").json[0]["tags"] == 3
        name = listed[0]["file"]
        refused = bwc("study", "restore", study, name)
        assert (refused.code, refused.out) == (1, "")
        assert "Reviewer B, who reviews blinded" in refused.err
        assert bwc("study", "restore", study, name, "--as-lead").code == 0
        (entry,) = bwc("audit", "log", "--limit", "1", "--as", "lead", "--json").json
        assert (entry["action"], entry["details"]["was_blinded"]) == ("study.restore", True)

    def test_after_unblinding_nothing_is_hidden(self, bwc: CommandLine) -> None:
        bwc("assignments", "unblind", "--plan", "Autumn", "--reason", "Done", "--early", "--as", "lead")
        assert "K7Q2" in bwc("clips", "list").out


def test_the_check_of_a_draw_and_of_the_study_list_changed_names(bwc: CommandLine, plan: object, study: Path) -> None:
    with open_study(str(study), "Reviewer B") as opened:
        opened.naming.change("Reviewer B", "Sam")
    told = "Reviewer B, then blinded, became Sam"
    assert told in bwc("assignments", "check", "--plan", "Autumn").out
    answer = bwc("assignments", "check", "--plan", "Autumn", "--json")
    assert (answer.code, answer.json["is_same"], len(answer.json["name_changes"])) == (0, True, 1)
    assert told in bwc("audit", "verify").out
    assert told in bwc("audit", "verify", "--json").json["name_changes"][0]
    assert "Reviewer B is now Sam" in bwc("audit", "log", "--limit", "1").out
