"""The parts of a plan, as values: touches, cadences, blocks, channels, prospects.

All are frozen, comparable and hashable, are made with keyword arguments, and their repr makes them again. Lists become
tuples, sets of days sorted ones. `dataclasses.replace` makes one like another. A field of another kind is an
`ArgumentTypeError`, a value that cannot be an `ArgumentError`; both name the field.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from ._check import Frozen, at_least, in_order, settle, share, whole_length, wrong

__all__ = [
    "Away",
    "Block",
    "Cadence",
    "Cap",
    "Channel",
    "Hours",
    "Interval",
    "Prep",
    "Prospect",
    "Repeat",
    "ReplyWork",
    "Stage",
    "Touch",
    "Weekday",
]

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Stage = Literal["new", "ready", "in_flight", "paused", "replied", "finished", "opted_out", "bounced", "lost"]
Days = Literal["business", "calendar"]
AwayWindows = Literal["shift", "keep"]

WORKWEEK: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Touch(Frozen):
    """One promised contact attempt.

    Attributes:
        channel: How it is made, such as `call`: a channel of the plan, or one that has defaults.
        after: Days since the previous window opened; 0 for the first touch.
        within: How many days after it opens its window closes; 0 for one day.
        with_previous: Whether it shares the window of the touch before, in any order; `after` is 0 then.
        category: The dedicated time that it uses; the channel's where None.
        effort: Its mean length, in whole seconds up to a day; the channel's where None. Zero is sent by a machine.
        message: What the list of the day shows; None for nothing.
        reply: How likely it brings an answer, from 0 to 1; None where nobody knows.
        day: In place of `after`: the day from the start on which the window opens, from 1. The cadence turns it into
            `after`, and all of its touches have it or none. None where `after` says it.
        refers_to: The number, from 1, of an earlier touch that it speaks of; None where it speaks of none.

    Raises `ArgumentError` where `day` and `after` are both given, or a number is out of range.

    >>> from datetime import timedelta
    >>> Touch(channel="call", effort=timedelta(minutes=5)).within
    1
    """

    channel: str
    after: int = 0
    within: int = 1
    with_previous: bool = False
    category: str | None = None
    effort: timedelta | None = None
    message: str | None = None
    reply: float | None = None
    day: int | None = None
    refers_to: int | None = None

    def __post_init__(self) -> None:
        settle(self)
        if self.day == 0:
            raise wrong("day", 0, "a day from 1: day 1 is the start")
        if self.day is not None and self.after:
            raise wrong("after", self.after, f"0, or no day: the touch has day={self.day} too, expected one of them")
        share("reply", self.reply, all_of_it=True)
        whole_length("effort", self.effort, most=DAY)
        at_least("refers_to", self.refers_to, 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Prep(Frozen):
    """Work before a prospect's first touch.

    Attributes:
        category: The dedicated time that it uses.
        effort: Its mean length, in whole seconds up to a day.
        ahead: From how many workdays before the start on it may be done; 0 for the day of the start alone.

    Raises `ArgumentError` where the effort is negative, longer than a day or no whole seconds.

    >>> from datetime import timedelta
    >>> Prep(category="research", effort=timedelta(minutes=8), ahead=3).ahead
    3
    """

    category: str
    effort: timedelta
    ahead: int

    def __post_init__(self) -> None:
        settle(self)
        whole_length("effort", self.effort, most=DAY)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplyWork(Frozen):
    """Qualifying work that an answer brings.

    Attributes:
        category: The dedicated time that it uses.
        effort: Its mean length, in whole seconds up to a day.
        within: How many workdays it stays open after the day of the answer.

    Raises `ArgumentError` where the effort is negative, longer than a day or no whole seconds.

    >>> from datetime import timedelta
    >>> ReplyWork(category="follow_up", effort=timedelta(minutes=25), within=2).within
    2
    """

    category: str
    effort: timedelta
    within: int

    def __post_init__(self) -> None:
        settle(self)
        whole_length("effort", self.effort, most=DAY)


@dataclass(frozen=True, kw_only=True, slots=True)
class Repeat(Frozen):
    """The tail of a cadence: the same touch again and again, "until they answer".

    Attributes:
        after: Days between two windows' openings.
        channel: How it is made.
        within: How many days after it opens a window closes.
        times: How often; None for without end.
        category: The dedicated time that it uses; the channel's where None.
        effort: Its mean length, in whole seconds up to a day; the channel's where None.
        message: What the list of the day shows; None for nothing.
        promised: Whether it is promised. If not, it is done in spare time and never lowers a number; a promised tail
            needs `times`, or the plan is refused with a `PlanError`.

    Raises `ArgumentError` where a number is out of range.

    >>> Repeat(after=10, channel="call", times=8).promised
    False
    """

    after: int
    channel: str
    within: int = 1
    times: int | None = None
    category: str | None = None
    effort: timedelta | None = None
    message: str | None = None
    promised: bool = False

    def __post_init__(self) -> None:
        settle(self)
        whole_length("effort", self.effort, most=DAY)


@dataclass(frozen=True, kw_only=True, slots=True)
class Cadence(Frozen):
    """The touches promised to every prospect that is started on it, in order.

    Attributes:
        name: What it is called: letters, digits, `_` and `-`.
        touches: The touches, in order; at least one.
        days: Which days are counted: workdays (`business`), or every day (`calendar`).
        segment: Who it is for: a label; None where nobody says.
        prep: Work before the first touch, where there is any.
        on_reply: Work that an answer brings, where time is planned for it.
        repeat: The tail, where it has one.

    Raises `ArgumentError` where there is no touch, or some touches have `day` and others do not. Windows that share a
    day are a `PlanError` of the plan.

    >>> calls = Cadence(name="calls", touches=[Touch(channel="call", day=day) for day in (1, 6, 11)])
    >>> [touch.after for touch in calls.touches]
    [0, 5, 5]
    """

    name: str
    touches: Sequence[Touch]
    days: Days = "business"
    segment: str | None = None
    prep: Prep | None = None
    on_reply: ReplyWork | None = None
    repeat: Repeat | None = None

    def __post_init__(self) -> None:
        settle(self)
        if not self.touches:
            raise wrong("touches", self.touches, "at least one touch")
        if any(touch.day is not None for touch in self.touches):
            object.__setattr__(self, "touches", _counted(self.name, self.touches))


def _counted(cadence: str, touches: Sequence[Touch]) -> tuple[Touch, ...]:
    """The touches with days since the previous window in place of days since the start."""
    counted = []
    opened = 1
    for number, touch in enumerate(touches, start=1):
        if touch.with_previous:
            counted.append(replace(touch, day=None))
            continue
        where = f"day of touches[{number - 1}] of cadence {cadence!r}"
        if touch.day is None:
            raise wrong(where, None, "a day, because other touches have one: one style in a cadence")
        if touch.day < opened:
            raise wrong(where, touch.day, f"a day from {opened}, on which the one before it opens")
        counted.append(replace(touch, day=None, after=touch.day - opened))
        opened = touch.day
    return tuple(counted)


@dataclass(frozen=True, kw_only=True, slots=True)
class Cap(Frozen):
    """How many touches of a channel at most.

    Attributes:
        day: On a day; None for any number. 0 lets none be made.
        week: In any 7 days in a row; None for any number.

    >>> Cap(day=40, week=160).day
    40
    """

    day: int | None = None
    week: int | None = None

    def __post_init__(self) -> None:
        settle(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class Hours(Frozen):
    """Contact hours on the prospect's clock: they hold `from_` and not `to`.

    Attributes:
        from_: When they begin, in whole seconds.
        to: When they end; later than `from_`.

    Raises `ArgumentError` where `to` is not later.

    >>> from datetime import time
    >>> Hours(from_=time(8, 30), to=time(17, 30)).to
    datetime.time(17, 30)
    """

    from_: time
    to: time

    def __post_init__(self) -> None:
        settle(self)
        if self.to <= self.from_:
            raise wrong("to", self.to, f"a time after from_, which is {self.from_}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Channel(Frozen):
    """How touches of one kind are made.

    `call`, `voicemail`, `email`, `social`, `linkedin`, `letter`, `visit` and `research` have a category and, but for
    `voicemail`, an effort by default.

    Attributes:
        category: The dedicated time that they use; the default's where None.
        effort: The mean length of one, in whole seconds up to a day; the default's where None.
        cap: How many at most, where there is a limit.
        counts_as: Another channel whose cap these touches use up too; None where there is none.
        hours: When a prospect of the pipeline may be reached, on the prospect's clock; None at any
            time.

    Raises `ArgumentError` where the effort is negative, longer than a day or no whole seconds.

    >>> Channel(category="calling", cap=Cap(day=60)).cap.day
    60
    """

    category: str | None = None
    effort: timedelta | None = None
    cap: Cap | None = None
    counts_as: str | None = None
    hours: Hours | None = None

    def __post_init__(self) -> None:
        settle(self)
        whole_length("effort", self.effort, most=DAY)


@dataclass(frozen=True, kw_only=True, slots=True)
class Block(Frozen):
    """Time on the calendar that is dedicated to a category, or to several.

    It recurs on the wall clock, by `days` or by `rrule`, which are one of two; `also` alone does too.

    Attributes:
        categories: What the time is for: at least one name.
        start: When it begins on the wall clock, in whole seconds.
        length: How long it is: whole seconds, longer than none; it ends by midnight, or the plan is refused.
        days: The weekdays on which it occurs; None where `rrule` or `also` says when.
        rrule: A recurrence rule (RFC 5545), such as `FREQ=WEEKLY;INTERVAL=2;BYDAY=MO`; None where `days` or
            `also` says when.
        name: What lists call it; category and start where None.
        from_: The first day on which it may occur, which a rule may need to be in step; None where there is none.
        to: The last day on which it may occur, included; None where there is none.
        skip: Days on which it does not occur.
        also: Days on which it occurs as well.
        reserve: The share that is kept free, from 0 to below 1; the plan's where None.
        timezone: The zone of its clock; the plan's where None.

    Raises `ArgumentError` where days and rule are both given or neither, a list is empty, a length is none, or the span
    is reversed.

    >>> from datetime import time, timedelta
    >>> Block(categories=["calling"], days=["mon", "fri"], start=time(9), length=timedelta(hours=1)).categories
    ('calling',)
    """

    categories: Sequence[str]
    start: time
    length: timedelta
    days: Sequence[Weekday] | None = None
    rrule: str | None = None
    name: str | None = None
    from_: date | None = None
    to: date | None = None
    skip: Collection[date] = ()
    also: Collection[date] = ()
    reserve: float | None = None
    timezone: ZoneInfo | None = None

    def __post_init__(self) -> None:
        settle(self)
        if not self.categories:
            raise wrong("categories", self.categories, "at least one category")
        if self.days is not None and self.rrule is not None:
            raise wrong("rrule", self.rrule, f"None: the block has days={self.days} too, expected one of them")
        if self.days is None and self.rrule is None and not self.also:
            raise wrong("days", None, "weekdays, or rrule: expected one of them")
        if self.days is not None and not self.days and not self.also:
            raise wrong("days", self.days, "at least one weekday")
        whole_length("length", self.length, SECOND, DAY)
        share("reserve", self.reserve)
        in_order("from_", self.from_, "to", self.to)

    @property
    def label(self) -> str:
        """What lists call it: its name, else its categories and its start.

        >>> from datetime import time, timedelta
        >>> Block(categories=["calling"], days=["mon"], start=time(10), length=timedelta(hours=1)).label
        'calling 10:00'
        """
        return self.name or f"{'+'.join(self.categories)} {self.start:%H:%M}"


def block_of(tree: Mapping[str, Any]) -> Block:
    """A block as answers write it: the keys and words of a plan file."""
    parts = dict(tree)
    categories = parts.pop("category")
    days = {name: date.fromisoformat(parts[name]) for name in ("from", "to") if name in parts}
    several = {name: list(map(date.fromisoformat, parts[name])) for name in ("skip", "also") if name in parts}
    written = re.fullmatch(r"(\d+)([ms])", parts["length"])
    assert written is not None, parts["length"]
    zone = parts.pop("timezone", None)
    return Block(
        categories=[categories] if isinstance(categories, str) else categories,
        start=time.fromisoformat(parts["start"]),
        length=timedelta(**{"minutes" if written[2] == "m" else "seconds": int(written[1])}),
        days=parts.get("days"),
        rrule=parts.get("rrule"),
        name=parts.get("name"),
        from_=days.get("from"),
        to=days.get("to"),
        reserve=parts.get("reserve"),
        timezone=None if zone is None else ZoneInfo(zone),
        **several,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Away(Frozen):
    """Days on which a rep does not work, both ends included.

    Attributes:
        from_: The first day.
        to: The last day; not before `from_`.
        label: Why: shown beside the week.
        windows: Whether windows wait meanwhile (`shift`), or go on (`keep`).

    Raises `ArgumentError` where `to` lies before `from_`.

    >>> from datetime import date
    >>> Away(from_=date(2026, 12, 28), to=date(2026, 12, 31), label="PTO").windows
    'shift'
    """

    from_: date
    to: date
    label: str = ""
    windows: AwayWindows = "shift"

    def __post_init__(self) -> None:
        settle(self)
        in_order("from_", self.from_, "to", self.to)


@dataclass(frozen=True, kw_only=True, slots=True)
class Prospect(Frozen):
    """One prospect of the pipeline.

    Of the three dates one is enough: `due` goes before `last_touch`, which goes before `started`.

    Attributes:
        id: Who it is: each once in a pipeline, and never empty.
        cadence: The name of the cadence that it is on, or is to be started on.
        stage: Where it stands; `ready` has its prep behind it.
        name: What lists show; the id where empty.
        next_touch: The number of the next touch, from 1; needed in flight and paused; None elsewhere.
        due: The day on which the next window opens; paused: the day to resume; replied: that of the answer's
            work; None where nothing is owed.
        last_touch: The day of the last touch; None where none was made.
        started: The day of touch 1; None where it was not made.
        priority: 1 comes first.
        timezone: The prospect's own clock; the plan's where None.
        owner: Whose prospect it is; None where nobody is named.
        segment: A label; None where there is none.
        note: Anything else, shown in the list of the day; None where there is nothing.
        count: How many prospects who are alike the row stands for, from 1. Answers count them under its id, and a
            schedule, which names whom to touch, refuses more than one.

    Raises `ArgumentError` where the id is empty or a number is out of range. A row that lacks what its stage needs is a
    `PlanError` of the question.

    >>> from datetime import date
    >>> Prospect(id="A1", cadence="calls", stage="in_flight", next_touch=2, due=date(2027, 1, 5)).priority
    2
    """

    id: str
    cadence: str
    stage: Stage
    name: str = ""
    next_touch: int | None = None
    due: date | None = None
    last_touch: date | None = None
    started: date | None = None
    priority: int = 2
    timezone: ZoneInfo | None = None
    owner: str | None = None
    segment: str | None = None
    note: str | None = None
    count: int = 1

    def __post_init__(self) -> None:
        settle(self)
        if not self.id:
            raise wrong("id", self.id, "who it is")
        at_least("count", self.count, 1)
        at_least("next_touch", self.next_touch, 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Interval(Frozen):
    """A half-open span of time: it holds its start and not its end.

    Attributes:
        start: The first instant, with a zone.
        end: The first instant after it, with a zone; later than `start`.

    Raises `TimeError` for a datetime without a zone, `ArgumentError` for an end that is not later.

    >>> from datetime import datetime
    >>> Interval(start=datetime(2026, 11, 23, 9), end=datetime(2026, 11, 23, 10))
    Traceback (most recent call last):
    ...
    followthrough._errors.TimeError: start is datetime.datetime(2026, 11, 23, 9, 0), which names no zone; ...
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        settle(self)
        if self.end <= self.start:
            raise wrong("end", self.end, f"a time after start, which is {self.start}")
