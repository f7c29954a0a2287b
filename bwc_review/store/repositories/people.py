"""Officers, badges, training records, incidents and call types."""

from collections.abc import Sequence

from sqlalchemy import func, select

from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import IncidentId, OfficerId
from bwc_review.domain.people import CallType, Incident, Officer, TrainingRecord
from bwc_review.store.mapping.people import (
    call_type_value,
    incident_row,
    incident_value,
    officer_value,
    training_row,
    training_value,
)
from bwc_review.store.schema import BadgeRow, CallTypeRow, IncidentRow, OfficerRow, TrainingRow
from bwc_review.store.transaction import Criterion, Transaction


class SqlPeople:
    """Officers, training records, incidents and call types. Badges are written here and only read by `badge_of`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def put_officer(self, officer: Officer, badge: str = "") -> None:
        """Keep an officer, new or changed; without a badge the one that is known stays."""
        self._transaction.put(OfficerRow(id=officer.id, pseudonym=officer.pseudonym, unit=officer.unit))
        if badge:
            self._transaction.put(BadgeRow(officer_id=officer.id, badge=badge))

    def officer(self, officer_id: OfficerId) -> Officer:
        """The officer with that id.

        Raises:
            InputError: The study has none.
        """
        found = self._officer(OfficerRow.id == officer_id)
        if found is None:
            raise InputError("officer.unknown", "This officer is not in the study.", officer=str(officer_id))
        return found

    def officer_by_pseudonym(self, pseudonym: str) -> Officer | None:
        """The officer with that pseudonym, or None."""
        return self._officer(OfficerRow.pseudonym == pseudonym)

    def officer_by_badge(self, badge: str) -> Officer | None:
        """The officer with that badge, or None."""
        row = self._transaction.row(BadgeRow, BadgeRow.badge == badge)
        return self.officer(OfficerId(row.officer_id)) if row is not None else None

    def badge_of(self, officer_id: OfficerId) -> str:
        """The officer's badge; empty if none was given."""
        row = self._transaction.row(BadgeRow, BadgeRow.officer_id == officer_id)
        return row.badge if row is not None else ""

    def officers(self) -> Sequence[Officer]:
        """All officers, by pseudonym."""
        return [officer_value(row) for row in self._transaction.rows(OfficerRow, order_by=[OfficerRow.pseudonym])]

    def put_training(self, record: TrainingRecord) -> None:
        """Keep a training record, new or changed."""
        self._transaction.put(training_row(record))

    def trainings(self, officer_id: OfficerId | None = None) -> Sequence[TrainingRecord]:
        """Training records by their last day: of one officer, or of all."""
        criteria = [] if officer_id is None else [TrainingRow.officer_id == officer_id]
        order = [TrainingRow.completed_on, TrainingRow.course, TrainingRow.id]
        return [training_value(row) for row in self._transaction.rows(TrainingRow, *criteria, order_by=order)]

    def put_incident(self, incident: Incident) -> None:
        """Keep an incident, new or changed."""
        self._transaction.put(incident_row(incident))

    def incident(self, incident_id: IncidentId) -> Incident:
        """The incident with that id.

        Raises:
            InputError: The study has none.
        """
        found = self._incident(IncidentRow.id == incident_id)
        if found is None:
            raise InputError("incident.unknown", "This incident is not in the study.", incident=str(incident_id))
        return found

    def incident_by_number(self, number: str) -> Incident | None:
        """The incident with that number, or None."""
        return self._incident(IncidentRow.number == number)

    def incidents(self) -> Sequence[Incident]:
        """All incidents, by number."""
        return [incident_value(row) for row in self._transaction.rows(IncidentRow, order_by=[IncidentRow.number])]

    def put_call_type(self, call_type: CallType) -> None:
        """Keep a call type, new (then last in order) or renamed."""
        known = self._transaction.row(CallTypeRow, CallTypeRow.code == call_type.code)
        position = known.position if known is not None else self._next_position()
        self._transaction.put(CallTypeRow(code=call_type.code, name=call_type.name, position=position))

    def call_types(self) -> Sequence[CallType]:
        """All call types, in the order in which they were put first."""
        order = [CallTypeRow.position]
        return [call_type_value(row) for row in self._transaction.rows(CallTypeRow, order_by=order)]

    def _officer(self, criterion: Criterion) -> Officer | None:
        row = self._transaction.row(OfficerRow, criterion)
        return officer_value(row) if row is not None else None

    def _incident(self, criterion: Criterion) -> Incident | None:
        row = self._transaction.row(IncidentRow, criterion)
        return incident_value(row) if row is not None else None

    def _next_position(self) -> int:
        return self._transaction.connection.scalar(select(func.coalesce(func.max(CallTypeRow.position) + 1, 0))) or 0
