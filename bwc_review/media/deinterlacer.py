"""Two fields made one picture without combs, for display."""

from fractions import Fraction

from av.error import BlockingIOError as NothingYet
from av.error import EOFError as NothingMore
from av.filter import Graph
from av.video.frame import VideoFrame


class Deinterlacer:
    """One picture out for each picture in, one picture later; progressive pictures pass unchanged.

    FFmpeg's yadif looks at the pictures before and after. It doubles the time base, so time stamps are carried past it.
    """

    def __init__(self, time_base: Fraction) -> None:
        self._time_base = time_base
        self._graph: Graph | None = None
        self._shape: tuple[int, int, str] | None = None
        self._times: list[int | None] = []

    def push(self, picture: VideoFrame) -> list[VideoFrame]:
        """Take a picture; give those that are finished, with their own time stamps."""
        shape = (picture.width, picture.height, picture.format.name)
        finished = self.flush() if shape != self._shape else []
        if self._graph is None:
            self._graph = _graph(picture, self._time_base)
            self._shape = shape
        self._times.append(picture.pts)
        self._graph.push(picture)
        return finished + self._pull()

    def flush(self) -> list[VideoFrame]:
        """Give the rest; the next picture begins anew."""
        if self._graph is None:
            return []
        self._graph.push(None)
        rest = self._pull()
        self._graph, self._shape, self._times = None, None, []
        return rest

    def _pull(self) -> list[VideoFrame]:
        made: list[VideoFrame] = []
        while self._graph is not None and self._times:
            try:
                picture = self._graph.pull()
            except (NothingYet, NothingMore):
                break
            assert isinstance(picture, VideoFrame)  # noqa: S101 - narrows the type; the graph holds pictures only
            picture.pts = self._times.pop(0)
            made.append(picture)
        return made


def _graph(picture: VideoFrame, time_base: Fraction) -> Graph:
    graph = Graph()
    source = graph.add_buffer(width=picture.width, height=picture.height, format=picture.format, time_base=time_base)
    weave = graph.add("yadif", "mode=send_frame:parity=auto:deint=interlaced")
    sink = graph.add("buffersink")
    source.link_to(weave)
    weave.link_to(sink)
    graph.configure()
    return graph
