"""The pace in CP-SAT: the most prospects a week that typical weeks carry, week after week, for ever.

    python pace.py TOOL KIND SEED [SECONDS]        a generated plan, as `bench-fit plan` writes it
    python pace.py FILE.json [SECONDS]             what `bench-fit plan` printed

Prints as `cpsat.py` does whether number and bound meet (`optimal`, `feasible`), the pace, its bound and the seconds it
took; and `every`, 0 where the pace is not 0, or where not even one in 26 weeks can go on. The bound is a linear program over the averaged weeks; the number a plan of a few weeks that
comes round.
"""

import json
import math
import pathlib
import subprocess
import sys
import time
from dataclasses import dataclass

from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model
from reading import Job, Reading, Typical

LONGEST = 12  # weeks that a plan may take to come round, unless the mix needs more
RAREST = 26


@dataclass
class Pace:
    number: int
    bound: int
    every: int
    full: int

    @property
    def certified(self) -> bool:
        return self.number == self.bound


@dataclass
class Work:
    """A touch of the starts of one day: its places in the cycle, their days, its effort and caps."""

    places: list[int]
    days: list[int]
    effort: int
    caps: list[int]


class Cycle:
    """Typical weeks written out until they come round."""

    def __init__(self, reading: Reading, typical: Typical, weeks: int):
        self.weeks, self.length = weeks, 7 * weeks
        self.caps = reading.caps
        self.parts = [cadence.part for cadence in reading.cadences]
        once = 7 * typical.weeks
        self.segments = [
            (it.day + once * turn, it.start, it.usable, it.categories)
            for turn in range(weeks // typical.weeks)
            for it in typical.segments
        ]
        self.days = typical.days
        self.starts: dict[tuple[int, int], list[Work]] = {}
        here = {}
        for index, it in enumerate(self.segments):
            here.setdefault(it[0], []).append(index)
        for which, cadence in enumerate(reading.cadences):
            for day in range(self.length if cadence.part else 0):
                today = [it for it in typical.segments if it.day == day % once]
                shifted = [type(it)(day, it.start, it.usable, it.categories) for it in today]
                jobs = self.days.start(cadence, day, shifted, None)
                works = jobs and [self.work(job, here, typical, once) for job in jobs]
                if works and all(work.places for work in works):
                    self.starts[which, day] = works
        # Answers that are expected: every one has a day of its own.
        self.answers = []
        for day in range(self.length):
            for which in reading.opening(day // 7, day % 7) if self.days.worked(day) else []:
                category, effort, within = reading.cadences[which].reply
                work = self.work(Job((day, self.days.add(day, within)), effort, category), here, typical, once)
                if work.places:
                    self.answers.append(work)

    def work(self, job: Job, here: dict[int, list[int]], typical: Typical, once: int) -> Work:
        opens, closes = job.window
        places, days = [], []
        for day in range(opens, min(closes, opens + self.length - 1) + 1):
            if not job.effort:
                if self.days.worked(day):
                    places.append(-1)
                    days.append(day % self.length)
                continue
            for index in here.get(day % self.length, []):
                _, start, usable, categories = self.segments[index]
                early = job.before is None or day < closes or start < job.before
                if early and job.category in categories and usable >= job.effort:
                    places.append(index)
                    days.append(day % self.length)
        return Work(places, days, job.effort, job.caps)


def sequence(parts: list[int], upto: int) -> list[list[int]]:
    """How the first 0, 1, 2, ... prospects are split: Webster's divisors, ties to the first cadence of the file."""
    had = [0] * len(parts)
    table = [had[:]]
    for _ in range(upto):
        best = max(range(len(parts)), key=lambda index: (parts[index] / (2 * had[index] + 1), -index))
        for index, part in enumerate(parts):
            if part * (2 * had[best] + 1) > parts[best] * (2 * had[index] + 1):
                best = index
        had[best] += 1
        table.append(had[:])
    return table


def filled(usable: int, efforts: list[int]) -> int:
    """The most seconds of a segment that whole touches of these efforts can take."""
    step = math.gcd(*efforts)
    reached = 1
    room = usable // step
    for effort in efforts:
        size = effort // step
        while (more := (reached | reached << size) & ((2 << room) - 1)) != reached:
            reached = more
    return (reached.bit_length() - 1) * step


def limits(model, add_sum, cycle: Cycle, used: dict, sent: dict) -> None:
    """Time of segments and caps, for either solver: `used[segment]` lists (effort, how many), `sent[cap, day]` how many."""
    for index, terms in used.items():
        usable = cycle.segments[index][2]
        efforts = sorted({effort for effort, _ in terms})
        add_sum([(effort, term) for effort, term in terms], filled(usable, efforts))
        for least in efforts:
            add_sum([(1, term) for effort, term in terms if effort >= least], usable // least)
    for cap, (by_day, by_week) in enumerate(cycle.caps):
        for day in range(cycle.length):
            if by_day is not None:
                add_sum([(1, term) for term in sent.get((cap, day), [])], by_day)
            if by_week is not None:
                week = {later % cycle.length for later in range(day, day + 7)}
                add_sum([(1, term) for later in week for term in sent.get((cap, later), [])], by_week)


def bound(cycle: Cycle) -> int | None:
    """The largest pace that averaged weeks do not forbid; `None` where nothing holds it down."""
    solver = pywraplp.Solver.CreateSolver("GLOP")
    pace = solver.NumVar(0, 100_000, "")
    used, sent = {}, {}
    for work in cycle.answers:
        terms = [solver.NumVar(0, 1, "") for _ in work.places]
        for place, term in zip(work.places, terms):
            used.setdefault(place, []).append((work.effort, term))
        solver.Add(sum(terms) == 1)
    counts = {}
    for start, works in cycle.starts.items():
        counts[start] = solver.NumVar(0, solver.infinity(), "")
        for work in works:
            if not work.effort and not work.caps:
                continue
            terms = []
            for place, day in zip(work.places, work.days):
                term = solver.NumVar(0, solver.infinity(), "")
                terms.append(term)
                if work.effort:
                    used.setdefault(place, []).append((work.effort, term))
                for cap in work.caps:
                    sent.setdefault((cap, day), []).append(term)
            solver.Add(sum(terms) == counts[start])
    total = sum(cycle.parts)
    for which, part in enumerate(cycle.parts):
        mine = [count for (cadence, _), count in counts.items() if cadence == which]
        solver.Add(solver.Sum(mine) * total == pace * (cycle.weeks * part))
    for week in range(cycle.weeks):
        solver.Add(solver.Sum([count for (_, day), count in counts.items() if day // 7 == week]) == pace)
    add = lambda terms, most: terms and solver.Add(solver.Sum([factor * term for factor, term in terms]) <= most)
    limits(solver, add, cycle, used, sent)
    solver.Maximize(pace)
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return 0
    found = math.floor(pace.solution_value() + 1e-6)
    return None if found >= 100_000 else found


def comes_round(cycle: Cycle, weekly: list[list[int]], seconds: float) -> bool | None:
    """Whether a plan exists in which each week starts what it is told to, by cadence; `None` where time ran out."""
    model = cp_model.CpModel()
    used, sent, inside = {}, {}, {}
    for work in cycle.answers:
        terms = [model.new_bool_var("") for _ in work.places]
        for place, term in zip(work.places, terms):
            used.setdefault(place, []).append((work.effort, term))
        model.add_exactly_one(terms)
    most = [max(week[which] for week in weekly) for which in range(len(cycle.parts))]
    for (which, day), works in cycle.starts.items():
        if not weekly[day // 7][which]:
            continue
        count = model.new_int_var(0, most[which], "")
        inside.setdefault((which, day // 7), []).append(count)
        for work in works:
            if not work.effort and not work.caps:
                continue
            terms = []
            for place, day_of in zip(work.places, work.days):
                room = cycle.segments[place][2] // work.effort if work.effort else most[which]
                term = model.new_int_var(0, min(room, most[which]), "")
                terms.append(term)
                if work.effort:
                    used.setdefault(place, []).append((work.effort, term))
                for cap in work.caps:
                    sent.setdefault((cap, day_of), []).append(term)
            model.add(sum(terms) == count)
    for week, told in enumerate(weekly):
        for which, count in enumerate(told):
            if count and (which, week) not in inside:
                return False
            if count:
                model.add(sum(inside[which, week]) == count)
    add = lambda terms, most: terms and model.add(sum(factor * term for factor, term in terms) <= most)
    limits(model, add, cycle, used, sent)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    status = solver.solve(model)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return True
    return False if status == cp_model.INFEASIBLE else None


def weekly(parts: list[int], starts: list[int]) -> list[list[int]]:
    """By week and cadence, where week n starts so many."""
    table = sequence(parts, sum(starts))
    found, done = [], 0
    for count in starts:
        found.append([now - before for now, before in zip(table[done + count], table[done])])
        done += count
    return found


def pace(reading: Reading, seconds: float = 20.0) -> Pace:
    typical = reading.typical()
    if not typical.full:
        return Pace(0, 0, 0, 0)
    cycles: dict[int, Cycle] = {}

    def cycle(weeks: int) -> Cycle:
        if weeks not in cycles:
            cycles[weeks] = Cycle(reading, typical, weeks)
        return cycles[weeks]

    parts = [cadence.part for cadence in reading.cadences]
    divisor = math.gcd(*parts)
    parts = [part // divisor for part in parts]
    total = sum(parts)
    order = len(reading.answering()) if reading.answers else 1
    rounds = math.lcm(typical.weeks, order // math.gcd(order, reading.answers)) if order else typical.weeks
    most = bound(cycle(rounds))
    if most is None:
        return Pace(100_000, 100_000, 0, typical.full)
    for number in range(most, 0, -1):
        step = math.lcm(rounds, total // math.gcd(total, number))
        for weeks in range(step, max(LONGEST, step) + 1, step):
            if comes_round(cycle(weeks), weekly(parts, [number] * weeks), seconds):
                return Pace(number, most, 0, typical.full)
    for every in range(2, RAREST + 1):
        weeks = math.lcm(rounds, every * total)
        for first in range(math.gcd(typical.weeks, every)):
            starts = [int(week % every == first) for week in range(weeks)]
            if comes_round(cycle(weeks), weekly(parts, starts), seconds):
                return Pace(0, most, every, typical.full)
    return Pace(0, most, 0, typical.full)


def written(arguments: list[str]) -> tuple[Reading, list[str]]:
    """The plan that a command line names, and what is left of it."""
    if arguments[0].endswith(".json"):
        return Reading(json.loads(pathlib.Path(arguments[0]).read_text())), arguments[1:]
    tool, kind, seed = arguments[:3]
    text = subprocess.run([tool, "plan", kind, seed], check=True, capture_output=True, text=True).stdout
    return Reading(json.loads(text)), arguments[3:]


if __name__ == "__main__":
    plan, rest = written(sys.argv[1:])
    begin = time.perf_counter()
    found = pace(plan, float(rest[0]) if rest else 20.0)
    took = time.perf_counter() - begin
    print("optimal" if found.certified else "feasible", found.number, found.bound, took, found.every)
