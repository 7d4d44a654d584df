"""How many new prospects you can start, so that every promised touch has its place in your calendar.

>>> import followthrough as ft
>>> plan = ft.Plan.read("docs/examples/sdr/plan.toml")
>>> plan.fit("week").unit
'per_full_week'

A `Plan` is read from files or built from values: `Block` (time on the calendar), `Cadence` and `Touch` (what every
started prospect is promised), `Prospect` (who is owed what). Ask it: `fit`, `check`, `admit`,
`advise`, `triage`, `schedule`, `verify`; what if: `cost`, `trade`, `quote`, `sla`, `confidence`, `simulate`; and with a log of what was done `today`, `state`, `replan`, `catch_up`, `track`.
Days are `datetime.date`, lengths `timedelta`, zones `ZoneInfo`. Names are loaded when they are first used.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    # What each module names in its own `__all__` is public.
    from ._advice import *
    from ._answers import *
    from ._ask import *
    from ._busy import *
    from ._compare import *
    from ._desk import *
    from ._errors import *
    from ._forecasts import *
    from ._log import *
    from ._many import *
    from ._named import *
    from ._native import __version__ as __version__
    from ._native import tzdata_version as tzdata_version
    from ._needs import *
    from ._parts import *
    from ._pipeline import *
    from ._plan import *
    from ._schedule import *
    from ._table import *
    from ._track import *
    from ._values import *
    from ._what_if import *

# In the order in which a name is looked for: what is asked first loads least.
_MODULES: tuple[str, ...] = ("_plan", "_values", "_errors", "_named", "_table", "_pipeline", "_log", "_many", "_answers", "_parts", "_desk")
_MODULES += ("_schedule", "_advice", "_track", "_compare", "_ask", "_busy", "_what_if", "_forecasts", "_needs")
_VERSIONS = ("__version__", "tzdata_version")


def _all() -> list[str]:
    """Every public name."""
    from importlib import import_module

    return [name for home in _MODULES for name in import_module(f"{__name__}.{home}").__all__] + [*_VERSIONS]


if not TYPE_CHECKING:
    # Not for type checkers: a name that is not there is a slip.
    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name == "__all__":
            return _all()
        for home in ("_native",) if name in _VERSIONS else _MODULES:
            # A name that nobody gave is looked for nowhere.
            if name.startswith("_") and name not in _VERSIONS:
                break
            module = import_module(f"{__name__}.{home}")
            if name in module.__all__:
                value = getattr(module, name)
                globals()[name] = value
                return value
        from sys import modules

        # With both Python says which name was meant.
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name, obj=modules[__name__])


def __dir__() -> list[str]:
    return sorted(_all())
