"""Any question of many plans at once: plans as values, or plans as the rows of a table. Answers as a list, or as a table."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from inspect import isclass, signature
from queue import Empty, SimpleQueue
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal, cast, overload

from ._answers import Admit, Answer, Check, Fit, Triage
from ._check import checked, counted, refused, word
from ._errors import ArgumentError, ArgumentTypeError, FollowthroughError
from ._many import THREADS
from ._native import Columns, Rows, __version__, tzdata_version
from ._plan import Plan
from ._rows import COLUMNS, Record, columns_of
from ._table import Frame, Table

if TYPE_CHECKING:
    from ._advice import Advice
    from ._changes import Stream

__all__ = ["ask_many", "figures"]

Cells = tuple[object, ...]
# How long there is between two calls of `progress`, in seconds.
TELL = 0.05
# What every answer has, and stands at the end of a table.
VERSIONS = ("version", "tzdata")


@overload
def ask_many(
    plans: Stream,
    question: str,
    *given: Any,
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
    **named: Any,
) -> Frame: ...
@overload
def ask_many(
    plans: Iterable[Plan],
    question: Literal["check"],
    *given: Any,
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
    **named: Any,
) -> list[Check | FollowthroughError]: ...
@overload
def ask_many(
    plans: Iterable[Plan],
    question: Literal["advise"],
    *given: Any,
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
    **named: Any,
) -> list[Advice | FollowthroughError]: ...
@overload
def ask_many(
    plans: Iterable[Plan],
    question: Literal["triage"],
    *given: Any,
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
    **named: Any,
) -> list[Triage | FollowthroughError]: ...
@overload
def ask_many(
    plans: Iterable[Plan],
    question: Literal["admit"],
    *given: Any,
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
    **named: Any,
) -> list[Admit | FollowthroughError]: ...
@overload
def ask_many(
    plans: Iterable[Plan],
    question: Literal["fit"],
    *given: Any,
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
    **named: Any,
) -> list[Fit | FollowthroughError]: ...
@overload
def ask_many(
    plans: Iterable[Plan],
    question: str,
    *given: Any,
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
    **named: Any,
) -> list[Any]: ...
@checked
def ask_many(
    plans: Stream | Iterable[Plan],
    question: str,
    *given: Any,
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
    **named: Any,
) -> Any:
    """The answers of many plans to one question, in their order, each what its plan says of it alone.

    `question` is the name of a method of `Plan` that answers, such as "check", "advise" or "triage"; what follows is given
    to it as it is. A plan that cannot be asked gives its error in its place: one bad plan of many spoils no other. `threads`
    and `progress` are those of `fit_many`, which is the faster of the two where the question is a fit.

    >>> plan = Plan.read("docs/examples/worked/plan.toml")
    >>> checks = ask_many([plan, plan.replace(reserve=0.5)], "check", 12)
    >>> [check.fits for check in checks if isinstance(check, Check)]
    [True, False]

    A table is asked row by row, as `fit_many` asks it, and the answer is a table: the columns that were handed in, then the
    figures of the answer, `error`, `version` and `tzdata`. A figure is a field of the answer that is a number, a day, a length,
    a word or a flag. One that the table has already is added as `check_fits`, say. An error is told in `error`, and the rest
    of its row is empty. `figures` makes such a table of a list of answers.

    >>> import polars as pl
    >>> text = plan.to_toml()
    >>> frame = ask_many(pl.DataFrame({"rep": ["Kim"], "plan": [text]}), "check", 10, "week")
    >>> frame.to_polars().select("rep", "fits", "kept").rows()
    [('Kim', True, 10)]

    Raises `ArgumentTypeError` for anything else than plans or a table, `ArgumentError` for a table without `plan` and for a
    question that a plan does not answer, and what the question raises for an argument that cannot be.
    """
    counted("threads", threads, 1, THREADS)
    kinds = questions()
    word("question", question, tuple(kinds))
    many = threads or os.cpu_count() or 1
    ask = _asker(question, given, named)
    if hasattr(plans, "__arrow_c_stream__") or hasattr(plans, "__arrow_c_array__"):
        return _frame(plans, question, kinds[question], ask, many, progress)
    if isinstance(plans, (str, bytes, Mapping, Plan)) or not hasattr(plans, "__iter__"):
        raise refused("plans", plans, "a list of Plan, or a table with the column `plan`")
    asked = []
    for index, plan in enumerate(cast(Iterable[Any], plans)):
        if not isinstance(plan, Plan):
            raise refused(f"plans[{index}]", plan, "a Plan")
        asked.append(plan)
    return _each(len(asked), lambda index, stop: ask(asked[index], stop), many, progress)


def figures(answers: Iterable[Answer | FollowthroughError]) -> Table[Cells]:
    """The figures of answers of one kind as a table: one row each, in their order.

    A figure is a field that is a number, a day, a length, a word or a flag; `error` is what an error says in whose place no
    answer stands, with the figures empty. It takes what `fit_many` and `ask_many` give.

    Raises `ArgumentTypeError` for anything but answers and errors, `ArgumentError` for answers of several kinds.

    >>> plan = Plan.read("docs/examples/worked/plan.toml")
    >>> table = figures(ask_many([plan, plan.replace(cadences=[])], "check", 100))
    >>> table.to_polars().select("asked", "fits", "kept").rows()
    [(100, False, 12), (None, None, None)]
    """
    if isinstance(answers, (str, bytes, Mapping)) or not hasattr(answers, "__iter__"):
        raise refused("answers", answers, "a list of answers")
    listed = list(answers)
    kind: type[Answer] = Answer
    for index, one in enumerate(listed):
        if not isinstance(one, (Answer, FollowthroughError)):
            raise refused(f"answers[{index}]", one, "an answer, or the error in its place")
        if isinstance(one, Answer):
            if kind is not Answer and kind is not type(one):
                raise ArgumentError(f"answers[{index}] is a {type(one).__name__}, expected a {kind.__name__} as those before it", "answers")
            kind = type(one)
    names = _kinds(kind)
    tell = _teller(kind)
    return Table([tell(one) for one in listed], names, _as_it_is)


def questions() -> dict[str, type[Answer]]:
    """What a plan can be asked, by the name of the method, with the kind of the answer."""
    import followthrough

    found = {}
    methods = {name: method for base in reversed(Plan.__mro__) for name, method in vars(base).items()}
    for name, method in methods.items():
        told = getattr(method, "__annotations__", {}).get("return")
        kind = getattr(followthrough, told, None) if isinstance(told, str) and told.isidentifier() and told != "None" else None
        if isclass(kind) and issubclass(kind, Answer) and not name.startswith("_"):
            found[name] = kind
    return found


Ask = Callable[[Plan, Event], Answer]


class _Stopped(Exception):
    """The work ends because the caller has left."""


def _asker(question: str, given: tuple[Any, ...], named: dict[str, Any]) -> Ask:
    """What asks one plan."""
    method = getattr(Plan, question)
    watches = "progress" in signature(method).parameters

    def ask(plan: Plan, stop: Event) -> Answer:
        if not watches:
            return cast(Answer, method(plan, *given, **named))

        def look(*_: object) -> None:
            if stop.is_set():
                raise _Stopped

        return cast(Answer, method(plan, *given, **named, progress=look))

    return ask


def _each(count: int, ask: Callable[[int, Event], Any], threads: int, progress: Callable[[int, int], object] | None) -> list[Any]:
    """What `ask` says of every index, or its error; what `progress` raises and Ctrl-C end it."""
    stop, done = Event(), SimpleQueue[None]()

    def one(index: int) -> Any:
        try:
            return _Stopped() if stop.is_set() else ask(index, stop)
        except (ArgumentError, ArgumentTypeError):
            # The caller's, and not a plan's.
            stop.set()
            raise
        except FollowthroughError as error:
            return error
        finally:
            done.put(None)

    pool = ThreadPoolExecutor(min(threads, max(count, 1)), thread_name_prefix="followthrough")
    try:
        futures: list[Future[Any]] = [pool.submit(one, index) for index in range(count)]
        _watch(count, done, progress)
        failed = [future for future in futures if future.exception() is not None and not isinstance(future.exception(), _Stopped)]
        return [future.result() for future in failed[:1] or futures]
    except BaseException:
        stop.set()
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    finally:
        pool.shutdown(wait=not stop.is_set())


def _watch(count: int, done: SimpleQueue[None], progress: Callable[[int, int], object] | None) -> None:
    """Waits until everything is done, and tells how far it is."""
    so_far, told_at = 0, monotonic()
    while so_far < count:
        try:
            done.get(timeout=TELL)
            so_far += 1
        except Empty:
            pass
        if progress is not None and (so_far == count or monotonic() - told_at >= TELL):
            told_at = monotonic()
            progress(so_far, count)
    if progress is not None and count == 0:
        progress(0, 0)


def _frame(
    plans: Any, question: str, kind: type[Answer], ask: Ask, threads: int, progress: Callable[[int, int], object] | None
) -> Frame:
    """The answers to a table, beside the columns that are handed back."""
    rows = Rows(plans)
    names, tell = _kinds(kind, plain=True), _teller(kind)

    def told(index: int, stop: Event) -> Cells:
        # No more is kept of a plan than its figures.
        try:
            plan = Plan._of(rows.plan(index), "plan")
        except ArgumentError as error:
            return tell(error)
        return tell(ask(plan, stop))

    records = _each(len(rows), told, threads, progress)
    records = [tell(one) if isinstance(one, Exception) else one for one in records]
    columns: list[list[Any]] = [[record[index] for record in records] for index in range(len(names))]
    made = Columns(list(names), list(names.values()), columns)
    return Frame(rows.beside(made, f"{question}_"))


def _kinds(kind: type[Answer], plain: bool = False) -> dict[str, str]:
    """The columns of the figures of answers, with their kinds; `plain` ones are those that Spark has."""
    found = {} if kind is Answer else {name: of for name, of in columns_of(kind).items() if name not in VERSIONS}
    if plain:
        found = {name: "text" if of.startswith("one of ") else of for name, of in found.items()}
    return found | dict.fromkeys(("error", *VERSIONS), COLUMNS["str"])


def _teller(kind: type[Answer]) -> Callable[[Any], Cells]:
    """What lays an answer, or an error in its place, out as the cells of `_kinds`."""
    record = Record(kind)
    names = list(columns_of(kind))
    places = [] if kind is Answer else [index for index, name in enumerate(names) if name not in VERSIONS]

    def tell(one: Answer | Exception) -> Cells:
        if isinstance(one, Exception):
            return (*(None for _ in places), str(one), __version__, tzdata_version)
        cells = record(one)
        return (*(cells[place] for place in places), None, one.version, one.tzdata)

    return tell


def _as_it_is(row: Cells) -> Cells:
    return row
