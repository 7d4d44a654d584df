"""Pipelines from frames: any layout, the rules of `pipeline.csv`, rows made when they are looked at."""

from __future__ import annotations

import dataclasses
import copy
import csv
import io
import pickle
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from conftest import ROOT

import followthrough as ft

FRAME = {
    "id": ["A1", "A2", "A3"],
    "cadence": ["calls"] * 3,
    "stage": ["in_flight", "in_flight", "ready"],
    "next_touch": [2, 3, None],
    "due": [date(2027, 1, 5), date(2027, 1, 6), None],
    "phone": ["1", "2", "3"],
}
FIRST = ft.Prospect(id="A1", cadence="calls", stage="in_flight", next_touch=2, due=date(2027, 1, 5))


@pytest.mark.parametrize("make", [pl.DataFrame, pa.table, pd.DataFrame], ids=str)
def test_a_pipeline_may_be_any_frame_that_speaks_arrow(worked: ft.Plan, make: object) -> None:
    plan = worked.replace(pipeline=make(FRAME))  # type: ignore[operator]
    assert [prospect.id for prospect in plan.pipeline] == ["A1", "A2", "A3"]
    assert plan.pipeline[0] == FIRST
    assert plan.fit().commitments.touches == 5 + 4


def test_what_is_no_table_is_refused(worked: ft.Plan) -> None:
    with pytest.raises((TypeError, ValueError)):
        worked.replace(pipeline=pl.Series(["A1"]))
    with pytest.raises(TypeError, match="a list of Prospect"):
        worked.replace(pipeline="pipeline.csv")
    # A table without cadences means the plan's only one; of several it has to say which.
    frame = pl.DataFrame({"id": ["A1"], "stage": ["new"]})
    assert [prospect.cadence for prospect in worked.replace(pipeline=frame).pipeline] == ["calls"]
    others = dataclasses.replace(worked.cadences[0], name="others")
    with pytest.raises(ft.DocumentError, match="`cadence`"):
        worked.replace(cadences=[*worked.cadences, others], pipeline=frame)


LAYOUTS = {
    "large strings": pa.table(FRAME).cast(
        pa.schema([(n, pa.large_string() if n in ("id", "stage") else t.type) for n, t in zip(FRAME, pa.table(FRAME).schema, strict=True)])
    ),
    "views": pl.DataFrame(FRAME),
    "categories": pl.DataFrame(FRAME).with_columns(pl.col("stage", "cadence").cast(pl.Categorical)),
    "pandas": pd.DataFrame(FRAME),
    "pandas categories": pd.DataFrame(FRAME).astype({"stage": "category"}),
    "floats with gaps": pl.DataFrame(FRAME).with_columns(pl.col("next_touch").cast(pl.Float32)),
    "small unsigned": pl.DataFrame(FRAME).with_columns(pl.col("next_touch").cast(pl.UInt8)),
    "large unsigned": pl.DataFrame(FRAME).with_columns(pl.col("next_touch").cast(pl.UInt64)),
    "numbers as text": pl.DataFrame(FRAME).with_columns(pl.col("next_touch").cast(pl.String)),
    "days as text": pl.DataFrame(FRAME).with_columns(pl.col("due").cast(pl.String)),
    "days with times": pl.DataFrame(FRAME).with_columns(pl.col("due").cast(pl.Datetime("ms"))),
    "in chunks": pl.concat([pl.DataFrame(FRAME)[:1], pl.DataFrame(FRAME)[1:]], rechunk=False),
    "a batch": pa.RecordBatch.from_pydict(FRAME),
    "a reader": pa.RecordBatchReader.from_batches(
        pa.table(FRAME).schema, pa.table(FRAME).to_batches(max_chunksize=2)
    ).read_all(),
    "blanks around": pl.DataFrame(FRAME).with_columns(pl.col("stage") + " "),
    "lists that mean nothing": pl.DataFrame(FRAME).with_columns(phone=pl.lit([1, 2])),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_layout_does_not_matter(worked: ft.Plan, layout: str) -> None:
    plan = worked.replace(pipeline=LAYOUTS[layout])
    rows = worked.replace(pipeline=pl.DataFrame(FRAME))
    assert plan.pipeline == rows.pipeline and plan.pipeline[0] == FIRST
    assert plan.fit() == rows.fit() == worked.replace(pipeline=tuple(rows.pipeline)).fit()


def test_an_instant_is_a_day_on_the_plans_clock_however_it_is_told(worked: ft.Plan) -> None:
    late = datetime(2027, 1, 6, 3, tzinfo=UTC)
    told = [pa.array([late, late, None], pa.timestamp("us", tz=zone)) for zone in ("America/New_York", "UTC", "+05:30", "-04:00")]
    for due in [*told, ["2027-01-06T03:00:00Z", "2027-01-06T03:00:00Z", None]]:
        plan = worked.replace(pipeline=pa.table({**FRAME, "due": due}))
        assert plan.pipeline[0].due == date(2027, 1, 5), due
    # A time without a zone is one of the plan's own clock.
    plain = pa.array([late.replace(tzinfo=None)] * 2 + [None], pa.timestamp("us"))
    assert worked.replace(pipeline=pa.table({**FRAME, "due": plain})).pipeline[0].due == date(2027, 1, 6)


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        ({"stage": ["in_flight", "inflight", "ready"]}, 3, "did you mean `in_flight`"),
        ({"cadence": ["calls", "calls", "call"]}, 4, "call"),
        ({"id": ["A1", "A2", "A1"]}, 4, "A1"),
        ({"id": ["A1", None, "A3"]}, 3, "id"),
        ({"next_touch": [2, 0, None]}, 3, "next_touch"),
        ({"next_touch": [2, 2.5, None]}, 3, "`2.5`"),
        ({"due": ["2027-01-05", "tomorrow", None]}, 3, "tomorrow"),
        ({"due": [date(2027, 1, 5), None, None]}, 3, "due"),
        ({"timezone": [None, "Mars/Base", None]}, 3, "Mars/Base"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(worked: ft.Plan, change: dict[str, list[object]], line: int, said: str) -> None:
    with pytest.raises(ft.PlanError) as caught:
        worked.replace(pipeline=pl.DataFrame({**FRAME, **change}, strict=False))
    assert caught.value.line == line and said in str(caught.value)


def test_a_column_of_lists_is_refused_by_name(worked: ft.Plan) -> None:
    with pytest.raises(ft.FollowthroughError, match="the column `due` of the pipeline is of the type"):
        worked.replace(pipeline=pl.DataFrame({**FRAME, "due": [[1], [2], [3]]}))


@pytest.mark.parametrize("path", sorted((ROOT / "docs/examples").glob("*/pipeline.csv")), ids=lambda path: path.parent.name)
def test_a_frame_says_what_the_file_says(path: Path) -> None:
    plan = ft.Plan.read(path.parent / "plan.toml")
    rows = list(csv.DictReader(io.StringIO(path.read_text())))
    texts = pa.table({name: [row[name] for row in rows] for name in rows[0]})
    typed = pl.read_csv(path, try_parse_dates=True)
    for frame in (texts, typed, pd.read_csv(path)):
        assert plan.replace(pipeline=frame).pipeline == plan.pipeline


def test_it_is_a_sequence_that_equals_a_tuple(worked: ft.Plan) -> None:
    pipeline = worked.replace(pipeline=pl.DataFrame(FRAME)).pipeline
    rows = tuple(pipeline)
    assert len(pipeline) == 3 and pipeline[-1] == rows[-1] and pipeline[1:] == rows[1:]
    assert pipeline == rows and rows == pipeline and hash(pipeline) == hash(rows) and pipeline != rows[:2]
    assert repr(pipeline) == repr(rows) and FIRST in pipeline and list(reversed(pipeline)) == list(reversed(rows))
    assert pickle.loads(pickle.dumps(pipeline)) == pipeline and copy.copy(pipeline) == pipeline
    with pytest.raises(IndexError):
        pipeline[3]
    with pytest.raises(AttributeError):
        pipeline.rows = ()  # type: ignore[attr-defined]
    names = {"Prospect": ft.Prospect, "datetime": __import__("datetime"), "zoneinfo": __import__("zoneinfo")}
    assert eval(repr(pipeline), names) == pipeline


def test_prospects_keep_their_clocks_and_labels(worked: ft.Plan) -> None:
    more = {"timezone": ["America/Denver", "America/Denver", None], "owner": ["Kim", "", None], "priority": [1, None, 3]}
    pipeline = worked.replace(pipeline=pl.DataFrame({**FRAME, **more})).pipeline
    assert [one.timezone for one in pipeline] == [ZoneInfo("America/Denver")] * 2 + [None]
    assert [one.owner for one in pipeline] == ["Kim", None, None]
    assert [one.priority for one in pipeline] == [1, 2, 3]


def test_a_row_may_stand_for_many(worked: ft.Plan) -> None:
    counted = pl.DataFrame({**FRAME, "count": [3, None, 40]})
    plan = worked.replace(pipeline=counted)
    assert [prospect.count for prospect in plan.pipeline] == [3, 1, 40]
    assert plan.fit().commitments.prospects == 4 and plan.fit().commitments.touches == 3 * 5 + 4
    # As many rows of one each.
    each = [FIRST] * 3 + [plan.pipeline[1]] + [plan.pipeline[2]] * 40
    same = worked.replace(pipeline=[replace(one, id=f"B{n}", count=1) for n, one in enumerate(each)])
    assert same.fit().number == plan.fit().number and same.fit().commitments.touches == plan.fit().commitments.touches
    assert plan.verify(plan.fit()) == ()
    # Whoever is many cannot be told whom to call.
    with pytest.raises(ft.PlanError, match="A1"):
        plan.schedule()
    # Read by the rules of the file, the counts stay with their rows.
    blanks = counted.with_columns(pl.col("stage") + " ")
    assert worked.replace(pipeline=blanks).pipeline == plan.pipeline


@pytest.mark.parametrize("bad", [[1, -1, 1], [1.0, 2.5, 1.0], ["1", "some", "1"], [1, 2**32, 1]])
def test_a_count_is_a_whole_number(worked: ft.Plan, bad: list[object]) -> None:
    with pytest.raises(ft.PlanError, match=r"pipeline:3: `count` is `.*`, expected a whole number"):
        worked.replace(pipeline=pl.DataFrame({**FRAME, "count": bad}))


NOBODY = {
    "cadence": ["calls"] * 4,
    "stage": ["in_flight"] * 4,
    "next_touch": [2, 3, 2, 2],
    "due": [date(2027, 1, 5), date(2027, 1, 6), date(2027, 1, 5), date(2027, 1, 7)],
}


@pytest.mark.parametrize("make", [pl.DataFrame, pa.table, pd.DataFrame], ids=str)
def test_a_table_that_names_nobody_is_counted(worked: ft.Plan, make: Callable[[object], object]) -> None:
    plan = worked.replace(pipeline=make(NOBODY))
    assert [(row.id, row.count) for row in plan.pipeline] == [
        ("calls/2/2027-01-05/2", 2),
        ("calls/2/2027-01-07/2", 1),
        ("calls/3/2027-01-06/2", 1),
    ]
    named = worked.replace(pipeline=pl.DataFrame(NOBODY).with_row_index("id"))
    assert plan.fit().commitments.touches == named.fit().commitments.touches
    assert plan.fit().number == named.fit().number
    # Without stages all are in flight.
    assert worked.replace(pipeline=pl.DataFrame(NOBODY).drop("stage")).pipeline == plan.pipeline


def test_prospects_of_other_stages_are_counted_too(worked: ft.Plan) -> None:
    stages = pl.DataFrame(NOBODY).with_columns(stage=pl.Series(["ready", "in_flight", "ready", "in_flight"]), note=pl.lit("x"))
    counted = worked.replace(pipeline=stages.with_columns(count=pl.lit(5, pl.UInt8)))
    assert sorted((row.id, row.count) for row in counted.pipeline) == [
        ("calls/in_flight/2/due 2027-01-07/2", 5),
        ("calls/in_flight/3/due 2027-01-06/2", 5),
        ("calls/ready/2/due 2027-01-05/2", 10),
    ]
    assert counted.fit().ready.now == 10
    with pytest.raises(ft.DocumentError, match="did you mean `ready`"):
        worked.replace(pipeline=stages.with_columns(stage=pl.lit("readi")))
    with pytest.raises(ft.PlanError, match="of a kind"):
        worked.replace(pipeline=stages.with_columns(count=pl.lit(2**32 - 1)))


def test_zones_and_priorities_part_classes(worked: ft.Plan) -> None:
    apart = pl.DataFrame(NOBODY).with_columns(
        priority=pl.Series([1, 2, None, 2]), timezone=pl.Series(["Europe/Paris", None, "", None])
    )
    rows = worked.replace(pipeline=apart).pipeline
    assert [row.id for row in rows][:2] == ["calls/2/2027-01-05/1/Europe/Paris", "calls/2/2027-01-05/2"]
    assert rows[0].timezone == ZoneInfo("Europe/Paris") and {row.count for row in rows} == {1}
