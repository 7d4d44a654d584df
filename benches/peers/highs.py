"""The exact model as a mixed-integer programme for HiGHS: the same as `cpsat.py`, with binaries for the mix and for stock.

    python highs.py TOOL KIND SEED [SECONDS]
"""

import sys
import time

import highspy
from model import Plan, export, read, splits


def solve(plan: Plan, seconds: float, threads: int = 2) -> tuple[str, int | None, int | None, float]:
    """Status (`optimal`, `feasible`, `none`, `unknown`), number, bound, seconds in the solver."""
    highs = highspy.Highs()
    highs.silent()
    highs.setOptionValue("time_limit", float(seconds))
    highs.setOptionValue("threads", threads)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", 0.999)
    ceiling = plan.ceiling()
    mixed = sum(1 for cadence in plan.cadences if cadence.part) > 1
    used: dict[int, list] = {}
    sent: dict[tuple[int, int], list] = {}
    hopeless = False

    def add(constraint):
        highs.addConstr(constraint)

    def total_of(terms):
        return highs.qsum(terms) if terms else None

    def place(work, count, most):
        nonlocal hopeless
        terms = []
        for place, day in zip(work.places, work.days):
            room = most if work.effort == 0 else min(most, plan.segments[place][1] // work.effort)
            if room == 0:
                continue
            there = highs.addIntegral(0, room)
            terms.append(there)
            if work.effort:
                used.setdefault(place, []).append(work.effort * there)
            for cap in work.caps:
                sent.setdefault((cap, day), []).append(there)
        if terms:
            add(highs.qsum(terms) == count)
        elif isinstance(count, int):
            hopeless = hopeless or count > 0
        else:
            add(1.0 * count == 0)

    for work, count in plan.owed:
        place(work, count, count)

    span = plan.span()
    number = highs.addIntegral(0, ceiling)
    started = []
    for cadence in plan.cadences:
        counts = {}
        before = []
        prepared = None
        for start in cadence.starts:
            if span is None or not span[0] <= start.day <= span[1]:
                continue
            count = highs.addIntegral(0, ceiling)
            counts[start.day] = count
            for touch in start.touches:
                place(touch, count, ceiling)
            before.append(count)
            if start.prep is not None:
                needed = count
                if cadence.ready:
                    # total = max(0, started so far - stock)
                    large = ceiling * 400
                    total = highs.addIntegral(0, large)
                    spent = highs.addBinary()
                    so_far = highs.qsum(before)
                    add(total - so_far >= -cadence.ready)
                    add(total - so_far - large * spent <= -cadence.ready)
                    add(total + large * spent <= large)
                    needed = highs.addIntegral(0, ceiling)
                    if prepared is None:
                        add(needed - total == 0)
                    else:
                        add(needed - total + prepared == 0)
                    prepared = total
                place(start.prep, needed, ceiling)
        started.append(counts)

    if span is None:
        add(1.0 * number == 0)
    table = splits(plan, ceiling)
    rows = []
    if mixed:
        rows = [(highs.addBinary(), row) for row in table]
        add(highs.qsum([binary for binary, _ in rows]) == 1)
        add(highs.qsum([count * rows[count][0] for count in range(1, len(rows))]) - number == 0)
    for which, cadence in enumerate(plan.cadences):
        if mixed:
            wanted = highs.qsum([row[which] * binary for binary, row in rows if row[which]] or [0 * number])
        elif cadence.part:
            wanted = 1.0 * number
        else:
            continue
        inside = list(started[which].values())
        if inside:
            add(highs.qsum(inside) - wanted == 0)
        else:
            add(1.0 * wanted == 0)

    for place_index, terms in used.items():
        add(highs.qsum(terms) <= plan.segments[place_index][1])
    for cap, (by_day, by_week) in enumerate(plan.caps):
        days = sorted(day for (which, day) in sent if which == cap)
        for day in days:
            if by_day is not None:
                add(highs.qsum(sent[cap, day]) <= by_day)
            if by_week is not None:
                week = [term for other in days if day <= other < day + 7 for term in sent[cap, other]]
                add(highs.qsum(week) <= by_week)

    if hopeless:
        return "none", None, None, 0.0
    begin = time.perf_counter()
    highs.maximize(number)
    took = time.perf_counter() - begin
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kOptimal:
        value = round(highs.val(number))
        return "optimal", value, value, took
    if status == highspy.HighsModelStatus.kInfeasible:
        return "none", None, None, took
    info = highs.getInfo()
    if info.primal_solution_status == 2:
        return "feasible", round(highs.val(number)), int(info.mip_dual_bound + 1e-6), took
    return "unknown", None, None, took


if __name__ == "__main__":
    tool, kind, seed = sys.argv[1], sys.argv[2], int(sys.argv[3])
    print(*solve(read(export(tool, kind, seed)), float(sys.argv[4]) if len(sys.argv) > 4 else 60.0))
