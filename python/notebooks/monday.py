# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # A rep's Monday
#
# It is Monday 23 November, a short week. Forty prospects are in flight. Three questions before nine o'clock: what is
# owed today, how many new ones may I start, and are enough of them researched?

# %%
import followthrough as ft

plan = ft.Plan.read("../../docs/examples/sdr/plan.toml")
fit = plan.fit()
fit

# %% [markdown]
# The number is a pace that can be repeated, not what today could swallow. It comes with a proof: `binding` names the
# time that one more a week would need and that is not there.

# %%
fit.binding.why

# %%
assert fit.proved and fit.today is not None
f"start {fit.today} today; {fit.ready.now} are researched, {fit.ready.needed_this_week} are needed this week"

# %% [markdown]
# ## What to do, in order
#
# What closes today comes first. Names, clock times and reasons are in the schedule; whom no block can reach is named too.

# %%
schedule = plan.schedule(fit)
schedule

# %%
today = schedule.days[0]
[(one.name, one.reason) for one in today.not_today]

# %% [markdown]
# The quarter as a calendar: touches a day, and how full the day is.

# %%
schedule.plot()

# %% [markdown]
# ## A meeting lands on tomorrow's calling hour
#
# The plan is a value: with one more busy hour it is another plan, and the answer follows.

# %%
from datetime import datetime, timedelta

moved = datetime(2026, 11, 24, 10, tzinfo=plan.timezone)
fuller = plan.replace(busy=[*plan.busy, ft.Interval(start=moved, end=moved + timedelta(minutes=90))])
after = fuller.fit()
(fit.this_week, after.this_week, after.commitments.fits)

# %% [markdown]
# ## Into the calendar
#
# One event for each block, with the list of touches in it. Without a path the calendar is only returned.

# %%
name, text = schedule.to_ics().popitem()
text.count("BEGIN:VEVENT")

# %%
assert plan.verify(fit) == ()
