"""Answers as HTML for notebooks, light and dark: the sentence, the weeks, what binds. No script, no outside file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING

from ._parts import whole
from ._words import check as check_words
from ._words import headline, line, long_day, minutes, proof, short_day, why

if TYPE_CHECKING:
    from ._answers import Check, Fit
    from ._schedule import Schedule

__all__ = ["check", "fit", "schedule"]

# Colours are mixed from the page's own text colour, so that they hold in a light and in a dark notebook.
STYLE = """<style>
.followthrough{font-variant-numeric:tabular-nums;max-width:60em;line-height:1.45}
.followthrough .lead{font-size:1.15em;font-weight:600;margin:.2em 0}
.followthrough p{margin:.2em 0}
.followthrough table{border-collapse:collapse;margin:.6em 0;background:transparent}
.followthrough th,.followthrough td{padding:.15em .7em;text-align:right;border:0;white-space:nowrap;background:transparent}
.followthrough th{font-weight:600;border-bottom:1px solid color-mix(in srgb,currentColor 35%,transparent)}
.followthrough td:first-child,.followthrough th:first-child,.followthrough .left{text-align:left}
.followthrough .faint{opacity:.65}
.followthrough .bar{display:inline-flex;width:7em;height:.75em;vertical-align:baseline;border-radius:2px;overflow:hidden;
 background:color-mix(in srgb,currentColor 14%,transparent)}
.followthrough .owed{background:#4c78a8}.followthrough .new{background:#f0a03c}.followthrough .short{background:#d6453d}
.followthrough .key{display:inline-block;width:.75em;height:.75em;border-radius:2px;margin:0 .35em 0 1em}
</style>"""


def _page(parts: Iterable[str]) -> str:
    return f'{STYLE}<div class="followthrough">{"".join(parts)}</div>'


def _paragraph(text: str, kind: str = "") -> str:
    attribute = f' class="{kind}"' if kind else ""
    return f"<p{attribute}>{escape(text)}</p>" if text else ""


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    """Cells are HTML already."""
    top = "".join(f"<th>{cell}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _bar(whole_time: timedelta, parts: list[tuple[str, timedelta]]) -> str:
    if not whole_time:
        return ""
    pieces = (f'<span class="{kind}" style="width:{100 * (time / whole_time):.1f}%"></span>' for kind, time in parts)
    return f'<span class="bar">{"".join(pieces)}</span> '


def _key(*kinds: tuple[str, str]) -> str:
    keys = (f'<span class="key {kind}"></span>{escape(text)}' for kind, text in kinds)
    return f'<p class="faint">{"".join(keys)}</p>'


def fit(answer: Fit) -> str:
    """A fit: what to start, how sure that is, week by week, what binds, what is owed."""
    weeks = [week for week in answer.weeks() if week.from_ <= answer.horizon.to]
    names = sorted({name for week in weeks for name in week.categories})
    head = ["Week of", "Days", "Start", *(f"{escape(name)}, min" for name in names)]
    rows = []
    for week in weeks:
        row = [short_day(week.from_), str(week.workdays), f"<b>{week.starts}</b>"]
        for name in names:
            time = week.categories.get(name)
            if time is None or not time.usable:
                row.append("")
                continue
            used = whole(time.committed + time.new) // 60
            bar = _bar(time.usable, [("owed", time.committed), ("new", time.new)])
            row.append(f"{bar}{used} of {whole(time.usable) // 60}")
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
            _paragraph(f"What binds: {why(answer)}" if answer.binding.why else ""),
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
            bar = _bar(time.committed + time.placed + time.short, parts)
            shown = [time.usable, time.committed, time.wanted, time.placed, time.short]
            rows.append([short_day(week.from_), f"{bar}{escape(name)}", *(f"{whole(one) // 60:,}" for one in shown)])
    head = ["Week of", "Category", "Usable, min", "Owed", "Wanted", "Found", "Short"]
    return _page(
        [
            _paragraph(check_words(answer), "lead"),
            _table(head, rows),
            _key(("owed", "owed already"), ("new", "found"), ("short", "finds no time")),
        ]
    )


def schedule(answer: Schedule) -> str:
    """The first day with anything to do."""
    day = next((day for day in answer.days if day.items), None)
    if day is None:
        return _page([_paragraph(f"{answer.name}: nothing to do.", "lead")])
    parts = [_paragraph(f"{long_day(day.date)}: {day.items} touches, {day.closing} close today", "lead")]
    for segment in day.segments:
        parts.append(_paragraph(f"{segment.start:%H:%M} {segment.block}, {minutes(segment.usable)} usable", "faint"))
        items = "".join(f"<li>{escape(line(item))}</li>" for item in segment.items)
        parts.append(f"<ul>{items}</ul>" if items else "")
    parts.extend(_paragraph(f"Not today: {one.name}, {one.reason}") for one in day.not_today)
    return _page(parts)
