#!/usr/bin/env python3
"""Have a web page show a week of an export, and compare what stands on it with the schedule.

    python3 tests/interop/browser/run.py [--node DIR] [--picture FILE.png]

The page is FullCalendar with its iCalendar plugin, in headless Chromium. It reads the sdr example's export by category
(`schedule --ics --split`) over HTTP; the events on the page must be those of `schedule --json`: day, time on the clock,
title, count. Once with a browser in the plan's zone and once with one elsewhere: the plugin draws wall time anywhere.
What is missing is named and skipped (exit status 0). `--picture` keeps what was seen.

    --node DIR     folder with the packages of package.json (`npm ci` in a copy of it); default: this folder
    --require      what is missing is a failure
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent.parent
PROGRAM = pathlib.Path(os.environ.get("FOLLOWTHROUGH", ROOT / "target" / "release" / "followthrough"))
PLAN = "docs/examples/sdr/plan.toml"
MONDAY = date(2026, 11, 30)
COLORS = {"calling": "#3b6fb6", "follow_up": "#8a4fa3", "research": "#3f7d4e"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def browser():
    asked = os.environ.get("CHROMIUM")
    return asked or next(filter(None, map(shutil.which, BROWSERS)), None)


def ask(*arguments):
    command = [str(PROGRAM), "schedule", PLAN, *arguments]
    clock = {**os.environ, "FOLLOWTHROUGH_NOW": "2026-11-23T07:00:00-05:00"}
    return subprocess.run(command, cwd=ROOT, env=clock, capture_output=True, text=True, check=True).stdout


def expected():
    """The week's events as a reader of the schedule would write them on a page."""
    events = []
    schedule = json.loads(ask("--json"))
    zone = ZoneInfo(schedule["zone"])
    for day in schedule["days"]:
        if not MONDAY <= date.fromisoformat(day["date"]) < MONDAY + timedelta(days=7):
            continue
        for segment in day["segments"]:
            promised = [item for item in segment["items"] if not item["spare"]]
            closing = sum(item["closes"] <= day["date"] for item in promised)
            count = f" {len(promised)}" if promised else ""
            due = f" ({closing} due)" if closing else ""
            name = ", ".join(segment["categories"]).replace("_", " ").capitalize()
            begin, end = (datetime.fromisoformat(segment[key]).astimezone(zone) for key in ("start", "end"))
            title = f"{name}{count}{due}"
            events.append((day["date"], f"{begin:%H:%M} - {end:%H:%M}", title))
    return sorted(events)


def check(chromium, node, picture):
    wanted = expected()
    if len(wanted) < 10:
        yield f"the week of {MONDAY} has {len(wanted)} events, expected a full week"
    with tempfile.TemporaryDirectory() as folder:
        ask("--ics", f"{folder}/blocks.ics", "--split")
        made = {file.stem.removeprefix("blocks-"): file.name for file in pathlib.Path(folder).glob("*.ics")}
        if set(made) != set(COLORS):
            yield f"the export has the calendars {sorted(made)}, expected {sorted(COLORS)}"
        files = [f"{name}={COLORS.get(category, 'gray')}" for category, name in sorted(made.items())]
        for zone, kept in (("America/New_York", picture), ("Asia/Tokyo", None)):
            command = ["node", str(HERE / "page.mjs"), folder, str(MONDAY), zone, chromium, str(kept or "-"), *files]
            done = subprocess.run(command, cwd=node, capture_output=True, text=True, timeout=600)
            if done.returncode:
                yield f"{zone}: {done.stderr.strip()[-800:]}"
                continue
            found = json.loads(done.stdout)
            yield from (f"{zone}: the page says {message}" for message in found["messages"])
            shown = sorted((event["date"], event["time"], event["title"]) for event in found["events"] if event["seen"])
            if shown != wanted:
                more, less = [one for one in shown if one not in wanted], [one for one in wanted if one not in shown]
                yield f"{zone}: {len(shown)} events, expected {len(wanted)}; only there: {more[:4]}, missing: {less[:4]}"
            else:
                print(f"ok       FullCalendar in {zone}: {len(shown)} events of the week of {MONDAY}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--node", type=pathlib.Path, default=HERE)
    parser.add_argument("--picture", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--require", action="store_true")
    arguments = parser.parse_args()
    missing = [
        (not shutil.which("node"), "no node"),
        (not browser(), "no Chromium; apt package chromium, or CHROMIUM=its path"),
        (not (arguments.node / "node_modules/fullcalendar").exists(), f"no packages in {arguments.node}; run `npm ci` there"),
        (not PROGRAM.exists(), f"no {PROGRAM}; run `cargo build --release --package followthrough-cli`"),
    ]
    reasons = [reason for is_missing, reason in missing if is_missing]
    if reasons:
        print(f"skipped  FullCalendar: {'; '.join(reasons)}")
        return int(arguments.require)
    faults = list(check(browser(), arguments.node.resolve(), arguments.picture))
    for fault in faults:
        print(f"FAILED   {fault}")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
