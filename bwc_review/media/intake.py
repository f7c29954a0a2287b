"""Hashing and examining a file side by side: both read the same bytes, the second from the system's cache."""

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from bwc_review.domain.clip import Examination
from bwc_review.domain.errors import Cancelled, EnvironmentFault
from bwc_review.domain.progress import CancelToken, Report, silent
from bwc_review.media.examine import examine
from bwc_review.media.hashing import sha256


def hash_and_examine(path: Path, report: Report, cancel: CancelToken) -> tuple[str, Examination]:
    """The SHA-256 and the examination of one file; a refusal of either stops the other at once.

    Hashing is by far the longer part for a large file, so it alone reports progress, from the caller's thread.

    Raises:
        InputError, EnvironmentFault, Cancelled: As `examine` and `sha256`.
    """
    both = _Linked(cancel)
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="examine") as worker:
        examining = worker.submit(examine, path, silent, both)
        examining.add_done_callback(both.stop_on_failure)
        try:
            digest = sha256(path, report, both)
        except Cancelled:
            cancel.raise_if_cancelled()
            examining.result()  # it failed and stopped the hashing: its reason is the one to tell
            raise
        except EnvironmentFault:
            both.cancel()
            raise
        return digest, examining.result()


class _Linked(CancelToken):
    """Cancelled by itself or by the token of the whole job."""

    def __init__(self, outer: CancelToken) -> None:
        super().__init__()
        self._outer = outer

    @property
    def is_cancelled(self) -> bool:
        return self._outer.is_cancelled or super().is_cancelled

    def raise_if_cancelled(self) -> None:
        self._outer.raise_if_cancelled()
        super().raise_if_cancelled()

    def stop_on_failure(self, done: "Future[Examination]") -> None:
        """Cancel if the examination ended in an error."""
        if not done.cancelled() and done.exception() is not None:
            self.cancel()
