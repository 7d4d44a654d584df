"""One more prospect, as CP-SAT decides it: may he start on this day, beside all that is owed?

    python admit.py TOOL [PROSPECTS] [SEED] [DAYS]

TOOL is the release build of `bench-admit`, which measures our answers to the same question of the same plan: a quarter with
so many prospects in flight (500). Asks for so many days (9) spread over the quarter. Prints the median seconds in the
solver; the clock starts with the model built. Contact hours bind nobody here, which makes the question easier.
"""

import json
import statistics
import subprocess
import sys
import time

from cpsat import build
from model import read
from ortools.sat.python import cp_model


def decide(text: str, day: int) -> tuple[str, float]:
    """`yes`, `no` or `unknown`, and the seconds that took."""
    plan = read(text)
    plan.policy, plan.first = "once", day
    model, number = build(plan)
    model.add(number == 1)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = 60
    solver.parameters.num_workers = 2
    begin = time.perf_counter()
    status = solver.solve(model)
    took = time.perf_counter() - begin
    found = {cp_model.OPTIMAL: "yes", cp_model.FEASIBLE: "yes", cp_model.INFEASIBLE: "no"}
    return found.get(status, "unknown"), took


def main() -> None:
    tool, prospects, seed, count = (sys.argv[1:] + ["500", "1", "9"][len(sys.argv) - 2 :])[:4]
    command = [tool, "export", prospects, seed]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    days = [start["day"] for start in json.loads(text)["cadences"][0]["starts"]]
    asked = [days[at * (len(days) - 1) // max(1, int(count) - 1)] for at in range(int(count))]
    answers = [decide(text, day) for day in asked]
    for day, (answer, took) in zip(asked, answers):
        print(f"day {day:3}: {answer:8}{1000 * took:10.1f} ms")
    print(f"median{1000 * statistics.median(took for _, took in answers):20.1f} ms")


if __name__ == "__main__":
    main()
