"""Pictures of answers, by matplotlib: load against usable time by week and category, the intake by week, the calendar.

What is told by colour is told by order too: from the bottom up owed, new, and what finds no place.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ._parts import whole
from ._days import DAYS, long_day, short_day

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ._answers import Check, Fit
    from ._schedule import Schedule

__all__ = ["calendar", "check", "intake", "weeks"]

OWED, NEW, SHORT, SPARE = "#4c78a8", "#f0a03c", "#d6453d", "#dfe3e8"


def _png(figure: Figure) -> bytes:
    """The picture as a notebook shows it."""
    buffer = BytesIO()
    figure.savefig(buffer, format="png", dpi=100)
    return buffer.getvalue()


def _figure(panels: int) -> tuple[Figure, Sequence[Axes]]:
    try:
        from matplotlib.figure import Figure as New
    except ImportError as error:
        raise ImportError("plots need matplotlib: pip install followthrough[plot]") from error
    figure = New(figsize=(9, 1.1 + 2.1 * panels), layout="constrained")
    # A notebook shows what has this method, whether pyplot was imported or not.
    setattr(figure, "_repr_png_", partial(_png, figure))
    axes = figure.subplots(panels, 1, sharex=True, squeeze=False)
    return figure, [row[0] for row in axes]


def _hours(seconds: Sequence[int]) -> list[float]:
    return [second / 3600 for second in seconds]


def _dress(axis: Axes, title: str) -> None:
    axis.set_title(title, loc="left", fontsize=10, fontweight="bold")
    axis.spines[["top", "right"]].set_visible(False)
    axis.set_ylabel("hours")
    axis.set_ylim(bottom=0)
    axis.margins(x=0.01)
    axis.set_axisbelow(True)
    axis.grid(axis="y", color="#e6e6e6", linewidth=0.8)


def _stack(axis: Axes, places: Sequence[int], layers: list[tuple[str, str, list[float]]], usable: list[float]) -> None:
    bottom = [0.0] * len(places)
    for label, colour, heights in layers:
        axis.bar(places, heights, bottom=bottom, width=0.72, color=colour, label=label)
        bottom = [low + height for low, height in zip(bottom, heights, strict=True)]
    for place, height in zip(places, usable, strict=True):
        if height == 0:
            continue
        axis.plot([place - 0.44, place + 0.44], [height, height], color="#222222", linewidth=1.6)
    axis.set_ylim(0, 1.12 * max([*bottom, *usable, 0.1]))


def _weekly(axis: Axes, days: list[date]) -> None:
    axis.set_xticks(range(len(days)), [short_day(day) for day in days], rotation=0, fontsize=8)
    if len(days) > 14:
        for index, label in enumerate(axis.get_xticklabels()):
            label.set_visible(index % 2 == 0)
    axis.set_xlabel("week of")


def _legend(figure: Figure, axis: Axes) -> None:
    from matplotlib.lines import Line2D

    handles, labels = axis.get_legend_handles_labels()
    line: Any = Line2D([], [], color="#222222", linewidth=1.6)
    figure.align_ylabels()
    figure.legend(
        [*handles, line], [*labels, "usable"], loc="outside lower center", ncols=len(labels) + 1, frameon=False
    )


def _title(answer: Fit) -> str:
    """The plan, and what to start; of an answer that was read from JSON, the plan alone."""
    if answer._said is None:
        return answer.plan.name
    *_, headline = [texts[0] for kind, texts, _, _ in answer._said[2] if kind == "headline"]
    return f"{answer.plan.name}: {headline.partition('. ')[0].rstrip('.')}"


def weeks(answer: Fit) -> Figure:
    """Load against usable time: a panel for each category, a bar for each week."""
    rows = answer.weeks()
    names = sorted({name for week in rows for name in week.categories})
    figure, axes = _figure(max(len(names), 1))
    figure.suptitle(_title(answer), x=0.01, ha="left", fontsize=12)
    places = range(len(rows))
    for axis, name in zip(axes, names, strict=False):
        times = [week.categories.get(name) for week in rows]

        def heights(part: str, times: list[Any] = times) -> list[float]:
            return _hours([whole(getattr(time, part)) if time else 0 for time in times])

        layers = [
            ("owed already", OWED, heights("committed")),
            ("new prospects", NEW, heights("new")),
            ("spare", SPARE, heights("spare")),
        ]
        _dress(axis, name)
        _stack(axis, places, layers, heights("usable"))
    ends = next((index for index, week in enumerate(rows) if week.from_ > answer.horizon.to), None)
    for axis in axes:
        if ends is not None:
            axis.axvline(ends - 0.5, color="#888888", linewidth=0.8, linestyle=(0, (4, 3)))
    if ends is not None:
        axes[0].annotate(
            "no new starts from here on",
            (ends - 0.4, 1.0),
            xycoords=("data", "axes fraction"),
            fontsize=8,
            color="#666666",
            va="bottom",
        )
    _weekly(axes[-1], [week.from_ for week in rows])
    _legend(figure, axes[0])
    return figure


def intake(answer: Fit) -> Figure:
    """The starts by week, one colour a cadence."""
    figure, (axis,) = _figure(1)
    from matplotlib.ticker import MaxNLocator

    rows = [week for week in answer.weeks() if week.from_ <= answer.horizon.to]
    names = list(answer.by_cadence)
    figure.suptitle(_title(answer), x=0.01, ha="left", fontsize=12)
    bottom = [0] * len(rows)
    colours = ("#4c78a8", "#f0a03c", "#5ba05b", "#9b6fb0", "#8a6d5b", "#d6453d")
    for index, name in enumerate(names):
        heights = [week.by_cadence.get(name, 0) for week in rows]
        axis.bar(range(len(rows)), heights, bottom=bottom, width=0.72, color=colours[index % 6], label=name)
        bottom = [low + height for low, height in zip(bottom, heights, strict=True)]
    for place, total in enumerate(bottom):
        axis.annotate(str(total), (place, total), ha="center", va="bottom", fontsize=8, color="#444444")
    _dress(axis, f"starts, {long_day(answer.horizon.from_)} to {long_day(answer.horizon.to)}")
    axis.set_ylabel("prospects")
    axis.yaxis.set_major_locator(MaxNLocator(integer=True))
    axis.set_ylim(0, 1.15 * max([*bottom, 1]))
    _weekly(axis, [week.from_ for week in rows])
    if names:
        figure.legend(loc="outside lower center", ncols=len(names), frameon=False)
    return figure


def check(answer: Check) -> Figure:
    """Load against usable time with what finds no place on top."""
    rows = answer.weeks()
    names = sorted({name for week in rows for name, time in week.categories.items() if time.wanted})
    figure, axes = _figure(max(len(names), 1))
    verdict = "all fit" if answer.fits else f"{answer.touches_wanted - answer.touches_placed:,} touches find no time"
    span = f"{short_day(answer.over.from_)} to {short_day(answer.over.to)}"
    if answer.over.from_ == answer.over.to:
        span = short_day(answer.over.from_)
    figure.suptitle(f"{answer.asked:,} started {span}: {verdict}", x=0.01, ha="left", fontsize=12)
    for axis, name in zip(axes, names, strict=False):
        times = [week.categories.get(name) for week in rows]

        def heights(part: str, times: list[Any] = times) -> list[float]:
            return _hours([whole(getattr(time, part)) if time else 0 for time in times])

        layers = [
            ("owed already", OWED, heights("committed")),
            ("finds its time", NEW, heights("placed")),
            ("finds no time", SHORT, heights("short")),
        ]
        _dress(axis, name)
        _stack(axis, range(len(rows)), layers, heights("usable"))
    _weekly(axes[-1], [week.from_ for week in rows])
    _legend(figure, axes[0])
    return figure


def calendar(answer: Schedule) -> Figure:
    """A square for each day: how much of its usable time is filled, and how many touches it holds."""
    figure, (axis,) = _figure(1)
    from matplotlib.colors import LinearSegmentedColormap

    first = min((day.date for day in answer.days), default=answer.plan.first_day)
    monday = first - timedelta(days=first.weekday())
    used: dict[tuple[int, int], tuple[float, int]] = {}
    for day in answer.days:
        usable = sum(whole(segment.usable) for segment in day.segments)
        filled = sum(whole(item.effort) for segment in day.segments for item in segment.items if not item.spare)
        place = (day.date.weekday(), (day.date - monday).days // 7)
        used[place] = (filled / usable if usable else 0.0, day.items)
    weeks = 1 + max((week for _, week in used), default=0)
    rows = 1 + max(4, *(weekday for weekday, _ in used)) if used else 5
    shares = [[used.get((row, week), (float("nan"), 0))[0] for week in range(weeks)] for row in range(rows)]
    colours = LinearSegmentedColormap.from_list("load", ["#f3f5f8", OWED])
    image = axis.imshow(shares, cmap=colours, vmin=0, vmax=1, aspect="auto")
    for (row, week), (share, touches) in used.items():
        if touches:
            colour = "white" if share > 0.6 else "#333333"
            axis.text(week, row, str(touches), ha="center", va="center", fontsize=7, color=colour)
    figure.suptitle(f"{answer.name}: touches a day, and how full the day is", x=0.01, ha="left", fontsize=12)
    axis.set_yticks(range(rows), DAYS[:rows], fontsize=8)
    _weekly(axis, [monday + timedelta(days=7 * week) for week in range(weeks)])
    axis.tick_params(length=0)
    axis.spines[:].set_visible(False)
    axis.set_xticks([week - 0.5 for week in range(1, weeks)], minor=True)
    axis.set_yticks([row - 0.5 for row in range(1, rows)], minor=True)
    axis.grid(which="minor", color="white", linewidth=2)
    axis.tick_params(which="minor", length=0)
    bar = figure.colorbar(image, ax=axis, pad=0.01, ticks=[0, 0.5, 1], label="of usable time")
    bar.ax.set_yticklabels(["none", "half", "all"], fontsize=8)
    bar.outline.set_visible(False)
    return figure
