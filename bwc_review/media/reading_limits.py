"""How long and how much may be read of one file, so that a hostile or damaged one cannot hold up an import."""

from time import monotonic

from bwc_review.domain.progress import CancelToken

_BASE_S = 10.0
_SLOWEST_BYTES_PER_S = 2_000_000  # a bad network drive; a file is never given up for being long
_MOST_PASSES = 6  # reading, decoding, listening, and once more where something looks broken
_SLACK_BYTES = 1 << 20


class ReadingLimits:
    """A clock and a counter for one file; asked in every loop over packets."""

    def __init__(self, size: int, cancel: CancelToken) -> None:
        """Start the clock.

        Args:
            size: Bytes of the file.
            cancel: Asked together with the limits.
        """
        self._cancel = cancel
        self._bytes_left = _MOST_PASSES * size + _SLACK_BYTES
        self._end = monotonic() + _BASE_S + size / _SLOWEST_BYTES_PER_S

    def allow(self, packet_bytes: int = 0) -> bool:
        """Count what was read; False once it is far more than the file holds, or the time is over.

        Raises:
            Cancelled: The user stopped the job.
        """
        self._cancel.raise_if_cancelled()
        self._bytes_left -= packet_bytes
        return self._bytes_left > 0 and monotonic() < self._end

    def for_at_most(self, seconds: float) -> float:
        """The moment of the monotonic clock that lies `seconds` ahead, or the limit if that is earlier."""
        return min(self._end, monotonic() + seconds)
