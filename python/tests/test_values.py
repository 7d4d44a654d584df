"""The parts of a plan as values: what they refuse, that they compare, hash, pickle, and show themselves."""

from __future__ import annotations

import copy
import dataclasses
import datetime
import pickle
import zoneinfo
from datetime import date, time, timedelta

import pytest

import followthrough as ft

MINUTE = timedelta(minutes=1)
EXAMPLES = [
    ft.Touch(channel="call", effort=5 * MINUTE, message="hello"),
    ft.Prep(category="research", effort=8 * MINUTE, ahead=3),
    ft.ReplyWork(category="follow_up", effort=25 * MINUTE, within=2),
    ft.Repeat(after=10, channel="call", times=8),
    ft.Cadence(name="calls", touches=[ft.Touch(channel="call")], days="calendar"),
    ft.Cap(day=40, week=200),
    ft.Hours(from_=time(8, 30), to=time(17, 30)),
    ft.Channel(category="calling", cap=ft.Cap(day=40)),
    ft.Block(categories=["calling"], days=["mon"], start=time(9), length=60 * MINUTE, skip={date(2027, 1, 4)}),
    ft.Away(from_=date(2026, 12, 24), to=date(2027, 1, 1), label="break"),
    ft.Prospect(id="A1", cadence="calls", stage="ready", timezone=zoneinfo.ZoneInfo("Europe/Berlin")),
    ft.Interval(
        start=datetime.datetime(2026, 11, 23, 9, tzinfo=datetime.UTC),
        end=datetime.datetime(2026, 11, 23, 10, tzinfo=datetime.UTC),
    ),
]


@pytest.mark.parametrize("value", EXAMPLES, ids=lambda value: type(value).__name__)
def test_the_repr_of_a_value_makes_it_again(value: object) -> None:
    names = {"datetime": datetime, "zoneinfo": zoneinfo, **{name: getattr(ft, name) for name in ft.__all__}}
    again = eval(repr(value), names)
    assert again == value and hash(again) == hash(value)


@pytest.mark.parametrize("value", EXAMPLES, ids=lambda value: type(value).__name__)
def test_values_are_frozen_and_come_back_from_a_pickle(value: object) -> None:
    assert pickle.loads(pickle.dumps(value)) == value and copy.deepcopy(value) == value
    name = dataclasses.fields(value)[0].name  # type: ignore[arg-type]
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(value, name, None)
    with pytest.raises(TypeError):
        type(value)("positional")  # type: ignore[call-arg]


def test_days_from_the_start_become_days_since_the_window_before() -> None:
    cadence = ft.Cadence(
        name="c",
        touches=[
            ft.Touch(channel="call", day=1),
            ft.Touch(channel="email", with_previous=True, day=1),
            ft.Touch(channel="call", day=6),
        ],
    )
    assert [touch.after for touch in cadence.touches] == [0, 0, 5]
    with pytest.raises(ValueError, match="one style in a cadence"):
        ft.Cadence(name="c", touches=[ft.Touch(channel="call", day=1), ft.Touch(channel="call", after=3)])
    with pytest.raises(ValueError, match="expected a day from 5, on which the one before it opens"):
        ft.Cadence(name="c", touches=[ft.Touch(channel="call", day=5), ft.Touch(channel="call", day=3)])


def test_what_a_field_cannot_hold_is_refused_with_advice() -> None:
    with pytest.raises(TypeError, match=r"effort is 5, expected a length of time: timedelta\(minutes=5\)"):
        ft.Touch(channel="call", effort=5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="did you mean 'in_flight'"):
        ft.Prospect(id="A", cadence="c", stage="inflight")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="expected a day"):
        ft.Away(from_=datetime.datetime(2027, 1, 1), to=date(2027, 1, 2))
    with pytest.raises(TypeError, match=r'expected ZoneInfo\("Europe/Berlin"\)'):
        ft.Prospect(id="A", cadence="c", stage="new", timezone="Europe/Berlin")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="expected a whole number from 0"):
        ft.Cap(day=-1)
    with pytest.raises(TypeError, match="expected a list"):
        ft.Block(categories="calling", days=["mon"], start=time(9), length=MINUTE)
    with pytest.raises(ValueError, match="expected one of them"):
        ft.Block(categories=["calling"], start=time(9), length=MINUTE)


def test_a_naive_datetime_is_refused_with_advice() -> None:
    nine = datetime.datetime(2026, 11, 23, 9)
    with pytest.raises(ft.TimeError, match="names no zone; expected one, such as tzinfo=ZoneInfo"):
        ft.Interval(start=nine, end=nine)


def test_busy_time_may_be_told_in_any_zone(worked: ft.Plan) -> None:
    half_past = {"minute": 30, "hour": 9, "year": 2027, "month": 1, "day": 4}
    zone = zoneinfo.ZoneInfo("America/New_York")
    here = datetime.datetime(**half_past, tzinfo=zone)
    hour = timedelta(hours=1)
    fixed = here.astimezone(datetime.timezone(timedelta(hours=2)))
    ours = worked.replace(busy=[ft.Interval(start=here, end=here + hour)]).fit(policy="once")
    assert ours.number == 9
    assert worked.replace(busy=[ft.Interval(start=fixed, end=fixed + hour)]).fit(policy="once").number == 9


def test_a_named_mapping_is_a_dict_that_can_be_hashed() -> None:
    named = ft.Named({"a": 1, "b": 2})
    assert named == {"a": 1, "b": 2} and hash(named) == hash(ft.Named({"b": 2, "a": 1}))
    assert pickle.loads(pickle.dumps(named)) == named and repr(named) == "{'a': 1, 'b': 2}"
    with pytest.raises(AttributeError):
        named.a = 3
