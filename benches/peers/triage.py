"""Whom to keep where more is owed than fits, in CP-SAT: the most of the first rank, then of the next.

    python triage.py TOOL KIND SEED [SECONDS]

Those who replied rank first, by priority, then the others by priority. Prints how many are let go at the fewest in that
order, how many at the fewest whatever their rank, whether both are certified, and the seconds it took.
"""

import collections
import json
import sys
import time

from instance import work
from ortools.sat.python import cp_model
from pace import written
from reading import Reading


def groups(reading: Reading):
    """Prospects in flight who are alike: rank, their work, and how many they are."""
    found = {}
    for row in reading.rows:
        alone = Reading.__new__(Reading)
        alone.__dict__.update(reading.__dict__)
        alone.rows = [row | {"count": 1}]
        jobs = alone.owed()
        if not jobs:
            continue
        works = [work(reading, job) for job in jobs]
        key = json.dumps([jobs[0].rank, [[it.effort, it.places, it.caps] for it in works]])
        found[key] = (jobs[0].rank, works, found.get(key, (None, None, 0))[2] + row.get("count", 1))
    return list(found.values())


def triage(reading: Reading, seconds: float) -> tuple[int, int, bool, float]:
    model = cp_model.CpModel()
    used, sent, kept = collections.defaultdict(list), collections.defaultdict(list), collections.defaultdict(list)
    everybody = 0
    for rank, works, count in groups(reading):
        everybody += count
        stays = model.new_int_var(0, count, "")
        kept[rank].append(stays)
        for item in works:
            if not item.effort and not item.caps:
                continue
            terms = []
            for place, day in zip(item.places, item.days):
                room = count if not item.effort else min(count, reading.segments[place].usable // item.effort)
                there = model.new_int_var(0, room, "")
                terms.append(there)
                if item.effort:
                    used[place].append(item.effort * there)
                for cap in item.caps:
                    sent[cap, day].append(there)
            model.add(sum(terms) == stays)
    for place, terms in used.items():
        model.add(sum(terms) <= reading.segments[place].usable)
    for cap, (by_day, by_week) in enumerate(reading.caps):
        days = sorted(day for which, day in sent if which == cap)
        for day in days:
            if by_day is not None:
                model.add(sum(sent[cap, day]) <= by_day)
            if by_week is not None:
                model.add(sum(term for other in days if day <= other < day + 7 for term in sent[cap, other]) <= by_week)
    begin = time.perf_counter()
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    everyone = [stays for rank in sorted(kept) for stays in kept[rank]]
    model.maximize(sum(everyone))
    certain = solver.solve(model) == cp_model.OPTIMAL
    fewest = everybody - (int(solver.objective_value) if certain else 0)
    total = 0
    for rank in sorted(kept):
        if not certain:
            break
        model.maximize(sum(kept[rank]))
        certain = solver.solve(model) == cp_model.OPTIMAL
        if certain:
            most = int(solver.objective_value)
            model.add(sum(kept[rank]) == most)
            total += most
    return everybody - total, fewest, certain, time.perf_counter() - begin


if __name__ == "__main__":
    plan, rest = written(sys.argv[1:])
    print(*triage(plan, float(rest[0]) if rest else 20.0))
