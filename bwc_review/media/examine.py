"""Reading a media file once and telling everything about it: facts, frame table, faults."""

from pathlib import Path

from bwc_review.domain.clip import Examination
from bwc_review.domain.progress import CancelToken, Progress, Report, part_of
from bwc_review.media.decode_check import check_decoding
from bwc_review.media.file_access import size_of
from bwc_review.media.frame_table import build_table
from bwc_review.media.packets import read_packets
from bwc_review.media.preflight import Measured, details_of, faults_of
from bwc_review.media.probe import facts_of, read_header
from bwc_review.media.reading_limits import ReadingLimits
from bwc_review.media.sound_check import check_sound

_TOTAL = 100
_READ, _DECODED, _HEARD = 70, 90, 95  # where the steps end on the way to _TOTAL


def examine(path: Path, report: Report, cancel: CancelToken) -> Examination:
    """Measure a clip and check it.

    Healthy files are hardly decoded: times come from the container. The time and the amount that are read have
    limits, so that a damaged or hostile file cannot hold anything up.

    Raises:
        InputError: It is not a clip that can be shown; the sentence says why.
        EnvironmentFault: It is not there or may not be read.
        Cancelled: The user stopped the job.
    """
    limits = ReadingLimits(size_of(path), cancel)
    header = read_header(path)
    packets, span = read_packets(path, limits, part_of(report, 0, _READ, _TOTAL))
    check = check_decoding(path, packets, limits, part_of(report, _READ, _DECODED - _READ, _TOTAL))
    built = build_table(packets, check, header.time_base, header.declared_rates)
    report(Progress(_DECODED, _TOTAL, "Checking the sound"))
    sound = check_sound(path, limits)
    report(Progress(_HEARD, _TOTAL, "Checking the clip"))
    facts = facts_of(header, check, built, sound, span)
    measured = Measured(path, header, facts, built, packets, check, sound)
    report(Progress(_TOTAL, _TOTAL, "Checked"))
    return Examination(facts, built.table, faults_of(measured), details_of(measured))
