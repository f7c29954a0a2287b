"""Pictures of every page, taken without touching the user's settings."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from bwc_review.domain.time import Moment
from bwc_review.services.bootstrap import Study
from bwc_review.ui import screenshots
from bwc_review.ui.bridge.settings import UserSettings

PAGES = (
    "audit",
    "compare",
    "keys",
    "library",
    "library-grid",
    "present",
    "review",
    "review-tags",
    "settings",
    "welcome",
)


@pytest.mark.slow
def test_every_page_is_pictured(
    dark: QApplication,
    study: Study,
    footage_folder: Path,
    tmp_path: Path,
    own_home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (recording, *_) = study.library.import_paths([footage_folder]).imported
    review = study.reviewing.start(recording.id, "deesc-core", "1.0.0", "Reviewer A")
    study.reviewing.press(review.id, "tc.reassure", Moment(0))
    study.close()
    monkeypatch.setattr(screenshots, "_CALM_MS", 400)
    before = UserSettings().actor
    folder = tmp_path / "pictures"
    assert screenshots.main([str(folder), "--study", study.store.location, "--theme", "dark", "--scale", "2"]) == 0
    taken = {path.name: QImage(str(path)) for path in folder.iterdir()}
    assert {f"{page}-dark.png" for page in PAGES} <= set(taken)
    assert {(image.width(), image.height()) for image in taken.values()} == {(2880, 1800)}
    assert len({bytes(image.constBits()) for image in taken.values()}) == len(taken)
    monkeypatch.setenv("BWC_REVIEW_HOME", str(own_home))
    assert UserSettings().actor == before
