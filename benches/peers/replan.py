"""How few touches must move when a block is lost, as OR-Tools' CP-SAT certifies it: small plans of one rep.

    python replan.py COUNT [SEED] > tests/data/plans/replans.jsonl

A line is a plan of two weeks with a block on each workday, touches with windows, the day on which each stood, the
workday whose block is lost, and the least number of touches that have to stand on another day so that all find a place
in their windows. Plans that have no such placement are left out.
"""

import json
import random
import sys

from ortools.sat.python import cp_model

DAYS = 10


def draw(rng: random.Random) -> dict | None:
    """A plan in which everything has its place; `None` where it is too full for that."""
    rooms = [rng.choice([20, 30, 40, 60]) for _ in range(DAYS)]
    left = list(rooms)
    touches, before = [], []
    for _ in range(rng.randint(6, 26)):
        effort = rng.choice([4, 5, 5, 7, 10, 10, 15])
        opens = rng.randrange(DAYS - 1)
        closes = min(DAYS - 1, opens + rng.choice([0, 1, 1, 2, 3, 5]))
        days = [day for day in range(opens, closes + 1) if left[day] >= effort]
        if not days:
            continue
        day = rng.choice(days)
        left[day] -= effort
        touches.append([effort, opens, closes])
        before.append(day)
    lost = max(range(DAYS), key=lambda day: (before.count(day), -day))
    return {"rooms": rooms, "touches": touches, "before": before, "lost": lost} if before else None


def least(plan: dict) -> int | None:
    model = cp_model.CpModel()
    kept = []
    used = {day: [] for day in range(DAYS)}
    for (effort, opens, closes), stood in zip(plan["touches"], plan["before"]):
        places = {day: model.new_bool_var("") for day in range(opens, closes + 1) if day != plan["lost"]}
        model.add_exactly_one(places.values())
        for day, place in places.items():
            used[day].append(effort * place)
        if stood in places:
            kept.append(places[stood])
    for day, terms in used.items():
        model.add(sum(terms) <= plan["rooms"][day])
    model.maximize(sum(kept))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if solver.solve(model) != cp_model.OPTIMAL:
        return None
    return len(plan["touches"]) - round(solver.objective_value)


def main() -> None:
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    rng = random.Random(seed)
    while count:
        plan = draw(rng)
        moves = plan and least(plan)
        if moves:
            print(json.dumps({**plan, "least": moves}))
            count -= 1


if __name__ == "__main__":
    main()
