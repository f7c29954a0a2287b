"""A film of the tags chosen on the review page."""

# ruff: noqa: F811 - fixtures of the page's own tests are used as arguments

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from bwc_review.domain.reel import Selection, Single
from bwc_review.ui.pages.present.page import PresentPage
from tests.ui.test_review import (  # noqa: F401 - fixtures
    CTRL,
    RATE,
    SHIFT,
    Desk,
    clip_study,
    coding,
    desk,
    moment,
    study,
)
from tests.ui.test_tag_tools import put


def named(monkeypatch: pytest.MonkeyPatch, path: Path | str) -> list[str]:
    """Give the film this name when it is asked for; tells what was suggested."""
    suggested: list[str] = []

    def answer(*arguments: str) -> tuple[str, str]:
        suggested.append(Path(arguments[2]).name)
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return suggested


def test_the_chosen_tags_become_one_film_with_lead_and_lag_on_present(
    coding: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suggested = named(monkeypatch, tmp_path / "moments")
    coding.page.tag_film.film_size = (320, 180)
    tags = [put(coding, "tc.introduce", 150), put(coding, "os.distance", 300, 330), put(coding, "tc.introduce", 450)]
    assert not coding.window.registry.action("review.film").isEnabled()
    coding.page.selection.select([tag.id for tag in tags[:2]])
    coding.keys(Qt.Key.Key_M, with_=CTRL | SHIFT)
    assert suggested == ["K7Q2-moments.mp4"]
    assert coding.window.page_name == "present"
    present = coding.window.page("present")
    assert isinstance(present, PresentPage)
    coding.bot.waitUntil(lambda: present.player.path == tmp_path / "moments.mp4", timeout=60_000)
    [film] = coding.study.exporting.films()
    assert film.selection is Selection.PURPOSIVE
    assert film.title == "Moments of K7Q2"
    assert film.frame_count >= 4 * RATE + 30
    assert present.player.line.part_count == 4  # title, how they were chosen, two moments


def test_each_moment_is_named_by_its_behaviour_and_reaches_as_far_as_a_loop_of_it(coding: Desk) -> None:
    tag = put(coding, "tc.introduce", 150)
    coding.page.selection.select([tag.id])
    reels: list[object] = []
    coding.page.tag_film.requested.disconnect()
    coding.page.tag_film.requested.connect(lambda reel, _name: reels.append(reel))
    coding.page.tag_film.ask()
    [single] = coding.study.exporting.resolve(reels[0]).items  # pyright: ignore[reportArgumentType]
    assert isinstance(single, Single)
    assert single.excerpt.label == f"K7Q2: {coding.page.table.behaviour(tag).name}"
    assert (single.excerpt.range.start, single.excerpt.range.end) == (moment(90), moment(210))


def test_without_a_name_there_is_no_film_and_the_page_stays(coding: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    named(monkeypatch, "")
    coding.page.selection.select([put(coding, "tc.introduce", 150).id])
    coding.window.registry.action("review.film").trigger()
    assert coding.window.page_name == "review"


def test_while_another_film_is_rendered_it_is_said(coding: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    suggested = named(monkeypatch, "")
    present = coding.window.page("present")
    assert isinstance(present, PresentPage)
    monkeypatch.setattr(type(present.films.job), "is_busy", True)
    coding.page.selection.select([put(coding, "tc.introduce", 150).id])
    coding.window.registry.action("review.film").trigger()
    assert coding.said[-1].text.startswith("Another film is being rendered")
    assert not suggested
    monkeypatch.undo()


def test_a_blinded_reviewer_is_offered_no_film(coding: Desk) -> None:
    coding.page.selection.select([put(coding, "tc.introduce", 150).id])
    assert coding.window.registry.action("review.film").isEnabled()
    coding.window.bridge.set_blinded(True)
    assert not coding.window.registry.action("review.film").isEnabled()
