"""Everything that reads or makes video; no window, no database."""

# PyAV's modules import each other in a circle. Two threads that begin at two places of it would meet half-made modules,
# so the whole of it is there before any module of ours asks for a part.
import av as av
