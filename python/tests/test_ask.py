"""`ask_many` and `figures`: any question of many plans, each answer what its plan says alone."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date

import polars as pl
import pyarrow as pa
import pytest
from conftest import ROOT

import followthrough as ft
from followthrough._ask import questions

SMALL = (ROOT / "docs/examples/worked/plan.toml").read_text()
# What each question is asked with; those that are not named here need nothing.
WITH: dict[str, tuple[tuple[object, ...], dict[str, object]]] = {
    "check": ((30, "week"), {}),
    "admit": (("outbound",), {"day": date(2026, 11, 30)}),
    "advise": ((11,), {}),
}


def needs_more(question: str) -> bool:
    """Whether a question needs arguments that only whoever added it knows."""
    import inspect

    parameters = list(inspect.signature(getattr(ft.Plan, question)).parameters.values())[1:]
    return any(one.default is one.empty and one.kind is not one.VAR_KEYWORD for one in parameters) and question not in WITH


ASKED = [question for question in questions() if not needs_more(question)]


def test_what_a_plan_answers_can_be_asked() -> None:
    assert {"fit", "check", "admit", "advise", "triage", "state", "today", "replan", "catch_up", "track"} <= set(ASKED)
    assert "schedule" not in questions() and "read" not in questions() and "replace" not in questions()


@pytest.mark.parametrize("question", ASKED)
def test_every_question_is_answered_as_each_plan_answers_it(sdr: ft.Plan, question: str) -> None:
    given, named = WITH.get(question, ((), {}))
    plans = [sdr, sdr.replace(cadences=[], mix={}, pipeline=[], log=[]), sdr.replace(reserve=0.5)]
    seen: list[tuple[int, int]] = []
    answers = ft.ask_many(plans, question, *given, threads=2, progress=lambda *done: seen.append(done), **named)
    assert seen[-1] == (3, 3) and seen == sorted(seen)
    alone: list[object] = []
    for plan in plans:
        try:
            alone.append(getattr(plan, question)(*given, **named))
        except ft.FollowthroughError as error:
            alone.append(str(error))
    assert [str(one) if isinstance(one, Exception) else one for one in answers] == alone
    table = ft.figures(answers)
    frame = table.to_polars()
    assert frame.height == 3 and frame.columns[-3:] == ["error", "version", "tzdata"]
    texts = [plan.to_texts() for plan in plans]
    rows = pl.DataFrame([{**{"log": None, "pipeline": None}, **text, "rep": str(index)} for index, text in enumerate(texts)])
    asked = pl.DataFrame(ft.ask_many(rows, question, *given, threads=2, **named))
    assert asked["rep"].to_list() == ["0", "1", "2"]
    # As text where a table of one's own has an enum, and otherwise the same.
    figures = frame.select(pl.exclude("error")).cast({pl.Enum: pl.String})  # type: ignore[dict-item]
    # A plan without cadences has a log to tell of, and is no plan file.
    # What meetings cost follows from their titles, which the text of a plan does not have.
    assert asked.select(pl.exclude("rep", "error"))[[0, 2]].equals(figures[[0, 2]]) or question == "cost"
    assert asked["error"][1] is not None and asked["error"][[0, 2]].to_list() == [None, None]


def test_figures_are_the_answers_fields(worked: ft.Plan) -> None:
    checks = ft.ask_many([worked, worked.replace(cadences=[]), worked.replace(reserve=0.5)], "check", 10)
    frame = ft.figures(checks).to_polars()
    assert frame["kept"].to_list() == [10, None, 6] and frame["fits"].to_list() == [True, None, False]
    assert frame.schema["by"] == pl.Date and "no cadence" in frame["error"][1]
    fits = ft.figures(ft.fit_many([worked])).to_polars()
    assert fits["number"].to_list() == [5] and fits.schema["unit"] == pl.Enum(["per_full_week", "total"])
    none = ft.figures([])
    assert none.columns == ("error", "version", "tzdata") and len(none) == 0
    with pytest.raises(ft.ArgumentError, match=r"answers\[1\] is a Fit, expected a Check"):
        ft.figures([checks[0], worked.fit()])
    with pytest.raises(ft.ArgumentTypeError, match=r"answers\[0\] is 3"):
        ft.figures([3])  # type: ignore[list-item]


def test_a_slip_in_the_question_is_the_callers_error_and_not_that_of_each_plan(worked: ft.Plan) -> None:
    with pytest.raises(ft.ArgumentError, match="question is 'chek', expected one of .*did you mean 'check'"):
        ft.ask_many([worked], "chek", 10)
    with pytest.raises(ft.ArgumentTypeError, match="count is 'ten'"):
        ft.ask_many([worked] * 50, "check", "ten")
    with pytest.raises(ft.ArgumentTypeError, match="count is 'ten'"):
        ft.ask_many(pl.DataFrame({"plan": [SMALL]}), "check", "ten")
    with pytest.raises(ft.ArgumentTypeError, match="plans is 3, expected a list of Plan, or a table"):
        ft.ask_many(3, "triage")  # type: ignore[call-overload]
    with pytest.raises(ft.ArgumentError, match="expected one of the name `plan`"):
        ft.ask_many(pl.DataFrame({"rep": ["a"]}), "triage")
    with pytest.raises(TypeError, match="count"):
        ft.ask_many([worked], "check")


def test_a_table_is_asked_row_by_row_whatever_its_parts() -> None:
    rows = pl.DataFrame(
        {
            "rep": ["a", "b", "c", "d"],
            "plan": [SMALL, SMALL.replace("1h", "soon"), SMALL.replace("1h", "2h"), None],
            "first_day": ["2027-01-04", None, "2027-01-11", "2027-01-04"],
            "kept": [1, 2, 3, 4],
        }
    )
    frame = pl.DataFrame(ft.ask_many(rows, "check", 100))
    assert frame.columns[:5] == ["rep", "first_day", "kept", "asked", "fits"]
    assert frame["check_kept"].to_list() == [12, None, 24, None] and frame["kept"].to_list() == [1, 2, 3, 4]
    assert "soon" in frame["error"][1] and frame["error"][3] == "the row has no plan"
    assert set(frame["version"]) == {ft.__version__}
    batches = [pa.table(ft.ask_many(batch, "check", 100)) for batch in rows.to_arrow().to_batches(max_chunksize=1)]
    assert pl.concat([pl.DataFrame(batch) for batch in batches]).equals(frame)
    chunked = pa.Table.from_batches(rows.to_arrow().to_batches(max_chunksize=3))
    assert pl.DataFrame(ft.ask_many(chunked, "check", 100)).equals(frame)
    # The columns of the answer to no rows are those of all: what Spark is told.
    assert pl.DataFrame(ft.ask_many(rows.head(0), "check", 100)).schema == frame.schema
    # Types that Spark has, whatever came in.
    types = {str(field.type) for field in pa.table(ft.ask_many(rows, "fit")).schema if field.name not in rows.columns}
    assert types == {"int64", "string", "bool", "date32[day]"}


def test_what_progress_raises_ends_it(worked: ft.Plan) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ft.ask_many([worked] * 20, "advise", 6, progress=stop)
    with pytest.raises(ft.ArgumentError, match="threads is 0, expected a whole number from 1"):
        ft.ask_many([], "fit", threads=0)
    assert ft.ask_many([], "fit") == []


STOPPED = """
import os, signal, threading, time
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
    ft.ask_many([plan] * 2_000, "advise", 12, progress=lambda done, total: begun.set())
except KeyboardInterrupt:
    print(time.monotonic() - pressed[0])
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_ctrl_c_ends_it() -> None:
    ended = subprocess.run([sys.executable, "-c", STOPPED], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 0 and ended.stderr == "" and float(ended.stdout) < 30
