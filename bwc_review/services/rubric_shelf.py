"""Rubrics that ship with the program, and the frozen versions that a study has installed."""

from pathlib import Path

from bwc_review import paths
from bwc_review.domain.errors import InputError
from bwc_review.domain.rubric import Rubric
from bwc_review.services.ports import Store, UnitOfWork


def version_key(rubric: Rubric) -> tuple[int, ...]:
    """The version's numbers, by which versions are put in order."""
    return tuple(int(part) for part in rubric.version.split("."))


def shipped_rubrics() -> tuple[Rubric, ...]:
    """Rubrics that come with the program, by id and version."""
    return tuple(check_rubric(path) for path in sorted((paths.resources() / "rubrics").glob("*.yaml")))


def shipped_rubric(rubric_id: str, version: str | None = None) -> Rubric:
    """A rubric that comes with the program; without a version the newest.

    Raises:
        InputError: There is none of that id, or not in that version.
    """
    return _chosen((shipped_rubrics(),), rubric_id, version)


def check_rubric(path: Path) -> Rubric:
    """Read a rubric file.

    Raises:
        InputError: The file breaks a rule; the message names line and field.
    """
    # A window that opens a study reads no rubric file, and the YAML reader takes long to load.
    from bwc_review.services.rubric_yaml import load_rubric

    return load_rubric(path)


class RubricShelf:
    """Finds and installs rubrics: those of a study, and those that ship with the program.

    Attributes:
        actor: Who acts, as the log will say.
    """

    def __init__(self, store: Store, actor: str) -> None:
        self._store = store
        self._shipped: tuple[Rubric, ...] | None = None
        self.actor = actor

    def shipped(self) -> tuple[Rubric, ...]:
        """Rubrics that come with the program, by id and version."""
        if self._shipped is None:
            self._shipped = shipped_rubrics()
        return self._shipped

    def installed(self) -> tuple[Rubric, ...]:
        """Rubric versions in the study, by id and version."""
        with self._store.reading() as work:
            return tuple(sorted(work.rubrics.all(), key=lambda rubric: (rubric.id, version_key(rubric))))

    def get(self, rubric_id: str, version: str | None = None, work: UnitOfWork | None = None) -> Rubric:
        """A rubric of the study (as `work` sees it, if given), else one that ships; without a version the newest.

        Raises:
            InputError: There is none of that id, or not in that version.
        """
        installed = self.installed() if work is None else tuple(work.rubrics.all())
        found = _choose(installed, rubric_id, version)
        return found or _chosen((installed, self.shipped()), rubric_id, version)

    def ready(self, rubric_id: str, version: str | None = None) -> Rubric:
        """Like `get`, and installed in the study afterwards."""
        rubric = self.get(rubric_id, version)
        self._put(rubric)
        return rubric

    def install(self, source: Path | str) -> Rubric:
        """Put a rubric version into the study: a file, or the id of one that ships.

        Installing the same content again changes nothing.

        Raises:
            InputError: The file breaks a rule, no rubric of that id ships, or the study holds another text under the
                same version.
        """
        rubric = self._from(source)
        self._put(rubric)
        return rubric

    def check(self, path: Path) -> Rubric:
        """Read a rubric file without installing it.

        Raises:
            InputError: The file breaks a rule; the message names line and field.
        """
        return check_rubric(path)

    def _from(self, source: Path | str) -> Rubric:
        if isinstance(source, str):
            found = _choose(self.shipped(), source, None)
            if found is not None:
                return found
            if not Path(source).exists():
                known = ", ".join(sorted({rubric.id for rubric in self.shipped()}))
                message = f"“{source}” is neither a file nor a rubric that ships with the program ({known})."
                raise InputError("rubric.unknown", message, rubric=source)
        return check_rubric(Path(source))

    def put_in(self, work: UnitOfWork, rubric: Rubric) -> bool:
        """Install a rubric as a part of a larger transaction; False if it is installed already.

        Raises:
            InputError: The study holds another text under the same version.
        """
        existing = work.rubrics.find(rubric.id, rubric.version)
        if existing is not None:
            if existing.content_hash != rubric.content_hash:
                message = (
                    f"The study already holds {rubric.id} {rubric.version} with another text. "
                    "A version never changes: give the new text a new version number."
                )
                raise InputError("rubric.frozen", message, rubric=rubric.id, version=rubric.version)
            return False
        work.rubrics.add(rubric)
        details = {"title": rubric.title, "sha256": rubric.content_hash}
        work.audit.record("rubric.install", f"rubric:{rubric.id} {rubric.version}", details)
        return True

    def _put(self, rubric: Rubric) -> None:
        with self._store.reading() as reading:
            existing = reading.rubrics.find(rubric.id, rubric.version)
        if existing is not None and existing.content_hash == rubric.content_hash:
            return  # nothing to write: also where the study can only be read
        with self._store.writing(self.actor) as work:
            if self.put_in(work, rubric):
                work.commit()


def _choose(rubrics: tuple[Rubric, ...], rubric_id: str, version: str | None) -> Rubric | None:
    matching = [rubric for rubric in rubrics if rubric.id == rubric_id and version in (None, rubric.version)]
    return max(matching, key=version_key, default=None)


def _chosen(shelves: tuple[tuple[Rubric, ...], ...], rubric_id: str, version: str | None) -> Rubric:
    for rubrics in shelves:
        found = _choose(rubrics, rubric_id, version)
        if found is not None:
            return found
    rubrics = {rubric for rubrics in shelves for rubric in rubrics}
    versions = sorted({rubric.version for rubric in rubrics if rubric.id == rubric_id})
    if versions:
        message = f"There is no version “{version}” of {rubric_id}. Known versions: {', '.join(versions)}."
    else:
        known = ", ".join(sorted({rubric.id for rubric in rubrics}))
        message = f"There is no rubric “{rubric_id}”. Known rubrics: {known or 'none'}."
    raise InputError("rubric.unknown", message, rubric=rubric_id, version=version)
