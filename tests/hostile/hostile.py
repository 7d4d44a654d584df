#!/usr/bin/env python3
"""Asks every command about inputs that nobody would write, and tells which takes over three seconds or 500 MB.

    python3 tests/hostile/hostile.py --binary target/release/followthrough --seed 1 --minutes 60

Every input is at most 1 MB: plans at the edges of what is accepted (hundreds of blocks, touches, cadences, caps, rows),
pipelines with tens of thousands of rows that are all late, calendars with rules of a second, and mutated files of the
examples. A run that panics, is killed, or goes over its time or memory is written to `target/hostile/` with the command,
so that it can be asked again. The script needs Python 3.11 and Unix.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LARGEST = 1_000_000
SECONDS = 3.0
MEGABYTES = 500
TODAY = "2027-01-04"

Case = dict[str, bytes]

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
CHANNELS = ["call", "email", "linkedin"]
CATEGORIES = ["calling", "research", "follow_up", "writing"]


def one_of(draw: random.Random, *choices: object) -> object:
    return draw.choice(choices)


def plan(draw: random.Random) -> Case:
    """A plan whose every number is drawn from what is small, common, or at the edge."""
    many = one_of(draw, 1, 2, 5, 40, 400)
    lines = ["format = 1", f'timezone = "{one_of(draw, "America/New_York", "Asia/Kolkata", "Africa/Cairo")}"']
    if draw.random() < 0.3:
        lines.append('workweek = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]')
    if draw.random() < 0.3:
        lines.append(f'min_segment = "{one_of(draw, "0m", "5m", "15m", "1h")}"')
    if draw.random() < 0.2:
        lines.append(f'lost_days = "{one_of(draw, "shift", "keep")}"')
    starts: dict[str, int] = {day: 0 for day in DAYS}
    blocks = one_of(draw, 1, 3, 20, 300)
    rest: list[str] = []
    for number in range(int(blocks)):
        day = DAYS[number % 5] if draw.random() < 0.9 else draw.choice(DAYS)
        length = int(one_of(draw, 1, 7, 30, 60, 240))
        if starts[day] + length > 24 * 60 - 1:
            continue
        hours, minutes = divmod(starts[day], 60)
        starts[day] += length + int(one_of(draw, 0, 0, 5))
        categories = draw.sample(CATEGORIES, k=int(one_of(draw, 1, 1, 2)))
        said = (
            f'category = "{categories[0]}"' if len(categories) == 1 else f"category = {categories}".replace("'", '"')
        )
        rest.append(f'[[block]]\n{said}\ndays = ["{day}"]\nstart = "{hours:02}:{minutes:02}"\nlength = "{length}m"\n')
    cadences = [f"c{number}" for number in range(int(one_of(draw, 1, 2, 8, 40)))]
    for name in cadences:
        day, within, touches = 1, 1, []
        for _ in range(int(one_of(draw, 1, 3, 10, 60, 499))):
            effort = one_of(draw, 0, 1, 4, 7, 13, 60, 400)
            # A window closes before the next one opens.
            gap = int(one_of(draw, 2, 2, 3, 5, 20, 40))
            within = draw.randint(1, gap - 1)
            channel = draw.choice(CHANNELS)
            category = f', category = "{draw.choice(CATEGORIES)}"' if draw.random() < 0.3 else ""
            touches.append(
                f'{{ day = {day}, within = {within}, channel = "{channel}", effort = "{effort}m"{category} }}'
            )
            day += gap
        rest.append(f"[cadence.{name}]\ntouches = [{', '.join(touches)}]")
        if draw.random() < 0.4:
            rest.append(
                f'prep = {{ category = "research", effort = "{one_of(draw, 0, 1, 15, 90)}m", ahead = {one_of(draw, 0, 3, 60)} }}'
            )
        if draw.random() < 0.3:
            rest.append(f'on_reply = {{ category = "follow_up", effort = "{one_of(draw, 1, 20)}m", within = 3 }}')
        if draw.random() < 0.2:
            times = int(one_of(draw, 1, 20, 400, 4294967295))
            if draw.random() < 0.9:
                times = max(1, min(times, 500 - len(touches)))
            after, promised = within + int(one_of(draw, 1, 7)), one_of(draw, "true", "false")
            rest.append(f'repeat = {{ after = {after}, times = {times}, channel = "call", promised = {promised} }}')
        rest.append("")
    if len(cadences) > 1:
        rest.append("[mix]")
        rest += [f"{name} = {one_of(draw, 1, 1, 2, 97, 99999, 4294967295)}" for name in cadences]
    for channel in CHANNELS:
        if draw.random() < 0.4:
            rest.append(f"[channel.{channel}]")
            if draw.random() < 0.5:
                rest.append(f'effort = "{one_of(draw, 1, 5)}m"')
            if draw.random() < 0.6:
                day, week = one_of(draw, 1, 20, 4294967295), one_of(draw, 3, 100)
                caps = [f"day = {day}", f"week = {week}", f"day = {day}, week = {week}"]
                rest.append(f"cap = {{ {draw.choice(caps)} }}")
            if draw.random() < 0.3:
                rest.append(f'hours = "{one_of(draw, "08:00", "00:00")}-{one_of(draw, "12:00", "17:00")}"')
    files: Case = {}
    inputs = []
    if draw.random() < 0.7:
        inputs.append('pipeline = "pipeline.csv"')
        files["pipeline.csv"] = pipeline(draw, cadences, int(many) * int(one_of(draw, 1, 10, 60)))
    if draw.random() < 0.5:
        inputs.append('busy = ["busy.ics"]')
        files["busy.ics"] = calendar(draw)
    if inputs:
        rest.append("[input]\n" + "\n".join(inputs))
    files["plan.toml"] = ("\n".join(lines + rest) + "\n").encode()
    return files


def pipeline(draw: random.Random, cadences: list[str], rows: int) -> bytes:
    """Rows that are owed something: late, far ahead, all on one day, or without an end."""
    zones = ["", "America/Denver", "Asia/Tokyo", "Europe/Berlin"]
    due = one_of(draw, "2026-12-28", "2027-01-04", "2027-03-31", None)
    table = ["id,name,cadence,stage,next_touch,due,priority,timezone,count"]
    for number in range(min(rows, 18_000)):
        stage = draw.choices(["in_flight", "new", "ready", "replied"], [8, 1, 1, 1])[0]
        date = due or f"2027-0{draw.randint(1, 6)}-{draw.randint(1, 28):02}"
        touch = one_of(draw, 1, 1, 2, 3)
        count = one_of(draw, "", "", "", 1, 100, 4294967295) if rows < 50 else ""
        told = f"{touch},{date}" if stage == "in_flight" else f",{date if stage == 'replied' else ''}"
        table.append(
            f"P{number},Name {number},{draw.choice(cadences)},{stage},{told},{one_of(draw, '', 1, 5)},{draw.choice(zones)},{count}"
        )
    return "\n".join(table).encode()


def calendar(draw: random.Random) -> bytes:
    """Events that come round too often, for too long, or too many of them."""
    events = []
    for number in range(int(one_of(draw, 1, 10, 300, 4_000))):
        rule = one_of(
            draw,
            "",
            "RRULE:FREQ=SECONDLY",
            "RRULE:FREQ=MINUTELY;INTERVAL=7",
            "RRULE:FREQ=HOURLY",
            "RRULE:FREQ=DAILY;COUNT=100000",
            "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
            "RRULE:FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=2",
            "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "RRULE:FREQ=YEARLY;BYYEARDAY=366;BYHOUR=0,1,2,3;BYMINUTE=0,1,2,3,4,5",
        )
        year = one_of(draw, 1974, 2026, 2027)
        month, day = draw.randint(1, 12), draw.randint(1, 28)
        hour, minute = draw.randint(0, 23), draw.randint(0, 59)
        length = one_of(draw, "PT1S", "PT15M", "PT1H", "P1D", "P400W")
        events.append(
            f"BEGIN:VEVENT\r\nUID:{number}\r\nSUMMARY:x{number}\r\nDTSTART:{year}{month:02}{day:02}T{hour:02}{minute:02}00Z\r\n"
            f"DURATION:{length}\r\n{rule}{chr(13) + chr(10) if rule else ''}END:VEVENT\r\n"
        )
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(events) + "END:VCALENDAR\r\n").encode()


def mutated(draw: random.Random) -> Case:
    """An example whose files have bytes, numbers or lines changed."""
    folder = ROOT / "docs/examples" / draw.choice(["sdr", "solo", "worked"])
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.suffix in {".toml", ".csv", ".ics"}}
    name = draw.choice(sorted(files))
    lines = files[name].split(b"\n")
    for _ in range(int(one_of(draw, 1, 2, 5))):
        at = draw.randrange(len(lines))
        match draw.randrange(5):
            case 0:
                lines.insert(at, lines[draw.randrange(len(lines))])
            case 1:
                lines[at] = b""
            case 2:
                digits = [place for place, byte in enumerate(lines[at]) if chr(byte).isdigit()]
                if digits:
                    place = draw.choice(digits)
                    lines[at] = lines[at][:place] + str(one_of(draw, 0, 9, 99999, 4294967295)).encode() + lines[at][place + 1 :]
            case 3:
                lines[at] = lines[at] * int(one_of(draw, 2, 50, 1000))
            case _:
                lines += [lines[at]] * int(one_of(draw, 10, 1000, 8000))
    files[name] = b"\n".join(lines)
    return files


KINDS: dict[str, Callable[[random.Random], Case]] = {"plan": plan, "mutated": mutated}


def commands(draw: random.Random) -> Iterator[list[str]]:
    """Every question, with one set of arguments each."""
    today = ["--today", TODAY]
    count = str(one_of(draw, 0, 1, 7, 100, 99_999, 4_294_967_295))
    over = str(one_of(draw, "day", "week", "quarter"))
    for policy in ("level", "once", "max"):
        yield ["fit", "plan.toml", "--policy", policy, *today]
    yield ["check", count, "plan.toml", "--over", over, *today]
    yield ["advise", count, "plan.toml", *today]
    yield ["triage", "plan.toml", *today]
    yield ["schedule", "plan.toml", "--ics", "blocks.ics", *today]
    yield ["busy", "plan.toml", "--explain", *today]
    yield ["lint", "plan.toml", *today]
    yield ["today", "plan.toml", *today]
    yield ["track", "plan.toml", *today]


def ask(binary: Path, folder: Path, command: list[str], ends: dict[int, int]) -> str | None:
    """Runs a command; what went wrong, if anything did."""

    def limited() -> None:
        # Address space is reserved beyond what is used, so a multiple stops only what runs away.
        resource.setrlimit(resource.RLIMIT_AS, (4 * MEGABYTES << 20, 4 * MEGABYTES << 20))

    began = time.monotonic()
    process = subprocess.Popen(
        [binary, *command],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=limited,
    )
    timer_fired = False

    def alarm(*_: object) -> None:
        nonlocal timer_fired
        timer_fired = True
        process.kill()

    signal.signal(signal.SIGALRM, alarm)
    signal.setitimer(signal.ITIMER_REAL, 4 * SECONDS)
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    signal.setitimer(signal.ITIMER_REAL, 0)
    # Time on the processor: the machine may be busy.
    seconds = usage.ru_utime + usage.ru_stime
    megabytes = usage.ru_maxrss / 1024
    ends[process.returncode] = ends.get(process.returncode, 0) + 1
    if timer_fired:
        return f"no end after {time.monotonic() - began:.1f} s"
    if process.returncode < 0 or b"panicked" in said:
        return f"ended with {process.returncode}: {said[-300:].decode(errors='replace')}"
    if seconds > SECONDS:
        return f"{seconds:.1f} s"
    if megabytes > MEGABYTES:
        return f"{megabytes:.0f} MB"
    return None


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--binary", type=Path, default=ROOT / "target/release/followthrough")
    asked.add_argument("--seed", type=int, default=1, help="of the first input; the next ones count up")
    asked.add_argument("--minutes", type=float, default=1.0)
    asked.add_argument("--kind", choices=sorted(KINDS))
    given = asked.parse_args()
    kept = ROOT / "target/hostile"
    folder = kept / "now"
    end = time.monotonic() + 60 * given.minutes
    seed, runs, wrong = given.seed, 0, 0
    ends: dict[int, int] = {}
    while time.monotonic() < end:
        kind = given.kind or ("mutated" if seed % 3 == 0 else "plan")
        draw = random.Random(seed)
        files = KINDS[kind](draw)
        if sum(map(len, files.values())) > LARGEST:
            seed += 1
            continue
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name, text in files.items():
            (folder / name).write_bytes(text)
        for command in commands(draw):
            runs += 1
            if fault := ask(given.binary.resolve(), folder, command, ends):
                wrong += 1
                print(f"{kind} {seed}: {' '.join(command)}: {fault}", flush=True)
                shutil.copytree(folder, kept / f"{kind}-{seed}", dirs_exist_ok=True)
        seed += 1
    # Where most inputs are refused, nothing is learnt of the answers.
    print("exit codes: " + ", ".join(f"{code}: {count} times" for code, count in sorted(ends.items())))
    print(f"{runs} runs, seeds {given.seed} to {seed - 1}, {wrong} over {SECONDS:g} s or {MEGABYTES} MB, killed or panicked")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
