"""A mapping that does not change: what answers and plans hold by name. Knows nothing of what it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from ._errors import ArgumentTypeError

__all__ = ["Named"]

K = TypeVar("K")
V = TypeVar("V", covariant=True)


class Named(Mapping[K, V], Generic[K, V]):
    """Values by name, in order: a dict that can be hashed and never changes. Equal to a dict of the same items.

    >>> mix = Named({"outbound": 3, "midmarket": 1})
    >>> mix["outbound"], mix
    (3, {'outbound': 3, 'midmarket': 1})
    """

    __slots__ = ("_items",)
    _items: dict[K, V]

    def __init__(self, items: Mapping[K, V] | Iterable[tuple[K, V]] = ()) -> None:
        try:
            object.__setattr__(self, "_items", dict(items))
        except (TypeError, ValueError) as error:
            raise ArgumentTypeError(f"items is {items!r}, expected a mapping, or pairs of a name and a value", "items") from error

    def __getitem__(self, name: K) -> V:
        return self._items[name]

    def __iter__(self) -> Iterator[K]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return repr(self._items)

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self._items,))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"`{name}` of a frozen mapping cannot be set")
