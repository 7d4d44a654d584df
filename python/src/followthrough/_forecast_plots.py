"""Pictures of what-if answers, by matplotlib: what meetings cost, what lengths bring, which paces hold, what became of ways.

Nothing is told by colour alone: numbers stand beside bars, and dots that are filled differ from those that are not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._days import short_day
from ._plots import NEW, OWED, SHORT, Canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ._forecasts import Confidence, Cost, Simulate, Trade

__all__ = ["confidence", "cost", "simulate", "trade"]

DOTS = 20
# More rows than this are not read.
SHOWN = 24


def _dress(axis: Axes, title: str) -> None:
    axis.set_title(title, loc="left", fontsize=10, fontweight="bold")
    axis.spines[["top", "right"]].set_visible(False)
    axis.set_axisbelow(True)


def cost(answer: Cost) -> Figure:
    """A bar for each meeting, the dearest on top."""
    meetings = answer.meetings()[:SHOWN]
    canvas = Canvas(["meetings"], None)
    figure, (axis,) = canvas.figure, canvas.axes
    figure.set_figheight(1.6 + 0.32 * max(len(meetings), 1))
    canvas.title(f"{answer.plan.name}: what its meetings cost")
    _dress(axis, f"prospects from {short_day(answer.horizon.from_)} to {short_day(answer.horizon.to)}")
    costs = [one.over_horizon for one in meetings]
    bars = axis.barh(range(len(meetings)), costs, color=OWED, height=0.66)
    axis.bar_label(bars, labels=[f" {one:,}" for one in costs], fontsize=8, color=canvas.grey(0.85))
    axis.set_yticks(range(len(meetings)), [_cut(one.title) for one in meetings], fontsize=8)
    axis.invert_yaxis()
    axis.set_xlim(min([0, *costs]), 1.12 * max([1, *costs]))
    axis.xaxis.set_visible(False)
    axis.spines["bottom"].set_visible(False)
    return figure


def _cut(title: str) -> str:
    return title if len(title) <= 40 else f"{title[:39]}…"


def trade(answer: Trade) -> Figure:
    """Starts above, answers below, a bar for every length of the cadences."""
    lengths = answer.lengths()
    canvas = Canvas(["starts", "answers"], None)
    figure, (starts, answers) = canvas.figure, canvas.axes
    canvas.title(f"{answer.plan.name}: what the length of its cadences is worth")
    places = range(len(lengths))
    colours = [NEW if one.as_planned else OWED for one in lengths]
    for axis, title, heights, written in (
        (starts, "starts", [float(one.total) for one in lengths], [f"{one.total:,}" for one in lengths]),
        (answers, "answers", [one.answers for one in lengths], [f"{one.answers:,.1f}" for one in lengths]),
    ):
        bars = axis.bar(places, heights, color=colours, width=0.66)
        axis.bar_label(bars, labels=written, fontsize=8, color=canvas.grey(0.85))
        _dress(axis, f"{title}, {short_day(answer.horizon.from_)} to {short_day(answer.horizon.to)}")
        axis.set_ylim(0, 1.15 * max([1.0, *heights]))
        axis.yaxis.set_visible(False)
        axis.spines["left"].set_visible(False)
    names = [f"{one.touches}\nas planned" if one.as_planned else str(one.touches) for one in lengths]
    answers.set_xticks(places, names, fontsize=8)
    answers.set_xlabel("touches of the longest cadence")
    return figure


def confidence(answer: Confidence) -> Figure:
    """Twenty dots for every pace, as many filled as twentieths of the scenarios in which every promise is kept."""
    paces = list(answer.paces())
    last = max((at for at, one in enumerate(paces) if one.strict == answer.scenarios), default=0)
    never = next((at for at, one in enumerate(paces) if one.strict == 0), len(paces) - 1)
    shown = paces[last : never + 1]
    step = -(-len(shown) // SHOWN)
    shown = [one for at, one in enumerate(shown) if at % step == 0 or one.number == answer.pace]
    canvas = Canvas(["paces"], None)
    figure, (axis,) = canvas.figure, canvas.axes
    figure.set_figheight(1.9 + 0.3 * len(shown))
    canvas.title(f"{answer.plan.name}: in how many of twenty like this every promise is kept")
    _dress(axis, f"from {short_day(answer.horizon.from_)} to {short_day(answer.horizon.to)}")
    for row, one in enumerate(shown):
        holds = one.strict * DOTS // answer.scenarios
        axis.scatter(range(holds), [row] * holds, s=70, color=OWED)
        axis.scatter(range(holds, DOTS), [row] * (DOTS - holds), s=70, facecolors="none", edgecolors=[canvas.grey(0.4)])
        axis.text(DOTS, row, f"{holds} of {DOTS}", va="center", fontsize=9)
    named = [f"{one.number} a week" + (", the pace" if one.number == answer.pace else "") for one in shown]
    axis.set_yticks(range(len(shown)), named, fontsize=9)
    axis.set_xlim(-0.8, DOTS + 2.5)
    axis.set_ylim(-0.7, len(shown) - 0.3)
    axis.invert_yaxis()
    axis.xaxis.set_visible(False)
    axis.tick_params(length=0)
    axis.spines[:].set_visible(False)
    return figure


def simulate(answer: Simulate) -> Figure:
    """A panel for each way: the touches of those who were started in each week."""
    ways, weeks = answer.ways(), answer.weeks()
    canvas = Canvas([way.way for way in ways], None)
    figure, axes = canvas.figure, canvas.axes
    canvas.title(f"{answer.plan.name}: touches of those who are started in each week, in the mean scenario")
    for axis, way in zip(axes, ways, strict=False):
        mine = [week for week in weeks if week.way == way.way]
        bottom = [0.0] * len(mine)
        for label, colour, hatch, heights in (
            ("in time", OWED, "", [week.kept for week in mine]),
            ("late", NEW, "////", [week.late for week in mine]),
            ("never", SHORT, "xxxx", [week.dropped for week in mine]),
        ):
            axis.bar(range(len(mine)), heights, bottom=bottom, width=0.72, color=colour, hatch=hatch, edgecolor=canvas.grey(0.15), label=label)
            bottom = [low + height for low, height in zip(bottom, heights, strict=True)]
        for place, (week, top) in enumerate(zip(mine, bottom, strict=True)):
            if week.starts:
                axis.annotate(f"{week.starts:,.0f}", (place, top), ha="center", va="bottom", fontsize=8, color=canvas.grey(0.85))
        _dress(axis, f"{way.way.replace('_', ' ')}: {way.starts:,.0f} started")
        axis.set_ylabel("touches")
        axis.set_ylim(0, 1.2 * max([1.0, *bottom]))
    first = ways[0].way if len(ways) else ""
    canvas.weekly([week.from_ for week in weeks if week.way == first], {})
    axes[-1].set_xlabel("week of start; above each bar: prospects started")
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=3, frameon=False)
    return figure
