"""One recording on the screen: its files end to end, each with a decoder of its own while it is near."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

from bwc_review.domain.clip import FrameTable, SourceClip
from bwc_review.domain.errors import ReviewError
from bwc_review.domain.time import Moment
from bwc_review.media.decoder import Decoder
from bwc_review.media.picture_frame import Frame

_NEAR_FRAMES = 90  # from an edge of a file its neighbour is opened, so that playing goes on without a halt


class Pane:
    """Pictures of one recording, asked for by frame number or moment on the recording's axis. Nothing waits.

    Attributes:
        table: Frames of all its files on one axis.
        sources: Its files.
    """

    def __init__(
        self, sources: Sequence[SourceClip], box: tuple[int, int], on_frame: Callable[[], None], budget_bytes: int
    ) -> None:
        """Open the first file.

        Args:
            sources: The recording's files in order; at least one.
            box: Width and height in device pixels.
            on_frame: Called from another thread when a picture asked for has come, or on a fault.
            budget_bytes: Memory for pictures.
        """
        self.sources = tuple(sources)
        self.table, self._firsts, self._offsets_us = _joined(self.sources)
        self._box = box
        self._on_frame = on_frame
        self._budget_bytes = budget_bytes
        self._decoders: dict[int, Decoder] = {}
        self._at = 0
        self._decoder(0)

    @property
    def borders(self) -> list[Moment]:
        """Where its second and further files begin."""
        return [Moment(offset_us) for offset_us in self._offsets_us[1:]]

    def close(self) -> None:
        """Let go of all files."""
        for decoder in self._decoders.values():
            decoder.close()
        self._decoders.clear()

    def seek(self, index: int, toward: int = -1) -> None:
        """Ask for a frame, or if it cannot be decoded for the next in the direction `toward`."""
        self._at = self._part(index)
        self._decoder(self._at).seek(index - self._firsts[self._at], toward)
        self._open_near(index)

    def exact(self) -> Frame | None:
        """The picture last asked for, or None while it is not there yet."""
        return self._placed(self._decoder(self._at).exact())

    def newest(self, index: int, after: int) -> Frame | None:
        """While playing: the picture due, or a late one after `after`, or None."""
        self._at = self._part(index)
        first = self._firsts[self._at]
        frame = self._decoder(self._at).newest(index - first, after - first)
        self._open_near(index)
        return self._placed(frame)

    def newest_back(self, index: int, before: int) -> Frame | None:
        """While playing backwards: the picture due, or a late one between it and `before`, or None."""
        self._at = self._part(index)
        first = self._firsts[self._at]
        frame = self._decoder(self._at).newest_back(index - first, before - first)
        self._open_near(index)
        return self._placed(frame)

    def rest(self) -> None:
        """Playing stopped."""
        self._decoder(self._at).rest()

    def resize(self, box: tuple[int, int]) -> None:
        """Make pictures for another size from now on."""
        self._box = box
        for decoder in self._decoders.values():
            decoder.resize(box)

    def is_ready(self, index: int) -> bool:
        """True if the picture is there already."""
        part = self._part(index)
        return part in self._decoders and self._decoders[part].is_ready(index - self._firsts[part])

    def is_missing(self, index: int) -> bool:
        """True if the frame is known to be one that cannot be decoded."""
        part = self._part(index)
        return part in self._decoders and self._decoders[part].is_missing(index - self._firsts[part])

    @property
    def is_busy(self) -> bool:
        """True while there is something left to decode."""
        return any(decoder.is_busy for decoder in self._decoders.values())

    @property
    def fault(self) -> ReviewError | None:
        """Why the file on the screen gives no more pictures, or None."""
        return self._decoder(self._at).fault

    @property
    def error_count(self) -> int:
        """Packets that could not be decoded, in the files that are open."""
        return sum(decoder.error_count for decoder in self._decoders.values())

    def _part(self, index: int) -> int:
        return max(0, bisect_right(self._firsts, index) - 1)

    def _decoder(self, part: int) -> Decoder:
        if part not in self._decoders:
            source = self.sources[part]
            decoder = Decoder(
                source.clip.path,
                source.clip.facts,
                source.table,
                self._box,
                on_frame=self._on_frame,
                budget_bytes=self._budget_bytes,
            )
            self._decoders[part] = decoder
            decoder.open()
        return self._decoders[part]

    def _open_near(self, index: int) -> None:
        near = {self._part(max(0, index - _NEAR_FRAMES)), self._at, self._part(index + _NEAR_FRAMES)}
        for part in set(self._decoders) - near:
            self._decoders.pop(part).close()
        for part in near - set(self._decoders):
            decoder = self._decoder(part)
            decoder.seek(0 if part > self._at else len(self.sources[part].table) - 1)

    def _placed(self, frame: Frame | None) -> Frame | None:
        first, offset_us = self._firsts[self._at], self._offsets_us[self._at]
        if frame is None or not (first or offset_us):
            return frame
        return replace(frame, index=frame.index + first, moment=frame.moment.shifted(offset_us))


def _joined(sources: Sequence[SourceClip]) -> tuple[FrameTable, list[int], list[int]]:
    """The files' frames on one axis, the number of each file's first frame, and each file's start."""
    if len(sources) == 1:
        return sources[0].table, [0], [0]
    starts: list[int] = []
    keys: list[int] = []
    firsts: list[int] = []
    offsets_us: list[int] = []
    offset_us = 0
    for source in sources:
        firsts.append(len(starts))
        offsets_us.append(offset_us)
        keys += [len(starts) + key for key in source.table.keys]
        starts += [offset_us + start for start in source.table.starts_us]
        offset_us += source.clip.facts.duration_us
    return FrameTable.of(starts, keys, offset_us), firsts, offsets_us
