"""Recording times in camera makers' file names."""

from datetime import datetime

import pytest

from bwc_review.services.file_names import recorded_at


@pytest.mark.parametrize(
    ("name", "time"),
    [
        ("Axon_Body_4_Video_2025-08-23_2206_D01A00001.mp4", datetime(2025, 8, 23, 22, 6)),
        ("AXON_Body_2_Video_2019-01-02_0003.mp4", datetime(2019, 1, 2, 0, 3)),
        ("case17 Axon_Body_3_Video_2025-08-23_2206 copy.mp4", datetime(2025, 8, 23, 22, 6)),
        ("Lane_202508232206_123456-0.mp4", datetime(2025, 8, 23, 22, 6)),
        ("NO20260101-120002-000002F.MP4", datetime(2026, 1, 1, 12, 0, 2)),
        ("Ch02_20250823220600123_20250823221600000.mp4", datetime(2025, 8, 23, 22, 6)),
    ],
)
def test_a_known_form_gives_its_time_in_this_computers_zone(name: str, time: datetime) -> None:
    assert recorded_at(name) == time.astimezone()


@pytest.mark.parametrize(
    "name",
    [
        "K7Q2.mp4",
        "video_20250823.mp4",
        "Axon_Body_4_Video_2025-13-23_2206_D01A00001.mp4",
        "Axon_Body_4_Video_2025-08-23_22067.mp4",
        "Lane_202508322206_123456-0.mp4",
        "holiday-20250823-2206.mp4",
    ],
)
def test_any_other_name_and_a_date_that_does_not_exist_tell_nothing(name: str) -> None:
    assert recorded_at(name) is None
