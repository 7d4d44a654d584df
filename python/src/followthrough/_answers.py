"""What a plan answers: a fit, a check, a triage. Each is the JSON that the command line prints, read into fields.

Figures are attributes; what has many rows is a method that gives a `Table`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Never, Self, TypeAlias, TypeVar, cast
from zoneinfo import ZoneInfo

from ._check import Frozen, Part, checked
from ._errors import ArgumentError, ArgumentTypeError
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
    CheckWeekCategory,
    Commitments,
    Dropped,
    ExpectedAnswers,
    LetGo,
    Look,
    Obstacle,
    PaceWithAnswers,
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
    WeekCategory,
)
from ._rows import made, read, table, values
from ._table import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ._compare import Difference

__all__ = ["Admit", "Answer", "Check", "Fit", "Triage", "Violation"]

R = TypeVar("R")

# A text, or the seconds owed, new and usable that a bar shows.
Cell: TypeAlias = str | tuple[int, int, int]
# A part of a page: its kind, its texts, the rows of a table, and the columns that are set flush right.
Piece: TypeAlias = tuple[str, list[str], list[list[Cell]], list[int]]
# The first sentence, the whole text, and the parts.
Spoken: TypeAlias = tuple[str, str, list[Piece]]

# What every answer has.
HEAD = ("plan", "version", "tzdata")
PLACEMENT = ',\n  "placement": '


@dataclass(frozen=True, init=False, slots=True, eq=False, repr=False)
class Answer(Frozen):
    """What every answer has: the plan that it was asked of, and the versions that gave it.

    Answers of the same bytes are equal. `Fit.from_json(fit.to_json(placement=True))` is the fit again. Fields are read
    when they are first looked at.

    Attributes:
        plan: The plan that was asked.
        version: The version of this package that answered.
        tzdata: The edition of the time zone rules that were used.
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

    def __init__(self, *given: Never, **named: Never) -> None:
        name = type(self).__name__
        raise ArgumentTypeError(f"{name} cannot be made of values, expected what a plan answers, or {name}.from_json(text)", name)

    @classmethod
    @checked
    def from_json(cls, text: str) -> Self:
        """The answer that `to_json` wrote. Raises `ArgumentError` where it is none, or one of another kind.

        >>> from followthrough import Plan
        >>> from followthrough import Fit
        >>> fit = Plan.read("docs/examples/worked/plan.toml").fit()
        >>> Fit.from_json(fit.to_json(placement=True)) == fit
        True
        """
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
    def _fields(cls, tree: Tree, zone: ZoneInfo) -> dict[str, Any]:
        """What is this answer's own, read from JSON."""
        return values(cls, tree, zone, HEAD)

    def _read(self) -> None:
        """Reads every field."""
        native = self._native
        kind = _kind(type(self).__name__)
        try:
            tree = json.loads(_halves(self._text)[0] if native is None else native.text(False))
        except ValueError as error:
            raise ArgumentError(f"text is not JSON: {error}; expected {kind!r}, as `to_json` of a {type(self).__name__} writes it", "text") from error
        found = tree.get("kind") if isinstance(tree, dict) else None
        if found != kind:
            raise ArgumentError(f"text is of the kind {found!r}, expected {kind!r}, as `to_json` of a {type(self).__name__} writes it", "text")
        try:
            header = read(PlanHeader, tree["plan"])
            found = {"plan": header, "version": tree["version"], "tzdata": tree["tzdata"]}
            found |= self._fields(tree, ZoneInfo(header.timezone))
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ArgumentError(f"text lacks a part of a {type(self).__name__}: {error}; expected one as `to_json` writes it", "text") from error
        for name, value in (found | {"_tree": tree}).items():
            object.__setattr__(self, name, value)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """A field that was not read yet: Python asks here when it finds a slot empty."""
            if name not in type(self).__dataclass_fields__:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)
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
        """The answer as JSON: the bytes that the command line prints with `--json`, and with `--placement`.

        Raises `ArgumentTypeError` or `ArgumentError` for an argument that is of another kind or cannot be.

        >>> from followthrough import Plan
        >>> Plan.read("docs/examples/worked/plan.toml").fit().to_json().splitlines()[1].strip()
        '"format": 2,'
        """
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
        """Where every touch has its place: one row for touches of one kind in one segment.

        >>> from followthrough import Plan
        >>> fit = Plan.read("docs/examples/worked/plan.toml").fit()
        >>> sum(row.count for row in fit.placement()) == 6 * fit.total
        True
        """
        rows = _halves(self._text)[1]
        return self._table(Placed, json.loads(rows))

    def _table(self, kind: type[R], trees: Iterable[Tree]) -> Table[R]:
        zone = ZoneInfo(self.plan.timezone)
        return table(kind, (read(kind, tree, zone) for tree in trees), zone)

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


def _by_category(kind: type[R], weeks: Iterable[Any]) -> Iterable[R]:
    """A row for each week and category."""
    for week in weeks:
        for name, time in week.categories.items():
            times = {part.name: getattr(time, part.name) for part in fields(time)}
            yield made(kind, {"from_": week.from_, "to": week.to, "category": name, **times})


def _kind(name: str) -> str:
    """What answers of a class are called in JSON: `CatchUp` is `catch_up`."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).removeprefix("_")


def _halves(text: str) -> tuple[str, str]:
    """The answer without its placement, and the placement. A line end inside a text is escaped: the cut is sure."""
    head, mark, rows = text.partition(PLACEMENT)
    return (head + "\n}\n", rows.rstrip()[:-1]) if mark else (text, "[]")


@dataclass(frozen=True, init=False, slots=True, eq=False, repr=False)
class Fit(Answer):
    """How many new prospects fit: the number, its proof, and the plan behind it.

    `number` counts what `unit` says; no more than `bound` can fit, and `binding` is why; where both are equal the
    answer is `proved`. For `level` it is the pace that typical weeks carry for ever: so many in a full week of
    `full_week` workdays, or one `every` so many weeks where not even one a week can go on. The plan keeps to it week by
    week; `today`, `this_week`, `this_month` and `this_quarter` are its first starts.

    Attributes:
        policy: `level`, `once` or `max`, as it was asked.
        horizon: The days on which new prospects may be started.
        assume: What is taken for granted.
        number: How many fit: a pace or a sum, as `unit` says.
        unit: `per_full_week` where numbers are a pace, `total` where they are a sum.
        bound: No more than so many can fit.
        proved: Whether `number` is `bound`.
        every: One in so many weeks, where not even one a week can go on; None elsewhere.
        full_week: Workdays of a full week; None where the number is a sum.
        today: Starts of day one; None where the horizon does not tell it.
        this_week: Starts of the rest of this week; None where the horizon does not tell it.
        this_month: Starts of the next month; None where the horizon does not tell it.
        this_quarter: Starts of the next quarter; None where the horizon does not tell it.
        total: Starts of the whole horizon.
        by_cadence: Each cadence's part, by name.
        binding: Why no more can fit.
        commitments: What is owed already, and whether it is on time.
        replies_per_week: Answers a week whose work finds time, beside those that are expected; None where no cadence says
            what an answer brings.
        expected: The time kept for answers that are expected; None where none are.
        with_answers: The pace beside a few answers a week, where none are expected and not one a week finds time; else
            None.
        unreachable: Touches owed that no segment of their window could take even if empty.
        lost_days: Workdays without any usable time.
        calendar_ends: The day on which the last calendar ends, where that is within the horizon; else None.
        after_horizon: What is promised beyond the horizon.
        ready: Prospects with prep done.
        warnings: What a reader of the plan should know.
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
    expected: ExpectedAnswers | None
    with_answers: PaceWithAnswers | None
    unreachable: tuple[Unreachable, ...]
    lost_days: tuple[date, ...]
    calendar_ends: date | None
    after_horizon: AfterHorizon
    ready: Ready
    warnings: tuple[PlanWarning, ...]

    _TOLD: ClassVar[tuple[str, ...]] = ("number", "unit", "every", "today", "bound", "proved")

    def weeks(self) -> Table[Week]:
        """Week by week, to the last window's close. As columns the starts of each week; `categories` has its time.

        >>> import followthrough as ft
        >>> fit = ft.Plan.read("docs/examples/worked/plan.toml").fit()
        >>> sum(week.starts for week in fit.weeks()) == fit.total
        True
        """
        return self._table(Week, self._tree["weeks"])

    def categories(self) -> Table[WeekCategory]:
        """The time of each category in each week: what is blocked, busy, usable, owed already, new and spare.

        >>> import followthrough as ft
        >>> first = ft.Plan.read("docs/examples/worked/plan.toml").fit().categories()[0]
        >>> first.category, first.usable
        ('calling', datetime.timedelta(seconds=18000))
        """
        return table(WeekCategory, _by_category(WeekCategory, self.weeks()))

    def starts(self) -> Table[Started]:
        """How many prospects are started when.

        >>> from followthrough import Plan
        >>> Plan.read("docs/examples/worked/plan.toml").fit().starts()[0]
        Started(date=datetime.date(2027, 1, 4), cadence='calls', count=1)
        """
        return self._table(Started, self._tree["starts"])

    @checked
    def compare(self, other: Fit) -> Table[Difference]:
        """Every figure of this fit beside those of another, and what changes from the one to the other.

        Raises `ArgumentTypeError` or `ArgumentError` for an argument that is of another kind or cannot be.

        >>> import followthrough as ft
        >>> plan = ft.Plan.read("docs/examples/worked/plan.toml")
        >>> half = plan.fit().compare(plan.replace(reserve=0.5).fit())
        >>> half[0]
        Difference(figure='number', before=5, after=2, change=-3)
        """
        from ._compare import differences

        return differences(self, other)

    @checked
    def plot(self, kind: Literal["weeks", "intake"] = "weeks", *, ax: Axes | Sequence[Axes] | None = None) -> Figure:
        """A picture: load against usable time by week and category, or the starts by week (`intake`).

        It is a figure of its own, in the light or dark style that matplotlib has, or it is drawn into `ax`: axes of matplotlib,
        and for the weeks as many as the plan has categories. Needs matplotlib: `pip install followthrough[plot]`.

        Raises `ArgumentError` for another kind of picture or another number of axes, `ArgumentTypeError` for anything but
        axes, and `ImportError` where matplotlib is not installed.

        >>> from followthrough import Plan
        >>> Plan.read("docs/examples/worked/plan.toml").fit().plot("intake").get_suptitle()
        'An hour a day: Start 1 today, 5 this week (5 workdays), 5 in a full week'
        """
        from . import _plots

        return _plots.weeks(self, ax) if kind == "weeks" else _plots.intake(self, ax)

CHECKED: tuple[str, ...] = ("asked", "over", "fits", "kept", "kept_bound", "dropped", "by")
CHECKED += ("touches_wanted", "touches_placed", "preps_wanted", "preps_placed")
CHECKED += ("asked_starts", "check_weeks", "tightest")


@dataclass(frozen=True, init=False, slots=True, eq=False, repr=False)
class Check(Answer):
    """What becomes of n prospects started over a span.

    `kept` of the `asked` were found to fit whole on some days of the span, and more than `kept_bound` cannot; `dropped()`
    is what finds no place where they are spread evenly. By the day `by` the last of them could start at the sustainable
    pace, which `level` tells.

    Attributes:
        asked: How many were asked about.
        over: The days over which they are started.
        fits: Whether any days of the span keep every promise to all of them.
        kept: How many were found to fit whole on some days of the span.
        kept_bound: No more than so many can.
        by: The day by which the last could start at the sustainable pace; None where that is too far away.
        touches_wanted: Touches that they are promised.
        touches_placed: Touches of those that find a place when they are spread evenly.
        preps_wanted: Preps that they need.
        preps_placed: Preps of those that find a place.
        tightest: The span of days of which the largest share is missing; None where nothing is.
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

    def __bool__(self) -> bool:
        """Whether all of them fit."""
        return self.fits

    @property
    def level(self) -> Fit:
        """The sustainable plan, for comparison: what `plan.fit()` answers.

        >>> from followthrough import Plan
        >>> check = Plan.read("docs/examples/worked/plan.toml").check(100)
        >>> check.level.number
        5
        """
        if self._native is not None:
            return Fit._of(cast(Native, self._native.level()))
        _, rows = _halves(self._text)
        tree = {name: value for name, value in self._tree.items() if name not in CHECKED}
        tree["kind"] = "fit"
        text = json.dumps(tree, indent=2, ensure_ascii=False).removesuffix("\n}")
        return Fit.from_json(f"{text}{PLACEMENT}{rows.rstrip()}\n}}\n")

    def dropped(self) -> Table[Dropped]:
        """The touches that find no place, by window.

        >>> from followthrough import Plan
        >>> check = Plan.read("docs/examples/worked/plan.toml").check(100)
        >>> sum(row.count for row in check.dropped()) == check.touches_wanted - check.touches_placed
        True
        """
        return self._table(Dropped, self._tree["dropped"])

    def starts(self) -> Table[Started]:
        """When they were to be started.

        >>> from followthrough import Plan
        >>> check = Plan.read("docs/examples/worked/plan.toml").check(100)
        >>> sum(row.count for row in check.starts())
        100
        """
        return self._table(Started, self._tree["asked_starts"])

    def weeks(self) -> Table[CheckWeek]:
        """Week by week what they want and what is there; `categories` has it as columns.

        >>> from followthrough import Plan
        >>> check = Plan.read("docs/examples/worked/plan.toml").check(100)
        >>> check.weeks()[0].from_
        datetime.date(2027, 1, 4)
        """
        return self._table(CheckWeek, self._tree["check_weeks"])

    def categories(self) -> Table[CheckWeekCategory]:
        """The time of each category in each week: what is usable, owed, wanted, found, and what is missing.

        >>> from followthrough import Plan
        >>> check = Plan.read("docs/examples/worked/plan.toml").check(100)
        >>> check.categories()[0].category
        'calling'
        """
        return table(CheckWeekCategory, _by_category(CheckWeekCategory, self.weeks()))

    @checked
    def plot(self, *, ax: Axes | Sequence[Axes] | None = None) -> Figure:
        """Load against usable time by week and category, with what finds no place above the line.

        It is a figure of its own, or it is drawn into `ax`: as many axes of matplotlib as there are categories in which the
        prospects want time. Needs matplotlib: `pip install followthrough[plot]`.

        Raises `ArgumentError` for another number of axes, `ArgumentTypeError` for anything but axes, and `ImportError` where
        matplotlib is not installed.

        >>> from followthrough import Plan
        >>> check = Plan.read("docs/examples/worked/plan.toml").check(100)
        >>> len(check.plot().axes)
        1
        """
        from . import _plots

        return _plots.check(self, ax)

@dataclass(frozen=True, init=False, slots=True, eq=False, repr=False)
class Triage(Answer):
    """Whom to let go so that the rest is on time: no fewer than `at_least`, and where `count` meets it, `proved`.

    Who replied comes before who did not. Where letting fewer go would mean letting go of others, `by_heads` counts
    them. Where somebody has to be let go, `stay_late` is the extra time that keeps everyone instead.

    Attributes:
        count: How many are let go.
        at_least: No fewer can be.
        proved: Whether `count` is that least.
        by_heads: What would be let go were only heads counted, where that is fewer; else None.
        stay_late: The extra time that keeps everyone; None where nobody has to be let go.
        starts_again: The first day on which a new prospect is started beside those who are kept; None where nobody has to
            be let go, or where no day is found.
        unreachable: Touches owed that no segment of their window could take even if empty.
        warnings: What a reader of the pipeline should know.
    """

    count: ByPriority
    at_least: ByPriority
    proved: bool
    by_heads: ByHeads | None
    stay_late: StayLate | None
    starts_again: date | None
    unreachable: tuple[Unreachable, ...]
    warnings: tuple[PlanWarning, ...]

    _TOLD: ClassVar[tuple[str, ...]] = ("count", "at_least", "proved")

    def let_go(self) -> Table[LetGo]:
        """Who is let go, by priority and id.

        >>> from followthrough import Plan
        >>> len(Plan.read("docs/examples/sdr/plan.toml").triage().let_go())
        0
        """
        return self._table(LetGo, self._tree["let_go"])

@dataclass(frozen=True, init=False, slots=True, eq=False, repr=False)
class Admit(Answer):
    """Whether one more prospect may be started on a day, beside all that is promised.

    A yes is always `proved`; a no is where nothing was overlooked. `earliest` is the first day from `day` on for which
    a place was found for every touch; `obstacle` is what stands in the way on `day`.

    Attributes:
        cadence: The cadence that was asked about.
        day: The day that was asked about.
        ready: Whether its prep was said to be done.
        admitted: Whether it may be started that day.
        proved: Whether the answer is certain; a yes always is.
        earliest: The first day from `day` on for which a place was found for every touch; None where none was found.
        obstacle: What stands in the way on `day`; None where nothing does.
    """

    cadence: str
    day: date
    ready: bool
    admitted: bool
    proved: bool
    earliest: date | None
    obstacle: Obstacle | None

    _TOLD: ClassVar[tuple[str, ...]] = ("cadence", "day", "admitted", "earliest", "proved")

    def __bool__(self) -> bool:
        """Whether it may be started."""
        return self.admitted

@dataclass(frozen=True, kw_only=True, slots=True)
class Violation(Part):
    """One thing that is wrong with a placement. `code` is stable, `message` says it.

    Attributes:
        code: A code that does not change.
        message: What is wrong, in a sentence.
    """

    code: str
    message: str
