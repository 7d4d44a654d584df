"""A quarter of some 500 prospects lived through: `simulate` and `confidence` beside a model in simpy and a day loop in numpy.

    target/venv/bin/python benches/peers/confidence.py [SCENARIOS]

The desk: five hours and a quarter of calling on every weekday, and eight calls of five minutes to each prospect, two workdays
from one to the next, each on its day. As many are started on each day as the plan at the pace starts. One day in thirty-three is lost
and shifts what is due, and a call in nineteen reaches somebody, which ends the calls. Inside a day what is due first comes first;
a call that is not made on its day is late and made on the next. Each side draws for itself, so what they count agrees and does not
match. Sides take turns; ours take all threads, the peers one each. The package must be installed as a wheel.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from datetime import time as clock
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy
import simpy

import followthrough as ft

ROOT = Path(__file__).resolve().parents[2]
TURNS = 5

ANSWER, LOST, TOUCHES, GAP, MINUTES, DAY = 0.054, 0.03, 8, 2, 5, 315

Counts = tuple[int, int, int]


def workdays(starts: list[tuple[date, int]]) -> list[int]:
    """How many are started on each workday from the first on."""
    by_day = dict(starts)
    first, last = min(by_day), max(by_day)
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    return [by_day.get(day, 0) for day in days if day.weekday() < 5]


def in_numpy(starts: list[int], random: numpy.random.Generator) -> Counts:
    """A loop over days that are not lost, with arrays over prospects: late touches, touches, answers."""
    began = numpy.repeat(numpy.arange(len(starts)), starts)
    days = len(starts) + TOUCHES * GAP + 120
    kept = numpy.flatnonzero(random.random(days) >= LOST)
    # Starts of a lost day are made on the next that is not.
    due = numpy.searchsorted(kept, began)
    touch = numpy.zeros(len(due), dtype=numpy.int64)
    late = made = answered = 0
    for day in range(len(kept)):
        waiting = numpy.flatnonzero(due <= day)
        if waiting.size == 0:
            if not (due < days).any():
                break
            continue
        first = waiting[numpy.argsort(due[waiting], kind="stable")][: DAY // MINUTES]
        late += int((due[first] < day).sum())
        made += first.size
        reached = random.random(first.size) < ANSWER
        answered += int(reached.sum())
        touch[first] += 1
        gone = reached | (touch[first] == TOUCHES)
        due[first] = numpy.where(gone, days + 1, day + GAP)
    return late, made, answered


def in_simpy(starts: list[int], random: numpy.random.Generator) -> Counts:
    """A process for each prospect, and a rep who works on days that are not lost: late touches, touches, answers."""
    env = simpy.Environment()
    days = len(starts) + TOUCHES * GAP + 120
    kept = [int(day) for day in numpy.flatnonzero(random.random(days) >= LOST)]
    rep = simpy.PriorityResource(env, capacity=1)
    late = made = answered = 0

    def night() -> object:
        """Takes the rep from the end of the block to the beginning of the next one."""
        for _ in kept:
            yield env.timeout(DAY)
            with rep.request(priority=-1) as request:
                yield request
                yield env.timeout(1440 - env.now % 1440)

    def prospect(begins: int) -> object:
        nonlocal late, made, answered
        day = int(numpy.searchsorted(kept, begins))
        for _ in range(TOUCHES):
            yield env.timeout(max(0, day * 1440 - env.now))
            with rep.request(priority=day) as request:
                yield request
                yield env.timeout(MINUTES)
            now = int(env.now - MINUTES) // 1440
            made += 1
            late += now > day
            if random.random() < ANSWER:
                answered += 1
                return
            day = now + GAP

    env.process(night())
    for begins, count in enumerate(starts):
        for _ in range(count):
            env.process(prospect(begins))
    env.run(until=len(kept) * 1440)
    return late, made, answered


def desk() -> ft.Plan:
    """The desk as a plan."""
    touches = [ft.Touch(channel="call", day=1 + GAP * at, effort=timedelta(minutes=MINUTES)) for at in range(TOUCHES)]
    block = ft.Block(
        categories=["calling"], days=["mon", "tue", "wed", "thu", "fri"], start=clock(9), length=timedelta(minutes=DAY)
    )
    return ft.Plan(
        name="peers",
        timezone=ZoneInfo("America/New_York"),
        first_day=date(2027, 1, 4),
        blocks=[block],
        cadences=[ft.Cadence(name="calls", touches=touches)],
    )


def timed(ask: Callable[[], object]) -> float:
    """Seconds."""
    begun = time.perf_counter()
    ask()
    return time.perf_counter() - begun


def main() -> None:
    scenarios = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    plan = desk()
    fit = plan.fit("quarter")
    starts = workdays([(started.date, started.count) for started in fit.starts()])
    own = [(started.date, started.count) for started in fit.starts()]
    print(f"{sum(starts)} prospects started in {len(starts)} workdays, at the pace of {fit.number} a week")

    def ours(count: int) -> ft.Simulate:
        # The starts of the pace beside those that are always asked: what one way more takes is what a way takes.
        return plan.simulate(replies={"call": ANSWER}, lost=LOST, scenarios=count, starts=own, blitz=1)

    def without(count: int) -> ft.Simulate:
        return plan.simulate(replies={"call": ANSWER}, lost=LOST, scenarios=count, blitz=1)

    models: dict[str, tuple[Callable[[list[int], numpy.random.Generator], Counts], int]] = {
        "numpy": (in_numpy, 50),
        "simpy": (in_simpy, 5),
    }
    random = numpy.random.default_rng(1)
    took: dict[str, list[float]] = {name: [] for name in ("simulate", "confidence", *models)}
    counts: dict[str, list[Counts]] = {name: [] for name in models}
    for _ in range(TURNS):
        took["simulate"].append((timed(lambda: ours(scenarios)) - timed(lambda: without(scenarios))) / scenarios)
        took["confidence"].append(timed(lambda: plan.confidence(replies={"call": ANSWER}, lost=LOST, scenarios=scenarios)) / scenarios)
        for name, (model, times) in models.items():
            begun = time.perf_counter()
            counts[name].extend(model(starts, random) for _ in range(times))
            took[name].append((time.perf_counter() - begun) / times)
    told = next(way for way in ours(scenarios).ways() if way.way == "own")
    each = {name: statistics.median(one) for name, one in took.items()}
    said = f"{told.late:.1f} of {told.kept + told.late:.0f} touches late, {told.answered:.0f} answers"
    print(f"simulate    {each['simulate'] * 1e6:10.1f} us a scenario: {said}")
    for name, found in counts.items():
        late, made, answered = (statistics.fmean(one) for one in zip(*found, strict=True))
        times = each[name] / each["simulate"]
        said = f"{late:.1f} of {made:.0f} touches late, {answered:.0f} answers"
        print(f"{name:11} {each[name] * 1e6:10.1f} us a scenario: {said}; {times:,.1f} times simulate")
    print(f"confidence  {each['confidence'] * 1e6:10.1f} us a scenario, on all threads")
    sdr = ft.Plan.read(ROOT / "docs/examples/sdr/plan.toml")
    seconds = min(timed(lambda: sdr.confidence(lost=LOST, scenarios=10_000)) for _ in range(3))
    print(f"confidence of docs/examples/sdr/plan.toml, 10,000 scenarios on all threads: {seconds:.2f} s")


if __name__ == "__main__":
    main()
