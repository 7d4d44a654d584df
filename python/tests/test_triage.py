"""`Triage`: whom to let go, and the same bytes as the command line."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path

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
    assert triage.lead().startswith("Let 8 prospects go") and "Proved: fewer would not do" in triage.words()
    assert "80 min calling from 10:00 on Tue 5 Jan" in triage.words()


HEAD = """
format    = 1
timezone  = "America/New_York"
first_day = 2027-01-04

[[block]]
category  = "calling"
days      = ["mon", "tue", "wed", "thu", "fri"]
start     = "09:00"
length    = "1h"

[cadence.calls]
touches   = [{ day = 1, channel = "call", effort = "10m" }, { day = 6, channel = "call", effort = "10m" }]

[input]
pipeline  = "pipeline.csv"
"""


def test_staying_late_keeps_everyone(command_line: Callable[..., bytes], tmp_path: Path) -> None:
    rows = "".join(f"A{n},calls,in_flight,2,2027-01-04\n" for n in range(14))
    (tmp_path / "plan.toml").write_text(HEAD)
    (tmp_path / "pipeline.csv").write_text("id,cadence,stage,next_touch,due\n" + rows)
    path = str(tmp_path / "plan.toml")
    triage = ft.Plan.read(path).triage()
    # Two hours hold twelve calls of ten minutes, and the other two want twenty.
    assert triage.count.all == 2 and triage.proved
    late = triage.stay_late
    assert late is not None and late.fits and late.proved
    extra = ft.ExtraTime(date=date(2027, 1, 5), category="calling", at=time(10), time=timedelta(minutes=20))
    assert late == ft.StayLate(extra=(extra,), time=extra.time, at_least=extra.time, proved=True, fits=True)
    assert "everyone is kept: 20 min calling from 10:00 on Tue 5 Jan." in triage.words()
    assert "everyone is kept" in triage._repr_html_() and triage.let_go()[0].id in triage._repr_html_()
    assert pickle.loads(pickle.dumps(triage)) == triage and hash(late) == hash(pickle.loads(pickle.dumps(late)))
    asked = ("triage", path, "--json")
    assert triage.to_json().encode() == command_line(*asked)
    assert triage.to_json(placement=True).encode() == command_line(*asked, "--placement")


def test_who_replied_is_kept_and_what_that_costs_in_heads_is_told(
    command_line: Callable[..., bytes], tmp_path: Path
) -> None:
    head = HEAD.replace("[input]", '[cadence.calls.on_reply]\ncategory = "calling"\neffort = "1h"\nwithin = 1\n\n[input]')
    rows = "".join(f"A{n},calls,in_flight,2,2027-01-04\n" for n in range(13))
    (tmp_path / "plan.toml").write_text(head)
    (tmp_path / "pipeline.csv").write_text(f"id,cadence,stage,next_touch,due\n{rows}R,calls,replied,,2027-01-04\n")
    triage = ft.Plan.read(tmp_path / "plan.toml").triage()
    # The answer to R takes one of two hours, so six calls are left of thirteen; without R there would be twelve.
    assert (triage.count.all, triage.count.replied, triage.proved) == (7, 0, True)
    assert triage.by_heads == ft.ByHeads(all=2, replied=1)
    assert [(gone.replied, gone.count) for gone in triage.let_go()] == [(False, 1)] * 7
    assert {row["replied"] for row in triage.let_go().to_dicts()} == {False}
    assert triage.lead().startswith("Let 7 prospects go") and "Letting 2 prospects go would do as well" in triage.words()
    assert pickle.loads(pickle.dumps(triage)).by_heads == triage.by_heads
    assert triage.to_json().encode() == command_line("triage", str(tmp_path / "plan.toml"), "--json")
