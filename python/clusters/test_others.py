"""Dask, Ray and polars: the same function over parts of a table."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pyarrow as pa
import pytest

import followthrough as ft


def function() -> Callable[[pa.Table], pa.Table]:
    """What the guide shows. Made here, so that it travels to the workers as it is: they have no such module."""

    def table(part: pa.Table) -> pa.Table:
        return pa.table(ft.fit_many(part, threads=1))

    return table


def test_dask(reps: pl.DataFrame, expected: list[int | None]) -> None:
    distributed = pytest.importorskip("distributed", reason="there is no dask")
    parts = [part.to_arrow() for part in reps.iter_slices(8)]
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        with distributed.Client(cluster) as client:
            done = pa.concat_tables(client.gather(client.map(function(), parts)))
    assert done["number"].to_pylist() == expected


def test_plans_as_values_in_dask(expected: list[int | None], reps: pl.DataFrame) -> None:
    dask = pytest.importorskip("dask", reason="there is no dask")
    from conftest import ROOT

    plan = ft.Plan.read(ROOT / "docs/examples/worked/plan.toml")
    plans = [plan, plan.replace(reserve=0.5)]
    fits = dask.compute(*[dask.delayed(ft.fit_many)([one], threads=1) for one in plans], scheduler="processes")
    assert [fit[0].number for fit in fits] == [5, 2]


def test_ray(reps: pl.DataFrame, expected: list[int | None]) -> None:
    ray = pytest.importorskip("ray", reason="there is no ray")
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    try:
        data = ray.data.from_arrow(reps.to_arrow()).repartition(4)
        done = data.map_batches(function(), batch_format="pyarrow", batch_size=8).to_pandas().sort_values("rep")
    finally:
        ray.shutdown()
    assert [None if missing else number for number, missing in zip(done["number"], done["number"].isna())] == expected


def test_polars(reps: pl.DataFrame, expected: list[int | None]) -> None:
    schema = pl.DataFrame(ft.fit_many(reps.head(0))).schema
    lazy = reps.lazy().map_batches(lambda part: pl.DataFrame(ft.fit_many(part)), schema=schema)
    assert lazy.collect()["number"].to_list() == expected


def test_bars_follow_the_work(reps: pl.DataFrame) -> None:
    tqdm = pytest.importorskip("tqdm", reason="there is no tqdm")
    rich = pytest.importorskip("rich.progress", reason="there is no rich")
    with tqdm.tqdm(total=len(reps), disable=False, file=open("/dev/null", "w")) as bar:
        ft.fit_many(reps, progress=lambda done, total: bar.update(done - bar.n))
    assert bar.n == 40
    with rich.Progress(disable=True) as bars:
        task = bars.add_task("reps", total=None)
        ft.fit_many(reps, progress=lambda done, total: bars.update(task, completed=done, total=total))
        assert bars.tasks[0].finished
