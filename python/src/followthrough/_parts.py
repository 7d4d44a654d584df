"""What answers are made of: spans, weeks, what binds, what is owed. All frozen; times are timedeltas, spans of days
include both ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from ._check import Part
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
    "ExpectedAnswers",
    "ExtraTime",
    "Late",
    "LetGo",
    "Look",
    "Obstacle",
    "Overdue",
    "PaceLimit",
    "PaceWithAnswers",
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
class PlanHeader(Part):
    """What an answer says of the plan that it was asked of. `sha256` tells two inputs apart.

    Attributes:
        name: The plan's name.
        timezone: The name of the plan's zone.
        first_day: Day one.
        sha256: The fingerprint of everything that the answer follows from, as hexadecimal digits.
    """

    name: str
    timezone: str
    first_day: date
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Look(Part):
    """The days on which new prospects may be started, and what they are called.

    Attributes:
        name: What the span is called; `span` where a last day was given.
        from_: The first day, included.
        to: The last day, included.
    """

    name: Literal["day", "week", "month", "quarter", "span"]
    from_: date
    to: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Span(Part):
    """A span of days, both included.

    Attributes:
        from_: The first day, included.
        to: The last day, included.
    """

    from_: date
    to: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Assumption(Part):
    """What an answer takes for granted.

    Attributes:
        replies: How many prospects answer: `none`, the safe assumption, or as many as are `expected`.
        confidence: In percent; None where nothing is left to chance.
        effort: How long touches take: as the `plan` says, or as the `log` does.
    """

    replies: str
    confidence: int | None
    effort: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Started(Part):
    """So many prospects started on one cadence on one day.

    Attributes:
        date: The day on which they are started.
        cadence: The name of the cadence.
        count: How many prospects.
    """

    date: date
    cadence: str
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class CadenceStarts(Part):
    """One cadence's part of an answer, in prospects.

    Attributes:
        number: Its part of the number of the answer.
        today: Starts of day one; None where the horizon does not tell it.
        this_week: Starts of the rest of this week; None where the horizon does not tell it.
        total: Its starts over the whole horizon.
    """

    number: int
    today: int | None
    this_week: int | None
    total: int


@dataclass(frozen=True, kw_only=True, slots=True)
class CategoryTime(Part):
    """What becomes of one category's time in a week.

    `blocked` is planned, `busy` taken away, `reserved` kept free, `usable` the rest, `shared` the part of it that is
    counted at an earlier category too. Of `usable`, `committed` is owed to prospects in flight, `new` goes to prospects
    started in the horizon, `spare` is left.

    Attributes:
        blocked: Time of the blocks as they are planned.
        busy: Time that other events take away from the blocks.
        reserved: Time that the reserve keeps free.
        usable: Time that touches may use, after busy time and the reserve.
        shared: The part of `usable` that is counted at an earlier category too.
        committed: Time that is owed to prospects in flight.
        new: Time that prospects started in the horizon take.
        spare: Time that is left.
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
class Week(Part):
    """One week of the plan told, cut at the first day.

    `quota` is its share of the pace; it `starts` as many of it as fit, no more than `bound` could, and `why` says what
    holds it down. All three are `None` where the week has no share of its own: after the horizon, and in a first week
    without a workday.

    Attributes:
        from_: The first day, included.
        to: The last day, included.
        workdays: Workdays in it.
        quota: Its share of the pace; None where it has none of its own.
        starts: How many prospects are started.
        bound: No more of its share could start; None where it has none of its own.
        why: What holds its starts down; None where nothing does.
        by_cadence: The starts of each cadence, by name.
        categories: The time of each category, by name.
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
class WeekCategory(Part):
    """One category's time in one week of the plan told; see `CategoryTime` for what each length is.

    Attributes:
        from_: The first day, included.
        to: The last day, included.
        category: The category of dedicated time.
        blocked: Time of the blocks as they are planned.
        busy: Time that other events take away from the blocks.
        reserved: Time that the reserve keeps free.
        usable: Time that touches may use, after busy time and the reserve.
        shared: The part of `usable` that is counted at an earlier category too.
        committed: Time that is owed to prospects in flight.
        new: Time that prospects started in the horizon take.
        spare: Time that is left.
    """

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
class EffortShare(Part):
    """How many shares of a segment a touch of one category and effort takes; see `BindingSpan`.

    Attributes:
        category: The category of dedicated time.
        effort: How long the touch takes.
        shares: Shares of a segment that it takes.
    """

    category: str
    effort: timedelta
    shares: int


@dataclass(frozen=True, kw_only=True, slots=True)
class BindingSpan(Part):
    """A span of days that holds less than bound + 1 would need there.

    `usable` and `needed` count seconds, whole touches or shares of segments, as `measure` says; of touches only those of
    `at_least` so long. What a touch takes where shares are counted is in `shares`: they tell what whole touches of
    several efforts leave free, which neither time nor their number does. `category` joins several by `+`. `ahead_of`
    names a category ahead of whose first segment of the day the work must be done that alone is counted, as prep must
    ahead of the first touch; `None` where all is counted. `weight` is how often the span counts.

    Attributes:
        category: The category; several are joined by `+`.
        from_: The first day, included.
        to: The last day, included.
        measure: What `usable` and `needed` count.
        at_least: Of touches only those so long are counted.
        usable: What the span holds, as `measure` counts.
        needed: What `bound` + 1 would need there, as `measure` counts.
        weight: How often it counts in the sum that shows the bound.
        shares: What a touch takes where shares are counted; empty elsewhere.
        ahead_of: The category ahead of which work must be done that alone is counted; None where all is counted.
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
class BindingCap(Part):
    """A cap that leaves less room than bound + 1 would need, in touches.

    Attributes:
        channel: The channel that is capped.
        from_: The first day, included.
        to: The last day, included.
        room: Touches that the cap leaves room for.
        needed: What `bound` + 1 would need there.
        weight: How often it counts in the sum that shows the bound.
    """

    channel: str
    from_: date
    to: date
    room: int
    needed: int
    weight: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PaceLimit(Part):
    """What a typical week holds of something, and what prospects started in every week take of it.

    `holds`, `needed` (by `prospects` a week) and `one_more` (by one more) count `unit`: seconds, seconds that whole
    touches can fill, touches, or thousandths of a week that are weighed. `categories` are those whose blocks are
    counted; `channel` is the one whose cap is.

    Attributes:
        categories: The categories whose blocks are counted; empty where a cap is.
        channel: The channel whose cap is counted; None where blocks are.
        unit: What `holds`, `needed` and `one_more` count.
        prospects: Prospects started every week.
        answers: So many answers that are expected of a full week are counted in what is taken.
        holds: What a typical week holds.
        needed: What those prospects take of it.
        one_more: What one more a week would take.
    """

    categories: tuple[str, ...]
    channel: str | None
    unit: Literal["seconds", "fillable", "touches", "weighed"]
    prospects: int
    answers: int
    holds: int
    needed: int
    one_more: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Binding(Part):
    """Why bound + 1 cannot be. `why` says it.

    For a pace, `pace` is what a typical week holds; for a total, weight x needed summed up over `spans` and `caps` is more
    than weight x usable (or room).

    Attributes:
        spans: Spans of days that are full; empty for a pace.
        caps: Caps that are full; empty for a pace.
        why: The reason in a sentence.
        pace: What a typical week holds, the tightest first; empty for a total.
    """

    spans: tuple[BindingSpan, ...]
    caps: tuple[BindingCap, ...]
    why: str
    pace: tuple[PaceLimit, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Obstacle(Part):
    """What stands in the way of a start: which touch finds no place, and the span or the cap that would be overfull.

    Attributes:
        reason: What kind of thing stands in the way.
        work: The work that finds no place; None where the day itself is in the way.
        touch: The number of the touch that finds no place; None where it is no touch.
        window: The days on which it would have to be made; None where the day itself is in the way.
        span: The span of days that would be overfull; None where it is something else.
        cap: The cap that would be overfull; None where it is something else.
        why: The reason in a sentence.
    """

    reason: Literal["day_off", "windows_meet", "no_block", "no_room"]
    work: Work | None
    touch: int | None
    window: Span | None
    span: BindingSpan | None
    cap: BindingCap | None
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Overdue(Part):
    """A touch whose window closed undone on the day `since`, `days` workdays ago. `touch` is None for reply work.

    Attributes:
        id: The id of the prospect in the pipeline.
        touch: The number of the touch, from 1; None for prep and for the work of an answer.
        window: Its window as it was, both days included.
        since: The last day of that window.
        days: Workdays since then.
        count: How many prospects the row stands for, from 1.
    """

    id: str
    touch: int | None
    window: Span
    since: date
    days: int
    count: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Late(Part):
    """A touch that is owed and cannot be made in its window: it is made on `date`, `days` workdays past the close.

    Attributes:
        id: The id of the prospect in the pipeline.
        touch: The number of the touch, from 1; None for prep and for the work of an answer.
        window: The days on which it keeps the promise, both included.
        date: The day on which it is made.
        days: Workdays past the close of its window.
        count: How many prospects the row stands for, from 1.
    """

    id: str
    touch: int | None
    window: Span
    date: date
    days: int
    count: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Commitments(Part):
    """What is owed to prospects in flight.

    `clear_day` is the first workday on which nothing that is late is left to do, `clear_days` the same by category. New
    prospects start beside it wherever there is room.

    Attributes:
        prospects: Prospects to whom something is owed.
        touches: Touches that are owed.
        time: How long they take.
        overdue: Touches whose days passed undone, the oldest first.
        late: Touches that cannot be made in their window.
        fits: Whether everything owed is made in its window.
        clear_day: The first workday on which nothing late is left to do; None where nothing is late.
        clear_days: The first such day of each category that is late, by name.
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
class Unreachable(Part):
    """A touch owed that no segment of its window could take even if empty.

    Attributes:
        id: The id of the prospect in the pipeline.
        touch: The number of the touch, from 1; None for prep and for the work of an answer.
        window: The days on which it keeps the promise, both included.
        reason: Why: no block lies in the window, none in the contact hours, or a cap is in the way.
        count: How many prospects the row stands for, from 1.
    """

    id: str
    touch: int | None
    window: Span
    reason: Literal["no_block", "hours", "cap"]
    count: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class AfterHorizon(Part):
    """What is promised beyond the horizon: time by category, and the close of the last window.

    Attributes:
        time: Time that is promised after the last day of the horizon, by category.
        last_day: The day on which the last window closes; None where nothing is promised.
    """

    time: Named[str, timedelta] = field(metadata={"key": "seconds"})
    last_day: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ExpectedAnswers(Part):
    """The time that is kept for answers before they come.

    Attributes:
        per_week: How many are expected of a full week.
        count: How many open on the days that the answer looks at.
        time: The time kept for them.
        late: How many of them find time only after their window's close.
        without_time: How many of them no segment of their window could take; no time is kept for them.
    """

    per_week: int
    count: int
    time: timedelta = field(metadata={"key": "seconds"})
    late: int
    without_time: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PaceWithAnswers(Part):
    """The pace that keeps time for a few answers a week, where the plan expects none.

    Attributes:
        answers: So many answers a week.
        number: The pace beside them; 0 where not even one prospect a week can be started.
    """

    answers: int
    number: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Ready(Part):
    """Prospects with prep done: how many there are, and how many of this week's starts could use one.

    Attributes:
        now: Prospects with prep done.
        needed_this_week: How many of this week's starts could use one.
    """

    now: int
    needed_this_week: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanWarning(Part):
    """Something about the plan that a reader should know. `code` is stable.

    Attributes:
        code: A code that does not change, such as `P2`.
        where: The part of the plan.
        message: The warning in a sentence.
    """

    code: str
    where: str
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed(Part):
    """Where touches of one kind have their place: to the prospect `id`, or to those started on `start`; or the time kept
    for an answer `expected` on a day.

    `segment` is its start on the plan's clock, None for touches of no effort; `at` is the clock start where contact
    hours ask for one.

    Attributes:
        cadence: The name of the cadence.
        id: The prospect in flight; None for one who is started.
        start: The day on which the prospects are started; None for one in flight.
        expected: The day on which an answer that is expected opens its work; None elsewhere.
        work: `prep`, `touch`, or `reply`: the work that an answer brings.
        touch: The number of the touch, from 1; None for prep and for the work of an answer.
        segment: The start of its segment, on the plan's clock; None for touches of no effort.
        date: The day on which it is made.
        at: Its own start on the clock where contact hours ask for one; None elsewhere.
        count: How many touches of this kind are made there.
    """

    cadence: str
    id: str | None = None
    start: date | None = None
    expected: date | None = None
    work: Work
    touch: int | None
    segment: datetime | None
    date: date
    at: time | None
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Dropped(Part):
    """Touches that find no place, by window, and the time that is missing.

    Attributes:
        cadence: The name of the cadence.
        work: `prep`, `touch`, or `reply`: the work that an answer brings.
        touch: The number of the touch, from 1; None for prep and for the work of an answer.
        window: The days on which it keeps the promise, both included.
        count: How many of them find no place.
        short: Time that is missing for them.
    """

    cadence: str
    work: Work
    touch: int | None
    window: Span
    count: int
    short: timedelta = field(metadata={"key": "seconds_short"})


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckTime(Part):
    """One category's time in a week of a check: what the n prospects want, get (`placed`) and do not get (`short`).

    Attributes:
        usable: Time that touches may use, after busy time and the reserve.
        committed: Time that is owed to prospects in flight.
        wanted: Time that the prospects asked about want.
        placed: Time of the touches that find a place.
        short: Time that is missing.
        dropped: Touches that find no place.
    """

    usable: timedelta
    committed: timedelta
    wanted: timedelta
    placed: timedelta
    short: timedelta
    dropped: int


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckWeek(Part):
    """One week of a check.

    Attributes:
        from_: The first day, included.
        to: The last day, included.
        categories: The time of each category, by name.
    """

    from_: date
    to: date
    categories: Named[str, CheckTime]


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckWeekCategory(Part):
    """One category's time in one week of a check; see `CheckTime` for what each length is.

    Attributes:
        from_: The first day, included.
        to: The last day, included.
        category: The category of dedicated time.
        usable: Time that touches may use, after busy time and the reserve.
        committed: Time that is owed to prospects in flight.
        wanted: Time that the prospects asked about want.
        placed: Time of the touches that find a place.
        short: Time that is missing.
        dropped: Touches that find no place.
    """

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
class LetGo(Part):
    """A prospect that is let go, and what it stood in the way of.

    Attributes:
        id: The id of the prospect in the pipeline.
        priority: Its priority; 1 comes first.
        replied: Whether the prospect replied.
        made: How many of its touches were made; None where it replied.
        touches: How many touches its cadence promises.
        time: The time that is owed to each prospect of the row.
        why: What it stood in the way of.
        count: How many prospects the row stands for, from 1.
    """

    id: str
    priority: int
    replied: bool
    made: int | None
    touches: int
    time: timedelta = field(metadata={"key": "seconds"})
    why: str
    count: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class ByPriority(Part):
    """A count of prospects: in all, of those who replied, and by priority whether they replied or not.

    Attributes:
        all: How many prospects in all.
        replied: How many of them replied.
        by_priority: How many, by priority; those who replied are among them.
    """

    all: int
    replied: int
    by_priority: Named[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class ByHeads(Part):
    """A count of prospects who are let go where nobody comes before anybody: in all, and of those who replied.

    Attributes:
        all: How many are let go in all.
        replied: How many of them replied.
    """

    all: int
    replied: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ExtraTime(Part):
    """Extra time for a category on one day, from `at` on the plan's clock.

    Attributes:
        date: The day.
        category: The category of dedicated time.
        at: When it begins, on the plan's clock.
        time: How long it is.
    """

    date: date
    category: str
    at: Clock
    time: timedelta = field(metadata={"key": "seconds"})


@dataclass(frozen=True, kw_only=True, slots=True)
class StayLate(Part):
    """Extra time after the blocks of some days, with which nobody has to be let go. No less than `at_least` can do.

    `fits` is whether everything owed is on time with it; where no such time was found, `extra` is empty.

    Attributes:
        extra: The extra time, by day.
        time: Its sum.
        at_least: No less can do.
        proved: Whether `time` is that least.
        fits: Whether everything owed is on time with it.
    """

    extra: tuple[ExtraTime, ...]
    time: timedelta = field(metadata={"key": "seconds"})
    at_least: timedelta
    proved: bool
    fits: bool
