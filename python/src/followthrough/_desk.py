"""A desk: what is promised, kept in its place while prospects are let in one at a time."""

from __future__ import annotations

from datetime import date
from typing import NoReturn

from ._answers import Admit
from ._check import checked, refused
from ._errors import ArgumentTypeError
from ._native import Desk as Native
from ._parts import Span

__all__ = ["Desk"]


class Desk:
    """Prospects are let in one at a time, beside all that is owed: `plan.desk()` makes it.

    Making a desk takes as long as a small `fit`; after that an answer takes microseconds. A plan that changes, and a new
    day, want a new desk. A desk is the only value of this package that changes.

    >>> import followthrough as ft
    >>> desk = ft.Plan.read("docs/examples/worked/plan.toml").desk()
    >>> desk.start("lead 1", "calls").admitted, desk.started
    (True, 1)
    """

    __slots__ = ("_native",)
    _native: Native

    def __init__(self, native: Native) -> None:
        if not isinstance(native, Native):
            raise refused("native", native, "what plan.desk() makes a Desk of")
        self._native = native

    @checked
    def admit(self, cadence: str, day: date | None = None, *, ready: bool = False) -> Admit:
        """Whether a prospect may be started on `day` (day one where not given), and if not, when. Nothing is promised.

        `ready` says that its prep is done.

        Raises `ArgumentTypeError` or `ArgumentError` for an argument that is of another kind or cannot be, and `PlanError`
        for a cadence that the plan has not, a day outside of the horizon, or an id that was started already.

        >>> from followthrough import Plan
        >>> desk = Plan.read("docs/examples/worked/plan.toml").desk()
        >>> desk.admit("calls").admitted, desk.started
        (True, 0)
        """
        return Admit._of(self._native.admit(cadence, day, ready, None))

    @checked
    def start(self, id: str, cadence: str, day: date | None = None, *, ready: bool = False) -> Admit:
        """Starts a prospect where it is admitted, and promises it everything. It is withdrawn by its `id`.

        Raises `ArgumentTypeError` or `ArgumentError` for an argument that is of another kind or cannot be, and `PlanError`
        for a cadence that the plan has not, a day outside of the horizon, or an id that was started already.

        >>> from followthrough import Plan
        >>> desk = Plan.read("docs/examples/worked/plan.toml").desk()
        >>> desk.start("lead 1", "calls").admitted, desk.started
        (True, 1)
        """
        return Admit._of(self._native.admit(cadence, day, ready, id))

    @checked
    def withdraw(self, id: str) -> int:
        """Frees everything promised to a prospect that was started here or is in the pipeline: how many touches.

        Raises `ArgumentTypeError` or `ArgumentError` for an argument that is of another kind or cannot be, and `PlanError`
        for an id that is not known.

        >>> from followthrough import Plan
        >>> desk = Plan.read("docs/examples/worked/plan.toml").desk()
        >>> desk.start("lead 1", "calls").admitted, desk.withdraw("lead 1"), desk.started
        (True, 6, 0)
        """
        return self._native.withdraw(id)

    @property
    def horizon(self) -> Span:
        """The days on which prospects may be started.

        >>> from followthrough import Plan
        >>> desk = Plan.read("docs/examples/worked/plan.toml").desk()
        >>> desk.horizon.from_
        datetime.date(2027, 1, 4)
        """
        first, last, _, _ = self._native.state()
        return Span(from_=first, to=last)

    @property
    def clear_day(self) -> date | None:
        """The first workday on which nothing that is late is left to do, where anything owed is late.

        >>> from followthrough import Plan
        >>> desk = Plan.read("docs/examples/worked/plan.toml").desk()
        >>> desk.clear_day is None
        True
        """
        return self._native.state()[2]

    @property
    def started(self) -> int:
        """How many were started here and not withdrawn.

        >>> from followthrough import Plan
        >>> desk = Plan.read("docs/examples/worked/plan.toml").desk()
        >>> desk.started
        0
        """
        return self._native.state()[3]

    def __reduce__(self) -> NoReturn:
        raise ArgumentTypeError("a Desk cannot be copied or pickled, because it changes; expected a new one of plan.desk()", "desk")

    def __repr__(self) -> str:
        return f"<Desk: {self.started} started>"
