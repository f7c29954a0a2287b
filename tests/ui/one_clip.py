"""A study with one clip and its frame numbers, for tests that want a clip of their own length."""

import shutil
from pathlib import Path

from bwc_review.services.bootstrap import create_study


def one_clip_study(base: Path, clip: Path) -> Path:
    """The folder of a study that holds a copy of the clip under the code K7Q2; tests work on copies of it."""
    footage = base / "footage"
    footage.mkdir()
    shutil.copy(clip, footage / "call.mp4")
    (footage / "manifest.csv").write_text("file,code,recorded_at\ncall.mp4,K7Q2,2025-02-18T20:41:10-06:00\n")
    with create_study(str(base / "study"), "Spring course", "lead") as made:
        made.library.import_paths([footage], footage / "manifest.csv")
    return base / "study"
