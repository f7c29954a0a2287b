"""Sees that a finished film is what its plan says: tracks, size, rate, pictures counted, chosen frames in place."""

import hashlib
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from av.audio.stream import AudioStream
from av.container.input import InputContainer
from av.error import FFmpegError
from av.video.stream import VideoStream

from bwc_review.domain.errors import EnvironmentFault, InputError
from bwc_review.domain.progress import CancelToken, Progress, Report
from bwc_review.domain.reel import ItemCheck
from bwc_review.domain.time import US_PER_S
from bwc_review.media.expected_pictures import ExpectedPictures
from bwc_review.media.likeness import Grey, shows, small
from bwc_review.media.opening import opened, time_base_of
from bwc_review.media.render_film import SAMPLE_RATE_HZ, FilmPlan, PictureCheck
from bwc_review.media.render_layout import Box
from bwc_review.media.source_pictures import film_pictures, still_picture

_BLOCK = 1 << 20
_SOUND_SLACK_S = Fraction(2048, SAMPLE_RATE_HZ)  # AAC comes in blocks of 1024 samples
_BT709 = 1


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found in a film that is as it should be.

    Attributes:
        frame_count: Pictures counted.
        duration_us: Length of the picture track.
        sha256: Hash of the file.
        items: Each item with its place.
    """

    frame_count: int
    duration_us: int
    sha256: str
    items: tuple[ItemCheck, ...]


def verify(
    film: FilmPlan, path: Path, stills: Path, expected: ExpectedPictures, report: Report, cancel: CancelToken
) -> Verified:
    """Probe and look at a finished film.

    The first and last picture of each excerpt are decoded and compared with the source frames that were asked for and
    with the frames beside them; cards are compared with what was drawn.

    Args:
        film: What it should be.
        path: The film.
        stills: Folder with the drawn cards.
        expected: What the pictures must show.
        report: Told the pictures looked at.
        cancel: Asked between pictures.

    Raises:
        EnvironmentFault: ``reel.not_verified``: it is not what was asked for; the sentence says where.
        Cancelled: The user stopped the job.
    """
    try:
        with opened(path) as container:
            duration_us = _check_tracks(film, container)
        with opened(path) as container:
            wrong = _wrong_pictures(film, container, stills, expected, report, cancel)
    except (FFmpegError, InputError) as error:
        raise _not_verified("it cannot be read") from error
    for item in film.items:
        for check in item.checks:
            if check in wrong:
                which = "first" if check.is_first else "last"
                raise _not_verified(f"the {which} picture of {item.text} is not the chosen one", picture=check.picture)
    items = tuple(ItemCheck(item.index, item.start, item.end, True, True) for item in film.items)
    return Verified(film.picture_count, duration_us, _sha256(path, cancel), items)


def _check_tracks(film: FilmPlan, container: InputContainer) -> int:
    """See that there is one picture and one sound track as wanted, and count; gives the length in microseconds."""
    videos, sounds = container.streams.video, container.streams.audio
    if len(container.streams) != 2 or len(videos) != 1 or len(sounds) != 1:
        raise _not_verified("it does not hold one picture and one sound track")
    _check_picture_track(film, videos[0])
    sound = sounds[0]
    context = sound.codec_context
    if (context.name, context.sample_rate, context.layout.nb_channels) != ("aac", SAMPLE_RATE_HZ, 2):
        raise _not_verified("its sound is not 48 kHz stereo AAC")
    duration = Fraction(film.picture_count) / film.rate
    if abs(_length_s(sound) - duration) > _SOUND_SLACK_S:
        raise _not_verified(f"its sound lasts {float(_length_s(sound)):.2f} s, its pictures {float(duration):.2f} s")
    _check_times(film, container, videos[0])
    return round(duration * US_PER_S)


def _check_picture_track(film: FilmPlan, video: VideoStream) -> None:
    context = video.codec_context
    if (context.name, context.pix_fmt) != ("h264", "yuv420p"):
        raise _not_verified("its picture is not 4:2:0 H.264")
    if (context.width, context.height) != (film.canvas.width, film.canvas.height):
        raise _not_verified(f"it is {context.width} × {context.height} pixels large")
    if {int(context.colorspace), int(context.color_primaries), int(context.color_trc)} != {_BT709}:
        raise _not_verified("its colours are not marked as BT.709")
    if video.average_rate != film.rate:
        raise _not_verified(f"it has {float(video.average_rate or 0):.3f} pictures a second")


def _check_times(film: FilmPlan, container: InputContainer, video: VideoStream) -> None:
    """Every picture is there once, at its exact time."""
    base = time_base_of(video)
    times = sorted(packet.pts for packet in container.demux(video) if packet.pts is not None)
    if len(times) != film.picture_count:
        raise _not_verified(f"it has {len(times)} pictures instead of {film.picture_count}")
    if any(time != round(number / film.rate / base) for number, time in enumerate(times)):
        raise _not_verified("its pictures do not follow one another evenly")


def _length_s(sound: AudioStream) -> Fraction:
    return (sound.duration or 0) * time_base_of(sound)


def _wrong_pictures(
    film: FilmPlan,
    container: InputContainer,
    stills: Path,
    expected: ExpectedPictures,
    report: Report,
    cancel: CancelToken,
) -> list[PictureCheck]:
    """The checks that fail."""
    checks = sorted((check for item in film.items for check in item.checks), key=lambda check: check.picture)
    pending = iter(checks)
    wrong: list[PictureCheck] = []
    check = next(pending, None)
    done = 0
    for number, picture in film_pictures(container, [check.picture for check in checks], film.rate):
        while check is not None and check.picture == number:
            cancel.raise_if_cancelled()
            report(Progress(done, len(checks), "Checking the finished reel"))
            if not _is_right(check, picture, stills, expected):
                wrong.append(check)
            done += 1
            check = next(pending, None)
    return wrong


def _is_right(check: PictureCheck, picture: Grey, stills: Path, expected: ExpectedPictures) -> bool:
    if check.source is None:
        return shows(_cut(picture, check.window), small(still_picture(stills / check.still)), {})
    right = expected.of(check, check.source)
    return right is None or shows(_cut(picture, right.window), right.wanted, right.beside)


def _cut(picture: Grey, box: Box) -> Grey:
    return picture[box.y : box.y + box.height, box.x : box.x + box.width]


def _sha256(path: Path, cancel: CancelToken) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            cancel.raise_if_cancelled()
            digest.update(block)
    return digest.hexdigest()


def _not_verified(what: str, **facts: object) -> EnvironmentFault:
    message = f"The finished reel was checked and thrown away: {what}. "
    message += "Render it again. If it happens again, choose other in and out points for that item, or report it."
    return EnvironmentFault("reel.not_verified", message, **facts)
