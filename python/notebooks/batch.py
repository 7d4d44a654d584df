# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # Two thousand reps
#
# An analyst asks the same question for a whole team: what pace can each rep carry, and what holds it down? The reps here
# are simulated: all promise the same ten touches of five minutes each, but everybody's calendar has grown in its own way.

# %%
import random
from dataclasses import replace
from datetime import datetime, timedelta

import polars as pl

import followthrough as ft

minute = timedelta(minutes=1)
touches = [
    ft.Touch(channel=channel, day=day, effort=5 * minute)
    for day, channel in [(1, "call"), (3, "email"), (6, "call"), (9, "email"), (12, "call"), (16, "email"), (19, "call")]
    + [(22, "call"), (26, "email"), (29, "call")]
]
desk = ft.Plan.read("../../docs/examples/sdr/plan.toml").replace(
    cadences=[ft.Cadence(name="outbound", touches=touches)],
    channels={"email": ft.Channel(category="research")},
    mix={},
    pipeline=[],
)

# %% [markdown]
# Each rep has blocks of other lengths, keeps more or less free for what comes up, and sits in up to three weekly meetings.

# %%
draw = random.Random(1)
mondays = [desk.first_day + timedelta(weeks=week) for week in range(26)]


def meetings() -> list[ft.Interval]:
    """The same hour of the week, for half a year."""
    day, hour = draw.randrange(5), draw.choice([8, 9, 10, 11, 13, 15])
    starts = [datetime(m.year, m.month, m.day, hour, 30, tzinfo=desk.timezone) + timedelta(days=day) for m in mondays]
    return [ft.Interval(start=start, end=start + 30 * minute) for start in starts]


def rep(number: int) -> ft.Plan:
    research, calling, *others = desk.blocks
    lengths = draw.choice([25, 30, 45, 60]), draw.choice([60, 75, 90])
    blocks = [replace(block, length=length * minute) for block, length in zip((research, calling), lengths)]
    busy = [meeting for _ in range(draw.randrange(4)) for meeting in meetings()]
    return desk.replace(name=f"rep {number}", blocks=[*blocks, *others], busy=busy, reserve=draw.choice([0.0, 0.1, 0.2]))


reps = [rep(number) for number in range(2_000)]
fits = ft.fit_many(reps)

# %% [markdown]
# A plan that cannot be asked would stand among them as its error. Here all can.


# %%
def pace(fit: ft.Fit | ft.FollowthroughError) -> int:
    assert isinstance(fit, ft.Fit)
    return fit.number


def binds(fit: ft.Fit | ft.FollowthroughError) -> str:
    assert isinstance(fit, ft.Fit)
    return "+".join(sorted({name for limit in fit.binding.pace[:1] for name in limit.categories}))


team = pl.DataFrame({"rep": [plan.name for plan in reps], "pace": map(pace, fits), "binds": map(binds, fits)})
team.group_by("binds").agg(pl.len().alias("reps"), pl.col("pace").mean().round(1).alias("mean pace")).sort("reps", descending=True)

# %% [markdown]
# Every table of an answer goes into polars as it is. How much of its time does each category leave unused in the quarter?

# %%
weeks = pl.concat([pl.DataFrame(fit.categories()).with_columns(rep=pl.lit(fit.plan.name)) for fit in fits if isinstance(fit, ft.Fit)])
spare = (
    weeks.filter(pl.col("first_day") <= fits[0].horizon.to)
    .drop_nulls("category")
    .join(team.select("rep", "binds"), on="rep")
    .group_by("binds", "category")
    .agg((pl.col("spare").sum() / pl.col("usable").sum()).round(2).alias("spare"))
    .pivot("category", index="binds", values="spare")
    .sort("binds")
    .select("binds", "calling", "research")
)
spare

# %% [markdown]
# So time is not what is missing: it is in the wrong block. For those whom research binds, a quarter of an hour a day goes
# from the end of the morning's calls to the end of research. Nobody works a minute more.


# %%
def turned(plan: ft.Plan) -> ft.Plan:
    """Fifteen minutes a day less of the first calling block, and more of research."""
    research, calling, *others = plan.blocks
    changed = [replace(research, length=research.length + 15 * minute), replace(calling, length=calling.length - 15 * minute)]
    return plan.replace(blocks=[*changed, *others])


after = [turned(plan) if bound == "research" else plan for plan, bound in zip(reps, team["binds"])]
team = team.with_columns(after=pl.Series(map(pace, ft.fit_many(after))))
team.group_by("binds").agg(pl.len().alias("reps"), pl.sum("pace", "after"), (pl.sum("after") / pl.sum("pace") - 1).round(2).alias("gain")).sort(
    "reps", descending=True
)

# %%
from matplotlib.figure import Figure

figure = Figure(figsize=(9, 3.2), layout="constrained")
axis = figure.subplots()
steps = range(team["pace"].min(), team["after"].max() + 2)
axis.hist([team["pace"], team["after"]], bins=steps, align="left", label=["as it is", "a quarter hour moved"], color=["#4c78a8", "#f0a03c"])
axis.set(xlabel="new prospects in a week", ylabel="reps", xticks=steps)
axis.spines[["top", "right"]].set_visible(False)
axis.legend(frameon=False)
figure.suptitle("2,000 reps: the pace that each can go on with", x=0.01, ha="left")
figure

# %% [markdown]
# Not for everybody: for some, calls bind as soon as the quarter hour is gone. An average hides them, and a frame does not.

# %%
change = team.filter(pl.col("binds") == "research").with_columns(change=pl.col("after") - pl.col("pace"))
change.group_by("change").agg(pl.len().alias("reps")).sort("change")

# %%
assert team["after"].sum() > team["pace"].sum()
