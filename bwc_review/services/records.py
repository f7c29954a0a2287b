"""Officers, training records and incidents from CSV files: read and checked whole, then written in one transaction."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bwc_review.domain.changes import Changes, Touched
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import IncidentId, OfficerId, TrainingId, new_id
from bwc_review.domain.people import CallType, Incident, Officer, TrainingRecord
from bwc_review.domain.progress import CancelToken, Progress, Report, silent
from bwc_review.services.ports import Store, UnitOfWork
from bwc_review.services.tables import (
    IncidentRow,
    OfficerRow,
    TrainingRow,
    read_incidents,
    read_officers,
    read_training,
)
from bwc_review.services.text_source import raise_together

# Closer than this to a known kind of call, a new one is taken for a slip of the pen.
_SLIP = 0.85


@dataclass(frozen=True, slots=True)
class RecordsResult:
    """What an import of records did: rows read by kind, and the ids touched."""

    officers: int
    trainings: int
    incidents: int
    changes: Changes


@dataclass(frozen=True, slots=True)
class _Rows:
    officers: Sequence[OfficerRow]
    trainings: Sequence[TrainingRow]
    incidents: Sequence[IncidentRow]


class Records:
    """Officers, training and incidents of a study.

    Attributes:
        actor: Who acts, as the log will say.
    """

    def __init__(self, store: Store, actor: str) -> None:
        self._store = store
        self.actor = actor

    def import_csv(
        self,
        officers: Path | None = None,
        training: Path | None = None,
        incidents: Path | None = None,
        report: Report = silent,
        cancel: CancelToken | None = None,
    ) -> RecordsResult:
        """Import any of the three files: all of it, or nothing.

        An officer who is in the study already, by pseudonym or badge, is brought up to date; so are an incident by its
        number and a training record by officer, course and last day. A kind of call that is new is added to the study's
        list, unless it looks like a misspelt one.

        Raises:
            InputError: A file breaks a rule, or names an officer who is neither in the study nor in `officers`; with
                file, row and column.
            EnvironmentFault: A file cannot be read.
            Cancelled: The job was stopped; nothing was changed.
        """
        token = cancel or CancelToken()
        rows = _Rows(
            read_officers(officers) if officers else (),
            read_training(training) if training else (),
            read_incidents(incidents) if incidents else (),
        )
        with self._store.writing(self.actor) as work:
            ids = _put_officers(work, rows.officers)
            token.raise_if_cancelled()
            ids += _put_trainings(work, rows.trainings)
            token.raise_if_cancelled()
            ids += _put_incidents(work, rows.incidents)
            result = RecordsResult(
                len(rows.officers), len(rows.trainings), len(rows.incidents), Changes.of(Touched.PEOPLE, *ids)
            )
            details = {
                "officers": result.officers,
                "trainings": result.trainings,
                "incidents": result.incidents,
                "ids": [str(found) for found in ids],
            }
            work.audit.record("records.import", "people", details)
            token.raise_if_cancelled()
            work.commit()
        report(Progress(1, 1, "Imported"))
        return result

    def trainings(self, officer_id: OfficerId) -> tuple[TrainingRecord, ...]:
        """An officer's training records."""
        with self._store.reading() as work:
            return tuple(work.people.trainings(officer_id))


def _put_officers(work: UnitOfWork, rows: Sequence[OfficerRow]) -> list[OfficerId]:
    ids: list[OfficerId] = []
    problems: list[InputError] = []
    for row in rows:
        named = work.people.officer_by_pseudonym(row.pseudonym)
        badged = work.people.officer_by_badge(row.badge) if row.badge else None
        if badged is not None and named is not None and badged.id != named.id:
            sentence = f"This badge belongs to {badged.pseudonym} in the study, not to {row.pseudonym}."
            problems.append(row.place.fault("records.badge_taken", "badge", sentence))
            continue
        known = named or badged
        officer = Officer(known.id if known else OfficerId(new_id()), row.pseudonym, row.unit)
        work.people.put_officer(officer, row.badge or (work.people.badge_of(known.id) if known else ""))
        ids.append(officer.id)
    _raise(rows, problems)
    return ids


def _put_trainings(work: UnitOfWork, rows: Sequence[TrainingRow]) -> list[TrainingId]:
    ids: list[TrainingId] = []
    problems: list[InputError] = []
    for row in rows:
        officer = find_officer(work, row.officer)
        if officer is None:
            sentence = f"No officer “{row.officer}” is in the study or in the officers file."
            problems.append(row.place.fault("records.unknown_officer", "officer", sentence))
            continue
        record = TrainingRecord(
            id=_training_id(work, officer.id, row),
            officer_id=officer.id,
            course=row.course,
            completed_on=row.completed_on,
            started_on=row.started_on,
            hours=row.hours,
            delivery=row.delivery,
            certified_until=row.certified_until,
        )
        work.people.put_training(record)
        ids.append(record.id)
    _raise(rows, problems)
    return ids


def _training_id(work: UnitOfWork, officer_id: OfficerId, row: TrainingRow) -> TrainingId:
    for known in work.people.trainings(officer_id):
        if (known.course, known.completed_on) == (row.course, row.completed_on):
            return known.id
    return TrainingId(new_id())


def _put_incidents(work: UnitOfWork, rows: Sequence[IncidentRow]) -> list[IncidentId]:
    ids: list[IncidentId] = []
    problems: list[InputError] = []
    for row in rows:
        try:
            call_type = _call_type(work, row)
        except InputError as error:
            problems.append(error)
            continue
        known = work.people.incident_by_number(row.number)
        incident = Incident(
            id=known.id if known else IncidentId(new_id()),
            number=row.number,
            occurred_on=row.occurred_on,
            call_type=call_type,
            setting=row.setting,
            armed=row.armed,
            officers_present=row.officers_present,
        )
        work.people.put_incident(incident)
        ids.append(incident.id)
    _raise(rows, problems)
    return ids


def _call_type(work: UnitOfWork, row: IncidentRow) -> str:
    """Code of the kind of call that is meant, by code or name in any case; a new one is added."""
    known = {text.lower(): kind.code for kind in work.people.call_types() for text in (kind.code, kind.name)}
    wanted = row.call_type.lower()
    if wanted in known:
        return known[wanted]
    close = difflib.get_close_matches(wanted, known, n=1, cutoff=_SLIP)
    if close:
        sentence = f"“{row.call_type}” is not a kind of call of this study. Did you mean “{known[close[0]]}”?"
        raise row.place.fault("records.call_type", "call_type", sentence)
    code = "_".join("".join(letter if letter.isalnum() else " " for letter in wanted).split())
    if not code:
        sentence = f"“{row.call_type}” is not a name for a kind of call."
        raise row.place.fault("records.call_type", "call_type", sentence)
    name = row.call_type if " " in row.call_type else row.call_type.replace("_", " ").capitalize()
    work.people.put_call_type(CallType(code, name))
    return code


def find_officer(work: UnitOfWork, name: str) -> Officer | None:
    """The officer with that pseudonym or, failing that, that badge."""
    return work.people.officer_by_pseudonym(name) or work.people.officer_by_badge(name)


def _raise(
    rows: Sequence[OfficerRow] | Sequence[TrainingRow] | Sequence[IncidentRow], problems: list[InputError]
) -> None:
    if problems:
        raise_together(rows[0].place.file, problems)
