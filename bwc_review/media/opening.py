"""Opening a media file and choosing the picture and sound tracks that everything else works on."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
from av import error as av_error
from av.audio.stream import AudioStream
from av.container.input import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.stream import Discard, Disposition, Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from bwc_review.domain.errors import InputError
from bwc_review.media.file_access import environment_fault, size_of
from bwc_review.media.refusal import refusal

# Containers that hold clips, and plain sound files so that they can be named as such. Left out on purpose: playlists
# and scripts (they would open other files or the network), still pictures, text art, bare streams without a clock.
_CONTAINERS = (
    "mov,matroska,avi,mpegts,mpeg,asf,flv,ogg,mxf,dv,gxf,nut,ivf,dhav,wtv,wav,mp3,aac,flac,amr,ac3,aiff,caf,w64,au"
)
_OPTIONS = {"format_whitelist": _CONTAINERS, "protocol_whitelist": "file"}
_OPEN_TIMEOUT_S = 15.0
_READ_TIMEOUT_S = 30.0
_MOST_PIXELS = 40_000_000  # 8K is 33 million; beyond it one decoder's frames would fill the memory
_NOT_MOVING = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image


@contextmanager
def opened(path: Path) -> Generator[InputContainer]:
    """Open a media file for reading; FFmpeg says nothing on stderr meanwhile.

    Raises:
        InputError: It is not a media file, or one that cannot be read; the sentence says why.
        EnvironmentFault: It is not there or may not be read.
    """
    size_of(path)
    name = str(path.absolute())
    try:
        name.encode()
    except UnicodeEncodeError as error:
        raise InputError("media.name", "The file's name holds broken characters. Rename the file.") from error
    container = _open(name, path)
    try:
        yield container
    finally:
        container.close()


def picture_of(container: InputContainer) -> VideoStream:
    """The picture track that is played: marked as default, then the largest, then the first.

    Raises:
        InputError: There is none, or none that can be decoded.
    """
    tracks = picture_tracks(container)
    if not tracks:
        if container.streams.audio:
            raise InputError("media.no_picture", "This file has sound but no picture.")
        raise InputError("media.no_tracks", "The file holds neither a picture nor a sound track that can be read.")
    decodable = [track for track in tracks if has_decoder(track)]
    if not decodable:
        raise InputError(
            "media.codec",
            "The picture is coded in a way that this program cannot decode. Ask for the clip as H.264 MP4.",
        )
    chosen = max(decodable, key=_rank)
    if chosen.codec_context.width * chosen.codec_context.height > _MOST_PIXELS:
        raise InputError(
            "media.too_large",
            f"The picture claims {chosen.codec_context.width} × {chosen.codec_context.height} pixels, "
            "more than this program can show (8K).",
        )
    return chosen


def sound_of(container: InputContainer) -> AudioStream | None:
    """The sound track that is played: one that can be decoded, marked as default, then the first; None if none is."""
    tracks = [track for track in container.streams.audio if has_decoder(track)]
    return max(tracks, key=lambda track: (_is_default(track), -track.index), default=None)


def picture_tracks(container: InputContainer) -> list[VideoStream]:
    """All moving pictures: neither cover art nor stills."""
    return [track for track in container.streams.video if not track.disposition & _NOT_MOVING]


def has_decoder(track: VideoStream | AudioStream) -> bool:
    """True if this build of FFmpeg can decode the track."""
    # PyAV gives None although its annotations do not say so.
    return track.codec_context is not None  # pyright: ignore[reportUnnecessaryComparison]


def packets_of(container: InputContainer, *tracks: Stream) -> "Iterator[Packet[Stream]]":
    """Packets of the given tracks up to the end, or to where the file can be read no further.

    At the end comes an empty packet for each track, which makes its decoder give out what it still holds.
    """
    packets = container.demux(*tracks)
    while True:
        try:
            packet = next(packets, None)
        except FFmpegError:
            return
        except IndexError:  # PyAV stumbles at the end of a file in which tracks appeared on the way
            return
        if packet is None:
            return
        yield packet


def decoded(picture: VideoStream, packet: "Packet[Stream] | None") -> list[VideoFrame]:
    """The pictures that a packet makes the decoder give; with None, what it still holds.

    Raises:
        av.error.FFmpegError: The decoder refuses the packet.
    """
    return picture.decode(packet)  # pyright: ignore[reportUnknownMemberType] - generic in PyAV's stubs


def ignore_others(container: InputContainer, *tracks: Stream) -> None:
    """Let FFmpeg skip the data of all other tracks where it can."""
    for stream in container.streams:
        if stream not in tracks:
            stream.discard = Discard.all


def time_base_of(track: VideoStream | AudioStream) -> Fraction:
    """The unit of the track's time stamps, in seconds.

    Raises:
        InputError: The file gives none.
    """
    if not track.time_base:
        raise InputError("media.no_clock", "The file does not say in which unit its times are.")
    return track.time_base


def _open(name: str, path: Path) -> InputContainer:
    try:
        return av.open(
            name, mode="r", options=_OPTIONS, metadata_errors="replace", timeout=(_OPEN_TIMEOUT_S, _READ_TIMEOUT_S)
        )
    except (av_error.FileNotFoundError, av_error.PermissionError, av_error.IsADirectoryError) as error:
        raise environment_fault(error, path) from error
    except FFmpegError as error:
        raise refusal(path) from error


def _rank(track: VideoStream) -> tuple[bool, int, int]:
    return _is_default(track), track.codec_context.width * track.codec_context.height, -track.index


def _is_default(track: VideoStream | AudioStream) -> bool:
    return bool(track.disposition & Disposition.default)
