"""What answers are made of: spans, weeks, what binds, what is owed. All frozen; times are timedeltas, spans of days
include both ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from ._named import Named

__all__ = [
    "AfterHorizon",
    "Assumption",
    "Binding",
    "BindingCap",
    "BindingSpan",
    "ByHeads",
    "ByPriority",
    "CadenceStarts",
    "CategoryTime",
    "CheckTime",
    "CheckWeek",
    "CheckWeekCategory",
    "Commitments",
    "Dropped",
    "EffortShare",
    "ExtraTime",
    "Late",
    "LetGo",
    "Look",
    "Obstacle",
    "Overdue",
    "PaceLimit",
    "Placed",
    "PlanHeader",
    "PlanWarning",
    "Policy",
    "Ready",
    "Span",
    "Started",
    "StayLate",
    "Unreachable",
    "Week",
    "WeekCategory",
]

Tree = Mapping[str, Any]
Clock = time
Policy = Literal["level", "once", "max"]
Work = Literal["prep", "touch", "reply"]
Unit = Literal["per_full_week", "total"]


def whole(value: timedelta) -> int:
    """A length in whole seconds."""
    return value.days * 86400 + value.seconds


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanHeader:
    """What an answer says of the plan that it was asked of. `sha256` tells two inputs apart."""

    name: str
    timezone: str
    first_day: date
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """The days on which new prospects may be started, and what they are called."""

    name: Literal["day", "week", "month", "quarter", "span"]
    from_: date
    to: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A span of days, both included."""

    from_: date
    to: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Assumption:
    """What an answer takes for granted."""

    replies: str
    confidence: int | None
    effort: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Started:
    """So many prospects started on one cadence on one day."""

    date: date
    cadence: str
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class CadenceStarts:
    """One cadence's part of an answer, in prospects."""

    number: int
    today: int | None
    this_week: int | None
    total: int


@dataclass(frozen=True, kw_only=True, slots=True)
class CategoryTime:
    """What becomes of one category's time in a week.

    `blocked` is planned, `busy` taken away, `reserved` kept free, `usable` the rest, `shared` the part of it that is
    counted at an earlier category too. Of `usable`, `committed` is owed to prospects in flight, `new` goes to prospects
    started in the horizon, `spare` is left.
    """

    blocked: timedelta
    busy: timedelta
    reserved: timedelta
    usable: timedelta
    shared: timedelta
    committed: timedelta
    new: timedelta
    spare: timedelta


@dataclass(frozen=True, kw_only=True, slots=True)
class Week:
    """One week of the plan told, cut at the first day.

    `quota` is its share of the pace; it `starts` as many of it as fit, no more than `bound` could, and `why` says what
    holds it down. All three are `None` where the week has no share of its own: after the horizon, and in a first week
    without a workday.
    """

    from_: date
    to: date
    workdays: int
    quota: int | None
    starts: int
    bound: int | None
    why: str | None
    by_cadence: Named[str, int]
    categories: Named[str, CategoryTime]


@dataclass(frozen=True, kw_only=True, slots=True)
class WeekCategory:
    """One category's time in one week of the plan told; see `CategoryTime` for what each length is."""

    from_: date
    to: date
    category: str
    blocked: timedelta
    busy: timedelta
    reserved: timedelta
    usable: timedelta
    shared: timedelta
    committed: timedelta
    new: timedelta
    spare: timedelta


@dataclass(frozen=True, kw_only=True, slots=True)
class EffortShare:
    """How many shares of a segment a touch of one category and effort takes; see `BindingSpan`."""

    category: str
    effort: timedelta
    shares: int


@dataclass(frozen=True, kw_only=True, slots=True)
class BindingSpan:
    """A span of days that holds less than bound + 1 would need there.

    `usable` and `needed` count seconds, whole touches or shares of segments, as `measure` says; of touches only those of
    `at_least` so long. What a touch takes where shares are counted is in `shares`: they tell what whole touches of
    several efforts leave free, which neither time nor their number does. `category` joins several by `+`. `ahead_of`
    names a category ahead of whose first segment of the day the work must be done that alone is counted, as prep must
    ahead of the first touch; `None` where all is counted. `weight` is how often the span counts.
    """

    category: str
    from_: date
    to: date
    measure: Literal["seconds", "touches", "shares"]
    at_least: timedelta
    usable: int
    needed: int
    weight: int
    shares: tuple[EffortShare, ...] = ()
    ahead_of: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class BindingCap:
    """A cap that leaves less room than bound + 1 would need, in touches."""

    channel: str
    from_: date
    to: date
    room: int
    needed: int
    weight: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PaceLimit:
    """What a typical week holds of something, and what prospects started in every week take of it.

    `holds`, `needed` (by `prospects` a week) and `one_more` (by one more) count `unit`: seconds, seconds that whole
    touches can fill, touches, or thousandths of a week that are weighed. `categories` are those whose blocks are
    counted; `channel` is the one whose cap is.
    """

    categories: tuple[str, ...]
    channel: str | None
    unit: Literal["seconds", "fillable", "touches", "weighed"]
    prospects: int
    holds: int
    needed: int
    one_more: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Binding:
    """Why bound + 1 cannot be. `why` says it.

    For a pace, `pace` is what a typical week holds; for a total, weight x needed summed up over `spans` and `caps` is more
    than weight x usable (or room).
    """

    spans: tuple[BindingSpan, ...]
    caps: tuple[BindingCap, ...]
    why: str
    pace: tuple[PaceLimit, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Obstacle:
    """What stands in the way of a start: which touch finds no place, and the span or the cap that would be overfull."""

    reason: Literal["day_off", "windows_meet", "no_block", "no_room"]
    work: Work | None
    touch: int | None
    window: Span | None
    span: BindingSpan | None
    cap: BindingCap | None
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Overdue:
    """A touch whose window closed undone on the day `since`, `days` workdays ago. `touch` is None for reply work."""

    id: str
    touch: int | None
    window: Span
    since: date
    days: int
    count: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Late:
    """A touch that is owed and cannot be made in its window: it is made on `date`, `days` workdays past the close."""

    id: str
    touch: int | None
    window: Span
    date: date
    days: int
    count: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Commitments:
    """What is owed to prospects in flight.

    `clear_day` is the first workday on which nothing that is late is left to do, `clear_days` the same by category. New
    prospects start beside it wherever there is room.
    """

    prospects: int
    touches: int
    time: timedelta = field(metadata={"key": "seconds"})
    overdue: tuple[Overdue, ...]
    late: tuple[Late, ...]
    fits: bool
    clear_day: date | None
    clear_days: Named[str, date]


@dataclass(frozen=True, kw_only=True, slots=True)
class Unreachable:
    """A touch owed that no segment of its window could take even if empty."""

    id: str
    touch: int | None
    window: Span
    reason: Literal["no_block", "hours", "cap"]
    count: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class AfterHorizon:
    """What is promised beyond the horizon: time by category, and the close of the last window."""

    time: Named[str, timedelta] = field(metadata={"key": "seconds"})
    last_day: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Ready:
    """Prospects with prep done: how many there are, and how many of this week's starts could use one."""

    now: int
    needed_this_week: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanWarning:
    """Something about the plan that a reader should know. `code` is stable."""

    code: str
    where: str
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """Where touches of one kind have their place: to the prospect `id`, or to those started on `start`.

    `segment` is its start on the plan's clock, None for touches of no effort; `at` is the clock start where contact
    hours ask for one.
    """

    cadence: str
    id: str | None = None
    start: date | None = None
    work: Work
    touch: int | None
    segment: datetime | None
    date: date
    at: time | None
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Dropped:
    """Touches that find no place, by window, and the time that is missing."""

    cadence: str
    work: Work
    touch: int | None
    window: Span
    count: int
    short: timedelta = field(metadata={"key": "seconds_short"})


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckTime:
    """One category's time in a week of a check: what the n prospects want, get (`placed`) and do not get (`short`)."""

    usable: timedelta
    committed: timedelta
    wanted: timedelta
    placed: timedelta
    short: timedelta
    dropped: int


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckWeek:
    """One week of a check."""

    from_: date
    to: date
    categories: Named[str, CheckTime]


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckWeekCategory:
    """One category's time in one week of a check; see `CheckTime` for what each length is."""

    from_: date
    to: date
    category: str
    usable: timedelta
    committed: timedelta
    wanted: timedelta
    placed: timedelta
    short: timedelta
    dropped: int


@dataclass(frozen=True, kw_only=True, slots=True)
class LetGo:
    """A prospect that is let go, and what it stood in the way of."""

    id: str
    priority: int
    replied: bool
    why: str
    count: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class ByPriority:
    """A count of prospects: in all, of those who replied, and by priority whether they replied or not."""

    all: int
    replied: int
    by_priority: Named[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class ByHeads:
    """A count of prospects who are let go where nobody comes before anybody: in all, and of those who replied."""

    all: int
    replied: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ExtraTime:
    """Extra time for a category on one day, from `at` on the plan's clock."""

    date: date
    category: str
    at: Clock
    time: timedelta = field(metadata={"key": "seconds"})


@dataclass(frozen=True, kw_only=True, slots=True)
class StayLate:
    """Extra time after the blocks of some days, with which nobody has to be let go. No less than `at_least` can do.

    `fits` is whether everything owed is on time with it; where no such time was found, `extra` is empty.
    """

    extra: tuple[ExtraTime, ...]
    time: timedelta = field(metadata={"key": "seconds"})
    at_least: timedelta
    proved: bool
    fits: bool
