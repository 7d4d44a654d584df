"""Pictures: that they can be drawn, and that their bars are the answer's figures."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from conftest import PLANS
from matplotlib import pyplot
from matplotlib.colors import to_rgb

import followthrough as ft
from followthrough import _plots


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


def many_cadences(worked: ft.Plan) -> ft.Plan:
    """Nine cadences at one desk, under names that are long."""
    touches = [ft.Touch(channel="call", effort=timedelta(minutes=5), day=day) for day in (1, 6, 11)]
    cadences = [ft.Cadence(name=f"cadence_for_segment_{index}", touches=touches) for index in range(9)]
    return worked.replace(name="A desk with a name that is rather long for a title", cadences=cadences, mix={one.name: 1 for one in cadences})


@pytest.mark.parametrize("style", ["default", "dark_background", "ggplot"])
def test_what_is_written_can_be_read_and_stands_beside_nothing_else(style: str, sdr: ft.Plan, worked: ft.Plan) -> None:
    year, nine, empty = sdr.fit(date(2027, 11, 22)), many_cadences(worked), worked.replace(blocks=[])
    with pyplot.style.context(style):
        figures = {
            "sdr": sdr.fit().plot(), "intake": sdr.fit().plot("intake"), "check": sdr.check(100, "month").plot(), "calendar": sdr.schedule().plot(),
            "year": year.plot(), "year's intake": year.plot("intake"), "year's calendar": sdr.schedule(year).plot(),
            "nine": nine.fit().plot(), "nine's intake": nine.fit().plot("intake"), "nine's check": nine.check(90, "week").plot(),
            "once": sdr.fit(policy="once").plot(), "read": ft.Fit.from_json(sdr.fit().to_json()).plot(),
            "empty": empty.fit().plot(), "empty intake": empty.fit().plot("intake"), "empty check": empty.check(3).plot(), "empty calendar": empty.schedule().plot(),
        }  # fmt: skip
    for name, figure in figures.items():
        assert figure is not None
        figure.savefig(BytesIO(), format="png", dpi=100)
        whole = figure.bbox
        for axis in figure.axes:
            ground = axis.get_facecolor() if axis.axison and axis.patch.get_alpha() != 0 else figure.get_facecolor()
            labels = [label for label in axis.get_xticklabels() if label.get_text() and axis.axison]
            boxes = [label.get_window_extent() for label in labels]
            assert all(one.x1 <= other.x0 for one, other in pairwise(boxes)), (name, "labels overlap")
            numbers = [text.get_window_extent() for text in axis.texts]
            assert not any(one.overlaps(other) for one, other in combinations(numbers, 2)) or len(numbers) > 80, (name, "numbers overlap")
            for text in [*labels, axis.title, axis.xaxis.label, axis.yaxis.label]:
                box = text.get_window_extent()
                inside = whole.x0 - 1 <= box.x0 and box.x1 <= whole.x1 + 1 and whole.y0 - 1 <= box.y0 and box.y1 <= whole.y1 + 1
                assert inside or not text.get_text(), (name, text.get_text())
                assert contrast(text.get_color(), figure.get_facecolor()) > 4, (name, text.get_text())
            for text in axis.texts if not axis.images else ():
                assert contrast(text.get_color(), ground if name != "empty calendar" else figure.get_facecolor()) > 3, (name, text.get_text())
        for legend in figure.legends:
            box = legend.get_window_extent()
            assert whole.x0 - 1 <= box.x0 and box.x1 <= whole.x1 + 1, (name, "the legend is cut")
            assert not any(box.overlaps(axis.get_window_extent()) for axis in figure.axes), (name, "the legend covers a panel")


def contrast(one: object, other: object) -> float:
    """The contrast of two colours as the WCAG reckons it: 4.5 is easily read, 21 is black on white."""

    def luminance(colour: object) -> float:
        parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]  # type: ignore[arg-type]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_colours_mean_one_thing_and_cadences_are_told_apart(worked: ft.Plan) -> None:
    (axis,) = many_cadences(worked).fit().plot("intake").axes
    colours = [group[0].get_facecolor() for group in axis.containers]
    assert len(set(colours)) == 9
    meant = {to_rgb(colour) for colour in (_plots.OWED, _plots.NEW, _plots.SHORT)}
    assert not meant & {to_rgb(colour) for colour in colours}


def test_a_picture_says_what_binds_and_which_days_are_off(sdr: ft.Plan) -> None:
    figure = sdr.fit().plot()
    titles = [axis.get_title(loc="left") for axis in figure.axes]
    assert titles == ["calling", "follow_up", "research: this is what binds"]
    assert "28 Dec 1 holiday, PTO" in figure.axes[-1].get_xlabel() and figure.get_suptitle().startswith("SDR desk 7: Start 3 today")
    assert sdr.check(100).plot().get_suptitle().startswith("SDR desk 7: 100 started 23 Nov")


def test_a_picture_is_drawn_where_it_is_wanted(sdr: ft.Plan, worked: ft.Plan) -> None:
    figure, axes = pyplot.subplots(3, 2)
    assert sdr.fit().plot(ax=axes[:, 0]) is figure and sdr.schedule().plot(ax=axes[0, 1]) is figure
    assert worked.check(100).plot(ax=axes[1, 1]) is figure and worked.fit().plot("intake", ax=[axes[2, 1]]) is figure
    assert all(axis.has_data() for axis in axes.flat)
    assert axes[0, 0].get_title(loc="left").startswith("SDR desk 7: Start 3 today")
    with pytest.raises(ft.ArgumentError, match="expected 3 axes, for calling, follow_up, research"):
        sdr.fit().plot(ax=axes[0, 0])
    with pytest.raises(ft.ArgumentTypeError, match="ax is 3, expected axes of matplotlib"):
        worked.fit().plot(ax=3)  # type: ignore[arg-type]
    pyplot.close(figure)
