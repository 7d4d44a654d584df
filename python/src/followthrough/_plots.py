"""Pictures of answers, by matplotlib: load against usable time by week and category, the intake by week, the calendar.

What is told by colour is told by order too: from the bottom up owed, new, and what finds no place. Ground and text are those
of the style that is in use, light or dark; greys are mixed from the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from io import BytesIO
from textwrap import fill
from typing import TYPE_CHECKING, Any, cast

from ._check import refused, wrong
from ._days import DAYS, long_day, short_day
from ._parts import Week, whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ._answers import Check, Fit
    from ._schedule import Schedule

__all__ = ["calendar", "check", "intake", "weeks"]

OWED, NEW, SHORT = "#4c78a8", "#f0a03c", "#d6453d"
# Told apart side by side, on light and on dark ground, and none of them means anything else; after the last one they begin
# anew, hatched.
CADENCES = ("#5ba05b", "#b279a2", "#c9b12f", "#49a6a6", "#9d755d", "#7563c4", "#a8cf7a", "#de8fb8", "#8f8f99", "#1f7a8c")
HATCHES = ("", "///", "...", "xxx")
# How wide a label of a week is, in inches; so many digits stand beside one another, and so many numbers in squares.
LABEL, DIGITS, SQUARES = 0.6, 130, 40

# One axes, or one for each panel.
Given = Any


class Canvas:
    """Where a picture is drawn: a figure of its own, or axes that are given."""

    def __init__(self, panels: Sequence[str], ax: Given) -> None:
        try:
            from matplotlib import rcParams
            from matplotlib.figure import Figure as New
        except ImportError as error:
            raise ImportError("plots need matplotlib: pip install followthrough[plot]") from error
        self.ink, ground = rcParams["text.color"], rcParams["axes.facecolor"]
        self.ground = rcParams["figure.facecolor"] if ground == "none" else ground
        self.is_own = ax is None
        self._title = ""
        if ax is None:
            self.figure: Figure = New(figsize=(9, 1.3 + 2.1 * max(len(panels), 1)), layout="constrained")
            # A notebook shows what has this method, whether pyplot was imported or not.
            setattr(self.figure, "_repr_png_", partial(_png, self.figure))
            axes = self.figure.subplots(max(len(panels), 1), 1, sharex=True, squeeze=False)
            self.axes: list[Axes] = [row[0] for row in axes]
        else:
            self.axes = _given(ax, panels)
            self.figure = cast("Figure", self.axes[0].figure)

    def grey(self, share: float) -> tuple[float, float, float]:
        """The text's colour, so much of it, on the ground."""
        from matplotlib.colors import to_rgb

        red, green, blue = (share * ink + (1 - share) * ground for ink, ground in zip(to_rgb(self.ink), to_rgb(self.ground), strict=True))
        return red, green, blue

    def title(self, text: str) -> None:
        """What the whole picture is called; on axes that are given the first one is called so."""
        self._title = text
        if self.is_own:
            self.figure.suptitle(fill(text, 92), x=0.01, ha="left", fontsize=12)

    def dress(self, axis: Axes, title: str, unit: str = "hours") -> None:
        if not self.is_own and axis is self.axes[0]:
            title = f"{fill(self._title, 70)}\n{title}"
        axis.set_title(fill(title, 110) if self.is_own else title, loc="left", fontsize=10, fontweight="bold")
        axis.spines[["top", "right"]].set_visible(False)
        axis.set_ylabel(unit)
        axis.set_ylim(bottom=0)
        axis.margins(x=0.01)
        axis.set_axisbelow(True)
        axis.grid(axis="x", visible=False)
        axis.grid(axis="y", color=self.grey(0.14), linewidth=0.8)

    def stack(self, axis: Axes, layers: list[tuple[str, Any, list[float]]], usable: list[float]) -> None:
        """Bars on one another, and a line at the time that is usable."""
        places = range(len(usable))
        bottom = [0.0] * len(usable)
        for label, colour, heights in layers:
            axis.bar(places, heights, bottom=bottom, width=0.72, color=colour, label=label)
            bottom = [low + height for low, height in zip(bottom, heights, strict=True)]
        there = [(place, height) for place, height in enumerate(usable) if height]
        axis.hlines([height for _, height in there], [place - 0.44 for place, _ in there], [place + 0.44 for place, _ in there], color=self.ink, linewidth=1.6)
        self.room(axis, max([*bottom, *usable]), "no usable time")

    def room(self, axis: Axes, highest: float, nothing: str) -> None:
        """As high as the bars and what is written above them; where there is none, it says what is not there."""
        has_legend = not self.is_own and axis is self.axes[0]
        axis.set_ylim(0, (1.4 if has_legend else 1.15) * highest or 1)
        if not highest:
            axis.set_yticks([0])
            axis.text(0.5, 0.5, nothing, ha="center", va="center", transform=axis.transAxes, color=self.grey(0.7), fontsize=9)

    def weekly(self, days: Sequence[date], off: dict[date, str]) -> None:
        """The weeks below the last panel: as many labels as fit, a star where days are off, and which those are."""
        *others, axis = self.axes
        inches = 8.4 if self.is_own else axis.get_window_extent().width / self.figure.dpi
        step = -(-len(days) // max(2, int(inches / LABEL))) or 1
        shown = [(place, day) for place, day in enumerate(days) if place % step == 0]
        years = {day.year for day in days}
        labels = []
        for index, (_, day) in enumerate(shown):
            is_new = len(years) > 1 and (index == 0 or shown[index - 1][1].year != day.year)
            labels.append(short_day(day) + ("*" if day in off else "") + (f"\n{day.year}" if is_new else ""))
        axis.set_xticks([place for place, _ in shown], labels, rotation=0, fontsize=8)
        for other in others if not self.is_own else ():
            other.set_xticks([place for place, _ in shown], [""] * len(shown))
        told = [f"{short_day(day)}{f' {day.year}' if day.year != days[0].year else ''} {text}" for day, text in off.items()]
        more = f" and {len(told) - 8} more" if len(told) > 8 else ""
        note = fill(f"* {'; '.join(told[:8])}{more}", int(15 * inches)) if told else ""
        axis.set_xlabel("\n".join(filter(None, ("week of", note))), fontsize=8, loc="left")

    def legend(self, handles: list[Any], labels: list[str]) -> None:
        """What the colours mean, in as many rows as are needed."""
        if not labels:
            return
        columns = max(1, min(len(labels), 110 // (max(map(len, labels)) + 6)))
        if self.is_own:
            self.figure.align_ylabels()
            self.figure.legend(handles, labels, loc="outside lower center", ncols=columns, frameon=False, fontsize=9)
        else:
            self.axes[0].legend(handles, labels, loc="upper left", ncols=columns, fontsize=7, frameon=False, columnspacing=1, handlelength=1.2)

    def empty(self, text: str) -> Figure:
        """A picture that has nothing to show, and says so."""
        axis = self.axes[0]
        axis.set_axis_off()
        if not self.is_own:
            axis.set_title(fill(self._title, 70), loc="left", fontsize=10, fontweight="bold")
        axis.text(0.5, 0.5, fill(text, 80), ha="center", va="center", transform=axis.transAxes, color=self.grey(0.7))
        return self.figure


def _png(figure: Figure) -> bytes:
    """The picture as a notebook shows it."""
    buffer = BytesIO()
    figure.savefig(buffer, format="png", dpi=100)
    return buffer.getvalue()


def _given(ax: Given, panels: Sequence[str]) -> list[Axes]:
    """The axes that a caller wants a picture in: one for each panel."""
    from matplotlib.axes import Axes

    is_one = isinstance(ax, (Axes, str)) or not hasattr(ax, "__iter__")
    several: list[Any] = [ax] if is_one else list(cast(Any, getattr(ax, "flat", ax)))
    for index, one in enumerate(several):
        if not isinstance(one, Axes):
            raise refused("ax" if len(several) == 1 else f"ax[{index}]", one, "axes of matplotlib")
    wanted = max(len(panels), 1)
    if len(several) != wanted:
        named = f", for {', '.join(panels)}" if panels else ""
        raise wrong("ax", ax, f"{wanted} axes{named}")
    return several


def _hours(seconds: Iterable[int]) -> list[float]:
    return [second / 3600 for second in seconds]


def _heights(times: Sequence[Any], part: str) -> list[float]:
    """One part of the time of each week, in hours."""
    return _hours(whole(getattr(time, part)) if time else 0 for time in times)


def _title(answer: Fit) -> str:
    """The plan, and what to start; of an answer that was read from JSON, the plan and its number."""
    if answer._said is None:
        unit = "in a full week" if answer.unit == "per_full_week" else "in all"
        return f"{answer.plan.name}: {answer.number:,} {unit}"
    *_, headline = [texts[0] for kind, texts, _, _ in answer._said[2] if kind == "headline"]
    return f"{answer.plan.name}: {headline.partition('. ')[0].rstrip('.')}"


def _off(answer: Fit, rows: Iterable[Week]) -> dict[date, str]:
    """Days off by week, as the answer in words names them; of one that was read from JSON how many workdays there are."""
    if answer._said is None:
        full = answer.full_week or 0
        # A week that the first or the last day cuts has no fewer workdays for it.
        whole_weeks = (week for week in rows if week.to - week.from_ == timedelta(days=6))
        return {week.from_: f"{week.workdays} of {full} workdays" for week in whole_weeks if week.workdays < full}
    named: dict[str, str] = {}
    for kind, _, lines, _ in answer._said[2]:
        if kind == "table" and lines and lines[0][0] == "week of":
            named |= {str(line[0]): str(line[-1]) for line in lines[1:] if len(line) > len(lines[0]) and line[-1]}
    found = {}
    for week in rows:
        day = short_day(week.from_)
        text = named.get(day) or named.get(f"{day} {week.from_.year}")
        if text:
            found[week.from_] = text
    return found


def _line(canvas: Canvas) -> Any:
    from matplotlib.lines import Line2D

    return Line2D([], [], color=canvas.ink, linewidth=1.6)


def weeks(answer: Fit, ax: Given = None) -> Figure:
    """Load against usable time: a panel for each category, a bar for each week."""
    rows = answer.weeks()
    names = sorted({name for week in rows for name in week.categories})
    canvas = Canvas(names, ax)
    canvas.title(_title(answer))
    if not names:
        return canvas.empty("The plan has no block, so there is no time to show.")
    binding = answer.binding
    tight = {name for limit in binding.pace[:1] for name in limit.categories} | {name for span in binding.spans for name in span.category.split("+")}
    for axis, name in zip(canvas.axes, names, strict=True):
        times = [week.categories.get(name) for week in rows]
        layers = [
            ("owed already", OWED, _heights(times, "committed")),
            ("new prospects", NEW, _heights(times, "new")),
            ("spare", canvas.grey(0.15), _heights(times, "spare")),
        ]
        canvas.dress(axis, f"{name}: this is what binds" if name in tight else name)
        canvas.stack(axis, layers, _heights(times, "usable"))
        # Of a total, the weeks with the days that are full.
        spans = [span for span in binding.spans if name in span.category.split("+")]
        for place, week in enumerate(rows):
            if any(week.from_ <= span.to and span.from_ <= week.to for span in spans):
                axis.axvspan(place - 0.5, place + 0.5, color=SHORT, alpha=0.14, linewidth=0, zorder=0.5)
    handles, labels = canvas.axes[0].get_legend_handles_labels()
    canvas.legend([*handles, _line(canvas)], [*labels, "usable"])
    ends = next((index for index, week in enumerate(rows) if week.from_ > answer.horizon.to), None)
    if ends is not None:
        for axis in canvas.axes:
            axis.axvline(ends - 0.5, color=canvas.grey(0.5), linewidth=0.8, linestyle=(0, (4, 3)))
        is_late = ends > 0.6 * len(rows)
        where, side = (ends - 0.6, "right") if is_late else (ends - 0.4, "left")
        canvas.axes[0].annotate(
            "no new starts from here on", (where, 1.0), xycoords=("data", "axes fraction"), fontsize=8, color=canvas.grey(0.65), va="bottom", ha=side
        )
    canvas.weekly([week.from_ for week in rows], _off(answer, rows))
    return canvas.figure


def intake(answer: Fit, ax: Given = None) -> Figure:
    """The starts by week, one colour a cadence."""
    canvas = Canvas(["starts"], ax)
    from matplotlib.ticker import MaxNLocator

    (axis,) = canvas.axes
    rows = [week for week in answer.weeks() if week.from_ <= answer.horizon.to]
    names = list(answer.by_cadence)
    bottom = [0] * len(rows)
    for index, name in enumerate(names):
        heights = [week.by_cadence.get(name, 0) for week in rows]
        turn, hatch = divmod(index, len(CADENCES))[::-1]
        axis.bar(range(len(rows)), heights, bottom=bottom, width=0.72, color=CADENCES[turn], hatch=HATCHES[hatch % len(HATCHES)], edgecolor=canvas.ground, linewidth=0, label=name)
        bottom = [low + height for low, height in zip(bottom, heights, strict=True)]
    digits = len(f"{max(bottom, default=0):,}") * len(rows)
    for place, total in enumerate(bottom) if digits <= DIGITS and any(bottom) else ():
        size = 8 if digits <= DIGITS / 2 else 6
        axis.annotate(f"{total:,}", (place, total), ha="center", va="bottom", fontsize=size, color=canvas.grey(0.85))
    canvas.title(_title(answer))
    canvas.dress(axis, f"prospects started a week, {long_day(answer.horizon.from_)} to {long_day(answer.horizon.to)}", "prospects")
    axis.yaxis.set_major_locator(MaxNLocator(integer=True))
    canvas.room(axis, max(bottom, default=0), "nobody is started")
    canvas.weekly([week.from_ for week in rows], _off(answer, rows))
    canvas.legend(*axis.get_legend_handles_labels())
    return canvas.figure


def check(answer: Check, ax: Given = None) -> Figure:
    """Load against usable time with what finds no place on top."""
    rows = answer.weeks()
    names = sorted({name for week in rows for name, time in week.categories.items() if time.wanted})
    canvas = Canvas(names, ax)
    verdict = "all fit" if answer.fits else f"{answer.touches_wanted - answer.touches_placed:,} touches find no time"
    if not answer.fits and answer.touches_wanted == answer.touches_placed:
        verdict = f"{answer.kept:,} fit"
    span = f"{short_day(answer.over.from_)} to {short_day(answer.over.to)}"
    if answer.over.from_ == answer.over.to:
        span = short_day(answer.over.from_)
    canvas.title(f"{answer.plan.name}: {answer.asked:,} started {span}, {verdict}")
    if not names:
        return canvas.empty("The prospects want no time of any block.")
    for axis, name in zip(canvas.axes, names, strict=True):
        times = [week.categories.get(name) for week in rows]
        layers: list[tuple[str, Any, list[float]]] = [
            ("owed already", OWED, _heights(times, "committed")),
            ("finds its time", NEW, _heights(times, "placed")),
            ("finds no time", SHORT, _heights(times, "short")),
        ]
        canvas.dress(axis, name)
        canvas.stack(axis, layers, _heights(times, "usable"))
    handles, labels = canvas.axes[0].get_legend_handles_labels()
    canvas.legend([*handles, _line(canvas)], [*labels, "usable"])
    canvas.weekly([week.from_ for week in rows], {})
    return canvas.figure


def calendar(answer: Schedule, ax: Given = None) -> Figure:
    """A square for each day: how much of its usable time is filled, and how many touches it holds."""
    canvas = Canvas(["days"], ax)
    from matplotlib.colors import LinearSegmentedColormap

    (axis,) = canvas.axes
    canvas.title(f"{answer.name}: touches a day, and how full the day is")
    if not answer.days:
        return canvas.empty("No day of the schedule has a block or anything to do.")
    first = min(day.date for day in answer.days)
    monday = first - timedelta(days=first.weekday())
    used: dict[tuple[int, int], tuple[float, int]] = {}
    for day in answer.days:
        usable = sum(whole(segment.usable) for segment in day.segments)
        filled = sum(whole(item.effort) for segment in day.segments for item in segment.items if not item.spare)
        place = (day.date.weekday(), (day.date - monday).days // 7)
        used[place] = (filled / usable if usable else 0.0, day.items)
    weeks = 1 + max(week for _, week in used)
    rows = 1 + max(4, *(weekday for weekday, _ in used))
    shares = [[used.get((row, week), (float("nan"), 0))[0] for week in range(weeks)] for row in range(rows)]
    ends: Any = [canvas.grey(0.06), OWED]
    colours = LinearSegmentedColormap.from_list("load", ends)
    image = axis.imshow(shares, cmap=colours, vmin=0, vmax=1, aspect="auto")
    for (row, week), (share, touches) in used.items() if weeks <= SQUARES else ():
        if touches:
            colour = "white" if _is_dark(colours(min(share, 1.0))) else "#333333"
            axis.text(week, row, str(touches), ha="center", va="center", fontsize=7, color=colour)
    if not canvas.is_own:
        axis.set_title(fill(canvas._title, 70), loc="left", fontsize=10, fontweight="bold")
    axis.set_yticks(range(rows), DAYS[:rows], fontsize=8)
    canvas.weekly([monday + timedelta(days=7 * week) for week in range(weeks)], {})
    axis.grid(visible=False)
    axis.tick_params(length=0)
    axis.spines[:].set_visible(False)
    axis.set_xticks([week - 0.5 for week in range(1, weeks)], minor=True)
    axis.set_yticks([row - 0.5 for row in range(1, rows)], minor=True)
    axis.grid(which="minor", color=canvas.ground, linewidth=min(2.0, 90 / weeks))
    axis.tick_params(which="minor", length=0)
    bar = canvas.figure.colorbar(image, ax=axis, pad=0.01, ticks=[0, 0.5, 1], label="of usable time")
    bar.ax.set_yticklabels(["none", "half", "all"], fontsize=8)
    bar.outline.set_visible(False)
    return canvas.figure


def _is_dark(colour: tuple[float, ...]) -> bool:
    """Whether white is easier to read on it than black."""
    red, green, blue = colour[:3]
    return 0.299 * red + 0.587 * green + 0.114 * blue < 0.6
