"""What tests share: the repository's cases, the command line to compare with, and the plan of the worked example."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import followthrough as ft

ROOT = Path(__file__).resolve().parents[2]
PLANS = ("docs/examples/sdr/plan.toml", "docs/examples/solo/plan.toml")


@pytest.fixture(autouse=True)
def root(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Paths are those of the repository's root, as in the guide."""
    monkeypatch.chdir(ROOT)
    yield ROOT


@pytest.fixture
def worked() -> ft.Plan:
    """An hour of calling a day; six calls of ten minutes, five workdays apart; nobody in flight."""
    ten = timedelta(minutes=10)
    hour = timedelta(hours=1)
    block = ft.Block(categories=["calling"], days=("mon", "tue", "wed", "thu", "fri"), start=time(9), length=hour)
    calls = [ft.Touch(channel="call", effort=ten, after=0 if number == 0 else 5) for number in range(6)]
    return ft.Plan(
        name="desk",
        timezone=ZoneInfo("America/New_York"),
        first_day=date(2027, 1, 4),
        blocks=[block],
        cadences=[ft.Cadence(name="calls", touches=calls)],
    )


@pytest.fixture(scope="session")
def sdr() -> ft.Plan:
    return ft.Plan.read(ROOT / PLANS[0])


@pytest.fixture(scope="session")
def command_line() -> Callable[..., bytes]:
    """Asks the command line; skipped where it is not built."""
    suffix = ".exe" if os.name == "nt" else ""
    built = [ROOT / "target" / profile / f"followthrough{suffix}" for profile in ("debug", "release")]
    found = [path for path in built if path.exists()]
    if not found:
        pytest.skip("the command line is not built: cargo build --package followthrough-cli")
    newest = max(found, key=lambda path: path.stat().st_mtime)

    def ask(*arguments: str) -> bytes:
        # GNU readline tells every child process how wide the terminal is, behind the back of `os.environ`.
        env = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
        return subprocess.run([newest, *arguments], cwd=ROOT, env=env, stdout=subprocess.PIPE, check=False).stdout

    return ask
