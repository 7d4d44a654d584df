"""`Table`: rows as values, and columns for any frame."""

from __future__ import annotations

import pickle
from datetime import date

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import followthrough as ft


def test_every_frame_library_takes_it_as_it_is(sdr: ft.Plan) -> None:
    weeks = sdr.fit().weeks()
    polars, arrow, pandas = pl.DataFrame(weeks), pa.table(weeks), pd.DataFrame.from_arrow(weeks)
    rows = weeks.to_dicts()
    assert polars.to_dicts() == rows == arrow.to_pylist()
    assert len(pandas) == len(rows) and list(pandas.columns) == list(weeks.columns)
    assert polars.schema["first_day"] == pl.Date and polars.schema["starts"] == pl.Int64
    assert weeks.to_polars().equals(polars) and weeks.to_arrow().equals(arrow) and weeks.to_pandas().equals(pandas)


def test_columns_have_the_types_of_what_they_hold(sdr: ft.Plan) -> None:
    fit = sdr.fit()
    times, items = pl.DataFrame(fit.categories()), pl.DataFrame(sdr.schedule(fit).items())
    zone = "America/New_York"
    assert {times.schema[name] for name in ("usable", "new", "spare")} == {pl.Duration("us")}
    assert items.schema["begins_at"] == pl.Datetime("us", zone) and items.schema["effort"] == pl.Duration("us")
    assert items.schema["closes"] == pl.Date and items.schema["touch"] == pl.Int64 and items.schema["starts"] == pl.Boolean
    assert items.schema["work"] == pl.Enum(["prep", "touch", "reply"])
    assert pl.DataFrame(fit.placement()).schema["begins_at"] == pl.Time
    frame = sdr.schedule(fit).items().to_pandas()
    assert str(frame["begins_at"].dtype) == f"datetime64[us, {zone}]" and str(frame["effort"].dtype) == "timedelta64[us]"
    arrow = sdr.schedule(fit).items().to_arrow()
    assert arrow.schema.field("begins_at").type == pa.timestamp("us", zone) and arrow.schema.field("effort").type == pa.duration("us")
    # Instants are on the plan's clock as values too.
    assert {item.at.tzinfo for item in sdr.schedule(fit).items()} == {sdr.timezone}


def test_a_sum_over_starts_is_right_whatever_the_frame(sdr: ft.Plan) -> None:
    fit = sdr.fit()
    assert pl.DataFrame(fit.weeks())["starts"].sum() == pl.DataFrame(fit.starts())["count"].sum() == fit.total
    assert fit.weeks().to_pandas()["starts"].sum() == pd.DataFrame(list(fit.weeks()))["starts"].sum() == fit.total
    # Rows of a table are rows of a frame, so a table handed to pandas as a list of values is none the worse.
    assert len(pd.DataFrame(fit.weeks())) == len(fit.weeks())
    assert len({(row["first_day"], row["category"]) for row in fit.categories().to_dicts()}) == len(fit.categories())


def test_a_query_asks_columns_by_their_names(sdr: ft.Plan) -> None:
    duckdb = pytest.importorskip("duckdb")
    fit, schedule = sdr.fit(), sdr.schedule()
    weeks, starts, times, items = fit.weeks(), fit.starts(), fit.categories(), schedule.items()
    asked = duckdb.connect()
    for name, table in {"weeks": weeks, "starts": starts, "times": times, "items": items}.items():
        # As it is, and by way of pyarrow.
        assert asked.sql(f"select count(*) from {name}").fetchall() == [(len(table),)]
        asked.register(name, table.to_arrow())
    assert asked.sql("select sum(starts) from weeks").fetchall() == [(fit.total,)]
    by_cadence = dict(asked.sql("select cadence, sum(count) from starts group by cadence").fetchall())
    assert by_cadence == {name: part.total for name, part in fit.by_cadence.items() if part.total}
    ((most,),) = asked.sql("select category from times group by category order by sum(epoch(new)) desc limit 1").fetchall()
    assert most in {"calling", "research"}
    who = asked.sql("select name, touch, closes from items where name = 'Acme Dairy' order by begins_at").fetchall()
    assert who and all(touch for _, touch, _ in who)
    frame = ft.fit_many(pl.DataFrame([sdr.to_texts()]))
    assert asked.sql("select number, total from frame").fetchall() == [(fit.number, fit.total)] and len(frame) == 1
    kinds = dict(zip(times.columns, asked.sql("select * from times").types, strict=True))
    assert str(kinds["usable"]) == "INTERVAL" and str(kinds["first_day"]) == "DATE"


def test_rows_of_some_days(worked: ft.Plan) -> None:
    fit = worked.fit()
    day = worked.first_day
    assert [start.date for start in fit.starts().between(day, day)] == [day]
    assert len(fit.weeks().between(day, date(2027, 1, 17))) == 2
    assert fit.starts().between(date(2020, 1, 1), date(2020, 1, 2)).to_dicts() == []
    with pytest.raises(ft.ArgumentError, match="last is .* expected nothing before first"):
        fit.starts().between(date(2027, 1, 5), day)
    with pytest.raises(ft.ArgumentError, match="a table with a column of days"):
        worked.track().at_touch().between(day, day)


def test_every_table_of_every_answer_is_one(sdr: ft.Plan) -> None:
    fit, check = sdr.fit("month"), sdr.check(30, "week")
    tables: list[ft.Table[object]] = [
        fit.weeks(), fit.categories(), fit.starts(), fit.placement(), check.weeks(), check.categories(), check.starts(), check.dropped(),
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
    assert frame.height == 0 and frame.columns[0] == "cadence" and frame.schema["window_opens"] == pl.Date
