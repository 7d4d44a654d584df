"""`Triage`: whom to let go, and the same bytes as the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from conftest import PLANS

import followthrough as ft


@pytest.mark.parametrize("path", PLANS)
def test_it_is_the_command_lines_answer_byte_for_byte(command_line: Callable[..., bytes], path: str) -> None:
    triage = ft.Plan.read(path).triage()
    assert triage.to_json().encode() == command_line("triage", path, "--json")


def test_the_most_of_priority_1_are_kept(worked: ft.Plan) -> None:
    due = date(2027, 1, 4)
    crowd = [
        ft.Prospect(id=f"P{n}", cadence="calls", stage="in_flight", next_touch=6, due=due, priority=1 + n % 2)
        for n in range(20)
    ]
    triage = worked.replace(pipeline=crowd).triage()
    assert triage.count.all == 8 and triage.proved
    assert triage.count.by_priority == {1: 0, 2: 8}
    assert [gone.priority for gone in triage.let_go()] == [2] * 8
    assert str(triage) == "Let 8 go so that the rest is on time (fewer cannot be)."
