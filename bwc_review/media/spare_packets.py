"""Telling packets whose frame no other frame is made from, without decoding them."""

from av import error as av_error
from av.bitstream import BitStreamFilterContext
from av.packet import Packet
from av.video.stream import VideoStream

# What stands beside the picture itself in a packet: remarks, delimiters and filling. By type of unit, as H.264
# (table 7-1) and H.265 (table 7-1) number them.
_BESIDE = {"h264": "6|9|12", "hevc": "35|38|39|40"}


class SpareFinder:
    """Looks at one stream's packets, in the order in which they are decoded. Used by one thread.

    A decoder that is told to leave such packets out still passes each to one of its threads in turn, so that those with
    work to do wait behind each other. It is quicker never to give them to it.
    """

    def __init__(self, stream: VideoStream) -> None:
        """Look at packets of `stream`; of coding other than H.264 and H.265 none is called spare."""
        beside = _BESIDE.get(stream.codec_context.name)
        options = f"filter_units=discard=nonref:remove_types={beside}"
        self._filter = BitStreamFilterContext(options, stream) if beside else None

    def is_spare(self, packet: "Packet[VideoStream]") -> bool:
        """True if all that can be seen of the packet is a frame that no other needs; False where it cannot be told."""
        if self._filter is None:
            return False
        copied = Packet(bytes(packet))  # the filter empties what it is given
        try:
            return not self._filter.filter(copied)  # pyright: ignore[reportUnknownMemberType] - its packet is untyped
        except av_error.FFmpegError:
            return False
