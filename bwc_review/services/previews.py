"""What a timeline shows of a recording beside its tags: its sound and small pictures, read once and kept."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bwc_review.domain import strip as strips
from bwc_review.domain import waveform as waveforms
from bwc_review.domain.clip import Clip, SourceClip
from bwc_review.domain.ids import RecordingId
from bwc_review.domain.progress import CancelToken, Report, part_of, silent
from bwc_review.domain.strip import Strip
from bwc_review.domain.waveform import Waveform
from bwc_review.services.cached_file import keep
from bwc_review.services.ports import Media, Store
from bwc_review.services.preview_files import strip_file, strip_of, waveform_file, waveform_of

_WHOLE = 1000  # units of progress for a file: half of them for its sound


@dataclass(frozen=True, slots=True)
class Preview:
    """The sound and the small pictures of a recording, on its axis; with `is_whole` all of them.

    Attributes:
        waveform: Its sound, as far as it is known.
        strip: Its pictures, as far as they are known.
        is_whole: True once everything was read.
    """

    waveform: Waveform
    strip: Strip
    is_whole: bool


Part = Callable[[Preview], None]


class Previews:
    """Reads sound and pictures of recordings, and keeps them in the study's cache under the hash of each file.

    The cache may be deleted at any time, and a study that cannot be written works without it.
    """

    def __init__(self, store: Store, media: Media, sources: Callable[[RecordingId], Sequence[SourceClip]]) -> None:
        """Make it.

        Args:
            store: Whose folder holds the cache.
            media: Reads the files.
            sources: Gives a recording's files in order.
        """
        self._study = store.folder
        self._folder = store.folder / "cache" / "previews"
        self._media = media
        self._sources = sources

    def kept(self, recording_id: RecordingId) -> Preview:
        """What is in the cache, without reading any media; a file that is not kept is empty in it."""
        building = _Building(self._sources(recording_id))
        for place, source in enumerate(building.sources):
            building.waveforms[place] = self._kept_waveform(source.clip)
            building.strips[place] = self._kept_strip(source.clip)
        return building.preview(is_whole=None not in building.waveforms and None not in building.strips)

    def prepare(
        self,
        recording_id: RecordingId,
        part: Part,
        report: Report = silent,
        cancel: CancelToken | None = None,
    ) -> Preview:
        """Read all of it that is not kept yet: a few pictures of all files, then the sound, then all pictures.

        Args:
            recording_id: The recording.
            part: Given what is known so far, now and then.
            report: Told how far it is.
            cancel: Stops the job; what was finished is kept.

        Raises:
            InputError, EnvironmentFault: A file cannot be read.
            Cancelled: The job was stopped.
        """
        token = cancel or CancelToken()
        building = _Building(self._sources(recording_id))
        half = _WHOLE * len(building.sources)
        self._first_pictures(building, part, token)
        for place, source in enumerate(building.sources):
            steps = part_of(report, place * _WHOLE, _WHOLE, 2 * half)
            building.waveforms[place] = self._waveform(source, building.sound_told(place, part), steps, token)
            part(building.preview())
        self._all_pictures(building, part, part_of(report, half, half, 2 * half), token)
        return building.preview(is_whole=True)

    def kept_pictures(self, sources: Sequence[SourceClip]) -> Preview:
        """The small pictures of these files that are in the cache, without their sound and without reading any media.

        Args:
            sources: The files in order; they need not belong to a recording, so a finished film will do as well.
        """
        building = _Building(sources)
        building.strips = [self._kept_strip(source.clip) for source in sources]
        return building.preview(is_whole=None not in building.strips)

    def prepare_pictures(
        self,
        sources: Sequence[SourceClip],
        part: Part,
        report: Report = silent,
        cancel: CancelToken | None = None,
    ) -> Preview:
        """Read the small pictures of these files that are not kept yet, and not their sound.

        Args:
            sources: The files in order.
            part: Given what is known so far, now and then.
            report: Told how far it is.
            cancel: Stops the job; what was finished is kept.

        Raises:
            InputError, EnvironmentFault: A file cannot be read.
            Cancelled: The job was stopped.
        """
        token, building = cancel or CancelToken(), _Building(sources)
        self._first_pictures(building, part, token)
        self._all_pictures(building, part, report, token)
        return building.preview(is_whole=True)

    def _first_pictures(self, building: "_Building", part: Part, cancel: CancelToken) -> None:
        for place, source in enumerate(building.sources):
            told = building.strip_told(place, part)
            building.strips[place] = self._kept_strip(source.clip) or self._media.first_strip(source, cancel, told)
            part(building.preview())

    def _all_pictures(self, building: "_Building", part: Part, report: Report, cancel: CancelToken) -> None:
        for place, source in enumerate(building.sources):
            steps = part_of(report, place * _WHOLE, _WHOLE, _WHOLE * len(building.sources))
            building.strips[place] = self._strip(source, building.strip_told(place, part), steps, cancel)
            part(building.preview())

    def _waveform(
        self, source: SourceClip, part: Callable[[Waveform], None], report: Report, cancel: CancelToken
    ) -> Waveform:
        kept = self._kept_waveform(source.clip)
        if kept is not None:
            return kept
        made = self._media.waveform(source, report, cancel, part)
        keep(self._study, self._place(source.clip, "waveform"), waveform_file(made))
        return made

    def _strip(self, source: SourceClip, part: Callable[[Strip], None], report: Report, cancel: CancelToken) -> Strip:
        kept = self._kept_strip(source.clip)
        if kept is not None:
            return kept
        made = self._media.strip(source, report, cancel, part)
        keep(self._study, self._place(source.clip, "strip"), strip_file(made))
        return made

    def _kept_waveform(self, clip: Clip) -> Waveform | None:
        return waveform_of(self._read(self._place(clip, "waveform")))

    def _kept_strip(self, clip: Clip) -> Strip | None:
        return strip_of(self._read(self._place(clip, "strip")))

    def _place(self, clip: Clip, kind: str) -> Path:
        return self._folder / clip.sha256[:2] / f"{clip.sha256}.{kind}"

    def _read(self, path: Path) -> bytes:
        with suppress(OSError):
            return path.read_bytes()
        return b""


class _Building:
    """The previews of a recording's files while they are read; None for a file that was not read yet."""

    def __init__(self, sources: Sequence[SourceClip]) -> None:
        self.sources = sources
        self.waveforms: list[Waveform | None] = [None] * len(sources)
        self.strips: list[Strip | None] = [None] * len(sources)

    def preview(self, *, is_whole: bool = False) -> Preview:
        """What is known now."""
        lengths = [source.clip.facts.duration_us for source in self.sources]
        known = zip(self.waveforms, self.strips, lengths, strict=True)
        sounds: list[Waveform] = []
        pictures: list[Strip] = []
        for sound, strip, length_us in known:
            sounds.append(sound or Waveform(b"", b"", (), (), length_us))
            pictures.append(strip or Strip((), (), length_us))
        return Preview(waveforms.joined(sounds), strips.joined(pictures), is_whole)

    def sound_told(self, place: int, part: Part) -> Callable[[Waveform], None]:
        """Tells the whole when more of the sound of one file is known."""

        def tell(waveform: Waveform) -> None:
            self.waveforms[place] = waveform
            part(self.preview())

        return tell

    def strip_told(self, place: int, part: Part) -> Callable[[Strip], None]:
        """Tells the whole when more pictures of one file are known; the first few stay until theirs are there."""
        first = self.strips[place]

        def tell(strip: Strip) -> None:
            self.strips[place] = strip if first is None else strip.before(first)
            part(self.preview())

        return tell
