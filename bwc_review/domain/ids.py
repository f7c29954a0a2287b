"""Ids are made here, in the domain, so that redo restores the same id and two studies can be merged."""

from typing import NewType
from uuid import UUID, uuid4

ClipId = NewType("ClipId", UUID)
RecordingId = NewType("RecordingId", UUID)
OfficerId = NewType("OfficerId", UUID)
TrainingId = NewType("TrainingId", UUID)
IncidentId = NewType("IncidentId", UUID)
ReviewId = NewType("ReviewId", UUID)
TagId = NewType("TagId", UUID)
RatingId = NewType("RatingId", UUID)
RunId = NewType("RunId", UUID)
NoteId = NewType("NoteId", UUID)
ReasonId = NewType("ReasonId", UUID)
PlanId = NewType("PlanId", UUID)
AssignmentId = NewType("AssignmentId", UUID)
ReelId = NewType("ReelId", UUID)
ExportId = NewType("ExportId", UUID)
DraftId = NewType("DraftId", UUID)


def new_id() -> UUID:
    """A new random id; wrap it in the NewType of what it names."""
    return uuid4()
