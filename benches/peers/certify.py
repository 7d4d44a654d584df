"""Certifies answers to generated plans with CP-SAT and stores them for the tests.

    python certify.py TOOL KIND FROM TO SECONDS OUTPUT

A plan is stored by kind, seed and fingerprint: the generator draws it again. `once` and `max` have an `optimum`; the
default question has a `pace`, `every` where one in so many weeks can go on, and for each week of its plan quota and starts, up to the first
week that is not certified in time. Plans with contact hours, which these models do not know, are left out, and so is
what is not certified. Lines already in OUTPUT are kept; the file stays sorted.
"""

import json
import pathlib
import sys

import cpsat
from instance import instance
from model import export
from pace import pace, written
from reading import Reading
from weeks import Weeks


def fingerprint(text: str) -> str:
    """FNV-1a, as `compiled::fingerprint` of the tests has it."""
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = ((value ^ byte) * 0x100000001B3) % 2**64
    return f"{value:016x}"


def answer(reading: Reading, policy: str, seconds: float) -> dict | None:
    """What is stored of a plan's answer; `None` where it is not certified."""
    if any(job.hours for job in reading.owed()):
        return None
    if policy != "level":
        plan = instance(reading, policy)
        status, number, _, _ = cpsat.solve(plan, seconds)
        return {"optimum": number} if status == "optimal" and number < plan.ceiling() else None
    found = pace(reading, seconds)
    if not found.certified or found.bound >= 100_000:
        return None
    weeks = []
    for row in Weeks(reading, found, seconds).rows():
        if not row["certified"]:
            break
        weeks.append([row["quota"], row["starts"]])
    return {"pace": found.number, "every": found.every or None, "weeks": weeks}


def main() -> None:
    tool, kind, first, last, seconds, output = sys.argv[1:7]
    path = pathlib.Path(output)
    for seed in range(int(first), int(last)):
        text = export(tool, kind, seed)
        told = answer(written([tool, kind, str(seed)])[0], json.loads(text)["policy"], float(seconds))
        print(kind, seed, told, flush=True)
        if told is None:
            continue
        row = {"kind": kind, "seed": seed, "fingerprint": fingerprint(text)} | told
        known = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
        known = [other for other in known if (other["kind"], other["seed"]) != (kind, seed)] + [row]
        known.sort(key=lambda row: (row["kind"], row["seed"]))
        path.write_text("".join(json.dumps(row, separators=(",", ":")) + "\n" for row in known))


if __name__ == "__main__":
    main()
