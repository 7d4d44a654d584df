"""What a log of touches says: the state that results, the list of a day, what moved, what is overdue, promises kept.

Each answer is the JSON that the command line prints, read into fields; what has many rows is a method that gives a
`Table`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from os import PathLike
from typing import Any, Literal, TypeVar

from ._answers import Answer, _Bare
from ._check import at_least, refused, settle, whole_length, wrong
from ._named import Named
from ._parts import Span, Tree, Work, whole
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
    "LogRow",
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

R = TypeVar("R")

READ: dict[str, Callable[[Any], Any]] = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda seconds: timedelta(seconds=seconds),
    "Span": Span._of,
}

KINDS = {"date": "day", "int": "count", "bool": "flag", "float": "number"}


def _row(kind: type[R], tree: Tree) -> R:
    """A row as its fields say; what the JSON has beside them is left out."""
    values = {}
    for part in fields(kind):  # type: ignore[arg-type]
        given = tree.get(part.name)
        read = READ.get(str(part.type).removesuffix(" | None"))
        values[part.name] = given if read is None or given is None else read(given)
    return kind(**values)


def _columns(kind: type[Any]) -> dict[str, str]:
    """The columns of rows: lengths in whole seconds, a span of days as two."""
    columns: dict[str, str] = {}
    for part in fields(kind):
        name = str(part.type).removesuffix(" | None")
        if name == "timedelta":
            columns[f"{part.name}_seconds"] = "count"
        elif name == "Span":
            columns |= {"from": "day", "to": "day"}
        else:
            columns[part.name] = KINDS.get(name, "text")
    return columns


def _record(row: Any) -> list[tuple[object, ...]]:
    cells: list[object] = []
    for part in fields(row):
        value = getattr(row, part.name)
        if isinstance(value, timedelta):
            cells.append(whole(value))
        elif isinstance(value, Span):
            cells += [value.from_, value.to]
        elif isinstance(value, (datetime, time)):
            cells.append(value.isoformat())
        else:
            cells.append(value)
    return [tuple(cells)]


def _table(kind: type[R], trees: Iterable[Tree]) -> Table[R]:
    return Table([_row(kind, tree) for tree in trees], _columns(kind), _record)


@dataclass(frozen=True, kw_only=True, slots=True)
class LogRow:
    """One touch that was made: what a line of `log.csv` says.

    `outcome` is `no_answer`, `voicemail`, `done`, `replied`, `meeting`, `opted_out`, `bounced`, `lost`, `skipped`, or
    `later` with a day. `touch` is which one it was, from 1; None for prep and for the work of an answer. `length` is how
    long it took.

    >>> LogRow(date=date(2027, 1, 4), id="A1", channel="call", outcome="voicemail", touch=1).touch
    1
    """

    date: date
    id: str
    channel: str
    outcome: str
    time: time | None = None
    touch: int | None = None
    category: str | None = None
    length: timedelta | None = None
    variant: str | None = None
    owner: str | None = None
    cadence: str | None = None
    name: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        settle(self)
        if not self.id:
            raise wrong("id", self.id, "whom the touch was made to")
        at_least("touch", self.touch, 1)
        whole_length("length", self.length)


LOG: tuple[str, ...] = ("date", "time", "id", "channel", "outcome", "touch", "category", "seconds", "variant", "owner", "cadence")
LOG += ("name", "note")


def _logged(row: LogRow) -> list[tuple[object, ...]]:
    seconds = None if row.length is None else whole(row.length)
    when = None if row.time is None else row.time.isoformat()
    head = (row.date, when, row.id, row.channel, row.outcome, row.touch, row.category, seconds)
    return [(*head, row.variant, row.owner, row.cadence, row.name, row.note)]


def _unnumbered(row: LogRow) -> list[tuple[object, ...]]:
    return [cells[:5] + cells[6:] for cells in _logged(row)]


def log_table(rows: Iterable[LogRow], numbered: bool = True) -> Table[LogRow]:
    """The rows with the columns of `log.csv`; a log that numbers no touches has no column for them."""
    columns = {name: "day" if name == "date" else "text" for name in LOG} | {"touch": "count", "seconds": "count"}
    if not numbered:
        del columns["touch"]
    return Table(tuple(rows), columns, _logged if numbered else _unnumbered)


def log_of(text: str) -> Table[LogRow]:
    """The log that a plan was read with."""
    tree = json.loads(text)
    rows = (_row(LogRow, {**row, "length": row["seconds"]}) for row in tree["rows"])
    return log_table(rows, tree["numbered"])


def log_given(log: Any) -> Any:
    """A log as a `Plan` takes it: a table that speaks Arrow, a CSV file, or rows."""
    if hasattr(log, "__arrow_c_stream__"):
        return log
    if isinstance(log, (str, PathLike)):
        import csv

        with open(log, encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            names = list(reader.fieldnames or ())
            return Table(list(reader), dict.fromkeys(names, "text"), lambda row: [tuple(row[name] for name in names)])
    if not hasattr(log, "__iter__"):
        raise refused("log", log, "a list of LogRow, a table, or the path of a CSV file")
    rows = tuple(log)
    for index, row in enumerate(rows):
        if not isinstance(row, LogRow):
            raise refused(f"log[{index}]", row, "a LogRow")
    return log_table(rows)


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


def _contradictions(tree: Tree) -> dict[str, Any]:
    return {
        "disagreements": tuple(_row(Disagreement, row) for row in tree["disagreements"]),
        "unknown_outcomes": tuple(_row(UnknownOutcome, row) for row in tree["unknown_outcomes"]),
        "strangers": tuple(_row(Stranger, row) for row in tree["strangers"]),
    }


@dataclass(frozen=True, kw_only=True, slots=True, eq=False, repr=False)
class State(Tracked):
    """The pipeline with what the log knows beyond it, which every other question is asked of."""

    disagreements: tuple[Disagreement, ...]
    unknown_outcomes: tuple[UnknownOutcome, ...]
    strangers: tuple[Stranger, ...]

    @classmethod
    def _fields(cls, tree: Tree) -> dict[str, Any]:
        return _contradictions(tree)

    def prospects(self) -> Table[ProspectState]:
        """The rows, in the order of the pipeline."""
        return _table(ProspectState, self._tree["prospects"])


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

    @classmethod
    def _fields(cls, tree: Tree) -> dict[str, Any]:
        return {
            "date": date.fromisoformat(tree["date"]),
            "done": tree["done"],
            "total": tree["total"],
            "left": timedelta(seconds=tree["left"]),
            "planned": timedelta(seconds=tree["planned"]),
        }

    def items(self) -> Table[TodayItem]:
        """The list, in order: the morning's, then what came since."""
        return _table(TodayItem, self._tree["items"])


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


def _moves(trees: Iterable[Tree]) -> Table[Move]:
    flat = []
    for tree in trees:
        was, now = tree["was"] or {}, tree["now"] or {}
        places = {"was": was.get("date"), "was_block": was.get("block")}
        places |= {"now": now.get("date"), "now_block": now.get("block")}
        flat.append({**tree, **places})
    return _table(Move, flat)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False, repr=False)
class Replan(Tracked):
    """What today's plan changes of the one that stood on the morning of `since`: what is not in a table was `kept`."""

    since: date
    date: date
    kept: int

    @classmethod
    def _fields(cls, tree: Tree) -> dict[str, Any]:
        return {
            "since": date.fromisoformat(tree["since"]),
            "date": date.fromisoformat(tree["date"]),
            "kept": tree["kept"],
        }

    def moves(self) -> Table[Move]:
        """What stands elsewhere now."""
        return _moves(self._tree["moves"])

    def gone(self) -> Table[Move]:
        """What is owed no more."""
        return _moves(self._tree["gone"])

    def new(self) -> Table[Move]:
        """What was not planned before."""
        return _moves(self._tree["new"])


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

    @classmethod
    def _fields(cls, tree: Tree) -> dict[str, Any]:
        return {
            "until": date.fromisoformat(tree["until"]),
            "starts": tree["starts"],
            "starts_without": tree["starts_without"],
            "let_go": tuple(tree["let_go"]),
        }

    def items(self) -> Table[CatchUpItem]:
        """What finds its place by then, by day."""
        return _table(CatchUpItem, self._tree["items"])

    def left(self) -> Table[CatchUpItem]:
        """What finds none by then."""
        return _table(CatchUpItem, self._tree["left"])


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
    def _fields(cls, tree: Tree) -> dict[str, Any]:
        ledger, days = tree["ledger"], tree["days"]
        return _contradictions(tree) | {
            "days": None if days is None else (date.fromisoformat(days[0]), date.fromisoformat(days[1])),
            "total": _row(Count, ledger["total"]),
            "kept_rate": ledger["kept_rate"],
            "causes": Named({name: count for name, count in ledger["causes"]}),
            "let_go": Named(ledger["let_go"]),
            "wasted": tree["wasted"],
        }

    def ledger(self) -> Table[LedgerLine]:
        """By week of start and cadence."""
        return _table(LedgerLine, self._tree["ledger"]["lines"])

    def broken(self) -> Table[BrokenPromise]:
        """Promises that were not kept, by the day on which the window closed."""
        rows = self._tree["ledger"]["broken"]
        return _table(BrokenPromise, ({**row, "cause": row["cause"]["kind"]} for row in rows))

    def adherence(self) -> Table[Adherence]:
        """Time blocked, kept and logged, by week and category."""
        return _table(Adherence, self._tree["adherence"])

    def effort(self) -> Table[Effort]:
        """How long touches take."""
        return _table(Effort, self._tree["effort"])

    def experiments(self) -> Table[Group]:
        """Which way of touching brings answers."""
        trees = self._tree["experiments"]
        return _table(Group, ({**group, "by": tree["by"]} for tree in trees for group in tree["groups"]))

    def silences(self) -> Table[Silence]:
        """Those to whom something is owed, the one that waits longest past its day first."""
        return _table(Silence, self._tree["silences"])

    def orphans(self) -> Table[Orphan]:
        """Those to whom nothing is owed, without an answer or an end."""
        return _table(Orphan, self._tree["orphans"])

    def at_touch(self) -> Table[AtTouch]:
        """What came of touches, by their number."""
        return _table(AtTouch, self._tree["at_touch"])
