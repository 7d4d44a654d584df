"""What the tests of clusters share: a few plans as text, and what they answer."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

ROOT = Path(__file__).resolve().parents[2]
PLAN = (ROOT / "docs/examples/worked/plan.toml").read_text()


@pytest.fixture(scope="session")
def reps() -> pl.DataFrame:
    """Forty reps with blocks of 20 to 80 minutes; the plan of every tenth cannot be read."""
    lengths = [f"{20 + 20 * (index % 4)}m" for index in range(40)]
    return pl.DataFrame(
        {
            "rep": [f"rep {index:02}" for index in range(40)],
            "plan": [PLAN.replace("1h", "soon" if index % 10 == 9 else length) for index, length in enumerate(lengths)],
            "first_day": [date(2027, 1, 4)] * 40,
        }
    )


@pytest.fixture(scope="session")
def expected() -> list[int | None]:
    """The number of each of them, as one process says it."""
    by_length = [1, 3, 5, 6]
    return [None if index % 10 == 9 else by_length[index % 4] for index in range(40)]
