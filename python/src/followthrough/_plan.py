"""A plan: everything that an answer follows from, and the questions that can be asked of it."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, timedelta
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from ._advice import Advice
from ._answers import Admit, Check, Fit, Triage, Violation
from ._check import instant, settle, whole, word
from ._desk import Desk
from ._native import Plan as Native
from ._native import read_busy
from ._parts import Policy
from ._pipeline import Pipeline
from ._schedule import Schedule
from ._track import CatchUp, Replan, State, Today, Track, log_given, log_of
from ._values import WORKWEEK, Away, Block, Cadence, Channel, Interval, Prospect, Weekday

__all__ = ["Plan", "busy"]

Horizon = Literal["day", "week", "month", "quarter"] | date
LostDays = Literal["shift", "keep"]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False, repr=False)
class Plan:
    """One rep's calendar, the cadences that every started prospect is promised, and the prospects in flight.

    Read one with `Plan.read`, or build it:

    >>> from datetime import date, time, timedelta
    >>> from zoneinfo import ZoneInfo
    >>> ten = timedelta(minutes=10)
    >>> plan = Plan(
    ...     name="desk",
    ...     timezone=ZoneInfo("America/New_York"),
    ...     first_day=date(2027, 1, 4),
    ...     blocks=[Block(categories=["calling"], days=WORKWEEK, start=time(9), length=timedelta(hours=1))],
    ...     cadences=[Cadence(name="calls", touches=[Touch(channel="call", day=d, effort=ten) for d in range(1, 27, 5)])],
    ... )
    >>> plan.fit().number
    5

    `holidays` and `away` are days off; `reserve` is the share of each block kept free; shorter remains than `min_segment`
    are not used; `mix` is how many of how many prospects go on
    which cadence. `pipeline` takes prospects, or any table that speaks Arrow with the columns of `pipeline.csv`; a column
    `count` there says how many a row stands for, and a table without `id` is counted into one row for each kind.
    `log` is what was done: `LogRow`s, a table that speaks Arrow with the columns of `log.csv`, or the path of such a file.
    Every question is asked of the pipeline with what the log knows beyond it; `pipeline` itself stays as it was given.
    """

    name: str
    timezone: ZoneInfo
    first_day: date
    workweek: Sequence[Weekday] = WORKWEEK
    holidays: Collection[date] = ()
    away: Sequence[Away] = ()
    reserve: float = 0.0
    min_segment: timedelta = timedelta(minutes=5)
    lost_days: LostDays = "shift"
    channels: Mapping[str, Channel] = field(default_factory=dict)
    blocks: Sequence[Block] = ()
    cadences: Sequence[Cadence] = ()
    mix: Mapping[str, int] = field(default_factory=dict)
    pipeline: Sequence[Prospect] = ()
    busy: Sequence[Interval] = ()
    log: Any = ()
    _native: Native = field(init=False, repr=False)
    _path: str | None = field(init=False, repr=False, default=None)

    def __post_init__(self) -> None:
        if hasattr(self.pipeline, "__arrow_c_stream__"):
            names = [cadence.name for cadence in self.cadences]
            object.__setattr__(self, "pipeline", Pipeline._read(self.pipeline, self.timezone, names))
        object.__setattr__(self, "log", log_given(self.log))
        settle(self)
        native = Native.of(self)
        object.__setattr__(self, "_native", native)
        object.__setattr__(self, "log", log_of(native.log()))

    @classmethod
    def read(
        cls, path: str | PathLike[str], *, today: date | None = None, owner: str | None = None
    ) -> Plan:
        """Reads a plan (TOML or JSON) with the tables and calendars that it names.

        `today` is day one, instead of the plan's; `owner` picks rows of the pipeline. Files are read once: what changes
        on the disk later does not change the plan. `busy` and days away show what calendars say of two years.

        Raises `DocumentError` where plan or tables are wrong, `CalendarError` where a calendar is, `MissingFileError`
        where a file is not there.
        """
        return cls._of(Native.read(fspath(path), today, owner), fspath(path))

    @classmethod
    def _of(cls, native: Native, path: str) -> Plan:
        """The plan of a native one. What it holds is made into values when it is first looked at."""
        plan = object.__new__(cls)
        object.__setattr__(plan, "_native", native)
        object.__setattr__(plan, "_path", path)
        return plan

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """A field that was not read yet: Python asks here when it finds a slot empty."""
            if name not in _FIELDS:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            for part, value in self._native.parts().items():
                object.__setattr__(self, part, Pipeline._of(value) if part == "pipeline" else value)
            object.__setattr__(self, "log", log_of(self._native.log()))
            settle(self)
            return object.__getattribute__(self, name)

    @property
    def notices(self) -> tuple[str, ...]:
        """What reading the files had to say: a block no touch uses, a zone nobody knows. Not part of any answer."""
        return tuple(self._native.warnings())

    def replace(self, **changes: Any) -> Plan:
        """The same plan but for `changes`. What was read from files is kept as it was read.

        >>> plan = Plan.read("docs/examples/solo/plan.toml")
        >>> plan.replace(reserve=0.0).fit().number >= plan.fit().number
        True
        """
        known = {name: getattr(self, name) for name in _FIELDS}
        unknown = set(changes) - set(known)
        if unknown:
            raise TypeError(f"a plan has no {', '.join(sorted(unknown))}, expected some of {', '.join(_FIELDS)}")
        return Plan(**{**known, **changes})

    def fit(
        self,
        horizon: Horizon | None = None,
        *,
        policy: Policy = "level",
        effort: Literal["plan", "log"] = "plan",
        progress: Callable[[int, int | None], object] | None = None,
    ) -> Fit:
        """How many new prospects fit, and why no more.

        `horizon` is "day", "week", "month", "quarter" or a last day; unasked, a quarter or twice the longest cadence,
        so that the number can be repeated. The policy `level` is a pace that can go on; `once` is what the first workday
        could carry; `max` is the largest total, boom and bust. With the effort `log` touches take as long as they took in
        the mean of the log, where ten or more were logged.

        Where the answer takes long, `progress` is called a few times a second with the largest number found so far and
        the smallest bound known, None before there is one. What it raises ends the search, as Ctrl-C does.
        """
        word("effort", effort, ("plan", "log"))
        return Fit._of(self._native.fit(policy, horizon, progress, effort == "log"))

    def check(self, count: int, over: Horizon | None = None) -> Check:
        """What becomes of `count` prospects started over a span, the first workday unless given."""
        return Check._of(self._native.check(whole("count", count), over))

    def admit(self, cadence: str, day: date | None = None, *, ready: bool = False) -> Admit:
        """Whether one more prospect may be started on `day` (day one where not given), and if not, when.

        `ready` says that its prep is done. To ask for one after the other, make a `desk`.

        >>> Plan.read("docs/examples/worked/plan.toml").admit("calls").admitted
        True
        """
        return self.desk().admit(cadence, day, ready=ready)

    def desk(self, horizon: Horizon | None = None) -> Desk:
        """A desk at which prospects are let in one at a time, beside all that is owed to the pipeline."""
        return Desk(self._native.desk(horizon))

    def advise(
        self,
        target: int,
        horizon: Horizon | None = None,
        *,
        policy: Policy = "level",
        progress: Callable[[int, int | None], object] | None = None,
    ) -> Advice:
        """What it would take for `target` to fit: time to add or to move, or one rule to relax, each tried first.

        The target counts what `fit().number` counts, for that horizon and policy. Some hundred changed plans may be
        solved: `progress` is told the largest number found and the smallest bound known of the one at work, as in `fit`.

        >>> advice = Plan.read("docs/examples/worked/plan.toml").advise(6)
        >>> print(advice.remedies[0])
        Add 60 min more calling a week: 6 fit.
        >>> advice.at_least
        datetime.timedelta(seconds=900)
        """
        return Advice._of(self._native.advise(whole("target", target), policy, horizon, progress))

    def triage(self) -> Triage:
        """Whom to let go so that what is owed to the others is on time."""
        return Triage._of(self._native.triage())

    def schedule(self, fit: Fit | None = None, *, now: datetime | None = None) -> Schedule:
        """What to do when, in order, with names and clock times; of `fit`, or of `plan.fit()`.

        `now` is a time of day one, with its zone: blocks that have begun by then take nothing new, and what they held is
        due later or told by the day's `not_today`.
        """
        if now is not None:
            instant("now", now)
            now = now.astimezone(UTC)
        given = (fit or self.fit())._given
        return Schedule._of(self._native.schedule(given, now), self, given, now)

    def state(self) -> State:
        """The pipeline with what the log knows beyond it, and where the two contradict each other.

        >>> Plan.read("docs/examples/sdr/plan.toml").state().prospects()[0].next_touch
        10
        """
        return State._of(self._native.tracked("state", 0, None))

    def today(self, morning: Schedule | None = None) -> Today:
        """The list of day one as it stood in the morning, and what of it is done, left, new and gone.

        `morning` is the plan of that morning, where it was kept: then what a newer export changed is told as well.

        >>> today = Plan.read("docs/examples/sdr/plan.toml").today()
        >>> today.done, today.total
        (0, 25)
        """
        return Today._of(self._native.tracked("today", 0, _written(morning)))

    def replan(self, previous: Schedule | None = None) -> Replan:
        """What the plan of day one changes of an earlier one, and why; of that of the workday before unless given.

        Among equal plans the earlier places win.

        >>> print(str(Plan.read("docs/examples/sdr/plan.toml").replan()).split(",")[0].strip())
        Since the morning of Fri 20 Nov: 207 touches stay where they were
        """
        return Replan._of(self._native.tracked("replan", 0, _written(previous)))

    def catch_up(self, within: int = 5) -> CatchUp:
        """What is overdue, when it is made up for within so many workdays, and what that costs in new starts."""
        return CatchUp._of(self._native.tracked("catch_up", whole("within", within), None))

    def track(self, *, seed: int = 1) -> Track:
        """Promises kept and broken with their causes, where the time went, and what brings answers.

        `seed` is what the samples of intervals are drawn with.

        >>> track = Plan.read("docs/examples/sdr/plan.toml").track()
        >>> track.total.started, track.kept_rate
        (65, 0.59375)
        """
        return Track._of(self._native.tracked("track", whole("seed", seed), None))

    def verify(self, fit: Fit) -> tuple[Violation, ...]:
        """Everything that is wrong with an answer's placement, judged from this plan alone; nothing where it holds."""
        found = self._native.verify(fit._given)
        return tuple(Violation(code=code, message=message) for code, message in found)

    def _shown(self) -> str:
        values = {name: getattr(self, name) for name in _FIELDS}
        values["log"] = tuple(self.log)
        parts = ", ".join(f"{name}={value!r}" for name, value in values.items())
        return f"Plan({parts})"

    def __repr__(self) -> str:
        return self._shown() if self._path is None else f"Plan.read({self._path!r}, today={self.first_day!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Plan):
            return NotImplemented
        return self is other or all(getattr(self, name) == getattr(other, name) for name in _FIELDS)

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, name) for name in _FIELDS))

    def __reduce__(self) -> tuple[object, ...]:
        files = self._native.files()
        if files is None or self._path is None:
            return (_build, ({name: getattr(self, name) for name in _FIELDS},))
        return (_load, (self._path, *files))


def _written(schedule: Schedule | None) -> str | None:
    """A schedule as the JSON that it was made of."""
    return None if schedule is None else schedule._text


_FIELDS = tuple(one.name for one in fields(Plan) if one.init)


def _build(parts: dict[str, Any]) -> Plan:
    return Plan(**parts)


def _load(path: str, files: list[tuple[str, bytes]], today: date | None, owner: str | None) -> Plan:
    return Plan._of(Native.of_files(files, today, owner), path)


def busy(
    *paths: str | PathLike[str],
    start: datetime,
    end: datetime,
    timezone: ZoneInfo,
    tentative: Literal["busy", "free"] = "busy",
    all_day: Literal["busy", "free"] = "busy",
    pad: timedelta = timedelta(0),
    ignore: Iterable[str] = (),
    me: Iterable[str] = (),
    away: Iterable[str] = (),
    not_away: Iterable[str] = (),
    own: str | None = None,
) -> tuple[Interval, ...]:
    """The busy time that calendar files (ICS) hold between two instants: in UTC, merged, sorted, cut to the span.

    `timezone` is that of days and of times that name none; `pad` is kept free on both sides of each event; `ignore` are
    titles that never count, as globs. `me` are the addresses of the calendars' owner: what the owner declined is free, what
    the owner has not answered is tentative. `away` are titles of days away, which are busy here whether they are free or
    not, and `not_away` titles of all-day events that take nothing. `own` is the id of a plan (`X-FOLLOWTHROUGH-PLAN` in its
    exports) whose exported events are free, because they are time that it plans; another plan's are busy. What was worked
    around is told as a `UserWarning` with file and line.

    >>> from datetime import UTC
    >>> day = datetime(2026, 11, 24, tzinfo=UTC)
    >>> new_york = ZoneInfo("America/New_York")
    >>> len(busy("docs/examples/sdr/busy.ics", start=day, end=day + timedelta(days=1), timezone=new_york))
    1
    """
    instant("start", start)
    instant("end", end)
    word("tentative", tentative, ("busy", "free"))
    word("all_day", all_day, ("busy", "free"))
    found, notices = read_busy(
        [fspath(path) for path in paths],
        start=start,
        end=end,
        timezone=timezone.key,
        tentative=tentative == "busy",
        all_day=all_day == "busy",
        pad=pad,
        ignore=_texts(ignore),
        me=_texts(me),
        away=_texts(away),
        not_away=_texts(not_away),
        own=own,
    )
    for notice in notices:
        warnings.warn(notice, stacklevel=2)
    return found


def _texts(given: Iterable[str]) -> list[str]:
    """A list of texts; one text alone would be taken for its letters."""
    return [given] if isinstance(given, str) else list(given)
