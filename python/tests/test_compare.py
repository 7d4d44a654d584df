"""A plan edited, and several side by side: `with_block`, `without`, `grid`, `compare`."""

from __future__ import annotations

import pickle
from datetime import timedelta

import polars as pl
import pytest

import followthrough as ft

HOUR = timedelta(hours=1)


def test_a_block_is_changed_by_its_label(worked: ft.Plan) -> None:
    wider = worked.with_block("calling 09:00", length=2 * HOUR, name="long")
    assert wider.fit().number == 10 and worked.fit().number == 5
    assert [block.label for block in wider.blocks] == ["long"]
    assert wider.with_block("long", length=HOUR, name=None) == worked
    with pytest.raises(ft.ArgumentError, match="block is 'calling 9:00', expected one of 'calling 09:00'; did you mean"):
        worked.with_block("calling 9:00")
    with pytest.raises(ft.ArgumentTypeError, match="a block has no lenght"):
        worked.with_block("calling 09:00", lenght=HOUR)
    twice = worked.replace(blocks=[*worked.blocks, *worked.blocks])
    with pytest.raises(ft.ArgumentError, match="2 have this one"):
        twice.with_block("calling 09:00", length=HOUR)


def test_what_is_taken_out_takes_its_prospects_along(sdr: ft.Plan) -> None:
    without = sdr.without("midmarket")
    assert [cadence.name for cadence in without.cadences] == ["outbound"] and dict(without.mix) == {"outbound": 3}
    assert {prospect.cadence for prospect in without.pipeline} == {"outbound"}
    assert without.fit().number > sdr.fit().number
    assert sdr.without("calling 10:00").fit().number < sdr.fit().number
    with pytest.raises(ft.ArgumentError, match="name is 'midmaket', expected one of .*did you mean 'midmarket'"):
        sdr.without("midmaket")


def test_a_grid_is_every_combination_each_what_its_plan_says(worked: ft.Plan) -> None:
    lengths = {f"{n} h": lambda plan, n=n: plan.with_block("calling 09:00", length=n * HOUR) for n in (1, 2)}
    table = ft.grid(worked, "month", reserve=[0, 0.25, 2], calling=lengths, threads=1)
    frame = pl.DataFrame(table)
    assert frame.columns[:3] == ["reserve", "calling", "number"] and frame.height == len(table) == 6
    assert frame.schema["reserve"] == pl.Float64 and frame.schema["calling"] == pl.String
    for row in frame.to_dicts():
        if row["reserve"] == 2:
            assert row["number"] is None and "reserve is 2.0, expected a share" in row["error"]
            continue
        fit = lengths[row["calling"]](worked).replace(reserve=row["reserve"]).fit("month")
        told = ("number", "unit", "bound", "proved", "today", "this_week", "this_month", "total", "every")
        assert {name: row[name] for name in told} == {name: getattr(fit, name) for name in told}
        assert row["binds"] == "calling" and row["error"] is None
    assert pickle.loads(pickle.dumps(table)) == table
    blocks = {"one": worked.blocks, "none": []}
    assert [row[0] for row in ft.grid(worked, blocks=blocks)] == ["one", "none"]
    assert ft.grid(worked, min_segment=[HOUR / 4, HOUR]).to_polars().schema["min_segment"] == pl.Duration("us")


@pytest.mark.parametrize(
    ("changes", "error", "said"),
    [
        ({}, ft.ArgumentError, "changes"),
        ({"reserve": 0.5}, ft.ArgumentTypeError, "reserve is 0.5, expected a list of values"),
        ({"name": "desk"}, ft.ArgumentTypeError, "name is 'desk', expected a list of values"),
        ({"reserve": []}, ft.ArgumentError, "expected at least one value"),
    ],
)
def test_a_grid_of_nothing_is_refused(worked: ft.Plan, changes: dict[str, object], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        ft.grid(worked, **changes)


def test_a_field_that_a_plan_has_not_is_an_error_of_its_row(worked: ft.Plan) -> None:
    (row,) = ft.grid(worked, reserv=[0.5]).to_dicts()
    assert row["number"] is None and "a plan has no reserv" in row["error"]


def test_two_fits_side_by_side(worked: ft.Plan) -> None:
    before, after = worked.fit(), worked.replace(reserve=0.5).fit()
    rows = {row.figure: row for row in before.compare(after)}
    assert (rows["number"].before, rows["number"].after, rows["number"].change) == (5, 2, -3)
    assert rows["total"].change == after.total - before.total and rows["every"].change is None
    assert all(row.change in (0, None) for row in before.compare(before))
    again = ft.Fit.from_json(after.to_json())
    assert before.compare(again) == before.compare(after)


def test_a_plan_at_a_glance(sdr: ft.Plan, worked: ft.Plan) -> None:
    assert str(worked) == "desk, from 2027-01-04 in America/New_York: 1 block, 1 cadence, 0 prospects"
    page = sdr._repr_html_()
    assert "midmarket" in page and "calling 10:00" in page and len(str(sdr)) < 120
