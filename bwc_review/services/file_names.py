"""When a recording was made, read from the file names that camera makers give on export.

The container's own creation time is never used: on exported and redacted files it is the day of processing.
"""

import re
from datetime import datetime

# Prefixes and suffixes are allowed: copies and data sets add their own. Sources: vendors' help pages.
_PATTERNS = (
    # Axon: Axon_Body_4_Video_2025-08-23_2206_D01A00001.mp4
    (re.compile(r"axon_.+?_video_(\d{4}-\d{2}-\d{2}_\d{4})(?!\d)", re.IGNORECASE), "%Y-%m-%d_%H%M"),
    # Motorola: Name_202508232206_123456-0.mp4
    (re.compile(r"_(\d{12})_[0-9A-Za-z]+-\d+(?=\.|$)"), "%Y%m%d%H%M"),
    # Dashboard cameras: NO20260101-120000-000001F.MP4
    (re.compile(r"(?:^|[^A-Za-z])[A-Z]{2}(\d{8}-\d{6})-\d{6}[FBIR]?(?=\.|$)"), "%Y%m%d-%H%M%S"),
    # Fixed cameras: Ch02_20250823220600000_20250823221600000.mp4 (start and end with milliseconds)
    (re.compile(r"ch\d+_(\d{14})\d{3}_\d{17}(?=\.|$)", re.IGNORECASE), "%Y%m%d%H%M%S"),
)


def recorded_at(name: str) -> datetime | None:
    """The time in a known form of file name, or None.

    Such names carry no time zone: the clock is taken to be in this computer's zone.
    """
    for pattern, form in _PATTERNS:
        match = pattern.search(name)
        if match is None:
            continue
        try:
            return datetime.strptime(match[1], form).astimezone()
        except ValueError:  # the digits are no date, so the name is not of this form
            continue
    return None
