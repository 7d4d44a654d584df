"""What a log of touches says: the state that results, the list of a day, what moved, what is overdue, promises kept.

Each answer is the JSON that the command line prints, read into fields; what has many rows is a method that gives a
`Table`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from os import PathLike
from typing import Any, Literal
from zoneinfo import ZoneInfo

from ._answers import Answer, _Bare
from ._check import at_least, refused, settle, whole_length, wrong
from ._named import Named
from ._parts import Span, Tree, Work, whole
from ._rows import read
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
class ProspectState:
    """A row of the pipeline with what the log knows beyond it. `made` are touches made ahead of `next_touch`."""

    id: str
    name: str
    cadence: str
    stage: str
    next_touch: int | None
    due: date | None
    last_touch: date | None
    started: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Disagreement:
    """Where log and pipeline contradict each other: the log is `beyond` the row, `skips` a touch, or the row `goes_on`."""

    id: str
    date: date
    touch: int | None
    row_next_touch: int | None
    kind: Literal["beyond", "skips", "goes_on"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Stranger:
    """A prospect that only the log knows and whose last outcome goes on."""

    id: str
    name: str
    last: date
    outcome: str


@dataclass(frozen=True, kw_only=True, slots=True)
class UnknownOutcome:
    """A word for an outcome that means nothing here, and how often it occurs. Its touches count."""

    word: str
    count: int


@dataclass(frozen=True, kw_only=True, slots=True, eq=False, repr=False)
class State(Tracked):
    """The pipeline with what the log knows beyond it, which every other question is asked of."""

    disagreements: tuple[Disagreement, ...]
    unknown_outcomes: tuple[UnknownOutcome, ...]
    strangers: tuple[Stranger, ...]

    def prospects(self) -> Table[ProspectState]:
        """The rows, in the order of the pipeline."""
        return self._table(ProspectState, self._tree["prospects"])


@dataclass(frozen=True, kw_only=True, slots=True)
class TodayItem:
    """One thing to do: `left`, `done`, `new` since the morning, or `gone`, with why where it is not simply left."""

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


@dataclass(frozen=True, kw_only=True, slots=True, eq=False, repr=False)
class Today(Tracked):
    """The list of the morning, and how far it is: `done` of `total` things, the time `left` of what was `planned`."""

    date: date
    done: int
    total: int
    left: timedelta
    planned: timedelta

    def items(self) -> Table[TodayItem]:
        """The list, in order: the morning's, then what came since."""
        return self._table(TodayItem, self._tree["items"])


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """A touch that stood on one day (`was`, in a block) and stands on another (`now`), and why."""

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


@dataclass(frozen=True, kw_only=True, slots=True, eq=False, repr=False)
class Replan(Tracked):
    """What today's plan changes of the one that stood on the morning of `since`: what is not in a table was `kept`."""

    since: date
    date: date
    kept: int

    def moves(self) -> Table[Move]:
        """What stands elsewhere now."""
        return self._table(Move, _moved(self._tree["moves"]))

    def gone(self) -> Table[Move]:
        """What is owed no more."""
        return self._table(Move, _moved(self._tree["gone"]))

    def new(self) -> Table[Move]:
        """What was not planned before."""
        return self._table(Move, _moved(self._tree["new"]))


@dataclass(frozen=True, kw_only=True, slots=True)
class CatchUpItem:
    """One thing that is overdue `since` a day, and the day on which it is to be made; None where it has no place."""

    id: str
    name: str
    touch: int | None
    since: date
    date: date | None
    block: str | None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False, repr=False)
class CatchUp(Tracked):
    """What is overdue and when it is made up for: it costs `starts_without` less `starts` new prospects by `until`.

    `let_go` is whom `triage` lets go, where something is left.
    """

    until: date
    starts: int
    starts_without: int
    let_go: tuple[str, ...]

    def items(self) -> Table[CatchUpItem]:
        """What finds its place by then, by day."""
        return self._table(CatchUpItem, self._tree["items"])

    def left(self) -> Table[CatchUpItem]:
        """What finds none by then."""
        return self._table(CatchUpItem, self._tree["left"])


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """How many prospects met which fate: `started` is the sum of the others."""

    started: int
    finished: int
    answered: int
    let_go: int
    broken: int
    in_flight: int


@dataclass(frozen=True, kw_only=True, slots=True)
class LedgerLine:
    """One week's starts on one cadence, and what became of them."""

    week: date
    cadence: str | None
    started: int
    finished: int
    answered: int
    let_go: int
    broken: int
    in_flight: int


@dataclass(frozen=True, kw_only=True, slots=True)
class BrokenPromise:
    """A promise that was not kept: the touch whose window closed undone first, and the cause.

    The cause is `held_up` by the work before it, `away`, `block_lost` to other events, `over_promised` at its start, or
    `not_done` though its block was there.
    """

    id: str
    cadence: str | None
    touch: int
    window: Span
    made: date | None
    cause: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Adherence:
    """One week of one category: time in blocks, of it kept free of other events, and logged as used."""

    week: date
    category: str
    blocked: timedelta
    kept: timedelta
    logged: timedelta


@dataclass(frozen=True, kw_only=True, slots=True)
class Effort:
    """How long one kind of work takes, in seconds: the mean with its interval of 95 %, and what the plan takes for it."""

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
class Group:
    """Tries told apart `by` variant, hour, weekday, channel or touch: how many were answered, and what that says.

    The verdict is `better` or `worse` than all others, or `open`: then `more` tries would tell, if there is anything to.
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
class Silence:
    """A prospect to whom something is owed: workdays since the last touch, workdays late, and whose `turn` it is."""

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
class Orphan:
    """A prospect that was started and to whom nothing is owed, without an answer or an end."""

    id: str
    name: str
    last: date | None
    in_pipeline: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class AtTouch:
    """What came of the touches of one number."""

    touch: int
    made: int
    answered: int
    given_up: int


@dataclass(frozen=True, kw_only=True, slots=True, eq=False, repr=False)
class Track(Tracked):
    """Everything that a log says: promises kept and broken, where the time went, what brings answers.

    `kept_rate` is the share of promises kept of those that are settled; None where none is. `causes` is how often each
    cause of a broken promise occurs, `wasted` touches made to prospects who were given up later.
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
        """By week of start and cadence."""
        return self._table(LedgerLine, self._tree["ledger"]["lines"])

    def broken(self) -> Table[BrokenPromise]:
        """Promises that were not kept, by the day on which the window closed."""
        rows = self._tree["ledger"]["broken"]
        return self._table(BrokenPromise, ({**row, "cause": row["cause"]["kind"]} for row in rows))

    def adherence(self) -> Table[Adherence]:
        """Time blocked, kept and logged, by week and category."""
        return self._table(Adherence, self._tree["adherence"])

    def effort(self) -> Table[Effort]:
        """How long touches take."""
        return self._table(Effort, self._tree["effort"])

    def experiments(self) -> Table[Group]:
        """Which way of touching brings answers."""
        trees = self._tree["experiments"]
        return self._table(Group, ({**group, "by": tree["by"]} for tree in trees for group in tree["groups"]))

    def silences(self) -> Table[Silence]:
        """Those to whom something is owed, the one that waits longest past its day first."""
        return self._table(Silence, self._tree["silences"])

    def orphans(self) -> Table[Orphan]:
        """Those to whom nothing is owed, without an answer or an end."""
        return self._table(Orphan, self._tree["orphans"])

    def at_touch(self) -> Table[AtTouch]:
        """What came of touches, by their number."""
        return self._table(AtTouch, self._tree["at_touch"])
