"""Rubrics that ship, are installed, and stay as they are."""

from dataclasses import replace
from pathlib import Path

import pytest

from bwc_review.domain.errors import EnvironmentFault, InputError
from bwc_review.services.bootstrap import Study
from bwc_review.services.rubric_shelf import check_rubric, shipped_rubric, shipped_rubrics
from tests.unit.samples import RUBRIC

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "rubrics"


def test_three_rubrics_ship() -> None:
    assert [rubric.id for rubric in shipped_rubrics()] == ["deesc-core", "emdabs-style7", "icat-cdm"]
    assert shipped_rubric("icat-cdm").version == "1.0.0"


def test_an_unknown_rubric_is_refused_with_the_known_ones(study: Study) -> None:
    with pytest.raises(InputError, match="deesc-core, emdabs-style7, icat-cdm"):
        shipped_rubric("nowhere")
    with pytest.raises(InputError, match=r"no version “9\.9\.9” of deesc-core\. Known versions: 1\.0\.0\."):
        study.rubrics.get("deesc-core", "9.9.9")


def test_installing_is_logged_once(study: Study) -> None:
    study.rubrics.install("deesc-core")
    head = study.auditing.head()
    study.rubrics.install("deesc-core")
    study.rubrics.install(SHIPPED / "deesc-core.yaml")
    study.rubrics.install(str(SHIPPED / "deesc-core.yaml"))
    assert study.auditing.head() == head
    assert study.auditing.log(1)[0].action == "rubric.install"
    assert [rubric.id for rubric in study.rubrics.installed()] == ["deesc-core"]


def test_the_newest_version_is_meant_unless_one_is_named(study: Study) -> None:
    with study.store.writing("lead") as work:
        for version in ("1.9.0", "1.10.0", "1.2.0"):
            study.rubrics.put_in(work, replace(RUBRIC, version=version))
        work.commit()
    assert study.rubrics.get("sample").version == "1.10.0"
    assert study.rubrics.get("sample", "1.2.0").version == "1.2.0"
    assert [rubric.version for rubric in study.rubrics.installed()] == ["1.2.0", "1.9.0", "1.10.0"]


def test_a_version_that_is_installed_never_changes(study: Study, tmp_path: Path) -> None:
    text = (SHIPPED / "icat-cdm.yaml").read_text(encoding="utf-8")
    changed = tmp_path / "changed.yaml"
    changed.write_text(text.replace("title: ", "title: My ", 1), encoding="utf-8")
    study.rubrics.install("icat-cdm")
    with pytest.raises(InputError, match="A version never changes") as caught:
        study.rubrics.install(changed)
    assert caught.value.code == "rubric.frozen"
    assert study.rubrics.check(changed).title.startswith("My ")


def test_what_is_neither_a_file_nor_shipped_is_told(study: Study, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="neither a file nor"):
        study.rubrics.install("nowhere")
    with pytest.raises(EnvironmentFault):
        check_rubric(tmp_path / "nowhere.yaml")
