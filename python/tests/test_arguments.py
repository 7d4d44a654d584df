"""Values of the right kind that cannot be: the error names the argument and says what would be right."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

import followthrough as ft

HOUR = timedelta(hours=1)
DESK = {"name": "desk", "timezone": ZoneInfo("America/New_York"), "first_day": date(2027, 1, 4)}


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
        (lambda: ft.Plan(**DESK, reserve=10), "reserve"),
        (lambda: ft.Plan(**DESK, workweek=[]), "workweek"),
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
