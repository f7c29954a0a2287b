"""Manifests: a CSV that says what is known about each file, matched with the people and incidents of the study."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bwc_review.domain.content_note import ContentFlag
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import IncidentId, OfficerId
from bwc_review.services.content_noting import flags_of
from bwc_review.services.ports import UnitOfWork
from bwc_review.services.records import find_officer
from bwc_review.services.tables import read_manifest
from bwc_review.services.text_source import raise_together


@dataclass(frozen=True, slots=True)
class Described:
    """What a manifest says about one file; None or empty where it says nothing.

    Attributes:
        path: The file.
        code: Code name to give to a new recording.
        part: Place of the file in a recording of several files, from 1; None if it stands alone.
        recorded_at: When it was recorded.
        officer_id: The wearer.
        incident_id: The call.
        content: Content flags; empty if it says nothing of them.
        is_open_case: Whether the case behind it is open.
    """

    path: Path
    code: str
    part: int | None
    recorded_at: datetime | None
    officer_id: OfficerId | None
    incident_id: IncidentId | None
    is_open_case: bool | None
    content: frozenset[ContentFlag]


def read_described(manifest: Path, work: UnitOfWork) -> Mapping[Path, Described]:
    """Read a manifest whole, by resolved path of the file that each row is about.

    Raises:
        InputError: A row names a file that is not there, or an officer or incident that the study does not hold; the
            message has row and column. All such rows are told together.
    """
    found: dict[Path, Described] = {}
    problems: list[InputError] = []
    for row in read_manifest(manifest):
        officer = find_officer(work, row.officer) if row.officer else None
        incident = work.people.incident_by_number(row.incident) if row.incident else None
        if not row.path.is_file():
            sentence = f"{row.path.name} is not there. File names count from the manifest's own folder."
            problems.append(row.place.fault("manifest.file", "file", sentence))
        if row.officer and officer is None:
            sentence = f"No officer “{row.officer}” is in the study. Import the officers first."
            problems.append(row.place.fault("manifest.officer", "officer", sentence))
        if row.incident and incident is None:
            sentence = f"No incident “{row.incident}” is in the study. Import the incidents first."
            problems.append(row.place.fault("manifest.incident", "incident", sentence))
        try:
            content = flags_of(row.content)
        except InputError as error:
            content = frozenset[ContentFlag]()
            problems.append(row.place.fault("manifest.content", "content", error.message))
        found[row.path.resolve()] = Described(
            path=row.path,
            code=row.code,
            part=row.part,
            recorded_at=row.recorded_at,
            officer_id=officer.id if officer else None,
            incident_id=incident.id if incident else None,
            is_open_case=row.is_open_case,
            content=content,
        )
    raise_together(manifest.name, problems)
    return found
