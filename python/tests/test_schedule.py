"""`Schedule`: what to do when, and as a calendar."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import PLANS

import followthrough as ft


@pytest.mark.parametrize("path", PLANS)
def test_it_is_the_command_lines_answer_byte_for_byte(command_line: Callable[..., bytes], path: str) -> None:
    assert ft.Plan.read(path).schedule().to_json().encode() == command_line("schedule", path, "--json")


OPTIONS = [
    ((), {}),
    (("--rrule",), {"rrule": True}),
    (("--rrule", "--split", "--alarm", "10m"), {"rrule": True, "split": True, "alarm": timedelta(minutes=10)}),
    (("--todos",), {"todos": True}),
    (("--todos", "--no-events"), {"todos": True, "events": False}),
    (("--no-empty", "--private"), {"empty": False, "private": True}),
    (("--show-as", "oof", "--private", "--class", "public"), {"show_as": "oof", "private": True, "class_": "public"}),
    (("--list-days", "3", "--keep-past", "30d"), {"list_days": 3, "keep_past": 30}),
    (("--months", "always"), {"months": "always"}),
    (("--months", "always", "--split", "--no-method"), {"months": "always", "split": True, "method": False}),
    (("--from", "2026-12-01", "--to", "2026-12-18"), {"from_": date(2026, 12, 1), "to": date(2026, 12, 18)}),
    (("--title", "Desk", "--write", "new"), {"title": "Desk", "write": "new"}),
    (("--revision", "2026-11-24T06:30:00-05:00"), {"revision": datetime(2026, 11, 24, 11, 30, tzinfo=UTC)}),
]


@pytest.mark.parametrize(("flags", "arguments"), OPTIONS, ids=lambda one: " ".join(one) if isinstance(one, tuple) else "")
def test_its_calendars_are_the_command_lines_byte_for_byte(
    command_line: Callable[..., bytes], flags: tuple[str, ...], arguments: dict[str, Any], tmp_path: Path, sdr: ft.Plan
) -> None:
    (tmp_path / "ours").mkdir()
    (tmp_path / "theirs").mkdir()
    made = sdr.schedule().to_ics(tmp_path / "ours/desk.ics", **arguments)
    command_line("schedule", PLANS[0], "--ics", str(tmp_path / "theirs/desk.ics"), *flags)
    ours, theirs = ({file.name: file.read_bytes() for file in (tmp_path / name).iterdir()} for name in ("ours", "theirs"))
    assert ours == theirs and {Path(name).name: text.encode() for name, text in made.items()} == ours


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"write": "change"}, ValueError, "did you mean 'changes'"),
        ({"months": True}, TypeError, "months is True, expected one of 'large'"),
        ({"events": False}, ValueError, "nothing would be written"),
        ({"rrule": True, "todos": True}, ValueError, "expected neither todos"),
        ({"revision": datetime(2026, 11, 24)}, ft.TimeError, "revision is .* names no zone"),
        ({"from_": date(2026, 12, 2), "to": date(2026, 12, 1)}, ft.ArgumentError, "expected nothing before from_"),
    ],
)
def test_what_cannot_be_written_is_said(
    worked: ft.Plan, arguments: dict[str, Any], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        worked.schedule().to_ics(**arguments)


def test_a_day_is_worked_from_its_items(worked: ft.Plan) -> None:
    schedule = worked.schedule()
    day = schedule.days[0]
    assert (day.date, day.starting) == (date(2027, 1, 4), 1)
    (segment,) = day.segments
    assert segment.start.isoformat() == "2027-01-04T09:00:00-05:00" and segment.usable == timedelta(hours=1)
    assert segment.items[0].starts and segment.items[0].touch == 1
    assert len(schedule.items()) == 6 * 65
    assert schedule.lead() == "Mon 4 Jan 2027: 1 thing to do, none due today; 1 to start."
    assert "START call 1/6" in schedule._repr_html_()


def test_what_did_not_change_keeps_its_bytes(worked: ft.Plan, tmp_path: Path) -> None:
    schedule = worked.schedule()
    first = schedule.to_ics(tmp_path / "blocks.ics")
    assert schedule.to_ics(previous=tmp_path / "blocks.ics").popitem()[1] == first.popitem()[1]
    split = schedule.to_ics(tmp_path / "apart.ics", split=True, private=True, alarm=timedelta(minutes=10))
    assert [Path(name).name for name in split] == ["apart-calling.ics"]
    assert "VALARM" in split.popitem()[1]


def test_a_calendar_that_is_no_part_any_more_is_emptied_where_it_stands(worked: ft.Plan, tmp_path: Path) -> None:
    schedule = worked.schedule()
    schedule.to_ics(tmp_path / "blocks.ics")
    split = schedule.to_ics(tmp_path / "blocks.ics", previous=tmp_path / "blocks.ics", split=True)
    assert [Path(name).name for name in split] == ["blocks-calling.ics", "blocks.ics"]
    assert b"BEGIN:VEVENT" not in (tmp_path / "blocks.ics").read_bytes()
    other = schedule.to_ics(tmp_path / "other.ics", previous=tmp_path / "blocks-calling.ics")
    assert [Path(name).name for name in other] == ["other.ics"]


def test_a_calendar_that_is_still_needed_is_not_written_over(worked: ft.Plan, tmp_path: Path) -> None:
    schedule = worked.schedule()
    (text,) = schedule.to_ics(tmp_path / "blocks.ics").values()
    with pytest.raises(ft.FileError, match="give `--previous"):
        schedule.to_ics(tmp_path / "blocks.ics", title="Other")
    assert (tmp_path / "blocks.ics").read_bytes().decode() == text


def test_columns_and_names_of_categories_are_told(sdr: ft.Plan) -> None:
    columns = {"S104": {"phone": "+1 303 555 0100"}}
    (text,) = sdr.schedule().to_ics(columns=columns, categories={"calling": "Blue category"}).values()
    text = text.replace("\r\n ", "")
    assert "+1 303 555 0100" in text and "CATEGORIES:Blue category\r\n" in text


def test_a_folder_that_is_not_there_is_told(worked: ft.Plan, tmp_path: Path) -> None:
    with pytest.raises(ft.FileError, match="there is no folder"):
        worked.schedule().to_ics(tmp_path / "missing" / "blocks.ics")


def test_it_comes_back_from_a_pickle(worked: ft.Plan) -> None:
    schedule = worked.schedule(worked.fit("month"))
    again = pickle.loads(pickle.dumps(schedule))
    assert again == schedule and again.to_ics() == schedule.to_ics()


def test_what_has_begun_takes_nothing_new() -> None:
    plan = ft.Plan.read("docs/examples/sdr/plan.toml")
    noon = datetime(2026, 11, 23, 12, tzinfo=plan.timezone)
    morning, later = plan.schedule(), plan.schedule(now=noon)

    def times(schedule: ft.Schedule) -> list[time]:
        return [item.at.time() for segment in schedule.days[0].segments for item in segment.items]

    assert min(times(morning)) < time(12) <= min(times(later), default=time(12))
    assert morning.words() != later.words()
    # Those whose last day is today cannot be made any more, and are told.
    assert {"S104", "S144"} <= {one.id for one in later.days[0].not_today}
    assert later.to_ics() == later.to_ics(now=noon) == morning.to_ics(now=noon) != morning.to_ics()
    assert pickle.loads(pickle.dumps(later)).words() == later.words()
    with pytest.raises(ft.FollowthroughError, match="now"):
        plan.schedule(now=datetime(2026, 11, 23, 12))
