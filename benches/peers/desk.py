"""A plan of the simple kind asked of CP-SAT from end to end: what a careful person would write with OR-Tools.

    python desk.py plan.toml level|once

Reads blocks by weekday and one cadence of touches with a day, one category and one effort, on business days, without
anything in flight, over a quarter. Prints the number; each touch has its own day, as in docs/guide/the-number.md.
"""

import sys
import tomllib
from datetime import date, timedelta

from ortools.sat.python import cp_model

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def minutes(text: str) -> int:
    hours, _, rest = text.rpartition("h")
    return 60 * int(hours or 0) + int(rest.rstrip("m") or 0)


def quarter(first: date) -> date:
    month = first.month + 3
    return date(first.year + (month - 1) // 12, (month - 1) % 12 + 1, first.day) - timedelta(days=1)


def main() -> None:
    path, policy = sys.argv[1:3]
    with open(path, "rb") as file:
        plan = tomllib.load(file)
    first, last = plan["first_day"], quarter(plan["first_day"])
    (cadence,) = plan["cadence"].values()
    touches = [(touch["day"] - 1, minutes(touch["effort"])) for touch in cadence["touches"]]
    workdays = [
        day for day in (first + timedelta(days=n) for n in range((last - first).days + 90)) if day.weekday() < 5
    ]
    room = [
        [minutes(block["length"]) for block in plan["block"] if WEEKDAYS[day.weekday()] in block["days"]]
        for day in workdays
    ]
    starts = [index for index, day in enumerate(workdays) if day <= last]
    if policy == "once":
        starts = starts[:1]
    model = cp_model.CpModel()
    ceiling = sum(map(sum, room)) // sum(effort for _, effort in touches)
    number = model.new_int_var(0, ceiling, "number")
    count = {start: model.new_int_var(0, ceiling, f"start{start}") for start in starts}
    used: dict[tuple[int, int], list] = {}
    for start in starts:
        for step, (offset, effort) in enumerate(touches):
            here = []
            for day in (start + offset, start + offset + 1):  # on its day or the workday after
                for block in range(len(room[day])):
                    there = model.new_int_var(0, room[day][block] // effort, f"{start},{step},{day},{block}")
                    used.setdefault((day, block), []).append(effort * there)
                    here.append(there)
            model.add(sum(here) == count[start])
    for (day, block), terms in used.items():
        model.add(sum(terms) <= room[day][block])
    if policy == "once":
        model.add(sum(count.values()) == number)
    else:
        weeks: dict[date, list[int]] = {}
        for start in starts:
            weeks.setdefault(workdays[start] - timedelta(days=workdays[start].weekday()), []).append(start)
        for inside in weeks.values():
            quota = model.new_int_var(0, ceiling, "quota")
            model.add_division_equality(quota, number * len(inside), 5)
            model.add(sum(count[start] for start in inside) == quota)
    model.maximize(number)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    status = solver.solve(model)
    print(int(solver.objective_value) if status == cp_model.OPTIMAL else "no optimum")


if __name__ == "__main__":
    main()
