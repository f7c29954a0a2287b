"""The details pane of the library: one clip's picture, phase and why, faults, reviews, call and file."""

from fractions import Fraction

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from bwc_review.domain.clip import Clip
from bwc_review.domain.people import Armed, Incident, Phase, Setting
from bwc_review.domain.tag import ReviewState
from bwc_review.domain.time import length_text
from bwc_review.ui.pages.library_content import content_lines
from bwc_review.ui.pages.library_delegate import paint_picture
from bwc_review.ui.pages.library_rows import ClipDetails
from bwc_review.ui.pages.phase_words import phase_reason
from bwc_review.ui.theme.apply import current
from bwc_review.ui.widgets.badges import PhaseBadge
from bwc_review.ui.widgets.buttons import button
from bwc_review.ui.widgets.labels import label
from bwc_review.ui.widgets.section import Section

WIDTH = 352
_LEAST = 300
_STATES = {
    ReviewState.DRAFT: "draft",
    ReviewState.SUBMITTED: "submitted",
    ReviewState.ADJUDICATED: "adjudicated",
}
_ARMED = {
    Armed.NONE: "No weapon",
    Armed.UNKNOWN: "",
    Armed.NON_FIREARM: "Weapon, no firearm",
    Armed.FIREARM: "Firearm",
}
_SETTINGS = {Setting.FIELD: "Field", Setting.SCENARIO: "Scenario training", Setting.VR: "Virtual reality"}


class Picture(QWidget):
    """A picture in a 16:9 frame."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: QPixmap | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_picture(self, picture: QPixmap | None) -> None:
        """Show a picture, or an empty frame."""
        self._picture = picture
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return width * 9 // 16

    def sizeHint(self) -> QSize:
        return QSize(WIDTH - 32, self.heightForWidth(WIDTH - 32))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_picture(QPainter(self), QRectF(self.rect()), self._picture, current().radius)


class DetailsPane(QFrame):
    """Shows one clip, or teaches that one can be chosen.

    Signals:
        review_asked: The user wants to review the clip.
        phase_asked: The user wants to set the phase by hand.
        folder_asked: The user wants to see the file in its folder.
        content_asked: The user wants to change the content note.
    """

    review_asked = Signal()
    phase_asked = Signal()
    folder_asked = Signal()
    content_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("area", "pane")
        self.setMinimumWidth(_LEAST)
        self.picture = Picture()
        self._code = label("", "display")
        self._badge = PhaseBadge()
        self._reason = label("", "muted", wraps=True)
        self.review = button("Review clip", self.review_asked.emit, kind="primary", icon_name="play")
        self.review.setToolTip("Play and tag this clip (Enter)")
        self._phase = button("Set phase…", self.phase_asked.emit, kind="link")
        self._phase.setToolTip("Set the phase against the records, with a reason that the log keeps")
        self._folder = button("Show in folder", self.folder_asked.emit, kind="link")
        self._note = button("Content note…", self.content_asked.emit, kind="link")
        self._note.setToolTip("Say what somebody should know before the clip is played (Ctrl+Shift+C)")
        self.content = Section("Content note")
        self.faults = Section("Worth knowing")
        self.reviews = Section("Reviews")
        self.call = Section("Call")
        self.file = Section("File")
        self.file.add_end(self._folder)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._hint())
        self._stack.addWidget(self._body())

    @property
    def code(self) -> str:
        """Code name of the clip that is shown; empty if none is."""
        return self._code.text() if self._stack.currentIndex() else ""

    @property
    def reason(self) -> str:
        """Why the clip has its phase."""
        return self._reason.text()

    def clear(self) -> None:
        """Show no clip."""
        self._stack.setCurrentIndex(0)

    def show_details(self, details: ClipDetails, *, is_blinded: bool, can_write: bool) -> None:
        """Show a clip; a blinded reviewer sees the code name, length and technical faults only."""
        row, recording = details.row, details.row.recording
        self._code.setText(recording.code)
        self._code.setProperty("role", "display")
        self._badge.set_phase(Phase.NONE if is_blinded else row.phase)
        self._reason.setText("" if is_blinded else _reason_of(details))
        for item in (self._badge, self._reason):
            item.setVisible(not is_blinded)
        self._phase.setVisible(not is_blinded and can_write)
        self._note.setVisible(not is_blinded and can_write)
        self.content.show_signs(content_lines(details.content))
        self._folder.setVisible(not is_blinded)
        self._show_faults(details, is_blinded=is_blinded)
        self._show_reviews(details)
        self.call.show_facts([] if is_blinded else _call_facts(row.incident, row.call_type_name, details))
        self.file.show_facts([("Length", length_text(details.end_us))] if is_blinded else _file_facts(details))
        self._stack.setCurrentIndex(1)

    def _show_faults(self, details: ClipDetails, *, is_blinded: bool) -> None:
        faults = [fault for clip in details.row.clips for fault in clip.faults]
        faults.sort(key=lambda fault: fault.is_notice)
        lines = [("plain" if fault.is_notice else "warning", fault.text) for fault in faults]
        if details.row.recording.is_open_case and not is_blinded:
            lines.insert(0, ("warning", "The case behind this clip is open. Reels leave it out unless you allow it."))
        if details.is_of_other_study and not is_blinded:
            lines.insert(0, ("warning", "Played from the folder of another study, of which this one may be a copy."))
        self.faults.show_signs(lines)

    def _show_reviews(self, details: ClipDetails) -> None:
        facts = [
            (review.reviewer, f"{count} {'tag' if count == 1 else 'tags'}, {_STATES[review.state]}\n{title}")
            for review, title, count in details.reviews
        ]
        self.reviews.show_facts(facts)

    def _hint(self) -> QWidget:
        words = label("Choose a clip to see its facts.\nEnter or a double-click opens it for review.", "muted")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setWordWrap(True)
        return words

    def _body(self) -> QWidget:
        theme = current()
        inner = QWidget()
        inner.setProperty("area", "clear")
        column = QVBoxLayout(inner)
        column.setContentsMargins(theme.l, theme.l, theme.l, theme.l)
        column.setSpacing(theme.s)
        column.addWidget(self.picture)
        head = QHBoxLayout()
        head.addWidget(self._code)
        head.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        column.addSpacing(theme.xs)
        column.addLayout(head)
        column.addWidget(self._reason)
        column.addSpacing(theme.xs)
        column.addWidget(self.review)
        links = QHBoxLayout()
        links.setContentsMargins(-5, 0, 0, 0)  # the words of a link stand where its focus ring begins
        links.addWidget(self._phase)
        links.addWidget(self._note)
        links.addStretch(1)
        column.addLayout(links)
        for section in (self.content, self.faults, self.reviews, self.call, self.file):
            column.addSpacing(theme.s)
            column.addWidget(section)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return scroll


def _reason_of(details: ClipDetails) -> str:
    row, recording = details.row, details.row.recording
    return phase_reason(
        row.phase,
        recording.recorded_at.date() if recording.recorded_at else None,
        row.officer is not None,
        details.trainings,
        is_override=recording.phase_override is not None,
    )


def _call_facts(incident: Incident | None, call: str, details: ClipDetails) -> list[tuple[str, str]]:
    officer = details.row.officer
    facts = [("Officer", f"{officer.pseudonym}{f' · {officer.unit}' if officer.unit else ''}")] if officer else []
    if incident is None:
        return facts
    present = incident.officers_present
    return [
        ("Kind", call),
        ("Number", incident.number),
        ("Date", incident.occurred_on.isoformat()),
        ("Setting", _SETTINGS[incident.setting]),
        ("Person had", _ARMED[incident.armed]),
        ("Present", f"{present} officer{'' if present == 1 else 's'}" if present else ""),
        *facts,
    ]


def _file_facts(details: ClipDetails) -> list[tuple[str, str]]:
    recording, clips = details.row.recording, details.row.clips
    facts = clips[0].facts
    width, height = facts.display_size
    sound = facts.sound
    recorded = f"{recording.recorded_at:%Y-%m-%d %H:%M:%S %Z}".strip() if recording.recorded_at else ""
    return [
        ("Name", "\n".join(clip.path.name for clip in clips)),
        ("Folder", "\n".join(dict.fromkeys(str(clip.path.parent) for clip in clips))),
        ("Length", length_text(recording.duration_us)),
        ("Recorded", recorded),
        ("Picture", f"{width} × {height}, {_rate_text(facts.rate, is_variable=facts.is_variable_rate)}, {facts.codec}"),
        ("Sound", f"{sound.codec}, {sound.sample_rate_hz / 1000:g} kHz" if sound else "None"),
        ("Size", size_text(sum(clip.size for clip in clips))),
        ("SHA-256", _digest_text(clips)),
    ]


def _rate_text(rate: Fraction, *, is_variable: bool) -> str:
    return f"{'about ' if is_variable else ''}{float(rate):.4g} fps"


def _digest_text(clips: tuple[Clip, ...]) -> str:
    return "\n".join(f"{clip.sha256[:12]}…" for clip in clips)


def size_text(count: int) -> str:
    """Bytes as people read them, in powers of 1000."""
    size = float(count)
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:.3g} {unit}" if unit != "bytes" else f"{count} bytes"
        size /= 1000
    return f"{size:.3g} GB"
