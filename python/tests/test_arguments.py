"""Wrong arguments of each kind, for every field and every argument of the public names: the error is of the right type and
of the family, and it names the argument."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import followthrough as ft
from followthrough import _check

HOUR = timedelta(hours=1)
TOUCH = ft.Touch(channel="call", effort=timedelta(minutes=10))
# A value of every class that a caller makes.
MADE: dict[str, dict[str, Any]] = {
    "Touch": {"channel": "call"},
    "Prep": {"category": "research", "effort": HOUR, "ahead": 1},
    "ReplyWork": {"category": "research", "effort": HOUR, "within": 1},
    "Repeat": {"after": 5, "channel": "call"},
    "Cadence": {"name": "calls", "touches": [TOUCH]},
    "Cap": {},
    "Hours": {"from_": time(9), "to": time(17)},
    "Channel": {},
    "Block": {"categories": ["calling"], "days": ["mon"], "start": time(9), "length": HOUR},
    "Away": {"from_": date(2027, 1, 4), "to": date(2027, 1, 5)},
    "Prospect": {"id": "A", "cadence": "calls", "stage": "new"},
    "Interval": {"start": datetime(2027, 1, 4, tzinfo=UTC), "end": datetime(2027, 1, 5, tzinfo=UTC)},
    "WeeklyMeeting": {"days": ["mon"], "start": time(9), "length": HOUR},
    "LogRow": {"date": date(2027, 1, 4), "id": "A", "channel": "call", "outcome": "done"},
    "Plan": {"name": "desk", "timezone": ZoneInfo("America/New_York"), "first_day": date(2027, 1, 4)},
}
# One value of every kind that is easily mixed up with another.
VALUES: dict[str, Any] = {
    "None": None,
    "flag": True,
    "whole": 3,
    "huge": 2**40,
    "negative": -1,
    "fraction": 0.5,
    "nan": math.nan,
    "decimal": Decimal("0.5"),
    "text": "no such word",
    "bytes": b"x",
    "day": date(2027, 1, 4),
    "datetime": datetime(2027, 1, 4),
    "aware": datetime(2027, 1, 4, tzinfo=UTC),
    "clock": time(9),
    "aware clock": time(9, tzinfo=UTC),
    "length": HOUR,
    "negative length": -HOUR,
    "part of a second": timedelta(microseconds=5),
    "zone": ZoneInfo("America/New_York"),
    "utc": UTC,
    "list": [object()],
    "dict": {"x": object()},
    "object": object(),
    "path": Path("no/such/file"),
    "function": print,
}
# What annotations take of those.
RIGHT: dict[str, set[str]] = {
    "str": {"text"},
    "bool": {"flag"},
    "int": {"whole"},
    "float": {"fraction", "whole"},
    "date": {"day"},
    "datetime": {"aware"},
    "time": {"clock"},
    "timedelta": {"length"},
    "ZoneInfo": {"zone"},
    "Horizon": {"day"},
    "str | PathLike[str]": {"text", "path"},
    "Any": set(VALUES),
}


def allowed(annotation: str) -> set[str]:
    if annotation in RIGHT:
        return RIGHT[annotation]
    kinds = _check._unions(annotation)
    found = {"None"} if "None" in kinds else set()
    for kind in kinds:
        found |= RIGHT.get(kind, set())
    if annotation.startswith("Callable"):
        found |= {"function"}
    if "Iterable[str]" in annotation or "PathLike" in annotation:
        found |= {"text", "path"}
    return found


def refuses(make: Callable[[], object], name: str, kind: str) -> None:
    """Whether `make` is refused as it should be, the argument named."""
    with pytest.raises(ft.FollowthroughError) as caught:
        make()
    error = caught.value
    assert isinstance(error, (TypeError, ValueError, OSError)), (name, kind, type(error))
    assert name in str(error), (name, kind, str(error))
    if isinstance(error, (ft.ArgumentError, ft.ArgumentTypeError)):
        assert error.argument.startswith(name) or name in error.argument, (name, error.argument)
        assert "expected" in str(error)


@pytest.mark.parametrize("name", MADE)
def test_a_field_of_another_kind_is_refused_by_name(name: str) -> None:
    kind = getattr(ft, name)
    good = MADE[name]
    kind(**good)
    for field in fields(kind):
        if not field.init or field.name.startswith("_") or str(field.type) == "Any":
            continue
        for value in VALUES.keys() - allowed(str(field.type)):
            given = VALUES[value]
            if isinstance(given, bytes) and "Sequence" in str(field.type):
                given = b"mon"
            refuses(lambda given=given, field=field: kind(**{**good, field.name: given}), field.name, value)  # type: ignore[misc]


def questions() -> Iterator[tuple[str, Callable[..., object], dict[str, Any]]]:
    """Every question, with arguments that are right where it needs any."""
    plan = ft.Plan.read("docs/examples/worked/plan.toml")
    desk = plan.desk()
    start = {"start": datetime(2027, 1, 4, tzinfo=UTC), "end": datetime(2027, 1, 5, tzinfo=UTC)}
    yield "Plan.read", ft.Plan.read, {"path": "docs/examples/worked/plan.toml"}
    yield "Plan.from_texts", ft.Plan.from_texts, {"plan": plan.to_toml()}
    yield "Plan.write", plan.write, {"path": "no/such/folder/plan.toml"}
    yield "Plan.fit", plan.fit, {}
    yield "Plan.check", plan.check, {"count": 1}
    yield "Plan.admit", plan.admit, {"cadence": "calls"}
    yield "Plan.desk", plan.desk, {}
    yield "Plan.advise", plan.advise, {"target": 5}
    yield "Plan.cost", plan.cost, {}
    yield "Plan.trade", plan.trade, {}
    yield "Plan.quote", plan.quote, {"prospects": 5, "by": date(2027, 2, 1)}
    yield "Plan.confidence", plan.confidence, {"scenarios": 100}
    yield "Plan.sla", plan.sla, {"leads": 5.0, "takes": HOUR / 4, "within": HOUR}
    yield "Plan.simulate", plan.simulate, {"scenarios": 1}
    yield "Plan.schedule", plan.schedule, {}
    yield "Plan.today", plan.today, {}
    yield "Plan.replan", plan.replan, {}
    yield "Plan.catch_up", plan.catch_up, {}
    yield "Plan.track", plan.track, {}
    yield "Plan.verify", plan.verify, {"fit": plan.fit()}
    yield "busy", ft.busy, {"paths": "docs/examples/sdr/busy.ics", **start, "timezone": plan.timezone}
    yield "fit_many", ft.fit_many, {"plans": [plan]}
    yield "Desk.admit", desk.admit, {"cadence": "calls"}
    yield "Desk.start", desk.start, {"id": "A", "cadence": "calls"}
    yield "Desk.withdraw", desk.withdraw, {"id": "A"}
    fit = plan.fit()
    yield "Plan.with_block", plan.with_block, {"block": "calling 09:00"}
    yield "Plan.without", plan.without, {"name": "calls"}
    yield "Fit.compare", fit.compare, {"other": fit}
    yield "Fit.plot", fit.plot, {}
    yield "Table.between", fit.starts().between, {"first": date(2027, 1, 4), "last": date(2027, 1, 4)}
    yield "grid", ft.grid, {"plan": plan, "reserve": [0.5]}
    yield "Fit.from_json", ft.Fit.from_json, {"text": plan.fit().to_json()}
    yield "Fit.to_json", plan.fit().to_json, {}
    yield "Schedule.to_ics", plan.schedule().to_ics, {}
    yield "Remedy.apply", plan.advise(6).remedies[0].apply, {"plan": plan}


def test_an_argument_of_another_kind_is_refused_by_name() -> None:
    for name, ask, good in questions():
        for argument in inspect.signature(ask).parameters.values():
            if argument.kind is inspect.Parameter.VAR_KEYWORD:
                continue
            annotation = str(argument.annotation)
            for value in VALUES.keys() - allowed(annotation):
                given = VALUES[value]
                several = argument.kind is inspect.Parameter.VAR_POSITIONAL
                others = {one: right for one, right in good.items() if one != argument.name}
                if name == "busy" and not several:
                    path = others.pop("paths")
                    refuses(lambda: ask(path, **{**others, argument.name: given}), argument.name, f"{name} {value}")
                elif several:
                    refuses(lambda: ask(given, **others), argument.name, f"{name} {value}")
                else:
                    refuses(lambda: ask(**{**others, argument.name: given}), argument.name, f"{name} {value}")


def test_every_question_is_among_them() -> None:
    asked = {name for name, _, _ in questions()}
    for name in ("Plan", "Desk", "Schedule", "Remedy", "Table", "Fit"):
        for method, value in vars(getattr(ft, name)).items():
            function = getattr(value, "__func__", value)
            takes = inspect.isfunction(function) and len(inspect.signature(function).parameters) > 1
            if takes and not method.startswith("_") and method not in ("replace", "from_dict"):
                assert f"{name}.{method}" in asked, f"{name}.{method}"


@pytest.mark.parametrize(
    ("make", "argument"),
    [
        (lambda: ft.Touch(channel="call", reply=2.0), "reply"),
        (lambda: ft.Touch(channel="call", reply=math.nan), "reply"),
        (lambda: ft.Touch(channel="call", refers_to=0), "refers_to"),
        (lambda: ft.Prospect(id="", cadence="c", stage="new"), "id"),
        (lambda: ft.Prospect(id="A", cadence="c", stage="new", count=0), "count"),
        (lambda: ft.Block(categories=[], days=["mon"], start=time(9), length=HOUR), "categories"),
        (lambda: ft.Block(categories=["a"], days=[], start=time(9), length=HOUR), "days"),
        (lambda: ft.Block(categories=["a"], days=["mon"], start=time(9), length=timedelta(0)), "length"),
        (lambda: ft.Away(from_=date(2027, 1, 5), to=date(2027, 1, 4)), "to"),
        (lambda: ft.Hours(from_=time(9), to=time(9)), "to"),
        (lambda: ft.Cadence(name="c", touches=[]), "touches"),
        (lambda: ft.Plan(**MADE["Plan"], reserve=10), "reserve"),
        (lambda: ft.Plan(**MADE["Plan"], workweek=[]), "workweek"),
        (lambda: ft.Plan.read("docs/examples/worked/plan.toml").fit().plot("wekes"), "kind"),  # type: ignore[arg-type]
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(make: Callable[[], object], argument: str) -> None:
    with pytest.raises(ft.ArgumentError, match=rf"^{argument} is .*, expected") as caught:
        make()
    assert caught.value.argument == argument and isinstance(caught.value, ValueError)


def test_counts_have_a_limit_and_a_no_is_false() -> None:
    plan = ft.Plan.read("docs/examples/worked/plan.toml")
    for count in (715_827_883, 2**32 - 1):
        with pytest.raises(ft.PlanError, match="expected at most"):
            plan.check(count)
    assert not plan.check(100) and plan.check(12)
    assert plan.admit("calls") and not plan.admit("calls", date(2027, 1, 9))


def test_a_fit_of_another_plan_is_refused_and_one_read_again_is_not() -> None:
    plan, other = ft.Plan.read("docs/examples/sdr/plan.toml"), ft.Plan.read("docs/examples/solo/plan.toml")
    for fit in (other.fit(), ft.Fit.from_json(other.fit().to_json(placement=True))):
        with pytest.raises(ft.PlanError, match="another plan") as caught:
            plan.schedule(fit)
        assert caught.value.code == "other_plan"
    again = ft.Fit.from_json(plan.fit().to_json(placement=True))
    assert plan.schedule(again) == plan.schedule() == ft.Plan.read("docs/examples/sdr/plan.toml").schedule(plan.fit())


def test_every_class_that_a_caller_makes_is_looked_at() -> None:
    values = {name for name in ft.__all__ if is_dataclass(getattr(ft, name)) and getattr(ft, name).__module__.endswith("_values")}
    assert values <= set(MADE)
