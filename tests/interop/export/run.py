#!/usr/bin/env python3
"""Have other readers of calendars read our exports, and compare what they find.

    python3 tests/interop/export/run.py [FILE.ics...]

Without files, those of tests/data/exports. Beside each may stand a `.json` with the events that must be found in it.
Every peer must read every file without a message, find those events at those instants, and the titles and descriptions
that stand there. Peers that are not installed are skipped and named; nothing is installed by this script. Exit status 1
where a peer finds something else, 2 where none could be run.

    --node DIR     folder with the node packages of package.json (`npm ci` in a copy of it); default: this folder
    --only PEER    run only these peers (may be repeated)
    --require      a peer that is missing is a failure
"""

import argparse
import importlib.util
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime, timezone

HERE = pathlib.Path(__file__).resolve().parent
EXPORTS = HERE.parent.parent / "data" / "exports"
SPAN = ("2026-01-01T00:00:00Z", "2028-01-01T00:00:00Z")

# What a peer says of every calendar with METHOD:PUBLISH. RFC 5546 wants an ORGANIZER there; Google's import refuses events
# whose organizer is somebody else, so none is written.
ALLOWED_MESSAGES = {
    "libical": [
        "the restriction check fails",
        "VEVENT: Failed iTIP restrictions for ORGANIZER property. Expected 1 instances of the property and got 0",
        "VTODO: Failed iTIP restrictions for ORGANIZER property. Expected 1 instances of the property and got 0",
    ],
}
# Hours in which a peer is known to be wrong: (peer, hours in UTC, reason).
KNOWN_FAULTS = [
    (
        "icalendar",
        ("2026-11-01T05:00:00Z", "2026-11-01T10:30:00Z"),
        "recurring-ical-events turns times in UTC into local ones of X-WR-TIMEZONE and forgets which of two equal ones",
    ),
    (
        "node-ical",
        ("2026-11-01T05:00:00Z", "2026-11-01T06:00:00Z"),
        "an EXDATE in the hour that comes twice takes away nothing",
    ),
]
# Texts that a peer is known to read wrongly: (peer, UID, reason).
KNOWN_TEXTS = [
    ("node-ical", "20261203-calling.5f1c9a02@followthrough", "takes an escaped backslash before an n for a newline"),
    ("node-ical", "20261211-calling.5f1c9a02@followthrough", "drops quotation marks after an equals sign"),
]


class Skipped(Exception):
    """A peer that is not there, and what would bring it."""


def lines_of(command, files, **options):
    done = subprocess.run([*command, *files], capture_output=True, text=True, **options)
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or len(found) != len(files):
        raise RuntimeError(f"status {done.returncode}: {done.stderr.strip()[-800:]}")
    return found


def python(peer, *modules):
    def run(files, span, arguments):
        for module in modules:
            if not importlib.util.find_spec(module):
                raise Skipped(f"no Python module {module}; see tests/interop/requirements.txt")
        return lines_of([sys.executable, str(HERE / "peers.py"), peer, *span], files)

    return run


def node(peer):
    def run(files, span, arguments):
        if not shutil.which("node"):
            raise Skipped("no node")
        if not (arguments.node / "node_modules" / peer).exists():
            raise Skipped(f"no {peer} in {arguments.node}; run `npm ci` there")
        return lines_of(["node", str(HERE / "peers.mjs"), peer, *span], files, cwd=arguments.node)

    return run


def sabre(files, span, arguments):
    if not shutil.which("php"):
        raise Skipped("no php; apt package php-cli")
    if not os.environ.get("VOBJECT") and not pathlib.Path("/usr/share/php/Sabre/VObject").exists():
        raise Skipped("no sabre/vobject; apt package php-sabre-vobject, or VOBJECT=its autoload.php")
    return lines_of(["php", str(HERE / "sabre.php"), *span], files)


def libical(files, span, arguments):
    compiler = shutil.which("cc")
    config = shutil.which("pkg-config")
    if not compiler or not config or subprocess.run([config, "--exists", "libical"]).returncode:
        raise Skipped("no cc, pkg-config or libical; apt package libical-dev")
    flags = subprocess.run([config, "--cflags", "--libs", "libical"], capture_output=True, text=True, check=True).stdout
    seconds = [str(int(datetime.fromisoformat(time.replace("Z", "+00:00")).timestamp())) for time in span]
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder) / "restriction"
        source = str(HERE / "restriction.c")
        subprocess.run([compiler, source, "-o", str(program), *flags.split(), "-licalss"], check=True)
        text = subprocess.run([str(program), *seconds, *files], capture_output=True, text=True, check=True).stdout
    found = []
    for line in text.splitlines():
        word, _, rest = line.partition(" ")
        if word == "file":
            found.append({"file": rest, "events": [], "todos": 0, "texts": None, "messages": []})
        elif word == "event":
            times = [datetime.fromtimestamp(int(time), timezone.utc) for time in rest.split()]
            found[-1]["events"].append([time.strftime("%Y-%m-%dT%H:%M:%SZ") for time in times])
        elif word == "todo":
            found[-1]["todos"] += 1
        elif word == "message":
            found[-1]["messages"].append(rest)
    return found


PEERS = {
    "icalendar": python("icalendar", "icalendar", "recurring_ical_events"),
    "vobject": python("vobject", "vobject"),
    "ical": python("ical", "ical"),
    "ical.js": node("ical.js"),
    "node-ical": node("node-ical"),
    "sabre": sabre,
    "libical": libical,
}


def texts_of(path):
    """Title and description by UID, read by the letter of RFC 5545 and by nothing else."""
    unfolded = path.read_bytes().decode().replace("\r\n ", "")
    texts, inside = {}, []
    for line in unfolded.split("\r\n"):
        name, _, value = line.partition(":")
        if name == "BEGIN":
            inside.append(value)
            if value == "VEVENT":
                event = {}
        elif name == "END":
            if inside.pop() == "VEVENT":
                texts[event["UID"]] = [event["SUMMARY"], event.get("DESCRIPTION", "")]
        elif inside and inside[-1] == "VEVENT" and name in ("UID", "SUMMARY", "DESCRIPTION"):
            event[name] = re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)
    return texts


def compare(peer, found, known):
    """What is wrong with what one peer found in one file."""
    path = pathlib.Path(found["file"])
    for message in found["messages"]:
        if message not in ALLOWED_MESSAGES.get(peer, []):
            yield f"says: {message}"
    if found["texts"] is not None:
        texts = texts_of(path)
        for uid in sorted(texts.keys() | found["texts"].keys()):
            ours, theirs = texts.get(uid), found["texts"].get(uid)
            if ours != theirs and (peer, uid) not in [fault[:2] for fault in KNOWN_TEXTS]:
                yield f"{uid}: reads {str(theirs)[:300]!r}, written is {str(ours)[:300]!r}"
    if known is None:
        return
    if found["todos"] != known["todos"]:
        yield f"finds {found['todos']} VTODOs, expected {known['todos']}"
    excused = [hours for name, hours, _ in KNOWN_FAULTS if name == peer]

    def counted(events):
        return sorted(
            (start, end) for start, end in events if not any(first <= start <= last for first, last in excused)
        )

    theirs, ours = counted(found["events"]), counted(known["events"])
    if theirs != ours:
        more, less = [one for one in theirs if one not in ours], [one for one in ours if one not in theirs]
        yield f"finds {len(theirs)} events, expected {len(ours)}; only there: {more[:4]}, missing: {less[:4]}"


def tell(faults):
    for fault in faults[:8]:
        print(f"         {fault}")
    if len(faults) > 8:
        print(f"         and {len(faults) - 8} more")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    parser.add_argument("--node", type=pathlib.Path, default=HERE)
    parser.add_argument("--only", action="append", choices=[*PEERS, "server"])
    parser.add_argument("--require", action="store_true")
    arguments = parser.parse_args()
    files = [str(file.resolve()) for file in arguments.files or sorted(EXPORTS.glob("*.ics"))]
    failed, ran, skipped = 0, 0, 0
    for peer, run in PEERS.items():
        if arguments.only and peer not in arguments.only:
            continue
        faults, seen, reader = [], 0, peer
        try:
            for file in files:
                beside = pathlib.Path(file).with_suffix(".json")
                known = json.loads(beside.read_text()) if beside.exists() else None
                span = (known.get("from", SPAN[0]), known.get("to", SPAN[1])) if known else SPAN
                (found,) = run([file], span, arguments)
                seen, reader = seen + len(found["events"]), found.get("reader", peer)
                faults += [f"{pathlib.Path(file).name}: {fault}" for fault in compare(peer, found, known)]
            ran += 1
        except Skipped as reason:
            print(f"skipped  {peer}: {reason}")
            skipped += 1
            continue
        except (RuntimeError, subprocess.CalledProcessError, ValueError) as error:
            faults.append(str(error))
        print(f"{'FAILED' if faults else 'ok':8} {reader}: {len(files)} files, {seen} events")
        tell(faults)
        failed += bool(faults)
    if not arguments.only or "server" in arguments.only:
        import server

        try:
            faults = server.check(EXPORTS)
            ran += 1
            failed += bool(faults)
            print(f"{'FAILED' if faults else 'ok':8} server: radicale and vdirsyncer")
            tell(faults)
        except server.Missing as reason:
            print(f"skipped  server: {reason}")
            skipped += 1
    if failed or (arguments.require and skipped):
        return 1
    return 0 if ran else 2


if __name__ == "__main__":
    sys.exit(main())
