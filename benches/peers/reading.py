"""A plan as it is written, read on its own after `docs/reference/model.md`: nothing here comes from the Rust code.

`bench-fit plan KIND SEED` prints what is read: the plan file as JSON, the pipeline's rows, busy time in Unix seconds.
It knows weekday blocks and rules that dateutil knows, and no block calendars. Days are numbers, the first day is 0.
"""

import datetime as dt
import functools
import math
import re
import zoneinfo
from dataclasses import dataclass, field
from fractions import Fraction

from dateutil.rrule import rrulestr

WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
CATEGORY = {
    "call": "calling",
    "voicemail": "calling",
    "email": "follow_up",
    "social": "follow_up",
    "linkedin": "follow_up",
    "letter": "follow_up",
    "visit": "follow_up",
    "research": "research",
}
EFFORT = {"call": 5, "email": 4, "social": 3, "linkedin": 3, "letter": 15, "visit": 60, "research": 10}
AFTER = 420  # so many days past the horizon are read


def seconds(text: str) -> int:
    hours, minutes, rest = re.fullmatch(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?", text).groups()
    return 3600 * int(hours or 0) + 60 * int(minutes or 0) + int(rest or 0)


def date(value) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) and value else value or None


def clock(text: str) -> int:
    hour, minute = text.split(":")[:2]
    return 3600 * int(hour) + 60 * int(minute)


@dataclass
class Step:
    """A promised touch."""

    after: int
    within: int
    with_previous: bool
    category: str | None
    effort: int
    caps: list[int]
    hours: tuple[int, int] | None


@dataclass
class Cadence:
    name: str
    calendar: bool
    steps: list[Step]
    prep: tuple[str, int, int] | None  # category, effort, ahead
    reply: tuple[str, int, int] | None  # category, effort, within
    part: int


@dataclass
class Segment:
    day: int
    start: int  # seconds: Unix time on the calendar, of the local day in typical weeks
    usable: int
    categories: frozenset[str]


@dataclass
class Block:
    categories: list[str]
    weekdays: list[int]
    rule: str | None
    start: int
    length: int
    first: dt.date | None
    last: dt.date | None
    skip: set[dt.date]
    also: set[dt.date]
    rest: Fraction
    zone: zoneinfo.ZoneInfo


@dataclass
class Job:
    """Work to be placed: its window, and what it needs."""

    window: tuple[int, int]
    effort: int
    category: str | None
    caps: list[int] = field(default_factory=list)
    before: int | None = None  # prep on its start day: only segments that begin before
    hours: tuple[int, int, zoneinfo.ZoneInfo] | None = None
    rank: tuple[int, int] = (0, 0)
    count: int = 1


class Days:
    """Workdays, and counting on them."""

    def __init__(self, worked):
        self.worked = functools.cache(worked)

    def roll(self, day: int) -> int:
        while not self.worked(day):
            day += 1
        return day

    def back(self, day: int) -> int:
        day -= 1
        while not self.worked(day):
            day -= 1
        return day

    def add(self, day: int, count: int) -> int:
        day = self.roll(day)
        for _ in range(count):
            day = self.roll(day + 1)
        return day

    def on(self, cadence: Cadence, day: int, count: int) -> int:
        return day + count if cadence.calendar else self.add(day, count)

    def windows(self, cadence: Cadence, first: int, opens: int) -> list[tuple[int, int]]:
        """The windows of the touches from index `first` on, whose group opens on `opens`."""

        def window(open_day: int, within: int) -> tuple[int, int]:
            close = self.on(cadence, open_day, within)
            if not any(self.worked(day) for day in range(open_day, close + 1)):
                close = self.roll(close)
            return open_day, close

        leader = first
        while cadence.steps[leader].with_previous:
            leader -= 1
        windows = [window(opens, cadence.steps[leader].within)]
        for step in cadence.steps[first + 1 :]:
            if step.with_previous:
                windows.append(windows[-1])
            else:
                windows.append(window(self.on(cadence, windows[-1][0], step.after), step.within))
        return windows

    def start(self, cadence: Cadence, day: int, segments: list[Segment], floor: int | None) -> list[Job] | None:
        """What a prospect started on a day needs, prep last; `None` where it is not a start day. Prep not before `floor`."""
        if not self.worked(day):
            return None
        windows = self.windows(cadence, 0, day)
        for index in range(1, len(windows)):
            if not cadence.steps[index].with_previous and windows[index][0] <= windows[index - 1][1]:
                return None
        jobs = [Job(window, step.effort, step.category, step.caps) for window, step in zip(windows, cadence.steps)]
        if cadence.prep:
            category, effort, ahead = cadence.prep
            opens = day
            for _ in range(ahead):
                if floor is not None and not any(self.worked(earlier) for earlier in range(floor, opens)):
                    opens = floor
                    break
                opens = self.back(opens)
            touch = cadence.steps[0].category
            before = min((it.start for it in segments if it.day == day and touch in it.categories), default=None)
            if category == touch:
                jobs.append(Job((opens, day - 1), effort, category))
            else:
                jobs.append(Job((opens, day), effort, category, [], before))
        return jobs


@dataclass
class Typical:
    """Typical weeks: `weeks` of them come round. Day 0 is the first day of a week whose number `weeks` divides."""

    weeks: int
    segments: list[Segment]
    days: Days
    full: int


class Reading:
    def __init__(self, written: dict):
        plan = written["plan"]
        self.zone = zoneinfo.ZoneInfo(plan["timezone"])
        self.first_day = date(plan["first_day"])
        self.workweek = [WEEKDAYS.index(day) for day in plan.get("workweek", WEEKDAYS[:5])]
        self.holidays = {date(day) for day in plan.get("holidays", [])}
        self.away = [(date(it["from"]), date(it["to"]), it.get("windows", "shift")) for it in plan.get("away", [])]
        self.min_segment = seconds(plan.get("min_segment", "5m"))
        self.keep = plan.get("lost_days", "shift") == "keep"
        self.busy = merged([tuple(span) for span in written.get("busy", [])])
        self.channels = plan.get("channel", {})
        self.capped = [name for name, channel in self.channels.items() if channel.get("cap")]
        self.caps = [tuple(self.channels[name]["cap"].get(key) for key in ("day", "week")) for name in self.capped]
        self.blocks = [self.block(it, plan) for it in plan.get("block", [])]
        mix = plan.get("mix", {})
        self.cadences = [
            self.cadence(name, it, mix.get(name, 0) if mix else 1) for name, it in plan["cadence"].items()
        ]
        self.answers = plan.get("expect", {}).get("answers", 0)
        self.rows = written.get("pipeline", [])
        self.until = date(written.get("until")) or self.usual_end()
        self.horizon = self.day(self.until)
        self.calendar()

    # -- what is written -------------------------------------------------------------------------------------

    def day(self, value: dt.date) -> int:
        return (value - self.first_day).days

    def date(self, day: int) -> dt.date:
        return self.first_day + dt.timedelta(days=day)

    def block(self, it: dict, plan: dict) -> Block:
        start = clock(it["start"])
        length = seconds(it["length"]) if "length" in it else clock(it["end"]) - start
        categories = [it["category"]] if isinstance(it["category"], str) else list(it["category"])
        return Block(
            categories,
            [WEEKDAYS.index(day) for day in it.get("days", [])],
            it.get("rrule"),
            start,
            length,
            date(it.get("from")),
            date(it.get("to")),
            {date(day) for day in it.get("skip", [])},
            {date(day) for day in it.get("also", [])},
            1 - Fraction(str(it.get("reserve", plan.get("reserve", 0)))),
            zoneinfo.ZoneInfo(it["timezone"]) if "timezone" in it else self.zone,
        )

    def step(self, it: dict, after: int) -> Step:
        channel = self.channels.get(it["channel"], {})
        category = it.get("category") or channel.get("category") or CATEGORY.get(it["channel"])
        effort = it.get("effort") or channel.get("effort") or f"{EFFORT.get(it['channel'], 0)}m"
        chain = [it["channel"]]
        while (following := self.channels.get(chain[-1], {}).get("counts_as")) and following not in chain:
            chain.append(following)
        caps = [self.capped.index(name) for name in chain if name in self.capped]
        hours = tuple(clock(text) for text in channel["hours"].split("-")) if "hours" in channel else None
        return Step(
            after, it.get("within", 1), it.get("with_previous", False), category, seconds(effort), caps, hours
        )

    def cadence(self, name: str, it: dict, part: int) -> Cadence:
        steps = []
        opened = 1
        for touch in it["touches"]:
            after = touch.get("after", 0)
            if "day" in touch and not touch.get("with_previous"):
                after, opened = touch["day"] - opened, touch["day"]
            steps.append(self.step(touch, after))
        repeat = it.get("repeat")
        if repeat and repeat.get("promised"):
            steps += [self.step(repeat, repeat["after"]) for _ in range(repeat["times"])]
        prep = it.get("prep")
        reply = it.get("on_reply")
        return Cadence(
            name,
            it.get("days", "business") == "calendar",
            steps,
            (prep.get("category", "research"), seconds(prep.get("effort", "10m")), prep.get("ahead", 3)) if prep else None,
            (reply.get("category", "follow_up"), seconds(reply["effort"]), reply.get("within", 2)) if reply else None,
            part,
        )

    def usual_end(self) -> dt.date:
        """A quarter, or twice the longest promised cadence where that is longer."""
        month = self.first_day.month + 3
        year, month = self.first_day.year + (month - 1) // 12, (month - 1) % 12 + 1
        last = [31, 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        quarter = dt.date(year, month, min(self.first_day.day, last[month - 1])) - dt.timedelta(days=1)
        longest = 0
        for cadence in self.cadences:
            if cadence.part:
                length = sum(step.after for step in cadence.steps if not step.with_previous) + cadence.steps[-1].within
                longest = max(longest, length if cadence.calendar else -(-7 * length // len(self.workweek)))
        return max(quarter, self.first_day + dt.timedelta(days=2 * longest - 1))

    # -- the calendar ----------------------------------------------------------------------------------------

    def off(self, value: dt.date, shifted: bool = False) -> bool:
        away = any(a <= value <= b and (not shifted or windows == "shift") for a, b, windows in self.away)
        return value in self.holidays or away

    def instant(self, value: dt.date, second: int, zone: zoneinfo.ZoneInfo) -> int:
        wall = dt.datetime.combine(value, dt.time()) + dt.timedelta(seconds=second)
        return int(wall.replace(tzinfo=zone).timestamp())

    def pieces(self, block: Block, value: dt.date) -> list[tuple[int, int]]:
        """What busy time leaves of an occurrence: start and usable seconds of each piece."""
        begin = self.instant(value, block.start, block.zone)
        end = self.instant(value, block.start + block.length, block.zone)
        found = []
        for busy_from, busy_to in self.busy + [(end, end)]:
            if busy_to < begin or busy_to == begin and busy_from < begin:
                continue
            if min(busy_from, end) - begin >= max(self.min_segment, 1):
                found.append((begin, int((min(busy_from, end) - begin) * block.rest)))
            begin = max(begin, busy_to)
            if begin >= end:
                break
        return found

    @staticmethod
    def listed(block: Block) -> bool:
        """Whether a block names its dates one by one, as a block calendar does."""
        return not block.rule and not block.weekdays

    def dates(self, block: Block, first: dt.date, last: dt.date, endless: bool) -> list[dt.date]:
        """The dates on which a block occurs; `endless` leaves its end, its exceptions and its additions out."""
        begin = max(first, block.first) if block.first else first
        if block.rule:
            rule = ";".join(
                part
                for part in block.rule.removeprefix("RRULE:").split(";")
                if not endless or part.split("=")[0] not in ("UNTIL", "COUNT")
            )
            dtstart = dt.datetime.combine(block.first or first, dt.time())
            found = rrulestr(re.sub(r"(UNTIL=\d{8})T\d{6}Z?", r"\1T235959", rule), dtstart=dtstart)
            found = [it.date() for it in found.between(dt.datetime.combine(begin, dt.time()), dt.datetime.combine(last, dt.time()), inc=True)]
        else:
            found = [begin + dt.timedelta(days=n) for n in range((last - begin).days + 1)]
            found = [it for it in found if it.weekday() in block.weekdays]
        if endless and self.listed(block):
            return sorted(it for it in block.also - block.skip if first <= it <= last)
        if endless:
            return found
        found = {it for it in found if block.last is None or it <= block.last}
        found |= {it for it in block.also if first <= it <= last}
        return sorted(found - block.skip)

    def local(self, instant: int) -> dt.datetime:
        return dt.datetime.fromtimestamp(instant, self.zone).replace(tzinfo=None)

    def calendar(self) -> None:
        last = self.date(max(self.horizon, self.day(self.usual_end())) + AFTER)
        had: set[int] = set()
        left: set[int] = set()
        self.segments = []
        for block in self.blocks:
            for value in self.dates(block, self.first_day, last, False):
                if self.off(value):
                    continue
                had.add(self.day(value))
                for start, usable in self.pieces(block, value):
                    day = self.day(self.local(start).date())
                    left.add(self.day(value))
                    self.segments.append(Segment(day, start, usable, frozenset(block.categories)))
        self.segments.sort(key=lambda it: it.start)
        lost = set() if self.keep else had - left
        self.lost = {day for day in lost if day >= 0}
        self.days = Days(
            lambda day: self.date(day).weekday() in self.workweek
            and not self.off(self.date(day), True)
            and day not in self.lost
        )
        self.weeks = []
        for day in range(self.horizon + 1):
            if not self.weeks or self.date(day).weekday() == self.workweek[0]:
                self.weeks.append([day, day, 0])
            self.weeks[-1][1] = day
            self.weeks[-1][2] += self.days.worked(day)

    # -- what is expected ------------------------------------------------------------------------------------

    def answering(self) -> list[int]:
        """In which order the cadences' answers come, from the first one of a week on which the order begins anew."""
        mixed = [index for index, it in enumerate(self.cadences) if it.part and it.reply and it.reply[1]]
        parts = [self.cadences[index].part for index in mixed]
        total = sum(parts) // math.gcd(*parts) if parts else 0
        had, order = [0] * len(parts), []
        for _ in range(min(total, 1_000)):
            best = 0
            for index, part in enumerate(parts):
                if part * (2 * had[best] + 1) > parts[best] * (2 * had[index] + 1):
                    best = index
            had[best] += 1
            order.append(mixed[best])
        return order

    def opening(self, week: int, since: int) -> list[int]:
        """The cadences of the answers that open on a day of a week, `since` days after the week's first."""
        order = self.answering() if self.answers else []
        days = sorted((day - self.workweek[0]) % 7 for day in self.workweek)
        if not order or since not in days:
            return []
        place = days.index(since)
        upto = lambda place: -(-self.answers * place // len(days))
        return [order[(week * self.answers + answer) % len(order)] for answer in range(upto(place), upto(place + 1))]

    def expected(self, last: int) -> list[Job]:
        """The work of the answers that are expected to open on workdays from the first day to `last`."""
        jobs = []
        for day in range(last + 1):
            value = self.date(day)
            since = (value.weekday() - self.workweek[0]) % 7
            for which in self.opening(self.week(value), since) if self.days.worked(day) else []:
                category, effort, within = self.cadences[which].reply
                window = (day, self.days.add(day, within))
                jobs.append(Job(window, effort, category, [], None, None, (2, 0), 1))
        return jobs

    def last_close(self) -> int:
        """The last day on which a window of a start in the horizon, or of what is owed, closes."""
        last = self.horizon
        for cadence in self.cadences if self.answers else []:
            for day in range(self.horizon, -1, -1):
                jobs = self.days.start(cadence, day, [], None) if cadence.part else None
                if jobs:
                    last = max([last, *(job.window[1] for job in jobs)])
                    break
        return last

    # -- what is owed ----------------------------------------------------------------------------------------

    @staticmethod
    def ready(row: dict) -> bool:
        return row["stage"] == "ready" or (row["stage"] == "in_flight" and row.get("next_touch") == 1 and not row.get("due"))

    def owed(self) -> list[Job]:
        jobs = []
        for row in self.rows:
            cadence = next(it for it in self.cadences if it.name == row["cadence"])
            due, last, started = (date(row.get(key)) for key in ("due", "last_touch", "started"))
            priority, count = row.get("priority") or 2, row.get("count", 1)
            if row["stage"] == "replied" and cadence.reply:
                category, effort, within = cadence.reply
                opens = self.day(due or last)
                if self.days.add(opens, within) < 0:
                    opens = 0
                window = (max(self.days.roll(opens), 0), self.days.add(opens, within))
                jobs.append(Job(window, effort, category, [], None, None, (0, priority), count))
            elif row["stage"] in ("in_flight", "paused") and not self.ready(row):
                following = row["next_touch"] - 1
                if following >= len(cadence.steps):
                    continue
                step = cadence.steps[following]
                if due:
                    opens = self.days.on(cadence, self.day(due), 0)
                elif last:
                    opens = self.days.on(cadence, self.day(last), 0 if step.with_previous else step.after)
                else:
                    opens = self.days.windows(cadence, 0, self.days.on(cadence, self.day(started), 0))[following][0]
                windows = self.days.windows(cadence, following, opens)
                if windows[0][1] < 0:
                    windows = self.days.windows(cadence, following, self.days.on(cadence, 0, 0))
                zone = zoneinfo.ZoneInfo(row["timezone"]) if row.get("timezone") else self.zone
                for step, (opens, closes) in zip(cadence.steps[following:], windows):
                    hours = (*step.hours, zone) if step.hours else None
                    window = (max(opens, 0), closes)
                    jobs.append(Job(window, step.effort, step.category, step.caps, None, hours, (1, priority), count))
        last = max([self.last_close(), *(job.window[1] for job in jobs)])
        return [job for job in jobs + self.expected(last) if self.reachable(job)]

    def reachable(self, job: Job) -> bool:
        return bool(self.places(job)) and not any(0 in self.caps[cap] for cap in job.caps)

    def places(self, job: Job) -> list[int]:
        """Segments that could take a job if empty, as indices; days where it has no effort."""
        opens, closes = job.window
        if not job.effort:
            return [day for day in range(opens, closes + 1) if self.days.worked(day)]
        return [
            index
            for index, it in enumerate(self.segments)
            if opens <= it.day <= closes and fits(job, it, closes) and self.inside(job, it)
        ]

    def inside(self, job: Job, segment: Segment) -> bool:
        """Whether a segment has the time inside contact hours."""
        if job.hours is None:
            return True
        opens, closes, zone = job.hours
        here = dt.datetime.fromtimestamp(segment.start, zone).date()
        for value in (here, here + dt.timedelta(days=1)):
            begin = max(self.instant(value, opens, zone) - segment.start, 0)
            end = min(self.instant(value, closes, zone) - segment.start, segment.usable)
            if end - begin >= job.effort:
                return True
        return False

    def stock(self, cadence: Cadence) -> int:
        return sum(row.get("count", 1) for row in self.rows if row["cadence"] == cadence.name and self.ready(row))

    def started(self, first: dt.date, last: dt.date) -> list[int]:
        """How many prospects were started from `first` to `last`, by cadence."""
        inside = [row for row in self.rows if row.get("started") and first <= date(row["started"]) <= last]
        return [sum(row.get("count", 1) for row in inside if row["cadence"] == it.name) for it in self.cadences]

    # -- typical weeks ---------------------------------------------------------------------------------------

    def week(self, value: dt.date) -> int:
        """The number of a date's week, counted from a fixed one."""
        return (value.toordinal() - 1 - self.workweek[0]) // 7

    def rhythm(self, block: Block) -> int | None:
        """After how many weeks a block's rule comes round; `None` where it does not in twelve."""
        if not block.rule:
            return None if self.listed(block) else 1
        parts = dict(part.split("=") for part in block.rule.removeprefix("RRULE:").split(";"))
        interval = int(parts.get("INTERVAL", 1))
        if parts["FREQ"] == "DAILY":
            interval //= 7 if interval % 7 == 0 else 1
        elif parts["FREQ"] != "WEEKLY":
            return None
        plain = not set(parts) - {"FREQ", "INTERVAL", "BYDAY", "WKST", "UNTIL", "COUNT"}
        return interval if interval <= 12 and plain else None

    def in_force(self, block: Block, day: dt.date) -> bool:
        if block.first and day < block.first or block.last and block.last < day:
            return False
        if self.listed(block) or block.rule and ("UNTIL" in block.rule or "COUNT" in block.rule):
            return bool(self.dates(block, day, self.date(self.horizon + AFTER), False))
        return True

    def typical(self) -> Typical:
        end = self.usual_end()
        look = [self.first_day + dt.timedelta(days=n) for n in range((end - self.first_day).days + 1)]
        taken: dict[int, set[str]] = {}
        for name in {name for block in self.blocks for name in block.categories}:
            of = [index for index, block in enumerate(self.blocks) if name in block.categories]
            for day in reversed(look):
                if alive := [index for index in of if self.in_force(self.blocks[index], day)]:
                    for index in alive:
                        taken.setdefault(index, set()).add(name)
                    break
        cycle = 2
        found: list[tuple[int, int, list[tuple[int, int]], frozenset[str]]] = []  # week of the cycle, weekday, ...
        rhythms = {index: self.rhythm(self.blocks[index]) for index in taken}
        for rhythm in rhythms.values():
            cycle = cycle * (rhythm or 1) // common(cycle, rhythm or 1)
        had = [[False] * 7 for _ in range(cycle)]
        for index, names in taken.items():
            block, rhythm = self.blocks[index], rhythms[index]
            dates = self.dates(block, self.first_day, end, True)
            samples: dict[tuple[int, int], list[tuple[int, dt.date, list[tuple[int, int]]]]] = {}
            for value in dates:
                if self.off(value):
                    continue
                pieces = [(self.local(start), usable) for start, usable in self.pieces(block, value)]
                told = [(it.hour * 3600 + it.minute * 60 + it.second, usable) for it, usable in pieces]
                samples.setdefault((value.weekday(), self.week(value) % 2), []).append(
                    (sum(usable for _, usable in told), value, told)
                )
            if rhythm is None:
                # Read by weekday: a week that lacks the day counts with nothing, up to the calendar's last event.
                until = max(block.also - block.skip, default=end) if self.listed(block) else end
                weeks = sorted({self.week(value) for value in look if value <= until})
                for (weekday, parity), sample in samples.items():
                    lacking = sum(week % 2 == parity for week in weeks) - len(sample)
                    sample += [(0, dt.date.min, [])] * lacking
                rhythm, span = 1, {value.weekday() for value in dates}
                occurs = lambda week, weekday: weekday in span
            else:
                far = self.dates(block, max(self.first_day, block.first or self.first_day), end + dt.timedelta(days=7 * 26), True)
                beats = {(self.week(value) % rhythm, value.weekday()) for value in far}
                occurs = lambda week, weekday, beats=beats, rhythm=rhythm: (week % rhythm, weekday) in beats
            for week in range(cycle):
                for weekday in range(7):
                    if not occurs(week, weekday):
                        continue
                    had[week][weekday] = True
                    sample = samples.get((weekday, week % 2)) or samples.get((weekday, 1 - week % 2))
                    if sample:
                        pieces = sorted(sample, key=lambda it: it[:2])[(len(sample) - 1) // 2][2]
                    else:
                        pieces = [(block.start, int(block.length * block.rest))]
                    found.append((week, weekday, pieces, frozenset(names)))
        into = lambda weekday: (weekday - self.workweek[0]) % 7
        segments = [
            Segment(7 * week + into(weekday), start, usable, names)
            for week, weekday, pieces, names in found
            for start, usable in pieces
        ]
        left = {it.day for it in segments}
        worked = [
            any(into(it) == day % 7 for it in self.workweek)
            and (self.keep or day in left or not had[day // 7][(day % 7 + self.workweek[0]) % 7])
            for day in range(7 * cycle)
        ]
        full = max(sum(worked[7 * week : 7 * week + 7]) for week in range(cycle))
        segments.sort(key=lambda it: (it.day, it.start))
        for shorter in range(1, cycle):
            key = lambda week: [(it.day % 7, it.start, it.usable, it.categories) for it in segments if it.day // 7 == week]
            alike = lambda week: key(week) == key(week % shorter) and worked[7 * week : 7 * week + 7] == worked[7 * (week % shorter) : 7 * (week % shorter) + 7]
            if cycle % shorter == 0 and all(alike(week) for week in range(cycle)):
                segments, worked, cycle = [it for it in segments if it.day < 7 * shorter], worked[: 7 * shorter], shorter
                break
        return Typical(cycle, segments, Days(lambda day: worked[day % len(worked)]), full)


def fits(job: Job, segment: Segment, closes: int) -> bool:
    """Whether an empty segment holds a job whose window it lies in; prep on its start day lies before the first touch."""
    early = job.before is None or segment.day < closes or segment.start < job.before
    return early and job.category in segment.categories and segment.usable >= job.effort


def merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[list[int]] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([begin, end])
    return [tuple(it) for it in found]


def common(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a
