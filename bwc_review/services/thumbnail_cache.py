"""Small pictures, kept on disk under the hash of the file that they come from."""

import os
from contextlib import suppress
from pathlib import Path

from bwc_review.domain.clip import Clip
from bwc_review.domain.time import Moment
from bwc_review.services.ports import Media


class ThumbnailCache:
    """A folder of JPEG files; it may be deleted at any time, and a study that cannot be written works without it."""

    def __init__(self, folder: Path, media: Media) -> None:
        self._folder = folder
        self._media = media

    def get(self, clip: Clip, moment: Moment, width: int) -> bytes:
        """The picture of the frame that starts at `moment`, `width` pixels wide.

        Raises:
            EnvironmentFault: The picture is not kept and the clip's file is gone.
        """
        kept = self._folder / clip.sha256[:2] / f"{clip.sha256}-{moment.us}-{width}.jpg"
        with suppress(OSError):
            return kept.read_bytes()
        picture = self._media.thumbnail(clip.path, moment, width)
        # Several threads may make the same picture: each writes its own file and the last rename wins.
        partial = kept.with_name(f"{kept.stem}.{os.getpid()}-{os.urandom(4).hex()}.partial.jpg")
        with suppress(OSError):
            kept.parent.mkdir(parents=True, exist_ok=True)
            partial.write_bytes(picture)
            partial.replace(kept)
        return picture
