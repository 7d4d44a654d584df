"""Notebooks in a kernel, as a reader runs them: from their own folder, every cell, and pictures where a cell ends in one."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest
from conftest import ROOT

FOLDER = ROOT / "python/notebooks"
NOTEBOOKS = [path for path in sorted(FOLDER.glob("*.py")) if path.name != "run.py"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_kernel_runs_every_cell_from_the_notebooks_own_folder(path: Path) -> None:
    if path.name == "batch.py":
        pytest.skip("two thousand reps take a minute: `cargo xtask notebooks` runs them")
    nbclient, nbformat = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
    nbconvert = pytest.importorskip("nbconvert")
    if path.name == "compare.py":
        pytest.importorskip("altair")
    spec = importlib.util.spec_from_file_location("notebooks_run", FOLDER / "run.py")
    assert spec is not None and spec.loader is not None
    run = importlib.util.module_from_spec(spec)
    sys.modules["notebooks_run"] = run
    spec.loader.exec_module(run)
    made = [
        (nbformat.v4.new_code_cell if cell.is_code else nbformat.v4.new_markdown_cell)(cell.text)
        for cell in run.cells(path.read_text())
    ]
    notebook = nbformat.v4.new_notebook(cells=made)
    nbclient.NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}).execute()
    data = [output["data"] for cell in made if cell.cell_type == "code" for output in cell.outputs if "data" in output]
    kinds = {kind for one in data for kind in one}
    assert "text/html" in kinds
    if path.name == "why_not_100.py":
        assert "image/png" in kinds
    if path.name == "compare.py":
        assert any("vega" in str(one.get("text/html")) for one in data)
    html, _ = nbconvert.HTMLExporter().from_notebook_node(notebook)
    assert "followthrough" in html
