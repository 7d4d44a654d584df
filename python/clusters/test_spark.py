"""Spark in local mode: `fit_many` within `mapInArrow`."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator

import polars as pl
import pyarrow as pa
import pytest

import followthrough as ft

sql = pytest.importorskip("pyspark.sql", reason="there is no pyspark")
pytestmark = pytest.mark.skipif(shutil.which("java") is None, reason="there is no java")


@pytest.fixture(scope="module")
def spark() -> Iterator[object]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "America/Denver")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "7")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def function() -> object:
    """What the guide shows. Made here, so that it travels to the workers as it is: they have no such module."""

    def answers(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield from pa.table(ft.fit_many(batch, threads=1)).to_batches()

    return answers


def columns(spark: sql.SparkSession, plans: sql.DataFrame) -> object:
    """What the guide shows: the columns of the answer to no rows are those of all."""
    return spark.createDataFrame(pa.table(ft.fit_many(plans.limit(0).toArrow()))).schema


def strings(reps: pl.DataFrame) -> pa.Table:
    """As Spark has them: polars' own are views."""
    return reps.to_arrow().cast(pa.schema([("rep", pa.string()), ("plan", pa.string()), ("first_day", pa.date32())]))


@pytest.mark.parametrize("partitions", [1, 3, 8])
def test_every_row_is_answered_and_a_bad_plan_is_a_row(
    spark: sql.SparkSession, reps: pl.DataFrame, expected: list[int | None], partitions: int
) -> None:
    plans = spark.createDataFrame(strings(reps)).repartition(partitions)
    rows = plans.mapInArrow(function(), columns(spark, plans)).orderBy("rep").collect()
    assert [row["rep"] for row in rows] == reps["rep"].to_list()
    assert [row["number"] for row in rows] == expected
    assert [row["first_day"] for row in rows] == reps["first_day"].to_list()
    for row in rows:
        assert (row["error"] is None) == (row["number"] is not None)
        assert row["version"] == ft.__version__ and row["tzdata"] == ft.tzdata_version
    assert "soon" in rows[9]["error"] and rows[9]["proved"] is None


TYPES = {
    "rep": "string",
    "first_day": "date",
    "number": "bigint",
    "unit": "string",
    "bound": "bigint",
    "proved": "boolean",
    "today": "bigint",
    "this_week": "bigint",
    "this_month": "bigint",
    "this_quarter": "bigint",
    "total": "bigint",
    "every": "bigint",
    "overdue": "bigint",
    "late": "bigint",
    "unreachable": "bigint",
    "clear_day": "date",
    "binds": "string",
    "error": "string",
    "version": "string",
    "tzdata": "string",
}


def test_the_types_are_those_that_spark_infers(spark: sql.SparkSession, reps: pl.DataFrame) -> None:
    plans = spark.createDataFrame(strings(reps))
    done = plans.mapInArrow(function(), columns(spark, plans))
    assert dict(done.dtypes) == TYPES and done.count() == 40
    whole = spark.createDataFrame(pa.table(ft.fit_many(strings(reps))))
    assert done.dtypes == whole.dtypes


def asked() -> object:
    """Another question than a fit, as the guide shows it."""

    def answers(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield from pa.table(ft.ask_many(batch, "check", 12, threads=1)).to_batches()

    return answers


def test_a_plan_built_in_python_has_its_number_in_spark(spark: sql.SparkSession) -> None:
    from conftest import ROOT

    plans = [ft.Plan.read(ROOT / f"docs/examples/{name}/plan.toml") for name in ("sdr", "solo", "worked")]
    plans += [plan.replace(reserve=0.3) for plan in plans]
    none = {"pipeline": None, "log": None, "busy": None}
    rows = [{"rep": str(index), **none, **plan.to_texts()} for index, plan in enumerate(plans)]
    table = pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in ("rep", "plan", "pipeline", "log", "busy")]))
    frame = spark.createDataFrame(table).repartition(3)
    found = frame.mapInArrow(function(), columns(spark, frame)).orderBy("rep").collect()
    assert [(row["number"], row["bound"], row["total"]) for row in found] == [
        (fit.number, fit.bound, fit.total) for fit in (plan.fit() for plan in plans)
    ]
    none_asked = spark.createDataFrame(pa.table(ft.ask_many(table.slice(0, 0), "check", 12)))
    checks = frame.mapInArrow(asked(), none_asked.schema).orderBy("rep").collect()
    assert [(row["fits"], row["kept"], row["by"]) for row in checks] == [
        (check.fits, check.kept, check.by) for check in (plan.check(12) for plan in plans)
    ]
