"""Whatever is given to a public name is answered, or refused by a sentence that names the argument.

Names, fields and arguments are found by looking, and what is right for one is told from its annotation: a name that is
new is asked as all others are. What decides here shares no code with what decides in the package.
"""

from __future__ import annotations

import collections.abc
import inspect
import math
import os
import sys
import types
import typing
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import polars
import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes

import followthrough as ft
from followthrough import _changes

HOUR = timedelta(hours=1)
NAMES: dict[str, Any] = {name: getattr(ft, name) for name in ft.__all__}
CLASSES = {name: thing for name, thing in NAMES.items() if inspect.isclass(thing)}
# What a caller makes and annotations alone do not tell how: right arguments of each.
MADE: dict[str, dict[str, Any]] = {
    "Touch": {"channel": "call"},
    "Prep": {"category": "research", "effort": HOUR, "ahead": 1},
    "ReplyWork": {"category": "research", "effort": HOUR, "within": 1},
    "Repeat": {"after": 5, "channel": "call"},
    "Cadence": {"name": "calls", "touches": [ft.Touch(channel="call", effort=HOUR)]},
    "Hours": {"from_": time(9), "to": time(17)},
    "Block": {"categories": ["calling"], "days": ["mon"], "start": time(9), "length": HOUR},
    "Away": {"from_": date(2027, 1, 4), "to": date(2027, 1, 5)},
    "Prospect": {"id": "A", "cadence": "calls", "stage": "new"},
    "Interval": {"start": datetime(2027, 1, 4, tzinfo=UTC), "end": datetime(2027, 1, 5, tzinfo=UTC)},
    "WeeklyMeeting": {"days": ["mon"], "start": time(9), "length": HOUR},
    "LogRow": {"date": date(2027, 1, 4), "id": "A", "channel": "call", "outcome": "done"},
    "Plan": {"name": "desk", "timezone": ZoneInfo("America/New_York"), "first_day": date(2027, 1, 4)},
}
# The same of functions and methods.
ASKED: dict[str, dict[str, Any]] = {
    "busy": {"paths": "busy.ics", "start": datetime(2027, 1, 4, tzinfo=UTC), "end": datetime(2027, 1, 5, tzinfo=UTC)},
    "grid": {"reserve": [0.0]},
    "ask_many": {"question": "triage"},
    "Plan.with_block": {"block": "calling 09:00"},
    "Plan.confidence": {"scenarios": 100},
    "Plan.simulate": {"scenarios": 1},
}
# What writes, or takes long, is not asked only to have an answer.
SLOW = {"write", "confidence", "simulate", "sla"}
# Exceptions are raised, not made, and what an alias stands for is tried where it is meant.
NOT_MADE = {name for name, kind in CLASSES.items() if issubclass(kind, Exception)} | {"Problem"}


class Slot(NamedTuple):
    """One argument of one public name."""

    name: str
    argument: str
    hint: Any
    # Asks with one value in that place.
    ask: Callable[[Any], object]

    def __repr__(self) -> str:
        return f"{self.name}({self.argument})"


def hint_of(annotation: object, home: object) -> Any:
    """What an annotation means where it is written."""
    space = {**vars(typing), **vars(collections.abc), **vars(_changes), "Axes": Axes, **NAMES, **vars(sys.modules[getattr(home, "__module__")])}
    return eval(annotation, space, dict(NAMES)) if isinstance(annotation, str) else annotation


def is_right(value: object, hint: Any) -> bool:
    """Whether a value is of the kind that a hint tells."""
    if hint is Any or hint is object:
        return True
    if hint is None or hint is type(None):
        return value is None
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return isinstance(value, str) and value in inside
    if origin in (typing.Union, types.UnionType):
        return any(is_right(value, one) for one in inside)
    if hint is bool or hint is str or hint is timedelta or hint is time or hint is datetime:
        return isinstance(value, hint)
    if hint is int:
        return hasattr(type(value), "__index__") and not isinstance(value, bool)
    if hint is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if hint is date:
        return isinstance(value, date) and not isinstance(value, datetime)
    if hint is ZoneInfo:
        return isinstance(value, ZoneInfo) and value.key is not None
    if origin is collections.abc.Callable or hint is collections.abc.Callable:
        return callable(value)
    if origin is os.PathLike or hint is os.PathLike:
        return isinstance(value, os.PathLike)
    if isinstance(origin, type) and issubclass(origin, collections.abc.Mapping):
        of = inside[-1]
        return isinstance(value, collections.abc.Mapping) and all(is_right(one, of) for one in value.values())
    if origin is tuple and inside[-1:] != (...,):
        return isinstance(value, (tuple, list)) and len(value) == len(inside) and all(map(is_right, value, inside))
    if isinstance(origin, type) and issubclass(origin, collections.abc.Iterable) and origin.__module__ in ("collections.abc", "builtins"):
        if isinstance(value, (str, bytes, bytearray, collections.abc.Mapping)) or not hasattr(value, "__iter__"):
            return False
        return not isinstance(value, (list, tuple, set)) or all(is_right(one, inside[0]) for one in value)
    if getattr(hint, "_is_protocol", False):
        return hasattr(value, "__arrow_c_stream__") or hasattr(value, "__arrow_c_array__")
    return isinstance(value, origin or hint)


def right(hint: Any) -> Any:
    """A value of the kind that a hint tells."""
    plain: dict[Any, Any] = {str: "calls", int: 1, float: 0.5, bool: True, date: date(2027, 1, 4), time: time(9), timedelta: HOUR}
    plain |= {datetime: datetime(2027, 1, 4, tzinfo=UTC), ZoneInfo: ZoneInfo("America/New_York"), Any: 1, object: 1}
    if hint in plain:
        return plain[hint]
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return inside[0]
    if origin in (typing.Union, types.UnionType):
        return None if type(None) in inside else right(next(one for one in inside if not getattr(one, "_is_protocol", False)))
    if origin is collections.abc.Callable:
        return print
    if isinstance(origin, type) and issubclass(origin, collections.abc.Mapping):
        return {}
    if origin is tuple and inside[-1:] != (...,):
        return tuple(map(right, inside))
    if isinstance(origin, type) and issubclass(origin, collections.abc.Iterable):
        return ()
    kind = origin or hint
    found = next((one for known, one in living().items() if issubclass(known, kind)), None)
    return kind(**arguments(kind)) if found is None else found


def arguments(kind: type) -> dict[str, Any]:
    """Right arguments of a class, where it needs any."""
    if kind.__name__ in MADE:
        return MADE[kind.__name__]
    needed = [one for one in inspect.signature(kind).parameters.values() if one.default is one.empty]
    return {one.name: right(hint_of(one.annotation, kind)) for one in needed}


@cache
def living() -> dict[type, Any]:
    """A value of each class that only the package makes: everything that a plan is asked for gives one."""
    plan = ft.Plan.read(ROOT / "docs/examples/worked/plan.toml")
    fit = plan.fit()
    frame = ft.fit_many(polars.DataFrame({"plan": [plan.to_toml()]}))
    found: dict[type, Any] = {type(one): one for one in (plan, fit, fit.starts(), frame, plan.schedule(), ft.Named({"a": 1}))}
    logged = plan.replace(pipeline=polars.DataFrame({"id": ["A"], "cadence": ["calls"], "stage": ["new"]}))
    found[type(logged.pipeline)] = logged.pipeline
    found[ft.Remedy] = plan.advise(6).remedies[0]
    for name, function in own(ft.Plan):
        needed = [one for one in list(inspect.signature(function).parameters.values())[1:] if one.default is one.empty and one.kind.name != "VAR_KEYWORD"]
        if isinstance(inspect.getattr_static(ft.Plan, name), classmethod) or name in SLOW:
            continue
        given: dict[str, Any] = {}
        for one in needed:
            hint = hint_of(one.annotation, ft.Plan)
            given[one.name] = found[hint] if hint in found else right_plain(hint)
        try:
            answer = getattr(plan, name)(**given)
        except ft.FollowthroughError:
            continue
        found.setdefault(type(answer), answer)
    return found


def right_plain(hint: Any) -> Any:
    return {str: "calls", int: 1, float: 0.5}.get(hint, ())


def own(kind: type) -> Iterator[tuple[str, Callable[..., object]]]:
    """The public methods of a class that are its own."""
    for base in kind.__mro__:
        # What a class has of one that is not public is its own.
        if base is not kind and (base.__name__ in NAMES or not base.__module__.startswith("followthrough.")):
            continue
        for name, value in vars(base).items():
            function = getattr(value, "__func__", value)
            if not name.startswith("_") and inspect.isfunction(function):
                yield name, inspect.unwrap(function)


def of_function(name: str, ask: Callable[..., object], function: Callable[..., object], good: dict[str, Any]) -> Iterator[Slot]:
    """A slot for each argument of a function."""
    parameters = [one for one in inspect.signature(function).parameters.values() if one.name not in ("self", "cls")]
    needed = {one.name: one for one in parameters if one.default is one.empty and one.kind not in (one.VAR_KEYWORD, one.VAR_POSITIONAL)}
    good = {one: right(hint_of(parameter.annotation, function)) for one, parameter in needed.items()} | good
    several = next((one.name for one in parameters if one.kind is one.VAR_POSITIONAL), None)
    for one in parameters:
        hint = hint_of(one.annotation, function)
        if one.kind is one.VAR_KEYWORD:
            inside = typing.get_args(hint)
            for field, kind in inside[0].__annotations__.items() if inside else ():
                kind = kind.__forward_arg__ if isinstance(kind, typing.ForwardRef) else kind
                yield Slot(name, field, hint_of(kind, inside[0]), lambda value, field=field: ask(**{**good, field: value}))
            for field in () if inside else good.keys() - needed.keys():
                yield Slot(name, field, collections.abc.Sequence[Any] | collections.abc.Mapping[str, Any], lambda value, field=field: ask(**{**good, field: value}))
        elif one.name == several and hint is Any:
            # Handed on as it is, after what is before it.
            continue
        elif one.name == several:
            others = {key: value for key, value in good.items() if key != several}
            yield Slot(name, one.name, hint, lambda value, others=others: ask(value, **others))
        else:
            first = () if several not in good else (good[several],)
            others = {key: value for key, value in good.items() if key not in (several, one.name)}
            yield Slot(name, one.name, hint, lambda value, one=one, first=first, others=others: ask(*first, **{**others, one.name: value}))


def takes(kind: type) -> bool:
    """Whether a class is made by whoever asks: one that is not says so by its annotations."""
    return not any("Never" in str(one.annotation) for one in inspect.signature(kind).parameters.values())


def slots() -> Iterator[Slot]:
    """Every argument of every public class, function and method."""
    for name, thing in NAMES.items():
        if inspect.isfunction(thing):
            yield from of_function(name, thing, inspect.unwrap(thing), ASKED.get(name, {}))
        if name not in CLASSES or name in NOT_MADE:
            continue
        made = [field for field in fields(thing) if field.init] if is_dataclass(thing) and takes(thing) else []
        if made:
            good = arguments(thing)
            for field in made:
                if not field.name.startswith("_"):
                    hint = hint_of(field.type, thing)
                    yield Slot(name, field.name, hint, lambda value, thing=thing, good=good, field=field: thing(**{**good, field.name: value}))
        for method, function in own(thing):
            if set(inspect.signature(function).parameters) <= {"self", "cls"}:
                continue
            bound = getattr(thing if isinstance(inspect.getattr_static(thing, method), classmethod) else right(thing), method)
            yield from of_function(f"{name}.{method}", bound, function, ASKED.get(f"{name}.{method}", {}))


SLOTS = list(slots())
BY_NAME: dict[str, list[Slot]] = {}
for slot in SLOTS:
    BY_NAME.setdefault(slot.name, []).append(slot)

class Whole:
    """Values of it are whole numbers; it is not one itself."""

    def __init__(self, *given: object) -> None:
        self.given = given

    def __index__(self) -> int:
        return len(self.given)


# One value of every kind that is easily mixed up with another, and those at the ends of their kinds.
ODD: dict[str, Any] = {
    "None": None, "yes": True, "no": False, "nothing": 0, "whole": 3, "negative": -1, "largest": 2**32 - 1, "huge": 2**40, "beyond": 10**400,
    "fraction": 0.5, "nan": math.nan, "inf": math.inf, "decimal": Decimal("0.5"), "complex": 1j,
    "text": "no such word", "no text": "", "half a letter": "\ud800", "zero": "a\0b", "line": "a\nb", "long": "x" * 100_000, "bytes": b"x",
    "day": date(2027, 1, 4), "first day": date.min, "last day": date.max, "datetime": datetime(2027, 1, 4),
    "instant": datetime(2027, 1, 4, tzinfo=UTC), "first instant": datetime.min.replace(tzinfo=timezone(HOUR)),
    "last instant": datetime.max.replace(tzinfo=timezone(-HOUR)), "clock": time(9), "clock of a zone": time(9, tzinfo=UTC), "clock of a part": time(9, 0, 0, 5),
    "length": HOUR, "negative length": -HOUR, "longest": timedelta.max, "shortest": timedelta.min, "part of a second": timedelta(microseconds=5),
    "zone": ZoneInfo("America/New_York"), "utc": UTC, "no list": [], "list": [object()], "nested": [[["x"]]], "texts": ["x", "y"], "days": [date(2027, 1, 4)],
    "set": {3}, "dict": {"x": object()}, "dict of numbers": {1: 2}, "object": object(), "class": Whole, "path": Path("no/such/file"), "function": print,
    "touch": ft.Touch(channel="call"), "prospects": [ft.Prospect(id="A", cadence="calls", stage="new")], "frame": polars.DataFrame({"x": [1]}), "fit": living()[ft.Fit], "plan": living()[ft.Plan],
}  # fmt: skip
ANYTHING = st.one_of(
    st.sampled_from(list(ODD.values())), st.none(), st.booleans(), st.integers(), st.floats(), st.decimals(), st.text(), st.binary(),
    st.dates(), st.datetimes(), st.datetimes(timezones=st.timezones()), st.times(), st.timedeltas(), st.timezones(), st.complex_numbers(),
    st.lists(st.one_of(st.integers(), st.text(), st.dates()), max_size=3), st.dictionaries(st.text(), st.one_of(st.none(), st.integers()), max_size=2),
    st.sampled_from(["level", "once", "max", "day", "week", "month", "quarter", "busy", "free", "mon", "shift", "keep", "calls", "calling 09:00"]),
    st.tuples(st.dates(), st.dates()), st.sets(st.integers(), max_size=2),
)  # fmt: skip


def judge(slot: Slot, value: object) -> None:
    """Asks with a value: it is answered or refused in the family, and refused by name where it is of another kind."""
    # Large targets are answered, but not in no time.
    if slot.name in ("Plan.advise", "Plan.check") and isinstance(value, int) and 1000 < value < 2**32:
        value = value % 1000
    fits = is_right(value, slot.hint)
    try:
        slot.ask(value)
    except ft.FollowthroughError as error:
        assert not isinstance(error, ft.InternalError), (slot, value, error)
        assert isinstance(error, (TypeError, ValueError, OSError)), (slot, value, error)
        said = str(error)
        assert said and not any(inner in said for inner in ("failed to extract", "NoneType", "_native", "Traceback")), (slot, value, said)
        if not fits:
            assert isinstance(error, (ft.ArgumentError, ft.ArgumentTypeError, ft.TimeError)), (slot, value, error)
            assert slot.argument in said and "expected" in said, (slot, value, said)
            assert isinstance(error, ft.TimeError) or slot.argument in error.argument, (slot, value, error.argument)
    except ImportError:
        assert slot.name.endswith(".plot")
    else:
        assert fits, (slot, value, "is taken")


@pytest.fixture(autouse=True)
def elsewhere(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written is written nowhere that matters."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", BY_NAME)
@pytest.mark.filterwarnings("ignore")
def test_a_value_of_each_kind_is_answered_or_refused_by_name(name: str) -> None:
    for slot in BY_NAME[name]:
        for value in ODD.values():
            judge(slot, value)


@pytest.mark.parametrize("name", BY_NAME)
@pytest.mark.filterwarnings("ignore")
@settings(max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_is_given_is_answered_or_refused_by_name(name: str, data: st.DataObject) -> None:
    judge(data.draw(st.sampled_from(BY_NAME[name])), data.draw(ANYTHING))


def test_every_public_name_that_takes_anything_is_among_them() -> None:
    takes = {slot.name.partition(".")[0] for slot in SLOTS} | NOT_MADE
    for name, kind in CLASSES.items():
        if name not in takes:
            # What only the package makes says so.
            with pytest.raises(ft.ArgumentTypeError, match="expected"):
                kind(3)
    assert len(SLOTS) > 500 and len(BY_NAME) > 90, (len(SLOTS), len(BY_NAME))
