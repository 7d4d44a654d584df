# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # Why ten, and not a hundred
#
# A hundred names were bought, and somebody wants them all started this week. What becomes of them?

# %%
import followthrough as ft

plan = ft.Plan.read("docs/examples/sdr/plan.toml")
check = plan.check(100, "week")
check

# %%
check.plot()

# %% [markdown]
# Red is work that finds no time in its window. It is not late, it is never done: prospects that were started and then
# dropped. The worst of it:

# %%
worst = sorted(check.dropped(), key=lambda drop: -drop.short)[:5]
[(drop.cadence, drop.work, drop.touch, drop.count) for drop in worst]

# %% [markdown]
# The same hundred at the pace that the calendar carries. Everyone gets every touch; the last one starts on `check.by`.

# %%
check.by

# %%
fit = check.level
fit.plot()

# %%
fit.plot("intake")

# %% [markdown]
# ## What would help
#
# Research is what binds, while calling has time to spare. Half an hour more of research a week, from the calling block:

# %%
from datetime import time, timedelta

more = ft.Block(categories=["research"], days=["wed"], start=time(14, 30), length=timedelta(minutes=30))
wider = plan.replace(blocks=[*plan.blocks, more])
(fit.number, wider.fit().number)

# %% [markdown]
# And the blitz, to see it: all on the first day, and over the quarter.

# %%
{policy: plan.fit(policy=policy).total for policy in ("level", "once", "max")}
