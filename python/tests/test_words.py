"""Answers in words: Python and the command line say one sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import followthrough as ft

PLANS = ("docs/examples/sdr/plan.toml", "docs/examples/solo/plan.toml", "docs/examples/worked/plan.toml")


def plain(text: str) -> list[str]:
    """The words alone: the command line wraps lines at a width."""
    return text.split()


@pytest.mark.parametrize("path", PLANS)
def test_each_answer_is_said_as_the_command_line_says_it(
    path: str, command_line: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("FOLLOWTHROUGH_NOW", "2026-11-23T07:00:00-05:00")
    plan = ft.Plan.read(path)
    cadence = max(plan.cadences, key=lambda one: dict(plan.mix).get(one.name, 0)).name
    said = {
        ("fit", path): plan.fit(),
        ("fit", path, "--policy", "once"): plan.fit(policy="once"),
        ("fit", path, "--policy", "max", "--horizon", "month"): plan.fit("month", policy="max"),
        ("check", path, "3"): plan.check(3),
        ("check", path, "100", "--over", "week"): plan.check(100, "week"),
        ("admit", path, "--cadence", cadence): plan.admit(cadence),
        ("advise", path, "14"): plan.advise(14),
        ("triage", path): plan.triage(),
        ("schedule", path): plan.schedule(),
    }
    for arguments, answer in said.items():
        assert plain(answer.words()) == plain(command_line(*arguments).decode()), arguments


def test_what_json_does_not_hold_is_not_made_up(worked: ft.Plan) -> None:
    again = ft.Fit.from_json(worked.fit().to_json())
    with pytest.raises(ValueError, match="read from JSON"):
        again.words()
