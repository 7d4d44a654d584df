"""Ours beside CP-SAT and HiGHS, on the stored plans, in one run on one machine.

    python compare.py TOOL CERTIFIED.jsonl [SECONDS] [EVERY] [PEERS]

TOOL is the release build of `bench-fit`. EVERY n-th plan, PEERS one or several of cpsat,highs; a
pace is asked of CP-SAT alone, and its weeks are not compared here: see `fresh.py`. Prints by policy, then by
kind: how many answers are exact and proved, the largest gap, our median times, and how many times as long a peer takes
for the same plan, as the median of the ratios; a peer that runs out of SECONDS counts as SECONDS.

`alone` compares solvers: on both sides the clock starts with the compiled model and stops with the answer. `whole` puts
our whole question, from the plan as it is written to the answer in names and dates, beside the same solve of theirs.
`slower` counts plans on which ours took longer, alone.
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
    status, number, _, took, *_ = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return status, None if number == "None" else int(number), float(took)


def table(groups: dict[str, list[dict]], peers: tuple[str, ...]) -> None:
    head = f"{'':9}{'plans':>6}{'exact':>8}{'proved':>8}{'gap':>5}{'alone ms':>10}{'whole ms':>10}"
    print(head + "".join(f"{name + ' alone':>14}{'whole':>9}{'slower':>8}{'certified':>11}" for name in peers))
    for group, answers in groups.items():
        count = len(answers)
        share = lambda test: 100 * sum(1 for answer in answers if test(answer)) / count
        exact = share(lambda answer: answer["number"] == answer["optimum"])
        proved = share(lambda answer: answer["number"] == answer["bound"])
        gap = max(answer["bound"] - answer["number"] for answer in answers)
        alone, whole = (1000 * statistics.median(answer[part] for answer in answers) for part in ("solve", "whole"))
        line = f"{group:9}{count:6}{exact:7.1f}%{proved:7.1f}%{gap:5}{alone:10.3f}{whole:10.3f}"
        for name in peers:
            ratio = lambda part: statistics.median(answer[name] / answer[part] for answer in answers)
            slower = sum(answer[name] < answer["solve"] for answer in answers)
            certified = share(lambda answer: answer[name + " certified"])
            line += f"{ratio('solve'):13.1f}x{ratio('whole'):8.1f}x{slower:8}{certified:10.0f}%"
        print(line)


def main() -> None:
    tool, path = sys.argv[1], sys.argv[2]
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 20.0
    every = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    peers = tuple(sys.argv[5].split(",")) if len(sys.argv) > 5 else PEERS
    rows = [json.loads(line) for line in pathlib.Path(path).read_text().splitlines()][::every]
    answers = []
    for row in rows:
        # Side by side, so that what else the machine does hits both.
        asked = f"{row['kind']} {row['seed']}\n"
        told = subprocess.run([tool, "answer"], input=asked, check=True, capture_output=True, text=True).stdout
        answer = json.loads(told)
        optimum = row.get("optimum", row.get("pace"))
        for name in peers:
            # A pace is asked of typical weeks, with a model of its own.
            script = "pace" if "pace" in row else name
            status, number, took = solve(script, tool, row["kind"], row["seed"], seconds)
            answer[name] = took if status == "optimal" else seconds
            answer[name + " certified"] = status == "optimal"
            if status == "optimal" and number != optimum:
                print(f"{row['kind']} {row['seed']}: {name} says {number}, stored is {optimum}")
            if answer[name] < answer["solve"]:
                print(f"{row['kind']} {row['seed']}: {name} {took:.4f} s, ours {answer['solve']:.4f} s")
        answer["optimum"] = optimum
        answers.append(answer)
    for part in ("policy", "kind"):
        groups: dict[str, list[dict]] = {}
        for answer in answers:
            groups.setdefault(answer[part], []).append(answer)
        if part == "policy":
            groups = {name: groups[name] for name in ("once", "level", "max") if name in groups}
            groups["all"] = answers
        table(groups, peers)
        print()


if __name__ == "__main__":
    main()
