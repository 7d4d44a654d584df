"""The plan at the pace in CP-SAT: week after week, the most that fits up to the week's quota.

    python weeks.py TOOL KIND SEED [SECONDS [PACE [EVERY]]]    or FILE.json in place of TOOL KIND SEED

Counts of earlier weeks are fixed, their days and all places are not. What is owed is placed first, with the least
lateness by rank; starts never add to it. Prints a row of JSON for each week: first and last day, workdays, quota, starts,
and whether the starts are certified to be the most.
"""

import collections
import datetime as dt
import json
import sys

from instance import instance, work
from model import Plan, Work
from ortools.sat.python import cp_model
from pace import Pace, pace, written
from reading import Reading

LATEST = 130  # so many days after its close late work is looked for a place


class Weeks:
    def __init__(self, reading: Reading, found: Pace, seconds: float = 20.0):
        self.reading, self.pace, self.seconds = reading, found, seconds
        self.plan: Plan = instance(reading)
        self.parts = [cadence.part for cadence in reading.cadences]
        first = reading.first_day
        monday = first - dt.timedelta(days=(first.weekday() - reading.workweek[0]) % 7)
        self.begun = sum(reading.started(monday, first))
        self.had = reading.started(months_before(first, 3), first)
        self.before = [
            sum(reading.started(monday - dt.timedelta(days=7 * back), monday - dt.timedelta(days=7 * back - 6)))
            for back in range(26)
        ]
        self.before[0] = self.begun
        self.owed = self.alike([(work(reading, job), job.count, None) for job in reading.owed()])
        self.lateness: list[tuple[tuple[int, int], int]] = []
        self.settled = self.settle()

    @staticmethod
    def alike(jobs):
        """Work of one kind together: (work, how many, lateness of each place by rank)."""
        found = {}
        for item, count, late in jobs:
            key = json.dumps([item.effort, item.places, item.caps, late])
            found[key] = (item, found.get(key, (None, 0))[1] + count, late)
        return list(found.values())

    def settle(self) -> bool:
        """Finds the least lateness of what is owed, if not all fits in its windows; whether that is certain."""
        model, _ = self.model([], None)
        status, _, _ = self.solve(model, None)
        if status == cp_model.OPTIMAL:
            return True
        if status != cp_model.INFEASIBLE:
            return False
        reading, jobs = self.reading, []
        for job in reading.owed():
            closes = job.window[1]
            job.window = (job.window[0], closes + LATEST)
            item = work(reading, job)
            workdays = lambda day: sum(reading.days.worked(it) for it in range(closes + 1, day + 1))
            jobs.append((item, job.count, (job.rank, [workdays(day) for day in item.days])))
        self.owed = self.alike(jobs)
        for rank in sorted({late[0] for _, _, late in self.owed}):
            model, sums = self.model([], None)
            total = model.new_int_var(0, 10_000_000, "")
            model.add(total == sum(sums[rank]))
            model.minimize(total)
            status, least, _ = self.solve(model, total)
            if status != cp_model.OPTIMAL:
                return False
            self.lateness.append((rank, least))
        return True

    def model(self, counts: list[list[int]], quota: list[int] | None):
        """Earlier weeks' counts by cadence, and the kinds that this week may start, one after the other."""
        plan, model = self.plan, cp_model.CpModel()
        used, sent = collections.defaultdict(list), collections.defaultdict(list)
        sums = collections.defaultdict(list)

        def place(item: Work, count, most: int, late=None) -> None:
            if not item.effort and not item.caps and late is None:
                return
            terms = []
            for index, (segment, day) in enumerate(zip(item.places, item.days)):
                room = most if item.effort == 0 else min(most, plan.segments[segment][1] // item.effort)
                there = model.new_int_var(0, room, "")
                terms.append(there)
                if item.effort:
                    used[segment].append(item.effort * there)
                for cap in item.caps:
                    sent[cap, day].append(there)
                if late and late[1][index]:
                    sums[late[0]].append(late[1][index] * there)
            model.add(sum(terms) == count)

        for item, count, late in self.owed:
            place(item, count, count, late)
        for rank, least in self.lateness:
            model.add(sum(sums[rank]) <= least)
        steps = [model.new_bool_var("") for _ in quota or []]
        for earlier, later in zip(steps, steps[1:]):
            model.add_implication(later, earlier)
        for which, cadence in enumerate(plan.cadences):
            before, prepared, most = 0, 0, sum(week[which] for week in counts) + len(steps)
            inside = collections.defaultdict(list)
            for start in cadence.starts:
                week = next(n for n, (first, last, _) in enumerate(plan.weeks) if first <= start.day <= last)
                if week > len(counts) or week == len(counts) and not steps:
                    continue
                room = counts[week][which] if week < len(counts) else sum(kind == which for kind in quota)
                if room == 0:
                    continue
                count = model.new_int_var(0, room, "")
                inside[week].append(count)
                for touch in start.touches:
                    place(touch, count, room)
                before = before + count
                if start.prep is not None:
                    needed, limit = count, room
                    if cadence.ready:
                        total = model.new_int_var(0, most, "")
                        model.add_max_equality(total, [0, before - cadence.ready])
                        needed = model.new_int_var(0, most, "")
                        model.add(needed == total - prepared)
                        prepared, limit = total, most
                    place(start.prep, needed, limit)
            for week, told in enumerate(counts):
                if told[which]:
                    model.add(sum(inside[week]) == told[which])
            here = [step for step, kind in zip(steps, quota or []) if kind == which]
            if here:
                model.add(sum(inside[len(counts)]) == sum(here))
        for segment, terms in used.items():
            model.add(sum(terms) <= plan.segments[segment][1])
        for cap, (by_day, by_week) in enumerate(plan.caps):
            days = sorted(day for which, day in sent if which == cap)
            for day in days:
                if by_day is not None:
                    model.add(sum(sent[cap, day]) <= by_day)
                if by_week is not None:
                    model.add(sum(term for other in days if day <= other < day + 7 for term in sent[cap, other]) <= by_week)
        if steps:
            model.maximize(sum(steps))
        return model, sums if quota is None else steps

    def solve(self, model, wanted):
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = self.seconds
        solver.parameters.num_workers = 2
        status = solver.solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return status, None, None
        if wanted is None:
            return cp_model.OPTIMAL if status == cp_model.FEASIBLE and not model.has_objective() else status, None, None
        if isinstance(wanted, list):
            return status, sum(solver.value(it) for it in wanted), int(solver.best_objective_bound + 1e-6)
        return status, solver.value(wanted), None

    def kinds(self, had: list[int], count: int) -> list[int]:
        """The cadences of the next prospects."""
        had, found = had[:], []
        for _ in range(count):
            best = max(range(len(had)), key=lambda which: (self.parts[which] > 0, which == 0))
            for which, part in enumerate(self.parts):
                if part * (2 * had[best] + 1) > self.parts[best] * (2 * had[which] + 1):
                    best = which
            had[best] += 1
            found.append(best)
        return found

    def quota(self, week: int, starts: list[int]) -> int:
        pace, weeks = self.pace, self.plan.weeks
        if not weeks[week][2] or not pace.full:
            return 0
        if pace.every:
            earlier = (starts[::-1] + self.before)[: pace.every - 1]
            quota = int(not any(earlier))
        else:
            until = lambda n: sum(min(it[2], pace.full) for it in weeks[:n])
            quota = -(-pace.number * until(week + 1) // pace.full) - -(-pace.number * until(week) // pace.full)
        return max(0, min(quota, (pace.number or 1) - self.begun)) if week == 0 else quota

    def all_fit(self) -> bool:
        """Whether every week carries its quota: asked first, because one search is less than one for each week."""
        had, counts, starts = self.had[:], [], []
        for week in range(len(self.plan.weeks)):
            starts.append(self.quota(week, starts))
            kinds = self.kinds(had, starts[-1])
            for kind in kinds:
                had[kind] += 1
            counts.append([kinds.count(which) for which in range(len(self.parts))])
        return self.solve(self.model(counts, None)[0], None)[0] == cp_model.OPTIMAL

    def rows(self):
        """By week, the starts, the quota, and whether no more fit.

        Nothing where what is owed is not settled in time, and where the horizon ends in the week that first has a
        workday: such a horizon tells the first entries of a longer plan.
        """
        if not self.settled or not any(workdays for _, _, workdays in self.plan.weeks[:-1]):
            return
        had, counts, starts = self.had[:], [], []
        all_fit = self.all_fit()
        for week, (first, last, workdays) in enumerate(self.plan.weeks):
            quota = self.quota(week, starts)
            kinds = self.kinds(had, quota)
            told, certified = quota if all_fit else 0, True
            if quota and not all_fit:
                model, steps = self.model(counts, kinds)
                status, told, most = self.solve(model, steps)
                certified = status == cp_model.OPTIMAL
                if told is None:
                    told, most = 0, quota
            for kind in kinds[:told]:
                had[kind] += 1
            counts.append([kinds[:told].count(which) for which in range(len(self.parts))])
            starts.append(told)
            yield {"from": first, "to": last, "workdays": workdays, "quota": quota, "starts": told, "certified": certified}


def months_before(day: dt.date, months: int) -> dt.date:
    year, month = day.year + (day.month - 1 - months) // 12, (day.month - 1 - months) % 12 + 1
    for last in range(day.day, 27, -1):
        try:
            return dt.date(year, month, last)
        except ValueError:
            continue
    return dt.date(year, month, day.day)


if __name__ == "__main__":
    plan, rest = written(sys.argv[1:])
    limit = float(rest[0]) if rest else 20.0
    if len(rest) > 1:
        held = Pace(int(rest[1]), int(rest[1]), int(rest[2]) if len(rest) > 2 else 0, plan.typical().full)
    else:
        held = pace(plan, limit)
    for row in Weeks(plan, held, limit).rows():
        print(json.dumps(row), flush=True)
