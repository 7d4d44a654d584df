"""What to do when: the days of a plan with touches in order, by name and clock; and the same as a calendar file."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Never
from zoneinfo import ZoneInfo

from ._check import Frozen, Part, at_least, checked, in_order, whole_length
from ._errors import ArgumentError, ArgumentTypeError
from ._parts import PlanHeader, Work
from ._rows import made, read, table
from ._table import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ._answers import Spoken
    from ._native import Answer as Native
    from ._plan import Plan

__all__ = ["NotToday", "Schedule", "ScheduleDay", "ScheduleItem", "ScheduleSegment"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ScheduleItem(Part):
    """One touch, prep or reply work; `at` is on the plan's clock.

    `id` is None for a new prospect that is nobody in particular. It keeps the promise until the day it `closes`;
    where its window closed undone before, `overdue_since` says when. What is `spare` is not a promise. `touches` is how
    many the cadence promises. A prospect that is not started yet is started on `start`; `number` tells those
    apart that are nobody in particular. `zone` is the clock that the pipeline names.

    Attributes:
        id: The id of the prospect; None for a new prospect that is nobody in particular.
        name: What people call it; the id where nobody gave a name.
        cadence: The name of the cadence.
        work: `prep`, `touch`, or `reply`: the work that an answer brings.
        touch: The number of the touch, from 1; None for prep and for the work of an answer.
        touches: How many touches the cadence promises.
        category: The category of dedicated time.
        channel: The channel, such as `call`; None where there is none.
        message: The message of the touch; None where the cadence names none.
        starts: Whether the prospect is started with it.
        start: The day on which a prospect is started who is not yet; None for one in flight.
        number: Tells those apart that are nobody in particular; None where there is an id.
        zone: The clock that the pipeline names for the prospect; None where it names none.
        spare: Whether it is no promise, but done in time that is left.
        at: When it begins, on the plan's clock.
        effort: How long it takes.
        closes: The last day that keeps the promise.
        priority: Its priority; 1 comes first.
        reason: Why it stands where it stands, in words.
        note: What the pipeline notes of the prospect; None where it notes nothing.
        overdue_since: The day on which its window closed undone; None where it did not.
    """

    id: str | None
    name: str
    cadence: str
    work: Work
    touch: int | None
    touches: int
    category: str
    channel: str | None
    message: str | None
    starts: bool
    start: date | None
    number: int | None
    zone: ZoneInfo | None
    spare: bool
    at: datetime
    effort: timedelta
    closes: date
    priority: int
    reason: str
    note: str | None
    overdue_since: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ScheduleSegment(Part):
    """One piece of a block with what is to be done in it. `start` and `end` name the plan's zone.

    Attributes:
        block: The label of the block.
        name: The name of the block; None where it has none.
        categories: The categories of the block.
        planned_start: When the block was to begin, on the plan's clock.
        nth: Which block it is of those with one start, from 1.
        piece: Which piece of the block it is, from 1.
        start: When it begins, on the plan's clock.
        end: When it ends, on the plan's clock.
        usable: Time that touches may use, after busy time and the reserve.
        items: What is done in it, in order.
    """

    block: str
    name: str | None
    categories: tuple[str, ...]
    planned_start: datetime
    nth: int
    piece: int
    start: datetime
    end: datetime
    usable: timedelta
    items: tuple[ScheduleItem, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class NotToday(Part):
    """A touch whose window is open and that cannot be made today, with the reason.

    Attributes:
        id: The id of the prospect in the pipeline.
        name: What people call it; the id where nobody gave a name.
        touch: The number of the touch, from 1; None for prep and for the work of an answer.
        reason: Why it cannot be made today.
    """

    id: str
    name: str
    touch: int | None
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ScheduleDay(Part):
    """One day. `machine` is what needs no segment; `closing` of its `items` close on it.

    Attributes:
        date: The day.
        items: How many things there are to do.
        closing: How many of them close that day.
        starting: How many prospects are started.
        segments: The pieces of blocks with what is done in them, in order.
        machine: What needs no segment.
        not_today: What cannot be made that day although its window is open.
    """

    date: date
    items: int
    closing: int
    starting: int
    segments: tuple[ScheduleSegment, ...]
    machine: tuple[ScheduleItem, ...]
    not_today: tuple[NotToday, ...]


@dataclass(frozen=True, init=False, slots=True, eq=False, repr=False)
class Schedule(Frozen):
    """The days of a plan that have a block or something to do, first one first.

    Attributes:
        plan: The plan that it is of.
        name: The plan's name.
        timezone: The plan's zone.
        days: The days that have a block or something to do, the first one first.
    """

    plan: PlanHeader
    name: str
    timezone: ZoneInfo
    days: tuple[ScheduleDay, ...]
    _text: str = field(repr=False)
    _plan: Plan = field(repr=False)
    _answer: Native | str = field(repr=False)
    _now: datetime | None = field(repr=False)

    def __init__(self, *given: Never, **named: Never) -> None:
        raise ArgumentTypeError("Schedule cannot be made of values, expected what plan.schedule() answers", "Schedule")

    @classmethod
    def _of(cls, text: str, plan: Plan, answer: Native | str, now: datetime | None = None) -> Schedule:
        tree = json.loads(text)
        zone = ZoneInfo(tree["zone"])
        days = tuple(read(ScheduleDay, day, zone) for day in tree["days"])
        parts = {"plan": read(PlanHeader, tree["plan"]), "name": tree["name"], "timezone": zone, "days": days}
        return made(cls, {**parts, "_text": text, "_plan": plan, "_answer": answer, "_now": now})

    def to_json(self) -> str:
        """The schedule as JSON: the bytes that the command line prints with `--json`.

        >>> from followthrough import Plan
        >>> schedule = Plan.read("docs/examples/worked/plan.toml").schedule()
        >>> schedule.to_json().splitlines()[1].strip()
        '"format": 2,'
        """
        return self._text

    def items(self) -> Table[ScheduleItem]:
        """Every touch in order.

        >>> from followthrough import Plan
        >>> schedule = Plan.read("docs/examples/worked/plan.toml").schedule()
        >>> schedule.items()[0].channel, schedule.items()[0].touch
        ('call', 1)
        """
        lists = [[segment.items for segment in day.segments] + [day.machine] for day in self.days]
        return table(ScheduleItem, (item for day in lists for items in day for item in items), self.timezone)

    @checked
    def plot(self, *, ax: Axes | None = None) -> Figure:
        """A picture: the calendar as a heat map, a square for each day with its touches and how full it is.

        It is a figure of its own, or it is drawn into `ax`, axes of matplotlib. Needs matplotlib: `pip install followthrough[plot]`.

        Raises `ArgumentTypeError` for anything but axes, and `ImportError` where matplotlib is not installed.

        >>> from followthrough import Plan
        >>> schedule = Plan.read("docs/examples/worked/plan.toml").schedule()
        >>> len(schedule.plot().axes)
        2
        """
        from . import _plots

        return _plots.calendar(self, ax)

    @checked
    def to_ics(
        self,
        path: str | PathLike[str] | None = None,
        *,
        previous: Sequence[str | PathLike[str]] | str | PathLike[str] = (),
        write: Literal["whole", "changes", "new"] = "whole",
        title: str = "",
        alarm: timedelta | None = None,
        private: bool = False,
        split: bool = False,
        months: Literal["large", "always", "never"] = "never",
        from_: date | None = None,
        to: date | None = None,
        todos: bool = False,
        events: bool = True,
        empty: bool = True,
        list_days: int = 10,
        keep_past: int | None = None,
        show_as: Literal["busy", "tentative", "free", "oof"] = "busy",
        class_: Literal["public", "private", "confidential"] | None = None,
        categories: Mapping[str, str] | None = None,
        columns: Mapping[str, Mapping[str, str]] | None = None,
        now: datetime | None = None,
        rrule: bool = False,
        method: bool = True,
        revision: datetime | None = None,
    ) -> dict[str, str]:
        """The blocks with their touches as calendars, by file name; written to the disk where `path` is given.

        With `previous`, the calendars that were written last, what did not change keeps its bytes; a previous calendar
        that is no part of the export any more is emptied where it stands, and among equal plans every touch stays in the
        block where they had it. The files are all replaced or none is; a calendar of this package's that is not among
        `previous` is not replaced.

        | argument | what it does |
        | --- | --- |
        | `write` | everything (`whole`), what is new, changed or gone (`changes`), or only what is `new` |
        | `title` | what titles begin with |
        | `alarm` | reminds so long before each block |
        | `private` | leaves names, ids, messages, notes and columns out, and marks events private |
        | `class_` | who may read the events, where not as `private` says |
        | `show_as` | how the time looks to colleagues |
        | `categories` | what categories are called, such as Outlook's own names; the plan's `[export]` unless given |
        | `columns` | what else is told of a prospect, by id: names and values; the plan's `[export]` unless given |
        | `now` | what has begun by then takes nothing new and stays as the previous file has it; the schedule's unless given |
        | `list_days` | of how many days with blocks touches are listed; later blocks only say that the time is set aside |
        | `keep_past` | keeps events of the past no longer than so many days |
        | `split` | one calendar for each category, its name added to the file's |
        | `months` | one for each month: `always`, or where a file would be `large`, over 1 MB, which is Google's limit |
        | `from_`, `to` | only these days, both included |
        | `todos` | each touch as a task too, due on the last day that keeps the promise; without `events`, the tasks alone |
        | `empty` | blocks without touches too, or colleagues book them |
        | `rrule` | each block as one recurring event, without touches |
        | `method` | whether the file says `METHOD:PUBLISH`; False for a CalDAV server |
        | `revision` | stamps what is new or changed, instead of the plan's revision |

        Raises `ArgumentTypeError` or `ArgumentError` for an argument that is of another kind or cannot be, `CalendarError`
        for a previous calendar that cannot be read, and `FileError` where a file cannot be written.

        >>> from followthrough import Plan
        >>> schedule = Plan.read("docs/examples/worked/plan.toml").schedule()
        >>> (text,) = schedule.to_ics(months="never").values()
        >>> text.splitlines()[0]
        'BEGIN:VCALENDAR'
        """
        if not events and not todos:
            raise ArgumentError("events is False and todos is False, expected one of them: nothing would be written", "events")
        if rrule and (todos or months != "never"):
            raise ArgumentError("rrule is True, expected neither todos nor months with it: no touch is written", "rrule")
        whole_length("alarm", alarm)
        in_order("from_", from_, "to", to)
        at_least("list_days", list_days, 0)
        last = [previous] if isinstance(previous, (str, PathLike)) else list(previous)
        choices = {
            "previous": [Path(one) for one in last],
            "on_disk": path is not None,
            "write": write,
            "title": title,
            "alarm": alarm,
            "private": private,
            "split": split,
            "months": months,
            "first": from_,
            "last": to,
            "todos": todos,
            "events": events,
            "empty": empty,
            "list_days": list_days,
            "keep_past": keep_past,
            "show_as": show_as,
            "class_": class_,
            "categories": None if categories is None else dict(categories),
            "columns": None if columns is None else {one: list(cells.items()) for one, cells in columns.items()},
            "now": self._now if now is None else now.astimezone(UTC),
            "rrule": rrule,
            "method": method,
            "revision": None if revision is None else revision.astimezone(UTC),
        }
        file = Path("followthrough.ics" if path is None else fspath(path))
        made, told = self._plan._native.calendars(self._answer, file, choices)
        for one in told:
            warnings.warn(one, stacklevel=2)
        return {name: text.decode() for name, text in made}

    def __eq__(self, other: object) -> bool:
        return self._text == other._text if isinstance(other, Schedule) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> tuple[object, ...]:
        answer = self._answer if isinstance(self._answer, str) else self._answer.text(True)
        return (Schedule._of, (self._text, self._plan, answer, self._now))

    def words(self) -> str:
        """The list of day one in words: what the command line prints, and `print(schedule)` too.

        >>> from followthrough import Plan
        >>> schedule = Plan.read("docs/examples/worked/plan.toml").schedule()
        >>> print(schedule.words().splitlines()[0].strip())
        Mon 4 Jan 2027: 1 thing to do, none due today; 1 to start.
        """
        return self._said[1]

    def lead(self) -> str:
        """The first sentence of the list of day one.

        >>> import followthrough as ft
        >>> ft.Plan.read("docs/examples/worked/plan.toml").schedule().lead()
        'Mon 4 Jan 2027: 1 thing to do, none due today; 1 to start.'
        """
        return self._said[0]

    @property
    def _said(self) -> Spoken:
        return self._plan._native.schedule_said(self._answer, self._now)

    def __repr__(self) -> str:
        return f"<Schedule of {self.name!r}: {len(self.days)} days>"

    def __str__(self) -> str:
        return self.words().strip("\n")

    def _repr_html_(self) -> str:
        from ._html import page

        return page(self._said[2])
