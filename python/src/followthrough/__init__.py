"""How many new prospects you can start, so that every promised touch has its place in your calendar.

>>> import followthrough as ft
>>> plan = ft.Plan.read("docs/examples/sdr/plan.toml")
>>> plan.fit("week").unit
'per_full_week'

A `Plan` is read from files or built from values: `Block` (time on the calendar), `Cadence` and `Touch` (what every
started prospect is promised), `Prospect` (who is owed what). Ask it: `fit`, `check`, `admit`,
`advise`, `triage`, `schedule`, `verify`.
Days are `datetime.date`, lengths `timedelta`, zones `ZoneInfo`. Names are loaded when they are first used.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._advice import Advice, BlockChange, Relaxed, Remedy
    from ._answers import Admit, Answer, Check, Fit, Triage, Violation
    from ._desk import Desk
    from ._errors import (
        CalendarError,
        DocumentError,
        FileError,
        FollowthroughError,
        InternalError,
        MissingFileError,
        PlanError,
        Problem,
        TimeError,
    )
    from ._many import fit_many
    from ._named import Named
    from ._native import __version__, tzdata_version
    from ._parts import (
        AfterHorizon,
        Assumption,
        Binding,
        BindingCap,
        BindingSpan,
        ByHeads,
        ByPriority,
        CadenceStarts,
        CategoryTime,
        CheckTime,
        CheckWeek,
        Commitments,
        Dropped,
        EffortShare,
        ExtraTime,
        Late,
        LetGo,
        Look,
        Obstacle,
        Overdue,
        PaceLimit,
        Placed,
        PlanHeader,
        PlanWarning,
        Ready,
        Span,
        Started,
        StayLate,
        Unreachable,
        Week,
    )
    from ._plan import Plan, busy
    from ._schedule import NotToday, Schedule, ScheduleDay, ScheduleItem, ScheduleSegment
    from ._table import Frame, Table
    from ._values import (
        Away,
        Block,
        Cadence,
        Cap,
        Channel,
        Hours,
        Interval,
        Prep,
        Prospect,
        Repeat,
        ReplyWork,
        Touch,
    )

_HOMES = {
    "_plan": ("Plan", "busy"),
    "_many": ("fit_many",),
    "_values": (
        "Block",
        "Touch",
        "Cadence",
        "Prep",
        "ReplyWork",
        "Repeat",
        "Channel",
        "Cap",
        "Hours",
        "Away",
        "Prospect",
        "Interval",
    ),
    "_answers": ("Fit", "Check", "Admit", "Triage", "Violation", "Answer"),
    "_advice": ("Advice", "Remedy", "BlockChange", "Relaxed"),
    "_desk": ("Desk",),
    "_parts": (
        "PlanHeader",
        "Look",
        "Assumption",
        "Span",
        "Week",
        "CategoryTime",
        "PaceLimit",
        "Started",
        "CadenceStarts",
        "Binding",
        "BindingSpan",
        "BindingCap",
        "Obstacle",
        "Commitments",
        "Overdue",
        "Late",
        "Unreachable",
        "AfterHorizon",
        "Ready",
        "PlanWarning",
        "Placed",
        "Dropped",
        "EffortShare",
        "CheckWeek",
        "CheckTime",
        "LetGo",
        "ByHeads",
        "ByPriority",
        "StayLate",
        "ExtraTime",
    ),
    "_schedule": ("Schedule", "ScheduleDay", "ScheduleSegment", "ScheduleItem", "NotToday"),
    "_table": ("Table", "Frame"),
    "_named": ("Named",),
    "_errors": (
        "FollowthroughError",
        "PlanError",
        "DocumentError",
        "Problem",
        "CalendarError",
        "FileError",
        "MissingFileError",
        "TimeError",
        "InternalError",
    ),
    "_native": ("__version__", "tzdata_version"),
}

_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Plan",
    "fit_many",
    "busy",
    "Block",
    "Touch",
    "Cadence",
    "Prep",
    "ReplyWork",
    "Repeat",
    "Channel",
    "Cap",
    "Hours",
    "Away",
    "Prospect",
    "Interval",
    "Fit",
    "Check",
    "Admit",
    "Desk",
    "Triage",
    "Advice",
    "Schedule",
    "Violation",
    "Answer",
    "Table",
    "Frame",
    "Named",
    "PlanHeader",
    "Look",
    "Assumption",
    "Span",
    "Week",
    "CategoryTime",
    "PaceLimit",
    "Started",
    "CadenceStarts",
    "Binding",
    "BindingSpan",
    "BindingCap",
    "Obstacle",
    "Commitments",
    "Overdue",
    "Late",
    "Unreachable",
    "AfterHorizon",
    "Ready",
    "PlanWarning",
    "Placed",
    "Dropped",
    "EffortShare",
    "CheckWeek",
    "CheckTime",
    "LetGo",
    "ByHeads",
    "ByPriority",
    "StayLate",
    "ExtraTime",
    "Remedy",
    "BlockChange",
    "Relaxed",
    "ScheduleDay",
    "ScheduleSegment",
    "ScheduleItem",
    "NotToday",
    "FollowthroughError",
    "PlanError",
    "DocumentError",
    "Problem",
    "CalendarError",
    "FileError",
    "MissingFileError",
    "TimeError",
    "InternalError",
    "__version__",
    "tzdata_version",
]


def __getattr__(name: str) -> object:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module 'followthrough' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"followthrough.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
