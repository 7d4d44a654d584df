"""Rows of one kind, as a sequence of values and as columns for any frame that speaks Arrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped, unused-ignore]
    import polars
    import pyarrow  # type: ignore[import-untyped, unused-ignore]

    from ._native import Columns

__all__ = ["Frame", "Table"]

R = TypeVar("R", covariant=True)


class Table(Generic[R]):
    """Rows in order, by index and slice, that polars, pandas and pyarrow take as they are.

    `pl.DataFrame(table)`, `pa.table(table)`, `pd.DataFrame.from_arrow(table)` and DuckDB need nothing else; `to_polars`,
    `to_pandas` and `to_arrow` make such frames. Each row of the table is one row of the frame. Days are days, lengths
    durations, instants have the plan's zone, and words that are known beforehand are an enum. Spans of days include both
    ends: `first_day` and `last_day`, or `window_opens` and `window_closes`. `to_dicts` has the columns of a frame without
    any frame library.

    A table is not a `collections.abc.Sequence`, because polars would then look into its rows and not at its columns.

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
        flat: Callable[[R], tuple[object, ...]],
    ) -> None:
        from ._check import refused

        if isinstance(rows, (str, bytes)) or not hasattr(rows, "__iter__"):
            raise refused("rows", rows, "a list of rows")
        if not isinstance(kinds, dict):
            raise refused("kinds", kinds, "the kind of each column by its name")
        if not callable(flat):
            raise refused("flat", flat, "a function that gives the cells of a row")
        self._rows = tuple(rows)
        self._kinds = kinds
        self._flat = flat

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns.

        >>> import followthrough as ft
        >>> starts = ft.Plan.read("docs/examples/worked/plan.toml").fit().starts()
        >>> starts.columns
        ('date', 'cadence', 'count')
        """
        return tuple(self._kinds)

    @overload
    def __getitem__(self, index: int) -> R: ...
    @overload
    def __getitem__(self, index: slice) -> Table[R]: ...
    def __getitem__(self, index: int | slice) -> R | Table[R]:
        if isinstance(index, slice):
            return Table(self._rows[index], self._kinds, self._flat)
        if not hasattr(index, "__index__"):
            from ._check import refused

            raise refused("index", index, "the number of a row, from 0, or a slice: to_polars() and to_pandas() have columns by name")
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
        return [self._flat(row) for row in self._rows]

    def to_dicts(self) -> list[dict[str, Any]]:
        """The rows as dicts by column: days as `date`, lengths as `timedelta`, instants on the plan's clock.

        >>> import followthrough as ft
        >>> ft.Plan.read("docs/examples/worked/plan.toml").fit().starts().to_dicts()[0]
        {'date': datetime.date(2027, 1, 4), 'cadence': 'calls', 'count': 1}
        """
        return [dict(zip(self._kinds, record, strict=True)) for record in self._records()]

    def between(self, first: date, last: date) -> Table[R]:
        """The rows of some days, `first` and `last` included, by the first column that holds days.

        Raises `ArgumentTypeError` for anything but a day, `ArgumentError` where `last` is before `first` or no column
        holds days.

        >>> from datetime import UTC, date
        >>> import followthrough as ft
        >>> starts = ft.Plan.read("docs/examples/worked/plan.toml").fit().starts()
        >>> sum(start.count for start in starts.between(date(2027, 1, 4), date(2027, 1, 10)))
        5
        """
        from ._check import day, in_order, wrong

        first, last = day("first", first), day("last", last)
        in_order("first", first, "last", last)
        place = next((index for index, kind in enumerate(self._kinds.values()) if kind == "day"), None)
        if place is None:
            raise wrong("first", first, f"a table with a column of days, this one has {', '.join(self._kinds)}")
        days = ((row, self._flat(row)[place]) for row in self._rows)
        kept = [row for row, day in days if isinstance(day, date) and first <= day <= last]
        return Table(kept, self._kinds, self._flat)

    def to_polars(self) -> polars.DataFrame:
        """The table as a frame of polars: days, durations, times, instants with their zone, and enums of known words.

        Raises `ImportError` where polars is not installed.

        >>> import followthrough as ft
        >>> starts = ft.Plan.read("docs/examples/worked/plan.toml").fit().starts()
        >>> starts.to_polars().get_column("count").sum()
        65
        """
        return _polars(self)

    def to_pandas(self) -> pandas.DataFrame:
        """The table as a frame of pandas: durations are `timedelta64`, instants have their zone, known words are categories.

        Raises `ImportError` where pandas or pyarrow is not installed.

        >>> import followthrough as ft
        >>> starts = ft.Plan.read("docs/examples/worked/plan.toml").fit().starts()
        >>> int(starts.to_pandas()["count"].sum())
        65
        """
        return _pandas(self)

    def to_arrow(self) -> pyarrow.Table:
        """The table as one of pyarrow. Raises `ImportError` where pyarrow is not installed.

        >>> import followthrough as ft
        >>> starts = ft.Plan.read("docs/examples/worked/plan.toml").fit().starts()
        >>> starts.to_arrow().num_rows
        65
        """
        return _arrow(self)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._native().__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> object:
        return self._native().__arrow_c_schema__()

    def _native(self) -> Any:
        from ._native import Columns

        records = self._records()
        columns: list[list[Any]] = [[record[index] for record in records] for index in range(len(self._kinds))]
        for index, kind in enumerate(self._kinds.values()):
            if kind.startswith("instant"):
                columns[index] = [None if one is None else one.astimezone(UTC) for one in columns[index]]
        return Columns(list(self._kinds), list(self._kinds.values()), columns)

    def _repr_html_(self) -> str:
        from ._html import table

        return table(self._kinds, self._records())


def _polars(columns: Any) -> polars.DataFrame:
    import polars

    return polars.DataFrame(columns)


def _pandas(columns: Any) -> pandas.DataFrame:
    import pandas

    return pandas.DataFrame.from_arrow(columns)


def _arrow(columns: Any) -> pyarrow.Table:
    import pyarrow

    return pyarrow.table(columns)


class Frame:
    """Columns of one length, for any frame library: `pl.DataFrame(frame)`, `pa.table(frame)`.

    What `fit_many` answers where it is asked a table. Whole numbers are 64-bit and texts plain strings, as Spark wants
    them; columns that came in have the type that they had.
    """

    __slots__ = ("_native",)
    _native: Columns

    def __init__(self, columns: Columns) -> None:
        from ._check import refused

        if not hasattr(columns, "__arrow_c_stream__") or not hasattr(columns, "names"):
            raise refused("columns", columns, "what fit_many answers with")
        self._native = columns

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns.

        >>> import polars as pl
        >>> import followthrough as ft
        >>> text = ft.Plan.read("docs/examples/worked/plan.toml").to_toml()
        >>> frame = ft.fit_many(pl.DataFrame({"plan": [text]}))
        >>> frame.columns[:3]
        ('number', 'unit', 'bound')
        """
        return tuple(self._native.names())

    def __len__(self) -> int:
        return len(self._native)

    def __repr__(self) -> str:
        return f"<Frame of {len(self)}: {', '.join(self.columns)}>"

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._native.__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> object:
        return self._native.__arrow_c_schema__()

    def to_polars(self) -> polars.DataFrame:
        """The columns as a frame of polars. Raises `ImportError` where it is not installed.

        >>> import polars as pl
        >>> import followthrough as ft
        >>> text = ft.Plan.read("docs/examples/worked/plan.toml").to_toml()
        >>> frame = ft.fit_many(pl.DataFrame({"plan": [text]}))
        >>> frame.to_polars()["number"].to_list()
        [5]
        """
        return _polars(self)

    def to_pandas(self) -> pandas.DataFrame:
        """The columns as a frame of pandas. Raises `ImportError` where pandas or pyarrow is not installed.

        >>> import polars as pl
        >>> import followthrough as ft
        >>> text = ft.Plan.read("docs/examples/worked/plan.toml").to_toml()
        >>> frame = ft.fit_many(pl.DataFrame({"plan": [text]}))
        >>> frame.to_pandas()["number"].to_list()
        [5]
        """
        return _pandas(self)

    def to_arrow(self) -> pyarrow.Table:
        """The columns as a table of pyarrow. Raises `ImportError` where it is not installed.

        >>> import polars as pl
        >>> import followthrough as ft
        >>> text = ft.Plan.read("docs/examples/worked/plan.toml").to_toml()
        >>> frame = ft.fit_many(pl.DataFrame({"plan": [text]}))
        >>> frame.to_arrow()["number"].to_pylist()
        [5]
        """
        return _arrow(self)
