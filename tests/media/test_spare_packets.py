"""Packets that no other frame needs: those that the decoder itself leaves out, and no other."""

import av
import pytest

from bwc_review.media.spare_packets import SpareFinder
from tests.helpers.clips import ClipShelf


def frames_without_spare_packets(path: str) -> tuple[list[int], int]:
    """Time stamps of the frames decoded from the other packets, and how many were spare."""
    shown, spare = list[int](), 0
    with av.open(path) as container:
        stream = container.streams.video[0]
        finder = SpareFinder(stream)
        for packet in container.demux(stream):
            if packet.size and finder.is_spare(packet):
                spare += 1
            else:
                shown += [frame.pts for frame in stream.decode(packet)]
    return shown, spare


def frames_that_others_need(path: str) -> list[int]:
    with av.open(path) as container:
        stream = container.streams.video[0]
        stream.codec_context.skip_frame = "NONREF"
        return [frame.pts for frame in container.decode(stream)]


@pytest.mark.parametrize("kind", ["b_frames_gop_60", "vfr_b_frames", "open_gop", "open_gop_mkv", "open_gop_hevc"])
def test_spare_is_what_the_decoder_leaves_out(clips: ClipShelf, kind: str) -> None:
    path = str(clips.kind(kind))
    shown, spare = frames_without_spare_packets(path)
    assert spare > 10
    assert shown == frames_that_others_need(path)


@pytest.mark.parametrize("kind", ["cfr_30", "vp9_webm", "mjpeg_avi"])
def test_nothing_is_spare_where_it_cannot_be_told_or_all_is_needed(clips: ClipShelf, kind: str) -> None:
    assert frames_without_spare_packets(str(clips.kind(kind)))[1] == 0


def test_a_broken_packet_is_left_to_the_decoder(clips: ClipShelf) -> None:
    with av.open(str(clips.kind("b_frames_gop_60"))) as container:
        stream = container.streams.video[0]
        finder = SpareFinder(stream)
        packets = [packet for packet in container.demux(stream) if packet.size]
        spare = next(packet for packet in packets if finder.is_spare(packet))
        assert finder.is_spare(spare)
        assert not finder.is_spare(av.Packet(bytes(spare)[: spare.size // 2]))
