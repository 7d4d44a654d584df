"""`fit_many`: each answer is what its plan says alone."""

from __future__ import annotations

import pytest

import followthrough as ft


@pytest.mark.parametrize("threads", [1, 3, None])
def test_answers_come_in_order_whatever_the_threads(worked: ft.Plan, threads: int | None) -> None:
    plans = [worked.replace(reserve=share / 20) for share in range(15)]
    seen: list[int] = []
    fits = ft.fit_many(iter(plans), "month", threads=threads, progress=seen.append)
    assert fits == [plan.fit("month") for plan in plans]
    assert seen == list(range(1, 16))


def test_one_bad_plan_spoils_no_other(worked: ft.Plan) -> None:
    bad, good = ft.fit_many([worked.replace(cadences=[]), worked])
    assert isinstance(bad, ft.PlanError) and bad.code == "no_cadence"
    assert good == worked.fit()


def test_what_progress_raises_ends_it(worked: ft.Plan) -> None:
    def stop(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ft.fit_many([worked] * 20, "week", progress=stop)
    with pytest.raises(ValueError, match="expected at least 1"):
        ft.fit_many([], threads=0)
