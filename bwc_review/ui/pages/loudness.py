"""How loud each clip is played, kept for it in the user's settings."""

from bwc_review.domain.ids import RecordingId
from bwc_review.ui.bridge.settings import UserSettings

STEP_DB, MOST_DB = 3, 18


def kept_gain(settings: UserSettings, recording_id: RecordingId) -> int:
    """How many decibels louder than recorded that clip is played."""
    try:
        return _bounded(int(settings.value(_name(recording_id), "0")))
    except ValueError:
        return 0


def keep_gain(settings: UserSettings, recording_id: RecordingId, gain_db: int) -> int:
    """Remember it for that clip; gives what it is within bounds."""
    gain_db = _bounded(gain_db)
    settings.keep(_name(recording_id), str(gain_db))
    return gain_db


def amplitude(gain_db: int) -> float:
    """What samples are multiplied by."""
    return 10 ** (gain_db / 20)


def gain_text(gain_db: int) -> str:
    """As it is shown: “As recorded”, “6 dB louder”, “12 dB softer”."""
    if gain_db == 0:
        return "As recorded"
    return f"{abs(gain_db)} dB {'louder' if gain_db > 0 else 'softer'}"


def _bounded(gain_db: int) -> int:
    return max(-MOST_DB, min(gain_db, MOST_DB))


def _name(recording_id: RecordingId) -> str:
    return f"gain/{recording_id}"
