"""`Check`: what becomes of a hundred, and the same bytes as the command line."""

from __future__ import annotations

import pickle
from collections.abc import Callable

import pytest
from conftest import PLANS

import followthrough as ft


def test_a_hundred_on_the_first_monday_lose_88_first_calls(worked: ft.Plan) -> None:
    check = worked.check(100)
    assert (check.fits, check.kept) == (False, 12)
    first = check.dropped()[0]
    assert (first.touch, first.count) == (1, 88)
    assert sum(drop.count for drop in check.dropped()) == check.touches_wanted - check.touches_placed


def test_what_fits_drops_nothing(worked: ft.Plan) -> None:
    check = worked.check(12)
    assert check.fits and check.kept == 12 and len(check.dropped()) == 0 and check.tightest is None
    assert check.lead() == "Yes. 12 prospects started on Mon 4 Jan need 72 touches, and each finds its time."


@pytest.mark.parametrize("path", PLANS)
def test_it_is_the_command_lines_answer_byte_for_byte(command_line: Callable[..., bytes], path: str) -> None:
    check = ft.Plan.read(path).check(100, "week")
    asked = ("check", path, "100", "--over", "week", "--json")
    assert check.to_json().encode() == command_line(*asked)
    assert check.to_json(placement=True).encode() == command_line(*asked, "--placement")


@pytest.mark.parametrize("path", PLANS)
def test_its_level_is_the_fit(path: str) -> None:
    plan = ft.Plan.read(path)
    assert plan.check(3).level == plan.fit()


def test_it_comes_back_from_a_pickle(worked: ft.Plan) -> None:
    check = worked.check(100)
    assert pickle.loads(pickle.dumps(check)) == check
    assert repr(check) == "<Check of 'desk': asked=100, fits=False, kept=12, by=2027-05-21>"
    assert check.lead() in check._repr_html_()
