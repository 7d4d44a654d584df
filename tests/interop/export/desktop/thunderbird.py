#!/usr/bin/env python3
"""Do in Thunderbird what docs/guide/calendar-out.md says, and look into its databases for what came of it.

    python3 tests/interop/export/desktop/thunderbird.py [--picture FILE.png]

Thunderbird runs with a profile of its own on a screen of its own (Xvfb) and is driven by mouse and keyboard (xdotool).
It subscribes to the sdr example's export over HTTP, shows a week of it, and reads the address again after a second
export, and after a third one in which a block has moved; then it imports the file into a calendar of its own, a second export on top, and what is new alone. Places to
click are those of Thunderbird 153 on a screen of 1280 by 860. What is missing is named and skipped. CI does not run this.

    --picture FILE  where to keep the picture of the week
    --screens DIR   where to keep a picture of every step
    --require       what is missing is a failure
"""

import argparse
import contextlib
import functools
import http.server
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

ROOT = pathlib.Path(__file__).resolve().parents[4]
PROGRAM = pathlib.Path(os.environ.get("FOLLOWTHROUGH", ROOT / "target" / "release" / "followthrough"))
PLAN = "docs/examples/sdr/plan.toml"
ZONE = "America/New_York"
MONDAY = date(2026, 11, 30)
TOOLS = {
    "thunderbird": "thunderbird",
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "openbox": "openbox",
    "dbus-run-session": "dbus",
    "import": "imagemagick",
}
PREFERENCES = {
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.spotlight.firstRunDone": True,
    "mail.accounthub.enabled": False,
    "mail.rights.version": 1,
    "mail.shell.checkDefaultClient": False,
    "mailnews.start_page.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "app.update.enabled": False,
    "calendar.timezone.useSystemTimezone": False,
    "calendar.timezone.local": ZONE,
    "calendar.week.start": 1,
    "calendar.view.daystarthour": 8,
    "calendar.view.dayendhour": 17,
    "calendar.view.visiblehours": 9,
    "calendar.registry.feed.type": "ics",
    "calendar.registry.feed.name": "SDR desk 7",
    "calendar.registry.feed.color": "#3b6fb6",
    "calendar.registry.feed.readOnly": True,
    "calendar.registry.feed.cache.enabled": True,
    "calendar.registry.feed.calendar-main-in-composite": True,
    "calendar.registry.own.type": "storage",
    "calendar.registry.own.uri": "moz-storage-calendar://",
    "calendar.registry.own.name": "Imported",
    "calendar.registry.own.calendar-main-in-composite": False,
    "calendar.list.sortOrder": "feed own",
}


def export(path, *arguments, plan=PLAN):
    command = [str(PROGRAM), "schedule", str(plan), "--ics", str(path), *map(str, arguments)]
    subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)


def events_of(path):
    """Title by UID, read by the letter of RFC 5545."""
    text = path.read_bytes().decode().replace("\r\n ", "")
    one = functools.partial(re.search, flags=re.S)
    parts = re.findall(r"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", text, re.S)
    return {one(r"\r\nUID:(.*?)\r\n", part)[1]: one(r"\r\nSUMMARY:(.*?)\r\n", part)[1] for part in parts}


@contextlib.contextmanager
def running(*command, **options):
    """A program and all that it starts, ended at the end."""
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, **options)
    try:
        yield started
    finally:
        for word in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(started.pid, word)
            with contextlib.suppress(subprocess.TimeoutExpired):
                started.wait(timeout=10)
        time.sleep(1)


@contextlib.contextmanager
def served(folder):
    """The folder at an address; requests are counted."""
    asked = []

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *words):
            asked.append(self.path)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()


@contextlib.contextmanager
def screen():
    reading, writing = os.pipe()
    with running("Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x860x24", pass_fds=(writing,)):
        os.close(writing)
        display = f":{os.read(reading, 16).decode().strip()}"
        environment = {**os.environ, "DISPLAY": display, "TZ": ZONE, "LANG": "C.UTF-8", "NO_AT_BRIDGE": "1"}
        with running("openbox", env=environment):
            yield environment


class Desk:
    """Thunderbird's profile, screen and databases."""

    def __init__(self, folder, environment, screens):
        self.folder, self.profile = folder, folder / "profile"
        self.environment = {**environment, "HOME": str(folder)}
        self.screens, self.step = screens, 0

    def thunderbird(self, *words):
        command = ["dbus-run-session", "--", "thunderbird", "--profile", str(self.profile), "--no-remote", *map(str, words)]
        return running(*command, env=self.environment)

    def stored(self, database):
        """Title by UID in one of its databases, which are locked while it runs."""
        with tempfile.TemporaryDirectory() as copy:
            for file in (self.profile / "calendar-data").glob(f"{database}.sqlite*"):
                shutil.copy(file, copy)
            with contextlib.suppress(sqlite3.Error):
                with contextlib.closing(sqlite3.connect(f"{copy}/{database}.sqlite")) as base:
                    return dict(base.execute("select id, title from cal_events"))
        return {}

    def starts(self, database):
        """When its events begin, in microseconds, by UID."""
        with tempfile.TemporaryDirectory() as copy:
            for file in (self.profile / "calendar-data").glob(f"{database}.sqlite*"):
                shutil.copy(file, copy)
            with contextlib.suppress(sqlite3.Error):
                with contextlib.closing(sqlite3.connect(f"{copy}/{database}.sqlite")) as base:
                    return dict(base.execute("select id, event_start from cal_events"))
        return {}

    def wait(self, database, events, seconds=90):
        until = time.time() + seconds
        while time.time() < until and self.stored(database) != events:
            time.sleep(1)
        return self.stored(database)

    def do(self, *words):
        subprocess.run(["xdotool", *map(str, words)], env=self.environment, check=True)
        time.sleep(0.3)

    def click(self, x, y, seconds=2.0):
        self.do("mousemove", x, y, "click", 1)
        time.sleep(seconds)

    def picture(self, path=None):
        self.step += 1
        path = path or (self.screens and self.screens / f"{self.step:02}.png")
        if path:
            # Few colours, undithered: a third of the size.
            command = ["import", "-window", "root", "+dither", "-colors", "64", str(path)]
            subprocess.run(command, env=self.environment, check=True)


def to_week(desk, monday):
    """Closes the panes at the side and goes to a week."""
    desk.click(1067, 118)
    desk.click(1267, 118)
    today = datetime.now(ZoneInfo(ZONE)).date()
    weeks = (monday - (today - timedelta(days=today.weekday()))).days // 7
    for _ in range(abs(weeks)):
        desk.click(462 if weeks > 0 else 403, 129, 1.5)
    desk.do("mousemove", 700, 850)
    time.sleep(2)


def subscribe(desk, folder, asked, picture):
    first, second = events_of(folder / "first.ics"), events_of(folder / "second.ics")
    with desk.thunderbird("-calendar"):
        found = desk.wait("cache", first)
        yield "subscribed", found == first, f"{len(found)} events, expected {len(first)}"
        time.sleep(8)
        to_week(desk, MONDAY)
        desk.picture(picture)
        before = len(asked)
        shutil.copy(folder / "second.ics", folder / "served" / "blocks.ics")
        # "Synchronize", below the list of calendars.
        desk.click(360, 809)
        found = desk.wait("cache", second)
        desk.picture()
        changed = sum(first.get(uid) != title for uid, title in second.items())
        gone = len(set(first) - set(second))
        said = f"{len(found)} events, expected {len(second)}; {changed} new or with another title, {gone} gone"
        yield "read the address again", found == second and len(asked) > before, said

        # The follow-up block is half an hour later from now on: its events move, and none is new, gone or cancelled.
        began = desk.starts("cache")
        third = events_of(folder / "third.ics")
        shutil.copy(folder / "third.ics", folder / "served" / "blocks.ics")
        desk.click(360, 809)
        until = time.time() + 90
        while time.time() < until and desk.starts("cache") == began:
            time.sleep(1)
        found, begins = desk.wait("cache", third), desk.starts("cache")
        desk.picture()
        moved = [uid for uid in begins if uid in began and begins[uid] - began[uid] == 30 * 60 * 1_000_000]
        well = found == third and set(third) == set(second) and len(moved) > 10
        well = well and all("follow_up" in uid for uid in moved)
        yield "a moved block", well, f"{len(moved)} events begin half an hour later, {len(set(found) ^ set(second))} are new or gone"


def bring_in(desk, file, expected, seconds=90):
    """Opens a file and clicks through the import, into the calendar that is chosen at first."""
    with desk.thunderbird("-file", file):
        time.sleep(25)
        desk.do("mousemove", 900, 600, "click", 1, "key", "End")
        desk.do("click", "--repeat", 30, "--delay", 60, 5)
        time.sleep(2)
        desk.picture()
        for x, y in ((657, 726), (657, 521), (403, 458)):
            desk.click(x, y, 3)
        found = desk.wait("local", expected, seconds)
        desk.picture()
        return found


def import_files(desk, folder):
    first, second, new = (events_of(folder / f"{name}.ics") for name in ("first", "second", "new"))
    found = bring_in(desk, folder / "first.ics", first)
    yield "imported", found == first, f"{len(found)} events, expected {len(first)}"
    found = bring_in(desk, folder / "second.ics", second, 15)
    yield "a whole file on top is not taken in", found == first, f"{len(found)} events, expected {len(first)} as before"
    if new:
        found = bring_in(desk, folder / "new.ics", {**first, **new})
        yield "what is new is added", found == {**first, **new}, f"{len(found)} events, {len(new)} of them new"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--picture", type=pathlib.Path)
    parser.add_argument("--screens", type=pathlib.Path)
    parser.add_argument("--require", action="store_true")
    arguments = parser.parse_args()
    missing = [f"{tool} (apt package {package})" for tool, package in TOOLS.items() if not shutil.which(tool)]
    if not PROGRAM.exists():
        missing.append(f"{PROGRAM} (cargo build --release --package followthrough-cli)")
    if missing:
        print(f"skipped  Thunderbird: there is no {', no '.join(missing)}")
        return int(arguments.require)
    version = subprocess.run(["thunderbird", "--version"], capture_output=True, text=True).stdout.strip()
    failed = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = pathlib.Path(name)
        (folder / "served").mkdir()
        (folder / "profile").mkdir()
        export(folder / "first.ics")
        export(folder / "second.ics", "--previous", folder / "first.ics", "--today", "2026-11-24")
        export(folder / "new.ics", "--previous", folder / "first.ics", "--today", "2026-11-24", "--write", "new")
        later = folder / "later"
        shutil.copytree((ROOT / PLAN).parent, later)
        text = (later / "plan.toml").read_text()
        (later / "plan.toml").write_text(text.replace('"13:30"', '"14:00"'))
        words = ("--previous", folder / "second.ics", "--today", "2026-11-24")
        export(folder / "third.ics", *words, plan=later / "plan.toml")
        shutil.copy(folder / "first.ics", folder / "served" / "blocks.ics")
        with served(folder / "served") as (address, asked), screen() as environment:
            preferences = {**PREFERENCES, "calendar.registry.feed.uri": f"{address}/blocks.ics"}
            words = {True: "true", False: "false"}
            lines = [
                f'user_pref("{key}", {words[value] if isinstance(value, bool) else repr(value).replace(chr(39), chr(34))});'
                for key, value in preferences.items()
            ]
            (folder / "profile" / "user.js").write_text("\n".join(lines) + "\n")
            desk = Desk(folder, environment, arguments.screens)
            for steps in (subscribe(desk, folder, asked, arguments.picture), import_files(desk, folder)):
                for step, well, said in steps:
                    print(f"{'ok' if well else 'FAILED':8} {version}: {step}: {said}", flush=True)
                    failed += not well
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
