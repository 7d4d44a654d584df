"""`Admit` and `Desk`: one prospect at a time, the same bytes as the command line."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import date

import pytest
from conftest import PLANS

import followthrough as ft


@pytest.mark.parametrize("path", PLANS)
def test_it_is_the_command_lines_answer_byte_for_byte(command_line: Callable[..., bytes], path: str) -> None:
    plan = ft.Plan.read(path)
    for cadence in plan.cadences:
        asked = ("admit", path, "--cadence", cadence.name, "--json")
        assert plan.admit(cadence.name).to_json().encode() == command_line(*asked)
        assert plan.admit(cadence.name, ready=True).to_json().encode() == command_line(*asked, "--ready")


def test_a_desk_is_full_where_the_plan_is(worked: ft.Plan) -> None:
    desk = worked.desk()
    assert [desk.start(f"L{n}", "calls").admitted for n in range(13)] == [True] * 12 + [False]
    refused = desk.admit("calls")
    assert refused.proved and refused.earliest == date(2027, 1, 5) and desk.started == 12
    obstacle = refused.obstacle
    assert obstacle is not None and obstacle.reason == "no_room" and obstacle.why in str(refused)
    assert refused.lead() == "No. A prospect started on Mon 4 Jan on calls would not get every touch."
    assert "Started on Tue 5 Jan it would get them all." in refused.words()
    assert desk.withdraw("L7") == 6 and desk.admit("calls").lead().startswith("Yes. A prospect started on Mon 4 Jan on calls")
    assert desk.horizon.from_ == worked.first_day and desk.clear_day is None and repr(desk) == "<Desk: 11 started>"


def test_it_is_a_value_like_other_answers(worked: ft.Plan) -> None:
    answer = worked.admit("calls", date(2027, 1, 9))
    assert not answer.admitted and answer.obstacle is not None and answer.obstacle.reason == "day_off"
    assert pickle.loads(pickle.dumps(answer)) == answer == ft.Admit.from_json(answer.to_json())
    assert "Started on Mon 11 Jan it would get them all." in answer._repr_html_() and answer.obstacle.why in answer._repr_html_()
    assert len(answer.placement()) == 0 and answer != worked.admit("calls")


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda desk: desk.admit("emails"), "unknown_cadence"),
        (lambda desk: desk.admit("two words"), "invalid_name"),
        (lambda desk: desk.admit("calls", date(2026, 1, 1)), "start_outside_horizon"),
        (lambda desk: desk.withdraw("nobody"), "unknown_prospect"),
    ],
)
def test_what_is_wrong_has_a_code(worked: ft.Plan, ask: Callable[[ft.Desk], object], code: str) -> None:
    with pytest.raises(ft.PlanError) as caught:
        ask(worked.desk())
    assert caught.value.code == code
