"""Answers as sentences: the first thing to say about each, in the words of the command line."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from ._parts import whole

if TYPE_CHECKING:
    from ._answers import Admit, Check, Fit, Triage
    from ._schedule import Schedule, ScheduleItem

__all__ = ["admit", "check", "fit", "headline", "long_day", "minutes", "schedule", "short", "short_day", "triage"]

# Not strftime: its names follow the locale.
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def short_day(day: date) -> str:
    """A day such as `23 Nov`."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def long_day(day: date) -> str:
    """A day such as `Mon 23 Nov 2026`."""
    return f"{DAYS[day.weekday()]} {short_day(day)} {day.year}"


def minutes(time: timedelta) -> str:
    """A length in minutes, rounded down, such as `1,056 min`."""
    return f"{whole(time) // 60:,} min"


def _pace(fit: Fit) -> tuple[int, int, bool, str]:
    """The number that leads, its bound, whether it is proved, and what it counts."""
    if fit.unit == "total":
        return fit.number, fit.bound, fit.proved, f"by {long_day(fit.horizon.to)}"
    if fit.ordinary is not None and fit.ordinary.number > fit.number:
        return fit.ordinary.number, fit.ordinary.bound, fit.ordinary.proved, "in an ordinary week"
    return fit.number, fit.bound, fit.proved, "in a full week"


def headline(fit: Fit) -> str:
    """What to start: the first sentence of a fit."""
    number, _, _, counted = _pace(fit)
    if fit.commitments.clear_day is not None:
        late = len(fit.commitments.late)
        clear = long_day(fit.commitments.clear_day)
        before = f"Start nobody before {clear}: {late} late until then. "
    else:
        before = ""
    if fit.policy != "level":
        day = long_day(fit.starts()[0].date) if fit.starts() and fit.policy == "once" else None
        return f"{before}{number:,} could start {f'on {day}' if day else counted}."
    if fit.sparse is not None and number == 0:
        return f"{before}Not one a week fits, but {fit.sparse.total} by {long_day(fit.horizon.to)}."
    if number == 0 and fit.total == 0:
        return f"{before}No new prospect fits."
    near = [(fit.today, "today")] if fit.this_week != 0 else []
    near.append((fit.this_week, "this week"))
    soon = [f"{n or 'nobody'} {when}" for n, when in near if n is not None]
    return f"{before}Start {', '.join([*soon, f'{number:,} {counted}'])}.{_fewer(fit)}"


def _fewer(fit: Fit) -> str:
    """The weeks that an ordinary pace leaves out."""
    if fit.ordinary is None or fit.ordinary.number <= fit.number:
        return ""
    weeks = [f"{one.starts} in the week of {short_day(one.week)}" for one in fit.ordinary.exceptions]
    return f" Fewer in some: {', '.join(weeks)}." if weeks else ""


def proof(fit: Fit) -> str:
    """How sure the number is."""
    number, bound, proved, counted = _pace(fit)
    if proved:
        return f"Proved: {number + 1:,} {counted} cannot be."
    return f"Not proved: more than {bound:,} {counted} cannot be."


def fit(answer: Fit) -> str:
    """A fit in two sentences, and why."""
    return f"{headline(answer)} {proof(answer)} {why(answer)}".rstrip()


def why(answer: Fit) -> str:
    """What holds the number down."""
    text = answer.binding.why.strip()
    return f"{text[0].upper()}{text[1:]}{'' if text.endswith('.') else '.'}" if text else ""


def short(answer: Fit) -> str:
    """A fit in a line: `11 in a full week, 2 today (proved); research binds`."""
    number, bound, proved, counted = _pace(answer)
    today = f", {answer.today} today" if answer.today is not None and answer.policy == "level" else ""
    sure = "proved" if proved else f"bound {bound}"
    names = [span.category for span in answer.binding.spans] + [cap.channel for cap in answer.binding.caps]
    binds = " and ".join(dict.fromkeys(names))
    return f"{number} {counted}{today} ({sure})" + (f"; {binds} binds" if binds else "")


def check(answer: Check) -> str:
    """A check in two or three sentences."""
    span = f"from {long_day(answer.over.from_)} to {long_day(answer.over.to)}"
    if answer.over.from_ == answer.over.to:
        span = f"on {long_day(answer.over.from_)}"
    if answer.fits:
        return f"Yes: {answer.asked:,} started {span} get all their {answer.touches_wanted:,} touches."
    short = answer.touches_wanted - answer.touches_placed
    text = (
        f"No: {answer.asked:,} started {span} need {answer.touches_wanted:,} touches; {answer.touches_placed:,} find "
        f"their time, {short:,} do not. {answer.kept:,} of them would fit whole."
    )
    if answer.by is not None:
        text += f" At the level pace the last of them starts on {long_day(answer.by)}."
    return text


def triage(answer: Triage) -> str:
    """A triage in a sentence."""
    if answer.count.all == 0:
        return "Nobody has to be let go: everything owed can be done in time."
    sure = "fewer cannot be" if answer.proved else f"at least {answer.at_least.all} must be"
    return f"Let {answer.count.all} go so that the rest is on time ({sure})."


def admit(answer: Admit) -> str:
    """Whether one may be started, else when, and why not."""
    day = long_day(answer.day)
    if answer.admitted:
        return f"Yes: one more on {answer.cadence} can start on {day}."
    sure = "cannot" if answer.proved else "found no place to"
    later = f" {long_day(answer.earliest)} can." if answer.earliest is not None else " No later day can."
    why = answer.obstacle.why.rstrip(".") if answer.obstacle is not None else ""
    return f"No: one more on {answer.cadence} {sure} start on {day}.{later}" + (f" In the way: {why}." if why else "")


def line(item: ScheduleItem) -> str:
    """One touch in a line."""
    where = item.work if item.touch is None else f"{item.channel} {item.touch}/{item.touches}"
    start = "START " if item.starts else ""
    message = f"  {item.message}" if item.message else ""
    return f"{item.at:%H:%M}  {item.name}  {start}{where}{message}  ({item.reason})"


def schedule(answer: Schedule) -> str:
    """The first day with anything to do, as a list."""
    day = next((day for day in answer.days if day.items), None)
    if day is None:
        return f"{answer.name}: nothing to do."
    lines = [f"{long_day(day.date)}: {day.items} touches, {day.closing} close today, start {day.starting}."]
    for segment in day.segments:
        lines.append(f"{segment.start:%H:%M} {segment.block}, {minutes(segment.usable)} usable")
        lines.extend(f"  {line(item)}" for item in segment.items)
    lines.extend(f"  {line(item)}" for item in day.machine)
    lines.extend(f"Not today: {one.name}, {one.reason}" for one in day.not_today)
    return "\n".join(lines)
