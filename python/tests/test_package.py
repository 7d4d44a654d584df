"""The package: its names, its versions, what importing it loads, its examples."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from conftest import ROOT

import followthrough as ft

MODULES = sorted(f"followthrough.{module.name}" for module in pkgutil.iter_modules(ft.__path__))
PAGES = sorted((ROOT / "docs/guide").glob("python*.md"))


def test_every_public_name_is_there_and_documented() -> None:
    assert len(set(ft.__all__)) == len(ft.__all__)
    for name in ft.__all__:
        value = getattr(ft, name)
        assert not isinstance(value, type) or value.__doc__, name
    assert set(ft.__all__) == set(dir(ft))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        ft.nothing


def test_a_star_brings_every_public_name() -> None:
    found: dict[str, object] = {}
    exec("from followthrough import *", found)
    assert set(ft.__all__) <= set(found) and found["Plan"] is ft.Plan


def test_the_first_use_loads_no_heavy_module_and_no_answer() -> None:
    script = "import sys, followthrough as ft; ft.Plan; print(*sorted(sys.modules))"
    loaded = set(subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split())
    heavy = {"numpy", "pandas", "polars", "pyarrow", "matplotlib", "altair", "csv", "tomllib", "asyncio"}
    assert loaded & heavy == set()
    assert {f"followthrough.{name}" for name in ("_answers", "_parts", "_track", "_html", "_plots")} & loaded == set()


def test_the_sample_for_type_checkers_uses_every_public_name() -> None:
    sample = (ROOT / "python/tests/sample.py").read_text()
    assert [name for name in ft.__all__ if f"ft.{name}" not in sample] == []


def test_versions_are_told(worked: ft.Plan) -> None:
    assert ft.__version__ == metadata.version("followthrough") == worked.fit().version
    assert ft.tzdata_version == worked.fit().tzdata


def test_importing_loads_nothing_but_the_package_itself() -> None:
    script = "import sys; before = set(sys.modules); import followthrough; print(sorted(set(sys.modules) - before))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert loaded.strip() == "['followthrough']"


def test_tests_import_the_wheel_and_not_the_sources() -> None:
    assert ft.__file__ is not None and ROOT / "python" / "src" not in Path(ft.__file__).parents


@pytest.mark.parametrize("name", ["followthrough", *(name for name in MODULES if "native" not in name)])
def test_the_examples_of_docstrings_run(name: str) -> None:
    module = importlib.import_module(name)
    names = {**vars(ft), **{one: getattr(ft, one) for one in ft.__all__}, **vars(module)}
    results = doctest.testmod(module, extraglobs=names, optionflags=doctest.ELLIPSIS)
    assert results.failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_examples_of_the_guide_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = page.read_text()
    parts = [part.partition("```")[0] for part in text.split("```python\n")[1:]]
    assert parts
    # Fences are not a part of what a doctest reads; blank lines end an example's output.
    script = doctest.DocTestParser().get_doctest("\n\n".join(parts), {}, page.name, str(page), 0)
    results = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(script)
    assert results.attempted > 0 and results.failed == 0
