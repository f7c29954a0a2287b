"""Officers, training records, call types and incidents."""

from bwc_review.domain.ids import IncidentId, OfficerId, TrainingId
from bwc_review.domain.people import Armed, CallType, Delivery, Incident, Officer, Setting, TrainingRecord
from bwc_review.store.schema import CallTypeRow, IncidentRow, OfficerRow, TrainingRow


def officer_value(row: OfficerRow) -> Officer:
    """The officer in a row."""
    return Officer(OfficerId(row.id), row.pseudonym, row.unit)


def training_row(record: TrainingRecord) -> TrainingRow:
    """The row of a training record."""
    return TrainingRow(
        id=record.id,
        officer_id=record.officer_id,
        course=record.course,
        completed_on=record.completed_on,
        started_on=record.started_on,
        hours=record.hours,
        delivery=record.delivery,
        certified_until=record.certified_until,
    )


def training_value(row: TrainingRow) -> TrainingRecord:
    """The training record in a row."""
    return TrainingRecord(
        TrainingId(row.id),
        OfficerId(row.officer_id),
        row.course,
        row.completed_on,
        row.started_on,
        row.hours,
        Delivery(row.delivery) if row.delivery else None,
        row.certified_until,
    )


def call_type_value(row: CallTypeRow) -> CallType:
    """The call type in a row."""
    return CallType(row.code, row.name)


def incident_row(incident: Incident) -> IncidentRow:
    """The row of an incident."""
    return IncidentRow(
        id=incident.id,
        number=incident.number,
        occurred_on=incident.occurred_on,
        call_type=incident.call_type,
        setting=incident.setting,
        armed=incident.armed,
        officers_present=incident.officers_present,
    )


def incident_value(row: IncidentRow) -> Incident:
    """The incident in a row."""
    return Incident(
        IncidentId(row.id),
        row.number,
        row.occurred_on,
        row.call_type,
        Setting(row.setting),
        Armed(row.armed),
        row.officers_present,
    )
