"""A plan of the simple kind asked of CP-SAT from end to end: what a careful person would write with OR-Tools.

    python desk.py plan.toml level|once

Reads blocks by weekday and one cadence of touches with a day, one category and one effort, on business days, without
anything in flight. Prints how many can be started once, or week after week in a week that comes round; each touch has
its own day, as in docs/guide/the-number.md.
"""

import sys
import tomllib

from ortools.sat.python import cp_model

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


def minutes(text: str) -> int:
    hours, _, rest = text.rpartition("h")
    return 60 * int(hours or 0) + int(rest.rstrip("m") or 0)


def main() -> None:
    path, policy = sys.argv[1:3]
    with open(path, "rb") as file:
        plan = tomllib.load(file)
    (cadence,) = plan["cadence"].values()
    touches = [(touch["day"] - 1, minutes(touch["effort"])) for touch in cadence["touches"]]
    week = [[minutes(block["length"]) for block in plan["block"] if day in block["days"]] for day in WEEKDAYS]
    # One week that comes round, or from the first day to the last touch and a day.
    first = plan["first_day"].weekday()
    room = week if policy == "level" else [week[(first + day) % 5] for day in range(touches[-1][0] + 2)]
    starts = range(5) if policy == "level" else range(1)
    model = cp_model.CpModel()
    ceiling = sum(map(sum, room)) // sum(effort for _, effort in touches)
    number = model.new_int_var(0, ceiling, "number")
    count = {start: model.new_int_var(0, ceiling, f"start{start}") for start in starts}
    used: dict[tuple[int, int], list] = {}
    for start in starts:
        for step, (offset, effort) in enumerate(touches):
            here = []
            for day in ((start + offset) % len(room), (start + offset + 1) % len(room)):  # or the workday after
                for block in range(len(room[day])):
                    there = model.new_int_var(0, room[day][block] // effort, f"{start},{step},{day},{block}")
                    used.setdefault((day, block), []).append(effort * there)
                    here.append(there)
            model.add(sum(here) == count[start])
    for (day, block), terms in used.items():
        model.add(sum(terms) <= room[day][block])
    model.add(sum(count.values()) == number)
    model.maximize(number)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    status = solver.solve(model)
    print(int(solver.objective_value) if status == cp_model.OPTIMAL else "no optimum")


if __name__ == "__main__":
    main()
