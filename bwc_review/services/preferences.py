"""Each reviewer's way of coding, kept in the study: it is there at every desk, and the log shows what was in force."""

from bwc_review.domain.coding_preferences import CodingPreferences
from bwc_review.domain.errors import EnvironmentFault
from bwc_review.services.coding_texts import preferences_from, preferences_text
from bwc_review.services.ports import Store, UnitOfWork

PREFERENCES_ACTION = "reviewer.coding"


class Preferences:
    """Reads and keeps how reviewers code.

    Attributes:
        actor: Who acts, as the log will say.
    """

    def __init__(self, store: Store, actor: str) -> None:
        self._store = store
        self.actor = actor

    def of(self, reviewer: str) -> CodingPreferences | None:
        """A reviewer's preferences; None if this study has none of theirs yet."""
        with self._store.reading() as work:
            return preferences_in(work, reviewer)

    def keep(self, reviewer: str, preferences: CodingPreferences) -> CodingPreferences | None:
        """Keep a reviewer's preferences, and log what changed; what they were before.

        Raises:
            EnvironmentFault: The study can only be read here, or the disk or the server does not let us.
        """
        if self._store.is_read_only:
            message = "This study can only be read here: what you chose holds on this computer, not in the study."
            raise EnvironmentFault("study.read_only", message)
        with self._store.writing(self.actor) as work:
            before = preferences_in(work, reviewer)
            if before != preferences:
                work.settings.put(_name(reviewer), preferences_text(preferences))
                old, new = (before or CodingPreferences()).facts(), preferences.facts()
                changed = [name for name in {**old, **new} if old.get(name) != new.get(name)]
                details = {
                    "reviewer": reviewer,
                    "before": {name: old.get(name) for name in changed},
                    "after": {name: new.get(name) for name in changed},
                }
                work.audit.record(PREFERENCES_ACTION, "study", details)
                work.commit()
        return before


def preferences_in(work: UnitOfWork, reviewer: str) -> CodingPreferences | None:
    """A reviewer's preferences inside a transaction; None if the study has none of theirs yet."""
    text = work.settings.get(_name(reviewer))
    return preferences_from(text) if text else None


def _name(reviewer: str) -> str:
    return f"coding/{reviewer}"
