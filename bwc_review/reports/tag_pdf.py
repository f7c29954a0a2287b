"""The tag report as a PDF, set by Typst from the template in the resources."""

import json
from collections.abc import Sequence
from pathlib import Path

import typst

from bwc_review import paths
from bwc_review.domain.tag_report import TagReport
from bwc_review.reports.tag_document import document


def write(reports: Sequence[TagReport], path: Path) -> None:
    """Typeset the reports; the file is tagged for screen readers (PDF/UA-1).

    Raises:
        OSError: The file cannot be written.
    """
    folder = paths.resources()
    template = folder / "templates" / "tag_report.typ"
    pages = typst.compile(
        template,
        font_paths=[folder / "fonts"],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="ua-1",
        sys_inputs={"report": json.dumps(document(reports))},
        timestamp=reports[0].made_at.replace(microsecond=0),  # Typst takes whole seconds only
    )
    path.write_bytes(pages)
