"""One tag as an auditor checks it: its frame, the rubric's text, and where it comes from."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from bwc_review.domain.tag_report import ReportedTag, TagReport
from bwc_review.domain.time import review_text
from bwc_review.ui.models.audit_tags import behaviour_text, who_text
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.facts import Facts, Hash
from bwc_review.ui.widgets.labels import label, rule
from bwc_review.ui.widgets.still import Still

_CONFIDENCE = {1: "Low", 2: "Medium", 3: "High"}


class TagPane(QFrame):
    """Shows the chosen tag, or the review as a whole.

    Signals:
        open_asked: The tag is to be shown on the review page.
    """

    open_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("area", "pane")
        self.setMinimumWidth(320)
        self.setAccessibleName("Chosen tag")
        self.still = Still("Frame at the tag's start")
        self.facts = Facts()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.addWidget(self._scroll)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say how to choose."""
        column = self._begin()
        column.addWidget(label("Tag", "title"))
        words = "Choose a review, then a tag: its frame is shown here, with the rubric's text that it was set under."
        column.addWidget(label(words, "muted", wraps=True))
        column.addStretch(1)

    def show_review(self, report: TagReport) -> None:
        """Show what a review as a whole rests on."""
        column = self._begin()
        column.addWidget(label(f"{report.recording.code} · {report.review.reviewer}", "title", wraps=True))
        self.facts = Facts()
        self.facts.add("Rubric", f"{report.rubric.title} {report.rubric.version}")
        self.facts.add("Tags", f"{len(report.tags):,}")
        self.facts.add("Ratings", f"{len(report.ratings):,}")
        self.facts.add("Log entries", f"{report.edit_count:,} changed this review or what is in it")
        column.addWidget(self.facts)
        column.addWidget(Hash("Hash of the rubric's text", report.rubric.content_hash))
        for clip in report.clips:
            column.addWidget(Hash(f"Hash of {clip.path.name}", clip.sha256))
        column.addStretch(1)

    def show_tag(self, report: TagReport, row: ReportedTag) -> None:
        """Show a tag; its picture follows."""
        column = self._begin()
        self.still = Still("Frame at the tag's start")
        self.still.say("Reading the frame…")
        column.addWidget(self.still)
        column.addWidget(label(behaviour_text(row), "title", wraps=True))
        opened = button(
            "Show in Review",
            self.open_asked.emit,
            kind="primary",
            icon_name="clapperboard",
            tooltip="Play the frames of this tag (Enter)",
        )
        column.addWidget(opened, 0, Qt.AlignmentFlag.AlignLeft)
        self.facts = _facts(report, row)
        column.addWidget(self.facts)
        column.addWidget(rule())
        column.addWidget(label(f"Rubric text, {report.rubric.id} {report.rubric.version}", "section"))
        behaviour = row.behaviour
        rubric = Facts()
        for name, text in (
            ("Definition", behaviour.definition),
            ("Include", behaviour.include),
            ("Exclude", behaviour.exclude),
            ("Example", behaviour.example),
        ):
            if text:
                rubric.add(name, text)
        column.addWidget(rubric)
        column.addStretch(1)

    def _begin(self) -> QVBoxLayout:
        theme = current()
        inner = QWidget()
        inner.setProperty("area", "clear")
        column = QVBoxLayout(inner)
        column.setContentsMargins(theme.l, theme.l, theme.l, theme.l)
        column.setSpacing(theme.m)
        self._scroll.setWidget(inner)
        return column


def _facts(report: TagReport, row: ReportedTag) -> Facts:
    tag, facts = row.tag, Facts()
    facts.add("Start", f"{review_text(tag.start)} · frame {row.start_frame:,} of {row.file_name}")
    if row.behaviour.is_state:
        frame = "" if row.end_frame is None else f" · before frame {row.end_frame:,}"
        facts.add("End", "Still open" if tag.end is None else f"{review_text(tag.end)}{frame}")
    if row.wall_clock is not None:
        facts.add("Wall clock", f"{row.wall_clock:%Y-%m-%d %H:%M:%S %z}")
    facts.add("Who", who_text(row))
    if tag.modifiers:
        facts.add("Modifiers", "; ".join(f"{name}: {choice}" for name, choice in tag.modifiers))
    if tag.confidence is not None:
        facts.add("Confidence", _CONFIDENCE[tag.confidence])
    if tag.is_heard_only:
        facts.add("Perceived", "Heard, not seen")
    if tag.note:
        facts.add("Note", tag.note)
    facts.add("Reviewer", report.review.reviewer)
    if tag.tagged_at is not None:
        speed = f"at {tag.speed_percent} % speed" if tag.speed_percent else "while paused"
        facts.add("Tagged", f"{tag.tagged_at.astimezone():%Y-%m-%d %H:%M:%S}, {speed}")
    times = {0: "Never changed since", 1: "Once since it was set"}
    facts.add("Changed", times.get(row.edit_count, f"{row.edit_count} times since it was set"))
    return facts
