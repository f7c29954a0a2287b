"""The part of a recording that somebody is shown."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from bwc_review.domain.clip import FrameTable, SourceClip
from bwc_review.domain.time import Moment


def shown_until(sources: Sequence[SourceClip], end: Moment) -> tuple[SourceClip, ...]:
    """The files of a recording as if it ended before the frame at `end`: nothing later can be decoded, seen or heard.

    At least the first frame stays.
    """
    kept: list[SourceClip] = []
    offset_us = 0
    for source in sources:
        here_us = end.us - offset_us
        if kept and here_us <= 0:
            break
        offset_us += source.table.end_us
        kept.append(source if here_us >= source.table.end_us else _cut(source, here_us))
    return tuple(kept)


def _cut(source: SourceClip, end_us: int) -> SourceClip:
    table = source.table
    count = max(1, bisect_left(table.starts_us, end_us))
    if count == len(table):
        return source
    cut = FrameTable.of(table.starts_us[:count], (key for key in table.keys if key < count), table.starts_us[count])
    facts = replace(source.clip.facts, frame_count=count, duration_us=cut.end_us)
    return SourceClip(replace(source.clip, facts=facts), cut)
