"""Fresh plans of every kind, answered by us and certified by CP-SAT: what `cargo xtask quality --fresh` runs.

    python fresh.py FOLDER SEED [COUNT] [SECONDS] [QUESTIONS]

FOLDER holds the release builds of `bench-quality` and `bench-fit`, QUESTIONS are some of once,packing,pace,max,triage.
`sound` and `bounds` are counted over all certified plans: no number above the optimum, no bound below it, and no answer
that the verifier or the certificate check refuse. Plans that CP-SAT does not certify in SECONDS are not counted, and
neither are those with contact hours, which its models do not know. The weeks of a plan are counted one by one. Ours is
one question from the plan's values to the answer, theirs is the time in the solver; medians, in milliseconds.
"""

import json
import pathlib
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field

import cpsat
from instance import instance
from pace import Pace, pace, written
from triage import triage
from weeks import Weeks

KINDS = {
    "once": ["desk", "shared", "capped", "loaded", "mixed", "flexible", "whole", "expecting"],
    "packing": ["packing"],
    "pace": ["desk", "packing", "shared", "capped", "loaded", "mixed", "flexible", "whole", "expecting"],
    "max": ["desk", "packing", "shared", "capped", "loaded", "mixed", "flexible", "expecting"],
    "triage": ["overloaded"],
}


RARER = 27  # weeks: not even one in 26


@dataclass
class Tally:
    asked: int = 0
    certified: int = 0
    sound: int = 0
    bounds: int = 0
    exact: int = 0
    proved: int = 0
    furthest: float = 0.0
    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)

    def line(self, name: str) -> str:
        share = lambda count: f"{100 * count / self.certified:.1f} %" if self.certified else "-"
        median = lambda times: f"{1000 * statistics.median(times):.2f}" if times else "-"
        return (
            f"{name:10}{self.asked:6}{self.certified:10}{share(self.sound):>10}{share(self.bounds):>10}"
            f"{share(self.exact):>10}{share(self.proved):>10}{100 * self.furthest:>8.1f} %{median(self.ours):>10}"
            f"{1000 * max(self.ours, default=0):>10.1f}{median(self.theirs):>10}"
        )


class Ours:
    """`bench-quality ask`, kept running."""

    def __init__(self, folder: str):
        tool = str(pathlib.Path(folder) / "bench-quality")
        self.tool = subprocess.Popen([tool, "ask"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, question: str, kind: str, seed: int) -> dict:
        self.tool.stdin.write(f"{question} {kind} {seed}\n")
        self.tool.stdin.flush()
        return json.loads(self.tool.stdout.readline())


def differs(text: str) -> None:
    print(text, flush=True)


def judge(tally: Tally, name: str, answer: dict, optimum: int | None, least: int | None, took: float) -> None:
    """Counts an answer: `optimum` is what the number should be, `least` what the bound must not pass."""
    tally.asked += 1
    if answer["wrong"]:
        differs(f"{name}: {answer['wrong'][0]}")
    if optimum is None:
        return
    number, bound = answer["number"], answer["bound"]
    tally.certified += 1
    fewer = answer.get("fewer", False)
    sound = not answer["wrong"] and (number >= optimum if fewer else number <= optimum)
    held = bound <= least if fewer else bound >= least
    tally.sound += sound
    tally.bounds += held
    tally.exact += number == optimum
    tally.proved += answer["proved"]
    tally.furthest = max(tally.furthest, abs(number - optimum) / max(optimum, 1))
    tally.ours.append(answer["seconds"])
    tally.theirs.append(took)
    if number != optimum or not held:
        differs(f"{name}: ours {number} (bound {bound}), certified {optimum}")


def main() -> None:
    folder, seed = sys.argv[1], int(sys.argv[2])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 20
    seconds = float(sys.argv[4]) if len(sys.argv) > 4 else 10.0
    questions = sys.argv[5].split(",") if len(sys.argv) > 5 else list(KINDS)
    ours, tool = Ours(folder), str(pathlib.Path(folder) / "bench-fit")
    tallies = {}
    for question in questions:
        tally = tallies[question] = Tally()
        weeks = tallies["weeks"] = Tally() if question == "pace" else tallies.get("weeks", Tally())
        for n in range(count):
            kind = KINDS[question][n % len(KINDS[question])]
            name = f"{question} {kind} {seed + n}"
            answer = ours("once" if question == "packing" else question, kind, seed + n)
            reading, _ = written([tool, kind, str(seed + n)])
            begin = time.perf_counter()
            if question == "triage":
                optimum, fewest, certain, took = triage(reading, seconds)
                answer["fewer"] = True
                judge(tally, name, answer, optimum if certain else None, fewest, took)
            elif question == "pace":
                found = pace(reading, seconds)
                took = time.perf_counter() - begin
                certain = found.certified and found.bound < 100_000
                by_week(weeks, name, answer, reading, found, seconds, certain)
                # One in two weeks is -2, and more than one in three, which is -3.
                answer["number"] = answer["number"] or -(answer["every"] or RARER)
                optimum = found.number or -(found.every or RARER)
                judge(tally, name, answer, optimum if certain else None, found.number, took)
            else:
                plan = instance(reading, "once" if question == "packing" else question)
                if plan.hours:
                    tally.asked += 1
                    continue
                status, optimum, _, took = cpsat.solve(plan, seconds)
                certain = status == "optimal" and optimum < plan.ceiling()
                judge(tally, name, answer, optimum if certain else None, optimum, took)
    print(
        f"{'':10}{'plans':>6}{'certified':>10}{'sound':>10}{'bounds':>10}{'exact':>10}{'proved':>10}"
        f"{'furthest':>10}{'median':>10}{'slowest':>10}{'CP-SAT':>10}"
    )
    for question, tally in tallies.items():
        if tally.asked:
            print(tally.line(question))


def by_week(tally: Tally, name: str, answer: dict, reading, found: Pace, seconds: float, certain: bool) -> None:
    """Counts the weeks of a plan at the certified pace, each given ours of the weeks before; those without quota not."""
    if not certain or (answer["number"], answer["every"] or 0) != (found.number, found.every):
        return
    if any(job.hours for job in reading.owed()):
        return
    begin = time.perf_counter()
    for row, ours in zip(Weeks(reading, found, seconds).rows(), answer["weeks"]):
        if not row["certified"]:
            # From here on the weeks before are not known.
            return
        if ours["quota"] is None or not row["quota"]:
            continue
        wrong = [] if ours["quota"] == row["quota"] else [f"quota {ours['quota']}, expected {row['quota']}"]
        told = {"number": ours["starts"], "bound": ours["bound"], "wrong": wrong, "seconds": 0.0}
        told["proved"] = told["number"] == told["bound"]
        judge(tally, f"{name}, week of day {row['from']}", told, row["starts"], row["starts"], time.perf_counter() - begin)
        begin = time.perf_counter()
        if ours["starts"] != row["starts"]:
            # From here on the weeks before differ.
            return


if __name__ == "__main__":
    main()
