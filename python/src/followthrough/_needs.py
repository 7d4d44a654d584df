"""What a plan answers to what-if questions about what something takes: desks for prospects, and time held free for leads.

Each answer is the JSON that the command line prints, read into fields; what has many rows is a method that gives a
`Table`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import ClassVar, Literal

from ._answers import Answer
from ._check import Part
from ._forecasts import Starts, _counted, _hundredth
from ._parts import Look
from ._table import Table

__all__ = ["Held", "HeldTime", "Quote", "QuoteWeek", "Sla"]


@dataclass(frozen=True, kw_only=True, slots=True)
class QuoteWeek(Part):
    """One week of a quote.

    Attributes:
        from_: Its first day.
        this_desk: Starts at the desk of the plan.
        further_desk: Starts at each further desk.
        so_far: Starts from the first day on, at all desks of the quote.
    """

    from_: date
    this_desk: int
    further_desk: int
    so_far: int


@dataclass(frozen=True, init=False, slots=True, eq=False, repr=False)
class Quote(Answer):
    """How many desks it takes to start so many prospects by a day, and when the last touch is made.

    Attributes:
        prospects: Prospects to start.
        from_: The first day.
        by: The last day on which they may be started.
        desks: How many desks it takes, the plan's own counted; None where no number of them does it.
        number: The pace of the plan, in prospects a full week.
        this_desk: Starts of the plan's own desk by that day, beside what it owes already.
        hired: The first day of each further desk.
        ramp: What share of its starts each further desk makes in its first weeks.
        days_off: Workdays off in every thirteen weeks of each further desk.
        further_desk: Starts of each further desk by that day.
        proved: Whether it is proved that no desk starts more at its pace, so that fewer desks do not do it.
        spare: How many more prospects than asked for so many desks start by that day.
        last_start: The day on which the last prospect is started; None without desks, or where nobody is asked for.
        last_touch: The day by which every promised touch is made if nobody answers; None where `last_start` is.
        effort: How long touches take: as the `plan` says, or as the `log` does.
    """

    prospects: int
    from_: date
    by: date
    desks: int | None
    number: int
    this_desk: int
    hired: date
    ramp: tuple[float, ...] = field(metadata={"read": lambda given, zone: tuple(map(_hundredth, given))})
    days_off: int
    further_desk: int
    proved: bool
    spare: int
    last_start: date | None
    last_touch: date | None
    effort: Literal["plan", "log"]

    _TOLD: ClassVar[tuple[str, ...]] = ("prospects", "by", "desks", "proved")

    def weeks(self) -> Table[QuoteWeek]:
        """The starts of each week.

        >>> from datetime import date
        >>> from followthrough import Plan
        >>> quote = Plan.read("docs/examples/worked/plan.toml").quote(200, date(2027, 4, 4))
        >>> quote.weeks()[-1].so_far
        260
        """
        return self._table(QuoteWeek, self._tree["weeks"])


@dataclass(frozen=True, kw_only=True, slots=True)
class Held(Part):
    """So much time held free on every workday, and what is started beside it.

    Attributes:
        leads: Leads that the held time of a day can answer.
        held: The time held free on a workday.
        in_time: The share of leads that is answered in time.
        number: The pace beside it, in prospects a full week.
        bound: No pace is larger than this.
        every: One in so many weeks, where not even one a week can go on; None elsewhere.
        total: Starts over the horizon beside it.
        total_bound: No more can be started over the horizon at that pace.
        proved: Whether it is proved that pace and starts are the most.
        per_week: Prospects a full week that it costs.
        over_horizon: Prospects over the horizon that it costs.
        exact: Whether these two are exact.
    """

    leads: int
    held: timedelta = field(metadata={"key": "seconds"})
    in_time: float = field(metadata=_counted("in_time"))
    number: int
    bound: int
    every: int | None
    total: int
    total_bound: int
    proved: bool
    per_week: int
    over_horizon: int
    exact: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldTime(Part):
    """A time that is held free on every workday.

    Attributes:
        start: When it begins on the plan's clock.
        length: How long it is.
    """

    start: time
    length: timedelta = field(metadata={"key": "seconds"})


@dataclass(frozen=True, init=False, slots=True, eq=False, repr=False)
class Sla(Answer):
    """How much time to hold free so that leads who come in are answered soon, and what that costs in starts.

    Attributes:
        horizon: The days on which starts are counted.
        leads: Leads a full week, in the mean.
        takes: How long one takes.
        within: How soon each is to be answered, in time of the hours.
        sure: The share of leads for which that is to hold.
        from_: From when somebody is there on a workday.
        to: Until when.
        without: What is started with nothing held free.
        enough: The least time that is enough where it is spread evenly; None where even all of the hours is not.
        in_meetings: How much of it lies in meetings over the horizon, where nobody answers.
        effort: How long touches take: as the `plan` says, or as the `log` does.
    """

    horizon: Look
    leads: float = field(metadata={"read": _hundredth})
    takes: timedelta
    within: timedelta
    sure: float = field(metadata=_counted("sure"))
    from_: time
    to: time
    without: Starts
    enough: Held | None
    in_meetings: timedelta
    effort: Literal["plan", "log"]

    _TOLD: ClassVar[tuple[str, ...]] = ("leads", "sure")

    def times(self) -> Table[HeldTime]:
        """When the time that is enough is held free on every workday.

        >>> from datetime import timedelta
        >>> from followthrough import Plan
        >>> plan = Plan.read("docs/examples/worked/plan.toml")
        >>> told = plan.sla(3, takes=timedelta(minutes=10), within=timedelta(minutes=45))
        >>> [f"{held.start:%H:%M}" for held in told.times()]
        ['09:20', '09:35', '09:50']
        """
        return self._table(HeldTime, self._tree["times"])

    def ladder(self) -> Table[Held]:
        """What less time holds, and more: from the least that does not fall behind.

        >>> from datetime import timedelta
        >>> from followthrough import Plan
        >>> plan = Plan.read("docs/examples/worked/plan.toml")
        >>> told = plan.sla(3, takes=timedelta(minutes=10), within=timedelta(minutes=45))
        >>> [(one.leads, one.in_time >= 0.9) for one in told.ladder()]
        [(1, False), (2, False), (3, True), (4, True)]
        """
        return self._table(Held, self._tree["ladder"])
