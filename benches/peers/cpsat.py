"""The exact model in OR-Tools' CP-SAT: prospects a day, whole touches a segment, caps, mix, prep and stock.

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

    spans = plan.spans()
    if plan.policy == "once" and plan.first is not None and plan.first > plan.horizon:
        spans = []
    number = model.new_int_var(0, ceiling, "number")
    started: list[dict[int, cp_model.IntVar]] = []
    for which, cadence in enumerate(plan.cadences):
        counts = {}
        before = 0
        prepared = 0
        for start in cadence.starts:
            if not any(first <= start.day <= last for first, last, _ in spans):
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

    if not spans:
        model.add(number == 0)
    table = splits(plan, ceiling * max(1, len(spans)))
    total = 0
    had = [0] * len(plan.cadences)
    for first, last, workdays in spans:
        quota = model.new_int_var(0, ceiling, f"quota@{first}")
        if plan.policy == "level":
            model.add(plan.full * quota <= number * workdays)
            model.add(number * workdays <= plan.full * quota + plan.full - 1)
        else:
            model.add(quota == number)
        so_far = model.new_int_var(0, len(table) - 1, f"total@{last}")
        model.add(so_far == total + quota)
        total = so_far
        for which in range(len(plan.cadences)):
            if mixed:
                now = model.new_int_var(0, len(table), f"cumulated{which}@{last}")
                model.add_element(total, [row[which] for row in table], now)
            else:
                now = total if plan.cadences[which].part else 0
            inside = [count for day, count in started[which].items() if first <= day <= last]
            model.add(sum(inside) == now - had[which])
            had[which] = now

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
