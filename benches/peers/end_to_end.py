"""From the start of the process to the answer: our command line beside a script with OR-Tools, for the same plan file.

    python end_to_end.py PROGRAM plan.toml [ROUNDS]

PROGRAM is the release build of `followthrough`. Median wall time and peak memory (resident) of whole processes, in turn.
Memory is what GNU time says: a process that Python starts itself would count what Python had before it.
"""

import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time


def run(command: list[str]) -> tuple[str, float, float]:
    """What it printed, its seconds, its peak memory in MB."""
    begin = time.perf_counter()
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    took = time.perf_counter() - begin
    with tempfile.NamedTemporaryFile("r") as file:
        subprocess.run(["/usr/bin/time", "-f", "%M", "-o", file.name, *command], check=True, capture_output=True)
        return told, took, int(file.read()) / 1024


def main() -> None:
    program, plan = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 15
    script = str(pathlib.Path(__file__).with_name("desk.py"))
    print(f"{'policy':8}{'number':>8}{'ours ms':>10}{'script ms':>11}{'times':>8}{'ours MB':>9}{'script MB':>11}{'part':>7}")
    for policy in ("once", "level"):
        ours = [program, "fit", plan, "--policy", policy, "--json"]
        theirs = [sys.executable, script, plan, policy]
        rows = [(run(ours), run(theirs)) for _ in range(rounds)]
        number = json.loads(rows[0][0][0])["number"]
        if {str(number)} != {row[1][0].strip() for row in rows}:
            raise SystemExit(f"{policy}: ours is {number}, the script says {rows[0][1][0].strip()}")
        median = lambda which, what: statistics.median(row[which][what] for row in rows)
        fast, slow, small, large = 1000 * median(0, 1), 1000 * median(1, 1), median(0, 2), median(1, 2)
        print(f"{policy:8}{number:8}{fast:10.1f}{slow:11.1f}{slow / fast:7.0f}x{small:9.1f}{large:11.1f}  1/{large / small:.0f}")


if __name__ == "__main__":
    main()
