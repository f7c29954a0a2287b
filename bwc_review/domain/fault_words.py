"""Two or three words for each kind of fault, where a list has no room for its sentence."""

from collections.abc import Mapping
from types import MappingProxyType

from bwc_review.domain.clip import FaultCode

FAULT_WORDS: Mapping[FaultCode, str] = MappingProxyType(
    {
        FaultCode.VARIABLE_RATE: "Variable rate",
        FaultCode.NO_SOUND: "No sound",
        FaultCode.LATE_SOUND: "Late sound",
        FaultCode.SHORT_SOUND: "Short sound",
        FaultCode.SILENT_START: "Silent start",
        FaultCode.BROKEN_PACKETS: "Broken packets",
        FaultCode.MISSING_FRAMES: "Missing frames",
        FaultCode.UNRELIABLE_TIMES: "Unreliable times",
        FaultCode.HEADER_MISMATCH: "Header wrong",
        FaultCode.TRUNCATED: "Cut off",
        FaultCode.START_OFFSET: "Late start",
        FaultCode.EDIT_LIST: "Edit list",
        FaultCode.ROTATED: "Rotated",
        FaultCode.BAD_ROTATION: "Odd rotation",
        FaultCode.NON_SQUARE_PIXELS: "Wide pixels",
        FaultCode.INTERLACED: "Interlaced",
        FaultCode.SEVERAL_VIDEO_STREAMS: "Several pictures",
        FaultCode.SEVERAL_SOUND_STREAMS: "Several sounds",
        FaultCode.SPARSE_KEYFRAMES: "Slow to seek",
        FaultCode.UNDECODABLE_SOUND: "Sound unreadable",
        FaultCode.WRONG_SUFFIX: "Wrong suffix",
    }
)
