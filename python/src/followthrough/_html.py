"""Answers as HTML for notebooks, light and dark: the sentence, the weeks, what binds. No script, no outside file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING

from ._parts import whole
from ._words import admit_lead, advice_lead, changed, comes, headline, long_day, minutes, proof, short_day, span
from ._words import check as check_words
from ._words import triage as triage_words

if TYPE_CHECKING:
    from ._advice import Advice, Remedy
    from ._answers import Admit, Check, Fit, Triage
    from ._schedule import Schedule, ScheduleItem
    from ._values import Block

__all__ = ["admit", "advice", "check", "fit", "said", "schedule", "table", "triage"]

SHOWN = 20

COLOURS = {"owed": "#4c78a8", "new": "#f0a03c", "short": "#d6453d"}

# Other colours are mixed from the page's own text colour, so that they hold in a light and in a dark notebook.
STYLE = """<style>
.followthrough{font-variant-numeric:tabular-nums;max-width:60em;line-height:1.45}
.followthrough .lead{font-size:1.15em;font-weight:600;margin:.2em 0}
.followthrough p{margin:.2em 0}
.followthrough table{border-collapse:collapse;margin:.6em 0;background:transparent}
.followthrough th,.followthrough td{padding:.15em .7em;text-align:right;border:0;white-space:nowrap;background:transparent}
.followthrough th{font-weight:600;border-bottom:1px solid color-mix(in srgb,currentColor 35%,transparent)}
.followthrough td:first-child,.followthrough th:first-child,
.followthrough .pairs td:nth-child(2),.followthrough .pairs th:nth-child(2){text-align:left}
.followthrough .faint{opacity:.65}
.followthrough .said td{white-space:normal;vertical-align:top}
.followthrough .said td,.followthrough .said th{text-align:left}
.followthrough .said td:first-child,.followthrough .said td:last-child{white-space:nowrap}
.followthrough .wide{overflow-x:auto}
.followthrough .day .part{padding-top:.7em}
.followthrough td.text,.followthrough th.text{text-align:left}
.followthrough td.bar{padding-right:0}
.followthrough .bar div{width:7em;height:.75em;border-radius:2px;
 background-color:color-mix(in srgb,currentColor 14%,transparent)}
.followthrough .key{display:inline-block;width:.75em;height:.75em;border-radius:2px;margin:0 .35em 0 1em}
</style>"""


def _page(parts: Iterable[str]) -> str:
    return f'{STYLE}<div class="followthrough">{"".join(parts)}</div>'


def _paragraph(text: str, kind: str = "") -> str:
    attribute = f' class="{kind}"' if kind else ""
    return f"<p{attribute}>{escape(text)}</p>" if text else ""


def _table(head: list[tuple[str, int]], rows: Iterable[list[str]], kind: str = "") -> str:
    """Titles with the columns that they span, and cells that are HTML with their tags.

    Of a table of pairs the second column names something too.
    """
    top = "".join(f'<th colspan="{columns}">{escape(title)}</th>' for title, columns in head)
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return f'<table class="{kind}"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'


def _cell(text: str) -> str:
    return f"<td>{_kept(text)}</td>"


def _kept(text: str) -> str:
    """Numbers stay on the line of their unit."""
    return re.sub(r"(\d) min\b", "\\1&nbsp;min", escape(text))


def _binds(why: str) -> str:
    return _paragraph(f"What binds: {why.rstrip('.')}." if why else "")


def _bar(whole_time: timedelta, parts: list[tuple[str, timedelta]]) -> str:
    if not whole_time:
        return "<td></td>"
    stops, done = [], 0.0
    for kind, time in parts:
        if not time:
            continue
        end = done + 100 * (time / whole_time)
        stops.append(f"{COLOURS[kind]} {done:.1f}%,{COLOURS[kind]} {end:.1f}%")
        done = end
    stops.append(f"transparent {done:.1f}%,transparent 100%")
    return f'<td class="bar"><div style="background-image:linear-gradient(to right,{",".join(stops)})"></div></td>'


def _key(*kinds: tuple[str, str]) -> str:
    keys = (f'<span class="key" style="background:{COLOURS[kind]}"></span>{escape(text)}' for kind, text in kinds)
    return f"<p>{''.join(keys)}</p>"


def fit(answer: Fit) -> str:
    """A fit: what to start, how sure that is, week by week, what binds, what is owed."""
    weeks = [week for week in answer.weeks() if week.from_ <= answer.horizon.to]
    names = sorted({name for week in weeks for name in week.categories})
    head = [("Week of", 1), ("Days", 1), ("Start", 1), *((f"{name}, min", 2) for name in names)]
    rows = []
    for week in weeks:
        row = [_cell(short_day(week.from_)), _cell(str(week.workdays)), f"<td><b>{week.starts}</b></td>"]
        for name in names:
            time = week.categories.get(name)
            if time is None or not time.usable:
                row.append('<td colspan="2"></td>')
                continue
            used = whole(time.committed + time.new) // 60
            row.append(_bar(time.usable, [("owed", time.committed), ("new", time.new)]))
            row.append(_cell(f"{used} of {whole(time.usable) // 60}"))
        rows.append(row)
    owed = answer.commitments
    late = f", {len(owed.late)} late" if owed.late else ", all in time"
    said = [
        f"{answer.plan.name}, {long_day(answer.horizon.from_)} to {long_day(answer.horizon.to)}, if nobody answers",
        f"Owed already: {owed.touches} touches to {owed.prospects} prospects, {minutes(owed.time)}{late}.",
    ]
    unreachable = f"{len(answer.unreachable)} touches cannot be made at all." if answer.unreachable else ""
    return _page(
        [
            _paragraph(said[0], "faint"),
            _paragraph(headline(answer), "lead"),
            _paragraph(proof(answer)),
            _table(head, rows),
            _key(("owed", "owed already"), ("new", "new prospects")),
            _binds(answer.binding.why),
            _paragraph(said[1]),
            _paragraph(unreachable),
        ]
    )


def check(answer: Check) -> str:
    """A check: yes or no, and where time is short."""
    rows = []
    for week in answer.weeks():
        for name, time in week.categories.items():
            if not time.wanted:
                continue
            parts = [("owed", time.committed), ("new", time.placed), ("short", time.short)]
            bar = _bar(max(time.usable, time.committed + time.placed + time.short), parts)
            shown = [time.usable, time.committed, time.wanted, time.placed, time.short]
            figures = [_cell(f"{whole(one) // 60:,}") for one in shown]
            rows.append([_cell(short_day(week.from_)), _cell(name), bar, *figures])
    head = [(title, 1) for title in ("Week of", "Category", "", "Usable, min", "Owed", "Wanted", "Found", "Short")]
    lead, _, more = check_words(answer).partition(" do not. ")
    return _page(
        [
            _paragraph(f"{answer.plan.name}, if nobody answers", "faint"),
            _paragraph(f"{lead} do not." if more else lead, "lead"),
            _paragraph(more),
            _table(head, rows, "pairs"),
            _key(("owed", "owed already"), ("new", "found"), ("short", "finds no time")),
        ]
    )


def schedule(answer: Schedule) -> str:
    """The first day with anything to do."""
    day = next((day for day in answer.days if day.items), None)
    if day is None:
        return _page([_paragraph(f"{answer.name}: nothing to do.", "lead")])
    started = f", start {day.starting}" if day.starting else ""
    parts = [
        _paragraph(answer.name, "faint"),
        _paragraph(f"{long_day(day.date)}: {day.items} touches, {day.closing} close today{started}", "lead"),
    ]
    rows = []
    for segment in day.segments:
        when = f"{segment.start:%H:%M} to {segment.end:%H:%M}, {' or '.join(segment.categories)}"
        rows += _items(f"{when}, {minutes(segment.usable)} usable", segment.items)
    if day.machine:
        rows += _items("Sent by a machine", day.machine)
    parts.append(f'<table class="said day"><tbody>{"".join(rows)}</tbody></table>')
    parts.extend(_paragraph(f"Not today: {one.name}, {one.reason}.") for one in day.not_today)
    return _page(parts)


def _items(title: str, items: Iterable[ScheduleItem]) -> list[str]:
    """A line for each touch: when, whom, what, and how long it may wait."""
    rows = [f'<tr><td colspan="5" class="part faint">{escape(title)}</td></tr>']
    for item in items:
        what = item.work if item.touch is None else f"{item.channel} {item.touch}/{item.touches}"
        start = "<b>START</b> " if item.starts else ""
        message = f'<span class="faint">{escape(item.message or "")}</span>'
        reason = f'<span class="faint">{escape(item.reason)}</span>'
        cells = [escape(f"{item.at:%H:%M}"), escape(item.name), start + escape(what), message, reason]
        rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    return rows


def said(words: str) -> str:
    """An answer as the command line says it, its first sentence large."""
    lines = words.strip("\n").split("\n")
    lead, rest = lines[0].strip(), "\n".join(line.removeprefix("  ") for line in lines[1:]).strip("\n")
    body = f'<pre class="wide">{escape(rest)}</pre>' if rest else ""
    return _page([_paragraph(lead, "lead"), body])


def table(columns: Mapping[str, str], records: Sequence[tuple[object, ...]]) -> str:
    """The first rows of a table, numbers to the right."""
    kinds = [' class="text"' if kind in ("text", "flag") else "" for kind in columns.values()]
    head = "".join(f"<th{kind}>{escape(name)}</th>" for name, kind in zip(columns, kinds, strict=True))
    shown = ("".join(map(_data, record, kinds)) for record in records[:SHOWN])
    body = "".join(f"<tr>{row}</tr>" for row in shown)
    more = _paragraph(f"{len(records) - SHOWN:,} more rows", "faint") if len(records) > SHOWN else ""
    return _page([f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>', more])


def _data(cell: object, kind: str) -> str:
    return f"<td{kind}>{'' if cell is None else escape(str(cell))}</td>"


def admit(answer: Admit) -> str:
    """Whether one may be started, else when, and what stands in the way."""
    parts = [_paragraph(answer.plan.name, "faint"), _paragraph(admit_lead(answer), "lead")]
    obstacle = answer.obstacle
    if obstacle is not None:
        parts.append(_paragraph(f"In the way: {obstacle.why}."))
    if obstacle is not None and obstacle.reason == "no_room":
        sure = "Proved: no rearranging helps." if answer.proved else "Not proved: a place may have been overlooked."
        parts.append(_paragraph(sure))
    return _page(parts)


def triage(answer: Triage) -> str:
    """Whom to let go, why, and how long to stay late instead."""
    lead, _, _ = triage_words(answer).partition(" Or stay late:")
    parts = [_paragraph(answer.plan.name, "faint"), _paragraph(lead, "lead")]
    gone = answer.let_go()
    if len(gone):
        rows = [[_cell(one.id), _cell(comes(one)), _cell(f"{one.count:,}"), _cell(one.why)] for one in gone]
        head = [(title, 1) for title in ("Let go", "Priority", "Prospects", "In the way of the others")]
        parts.append(_table(head, rows, "said"))
    late = answer.stay_late
    if late is not None and late.fits:
        sure = "less would not do" if late.proved else f"{span(late.at_least)} at the least"
        parts.append(_paragraph(f"Or stay late, {span(late.time)} in all ({sure}), and everyone is kept:"))
        rows = [
            [_cell(long_day(one.date)), _cell(one.category), _cell(f"{one.at:%H:%M}"), _cell(span(one.time))]
            for one in late.extra
        ]
        parts.append(_table([(title, 1) for title in ("On", "For", "From", "Time")], rows, "pairs"))
    elif late is not None:
        parts.append(_paragraph("No extra time after the blocks was found that keeps everyone."))
    if answer.unreachable:
        parts.append(_paragraph(f"{len(answer.unreachable)} touches cannot be made at all."))
    return _page(parts)


def advice(answer: Advice) -> str:
    """What it would take: a remedy in a row, with the blocks that it changes."""
    parts = [
        _paragraph(f"{answer.plan.name}: what it would take to start {answer.target:,}", "faint"),
        _paragraph(advice_lead(answer), "lead"),
        _binds("" if answer.fits else answer.why),
    ]
    if answer.remedies:
        rows = [
            [_cell(one.kind.title()), f"<td>{_changes(one)}</td>", _cell(f"{one.number:,}"), _cell(_sure(one))]
            for one in answer.remedies
        ]
        parts.append(_table([(title, 1) for title in ("", "What changes", "Then fit", "")], rows, "said"))
    if answer.none is not None:
        parts.append(_paragraph(f"No remedy: {answer.none}."))
    if answer.at_least and not answer.fits:
        parts.append(_paragraph(f"No blocks of less than {span(answer.at_least)} a week would do.", "faint"))
    return _page(parts)


def _sure(one: Remedy) -> str:
    return "no less would do" if one.proved else ""


def _changes(one: Remedy) -> str:
    """A remedy in words; below it, fainter, the blocks as they would be."""
    lines = []
    for change in one.blocks:
        after = "; ".join(map(_block, change.after)) or "none"
        before = f"{_block(change.before)} becomes " if change.before is not None else "new: "
        lines.append(f'<div class="faint">{_kept(before + after)}</div>')
    return _kept(changed(one)) + "".join(lines)


def _block(block: Block) -> str:
    """`research Mon to Fri 08:30, 60 min`."""
    days = _days(block)
    return f"{'+'.join(block.categories)} {days} {block.start:%H:%M}, {span(block.length)}"


def _days(block: Block) -> str:
    if block.days is None:
        return block.rrule or ", ".join(short_day(day) for day in block.also)
    names = [day.title() for day in block.days]
    return "Mon to Fri" if names == ["Mon", "Tue", "Wed", "Thu", "Fri"] else ", ".join(names)
