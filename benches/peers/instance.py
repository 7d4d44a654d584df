"""A plan that was read from what is written, as the numbers that `bench-fit export` tells: two readings of one text.

    python instance.py TOOL KIND FROM TO         says where they differ, in segments, weeks, owed work and starts
"""

import collections
import json
import sys

from model import Cadence, Plan, Start, Work, export
from pace import written
from reading import AFTER, Job, Reading


def work(reading: Reading, job: Job) -> Work:
    places = reading.places(job)
    days = [place if job.effort == 0 else reading.segments[place].day for place in places]
    return Work(job.effort, places, job.caps, days)


def instance(reading: Reading, policy: str = "level") -> Plan:
    days = reading.days
    first = next((day for day in range(reading.horizon + 1) if days.worked(day)), None)
    plan = Plan(
        policy,
        first,
        reading.horizon,
        len(reading.workweek),
        any(job.hours for job in reading.owed()),
        [tuple(week) for week in reading.weeks],
        [(it.day, it.usable) for it in reading.segments],
        reading.caps,
        [(work(reading, job), job.count) for job in reading.owed()],
    )
    here: dict[int, list] = {}
    for it in reading.segments:
        here.setdefault(it.day, []).append(it)
    for cadence in reading.cadences:
        starts = []
        for day in range(reading.horizon + 1):
            jobs = days.start(cadence, day, here.get(day, []), 0)
            if jobs:
                prep = work(reading, jobs.pop()) if cadence.prep else None
                starts.append(Start(day, [work(reading, job) for job in jobs], prep))
        plan.cadences.append(Cadence(cadence.part, reading.stock(cadence), starts))
    return plan


def told(reading: Reading) -> dict:
    """The numbers as `compiled::json` orders them, but for what is owed, whose order is the pipeline's."""
    plan = instance(reading)
    # Caps are numbered by channel there, those without one included.
    names = sorted(reading.channels)
    number = [names.index(name) for name in reading.capped]
    item = lambda it: [it.effort, it.places, [number[cap] for cap in it.caps]]
    owed = collections.Counter()
    for it, count in plan.owed:
        owed[json.dumps(item(it))] += count
    return {
        "first": plan.first,
        "horizon": plan.horizon,
        "full": plan.full,
        "hours": plan.hours,
        "weeks": [list(week) for week in plan.weeks],
        "segments": [list(segment) for segment in plan.segments if segment[0] <= plan.horizon + AFTER],
        "owed": owed,
        "cadences": [
            [
                cadence.part,
                cadence.ready,
                [[it.day, [item(touch) for touch in it.touches], it.prep and item(it.prep)] for it in cadence.starts],
            ]
            for cadence in plan.cadences
        ],
    }


def exported(text: str) -> dict:
    raw = json.loads(text)
    limited = {index for index, cap in enumerate(raw["caps"]) if cap != [None, None]}
    item = lambda it: [it["e"], it["p"], [cap for cap in it["c"] if cap in limited]]
    owed = collections.Counter(json.dumps(item(it)) for it in raw["owed"])
    cadences = [
        [
            it["part"],
            it["ready"],
            [
                [start["day"], [item(touch) for touch in start["touches"]], start["prep"] and item(start["prep"])]
                for start in it["starts"]
            ],
        ]
        for it in raw["cadences"]
    ]
    kept = {key: raw[key] for key in ("first", "horizon", "full", "hours", "weeks", "segments")}
    return kept | {"owed": owed, "cadences": cadences}


def main() -> None:
    tool, kind, first, last = sys.argv[1:5]
    for seed in range(int(first), int(last)):
        reading, _ = written([tool, kind, str(seed)])
        ours, theirs = told(reading), exported(export(tool, kind, seed))
        for key in ours:
            if ours[key] != theirs[key]:
                one, other = str(ours[key]), str(theirs[key])
                at = next((n for n, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))
                at = max(0, at - 60)
                print(f"{kind} {seed}: {key} differs\n  written  {one[at : at + 120]}\n  exported {other[at : at + 120]}")
    print(f"{kind}: {first} to {last} read twice")


if __name__ == "__main__":
    main()
