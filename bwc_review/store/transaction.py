"""The one door from repositories to the tables: reads plain rows, writes rows, counts what changed."""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice
from typing import Any, TypeVar, cast

from sqlalchemy import Column, ColumnElement, Connection, Select, Table, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bwc_review.store.schema import Base

R = TypeVar("R", bound=Base)
Criterion = ColumnElement[bool]
_BATCH = 1_000


class Transaction:
    """An open transaction.

    Rows are read as plain result rows of a table's columns, never as objects tracked by a session, which would take
    several times as long.

    Attributes:
        connection: The connection, inside its transaction.
        is_writing: False for a transaction that must not change anything.
        change_count: Rows written or removed since the last commit, audit rows not counted.
    """

    def __init__(self, connection: Connection, *, is_writing: bool) -> None:
        self.connection = connection
        self.is_writing = is_writing
        self.change_count = 0

    def rows(
        self,
        kind: type[R],
        *criteria: Criterion,
        order_by: Sequence[Any] = (),
        limit: int | None = None,
    ) -> Sequence[R]:
        """All rows of a table that meet the criteria, in that order; they have the attributes of the row class."""
        return cast("Sequence[R]", self.values(kind, *criteria, order_by=order_by, limit=limit))

    def values(
        self,
        kind: type[Base],
        *criteria: Criterion,
        order_by: Sequence[Any] = (),
        limit: int | None = None,
    ) -> Sequence[Sequence[Any]]:
        """The same as tuples of the columns in their order; unpacking them is three times as fast as attributes."""
        statement = _selection(kind).where(*criteria).limit(limit)
        return self.connection.execute(statement.order_by(*order_by) if order_by else statement).all()

    def rows_where(self, kind: type[R], *order_by: Any, **equals: object) -> Sequence[R]:  # noqa: ANN401 - a column
        """Rows of a table whose columns have these values: five times as fast as `rows`, as the statement is kept."""
        return cast("Sequence[R]", self.values_where(kind, *order_by, **equals))

    def values_where(self, kind: type[Base], *order_by: Any, **equals: object) -> Sequence[Sequence[Any]]:  # noqa: ANN401
        """The same as tuples of the columns in their order."""
        return self.connection.execute(_lookup(kind, order_by, tuple(equals)), equals).all()

    def row(self, kind: type[R], *criteria: Criterion) -> R | None:
        """The one row that meets the criteria, or None."""
        found = self.rows(kind, *criteria, limit=1)
        return found[0] if found else None

    def add(self, *rows: Base) -> None:
        """Insert new rows, all of one table."""
        self._write(_insertion(type(rows[0]), self._dialect), rows)

    def put(self, *rows: Base) -> None:
        """Insert rows, all of one table; where the key exists already, its row is overwritten."""
        self._write(_replacement(type(rows[0]), self._dialect), rows)

    def put_many(self, rows: Iterable[Base]) -> None:
        """The same for any number of rows, in batches."""
        waiting = iter(rows)
        while batch := list(islice(waiting, _BATCH)):
            self.put(*batch)

    def change(self, kind: type[Base], criterion: Criterion, **values: object) -> int:
        """Set columns of the rows that meet the criterion; the number of rows."""
        self.check_writing()
        count = self.connection.execute(update(kind).where(criterion).values(values)).rowcount
        self.change_count += count
        return count

    def remove(self, kind: type[Base], *criteria: Criterion) -> None:
        """Delete the rows of a table that meet the criteria."""
        self.check_writing()
        self.change_count += self.connection.execute(delete(kind).where(*criteria)).rowcount

    def add_uncounted(self, row: Base) -> None:
        """Insert a row that is no change of the study: an audit record."""
        self.check_writing()
        self.connection.execute(_insertion(type(row), self._dialect), [values_of(row)])

    def check_writing(self) -> None:
        """Raise `RuntimeError` if this transaction must not change anything: a bug."""
        if not self.is_writing:
            message = "A unit of work for reading was asked to write."
            raise RuntimeError(message)

    @property
    def _dialect(self) -> str:
        return self.connection.dialect.name

    def _write(self, statement: Any, rows: Sequence[Base]) -> None:  # noqa: ANN401 - insert of either dialect
        self.check_writing()
        self.connection.execute(statement, [values_of(row) for row in rows])
        self.change_count += len(rows)


def table_of(kind: type[Base]) -> Table:
    """The table of a row class."""
    return cast("Table", kind.__table__)


def values_of(row: Base) -> dict[str, object]:
    """A row's columns by name."""
    return {name: getattr(row, name) for name in _names(type(row))}


@cache
def _names(kind: type[Base]) -> tuple[str, ...]:
    return tuple(column.name for column in table_of(kind).columns)


@cache
def _selection(kind: type[Base]) -> Select[Any]:
    return select(*table_of(kind).columns)


@cache
def _lookup(kind: type[Base], order_by: tuple[Any, ...], names: tuple[str, ...]) -> Select[Any]:
    columns = table_of(kind).columns
    return _selection(kind).where(*(columns[name] == bindparam(name) for name in names)).order_by(*order_by)


@cache
def _insertion(kind: type[Base], dialect: str) -> "sqlite.Insert | postgresql.Insert":
    return postgresql.insert(table_of(kind)) if dialect == "postgresql" else sqlite.insert(table_of(kind))


@cache
def _replacement(kind: type[Base], dialect: str) -> "sqlite.Insert | postgresql.Insert":
    statement = _insertion(kind, dialect)
    keys: list[Column[Any]] = [column for column in table_of(kind).columns if column.primary_key]
    others = {column.name: statement.excluded[column.name] for column in table_of(kind).columns if column not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=others)
