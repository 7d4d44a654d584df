"""`Advice`: what it would take, the same bytes as the command line, and remedies that hold when they are applied."""

from __future__ import annotations

import datetime
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from conftest import PLANS, ROOT

import followthrough as ft


@pytest.mark.parametrize("path", PLANS)
def test_it_is_the_command_lines_answer_byte_for_byte(command_line: Callable[..., bytes], path: str) -> None:
    plan = ft.Plan.read(path)
    for more in (0, 1, 3):
        target = plan.fit().number + more
        advice = plan.advise(target)
        assert advice.to_json().encode() == command_line("advise", path, str(target), "--json")
    asked = ("advise", path, "9", "--policy", "once", "--horizon", "month", "--json")
    assert plan.advise(9, "month", policy="once").to_json().encode() == command_line(*asked)


def pace(plan: ft.Plan) -> tuple[int, int]:
    fit = plan.fit()
    return fit.number, fit.bound


@pytest.mark.parametrize("path", PLANS)
def test_what_is_advised_holds_when_it_is_applied(path: str) -> None:
    plan = ft.Plan.read(path)
    target = pace(plan)[0] + 1
    advice = plan.advise(target)
    assert advice.remedies and not advice.fits and advice.none is None
    for remedy in advice.remedies:
        changed = remedy.apply(plan)
        assert pace(changed) == (remedy.number, remedy.bound) and remedy.number >= target, remedy
    times = [remedy.time for remedy in advice.remedies if remedy.kind != "relax"]
    assert times == sorted(times) and min(times) >= advice.at_least
    assert advice.at_least % advice.step == timedelta(0)


def relaxed_plan(worked: ft.Plan) -> ft.Plan:
    """A plan in which every kind of rule can be relaxed."""
    hour = worked.blocks[0]
    touches = [ft.Touch(channel="call", effort=timedelta(minutes=10)), ft.Touch(channel="email", after=5, within=1)]
    prep = ft.Prep(category="research", effort=timedelta(minutes=10), ahead=2)
    return worked.replace(
        reserve=0.25,
        channels={"call": ft.Channel(cap=ft.Cap(day=4, week=20)), "email": ft.Channel(category="calling")},
        blocks=[hour, replace(hour, categories=["research"], start=datetime.time(13))],
        cadences=[ft.Cadence(name="calls", touches=touches, prep=prep)],
        pipeline=[
            ft.Prospect(id=f"A{n}", cadence="calls", stage="in_flight", next_touch=2, due=date(2027, 1, 4)) for n in (1, 2)
        ],
    )


RULES = [
    (ft.Relaxed(what="reserve", from_=0.25, to=0.1), lambda plan: plan.reserve == 0.1),
    (ft.Relaxed(what="within", cadence="calls", touch=2, from_=1, to=3), lambda plan: plan.cadences[0].touches[1].within == 3),
    (ft.Relaxed(what="after", cadence="calls", touch=2, from_=5, to=6), lambda plan: plan.cadences[0].touches[1].after == 6),
    (
        ft.Relaxed(what="prep", cadence="calls", from_=timedelta(minutes=10), to=timedelta(minutes=4)),
        lambda plan: plan.cadences[0].prep.effort == timedelta(minutes=4),
    ),
    (
        ft.Relaxed(what="effort", channel="call", from_=timedelta(minutes=10), to=timedelta(minutes=3)),
        lambda plan: plan.cadences[0].touches[0].effort == plan.channels["call"].effort == timedelta(minutes=3),
    ),
    (
        # Calls take five minutes where nothing is said: no channel becomes slower than it was.
        ft.Relaxed(what="effort", channel="call", from_=timedelta(minutes=10), to=timedelta(minutes=6)),
        lambda plan: plan.cadences[0].touches[0].effort == timedelta(minutes=6) and plan.channels["call"].effort is None,
    ),
    (
        ft.Relaxed(what="cap", channel="call", daily=True, from_=4, to=6),
        lambda plan: plan.channels["call"].cap == ft.Cap(day=6, week=20),
    ),
    (
        ft.Relaxed(what="cap", channel="call", daily=False, from_=20, to=30),
        lambda plan: plan.channels["call"].cap == ft.Cap(day=4, week=30),
    ),
    (
        ft.Relaxed(what="last_touch", cadence="calls", touch=2),
        lambda plan: len(plan.cadences[0].touches) == 1 and {one.stage for one in plan.pipeline} == {"finished"},
    ),
]


@pytest.mark.parametrize(("rule", "holds"), RULES, ids=lambda one: one.what if isinstance(one, ft.Relaxed) else "")
def test_a_rule_is_relaxed_and_nothing_else(worked: ft.Plan, rule: ft.Relaxed, holds: Callable[[ft.Plan], bool]) -> None:
    plan = relaxed_plan(worked)
    relax = ft.Remedy(
        kind="relax",
        time=timedelta(0),
        by_category=ft.Named(),
        proved=False,
        number=0,
        bound=0,
        blocks=(),
        rule=rule,
    )
    changed = relax.apply(plan)
    assert holds(changed) and changed != plan and changed.blocks == plan.blocks


def test_it_is_a_value_like_other_answers(worked: ft.Plan) -> None:
    advice = worked.advise(6)
    assert pickle.loads(pickle.dumps(advice)) == advice == ft.Advice.from_json(advice.to_json())
    assert len({advice, worked.advise(6), worked.advise(7)}) == 2
    names = {**vars(datetime), **{name: getattr(ft, name) for name in ft.__all__}, "datetime": datetime}
    for remedy in advice.remedies:
        assert eval(repr(remedy), names) == remedy and hash(remedy) == hash(pickle.loads(pickle.dumps(remedy)))
    match advice.remedies[0]:
        case ft.Remedy(kind="add", proved=True, time=time):
            assert (time, advice.at_least) == (timedelta(hours=1), timedelta(hours=1))
        case other:
            raise AssertionError(other)
    assert advice.lead() == "5 fit in a full week as the plan is; 6 cannot."
    assert str(advice.remedies[0]).startswith("Add 60 min more calling a week, on Monday and Tuesday: 6 fit. ")
    remedies = len(advice.remedies)
    assert repr(advice) == f"<Advice of 'desk': target=6, fits=False, number=5, bound=5, remedies={remedies}>"


def test_what_fits_needs_nothing_and_what_never_will_says_so(worked: ft.Plan) -> None:
    enough = worked.advise(5)
    assert enough.fits and enough.remedies == () and enough.lead().startswith("Nothing: 5 fit")
    never = worked.advise(100_000)
    assert never.remedies == () and never.none is not None and never.none[1:] in never.words() and never.none[1:] in never._repr_html_()


def test_a_remedy_is_for_the_plan_that_was_asked(worked: ft.Plan) -> None:
    remedy = worked.advise(6).remedies[0]
    other = worked.replace(blocks=[replace(worked.blocks[0], length=timedelta(minutes=50))])
    with pytest.raises(ValueError, match="expected the plan advised"):
        remedy.apply(other)


@pytest.mark.parametrize(("target", "error"), [(-1, ValueError), (2**32, ValueError), (1.5, TypeError), ("9", TypeError)])
def test_a_target_is_a_whole_number(worked: ft.Plan, target: object, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"target is .*, expected a whole number"):
        worked.advise(target)  # type: ignore[arg-type]


def test_what_progress_raises_ends_it(sdr: ft.Plan) -> None:
    seen: list[tuple[int, int | None]] = []

    def stop(number: int, bound: int | None) -> None:
        seen.append((number, bound))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sdr.advise(20, progress=stop)
    assert len(seen) == 1


STOPPED = """
import os, signal, threading, time
import followthrough as ft

plan = ft.Plan.read("docs/examples/sdr/plan.toml")
begun = threading.Event()

def press():
    begun.wait()
    os.kill(os.getpid(), signal.SIGINT)

threading.Thread(target=press, daemon=True).start()
try:
    while True:
        plan.advise(20, progress=lambda number, bound: begun.set())
except KeyboardInterrupt:
    print("stopped")
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_ctrl_c_ends_it() -> None:
    ended = subprocess.run([sys.executable, "-c", STOPPED], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (ended.stdout, ended.stderr, ended.returncode) == ("stopped\n", "", 0)
