"""What the user should know about a clip before anybody works with it: one plain sentence with numbers each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bwc_review.domain.clip import ClipFacts, Fault, FaultCode, FrameTable
from bwc_review.domain.time import US_PER_S, Moment, review_text
from bwc_review.media.decode_check import DecodeCheck
from bwc_review.media.frame_table import BuiltTable
from bwc_review.media.packets import Packets
from bwc_review.media.probe import Header, turn_of
from bwc_review.media.sound_check import LISTENED_S, SoundCheck

_BUFFER_US = 5 * US_PER_S  # from this length on silence or absence of sound looks like a camera's pre-event buffer
_LATE_US = US_PER_S // 4
_SHORT_US = US_PER_S
_OFFSET_US = US_PER_S
_SPARSE_US = 5 * US_PER_S
_EARLY_END_US = US_PER_S
_EARLY_END_SHARE = 0.02
_SUFFIXES: dict[str, frozenset[str]] = {
    "mov": frozenset(
        {".mp4", ".mov", ".m4v", ".qt", ".3gp", ".3g2", ".3gpp", ".mj2", ".ismv", ".f4v", ".insv", ".lrv"}
    ),
    "matroska": frozenset({".mkv", ".webm", ".mk3d"}),
    "avi": frozenset({".avi", ".divx"}),
    "mpegts": frozenset({".ts", ".mts", ".m2ts", ".m2t", ".tp", ".trp"}),
    "mpeg": frozenset({".mpg", ".mpeg", ".vob", ".ps", ".mod", ".m2p", ".dat"}),
    "asf": frozenset({".wmv", ".asf"}),
    "flv": frozenset({".flv"}),
    "ogg": frozenset({".ogv", ".ogg"}),
    "mxf": frozenset({".mxf"}),
}
_CONTAINER_WORDS = {
    "mov": "an MP4 or MOV",
    "matroska": "a Matroska or WebM",
    "avi": "an AVI",
    "mpegts": "a transport stream",
    "mpeg": "an MPEG program stream",
    "asf": "a Windows Media",
    "flv": "a Flash video",
    "ogg": "an Ogg",
    "mxf": "an MXF",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was found out about a file; what the rules below look at."""

    path: Path
    header: Header
    facts: ClipFacts
    built: BuiltTable
    packets: Packets
    check: DecodeCheck
    sound: SoundCheck | None

    @property
    def table(self) -> FrameTable:
        """The frame table."""
        return self.built.table


def faults_of(measured: Measured) -> tuple[Fault, ...]:
    """Everything that is wrong or unusual, worst first."""
    return tuple(Fault(code, text) for rule in _RULES for code, text in rule(measured))


def details_of(measured: Measured) -> dict[str, int]:
    """The counts behind the faults."""
    gaps, built, check = measured.built.gaps, measured.built, measured.check
    sound_index = measured.header.sound_index
    return {
        "packets": len(measured.packets),
        "header_frames": measured.header.frame_count,
        "shown_frames": len(measured.table),
        "hidden_frames": built.hidden_count,
        "lost_frames": built.lost_count,
        "damaged_frames": check.damaged_count,
        "missing_frames": gaps.missing_frames,
        "duplicate_times": built.duplicate_count,
        "missing_times": built.untimed_count,
        "misplaced_frames": built.misplaced_count,
        "decoded_frames": len(check.times),
        "is_fully_decoded": int(check.is_full),
        "gaps": gaps.count,
        "odd_gaps": gaps.off_count,
        "median_gap_us": gaps.median_us,
        "shortest_gap_us": gaps.shortest_us,
        "longest_gap_us": gaps.longest_us,
        "key_frames": len(measured.table.keys),
        "longest_key_distance_us": _longest_key_distance(measured.table)[0],
        "silent_start_us": measured.sound.silent_us if measured.sound is not None else 0,
        "picture_tracks": measured.header.picture_count,
        "sound_tracks": measured.header.sound_count,
        "picture_index": measured.header.picture_index,
        "sound_index": -1 if sound_index is None else sound_index,
    }


Found = Iterator[tuple[FaultCode, str]]


def _truncated(of: Measured) -> Found:
    missing = of.packets.beyond_end_count
    if missing:
        share = f"{missing:,} of {max(of.header.frame_count, missing):,} frames"
        end = _seconds(of.table.end_us)
        yield FaultCode.TRUNCATED, f"The file is cut short: {share} are missing at the end, after {end}. Copy it again."
        return
    promised = of.header.length_us
    have = of.table.end_us
    if of.facts.sound is not None:
        have = max(have, of.facts.sound.start_us + of.facts.sound.duration_us)
    if promised is not None and promised - have > max(_EARLY_END_US, _EARLY_END_SHARE * promised):
        text = (
            f"The file ends early: after {_seconds(have)} of the {_seconds(promised)} that it promises. Copy it again."
        )
        yield FaultCode.TRUNCATED, text


def _broken(of: Measured) -> Found:
    lost, damaged = of.built.lost_count, of.check.damaged_count
    parts = [f"{lost:,} {_frames(lost)} cannot be shown"] if lost else []
    parts += [f"{damaged:,} {_frames(damaged)} {_is(damaged)} shown with damage"] if damaged else []
    if not parts and of.check.unreadable_keys:
        parts = [f"{of.check.unreadable_keys} of the key frames that were tried cannot be shown undamaged"]
    if not parts and of.packets.corrupt_count:
        parts = [f"the container marks {of.packets.corrupt_count:,} {_frames(of.packets.corrupt_count)} as damaged"]
    if not of.packets.is_complete:
        parts.append("reading was given up: the file takes too long or gives more data than it can hold")
    if parts:
        text = "; ".join(parts)
        yield FaultCode.BROKEN_PACKETS, f"{text[0].upper()}{text[1:]} ({_what_was_checked(of)})."


def _times(of: Measured) -> Found:
    built = of.built
    parts = [
        f"{count:,} {_frames(count)} {what}"
        for count, what in (
            (built.misplaced_count, "left out because the file's clock jumps there"),
            (built.duplicate_count, "left out because they carry the time of another frame"),
            (built.untimed_count, "without a time of their own"),
        )
        if count
    ]
    if not of.check.is_in_order and not built.duplicate_count:
        parts.append("some times run backwards")
    if parts:
        yield FaultCode.UNRELIABLE_TIMES, f"The times in the file cannot be fully relied on: {'; '.join(parts)}."


def _gaps(of: Measured) -> Found:
    gaps = of.built.gaps
    if not gaps.off_count:
        return
    if gaps.missing_frames:
        longest, at = _longest_gap(of.table)
        text = (
            f"{gaps.missing_frames:,} {_frames(gaps.missing_frames)} {_is(gaps.missing_frames)} missing in between; "
            f"the longest hold is {longest / US_PER_S:.2f} s at {review_text(Moment(at))}."
        )
        yield FaultCode.MISSING_FRAMES, text
        return
    share = 100 * gaps.off_count / gaps.count
    text = (
        f"The frame rate varies: {share:.1f} % of the gaps between frames differ from the usual "
        f"{gaps.median_us / 1000:.1f} ms ({gaps.shortest_us / 1000:.1f} to {gaps.longest_us / 1000:.1f} ms)."
    )
    yield FaultCode.VARIABLE_RATE, text


def _header_against_content(of: Measured) -> Found:
    promised, there = of.header.frame_count, len(of.packets)
    if promised and promised != there + of.packets.beyond_end_count and not of.packets.beyond_end_count:
        yield FaultCode.HEADER_MISMATCH, f"The header promises {promised:,} frames; the file holds {there:,}."
    if len(of.check.picture_sizes) > 1:
        sizes = ", ".join(f"{width} × {height}" for width, height in of.check.picture_sizes)
        yield FaultCode.HEADER_MISMATCH, f"The picture changes its size within the file: {sizes}."


def _sound(of: Measured) -> Found:
    if not of.header.sound_count:
        yield FaultCode.NO_SOUND, "The clip has no sound."
        return
    sound = of.facts.sound
    if sound is None or of.sound is None:
        yield FaultCode.UNDECODABLE_SOUND, "The sound track cannot be decoded, so the clip plays without sound."
        return
    if sound.start_us >= _LATE_US:
        buffer = " (pre-event buffer)" if sound.start_us >= _BUFFER_US else ""
        yield FaultCode.LATE_SOUND, f"The sound starts {_seconds(sound.start_us)} after the picture{buffer}."
    early = of.table.end_us - sound.start_us - sound.duration_us
    if early >= _SHORT_US:
        yield FaultCode.SHORT_SOUND, f"The sound ends {_seconds(early)} before the picture."
    yield from _silence(of.sound)


def _silence(sound: SoundCheck) -> Found:
    if sound.is_all_silent and sound.silent_us:
        yield FaultCode.SILENT_START, "The sound track holds nothing but digital silence."
    elif sound.is_limit_reached:
        yield FaultCode.SILENT_START, f"At least the first {LISTENED_S} s of the sound are digital silence."
    elif sound.silent_us >= _BUFFER_US:
        length = _seconds(sound.silent_us)
        yield FaultCode.SILENT_START, f"The first {length} of the sound are digital silence (pre-event buffer)."


def _display(of: Measured) -> Found:
    facts = of.facts
    if not turn_of(of.check.display_matrix).is_sensible:
        text = "The file asks for a turn of the picture that makes no sense; it is shown as stored."
        yield FaultCode.BAD_ROTATION, text
    elif facts.rotation_deg or facts.is_mirrored:
        parts = ["mirrored"] if facts.is_mirrored else []
        parts += [f"turned clockwise by {facts.rotation_deg}°"] if facts.rotation_deg else []
        yield FaultCode.ROTATED, f"The picture is {' and '.join(parts)} to show it upright, as the file asks."
    if facts.sample_aspect_ratio != 1:
        wide, high = facts.display_size
        text = f"Pixels are not square: the stored {facts.width} × {facts.height} are shown as {wide} × {high}."
        yield FaultCode.NON_SQUARE_PIXELS, text
    if facts.is_interlaced:
        text = "The picture is interlaced: each frame holds two half pictures, and edges that move look like combs."
        yield FaultCode.INTERLACED, text


def _tracks(of: Measured) -> Found:
    header = of.header
    if header.picture_count > 1:
        size = f"{of.facts.width} × {of.facts.height}"
        text = f"The file has {header.picture_count} picture tracks; the one with {size} pixels is used."
        yield FaultCode.SEVERAL_VIDEO_STREAMS, text
    if header.sound_count > 1:
        text = f"The file has {header.sound_count} sound tracks; "
        text += (
            f"the one in stream {header.sound_index} is used."
            if header.sound_index is not None
            else "none can be used."
        )
        yield FaultCode.SEVERAL_SOUND_STREAMS, text


def _start(of: Measured) -> Found:
    start_us = round(of.facts.first_pts * of.facts.time_base * US_PER_S)
    if of.header.length_us is not None and start_us >= _OFFSET_US:
        text = f"The file's own clock shows {_seconds(start_us)} at the first frame; here it is 00:00.000."
        yield FaultCode.START_OFFSET, text
    hidden = of.built.hidden_count
    if hidden:
        text = f"{hidden:,} {_frames(hidden)} before the start {_is(hidden)} cut off by the file's edit list."
        yield FaultCode.EDIT_LIST, f"{text[:-1]} and {_is(hidden)} not shown."


def _keys(of: Measured) -> Found:
    distance, at = _longest_key_distance(of.table)
    if distance > _SPARSE_US:
        place = review_text(Moment(at))
        text = f"Key frames are up to {_seconds(distance)} apart (at {place}), so jumping there takes longer."
        yield FaultCode.SPARSE_KEYFRAMES, text


def _suffix(of: Measured) -> Found:
    name = of.header.container.split(",")[0]
    suffix = of.path.suffix.lower()
    is_known = any(suffix in suffixes for suffixes in _SUFFIXES.values())
    if is_known and name in _SUFFIXES and suffix not in _SUFFIXES[name]:
        yield FaultCode.WRONG_SUFFIX, f"The file is named “{suffix}” but is {_CONTAINER_WORDS[name]} file."


_RULES: tuple[Callable[[Measured], Found], ...] = (
    _truncated,
    _broken,
    _times,
    _gaps,
    _sound,
    _header_against_content,
    _display,
    _tracks,
    _start,
    _keys,
    _suffix,
)


def _what_was_checked(of: Measured) -> str:
    if of.check.is_full:
        return "all frames were checked"
    return f"the first {len(of.check.times):,} frames and key frames at six places were checked"


def _longest_gap(table: FrameTable) -> tuple[int, int]:
    """Length and start of the longest gap, in microseconds."""
    starts = np.array(table.starts_us, np.int64)
    gaps = np.diff(starts)
    place = int(np.argmax(gaps))
    return int(gaps[place]), int(starts[place])


def _longest_key_distance(table: FrameTable) -> tuple[int, int]:
    """Length and start of the longest stretch without a key frame, in microseconds."""
    starts = np.array(table.starts_us, np.int64)[np.array([0, *table.keys], np.int64)]
    distances = np.diff(np.append(starts, table.end_us))
    place = int(np.argmax(distances))
    return int(distances[place]), int(starts[place])


def _seconds(length_us: int) -> str:
    return f"{length_us / US_PER_S:.1f} s"


def _frames(count: int) -> str:
    return "frame" if count == 1 else "frames"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"
