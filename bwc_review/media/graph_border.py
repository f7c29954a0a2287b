"""The border to ffmpeg-python, which has no types: the few of its functions that graphs are built with, typed."""

from collections.abc import Mapping, Sequence
from typing import Protocol, cast

import ffmpeg


class Stream(Protocol):
    """Pictures or sound somewhere in a graph."""

    def filter(self, name: str, *arguments: object, **options: object) -> "Stream":
        """The stream after one of ffmpeg's filters."""
        ...


class Output(Protocol):
    """A file that a graph writes."""


def read(name: str, track: str, options: Mapping[str, object] | None = None) -> Stream:
    """One track (an index, ``v`` or ``a``) of an input; options without a value are None.

    ffmpeg-python takes two chains of equal filters behind equal inputs for one, which then lacks a ``split``: where the
    same excerpt stands on both sides of a pair, something must differ (see `told_apart`).
    """
    opened = ffmpeg.input(name, **(options or {}))  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return cast("Stream", opened[track])


def told_apart(pictures_or_sound: Stream, number: int, *, has_pictures: bool) -> Stream:
    """The same stream behind a filter that does nothing but carry a number."""
    return pictures_or_sound.filter("setpts" if has_pictures else "asetpts", f"PTS+0*{number}")


def concat(streams: Sequence[Stream], *, has_pictures: bool) -> Stream:
    """Streams of one kind, one after the other."""
    joined = ffmpeg.concat(*streams, v=int(has_pictures), a=int(not has_pictures))  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return cast("Stream", joined)


def overlay(below: Stream, above: Stream, **options: object) -> Stream:
    """One picture over another."""
    return cast("Stream", ffmpeg.overlay(below, above, **options))  # pyright: ignore[reportUnknownMemberType, reportArgumentType]


def mix(sounds: Sequence[Stream]) -> Stream:
    """Sounds added up as they are, as long as the longest."""
    mixed = ffmpeg.filter(list(sounds), "amix", inputs=len(sounds), normalize=0, duration="longest")  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return cast("Stream", mixed)


def write(streams: Sequence[Stream], name: str, options: Mapping[str, object]) -> Output:
    """A file with these streams as its tracks."""
    return cast("Output", ffmpeg.output(*streams, name, **options))  # pyright: ignore[reportUnknownMemberType]


def arguments(outputs: Sequence[Output]) -> list[str]:
    """Arguments of ffmpeg for a graph with these outputs."""
    whole = outputs[0] if len(outputs) == 1 else ffmpeg.merge_outputs(*outputs)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return cast("list[str]", ffmpeg.get_args(whole))  # pyright: ignore[reportUnknownMemberType]
