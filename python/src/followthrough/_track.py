"""What a log of touches says: the state that results, the list of a day, what moved, what is overdue, promises kept.

Each answer is the JSON that the command line prints, read into fields; what has many rows is a method that gives a
`Table`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from ._answers import Answer, _Bare
from ._check import Part
from ._named import Named
from ._parts import Span, Tree, Work
from ._table import Table

__all__ = [
    "Adherence",
    "AtTouch",
    "BrokenPromise",
    "CatchUp",
    "CatchUpItem",
    "Count",
    "Disagreement",
    "Effort",
    "Group",
    "LedgerLine",
    "Move",
    "Orphan",
    "ProspectState",
    "Replan",
    "Silence",
    "State",
    "Stranger",
    "Today",
    "TodayItem",
    "Track",
    "UnknownOutcome",
]

class Tracked(Answer):
    """What the answers about a log have in common."""

    __slots__ = ()

    def _short(self) -> list[tuple[str, object]]:
        return [("first_day", _Bare(self.plan.first_day.isoformat()))]


@dataclass(frozen=True, kw_only=True, slots=True)
class ProspectState(Part):
    """A row of the pipeline with what the log knows beyond it. `made` are touches made ahead of `next_touch`.

    Attributes:
        id: The id of the prospect in the pipeline.
        name: What people call it; the id where nobody gave a name.
        cadence: The name of the cadence.
        stage: The stage, one of those of `Prospect`.
        next_touch: The number of the touch that is owed next; None where none is.
        due: The last day on which it keeps the promise; None where nothing is owed.
        last_touch: The day of the last touch; None where none was made.
        started: The day of touch 1; None where nobody knows.
    """

    id: str
    name: str
    cadence: str
    stage: str
    next_touch: int | None
    due: date | None
    last_touch: date | None
    started: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Disagreement(Part):
    """Where log and pipeline contradict each other: the log is `beyond` the row, `skips` a touch, or the row `goes_on`.

    Attributes:
        id: The id of the prospect in the pipeline.
        date: The day of the touch in the log.
        touch: The number of the touch in the log; None where it has none.
        row_next_touch: The next touch that the pipeline has; None where it has none.
        kind: How they contradict each other, as above.
    """

    id: str
    date: date
    touch: int | None
    row_next_touch: int | None
    kind: Literal["beyond", "skips", "goes_on"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Stranger(Part):
    """A prospect that only the log knows and whose last outcome goes on.

    Attributes:
        id: The id of the prospect in the pipeline.
        name: What people call it; the id where nobody gave a name.
        last: The day of the last touch in the log.
        outcome: What came of that touch.
    """

    id: str
    name: str
    last: date
    outcome: str


@dataclass(frozen=True, kw_only=True, slots=True)
class UnknownOutcome(Part):
    """A word for an outcome that means nothing here, and how often it occurs. Its touches count.

    Attributes:
        word: The word.
        count: How often it occurs.
    """

    word: str
    count: int


@dataclass(frozen=True, init=False, slots=True, eq=False, repr=False)
class State(Tracked):
    """The pipeline with what the log knows beyond it, which every other question is asked of.

    Attributes:
        disagreements: Where log and pipeline contradict each other, by id.
        unknown_outcomes: Words for outcomes that mean nothing here.
        strangers: Prospects that only the log knows and whose last outcome goes on.
    """

    disagreements: tuple[Disagreement, ...]
    unknown_outcomes: tuple[UnknownOutcome, ...]
    strangers: tuple[Stranger, ...]

    def prospects(self) -> Table[ProspectState]:
        """The rows, in the order of the pipeline.

        >>> from followthrough import Plan
        >>> plan = Plan.read("docs/examples/sdr/plan.toml")
        >>> len(plan.state().prospects())
        63
        """
        return self._table(ProspectState, self._tree["prospects"])


@dataclass(frozen=True, kw_only=True, slots=True)
class TodayItem(Part):
    """One thing to do: `left`, `done`, `new` since the morning, or `gone`, with why where it is not simply left.

    Attributes:
        status: `left`, `done`, `new` since the morning, or `gone`.
        why: Why it is not simply left; empty where it is.
        id: The id of the prospect; None for a new prospect that is nobody in particular.
        name: What people call it; the id where nobody gave a name.
        cadence: The name of the cadence.
        work: `prep`, `touch`, or `reply`: the work that an answer brings.
        touch: The number of the touch, from 1; None for prep and for the work of an answer.
        touches: How many touches the cadence promises.
        channel: The channel, such as `call`; None where there is none.
        category: The category of dedicated time.
        message: The message of the touch; None where the cadence names none.
        starts: Whether the prospect is started with it.
        at: When it begins, on the plan's clock; None where it is in no block.
        block: The block in which it is made; None where it is in none.
        effort: How long it takes.
        closes: The last day that keeps the promise.
        reason: Why it stands where it stands, in words.
        note: What the pipeline notes of the prospect; None where it notes nothing.
    """

    status: Literal["left", "done", "new", "gone"]
    why: str
    id: str | None
    name: str
    cadence: str
    work: Work
    touch: int | None
    touches: int
    channel: str | None
    category: str
    message: str | None
    starts: bool
    at: datetime | None
    block: str | None
    effort: timedelta
    closes: date
    reason: str
    note: str | None


@dataclass(frozen=True, init=False, slots=True, eq=False, repr=False)
class Today(Tracked):
    """The list of the morning, and how far it is: `done` of `total` things, the time `left` of what was `planned`.

    Attributes:
        date: The day of the list.
        done: Things that are done.
        total: Things on the list.
        left: Time that what is left takes.
        planned: Time that the whole list takes.
    """

    date: date
    done: int
    total: int
    left: timedelta
    planned: timedelta

    def items(self) -> Table[TodayItem]:
        """The list, in order: the morning's, then what came since.

        >>> from followthrough import Plan
        >>> plan = Plan.read("docs/examples/sdr/plan.toml")
        >>> len(plan.today().items())
        25
        """
        return self._table(TodayItem, self._tree["items"])


@dataclass(frozen=True, kw_only=True, slots=True)
class Move(Part):
    """A touch that stood on one day (`was`, in a block) and stands on another (`now`), and why.

    Attributes:
        id: The id of the prospect in the pipeline.
        name: What people call it; the id where nobody gave a name.
        work: `prep`, `touch`, or `reply`: the work that an answer brings.
        touch: The number of the touch, from 1; None for prep and for the work of an answer.
        promised: Whether it is a promise, and not a start that was planned.
        was: The day on which it stood; None where it is new.
        was_block: The block in which it stood; None where it is new or was in none.
        now: The day on which it stands; None where it is owed no more.
        now_block: The block in which it stands; None where it is in none.
        why: Why it moved, in words.
    """

    id: str
    name: str
    work: Work
    touch: int | None
    promised: bool
    was: date | None
    was_block: str | None
    now: date | None
    now_block: str | None
    why: str


def _moved(trees: Iterable[Tree]) -> list[Tree]:
    """Moves with their places beside the rest."""
    flat: list[Tree] = []
    for tree in trees:
        was, now = tree["was"] or {}, tree["now"] or {}
        places = {"was": was.get("date"), "was_block": was.get("block")}
        places |= {"now": now.get("date"), "now_block": now.get("block")}
        flat.append({**tree, **places})
    return flat


@dataclass(frozen=True, init=False, slots=True, eq=False, repr=False)
class Replan(Tracked):
    """What today's plan changes of the one that stood on the morning of `since`: what is not in a table was `kept`.

    Attributes:
        since: The morning that is compared with.
        date: The day of the plan.
        kept: Touches that stay where they were.
    """

    since: date
    date: date
    kept: int

    def moves(self) -> Table[Move]:
        """What stands elsewhere now.

        >>> from followthrough import Plan
        >>> plan = Plan.read("docs/examples/sdr/plan.toml")
        >>> len(plan.replan().moves())
        138
        """
        return self._table(Move, _moved(self._tree["moves"]))

    def gone(self) -> Table[Move]:
        """What is owed no more.

        >>> from followthrough import Plan
        >>> plan = Plan.read("docs/examples/sdr/plan.toml")
        >>> len(plan.replan().gone())
        0
        """
        return self._table(Move, _moved(self._tree["gone"]))

    def new(self) -> Table[Move]:
        """What was not planned before.

        >>> from followthrough import Plan
        >>> plan = Plan.read("docs/examples/sdr/plan.toml")
        >>> len(plan.replan().new())
        0
        """
        return self._table(Move, _moved(self._tree["new"]))


@dataclass(frozen=True, kw_only=True, slots=True)
class CatchUpItem(Part):
    """One thing that is overdue since a day, and the day on which it is to be made.

    Attributes:
        id: The id of the prospect in the pipeline.
        name: What people call it; the id where nobody gave a name.
        touch: The number of the touch, from 1; None for prep and for the work of an answer.
        since: The day on which its window closed undone.
        date: The day on which it is to be made; None where it has no place.
        block: The block in which it is made; None where it is in none.
    """

    id: str
    name: str
    touch: int | None
    since: date
    date: date | None
    block: str | None


@dataclass(frozen=True, init=False, slots=True, eq=False, repr=False)
class CatchUp(Tracked):
    """What is overdue, and when it is made up for.

    Making up for what is overdue costs `starts_without` less `starts` new prospects by `until`. `let_go` is whom `triage`
    lets go, where something finds no place by then.

    Attributes:
        until: The day by which it is to be made up for.
        starts: New prospects that can be started by then.
        starts_without: New prospects that could be, were nothing overdue.
        let_go: Ids of those whom `triage` lets go; empty where everything finds its place.
    """

    until: date
    starts: int
    starts_without: int
    let_go: tuple[str, ...]

    def items(self) -> Table[CatchUpItem]:
        """What finds its place by then, by day.

        >>> from followthrough import Plan
        >>> plan = Plan.read("docs/examples/sdr/plan.toml")
        >>> len(plan.catch_up().items())
        2
        """
        return self._table(CatchUpItem, self._tree["items"])

    def left(self) -> Table[CatchUpItem]:
        """What finds none by then.

        >>> from followthrough import Plan
        >>> plan = Plan.read("docs/examples/sdr/plan.toml")
        >>> len(plan.catch_up().left())
        0
        """
        return self._table(CatchUpItem, self._tree["left"])


@dataclass(frozen=True, kw_only=True, slots=True)
class Count(Part):
    """How many prospects met which fate: `started` is the sum of the others.

    Attributes:
        started: Prospects started: the sum of the others.
        finished: Prospects who got every touch.
        answered: Prospects who answered.
        let_go: Prospects who were let go before their cadence ended.
        broken: Prospects to whom a promise was broken.
        in_flight: Prospects whose cadence goes on.
    """

    started: int
    finished: int
    answered: int
    let_go: int
    broken: int
    in_flight: int


@dataclass(frozen=True, kw_only=True, slots=True)
class LedgerLine(Part):
    """One week's starts on one cadence, and what became of them.

    Attributes:
        week: The first day of the week in which they were started.
        cadence: The name of the cadence; None where nobody knows.
        started: Prospects started.
        finished: Prospects who got every touch.
        answered: Prospects who answered.
        let_go: Prospects who were let go before their cadence ended.
        broken: Prospects to whom a promise was broken.
        in_flight: Prospects whose cadence goes on.
    """

    week: date
    cadence: str | None
    started: int
    finished: int
    answered: int
    let_go: int
    broken: int
    in_flight: int


@dataclass(frozen=True, kw_only=True, slots=True)
class BrokenPromise(Part):
    """A promise that was not kept: the touch whose window closed undone first, and the cause.

    The cause is `held_up` by the work before it, `away`, `block_lost` to other events, `over_promised` at its start, or
    `not_done` though its block was there.

    Attributes:
        id: The id of the prospect in the pipeline.
        cadence: The name of the cadence; None where nobody knows.
        touch: The number of the touch whose window closed undone first.
        window: The days on which it keeps the promise, both included.
        made: The day on which it was made after all; None where it was not.
        cause: The cause, one of those above.
    """

    id: str
    cadence: str | None
    touch: int
    window: Span
    made: date | None
    cause: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Adherence(Part):
    """One week of one category: time in blocks, of it kept free of other events, and logged as used.

    Attributes:
        week: The first day of the week.
        category: The category of dedicated time.
        blocked: Time of the blocks as they are planned.
        kept: Time of the blocks that no other event took.
        logged: Time that the log says was used.
    """

    week: date
    category: str
    blocked: timedelta
    kept: timedelta
    logged: timedelta


@dataclass(frozen=True, kw_only=True, slots=True)
class Effort(Part):
    """How long one kind of work takes, in seconds: the mean with its interval of 95 %, and what the plan takes for it.

    Attributes:
        work: `prep`, `touch`, or `reply`: the work that an answer brings.
        channel: The channel; None for prep and for the work of an answer.
        cadence: The cadence; None where all are counted together.
        touch: The number of the touch; None where all are counted together.
        count: How often it was logged.
        mean: The mean in seconds.
        low: The lower end of the interval of 95 % for the mean, in seconds.
        high: The upper end of that interval, in seconds.
        median: The median in seconds.
        planned: What the plan takes for it, in seconds; None where it does not say.
    """

    work: Work
    channel: str | None
    cadence: str | None
    touch: int | None
    count: int
    mean: float
    low: float
    high: float
    median: float
    planned: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Group(Part):
    """Tries told apart `by` variant, hour, weekday, channel or touch: how many were answered, and what that says.

    The verdict is `better` or `worse` than all others, or `open`: then `more` tries would tell, if there is anything to.

    Attributes:
        by: What the groups are told apart by.
        label: The group, such as `09:00` or `call`.
        tries: Touches made.
        answers: Touches that were answered.
        rate: The share that was answered, from 0 to 1.
        low: The lower end of the interval of 95 %.
        high: The upper end of the interval of 95 %.
        p: How likely the difference is chance, from 0 to 1.
        verdict: `better` or `worse` than all others, or `open`.
        more: Tries that would tell, where it is open; None elsewhere.
    """

    by: str
    label: str
    tries: int
    answers: int
    rate: float
    low: float
    high: float
    p: float
    verdict: Literal["better", "worse", "open"]
    more: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Silence(Part):
    """A prospect to whom something is owed: workdays since the last touch, workdays late, and who has to act (`turn`).

    Attributes:
        id: The id of the prospect in the pipeline.
        name: What people call it; the id where nobody gave a name.
        owner: Whose prospect it is; None where nobody is named.
        touch: The number of the touch that is owed; None where it is the work of an answer.
        last: The day of the last touch in the log; None where there is none.
        silent: Workdays since the last touch.
        closes: The last day that keeps the promise; None where nobody knows.
        late: Workdays past that day.
        turn: Who has to act: the `rep`, the `manager`, or whoever hands the prospect to another rep (`reassign`); None
            while nobody has to.
    """

    id: str
    name: str
    owner: str | None
    touch: int | None
    last: date | None
    silent: int
    closes: date | None
    late: int
    turn: Literal["rep", "manager", "reassign"] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Orphan(Part):
    """A prospect that was started and to whom nothing is owed, without an answer or an end.

    Attributes:
        id: The id of the prospect in the pipeline.
        name: What people call it; the id where nobody gave a name.
        last: The day of the last touch in the log; None where there is none.
        in_pipeline: Whether the pipeline has the prospect.
    """

    id: str
    name: str
    last: date | None
    in_pipeline: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class AtTouch(Part):
    """What came of the touches of one number.

    Attributes:
        touch: The number of the touch, from 1.
        made: How often it was made.
        answered: How many answered it.
        given_up: How many were given up after it.
    """

    touch: int
    made: int
    answered: int
    given_up: int


@dataclass(frozen=True, init=False, slots=True, eq=False, repr=False)
class Track(Tracked):
    """Everything that a log says: promises kept and broken, where the time went, what brings answers.

    `kept_rate` is the share of promises kept of those that are settled; None where none is. `causes` is how often each
    cause of a broken promise occurs, `wasted` touches made to prospects who were given up later.

    Attributes:
        days: The first and the last day of the log; None where it is empty.
        total: What became of those started.
        kept_rate: The share of promises kept of those that are settled, from 0 to 1; None where none is.
        causes: How often each cause of a broken promise occurs.
        let_go: How often prospects were let go, by outcome.
        wasted: Touches made to prospects who were given up later.
        disagreements: Where log and pipeline contradict each other, by id.
        unknown_outcomes: Words for outcomes that mean nothing here.
        strangers: Prospects that only the log knows and whose last outcome goes on.
    """

    days: tuple[date, date] | None
    total: Count
    kept_rate: float | None
    causes: Named[str, int]
    let_go: Named[str, int]
    wasted: int
    disagreements: tuple[Disagreement, ...]
    unknown_outcomes: tuple[UnknownOutcome, ...]
    strangers: tuple[Stranger, ...]

    @classmethod
    def _fields(cls, tree: Tree, zone: ZoneInfo) -> dict[str, Any]:
        ledger = tree["ledger"]
        told = {name: ledger[name] for name in ("total", "kept_rate", "let_go")}
        return super(Track, cls)._fields({**tree, **told, "causes": dict(ledger["causes"])}, zone)

    def ledger(self) -> Table[LedgerLine]:
        """By week of start and cadence.

        >>> from followthrough import Plan
        >>> plan = Plan.read("docs/examples/sdr/plan.toml")
        >>> len(plan.track().ledger())
        12
        """
        return self._table(LedgerLine, self._tree["ledger"]["lines"])

    def broken(self) -> Table[BrokenPromise]:
        """Promises that were not kept, by the day on which the window closed.

        >>> from followthrough import Plan
        >>> plan = Plan.read("docs/examples/sdr/plan.toml")
        >>> len(plan.track().broken())
        9
        """
        rows = self._tree["ledger"]["broken"]
        return self._table(BrokenPromise, ({**row, "cause": row["cause"]["kind"]} for row in rows))

    def adherence(self) -> Table[Adherence]:
        """Time blocked, kept and logged, by week and category.

        >>> from followthrough import Plan
        >>> plan = Plan.read("docs/examples/sdr/plan.toml")
        >>> len(plan.track().adherence())
        18
        """
        return self._table(Adherence, self._tree["adherence"])

    def effort(self) -> Table[Effort]:
        """How long touches take.

        >>> from followthrough import Plan
        >>> plan = Plan.read("docs/examples/sdr/plan.toml")
        >>> len(plan.track().effort())
        25
        """
        return self._table(Effort, self._tree["effort"])

    def experiments(self) -> Table[Group]:
        """Which way of touching brings answers.

        >>> from followthrough import Plan
        >>> plan = Plan.read("docs/examples/sdr/plan.toml")
        >>> len(plan.track().experiments())
        29
        """
        trees = self._tree["experiments"]
        return self._table(Group, ({**group, "by": tree["by"]} for tree in trees for group in tree["groups"]))

    def silences(self) -> Table[Silence]:
        """Those to whom something is owed, the one that waits longest past its day first.

        >>> from followthrough import Plan
        >>> plan = Plan.read("docs/examples/sdr/plan.toml")
        >>> len(plan.track().silences())
        42
        """
        return self._table(Silence, self._tree["silences"])

    def orphans(self) -> Table[Orphan]:
        """Those to whom nothing is owed, without an answer or an end.

        >>> from followthrough import Plan
        >>> plan = Plan.read("docs/examples/sdr/plan.toml")
        >>> len(plan.track().orphans())
        3
        """
        return self._table(Orphan, self._tree["orphans"])

    def at_touch(self) -> Table[AtTouch]:
        """What came of touches, by their number.

        >>> from followthrough import Plan
        >>> plan = Plan.read("docs/examples/sdr/plan.toml")
        >>> len(plan.track().at_touch())
        10
        """
        return self._table(AtTouch, self._tree["at_touch"])
