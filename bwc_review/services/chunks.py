"""Which files are chunks of one recording: cameras begin a new file every few minutes.

Known from a manifest (one code name, numbered parts) or from the forms of file name that camera makers give. What the
names say must be borne out by the files: same codec, size and turn, and where names carry a time, no chunk may begin
more than a minute off the end of the one before (names of that form count whole minutes).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bwc_review.domain.clip import Clip
from bwc_review.services import file_names
from bwc_review.services.manifest import Described

# Motorola: Name_202508232206_123456-0.mp4, then -1, -2 (segment number). GoPro: GX010123.MP4, then GX020123.MP4.
_NUMBERED = (
    re.compile(r"(?P<whole>.+_\d{12}_[0-9A-Za-z]+)-(?P<place>\d{1,3})", re.IGNORECASE),
    re.compile(r"(?P<kind>G[HXL])(?P<place>\d{2})(?P<whole>\d{4})", re.IGNORECASE),
)
# Axon: the same camera, the next start. Axon_Body_4_Video_2025-08-23_2206_D01A00001.mp4
_TIMED = re.compile(r"(?P<model>.*axon_.+?_video)_\d{4}-\d{2}-\d{2}_\d{4}_(?P<serial>[0-9A-Za-z]+)", re.IGNORECASE)
_SLACK = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file may belong.

    Attributes:
        whole: The same for all chunks of one recording.
        number: Place in it if files are numbered.
        at: Start if files are told apart by their time.
    """

    whole: tuple[str, ...]
    number: int | None = None
    at: datetime | None = None


def groups(files: Iterable[Path], described: Mapping[Path, Described]) -> tuple[tuple[Path, ...], ...]:
    """Files that may belong together, in their order in time; a file that stands alone is a group of one.

    Groups come in the order of their first files.
    """
    found: dict[tuple[str, ...], list[tuple[float, Path]]] = {}
    for path in files:
        place = place_of(path, described.get(path.resolve()))
        key = place.whole if place is not None else (str(path),)
        found.setdefault(key, []).append((_order(place), path))
    return tuple(tuple(path for _, path in sorted(members)) for members in found.values())


def place_of(path: Path, about: Described | None) -> Place | None:
    """Where a file may belong by its manifest, or else by its name; None if neither tells."""
    if about is not None and about.part is not None:
        return Place(("manifest", about.code), about.part)
    if about is not None and about.code:
        return None  # it was given a code name of its own
    folder, stem = str(path.parent), path.stem
    for pattern in _NUMBERED:
        if match := pattern.fullmatch(stem):
            names = match.groupdict()
            return Place((folder, path.suffix.lower(), names.get("kind", ""), names["whole"]), int(names["place"]))
    match = _TIMED.fullmatch(stem)
    at = file_names.recorded_at(path.name) if match else None
    return Place((folder, path.suffix.lower(), *match.groups()), at=at) if match and at else None


def _order(place: Place | None) -> float:
    if place is None:
        return 0
    return place.number if place.number is not None else place.at.timestamp() if place.at is not None else 0


def runs(clips: Sequence[Clip], described: Mapping[Path, Described]) -> tuple[tuple[Clip, ...], ...]:
    """Clips of one group, parted where one does not follow the other."""
    found: list[tuple[Clip, ...]] = []
    for clip in clips:
        if found and _follows(found[-1][-1], clip, described):
            found[-1] = (*found[-1], clip)
        else:
            found.append((clip,))
    return tuple(found)


def _follows(before: Clip, after: Clip, described: Mapping[Path, Described]) -> bool:
    one, other = (place_of(clip.path, described.get(clip.path.resolve())) for clip in (before, after))
    if one is None or other is None or not _are_alike(before, after):
        return False
    if one.at is not None and other.at is not None:
        return abs(other.at - one.at - timedelta(microseconds=before.facts.duration_us)) <= _SLACK
    return one.number is not None and other.number == one.number + 1


def _are_alike(one: Clip, other: Clip) -> bool:
    first, second = one.facts, other.facts
    return (first.codec, first.width, first.height, first.rotation_deg) == (
        second.codec,
        second.width,
        second.height,
        second.rotation_deg,
    )
