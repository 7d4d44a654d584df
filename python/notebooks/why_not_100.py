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

plan = ft.Plan.read("../../docs/examples/sdr/plan.toml")
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
# ## What it would take
#
# Research is what binds, while calling has time to spare. What would one more a week take? Each of these was found true by
# solving the plan that it leads to.

# %%
plan.advise(11)

# %% [markdown]
# More than one more? Each line has the least that was found, until other time than research begins to bind.

# %%
wanted = {number: plan.advise(number) for number in (11, 12, 14, 16)}
for number, advice in wanted.items():
    print(f"{number}: {advice.remedies[0]}")

# %% [markdown]
# Sixteen, then. A remedy can be applied: the plan that it leads to is a plan like any
# other.

# %%
wider = wanted[16].remedies[0].apply(plan)
[(block.days, block.start.isoformat("minutes"), block.length.seconds // 60) for block in wider.blocks[:2]]

# %%
wider.fit().plot()

# %% [markdown]
# And the hundred? Even then they are not started in one week, but the last of them starts sooner.

# %%
print(f"{check.by:%d %B} as the plan is, {wider.check(100, 'week').by:%d %B} with that")

# %% [markdown]
# And the blitz, to see it: all on the first day, and over the quarter.

# %%
{policy: plan.fit(policy=policy).total for policy in ("level", "once", "max")}
