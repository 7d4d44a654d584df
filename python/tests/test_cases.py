"""What once went wrong without a word: each is right now, or refused with a sentence that names what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

import followthrough as ft

HOUR = timedelta(hours=1)
NEW_YORK = ft.Plan.read("docs/examples/sdr/plan.toml").timezone
MONTH = {"start": datetime(2026, 11, 1, tzinfo=NEW_YORK), "end": datetime(2026, 12, 1, tzinfo=NEW_YORK), "timezone": NEW_YORK}
BUSY = "docs/examples/sdr/busy.ics"


def block(**parts: Any) -> ft.Block:
    return ft.Block(**{"categories": ["calling"], "days": ["mon", "tue"], "start": time(9), "length": HOUR, **parts})


def touch(**parts: Any) -> ft.Touch:
    return ft.Touch(**{"channel": "call", "day": 1, "effort": timedelta(minutes=10), **parts})


def plan(**parts: Any) -> ft.Plan:
    usual = {"name": "d", "timezone": NEW_YORK, "first_day": date(2027, 1, 4), "blocks": [block()]}
    return ft.Plan(**{**usual, "cadences": [ft.Cadence(name="c", touches=[touch()])], **parts})


def in_flight(**parts: Any) -> ft.Plan:
    return plan(pipeline=[ft.Prospect(**{"id": "a", "cadence": "c", "stage": "in_flight", **parts})])


REFUSED: dict[str, tuple[Callable[[ft.Plan, ft.Plan], object], str]] = {
    "an effort in minutes": (lambda sdr, worked: touch(effort=10), "effort is 10, expected a length"),
    "an effort in words": (lambda sdr, worked: touch(effort="10m"), "effort is '10m', expected a length"),
    "an effort below nothing": (lambda sdr, worked: touch(effort=-HOUR), "effort is .* expected"),
    "an effort of a part of a second": (lambda sdr, worked: touch(effort=timedelta(microseconds=5)), "whole seconds"),
    "an effort of a year": (lambda sdr, worked: plan(cadences=[ft.Cadence(name="c", touches=[touch(effort=400 * 24 * HOUR)])]).fit(), "effort"),
    "day 0": (lambda sdr, worked: touch(day=0), "day is 0, expected"),
    "day True": (lambda sdr, worked: touch(day=True), "day is True, expected a whole number"),
    "an unknown channel": (lambda sdr, worked: plan(cadences=[ft.Cadence(name="c", touches=[touch(channel="cal", effort=None)])]).fit(), "cal"),
    "no touches": (lambda sdr, worked: plan(cadences=[ft.Cadence(name="c", touches=[])]), "touches"),
    "a reply that is no share": (lambda sdr, worked: touch(reply=2), "reply is 2.0, expected a share"),
    "a weekday that is none": (lambda sdr, worked: block(days=["mon", "tus"]), "did you mean 'tue'"),
    "weekdays as one word": (lambda sdr, worked: block(days="mon"), "days is 'mon', expected a list"),
    "categories as one word": (lambda sdr, worked: block(categories="calling"), "categories is 'calling', expected a list"),
    "no category": (lambda sdr, worked: block(categories=[]), "categories"),
    "no weekday": (lambda sdr, worked: block(days=[]), "days"),
    "a start in words": (lambda sdr, worked: block(start="09:00"), "start is '09:00', expected a time of day"),
    "a start with a zone": (lambda sdr, worked: block(start=time(9, tzinfo=NEW_YORK)), "start"),
    "a block of no length": (lambda sdr, worked: block(length=timedelta(0)), "length"),
    "a reserve of a block of more than all": (lambda sdr, worked: block(reserve=1.5), "reserve is 1.5, expected a share"),
    "a rule that is none": (lambda sdr, worked: plan(blocks=[block(days=None, rrule="FREQ=DALY")]).fit(), "DALY"),
    "days and a rule": (lambda sdr, worked: block(rrule="FREQ=DAILY"), "rrule"),
    "a last day before the first": (lambda sdr, worked: block(from_=date(2027, 2, 1), to=date(2027, 1, 1)), "to is .* expected nothing before"),
    "a zone in words": (lambda sdr, worked: plan(timezone="America/New_York"), 'expected ZoneInfo\\("America/New_York"\\)'),
    "a datetime for day one": (lambda sdr, worked: plan(first_day=datetime(2027, 1, 4)), "first_day is .* expected a day"),
    "a reserve in percent": (lambda sdr, worked: plan(reserve=10), "did you mean 0.1"),
    "a reserve that is no number": (lambda sdr, worked: plan(reserve=float("nan")), "reserve is nan"),
    "a reserve as Decimal": (lambda sdr, worked: plan(reserve=Decimal("0.1")), "reserve"),
    "a mix of none": (lambda sdr, worked: plan(mix={"x": 1}).fit(), "`x`"),
    "a mix below nothing": (lambda sdr, worked: plan(mix={"c": -1}), "mix"),
    "a mix in parts": (lambda sdr, worked: plan(mix={"c": 0.5}), "mix"),
    "two cadences and no mix": (lambda sdr, worked: sdr.replace(mix={}).fit(), "no mix"),
    "blocks as dicts": (lambda sdr, worked: plan(blocks=[{"category": "calling"}]), r"blocks\[0\] is .* expected a Block"),
    "one block": (lambda sdr, worked: plan(blocks=block()), "blocks is .* expected a list of Block"),
    "prospects as dicts": (lambda sdr, worked: plan(pipeline=[{"id": "a"}]), r"pipeline\[0\]"),
    "a stage that is none": (lambda sdr, worked: ft.Prospect(id="a", cadence="c", stage="inflight"), "did you mean 'in_flight'"),  # type: ignore[arg-type]
    "a prospect of no cadence": (lambda sdr, worked: in_flight(cadence="d", next_touch=1, due=date(2027, 1, 4)).fit(), "`d`"),
    "nobody": (lambda sdr, worked: ft.Prospect(id="a", cadence="c", stage="new", count=0), "count is 0, expected"),
    "an interval without a zone": (lambda sdr, worked: ft.Interval(start=datetime(2027, 1, 1), end=datetime(2027, 1, 2)), "names no zone"),
    "an interval backwards": (lambda sdr, worked: ft.Interval(start=MONTH["end"], end=MONTH["start"]), "end"),  # type: ignore[arg-type]
    "a field that is none": (lambda sdr, worked: sdr.replace(reserv=0.1), "a plan has no reserv"),
    "a horizon that is none": (lambda sdr, worked: sdr.fit("quater"), "did you mean 'quarter'"),  # type: ignore[arg-type]
    "a horizon in days": (lambda sdr, worked: sdr.fit(30), "horizon is 30"),  # type: ignore[arg-type]
    "a horizon that is past": (lambda sdr, worked: sdr.fit(date(2020, 1, 1)), "2020"),
    "a horizon of a century": (lambda sdr, worked: sdr.fit(date(2126, 1, 1)), "2126"),
    "a policy that is none": (lambda sdr, worked: sdr.fit(policy="leval"), "did you mean 'level'"),  # type: ignore[arg-type]
    "fewer than nobody": (lambda sdr, worked: sdr.check(-1), "count is -1"),
    "a count in text": (lambda sdr, worked: sdr.check("10"), "count is '10'"),  # type: ignore[arg-type]
    "more than can be": (lambda sdr, worked: worked.check(2**32 - 1), "expected at most"),
    "a cadence that is none": (lambda sdr, worked: sdr.admit("outbond"), "outbond"),
    "a day that is past": (lambda sdr, worked: sdr.admit("outbound", date(2020, 1, 1)), "2020"),
    "no fit": (lambda sdr, worked: sdr.schedule("x"), "fit is 'x'"),  # type: ignore[arg-type]
    "a check for a fit": (lambda sdr, worked: worked.verify(worked.check(12)), "fit is .* expected a Fit"),  # type: ignore[arg-type]
    "the fit of another plan": (lambda sdr, worked: sdr.schedule(worked.fit()), "another plan"),
    "a file that is not there": (lambda sdr, worked: ft.Plan.read("nope.toml"), "nope.toml"),
    "a folder": (lambda sdr, worked: ft.Plan.read("."), "."),
    "a table for a plan": (lambda sdr, worked: ft.Plan.read("docs/examples/sdr/pipeline.csv"), "pipeline.csv"),
    "a datetime for today": (lambda sdr, worked: ft.Plan.read("docs/examples/sdr/plan.toml", today=datetime(2026, 11, 24, tzinfo=UTC)), "today"),
    "busy without a file": (lambda sdr, worked: ft.busy(**MONTH), "paths"),  # type: ignore[arg-type]
    "busy backwards": (lambda sdr, worked: ft.busy(BUSY, start=MONTH["end"], end=MONTH["start"], timezone=NEW_YORK), "end"),  # type: ignore[arg-type]
    "busy of a table": (lambda sdr, worked: ft.busy("docs/examples/sdr/pipeline.csv", **MONTH), "pipeline.csv"),  # type: ignore[arg-type]
    "a picture that is none": (lambda sdr, worked: worked.fit().plot("wekes"), "did you mean 'weeks'"),  # type: ignore[arg-type]
    "an alarm in minutes": (lambda sdr, worked: worked.schedule().to_ics(alarm=10), "alarm is 10"),  # type: ignore[arg-type]
    "a calendar in no folder": (lambda sdr, worked: worked.schedule().to_ics("/nope/x.ics"), "nope"),
    "a previous calendar that is not there": (lambda sdr, worked: worked.schedule().to_ics(previous="nope.ics"), "nope.ics"),
    "plans that are none": (lambda sdr, worked: ft.fit_many([worked, 3]), r"plans\[1\] is 3"),  # type: ignore[list-item]
    "no threads": (lambda sdr, worked: ft.fit_many([worked], threads=0), "threads is 0"),
    "an answer of another kind": (lambda sdr, worked: ft.Fit.from_json(worked.check(3).to_json()), "text is of the kind 'check'"),
    "no answer": (lambda sdr, worked: ft.Fit.from_json("{"), "text is not JSON"),
    "half an answer": (lambda sdr, worked: ft.Fit.from_json('{"kind":"fit"}'), "text lacks a part"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_with_a_sentence(case: str, sdr: ft.Plan, worked: ft.Plan) -> None:
    ask, said = REFUSED[case]
    with pytest.raises(ft.FollowthroughError, match=said) as caught:
        ask(sdr, worked)
    assert not isinstance(caught.value, ft.InternalError)
    for inner in ("failed to extract", "_given", "Choices.", "NoneType", "object at 0x"):
        assert inner not in str(caught.value)


def test_a_row_that_is_odd_is_told_in_a_warning() -> None:
    for parts, code in (({"next_touch": 1}, "D1"), ({"next_touch": 99, "due": date(2027, 1, 4)}, "D5")):
        assert code in {warning.code for warning in in_flight(**parts).fit().warnings}


def test_one_word_to_ignore_is_one_word() -> None:
    everything = ft.busy(BUSY, **MONTH)  # type: ignore[arg-type]
    assert ft.busy(BUSY, ignore="no such event*", **MONTH) == everything  # type: ignore[arg-type]
    assert ft.busy(BUSY, ignore="*", **MONTH) == ()  # type: ignore[arg-type]


def test_one_instant_is_one_day(sdr: ft.Plan) -> None:
    row = {"id": ["a"], "cadence": ["outbound"], "stage": ["in_flight"], "next_touch": [2]}
    instants: tuple[object, ...] = (datetime(2026, 11, 25, 2, tzinfo=UTC), "2026-11-25T02:00:00Z")
    days = {sdr.replace(pipeline=pl.DataFrame({**row, "due": [due]})).pipeline[0].due for due in instants}
    assert days == {date(2026, 11, 24)}


def test_equal_plans_give_equal_answers(sdr: ft.Plan) -> None:
    same = sdr.replace()
    assert same == sdr and same.fit() == sdr.fit() and same.fit().plan.sha256 == sdr.fit().plan.sha256
