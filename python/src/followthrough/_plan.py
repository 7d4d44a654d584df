"""A plan: everything that an answer follows from, and the questions that can be asked of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, timedelta
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from ._check import checked, refused, settle, share, whole_length, wrong
from ._errors import ArgumentTypeError, FileError
from ._native import Plan as Native
from ._native import nearest
from ._pipeline import Pipeline
from ._values import WORKWEEK, Away, Block, Cadence, Channel, Interval, Prospect, Weekday
from ._what_if import WhatIf

if TYPE_CHECKING:
    from ._advice import Advice
    from typing import Unpack

    from ._answers import Admit, Check, Fit, Triage, Violation
    from ._busy import TakenTime
    from ._changes import BlockChanges, PlanChanges, Stream
    from ._desk import Desk
    from ._log import LogRow
    from ._parts import Policy
    from ._schedule import Schedule
    from ._table import Table
    from ._track import CatchUp, Replan, State, Today, Track

__all__ = ["Horizon", "Plan"]

Horizon = Literal["day", "week", "month", "quarter"] | date
LostDays = Literal["shift", "keep"]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False, repr=False)
class Plan(WhatIf):
    """One rep's calendar, the cadences that every started prospect is promised, and the prospects in flight.

    Attributes:
        name: What the plan is called.
        timezone: The zone of its days and clock times.
        first_day: Day one: the day on which the plan is asked.
        workweek: Weekdays on which work is done; at least one.
        holidays: Days on which none is.
        away: Days away, with what becomes of windows then.
        reserve: The share of each block that is kept free, from 0 to below 1.
        min_segment: Pieces of a block shorter than so long are not used; in whole seconds.
        lost_days: Whether windows `shift` past workdays without usable time, or `keep`.
        channels: Effort, cap and contact hours by name, where they are not the usual ones.
        blocks: Time on the calendar that is dedicated to a category.
        cadences: What every started prospect is promised.
        mix: How many of how many prospects go on which cadence, by name; may be empty where there is one cadence.
        expected_answers: How many answers a full week is expected to bring; time for their work is kept free.
        pipeline: Who is owed what: a list of `Prospect`, or a frame with the columns of `pipeline.csv`.
        busy: Time that is taken, as intervals.
        log: Touches that were made: a list of `LogRow`, a frame with the columns of `log.csv`, or the path of such a
            file.

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

    In a table that is given as `pipeline` a column `count` says how many prospects a row stands for, and a table without
    `id` is counted into one row for each kind of prospect. A table is whatever speaks Arrow: a frame of polars, pandas or
    pyarrow. Every question is asked of the pipeline with what the log knows beyond it; `pipeline` itself stays as it was given.
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
    expected_answers: int = 0
    pipeline: Sequence[Prospect] = ()
    busy: Sequence[Interval] = ()
    log: Any = ()
    _native: Native = field(init=False, repr=False)
    _path: str | None = field(init=False, repr=False, default=None)

    if TYPE_CHECKING:
        # A table is taken for the pipeline and the log, which are rows when they are looked at.
        def __init__(
            self,
            *,
            name: str,
            timezone: ZoneInfo,
            first_day: date,
            workweek: Sequence[Weekday] = WORKWEEK,
            holidays: Collection[date] = (),
            away: Sequence[Away] = (),
            reserve: float = 0.0,
            min_segment: timedelta = timedelta(minutes=5),
            lost_days: LostDays = "shift",
            channels: Mapping[str, Channel] = ...,
            blocks: Sequence[Block] = (),
            cadences: Sequence[Cadence] = (),
            mix: Mapping[str, int] = ...,
            expected_answers: int = 0,
            pipeline: Sequence[Prospect] | Stream = (),
            busy: Sequence[Interval] = (),
            log: Sequence[LogRow] | Stream | str | PathLike[str] = (),
        ) -> None: ...

    def __post_init__(self) -> None:
        self._settle(None)

    def _settle(self, base: Native | None) -> None:
        """Checks every field, and makes the native plan of them; `base` is that of the plan that this one is like."""
        from ._log import log_given, log_of

        frame = self.pipeline
        if hasattr(frame, "__arrow_c_stream__"):
            # What the table is read by is looked at first.
            object.__setattr__(self, "pipeline", ())
        object.__setattr__(self, "log", log_given(self.log))
        settle(self)
        self._in_range()
        if frame is not self.pipeline and hasattr(frame, "__arrow_c_stream__"):
            names = [cadence.name for cadence in self.cadences]
            object.__setattr__(self, "pipeline", Pipeline._read(frame, self.timezone, names))
        native = Native.of(self, base)
        object.__setattr__(self, "_native", native)
        object.__setattr__(self, "log", log_of(native.log()))

    def _in_range(self) -> None:
        share("reserve", self.reserve)
        whole_length("min_segment", self.min_segment)
        if not 0 <= self.expected_answers <= 10_000:
            raise wrong("expected_answers", self.expected_answers, "a whole number from 0 to 10000")
        if not self.workweek:
            raise wrong("workweek", self.workweek, "at least one weekday")

    @classmethod
    @checked
    def read(
        cls, path: str | PathLike[str], *, today: date | None = None, owner: str | None = None
    ) -> Plan:
        """Reads a plan (TOML or JSON) with the tables and calendars that it names.

        `today` is day one, instead of the plan's; `owner` picks rows of the pipeline. Files are read once: what changes
        on the disk later does not change the plan. `busy` and days away show what calendars say of two years.

        Raises `DocumentError` where plan or tables are wrong, `CalendarError` where a calendar is, `MissingFileError`
        where a file is not there.

        >>> plan = Plan.read("docs/examples/sdr/plan.toml", today=date(2026, 11, 24))
        >>> plan.name, plan.first_day
        ('SDR desk 7', datetime.date(2026, 11, 24))
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
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)
            from ._log import log_of

            for part, value in self._native.parts().items():
                object.__setattr__(self, part, Pipeline._of(value) if part == "pipeline" else value)
            object.__setattr__(self, "log", log_of(self._native.log()))
            settle(self)
            return object.__getattribute__(self, name)

    @property
    def notices(self) -> tuple[str, ...]:
        """What reading the files had to say: a block no touch uses, a zone nobody knows. Not part of any answer.

        >>> Plan.read("docs/examples/worked/plan.toml").notices
        ()
        """
        return tuple(self._native.warnings())

    def replace(self, **changes: Unpack[PlanChanges]) -> Plan:
        """This plan with some of its fields changed. What was read from files is kept as it was read.

        Raises `ArgumentTypeError` for a field that a plan has not, and what building a plan raises.

        >>> plan = Plan.read("docs/examples/solo/plan.toml")
        >>> plan.replace(reserve=0.0).fit().number >= plan.fit().number
        True
        """
        known = {name: getattr(self, name) for name in _FIELDS}
        unknown = set(changes) - set(known)
        if unknown:
            named = ", ".join(sorted(unknown))
            raise ArgumentTypeError(f"a plan has no {named}, expected some of {', '.join(_FIELDS)}", named)
        if all(changed is known[name] for name, changed in changes.items()):
            return self
        return _build({**known, **changes}, self._native)

    @checked
    def with_block(self, block: str, **changes: Unpack[BlockChanges]) -> Plan:
        """The plan with one block changed, by its name or, where it has none, by its categories and start.

        Changes are fields of `Block`. Raises `ArgumentError` where the plan has no such block, or several, and
        `ArgumentTypeError` for a field that a block has not.

        >>> from datetime import timedelta
        >>> plan = Plan.read("docs/examples/worked/plan.toml")
        >>> [block.label for block in plan.blocks]
        ['calling 09:00']
        >>> plan.with_block("calling 09:00", length=timedelta(hours=2)).fit().number
        10
        """
        at = _the_one("block", block, [one.label for one in self.blocks])
        known = [one.name for one in fields(Block)]
        for name in changes:
            if name not in known:
                raise ArgumentTypeError(f"a block has no {name}, expected some of {', '.join(known)}", name)
        blocks = list(self.blocks)
        blocks[at] = replace(blocks[at], **changes)
        return self.replace(blocks=blocks)

    @checked
    def without(self, name: str) -> Plan:
        """The plan without a cadence, its part of the mix and its prospects; or without a block, by its label.

        Raises `ArgumentError` where the plan has neither of that name.

        >>> plan = Plan.read("docs/examples/sdr/plan.toml")
        >>> [cadence.name for cadence in plan.without("midmarket").cadences]
        ['outbound']
        >>> len(plan.without("calling 10:00").blocks) == len(plan.blocks) - 1
        True
        """
        cadences = [cadence.name for cadence in self.cadences]
        blocks = [block.label for block in self.blocks]
        at = _the_one("name", name, cadences + blocks)
        if at >= len(cadences):
            at -= len(cadences)
            return self.replace(blocks=[block for index, block in enumerate(self.blocks) if index != at])
        return self.replace(
            cadences=[cadence for cadence in self.cadences if cadence.name != name],
            mix={cadence: part for cadence, part in self.mix.items() if cadence != name},
            pipeline=[prospect for prospect in self.pipeline if prospect.cadence != name],
        )

    @checked
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

        Raises `ArgumentTypeError` or `ArgumentError` for an argument that is of another kind or cannot be,
        `PlanError` where the plan and the question do not go together.

        >>> fit = Plan.read("docs/examples/worked/plan.toml").fit()
        >>> fit.number, fit.unit, fit.proved
        (5, 'per_full_week', True)
        """
        from ._answers import Fit

        return Fit._of(self._native.fit(policy, horizon, progress, effort == "log"))

    @checked
    def check(self, count: int, horizon: Horizon | None = None) -> Check:
        """What becomes of `count` prospects started over a span, the first workday unless given.

        The span is the horizon that `fit` takes: "day", "week", "month", "quarter" or its last day. The answer calls it `over`.

        Raises `ArgumentTypeError` or `ArgumentError` for an argument that is of another kind or cannot be,
        `PlanError` where the plan and the question do not go together.

        >>> check = Plan.read("docs/examples/worked/plan.toml").check(100)
        >>> check.fits, check.kept
        (False, 12)
        """
        from ._answers import Check

        return Check._of(self._native.check(count, horizon))

    @checked
    def admit(self, cadence: str, day: date | None = None, *, ready: bool = False) -> Admit:
        """Whether one more prospect may be started on `day` (day one where not given), and if not, when.

        `ready` says that its prep is done. To ask for one after the other, make a `desk`.

        Raises `ArgumentTypeError` or `ArgumentError` for an argument that is of another kind or cannot be,
        `PlanError` where the plan and the question do not go together.

        >>> Plan.read("docs/examples/worked/plan.toml").admit("calls").admitted
        True
        """
        return self.desk().admit(cadence, day, ready=ready)

    @checked
    def desk(self, horizon: Horizon | None = None) -> Desk:
        """A desk at which prospects are let in one at a time, beside all that is owed to the pipeline.

        Raises `ArgumentTypeError` or `ArgumentError` for an argument that is of another kind or cannot be,
        `PlanError` where the plan and the question do not go together.

        >>> Plan.read("docs/examples/worked/plan.toml").desk().start("lead 1", "calls").admitted
        True
        """
        from ._desk import Desk

        return Desk(self._native.desk(horizon))

    @checked
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

        Raises `ArgumentTypeError` or `ArgumentError` for an argument that is of another kind or cannot be,
        `PlanError` where the plan and the question do not go together.

        >>> advice = Plan.read("docs/examples/worked/plan.toml").advise(6)
        >>> print(advice.remedies[0])
        Add 60 min more calling a week, on Monday and Tuesday: 6 fit. Proved: less time would not do.
        >>> advice.at_least
        datetime.timedelta(seconds=3600)
        """
        from ._advice import Advice

        return Advice._of(self._native.advise(target, policy, horizon, progress))

    def triage(self) -> Triage:
        """Whom to let go so that what is owed to the others is on time.

        >>> Plan.read("docs/examples/sdr/plan.toml").triage().count.all
        0
        """
        from ._answers import Triage

        return Triage._of(self._native.triage())

    @checked
    def schedule(self, fit: Fit | None = None, *, now: datetime | None = None) -> Schedule:
        """What to do when, in order, with names and clock times; of `fit`, or of `plan.fit()`.

        `now` is a time of day one, with its zone: blocks that have begun by then take nothing new, and what they held is
        due later or told by the day's `not_today`.

        Raises `ArgumentTypeError` or `ArgumentError` for an argument that is of another kind or cannot be,
        `PlanError` where the plan and the question do not go together. A `fit` of another plan is a
        `PlanError` with the code `other_plan`.

        >>> schedule = Plan.read("docs/examples/worked/plan.toml").schedule()
        >>> schedule.days[0].items
        1
        """
        now = None if now is None else now.astimezone(UTC)
        given = (self.fit() if fit is None else fit)._given
        from ._schedule import Schedule

        return Schedule._of(self._native.schedule(given, now), self, given, now)

    @checked
    def taken(self, first: date | None = None, last: date | None = None) -> Table[TakenTime]:
        """Which event takes what from which block, by day: why a block has less time than it is long.

        `first` and `last` are both included: day one, and the last day that `fit()` looks at, where not given. Events are
        read from the calendars as the plan says: what is ignored, declined or free takes nothing. Days away take whole
        days, on which no block counts, and are in `away`.

        Raises `ArgumentTypeError` for anything but a day, `ArgumentError` where `last` is before `first`, `PlanError` where
        the calendars do not reach so far.

        >>> taken = Plan.read("docs/examples/sdr/plan.toml").taken(date(2026, 11, 23), date(2026, 11, 24))
        >>> [(one.block, one.event, one.length // timedelta(minutes=1)) for one in taken]
        [('calling 10:00', 'Desk stand-up', 15), ('calling 15:30', 'Dentist', 60)]
        """
        from ._busy import taken

        return taken(self, first, last)

    def state(self) -> State:
        """The pipeline with what the log knows beyond it, and where the two contradict each other.

        >>> Plan.read("docs/examples/sdr/plan.toml").state().prospects()[0].next_touch
        10
        """
        from ._track import State

        return State._of(self._native.tracked("state", 0, None))

    @checked
    def today(self, morning: Schedule | None = None) -> Today:
        """The list of day one as it stood in the morning, and what of it is done, left, new and gone.

        `morning` is the plan of that morning, where it was kept: then what a newer export changed is told as well.

        Raises `ArgumentTypeError` or `ArgumentError` for an argument that is of another kind or cannot be,
        `PlanError` where the plan and the question do not go together.

        >>> today = Plan.read("docs/examples/sdr/plan.toml").today()
        >>> today.done, today.total
        (0, 25)
        """
        from ._track import Today

        return Today._of(self._native.tracked("today", 0, _written(morning)))

    @checked
    def replan(self, previous: Schedule | None = None) -> Replan:
        """What the plan of day one changes of an earlier one, and why; of that of the workday before unless given.

        Among equal plans the earlier places win.

        Raises `ArgumentTypeError` or `ArgumentError` for an argument that is of another kind or cannot be,
        `PlanError` where the plan and the question do not go together.

        >>> print(str(Plan.read("docs/examples/sdr/plan.toml").replan()).split(",")[0].strip())
        Since the morning of Fri 20 Nov: 207 touches stay where they were
        """
        from ._track import Replan

        return Replan._of(self._native.tracked("replan", 0, _written(previous)))

    @checked
    def catch_up(self, within: int = 5) -> CatchUp:
        """What is overdue, when it is made up for within so many workdays, and what that costs in new starts.

        Raises `ArgumentTypeError` or `ArgumentError` for an argument that is of another kind or cannot be,
        `PlanError` where the plan and the question do not go together.

        >>> Plan.read("docs/examples/sdr/plan.toml").catch_up().starts
        10
        """
        from ._track import CatchUp

        return CatchUp._of(self._native.tracked("catch_up", within, None))

    @checked
    def track(self, *, seed: int = 1) -> Track:
        """Promises kept and broken with their causes, where the time went, and what brings answers.

        `seed` is what the samples of intervals are drawn with.

        Raises `ArgumentTypeError` or `ArgumentError` for an argument that is of another kind or cannot be,
        `PlanError` where the plan and the question do not go together.

        >>> track = Plan.read("docs/examples/sdr/plan.toml").track()
        >>> track.total.started, track.kept_rate
        (65, 0.59375)
        """
        from ._track import Track

        return Track._of(self._native.tracked("track", seed, None))

    @checked
    def verify(self, fit: Fit) -> tuple[Violation, ...]:
        """Everything that is wrong with an answer's placement, judged from this plan alone; nothing where it holds.

        Raises `ArgumentTypeError` or `ArgumentError` for an argument that is of another kind or cannot be,
        `PlanError` where the plan and the question do not go together.

        >>> plan = Plan.read("docs/examples/worked/plan.toml")
        >>> plan.verify(plan.fit())
        ()
        """
        from ._answers import Violation

        found = self._native.verify(fit._given)
        return tuple(Violation(code=code, message=message) for code, message in found)

    def to_toml(self) -> str:
        """The plan as a plan file in TOML, which the command line, `Plan.from_texts` and the column `plan` of `fit_many` read.

        It names `pipeline.csv`, `log.csv` and `busy.ics` where the plan has any: `to_texts` has them, and `write` writes all.

        >>> text = Plan.read("docs/examples/worked/plan.toml").to_toml()
        >>> Plan.from_texts(text).fit().number
        5
        """
        return self.to_texts()["plan"]

    def to_texts(self) -> dict[str, str]:
        """The plan as `plan` and, where it has them, `pipeline`, `log` and `busy`: texts of the files that `plan` names.

        They are a row of the table that `fit_many` takes. A row of the pipeline that stands for several prospects is
        written once for each; calendars are those of two years from day one.

        >>> plan = Plan.read("docs/examples/sdr/plan.toml")
        >>> sorted(plan.to_texts())
        ['busy', 'log', 'pipeline', 'plan']
        """
        plan, *others = self._native.texts()
        assert plan is not None
        named = zip(("pipeline", "log", "busy"), others, strict=True)
        return {"plan": plan} | {name: text for name, text in named if text is not None}

    @classmethod
    @checked
    def from_texts(
        cls, plan: str, *, pipeline: str | None = None, log: str | None = None, busy: str | None = None
    ) -> Plan:
        """The plan of a plan file's text (TOML or JSON), and of the texts of the one table, log and calendar that it names.

        Raises `DocumentError` and `PlanError` where a text is wrong.

        >>> texts = Plan.read("docs/examples/sdr/plan.toml").to_texts()
        >>> Plan.from_texts(**texts).fit().number
        10
        """
        named = {"plan.toml": plan, "pipeline.csv": pipeline, "log.csv": log, "busy.ics": busy}
        files = [(name, text.encode()) for name, text in named.items() if text is not None]
        return cls._of(Native.of_files(files, None, None), "plan.toml")

    @checked
    def write(self, path: str | PathLike[str], *, replace: bool = False) -> tuple[str, ...]:
        """Writes the plan file, and beside it the tables and the calendar that it names; returns the paths.

        Raises `FileError`, and writes nothing, where one of them is there and `replace` is False, or a file cannot be
        written.

        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     paths = Plan.read("docs/examples/worked/plan.toml").write(f"{folder}/plan.toml")
        ...     Plan.read(paths[0]).fit().number
        5
        """
        from pathlib import Path

        target = Path(path)
        names = {"plan": target.name, "pipeline": "pipeline.csv", "log": "log.csv", "busy": "busy.ics"}
        files = {target.with_name(names[kind]): text for kind, text in self.to_texts().items()}
        begun: list[Path] = []
        try:
            there = [str(file) for file in files if file.exists()]
            if there and not replace:
                raise FileError(f"{', '.join(there)}: there already, expected none of them, or replace=True")
            for file, text in files.items():
                half = file.with_name(f".{file.name}.writing")
                begun.append(half)
                half.write_bytes(text.encode())
            for file, half in zip(files, begun, strict=True):
                half.replace(file)
        except FileError:
            raise
        except OSError as error:
            raise FileError(f"{target} cannot be written: {error.strerror}") from error
        finally:
            for half in begun:
                half.unlink(missing_ok=True)
        return tuple(map(str, files))

    def to_dict(self) -> dict[str, Any]:
        """The plan as a dict of strings, numbers, lists and dicts, which JSON can hold: what `from_dict` reads.

        `plan` is the tree of the plan file; `pipeline`, `log` and `busy` are the texts of the files that it names.

        >>> plan = Plan.read("docs/examples/worked/plan.toml")
        >>> Plan.from_dict(plan.to_dict()) == plan
        True
        """
        import tomllib

        texts: dict[str, Any] = dict(self.to_texts())
        return texts | {"plan": _plain(tomllib.loads(texts["plan"]))}

    @classmethod
    @checked
    def from_dict(cls, tree: Mapping[str, Any]) -> Plan:
        """The plan that `to_dict` wrote.

        Raises `ArgumentError` where `plan` is missing or a key is not known, `DocumentError` where a part is wrong.

        >>> Plan.from_dict(Plan.read("docs/examples/worked/plan.toml").to_dict()).fit().number
        5
        """
        import json

        unknown = [name for name in tree if name not in ("plan", "pipeline", "log", "busy")]
        if unknown or "plan" not in tree:
            raise wrong("tree", sorted(tree), "the keys 'plan' and, where there are any, 'pipeline', 'log' and 'busy'")
        texts = {name: tree[name] for name in ("pipeline", "log", "busy") if name in tree}
        plan = tree["plan"]
        if not isinstance(plan, Mapping):
            raise refused("tree['plan']", plan, "a dict")
        return cls.from_texts(json.dumps(plan, default=dict), **texts)

    def _shown(self) -> str:
        values = {name: getattr(self, name) for name in _FIELDS}
        values["log"] = tuple(self.log)
        parts = ", ".join(f"{name}={value!r}" for name, value in values.items())
        return f"Plan({parts})"

    def __repr__(self) -> str:
        if self._path is None:
            return self._shown()
        files = self._native.files()
        owner = None if files is None else files[2]
        named = "" if owner is None else f", owner={owner!r}"
        return f"Plan.read({self._path!r}, today={self.first_day!r}{named})"

    def __str__(self) -> str:
        zone = self.timezone.key
        parts = [(len(self.blocks), "block"), (len(self.cadences), "cadence"), (len(self.pipeline), "prospect")]
        counted = ", ".join(f"{many:,} {what}{'' if many == 1 else 's'}" for many, what in parts)
        return f"{self.name}, from {self.first_day} in {zone}: {counted}"

    def _repr_html_(self) -> str:
        from ._html import plan

        return plan(self)

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


def _the_one(argument: str, name: str, known: list[str]) -> int:
    """Where a name stands; an error where it stands nowhere, or more than once."""
    places = [index for index, one in enumerate(known) if one == name]
    if len(places) == 1:
        return places[0]
    if places:
        raise wrong(argument, name, f"a name that only one has, {len(places)} have this one")
    meant = nearest(name, known)
    hint = f"; did you mean {meant!r}?" if meant else ""
    raise wrong(argument, name, f"one of {', '.join(map(repr, known))}{hint}")


def _written(schedule: Schedule | None) -> str | None:
    """A schedule as the JSON that it was made of."""
    return None if schedule is None else schedule._text


def _plain(value: Any) -> Any:
    """A tree of TOML with its days as JSON has them."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


_FIELDS = tuple(one.name for one in fields(Plan) if one.init)


def _build(parts: dict[str, Any], base: Native | None = None) -> Plan:
    """The plan of all its parts; `base` is that of the plan that it is like."""
    plan = object.__new__(Plan)
    for name, value in parts.items():
        object.__setattr__(plan, name, value)
    object.__setattr__(plan, "_path", None)
    plan._settle(base)
    return plan


def _load(path: str, files: list[tuple[str, bytes]], today: date | None, owner: str | None) -> Plan:
    return Plan._of(Native.of_files(files, today, owner), path)
