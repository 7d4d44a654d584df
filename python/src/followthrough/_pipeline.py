"""A pipeline that came as a table: a sequence of prospects that makes its rows when they are looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Never, overload
from zoneinfo import ZoneInfo

from ._errors import ArgumentTypeError
from ._native import Prospects as Native

if TYPE_CHECKING:
    from ._values import Prospect

__all__ = ["Pipeline"]


class Pipeline(Sequence["Prospect"]):
    """Prospects in order, equal to a tuple of them. A million of them take as much memory as the table did."""

    __slots__ = ("_native", "_rows")
    _native: Native
    _rows: tuple[Prospect, ...] | None
    # Nothing in it is left to check.
    _settled = True

    def __init__(self, *given: Never) -> None:
        raise ArgumentTypeError("Pipeline cannot be made of values, expected `pipeline` of a Plan that was given a table", "Pipeline")

    @classmethod
    def _of(cls, native: Native) -> Pipeline:
        pipeline = object.__new__(cls)
        object.__setattr__(pipeline, "_native", native)
        object.__setattr__(pipeline, "_rows", None)
        return pipeline

    @classmethod
    def _read(cls, frame: Any, timezone: ZoneInfo, cadences: Sequence[str]) -> Pipeline:
        """The pipeline of whatever speaks Arrow."""
        native, _ = Native.read(frame, timezone.key, cadences)
        return cls._of(native)

    def _all(self) -> tuple[Prospect, ...]:
        if self._rows is None:
            object.__setattr__(self, "_rows", self._native.all())
        assert self._rows is not None
        return self._rows

    @overload
    def __getitem__(self, index: int) -> Prospect: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Prospect, ...]: ...
    def __getitem__(self, index: int | slice) -> Prospect | tuple[Prospect, ...]:
        if isinstance(index, slice) or self._rows is not None:
            return self._all()[index]
        return self._native.item(index + len(self) if index < 0 else index)

    def __len__(self) -> int:
        return len(self._native)

    def __iter__(self) -> Iterator[Prospect]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Pipeline):
            return self._native == other._native
        return self._all() == other

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def __reduce__(self) -> tuple[object, ...]:
        return (tuple, (self._all(),))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"`{name}` of a pipeline cannot be set")
