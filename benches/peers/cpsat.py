"""`once` and `max` in OR-Tools' CP-SAT: prospects a day, whole touches a segment, caps, mix, prep and stock.

    python cpsat.py TOOL KIND SEED [SECONDS]

TOOL is the binary `bench-fit`. Prints the optimum, whether it is certified, and the seconds it took.
"""

import sys
import time

from model import Plan, export, read, splits
from ortools.sat.python import cp_model


def build(plan: Plan) -> tuple[cp_model.CpModel, cp_model.IntVar]:
    """The model, and the number that it asks about."""
    model = cp_model.CpModel()
    ceiling = plan.ceiling()
    mixed = sum(1 for cadence in plan.cadences if cadence.part) > 1
    used: dict[int, list] = {}
    sent: dict[tuple[int, int], list] = {}

    def place(work, count, most, name):
        terms = []
        for place, day in zip(work.places, work.days):
            room = most if work.effort == 0 else min(most, plan.segments[place][1] // work.effort)
            if room == 0:
                continue
            there = model.new_int_var(0, room, f"{name}@{place}")
            terms.append(there)
            if work.effort:
                used.setdefault(place, []).append(work.effort * there)
            for cap in work.caps:
                sent.setdefault((cap, day), []).append(there)
        model.add(sum(terms) == count)

    for index, (work, count) in enumerate(plan.owed):
        place(work, count, count, f"owed{index}")

    span = plan.span()
    number = model.new_int_var(0, ceiling, "number")
    started: list[dict[int, cp_model.IntVar]] = []
    for which, cadence in enumerate(plan.cadences):
        counts = {}
        before = 0
        prepared = 0
        for start in cadence.starts:
            if span is None or not span[0] <= start.day <= span[1]:
                continue
            count = model.new_int_var(0, ceiling, f"n{which}@{start.day}")
            counts[start.day] = count
            for step, touch in enumerate(start.touches):
                place(touch, count, ceiling, f"c{which}s{start.day}t{step}")
            before = before + count
            if start.prep is not None:
                needed = count
                if cadence.ready:
                    total = model.new_int_var(0, ceiling * 400, "")
                    model.add_max_equality(total, [0, before - cadence.ready])
                    needed = model.new_int_var(0, ceiling, "")
                    model.add(needed == total - prepared)
                    prepared = total
                place(start.prep, needed, ceiling, f"c{which}s{start.day}prep")
        started.append(counts)

    if span is None:
        model.add(number == 0)
    table = splits(plan, ceiling)
    for which, cadence in enumerate(plan.cadences):
        part = number if cadence.part else 0
        if mixed:
            part = model.new_int_var(0, len(table), f"part{which}")
            model.add_element(number, [row[which] for row in table], part)
        model.add(sum(started[which].values()) == part)

    for place_index, terms in used.items():
        model.add(sum(terms) <= plan.segments[place_index][1])
    for cap, (by_day, by_week) in enumerate(plan.caps):
        days = sorted(day for (which, day) in sent if which == cap)
        for day in days:
            if by_day is not None:
                model.add(sum(sent[cap, day]) <= by_day)
            if by_week is not None:
                week = [term for other in days if day <= other < day + 7 for term in sent[cap, other]]
                model.add(sum(week) <= by_week)
    return model, number


def solve(plan: Plan, seconds: float, workers: int = 2) -> tuple[str, int | None, int | None, float]:
    """Status (`optimal`, `feasible`, `none`, `unknown`), number, bound, seconds in the solver."""
    model, number = build(plan)
    model.maximize(number)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    begin = time.perf_counter()
    status = solver.solve(model)
    took = time.perf_counter() - begin
    if status == cp_model.OPTIMAL:
        return "optimal", int(solver.objective_value), int(solver.objective_value), took
    if status == cp_model.FEASIBLE:
        return "feasible", int(solver.objective_value), int(solver.best_objective_bound), took
    return ("none" if status == cp_model.INFEASIBLE else "unknown"), None, None, took


if __name__ == "__main__":
    tool, kind, seed = sys.argv[1], sys.argv[2], int(sys.argv[3])
    print(*solve(read(export(tool, kind, seed)), float(sys.argv[4]) if len(sys.argv) > 4 else 60.0))
