#!/usr/bin/env python3
"""Compare the occurrences of recurrence rules with those that libical's own tests list.

    pip install python-dateutil tzdata
    cargo build --release
    git clone --depth 1 https://github.com/libical/libical
    python3 tests/interop/rules_libical.py libical/src/test/icalrecur_test*.txt

FILE holds blocks of `RRULE:`, `DTSTART:` and `INSTANCES:` (all occurrences), with an empty line between them. libical
is licensed LGPL-2.1-only or MPL-2.0, so its files are not kept here; without FILE there is nothing to compare. Each
rule becomes an event of a small calendar, with DTSTART as the file writes it (a date is an all-day event, other events
are one second long), and `followthrough busy` is asked for it up to eight years after the last occurrence listed, so
an occurrence too many shows as one too few does. It is asked a second time from `START-AT:`, or from the middle of the
list, which must not change what follows. Three things are counted apart:

    no answer   the file has an error for the rule, such as that libical has not implemented it; dateutil is asked
    RFC 7529    rules with RSCALE or SKIP, which RFC 5545 does not have: where we differ, we must have warned
    a start     a DTSTART that its rule does not name: it counts here (RFC 5545 3.8.5.3, whose own Friday the 13th takes
                it out by EXDATE), libical's list is of the rule alone, so it is added to that; COUNT is of the rule's

Where we differ, python-dateutil is asked too. `rules_libical_faults.toml` beside this script names the rules on which
we differ, with the section of RFC 5545 by which we do and how dateutil reads them. Exit status 1 where any other rule
differs, or where dateutil reads one otherwise than is said there.

    --command   how to ask us; `{file}`, `{from}`, `{to}` and `{zone}` are filled in
"""

import argparse
import json
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import tomllib
from datetime import datetime, timedelta, timezone

HERE = pathlib.Path(__file__).parent
LATER = timedelta(days=8 * 366)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def blocks(path):
    """The rules of one file: dictionaries of its lines, with the number of the first."""
    block = {}
    for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], 1):
        if not line.strip():
            if "RRULE" in block:
                yield block
            block = {}
        elif not line.startswith("#"):
            name, _, value = line.partition(":")
            block.setdefault("line", number)
            block[name] = value.strip()


def instant(text):
    """A date or time of the file. All of them, with `Z` or without, are asked for in UTC."""
    form = "%Y%m%dT%H%M%S" if "T" in text else "%Y%m%d"
    return datetime.strptime(text.removesuffix("Z"), form).replace(tzinfo=timezone.utc)


def ours(block, begin, end, command, path):
    """Our occurrences, and what we warned of."""
    whole = "T" not in block["DTSTART"]
    start = f"DTSTART;VALUE=DATE:{block['DTSTART']}" if whole else f"DTSTART:{block['DTSTART']}"
    text = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", start, "DURATION:P1D" if whole else "DURATION:PT1S"]
    # Days of every year are free unless they say otherwise: birthdays.
    text.append("TRANSP:OPAQUE")
    path.write_text("\r\n".join([*text, f"RRULE:{block['RRULE']}", "END:VEVENT", "END:VCALENDAR", ""]))
    fill = {"file": path, "from": begin.strftime("%Y-%m-%dT%H:%M:%SZ"), "to": end.strftime("%Y-%m-%dT%H:%M:%SZ"), "zone": "UTC"}
    done = subprocess.run([word.format(**fill) for word in command.split()], capture_output=True, check=True)
    answer = json.loads(done.stdout)
    found = []
    for pair in answer["busy"]:
        at, stop = (datetime.fromisoformat(text) for text in pair)
        # Neighbours are joined.
        while at < stop:
            found.append(at)
            at += DAY if whole else SECOND
    return found, answer["warnings"]


def dateutil(block, begin, end):
    """What dateutil says to the rule: its occurrences, or a word that says why there are none."""
    from rules_dateutil import SECONDS, no_answer, theirs

    rule = block["RRULE"].rstrip(";")
    if "T" not in block["DTSTART"]:
        rule = re.sub(r";BY(HOUR|MINUTE|SECOND)=[^;]*", "", rule)
    # It wants UNTIL in UTC where the start is, which it is here.
    rule = re.sub(r"UNTIL=(\d{8})(?=;|$)", r"UNTIL=\1T000000Z", rule)
    rule = re.sub(r"UNTIL=(\d{8}T\d{6})(?=;|$)", r"UNTIL=\1Z", rule)
    signal.signal(signal.SIGALRM, no_answer)
    try:
        signal.alarm(SECONDS)
        return theirs(instant(block["DTSTART"]).replace(tzinfo=None), rule, begin, end)
    except TimeoutError:
        return "no answer"
    except ValueError as error:
        return f"refuses: {error}"
    finally:
        signal.alarm(0)


def only(these, those):
    return [at.strftime("%Y-%m-%dT%H:%M:%S") for at in these if at not in set(those)][:4]


def main():
    from rules_dateutil import COMMAND

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", metavar="FILE", type=pathlib.Path)
    parser.add_argument("--command", default=COMMAND)
    arguments = parser.parse_args()
    if not arguments.files:
        print("skipped: there is no FILE, such as libical's src/test/icalrecur_test.txt")
        return 0
    faults = tomllib.loads((HERE / "rules_libical_faults.toml").read_text(encoding="utf-8")).get("fault", [])

    counts = dict.fromkeys(["rules", "equal", "listed", "different", "no answer"], 0)
    other = dict.fromkeys(["rules", "equal", "warned", "silent", "no answer"], 0)
    starts, unused = 0, list(faults)
    with tempfile.TemporaryDirectory() as folder:
        rule = pathlib.Path(folder) / "rule.ics"
        for path, block in ((path, block) for path in arguments.files for block in blocks(path)):
            about = f"{path.name}:{block['line']} {block['DTSTART']} {block['RRULE']}"
            is_other = re.search(r"(^|;)(RSCALE|SKIP)=", block["RRULE"]) is not None
            tally = other if is_other else counts
            tally["rules"] += 1
            start, error = instant(block["DTSTART"]), block["INSTANCES"].startswith("***")
            listed = [] if error else [instant(text) for text in block["INSTANCES"].split(",") if text]
            begin, end = start - DAY, max([start, *listed]) + LATER
            found, warnings = ours(block, begin, end, arguments.command, rule)
            wanted = sorted({start, *listed})
            if error:
                tally["no answer"] += 1
                if not is_other:
                    print(f"no answer: {about}; dateutil: {'as we' if dateutil(block, begin, end) == found else 'differs'}")
                continue
            starts += start not in listed and not is_other
            middle = instant(block["START-AT"]) if "START-AT" in block else wanted[len(wanted) // 2]
            steady = ours(block, middle, end, arguments.command, rule)[0] == [at for at in found if at >= middle]
            if found == wanted and steady:
                tally["equal"] += 1
                continue
            if is_other:
                verdict = "warned" if warnings and steady else "silent"
                tally[verdict] += 1
                if verdict == "silent":
                    print(f"silent: {about}")
                continue
            peer = dateutil(block, begin, end)
            said = "as we" if peer == found else "as libical" if peer == wanted else peer if isinstance(peer, str) else "neither"
            fault = next((fault for fault in faults if (fault["rule"], fault["start"]) == (block["RRULE"], block["DTSTART"])), None)
            if fault in unused:
                unused.remove(fault)
            verdict = "listed" if fault and fault["dateutil"] == said and steady else "different"
            tally[verdict] += 1
            print(f"{verdict}: {about}; dateutil: {said}")
            if verdict == "different":
                print(f"  only ours    {only(found, wanted)}")
                print(f"  only libical {only(wanted, found)}")
                print(f"  dateutil     {peer if isinstance(peer, str) else [str(at) for at in peer[:6]]}")
                print(f"  warnings     {warnings}{'' if steady else ', and another answer from ' + str(middle)}")
    print(", ".join(f"{name} {count}" for name, count in counts.items()), end="; ")
    print(f"{starts} with a start that the rule does not name")
    print("RFC 7529:", ", ".join(f"{name} {count}" for name, count in other.items()))
    for fault in unused:
        print(f"note: {fault['start']} {fault['rule']} is listed, but is not among the rules or is equal")
    return 1 if counts["different"] + other["silent"] else 0


if __name__ == "__main__":
    sys.exit(main())
