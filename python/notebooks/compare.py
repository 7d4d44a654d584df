# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # An analyst's comparison of plans
#
# What is worth more to a rep: half an hour more research a day, or less time kept free? One grid asks a plan under every
# combination, and the answer is a frame.

# %%
import altair as alt
import polars as pl
from datetime import timedelta

import followthrough as ft

plan = ft.Plan.read("../../docs/examples/sdr/plan.toml")
research = {
    f"{minutes} min": lambda plan, minutes=minutes: plan.with_block("research 08:30", length=timedelta(minutes=minutes))
    for minutes in (45, 60, 75, 90)
}
grid = ft.grid(plan, reserve=[0.0, 0.1, 0.2], research=research).to_polars()
grid.pivot("reserve", index="research", values="number")

# %% [markdown]
# A quarter of an hour more research a day is worth more than a tenth less kept free, whatever is kept free, and research
# still holds the number down in each of the plans.

# %%
alt.Chart(grid, title="Starts in a full week, by research a day and by the share kept free").mark_line(point=True).encode(
    x=alt.X("research:N", title="research a day"),
    y=alt.Y("number:Q", title="starts in a full week"),
    color=alt.Color("reserve:N", title="kept free"),
    shape=alt.Shape("reserve:N", legend=None),
).properties(width=420, height=240)

# %%
grid.group_by("binds").agg(pl.len().alias("plans"), pl.col("number").max().alias("at the most")).sort("binds")

# %% [markdown]
# Two of the plans side by side, figure by figure.

# %%
longer = research["75 min"](plan)
plan.fit().compare(longer.fit()).to_polars().filter(pl.col("change") != 0).drop_nulls()

# %% [markdown]
# Every row of a table is a row of the frame, so sums are right: the spare time of each category in the quarter.

# %%
pl.concat(
    [
        fitted.categories().to_polars().group_by("category").agg(pl.col("spare").sum()).with_columns(plan=pl.lit(name))
        for name, fitted in {"as it is": plan.fit(), "75 min": longer.fit()}.items()
    ]
).pivot("plan", index="category", values="spare").sort("category")
