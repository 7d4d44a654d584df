"""Writes the page of the Python API from the docstrings, or says that it is stale.

    python python/reference.py            # says whether docs/reference/python.md is what the docstrings say
    python python/reference.py --write    # writes it

The package must be installed: the page is what `help` shows of it.
"""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path
from typing import get_args

import followthrough as ft

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "python.md"
HEAD = """<!-- Made from the docstrings by `python python/reference.py --write`: change them there. -->
# Python: every public name

What it is, its units and edges, and what it raises. Examples are run by the tests. [The guide](../guide/python.md) shows what
goes with what.

"""
# In the order in which somebody meets them.
PARTS = {
    "Plans": ("_plan", "_values", "_log", "_pipeline", "_busy", "_what_if"),
    "Questions of many plans": ("_many", "_ask", "_compare"),
    "Answers": ("_answers", "_schedule", "_desk", "_advice", "_track", "_forecasts", "_needs"),
    "Parts of answers": ("_parts",),
    "Tables and mappings": ("_table", "_named"),
    "Errors": ("_errors",),
}


def shown(name: str, thing: object) -> str:
    """How it is called; of an alias what it may be."""
    if inspect.isfunction(thing):
        return f"### `{name}{signature(thing)}`"
    if inspect.isclass(thing):
        return f"### `{name}`"
    return f"### `{name}`\n\nOne of {', '.join(f'`{one}`' for one in words(thing))}."


def words(alias: object) -> list[str]:
    """What an alias may be: words, and names of classes."""
    inside = get_args(alias)
    if not inside:
        return [alias.__name__ if isinstance(alias, type) else repr(alias)]
    return [one for part in inside for one in words(part)]


def signature(function: object) -> str:
    """Its arguments and what it gives, without the instance."""
    made = inspect.signature(function)  # type: ignore[arg-type]
    arguments = [one for one in made.parameters.values() if one.name not in ("self", "cls")]
    return str(made.replace(parameters=arguments)).replace("'", "")


def text(doc: str) -> str:
    """A docstring as markdown: fields as a list, examples fenced."""
    lines: list[str] = []
    is_example = in_fields = False
    for line in inspect.cleandoc(doc).splitlines():
        if line.startswith(">>>") and not is_example:
            lines.append("```python")
            is_example = True
        elif is_example and not line:
            lines.append("```")
            is_example = False
        if line == "Attributes:":
            in_fields = True
            continue
        if in_fields and line and not line.startswith(" "):
            in_fields = False
        field = re.fullmatch(r"    (\w+): (.*)", line) if in_fields else None
        if field:
            lines.append(f"- `{field[1]}`: {field[2]}")
        else:
            lines.append(re.sub(r"^    +", "  ", line) if in_fields else line)
    return "\n".join(lines) + ("\n```" if is_example else "")


def members(name: str, kind: type) -> list[str]:
    """The methods and properties of a class that are its own."""
    parts = []
    # What a class has of one that nobody makes is its own.
    hidden = [base for base in kind.__mro__[1:] if base.__module__.startswith("followthrough.") and not hasattr(ft, base.__name__)]
    own = [one for base in (kind, *hidden) for one in vars(base).items()]
    for member, value in own:
        function = getattr(value, "__func__", value)
        if member.startswith("_") or not (inspect.isfunction(function) or isinstance(value, property)):
            continue
        head = member if isinstance(value, property) else f"{member}{signature(inspect.unwrap(function))}"
        parts.append(f"#### `{name}.{head}`\n\n{text(value.__doc__ or '')}")
    return parts


def page() -> str:
    """The whole page."""
    parts = []
    for title, modules in PARTS.items():
        parts.append(f"## {title}")
        for module in modules:
            for name in sys.modules[f"followthrough.{module}"].__all__:
                thing = getattr(ft, name)
                parts.append(shown(name, thing))
                if inspect.isclass(thing) or inspect.isfunction(thing):
                    parts.append(text(thing.__doc__ or ""))
                if inspect.isclass(thing):
                    parts.extend(members(name, thing))
    return HEAD + "\n\n".join(parts) + "\n"


def main() -> None:
    dir(ft)
    made = page()
    if sys.argv[1:] == ["--write"]:
        PAGE.write_text(made, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != made:
        sys.exit(f"{PAGE} is stale: python python/reference.py --write")


if __name__ == "__main__":
    main()
