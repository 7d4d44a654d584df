"""What a field of a value may hold: checked once, when the value is made. Knows annotations, not what they are for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ._errors import TimeError
from ._named import Named
from ._native import nearest

WORDS: dict[str, tuple[str, ...]] = {
    "Weekday": ("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
    "Days": ("business", "calendar"),
    "AwayWindows": ("shift", "keep"),
    "LostDays": ("shift", "keep"),
    "Stage": ("new", "ready", "in_flight", "paused", "replied", "finished", "opted_out", "bounced", "lost"),
}

Settle = Callable[[str, Any], Any]


def settle(value: Any) -> None:
    """Checks every field of a value that was just made, and turns lists into what does not change."""
    for name, check in _checks(type(value)):
        given = getattr(value, name)
        settled = check(name, given)
        if settled is not given:
            object.__setattr__(value, name, settled)


_CHECKS: dict[type, list[tuple[str, Settle]]] = {}


def _checks(kind: type) -> list[tuple[str, Settle]]:
    if kind not in _CHECKS:
        _CHECKS[kind] = [(field.name, _of(str(field.type))) for field in fields(kind) if field.init]
    return _CHECKS[kind]


def _of(annotation: str) -> Settle:
    """The check that an annotation stands for."""
    if annotation.endswith(" | None"):
        inner = _of(annotation.removesuffix(" | None"))
        return lambda name, given: None if given is None else inner(name, given)
    many = re.fullmatch(r"(Sequence|Collection|Mapping)\[(.*)\]", annotation)
    if many is None:
        return _one(annotation)
    if many[1] == "Sequence":
        return _sequence(_one(many[2]), many[2])
    if many[1] == "Collection":
        return _collection(_one(many[2]), many[2])
    _, _, item = many[2].partition(", ")
    return _mapping(_one(item))


def _sequence(item: Settle, kind: str) -> Settle:
    def check(name: str, given: Any) -> Any:
        if getattr(given, "_settled", False):
            return given
        if isinstance(given, str) or not hasattr(given, "__iter__"):
            raise _unexpected(name, given, f"a list of {kind}")
        return tuple(item(f"{name}[{index}]", one) for index, one in enumerate(given))

    return check


def _collection(item: Settle, kind: str) -> Settle:
    def check(name: str, given: Any) -> Any:
        if isinstance(given, str) or not hasattr(given, "__iter__"):
            raise _unexpected(name, given, f"days: a set or a list of {kind}")
        return tuple(sorted({item(name, one) for one in given}))

    return check


def _mapping(item: Settle) -> Settle:
    def check(name: str, given: Any) -> Any:
        if not isinstance(given, Mapping):
            raise _unexpected(name, given, "a mapping by name")
        return Named({_text(f"a name of {name}", key): item(f"{name}[{key!r}]", one) for key, one in given.items()})

    return check


def _one(kind: str) -> Settle:
    if kind in WORDS:
        return _word(WORDS[kind])
    return _KINDS.get(kind) or _instance(kind)


def word(name: str, given: Any, known: tuple[str, ...]) -> Any:
    """One of the words known."""
    if given in known:
        return given
    meant = nearest(given, list(known)) if isinstance(given, str) else None
    hint = f"; did you mean {meant!r}?" if meant else ""
    raise ValueError(f"{name} is {given!r}, expected one of {', '.join(map(repr, known))}{hint}")


def _word(known: tuple[str, ...]) -> Settle:
    return lambda name, given: word(name, given, known)


def _instance(kind: str) -> Settle:
    def check(name: str, given: Any) -> Any:
        if type(given).__name__ != kind:
            raise _unexpected(name, given, f"a {kind}")
        return given

    return check


def _text(name: str, given: Any) -> Any:
    if not isinstance(given, str):
        raise _unexpected(name, given, "a string")
    return given


def _flag(name: str, given: Any) -> Any:
    if not isinstance(given, bool):
        raise _unexpected(name, given, "True or False")
    return given


def _count(name: str, given: Any) -> Any:
    if isinstance(given, bool) or not hasattr(given, "__index__"):
        raise _unexpected(name, given, "a whole number")
    count = given.__index__()
    if not 0 <= count < 2**32:
        raise ValueError(f"{name} is {count}, expected a whole number from 0 to {2**32 - 1}")
    return count


def _number(name: str, given: Any) -> Any:
    if isinstance(given, bool) or not isinstance(given, (int, float)):
        raise _unexpected(name, given, "a number")
    return float(given)


def _day(name: str, given: Any) -> Any:
    if isinstance(given, datetime) or not isinstance(given, date):
        raise _unexpected(name, given, "a day: datetime.date")
    return given


def _clock(name: str, given: Any) -> Any:
    if not isinstance(given, time) or given.tzinfo is not None:
        raise _unexpected(name, given, "a time of day without a zone: datetime.time")
    return given


def _length(name: str, given: Any) -> Any:
    if not isinstance(given, timedelta):
        unit = f": timedelta(minutes={given}), say" if isinstance(given, int) else ": datetime.timedelta"
        raise _unexpected(name, given, "a length of time" + unit)
    return given


def _instant(name: str, given: Any) -> Any:
    if not isinstance(given, datetime):
        raise _unexpected(name, given, "an instant: datetime.datetime with a zone")
    if given.utcoffset() is None:
        raise TimeError(
            f'{name} is {given!r}, which names no zone; expected one, such as tzinfo=ZoneInfo("America/New_York")'
        )
    return given


def _zone(name: str, given: Any) -> Any:
    if isinstance(given, str):
        raise _unexpected(name, given, f'ZoneInfo("{given}")')
    if not isinstance(given, ZoneInfo) or given.key is None:
        raise _unexpected(name, given, 'a zone: zoneinfo.ZoneInfo("America/New_York"), say')
    return given


def _unexpected(name: str, given: Any, expected: str) -> TypeError:
    return TypeError(f"{name} is {given!r}, expected {expected}")


instant = _instant
whole = _count

_KINDS: dict[str, Settle] = {
    "Any": lambda name, given: given,
    "str": _text,
    "bool": _flag,
    "int": _count,
    "float": _number,
    "date": _day,
    "time": _clock,
    "timedelta": _length,
    "datetime": _instant,
    "ZoneInfo": _zone,
}

__all__ = ["instant", "settle", "whole", "word"]
