"""What the status line says about the log and about saving."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from bwc_review.ui.bridge.study import StudyBridge, Tone
from bwc_review.ui.frame.status_line import StatusLine

if TYPE_CHECKING:
    from bwc_review.domain.audit import ChainFault
    from bwc_review.domain.changes import Changes

# Walking more entries than this would keep other reads waiting; the Audit page does it as a job.
MOST_AT_ONCE = 20_000


class LogState(QObject):
    """Checks the chain when a study is opened, and follows its growth afterwards."""

    def __init__(self, bridge: StudyBridge, status: StatusLine) -> None:
        super().__init__(status)
        self._bridge = bridge
        self._status = status
        self._is_checked = False
        bridge.opened.connect(self._check)
        bridge.changed.connect(self._follow)

    def _check(self) -> None:
        self._is_checked = False
        study = self._bridge.study

        def look() -> "tuple[int, ChainFault | None, bool]":
            count = study.auditing.head().seq
            is_short = count <= MOST_AT_ONCE
            return count, study.auditing.chain_fault() if is_short else None, is_short

        self._bridge.read(self, look, self._show)

    def _follow(self, changes: "Changes", _initiator: object) -> None:
        del changes
        self._status.show_saved(datetime.now())
        study = self._bridge.study
        self._bridge.read(self, lambda: (study.auditing.head().seq, None, self._is_checked), self._show)

    def _show(self, found: "tuple[int, ChainFault | None, bool]") -> None:
        count, fault, self._is_checked = found
        words = f"{count:,} {'entry' if count == 1 else 'entries'}"
        if fault is not None:
            self._status.show_chain(f"Log damaged at entry {fault.seq:,}", Tone.ERROR)
        elif self._is_checked:
            self._status.show_chain(f"Log intact · {words}", Tone.SUCCESS)
        else:
            self._status.show_chain(f"Log not checked · {words}")
