"""Reading the bytes of files that people made."""

from pathlib import Path

import pytest

from bwc_review.domain.errors import EnvironmentFault, InputError
from bwc_review.services.text_source import decode, nearest, raise_together, read_text, size_text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_however_it_was_saved(encoding: str) -> None:
    assert decode("file;note\nA;“ö”\n".encode(encoding), "a.csv") == "file;note\nA;“ö”\n"


def test_a_file_in_a_local_code_page_is_refused_with_its_line() -> None:
    with pytest.raises(InputError, match=r"a\.csv, line 2: This is not UTF-8") as caught:
        decode("one\nM\u00fcller\n".encode("cp1252"), "a.csv")

    assert caught.value.facts["line"] == 2


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\0\0\0", b"a\0b", b"ab" + b"\0" * 40 + b"c", b"\0" * 3])
def test_a_binary_file_is_refused(content: bytes) -> None:
    with pytest.raises(InputError):
        decode(content, "a.csv")


def test_a_spreadsheet_file_is_refused_with_what_to_do() -> None:
    with pytest.raises(InputError, match="save it as “CSV UTF-8”"):
        decode(b"PK\x03\x04rest", "a.csv")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        read_text(tmp_path, 10)


def test_a_device_is_refused() -> None:
    with pytest.raises(InputError, match="not an ordinary file"):
        read_text(Path("/dev/null"), 10)


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"x" * 11)

    with pytest.raises(InputError, match="larger than"):
        read_text(path, 10)


def test_a_file_that_may_not_be_read_is_the_environments_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(EnvironmentFault, match="cannot be read: Permission denied"):
        read_text(path, 10)


@pytest.mark.parametrize(
    ("name", "found"), [("pseudonim", "pseudonym"), ("Badge", "badge"), ("un", "unit"), ("zebra", None), ("b", None)]
)
def test_the_nearest_name_is_found(name: str, found: str | None) -> None:
    assert nearest(name, ["pseudonym", "badge", "unit"]) == found


def test_sizes_are_said_in_round_units() -> None:
    assert (size_text(512_000), size_text(20_000_000)) == ("512 KB", "20 MB")


def test_no_error_is_no_error() -> None:
    raise_together("a.csv", [])


def test_errors_without_a_place_are_told_as_they_are() -> None:
    errors = [InputError("a", "One."), InputError("b", "Two.")]
    with pytest.raises(InputError) as caught:
        raise_together("a.csv", errors)

    assert caught.value.message.split("\n")[1:] == ["One.", "Two."]
