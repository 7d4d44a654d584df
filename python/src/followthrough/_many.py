"""Many plans at once, on all cores: solving lets other threads run, so threads are enough."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor

from ._answers import Fit
from ._errors import FollowthroughError
from ._parts import Policy
from ._plan import Horizon, Plan

__all__ = ["fit_many"]


def fit_many(
    plans: Iterable[Plan],
    horizon: Horizon | None = None,
    *,
    policy: Policy = "level",
    threads: int | None = None,
    progress: Callable[[int], object] | None = None,
) -> list[Fit | FollowthroughError]:
    """The fits of many plans, in their order, each what `plan.fit` says of it alone.

    A plan that cannot be asked gives its error in its place: one bad plan of many spoils no other. `threads` are as many
    as there are cores unless given; where a cluster already runs a task for each core, one is enough. `progress` is
    called with the number done so far. The threads end with the call, so that a process may fork before and after.

    >>> plan = Plan.read("docs/examples/solo/plan.toml")
    >>> fits = fit_many([plan, plan.replace(reserve=0.0)], "week")
    >>> [fit.number for fit in fits if isinstance(fit, Fit)]
    [3, 4]
    """
    if threads is not None and threads < 1:
        raise ValueError(f"threads is {threads}, expected at least 1")
    count = threads or os.cpu_count() or 1
    answers: list[Fit | FollowthroughError] = []
    waiting: deque[Future[Fit | FollowthroughError]] = deque()

    def take() -> None:
        answers.append(waiting.popleft().result())
        if progress is not None:
            progress(len(answers))

    def fit(plan: Plan) -> Fit | FollowthroughError:
        try:
            return plan.fit(horizon, policy=policy)
        except FollowthroughError as error:
            return error

    with ThreadPoolExecutor(count) as pool:
        try:
            for plan in plans:
                waiting.append(pool.submit(fit, plan))
                # No more are under way than keep every thread busy: plans may come from a stream.
                if len(waiting) >= 4 * count:
                    take()
            while waiting:
                take()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return answers
