"""Pictures: that they can be drawn, and that their bars are the answer's figures."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import PLANS

import followthrough as ft


@pytest.mark.parametrize("path", PLANS)
def test_every_picture_can_be_drawn(path: str, tmp_path: Path) -> None:
    plan = ft.Plan.read(path)
    fit = plan.fit()
    pictures = [fit.plot(), fit.plot("intake"), plan.check(100).plot(), plan.check(1).plot(), plan.schedule(fit).plot()]
    for index, figure in enumerate(pictures):
        figure.savefig(tmp_path / f"{index}.png")
        assert (tmp_path / f"{index}.png").stat().st_size > 5000


def test_bars_stand_for_the_answers_hours(worked: ft.Plan) -> None:
    fit = worked.fit()
    (axis,) = fit.plot().axes
    owed, new, spare = [[bar.get_height() for bar in group] for group in axis.containers]
    weeks = fit.weeks()
    assert owed == [0.0] * len(weeks)
    assert new == [week.categories["calling"].new.total_seconds() / 3600 for week in weeks]
    assert [a + b for a, b in zip(new, spare, strict=True)] == pytest.approx(
        [week.categories["calling"].usable.total_seconds() / 3600 for week in weeks]
    )


def test_squares_of_the_calendar_stand_for_the_schedules_days(worked: ft.Plan) -> None:
    schedule = worked.schedule(worked.fit())
    axis, _ = schedule.plot().axes
    told = [text.get_text() for text in axis.texts]
    assert told == [str(day.items) for day in schedule.days if day.items]
    assert [label.get_text() for label in axis.get_yticklabels()] == ["Mon", "Tue", "Wed", "Thu", "Fri"]


def test_a_cell_that_ends_in_a_picture_shows_it(worked: ft.Plan) -> None:
    # A kernel shows what has this method, whether or not pyplot was imported.
    figures = (worked.fit().plot(), worked.fit().plot("intake"), worked.check(100).plot(), worked.schedule().plot())
    for figure in figures:
        assert figure._repr_png_().startswith(b"\x89PNG")  # type: ignore[attr-defined]


def test_a_picture_in_a_kernel(tmp_path: Path) -> None:
    nbclient = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    code = 'import followthrough as ft\nfit = ft.Plan.read("docs/examples/worked/plan.toml").fit()'
    cells = [nbformat.v4.new_code_cell(code), nbformat.v4.new_code_cell("fit.plot()")]
    notebook = nbformat.v4.new_notebook(cells=cells)
    nbclient.NotebookClient(notebook, kernel_name="python3").execute()
    (output,) = notebook.cells[1].outputs
    assert "image/png" in output["data"]
