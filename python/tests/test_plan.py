"""`Plan`: read, built, changed, compared, and sent to other processes."""

from __future__ import annotations

import dataclasses
import json
import multiprocessing
import os
import pickle
import threading
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
from conftest import PLANS, ROOT

import followthrough as ft
from followthrough import _changes


@pytest.mark.parametrize("path", PLANS)
def test_a_plan_read_and_built_again_from_its_values_answers_the_same(path: str) -> None:
    read = ft.Plan.read(path)
    built = read.replace()
    assert built == read and hash(built) == hash(read)
    ours, theirs = built.fit(), read.fit()
    assert (ours.number, ours.bound, ours.total) == (theirs.number, theirs.bound, theirs.total)
    assert ours.starts() == theirs.starts() and ours.placement() == theirs.placement()


@pytest.mark.parametrize("path", PLANS)
def test_the_repr_of_a_built_plan_makes_it_again(path: str) -> None:
    import datetime
    import zoneinfo

    built = ft.Plan.read(path).replace()
    names = {"datetime": datetime, "zoneinfo": zoneinfo, **{name: getattr(ft, name) for name in ft.__all__}}
    assert eval(repr(built), names) == built
    assert eval(repr(built), names).fit() == built.fit()


def test_the_repr_of_a_plan_read_reads_it_again(sdr: ft.Plan) -> None:
    import datetime

    plan = ft.Plan.read(PLANS[0])
    assert repr(plan) == f"Plan.read('{PLANS[0]}', today=datetime.date(2026, 11, 23))"
    assert eval(repr(plan), {"Plan": ft.Plan, "datetime": datetime}) == sdr


def test_a_pickled_plan_needs_its_files_no_more(tmp_path: Path) -> None:
    for name in ("plan.toml", "pipeline.csv", "busy.ics"):
        (tmp_path / name).write_bytes((ROOT / "docs/examples/solo" / name).read_bytes())
    plan = ft.Plan.read(tmp_path / "plan.toml")
    saved, before = pickle.dumps(plan), plan.fit("month")
    for file in tmp_path.iterdir():
        file.unlink()
    assert pickle.loads(saved).fit("month") == before
    assert plan.fit(date(2027, 12, 31)).horizon.to == date(2027, 12, 31)


def test_a_built_plan_comes_back_from_a_pickle(worked: ft.Plan) -> None:
    again = pickle.loads(pickle.dumps(worked))
    assert again == worked and again.fit() == worked.fit()


def test_answers_tell_plans_apart(worked: ft.Plan) -> None:
    other = worked.replace(reserve=0.1)
    assert other != worked
    assert other.fit().plan.sha256 != worked.fit().plan.sha256


def test_a_field_that_is_none_is_refused_by_name(worked: ft.Plan) -> None:
    with pytest.raises(TypeError, match="a plan has no blcoks"):
        worked.replace(blcoks=[])


def test_today_and_owner_are_asked_for(tmp_path: Path) -> None:
    plan = ft.Plan.read(PLANS[0], today=date(2026, 11, 30))
    assert plan.first_day == date(2026, 11, 30) == plan.fit("day").plan.first_day
    with pytest.raises(ft.PlanError, match="owner"):
        ft.Plan.read(PLANS[1], owner="nobody")


def test_other_threads_run_while_a_plan_answers(sdr: ft.Plan) -> None:
    answers: list[ft.Fit] = []
    threads = [threading.Thread(target=lambda: answers.append(sdr.fit("month"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [sdr.fit("month")] * 4


def _number(plan: ft.Plan) -> int:
    return plan.fit("month").number


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork on this system")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_plans_go_to_forked_and_to_spawned_processes(worked: ft.Plan) -> None:
    worked.fit()
    for method in ("fork", "spawn"):
        with multiprocessing.get_context(method).Pool(2) as pool:
            assert pool.map(_number, [worked, worked.replace(reserve=0.5)]) == [5, 2]


def test_exceptions_and_days_off_are_days() -> None:
    plan = ft.Plan.read(PLANS[1])
    assert date(2026, 12, 25) in plan.holidays
    assert plan.min_segment == timedelta(minutes=5) and plan.reserve == 0.1
    assert plan.cadences[0].repeat is not None and not plan.cadences[0].repeat.promised


def test_what_checkers_are_told_of_a_plan_is_what_it_has() -> None:
    for kind, told in ((ft.Plan, _changes.PlanChanges), (ft.Block, _changes.BlockChanges)):
        assert list(told.__annotations__) == [field.name for field in dataclasses.fields(kind) if field.init and not field.name.startswith("_")]


def one_number(plan: ft.Plan, command_line: Callable[..., bytes], folder: Path) -> None:
    """One plan, every way out of Python and back: one answer, its number, and its bytes where the plan is the file's."""
    here = plan.fit()
    told = ("number", "bound", "proved", "today", "this_week", "total")
    expected = {name: getattr(here, name) for name in told}
    texts, written = plan.to_texts(), plan.write(folder / "plan.toml", replace=True)
    others = [ft.Plan.from_texts(**texts), ft.Plan.from_dict(json.loads(json.dumps(plan.to_dict()))), ft.Plan.read(written[0]), pickle.loads(pickle.dumps(plan))]
    for other in others:
        assert other == plan and {name: getattr(other.fit(), name) for name in told} == expected
    (many,) = ft.fit_many([plan])
    assert many == here
    for asked in (ft.fit_many(pl.DataFrame([texts])), ft.ask_many(pa.table({name: [text] for name, text in texts.items()}), "fit")):
        (row,) = pl.DataFrame(asked).to_dicts()
        assert {name: row[name] for name in told} == expected, row["error"]
    said = json.loads(command_line("fit", written[0], "--json"))
    assert {name: said[name] for name in told} == expected


@pytest.mark.parametrize("name", ["sdr", "solo", "worked", "over-promised", "crm", "realtor"])
def test_a_plan_has_one_number_wherever_it_is_asked(name: str, command_line: Callable[..., bytes], tmp_path: Path) -> None:
    plan = ft.Plan.read(f"docs/examples/{name}/plan.toml")
    for index, one in enumerate((plan, plan.replace(reserve=0.3), plan.replace(holidays=[*plan.holidays, plan.first_day + timedelta(days=9)]))):
        folder = tmp_path / str(index)
        folder.mkdir()
        one_number(one, command_line, folder)


def test_a_check_looks_as_far_as_it_is_asked(command_line: Callable[..., bytes]) -> None:
    path = "docs/examples/sdr/plan.toml"
    ours = ft.Plan.read(path).check(300, date(2027, 7, 30)).to_json()
    assert ours.encode() == command_line("check", path, "300", "--over", "2027-07-30", "--json")
