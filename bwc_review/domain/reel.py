"""Reels: cards, single clips and side-by-side pairs, in order, with how each is shown and heard."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import RecordingId, ReelId
from bwc_review.domain.people import Phase
from bwc_review.domain.time import Moment, TimeRange


class Sound(StrEnum):
    """Which side of a pair is heard; a single clip takes PRE or POST as its own sound."""

    PRE = "pre"
    POST = "post"
    BOTH = "both"
    NONE = "none"


class Selection(StrEnum):
    """How the clips were chosen; the reel must say it."""

    RANDOM = "random"
    MATCHED = "matched"
    PURPOSIVE = "purposive"


SELECTION_TEXTS = {
    Selection.RANDOM: "These clips were drawn at random from all eligible recordings.",
    Selection.MATCHED: "These clips were matched on what was known at first contact, never on the outcome.",
    Selection.PURPOSIVE: (
        "These clips were picked by hand. They illustrate; they do not show how often something happens."
    ),
}


@dataclass(frozen=True, slots=True)
class Caption:
    """A line of text over the picture.

    Attributes:
        range: When it shows, on the axis of the recording that it belongs to.
        text: What it says.
    """

    range: TimeRange
    text: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A span of a recording, with its label and captions.

    Attributes:
        recording_id: What is shown.
        range: From the first frame shown to the end of the last, on the recording's axis.
        phase: Decides the label's colour and word; NONE shows no phase.
        label: Text beside the phase word, such as the code name; may be empty.
        captions: Lines of text, on the recording's axis.
    """

    recording_id: RecordingId
    range: TimeRange
    phase: Phase = Phase.NONE
    label: str = ""
    captions: tuple[Caption, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """A full picture of text.

    Attributes:
        title: Large line.
        lines: Smaller lines under it.
        duration_us: How long it stands.
    """

    title: str
    lines: tuple[str, ...] = ()
    duration_us: int = 4_000_000


@dataclass(frozen=True, slots=True)
class Single:
    """One excerpt over the whole picture."""

    excerpt: Excerpt
    is_heard: bool = True


@dataclass(frozen=True, slots=True)
class Pair:
    """Two excerpts side by side, their anchors at the same instant.

    Attributes:
        pre: The left side.
        post: The right side.
        pre_anchor: The moment on the left recording that meets `post_anchor`.
        post_anchor: The moment on the right recording.
        sound: Which side is heard.
        title: Line above the pictures; may be empty.
    """

    pre: Excerpt
    post: Excerpt
    pre_anchor: Moment
    post_anchor: Moment
    sound: Sound = Sound.POST
    title: str = ""

    @property
    def pre_delay_us(self) -> int:
        """How long the left side waits on its first frame so that the anchors meet; 0 or more."""
        return max(0, self._lead_us)

    @property
    def post_delay_us(self) -> int:
        """How long the right side waits on its first frame so that the anchors meet; 0 or more."""
        return max(0, -self._lead_us)

    @property
    def duration_us(self) -> int:
        """From the first side's start to the last side's end."""
        return max(self.pre_delay_us + self.pre.range.duration_us, self.post_delay_us + self.post.range.duration_us)

    @property
    def _lead_us(self) -> int:
        before_pre = self.pre_anchor - self.pre.range.start
        before_post = self.post_anchor - self.post.range.start
        return before_post - before_pre


Item = Card | Single | Pair


@dataclass(frozen=True, slots=True)
class Reel:
    """A film to show.

    Attributes:
        id: Made when the reel is made.
        title: Title card's large line.
        subtitle: Title card's smaller line.
        selection: How the clips were chosen.
        selection_note: The study's own words about it, shown under the standard sentence.
        items: What follows the title and selection cards, in order.
        width: Picture width in pixels, even.
        height: Picture height in pixels, even.
        rate: Frames a second of the film.
        fade_us: Length of the dip to black between items; 0 for cuts.
    """

    id: ReelId
    title: str
    selection: Selection
    items: tuple[Item, ...]
    subtitle: str = ""
    selection_note: str = ""
    width: int = 1920
    height: int = 1080
    rate: Fraction = Fraction(30)
    fade_us: int = 400_000

    def __post_init__(self) -> None:
        if not any(isinstance(item, Single | Pair) for item in self.items):
            raise InputError("reel.empty", "A reel needs at least one clip or pair.")
        if self.width % 2 or self.height % 2 or self.width <= 0 or self.height <= 0:
            raise InputError("reel.size", "Width and height must be even numbers.", field="size")
        if self.rate <= 0:
            raise InputError("reel.rate", "The frame rate must be more than zero.", field="rate")

    @property
    def opening(self) -> tuple[Card, Card]:
        """The title card and the card that says how the clips were chosen; every reel begins with both."""
        title = Card(self.title, (self.subtitle,) if self.subtitle else ())
        lines = [SELECTION_TEXTS[self.selection]]
        if self.selection_note:
            lines.append(self.selection_note)
        lines.append("Illustrative clips, not a statistical sample. Derivative work, not original evidence.")
        return title, Card("How these clips were chosen", tuple(lines), duration_us=6_000_000)

    @property
    def excerpts(self) -> tuple[Excerpt, ...]:
        """All excerpts in order, left before right."""
        found: list[Excerpt] = []
        for item in self.items:
            if isinstance(item, Single):
                found.append(item.excerpt)
            elif isinstance(item, Pair):
                found += [item.pre, item.post]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class ItemCheck:
    """What was found in the finished film at one item.

    Attributes:
        index: Place in the film, from 0 (title card).
        start_frame: First frame of the item in the film.
        end_frame: Frame after its last.
        is_first_right: The first picture is the one that was asked for.
        is_last_right: The last picture is the one that was asked for.
    """

    index: int
    start_frame: int
    end_frame: int
    is_first_right: bool
    is_last_right: bool


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished, verified film.

    Attributes:
        path: Where it is.
        frame_count: Pictures in it.
        duration_us: Its length.
        width: Pixels.
        height: Pixels.
        sha256: Hash of the file.
        items: What was checked, item by item.
    """

    path: Path
    frame_count: int
    duration_us: int
    width: int
    height: int
    sha256: str
    items: tuple[ItemCheck, ...]
