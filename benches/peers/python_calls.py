"""What calling from Python costs over the same calls in Rust.

    cargo build --release --package followthrough-benches --bin bench-calls
    target/venv/bin/python benches/peers/python_calls.py [fit] [many] [pipeline] [stop]

Python and Rust take turns, and the medians of the turns are compared. The package must be installed as a wheel.
"""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from datetime import time as clock
from pathlib import Path

import polars as pl

import followthrough as ft

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT / "target/release/bench-calls"
PLANS = ("docs/examples/worked/plan.toml", "docs/examples/sdr/plan.toml", "docs/examples/solo/plan.toml")
TURNS = 7


def rust(*arguments: object) -> tuple[float, int]:
    """Seconds and the answer."""
    said = subprocess.run([BENCH, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    seconds, number = said.split()
    return float(seconds), int(number)


def seconds(call: Callable[[], object]) -> float:
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def fit(path: str) -> None:
    """One `plan.fit()`: the call, the call and a look at its number, the call and a look at every field."""
    plan = ft.Plan.read(ROOT / path)
    calls: dict[str, Callable[[], object]] = {
        "plan.fit()": plan.fit,
        "plan.fit().number": lambda: plan.fit().number,
        "plan.fit().commitments": lambda: plan.fit().commitments,
    }
    count = max(9, int(0.4 / max(seconds(plan.fit), 1e-4)))
    turns: dict[str, list[float]] = {name: [] for name in ("rust", *calls)}
    for _ in range(TURNS):
        native, number = rust("fit", path, count)
        assert number == plan.fit().number
        turns["rust"].append(native)
        for name, call in calls.items():
            turns[name].append(statistics.median(seconds(call) for _ in range(count)))
    native = statistics.median(turns["rust"])
    print(f"{path}: {count} calls a turn, Rust {native * 1e3:.3f} ms")
    for name in calls:
        asked = statistics.median(turns[name])
        print(f"  {name:24} {asked * 1e3:.3f} ms, {asked / native:.3f} of Rust's")


def many(count: int = 10_000) -> None:
    """`fit_many` on all cores."""
    path = PLANS[0]
    plan = ft.Plan.read(ROOT / path)
    plans = [plan.replace(reserve=index % 50 / 100) for index in range(count)]
    native, asked = [], []
    for _ in range(3):
        took, number = rust("many", path, count)
        native.append(took)
        begin = time.perf_counter()
        fits = ft.fit_many(plans)
        asked.append(time.perf_counter() - begin)
        assert sum(fit.number for fit in fits if isinstance(fit, ft.Fit)) == number
        del fits
    rate, others = count / statistics.median(asked), count / statistics.median(native)
    print(f"fit_many, {count:,} plans: {rate:,.0f} a second, Rust {others:,.0f}: {rate / others:.3f} of Rust's rate")


def pipeline(count: int = 1_000_000) -> None:
    """A plan with a large pipeline, from a polars frame and from Python objects."""
    plan = ft.Plan.read(ROOT / PLANS[0])
    day = date(2027, 1, 5)
    columns = {
        "id": [f"P{index}" for index in range(count)],
        "name": [f"Prospect {index}" for index in range(count)],
        "cadence": ["calls"] * count,
        "stage": ["in_flight"] * count,
        "next_touch": [2 + index % 5 for index in range(count)],
        "due": [day + timedelta(days=index % 5) for index in range(count)],
        "priority": [1 + index % 3 for index in range(count)],
    }
    frame = pl.DataFrame(columns)
    table = statistics.median(seconds(lambda: plan.replace(pipeline=frame)) for _ in range(3))
    begin = time.perf_counter()
    rows = [
        ft.Prospect(id=i, name=n, cadence=c, stage="in_flight", next_touch=t, due=d, priority=p)
        for i, n, c, t, d, p in zip(*(columns[name] for name in columns if name != "stage"), strict=True)
    ]
    made = time.perf_counter() - begin
    given = seconds(lambda: plan.replace(pipeline=rows))
    print(
        f"a pipeline of {count:,}: from polars {table:.2f} s; from Python objects {given:.2f} s, {given / table:.1f} times; "
        f"with making them {made + given:.2f} s, {(made + given) / table:.1f} times"
    )


def stop(presses: int = 15) -> None:
    """How long Ctrl-C waits in long calls, pressed at moments spread over them."""
    sdr, ten = ft.Plan.read(ROOT / PLANS[1]), timedelta(minutes=10)
    block = ft.Block(categories=["calling"], days=("mon", "wed", "fri"), start=clock(9), length=5 * ten)
    touches = [ft.Touch(channel="call", effort=ten / 10 * (7 + n % 4), after=0 if n == 0 else 2) for n in range(8)]
    cadence = ft.Cadence(name="calls", touches=touches)
    due = date(2027, 1, 4)
    crowd = [
        ft.Prospect(id=f"A{n}", cadence="calls", stage="in_flight", next_touch=1 + n % 8, due=due + timedelta(days=n % 9))
        for n in range(400)
    ]
    owed = ft.Plan(
        name="crowd", timezone=sdr.timezone, first_day=due, blocks=[block], cadences=[cadence], pipeline=crowd
    )
    calls: dict[str, Callable[[], object]] = {
        'fit(policy="max")': lambda: sdr.fit("quarter", policy="max"),
        "fit_many": lambda: ft.fit_many([sdr] * 1_000),
        "advise": lambda: sdr.advise(16),
        "check": lambda: sdr.check(100),
        "triage": owed.triage,
    }
    for name, call in calls.items():
        waits = []
        for press in range(presses):
            pressed: list[float] = []

            def key(pressed: list[float] = pressed, after: float = 0.02 + 0.9 * press / presses) -> None:
                time.sleep(after)
                pressed.append(time.perf_counter())
                os.kill(os.getpid(), signal.SIGINT)

            thread = threading.Thread(target=key)
            try:
                thread.start()
                while True:
                    call()
            except KeyboardInterrupt:
                waits.append(time.perf_counter() - pressed[0])
            thread.join()
        print(f"{name:20} Ctrl-C waits {statistics.median(waits) * 1e3:.0f} ms, {max(waits) * 1e3:.0f} ms at the most")


def main() -> None:
    asked = sys.argv[1:] or ["fit", "many", "pipeline", "stop"]
    if "fit" in asked:
        for path in PLANS:
            fit(path)
    if "many" in asked:
        many()
    if "pipeline" in asked:
        pipeline()
    if "stop" in asked:
        stop()


if __name__ == "__main__":
    main()
