"""What a plan answers: a fit, a check, a triage. Each is the JSON that the command line prints, read into fields.

Figures are attributes; what has many rows is a method that gives a `Table`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self, TypeAlias, cast

from ._check import checked, word
from ._errors import ArgumentError
from ._named import Named
from ._native import Answer as Native
from ._parts import (
    AfterHorizon,
    Assumption,
    Binding,
    BindingSpan,
    ByHeads,
    ByPriority,
    CadenceStarts,
    CheckWeek,
    Commitments,
    Dropped,
    LetGo,
    Look,
    Obstacle,
    Placed,
    PlanHeader,
    PlanWarning,
    Policy,
    Ready,
    Started,
    StayLate,
    Tree,
    Unit,
    Unreachable,
    Week,
    optional_day,
    whole,
)
from ._table import Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Admit", "Answer", "Check", "Fit", "Triage", "Violation"]

# A text, or the seconds owed, new and usable that a bar shows.
Cell: TypeAlias = str | tuple[int, int, int]
# A part of a page: its kind, its texts, the rows of a table, and the columns that are set flush right.
Piece: TypeAlias = tuple[str, list[str], list[list[Cell]], list[int]]
# The first sentence, the whole text, and the parts.
Spoken: TypeAlias = tuple[str, str, list[Piece]]

PLACEMENT = ',\n  "placement": '


@dataclass(frozen=True, kw_only=True, slots=True, eq=False, repr=False)
class Answer:
    """What every answer has: the plan that it was asked of, and the versions that gave it.

    Answers of the same bytes are equal. `Fit.from_json(fit.to_json(placement=True))` is the fit again. Fields are read
    when they are first looked at.
    """

    plan: PlanHeader
    version: str
    tzdata: str
    # What the core said, where this process asked it; the JSON with the placement; what methods make tables of.
    _native: Native | None = field(repr=False)
    _text: str = field(repr=False)
    _tree: Tree = field(repr=False)
    # The first sentence, the whole text, and the parts that a page is set from; None where JSON was read.
    _said: Spoken | None = field(repr=False)

    # The fields that a repr tells.
    _TOLD: ClassVar[tuple[str, ...]] = ()

    @classmethod
    @checked
    def from_json(cls, text: str) -> Self:
        """The answer that `to_json` wrote. Raises `ArgumentError` where it is none, or one of another kind."""
        answer = object.__new__(cls)
        object.__setattr__(answer, "_native", None)
        object.__setattr__(answer, "_text", text)
        object.__setattr__(answer, "_said", None)
        answer._read()
        return answer

    @classmethod
    def _of(cls, native: Native) -> Self:
        """The answer of the core, of which nothing is read yet."""
        answer = object.__new__(cls)
        object.__setattr__(answer, "_native", native)
        return answer

    @classmethod
    def _fields(cls, tree: Tree) -> dict[str, Any]:
        raise NotImplementedError

    def _read(self) -> None:
        """Reads every field."""
        native = self._native
        kind = _kind(type(self).__name__)
        try:
            tree = json.loads(_halves(self._text)[0] if native is None else native.text(False))
        except ValueError as error:
            raise ArgumentError(f"text is not JSON: {error}; expected a {kind!r} as `to_json` writes it", "text") from error
        found = tree.get("kind") if isinstance(tree, dict) else None
        if found != kind:
            raise ArgumentError(f"text is of the kind {found!r}, expected a {kind!r} as `to_json` writes it", "text")
        try:
            read = {"plan": PlanHeader._of(tree["plan"]), "version": tree["version"], "tzdata": tree["tzdata"]}
            read |= self._fields(tree)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ArgumentError(f"text lacks a part of a {kind!r}: {error}; expected one as `to_json` writes it", "text") from error
        for name, value in (read | {"_tree": tree}).items():
            object.__setattr__(self, name, value)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """A field that was not read yet: Python asks here when it finds a slot empty."""
            if name not in type(self).__dataclass_fields__:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            if name == "_text":
                object.__setattr__(self, name, self._native.text(True))
            elif name == "_said":
                object.__setattr__(self, name, self._native.said())
            else:
                figures = {} if self._native is None else self._native.figures()
                if name in figures:
                    for figure, value in figures.items():
                        object.__setattr__(self, figure, value)
                else:
                    self._read()
            return object.__getattribute__(self, name)

    @property
    def _given(self) -> Native | str:
        """What the core takes for this answer."""
        return self._text if self._native is None else self._native

    @checked
    def to_json(self, placement: bool = False) -> str:
        """The answer as JSON: the bytes that the command line prints with `--json`, and with `--placement`."""
        return self._text if placement else _halves(self._text)[0]

    def words(self) -> str:
        """The answer in words: the sentences and tables that the command line prints, and `print(answer)` too.

        Raises `ArgumentError` for an answer of `from_json`: words need the names that the plan holds and JSON does not.

        >>> import followthrough as ft
        >>> triage = ft.Plan.read("docs/examples/worked/plan.toml").triage()
        >>> print(triage.words().strip())
        Nobody has to be let go: everything owed can be done in time.
        """
        return self._spoken()[1]

    def lead(self) -> str:
        """The first sentence of the answer: what the reader came for.

        Raises `ArgumentError` for an answer of `from_json`, as `words` does.

        >>> import followthrough as ft
        >>> ft.Plan.read("docs/examples/worked/plan.toml").fit().lead()
        'Start 1 today, 5 this week (5 workdays), 5 in a full week. That can go on for good: 6 cannot.'
        """
        return self._spoken()[0]

    def _spoken(self) -> Spoken:
        said = self._said
        if said is None:
            raise ArgumentError("the answer was read from JSON, expected one that a plan gave: words need the plan's names")
        return said

    def placement(self) -> Table[Placed]:
        """Where every touch has its place: one row for touches of one kind in one segment."""
        rows = _halves(self._text)[1]
        return Table([Placed._of(tree) for tree in json.loads(rows)], PLACED, _placed)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self) or not isinstance(other, Answer):
            return NotImplemented
        return self is other or self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> tuple[object, ...]:
        return (_again, (type(self), self._text, self._said))

    def __str__(self) -> str:
        return repr(self) if self._said is None else self._said[1].strip("\n")

    def __repr__(self) -> str:
        figures = ", ".join(f"{name}={value!r}" for name, value in self._short())
        return f"<{type(self).__name__} of {self.plan.name!r}: {figures}>"

    def _short(self) -> list[tuple[str, object]]:
        """What a repr tells, by field."""
        return [(name, value) for name in self._TOLD if (value := _plain(getattr(self, name))) is not None]

    def _repr_html_(self) -> str:
        from ._html import page, plain

        return plain(repr(self)) if self._said is None else page(self._said[2])


def _plain(value: object) -> object:
    """A figure as a repr tells it: a day as it is written, rows as how many there are."""
    if isinstance(value, date):
        return _Bare(value.isoformat())
    return len(value) if isinstance(value, tuple) else value


class _Bare(str):
    """A word without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _again(kind: type[Answer], text: str, said: Spoken | None) -> Answer:
    """The answer that was pickled, with its words."""
    answer = kind.from_json(text)
    object.__setattr__(answer, "_said", said)
    return answer


def _kind(name: str) -> str:
    """What answers of a class are called in JSON: `CatchUp` is `catch_up`."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).removeprefix("_")


def _halves(text: str) -> tuple[str, str]:
    """The answer without its placement, and the placement. A line end inside a text is escaped: the cut is sure."""
    head, mark, rows = text.partition(PLACEMENT)
    return (head + "\n}\n", rows.rstrip()[:-1]) if mark else (text, "[]")


def _common(tree: Tree) -> dict[str, Any]:
    """The fields of a fit."""
    return {
        "policy": tree["policy"],
        "horizon": Look._of(tree["horizon"]),
        "assume": Assumption(**tree["assume"]),
        "number": tree["number"],
        "unit": tree["unit"],
        "bound": tree["bound"],
        "proved": tree["proved"],
        "every": tree["every"],
        "full_week": tree["full_week"],
        "today": tree["today"],
        "this_week": tree["this_week"],
        "this_month": tree["this_month"],
        "this_quarter": tree["this_quarter"],
        "total": tree["total"],
        "by_cadence": Named({name: CadenceStarts(**part) for name, part in tree["by_cadence"].items()}),
        "binding": Binding._of(tree["binding"]),
        "commitments": Commitments._of(tree["commitments"]),
        "replies_per_week": tree["replies_per_week"],
        "unreachable": tuple(map(Unreachable._of, tree["unreachable"])),
        "lost_days": tuple(map(date.fromisoformat, tree["lost_days"])),
        "calendar_ends": optional_day(tree["calendar_ends"]),
        "after_horizon": AfterHorizon._of(tree["after_horizon"]),
        "ready": Ready(**tree["ready"]),
        "warnings": tuple(PlanWarning(**warning) for warning in tree["warnings"]),
    }


@dataclass(frozen=True, kw_only=True, slots=True, eq=False, repr=False)
class Fit(Answer):
    """How many new prospects fit: the number, its proof, and the plan behind it.

    `number` counts what `unit` says; no more than `bound` can fit, and `binding` is why; where both are equal the
    answer is `proved`. For `level` it is the pace that typical weeks carry for ever: so many in a full week of
    `full_week` workdays, or one `every` so many weeks where not even one a week can go on. The plan keeps to it week by
    week; `today`, `this_week`, `this_month` and `this_quarter` are its first starts.
    """

    policy: Policy
    horizon: Look
    assume: Assumption
    number: int
    unit: Unit
    bound: int
    proved: bool
    every: int | None
    full_week: int | None
    today: int | None
    this_week: int | None
    this_month: int | None
    this_quarter: int | None
    total: int
    by_cadence: Named[str, CadenceStarts]
    binding: Binding
    commitments: Commitments
    replies_per_week: int | None
    unreachable: tuple[Unreachable, ...]
    lost_days: tuple[date, ...]
    calendar_ends: date | None
    after_horizon: AfterHorizon
    ready: Ready
    warnings: tuple[PlanWarning, ...]

    _TOLD: ClassVar[tuple[str, ...]] = ("number", "unit", "every", "today", "bound", "proved")

    @classmethod
    def _fields(cls, tree: Tree) -> dict[str, Any]:
        return _common(tree)

    def weeks(self) -> Table[Week]:
        """Week by week, to the last window's close; as columns one row for each week and category."""
        return Table([Week._of(tree) for tree in self._tree["weeks"]], WEEKS, _week)

    def starts(self) -> Table[Started]:
        """How many prospects are started when."""
        return Table([Started._of(tree) for tree in self._tree["starts"]], STARTS, _start)

    def plot(self, kind: Literal["weeks", "intake"] = "weeks") -> Figure:
        """A picture: load against usable time by week and category, or the starts by day (`intake`).

        Needs matplotlib: `pip install followthrough[plot]`.
        """
        from . import _plots

        word("kind", kind, ("weeks", "intake"))
        return _plots.weeks(self) if kind == "weeks" else _plots.intake(self)

CHECKED: tuple[str, ...] = ("asked", "over", "fits", "kept", "kept_bound", "dropped", "by")
CHECKED += ("touches_wanted", "touches_placed", "preps_wanted", "preps_placed")
CHECKED += ("asked_starts", "check_weeks", "tightest")


@dataclass(frozen=True, kw_only=True, slots=True, eq=False, repr=False)
class Check(Answer):
    """What becomes of n prospects started over a span.

    `kept` of the `asked` were found to fit whole on some days of the span, and more than `kept_bound` cannot; `dropped()`
    is what finds no place where they are spread evenly. By the day `by` the last of them could start at the sustainable
    pace, which `level` tells.
    """

    asked: int
    over: Look
    fits: bool
    kept: int
    kept_bound: int
    by: date | None
    touches_wanted: int
    touches_placed: int
    preps_wanted: int
    preps_placed: int
    tightest: BindingSpan | None

    _TOLD: ClassVar[tuple[str, ...]] = ("asked", "fits", "kept", "by")

    @classmethod
    def _fields(cls, tree: Tree) -> dict[str, Any]:
        return {
            "asked": tree["asked"],
            "over": Look._of(tree["over"]),
            "fits": tree["fits"],
            "kept": tree["kept"],
            "kept_bound": tree["kept_bound"],
            "by": optional_day(tree["by"]),
            "touches_wanted": tree["touches_wanted"],
            "touches_placed": tree["touches_placed"],
            "preps_wanted": tree["preps_wanted"],
            "preps_placed": tree["preps_placed"],
            "tightest": None if tree["tightest"] is None else BindingSpan._of(tree["tightest"]),
        }

    def __bool__(self) -> bool:
        """Whether all of them fit."""
        return self.fits

    @property
    def level(self) -> Fit:
        """The sustainable plan, for comparison: what `plan.fit()` answers."""
        if self._native is not None:
            return Fit._of(cast(Native, self._native.level()))
        _, rows = _halves(self._text)
        tree = {name: value for name, value in self._tree.items() if name not in CHECKED}
        tree["kind"] = "fit"
        text = json.dumps(tree, indent=2, ensure_ascii=False).removesuffix("\n}")
        return Fit.from_json(f"{text}{PLACEMENT}{rows.rstrip()}\n}}\n")

    def dropped(self) -> Table[Dropped]:
        """The touches that find no place, by window."""
        return Table([Dropped._of(tree) for tree in self._tree["dropped"]], DROPPED, _drop)

    def starts(self) -> Table[Started]:
        """When they were to be started."""
        return Table([Started._of(tree) for tree in self._tree["asked_starts"]], STARTS, _start)

    def weeks(self) -> Table[CheckWeek]:
        """Week by week what they want and what is there; as columns one row for each week and category."""
        return Table([CheckWeek._of(tree) for tree in self._tree["check_weeks"]], CHECK_WEEKS, _check_week)

    def plot(self) -> Figure:
        """Load against usable time by week and category, with what finds no place above the line.

        Needs matplotlib: `pip install followthrough[plot]`.
        """
        from . import _plots

        return _plots.check(self)

@dataclass(frozen=True, kw_only=True, slots=True, eq=False, repr=False)
class Triage(Answer):
    """Whom to let go so that the rest is on time: no fewer than `at_least`, and where `count` meets it, `proved`.

    Who replied comes before who did not. Where letting fewer go would mean letting go of others, `by_heads` counts
    them. Where somebody has to be let go, `stay_late` is the extra time that keeps everyone instead.
    """

    count: ByPriority
    at_least: ByPriority
    proved: bool
    by_heads: ByHeads | None
    stay_late: StayLate | None
    unreachable: tuple[Unreachable, ...]

    _TOLD: ClassVar[tuple[str, ...]] = ("count", "at_least", "proved")

    @classmethod
    def _fields(cls, tree: Tree) -> dict[str, Any]:
        return {
            "count": ByPriority._of(tree["count"]),
            "at_least": ByPriority._of(tree["at_least"]),
            "proved": tree["proved"],
            "by_heads": None if tree["by_heads"] is None else ByHeads(**tree["by_heads"]),
            "stay_late": None if tree["stay_late"] is None else StayLate._of(tree["stay_late"]),
            "unreachable": tuple(map(Unreachable._of, tree["unreachable"])),
        }

    def let_go(self) -> Table[LetGo]:
        """Who is let go, by priority and id."""
        return Table([LetGo(**tree) for tree in self._tree["let_go"]], LET_GO, _gone)

@dataclass(frozen=True, kw_only=True, slots=True, eq=False, repr=False)
class Admit(Answer):
    """Whether one more prospect may be started on a day, beside all that is promised.

    A yes is always `proved`; a no is where nothing was overlooked. `earliest` is the first day from `day` on for which
    a place was found for every touch; `obstacle` is what stands in the way on `day`.
    """

    cadence: str
    day: date
    ready: bool
    admitted: bool
    proved: bool
    earliest: date | None
    obstacle: Obstacle | None

    _TOLD: ClassVar[tuple[str, ...]] = ("cadence", "day", "admitted", "earliest", "proved")

    @classmethod
    def _fields(cls, tree: Tree) -> dict[str, Any]:
        return {
            "cadence": tree["cadence"],
            "day": date.fromisoformat(tree["day"]),
            "ready": tree["ready"],
            "admitted": tree["admitted"],
            "proved": tree["proved"],
            "earliest": optional_day(tree["earliest"]),
            "obstacle": None if tree["obstacle"] is None else Obstacle._of(tree["obstacle"]),
        }

    def __bool__(self) -> bool:
        """Whether it may be started."""
        return self.admitted

@dataclass(frozen=True, kw_only=True, slots=True)
class Violation:
    """One thing that is wrong with a placement. `code` is stable, `message` says it."""

    code: str
    message: str


TIMES = ("blocked", "busy", "reserved", "usable", "committed", "new", "spare")
WEEKS = {"from": "day", "to": "day", "workdays": "count", "quota": "count", "starts": "count", "bound": "count"}
WEEKS |= {"why": "text", "category": "text"}
WEEKS |= {f"{name}_seconds": "count" for name in TIMES}
STARTS = {"date": "day", "cadence": "text", "count": "count"}
PLACED = {"cadence": "text", "id": "text", "start": "day", "work": "text", "touch": "count", "segment": "text"}
PLACED |= {"date": "day", "at": "text", "count": "count"}
DROPPED = {"cadence": "text", "work": "text", "touch": "count", "from": "day", "to": "day", "count": "count"}
DROPPED |= {"short_seconds": "count"}
CHECK_TIMES = ("usable", "committed", "wanted", "placed", "short")
CHECK_WEEKS = {"from": "day", "to": "day", "category": "text"}
CHECK_WEEKS |= {f"{name}_seconds": "count" for name in CHECK_TIMES} | {"dropped": "count"}
LET_GO = {"id": "text", "priority": "count", "replied": "flag", "why": "text", "count": "count"}

Record = tuple[object, ...]


def _week(week: Week) -> list[Record]:
    head = (week.from_, week.to, week.workdays, week.quota, week.starts, week.bound, week.why)
    if not week.categories:
        return [(*head, None, *(None for _ in TIMES))]
    return [
        (*head, name, *(whole(getattr(time, part)) for part in TIMES)) for name, time in week.categories.items()
    ]


def _check_week(week: CheckWeek) -> list[Record]:
    return [
        (week.from_, week.to, name, *(whole(getattr(time, part)) for part in CHECK_TIMES), time.dropped)
        for name, time in week.categories.items()
    ]


def _start(start: Started) -> list[Record]:
    return [(start.date, start.cadence, start.count)]


def _placed(placed: Placed) -> list[Record]:
    segment = None if placed.segment is None else placed.segment.isoformat()
    at = None if placed.at is None else placed.at.isoformat()
    head = (placed.cadence, placed.id, placed.start, placed.work, placed.touch)
    return [(*head, segment, placed.date, at, placed.count)]


def _drop(drop: Dropped) -> list[Record]:
    window = (drop.window.from_, drop.window.to)
    return [(drop.cadence, drop.work, drop.touch, *window, drop.count, whole(drop.short))]


def _gone(gone: LetGo) -> list[Record]:
    return [(gone.id, gone.priority, gone.replied, gone.why, gone.count)]
