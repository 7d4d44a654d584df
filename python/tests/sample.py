"""Every public name in use, for type checkers: `mypy --strict` reads this file, nothing runs it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import assert_type
from zoneinfo import ZoneInfo

import followthrough as ft

zone = ZoneInfo("America/New_York")
hour = timedelta(hours=1)

touches = [
    ft.Touch(channel="call", message="hello"),
    ft.Touch(channel="email", after=3, effort=timedelta(minutes=4), category="calling", reply=0.02),
]
cadence = ft.Cadence(
    name="outbound",
    touches=touches,
    days="business",
    segment="small plants",
    prep=ft.Prep(category="research", effort=timedelta(minutes=8), ahead=3),
    on_reply=ft.ReplyWork(category="follow_up", effort=timedelta(minutes=25), within=2),
    repeat=ft.Repeat(after=10, channel="call", within=4, times=8),
)
block = ft.Block(
    categories=["calling", "research"], days=("mon", "tue"), start=time(9), length=hour, skip={date(2027, 1, 5)}
)
channel = ft.Channel(
    category="calling", cap=ft.Cap(day=40, week=200), hours=ft.Hours(from_=time(8, 30), to=time(17, 30))
)
away = ft.Away(from_=date(2027, 2, 1), to=date(2027, 2, 2), label="PTO", windows="keep")
prospect = ft.Prospect(id="A1", cadence="outbound", stage="in_flight", next_touch=2, due=date(2027, 1, 5))
busy = ft.Interval(start=datetime(2027, 1, 4, 14, tzinfo=UTC), end=datetime(2027, 1, 4, 15, tzinfo=UTC))
plan = ft.Plan(
    name="desk",
    timezone=zone,
    first_day=date(2027, 1, 4),
    workweek=("mon", "tue", "wed", "thu", "fri"),
    holidays={date(2027, 1, 18)},
    away=[away],
    reserve=0.1,
    channels={"call": channel},
    blocks=[block],
    cadences=[cadence],
    mix={"outbound": 1},
    pipeline=[prospect],
    busy=[busy],
)
horizon: ft.Horizon = "quarter"
policy: ft.Policy = "level"
stage: ft.Stage = "ready"
weekday: ft.Weekday = "mon"
texts: dict[str, str] = plan.to_texts()
assert_type(ft.Plan.from_texts(**texts), ft.Plan)
assert_type(ft.Plan.from_dict(plan.to_dict()).write("plan.toml", replace=True), tuple[str, ...])
assert_type(plan.to_toml(), str)
if isinstance(plan.pipeline, ft.Pipeline):
    print(len(plan.pipeline))
read = ft.Plan.read("plan.toml", today=date(2027, 1, 4), owner="Kim").replace(reserve=0.0)
assert_type(read, ft.Plan)
assert_type(ft.busy("a.ics", start=busy.start, end=busy.end, timezone=zone), tuple[ft.Interval, ...])

fit = plan.fit("quarter", policy="level", progress=lambda found, bound: print(found, bound))
answer: ft.Answer = fit
header: ft.PlanHeader = answer.plan
look: ft.Look = fit.horizon
assumption: ft.Assumption = fit.assume
every: int | None = fit.every
limits: tuple[ft.PaceLimit, ...] = fit.binding.pace
parts: ft.Named[str, ft.CadenceStarts] = fit.by_cadence
binding: ft.Binding = fit.binding
spans: tuple[ft.BindingSpan, ...] = binding.spans
caps: tuple[ft.BindingCap, ...] = binding.caps
shares: list[ft.EffortShare] = [share for span in binding.spans for share in span.shares]
owed: ft.Commitments = fit.commitments
overdue: tuple[ft.Overdue, ...] = owed.overdue
late: tuple[ft.Late, ...] = owed.late
unreachable: tuple[ft.Unreachable, ...] = fit.unreachable
window: ft.Span = unreachable[0].window
after: ft.AfterHorizon = fit.after_horizon
ready: ft.Ready = fit.ready
expected: ft.ExpectedAnswers | None = fit.expected
with_answers: ft.PaceWithAnswers | None = fit.with_answers
warnings: tuple[ft.PlanWarning, ...] = fit.warnings
weeks: ft.Table[ft.Week] = fit.weeks()
spare: ft.CategoryTime = weeks[0].categories["calling"]
starts: ft.Table[ft.Started] = fit.starts().between(date(2027, 1, 4), date(2027, 1, 10))
times: ft.Table[ft.WeekCategory] = fit.categories()
compared: ft.Table[ft.Difference] = fit.compare(plan.with_block("calling 09:00", reserve=0.2).without("outbound").fit())
gridded = ft.grid(plan, "month", reserve=[0.0, 0.1], threads=1)
print(gridded.to_polars(), gridded.to_pandas(), gridded.to_arrow())
placement: ft.Table[ft.Placed] = fit.placement()
assert_type(ft.Fit.from_json(fit.to_json(placement=True)), ft.Fit)

many: list[ft.Fit | ft.FollowthroughError] = ft.fit_many([plan, read], "month", threads=1, progress=print)
frame: ft.Frame = ft.fit_many(weeks, threads=1)
checks: list[ft.Check | ft.FollowthroughError] = ft.ask_many([plan, read], "check", 10, "week", threads=1, progress=print)
advised: list[ft.Advice | ft.FollowthroughError] = ft.ask_many([plan], "advise", 12)
let_go: list[ft.Triage | ft.FollowthroughError] = ft.ask_many([plan], "triage")
others: list[ft.Answer | ft.FollowthroughError] = ft.ask_many([plan], "state")
asked: ft.Frame = ft.ask_many(weeks, "check", 10)
print(ft.figures(checks).to_polars())
taken: ft.Table[ft.TakenTime] = plan.taken(date(2027, 1, 4), last=date(2027, 1, 8))
framed = ft.Plan(name="desk", timezone=zone, first_day=date(2027, 1, 4), pipeline=frame, log="log.csv")
assert_type(framed.replace(pipeline=frame, reserve=0.1, log=[]), ft.Plan)

check = plan.check(100, date(2027, 1, 8))
assert_type(check, ft.Check)
assert_type(check.level, ft.Fit)
dropped: ft.Table[ft.Dropped] = check.dropped()
check_weeks: ft.Table[ft.CheckWeek] = check.weeks()
check_times: ft.Table[ft.CheckWeekCategory] = check.categories()
check_time: ft.CheckTime = check_weeks[0].categories["calling"]

desk: ft.Desk = plan.desk("month")
admit: ft.Admit = desk.start("A2", "outbound", ready=True)
obstacle: ft.Obstacle | None = plan.admit("outbound", date(2027, 1, 5)).obstacle
print(desk.withdraw("A2"), desk.started, desk.clear_day, desk.horizon.to)

advice = plan.advise(12, "quarter", policy="level", progress=print)
assert_type(advice, ft.Advice)
remedies: tuple[ft.Remedy, ...] = advice.remedies
change: ft.BlockChange = remedies[0].blocks[0]
rule: ft.Relaxed | None = remedies[0].rule
assert_type(remedies[0].apply(plan), ft.Plan)

meeting = ft.WeeklyMeeting(days=["mon"], start=time(8, 30), length=hour)
cost = plan.cost("month", meeting=meeting, effort="log", progress=print)
assert_type(cost, ft.Cost)
with_all: ft.Starts = cost.with_all
meetings: ft.Table[ft.MeetingCost] = cost.meetings()
trade: ft.Trade = plan.trade(replies={"call": 0.1}, answers="sales_co")
lengths: ft.Table[ft.LengthTrade] = trade.lengths()
each_touch: ft.Table[ft.TouchTrade] = trade.touches()
assumed: ft.Table[ft.Assumed] = trade.assumptions()
quote: ft.Quote = plan.quote(200, date(2027, 6, 30), ramp=[0, 0.5], days_off=5)
quoted: ft.Table[ft.QuoteWeek] = quote.weeks()
confidence: ft.Confidence = plan.confidence(lost=0.03, sure=[0.9], scenarios=500)
sure: ft.Table[ft.SureNumber] = confidence.levels()
holds: ft.Table[ft.PaceHolds] = confidence.paces()
number_moves: ft.Table[ft.Moves] = plan.confidence(lost=0.03, sensitivity=0.8).moves()
simulated: ft.Simulate = plan.simulate(blitz=[50, 100], keep=0.1, starts=[(date(2027, 1, 4), 20)], most=True)
ways: ft.Table[ft.SimulatedWay] = simulated.ways()
simulated_weeks: ft.Table[ft.SimulatedWeek] = simulated.weeks()
sla: ft.Sla = plan.sla(12, takes=timedelta(minutes=15), within=hour, sure=0.9, hours=(time(9), time(17)))
enough: ft.Held | None = sla.enough
held: ft.Table[ft.HeldTime] = sla.times()
ladder: ft.Table[ft.Held] = sla.ladder()
for picture in (cost.plot(), trade.plot(), confidence.plot(), simulated.plot()):
    picture.savefig("what_if.png")

triage = plan.triage()
assert_type(triage, ft.Triage)
gone: ft.Table[ft.LetGo] = triage.let_go()
counted: ft.ByPriority = triage.count
fewer: ft.ByHeads | None = triage.by_heads
late_hours: ft.StayLate | None = triage.stay_late
extra: tuple[ft.ExtraTime, ...] = late_hours.extra if late_hours else ()

schedule = plan.schedule(fit)
assert_type(schedule, ft.Schedule)
day: ft.ScheduleDay = schedule.days[0]
segment: ft.ScheduleSegment = day.segments[0]
item: ft.ScheduleItem = segment.items[0]
not_today: tuple[ft.NotToday, ...] = day.not_today
written: dict[str, str] = schedule.to_ics("blocks.ics", previous="old.ics", alarm=timedelta(minutes=10))

violations: tuple[ft.Violation, ...] = plan.verify(fit)
row = ft.LogRow(date=date(2027, 1, 4), id="A1", channel="call", outcome="voicemail", touch=1, length=hour)
logged = plan.replace(log=[row])
state: ft.State = logged.state()
states: ft.Table[ft.ProspectState] = state.prospects()
contradictions: tuple[ft.Disagreement, ...] = state.disagreements
strangers: tuple[ft.Stranger, ...] = state.strangers
words: tuple[ft.UnknownOutcome, ...] = state.unknown_outcomes
today: ft.Today = logged.today(plan.schedule())
things: ft.Table[ft.TodayItem] = today.items()
replanned: ft.Replan = logged.replan(plan.schedule())
moves: ft.Table[ft.Move] = replanned.moves()
overdue_now: ft.CatchUp = logged.catch_up(5)
made_up: ft.Table[ft.CatchUpItem] = overdue_now.items()
track: ft.Track = logged.track(seed=2)
total: ft.Count = track.total
lines: ft.Table[ft.LedgerLine] = track.ledger()
broken: ft.Table[ft.BrokenPromise] = track.broken()
kept: ft.Table[ft.Adherence] = track.adherence()
effort: ft.Table[ft.Effort] = track.effort()
groups: ft.Table[ft.Group] = track.experiments()
silences: ft.Table[ft.Silence] = track.silences()
orphans: ft.Table[ft.Orphan] = track.orphans()
at_touch: ft.Table[ft.AtTouch] = track.at_touch()
as_logged: ft.Fit = logged.fit(effort="log")

figure = fit.plot("intake")
figure.savefig("intake.png")

match fit:
    case ft.Fit(number=number, today=None):
        assert_type(number, int)

try:
    ft.Plan.read("plan.toml")
except (ft.ArgumentError, ft.ArgumentTypeError) as error:
    assert_type(error.argument, str)
except ft.DocumentError as error:
    problems: tuple[ft.Problem, ...] = error.problems
except ft.PlanError as error:
    assert_type(error.code, str)
    assert_type(error.fields, dict[str, object])
except ft.CalendarError as error:
    assert_type(error.line, int | None)
except ft.MissingFileError:
    pass
except ft.FileError as error:
    print(error.errno)
except (ft.TimeError, ft.InternalError, ft.FollowthroughError):
    print(ft.__version__, ft.tzdata_version)
