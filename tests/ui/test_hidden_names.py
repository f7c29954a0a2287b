"""Sentences for a blinded reviewer name no file."""

import pytest

from bwc_review.ui.bridge.hidden_names import without_names


@pytest.mark.parametrize(
    ("text", "path", "said"),
    [
        (
            "“Cedar 2025-02-18.mp4” is not there any more.",
            "/footage/Cedar 2025-02-18.mp4",
            "The clip’s file is not there any more.",
        ),
        ("Cedar may not be read by you.", "/footage/Cedar", "The clip’s file may not be read by you."),
        ("Import “Officer Cedar 18 Feb.MOV”", None, "Import the clip’s file"),
        ("Hashed before.mp4, 3 of 4", None, "Hashed the clip’s file, 3 of 4"),
        ("The end must lie after the start.", None, "The end must lie after the start."),
        ("The disk is full.", "", "The disk is full."),
    ],
)
def test_a_clips_file_is_called_just_that(text: str, path: str | None, said: str) -> None:
    assert without_names(text, {} if path is None else {"path": path}) == said
    assert without_names("Done.") == "Done."
