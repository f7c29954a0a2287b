"""Where a study is."""

from pathlib import Path

import pytest
from sqlalchemy import URL

from bwc_review import paths
from bwc_review.domain.errors import InputError
from bwc_review.store.place import placed


def test_a_folder_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    place = placed("study")
    assert (place.location, place.folder) == (str(tmp_path / "study"), tmp_path / "study")
    assert place.database == tmp_path / "study" / "study.db"
    assert place.is_folder


def test_the_user_s_home_is_understood(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert placed("~/study").folder == tmp_path / "study"


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_a_server_s_address_shows_no_password(scheme: str):
    place = placed(f"{scheme}://lead:secret@server/study")
    assert "secret" not in place.location
    assert "secret" not in str(place.folder)
    assert isinstance(place.database, URL)
    assert place.database.drivername == "postgresql+psycopg"
    assert place.database.password == "secret"
    assert place.folder.is_relative_to(paths.home())
    assert not place.is_folder


def test_each_address_has_a_local_folder_of_its_own():
    assert placed("postgresql://server/a").folder != placed("postgresql://server/b").folder


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("mysql://server/study", "study.database_kind"),
        ("postgresql+asyncpg://server/study", "study.database_kind"),
        ("sqlite://", "study.location"),
        ("sqlite:///:memory:", "study.location"),
        ("sqlite:///file:x?uri=true", "study.location"),
        ("://server", "study.location"),
        ("postgresql://server:port/study", "study.location"),
    ],
)
def test_an_address_that_cannot_hold_a_study_is_refused(location: str, code: str):
    with pytest.raises(InputError) as caught:
        placed(location)
    assert caught.value.code == code
