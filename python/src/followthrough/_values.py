"""The parts of a plan, as values: touches, cadences, blocks, channels, prospects.

All are frozen, comparable and hashable, are made with keyword arguments, and their repr makes them again. Lists become
tuples, sets of days sorted ones. `dataclasses.replace` makes one like another.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from ._check import settle

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
    "Touch",
]

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Stage = Literal["new", "ready", "in_flight", "paused", "replied", "finished", "opted_out", "bounced", "lost"]
Days = Literal["business", "calendar"]
AwayWindows = Literal["shift", "keep"]

WORKWEEK: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")


@dataclass(frozen=True, kw_only=True, slots=True)
class Touch:
    """One promised contact attempt.

    Its window opens `after` days after the previous window opened (0 for the first) and closes `within` days later.
    In place of `after`, `day` counts from the start: day 1 is the start, and the cadence turns it into `after`. A touch
    `with_previous` shares the previous window. `category` and `effort` are the channel's where None; an effort of zero
    means sent by a machine. `reply` is how likely it brings an answer, 0 to 1. `refers_to` is the number of an earlier
    touch that it speaks of.

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
            raise ValueError("day is 0, expected a day from 1: day 1 is the start")
        if self.day is not None and self.after:
            raise ValueError(f"the touch has both day={self.day} and after={self.after}, expected one of them")


@dataclass(frozen=True, kw_only=True, slots=True)
class Prep:
    """Work before a prospect's first touch: from `ahead` workdays before the start on."""

    category: str
    effort: timedelta
    ahead: int

    def __post_init__(self) -> None:
        settle(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplyWork:
    """Qualifying work that an answer brings; it stays open `within` workdays."""

    category: str
    effort: timedelta
    within: int

    def __post_init__(self) -> None:
        settle(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class Repeat:
    """The tail of a cadence: the same touch every `after` days, "until they answer".

    Where it is not `promised`, it is done in spare time and never lowers a number. A promised one needs `times`.
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Cadence:
    """The touches promised to every prospect that is started on it, in order, with the days between them.

    `days` says which days are counted. `segment` is a label: who it is for.

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
        if touch.day is None:
            raise ValueError(f"touch {number} of cadence {cadence!r} has no day, but others do: expected one style")
        if touch.day < opened:
            raise ValueError(f"touch {number} of cadence {cadence!r} opens on day {touch.day}, before the one before it")
        counted.append(replace(touch, day=None, after=touch.day - opened))
        opened = touch.day
    return tuple(counted)


@dataclass(frozen=True, kw_only=True, slots=True)
class Cap:
    """How many touches of a channel at most: on a day, and in any 7 days in a row."""

    day: int | None = None
    week: int | None = None

    def __post_init__(self) -> None:
        settle(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class Hours:
    """Contact hours on the prospect's clock, from `from_` up to, and without, `to`."""

    from_: time
    to: time

    def __post_init__(self) -> None:
        settle(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class Channel:
    """How a touch is made: the time it uses, how long it takes, how many at most, when a prospect may be reached.

    Call, voicemail, email, social, linkedin, letter, visit and research have a category and, but for voicemail, an
    effort by default. `counts_as` names another channel whose cap these touches use up too.
    """

    category: str | None = None
    effort: timedelta | None = None
    cap: Cap | None = None
    counts_as: str | None = None
    hours: Hours | None = None

    def __post_init__(self) -> None:
        settle(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """Time on the calendar that is dedicated to a category, or to several.

    It recurs on the wall clock of its `timezone` (the plan's where None), on `days` of the week or by a recurrence rule
    (`rrule`, RFC 5545), from `from_` to `to`, not on the days to `skip`, and `also` on others. `reserve` is the share
    kept free, where not the plan's.

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
        if self.days is not None and self.rrule is not None:
            raise ValueError(f"the block has both days={self.days} and rrule={self.rrule!r}, expected one of them")
        if self.days is None and self.rrule is None and not self.also:
            raise ValueError("the block has neither days nor rrule, expected one of them")


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
class Away:
    """Days on which a rep does not work, both ends included. Windows wait (`shift`), or go on (`keep`)."""

    from_: date
    to: date
    label: str = ""
    windows: AwayWindows = "shift"

    def __post_init__(self) -> None:
        settle(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class Prospect:
    """One prospect of the pipeline.

    `next_touch` counts from 1. Of the three dates one is enough: `due` (the day on which the next window opens) beats
    `last_touch`, which beats `started`. Priority 1 comes first. `timezone` is the prospect's own clock, where not the
    plan's. With a `count` the row stands for so many prospects who are alike: answers count them under its `id`, and a
    schedule, which names whom to touch, refuses it.
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Interval:
    """A half-open span of time: it holds its start and not its end. Both name their zone.

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
            raise ValueError(f"the interval ends at {self.end}, expected a time after {self.start}")
