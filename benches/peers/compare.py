"""Ours beside CP-SAT and HiGHS, on the stored plans, in one run on one machine.

    python compare.py TOOL CERTIFIED.jsonl [SECONDS] [EVERY]

Prints, by kind: how many answers are exact and proved, the largest gap, our median time, and how many times as long the
peers take for the same plan (median of the ratios; a peer that runs out of SECONDS counts as SECONDS). EVERY n-th plan.
A peer has its plan as numbers already; our time is the whole question, from the plan as it is written.
"""

import json
import pathlib
import statistics
import subprocess
import sys

import cpsat
import highs
from model import export, read


def main() -> None:
    tool, path = sys.argv[1], sys.argv[2]
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 20.0
    every = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    rows = [json.loads(line) for line in pathlib.Path(path).read_text().splitlines()][::every]
    asked = "".join(f"{row['kind']} {row['seed']}\n" for row in rows)
    told = subprocess.run([tool, "answer"], input=asked, check=True, capture_output=True, text=True).stdout
    kinds: dict[str, list[dict]] = {}
    for row, line in zip(rows, told.splitlines()):
        answer = json.loads(line)
        plan = read(export(tool, row["kind"], row["seed"]))
        for name, peer in (("cpsat", cpsat), ("highs", highs)):
            status, number, _, took = peer.solve(plan, seconds)
            answer[name] = took if status == "optimal" else seconds
            answer[name + " certified"] = status == "optimal"
            if status == "optimal" and number != row["optimum"]:
                print(f"{row['kind']} {row['seed']}: {name} says {number}, stored is {row['optimum']}")
        answer["optimum"] = row["optimum"]
        kinds.setdefault(row["kind"], []).append(answer)
    kinds["all"] = [answer for answers in kinds.values() for answer in answers]
    head = f"{'kind':9}{'plans':>6}{'exact':>7}{'proved':>8}{'gap':>5}{'ours ms':>10}"
    print(head + "".join(f"{name + ' x':>10}{'certified':>11}" for name in ("cpsat", "highs")))
    for kind, answers in kinds.items():
        count = len(answers)
        share = lambda test: 100 * sum(1 for answer in answers if test(answer)) / count
        exact = share(lambda answer: answer["number"] == answer["optimum"])
        proved = share(lambda answer: answer["number"] == answer["bound"])
        gap = max(answer["bound"] - answer["number"] for answer in answers)
        ours = 1000 * statistics.median(answer["median"] for answer in answers)
        line = f"{kind:9}{count:6}{exact:6.1f}%{proved:7.1f}%{gap:5}{ours:10.2f}"
        for name in ("cpsat", "highs"):
            ratio = statistics.median(answer[name] / answer["median"] for answer in answers)
            line += f"{ratio:10.1f}{share(lambda answer: answer[name + ' certified']):10.0f}%"
        print(line)


if __name__ == "__main__":
    main()
