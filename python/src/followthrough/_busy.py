"""Busy time: what calendar files hold, and what their events take from the blocks of a plan."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from os import PathLike, fspath
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from ._check import Part, checked, in_order, whole_length, wrong
from ._errors import ArgumentTypeError
from ._native import read_busy
from ._rows import made, table
from ._table import Table
from ._values import Interval

if TYPE_CHECKING:
    from ._plan import Plan

__all__ = ["TakenTime", "busy"]


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenTime(Part):
    """Time that one event takes from one block.

    Attributes:
        date: The day of the block, on the plan's clock.
        block: The label of the block.
        at: When the time begins, on the plan's clock.
        length: How long it is, within the block.
        event: The title of the event; `busy` where the plan has intervals and no calendar.
        file: The name of the calendar; None where the plan has intervals.
        line: The line of the calendar on which the event begins, from 1; None where the plan has intervals.
    """

    date: date
    block: str
    at: datetime
    length: timedelta
    event: str
    file: str | None
    line: int | None


@checked
def busy(
    *paths: str | PathLike[str],
    start: datetime,
    end: datetime,
    timezone: ZoneInfo,
    tentative: Literal["busy", "free"] = "busy",
    all_day: Literal["busy", "free"] = "busy",
    pad: timedelta = timedelta(0),
    ignore: str | Iterable[str] = (),
    me: str | Iterable[str] = (),
    away: str | Iterable[str] = (),
    not_away: str | Iterable[str] = (),
    own: str | None = None,
) -> tuple[Interval, ...]:
    """The busy time that calendar files (ICS) hold between two instants: in UTC, merged, sorted, cut to the span.

    `timezone` is that of days and of times that name none; `pad` is kept free on both sides of each event; `ignore` are
    titles that never count, as globs. `me` are the addresses of the calendars' owner: what the owner declined is free, what
    the owner has not answered is tentative. `away` are titles of days away, which are busy here whether they are free or
    not, and `not_away` titles of all-day events that take nothing. `own` is the id of a plan (`X-FOLLOWTHROUGH-PLAN` in its
    exports) whose exported events are free, because they are time that it plans; another plan's are busy. What was worked
    around is told as a `UserWarning` with file and line.

    Raises `ArgumentTypeError` or `ArgumentError` for an argument that is of another kind or cannot be, `CalendarError` where a
    calendar cannot be read, `MissingFileError` where a file is not there.

    >>> from datetime import UTC
    >>> day = datetime(2026, 11, 24, tzinfo=UTC)
    >>> new_york = ZoneInfo("America/New_York")
    >>> len(busy("docs/examples/sdr/busy.ics", start=day, end=day + timedelta(days=1), timezone=new_york))
    1
    """
    if not paths:
        raise ArgumentTypeError("paths is (), expected at least one calendar", "paths")
    if end <= start:
        raise wrong("end", end, f"a time after start, which is {start}")
    whole_length("pad", pad)
    found, notices = read_busy(
        [fspath(path) for path in paths],
        start=start,
        end=end,
        timezone=timezone.key,
        tentative=tentative == "busy",
        all_day=all_day == "busy",
        pad=pad,
        ignore=list(ignore),
        me=list(me),
        away=list(away),
        not_away=list(not_away),
        own=own,
    )
    for notice in notices:
        warnings.warn(notice, stacklevel=2)
    return found



def taken(plan: Plan, first: date | None, last: date | None) -> Table[TakenTime]:
    """What events take from the blocks of a plan."""
    in_order("first", plan.first_day if first is None else first, "last", last)
    rows = []
    for day, block, start, end, (event, file, line) in plan._native.taken(first, last):
        at = start.astimezone(plan.timezone)
        parts = {"date": day, "block": block, "at": at, "length": end - start, "event": event}
        rows.append(made(TakenTime, {**parts, "file": file or None, "line": line or None}))
    return table(TakenTime, rows, plan.timezone)
