"""Many plans at once, on all cores: plans as values, or plans as the rows of a table."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast, overload

from ._answers import Fit
from ._check import checked, counted, refused
from ._errors import FollowthroughError
from ._native import Answer, fit_frame
from ._native import fit_many as many
from ._parts import Policy
from ._plan import Horizon, Plan
from ._table import Frame

if TYPE_CHECKING:
    from ._changes import Stream

__all__ = ["fit_many"]


# More than any machine has cores; each takes its own stack.
THREADS = 1024


@overload
def fit_many(
    plans: Stream,
    horizon: Horizon | None = None,
    *,
    policy: Policy = "level",
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Frame: ...
@overload
def fit_many(
    plans: Iterable[Plan],
    horizon: Horizon | None = None,
    *,
    policy: Policy = "level",
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> list[Fit | FollowthroughError]: ...
@checked
def fit_many(
    plans: Stream | Iterable[Plan],
    horizon: Horizon | None = None,
    *,
    policy: Policy = "level",
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Frame | list[Fit | FollowthroughError]:
    """The fits of many plans, in their order, each what `plan.fit` says of it alone.

    A plan that cannot be asked gives its error in its place: one bad plan of many spoils no other. `threads` are as many
    as there are cores unless given; where a cluster already runs a task for each core, one is enough. `progress` is
    called with how many are done of how many, a few times a second and at the end; what it raises ends the work, as
    Ctrl-C does. The threads end with the call, so that a process may fork before and after.

    >>> plan = Plan.read("docs/examples/solo/plan.toml")
    >>> fits = fit_many([plan, plan.replace(reserve=0.5)], "week")
    >>> [fit.number for fit in fits if isinstance(fit, Fit)]
    [3, 1]

    A table is asked row by row, and the answer is a table: of polars, pandas or pyarrow, or a batch that Spark or Ray
    hands to a function. The column `plan` holds plans as text, TOML or JSON; `first_day` is day one where it should not
    be the plan's, as days or as text such as `2026-11-23`; `pipeline`, `log` and `busy` are the text of the one table, log
    and calendar that a plan names: `plan.to_texts()` is such a row. Other columns are handed back, and these are added:
    `number`, `unit`, `bound`, `proved`, `today`, `this_week`, `this_month`, `this_quarter`, `total`, `every`, `overdue`,
    `late`, `unreachable`, `clear_day`, `binds`, `error`, `version`, `tzdata`; one that the table has already is added as
    `fit_today`, say. An error is told in `error`, and the rest of its row is empty.

    Raises `ArgumentTypeError` for anything else than plans or a table, `ArgumentError` for a table without `plan`.
    """
    counted("threads", threads, 1, THREADS)
    count = threads or os.cpu_count() or 1
    if hasattr(plans, "__arrow_c_stream__") or hasattr(plans, "__arrow_c_array__"):
        return Frame(fit_frame(plans, policy, horizon, count, progress))
    if isinstance(plans, (str, bytes, Mapping, Plan)) or not hasattr(plans, "__iter__"):
        raise refused("plans", plans, "a list of Plan, or a table with the column `plan`")
    asked = []
    for index, plan in enumerate(cast(Iterable[Any], plans)):
        if not isinstance(plan, Plan):
            raise refused(f"plans[{index}]", plan, "a Plan")
        asked.append(plan._native)
    fits = many(asked, policy, horizon, count, progress)
    return [Fit._of(fit) if isinstance(fit, Answer) else fit for fit in fits]
