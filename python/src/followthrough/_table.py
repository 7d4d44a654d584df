"""Rows of one kind, as a sequence of values and as columns for any frame that speaks Arrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from ._native import Columns

__all__ = ["Frame", "Table"]

R = TypeVar("R", covariant=True)


class Table(Generic[R]):
    """Rows in order, by index and slice, that polars, pandas and pyarrow take as they are.

    `pl.DataFrame(table)`, `pa.table(table)` and `pd.DataFrame.from_arrow(table)` need nothing else. Times are whole
    seconds in columns that say so; spans of days include both ends. `to_dicts` has the same columns without any frame.

    It is not a `collections.abc.Sequence`: polars would then look into the rows and not at the columns.

    >>> import followthrough as ft
    >>> plan = ft.Plan.read("docs/examples/solo/plan.toml")
    >>> plan.fit().starts().columns
    ('date', 'cadence', 'count')
    """

    __slots__ = ("_kinds", "_flat", "_rows")

    def __init__(
        self,
        rows: Sequence[R],
        kinds: dict[str, str],
        flat: Callable[[R], list[tuple[object, ...]]],
    ) -> None:
        self._rows = tuple(rows)
        self._kinds = kinds
        self._flat = flat

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self._kinds)

    @overload
    def __getitem__(self, index: int) -> R: ...
    @overload
    def __getitem__(self, index: slice) -> Table[R]: ...
    def __getitem__(self, index: int | slice) -> R | Table[R]:
        if isinstance(index, slice):
            return Table(self._rows[index], self._kinds, self._flat)
        return self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[R]:
        return iter(self._rows)

    def __contains__(self, row: object) -> bool:
        return row in self._rows

    def __reversed__(self) -> Iterator[R]:
        return reversed(self._rows)

    def __eq__(self, other: object) -> bool:
        return self._rows == other._rows if isinstance(other, Table) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._rows)

    def __reduce__(self) -> tuple[object, ...]:
        return (Table, (self._rows, self._kinds, self._flat))

    def __repr__(self) -> str:
        return f"<Table of {len(self._rows)}: {', '.join(self._kinds)}>"

    def _records(self) -> list[tuple[object, ...]]:
        return [record for row in self._rows for record in self._flat(row)]

    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows as dicts by column. A row that holds several categories makes one for each."""
        return [dict(zip(self._kinds, record, strict=True)) for record in self._records()]

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._native().__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> object:
        return self._native().__arrow_c_schema__()

    def _native(self) -> Any:
        from ._native import Columns

        records = self._records()
        columns = [[record[index] for record in records] for index in range(len(self._kinds))]
        return Columns(list(self._kinds), list(self._kinds.values()), columns)

    def _repr_html_(self) -> str:
        from ._html import table

        return table(self._kinds, self._records())


class Frame:
    """Columns of one length, for any frame library: `pl.DataFrame(frame)`, `pa.table(frame)`.

    What `fit_many` answers where it is asked a table. Whole numbers are 64-bit and texts plain strings, as Spark wants
    them; columns that came in have the type that they had.
    """

    __slots__ = ("_native",)
    _native: Columns

    def __init__(self, columns: Columns) -> None:
        self._native = columns

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self._native.names())

    def __len__(self) -> int:
        return len(self._native)

    def __repr__(self) -> str:
        return f"<Frame of {len(self)}: {', '.join(self.columns)}>"

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._native.__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> object:
        return self._native.__arrow_c_schema__()
