"""What a field of a value or an argument of a question may hold, by its annotation. Knows annotations, not what they are
for.

Whatever does not fit is an `ArgumentTypeError` or an `ArgumentError` that names the field and what it was given.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import FrozenInstanceError, fields
from datetime import MAXYEAR, MINYEAR, date, datetime, time, timedelta
from functools import wraps
from os import PathLike, fsencode
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from ._errors import ArgumentError, ArgumentTypeError, TimeError
from ._named import Named
from ._native import nearest

WORDS: dict[str, tuple[str, ...]] = {
    "Weekday": ("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
    "Days": ("business", "calendar"),
    "AwayWindows": ("shift", "keep"),
    "LostDays": ("shift", "keep"),
    "Stage": ("new", "ready", "in_flight", "paused", "replied", "finished", "opted_out", "bounced", "lost"),
    "Policy": ("level", "once", "max"),
    "Work": ("prep", "touch", "reply"),
    "Unit": ("per_full_week", "total"),
    "Rule": ("within", "after", "effort", "prep", "reserve", "cap", "last_touch"),
}
HORIZONS = ("day", "week", "month", "quarter")

Settle = Callable[[str, Any], Any]
F = TypeVar("F", bound=Callable[..., Any])


def settle(value: Any) -> None:
    """Checks every field of a value that was just made, and turns lists into what does not change."""
    for name, check in _checks(type(value)):
        given = getattr(value, name)
        settled = check(name, given)
        if settled is not given:
            object.__setattr__(value, name, settled)


class Frozen:
    """A value that does not change."""

    __slots__ = ()

    def __init_subclass__(cls, **named: Any) -> None:
        super().__init_subclass__(**named)
        # Those that `dataclass` writes fail with inner words where a name is not a field: they look for the class that
        # stood before the one with slots (https://github.com/python/cpython/issues/90562).
        if "__setattr__" in vars(cls):
            setattr(cls, "__setattr__", _set)
            setattr(cls, "__delattr__", _delete)


def _set(self: object, name: str, value: object) -> None:
    kind = type(self).__name__
    raise FrozenInstanceError(f"{name!r} of a {kind} cannot be set, because it does not change; expected another {kind} in its place")


def _delete(self: object, name: str) -> None:
    _set(self, name, None)


class Part(Frozen):
    """A part of an answer: its fields are checked when one is made, as those of a plan's parts are."""

    __slots__ = ()

    def __post_init__(self) -> None:
        settle(self)


_CHECKS: dict[type, list[tuple[str, Settle]]] = {}


def _checks(kind: type) -> list[tuple[str, Settle]]:
    if kind not in _CHECKS:
        # Counts of answers go further than those that a plan may be given.
        others = {"int": _integer} if issubclass(kind, Part) else {}
        _CHECKS[kind] = [(field.name, _of(str(field.type), others)) for field in fields(cast(Any, kind)) if field.init and not field.name.startswith("_")]
    return _CHECKS[kind]


def checked(function: F) -> F:
    """The function with its arguments checked by their annotations before it begins."""
    code = function.__code__
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    positional = names[: code.co_argcount]
    several = code.co_varnames[len(names)] if code.co_flags & 0x04 else None
    checks: dict[str, Settle] = {}

    @wraps(function)
    def call(*given: Any, **named: Any) -> Any:
        if not checks:
            annotations = function.__annotations__
            told = {name: _of(kind, {}) for name, kind in annotations.items() if name in names or name == several}
            checks.update(told or {"": lambda name, given: given})
        settled = list(given)
        for index, value in enumerate(given):
            name = positional[index] if index < len(positional) else several
            check = checks.get(name or "")
            if check is not None:
                settled[index] = check(name or "", value)
        for name, value in named.items():
            check = checks.get(name)
            if check is not None:
                named[name] = check(name, value)
        return function(*settled, **named)

    return cast(F, call)


def literal(annotation: str) -> tuple[str, ...]:
    """The words of `Literal["a", "b"]`; none of another annotation."""
    return tuple(re.findall(r'["\']([^"\']+)["\']', annotation)) if annotation.startswith("Literal[") else ()


def _unions(annotation: str) -> list[str]:
    """The kinds that stand beside one another in `A | B[C | D] | None`."""
    kinds, depth, begin = [], 0, 0
    for index, letter in enumerate(annotation):
        depth += (letter in "[(") - (letter in "])")
        if letter == "|" and depth == 0:
            kinds.append(annotation[begin:index].strip())
            begin = index + 1
    return [*kinds, annotation[begin:].strip()]


def _of(annotation: str, others: Mapping[str, Settle]) -> Settle:
    """The check that an annotation stands for; `others` are meant in place of the usual ones."""
    known = others.get(annotation) or _KINDS.get(annotation)
    if known is not None:
        return known
    kinds = _unions(annotation)
    if "None" in kinds:
        inner = _of(" | ".join(kind for kind in kinds if kind != "None"), others)
        return lambda name, given: None if given is None else inner(name, given)
    if len(kinds) > 1:
        return _either([(_plain(kind), _of(kind, others)) for kind in kinds])
    words = literal(annotation)
    if words:
        return _word(words)
    many = re.fullmatch(r"(Sequence|Collection|Mapping|Named|tuple|dict|Iterable|Callable|type)\[(.*)\]", annotation)
    if many is None:
        return _word(WORDS[annotation]) if annotation in WORDS else _instance(annotation)
    shell, inside = many[1], many[2]
    if shell == "Callable":
        return _callable
    if shell in ("Mapping", "Named", "dict"):
        _, _, item = inside.partition(", ")
        key = _integer_key if inside.startswith("int") else _text
        return _mapping(_of(item, others), key)
    if shell == "Collection":
        return _collection(_of(inside, others), inside)
    inside = inside.removesuffix(", ...")
    if shell == "tuple" and "," in inside:
        return _tuple([_of(one.strip(), others) for one in inside.split(",")])
    return _sequence(_of(inside, others), inside)


# What a value is taken for where it may be of several kinds.
_PYTHON: dict[str, type | tuple[type, ...]] = {
    "int": int,
    "float": (int, float),
    "str": str,
    "bool": bool,
    "timedelta": timedelta,
    "date": date,
    "datetime": datetime,
}


def _plain(kind: str) -> Callable[[Any], bool]:
    known = _PYTHON.get(kind)
    if known is not None:
        return lambda given: isinstance(given, known) and not (isinstance(given, bool) and kind != "bool")
    if kind.startswith(("Iterable[", "Sequence[")):
        return lambda given: hasattr(given, "__iter__") and not isinstance(given, (str, bytes))
    name = kind.partition("[")[0]
    return lambda given: _is(given, name)


def _either(kinds: list[tuple[Callable[[Any], bool], Settle]]) -> Settle:
    def check(name: str, given: Any) -> Any:
        for fits, settle in kinds:
            if fits(given):
                return settle(name, given)
        return kinds[0][1](name, given)

    return check


def _listed(name: str, given: Any, expected: str) -> Iterable[Any]:
    if isinstance(given, (str, bytes, bytearray, Mapping)) or not hasattr(given, "__iter__"):
        raise _unexpected(name, given, expected)
    return cast(Iterable[Any], given)


def _sequence(item: Settle, kind: str) -> Settle:
    def check(name: str, given: Any) -> Any:
        if getattr(given, "_settled", False):
            return given
        listed = _listed(name, given, f"a list of {kind}")
        return tuple(item(f"{name}[{index}]", one) for index, one in enumerate(listed))

    return check


def _tuple(items: list[Settle]) -> Settle:
    def check(name: str, given: Any) -> Any:
        listed = tuple(_listed(name, given, f"{len(items)} values"))
        if len(listed) != len(items):
            raise _unexpected(name, given, f"{len(items)} values")
        return tuple(one(f"{name}[{index}]", value) for index, (one, value) in enumerate(zip(items, listed, strict=True)))

    return check


def _collection(item: Settle, kind: str) -> Settle:
    def check(name: str, given: Any) -> Any:
        listed = _listed(name, given, f"days: a set or a list of {kind}")
        return tuple(sorted({item(name, one) for one in listed}))

    return check


def _mapping(item: Settle, key: Settle) -> Settle:
    def check(name: str, given: Any) -> Any:
        if not isinstance(given, Mapping):
            raise _unexpected(name, given, "a mapping by name")
        return Named({key(f"a name of {name}", one): item(f"{name}[{one!r}]", value) for one, value in given.items()})

    return check


def word(name: str, given: Any, known: tuple[str, ...]) -> Any:
    """One of the words known."""
    if isinstance(given, str) and _text(name, given) in known:
        return given
    listed = f"one of {', '.join(map(repr, known))}"
    if not isinstance(given, str):
        raise _unexpected(name, given, listed)
    meant = nearest(given, list(known))
    hint = f"; did you mean {meant!r}?" if meant else ""
    raise wrong(name, given, f"{listed}{hint}")


def _word(known: tuple[str, ...]) -> Settle:
    return lambda name, given: word(name, given, known)


def _is(given: Any, kind: str) -> bool:
    return any(base.__name__ == kind for base in type(given).__mro__)


def _instance(annotation: str) -> Settle:
    kind = annotation.partition("[")[0]
    article = "an" if kind[0] in "AEIO" else "a"

    def check(name: str, given: Any) -> Any:
        if not _is(given, kind):
            raise _unexpected(name, given, f"{article} {kind}")
        return given

    return check


def _text(name: str, given: Any) -> Any:
    if not isinstance(given, str):
        raise _unexpected(name, given, "a string")
    if not given.isascii() and any("\ud800" <= letter <= "\udfff" for letter in given):
        raise wrong(name, given, "text without half a letter: it has a surrogate, which no file can hold")
    return given


def _texts(name: str, given: Any) -> Any:
    """Texts; one alone would be taken for its letters, and is one."""
    if isinstance(given, str):
        return (_text(name, given),)
    return tuple(_text(f"{name}[{index}]", one) for index, one in enumerate(_listed(name, given, "a list of strings")))


def _flag(name: str, given: Any) -> Any:
    if not isinstance(given, bool):
        raise _unexpected(name, given, "True or False")
    return given


def _integer(name: str, given: Any) -> Any:
    if isinstance(given, bool) or not hasattr(type(given), "__index__"):
        raise _unexpected(name, given, "a whole number")
    return given.__index__()


def _integer_key(name: str, given: Any) -> Any:
    return _integer(name, given)


def _count(name: str, given: Any) -> Any:
    count = _integer(name, given)
    if not 0 <= count < 2**32:
        raise wrong(name, count, f"a whole number from 0 to {2**32 - 1}")
    return count


def counted(name: str, given: int | None, least: int, most: int) -> None:
    """A whole number between two, or nothing."""
    if given is not None and not least <= given <= most:
        raise wrong(name, given, f"a whole number from {least} to {most}")


def at_least(name: str, given: int | None, least: int) -> None:
    """A whole number that is not too small, or nothing."""
    if given is not None and given < least:
        raise wrong(name, given, f"a whole number from {least}")


def _number(name: str, given: Any) -> Any:
    if isinstance(given, bool) or not isinstance(given, (int, float)):
        raise _unexpected(name, given, "a number")
    try:
        return float(given)
    except OverflowError:
        raise wrong(name, given, f"a number up to {sys.float_info.max:g}") from None


def share(name: str, given: float | None, *, all_of_it: bool = False) -> None:
    """A share from 0 up to 1, with or without 1; or nothing."""
    if given is None:
        return
    if math.isnan(given) or not 0 <= given <= 1 or (given == 1 and not all_of_it):
        percent = f"; did you mean {given / 100}?" if 1 < given < 100 else ""
        raise wrong(name, given, f"a share from 0 to {'1' if all_of_it else 'below 1'}{percent}")


def _day(name: str, given: Any) -> Any:
    if isinstance(given, datetime) or not isinstance(given, date):
        raise _unexpected(name, given, "a day: datetime.date")
    return given


def _horizon(name: str, given: Any) -> Any:
    if isinstance(given, str):
        return word(name, given, HORIZONS)
    if isinstance(given, datetime) or not isinstance(given, date):
        raise _unexpected(name, given, f"one of {', '.join(map(repr, HORIZONS))}, or the last day: datetime.date")
    return given


def _clock(name: str, given: Any) -> Any:
    if not isinstance(given, time) or given.tzinfo is not None:
        raise _unexpected(name, given, "a time of day without a zone: datetime.time")
    if given.microsecond:
        raise wrong(name, given, "a time of day in whole seconds")
    return given


def _length(name: str, given: Any) -> Any:
    if not isinstance(given, timedelta):
        unit = f": timedelta(minutes={given}), say" if isinstance(given, int) else ": datetime.timedelta"
        raise _unexpected(name, given, "a length of time" + unit)
    return given


def whole_length(name: str, given: timedelta | None, least: timedelta = timedelta(0), most: timedelta | None = None) -> None:
    """A length in whole seconds that is neither too short nor too long, or nothing."""
    if given is None:
        return
    if given.microseconds:
        raise wrong(name, given, "a length of time in whole seconds")
    if given < least:
        raise wrong(name, given, "a length of time that is not negative" if least == timedelta(0) else f"at least {least}")
    if most is not None and given > most:
        raise wrong(name, given, f"at most {most}")


def in_order(first: str, begin: Any, second: str, end: Any) -> None:
    """A beginning that does not lie after its end, where both are given."""
    if begin is not None and end is not None and end < begin:
        raise wrong(second, end, f"nothing before {first}, which is {begin!r}")


def _instant(name: str, given: Any) -> Any:
    if not isinstance(given, datetime):
        raise _unexpected(name, given, "an instant: datetime.datetime with a zone")
    if given.utcoffset() is None:
        raise TimeError(
            f'{name} is {given!r}, which names no zone; expected one, such as tzinfo=ZoneInfo("America/New_York")'
        )
    if not MINYEAR < given.year < MAXYEAR:
        # There no other zone has a day for it.
        raise wrong(name, given, f"an instant of the years {MINYEAR + 1} to {MAXYEAR - 1}")
    return given


def _zone(name: str, given: Any) -> Any:
    if isinstance(given, str):
        raise _unexpected(name, given, f'ZoneInfo("{given}")')
    if not isinstance(given, ZoneInfo) or given.key is None:
        raise _unexpected(name, given, 'a zone: zoneinfo.ZoneInfo("America/New_York"), say')
    return given


def _path(name: str, given: Any) -> Any:
    if not isinstance(given, (str, PathLike)) or isinstance(given, bytes):
        raise _unexpected(name, given, "a path: str or pathlib.Path")
    if isinstance(given, str) and not given:
        raise wrong(name, given, "a path")
    try:
        is_one = b"\0" not in fsencode(given)
    except UnicodeEncodeError:
        is_one = False
    if not is_one:
        raise wrong(name, given, "a path that a file can have")
    return given


def _paths(name: str, given: Any) -> Any:
    """Paths; one alone would be taken for its letters, and is one."""
    if isinstance(given, (str, PathLike)):
        return (_path(name, given),)
    return tuple(_path(f"{name}[{index}]", one) for index, one in enumerate(_listed(name, given, "a list of paths")))


def _callable(name: str, given: Any) -> Any:
    if not callable(given):
        raise _unexpected(name, given, "a function")
    return given


def shown(given: Any) -> str:
    """A value in a message, cut where it is long."""
    try:
        text = repr(given)
    except Exception:
        text = f"a {type(given).__name__}"
    return text if len(text) <= 120 else f"{text[:119]}…"


def _unexpected(name: str, given: Any, expected: str) -> ArgumentTypeError:
    return ArgumentTypeError(f"{name} is {shown(given)}, expected {expected}", name)


def wrong(name: str, given: Any, expected: str) -> ArgumentError:
    """The error of a value that is of the right kind and cannot be."""
    return ArgumentError(f"{name} is {shown(given)}, expected {expected}", name)


def refused(name: str, given: Any, expected: str) -> ArgumentTypeError:
    """The error of a value of another kind."""
    return _unexpected(name, given, expected)


instant = _instant
day = _day
path = _path
whole = _count

_KINDS: dict[str, Settle] = {
    "Any": lambda name, given: given,
    "object": lambda name, given: given,
    "str": _text,
    "bool": _flag,
    "int": _count,
    "float": _number,
    "date": _day,
    "time": _clock,
    "Clock": _clock,
    "timedelta": _length,
    "datetime": _instant,
    "ZoneInfo": _zone,
    "Horizon": _horizon,
    "str | PathLike[str]": _path,
    "Sequence[str | PathLike[str]] | str | PathLike[str]": _paths,
    # Whoever takes either looks at it.
    "Stream | Iterable[Plan]": lambda name, given: given,
    "Iterable[str]": _texts,
    # Whoever draws looks at them.
    "Axes | Sequence[Axes]": lambda name, given: given,
    "Axes": lambda name, given: given,
    "str | Iterable[str]": _texts,
}

__all__ = ["Frozen", "Part", "checked", "instant", "literal", "settle", "whole", "word", "wrong"]
