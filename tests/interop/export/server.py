"""Our exports on a CalDAV server (Radicale), and what a synchroniser (vdirsyncer) changes there from one to the next."""

import base64
import contextlib
import importlib.util
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import timezone

HOST = "127.0.0.1"
TARGET = pathlib.Path(__file__).resolve().parents[3] / "target"
BUILT = [TARGET / profile / "followthrough" for profile in ("release", "debug")]
PROGRAM = pathlib.Path(os.environ.get("FOLLOWTHROUGH", next((path for path in BUILT if path.exists()), BUILT[0])))
PLAN = """format = 1
name = "desk"
timezone = "America/New_York"
first_day = 2027-01-04
[[block]]
category = "calling"
days = ["mon", "tue", "wed", "thu", "fri"]
start = "09:00"
length = "1h"
[cadence.calls]
touches = [
  { day = 1, channel = "call", effort = "10m" }, { day = 6, channel = "call", effort = "10m" },
  { day = 11, channel = "call", effort = "10m" },
]
"""
PIPELINE = '[input]\npipeline = "pipeline.csv"\n'
ROWS = """id,name,owner,cadence,stage,next_touch,due
P1,Owl,Ann,calls,in_flight,2,2027-01-04
P2,Finch,Bob,calls,in_flight,2,2027-01-05
"""
EXPAND = """<?xml version="1.0" encoding="utf-8"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
  <D:prop><D:getetag/><C:calendar-data><C:expand start="20260101T000000Z" end="20280101T000000Z"/></C:calendar-data></D:prop>
  <C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
    <C:time-range start="20260101T000000Z" end="20280101T000000Z"/>
  </C:comp-filter></C:comp-filter></C:filter>
</C:calendar-query>"""


class Missing(Exception):
    """What is not installed."""


def free_port():
    with socket.socket() as server:
        server.bind((HOST, 0))
        return server.getsockname()[1]


def request(method, url, body=None, **headers):
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    # Any password will do; the name makes the folder.
    headers["Authorization"] = "Basic " + base64.b64encode(b"rep:none").decode()
    asked = urllib.request.Request(url, data=body, method=method, headers=headers)
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")


@contextlib.contextmanager
def radicale(folder):
    """A server without sign-in that keeps its calendars in `folder`; its address."""
    port = free_port()
    command = [sys.executable, "-m", "radicale", "--config", "", "--server-hosts", f"{HOST}:{port}"]
    command += ["--auth-type", "none", "--storage-filesystem-folder", str(folder), "--rights-type", "owner_only"]
    with open(folder.parent / "radicale.log", "wb") as log:
        running = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
                break
            time.sleep(0.1)
        yield f"http://{HOST}:{port}"
    finally:
        running.terminate()
        running.wait(timeout=20)


def stored(folder):
    """The server's objects: their bytes by UID."""
    objects = {}
    for file in folder.rglob("*.ics"):
        if ".Radicale" in str(file.relative_to(folder)):
            continue
        text = file.read_bytes()
        uids = set(re.findall(rb"\r\nUID:(.*?)\r\n", text.replace(b"\r\n ", b"")))
        for uid in uids:
            objects.setdefault(uid.decode(), []).append(text)
    return objects


def expanded(answer):
    """The instants in the answer to a calendar-query."""
    import html

    import icalendar

    events = []
    for data in re.findall(r"<(?:\w+:)?calendar-data[^>]*>(.*?)</(?:\w+:)?calendar-data>", answer, re.S):
        for event in icalendar.Calendar.from_ical(html.unescape(data)).events:
            times = (event.start.astimezone(timezone.utc), event.end.astimezone(timezone.utc))
            events.append(tuple(time.strftime("%Y-%m-%dT%H:%M:%SZ") for time in times))
    return sorted(events)


def check_put(exports, address):
    import json

    for name in ("desk-server", "desk", "desk-private", "series", "clocks-new-york", "clocks-vancouver"):
        url = f"{address}/rep/{name}/"
        body = (exports / f"{name}.ics").read_bytes()
        status, answer = request("PUT", url, body, Content_Type="text/calendar")
        if status != 201:
            yield f"PUT of {name}.ics is answered {status}: {answer[:200]}"
            continue
        status, answer = request("REPORT", url, EXPAND.encode(), Content_Type="application/xml", Depth="1")
        known = json.loads((exports / f"{name}.json").read_text())
        until = known.get("to", "9999")
        found = [event for event in expanded(answer) if event[0] < until]
        expected = sorted(tuple(event) for event in known["events"])
        if status != 207 or found != expected:
            yield f"REPORT on {name}.ics is answered {status} with {len(found)} events, expected {len(expected)}"


def sync(config, folder, *words):
    # The commands of the environment that this script runs in.
    own = pathlib.Path(sys.executable).parent / "vdirsyncer"
    command = [str(own) if own.exists() else "vdirsyncer", "-c", str(config), *words]
    done = subprocess.run(command, capture_output=True, text=True, input="y\n" * 10, env=dict(os.environ, HOME=str(folder)))
    if done.returncode:
        raise RuntimeError(f"vdirsyncer {words[0]}: {(done.stderr or done.stdout)[-600:]}")
    return done.stdout + done.stderr


def uids_of(text):
    """The UID of each event, with its bytes."""
    parts = re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", text, re.S)
    return {re.search(rb"UID:(.*?)\r\n", part.replace(b"\r\n ", b"")).group(1).decode(): part for part in parts}


def check_sync(exports, address, storage, folder):
    """One file after another into a calendar on the server: exactly what changed is changed there."""
    request("MKCALENDAR", f"{address}/rep/synced/")
    feed = folder / "blocks.ics"
    config = folder / "vdirsyncer.conf"
    config.write_text(
        f'[general]\nstatus_path = "{folder}/status/"\n'
        '[pair blocks]\na = "file"\nb = "server"\ncollections = null\nconflict_resolution = "a wins"\n'
        f'[storage file]\ntype = "singlefile"\npath = "{feed}"\n'
        f'[storage server]\ntype = "caldav"\nurl = "{address}/rep/synced/"\nusername = "rep"\npassword = "none"\n'
    )
    first, second = (uids_of((exports / f"{name}.ics").read_bytes()) for name in ("desk-server", "desk-next"))

    def on_server():
        return stored(storage / "collection-root" / "rep" / "synced")

    def write(name):
        feed.write_bytes((exports / f"{name}.ics").read_bytes())
        # It looks at the file's time in whole seconds.
        stamp = time.time() + write.count
        write.count += 5
        os.utime(feed, (stamp, stamp))

    write.count = 0
    write("desk-server")
    sync(config, folder, "discover")
    sync(config, folder, "sync")
    before = on_server()
    if set(before) != set(first) or any(len(texts) != 1 for texts in before.values()):
        yield f"the first sync brings {len(before)} events, expected {len(first)}"
        return
    write("desk-next")
    said = sync(config, folder, "sync")
    after = on_server()
    if set(after) != set(second) or any(len(texts) != 1 for texts in after.values()):
        yield f"the second sync leaves {len(after)} events, expected {len(second)}"
    changed = {uid for uid in after if uid in before and after[uid] != before[uid]}
    expected = {uid for uid in second if uid in first and second[uid] != first[uid]}
    if changed != expected:
        yield f"the second sync changes {sorted(changed)}, expected {sorted(expected)}"
    touched = set(re.findall(r"(?:Copying \(updating\)|Copying \(uploading\)|Deleting) item (\S+)", said))
    wanted = expected | (set(second) ^ set(first))
    if touched != wanted:
        yield f"vdirsyncer touches {sorted(touched)}, expected {sorted(wanted)}"
    said = sync(config, folder, "sync")
    if "item" in said:
        yield f"a third sync of the same file is not quiet: {said[-300:]}"


def export(folder, *words):
    """What the program writes of the plan in `folder`."""
    command = [str(PROGRAM), "schedule", "plan.toml", "--ics", "blocks.ics", "--no-method", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"schedule: {done.stderr[-600:]}")
    return (folder / "blocks.ics").read_bytes()


def check_move(address, storage, folder):
    """A block that moves by half an hour: every event is updated where it is, none is new, none goes, none is cancelled."""
    request("MKCALENDAR", f"{address}/rep/moved/")
    home = folder / "moved"
    home.mkdir()
    config = home / "vdirsyncer.conf"
    config.write_text(
        f'[general]\nstatus_path = "{home}/status/"\n'
        '[pair blocks]\na = "file"\nb = "server"\ncollections = null\nconflict_resolution = "a wins"\n'
        f'[storage file]\ntype = "singlefile"\npath = "{home}/feed.ics"\n'
        f'[storage server]\ntype = "caldav"\nurl = "{address}/rep/moved/"\nusername = "rep"\npassword = "none"\n'
    )
    on_server = storage / "collection-root" / "rep" / "moved"
    found = []
    for number, start in enumerate(("09:00", "09:30")):
        (home / "plan.toml").write_text(PLAN.replace("09:00", start))
        text = export(home, *(["--previous", "blocks.ics"] if number else []))
        (home / "feed.ics").write_bytes(text)
        # It looks at the file's time in whole seconds.
        os.utime(home / "feed.ics", (time.time() + 5 * number,) * 2)
        if not number:
            sync(config, home, "discover")
        said = sync(config, home, "sync")
        found.append((uids_of(text), stored(on_server), said))
    (first, before, _), (second, after, said) = found
    if len(first) < 20 or set(before) != set(first):
        yield f"the first sync brings {len(before)} events, expected {len(first)}"
    if set(second) != set(first) or set(after) != set(first) or any(len(texts) != 1 for texts in after.values()):
        yield f"after the move {len(after)} events are on the server, expected the {len(first)} from before"
    stale = [uid for uid, texts in after.items() if b"T093000" not in texts[0] or b"STATUS:CANCELLED" in texts[0]]
    if stale:
        yield f"{len(stale)} events are cancelled or do not begin at 09:30, such as {stale[0]}"
    updated = re.findall(r"Copying \(updating\) item", said)
    others = re.findall(r"(?:Copying \(uploading\)|Deleting) item (\S+)", said)
    if len(updated) != len(first) or others:
        yield f"vdirsyncer updates {len(updated)} events and uploads or deletes {others}, expected {len(first)} updates"


def check_owners(address, storage, folder):
    """Two owners of one plan in one collection: nothing of one is overwritten by the other."""
    request("MKCALENDAR", f"{address}/rep/shared/")
    home = folder / "owners"
    home.mkdir()
    (home / "plan.toml").write_text(PLAN + PIPELINE)
    (home / "pipeline.csv").write_text(ROWS)
    wanted = {}
    for owner in ("Ann", "Bob"):
        text = export(home, "--owner", owner)
        (home / "blocks.ics").unlink()
        head = text[: text.index(b"BEGIN:VEVENT")]
        for uid, event in uids_of(text).items():
            url = f"{address}/rep/shared/{urllib.parse.quote(uid)}.ics"
            status, answer = request("PUT", url, head + event + b"END:VCALENDAR\r\n", Content_Type="text/calendar", If_None_Match="*")
            if status != 201:
                yield f"PUT of {owner}'s {uid} is answered {status}: {answer[:200]}"
                return
            wanted[uid] = owner
    found = stored(storage / "collection-root" / "rep" / "shared")
    if set(found) != set(wanted) or any(len(texts) != 1 for texts in found.values()):
        yield f"{len(found)} events are on the server, expected {len(wanted)}"
    for owner, name in (("Ann", b"Owl"), ("Bob", b"Finch")):
        listed = [uid for uid, texts in found.items() if name in texts[0].replace(b"\r\n ", b"")]
        if not listed or any(wanted[uid] != owner for uid in listed):
            yield f"{name.decode()} stands in {listed}, expected events of {owner}"


def check(exports):
    """What is wrong with our exports on a server; nothing if all is well."""
    for module in ("radicale", "vdirsyncer", "icalendar"):
        if not importlib.util.find_spec(module):
            raise Missing(f"no Python module {module}; see tests/interop/requirements.txt")
    faults = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        storage = folder / "storage"
        storage.mkdir()
        with radicale(storage) as address:
            try:
                faults += check_put(exports, address)
                faults += check_sync(exports, address, storage, folder)
                if PROGRAM.exists():
                    faults += check_move(address, storage, folder)
                    faults += check_owners(address, storage, folder)
                else:
                    print(f"skipped  moved blocks and two owners on the server: no {PROGRAM}")
            except (RuntimeError, OSError, subprocess.SubprocessError) as error:
                faults.append(str(error))
            if faults and (folder / "radicale.log").exists():
                kept = pathlib.Path(tempfile.gettempdir()) / "followthrough-radicale.log"
                shutil.copy(folder / "radicale.log", kept)
                faults.append(f"the server's log is in {kept}")
    return faults
