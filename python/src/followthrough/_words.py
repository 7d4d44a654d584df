"""Answers as sentences: the first thing to say about each, in the words of the command line."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from ._parts import whole

if TYPE_CHECKING:
    from ._advice import Advice, Relaxed, Remedy
    from ._answers import Admit, Check, Fit, Triage
    from ._parts import LetGo, StayLate
    from ._schedule import Schedule, ScheduleItem

__all__ = [
    "admit",
    "admit_lead",
    "advice",
    "advice_lead",
    "advice_short",
    "by_heads",
    "changed",
    "check",
    "comes",
    "fit",
    "headline",
    "long_day",
    "minutes",
    "relaxed",
    "remedy",
    "schedule",
    "short",
    "short_day",
    "span",
    "stay_late",
    "triage",
]

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


def span(time: timedelta) -> str:
    """A length, whole: `75 min`, or `1 min 15 s`."""
    minutes, rest = divmod(whole(time), 60)
    return f"{rest} s" if rest and not minutes else f"{minutes:,} min" + (f" {rest} s" if rest else "")


def listed(words: list[str]) -> str:
    """`a, b and c`."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def _counted_as(fit: Fit) -> str:
    """What the number counts."""
    if fit.unit == "per_full_week":
        return "in a full week"
    first = fit.starts()[0].date if fit.policy == "once" and fit.starts() else None
    if fit.policy == "once":
        return "at once" if first is None else f"on {long_day(first)}"
    return f"by {long_day(fit.horizon.to)}"


def headline(fit: Fit) -> str:
    """What to start: the first sentence of a fit."""
    if fit.commitments.clear_day is not None:
        late = sum(one.count for one in fit.commitments.late)
        clear = long_day(fit.commitments.clear_day)
        touches = "touch owed already is" if late == 1 else "touches owed already are"
        before = f"{late:,} {touches} late; the last of them is done before {clear}. "
    else:
        before = ""
    if fit.policy != "level":
        day = long_day(fit.starts()[0].date) if fit.starts() and fit.policy == "once" else None
        return f"{before}{fit.number:,} could start {f'on {day}' if day else _counted_as(fit)}."
    if fit.number == 0 and fit.every is None:
        return f"{before}No new prospect fits."
    pace = f"{fit.number:,} in a full week" if fit.number else f"one every {fit.every} weeks"
    off = fit.weeks()[0].workdays == 0
    week = f"in the week of {short_day(fit.weeks()[1].from_)}" if off else "this week"
    near = [(fit.today, "today")] if fit.this_week != 0 and not off else []
    near.append((fit.this_week, week))
    soon = [f"{n or 'nobody'} {when}" for n, when in near if n is not None]
    return f"{before}Start {', '.join([*soon, pace])}."


def proof(fit: Fit) -> str:
    """How sure the number is."""
    if fit.unit == "total":
        if fit.proved:
            return f"Proved: {fit.number + 1:,} {_counted_as(fit)} cannot be."
        return f"Not proved: more than {fit.bound:,} {_counted_as(fit)} cannot be."
    if fit.number == 0 and fit.every is None:
        return ""
    if fit.every is not None:
        sure = "and none more often can" if fit.proved else "whether one more often can is not known"
    elif fit.proved:
        sure = f"{fit.bound + 1:,} cannot"
    else:
        sure = f"whether {fit.number + 1:,} can is not known, {fit.bound + 1:,} cannot"
    return f"That can go on for good: {sure}."


def fit(answer: Fit) -> str:
    """A fit in two sentences, and why."""
    return " ".join(part for part in (headline(answer), proof(answer), why(answer)) if part)


def why(answer: Fit) -> str:
    """What holds the number down."""
    text = answer.binding.why.strip()
    return f"{text[0].upper()}{text[1:]}{'' if text.endswith('.') else '.'}" if text else ""


def short(answer: Fit) -> str:
    """A fit in a line: `11 in a full week, 2 today (proved); research binds`."""
    number = f"{answer.number}" if answer.every is None else f"1 every {answer.every} weeks,"
    today = f", {answer.today} today" if answer.today is not None and answer.policy == "level" else ""
    sure = "proved" if answer.proved else f"bound {answer.bound}"
    names = [name for limit in answer.binding.pace[:1] for name in (*limit.categories, limit.channel) if name]
    names += [span.category for span in answer.binding.spans] + [cap.channel for cap in answer.binding.caps]
    binds = " and ".join(dict.fromkeys(names))
    return f"{number} {_counted_as(answer)}{today} ({sure})" + (f"; {binds} binds" if binds else "")


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
        f"their time, {short:,} do not. {answer.kept:,} of them would fit whole, on the best days."
    )
    if answer.by is not None:
        text += f" At the pace that can go on the last of them starts on {long_day(answer.by)}."
    return text


def triage(answer: Triage) -> str:
    """A triage in a sentence."""
    if answer.count.all == 0:
        return "Nobody has to be let go: everything owed can be done in time."
    fewer = answer.by_heads
    least = "fewer cannot be" if fewer is None else "the fewest that keep who replied and who comes first"
    sure = least if answer.proved else f"at least {answer.at_least.all} must be"
    late = answer.stay_late
    instead = f" Or stay late: {stay_late(late)}" if late is not None and late.fits else ""
    return f"Let {answer.count.all} go so that the rest is on time ({sure}).{by_heads(answer)}{instead}"


def by_heads(answer: Triage) -> str:
    """What keeping those who replied, and those who come first, costs in heads."""
    fewer = answer.by_heads
    if fewer is None:
        return ""
    replied = fewer.replied > answer.count.replied
    others = f"but {fewer.replied} of them replied" if replied else "but of those who come first"
    return f" Letting {fewer.all} go would do as well, {others}."


def comes(one: LetGo) -> str:
    """What comes before whom: whether a prospect replied, and its priority."""
    return f"replied, {one.priority}" if one.replied else f"{one.priority}"


def stay_late(late: StayLate) -> str:
    """What keeps everyone: extra time, day by day."""
    times = [f"{span(one.time)} {one.category} from {one.at:%H:%M} on {short_day(one.date)}" for one in late.extra]
    sure = "" if late.proved else f" Not proved to be the least: {span(late.at_least)} at the least."
    return f"{listed(times)} keeps everyone.{sure}"


def admit_lead(answer: Admit) -> str:
    """Whether one may be started, else when."""
    day = long_day(answer.day)
    if answer.admitted:
        return f"Yes: one more on {answer.cadence} can start on {day}."
    sure = "cannot" if answer.proved else "found no place to"
    later = f"{long_day(answer.earliest)} can." if answer.earliest is not None else "No later day can."
    return f"No: one more on {answer.cadence} {sure} start on {day}. {later}"


def admit(answer: Admit) -> str:
    """Whether one may be started, else when, and why not."""
    why = answer.obstacle.why.rstrip(".") if answer.obstacle is not None else ""
    return admit_lead(answer) + (f" In the way: {why}." if why else "")


def _counted(answer: Advice, number: int) -> str:
    """`12 fit in a full week`."""
    if answer.policy == "level":
        unit = " in a full week"
    elif answer.policy == "once":
        unit = " at once"
    else:
        unit = f" by {long_day(answer.horizon.to)}"
    return f"{_fit(number)}{unit}"


def _fit(number: int) -> str:
    return "None fits" if number == 0 else f"{number:,} fit" + "s" * (number == 1)


def advice_lead(answer: Advice) -> str:
    """What fits as the plan is, and whether more could."""
    fits = _counted(answer, answer.number)
    if answer.fits:
        return f"Nothing to change: {fits} as the plan is."
    cannot = f"; {answer.target:,} cannot" if answer.bound < answer.target else ""
    late = (
        f" Some of what is owed already is late until {long_day(answer.clear_day)}."
        if answer.clear_day is not None
        else ""
    )
    return f"{fits} as the plan is{cannot}.{late}"


def advice(answer: Advice) -> str:
    """What it would take, a remedy in a line, less time first."""
    lines = [advice_lead(answer), *map(remedy, answer.remedies)]
    if answer.none is not None:
        lines.append(f"No remedy: {answer.none}.")
    return "\n".join(lines)


def advice_short(answer: Advice) -> str:
    """Advice in a line: `12: 15 min more research a week`."""
    if answer.fits:
        return f"{answer.target}: nothing, {_fit(answer.number)}"
    return f"{answer.target}: {changed(answer.remedies[0]) if answer.remedies else 'no remedy found'}"


def remedy(one: Remedy) -> str:
    """A remedy in a sentence, and how sure it is that less would not do."""
    verb = "Relax" if one.kind == "relax" else one.kind.title()
    sure = " Proved: less time would not do." if one.proved else ""
    return f"{verb} {changed(one)}: {_fit(one.number)}.{sure}"


def changed(one: Remedy) -> str:
    """What a remedy changes: `15 min more research a week`, `30 min calling a week to research`, or the rule."""
    if one.rule is not None:
        return relaxed(one.rule)
    more = [f"{span(time)} more {name}" for name, time in one.by_category.items() if time > timedelta(0)]
    if one.kind == "add":
        return f"{listed(more)} a week"
    less = [f"{span(-time)} {name}" for name, time in one.by_category.items() if time < timedelta(0)]
    takers = [name for name, time in one.by_category.items() if time > timedelta(0)]
    return f"{listed(less)} a week to {listed(takers)}"


def relaxed(rule: Relaxed) -> str:
    """A rule, how it was and how it would be."""
    was, to = (span(one) if isinstance(one, timedelta) else one for one in (rule.from_, rule.to))
    match rule.what:
        case "within":
            return f"touch {rule.touch} of {rule.cadence} to within={to} instead of {was}"
        case "after":
            return f"touch {rule.touch} of {rule.cadence} to after={to} instead of {was}, and what follows it"
        case "effort":
            return f"every {rule.channel} to {to} at the most instead of {was}"
        case "prep":
            return f"prep of {rule.cadence} to {to} instead of {was}"
        case "reserve":
            return f"reserve to {to} instead of {was}"
        case "cap":
            return f"the cap on {rule.channel} to {to} {'on a day' if rule.daily else 'in 7 days'} instead of {was}"
        case "last_touch":
            return f"{rule.cadence}: no last touch, {rule.touch}"


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
