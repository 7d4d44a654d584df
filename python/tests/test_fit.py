"""`Fit`: the worked example to the minute, and the same bytes as the command line."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable

import pytest
from conftest import PLANS

import followthrough as ft


def test_the_worked_example_holds_to_the_prospect(worked: ft.Plan) -> None:
    level = worked.fit()
    assert (level.number, level.unit, level.proved, level.total) == (5, "per_full_week", True, 65)
    assert worked.fit(policy="once").number == 12
    assert [worked.fit(span).number for span in ("day", "week", "month")] == [5, 5, 5]
    assert [worked.fit(span).total for span in ("day", "week", "month")] == [1, 5, 23]
    weeks = [week for week in level.weeks() if week.quota is not None]
    assert [(week.quota, week.starts, week.bound, week.why) for week in weeks] == [(5, 5, 5, None)] * 13
    assert worked.fit(policy="max").number == 91


def test_what_binds_is_told_as_data(worked: ft.Plan) -> None:
    binding = worked.fit(policy="once").binding
    (span,) = binding.spans
    assert (span.category, span.measure) == ("calling", "seconds")
    assert span.weight * span.needed > span.weight * span.usable


@pytest.mark.parametrize("path", PLANS)
@pytest.mark.parametrize("policy", ["level", "once", "max"])
def test_it_is_the_command_lines_answer_byte_for_byte(
    command_line: Callable[..., bytes], path: str, policy: ft._parts.Policy
) -> None:
    fit = ft.Plan.read(path).fit(policy=policy)
    asked = ("fit", path, "--policy", policy, "--json")
    assert fit.to_json().encode() == command_line(*asked)
    assert fit.to_json(placement=True).encode() == command_line(*asked, "--placement")


@pytest.mark.parametrize("horizon", ["day", "week", "month", "2027-06-30"])
def test_a_horizon_reads_calendars_as_far_as_the_command_line_does(
    command_line: Callable[..., bytes], horizon: str
) -> None:
    from datetime import date

    path = PLANS[1]
    asked = date.fromisoformat(horizon) if horizon[0].isdigit() else horizon
    fit = ft.Plan.read(path).fit(asked)  # type: ignore[arg-type]
    assert fit.to_json().encode() == command_line("fit", path, "--horizon", horizon, "--json")


def test_it_comes_back_from_its_json_and_from_a_pickle(sdr: ft.Plan) -> None:
    fit = sdr.fit("month")
    assert ft.Fit.from_json(fit.to_json(placement=True)) == fit
    again = pickle.loads(pickle.dumps(fit))
    assert again == fit and hash(again) == hash(fit) and copy.copy(fit) == fit
    assert fit != sdr.fit("week")
    with pytest.raises(ValueError, match="expected 'check'"):
        ft.Check.from_json(fit.to_json())


def test_weeks_add_up(sdr: ft.Plan) -> None:
    fit = sdr.fit()
    assert sum(week.starts for week in fit.weeks()) == fit.total == sum(start.count for start in fit.starts())
    for week in fit.weeks():
        for time in week.categories.values():
            assert time.usable == time.committed + time.new + time.spare
            assert time.blocked == time.busy + time.reserved + time.usable or time.reserved


def test_it_says_itself_in_words(worked: ft.Plan) -> None:
    fit = worked.fit()
    assert repr(fit) == "<Fit of 'desk': number=5, unit='per_full_week', today=1, bound=5, proved=True>"
    assert fit.lead() == "Start 1 today, 5 this week (5 workdays), 5 in a full week. That can go on for good: 6 cannot."


def test_its_page_names_the_plan_and_escapes_it(worked: ft.Plan) -> None:
    page = worked.replace(name="<b>desk</b>").fit()._repr_html_()
    assert "&lt;b&gt;desk" in page and "<b>desk" not in page
    assert "<script" not in page and "http" not in page


def test_placement_tells_where_every_touch_lies(worked: ft.Plan) -> None:
    fit = worked.fit()
    placed = fit.placement()
    assert sum(place.count for place in placed) == 6 * fit.total
    assert {place.work for place in placed} == {"touch"}
    assert worked.verify(fit) == ()


def test_match_sees_its_fields(worked: ft.Plan) -> None:
    match worked.fit():
        case ft.Fit(number=5, proved=True):
            pass
        case other:
            raise AssertionError(other)


def test_fields_are_read_when_they_are_looked_at_and_are_those_of_the_json(sdr: ft.Plan) -> None:
    import dataclasses

    for answer in (sdr.fit("month"), sdr.check(20, "week"), sdr.triage()):
        read = type(answer).from_json(answer.to_json(placement=True))
        # The figures that come without the JSON, before anything has read it.
        for one in dataclasses.fields(answer):
            if not one.name.startswith("_"):
                assert getattr(answer, one.name) == getattr(read, one.name), one.name
        assert answer == read
        with pytest.raises(AttributeError, match="no attribute 'nothing'"):
            answer.nothing
        with pytest.raises(dataclasses.FrozenInstanceError):
            answer.version = "2"  # type: ignore[misc]
