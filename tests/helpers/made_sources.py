"""Source clips made of numbers alone, for tests that touch no file."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from bwc_review.domain.clip import Clip, ClipFacts, FrameTable, SoundFacts, SourceClip
from bwc_review.domain.ids import ClipId, new_id
from bwc_review.domain.time import US_PER_S


def made_source(
    *,
    frames: int = 60,
    rate: Fraction = Fraction(30),
    starts: Sequence[Fraction] = (),
    end: Fraction | None = None,
    time_base: Fraction | None = None,
    keys: Sequence[int] = (0,),
    size: tuple[int, int] = (1280, 720),
    container: str = "mov,mp4,m4a,3gp,3g2,mj2",
    rotation_deg: int = 0,
    is_mirrored: bool = False,
    is_interlaced: bool = False,
    first_pts: int = 0,
    sound: SoundFacts | None = None,
    path: Path = Path("/footage/clip.mp4"),
) -> SourceClip:
    """A source of constant rate, or with frames at `starts` (seconds), stamped in `time_base` (exact by default)."""
    is_variable = bool(starts)
    exact = list(starts) or [Fraction(number) / rate for number in range(frames)]
    base = time_base or (1 / (rate * 512) if not is_variable else Fraction(1, 90_000))
    stamped = [round(start / base) * base for start in exact]
    length_us = round((end if end is not None else len(exact) / rate) * US_PER_S)
    table = FrameTable.of([round(start * US_PER_S) for start in stamped], keys, length_us)
    facts = ClipFacts(
        container=container,
        codec="h264",
        pixel_format="yuv420p",
        width=size[0],
        height=size[1],
        sample_aspect_ratio=Fraction(1),
        rotation_deg=rotation_deg,
        is_mirrored=is_mirrored,
        is_interlaced=is_interlaced,
        time_base=base,
        first_pts=first_pts,
        rate=rate if not is_variable else Fraction(len(exact) * US_PER_S, length_us),
        is_variable_rate=is_variable,
        frame_count=len(exact),
        duration_us=length_us,
        sound=sound,
        recorded_at=None,
    )
    return SourceClip(Clip(ClipId(new_id()), path, 1, "0" * 64, facts), table)
