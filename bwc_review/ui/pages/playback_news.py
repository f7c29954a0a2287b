"""What a page says about the files that it plays."""

from bwc_review.ui.bridge.study import StudyBridge, Tone
from bwc_review.ui.playback.transport import Transport


def tell_news(transport: Transport, bridge: StudyBridge, back: str, damaged: str) -> None:
    """Tell on the status line when a file goes away, is there again, or cannot be decoded everywhere.

    Args:
        transport: Plays the files.
        bridge: Tells.
        back: Said once what was away is there again.
        damaged: Said once parts of a file cannot be decoded.
    """
    transport.failed.connect(bridge.tell_error)
    transport.recovered.connect(lambda: bridge.tell(back, Tone.SUCCESS))
    transport.damaged.connect(lambda: bridge.tell(damaged, Tone.WARNING))
