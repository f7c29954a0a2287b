"""What the present page lists, gathered from the study."""

from bwc_review.domain.export import Export
from bwc_review.services.bootstrap import Study
from bwc_review.services.demo import DEMO_MARK
from bwc_review.services.films import Film
from bwc_review.ui.models.export_films import ExportItem, Shown, kind_of


def read_exports(study: Study) -> tuple[ExportItem, ...]:
    """Every file that left the study: films first, then the others, newest first."""
    films = {film.export.id: film for film in study.exporting.films()}
    items = [_item(export, films.get(export.id)) for export in study.exporting.exports()]
    return tuple(sorted(items, key=lambda item: (item.film is not None, item.made_at), reverse=True))


def is_demo(study: Study) -> bool:
    """True for a demo study, whose clips the demo's reel names."""
    with study.store.reading() as work:
        return bool(work.settings.get(DEMO_MARK))


def _item(export: Export, film: Film | None) -> ExportItem:
    return ExportItem(
        key=str(export.id),
        kind=kind_of(export.kind),
        path=export.path,
        sha256=export.sha256,
        made_at=export.made_at,
        made_by=export.made_by,
        is_there=export.path.is_file(),
        film=_shown(film) if film else None,
    )


def _shown(film: Film) -> Shown:
    return Shown(
        title=film.title,
        selection=film.selection,
        clips=film.clips,
        duration_us=film.duration_us,
        frame_count=film.frame_count,
        item_count=film.item_count,
        is_right=film.is_right,
        starts=film.starts,
    )
