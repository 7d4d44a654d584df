#!/usr/bin/env python3
"""Compare our busy time, to the second, with that of the Python package recurring-ical-events.

    pip install recurring-ical-events tzdata
    cargo build --release
    python3 tests/interop/busy_corpus.py DIR...

DIR is any folder with calendar files (.ics, .ifb), such as the test data of the calendar libraries; the files of this
repository are in tests/data/ics. Each file is asked for its busy time over one fixed span, by us and by the package,
under the same policy. The package answers for each file in a process of its own, because it keeps the zones that one
file defines for the next. Files that differ are listed, unless `busy_corpus_faults.toml` beside this script names them
with the reason for which the package, and not we, would have to change. Exit status 1 where any other file differs.

    --command   how to ask us; `{file}`, `{from}`, `{to}` and `{zone}` are filled in
    --show      print what differs, for files whose path ends so
    --jobs      how many files at once; as many as there are processors
"""

import argparse
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from fnmatch import fnmatch
from zoneinfo import ZoneInfo

HERE = pathlib.Path(__file__).parent
FROM, TO, ZONE = "1996-01-01T00:00:00Z", "2032-01-01T00:00:00Z", "America/New_York"
COMMAND = f"{HERE.parent.parent}/target/release/followthrough busy {{file}} --from {{from}} --to {{to}} --timezone {{zone}} --json"
SECONDS = 60


def answer_of(event, owner, anybody):
    """What the owner answered, the strongest of several: 0 declined, 1 open, 2 anything else, None nothing."""
    attendees = event.get("ATTENDEE", [])
    found = []
    for attendee in attendees if isinstance(attendees, list) else [attendees]:
        status = str(attendee.params.get("PARTSTAT", "")).upper()
        names = {str(attendee).lower().removeprefix("mailto:"), str(attendee.params.get("EMAIL", "")).lower()}
        if status and (anybody or (owner and owner in names)):
            found.append({"DECLINED": 0, "TENTATIVE": 1, "NEEDS-ACTION": 1}.get(status, 2))
    return max(found, default=None)


def is_yearly(event):
    """Whether it belongs to a day of every year."""
    rule = event.get("RRULE")
    rules = rule if isinstance(rule, list) else [rule] if rule else []
    whole = not isinstance(event["DTSTART"].dt, datetime)
    return whole and any("YEARLY" in [str(word).upper() for word in rule.get("FREQ", [])] for rule in rules)


def is_busy(event, method, owner, yearly):
    """The policy of docs/guide/calendar-in.md, written a second time."""
    if method == "CANCEL" or str(event.get("STATUS", "")).strip().upper() in ("CANCELLED", "CANCELED"):
        return False
    if answer_of(event, owner, method == "REPLY" and not owner) == 0:
        return False
    microsoft = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).strip().upper()
    if microsoft in ("FREE", "WORKINGELSEWHERE"):
        return False
    if microsoft in ("BUSY", "TENTATIVE", "OOF"):
        return True
    shown = str(event.get("TRANSP", "")).strip().upper()
    if shown != "OPAQUE" and not isinstance(event["DTSTART"].dt, datetime) and str(event.get("UID", "")) in yearly:
        return False
    return shown != "TRANSPARENT"


def travel(event):
    """The time that is taken ahead of an event's start."""
    text = event.get("X-APPLE-TRAVEL-DURATION")
    if text is None or not isinstance(event["DTSTART"].dt, datetime):
        return timedelta(0)
    import icalendar

    return max(icalendar.vDuration.from_ical(str(text)), timedelta(0))


def instant(value, zone):
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    if value.tzinfo is None:
        value = value.replace(tzinfo=zone)
    return value.astimezone(timezone.utc)


def free_busy(calendar):
    """The periods of VFREEBUSY components, which the package passes over."""
    for component in calendar.walk("VFREEBUSY"):
        values = component.get("FREEBUSY", [])
        for value in values if isinstance(values, list) else [values]:
            if value.params.get("FBTYPE", "BUSY").upper() == "FREE":
                continue
            for period in getattr(value, "dts", [value]):
                start, stop = getattr(period, "dt", period)
                yield start, start + stop if isinstance(stop, timedelta) else stop


def theirs(path):
    """The package's busy time of one file: (intervals) or a word that says why there is none."""
    import icalendar
    import recurring_ical_events

    try:
        zone = ZoneInfo(ZONE)
        begin, end = (datetime.fromisoformat(text) for text in (FROM, TO))
        taken = []
        for calendar in icalendar.Calendar.from_ical(pathlib.Path(path).read_bytes(), multiple=True):
            floating = zone
            try:
                floating = ZoneInfo(str(calendar.get("X-WR-TIMEZONE", ZONE)))
            except Exception:
                pass
            method = str(calendar.get("METHOD", "")).strip().upper()
            owner = str(calendar.get("X-WR-CALNAME", "")).strip().lower()
            owner = owner if owner.count("@") == 1 and " " not in owner and not owner.startswith("@") else ""
            yearly = {str(event.get("UID", "")) for event in calendar.walk("VEVENT") if "DTSTART" in event and is_yearly(event)}
            for start, stop in free_busy(calendar):
                start, stop = (instant(value, floating if isinstance(value, datetime) else zone) for value in (start, stop))
                start, stop = max(start, begin), min(stop, end)
                if start < stop:
                    taken.append((start.timestamp(), stop.timestamp()))
            # Days are widened, because the package compares days and floating times in UTC.
            query = recurring_ical_events.of(calendar, skip_bad_series=True)
            for event in query.between(begin - timedelta(days=2), end + timedelta(days=2)):
                if not is_busy(event, method, owner, yearly):
                    continue
                start, stop = event["DTSTART"].dt, event["DTEND"].dt if "DTEND" in event else event["DTSTART"].dt
                whole = not isinstance(start, datetime)
                start, stop = (instant(value, zone if whole else floating) for value in (start, stop))
                start, stop = max(min(start, stop) - travel(event), begin), min(max(start, stop), end)
                if start < stop:
                    taken.append((start.timestamp(), stop.timestamp()))
        return union(taken)
    except Exception as error:
        return f"{type(error).__name__}: {error}".splitlines()[0][:100]


def union(taken):
    joined = []
    for start, stop in sorted(taken):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], stop)
        else:
            joined.append([start, stop])
    return joined


def answer_each():
    """Answer for each path on standard input, each from a child that has read no other file. Importing the package takes
    longer than reading most files, so that is done once, before the children are made."""
    import icalendar  # noqa: F401
    import recurring_ical_events  # noqa: F401

    for line in sys.stdin:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            signal.alarm(SECONDS)
            with os.fdopen(writer, "w") as pipe:
                json.dump(theirs(json.loads(line)), pipe)
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader) as pipe:
            answer = pipe.read()
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if ended == -signal.SIGALRM:
            answer = json.dumps(f"no answer in {SECONDS} s")
        elif ended != 0:
            answer = json.dumps(f"no answer, exit status {ended}")
        print(answer, flush=True)


WORKER = threading.local()


def ask_them(path):
    if not hasattr(WORKER, "process"):
        words = [sys.executable, __file__, "--theirs"]
        WORKER.process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
    WORKER.process.stdin.write(json.dumps(str(path)) + "\n")
    WORKER.process.stdin.flush()
    return json.loads(WORKER.process.stdout.readline())


def ask_us(path, command):
    words = [word.format(**{"file": path, "from": FROM, "to": TO, "zone": ZONE}) for word in command.split()]
    began = time.monotonic()
    try:
        done = subprocess.run(words, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return f"CRASH no answer in {SECONDS} s", 0.0
    took = time.monotonic() - began
    if done.returncode < 0 or b"panicked" in done.stderr:
        return f"CRASH {done.stderr[-200:]}", took
    if done.returncode != 0:
        return done.stderr.decode(errors="replace").strip().splitlines()[0][:160], took
    busy = json.loads(done.stdout)["busy"]
    return [[datetime.fromisoformat(text).timestamp() for text in pair] for pair in busy], took


def shown(pairs):
    return [tuple(datetime.fromtimestamp(at, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S") for at in pair) for pair in pairs]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", metavar="DIR")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--theirs", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--command", default=COMMAND)
    parser.add_argument("--show", action="append", default=[])
    arguments = parser.parse_args()
    if arguments.theirs:
        answer_each()
        return 0
    if not arguments.folders:
        parser.error("expected folders with calendars")
    faults = tomllib.loads((HERE / "busy_corpus_faults.toml").read_text()).get("fault", [])

    counts = dict.fromkeys(["files", "seen before", "no calendar", "cut off", "equal", "fault", "different", "both refuse", "package refuses", "crash"], 0)
    unused, slowest = {fault["file"] for fault in faults}, (0.0, "")
    paths, texts = [], set()
    for folder in arguments.folders:
        for path in sorted(path for path in pathlib.Path(folder).rglob("*") if path.suffix.lower() in (".ics", ".ifb")):
            if arguments.show and not any(str(path).endswith(end) for end in arguments.show):
                continue
            # Zone definitions hold no events, and single components are no calendars: we refuse those by design.
            if not path.is_file() or any(part.startswith("zoneinfo") for part in path.parts):
                continue
            whole = path.read_bytes()
            if whole in texts:
                counts["seen before"] += 1
                continue
            texts.add(whole)
            counts["files"] += 1
            if b"BEGIN:VCALENDAR" in whole.replace(b"\0", b"").upper():
                paths.append(path)
            else:
                counts["no calendar"] += 1
    with ThreadPoolExecutor(arguments.jobs) as pool:
        answers = pool.map(lambda path: (ask_us(path, arguments.command), ask_them(path)), paths)
        for path, ((ours, took), package) in zip(paths, answers):
            slowest = max(slowest, (took, str(path)))
            fault = next((fault for fault in faults if fnmatch(str(path), "*/" + fault["file"])), None)
            if isinstance(ours, str) and ours.startswith("CRASH"):
                verdict = "crash"
            elif isinstance(package, str):
                verdict = "both refuse" if isinstance(ours, str) else "package refuses"
            elif ours == package:
                verdict = "equal"
            elif isinstance(ours, str) and "the file ends inside" in ours:
                # We refuse what is not whole, also by design: busy time may be missing.
                verdict = "cut off"
            else:
                verdict = "fault" if fault else "different"
            if fault and verdict != "equal":
                unused.discard(fault["file"])
            counts[verdict] += 1
            if verdict in ("different", "crash") or arguments.show:
                print(f"{verdict}: {path}")
                if isinstance(ours, str) or isinstance(package, str):
                    print(f"  ours {ours if isinstance(ours, str) else len(ours)}", end="; ")
                    print(f"package {package if isinstance(package, str) else len(package)}")
                else:
                    us, them = shown(ours), shown(package)
                    print(f"  only ours    {[pair for pair in us if pair not in them][:4]}")
                    print(f"  only package {[pair for pair in them if pair not in us][:4]}")
    compared = counts["equal"] + counts["fault"] + counts["different"]
    print(f"span {FROM} to {TO}, floating times and days in {ZONE}")
    print(", ".join(f"{name} {count}" for name, count in counts.items()))
    if compared:
        print(f"equal: {counts['equal']} of {compared} ({100 * counts['equal'] / compared:.1f} %)")
    print(f"slowest answer of ours: {slowest[0]:.2f} s ({slowest[1]})")
    if not arguments.show:
        for name in sorted(unused):
            print(f"note: {name} is listed as a fault, but is not among the files or is equal")
    return 1 if counts["different"] + counts["crash"] else 0


if __name__ == "__main__":
    sys.exit(main())
