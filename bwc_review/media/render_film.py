"""The values that a plan is made of: items with their sides, stills and checks, counted in pictures of the film."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from bwc_review.domain.clip import SourceClip
from bwc_review.domain.ids import ClipId
from bwc_review.domain.time import US_PER_S
from bwc_review.media.cards import Sheet
from bwc_review.media.render_layout import Box, Canvas
from bwc_review.media.render_timing import Track

SAMPLE_RATE_HZ = 48_000


@dataclass(frozen=True, slots=True)
class Look:
    """What must be seen in a file itself before it can be read by number.

    Attributes:
        picture_stream: Index of the picture track.
        sound_stream: Index of the sound track, or None.
        matrix: FFmpeg's name of the matrix that turns its YCbCr into RGB.
        first_us: Stamp that the rendering ffmpeg gives the first frame, where it may differ from `ClipFacts.first_pts`.
    """

    picture_stream: int = 0
    sound_stream: int | None = 1
    matrix: str = "bt709"
    first_us: int | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """An excerpt at its place in an item.

    Attributes:
        track: The excerpt in pictures.
        delay: Pictures of the item before it begins.
        picture: Where its picture stands in the film.
        is_heard: True if its sound is.
    """

    track: Track
    delay: int
    picture: Box
    is_heard: bool

    @property
    def end(self) -> int:
        """Picture of the item after its last."""
        return self.delay + self.track.picture_count


@dataclass(frozen=True, slots=True)
class Strip:
    """Still pictures that replace one another at one place: captions.

    Attributes:
        box: Where in the film.
        changes: First picture of the item and file name, rising, the first at 0.
        is_opaque: True if nothing shows through.
    """

    box: Box
    changes: tuple[tuple[int, str], ...]
    is_opaque: bool


@dataclass(frozen=True, slots=True)
class Hold:
    """A sign over a side while it waits or after it ended.

    Attributes:
        box: Where in the film: over that side's picture.
        name: File name.
        start: First picture of the item.
        end: Picture after the last.
    """

    box: Box
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PictureCheck:
    """One picture of the film that must show one source frame, or one still.

    Attributes:
        picture: Number of the picture in the film.
        is_first: True for the first picture of an excerpt, False for the last.
        box: Where the source frame stands in the film.
        window: The part of `box` that nothing is drawn over.
        source: The file; None for a card.
        index: Index of the source frame.
        entry: Index of the first frame that the excerpt takes from that file.
        still: File name of the card.
    """

    picture: int
    is_first: bool
    box: Box
    window: Box
    source: SourceClip | None = None
    index: int = 0
    entry: int = 0
    still: str = ""


@dataclass(frozen=True, slots=True)
class ItemPlan:
    """An item of the film.

    Attributes:
        index: Place in the film, from 0 (title card).
        text: What it is, such as ``pair 2 of 4``.
        start: First picture in the film, after the handle.
        count: Pictures without the handles.
        handle: Pictures held before and after for the dip to black.
        sample_count: Sound samples of the item with its handles; rounded so that no error adds up.
        still: File name of the picture behind everything; empty for a single clip.
        sides: None for a card, one for a single clip, two for a pair.
        holds: Signs over waiting and ended sides.
        strip: Captions, or None.
        label: File name and place of a single clip's label, or None.
        sheets: What to draw.
        checks: What the finished film must show.
    """

    index: int
    text: str
    start: int
    count: int
    handle: int
    sample_count: int
    still: str
    sides: tuple[Side, ...] = ()
    holds: tuple[Hold, ...] = ()
    strip: Strip | None = None
    label: tuple[str, Box] | None = None
    sheets: tuple[Sheet, ...] = ()
    checks: tuple[PictureCheck, ...] = ()

    @property
    def end(self) -> int:
        """Picture of the film after the item's last, before the handle."""
        return self.start + self.count

    @property
    def total(self) -> int:
        """Pictures with the handles."""
        return self.count + 2 * self.handle


@dataclass(frozen=True, slots=True)
class FilmPlan:
    """A whole film.

    Attributes:
        canvas: Its picture.
        rate: Pictures a second.
        items: In order.
        looks: How each file is read.
        title: For the file's own metadata.
    """

    canvas: Canvas
    rate: Fraction
    items: tuple[ItemPlan, ...]
    title: str = ""
    looks: Mapping[ClipId, Look] = field(default_factory=dict[ClipId, Look])

    @property
    def picture_count(self) -> int:
        """Pictures of the film."""
        return sum(item.total for item in self.items)

    @property
    def duration_us(self) -> int:
        """Length of the film."""
        return round(self.picture_count * US_PER_S / self.rate)


def samples_before(picture: int, rate: Fraction) -> int:
    """Sound samples before a picture of the film."""
    return round(picture * SAMPLE_RATE_HZ / rate)
