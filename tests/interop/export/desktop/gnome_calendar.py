#!/usr/bin/env python3
"""Show a week of the sdr example in GNOME Calendar, and keep a picture of it.

    python3 tests/interop/export/desktop/gnome_calendar.py --picture FILE.png

The export is the calendar that Evolution's data server keeps for a home folder of its own; GNOME Calendar runs on a
screen of its own (Xvfb) and is driven by the mouse (xdotool). Places to click are those of GNOME Calendar 43 on a screen
of 1280 by 860. What is missing is named and skipped. CI does not run this.

    --picture FILE  where to keep the picture of the week
    --event FILE    where to keep a picture of one event's text
    --require       what is missing is a failure
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from zoneinfo import ZoneInfo

from thunderbird import MONDAY, PROGRAM, TOOLS, ZONE, export, running, screen

NEEDED = {**TOOLS, "gnome-calendar": "gnome-calendar"}
NEEDED.pop("thunderbird")


class Desk:
    def __init__(self, environment):
        self.environment = environment

    def click(self, x, y):
        subprocess.run(["xdotool", "mousemove", str(x), str(y), "click", "1"], env=self.environment, check=True)
        time.sleep(2)

    def scroll(self, button, times):
        words = ["xdotool", "mousemove", "800", "500", "click", "--repeat", str(times), "--delay", "80", str(button)]
        subprocess.run(words, env=self.environment, check=True)
        time.sleep(3)

    def picture(self, path):
        command = ["import", "-window", "root", "+dither", "-colors", "64", str(path)]
        subprocess.run(command, env=self.environment, check=True)


def show(desk, arguments):
    time.sleep(30)
    desk.click(725, 28)
    # The months of the small calendar, then the week below its names of days.
    today = datetime.now(ZoneInfo(ZONE)).date()
    for _ in range((MONDAY.year - today.year) * 12 + MONDAY.month - today.month):
        desk.click(275, 75)
    # Weeks begin on Sunday here, and a month that does so has a week of the month before above it.
    first = MONDAY.replace(day=1)
    before = (first.weekday() + 1) % 7 or 7
    desk.click(101, 151 + 36 * (((MONDAY - first).days + before) // 7))
    # From the hour that it is now to the top, and down to eight.
    desk.scroll(4, 40)
    desk.scroll(5, 13)
    desk.picture(arguments.picture)
    if arguments.event:
        desk.click(550, 400)
        desk.picture(arguments.event)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--picture", type=pathlib.Path, required=True)
    parser.add_argument("--event", type=pathlib.Path)
    parser.add_argument("--require", action="store_true")
    arguments = parser.parse_args()
    missing = [f"{tool} (apt package {package})" for tool, package in NEEDED.items() if not shutil.which(tool)]
    if not PROGRAM.exists():
        missing.append(f"{PROGRAM} (cargo build --release --package followthrough-cli)")
    if missing:
        print(f"skipped  GNOME Calendar: there is no {', no '.join(missing)}")
        return int(arguments.require)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = pathlib.Path(name)
        kept = folder / ".local/share/evolution/calendar/system"
        kept.mkdir(parents=True)
        (folder / "run").mkdir(mode=0o700)
        export(kept / "calendar.ics", "--no-method")
        with screen() as environment:
            environment |= {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder / "run"), "GDK_BACKEND": "x11"}
            environment["GSK_RENDERER"] = "cairo"
            with running("dbus-run-session", "--", "gnome-calendar", env=environment):
                show(Desk(environment), arguments)
    print(f"ok       GNOME Calendar: the week of {MONDAY} is in {arguments.picture}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
