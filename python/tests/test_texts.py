"""A plan leaves Python: as TOML, as texts, as a dict and as files, and comes back equal, with equal answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from conftest import PLANS

import followthrough as ft


def said(fit: ft.Fit) -> dict[str, object]:
    """What a fit says, but for which bytes it was asked of."""
    tree: dict[str, object] = json.loads(fit.to_json(placement=True))
    return {name: value for name, value in tree.items() if name != "plan"}


def built() -> ft.Plan:
    """A plan in which nearly every field differs from its default."""
    plan = ft.Plan.read("docs/examples/worked/plan.toml")
    touches = [
        ft.Touch(channel="call", message="say \"hi\"", reply=0.02, effort=timedelta(seconds=301)),
        ft.Touch(channel="email", with_previous=True, category="calling", refers_to=1),
        ft.Touch(channel="call", after=5, within=2),
    ]
    cadence = ft.Cadence(
        name="zebra",
        touches=touches,
        segment="plants & banks",
        prep=ft.Prep(category="research", effort=timedelta(minutes=8), ahead=2),
        on_reply=ft.ReplyWork(category="calling", effort=timedelta(minutes=25), within=1),
        repeat=ft.Repeat(after=10, channel="call", times=3, within=4),
    )
    block = ft.Block(
        categories=["research", "calling"],
        rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
        name="Monday desk",
        from_=date(2027, 1, 4),
        start=time(13),
        length=timedelta(minutes=50),
        skip={date(2027, 2, 1)},
        reserve=0.25,
    )
    return plan.replace(
        name="a # \"desk\"",
        reserve=0.125,
        holidays={date(2027, 1, 6)},
        away=[ft.Away(from_=date(2027, 2, 1), to=date(2027, 2, 3), label="PTO", windows="keep")],
        channels={"call": ft.Channel(cap=ft.Cap(day=9), hours=ft.Hours(from_=time(8, 30), to=time(17, 30)))},
        blocks=[*plan.blocks, block],
        cadences=[cadence, *plan.cadences],
        mix={"zebra": 1, "calls": 2},
        pipeline=[
            ft.Prospect(id="A, 1", cadence="calls", stage="in_flight", next_touch=2, due=date(2027, 1, 5), note="x; y"),
            ft.Prospect(id="B", cadence="zebra", stage="replied", due=date(2027, 1, 4), priority=1),
        ],
        log=[ft.LogRow(date=date(2027, 1, 3), time=time(9, 30), id="B", channel="call", outcome="replied", touch=1)],
    )


@pytest.mark.parametrize("plan", [*map(ft.Plan.read, PLANS), built()], ids=["sdr", "solo", "built"])
def test_a_plan_comes_back_equal_with_equal_answers(plan: ft.Plan, tmp_path: Path, command_line: Callable[..., bytes]) -> None:
    tree = plan.to_dict()
    assert json.loads(json.dumps(tree)) == tree
    (path, *others) = plan.write(tmp_path / "plan.toml")
    for again in (ft.Plan.from_texts(**plan.to_texts()), ft.Plan.from_dict(tree), ft.Plan.read(path)):
        assert again == plan
        assert said(again.fit()) == said(plan.fit())
        assert again.track().kept_rate == plan.track().kept_rate
    answer = json.loads(command_line("fit", path, "--json"))
    assert (answer["number"], answer["total"]) == (plan.fit().number, plan.fit().total)
    assert len(others) == len(plan.to_texts()) - 1


def test_a_row_that_counts_is_written_once_for_each() -> None:
    plan = ft.Plan.read("docs/examples/worked/plan.toml")
    row = ft.Prospect(id="A", cadence="calls", stage="in_flight", next_touch=2, due=date(2027, 1, 5), count=3)
    again = ft.Plan.from_texts(**plan.replace(pipeline=[row]).to_texts())
    assert [one.id for one in again.pipeline] == ["A/1", "A/2", "A/3"]
    assert again.fit().number == plan.replace(pipeline=[row]).fit().number


def test_a_remedy_reaches_the_command_line(tmp_path: Path, command_line: Callable[..., bytes]) -> None:
    plan = ft.Plan.read("docs/examples/worked/plan.toml")
    changed = plan.advise(6).remedies[0].apply(plan)
    (path,) = changed.write(tmp_path / "plan.toml")
    assert json.loads(command_line("fit", path, "--json"))["number"] == 6


def test_no_file_is_replaced_unasked(tmp_path: Path) -> None:
    plan = ft.Plan.read(PLANS[0])
    (tmp_path / "log.csv").write_text("mine")
    with pytest.raises(ft.FileError, match=r"log\.csv: there already"):
        plan.write(tmp_path / "plan.toml")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log.csv"]
    plan.write(tmp_path / "plan.toml", replace=True)
    assert (tmp_path / "log.csv").read_text() != "mine" and not list(tmp_path.glob(".*"))
    with pytest.raises(ft.FileError, match="cannot be written"):
        plan.write(tmp_path / "none" / "plan.toml")


def test_what_is_no_plan_is_refused() -> None:
    with pytest.raises(ft.ArgumentError, match="tree is .*expected the keys 'plan'"):
        ft.Plan.from_dict({"blocks": []})
    with pytest.raises(ft.ArgumentTypeError, match=r"tree\['plan'\] is 3"):
        ft.Plan.from_dict({"plan": 3})
    with pytest.raises(ft.DocumentError, match="format"):
        ft.Plan.from_texts("name = 'x'")


def test_what_the_file_says_beside_the_plan_is_kept(tmp_path: Path) -> None:
    text = Path("docs/examples/worked/plan.toml").read_text()
    (tmp_path / "plan.toml").write_text(text.replace("format    = 1", "format = 1\nid = \"0123abcd\"", 1).replace("format = 1\n", "format = 1\n", 1))
    plan = ft.Plan.read(tmp_path / "plan.toml")
    assert plan.replace(reserve=plan.reserve) is plan
    uid = next(line for line in "".join(plan.schedule().to_ics().values()).splitlines() if line.startswith("UID:"))
    other = replace(plan.blocks[0], length=timedelta(minutes=30))
    changed = plan.replace(blocks=[other])
    assert uid in "".join(changed.schedule().to_ics().values())
