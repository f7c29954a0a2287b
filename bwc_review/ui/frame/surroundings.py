"""A copied study takes the clips that were copied with it, and says so; what it plays from elsewhere is told."""

from PySide6.QtCore import QObject

from bwc_review.services.surroundings import Survey, TakenUp, folders_of
from bwc_review.ui.bridge.study import StudyBridge, Tone

_TITLE = "Read the clips that came with this study"


class Surroundings(QObject):
    """Looks at each study that is opened, off the GUI thread; files are read as a job."""

    def __init__(self, bridge: StudyBridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        bridge.opened.connect(self._look)
        if bridge.is_open:
            self._look()

    def _look(self) -> None:
        self._bridge.read(self, self._bridge.study.surroundings.survey, self._follow)

    def _follow(self, survey: Survey) -> None:
        bridge = self._bridge
        if survey.text:
            where = "" if bridge.is_blinded else f", {survey.folder}"
            bridge.tell(f"{survey.text}{where}.", Tone.WARNING)
        if not survey.strays:
            return
        if bridge.study.store.is_read_only:
            bridge.tell(f"{_count(len(survey.strays))} played from elsewhere: this study can only be read here.")
            return
        study = bridge.study
        take = lambda report, cancel: study.surroundings.take_up(None, report, cancel)  # noqa: E731 - one line, used once
        bridge.submit(self, _TITLE, take, self._tell, is_expendable=True)

    def _tell(self, taken: TakenUp) -> None:
        bridge = self._bridge
        bridge.announce(taken.changes, self)
        if taken.refused:
            first = "" if bridge.is_blinded else f" {taken.refused[0]}"
            number = _count(len(taken.refused))
            bridge.tell(f"{number} still played from where the study was copied from.{first}", Tone.WARNING)
        elif taken.moved:
            where = "" if bridge.is_blinded else f": {folders_of(moved.after for moved in taken.moved)}"
            number = _count(len(taken.moved))
            bridge.tell(f"{number} now played from what was copied with this study{where}", Tone.SUCCESS)


def _count(number: int) -> str:
    return "1 clip is" if number == 1 else f"{number:,} clips are"
