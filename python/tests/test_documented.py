"""Docstrings: every public name, field and method says what it is, what it raises, and shows an example."""

from __future__ import annotations

import importlib.util
import inspect
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest
from conftest import ROOT

import followthrough as ft

CLASSES = [name for name in ft.__all__ if inspect.isclass(getattr(ft, name))]


def methods() -> Iterator[tuple[str, object]]:
    """Every public function, method and property that is a name's own."""
    for name in ft.__all__:
        thing = getattr(ft, name)
        if inspect.isfunction(thing):
            yield name, thing
        # What a class has of one that nobody makes is its own.
        bases = [base for base in getattr(thing, "__mro__", ()) if base is thing or (base.__module__.startswith("followthrough.") and base.__name__ not in ft.__all__)]
        for member, value in [one for base in bases for one in vars(base).items()]:
            function = getattr(value, "__func__", value)
            if not member.startswith("_") and (inspect.isfunction(function) or isinstance(value, property)):
                yield f"{name}.{member}", function


METHODS = dict(methods())


@pytest.mark.parametrize("name", CLASSES)
def test_every_field_is_told(name: str) -> None:
    kind = getattr(ft, name)
    doc = inspect.cleandoc(kind.__doc__)
    assert len(doc.split()) >= 3
    if is_dataclass(kind):
        own = [field.name for field in fields(kind) if not field.name.startswith("_") and field.name in kind.__annotations__]
        told = re.findall(r"^    (\w+): \S.*[^:]", doc, re.M)
        assert [field for field in own if field not in told] == []


def test_lengths_and_what_may_be_missing_say_so() -> None:
    for name in CLASSES:
        kind = getattr(ft, name)
        for field in fields(kind) if is_dataclass(kind) else ():
            found = re.search(rf"^    {field.name}: (.*(?:\n        .*)*)", inspect.cleandoc(kind.__doc__), re.M)
            if found is None or "| None" not in str(field.type) or field.name.startswith("_"):
                continue
            # What None means is told, there or for the name in the same class.
            assert re.search(r"None|where|the plan's|the channel's", found[1]), (name, field.name)


@pytest.mark.parametrize("name", METHODS)
def test_every_method_has_an_example_and_tells_its_errors(name: str) -> None:
    function = METHODS[name]
    doc = function.__doc__ or ""
    assert ">>>" in doc, "an example"
    asked = getattr(function, "fget", function)
    arguments = [one for one in inspect.signature(asked).parameters if one not in ("self", "cls")]
    if arguments:
        assert "Raises" in doc or "raises" in doc, "what it raises"


def test_the_page_is_what_the_docstrings_say() -> None:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "python/reference.py")
    assert spec is not None and spec.loader is not None
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    dir(ft)
    kept = (ROOT / "docs/reference/python.md").read_text()
    assert kept == reference.page(), "python python/reference.py --write"
    headings = re.findall(r"^### `(\w+)", kept, re.M)
    assert sorted(headings) == sorted(name for name in ft.__all__ if not name.startswith("_") and name != "tzdata_version")
