from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, final

from ._values import Interval, Prospect

__all__ = ["Columns", "Plan", "__version__", "nearest", "prospects", "read_busy", "tzdata_version"]

__version__: str
tzdata_version: str

@final
class Plan:
    @staticmethod
    def of(plan: object, text: str) -> Plan: ...
    @staticmethod
    def read(path: str, today: date | None, owner: str | None) -> Plan: ...
    @staticmethod
    def of_files(files: Sequence[tuple[str, bytes]], today: date | None, owner: str | None) -> Plan: ...
    def files(self) -> tuple[list[tuple[str, bytes]], date | None, str | None] | None: ...
    def parts(self) -> dict[str, Any]: ...
    def warnings(self) -> list[str]: ...
    def fit(self, policy: str, horizon: str | date | None) -> str: ...
    def check(self, count: int, over: str | date | None) -> str: ...
    def triage(self) -> str: ...
    def verify(self, answer: str) -> list[tuple[str, str]]: ...
    def schedule(self, answer: str) -> str: ...
    def calendars(
        self,
        answer: str,
        previous: Sequence[bytes],
        path: Path,
        *,
        on_disk: bool,
        write: str,
        title: str,
        alarm: timedelta | None,
        private: bool,
        split: bool,
        todos: bool,
        empty: bool,
    ) -> list[tuple[str, bytes]]: ...

@final
class Columns:
    def __new__(cls, names: Sequence[str], kinds: Sequence[str], columns: Sequence[list[Any]]) -> Columns: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __arrow_c_schema__(self) -> object: ...

def nearest(word: str, known: Sequence[str]) -> str | None: ...
def prospects(frame: object, timezone: str, cadences: Sequence[str]) -> tuple[tuple[Prospect, ...], list[str]]: ...
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
) -> tuple[tuple[Interval, ...], list[str]]: ...
