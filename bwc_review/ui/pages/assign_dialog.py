"""The study lead shares clips out: reviewers, rubric, the hidden share that is coded twice, the seed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QSpinBox, QWidget

from bwc_review.domain.assignment import DOUBLE_PERCENT, LEAST_DOUBLES
from bwc_review.domain.rubric import Rubric
from bwc_review.services.assigning import PlanWish
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import Chooser, button
from bwc_review.ui.widgets.check import Check
from bwc_review.ui.widgets.dialog import field_form, lay_out_dialog
from bwc_review.ui.widgets.labels import label

_ABOUT = (
    "Each reviewer gets an order of their own, drawn at random, in which phases and doubles are mixed. Nobody is told"
    " which clips are coded twice."
)


class AssignDialog(QDialog):
    """Asks for all that a draw needs.

    Signals:
        chosen: The `PlanWish`.
    """

    chosen = Signal(object)

    def __init__(
        self, rubrics: Sequence[Rubric], reviewers: Sequence[str], codes: Sequence[str], parent: QWidget | None
    ) -> None:
        """Make it.

        Args:
            rubrics: What can be chosen.
            reviewers: Those who have reviewed before, to begin with.
            codes: Code names of the clips that the library shows, as it is filtered.
            parent: Qt parent.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Assign clips")
        self.setMinimumWidth(520)
        self._rubrics = rubrics
        self._codes = codes
        self.title = QLineEdit()
        self.title.setPlaceholderText("Autumn course")
        self.reviewers = QLineEdit(", ".join(reviewers))
        self.reviewers.setPlaceholderText("Reviewer A, Reviewer B")
        self.rubric = Chooser("Rubric")
        for rubric in rubrics:
            self.rubric.addItem(f"{rubric.title} {rubric.version}")
        self.profile = Chooser("Behaviours")
        self.share = _number(0, 100, DOUBLE_PERCENT, " %")
        self.least = _number(0, 999, LEAST_DOUBLES, "")
        self.seed = QLineEdit()
        self.seed.setPlaceholderText("a new one, which is kept")
        self.stops = Check("Playback stops before the first hands-on")
        self.clips = Chooser("Clips")
        self.clips.addItem("All that nobody has been assigned yet", None)
        if codes:
            words = f"The {len(codes)} that the library shows" if len(codes) > 1 else f"Only {codes[0]}"
            self.clips.addItem(words, list(codes))
        self.go = button("Assign", self.choose, kind="primary")
        self.go.setDefault(True)
        self.rubric.currentIndexChanged.connect(self._follow_rubric)
        self.reviewers.textChanged.connect(lambda _text: self._follow())
        self.seed.textChanged.connect(lambda _text: self._follow())
        self.share.valueChanged.connect(lambda _value: self._follow())
        self._hint = label("", "warning", wraps=True)
        self._lay_out()
        self._follow_rubric(self.rubric.currentIndex())
        self._follow()

    @property
    def names(self) -> list[str]:
        """The reviewers as they are typed."""
        return list(dict.fromkeys(name.strip() for name in self.reviewers.text().split(",") if name.strip()))

    @property
    def hint(self) -> str:
        """What still keeps it from being drawn."""
        return self._hint.text()

    def choose(self) -> None:
        """Hand the wish over."""
        rubric = self._rubrics[self.rubric.currentIndex()]
        seed = self.seed.text().strip()
        self.chosen.emit(
            PlanWish(
                title=self.title.text(),
                rubric_id=rubric.id,
                reviewers=self.names,
                version=rubric.version,
                profile=self.profile.currentData() or None,
                codes=self.clips.currentData(Qt.ItemDataRole.UserRole),
                seed=int(seed) if seed else None,
                double_percent=self.share.value(),
                least_doubles=self.least.value(),
                is_stopped=self.stops.isChecked(),
            )
        )
        self.accept()

    def _follow_rubric(self, place: int) -> None:
        self.profile.clear()
        self.profile.addItem("All behaviours", "")
        for profile in self._rubrics[place].profiles if 0 <= place < len(self._rubrics) else ():
            self.profile.addItem(profile.title, profile.id)

    def _follow(self) -> None:
        problem = ""
        if not self.names:
            problem = "Name at least one reviewer."
        elif len(self.names) == 1 and self.share.value():
            problem = "Clips that are coded twice need a second reviewer. Name one, or set the share to 0."
        elif self.seed.text().strip() and not self.seed.text().strip().isdecimal():
            problem = "The seed is a whole number."
        self._hint.setText(problem)
        self._hint.setVisible(bool(problem))
        self.go.setEnabled(not problem)

    def _lay_out(self) -> None:
        form = field_form()
        rows = (
            ("Name of the plan", self.title),
            ("Clips", self.clips),
            ("Reviewers", self.reviewers),
            ("Rubric", self.rubric),
            ("Behaviours", self.profile),
            ("Coded twice", self.share),
            ("At least, in each phase", self.least),
            ("Seed", self.seed),
        )
        for name, field in rows:
            field.setAccessibleName(name)
            form.addRow(name, field)
        form.addRow("", self.stops)
        lay_out_dialog(self, "Assign clips", _ABOUT, form, self._hint, go=self.go)


def _number(least: int, most: int, value: int, suffix: str) -> QSpinBox:
    made = QSpinBox()
    made.setRange(least, most)
    made.setValue(value)
    made.setSuffix(suffix)
    made.lineEdit().setTextMargins(current().s, 0, current().s, 0)
    return made
