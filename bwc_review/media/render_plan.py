"""From a reel to a plan: items in exact pictures, what to draw, the ffmpeg command of each item, what to check.

Nothing here opens a file or runs a program; the same reel, facts and frame tables give the same plan.

Each item is encoded by its own ffmpeg process and the pieces are joined without encoding again. Measured against one
process with one filter graph over the whole reel: the same time, half the memory, and memory that does not grow with
the number of items (20 items with two inputs each open 60 decoders in one graph).

Between items the film dips to black. The dip lies in handles before and after each item that hold its first and last
picture, so that every chosen frame is shown in full.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate

from bwc_review.domain.clip import SourceClip
from bwc_review.domain.errors import InputError
from bwc_review.domain.ids import RecordingId
from bwc_review.domain.people import Phase
from bwc_review.domain.reel import Card, Excerpt, Item, Pair, Reel, Single, Sound
from bwc_review.domain.time import US_PER_S
from bwc_review.media.cards import Json, Sheet
from bwc_review.media.render_film import FilmPlan, Hold, ItemPlan, PictureCheck, Side, Strip, samples_before
from bwc_review.media.render_layout import Box, Canvas, PairLayout, SingleLayout, pair_layout, single_layout
from bwc_review.media.render_timing import Lines, Track, caption_lines, meeting_delays, track_of

_MOST_LINES = 3
_PHASE_WORDS = {Phase.PRE: "PRE", Phase.POST: "POST", Phase.DURING: "DURING", Phase.NONE: ""}


def plan(reel: Reel, sources: Mapping[RecordingId, Sequence[SourceClip]]) -> FilmPlan:
    """Plan a film, with the usual order of tracks and BT.709 for every file until somebody has looked at them.

    Args:
        reel: What to show.
        sources: The files of every recording in it, in order.

    Raises:
        InputError: ``reel.no_source``, ``reel.outside``, ``reel.no_length``: an excerpt cannot be shown.
    """
    planner = _Planner(reel, sources)
    items = (*reel.opening, *reel.items)
    texts = _item_texts(items)
    drafts = [planner.draft(index, item) for index, item in enumerate(items)]
    handle = round(reel.fade_us * reel.rate / 2 / US_PER_S)
    starts = [0, *accumulate(draft.count + 2 * handle for draft in drafts)]
    planned = tuple(
        _placed(draft, text, start, handle, reel.rate)
        for draft, text, start in zip(drafts, texts, starts, strict=False)
    )
    return FilmPlan(planner.canvas, reel.rate, planned, reel.title)


@dataclass(frozen=True, slots=True)
class _Draft:
    """An item before its place in the film is known; checks count from the item's first picture."""

    index: int
    count: int
    still: str
    sides: tuple[Side, ...] = ()
    holds: tuple[Hold, ...] = ()
    strip: Strip | None = None
    label: tuple[str, Box] | None = None
    sheets: tuple[Sheet, ...] = ()
    checks: tuple[PictureCheck, ...] = ()


def _placed(draft: _Draft, text: str, start: int, handle: int, rate: Fraction) -> ItemPlan:
    first = start + handle
    checks = tuple(replace(check, picture=first + check.picture) for check in draft.checks)
    return ItemPlan(
        index=draft.index,
        text=text,
        start=first,
        count=draft.count,
        handle=handle,
        sample_count=samples_before(start + draft.count + 2 * handle, rate) - samples_before(start, rate),
        still=draft.still,
        sides=draft.sides,
        holds=draft.holds,
        strip=draft.strip,
        label=draft.label,
        sheets=draft.sheets,
        checks=checks,
    )


def _item_texts(items: Sequence[Item]) -> list[str]:
    """What each item is, for progress; the first two are the title card and the selection card."""
    words = {Card: "card", Single: "clip", Pair: "pair"}
    totals = {kind: sum(type(item) is kind for item in items[2:]) for kind in words}
    seen = dict.fromkeys(words, 0)
    texts = ["title card", "selection card"]
    for item in items[2:]:
        seen[type(item)] += 1
        texts.append(f"{words[type(item)]} {seen[type(item)]} of {totals[type(item)]}")
    return texts


class _Planner:
    """Drafts the items of one reel."""

    def __init__(self, reel: Reel, sources: Mapping[RecordingId, Sequence[SourceClip]]) -> None:
        self.canvas = Canvas(reel.width, reel.height)
        self._rate = reel.rate
        self._sources = sources

    def draft(self, index: int, item: Item) -> _Draft:
        """Lay one item out."""
        match item:
            case Card():
                return self._card(index, item)
            case Single():
                return self._single(index, item)
            case Pair():
                return self._pair(index, item)

    def _card(self, index: int, card: Card) -> _Draft:
        count = max(1, round(card.duration_us * self._rate / US_PER_S))
        name = _name(index, "card")
        fields = {"title": card.title, "lines": list(card.lines)}
        sheet = self._sheet(name, "card" if index else "opening", self.canvas.box, fields)
        box = self.canvas.box
        checks = tuple(PictureCheck(at, at == 0, box, box, still=name) for at in (0, count - 1))
        return _Draft(index, count, name, sheets=(sheet,), checks=checks)

    def _single(self, index: int, single: Single) -> _Draft:
        track = self._track(single.excerpt)
        layout = single_layout(self.canvas, _display_size(track))
        side = Side(track, 0, layout.picture, single.is_heard)
        sheets: list[Sheet] = []
        strip = self._single_strip(index, track, layout, sheets)
        label = None
        if single.excerpt.label or single.excerpt.phase is not Phase.NONE:
            label = (_name(index, "label"), layout.label)
            sheets.append(self._sheet(label[0], "label", layout.label, _badge(single.excerpt)))
        window = _window(layout, has_label=label is not None, has_captions=strip is not None)
        checks = _checks(side, window)
        return _Draft(index, track.picture_count, "", (side,), (), strip, label, tuple(sheets), checks)

    def _single_strip(self, index: int, track: Track, layout: SingleLayout, sheets: list[Sheet]) -> Strip | None:
        states = caption_lines(track, 0, track.picture_count)
        if not any(state.texts for state in states):
            return None
        changes: list[tuple[int, str]] = []
        for number, state in enumerate(states):
            name = _name(index, f"captions{number}")
            fields = {"texts": shown_texts(state.texts)}
            sheets.append(self._sheet(name, "captions", layout.captions, fields))
            changes.append((state.first_picture, name))
        return Strip(layout.captions, tuple(changes), is_opaque=False)

    def _pair(self, index: int, pair: Pair) -> _Draft:
        pre, post = self._track(pair.pre), self._track(pair.post)
        delays = meeting_delays(pre, post, pair.pre_anchor, pair.post_anchor)
        count = max(delays[0] + pre.picture_count, delays[1] + post.picture_count)
        lines = [caption_lines(track, delay, count) for track, delay in zip((pre, post), delays, strict=True)]
        has_captions = any(state.texts for side in lines for state in side)
        sizes = (_display_size(pre), _display_size(post))
        layout = pair_layout(self.canvas, sizes, has_title=bool(pair.title.strip()), has_captions=has_captions)
        heard = (pair.sound in (Sound.PRE, Sound.BOTH), pair.sound in (Sound.POST, Sound.BOTH))
        sides = tuple(
            Side(track, delay, picture, is_heard)
            for track, delay, picture, is_heard in zip((pre, post), delays, layout.pictures, heard, strict=True)
        )
        plate = _name(index, "plate")
        sheets = [self._sheet(plate, "plate", self.canvas.box, _plate_fields(pair.title, sides, layout))]
        holds = self._holds(index, sides, count, sheets)
        strip = self._pair_strip(index, sides, layout, lines, sheets) if has_captions else None
        checks = tuple(check for side in sides for check in _checks(side, side.picture))
        return _Draft(index, count, plate, sides, holds, strip, None, tuple(sheets), checks)

    def _holds(self, index: int, sides: tuple[Side, ...], count: int, sheets: list[Sheet]) -> tuple[Hold, ...]:
        holds: list[Hold] = []
        for place, side in enumerate(sides):
            for word, start, end in (("Waiting", 0, side.delay), ("Ended", side.end, count)):
                if start < end:
                    name = _name(index, f"{word.lower()}{place}")
                    sheets.append(self._sheet(name, "hold", side.picture, {"word": word}))
                    holds.append(Hold(side.picture, name, start, end))
        return tuple(holds)

    def _pair_strip(
        self,
        index: int,
        sides: tuple[Side, ...],
        layout: PairLayout,
        lines: Sequence[Sequence[Lines]],
        sheets: list[Sheet],
    ) -> Strip:
        boxes = [{"x": p.x, "y": 0, "width": p.width, "height": layout.band.height} for p in layout.panes]
        changes: list[tuple[int, str]] = []
        for number, at in enumerate(sorted({state.first_picture for side in lines for state in side})):
            name = _name(index, f"captions{number}")
            texts = [
                {"phase": _PHASE_WORDS[side.track.excerpt.phase], "texts": shown_texts(_texts_at(states, at))}
                for side, states in zip(sides, lines, strict=True)
            ]
            sheets.append(self._sheet(name, "band", layout.band, {"sides": texts, "boxes": boxes}))
            changes.append((at, name))
        return Strip(layout.band, tuple(changes), is_opaque=True)

    def _track(self, excerpt: Excerpt) -> Track:
        sources = self._sources.get(excerpt.recording_id, ())
        if not sources:
            name = f" of {excerpt.label}" if excerpt.label else ""
            message = f"The recording{name} is not in this study, so the reel cannot show it."
            raise InputError("reel.no_source", message, recording=str(excerpt.recording_id))
        return track_of(excerpt, sources, self._rate)

    def _sheet(self, name: str, kind: str, box: Box, fields: Mapping[str, Json]) -> Sheet:
        return Sheet(name, kind, box.width, box.height, float(self.canvas.unit), fields)


def shown_texts(texts: Sequence[str]) -> list[str]:
    """At most three captions: the newest, after a line that says how many more there are."""
    if len(texts) <= _MOST_LINES:
        return list(texts)
    kept = texts[1 - _MOST_LINES :]
    return [f"and {len(texts) - len(kept)} more", *kept]


def _name(index: int, what: str) -> str:
    return f"item{index:03d}-{what}.png"


def _texts_at(lines: Sequence[Lines], picture: int) -> tuple[str, ...]:
    return next(state.texts for state in reversed(lines) if state.first_picture <= picture)


def _display_size(track: Track) -> tuple[int, int]:
    return track.parts[0].source.clip.facts.display_size


def _has_sound(track: Track) -> bool:
    return any(part.source.clip.facts.sound is not None for part in track.parts)


def _badge(excerpt: Excerpt) -> dict[str, Json]:
    return {"phase": _PHASE_WORDS[excerpt.phase], "label": excerpt.label}


def _plate_fields(title: str, sides: Sequence[Side], layout: PairLayout) -> dict[str, Json]:
    boxes = {
        "title": _as_json(layout.title),
        "headers": [_as_json(box) for box in layout.headers],
        "panes": [_as_json(box) for box in layout.panes],
    }
    named = [_badge(side.track.excerpt) | {"is_heard": side.is_heard and _has_sound(side.track)} for side in sides]
    return {"title": title, "sides": named, "boxes": boxes}


def _as_json(box: Box) -> dict[str, int]:
    return {"x": box.x, "y": box.y, "width": box.width, "height": box.height}


def _window(layout: SingleLayout, *, has_label: bool, has_captions: bool) -> Box:
    """The part of a single clip's picture that nothing covers; all of it if that leaves too little."""
    picture = layout.picture
    top = max(picture.y, layout.label.y + layout.label.height) if has_label else picture.y
    bottom = min(picture.y + picture.height, layout.captions.y) if has_captions else picture.y + picture.height
    if bottom - top < picture.height // 4:
        return picture
    return Box(picture.x, top, picture.width, bottom - top)


def _checks(side: Side, window: Box) -> tuple[PictureCheck, ...]:
    """The first and the last live picture of a side, counted from the item's first picture."""
    track, found = side.track, list[PictureCheck]()
    for picture in (0, track.picture_count - 1):
        source, index = track.shown(picture)
        entry = track.part_of(picture).first_index
        found.append(PictureCheck(side.delay + picture, picture == 0, side.picture, window, source, index, entry))
    # An excerpt of one picture begins and ends with it.
    return found[0], replace(found[1], is_first=False)
