"""Certifies optima of generated plans with CP-SAT and stores them for the tests.

    python certify.py TOOL KIND FROM TO SECONDS OUTPUT

A plan is stored by kind, seed, fingerprint and optimum: the generator draws it again. Plans whose commitments do not fit
and plans with contact hours, which this model does not know, are left out, and so is what is not certified in time.
Lines already in OUTPUT are kept; the file stays sorted.
"""

import json
import pathlib
import sys

from cpsat import solve
from model import export, read


def fingerprint(text: str) -> str:
    """FNV-1a, as `compiled::fingerprint` of the tests has it."""
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = ((value ^ byte) * 0x100000001B3) % 2**64
    return f"{value:016x}"


def main() -> None:
    tool, kind, first, last, seconds, output = sys.argv[1:7]
    path = pathlib.Path(output)
    known = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
    for seed in range(int(first), int(last)):
        text = export(tool, kind, seed)
        plan = read(text)
        if plan.hours:
            continue
        status, number, _, took = solve(plan, float(seconds))
        print(kind, seed, plan.policy, status, number, f"{took:.2f}s", flush=True)
        if status != "optimal" or number >= plan.ceiling():
            continue
        row = {"kind": kind, "seed": seed, "fingerprint": fingerprint(text), "optimum": number}
        known = [other for other in known if (other["kind"], other["seed"]) != (kind, seed)] + [row]
    known.sort(key=lambda row: (row["kind"], row["seed"]))
    path.write_text("".join(json.dumps(row, separators=(",", ":")) + "\n" for row in known))


if __name__ == "__main__":
    main()
