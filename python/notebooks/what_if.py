# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # An analyst's what-ifs
#
# Three questions that a manager asks about a desk: when may a weekly meeting lie, how long should a cadence be, and does
# the number hold when prospects answer and days are lost? Each answer is a frame, so each question can be asked many times.

# %%
import altair as alt
import polars as pl
from datetime import time, timedelta

import followthrough as ft

plan = ft.Plan.read("../../docs/examples/sdr/plan.toml")

# %% [markdown]
# ## When may the meeting lie?
#
# An hour a week, asked on every weekday and at every hour. `cost` adds the meeting to the calendar and asks the plan again.

# %%
hour = timedelta(hours=1)


def costs(day: str, at: int) -> int:
    """Prospects a quarter that an hour a week costs."""
    meeting = ft.WeeklyMeeting(days=[day], start=time(at, 30), length=hour)
    return plan.cost(meeting=meeting).meetings()[0].over_horizon


meetings = pl.DataFrame(
    [
        {"day": day, "hour": f"{at:02}:30", "prospects": costs(day, at)}
        for day in ("mon", "tue", "wed", "thu", "fri")
        for at in (8, 9, 10, 11, 13, 14, 15)
    ]
)
meetings.pivot("day", index="hour", values="prospects")

# %%
squares = alt.Chart(meetings).encode(
    x=alt.X("day:N", sort=["mon", "tue", "wed", "thu", "fri"], title=None),
    y=alt.Y("hour:O", title=None),
)
shaded = squares.mark_rect().encode(color=alt.Color("prospects:Q", scale=alt.Scale(scheme="oranges"), legend=None))
heat = shaded + squares.mark_text(color="black").encode(text="prospects:Q")
heat.properties(title="Prospects a quarter that a weekly hour costs", width=320, height=220)

# %% [markdown]
# At half past eight lies the research block, and research is what binds this desk: the meeting costs two prospects a week there,
# and none at any other hour.

# %% [markdown]
# ## How long should a cadence be?
#
# Starts go up as cadences get shorter, and answers for each start go down. Where the summit lies depends on what is taken
# for granted of answers, so it is asked twice.

# %%
lengths = pl.concat(
    [
        plan.trade(answers=answers).lengths().to_polars().select("touches", "total", "answers", source=pl.lit(answers))
        for answers in ("instantly", "sales_co")
    ]
)
lengths.pivot("source", index=["touches", "total"], values="answers")

# %%
alt.Chart(lengths, title="Answers a quarter, by the touches of the longest cadence").mark_line(point=True).encode(
    x=alt.X("touches:O", sort="descending"),
    y=alt.Y("answers:Q", scale=alt.Scale(zero=False)),
    strokeDash=alt.StrokeDash("source:N", title="whose count of answers"),
).properties(width=420, height=240)

# %% [markdown]
# Both sources have the summit at eight touches, with the last two left out. What was taken for granted, each with its origin
# and how many were counted:

# %%
plan.trade("month").assumptions().to_polars().select("what", "value", "origin", "n")

# %% [markdown]
# Which touches are free, and which are dear? Each is left out alone. A touch is free where no more prospects can be started
# without it.

# %%
touches = plan.trade().touches().to_polars()
touches.group_by("channel").agg(pl.len().alias("touches"), pl.col("free").sum(), pl.col("answers").max().alias("most answers without one")).sort("channel")

# %% [markdown]
# ## Will it hold?
#
# `confidence` draws quarters in which prospects answer and days are lost, and counts in how many each pace keeps every promise.

# %%
plan.confidence(lost=0.03, scenarios=1000)

# %%
sure = pl.concat(
    [
        plan.confidence(lost=lost, scenarios=1000, sure=[0.5, 0.8, 0.9]).levels().to_polars().with_columns(lost=pl.lit(lost))
        for lost in (0.0, 0.02, 0.05, 0.1)
    ]
)
sure.pivot("share", index="lost", values="number")

# %% [markdown]
# One day in twenty that is lost without warning leaves the number that holds in four of five quarters as it is, and takes some of
# the number that holds in nine of ten. How much of it is chance of the draws, the interval says:

# %%
sure.filter(pl.col("share") == 0.9).select("lost", "number", "low", "high", "kept98")
