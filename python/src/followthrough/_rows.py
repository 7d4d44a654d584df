"""Parts of answers by their annotations: read from JSON, and laid out as the columns of a table. Knows no part itself.

The fields of a dataclass are the one description of it. What JSON calls otherwise is in the field's metadata: `key`, or
`read` for a reader of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time, timedelta
from operator import attrgetter
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from ._check import WORDS, literal
from ._named import Named
from ._table import Table

__all__ = ["columns_of", "made", "read", "table", "values"]

R = TypeVar("R")
# Reads a value of JSON; instants are put on the clock given.
Read = Callable[[Any, "ZoneInfo | None"], Any]


def _instant(given: Any, zone: ZoneInfo | None) -> datetime:
    instant = datetime.fromisoformat(given)
    if zone is None:
        return instant
    # What names no zone is on that clock already.
    return instant.replace(tzinfo=zone) if instant.tzinfo is None else instant.astimezone(zone)


PLAIN: dict[str, Read] = {
    "date": lambda given, zone: date.fromisoformat(given),
    "datetime": _instant,
    "time": lambda given, zone: time.fromisoformat(given),
    "Clock": lambda given, zone: time.fromisoformat(given),
    "timedelta": lambda given, zone: timedelta(seconds=given),
    "ZoneInfo": lambda given, zone: ZoneInfo(given),
}


def _same(given: Any, zone: ZoneInfo | None) -> Any:
    return given


def _reader(annotation: str, names: dict[str, Any]) -> Read:
    """What reads a value of a kind; `names` are those of the module that the annotation stands in."""
    if annotation.endswith(" | None"):
        inner = _reader(annotation.removesuffix(" | None"), names)
        return lambda given, zone: None if given is None else inner(given, zone)
    if annotation in PLAIN:
        return PLAIN[annotation]
    shell, _, inside = annotation.removesuffix("]").partition("[")
    if shell == "tuple":
        item = _reader(inside.partition(", ")[0], names)
        return lambda given, zone: tuple(item(one, zone) for one in given)
    if shell == "Named":
        keys, _, kind = inside.partition(", ")
        name, value = int if keys == "int" else str, _reader(kind, names)
        return lambda given, zone: Named({name(key): value(one, zone) for key, one in given.items()})
    part = names.get(annotation)
    if isinstance(part, type) and is_dataclass(part):
        return lambda given, zone: read(part, given, zone)
    return _same


_READERS: dict[type, list[tuple[str, str, Read, bool]]] = {}


def _readers(kind: type) -> list[tuple[str, str, Read, bool]]:
    """Of each field: its name, what JSON calls it, its reader, and whether it may be missing."""
    if kind not in _READERS:
        names = vars(sys.modules[kind.__module__])
        _READERS[kind] = [
            (
                part.name,
                part.metadata.get("key", part.name.rstrip("_")),
                part.metadata.get("read") or _reader(str(part.type), names),
                part.default is not MISSING,
            )
            for part in fields(cast(Any, kind))
            if not part.name.startswith("_")
        ]
    return _READERS[kind]


def values(kind: type, tree: Any, zone: ZoneInfo | None = None, without: Iterable[str] = ()) -> dict[str, Any]:
    """The fields of a kind, read; what the JSON has beside them is left out. Raises `KeyError` where one is missing."""
    found = {}
    for name, key, reader, may_miss in _readers(kind):
        if name not in without and not (may_miss and key not in tree):
            found[name] = reader(tree[key], zone)
    return found


def read(kind: type[R], tree: Any, zone: ZoneInfo | None = None) -> R:
    """A part of an answer; instants are put on the clock of `zone`."""
    own = getattr(kind, "_of", None)
    if own is not None:
        return cast(R, own(tree))
    return made(kind, values(kind, tree, zone))


def made(kind: type[R], parts: dict[str, Any]) -> R:
    """A part of an answer of fields that the core gave: there is nothing to check in them."""
    part = object.__new__(kind)
    for name, field in cast(Any, kind).__dataclass_fields__.items():
        object.__setattr__(part, name, parts[name] if name in parts else field.default)
    return part


# What Arrow has for a kind of field.
COLUMNS = {
    "str": "text",
    "int": "count",
    "float": "number",
    "bool": "flag",
    "date": "day",
    "time": "time",
    "Clock": "time",
    "timedelta": "length",
}


Cell = Callable[[Any], Any]

# What SQL keeps for itself is called otherwise.
RENAMED = {"from_": "first_day", "to": "last_day", "at": "begins_at"}


def _columns(kind: type, zone: ZoneInfo | None) -> dict[str, tuple[str, Cell]]:
    """Of each column its kind, and what takes its cell from a row. A part with parts of its own has no column."""
    found: dict[str, tuple[str, Cell]] = {}
    for part in fields(cast(Any, kind)):
        name, annotation = part.name, str(part.type).removesuffix(" | None")
        if name.startswith("_"):
            continue
        words = WORDS.get(annotation) or literal(annotation)
        cell: Cell = attrgetter(name)
        name = RENAMED.get(name, name)
        if annotation == "Span":
            found[f"{name}_opens"] = ("day", attrgetter(f"{part.name}.from_"))
            found[f"{name}_closes"] = ("day", attrgetter(f"{part.name}.to"))
        elif annotation == "ZoneInfo":
            found[name] = ("text", _through(cell, lambda zone: zone.key))
        elif annotation == "tuple[str, ...]":
            found[name] = ("text", _through(cell, ", ".join))
        elif annotation == "datetime":
            found[name] = (f"instant {'UTC' if zone is None else zone.key}", cell)
        elif words:
            found[name] = ("one of " + "|".join(words), cell)
        elif annotation in COLUMNS:
            found[name] = (COLUMNS[annotation], cell)
    return found


def columns_of(kind: type) -> dict[str, str]:
    """The kind of each column."""
    return {name: of for name, (of, _) in _columns(kind, None).items()}


def _through(cell: Cell, change: Callable[[Any], Any]) -> Cell:
    def changed(row: Any) -> Any:
        value = cell(row)
        return None if value is None else change(value)

    return changed


def table(kind: type[R], rows: Iterable[R], zone: ZoneInfo | None = None) -> Table[R]:
    """Rows of a kind, with a column for each of its fields."""
    return Table(tuple(rows), {name: of for name, (of, _) in _columns(kind, zone).items()}, Record(kind))


class Record:
    """What lays a row of a kind out as the cells of its columns; it travels with a table that is pickled."""

    __slots__ = ("_cells", "_kind")

    def __init__(self, kind: type) -> None:
        self._kind = kind
        self._cells = [cell for _, cell in _columns(kind, None).values()]

    def __call__(self, row: Any) -> tuple[object, ...]:
        return tuple(cell(row) for cell in self._cells)

    def __reduce__(self) -> tuple[object, ...]:
        return (Record, (self._kind,))
