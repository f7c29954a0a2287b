"""Waveforms and strips as files of the cache: a line of JSON, then the bytes that it counts."""

import json
from collections.abc import Sequence
from typing import Any

from bwc_review.domain.strip import Strip
from bwc_review.domain.time import Moment, TimeRange
from bwc_review.domain.waveform import GapKind, SoundGap, Waveform

VERSION = 1  # raised when what is measured changes: older files are then made again


def waveform_file(waveform: Waveform) -> bytes:
    """A waveform as the content of a file."""
    head = {
        "kind": "waveform",
        "duration_us": waveform.duration_us,
        "has_track": waveform.has_track,
        "speech": [_pair(span) for span in waveform.speech],
        "gaps": [[gap.kind.value, *_pair(gap.span)] for gap in waveform.gaps],
    }
    return _packed(head, (waveform.peaks, waveform.loudness))


def waveform_of(content: bytes) -> Waveform | None:
    """The waveform in a file; None if it is another version's, or damaged."""
    head, blobs = _unpacked(content, "waveform")
    try:
        peaks, loudness = blobs
        return Waveform(
            peaks=peaks,
            loudness=loudness,
            speech=tuple(_span(pair) for pair in head["speech"]),
            gaps=tuple(SoundGap(_span(pair), GapKind(kind)) for kind, *pair in head["gaps"]),
            duration_us=int(head["duration_us"]),
            has_track=bool(head["has_track"]),
        )
    except (ValueError, KeyError, TypeError):
        return None


def strip_file(strip: Strip) -> bytes:
    """A strip as the content of a file."""
    head = {"kind": "strip", "duration_us": strip.duration_us, "starts_us": list(strip.starts_us)}
    return _packed(head, strip.pictures)


def strip_of(content: bytes) -> Strip | None:
    """The strip in a file; None if it is another version's, or damaged."""
    head, blobs = _unpacked(content, "strip")
    try:
        starts_us = tuple(int(start) for start in head["starts_us"])
        strip = Strip(starts_us, tuple(blobs), int(head["duration_us"]))
    except (ValueError, KeyError, TypeError):
        return None
    return strip if len(strip.pictures) == len(strip.starts_us) else None


def _packed(head: dict[str, Any], blobs: Sequence[bytes]) -> bytes:
    line = json.dumps({**head, "version": VERSION, "lengths": [len(blob) for blob in blobs]}, separators=(",", ":"))
    return b"".join((line.encode(), b"\n", *blobs))


def _unpacked(content: bytes, kind: str) -> tuple[dict[str, Any], list[bytes]]:
    """Head and bytes; empty if it is no such file."""
    line, _, body = content.partition(b"\n")
    try:
        head = json.loads(line)
        lengths = [int(length) for length in head["lengths"]]
        is_whole = (head["version"], head["kind"], sum(lengths)) == (VERSION, kind, len(body))
    except (ValueError, KeyError, TypeError):
        return {}, []
    if not is_whole:
        return {}, []
    blobs: list[bytes] = []
    place = 0
    for length in lengths:
        blobs.append(body[place : place + length])
        place += length
    return head, blobs


def _pair(span: TimeRange) -> list[int]:
    return [span.start.us, span.end.us]


def _span(pair: Sequence[int]) -> TimeRange:
    start_us, end_us = pair
    return TimeRange(Moment(int(start_us)), Moment(int(end_us)))
