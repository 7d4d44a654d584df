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

PEERS = ("cpsat", "highs")


def solve(peer: str, tool: str, kind: str, seed: int, seconds: float) -> tuple[str, int | None, float]:
    """Status, number and seconds in the solver. Each in a process of its own: OR-Tools carries a HiGHS that is in the way."""
    script = pathlib.Path(__file__).with_name(f"{peer}.py")
    command = [sys.executable, str(script), tool, kind, str(seed), str(seconds)]
    status, number, _, took = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return status, None if number == "None" else int(number), float(took)


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
        for name in PEERS:
            status, number, took = solve(name, tool, row["kind"], row["seed"], seconds)
            answer[name] = took if status == "optimal" else seconds
            answer[name + " certified"] = status == "optimal"
            if status == "optimal" and number != row["optimum"]:
                print(f"{row['kind']} {row['seed']}: {name} says {number}, stored is {row['optimum']}")
        answer["optimum"] = row["optimum"]
        kinds.setdefault(row["kind"], []).append(answer)
    kinds["all"] = [answer for answers in kinds.values() for answer in answers]
    head = f"{'kind':9}{'plans':>6}{'exact':>7}{'proved':>8}{'gap':>5}{'ours ms':>10}"
    print(head + "".join(f"{name + ' x':>10}{'certified':>11}" for name in PEERS))
    for kind, answers in kinds.items():
        count = len(answers)
        share = lambda test: 100 * sum(1 for answer in answers if test(answer)) / count
        exact = share(lambda answer: answer["number"] == answer["optimum"])
        proved = share(lambda answer: answer["number"] == answer["bound"])
        gap = max(answer["bound"] - answer["number"] for answer in answers)
        ours = 1000 * statistics.median(answer["median"] for answer in answers)
        line = f"{kind:9}{count:6}{exact:6.1f}%{proved:7.1f}%{gap:5}{ours:10.2f}"
        for name in PEERS:
            ratio = statistics.median(answer[name] / answer["median"] for answer in answers)
            line += f"{ratio:10.1f}{share(lambda answer: answer[name + ' certified']):10.0f}%"
        print(line)


if __name__ == "__main__":
    main()
