"""What a plan answers to what-if questions: a cost, a trade, a confidence, a simulation. `_needs` has what something takes.

Each answer is the JSON that the command line prints, read into fields; what has many rows is a method that gives a
`Table`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from ._answers import Answer
from ._check import Part
from ._named import Named
from ._parts import Look, Span, Tree
from ._rows import table, values
from ._table import Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "Assumed",
    "Confidence",
    "Cost",
    "LengthTrade",
    "MeetingCost",
    "Moves",
    "PaceHolds",
    "Simulate",
    "SimulatedWay",
    "SimulatedWeek",
    "Starts",
    "SureNumber",
    "TouchTrade",
    "Trade",
]

MILLION = 1_000_000


def _share(given: int | None, zone: Any = None) -> float | None:
    return None if given is None else given / MILLION


def _hundredth(given: int, zone: Any = None) -> float:
    return given / 100


def _counted(key: str) -> dict[str, Any]:
    """Of a field that JSON has in millionths."""
    return {"key": key, "read": _share}


@dataclass(frozen=True, kw_only=True, slots=True)
class Starts(Part):
    """How many prospects a plan starts: what `fit` says of it.

    Attributes:
        number: The pace, in prospects a full week.
        bound: No pace is larger than this.
        every: One in so many weeks, where not even one a week can go on; None elsewhere.
        total: Starts over the horizon, at that pace.
        total_bound: No more can be started over the horizon at that pace.
        proved: Whether it is proved that pace and starts are the most.
    """

    number: int
    bound: int
    every: int | None
    total: int
    total_bound: int
    proved: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Assumed(Part):
    """One number that a forecast takes for granted, and where it comes from.

    Attributes:
        what: What it is about, such as `a call reaches somebody`.
        unit: A `share` of all, or the standard `deviation` of a logarithm.
        value: The number.
        origin: Whether the `plan`, the caller (`given`), the `log` or a `published` count says it, or `nothing` does.
        source: Who published it, of whom and when; or what was counted.
        n: How many were counted; None where that is not known.
        low: The lower end of its interval of 95 %; None where it was not counted here.
        high: The upper end of its interval of 95 %; None where it was not counted here.
    """

    what: str
    unit: Literal["share", "deviation"]
    value: float = field(metadata=_counted("millionths"))
    origin: Literal["plan", "given", "log", "published", "nothing"]
    source: str
    n: int | None
    low: float | None = field(metadata=_counted("low"))
    high: float | None = field(metadata=_counted("high"))


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingCost(Part):
    """What one meeting costs: what is started without it less what is started with it.

    `number`, `bound`, `every`, `total`, `total_bound` and `proved` are those of the plan without it; of a proposed meeting
    those of the plan with it.

    Attributes:
        title: What it is called.
        place: Where it stands, such as `busy.ics:34`; None where no file has it.
        proposed: Whether it is only asked about, and was priced by adding it.
        weekdays: On which days of the week it takes place; empty where it takes whole days alone.
        begins: When it begins on the plan's clock, most often; None where it takes whole days alone.
        length: How long it is then; None where it takes whole days alone.
        times: How often it takes place over the horizon.
        first: The day of its first occurrence over the horizon; None where it takes whole days alone.
        days: The days away that it makes.
        taken: What it takes from blocks over the horizon, by category.
        per_week: Prospects a full week that it costs.
        over_horizon: Prospects over the horizon that it costs.
        exact: Whether these two are exact: what is started is proved to be the most, with and without it.
        number: The pace, in prospects a full week.
        bound: No pace is larger than this.
        every: One in so many weeks, where not even one a week can go on; None elsewhere.
        total: Starts over the horizon, at that pace.
        total_bound: No more can be started over the horizon at that pace.
        proved: Whether it is proved that pace and starts are the most.
        free_at: The nearest clock time at which it would cost nothing; None where there is none or it costs nothing.
        free_on: The day of its first occurrence then; None where there is no such time.
        free_beside_blocks: Whether it takes no time from any block then; None where there is no such time.
    """

    title: str
    place: str | None
    proposed: bool
    weekdays: tuple[str, ...]
    begins: time | None
    length: timedelta | None
    times: int
    first: date | None
    days: tuple[Span, ...]
    taken: Named[str, timedelta]
    per_week: int
    over_horizon: int
    exact: bool
    number: int
    bound: int
    every: int | None
    total: int
    total_bound: int
    proved: bool
    free_at: time | None
    free_on: date | None
    free_beside_blocks: bool | None

    @classmethod
    def _of(cls, tree: Tree) -> MeetingCost:
        rhythm, slot = tree["rhythm"] or {}, tree["slot"] or {}
        flat: dict[str, Any] = {
            **tree,
            "place": tree.get("place"),
            "weekdays": rhythm.get("days", ()),
            "begins": rhythm.get("start"),
            "length": rhythm.get("seconds"),
            "times": rhythm.get("times", 0),
            "first": rhythm.get("first"),
            "free_at": slot.get("start"),
            "free_on": slot.get("first"),
            "free_beside_blocks": slot.get("beside_blocks"),
        }
        return cls(**values(cls, flat))


@dataclass(frozen=True, init=False, slots=True, eq=False, repr=False)
class Cost(Answer):
    """What the meetings of a plan cost, in prospects. `meetings()` has each, the dearest first.

    Attributes:
        horizon: The days on which starts are counted.
        with_all: What is started with all meetings.
        without_any: What is started without any meeting that is on the calendar.
        beside: How many meetings lie outside of all blocks, and so cost nothing.
        effort: How long touches take: as the `plan` says, or as the `log` does.
    """

    horizon: Look
    with_all: Starts
    without_any: Starts
    beside: int
    effort: Literal["plan", "log"]

    _TOLD: ClassVar[tuple[str, ...]] = ("beside",)

    def _short(self) -> list[tuple[str, object]]:
        return [("meetings", len(self.meetings())), ("total", self.with_all.total)]

    def meetings(self) -> Table[MeetingCost]:
        """Each meeting that takes time from blocks, or days: the dearest first.

        >>> from followthrough import Plan
        >>> cost = Plan.read("docs/examples/solo/plan.toml").cost()
        >>> dearest = cost.meetings()[0]
        >>> dearest.title, dearest.over_horizon
        ('On site, Tidewrack Marina (two days)', 2)
        """
        return self._table(MeetingCost, self._tree["meetings"])

    def plot(self) -> Figure:
        """A picture: a bar for each meeting, as long as what it costs over the horizon.

        Needs matplotlib: `pip install followthrough[plot]`. Raises `ImportError` where it is not installed.

        >>> from followthrough import Plan
        >>> len(Plan.read("docs/examples/solo/plan.toml").cost().plot().axes)
        1
        """
        from ._forecast_plots import cost

        return cost(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class LengthTrade(Part):
    """What cadences of one length bring.

    Attributes:
        touches: No cadence has more touches than this.
        as_planned: Whether it is the plan as it is.
        length: The time that one prospect takes, prep included, in the mean of the mix, where nobody answers.
        number: The pace, in prospects a full week.
        bound: No pace is larger than this.
        every: One in so many weeks, where not even one a week can go on; None elsewhere.
        total: Starts over the horizon, at that pace.
        total_bound: No more can be started over the horizon at that pace.
        proved: Whether it is proved that pace and starts are the most.
        answers: Answers that they bring in the end, to a tenth.
    """

    touches: int
    as_planned: bool
    length: timedelta = field(metadata={"key": "seconds"})
    number: int
    bound: int
    every: int | None
    total: int
    total_bound: int
    proved: bool
    answers: float


@dataclass(frozen=True, kw_only=True, slots=True)
class TouchTrade(Part):
    """What one touch is worth: the plan without it.

    Attributes:
        cadence: Whose touch it is.
        touch: Its number, from 1.
        channel: How it is made.
        message: What it says; None where the plan does not say.
        category: The category whose time it takes; None where it takes none.
        length: How long it takes.
        number: The pace without it, in prospects a full week.
        bound: No pace is larger than this.
        every: One in so many weeks, where not even one a week can go on; None elsewhere.
        total: Starts over the horizon without it.
        total_bound: No more can be started over the horizon at that pace.
        proved: Whether it is proved that pace and starts are the most.
        answers: Answers that those who are started bring without it, to a tenth.
        free: Whether no more prospects can be started without it: it takes no time that anybody misses.
    """

    cadence: str
    touch: int
    channel: str
    message: str | None
    category: str | None
    length: timedelta = field(metadata={"key": "seconds"})
    number: int
    bound: int
    every: int | None
    total: int
    total_bound: int
    proved: bool
    answers: float
    free: bool


class _Assuming(Answer):
    """What answers have in common that take numbers for granted."""

    __slots__ = ()

    def assumptions(self) -> Table[Assumed]:
        """What was taken for granted, each number once, with its origin.

        >>> from followthrough import Plan
        >>> trade = Plan.read("docs/examples/worked/plan.toml").trade()
        >>> [(one.what, one.value, one.origin) for one in trade.assumptions()]
        [('a call reaches somebody', 0.054, 'published')]
        """
        return self._table(Assumed, self._tree["assumptions"])


@dataclass(frozen=True, init=False, slots=True, eq=False, repr=False)
class Trade(_Assuming):
    """What the length of cadences is worth: touches against starts and answers.

    Attributes:
        horizon: The days on which starts are counted.
        effort: How long touches take: as the `plan` says, or as the `log` does.
    """

    horizon: Look
    effort: Literal["plan", "log"]

    def _short(self) -> list[tuple[str, object]]:
        return [("lengths", len(self.lengths())), ("touches", len(self.touches()))]

    def lengths(self) -> Table[LengthTrade]:
        """The plan as it is, and with its cadences cut after every number of touches: the longest first.

        >>> from followthrough import Plan
        >>> trade = Plan.read("docs/examples/worked/plan.toml").trade()
        >>> [(one.touches, one.number) for one in trade.lengths()]
        [(6, 5), (5, 6), (4, 7), (3, 10), (2, 15), (1, 30)]
        """
        return self._table(LengthTrade, self._tree["lengths"])

    def touches(self) -> Table[TouchTrade]:
        """Every touch left out alone, in the order of the cadences.

        >>> from followthrough import Plan
        >>> trade = Plan.read("docs/examples/worked/plan.toml").trade()
        >>> any(one.free for one in trade.touches())
        False
        """
        return self._table(TouchTrade, self._tree["touches"])

    def plot(self) -> Figure:
        """A picture: starts and answers over the horizon for every length of the cadences.

        Needs matplotlib: `pip install followthrough[plot]`. Raises `ImportError` where it is not installed.

        >>> from followthrough import Plan
        >>> len(Plan.read("docs/examples/worked/plan.toml").trade().plot().axes)
        2
        """
        from ._forecast_plots import trade

        return trade(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class SureNumber(Part):
    """The largest pace that holds in a share of the scenarios, with the span in which more scenarios would have it.

    Attributes:
        share: How sure: the share of the scenarios.
        number: The largest pace at which every promise is kept in so many, in prospects a full week; 0 where none is.
        low: The lower end of its interval of 95 %.
        high: The upper end of its interval of 95 %.
        kept98: The largest pace at which at least 98 of 100 promises are kept in so many.
        kept98_low: The lower end of its interval of 95 %.
        kept98_high: The upper end of its interval of 95 %.
    """

    share: float
    number: int
    low: int
    high: int
    kept98: int
    kept98_low: int
    kept98_high: int

    @classmethod
    def _of(cls, tree: Tree) -> SureNumber:
        bent = {"kept98" if name == "number" else f"kept98_{name}": one for name, one in tree["kept98"].items()}
        return cls(share=tree["millionths"] / MILLION, **tree["strict"], **bent)


@dataclass(frozen=True, kw_only=True, slots=True)
class PaceHolds(Part):
    """In how many scenarios a pace holds.

    Attributes:
        number: The pace, in prospects a full week.
        strict: In how many every promise is kept.
        kept98: In how many at least 98 of 100 are.
    """

    number: int
    strict: int
    kept98: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Moves(Part):
    """What becomes of a number when one thing that is taken for granted is another.

    Attributes:
        what: What is moved, such as `a call reaches somebody`.
        counted: Whether it is moved over its own interval of 95 %; else from half of it to twice as much.
        from_: From what.
        to: To what.
        at_from: The number at the lower end, in prospects a full week.
        at_to: The number at the upper end.
    """

    what: str
    counted: bool
    from_: float = field(metadata=_counted("from"))
    to: float = field(metadata=_counted("to"))
    at_from: int
    at_to: int


@dataclass(frozen=True, init=False, slots=True, eq=False, repr=False)
class Confidence(_Assuming):
    """In how many drawn scenarios each pace holds.

    Attributes:
        horizon: The days on which prospects are started.
        pace: The pace if nobody answers and no day is lost.
        every: One in so many weeks, where not even one a week can go on, and it is that pace that is asked about; None
            elsewhere.
        seed: Where draws begin.
        scenarios: How many scenarios were drawn.
        kept_in_bad: At the pace, where not every promise is kept: the share that is in the middle one of these
            scenarios; None where every promise is kept in all.
        answers: At the pace: answers that bring work, in the mean scenario.
        answers_waiting: How many of them wait for that work longer than its window.
        to: The last day that was looked at.
        effort: How long touches take in the mean: as the `plan` says, or as the `log` does.
    """

    horizon: Look
    pace: int
    every: int | None
    seed: int
    scenarios: int
    kept_in_bad: float | None = field(metadata=_counted("kept_in_bad"))
    answers: float = field(metadata={"read": _hundredth})
    answers_waiting: float = field(metadata={"read": _hundredth})
    to: date
    effort: Literal["plan", "log"]

    _TOLD: ClassVar[tuple[str, ...]] = ("pace", "every", "scenarios", "seed")

    def levels(self) -> Table[SureNumber]:
        """The number at each level asked for.

        >>> from followthrough import Plan
        >>> told = Plan.read("docs/examples/worked/plan.toml").confidence(scenarios=100, sure=[0.9])
        >>> [(one.share, one.number >= 5) for one in told.levels()]
        [(0.9, True)]
        """
        return self._table(SureNumber, self._tree["levels"])

    def paces(self) -> Table[PaceHolds]:
        """Every pace that holds in some scenarios and not in others, with one more on either side.

        >>> from followthrough import Plan
        >>> told = Plan.read("docs/examples/worked/plan.toml").confidence(scenarios=100)
        >>> [one.strict for one in told.paces() if one.number == told.pace]
        [100]
        """
        return self._table(PaceHolds, self._tree["paces"])

    def moves(self) -> Table[Moves]:
        """How far the number moves when each assumption does, the largest move first; empty unless asked for.

        >>> from followthrough import Plan
        >>> told = Plan.read("docs/examples/worked/plan.toml").confidence(scenarios=100, lost=0.05, sensitivity=0.8)
        >>> [(one.what, one.from_, one.to) for one in told.moves()][0]
        ('a call reaches somebody', 0.027, 0.108)
        """
        return self._table(Moves, self._tree["moves"])

    def plot(self) -> Figure:
        """A picture: twenty dots for every pace, one a twentieth of the scenarios, filled where every promise is kept.

        Needs matplotlib: `pip install followthrough[plot]`. Raises `ImportError` where it is not installed.

        >>> from followthrough import Plan
        >>> told = Plan.read("docs/examples/worked/plan.toml").confidence(scenarios=100, lost=0.05)
        >>> len(told.plot().axes)
        1
        """
        from ._forecast_plots import confidence

        return confidence(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class SimulatedWay(Part):
    """What became of a way to start prospects, in the mean scenario.

    Attributes:
        way: The way: `pace`, `max`, `follow_ups_first`, `blitz 100` and `own`; where a share of every block is kept from
            new prospects, `follow_ups_first 10` of 100.
        starts: Prospects started.
        kept: Touches made in their windows, those to prospects in flight included.
        late: Touches made after their windows.
        dropped: Touches that were never made.
        answered: Prospects who answered.
        finished: Prospects who were made every touch without an answer.
        by_category: The time that touches, prep and answers took, by category.
        wasted: The part of it that went to prospects who were not made every touch.
        longest_silence: The most days between two touches of one prospect, of all scenarios.
    """

    way: str
    starts: float
    kept: float
    late: float
    dropped: float
    answered: float
    finished: float
    by_category: Named[str, timedelta]
    wasted: timedelta
    longest_silence: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SimulatedWeek(Part):
    """What became of those who were started in one week in one way, in the mean scenario.

    Attributes:
        way: The way, as in `SimulatedWay`.
        from_: The first day of the week.
        starts: Prospects started.
        kept: Of their touches those made in their windows.
        late: Of their touches those made after their windows.
        dropped: Of their touches those that were never made.
    """

    way: str
    from_: date
    starts: float
    kept: float
    late: float
    dropped: float


def _way(approach: Any) -> str:
    if isinstance(approach, str):
        return approach
    ((kind, count),) = approach.items()
    return kind if kind == "own" or (kind, count) == ("follow_ups_first", 0) else f"{kind} {count}"


@dataclass(frozen=True, init=False, slots=True, eq=False, repr=False)
class Simulate(_Assuming):
    """What became of several ways to start prospects, in the same scenarios.

    Attributes:
        horizon: The days on which prospects are started.
        seed: Where draws begin.
        scenarios: How many scenarios were lived through.
        effort: How long touches take in the mean: as the `plan` says, or as the `log` does.
    """

    horizon: Look
    seed: int
    scenarios: int
    effort: Literal["plan", "log"]

    _TOLD: ClassVar[tuple[str, ...]] = ("scenarios", "seed")

    def _mean(self, tree: Tree, names: Iterable[str]) -> dict[str, float]:
        return {name: tree[name] / self.scenarios for name in names}

    def ways(self) -> Table[SimulatedWay]:
        """Each way, in the order asked.

        >>> from followthrough import Plan
        >>> told = Plan.read("docs/examples/worked/plan.toml").simulate(blitz=100, scenarios=10)
        >>> [(one.way, one.late > 0) for one in told.ways()]
        [('pace', False), ('follow_ups_first', False), ('blitz 100', True)]
        """
        def length(seconds: int) -> timedelta:
            return timedelta(seconds=round(seconds / self.scenarios))

        rows = [
            SimulatedWay(
                way=_way(run["approach"]),
                by_category=Named({name: length(seconds) for name, seconds in run["seconds"].items()}),
                wasted=length(run["wasted"]),
                longest_silence=run["longest_silence"],
                **self._mean(run, ("starts", "kept", "late", "dropped", "answered", "finished")),
            )
            for run in self._tree["runs"]
        ]
        return table(SimulatedWay, rows)

    def weeks(self) -> Table[SimulatedWeek]:
        """Each way, week by week of the starts.

        >>> from followthrough import Plan
        >>> told = Plan.read("docs/examples/worked/plan.toml").simulate(blitz=100, scenarios=10)
        >>> [week.starts for week in told.weeks() if week.way == "pace"][:3]
        [5.0, 5.0, 5.0]
        """
        rows = [
            SimulatedWeek(
                way=_way(run["approach"]),
                from_=date.fromisoformat(week["from"]),
                **self._mean(week, ("starts", "kept", "late", "dropped")),
            )
            for run in self._tree["runs"]
            for week in run["weeks"]
        ]
        return table(SimulatedWeek, rows)

    def plot(self) -> Figure:
        """A picture: for each way the touches of those who were started in each week, kept, late and never made.

        Needs matplotlib: `pip install followthrough[plot]`. Raises `ImportError` where it is not installed.

        >>> from followthrough import Plan
        >>> told = Plan.read("docs/examples/worked/plan.toml").simulate(blitz=100, scenarios=10)
        >>> len(told.plot().axes)
        3
        """
        from ._forecast_plots import simulate

        return simulate(self)
