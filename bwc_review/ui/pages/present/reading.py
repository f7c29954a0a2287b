"""What the present page lists, gathered from the study."""

from bwc_review.domain.export import Export
from bwc_review.services.bootstrap import Study
from bwc_review.services.films import Film
from bwc_review.ui.models.export_films import ExportItem, Shown, kind_of


def read_exports(study: Study) -> tuple[ExportItem, ...]:
    """Every file that left the study, newest first."""
    films = {film.export.id: film for film in study.exporting.films()}
    items = [_item(export, films.get(export.id)) for export in study.exporting.exports()]
    return tuple(sorted(items, key=lambda item: item.made_at, reverse=True))


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
        film.title, film.selection, film.clips, film.duration_us, film.frame_count, film.item_count, film.is_right
    )
