"""What-if questions: the same bytes as the command line's, tables, pictures, progress and what is refused."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from conftest import PLANS, ROOT

import followthrough as ft

BY = date(2027, 6, 30)
MONDAY = ft.WeeklyMeeting(days=["mon"], start=time(8, 30), length=timedelta(hours=1))
MINUTES, HOUR = timedelta(minutes=10), timedelta(hours=1)
DRAWN = ("--lost", "0.03", "--halved", "0.1", "--spread", "0.2", "--seed", "7")


def asked(path: str) -> dict[tuple[str, ...], ft.Cost | ft.Trade | ft.Quote | ft.Confidence | ft.Simulate | ft.Sla]:
    """Every question, with the arguments of the command line."""
    plan = ft.Plan.read(path)
    return {
        ("cost", path): plan.cost(),
        ("cost", path, "--horizon", "month"): plan.cost("month"),
        ("cost", path, "--meeting", "mon 08:30 1h"): plan.cost(meeting=MONDAY),
        ("trade", path): plan.trade(),
        ("trade", path, "--answers", "sales-co", "--reply", "call=0.1"): plan.trade(answers="sales_co", replies={"call": 0.1}),
        ("quote", path, "--prospects", "300", "--by", "2027-06-30"): plan.quote(300, BY),
        (
            *("quote", path, "--prospects", "300", "--by", "2027-06-30", "--hired", "2027-01-11"),
            *("--ramp", "0,25", "--days-off", "5", "--effort", "log"),
        ): plan.quote(300, BY, hired=date(2027, 1, 11), ramp=[0, 0.25], days_off=5, effort="log"),
        ("sla", path, "--leads", "7.5", "--takes", "15m", "--within", "1h", "--sure", "0.8", "--hours", "09:00-17:00"): plan.sla(
            7.5, takes=timedelta(minutes=15), within=timedelta(hours=1), sure=0.8, hours=(time(9), time(17))
        ),
        ("confidence", path, "--scenarios", "100", "--sure", "0.9", "--horizon", "month", "--sensitivity", "0.8", *DRAWN): plan.confidence(
            "month", scenarios=100, sure=[0.9], sensitivity=0.8, lost=0.03, halved=0.1, spread=0.2, seed=7
        ),
        ("simulate", path, "--scenarios", "5", "--blitz", "40", "--keep", "0.1", "--start", "2026-12-01=3", *DRAWN): plan.simulate(
            scenarios=5, blitz=40, keep=0.1, starts=[(date(2026, 12, 1), 3)], lost=0.03, halved=0.1, spread=0.2, seed=7
        ),
    }


@pytest.mark.parametrize("path", PLANS)
def test_each_answer_has_the_bytes_and_the_words_of_the_command_line(
    path: str, command_line: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    for arguments, answer in asked(path).items():
        assert answer.to_json().encode() == command_line(*arguments, "--json"), arguments
        assert answer.words().split() == command_line(*arguments).decode().split(), arguments
        assert answer.lead() and len(answer._repr_html_()) > 500
        again = type(answer).from_json(answer.to_json())
        assert again == answer == pickle.loads(pickle.dumps(answer))


def test_a_line_of_cost_is_what_fit_says_without_the_meeting() -> None:
    plan = ft.Plan.read(PLANS[1])
    base = plan.fit("quarter")
    for one in plan.cost().meetings():
        assert one.over_horizon == one.total - base.total and one.per_week == one.number - base.number


def test_busy_time_without_titles_is_priced_by_weekday_clock_and_length() -> None:
    plan = ft.Plan.read(PLANS[0])
    made = plan.replace(busy=plan.busy)
    mondays = [plan.first_day + timedelta(days=7 * week) for week in range(14)]
    begins = [datetime.combine(day, MONDAY.start, plan.timezone) for day in mondays]
    met = made.replace(busy=[ft.Interval(start=start, end=start + HOUR) for start in begins])
    (dearest, *_) = met.cost().meetings()
    assert (dearest.weekdays, dearest.begins, dearest.times) == (("mon",), time(8, 30), 14)
    without = made.replace(busy=[]).fit("quarter")
    assert dearest.over_horizon == without.total - met.fit("quarter").total > 0


def test_tables_go_into_frames() -> None:
    polars = pytest.importorskip("polars")
    plan = ft.Plan.read(PLANS[0])
    told = plan.confidence(scenarios=100, lost=0.02)
    simulated = plan.simulate(scenarios=3, blitz=[50, 60])
    trade = plan.trade("month")
    sla = plan.sla(5, takes=timedelta(minutes=15), within=timedelta(hours=2))
    tables = {
        "meetings": plan.cost().meetings(),
        "lengths": trade.lengths(),
        "touches": trade.touches(),
        "assumptions": trade.assumptions(),
        "quote": plan.quote(50, BY).weeks(),
        "held": sla.times(),
        "ladder": sla.ladder(),
        "levels": told.levels(),
        "paces": told.paces(),
        "ways": simulated.ways(),
        "weeks": simulated.weeks(),
    }
    for name, table in tables.items():
        frame = polars.DataFrame(table)
        assert frame.height == len(table) > 0, name
        assert tuple(frame.columns) == table.columns, name
    assert {way.way for way in simulated.ways()} == {"pace", "follow_ups_first", "blitz 50", "blitz 60"}
    assert sum(week.starts for week in simulated.weeks() if week.way == "blitz 50") == 50


@pytest.mark.parametrize("path", PLANS)
def test_every_picture_can_be_drawn(path: str, tmp_path: Path) -> None:
    plan = ft.Plan.read(path)
    pictures = [
        plan.cost().plot(),
        plan.trade().plot(),
        plan.confidence(scenarios=100, lost=0.05).plot(),
        plan.simulate(scenarios=3).plot(),
    ]
    for index, figure in enumerate(pictures):
        figure.savefig(tmp_path / f"{index}.png")
        assert (tmp_path / f"{index}.png").stat().st_size > 5000


def test_dots_are_twentieths(worked: ft.Plan) -> None:
    told = worked.confidence(scenarios=100, lost=0.05)
    (axis,) = told.plot().axes
    filled = [len(one.get_offsets()) for one in axis.collections[::2]]
    written = [text.get_text() for text in axis.texts]
    assert written == [f"{count} of 20" for count in filled]
    holds = [one.strict * 20 // told.scenarios for one in told.paces()]
    assert set(filled) <= set(holds)


def test_progress_is_told_and_may_end_the_question(worked: ft.Plan) -> None:
    told: list[tuple[int, int]] = []
    answer = worked.confidence(scenarios=20_000, lost=0.1, progress=lambda done, of: told.append((done, of)))
    assert answer.scenarios == 20_000
    assert all(0 <= done <= of == 20_000 for done, of in told)

    def enough(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ft.Plan.read(PLANS[0]).confidence(scenarios=1_000_000, progress=enough)


INTERRUPTED = """
import os, signal, threading, time
import followthrough as ft
plan = ft.Plan.read("docs/examples/sdr/plan.toml")
threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
begun = time.monotonic()
try:
    plan.confidence(scenarios=1_000_000)
except KeyboardInterrupt:
    print("interrupted", time.monotonic() - begun < 5)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_control_c_ends_a_question() -> None:
    said = subprocess.run([sys.executable, "-c", INTERRUPTED], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert said.stdout.split() == ["interrupted", "True"], said.stderr


@pytest.mark.parametrize(
    ("ask", "argument"),
    [
        (lambda plan: plan.trade(replies={"call": 2.0}), "replies['call']"),
        (lambda plan: plan.trade(replies={"no channel!": 0.5}), "replies"),
        (lambda plan: plan.confidence(lost=5), "lost"),
        (lambda plan: plan.confidence(sure=[0.5, 95]), "sure[1]"),
        (lambda plan: plan.confidence(scenarios=7), "scenarios"),
        (lambda plan: plan.simulate(keep=-0.1), "keep"),
        (lambda plan: plan.simulate(scenarios=0), "scenarios"),
        (lambda plan: plan.quote(5, BY, ramp=[1.5]), "ramp[0]"),
        (lambda plan: plan.quote(5, BY, days_off=90), "days_off"),
        (lambda plan: plan.sla(0, takes=MINUTES, within=HOUR), "leads"),
        (lambda plan: plan.sla(900, takes=MINUTES, within=HOUR), "leads"),
        (lambda plan: plan.sla(5, takes=MINUTES, within=MINUTES), "within"),
        (lambda plan: plan.sla(5, takes=MINUTES, within=HOUR, hours=(time(9), time(8))), "hours"),
        (lambda plan: ft.WeeklyMeeting(days=[], start=time(9), length=timedelta(hours=1)), "days"),
        (lambda plan: ft.WeeklyMeeting(days=["mon"], start=time(9), length=timedelta(hours=25)), "length"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_name(ask: Callable[[ft.Plan], object], argument: str, worked: ft.Plan) -> None:
    with pytest.raises(ft.ArgumentError) as caught:
        ask(worked)
    assert caught.value.argument == argument and "expected" in str(caught.value)


def test_a_day_before_the_plan_is_a_plans_error(worked: ft.Plan) -> None:
    with pytest.raises(ft.PlanError, match="2026-01-01"):
        worked.quote(5, date(2026, 1, 1))
