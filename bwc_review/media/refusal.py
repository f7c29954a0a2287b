"""Why a file that FFmpeg cannot open is not a clip, in one sentence."""

from pathlib import Path

from bwc_review.domain.errors import InputError

READABLE = "MP4, MOV, MKV, AVI, WebM, 3GP, MPEG and transport streams"
_HEAD = 4096
_BOX_HEADER = 8
_MOST_BOXES = 100_000
_FIRST_PRINTABLE = 32
_MP4_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot", b"styp", b"sidx", b"moof"})
_NOT_VIDEO = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"\xff\xd8\xff", "a still picture (JPEG)"),
    (b"\x89PNG", "a still picture (PNG)"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a still picture (BMP)"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
_VIDEO_STARTS = (b"RIFF", b"\x1a\x45\xdf\xa3", b"\x47", b"\x00\x00\x01\xba", b"\x30\x26\xb2\x75", b"OggS", b"FLV")


def refusal(path: Path) -> InputError:
    """The error for a file that FFmpeg could not open, from a look at its first bytes and its boxes."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        return InputError("media.empty", "The file is empty (0 bytes). Copy it again from where it came from.")
    if not head.startswith(b"%PDF") and _is_text(head):
        return InputError("media.text", "This is a text file, not a video.")
    for start, what in _NOT_VIDEO:
        if head.startswith(start):
            return InputError("media.not_video", f"This is {what}, not a video.")
    if head[4:8] in _MP4_BOXES:
        return _mp4_refusal(path)
    if head.startswith(_VIDEO_STARTS):
        return InputError(
            "media.broken", "The start of the file is damaged, so nothing in it can be played. Copy it again."
        )
    return InputError("media.unknown", f"This is not a video that the program reads. It reads {READABLE}.")


def _mp4_refusal(path: Path) -> InputError:
    if b"moov" not in _top_boxes(path):
        return InputError(
            "media.no_index",
            "The file has no index (“moov”), so its pictures cannot be found: the recording was not closed properly "
            "or the copy was cut short. Copy it again or ask for it again.",
        )
    return InputError(
        "media.broken", "The file's index is damaged, so its pictures cannot be found. Copy it or ask for it again."
    )


def _top_boxes(path: Path) -> frozenset[bytes]:
    """Types of the top-level boxes of an MP4 file (ISO/IEC 14496-12, 4.2), as far as their sizes make sense."""
    found: set[bytes] = set()
    end = path.stat().st_size
    place = 0
    with path.open("rb") as file:
        for _ in range(_MOST_BOXES):
            if place + _BOX_HEADER > end:
                break
            file.seek(place)
            header = file.read(16)
            size, kind = int.from_bytes(header[:4]), header[4:8]
            if size == 1 and len(header) == 16:
                size = int.from_bytes(header[8:])
            found.add(kind)
            if size < _BOX_HEADER:
                break
            place += size
    return frozenset(found)


def _is_text(head: bytes) -> bool:
    """True if no byte is a control character: every media file has some among its first ones."""
    return not any(byte < _FIRST_PRINTABLE and byte not in b"\t\n\r\f\x1b" for byte in head)
