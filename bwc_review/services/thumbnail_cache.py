"""Small pictures, kept on disk under the hash of the file that they come from."""

from contextlib import suppress
from pathlib import Path

from bwc_review.domain.clip import Clip
from bwc_review.domain.time import Moment
from bwc_review.services.cached_file import keep
from bwc_review.services.ports import Media


class ThumbnailCache:
    """A folder of JPEG files; it may be deleted at any time, and a study that cannot be written works without it."""

    def __init__(self, study: Path, media: Media) -> None:
        """Describe the cache.

        Args:
            study: The study's folder.
            media: Makes the pictures.
        """
        self._study = study
        self._folder = study / "cache" / "thumbnails"
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
        keep(self._study, kept, picture)
        return picture
