"""Answers in words: Python and the command line say one thing, the shared crate's; no sentence is made in Python."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable
from html import unescape

import pytest
from conftest import ROOT

import followthrough as ft
from followthrough import _html

PLANS = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs/examples").glob("*/plan.toml"))


def flowing(text: str) -> list[str]:
    """The words alone: the command line wraps lines at a width."""
    return text.split()


def asked(path: str, plan: ft.Plan) -> dict[tuple[str, ...], ft.Answer | ft.Schedule]:
    """Every question that says anything, as the command line is asked it."""
    cadence = max(plan.cadences, key=lambda one: dict(plan.mix).get(one.name, 0)).name
    target = plan.fit().number + 1
    answers: dict[tuple[str, ...], ft.Answer | ft.Schedule] = {
        ("fit", path): plan.fit(),
        ("fit", path, "--policy", "once"): plan.fit(policy="once"),
        ("fit", path, "--policy", "max", "--horizon", "month"): plan.fit("month", policy="max"),
        ("check", path, "3"): plan.check(3),
        ("check", path, "100", "--over", "week"): plan.check(100, "week"),
        ("admit", path, "--cadence", cadence): plan.admit(cadence),
        ("advise", path, str(target)): plan.advise(target),
        ("triage", path): plan.triage(),
        ("schedule", path): plan.schedule(),
        ("cost", path): plan.cost(),
        ("trade", path): plan.trade(),
        ("confidence", path, "--scenarios", "100"): plan.confidence(scenarios=100),
        ("simulate", path, "--scenarios", "5"): plan.simulate(scenarios=5),
    }
    if len(plan.log):
        answers |= {
            ("replan", path): plan.replan(),
            ("catch-up", path): plan.catch_up(),
            ("track", path): plan.track(),
        }
    return answers


@pytest.mark.parametrize("path", PLANS)
def test_each_answer_is_said_as_the_command_line_says_it(
    path: str, command_line: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    plan = ft.Plan.read(path)
    now = f"{plan.first_day}T00:00:00Z"
    monkeypatch.setenv("FOLLOWTHROUGH_NOW", now)
    for arguments, answer in asked(path, plan).items():
        said = command_line(*arguments, "--today", str(plan.first_day)).decode()
        assert flowing(answer.words()) == flowing(said), arguments
        assert str(answer) == answer.words().strip("\n")
        # The first sentence is one of those that are printed, and the page of a notebook has all of them.
        assert answer.lead() and " ".join(flowing(answer.lead())) in " ".join(flowing(said)), arguments
        page = unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", answer._repr_html_(), flags=re.S))
        words = [word for word in flowing(said) if re.search(r"\w", word)]
        assert set(words) - set(flowing(page)) == set(), arguments


def test_the_first_line_is_a_headline_of_the_whole(worked: ft.Plan) -> None:
    fit = worked.fit()
    assert fit.lead() == "Start 1 today, 5 this week (5 workdays), 5 in a full week. That can go on for good: 6 cannot."
    assert repr(fit) == "<Fit of 'desk': number=5, unit='per_full_week', today=1, bound=5, proved=True>"
    assert len(repr(worked.check(100))) < 200 and len(repr(worked.schedule())) < 200


def test_what_a_remedy_says_stands_in_its_advice(worked: ft.Plan) -> None:
    advice = worked.advise(6)
    said = " ".join(flowing(advice.words()))
    for remedy in advice.remedies:
        assert str(remedy) and " ".join(flowing(str(remedy))) in said


def test_words_travel_with_an_answer_that_is_pickled(worked: ft.Plan) -> None:
    for answer in (worked.fit(), worked.check(9), worked.triage(), worked.state(), worked.schedule()):
        again = pickle.loads(pickle.dumps(answer))
        assert again == answer and again.words() == answer.words() and again.lead() == answer.lead()
        assert again._repr_html_() == answer._repr_html_()


def test_what_json_does_not_hold_is_not_made_up(worked: ft.Plan) -> None:
    again = ft.Fit.from_json(worked.fit().to_json())
    for ask in (again.words, again.lead):
        with pytest.raises(ft.ArgumentError, match="read from JSON"):
            ask()
    assert str(again) == repr(again) == repr(worked.fit()) and repr(again) in unescape(again._repr_html_()).replace("&#x27;", "'")
    assert again.plot()


def test_a_page_outweighs_the_rules_of_the_notebook_that_it_stands_in() -> None:
    # `.jp-RenderedHTMLCommon td` sets cells flush right, and weighs as much as a class and a name.
    *rules, _ = _html.STYLE.removeprefix("<style>\n").splitlines()
    assert len(rules) > 10 and all(rule.startswith(("div.followthrough.followthrough", " ")) for rule in rules)
