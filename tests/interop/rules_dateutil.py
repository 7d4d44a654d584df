#!/usr/bin/env python3
"""Compare the occurrences of recurrence rules with those of python-dateutil.

    pip install python-dateutil tzdata
    cargo build --release
    python3 tests/interop/rules_dateutil.py [--rules 2000] [--seed 1]

Random rules, and the examples of RFC 5545 in tests/data/rules/rfc5545.txt, are written as events of one second into
small calendars; `followthrough busy` is asked for them over one span. Exit status 1 where any differs.

Known faults of dateutil 2.9 are not generated, each for its reason: BYWEEKNO without a day (it takes all seven),
BYWEEKNO near a year's ends (it miscounts the weeks of the year before), ordinals beside plain weekdays (it wants both
at once), BYSETPOS in a week that DTSTART is in the middle of (it counts from DTSTART).
"""

import argparse
import json
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta, timezone

from dateutil.rrule import rrulestr

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
COMMAND = f"{ROOT}/target/release/followthrough busy {{file}} --from {{from}} --to {{to}} --timezone {{zone}} --json"
SECONDS = 2
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def either_end(most):
    number = random.randint(1, most)
    return random.choice([number, -number])


def some(chance, make, most):
    if random.random() > chance:
        return None
    return ",".join(str(item) for item in sorted({make() for _ in range(random.randint(1, most))}))


def random_rule():
    frequency = random.choice(["YEARLY", "MONTHLY", "WEEKLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY"])
    start = datetime(2015, 1, 1) + timedelta(days=random.randint(0, 3000), minutes=random.randint(0, 1439))
    parts = {"FREQ": frequency, "INTERVAL": random.choice([1, 1, 2, 3, 4, 7])}
    if frequency == "MINUTELY":
        parts["INTERVAL"] *= 11
    parts["BYMONTH"] = some(0.3, lambda: random.randint(1, 12), 4)
    if frequency != "WEEKLY":
        parts["BYMONTHDAY"] = some(0.3, lambda: either_end(31), 5)
    if frequency == "YEARLY":
        parts["BYYEARDAY"] = some(0.2, lambda: either_end(366), 5)
        if random.random() < 0.2:
            parts["BYWEEKNO"] = some(1, lambda: random.randint(3, 50), 3)
            parts["BYDAY"] = some(1, lambda: random.choice(DAYS), 7)
    if "BYDAY" not in parts:
        if frequency in ("MONTHLY", "YEARLY") and random.random() < 0.4:
            most = 5 if frequency == "MONTHLY" or parts["BYMONTH"] else 52
            parts["BYDAY"] = some(1, lambda: f"{either_end(most)}{random.choice(DAYS)}", 3)
        else:
            parts["BYDAY"] = some(0.4, lambda: random.choice(DAYS), 6)
    parts["BYHOUR"] = some(0.2, lambda: random.randint(0, 23), 3)
    parts["BYMINUTE"] = some(0.2, lambda: random.randint(0, 59), 3)
    parts["WKST"] = random.choice(DAYS)
    if random.random() < 0.15 and any(parts.get(name) for name in ("BYDAY", "BYMONTHDAY", "BYHOUR", "BYMONTH")):
        parts["BYSETPOS"] = some(1, lambda: either_end(4), 2)
        if frequency == "WEEKLY":
            start -= timedelta(days=(start.weekday() - DAYS.index(parts["WKST"])) % 7)
    end = random.random()
    if end < 0.3:
        parts["COUNT"] = random.randint(1, 300)
    elif end < 0.5:
        until = start + timedelta(days=random.randint(0, 4000))
        parts["UNTIL"] = until.strftime("%Y%m%dT%H%M%SZ")
    return start, ";".join(f"{name}={value}" for name, value in parts.items() if value)


def examples():
    start = None
    for line in (ROOT / "tests/data/rules/rfc5545.txt").read_text().splitlines():
        if line.startswith("start "):
            start = datetime.strptime(line[6:], "%Y%m%dT%H%M%S")
        elif line.startswith("rule "):
            yield start, line[5:]


def theirs(start, rule, begin, end):
    times = rrulestr(rule, dtstart=start.replace(tzinfo=timezone.utc)).between(begin, end - timedelta(seconds=1), inc=True)
    start = start.replace(tzinfo=timezone.utc)
    # An event's own start always counts.
    return sorted(set(times) | ({start} if begin <= start < end else set()))


def no_answer(_signal, _frame):
    raise TimeoutError


def ours(start, rule, begin, end, command, path):
    text = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", start.strftime("DTSTART:%Y%m%dT%H%M%SZ"), "DURATION:PT1S"]
    path.write_text("\r\n".join([*text, f"RRULE:{rule}", "END:VEVENT", "END:VCALENDAR", ""]))
    fill = {"file": path, "from": begin.strftime("%Y-%m-%dT%H:%M:%SZ"), "to": end.strftime("%Y-%m-%dT%H:%M:%SZ"), "zone": "UTC"}
    done = subprocess.run([word.format(**fill) for word in command.split()], capture_output=True, check=True)
    answer = json.loads(done.stdout)
    assert not answer["warnings"], (rule, answer["warnings"])
    return [datetime.fromisoformat(pair[0]) for pair in answer["busy"]]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rules", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--command", default=COMMAND)
    arguments = parser.parse_args()
    random.seed(arguments.seed)
    cases = [(start, rule, start, 300 if "MINUTELY" in rule else 4000) for start, rule in examples()]
    for _ in range(arguments.rules):
        start, rule = random_rule()
        small = "HOURLY" in rule or "MINUTELY" in rule
        # An old start makes us seek; dateutil walks.
        begin = start + timedelta(days=random.choice([-5, 0, 40, 700]))
        cases.append((start, rule, begin, 60 if small else 1500))
    different = refused = slow = 0
    signal.signal(signal.SIGALRM, no_answer)
    with tempfile.TemporaryDirectory() as folder:
        for start, rule, begin, days in cases:
            begin = begin.replace(tzinfo=timezone.utc)
            end = begin + timedelta(days=days)
            try:
                signal.alarm(SECONDS)
                them = theirs(start, rule, begin, end)
                signal.alarm(0)
            except TimeoutError:
                slow += 1  # it looks for what never comes up to the year 9999
                continue
            except ValueError:
                signal.alarm(0)
                refused += 1  # INTERVAL and BYMINUTE never meet: an error there, no occurrence here
                them = [at for at in [start.replace(tzinfo=timezone.utc)] if begin <= at < end]
            us = ours(start, rule, begin, end, arguments.command, pathlib.Path(folder) / "rule.ics")
            if us != them:
                different += 1
                print(f"different: {start} {rule} in {begin} to {end}")
                print(f"  only ours     {[str(at) for at in us if at not in set(them)][:5]}")
                print(f"  only dateutil {[str(at) for at in them if at not in set(us)][:5]}")
    equal = len(cases) - different - slow
    print(f"{len(cases)} rules, {equal} equal, {different} different, {slow} without an answer of dateutil in {SECONDS} s")
    print(f"dateutil refused {refused}, which have no occurrence here")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
