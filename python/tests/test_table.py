"""`Table`: rows as values, and columns for any frame."""

from __future__ import annotations

import pickle
from datetime import date

import pandas as pd
import polars as pl
import pyarrow as pa

import followthrough as ft


def test_every_frame_library_takes_it_as_it_is(sdr: ft.Plan) -> None:
    weeks = sdr.fit().weeks()
    polars, arrow, pandas = pl.DataFrame(weeks), pa.table(weeks), pd.DataFrame.from_arrow(weeks)
    rows = weeks.to_dicts()
    assert polars.to_dicts() == rows == arrow.to_pylist()
    assert len(pandas) == len(rows) and list(pandas.columns) == list(weeks.columns)
    assert polars.schema["from"] == pl.Date and polars.schema["usable_seconds"] == pl.Int64


def test_every_table_of_every_answer_is_one(sdr: ft.Plan) -> None:
    fit, check = sdr.fit("month"), sdr.check(30, "week")
    tables: list[ft.Table[object]] = [
        fit.weeks(), fit.starts(), fit.placement(), check.weeks(), check.starts(), check.dropped(),
        check.placement(), sdr.triage().let_go(), sdr.triage().placement(), sdr.schedule(fit).items(),
    ]  # fmt: skip
    for table in tables:
        frame = pl.DataFrame(table)
        assert tuple(frame.columns) == table.columns
        assert frame.to_dicts() == table.to_dicts()
        assert pickle.loads(pickle.dumps(table)) == table


def test_rows_are_values(worked: ft.Plan) -> None:
    starts = worked.fit().starts()
    assert starts[0] == ft.Started(date=date(2027, 1, 4), cadence="calls", count=1)
    assert len(starts) == 65 and starts[-1] in starts and len(starts[:3]) == 3
    assert repr(starts) == "<Table of 65: date, cadence, count>"
    assert "45 more rows" in starts._repr_html_()
    assert [start.count for start in starts] == [1] * 65


def test_an_empty_table_still_has_its_columns(worked: ft.Plan) -> None:
    frame = pl.DataFrame(worked.check(1).dropped())
    assert frame.height == 0 and frame.columns[0] == "cadence" and frame.schema["from"] == pl.Date
