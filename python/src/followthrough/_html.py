"""Answers as HTML for notebooks, light and dark: what the command line says, set as a page. No script, no outside file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._answers import Cell, Piece
    from ._plan import Plan
    from ._values import Block

__all__ = ["page", "plain", "plan", "table"]

SHOWN = 20

OWED, NEW, SPARE = "#4c78a8", "#f0a03c", "color-mix(in srgb,currentColor 14%,transparent)"

# Other colours are mixed from the page's own text colour, so that they hold in a light and in a dark notebook. The class is
# named twice because Jupyter sets cells of tables flush right by rules that would weigh as much.
STYLE = """<style>
div.followthrough.followthrough{font-variant-numeric:tabular-nums;max-width:62em;line-height:1.45}
div.followthrough.followthrough .lead{font-size:1.15em;font-weight:600;margin:.2em 0}
div.followthrough.followthrough p{margin:.2em 0}
div.followthrough.followthrough table{border-collapse:collapse;margin:.6em 0;background:transparent}
div.followthrough.followthrough th,div.followthrough.followthrough td{padding:.15em .7em;text-align:left;border:0;white-space:nowrap;background:transparent;vertical-align:top}
div.followthrough.followthrough th{font-weight:600;border-bottom:1px solid color-mix(in srgb,currentColor 35%,transparent)}
div.followthrough.followthrough .right{text-align:right}
div.followthrough.followthrough tr{background:transparent}
div.followthrough.followthrough .faint{opacity:.65}
div.followthrough.followthrough .facts td:last-child,div.followthrough.followthrough .list td:last-child{white-space:normal}
div.followthrough.followthrough .facts td:first-child{padding-left:0;min-width:7.5em;opacity:.65}
div.followthrough.followthrough pre{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.92em;margin:.2em 0 .2em 2em;background:transparent;color:inherit}
div.followthrough.followthrough .wide{overflow-x:auto}
div.followthrough.followthrough td.bar{padding-right:0}
div.followthrough.followthrough .bar div{width:7em;height:.75em;margin-top:.35em;
 background:linear-gradient(color-mix(in srgb,currentColor 14%,transparent),color-mix(in srgb,currentColor 14%,transparent)) no-repeat}
div.followthrough.followthrough .bar div div{height:100%;margin:0;box-sizing:border-box;border-right:2px solid currentColor}
div.followthrough.followthrough .key{display:inline-block;width:.75em;height:.75em;border-radius:2px;margin:0 .35em 0 1em}
</style>"""


def _framed(parts: Iterable[str]) -> str:
    return f'{STYLE}<div class="followthrough">{"".join(parts)}</div>'


def _paragraph(text: str, kind: str = "") -> str:
    attribute = f' class="{kind}"' if kind else ""
    return f"<p{attribute}>{escape(text)}</p>" if text else ""


def plain(text: str) -> str:
    """One sentence as a page."""
    return _framed([_paragraph(text)])


def page(pieces: Sequence[Piece]) -> str:
    """An answer as a page: everything that the command line says, its first sentence large."""
    bars = [cell for _, _, rows, _ in pieces for row in rows for cell in row if not isinstance(cell, str)]
    # One scale for all bars: the longest is as wide as a bar gets.
    scale = max((max(usable, owed + new) for owed, new, usable in bars), default=0)
    parts = []
    for kind, group in groupby(pieces, key=lambda piece: piece[0]):
        several = list(group)
        if kind == "fact":
            rows = "".join(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in texts)}</tr>" for _, texts, _, _ in several)
            parts.append(f'<table class="facts"><tbody>{rows}</tbody></table>')
        elif kind == "line":
            lines = (texts[0].removeprefix("    ") for _, texts, _, _ in several)
            parts.append(f"<pre>{escape(chr(10).join(lines))}</pre>")
        elif kind in ("table", "list"):
            parts.extend(_rows(kind, rows, right, scale) for _, _, rows, right in several)
        elif kind == "legend":
            parts.append(_legend())
        else:
            style = {"title": "faint", "headline": "lead"}.get(kind, "")
            parts.extend(_paragraph(texts[0], style) for _, texts, _, _ in several)
    return _framed(parts)


def plan(asked: Plan) -> str:
    """A plan at a glance: its blocks and its cadences."""
    head = [["block", "days", "start", "length"], ["cadence", "touches", "part of the mix"]]
    blocks = [[one.label, _days(one), f"{one.start:%H:%M}", str(one.length)] for one in asked.blocks]
    cadences = [[one.name, str(len(one.touches)), str(asked.mix.get(one.name, ""))] for one in asked.cadences]
    tables = [_rows("table", [names, *rows], (), 0) for names, rows in zip(head, (blocks, cadences), strict=True) if rows]
    return _framed([_paragraph(str(asked), "lead"), *tables])


def _days(block: Block) -> str:
    if block.days is not None:
        return ", ".join(day.title() for day in block.days)
    return block.rrule or ", ".join(map(str, block.also))


def _rows(kind: str, rows: Sequence[Sequence[Cell]], right: Sequence[int], scale: int) -> str:
    """A table; of one with a head the first row names the columns."""
    if not rows:
        return ""
    cells = ["".join(_cell(cell, index in right, scale) for index, cell in enumerate(row)) for row in rows]
    head, body = (cells[:1], cells[1:]) if kind == "table" else ([], cells)
    top = "".join(f"<thead><tr>{row.replace('<td', '<th').replace('</td>', '</th>')}</tr></thead>" for row in head)
    rest = "".join(f"<tr>{row}</tr>" for row in body)
    return f'<div class="wide"><table class="{kind}">{top}<tbody>{rest}</tbody></table></div>'


def _cell(cell: Cell, is_right: bool, scale: int) -> str:
    if not isinstance(cell, str):
        return _bar(cell, scale)
    return f'<td{" class=right" if is_right else ""}>{escape(cell)}</td>'


def _bar(times: tuple[int, int, int], scale: int) -> str:
    """Load against usable time, which ends at the mark; all bars of a page have one scale."""
    owed, new, usable = times
    if not scale:
        return "<td></td>"
    wide = 100 * max(usable, owed + new) / scale
    ends = [100 * end / max(usable, owed + new, 1) for end in (owed, owed + new)]
    fill = f"{OWED} {ends[0]:.1f}%,{NEW} {ends[0]:.1f}%,{NEW} {ends[1]:.1f}%,transparent {ends[1]:.1f}%"
    gradient = f"background:linear-gradient(to right,{fill})"
    return f'<td class="bar"><div style="background-size:{wide:.1f}% 100%"><div style="width:{wide:.1f}%;{gradient}"></div></div></td>'


def _legend() -> str:
    keys = ((OWED, "owed already"), (NEW, "new prospects"), (SPARE, "spare"))
    shown = (f'<span class="key" style="background:{colour}"></span><span>{text}</span>' for colour, text in keys)
    return f"<p>{''.join(shown)}</p>"


def table(columns: Mapping[str, str], records: Sequence[tuple[object, ...]]) -> str:
    """The first rows of a table, numbers to the right."""
    kinds = ["" if kind in ("text", "flag") else " class=right" for kind in columns.values()]
    head = "".join(f"<th{kind}>{escape(name)}</th>" for name, kind in zip(columns, kinds, strict=True))
    shown = ("".join(map(_data, record, kinds)) for record in records[:SHOWN])
    body = "".join(f"<tr>{row}</tr>" for row in shown)
    more = _paragraph(f"{len(records) - SHOWN:,} more rows", "faint") if len(records) > SHOWN else ""
    return _framed([f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>', more])


def _data(cell: object, kind: str) -> str:
    return f"<td{kind}>{'' if cell is None else escape(str(cell))}</td>"
