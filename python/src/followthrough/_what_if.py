"""What-if questions of a plan: what meetings cost, how long a cadence should be, how many desks it takes, whether it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any, Literal

from ._check import Frozen, checked, settle, share, whole_length, wrong
from ._values import DAY, SECOND, Weekday

if TYPE_CHECKING:
    from ._forecasts import Confidence, Cost, Simulate, Trade
    from ._native import Answer as NativeAnswer
    from ._native import Plan as Native
    from ._needs import Quote, Sla
    from ._plan import Horizon

__all__ = ["WeeklyMeeting"]


@dataclass(frozen=True, kw_only=True, slots=True)
class WeeklyMeeting(Frozen):
    """A meeting that is asked about: every week on these days from the plan's first day on.

    Attributes:
        days: The weekdays on which it takes place: at least one.
        start: When it begins on the plan's clock, in whole seconds.
        length: How long it is: whole seconds, up to a day.

    Raises `ArgumentError` where no day is given, or a length is not above zero or exceeds a day.

    >>> from datetime import time, timedelta
    >>> WeeklyMeeting(days=["mon"], start=time(8, 30), length=timedelta(hours=1)).days
    ('mon',)
    """

    days: Sequence[Weekday]
    start: time
    length: timedelta

    def __post_init__(self) -> None:
        settle(self)
        if not self.days:
            raise wrong("days", self.days, "at least one weekday")
        whole_length("length", self.length, SECOND, DAY)


def _shares(shares: Mapping[str, float]) -> dict[str, float]:
    for channel, one in shares.items():
        share(f"replies[{channel!r}]", one, all_of_it=True)
    return dict(shares)


def _drawn(
    replies: Mapping[str, float],
    answers: str,
    lost: float,
    halved: float,
    spread: float,
    seed: int,
    scenarios: tuple[int, int, int],
    sure: Sequence[float],
) -> dict[str, Any]:
    """What is drawn, once it is looked at; of scenarios how many, and the fewest and the most that may be."""
    for name, one in (("lost", lost), ("halved", halved), ("spread", spread)):
        share(name, one, all_of_it=True)
    for index, one in enumerate(sure):
        share(f"sure[{index}]", one, all_of_it=True)
    count, least, most = scenarios
    if not least <= count <= most:
        raise wrong("scenarios", count, f"a whole number from {least} to {most}")
    return {
        "replies": _shares(replies),
        "answers": answers,
        "lost": lost,
        "halved": halved,
        "spread": spread,
        "seed": seed,
        "scenarios": count,
        "sure": list(sure),
        "sensitivity": None,
    }


class WhatIf(Frozen):
    """The what-if questions of a plan."""

    __slots__ = ()

    _native: Native

    def _what_if(
        self, kind: str, asked: dict[str, Any], horizon: Horizon | None, effort: str, progress: Callable[[int, int], object] | None
    ) -> NativeAnswer:
        return self._native.what_if(kind, asked, horizon, effort == "log", progress)

    @checked
    def cost(
        self,
        horizon: Horizon | None = None,
        *,
        meeting: WeeklyMeeting | None = None,
        effort: Literal["plan", "log"] = "plan",
        progress: Callable[[int, int], object] | None = None,
    ) -> Cost:
        """What every meeting costs, in prospects: the plan is asked again without it. `horizon` is a quarter unless given.

        Meetings are the events of the plan's calendars; of busy time that was made in Python what begins on the same
        weekday at the same clock time and is as long is one meeting. A `meeting` that is not on the calendar yet is
        priced instead, by adding it. With the effort `log` touches take as long as in the mean of the log, as in `fit`.

        `progress` is told how many plans were asked of how many that are known to be asked. What it raises ends the
        question, as Ctrl-C does.

        Raises `ArgumentTypeError` or `ArgumentError` for an argument that is of another kind or cannot be,
        `PlanError` where the plan and the question do not go together.

        >>> from datetime import time, timedelta
        >>> from followthrough import Plan, WeeklyMeeting
        >>> plan = Plan.read("docs/examples/sdr/plan.toml")
        >>> monday = WeeklyMeeting(days=["mon"], start=time(8, 30), length=timedelta(hours=1))
        >>> print(plan.cost(meeting=monday).lead())
        Mon 08:30 for 60 min, 14 times, costs 23 prospects in the quarter to Mon 22 Feb 2027: 114 become 91. The pace falls from 10 to 8 in a full week.
        """
        from ._forecasts import Cost

        asked = None if meeting is None else {name: getattr(meeting, name) for name in ("days", "start", "length")}
        return Cost._of(self._what_if("cost", {"meeting": asked}, horizon, effort, progress))

    @checked
    def trade(
        self,
        horizon: Horizon | None = None,
        *,
        replies: Mapping[str, float] = {},
        answers: Literal["instantly", "sales_co"] = "instantly",
        effort: Literal["plan", "log"] = "plan",
        progress: Callable[[int, int], object] | None = None,
    ) -> Trade:
        """What the length of cadences is worth, in starts and answers. `horizon` is a quarter unless given.

        How likely a touch is answered is what the plan says (`reply`), else what `replies` say of its channel, else the
        count of the log from a hundred touches on, else a published count: `answers` says whose. `assumptions()` tells
        each with its origin. With the effort `log` touches take as long as in the mean of the log, as in `fit`.

        `progress` is told how many plans were asked of how many. What it raises ends the question, as Ctrl-C does.

        Raises `ArgumentTypeError` or `ArgumentError` for an argument that is of another kind or cannot be,
        `PlanError` where the plan and the question do not go together.

        >>> from followthrough import Plan
        >>> trade = Plan.read("docs/examples/worked/plan.toml").trade(replies={"call": 0.05})
        >>> [(one.touches, one.number, one.answers) for one in trade.lengths()]
        [(6, 5, 17.2), (5, 6, 17.6), (4, 7, 16.9), (3, 10, 18.5), (2, 15, 19.0), (1, 30, 19.5)]
        """
        from ._forecasts import Trade

        asked = {"replies": _shares(replies), "answers": answers}
        return Trade._of(self._what_if("trade", asked, horizon, effort, progress))

    @checked
    def quote(
        self,
        prospects: int,
        by: date,
        *,
        hired: date | None = None,
        ramp: Sequence[float] = (),
        days_off: int = 0,
        effort: Literal["plan", "log"] = "plan",
    ) -> Quote:
        """How many desks like this one start so many prospects by a day, which is the last one of starts.

        The plan's own desk starts what `fit` says beside all that it owes. A further desk owes nothing before, begins on
        the day `hired` (day one unless given), makes these shares of its starts in the weeks of its `ramp`, and takes
        `days_off` workdays off in every thirteen weeks. With the effort `log` touches take as long as in the mean of the
        log, as in `fit`.

        Raises `ArgumentTypeError` or `ArgumentError` for an argument that is of another kind or cannot be,
        `PlanError` where the plan and the question do not go together.

        >>> from datetime import date
        >>> from followthrough import Plan
        >>> quote = Plan.read("docs/examples/worked/plan.toml").quote(200, date(2027, 4, 4))
        >>> quote.desks, quote.this_desk, quote.last_touch
        (4, 65, datetime.date(2027, 4, 19))
        """
        from ._needs import Quote

        for index, one in enumerate(ramp):
            share(f"ramp[{index}]", one, all_of_it=True)
        if days_off > 60:
            raise wrong("days_off", days_off, "a whole number from 0 to 60")
        asked = {"prospects": prospects, "by": by, "hired": hired, "ramp": list(ramp), "days_off": days_off}
        return Quote._of(self._what_if("quote", asked, None, effort, None))

    @checked
    def sla(
        self,
        leads: float,
        *,
        takes: timedelta,
        within: timedelta,
        sure: float = 0.9,
        hours: tuple[time, time] | None = None,
        horizon: Horizon | None = None,
        effort: Literal["plan", "log"] = "plan",
        progress: Callable[[int, int], object] | None = None,
    ) -> Sla:
        """How much time to hold free so that leads who come in are answered soon, and what that costs in starts.

        `leads` come in a full week, in the mean, at any moment of the `hours` of workdays, which are those from the first
        block to the last unless given. Each `takes` so long and is answered `within` a time that is counted in these
        hours, in the long run in the share `sure` of all cases. `horizon` is a quarter unless given. With the effort `log`
        touches take as long as in the mean of the log, as in `fit`.

        `progress` is told how many plans were asked of how many. What it raises ends the question, as Ctrl-C does.

        Raises `ArgumentTypeError` or `ArgumentError` for an argument that is of another kind or cannot be,
        `PlanError` where the plan and the question do not go together.

        >>> from datetime import timedelta
        >>> from followthrough import Plan
        >>> plan = Plan.read("docs/examples/worked/plan.toml")
        >>> told = plan.sla(3, takes=timedelta(minutes=10), within=timedelta(minutes=45))
        >>> told.enough.held, told.enough.number
        (datetime.timedelta(seconds=1800), 1)
        """
        from ._needs import Sla

        if not 0.01 <= leads <= 1000:
            raise wrong("leads", leads, "a number from 0.01 to 1000")
        share("sure", sure, all_of_it=True)
        whole_length("takes", takes, SECOND, DAY)
        whole_length("within", within, SECOND, 31 * DAY)
        asked = {"leads": leads, "takes": takes, "within": within, "sure": sure, "hours": hours}
        return Sla._of(self._what_if("sla", asked, horizon, effort, progress))

    @checked
    def confidence(
        self,
        horizon: Horizon | None = None,
        *,
        replies: Mapping[str, float] = {},
        answers: Literal["instantly", "sales_co"] = "instantly",
        lost: float = 0.0,
        halved: float = 0.0,
        spread: float = 0.0,
        seed: int = 1,
        scenarios: int = 2000,
        sure: Sequence[float] = (0.5, 0.8, 0.95),
        sensitivity: float | None = None,
        effort: Literal["plan", "log"] = "plan",
        progress: Callable[[int, int], object] | None = None,
    ) -> Confidence:
        """In how many drawn quarters each pace holds, where prospects answer, days are lost and touches take longer.

        `replies` and `answers` are those of `trade`. `lost` is the chance that a workday is lost without warning, `halved`
        that only half of its time is left; `spread` is the standard deviation of the logarithm of a touch's length, whose
        mean is as planned; with the effort `log` as in the mean of the log. `sure` are the shares of scenarios for which a
        number is told, and `sensitivity` one for which `moves()` tells how far it moves when each assumption does. Each scenario is drawn from `seed` and its number: the same question has the same answer.

        `progress` is told how many scenarios were asked of how many. What it raises ends the question, as Ctrl-C does.

        Raises `ArgumentTypeError` or `ArgumentError` for an argument that is of another kind or cannot be,
        `PlanError` where the plan and the question do not go together.

        >>> from followthrough import Plan
        >>> told = Plan.read("docs/examples/worked/plan.toml").confidence(scenarios=200, lost=0.02)
        >>> told.pace, [(one.share, one.number) for one in told.levels()]
        (5, [(0.5, 5), (0.8, 5), (0.95, 5)])
        """
        from ._forecasts import Confidence

        if sensitivity is not None:
            share("sensitivity", sensitivity, all_of_it=True)
        asked = _drawn(replies, answers, lost, halved, spread, seed, (scenarios, 100, 1_000_000), sure)
        asked["sensitivity"] = sensitivity
        return Confidence._of(self._what_if("confidence", asked, horizon, effort, progress))

    @checked
    def simulate(
        self,
        horizon: Horizon | None = None,
        *,
        blitz: int | Sequence[int] = (),
        keep: float | None = None,
        starts: Sequence[tuple[date, int]] = (),
        most: bool = False,
        replies: Mapping[str, float] = {},
        answers: Literal["instantly", "sales_co"] = "instantly",
        lost: float = 0.0,
        halved: float = 0.0,
        spread: float = 0.0,
        seed: int = 1,
        scenarios: int = 100,
        effort: Literal["plan", "log"] = "plan",
        progress: Callable[[int, int], object] | None = None,
    ) -> Simulate:
        """What becomes of ways to start prospects, in the same drawn quarters: the days lived through, one after the other.

        The ways are the plan at the pace; follow-ups first, with new prospects in what is left of the day; and a `blitz`
        of so many on the first day, as many as the pace starts unless given. `keep` adds follow-ups first once more with
        that share of every block kept from new prospects, `most` the most over the horizon, and `starts` your own: days
        and how many. What is drawn is as in `confidence`.

        `progress` is told how many scenarios were lived through of how many. What it raises ends the question, as Ctrl-C
        does.

        Raises `ArgumentTypeError` or `ArgumentError` for an argument that is of another kind or cannot be,
        `PlanError` where the plan and the question do not go together.

        >>> from followthrough import Plan
        >>> told = Plan.read("docs/examples/worked/plan.toml").simulate(blitz=100, scenarios=20)
        >>> [(one.way, one.starts) for one in told.ways()]
        [('pace', 65.0), ('follow_ups_first', 93.25), ('blitz 100', 100.0)]
        """
        from ._forecasts import Simulate

        if keep is not None:
            share("keep", keep, all_of_it=True)
        for day, count in starts:
            if count > 100_000:
                raise wrong("starts", (day, count), "at most 100000 a day")
        several = [blitz] if isinstance(blitz, int) else list(blitz)
        for one in several:
            if one > 100_000:
                raise wrong("blitz", one, "at most 100000")
        asked = _drawn(replies, answers, lost, halved, spread, seed, (scenarios, 1, 100_000), ())
        ways = {"blitz": several, "keep": keep, "starts": list(starts), "most": most}
        return Simulate._of(self._what_if("simulate", asked | ways, horizon, effort, progress))
