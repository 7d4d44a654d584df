"""What `Plan(...)`, `plan.replace` and `plan.with_block` take by name, for type checkers: nothing loads it when it runs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, time, timedelta
from os import PathLike
from typing import Any, Protocol, TypedDict
from zoneinfo import ZoneInfo

from ._log import LogRow
from ._plan import LostDays
from ._values import Away, Block, Cadence, Channel, Interval, Prospect, Weekday

__all__ = ["BlockChanges", "PlanChanges", "Stream"]


class Stream(Protocol):
    """Whatever speaks Arrow: a frame of polars, pandas or pyarrow, a batch of Spark or Ray."""

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...


class PlanChanges(TypedDict, total=False):
    """Fields of a plan."""

    name: str
    timezone: ZoneInfo
    first_day: date
    workweek: Sequence[Weekday]
    holidays: Collection[date]
    away: Sequence[Away]
    reserve: float
    min_segment: timedelta
    lost_days: LostDays
    channels: Mapping[str, Channel]
    blocks: Sequence[Block]
    cadences: Sequence[Cadence]
    mix: Mapping[str, int]
    expected_answers: int
    pipeline: Sequence[Prospect] | Stream
    busy: Sequence[Interval]
    log: Sequence[LogRow] | Stream | str | PathLike[str]


class BlockChanges(TypedDict, total=False):
    """Fields of a block."""

    categories: Sequence[str]
    start: time
    length: timedelta
    days: Sequence[Weekday] | None
    rrule: str | None
    name: str | None
    from_: date | None
    to: date | None
    skip: Collection[date]
    also: Collection[date]
    reserve: float | None
    timezone: ZoneInfo | None
