"""Several plans side by side: a grid of changes to one plan, and what changes from one fit to another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any, cast

from ._check import Part, checked, refused, wrong
from ._errors import FollowthroughError
from ._many import fit_many
from ._rows import table
from ._table import Table

if TYPE_CHECKING:
    from ._answers import Fit
    from ._parts import Policy
    from ._plan import Horizon, Plan

__all__ = ["Difference", "grid"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference(Part):
    """One figure of two fits. `change` is `after` less `before`; each is None where there is no such number.

    Attributes:
        figure: Its name, such as `number`: a field of `Fit`, or `overdue`, `late` and `unreachable`, in touches.
        before: What the fit says that was asked; None where it has no such number.
        after: What the other says; None where it has no such number.
        change: The difference, in the unit of the figure; None where either has no such number.
    """

    figure: str
    before: int | None
    after: int | None
    change: int | None


FIGURES = ("number", "bound", "every", "full_week", "today", "this_week", "this_month", "this_quarter", "total")


def _figures(fit: Fit) -> dict[str, int | None]:
    owed = {"overdue": fit.commitments.overdue, "late": fit.commitments.late, "unreachable": fit.unreachable}
    counts: dict[str, int | None] = {name: sum(one.count for one in several) for name, several in owed.items()}  # type: ignore[attr-defined]
    return {name: getattr(fit, name) for name in FIGURES} | counts


def differences(before: Fit, after: Fit) -> Table[Difference]:
    """Every figure of two fits."""
    others = _figures(after)
    rows = []
    for name, was in _figures(before).items():
        now = others[name]
        change = None if was is None or now is None else now - was
        rows.append(Difference(figure=name, before=was, after=now, change=change))
    return table(Difference, rows)


COUNTS = ("number", "bound", "today", "this_week", "this_month", "this_quarter", "total", "every")
KINDS: dict[type, str] = {bool: "flag", int: "count", float: "number", timedelta: "length", date: "day", str: "text"}

Cells = tuple[object, ...]


@checked
def grid(
    plan: Plan,
    horizon: Horizon | None = None,
    *,
    policy: Policy = "level",
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
    **changes: Any,
) -> Table[Cells]:
    """The fits of a plan under every combination of changes, as a table: one row each, in the order of the changes.

    Each of `changes` is a field of the plan with a list of values, such as `reserve=[0, 0.1]`. A mapping gives its values
    by the label that the table shows, `blocks={"as it is": plan.blocks, "more": more}`; there a value may be a function that
    takes the plan and gives the changed one, and the name may be any. The columns are the changes, then `number`, `unit`,
    `bound`, `proved`, `today`, `this_week`, `this_month`, `this_quarter`, `total`, `every`, `binds` and `error`. A plan that
    cannot be asked is a row with its error. `threads` and `progress` are those of `fit_many`.

    Raises `ArgumentTypeError` for values that are neither a list nor a mapping, `ArgumentError` where there are none.

    >>> plan = Plan.read("docs/examples/worked/plan.toml")
    >>> hours = {"1 h": lambda plan: plan, "2 h": lambda plan: plan.with_block("calling 09:00", length=timedelta(hours=2))}
    >>> [row[:3] for row in grid(plan, reserve=[0.0, 0.5], calling=hours)]
    [(0.0, '1 h', 5), (0.0, '2 h', 10), (0.5, '1 h', 2), (0.5, '2 h', 5)]
    """
    axes = {name: _axis(name, given) for name, given in changes.items()}
    if not axes:
        raise wrong("changes", {}, "at least one list of values by the name of a field of the plan")
    combined = list(product(*axes.values()))
    changed = [_changed(plan, list(axes), values) for values in combined]
    fits = iter(fit_many([one for one in changed if not isinstance(one, Exception)], horizon, policy=policy, threads=threads, progress=progress))
    rows = []
    for values, one in zip(combined, changed, strict=True):
        rows.append((*(shown for shown, _ in values), *_told(one if isinstance(one, Exception) else next(fits))))
    kinds = {name: _kind([shown for shown, _ in axis]) for name, axis in axes.items()}
    told = {"number": "count", "unit": "text", "bound": "count", "proved": "flag"}
    told |= {name: "count" for name in COUNTS[2:]} | {"binds": "text", "error": "text"}
    # A change keeps its name; a figure of the same name is one of the fit.
    kinds |= {f"fit_{name}" if name in axes else name: kind for name, kind in told.items()}
    return Table(rows, kinds, _as_it_is)


def _as_it_is(row: Cells) -> Cells:
    return row


def _axis(name: str, given: Any) -> list[tuple[object, Any]]:
    """The values of a change, each with what the table shows of it."""
    if isinstance(given, Mapping):
        found: list[tuple[object, Any]] = [(str(label), value) for label, value in given.items()]
    elif isinstance(given, (str, bytes)) or not isinstance(given, Sequence):
        raise refused(name, given, "a list of values, or a mapping of values by label")
    else:
        plain = all(value is None or type(value) in KINDS for value in given)
        found = [(value if plain else str(value), value) for value in given]
    if not found:
        raise wrong(name, given, "at least one value")
    return found


def _kind(shown: list[object]) -> str:
    kinds = {KINDS[type(value)] for value in shown if value is not None}
    if kinds == {"count", "number"}:
        return "number"
    return kinds.pop() if len(kinds) == 1 else "text"


def _changed(plan: Plan, names: list[str], values: tuple[tuple[object, Any], ...]) -> Plan | FollowthroughError:
    """The plan with one combination of changes, or why there is none."""
    try:
        for name, (_, value) in zip(names, values, strict=True):
            plan = cast(Any, value)(plan) if callable(value) else plan.replace(**{name: value})
    except FollowthroughError as error:
        return error
    return plan


def _told(answer: Fit | Exception) -> Cells:
    if isinstance(answer, Exception):
        return (*(None for _ in range(11)), str(answer))
    limits = answer.binding.pace[:1]
    names = [name for limit in limits for name in (*limit.categories, limit.channel) if name]
    names += [span.category for span in answer.binding.spans] + [cap.channel for cap in answer.binding.caps]
    binds = ", ".join(dict.fromkeys(names))
    figures = [getattr(answer, name) for name in COUNTS]
    return (figures[0], answer.unit, figures[1], answer.proved, *figures[2:], binds, None)
