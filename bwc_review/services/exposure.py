"""How much footage each reviewer has watched, and how much of it carries a content note; and where to find support."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bwc_review.domain.viewing import ViewingRun, watched_us
from bwc_review.services.clock import utc_now
from bwc_review.services.ports import Store

_CONTACT = "wellness.contact"


@dataclass(frozen=True, slots=True)
class ViewerExposure:
    """One viewer's footage in this study.

    Attributes:
        viewer: Who watched.
        watched_us: All of it, at any speed, as time that passed for the viewer.
        flagged_us: The part in clips with a content note.
        today_us: The part of today, by the machine's day.
    """

    viewer: str
    watched_us: int
    flagged_us: int
    today_us: int


class Exposure:
    """Counts footage watched.

    Attributes:
        actor: Who acts, as the log will say.
    """

    def __init__(self, store: Store, actor: str, clock: Callable[[], datetime] = utc_now) -> None:
        self._store = store
        self._clock = clock
        self.actor = actor

    def by_viewer(self) -> tuple[ViewerExposure, ...]:
        """Everybody who has watched anything, by name."""
        runs: dict[str, list[ViewingRun]] = {}
        with self._store.reading() as work:
            flagged = {note.recording_id for note in work.content_notes.all() if note.needs_warning}
            for run in work.viewings.all():
                runs.setdefault(run.viewer, []).append(run)
        today = self._clock().astimezone().date()
        return tuple(
            ViewerExposure(
                viewer,
                watched_us(found),
                watched_us([run for run in found if run.recording_id in flagged]),
                watched_us([run for run in found if run.begun_at.astimezone().date() == today]),
            )
            for viewer, found in sorted(runs.items())
        )

    def own(self) -> ViewerExposure:
        """The actor's own."""
        found = next((one for one in self.by_viewer() if one.viewer == self.actor), None)
        return found or ViewerExposure(self.actor, 0, 0, 0)

    def contact(self) -> str:
        """Where somebody finds support, in the agency's words; empty if nothing was written."""
        with self._store.reading() as work:
            return work.settings.get(_CONTACT)

    def put_contact(self, text: str) -> None:
        """Write where somebody finds support."""
        wanted = text.strip()
        with self._store.writing(self.actor) as work:
            before = work.settings.get(_CONTACT)
            if before == wanted:
                return
            work.settings.put(_CONTACT, wanted)
            work.audit.record("study.contact", "study", {"before": before, "after": wanted})
            work.commit()
