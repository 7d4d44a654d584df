"""What goes wrong, with fields instead of messages to parse."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from datetime import date, time, timedelta
from pathlib import Path

import pytest

import followthrough as ft

HEAD = 'format = 1\ntimezone = "America/New_York"\nfirst_day = 2027-01-04\n'


def test_windows_that_meet_are_told_with_their_days(worked: ft.Plan) -> None:
    meets = ft.Cadence(name="calls", touches=[ft.Touch(channel="call"), ft.Touch(channel="call", after=1)])
    with pytest.raises(ft.PlanError) as caught:
        worked.replace(cadences=[meets])
    error = caught.value
    assert isinstance(error, ValueError) and isinstance(error, ft.FollowthroughError)
    assert error.code == "windows_meet"
    assert error.fields == {"cadence": "calls", "touch": 2, "after": 1, "within": 1}
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.code, again.fields) == (str(error), error.code, error.fields)


def test_blocks_that_overlap_are_told_with_their_day(worked: ft.Plan) -> None:
    second = ft.Block(categories=["calling"], days=["tue"], start=time(9, 30), length=timedelta(hours=1))
    with pytest.raises(ft.PlanError) as caught:
        worked.replace(blocks=[*worked.blocks, second]).fit()
    assert caught.value.code == "blocks_overlap" and caught.value.fields["date"] == date(2027, 1, 5)


def test_everything_wrong_with_a_file_is_told_by_line(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(f'{HEAD}reserv = 0.1\n[[block]]\ncategory = "calling"\nstart = 9\n')
    with pytest.raises(ft.DocumentError) as caught:
        ft.Plan.read(plan)
    error = caught.value
    assert error.line == 4 and error.problems[0].key == "reserv" and "did you mean `reserve`" in str(error)
    assert len(error.problems) > 1 and error.file == str(plan)
    assert pickle.loads(pickle.dumps(error)).problems == error.problems


def test_an_error_of_a_question_names_the_line_of_the_part(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    cadence = 'touches = [{ day = 1, channel = "telegram", category = "calling" }]\n'
    plan.write_text(f"{HEAD}[cadence.c]\n{cadence}")
    with pytest.raises(ft.PlanError) as caught:
        ft.Plan.read(plan).fit()
    assert caught.value.code == "effort_missing" and caught.value.file == str(plan) and caught.value.line


def test_a_missing_file_is_also_pythons_own_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no such file"):
        ft.Plan.read(tmp_path / "plan.toml")
    plan = tmp_path / "plan.toml"
    plan.write_text(f'{HEAD}[input]\nbusy = ["gone.ics"]\n')
    with pytest.raises(ft.MissingFileError, match=r"plan\.toml:5: .*gone\.ics"):
        ft.Plan.read(plan)
    with pytest.raises(ft.FileError):
        ft.Plan.read(tmp_path)


def test_a_calendar_that_is_none_is_told(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    touches = 'touches = [{ day = 1, channel = "call" }]'
    plan.write_text(f'{HEAD}[cadence.c]\n{touches}\n[input]\nbusy = ["page.ics"]\n')
    (tmp_path / "page.ics").write_text("<html>sign in</html>")
    with pytest.raises(ft.CalendarError, match="expected a calendar") as caught:
        ft.Plan.read(plan)
    assert caught.value.file is not None and caught.value.file.endswith("page.ics")


def test_words_are_refused_with_the_nearest(worked: ft.Plan) -> None:
    with pytest.raises(ValueError, match="did you mean .quarter."):
        worked.fit("quater")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="expected one of .level., .once., .max."):
        worked.fit(policy="blitz")  # type: ignore[arg-type]
    with pytest.raises(ft.PlanError) as caught:
        worked.fit(date(2026, 1, 1))
    assert caught.value.code == "horizon_reversed"
    with pytest.raises((OverflowError, ValueError)):
        worked.check(-1)
    with pytest.raises(TypeError):
        worked.fit(3)  # type: ignore[arg-type]


def test_a_placement_that_does_not_hold_is_told(worked: ft.Plan) -> None:
    violations = worked.replace(reserve=0.9).verify(worked.fit("week"))
    assert violations and all(isinstance(one, ft.Violation) for one in violations)
    assert "overfull" in {one.code for one in violations}


def test_what_does_not_change_says_so_whatever_the_name(worked: ft.Plan) -> None:
    for value in (worked, worked.blocks[0], worked.fit(), worked.schedule(), worked.fit().horizon, worked.advise(6).remedies[0]):
        for name in (dataclasses.fields(value)[0].name, "no_such_field"):
            with pytest.raises(dataclasses.FrozenInstanceError, match=f"'{name}' of a {type(value).__name__} cannot be set"):
                setattr(value, name, 1)
            with pytest.raises(dataclasses.FrozenInstanceError):
                delattr(value, name)


def test_what_only_a_plan_answers_cannot_be_made_or_copied_by_hand(worked: ft.Plan) -> None:
    for kind in (ft.Fit, ft.Check, ft.Triage, ft.Admit, ft.Advice, ft.State, ft.Track, ft.Schedule, ft.Pipeline):
        with pytest.raises(ft.ArgumentTypeError, match=f"{kind.__name__} cannot be made of values, expected"):
            kind()
    for copied in (copy.deepcopy, pickle.dumps):
        with pytest.raises(ft.ArgumentTypeError, match="a Desk cannot be copied or pickled"):
            copied(worked.desk())
    with pytest.raises(ft.ArgumentTypeError, match="index is 'date', expected the number of a row"):
        worked.fit().starts()["date"]  # type: ignore[call-overload]


def test_a_file_of_a_log_is_read_or_refused_by_name(worked: ft.Plan, tmp_path: Path) -> None:
    with pytest.raises(ft.MissingFileError, match="log: .*none.csv is not there, expected a CSV file"):
        worked.replace(log=tmp_path / "none.csv")
    with pytest.raises(ft.FileError, match="log: .* cannot be read"):
        worked.replace(log=tmp_path)
    (tmp_path / "log.csv").write_bytes(b"date,id\n2027-01-04,\xff\n")
    with pytest.raises(ft.ArgumentError, match="log is .*expected a CSV file in UTF-8"):
        worked.replace(log=tmp_path / "log.csv")
