"""Officers (by pseudonym), their training, incidents and call types; and the phase that follows from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bwc_review.domain.ids import IncidentId, OfficerId, TrainingId


class Phase(StrEnum):
    """Where a recording stands against its officer's own training."""

    PRE = "pre"
    POST = "post"
    DURING = "during"
    NONE = "none"


class Delivery(StrEnum):
    """How a course was given."""

    CLASSROOM = "classroom"
    ROLEPLAY = "roleplay"
    VR = "vr"
    ELEARNING = "elearning"
    BLENDED = "blended"


class Setting(StrEnum):
    """Where the recording was made."""

    FIELD = "field"
    SCENARIO = "scenario"
    VR = "vr"


class Armed(StrEnum):
    """What the person held at first contact."""

    NONE = "none"
    UNKNOWN = "unknown"
    NON_FIREARM = "non_firearm"
    FIREARM = "firearm"


@dataclass(frozen=True, slots=True)
class Officer:
    """An officer under a pseudonym. Badge numbers are kept apart, in the store only.

    Attributes:
        id: Made on import.
        pseudonym: What every page and report shows; unique in the study.
        unit: Squad or division, if it was given.
    """

    id: OfficerId
    pseudonym: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class TrainingRecord:
    """A course that an officer took.

    Attributes:
        id: Made on import.
        officer_id: Who took it.
        course: Name of the course.
        completed_on: Last day.
        started_on: First day; the last day if it was not given.
        hours: Length in hours, if it was given.
        delivery: How it was given, if known.
        certified_until: Day on which the certificate lapses, if it does.
    """

    id: TrainingId
    officer_id: OfficerId
    course: str
    completed_on: date
    started_on: date | None = None
    hours: float | None = None
    delivery: Delivery | None = None
    certified_until: date | None = None


@dataclass(frozen=True, slots=True)
class CallType:
    """A kind of call; the list is the study's own.

    Attributes:
        code: Stable short name, such as ``domestic_dispute``.
        name: What is shown.
    """

    code: str
    name: str


DEFAULT_CALL_TYPES = (
    CallType("domestic_dispute", "Domestic dispute"),
    CallType("welfare_check", "Welfare check"),
    CallType("public_disturbance_crisis", "Public disturbance, person in crisis"),
    CallType("under_influence", "Person under the influence"),
    CallType("shoplifting", "Shoplifting"),
    CallType("noise_complaint", "Noise complaint"),
    CallType("erratic_behaviour_library", "Erratic behaviour in a library"),
    CallType("traffic_stop", "Traffic stop"),
    CallType("trespass", "Trespass"),
    CallType("other", "Other"),
)


@dataclass(frozen=True, slots=True)
class Incident:
    """A call for service.

    Attributes:
        id: Made on import.
        number: The agency's number; unique in the study.
        occurred_on: Day of the call.
        call_type: Code of a `CallType`.
        setting: Field, scenario or VR.
        armed: What the person held at first contact.
        officers_present: Number of officers at first contact, if known.
    """

    id: IncidentId
    number: str
    occurred_on: date
    call_type: str
    setting: Setting = Setting.FIELD
    armed: Armed = Armed.UNKNOWN
    officers_present: int | None = None


def derived_phase(recorded_on: date | None, trainings: Sequence[TrainingRecord]) -> Phase:
    """Phase of a recording from its day and its officer's own training records.

    Before the first day of the first course it is pre, after the last day of that course it is post, on or between its
    days it is during. Without a day or without a record there is none.
    """
    if recorded_on is None or not trainings:
        return Phase.NONE
    first = min(trainings, key=lambda record: (record.completed_on, record.started_on or record.completed_on))
    if recorded_on < (first.started_on or first.completed_on):
        return Phase.PRE
    return Phase.POST if recorded_on > first.completed_on else Phase.DURING
