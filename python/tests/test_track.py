"""What the log says: the same bytes as the command line, logs as rows, frames and files, and what they change."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path

import polars as pl
import pytest
from conftest import PLANS

import followthrough as ft


@pytest.mark.parametrize("path", PLANS)
@pytest.mark.parametrize("kind", ["state", "today", "replan", "catch-up", "track"])
def test_it_is_the_command_lines_answer_byte_for_byte(
    command_line: Callable[..., bytes], path: str, kind: str
) -> None:
    answer = getattr(ft.Plan.read(path), kind.replace("-", "_"))()
    assert answer.to_json().encode() == command_line(kind, path, "--json")
    if kind != "state":
        # The command line breaks lines, where the answer has them whole.
        said = command_line(kind, path).decode()
        assert "".join(said.split()) == "".join(answer.words().split())
    assert type(answer).from_json(answer.to_json()) == answer == pickle.loads(pickle.dumps(answer))
    assert "<div" in answer._repr_html_() and str(answer) and answer.plan.name in repr(answer)


@pytest.mark.parametrize("path", PLANS)
def test_every_answer_of_the_rebuilt_plan_is_the_answer_of_the_files(path: str) -> None:
    read = ft.Plan.read(path)
    built = read.replace()
    assert built.log == read.log
    # Only the desk of the SDR keeps a log.
    assert (len(built.log) > 0) == ("sdr" in path)
    assert built.state().prospects() == read.state().prospects()
    assert built.today().items() == read.today().items()
    assert built.fit().weeks() == read.fit().weeks()
    assert built.replan().moves() == read.replan().moves()


@pytest.fixture
def started(worked: ft.Plan) -> ft.Plan:
    row = ft.Prospect(id="A1", cadence="calls", stage="in_flight", next_touch=2, due=date(2027, 1, 4))
    return worked.replace(pipeline=[row])


def test_rows_a_frame_and_a_file_are_one_log(started: ft.Plan, tmp_path: Path) -> None:
    row = ft.LogRow(
        date=date(2027, 1, 4),
        id="A1",
        channel="call",
        outcome="voicemail",
        time=time(9, 5),
        touch=2,
        length=timedelta(seconds=150),
    )
    logged = started.replace(log=[row])
    assert list(logged.log) == [row]
    frame = pl.DataFrame(logged.log)
    assert frame.columns[:6] == ["date", "time", "id", "channel", "outcome", "touch"]
    file = tmp_path / "log.csv"
    frame.write_csv(file)
    for other in (frame, file, str(file), logged.log):
        again = started.replace(log=other)
        assert again.log == logged.log
        assert again.state().prospects() == logged.state().prospects()
    (state,) = logged.state().prospects()
    assert (state.next_touch, state.due, state.last_touch) == (3, date(2027, 1, 11), date(2027, 1, 4))
    # What was given stays as it was given, and other questions are asked of the state.
    assert logged.pipeline[0].next_touch == 2
    assert started.fit().commitments.touches == 5 and logged.fit().commitments.touches == 4
    today = logged.today()
    assert [(item.status, item.why) for item in today.items() if item.id == "A1"] == [("done", "voicemail at 09:05")]
    track = logged.track()
    assert (track.total.started, track.total.in_flight) == (1, 1)
    assert pl.DataFrame(track.effort())["mean"].to_list() == [150.0, 150.0]


def test_a_log_that_numbers_no_touches_stays_one(started: ft.Plan) -> None:
    frame = pl.DataFrame({"date": ["2027-01-04"], "id": ["A1"], "channel": ["call"], "outcome": ["no_answer"]})
    logged = started.replace(log=frame)
    assert "touch" not in logged.log.columns
    assert logged.state().prospects() == logged.replace(reserve=0.0).state().prospects()


def test_a_kept_morning_tells_what_a_newer_export_changed(started: ft.Plan) -> None:
    morning = started.schedule()
    made = started.pipeline[0]
    newer = ft.Prospect(
        id="A1", cadence="calls", stage="in_flight", next_touch=3, due=date(2027, 1, 11), last_touch=date(2027, 1, 4)
    )
    lead = ft.Prospect(id="B1", cadence="calls", stage="in_flight", next_touch=2, due=date(2027, 1, 4))
    assert made.next_touch == 2
    today = started.replace(pipeline=[newer, lead]).today(morning)
    told = {item.id: (item.status, item.why) for item in today.items() if item.id}
    assert told["A1"] == ("done", "the export has it")
    assert told["B1"] == ("new", "was not on the list of the morning")


def test_efforts_of_the_log_can_be_planned_with(sdr: ft.Plan) -> None:
    planned, logged = sdr.fit(), sdr.fit(effort="log")
    assert (planned.assume.effort, logged.assume.effort) == ("plan", "log")
    assert planned.number != logged.number


def test_what_is_wrong_with_a_log_is_told(started: ft.Plan) -> None:
    with pytest.raises(TypeError, match=r"log\[0\] is 1, expected a LogRow"):
        started.replace(log=[1])
    frame = pl.DataFrame({"date": ["soon"], "id": ["A1"], "channel": ["call"], "outcome": ["done"]})
    with pytest.raises(ft.DocumentError, match="log:2"):
        started.replace(log=frame)
    with pytest.raises(ValueError, match="effort is 'logs'"):
        started.fit(effort="logs")  # type: ignore[arg-type]
