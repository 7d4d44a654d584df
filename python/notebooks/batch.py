# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # Many reps at once
#
# An analyst asks the same question for a whole team: what pace can each rep carry, and what holds it down? Reps here are
# simulated: the same cadences, different calendars.

# %%
import random

import polars as pl

import followthrough as ft

desk = ft.Plan.read("docs/examples/sdr/plan.toml")
draw = random.Random(1)

# %% [markdown]
# Each rep keeps some of the blocks shorter and reserves more or less for what comes up.

# %%
from dataclasses import replace


def rep(number: int) -> ft.Plan:
    factor = draw.choice([0.5, 0.75, 1.0])
    blocks = [replace(block, length=block.length * factor) for block in desk.blocks]
    return desk.replace(name=f"rep {number}", blocks=blocks, reserve=draw.choice([0.0, 0.1, 0.2]), pipeline=[])


reps = [rep(number) for number in range(2_000)]
fits = [fit for fit in ft.fit_many(reps) if isinstance(fit, ft.Fit)]

# %%
team = pl.DataFrame(
    {
        "rep": [fit.plan.name for fit in fits],
        "a full week": [fit.number for fit in fits],
        "bound": [fit.bound for fit in fits],
        "proved": [fit.proved for fit in fits],
        "binds": ["+".join(sorted({span.category for span in fit.binding.spans})) for fit in fits],
    }
)
team.sort("a full week", descending=True)

# %% [markdown]
# Every table of an answer goes into polars as it is. Spare time by category over the quarter:

# %%
weeks = pl.concat([pl.DataFrame(fit.weeks()).with_columns(rep=pl.lit(fit.plan.name)) for fit in fits])
spare = (
    weeks.drop_nulls("category")
    .group_by("category")
    .agg(
        (pl.col("usable_seconds").sum() / 3600).round(1).alias("usable hours"),
        (pl.col("spare_seconds").sum() / pl.col("usable_seconds").sum()).round(2).alias("spare"),
    )
    .sort("category")
)
spare

# %% [markdown]
# A pipeline may come straight from a frame, with the columns of `pipeline.csv`.

# %%
pipeline = pl.read_csv("docs/examples/sdr/pipeline.csv", try_parse_dates=True)
busier = desk.replace(pipeline=pipeline.filter(pl.col("stage") != "finished"))
(busier.fit().number, busier.fit().commitments.touches)

# %%
assert all(fit.number <= fit.bound for fit in fits)
