"""What a caller can get wrong, as exceptions with fields, so that nobody parses a message.

"It does not fit" is not among them: that is an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

__all__ = [
    "ArgumentError",
    "ArgumentTypeError",
    "FollowthroughError",
    "PlanError",
    "DocumentError",
    "Problem",
    "CalendarError",
    "FileError",
    "MissingFileError",
    "TimeError",
    "InternalError",
]


class FollowthroughError(Exception):
    """Everything that this package raises on its own."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class ArgumentError(FollowthroughError, ValueError):
    """An argument or a field whose value cannot be, such as a share of 2.

    `argument` names it; the message says what it was given and what would be right.

    >>> import followthrough as ft
    >>> ft.Touch(channel="call", reply=2.0)
    Traceback (most recent call last):
    ...
    followthrough._errors.ArgumentError: reply is 2.0, expected a share from 0 to 1; did you mean 0.02?
    """

    def __init__(self, message: str, argument: str = "") -> None:
        super().__init__(message, argument)
        self.argument = argument


class ArgumentTypeError(FollowthroughError, TypeError):
    """An argument or a field of another kind, such as a string where a day is meant.

    `argument` names it; the message says what it was given and what would be right.

    >>> import followthrough as ft
    >>> ft.Touch(channel="call", effort=5)
    Traceback (most recent call last):
    ...
    followthrough._errors.ArgumentTypeError: effort is 5, expected a length of time: timedelta(minutes=5), say
    """

    def __init__(self, message: str, argument: str = "") -> None:
        super().__init__(message, argument)
        self.argument = argument


class PlanError(FollowthroughError, ValueError):
    """A plan, or a question to it, that its author can correct.

    `code` is stable; `fields` are what the message tells, by name; `file` and `line` say where, if a file is meant.
    """

    def __init__(
        self,
        message: str,
        code: str = "plan",
        fields: Mapping[str, object] | None = None,
        file: str | None = None,
        line: int | None = None,
    ) -> None:
        super().__init__(message, code, dict(fields or {}), file, line)
        self.message = message
        self.code = code
        self.fields: dict[str, object] = dict(fields or {})
        self.file = file
        self.line = line


class Problem(NamedTuple):
    """One thing that is wrong with a file."""

    message: str
    file: str
    line: int | None
    key: str | None


class DocumentError(PlanError):
    """A file of a plan that cannot be read. `problems` are all of them, by line."""

    def __init__(self, message: str, problems: list[tuple[str, str, int | None, str | None]]) -> None:
        self.problems = tuple(Problem(*problem) for problem in problems)
        first = self.problems[0] if self.problems else Problem(message, "", None, None)
        super().__init__(message, "document", None, first.file, first.line)
        self.args = (message, [tuple(problem) for problem in self.problems])


class CalendarError(FollowthroughError, ValueError):
    """A calendar file that cannot be read or compared with, or a calendar that cannot be written."""

    def __init__(self, message: str, file: str | None = None, line: int | None = None) -> None:
        super().__init__(message, file, line)
        self.file = file
        self.line = line


class FileError(FollowthroughError, OSError):
    """A file that cannot be read or written."""


class MissingFileError(FileError, FileNotFoundError):
    """A file that is not there."""


class TimeError(FollowthroughError, ValueError):
    """A datetime that does not say which instant it is."""


class InternalError(FollowthroughError, RuntimeError):
    """A bug of this package: please report it."""
