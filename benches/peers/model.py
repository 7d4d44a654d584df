"""What every peer needs of an exported plan: work in classes, quotas, and the divisor sequence."""

import json
import subprocess
from dataclasses import dataclass, field


@dataclass
class Work:
    """One kind of work: how long it takes, where it may lie, which caps it counts against."""

    effort: int
    places: list[int]
    caps: list[int]
    days: list[int]  # the day of each place


@dataclass
class Start:
    """What one prospect started on a day needs."""

    day: int
    touches: list[Work]
    prep: Work | None


@dataclass
class Cadence:
    part: int
    ready: int
    starts: list[Start]


@dataclass
class Plan:
    policy: str
    first: int | None
    horizon: int
    full: int
    hours: bool
    weeks: list[tuple[int, int, int]]
    segments: list[tuple[int, int]]
    caps: list[tuple[int | None, int | None]]
    owed: list[tuple[Work, int]]
    cadences: list[Cadence] = field(default_factory=list)

    def span(self) -> tuple[int, int] | None:
        """The first and the last day on which prospects are counted; `None` where there is no such day."""
        if self.policy == "once":
            return None if self.first is None or self.first > self.horizon else (self.first, self.first)
        return 0, self.horizon

    def ceiling(self) -> int:
        """More prospects than this cannot fit into the time of all segments, or under the caps."""
        usable = sum(usable for _, usable in self.segments)
        best = 0
        for cadence in self.cadences:
            for start in cadence.starts[:1]:
                effort = sum(touch.effort for touch in start.touches)
                best = max(best, usable // effort if effort and cadence.part else 0)
        return best * sum(1 for cadence in self.cadences if cadence.part) + 1


def export(tool: str, kind: str, seed: int) -> str:
    return subprocess.run([tool, "export", kind, str(seed)], check=True, capture_output=True, text=True).stdout.strip()


def read(text: str) -> Plan:
    raw = json.loads(text)
    segments = [tuple(segment) for segment in raw["segments"]]

    def work(item) -> Work:
        days = [place if item["e"] == 0 else segments[place][0] for place in item["p"]]
        return Work(item["e"], item["p"], item["c"], days)

    alike: dict[str, tuple[Work, int]] = {}
    for item in raw["owed"]:
        key = json.dumps(item)
        alike[key] = (work(item), alike.get(key, (None, 0))[1] + 1)
    plan = Plan(
        raw["policy"],
        raw["first"],
        raw["horizon"],
        raw["full"],
        raw["hours"],
        [tuple(week) for week in raw["weeks"]],
        segments,
        [tuple(cap) for cap in raw["caps"]],
        list(alike.values()),
    )
    for cadence in raw["cadences"]:
        starts = [
            Start(start["day"], [work(item) for item in start["touches"]], work(start["prep"]) if start["prep"] else None)
            for start in cadence["starts"]
        ]
        plan.cadences.append(Cadence(cadence["part"], cadence["ready"], starts))
    return plan


def splits(plan: Plan, upto: int) -> list[list[int]]:
    """How 0, 1, 2, ... prospects are split: Webster's divisors, ties to the first cadence of the file."""
    had = [0] * len(plan.cadences)
    table = [had[:]]
    for _ in range(upto):
        best = 0
        for index, cadence in enumerate(plan.cadences):
            if cadence.part * (2 * had[best] + 1) > plan.cadences[best].part * (2 * had[index] + 1):
                best = index
        had[best] += 1
        table.append(had[:])
    return table
