"""The log of touches that were made: what a line of it says, and every form in which a plan takes one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from os import PathLike
from typing import Any

from ._check import Frozen, at_least, path, refused, settle, whole_length, wrong
from ._errors import ArgumentError, FileError, MissingFileError
from ._rows import read
from ._table import Table

__all__ = ["LogRow"]


@dataclass(frozen=True, kw_only=True, slots=True)
class LogRow(Frozen):
    """One touch that was made: what a line of `log.csv` says.

    `outcome` is `no_answer`, `voicemail`, `done`, `replied`, `meeting`, `opted_out`, `bounced`, `lost`, `skipped`, or
    `later` with a day. `touch` is which one it was, from 1; None for prep and for the work of an answer. `length` is how
    long it took.

    Attributes:
        date: The day of the touch.
        id: Whom the touch was made to, as the pipeline calls them.
        channel: The channel, such as `call`.
        outcome: What came of it, one of the words above.
        time: When it was made, on the plan's clock; None where nobody noted it.
        touch: Which one it was, from 1; None for prep and for the work of an answer.
        category: The category whose time it used; None for that of its cadence.
        length: How long it took, in whole seconds; None where nobody noted it.
        variant: Which of several messages it was; None where there is one.
        owner: Who made it; None where one rep has the log.
        cadence: The cadence, where the pipeline has the prospect no more; else None.
        name: What people call the prospect; None for what the pipeline says.
        note: What was noted; None where nothing was.

    >>> LogRow(date=date(2027, 1, 4), id="A1", channel="call", outcome="voicemail", touch=1).touch
    1
    """

    date: date
    id: str
    channel: str
    outcome: str
    time: time | None = None
    touch: int | None = None
    category: str | None = None
    length: timedelta | None = None
    variant: str | None = None
    owner: str | None = None
    cadence: str | None = None
    name: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        settle(self)
        if not self.id:
            raise wrong("id", self.id, "whom the touch was made to")
        at_least("touch", self.touch, 1)
        whole_length("length", self.length)


LOG: tuple[str, ...] = ("date", "time", "id", "channel", "outcome", "touch", "category", "seconds", "variant", "owner", "cadence")
LOG += ("name", "note")


def _logged(row: LogRow) -> tuple[object, ...]:
    seconds = None if row.length is None else int(row.length.total_seconds())
    when = None if row.time is None else row.time.isoformat()
    head = (row.date, when, row.id, row.channel, row.outcome, row.touch, row.category, seconds)
    return (*head, row.variant, row.owner, row.cadence, row.name, row.note)


def _unnumbered(row: LogRow) -> tuple[object, ...]:
    cells = _logged(row)
    return cells[:5] + cells[6:]


def log_table(rows: Iterable[LogRow], numbered: bool = True) -> Table[LogRow]:
    """The rows with the columns of `log.csv`; a log that numbers no touches has no column for them."""
    columns = {name: "day" if name == "date" else "text" for name in LOG} | {"touch": "count", "seconds": "count"}
    if not numbered:
        del columns["touch"]
    return Table(tuple(rows), columns, _logged if numbered else _unnumbered)


def log_of(text: str) -> Table[LogRow]:
    """The log that a plan was read with."""
    tree = json.loads(text)
    rows = (read(LogRow, {**row, "length": row["seconds"]}) for row in tree["rows"])
    return log_table(rows, tree["numbered"])


def _read(file: str | PathLike[str]) -> Any:
    """The lines of a CSV file."""
    import csv

    try:
        with open(file, encoding="utf-8-sig", newline="") as opened:
            reader = csv.DictReader(opened)
            names = list(reader.fieldnames or ())
            rows = list(reader)
    except FileNotFoundError as error:
        raise MissingFileError(f"log: {file} is not there, expected a CSV file") from error
    except OSError as error:
        raise FileError(f"log: {file} cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ArgumentError(f"log is {str(file)!r}, expected a CSV file in UTF-8: {error}", "log") from error
    return Table(rows, dict.fromkeys(names, "text"), lambda row: tuple(row[name] for name in names))


def log_given(log: Any) -> Any:
    """A log as a `Plan` takes it: a table that speaks Arrow, a CSV file, or rows."""
    if hasattr(log, "__arrow_c_stream__"):
        return log
    if isinstance(log, (str, PathLike)):
        return _read(path("log", log))
    if not hasattr(log, "__iter__"):
        raise refused("log", log, "a list of LogRow, a table, or the path of a CSV file")
    rows = tuple(log)
    for index, row in enumerate(rows):
        if not isinstance(row, LogRow):
            raise refused(f"log[{index}]", row, "a LogRow")
    return log_table(rows)
