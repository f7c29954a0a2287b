"""Officers, badges, training, incidents and call types."""

from dataclasses import replace
from datetime import date

import pytest

from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import IncidentId, OfficerId, TrainingId, new_id
from bwc_review.domain.people import DEFAULT_CALL_TYPES, CallType, Delivery, Incident, Officer, TrainingRecord
from bwc_review.store.sql_store import SqlStore
from tests.store.filled import ACTOR

OSPREY = Officer(OfficerId(new_id()), "Osprey", "B")
HERON = Officer(OfficerId(new_id()), "Heron")


def test_an_officer_is_found_by_id_pseudonym_and_badge(store: SqlStore):
    with store.writing(ACTOR) as unit:
        unit.people.put_officer(OSPREY, badge="4711")
        unit.people.put_officer(HERON)
        assert unit.people.officer(OSPREY.id) == OSPREY
        assert unit.people.officer_by_pseudonym("Osprey") == OSPREY
        assert unit.people.officer_by_badge("4711") == OSPREY
        assert unit.people.officers() == [HERON, OSPREY]
        assert unit.people.officer_by_pseudonym("Kestrel") is None
        assert unit.people.officer_by_badge("1") is None


def test_a_badge_stays_unless_another_is_given(store: SqlStore):
    with store.writing(ACTOR) as unit:
        unit.people.put_officer(OSPREY, badge="4711")
        unit.people.put_officer(replace(OSPREY, unit="C"))
        assert unit.people.badge_of(OSPREY.id) == "4711"
        unit.people.put_officer(OSPREY, badge="4712")
        assert unit.people.badge_of(OSPREY.id) == "4712"
        assert unit.people.badge_of(HERON.id) == ""


def test_unknown_officers_and_incidents_are_refused(store: SqlStore):
    with store.reading() as unit:
        with pytest.raises(InputError) as caught:
            unit.people.officer(OSPREY.id)
        assert caught.value.code == "officer.unknown"
        with pytest.raises(InputError) as caught:
            unit.people.incident(IncidentId(new_id()))
        assert caught.value.code == "incident.unknown"


def test_training_comes_by_its_last_day_for_one_officer_or_all(store: SqlStore):
    late = TrainingRecord(TrainingId(new_id()), OSPREY.id, "ICAT", date(2024, 3, 2), date(2024, 3, 1), 12.5)
    early = TrainingRecord(TrainingId(new_id()), OSPREY.id, "CIT", date(2023, 3, 2), delivery=Delivery.VR)
    other = TrainingRecord(TrainingId(new_id()), HERON.id, "ICAT", date(2023, 9, 1))
    with store.writing(ACTOR) as unit:
        for officer in (OSPREY, HERON):
            unit.people.put_officer(officer)
        for record in (late, early, other):
            unit.people.put_training(record)
        assert unit.people.trainings(OSPREY.id) == [early, late]
        assert unit.people.trainings() == [early, other, late]


def test_incidents_are_found_by_id_and_number(store: SqlStore):
    incident = Incident(IncidentId(new_id()), "24-0815", date(2024, 1, 2), "welfare_check", officers_present=2)
    with store.writing(ACTOR) as unit:
        unit.people.put_call_type(CallType("welfare_check", "Welfare check"))
        unit.people.put_incident(incident)
        assert unit.people.incident(incident.id) == incident
        assert unit.people.incident_by_number("24-0815") == incident
        assert unit.people.incident_by_number("24-0816") is None
        assert unit.people.incidents() == [incident]


def test_call_types_keep_their_order_when_renamed(store: SqlStore):
    with store.writing(ACTOR) as unit:
        for call_type in DEFAULT_CALL_TYPES:
            unit.people.put_call_type(call_type)
        renamed = CallType(DEFAULT_CALL_TYPES[2].code, "Another name")
        unit.people.put_call_type(renamed)
        expected = [*DEFAULT_CALL_TYPES[:2], renamed, *DEFAULT_CALL_TYPES[3:]]
        assert unit.people.call_types() == expected
