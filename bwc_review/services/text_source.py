"""Files that people write or export: read whole within a limit, decoded, and their problems told together."""

import codecs
import difflib
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path

from bwc_review.domain.errors import EnvironmentFault, InputError

MAX_PROBLEMS = 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MOSTLY = 0.3
_ZIP = b"PK\x03\x04"


def read_text(path: Path, max_bytes: int) -> str:
    """The whole text of a file, whichever Unicode encoding it was saved in.

    Raises:
        InputError: It is no regular file, is larger than `max_bytes`, or is not text.
        EnvironmentFault: It is not there, or may not be read.
    """
    name = path.name
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise InputError("file.folder", f"{name} is a folder. Choose a file in it.", file=name)
        if not stat.S_ISREG(status.st_mode):
            raise InputError("file.kind", f"{name} is not an ordinary file.", file=name)
        with path.open("rb") as stream:
            content = stream.read(max_bytes + 1)
    except FileNotFoundError:
        message = f"{name} is not there. Check the name and the folder."
        raise EnvironmentFault("file.missing", message, file=name) from None
    except OSError as error:
        message = f"{name} cannot be read: {error.strerror}."
        raise EnvironmentFault("file.unreadable", message, file=name) from error
    if len(content) > max_bytes:
        message = f"{name} is larger than {size_text(max_bytes)}, which is more than such a file can need."
        raise InputError("file.too_large", message, file=name)
    return decode(content, name)


def size_text(count: int) -> str:
    """A number of bytes in KB or MB."""
    return f"{count // 1_000_000} MB" if count >= 1_000_000 else f"{count // 1000} KB"


def decode(content: bytes, name: str) -> str:
    """Text from bytes: UTF-8, or UTF-16 or UTF-32 as spreadsheets save it; without the byte order mark.

    Raises:
        InputError: The bytes are none of these, or hold NUL characters.
    """
    if content.startswith(_ZIP):
        message = f"{name} is a spreadsheet or an archive, not text. Open it and save it as “CSV UTF-8”."
        raise InputError("file.binary", message, file=name)
    encoding, bom = "utf-8", b""
    for mark, marked in _BOMS:
        if content.startswith(mark):
            encoding, bom = marked, mark
            break
    else:
        encoding = _unmarked_encoding(content)
    try:
        text = content[len(bom) :].decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        sentence = "This is not UTF-8 text. Save the file as UTF-8 (in a spreadsheet: “CSV UTF-8”)."
        raise located("file.encoding", name, [f"line {line}"], sentence, line=line) from None
    if "\0" in text:
        raise InputError("file.binary", f"{name} is not a text file.", file=name)
    return text


def _unmarked_encoding(content: bytes) -> str:
    """UTF-16 without a mark shows itself by zeros in every second byte of plain Latin text."""
    sample = content[:4096]
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) / half > _MOSTLY and sample[0::2].count(0) == 0:
        return "utf-16-le"
    if sample[0::2].count(0) / half > _MOSTLY and sample[1::2].count(0) == 0:
        return "utf-16-be"
    return "utf-8"


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` was probably meant to be, or None."""
    names = sorted(known)
    lowered = {candidate.lower(): candidate for candidate in names}
    wanted = name.strip().lower()
    close = difflib.get_close_matches(wanted, lowered, n=1, cutoff=0.6)
    if close:
        return lowered[close[0]]
    short = [candidate for candidate in lowered if len(wanted) > 1 and candidate.startswith(wanted)]
    return lowered[short[0]] if short else None


def suggestion(name: str, known: Iterable[str]) -> str:
    """“Did you mean …?” with a space before it, or nothing."""
    found = nearest(name, known)
    return f" Did you mean “{found}”?" if found else ""


def located(code: str, file: str, place: Sequence[str], sentence: str, **facts: object) -> InputError:
    """An error with where it is before what it is: “file, line 3, key: …”; the facts hold both parts apart."""
    where = ", ".join((file, *place))
    return InputError(code, f"{where}: {sentence}", file=file, place=", ".join(place), sentence=sentence, **facts)


def raise_together(file: str, errors: Sequence[InputError]) -> None:
    """Raise one error that tells all of them, at most `MAX_PROBLEMS`; nothing happens if there is none.

    A single error is raised as it is. Several keep the code and the facts of the first, with all sentences under
    ``problems``.

    Raises:
        InputError: There is at least one error.
    """
    if not errors:
        return
    first = errors[0]
    if len(errors) == 1:
        raise first
    shown = errors[:MAX_PROBLEMS]
    lines = [_line_of(error) for error in shown]
    count = f"{MAX_PROBLEMS} or more" if len(errors) > len(shown) else str(len(errors))
    head = f"{file} has {count} problems; nothing of it was used."
    facts = {key: value for key, value in first.facts.items() if key != "problems"}
    raise InputError(first.code, "\n".join([head, *lines]), **{**facts, "problems": tuple(lines)})


def _line_of(error: InputError) -> str:
    place, sentence = error.facts.get("place"), error.facts.get("sentence")
    if not place or not sentence:
        return error.message
    text = f"{place}: {sentence}"
    return text[0].upper() + text[1:]
