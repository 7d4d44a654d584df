from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, final

from ._errors import FollowthroughError
from ._values import Interval, Prospect

__all__ = [
    "Answer",
    "Columns",
    "Desk",
    "Plan",
    "Prospects",
    "__version__",
    "default_effort",
    "fit_frame",
    "fit_many",
    "nearest",
    "read_busy",
    "tzdata_version",
]

__version__: str
tzdata_version: str

@final
class Answer:
    def text(self, placement: bool) -> str: ...
    def words(self) -> str: ...
    def figures(self) -> dict[str, Any]: ...

@final
class Desk:
    def admit(self, cadence: str, day: date | None, ready: bool, id: str | None) -> Answer: ...
    def withdraw(self, id: str) -> int: ...
    def state(self) -> tuple[date, date, date | None, int]: ...

@final
class Plan:
    @staticmethod
    def of(plan: object) -> Plan: ...
    @staticmethod
    def read(path: str, today: date | None, owner: str | None) -> Plan: ...
    @staticmethod
    def of_files(files: Sequence[tuple[str, bytes]], today: date | None, owner: str | None) -> Plan: ...
    def files(self) -> tuple[list[tuple[str, bytes]], date | None, str | None] | None: ...
    def parts(self) -> dict[str, Any]: ...
    def warnings(self) -> list[str]: ...
    def fit(
        self, policy: str, horizon: str | date | None, progress: Callable[[int, int | None], object] | None
    ) -> Answer: ...
    def check(self, count: int, over: str | date | None) -> Answer: ...
    def advise(
        self,
        target: int,
        policy: str,
        horizon: str | date | None,
        progress: Callable[[int, int | None], object] | None,
    ) -> Answer: ...
    def triage(self) -> Answer: ...
    def desk(self, horizon: str | date | None) -> Desk: ...
    def verify(self, answer: Answer | str) -> list[tuple[str, str]]: ...
    def schedule(self, answer: Answer | str) -> str: ...
    def schedule_words(self, answer: Answer | str) -> str: ...
    def calendars(
        self,
        answer: Answer | str,
        path: Path,
        choices: Mapping[str, object],
    ) -> tuple[list[tuple[str, bytes]], list[str]]: ...

@final
class Columns:
    def __new__(cls, names: Sequence[str], kinds: Sequence[str], columns: Sequence[list[Any]]) -> Columns: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __arrow_c_schema__(self) -> object: ...
    def __len__(self) -> int: ...
    def names(self) -> list[str]: ...

@final
class Prospects:
    @staticmethod
    def read(frame: object, timezone: str, cadences: Sequence[str]) -> tuple[Prospects, list[str]]: ...
    def __len__(self) -> int: ...
    def __eq__(self, value: object, /) -> bool: ...
    def item(self, index: int) -> Prospect: ...
    def all(self) -> tuple[Prospect, ...]: ...

def default_effort(channel: str) -> timedelta | None: ...
def fit_frame(
    frame: object,
    policy: str,
    horizon: str | date | None,
    threads: int,
    progress: Callable[[int, int], object] | None,
) -> Columns: ...
def fit_many(
    plans: Sequence[Plan],
    policy: str,
    horizon: str | date | None,
    threads: int,
    progress: Callable[[int, int], object] | None,
) -> list[Answer | FollowthroughError]: ...
def nearest(word: str, known: Sequence[str]) -> str | None: ...
def read_busy(
    paths: Sequence[str],
    *,
    start: datetime,
    end: datetime,
    timezone: str,
    tentative: bool,
    all_day: bool,
    pad: timedelta,
    ignore: Sequence[str],
    me: Sequence[str],
    away: Sequence[str],
    not_away: Sequence[str],
    own: str | None,
) -> tuple[tuple[Interval, ...], list[str]]: ...
