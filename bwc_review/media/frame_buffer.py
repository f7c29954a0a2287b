"""Pictures kept around the one on the screen, ahead and behind, within a bound in bytes."""

from collections.abc import Iterator

from bwc_review.media.picture_frame import Frame

_LEAST_FRAMES = 12
_AHEAD_SHARE = 3  # one third ahead, the rest behind: going back is what cannot be decoded in no time
_AHEAD_SHARE_BACK = 12  # while playing backwards next to nothing is wanted ahead


class FrameBuffer:
    """Pictures by index, in a window around an anchor. Not thread-safe: whoever owns it holds a lock.

    Attributes:
        ahead: Frames kept after the anchor.
        behind: Frames kept before the anchor.
    """

    def __init__(self, budget_bytes: int) -> None:
        """Make an empty buffer.

        Args:
            budget_bytes: What the pictures may take together; twelve of them are kept however large they are.
        """
        self._budget_bytes = budget_bytes
        self._frames: dict[int, Frame] = {}
        self._anchor = 0
        self._count = 0
        self._is_back = False
        self._frame_bytes = 0
        self.ahead = 0
        self.behind = 0
        self.resize(1)

    def resize(self, frame_bytes: int) -> None:
        """Throw all away and lay the window out for pictures of that size."""
        self._frames.clear()
        self._lay_out(frame_bytes)

    def lean(self, *, is_back: bool) -> None:
        """Lay the window out for going backwards, or as usual again; pictures that fall out go with the next one."""
        if is_back != self._is_back:
            self._is_back = is_back
            self._share()

    def clear(self) -> None:
        """Throw all away."""
        self._frames.clear()

    def move_to(self, anchor: int) -> None:
        """Lay the window around `anchor`; pictures outside it go when the next one comes."""
        self._anchor = anchor

    def put(self, frame: Frame) -> None:
        """Keep a picture, and let go of those outside the window; it shrinks if pictures are larger than was said."""
        if frame.size_bytes > self._frame_bytes:
            self._lay_out(frame.size_bytes)
        self._frames[frame.index] = frame
        if len(self._frames) > self.ahead + self.behind + 1 or not self.covers(frame.index):
            for index in [index for index in self._frames if not self.covers(index)]:
                del self._frames[index]

    def get(self, index: int) -> Frame | None:
        """The picture with that index."""
        return self._frames.get(index)

    def newest(self, after: int, upto: int) -> Frame | None:
        """The latest picture after `after` up to `upto`."""
        index = max((index for index in self._frames if after < index <= upto), default=None)
        return None if index is None else self._frames[index]

    def oldest(self, start: int, before: int) -> Frame | None:
        """The earliest picture from `start` on that lies before `before`."""
        index = min((index for index in self._frames if start <= index < before), default=None)
        return None if index is None else self._frames[index]

    def covers(self, index: int) -> bool:
        """True if the window has a place for that index."""
        return self._anchor - self.behind <= index <= self._anchor + self.ahead

    def __contains__(self, index: int) -> bool:
        return index in self._frames

    def __len__(self) -> int:
        return len(self._frames)

    def __iter__(self) -> Iterator[Frame]:
        return iter(self._frames.values())

    @property
    def size_bytes(self) -> int:
        """Memory that the pictures take."""
        return sum(frame.size_bytes for frame in self._frames.values())

    def _lay_out(self, frame_bytes: int) -> None:
        self._frame_bytes = frame_bytes
        self._count = max(_LEAST_FRAMES, self._budget_bytes // max(1, frame_bytes))
        self._share()

    def _share(self) -> None:
        self.ahead = self._count // (_AHEAD_SHARE_BACK if self._is_back else _AHEAD_SHARE)
        self.behind = self._count - self.ahead - 1
