"""`fit_many`: each answer is what its plan says alone."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import threading
from datetime import date

import polars as pl
import pyarrow as pa
import pytest
from conftest import ROOT

import followthrough as ft


@pytest.mark.parametrize("threads", [1, 3, None])
def test_answers_come_in_order_whatever_the_threads(worked: ft.Plan, threads: int | None) -> None:
    plans = [worked.replace(reserve=share / 20) for share in range(15)]
    seen: list[tuple[int, int]] = []
    fits = ft.fit_many(iter(plans), "month", threads=threads, progress=lambda *done: seen.append(done))
    assert fits == [plan.fit("month") for plan in plans]
    assert seen[-1] == (15, 15) and seen == sorted(seen)


def test_one_bad_plan_spoils_no_other(worked: ft.Plan) -> None:
    bad, good = ft.fit_many([worked.replace(cadences=[]), worked])
    assert isinstance(bad, ft.PlanError) and bad.code == "no_cadence"
    assert good == worked.fit()


def test_what_progress_raises_ends_it(worked: ft.Plan) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ft.fit_many([worked] * 20, "week", progress=stop)
    with pytest.raises(ValueError, match="expected a whole number from 1 to 1024"):
        ft.fit_many([], threads=0)
    with pytest.raises(TypeError, match="expected a Plan"):
        ft.fit_many([worked, None])  # type: ignore[list-item]


STOPPED = """
import os, signal, sys, threading, time
import followthrough as ft

plan = ft.Plan.read("docs/examples/sdr/plan.toml")
begun = threading.Event()
pressed = []

def press():
    begun.wait()
    pressed.append(time.monotonic())
    os.kill(os.getpid(), signal.SIGINT)

threading.Thread(target=press, daemon=True).start()
try:
    ft.fit_many([plan] * 100_000, progress=lambda done, total: begun.set())
except KeyboardInterrupt:
    print(time.monotonic() - pressed[0])
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_ctrl_c_ends_it() -> None:
    ended = subprocess.run([sys.executable, "-c", STOPPED], cwd=ROOT, capture_output=True, text=True, timeout=60)
    # How soon is measured by the benches; here it is that it ends, and that nothing else is said.
    assert ended.returncode == 0 and ended.stderr == "" and float(ended.stdout) < 30


def number(plan: ft.Plan) -> int:
    (fit,) = ft.fit_many([plan], "week")
    assert isinstance(fit, ft.Fit)
    return fit.number


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
@pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")
def test_a_forked_process_asks_as_its_parent_does(worked: ft.Plan) -> None:
    first = number(worked)
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map_async(number, [worked] * 4).get(timeout=60) == [first] * 4
    assert number(worked) == first


def test_other_threads_run_meanwhile(sdr: ft.Plan) -> None:
    ran: list[str] = []
    thread = threading.Thread(target=lambda: ran.append("other"))
    ft.fit_many([sdr] * 4, progress=lambda done, total: thread.start() if not thread.ident else None)
    thread.join()
    assert ran == ["other"]


SMALL = (ROOT / "docs/examples/worked/plan.toml").read_text()


def test_a_table_of_plans_is_asked_row_by_row() -> None:
    rows = pl.DataFrame(
        {
            "rep": ["a", "b", "c", "d"],
            "plan": [SMALL, SMALL.replace("1h", "soon"), SMALL.replace("1h", "2h"), None],
            "first_day": [None, None, date(2027, 1, 11), None],
        }
    )
    answers = ft.fit_many(rows, threads=2)
    assert isinstance(answers, ft.Frame) and len(answers) == 4
    assert answers.columns[:4] == ("rep", "first_day", "number", "unit")
    frame = pl.DataFrame(answers)
    assert frame["number"].to_list() == [5, None, 10, None] and frame["proved"].to_list() == [True, None, True, None]
    assert frame["rep"].to_list() == ["a", "b", "c", "d"]
    good, wrong, later, empty = frame["error"].to_list()
    assert good is None and later is None and empty == "the row has no plan"
    assert "plan:" in wrong and "soon" in wrong
    assert frame.schema["number"] == pl.Int64 and frame.schema["first_day"] == pl.Date
    # The same as any other frame, cut in any way, and as batches.
    arrow = rows.to_arrow()
    assert pl.DataFrame(ft.fit_many(arrow)).equals(frame)
    batches = [pa.table(ft.fit_many(batch)) for batch in arrow.to_batches(max_chunksize=1)]
    assert [row["number"] for batch in batches for row in batch.to_pylist()] == [5, None, 10, None]
    # Types that Spark has, whatever came in.
    types = {str(field.type) for field in pa.table(answers).schema if field.name != "rep"}
    assert types == {"int64", "string", "bool", "date32[day]"}


def test_day_one_may_be_told_as_text_and_what_is_no_day_is_an_error_of_its_row() -> None:
    plan = SMALL.replace("first_day", "#first_day")
    days = [date(2027, 1, 4), date(2027, 3, 1)]
    asked = pl.DataFrame({"plan": [plan, plan], "first_day": days})
    as_days = pl.DataFrame(ft.fit_many(asked))
    as_text = pl.DataFrame(ft.fit_many(asked.with_columns(pl.col("first_day").cast(pl.String))))
    assert as_days["total"].to_list() == as_text["total"].to_list() == [
        ft.Plan.from_texts(plan.replace("#first_day", f"first_day = {day} #")).fit().total for day in days
    ]
    (row,) = pl.DataFrame(ft.fit_many(pl.DataFrame({"plan": [plan], "first_day": ["tomorrow"]}))).to_dicts()
    assert row["number"] is None and "first_day is `tomorrow`" in row["error"]
    with pytest.raises(ft.FollowthroughError, match="the column `first_day` is of the type"):
        ft.fit_many(pl.DataFrame({"plan": [plan], "first_day": [7]}))


def test_plans_go_through_a_table_with_their_log_and_the_number_is_the_same(sdr: ft.Plan, worked: ft.Plan) -> None:
    built = worked.replace(reserve=0.5, busy=sdr.busy[:5])
    plans = [sdr, built, sdr.replace(reserve=0.25), ft.Plan.read("docs/examples/solo/plan.toml")]
    answers = pl.DataFrame(ft.fit_many(pl.DataFrame([plan.to_texts() for plan in plans]))).to_dicts()
    for plan, answer in zip(plans, answers, strict=True):
        fit = plan.fit()
        assert answer["error"] is None, answer["error"]
        told = ("number", "bound", "proved", "today", "this_week", "this_month", "this_quarter", "total", "every")
        assert {name: answer[name] for name in told} == {name: getattr(fit, name) for name in told}
        assert answer["clear_day"] == fit.commitments.clear_day
        assert answer["overdue"] == sum(one.count for one in fit.commitments.overdue)
        assert answer["unreachable"] == sum(one.count for one in fit.unreachable)


def test_columns_of_the_table_keep_their_names() -> None:
    asked = pl.DataFrame({"plan": [SMALL], "today": ["mine"], "error": ["none"], "fit_today": [1]})
    (row,) = pl.DataFrame(ft.fit_many(asked)).to_dicts()
    assert (row["today"], row["error"], row["fit_today"]) == ("mine", "none", 1)
    assert row["fit_fit_today"] == 1 and row["fit_error"] is None and row["number"] == 5


def test_a_row_brings_the_files_that_its_plan_names() -> None:
    folder = ROOT / "docs/examples/solo"
    plan = ft.Plan.read(folder / "plan.toml")
    text = (folder / "plan.toml").read_text()
    named = {"pipeline": "pipeline", "busy": "busy"}
    files = {name: (folder / f"{stem}.{'csv' if name == 'pipeline' else 'ics'}") for name, stem in named.items()}
    row = {"plan": [text], **{name: [path.read_text()] for name, path in files.items() if path.exists()}}
    (answer,) = pl.DataFrame(ft.fit_many(pl.DataFrame(row))).to_dicts()
    assert answer["error"] is None, answer["error"]
    assert answer["number"] == plan.fit().number


def test_what_is_wrong_with_a_table_is_said() -> None:
    with pytest.raises(ValueError, match="expected one of the name `plan`"):
        ft.fit_many(pl.DataFrame({"rep": ["a"]}))
    for plans in (3, "abc", ft.Plan.read("docs/examples/worked/plan.toml")):
        with pytest.raises(ft.ArgumentTypeError, match="plans is .*expected a list of Plan, or a table"):
            ft.fit_many(plans)  # type: ignore[call-overload]
    with pytest.raises(ft.FollowthroughError, match="the column `plan` is of the type"):
        ft.fit_many(pl.DataFrame({"plan": [[1, 2]]}))
